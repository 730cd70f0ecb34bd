"""Checks of the days and times of an event. None of them depends on what day it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mo_registry.finding import Finding, Keys, Severity, rule
from mo_registry.i18n import _
from mo_registry.labels import weekday
from mo_registry.model import Event
from mo_registry.model.event import EventStatus
from mo_registry.model.scalars import WEEKDAYS, understood
from mo_registry.registry import Registry

_ID_DATE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:-|$)")
_WEEKDAY = re.compile(rf"\b({'|'.join(name for name in WEEKDAYS if len(name) > len('mo'))})\b", re.IGNORECASE)
_DAY_IN_TEXT = re.compile(
    rf"\b({'|'.join(WEEKDAYS)})\.?,?\s+(?:den\s+)?(\d\d?\.\s?(?:\d\d?\.|[^\W\d]{{3,}})\s?\d{{4}})",
    re.IGNORECASE,
)


@rule("MO160")
def other_date_in_name(name: str, date: str) -> tuple[str, str]:
    """The date in the file's name is not the event's date.

    An event's file is named after its date and a word: ``2023-09-27-netzwerktreffen.yaml``. If the event is
    moved, the file keeps its name, because letters and minutes refer to it, and the old day is kept under
    ``moved_from``.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-28

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-28
        moved_from: [2023-09-27]
    """
    return (
        _("the file's name says {name}, the entry says {date}").format(name=name, date=date),
        _("correct the date; if the event was moved, add moved_from: [{name}]").format(name=name),
    )


@rule("MO161")
def no_date_in_name(proposal: str) -> tuple[str, str]:
    """An event's file name does not begin with a date.

    So that events stand in their order in every list of files, their names begin with the date.

    Fails:
        # data/events/treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
    """
    return (
        _("the file's name does not begin with the event's date"),
        _("rename the file to {proposal}").format(proposal=proposal),
    )


@rule("MO162")
def other_weekday(found: str, date: str, right: str) -> tuple[str, str]:
    """A day of the week does not match the date.

    Where the title or the topic names a day of the week, it must be the date's; where another text names a
    day with its date, the two must match. Otherwise one of them is wrong, and people will come on the wrong
    day.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen am Donnerstag
        kind: network_meeting
        date: 2023-09-27

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen am Mittwoch
        kind: network_meeting
        date: 2023-09-27
    """
    return (
        _("“{weekday}” stands here, but {date} is a {right}").format(weekday=found, date=date, right=right),
        _("correct the day of the week or the date"),
    )


@rule("MO163")
def end_before_start(start: str, end: str) -> tuple[str, str]:
    """An event ends before it begins.

    An event that goes on past midnight has the next day as ``end_date``.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        start: 22:00
        end: 01:00

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        end_date: 2023-09-28
        start: 22:00
        end: 01:00
    """
    return (
        _("it ends ({end}) before it begins ({start})").format(start=start, end=end),
        _("correct one of the two; if it goes on past midnight, add end_date:"),
    )


@rule("MO164", Severity.WARNING)
def odd_hour(time_: str, twice: bool) -> tuple[str, str]:
    """A time does not exist on that day, or exists twice.

    On the last Sunday of March there is no 02:30 in Germany, on the last Sunday of October there are two.

    Fails:
        # data/events/2023-03-26-nacht.yaml
        title: Nacht der Kulturen
        kind: other
        date: 2023-03-26
        start: 02:30

    Passes:
        # data/events/2023-03-26-nacht.yaml
        title: Nacht der Kulturen
        kind: other
        date: 2023-03-26
        start: 03:30
    """
    if twice:
        return _("{time} happens twice on this day").format(time=time_), _(
            "choose a time before 02:00 or from 03:00"
        )
    return _("{time} does not exist on this day").format(time=time_), _(
        "clocks go from 02:00 to 03:00: choose another time"
    )


@rule("MO165")
def late_deadline(deadline: str, date: str) -> tuple[str, str]:
    """The registration ends after the event.

    Whoever registers in time must be able to come.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        registration:
          deadline: 2023-10-20

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        registration:
          deadline: 2023-09-20
    """
    return (
        _("registration ends on {deadline}, after the event on {date}").format(deadline=deadline, date=date),
        _("choose a day up to the event"),
    )


@rule("MO166", Severity.WARNING)
def not_ready(missing: str) -> tuple[str, str]:
    """A confirmed event lacks what people need to come.

    From the invitation on, an event has a whole day, a time of beginning and of end, and a venue or a web
    address. While it is only planned, all of that may still be open.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        status: confirmed
        date: 2023-09-27

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        status: confirmed
        date: 2023-09-27
        start: 17:00
        end: 19:30
        venue: else-zimmermann-saal
    """
    return (
        _("this event is confirmed, but it lacks {missing}").format(missing=missing),
        _("add what is missing, or let its status be planned"),
    )


@rule("MO167")
def end_of_nothing(date: str) -> tuple[str, str]:
    """The last day of an event is before its first.

    An event that lasts several days has its last day as ``end_date``; one of a single day needs none.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        end_date: 2023-09-26

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        end_date: 2023-09-28
    """
    return _("the last day is before the first, {date}").format(date=date), _("correct one of the two days")


@rule("MO168", Severity.WARNING)
def told_otherwise(revision: int, told: str, now: str, command: str) -> tuple[str, str]:
    """The letters that were sent say something else than the event.

    They name another day, or do not say that it is cancelled. Who was told what stands in the event under
    ``dispatched``. Whoever holds the event's revision is not written to again: when the event is moved or
    cancelled, its ``revision`` is raised, and the next run of ``mo-registry generate invitation`` tells all
    who hold the old one.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        revision: 1
        date: 2023-10-04
        moved_from: [2023-09-27]
        dispatched:
          - date: 2023-09-01
            revision: 1
            announced: 2023-09-27
            channel: email
            recipients: [verein]
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        revision: 2
        date: 2023-10-04
        moved_from: [2023-09-27]
        dispatched:
          - date: 2023-09-01
            revision: 1
            announced: 2023-09-27
            channel: email
            recipients: [verein]
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("what was sent as revision {revision} says {told}, the event says {now}").format(
            revision=revision, told=told, now=now
        ),
        _("raise the revision, so that those who hold it are told: {command}").format(command=command),
    )


def dates(registry: Registry) -> Iterator[Finding]:
    """MO160 to MO168."""
    for event in registry.events.values():
        yield from _file_name(registry, event)
        yield from _weekday(registry, event)
        yield from _times(registry, event)
        yield from _readiness(registry, event)
        yield from sent(registry, event)


def _file_name(registry: Registry, event: Event) -> Iterator[Finding]:
    match = _ID_DATE.match(event.id)
    if not match:
        yield no_date_in_name(registry.place(event, "date"), f"{event.date}-{event.id}.yaml")
    elif match[1] not in (str(event.date), *map(str, event.moved_from)):
        yield other_date_in_name(registry.place(event, "date"), match[1], str(event.date))


def _weekday(registry: Registry, event: Event) -> Iterator[Finding]:
    day = event.date.exact
    for key in ("title", "topic"):
        text = getattr(event, key)
        if text and day and (match := _WEEKDAY.search(text)) and WEEKDAYS[match[1].lower()] != day.weekday():
            yield other_weekday(registry.place(event, key), match[1], str(day), weekday(day.weekday()))
    for keys, text in _texts(event):
        for match in _DAY_IN_TEXT.finditer(text):
            meant = understood(match[2])
            if meant and WEEKDAYS[match[1].lower()] != meant.weekday():
                place = registry.place(event, *keys)
                yield other_weekday(place, match[1], match[2], weekday(meant.weekday()))


def _texts(event: Event) -> Iterator[tuple[Keys, str]]:
    """Texts that name days besides the event's own."""
    if event.description:
        yield ("description",), event.description
    for index, item in enumerate(event.programme):
        yield ("programme", index, "title"), item.title
        if item.text:
            yield ("programme", index, "text"), item.text


def _times(registry: Registry, event: Event) -> Iterator[Finding]:
    if event.end_date and event.end_date < event.date.first:
        yield end_of_nothing(registry.place(event, "end_date"), str(event.date))
    one_day = event.end_date is None or event.end_date == event.date.exact
    if event.start and event.end and one_day and event.end <= event.start:
        yield end_before_start(registry.place(event, "end"), _clock(event.start), _clock(event.end))
    deadline = event.registration.deadline
    last = max(event.date.last, event.end_date or event.date.last)
    if deadline and deadline > last:
        yield late_deadline(registry.place(event, "registration", "deadline"), str(deadline), str(event.date))
    for key in ("start", "end"):
        yield from _odd_hour(registry, event, key)


def _odd_hour(registry: Registry, event: Event, key: str) -> Iterator[Finding]:
    moment: time | None = getattr(event, key)
    day = (event.end_date if key == "end" and event.end_date else None) or event.date.exact
    # Clocks change between 01:00 and 03:00 on Sundays; everything else needs no time zone data.
    if moment is None or day is None or day.weekday() != 6 or not 1 <= moment.hour <= 3:  # noqa: PLR2004
        return
    zone = ZoneInfo("Europe/Berlin")
    first, second = (datetime.combine(day, moment, zone).replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        exists = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == first.replace(
            tzinfo=None
        )
        yield odd_hour(registry.place(event, key), _clock(moment), exists)


def _readiness(registry: Registry, event: Event) -> Iterator[Finding]:
    if event.status is EventStatus.CONFIRMED and (missing := lacking(event)):
        yield not_ready(registry.place(event, "status"), ", ".join(missing))


def sent(registry: Registry, event: Event) -> Iterator[Finding]:
    """MO168: whoever holds the event's revision knows its day, and whether it takes place.

    Of what was sent before that was recorded, nothing is said; nor of an event that is over.
    """
    now = (event.date.exact, event.status is EventStatus.CANCELLED)
    for dispatch in () if event.status is EventStatus.HELD else event.last_sent().values():
        told = (dispatch.announced, dispatch.cancelled)
        if dispatch.announced and dispatch.revision >= event.revision and told != now:
            command = f"mo-registry set {event.id} revision={dispatch.revision + 1}"
            place = registry.place(event, "status" if dispatch.cancelled != now[1] else "date")
            yield told_otherwise(place, dispatch.revision, _told(*told), _told(*now), command)
            return


def _told(day: date | None, cancelled: bool) -> str:
    return _("{date}, cancelled").format(date=day) if cancelled else str(day)


def lacking(event: Event) -> list[str]:
    """The keys that an event still needs before anybody can be invited to it."""
    needed = {
        "date": event.date.exact,
        "start": event.start,
        "end": event.end,
        "venue": event.venue or event.online,
    }
    return [key for key, value in needed.items() if value is None]


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M")


CHECKS = (dates,)
