"""The send plan: of every organisation that an event concerns, what it gets and how, or why it gets nothing.

It lies beside the letters in two forms: for German Excel, and for programs. Once everything was sent, it is
what the event's file is told: so nothing that changed in the registry meanwhile can be recorded as sent.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from datetime import date as Day  # noqa: N812  (the plan has a date of its own)
from enum import StrEnum
from pathlib import Path

from mo_registry.audience import Occasion
from mo_registry.documents.formats import Formats
from mo_registry.documents.sheet import Column, Sheet, separated
from mo_registry.finding import RegistryError
from mo_registry.i18n import N_, _

NAME = "send-plan"


class State(StrEnum):
    """How it stands with one receiver."""

    READY = "ready"
    LEFT_OUT = "left_out"
    """By a rule, which the reason tells."""
    TO_MEND = "to_mend"
    """Something in the registry has to be mended first."""
    NOT_NOW = "not_now"
    """It has it already, or was not asked for in this run."""


_STATES = {
    State.READY: N_("ready"),
    State.LEFT_OUT: N_("left out"),
    State.TO_MEND: N_("to be mended"),
    State.NOT_NOW: N_("not in this run"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One way to one organisation; two where two of its people are written to.

    Attributes:
        organisation: its id.
        contact: the person or function; empty where the organisation itself is written to.
        channel: email, post or phone; empty where nothing is sent.
        to: the address, e-mail address or number.
        language: of the text.
        files: what is sent, the first one first; their names in the folder of the plan.
        reason: why nothing is sent.
    """

    organisation: str
    name: str
    state: State
    contact: str = ""
    channel: str = ""
    to: str = ""
    language: str = ""
    occasion: str = ""
    files: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SendPlan:
    """All rows of a run."""

    event: str
    revision: int
    date: date
    rows: tuple[Row, ...]
    announced: Day | None = None
    """The day of the event that the letters tell of."""

    @property
    def cancels(self) -> bool:
        """Whether the letters call the event off."""
        return any(row.occasion == Occasion.CANCELLATION for row in self.ready())

    def states(self) -> dict[State, int]:
        """How many organisations are ready, left out and so on; each counts once."""
        found: dict[str, State] = {}
        for row in self.rows:
            # Who is reached in one way is reached.
            if found.get(row.organisation) is not State.READY:
                found[row.organisation] = row.state
        counted = Counter(found.values())
        return {state: counted[state] for state in State}

    def only(self, names: Collection[str]) -> SendPlan:
        """The plan of these organisations alone."""
        return replace(self, rows=tuple(row for row in self.rows if row.organisation in names))

    def channels(self) -> dict[str, list[str]]:
        """The organisations that are written to in each way, by their ids."""
        found: dict[str, list[str]] = {}
        for row in self.ready():
            names = found.setdefault(row.channel, [])
            if row.organisation not in names:
                names.append(row.organisation)
        return found

    def ready(self) -> Iterator[Row]:
        """The rows with something to be sent."""
        return (row for row in self.rows if row.state is State.READY)

    def as_json(self) -> bytes:
        """The plan for programs; numbers count organisations."""
        states = self.states()
        plan = {
            "event": self.event,
            "revision": self.revision,
            "date": self.date.isoformat(),
            "announced": self.announced.isoformat() if self.announced else "",
            "organisations": sum(states.values()),
            **{state.value: count for state, count in states.items()},
            "rows": [asdict(row) for row in self.rows],
        }
        return (json.dumps(plan, ensure_ascii=False, indent=2) + "\n").encode()

    def as_csv(self, formats: Formats) -> bytes:
        """The plan for German Excel."""
        headings = (
            _("id"), _("organisation"), _("state"), _("contact"), _("channel"), _("to"), _("language"),
            _("occasion"), _("revision"), _("files"), _("reason"),
        )  # fmt: skip
        rows = [
            (
                row.organisation, row.name, _(_STATES[row.state]), row.contact, row.channel, row.to, row.language,
                row.occasion, self.revision if row.channel else "", ", ".join(row.files), row.reason,
            )
            for row in self.rows
        ]  # fmt: skip
        columns = tuple(Column(heading) for heading in headings)
        return separated(Sheet(NAME, NAME, self.date, columns, rows, formats))


def read(path: Path) -> SendPlan | None:
    """The plan that an earlier run has written; None where there is none.

    Raises:
        RegistryError: the file is none of ours.
    """
    try:
        plan = json.loads(path.read_bytes())
        return SendPlan(
            plan["event"],
            int(plan["revision"]),
            date.fromisoformat(plan["date"]),
            tuple(_rows(plan["rows"])),
            date.fromisoformat(plan["announced"]) if plan.get("announced") else None,
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RegistryError(
            _("The send plan {file} cannot be read.").format(file=path),
            hint=_("Delete it and make the letters anew, before something is recorded as sent."),
        ) from error


def _rows(rows: Iterable[dict[str, object]]) -> Iterator[Row]:
    for row in rows:
        texts = {key: str(value) for key, value in row.items() if key not in ("state", "files")}
        yield Row(**texts, state=State(str(row["state"])), files=tuple(row["files"]))  # type: ignore[arg-type]
