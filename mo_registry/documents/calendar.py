"""Calendar entries (iCalendar, RFC 5545 and 5546): one event for an invitation, or a feed of all.

An event keeps its uid for ever, and its revision is the SEQUENCE: so a change finds the entry in everybody's
calendar. What is not known to the day has no place in a calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from mo_registry import __version__
from mo_registry.documents import blocks as b
from mo_registry.documents.letter import street_and_place
from mo_registry.documents.mail import Mailbox, NoAddress
from mo_registry.documents.output import Rendered, file_name
from mo_registry.documents.reading import read
from mo_registry.documents.slots import clean
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event
from mo_registry.model.event import EventStatus
from mo_registry.model.rules import did_you_mean
from mo_registry.registry import Registry

if TYPE_CHECKING:
    import icalendar

FOLDER = "calendars"
ZONE = "Europe/Berlin"
"""Where the wall times of the registry are: people read them off a clock in a German hall."""
_RULES = f"""\
BEGIN:VTIMEZONE
TZID:{ZONE}
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
# The rules of the zone since 1996, written out: what a library knows of zones differs with its version.


class Method(StrEnum):
    """What a calendar does with the entries (RFC 5546)."""

    PUBLISH = "PUBLISH"
    """They are for everybody's information."""
    REQUEST = "REQUEST"
    """The attendee who is named is asked to come."""
    CANCEL = "CANCEL"
    """They are called off."""


_STATUS = {
    EventStatus.PLANNED: "TENTATIVE",
    EventStatus.CONFIRMED: "CONFIRMED",
    EventStatus.HELD: "CONFIRMED",
    EventStatus.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar of many events."""

    file: Rendered
    events: tuple[Event, ...]
    undated: tuple[Event, ...]
    """Events of which no day is known; they are not in it."""


def entry(registry: Registry, event: Event, attendee: Mailbox | None = None) -> tuple[bytes, Method]:
    """An event as a file for calendars, and what a calendar is to do with it.

    A request names whom it asks (RFC 5546, 3.2.2). What goes to many at once names nobody, so that nobody
    learns who else was written to; it is for their information.

    Args:
        registry: where the event is.
        event: its day is known.
        attendee: the one whom it is sent to.
    """
    cancelled = event.status is EventStatus.CANCELLED
    method = Method.CANCEL if cancelled else Method.REQUEST if attendee else Method.PUBLISH
    calendar = _calendar(method)
    component = _component(registry, event)
    _add_person(component, "organizer", Mailbox.office(registry))
    if attendee:
        _add_person(component, "attendee", attendee)
    calendar.add_component(component)
    return bytes(calendar.to_ical()), method


def feed(registry: Registry, network: str | None = None, year: int | None = None) -> Feed:
    """All events as one calendar, those called off among them, so that they disappear or are struck out.

    Args:
        registry: whose events they are.
        network: only those of this network.
        year: only those of this year.

    Raises:
        RegistryError: there is no such network.
    """
    _refuse_unknown(registry, network)
    chosen = sorted(
        (
            event
            for event in registry.events.values()
            if network in (None, event.network) and year in (None, event.date.year)
        ),
        key=lambda event: (event.date, event.start or time(), event.id),
    )
    dated = tuple(event for event in chosen if event.date.exact)
    name = "-".join(part for part in ("calendar", network, str(year or "")) if part)
    file = Rendered(PurePath(FOLDER, file_name(name, "ics")), _feed(registry, dated, network))
    return Feed(file, dated, tuple(event for event in chosen if not event.date.exact))


def _feed(registry: Registry, events: Sequence[Event], network: str | None) -> bytes:
    calendar = _calendar(Method.PUBLISH)
    declared = registry.settings.networks.get(network or "")
    title = declared.name if declared else registry.settings.name
    calendar.add("name", title)  # RFC 7986
    calendar.add("x-wr-calname", title)  # what most programs read instead
    for event in events:
        component = _component(registry, event)
        _add_person(component, "organizer", _organiser(registry, event))
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> icalendar.Calendar:
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//mo-registry//mo-registry {__version__}//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(icalendar.Timezone.from_ical(_RULES))
    return calendar


def _component(registry: Registry, event: Event) -> icalendar.Event:
    import icalendar

    today = registry.today
    found = icalendar.Event()
    found.add("uid", uid(registry, event))
    found.add("sequence", event.revision)
    found.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
    for key, moment in _span(event):
        found.add(
            key, moment, parameters={"TZID": ZONE} if isinstance(moment, datetime) else {"VALUE": "DATE"}
        )
    found.add("summary", event.title)
    for key, text in (
        ("description", _description(event)),
        ("location", _location(registry, event)),
        ("url", event.online),
    ):
        if text:
            found.add(key, text)
    found.add("status", _STATUS[event.status])
    return found


def uid(registry: Registry, event: Event) -> str:
    """By what calendars know the event: its own uid, else one that follows from its id."""
    return event.uid or str(uuid5(NAMESPACE_URL, f"{registry.settings.name}/{event.id}"))


def _span(event: Event) -> Iterable[tuple[str, date]]:
    """Beginning and end, as far as they are known; whole days where no time is. An end is not included."""
    first = event.date.exact
    if first is None:
        raise ValueError(f"{event.id} has no day")
    last = event.end_date or first
    if event.start is None:
        return ("dtstart", first), ("dtend", last + timedelta(days=1))
    start = datetime.combine(first, event.start)
    if event.end is None:
        return (("dtstart", start),)
    end = datetime.combine(last, event.end)
    # Without another last day, an end before the start is past midnight.
    return ("dtstart", start), ("dtend", end if end > start else end + timedelta(days=1))


def _description(event: Event) -> str:
    told = (line for block in read(event.description or "") for line in _told(block))
    return "\n\n".join(clean(part) for part in (event.topic or "", *told) if part)


def _told(block: b.Block) -> Iterator[str]:
    """What a block says; tables do not fit into a calendar."""
    match block:
        case b.Heading() | b.Paragraph():
            yield b.plain_text(block.runs)
        case b.Quote():
            for inner in block.blocks:
                yield from _told(inner)
        case b.Listing():
            yield "\n".join(
                f"- {' '.join(told for part in item for told in _told(part))}" for item in block.items
            )


def _location(registry: Registry, event: Event) -> str:
    venue = registry.settings.venues.get(event.venue or "")
    if venue is None:
        return event.venue or event.online or ""
    return ", ".join(part for part in (venue.name, event.room, *street_and_place(venue.address)) if part)


def _organiser(registry: Registry, event: Event) -> Mailbox | None:
    """Who is to be asked about the event: the office where it organises, else the first that can be reached."""
    office = registry.settings.organisation
    if office in event.organisers or not event.organisers:
        return Mailbox.office(registry)
    for name in event.organisers:
        organisation = registry.organisations.get(name)
        with suppress(NoAddress):
            return Mailbox.of(organisation.name, organisation.email or "") if organisation else None
    return None


def _add_person(component: icalendar.Event, key: str, mailbox: Mailbox | None) -> None:
    import icalendar

    if mailbox is None:
        return
    address = icalendar.vCalAddress(f"mailto:{mailbox.address}")
    # A parameter cannot hold this sign, however it is written (RFC 5545, 3.2).
    address.params["CN"] = mailbox.name.replace('"', "'")
    if key == "attendee":
        address.params["RSVP"] = "TRUE"
    component.add(key, address)


def _refuse_unknown(registry: Registry, network: str | None) -> None:
    known = registry.declared("networks")
    if network is not None and network not in known:
        raise RegistryError(
            _("There is no network “{id}”.").format(id=network),
            hint=did_you_mean(network, list(known)) or _("What there is: mo-registry list networks"),
        )
