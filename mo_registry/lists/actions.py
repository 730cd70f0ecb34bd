"""What was agreed at events as a table: who does what by when, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mo_registry.i18n import N_
from mo_registry.labels import day
from mo_registry.lists.table import Column, Listing, Value, field, labelled, named
from mo_registry.matching import identifiers
from mo_registry.model import Event
from mo_registry.model.event import Action, ActionStatus
from mo_registry.registry import Registry


@dataclass(frozen=True, slots=True)
class ActionRow:
    """Something that was agreed, and where."""

    id: str
    what: str
    who: str | None
    """The id of the organisation that does it, or a name where that has no entry."""
    due: date | None
    status: ActionStatus
    event: str
    date: str
    network: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for."""

    done_too: bool = False
    """Whether also what is done or dropped."""
    organisations: Sequence[str] = ()
    """What one of these is to do."""
    networks: Sequence[str] = ()
    """Agreed at events of one of these."""


def select(registry: Registry, filters: Filters) -> list[ActionRow]:
    """What was agreed at all events: what is open first, and of that the most urgent.

    Raises:
        RegistryError: a word means nothing in this registry.
    """
    doers = identifiers("--organisation", filters.organisations, registry.declared("organisations"))
    networks = identifiers("--network", filters.networks, registry.declared("networks"))
    found = (
        row
        for row in _rows(registry.events.values())
        if (filters.done_too or row.status is ActionStatus.OPEN)
        and (not doers or row.who in doers)
        and (not networks or row.network in networks)
    )
    return sorted(found, key=_urgency)


def _rows(events: Iterable[Event]) -> Iterator[ActionRow]:
    for event in events:
        for action in event.actions:
            yield _row(event, action)


def _row(event: Event, action: Action) -> ActionRow:
    return ActionRow(
        *(action.id, action.what, action.who or action.guest, action.due, action.status),
        *(event.id, str(event.date), event.network),
    )


def _urgency(row: ActionRow) -> tuple[bool, date, str, str]:
    return row.status is not ActionStatus.OPEN, row.due or date.max, row.event, row.id


def _days_late(registry: Registry, row: ActionRow) -> Value:
    late = row.status is ActionStatus.OPEN and row.due is not None and row.due < registry.today
    return (registry.today - row.due).days if late and row.due else None


def _day(_registry: Registry, value: str) -> str:
    return day(value)


LISTING: Listing[ActionRow] = Listing(
    columns=(
        Column("due", N_("until when"), field("due"), _day),
        Column("days_late", N_("days late"), _days_late, aliases=("overdue", "überfällig")),
        Column("what", N_("what"), field("what")),
        Column("who", N_("who"), field("who"), named("organisations")),
        Column("status", N_("status"), field("status"), labelled),
        Column("event", N_("event"), field("event")),
        Column("date", N_("date"), field("date"), _day),
        Column("network", N_("network"), field("network"), named("networks")),
        Column("id", N_("id"), field("id")),
    ),
    narrow=("due", "days_late", "what", "who", "event", "id"),
    wide=("due", "days_late", "what", "who", "status", "event", "id"),
)
ALL = replace(LISTING, narrow=LISTING.wide)
"""With how far each is, where that is not the same for all."""
