"""What becomes of one row of a table, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mo_registry.editing.change import Change
from mo_registry.editing.path import spoken
from mo_registry.importing.cells import Remark
from mo_registry.importing.differences import Difference
from mo_registry.importing.reading import Reading
from mo_registry.yamlfile import Data


class Result(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"


@dataclass(slots=True)
class Outcome:
    """A row, and what becomes of it."""

    reading: Reading
    result: Result = Result.UNCHANGED
    identifier: str = ""
    differences: list[Difference] = field(default_factory=list)
    change: Change = field(default_factory=Change)
    """The files that the row would make or change."""

    def refuse(self, reason: Remark) -> None:
        """Do not write the row, for this reason."""
        self.result = Result.DOUBTFUL
        self.change = Change()
        if reason not in self.reading.notes.doubts:
            self.reading.notes.doubts.append(reason)


def told(outcome: Outcome) -> str:
    """What becomes of a row, in words: keys, old and new values, or the reasons."""
    if outcome.result is Result.DOUBTFUL:
        return "; ".join(
            f"{doubt.cell}: {doubt.message}" if doubt.cell else doubt.message
            for doubt in outcome.reading.notes.doubts
        )
    if outcome.result is Result.NEW:
        return ", ".join(spoken(difference.keys) for difference in outcome.differences)
    return "; ".join(_told(difference) for difference in outcome.differences)


def _told(difference: Difference) -> str:
    new = shown(difference.new)
    if difference.old is None:
        keys = difference.keys[:-1] if isinstance(difference.keys[-1], int) else difference.keys
        return f"{spoken(keys)} + {new}"
    return f"{spoken(difference.keys)}: {shown(difference.old)} → {new}"


def shown(value: Data) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return " / ".join(value.splitlines())
    if isinstance(value, dict):
        return " ".join(shown(inner) for inner in value.values())
    return ", ".join(map(shown, value))
