"""What an overview is made of, and the words that all overviews share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from mo_registry import labels
from mo_registry.i18n import _, language, ngettext
from mo_registry.labels import day
from mo_registry.model.event import Action, ActionStatus, Event
from mo_registry.model.part import Address, Part
from mo_registry.model.references import event_references, organisation_references, settings_references
from mo_registry.model.scalars import PartialDate
from mo_registry.registry import SETTINGS, Registry

Fact = tuple[str, list[str]]
"""A label and the lines beside it; without lines it is not shown."""

_FEW = 8
"""So many lines of one kind fit on a screen beside the rest."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What is known about one thing."""

    type: str
    """``organisation``, ``event``, ``network``, ``venue``, ``series`` or ``term``."""
    id: str
    title: str
    summary: str
    facts: list[Fact]
    files: tuple[Path, ...]
    """The files that it is read from."""
    data: dict[str, Any] = field(default_factory=dict)
    """The same for programs."""


def few(lines: Iterable[str]) -> list[str]:
    """The first of many lines, and how many more there are."""
    lines = list(lines)
    left = len(lines) - _FEW
    if left <= 1:
        return lines
    more = ngettext("and {count} more", "and {count} more", left).format(count=left)
    return [*lines[:_FEW], more]


def joined(values: Iterable[str | None], separator: str = ", ") -> list[str]:
    """The values in one line; no line where there is no value."""
    known = [value for value in values if value]
    return [separator.join(known)] if known else []


def name_of(registry: Registry, identifier: str) -> str:
    """The name of an organisation; its id where the entry is broken or missing."""
    organisation = registry.organisations.get(identifier)
    return organisation.name if organisation else identifier


def address_line(address: Address | None) -> str:
    """A postal address in one line."""
    if address is None:
        return ""
    box = _("P.O. box {number}").format(number=address.po_box) if address.po_box else None
    care = _("c/o {name}").format(name=address.care_of) if address.care_of else None
    city = " ".join(part for part in (address.postal_code, address.city) if part)
    return ", ".join(p for p in (address.department, care, address.street, box, city, address.country) if p)


def language_name(code: str) -> str:
    """The name of a language in the language in force: ``uk`` is Ukrainian."""
    return labels.language_name(code, language())


def event_line(event: Event) -> str:
    """An event in a few words."""
    return f"{day(event.date)} {event.title} ({event.id})"


def people(count: int) -> str:
    """So many people, in words."""
    return ngettext("{count} person", "{count} people", count).format(count=count)


Agreement = tuple[Event, Action]
"""Something that was agreed, and where."""


def open_actions(events: Iterable[Event], who: str | None = None) -> list[Agreement]:
    """What was agreed and is still to be done, the most urgent first; of one organisation or of all."""
    found = (
        (event, action)
        for event in events
        for action in event.actions
        if action.status is ActionStatus.OPEN and who in (None, action.who)
    )
    return sorted(found, key=lambda pair: (pair[1].due or date.max, pair[0].id, pair[1].id))


def action_data(event: Event, action: Action) -> dict[str, Any]:
    """Something that was agreed, for programs."""
    return {"event": event.id, **plain(action)}


def action_line(registry: Registry, event: Event, action: Action, *, named: bool) -> str:
    """Something that was agreed, in one line; with who does it, unless that is clear."""
    who = name_of(registry, action.who) if action.who else action.guest
    parts = [f"{who}: {action.what}" if named and who else action.what]
    if action.due:
        late = action.due < registry.today
        words = _("overdue since {day}") if late else _("until {day}")
        parts.append(words.format(day=day(action.due)))
    parts.append(f"{event.id} {action.id}")
    return " · ".join(parts)


def referring(registry: Registry, kinds: Sequence[str], identifier: str) -> dict[str, list[str]]:
    """Where an id is referred to: entries (or ``registry.yaml``) and the keys in them.

    Args:
        registry: where to look.
        kinds: the kinds of references that may mean it, as ``organisations`` or ``focus_areas``.
        identifier: the id.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for name, references in _references(registry):
        for kind, wanted, keys in references:
            key = ".".join(str(part) for part in keys if isinstance(part, str))
            if kind in kinds and wanted == identifier and key not in found.get(name, ()):
                found[name].append(key)
    return dict(found)


def _references(registry: Registry) -> Iterator[tuple[str, Iterable[tuple[str, str, tuple[Any, ...]]]]]:
    yield SETTINGS.name, settings_references(registry.settings)
    for organisation in registry.organisations.values():
        yield organisation.id, organisation_references(organisation)
    for event in sorted(registry.events.values(), key=lambda event: event.id, reverse=True):
        yield event.id, event_references(event)


def referring_lines(references: Mapping[str, Sequence[str]], shown: Container[str] = ()) -> list[str]:
    """The same for the screen, shorter, and without the entries that are shown anyway."""
    return few(
        f"{name}: {', '.join(dict.fromkeys(_shortened(name, key) for key in keys))}"
        for name, keys in references.items()
        if name not in shown
    )


def _shortened(name: str, key: str) -> str:
    return key.rpartition(".")[0] or key if name == SETTINGS.name else key.partition(".")[0]


def plain(value: Any) -> Any:
    """What an entry says as plain data, for JSON."""
    if isinstance(value, Part):
        dumped = (
            (name, getattr(value, name))
            for name in type(value).model_fields
            if name in value.model_fields_set
        )
        return {type(value).model_fields[name].alias or name: plain(item) for name, item in dumped}
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value
