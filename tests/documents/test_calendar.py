"""Calendar entries as somebody else's parser reads them."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mo_registry import __version__
from mo_registry.documents import calendar
from mo_registry.documents.mail import Mailbox
from mo_registry.finding import RegistryError
from mo_registry.model import Event
from mo_registry.model.event import EventStatus
from mo_registry.model.scalars import PartialDate
from mo_registry.registry import Registry

BERLIN = ZoneInfo("Europe/Berlin")
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=80)
LINE = TEXT.filter(bool)


def entries(content: bytes) -> tuple[icalendar.Calendar, list[Any]]:
    parsed = icalendar.Calendar.from_ical(content)
    assert isinstance(parsed, icalendar.Calendar)
    return parsed, list(parsed.walk("VEVENT"))


def test_the_whole_entry(registry: Registry, conference: Event) -> None:
    content, method = calendar.entry(registry, conference)
    assert method == "PUBLISH"
    assert content.decode().replace("\r\n", "\n") == ENTRY.replace("VERSION//", f"{__version__}//")


ENTRY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//mo-registry//mo-registry VERSION//DE
METHOD:PUBLISH
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Vereine und Ämter
DTSTART;TZID=Europe/Berlin:20231013T130000
DTEND;TZID=Europe/Berlin:20231014T173000
DTSTAMP:20230901T000000Z
UID:7e0a7b1c-52d4-4d0b-8a0e-0a6a5f0f3c22
SEQUENCE:2
DESCRIPTION:Zusammenarbeit auf Augenhöhe\\n\\nZwei Tage für alle\\, die in\x20
 Vereinen und Ämtern mit Zugewanderten arbeiten.
LOCATION:Rathaus Musterstadt\\, Großer Saal\\, Marktplatz 1\\, 01067 Musters
 tadt
ORGANIZER;CN="Integrationsstelle Musterstadt":mailto:kuehn@integrationsste
 lle.example
STATUS:CONFIRMED
URL:https://fachtag.example/raum
END:VEVENT
END:VCALENDAR
"""


def test_a_request_names_whom_it_asks_and_a_cancellation_calls_off(
    registry: Registry, conference: Event, change: Any
) -> None:
    content, method = calendar.entry(registry, conference, Mailbox('Anna "Ä", x', "a@b.example"))
    parsed, (found,) = entries(content)
    assert (method, parsed["METHOD"]) == ("REQUEST", "REQUEST")
    assert str(found["ATTENDEE"]) == "mailto:a@b.example"
    assert found["ATTENDEE"].params["CN"] == "Anna 'Ä', x"
    off = change(conference.id, status=EventStatus.CANCELLED, revision=3)
    content, method = calendar.entry(registry, off)
    parsed, (found,) = entries(content)
    assert (method, parsed["METHOD"], found["STATUS"], found["SEQUENCE"]) == (
        "CANCEL", "CANCEL", "CANCELLED", 3,
    )  # fmt: skip
    assert str(found["UID"]) == conference.uid


@pytest.mark.parametrize(
    ("values", "start", "end"),
    [
        (
            {"end_date": None},
            datetime(2023, 10, 13, 13, tzinfo=BERLIN),
            datetime(2023, 10, 13, 17, 30, tzinfo=BERLIN),
        ),
        ({"end_date": None, "end": None}, datetime(2023, 10, 13, 13, tzinfo=BERLIN), None),
        # past midnight
        (
            {"end_date": None, "end": time(0, 30)},
            datetime(2023, 10, 13, 13, tzinfo=BERLIN),
            datetime(2023, 10, 14, 0, 30, tzinfo=BERLIN),
        ),
        ({"start": None, "end": None}, date(2023, 10, 13), date(2023, 10, 15)),
        ({"start": None, "end_date": None}, date(2023, 10, 13), date(2023, 10, 14)),
        # the night in which an hour comes twice: wall time stays what the file says
        (
            {"date": PartialDate(2023, 10, 29), "end_date": None, "start": time(1), "end": time(4)},
            datetime(2023, 10, 29, 1, tzinfo=BERLIN),
            datetime(2023, 10, 29, 4, tzinfo=BERLIN),
        ),
    ],
)
def test_beginning_and_end(
    registry: Registry,
    conference: Event,
    change: Any,
    values: dict[str, Any],
    start: date,
    end: date | None,
) -> None:
    _calendar, (found,) = entries(calendar.entry(registry, change(conference.id, **values))[0])
    # What the entry says of the zone is what everybody else knows of it.
    zone = getattr(found.decoded("DTSTART"), "utcoffset", lambda: None)()
    assert found.decoded("DTSTART") == start
    assert zone == getattr(start, "utcoffset", lambda: None)()
    assert (found.decoded("DTEND") if "DTEND" in found else None) == end


def test_an_event_without_uid_always_gets_the_same_one(
    registry: Registry, conference: Event, change: Any
) -> None:
    bare = change(conference.id, uid=None)
    assert calendar.uid(registry, bare) == calendar.uid(registry, change(conference.id, uid=None, title="X"))
    meeting = change("2023-05-10-netzwerktreffen", uid=None)
    assert calendar.uid(registry, meeting) != calendar.uid(registry, bare)


def test_a_feed_of_all_events(registry: Registry, conference: Event, change: Any) -> None:
    change(conference.id, status=EventStatus.CANCELLED)
    feed = calendar.feed(registry)
    parsed, found = entries(feed.file.content)
    assert feed.file.path == PurePath("calendars", "calendar.ics")
    assert [(str(it["SUMMARY"]), str(it["STATUS"])) for it in found] == [
        ("Netzwerktreffen", "CONFIRMED"), ("Vereine und Ämter", "CANCELLED"),
    ]  # fmt: skip
    assert (str(parsed["X-WR-CALNAME"]), parsed["METHOD"]) == ("Netzwerk Musterstadt", "PUBLISH")
    assert [event.id for event in feed.undated] == ["2015-11-fachtag"]
    assert len({str(it["UID"]) for it in found}) == len(found)


def test_a_feed_of_a_network_and_a_year(registry: Registry) -> None:
    feed = calendar.feed(registry, "netzwerk", 2023)
    assert feed.file.path == PurePath("calendars", "calendar-netzwerk-2023.ics")
    assert {event.network for event in feed.events} == {"netzwerk"}
    assert calendar.feed(registry, year=1999).events == ()
    with pytest.raises(RegistryError) as problem:
        calendar.feed(registry, "netzwrk")
    assert problem.value.message == "There is no network “netzwrk”."
    assert problem.value.hint == "did you mean netzwerk?"


def test_who_is_asked_about_an_event_is_who_organises_it(
    registry: Registry, conference: Event, change: Any
) -> None:
    def organiser(*organisers: str) -> str | None:
        change(conference.id, organisers=organisers)
        _calendar, found = entries(calendar.feed(registry).file.content)
        mine = next(it for it in found if str(it["UID"]) == conference.uid)
        return str(mine["ORGANIZER"]) if "ORGANIZER" in mine else None

    assert (
        organiser()
        == organiser("verband-der-vereine", "integrationsstelle")
        == ("mailto:kuehn@integrationsstelle.example")
    )
    assert organiser("bruecke", "verband-der-vereine") == "mailto:verband@vereine.example"
    assert organiser("frauengruppe") is None


@given(LINE, TEXT)
def test_text_stays_text(title: str, topic: str) -> None:
    registry = Registry.__new__(Registry)
    from mo_registry.model.settings import Settings

    registry.today, registry.settings = date(2023, 9, 1), Settings(name="N")
    registry.organisations = {}
    event = Event.model_validate(
        {"title": title, "kind": "other", "date": "2023-10-13", "topic": topic or None}
    ).named("x")
    content = calendar.entry(registry, event)[0]
    assert max(map(len, content.split(b"\r\n"))) <= 75
    _calendar, (found,) = entries(content)
    assert str(found["SUMMARY"]) == event.title
    assert {"UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "SEQUENCE", "STATUS"} >= (
        set(found) - {"DESCRIPTION"}
    )
