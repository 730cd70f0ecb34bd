"""Which fields the templates of a kind may use: found by looking at what they really get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from mo_registry.documents.authoring.kinds import Case
from mo_registry.documents.blocks import Block
from mo_registry.documents.sandbox import Fields
from mo_registry.i18n import _
from mo_registry.names import nearest

_LONGEST = 60


@dataclass(slots=True)
class Thing:
    """Something with fields: ``event``, or each ``item`` of ``event.programme``.

    Attributes:
        name: how templates call it; empty for what stands by itself.
        examples: its fields, each with an example; empty where there is none.
        places: where else there are such things, as ``event.programme``.
        direct: whether it is there by its name, as ``event`` is.
    """

    name: str
    examples: dict[str, str] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)
    direct: bool = False

    def fields(self) -> Iterator[tuple[str, str]]:
        """Every field as it is written in a template, with an example."""
        for name, example in self.examples.items():
            yield f"{self.name}.{name}" if self.name else name, example


def things(cases: Iterable[Case]) -> list[Thing]:
    """Everything that templates see in these cases; the examples are from the first that has one.

    Args:
        cases: what the document can be made of; those of the registry before those that are made up.
    """
    found: dict[str, Thing] = {}
    for case in cases:
        _look(found, "", case.fields, "")
    return list(found.values())


def _look(found: dict[str, Thing], name: str, values: Mapping[str, Any], place: str) -> None:
    thing = found.setdefault(name, Thing(name))
    if place == name:
        thing.direct = True
    else:
        thing.places[place] = None
    for key, value in values.items():
        at = f"{name}.{key}" if name else key
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, Fields):
            _look(found, inner.called, inner, at)
        if isinstance(value, Fields) and value.called == at:
            continue
        if example := _example(value):
            thing.examples[key] = thing.examples.get(key) or example
        else:
            thing.examples.setdefault(key, "")


def _example(value: Any) -> str:
    """A value in short, as people know it from the files."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_example, value[:3])))[:_LONGEST]
    if value is None or isinstance(value, Fields | Block):
        return ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    text = value.isoformat() if isinstance(value, date) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def similar(name: str, found: Iterable[Thing]) -> list[str]:
    """Fields that are nearly called so, written as in a template."""
    return nearest(name, [path for thing in found for path, _example in thing.fields()])
