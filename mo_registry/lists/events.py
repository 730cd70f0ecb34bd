"""Events as a table, and which of them are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mo_registry.i18n import N_
from mo_registry.labels import day
from mo_registry.lists.table import Column, Listing, Value, field, labelled, named
from mo_registry.matching import choices, identifiers, some_day
from mo_registry.model import Event
from mo_registry.model.event import ActionStatus, EventKind, EventStatus
from mo_registry.registry import Registry

Wanted = Callable[[Event], bool]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: of each kind any of the words, of all kinds together all."""

    kinds: Sequence[str] = ()
    statuses: Sequence[str] = ()
    networks: Sequence[str] = ()
    venues: Sequence[str] = ()
    since: str | None = None
    """On this day, month or year, or later."""
    until: str | None = None
    year: str | None = None


def select(registry: Registry, filters: Filters) -> list[Event]:
    """The events that are asked for, from the earliest to the latest.

    Raises:
        RegistryError: a word means nothing in this registry.
    """
    wanted = list(_conditions(registry, filters))
    found = (e for e in registry.events.values() if all(condition(e) for condition in wanted))
    return sorted(found, key=lambda event: (event.date.first, str(event.start or ""), event.id))


def _conditions(registry: Registry, filters: Filters) -> Iterable[Wanted]:
    if filters.kinds:
        kinds = choices("--kind", filters.kinds, EventKind)
        yield lambda e: e.kind in kinds
    if filters.statuses:
        statuses = choices("--status", filters.statuses, EventStatus)
        yield lambda e: e.status in statuses
    if filters.networks:
        networks = identifiers("--network", filters.networks, registry.declared("networks"))
        yield lambda e: e.network in networks
    if filters.venues:
        venues = identifiers("--venue", filters.venues, registry.declared("venues"))
        yield lambda e: e.venue in venues
    yield from _within(filters)


def _within(filters: Filters) -> Iterable[Wanted]:
    """Whether an event, as exactly as its day is known, can have been in a stretch of time."""
    if filters.since:
        first = some_day("--from", filters.since).first
        yield lambda e: (e.end_date or e.date.last) >= first
    if filters.until:
        last = some_day("--until", filters.until).last
        yield lambda e: e.date.first <= last
    if filters.year:
        year = some_day("--year", filters.year).year
        yield lambda e: e.date.first.year <= year <= (e.end_date or e.date.last).year


def _time(key: str) -> Callable[[Registry, Event], Value]:
    def value(_registry: Registry, event: Event) -> Value:
        moment = getattr(event, key)
        return f"{moment:%H:%M}" if moment else None

    return value


def _registered(_registry: Registry, event: Event) -> Value:
    """How many people have registered; nothing where nobody has, or nobody wrote it down."""
    return sum(registration.count for registration in event.registrations) or None


def _present(_registry: Registry, event: Event) -> Value:
    """How many people came; nothing where nobody wrote it down."""
    if event.attendance:
        return sum(party.count for party in event.attendance)
    return event.turnout.persons if event.turnout else None


def _organisations_present(_registry: Registry, event: Event) -> Value:
    if event.attendance:
        return sum(party.organisation is not None for party in event.attendance)
    return event.turnout.organisations if event.turnout else None


def _deadline(_registry: Registry, event: Event) -> Value:
    return str(event.registration.deadline) if event.registration.deadline else None


def _open_actions(_registry: Registry, event: Event) -> Value:
    return sum(action.status is ActionStatus.OPEN for action in event.actions)


def _file(registry: Registry, event: Event) -> Value:
    return tuple(registry.relative(path).as_posix() for path in registry.files["events", event.id])


def _day(_registry: Registry, value: str) -> str:
    return day(value)


LISTING: Listing[Event] = Listing(
    columns=(
        Column("date", N_("date"), field("date"), _day),
        Column("start", N_("start"), _time("start")),
        Column("end", N_("end"), _time("end")),
        Column("end_date", N_("last day"), field("end_date"), _day),
        Column("title", N_("title"), field("title")),
        Column("id", N_("id"), field("id")),
        Column("topic", N_("topic"), field("topic")),
        Column("kind", N_("kind"), field("kind"), labelled),
        Column("status", N_("status"), field("status"), labelled),
        Column("network", N_("network"), field("network"), named("networks")),
        Column("series", N_("series"), field("series"), named("series")),
        Column("number", N_("number"), field("number")),
        Column("venue", N_("venue"), field("venue"), named("venues")),
        Column("organisers", N_("organisers"), field("organisers"), named("organisations")),
        Column("partners", N_("partners"), field("partners"), named("organisations")),
        Column("deadline", N_("register until"), _deadline, _day),
        Column("registered", N_("registered"), _registered),
        Column("present", N_("present"), _present),
        Column("organisations_present", N_("organisations present"), _organisations_present),
        Column("open_actions", N_("open actions"), _open_actions),
        Column("revision", N_("revision"), field("revision")),
        Column("file", N_("file"), _file),
    ),
    narrow=("date", "title", "status", "id"),
    wide=("date", "start", "end", "title", "kind", "status", "venue", "registered", "present", "id"),
)
