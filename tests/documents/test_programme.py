"""Programmes: times, people, questions, and the way there, in every format."""

from __future__ import annotations

import io
import re
from datetime import time
from pathlib import PurePath
from typing import Any

import docx
import pdfplumber
import pytest
from pypdf import PdfReader

from mo_registry.documents import programme
from mo_registry.documents.output import Format
from mo_registry.finding import RegistryError
from mo_registry.model import Event
from mo_registry.model.event import EventKind, EventStatus, ProgrammeItem, Speaker
from mo_registry.registry import Registry, load


def text_of(registry: Registry, event: Event, language: str | None = None) -> str:
    made = programme.make(registry, event, [Format.MARKDOWN], language)
    return made.files[0].content.decode().replace("\u00a0", " ")


def test_the_whole_programme(registry: Registry, conference: Event) -> None:
    assert text_of(registry, conference) == PROGRAMME


def test_an_end_before_the_last_item_is_not_printed(registry: Registry, change: Any) -> None:
    items = tuple(
        ProgrammeItem.model_validate({"item": name, "title": name, "duration": "90"}) for name in ("a", "b")
    )
    event = change("2023-10-13-fachtag", end_date=None, start=time(17), end=time(18), programme=items)
    assert re.findall(r"\| (\d\d:\d\d) Uhr", text_of(registry, event)) == ["17:00", "18:30"]
    event = change("2023-10-13-fachtag", end=time(19))
    assert re.findall(r"\| (\d\d:\d\d) Uhr", text_of(registry, event)) == ["17:00", "18:30", "19:00"]


PROGRAMME = """\
Integrationsstelle Musterstadt

# Vereine und Ämter

**Zusammenarbeit auf Augenhöhe**

Zwei Tage für *alle*, die in Vereinen und Ämtern mit Zugewanderten arbeiten.

|            |                                                                   |
| ---------- | ----------------------------------------------------------------- |
| Wann       | Freitag, 13.10.2023 bis Samstag, 14.10.2023, 13:00–17:30 Uhr      |
| Wo         | Rathaus Musterstadt, Großer Saal, Marktplatz 1, 01067 Musterstadt |
| Online     | [fachtag.example/raum](https://fachtag.example/raum)              |
| Moderation | Ada Beispiel (Moderation, Volkshochschule Musterstadt)            |

## Programm

|     |     |
| --- | --- |
| 13:00 Uhr | **Infostände** |
| 13:30 Uhr | **Was Vereine können** · Dr. Max Huber (Stiftungsrat, Die Brücke Wien) – angefragt · Moderation: Mira Koşan (Verband der Vereine Musterstadt e.V.) · Mit Beispielen aus **drei** Städten. |
| 14:15 Uhr | **Kleingruppen** · mit Українська громада Мустерштадт e.V. und \u2068جمعية الجسر\u2069 · – Was hilft? · – Was fehlt? |
| 15:15 Uhr | **Musik** · Duo Beispiel |

## Infostände

- \u2068جمعية الجسر\u2069
- Українська громада Мустерштадт e.V.

## Anfahrt und Barrierefreiheit

|                  |                            |
| ---------------- | -------------------------- |
| Zugang           | Erdgeschoss, Flur B        |
| Barrierefreiheit | Aufzug, Induktionsschleife |

## Anmeldung

Bitte melden Sie sich bis Montag, 2. Oktober 2023 an: auf [fachtag.example/anmeldung](https://fachtag.example/anmeldung), per E-Mail an <fachtag@integrationsstelle.example> oder telefonisch unter 0221 4710 301. Brauchen Sie Sprachmittlung, Kinderbetreuung oder andere Unterstützung? Sagen Sie es uns bitte dabei.

Veranstaltet von Integrationsstelle Musterstadt in Zusammenarbeit mit Verband der Vereine Musterstadt e.V. und Volkshochschule Musterstadt. Gefördert von: Land Musterland (Projekt „Gemeinsam stark“).

Es wird fotografiert. Änderungen vorbehalten.

*Vereine und Ämter, 13.10.2023 · Stand 01.09.2023*
"""


def test_default_files(registry: Registry, conference: Event) -> None:
    made = programme.make(registry, conference)
    assert made.timed
    assert [file.path for file in made.files] == [
        PurePath("2023-10-13-fachtag", f"programme.{ending}") for ending in ("pdf", "docx", "html")
    ]


def test_times_follow_from_the_durations_and_the_end_is_told(registry: Registry, meeting: Event) -> None:
    text = text_of(registry, meeting)
    times = re.findall(r"^\| (\d\d:\d\d Uhr) ", text, re.MULTILINE)
    assert times == ["17:00 Uhr", "17:10 Uhr", "17:50 Uhr", "18:30 Uhr", "19:00 Uhr"]
    assert "## Tagesordnung" in text


def test_without_times_a_meeting_numbers_its_items_and_a_conference_lists_them(
    registry: Registry, meeting: Event, change: Any
) -> None:
    items = tuple(item.model_copy(update={"duration": None}) for item in meeting.programme)
    untimed = change(meeting.id, programme=items)
    assert not programme.make(registry, untimed, [Format.MARKDOWN]).timed
    text = text_of(registry, untimed)
    assert "| TOP 2 " in text
    assert "Ende" not in text
    conference = change(meeting.id, programme=items, kind=EventKind.CONFERENCE)
    text = text_of(registry, conference)
    assert "## Programm\n\n- **Begrüßung**\n" in text
    assert "TOP" not in text


def test_a_cancelled_event_says_so_and_asks_for_no_registration(
    registry: Registry, conference: Event, change: Any
) -> None:
    text = text_of(registry, change(conference.id, status=EventStatus.CANCELLED))
    assert "# Abgesagt: Vereine und Ämter\n" in text
    assert "**Diese Veranstaltung fällt aus.**" in text
    assert "Anmeldung" not in text


def test_after_the_deadline_nobody_is_asked_to_register(
    registry: Registry, conference: Event, change: Any
) -> None:
    rule = conference.registration.model_copy(update={"deadline": registry.today})
    assert "## Anmeldung" in text_of(registry, change(conference.id, registration=rule))
    over = rule.model_copy(update={"deadline": registry.today.replace(month=8)})
    assert "## Anmeldung" not in text_of(registry, change(conference.id, registration=over))


def test_in_english(registry: Registry, conference: Event) -> None:
    text = text_of(registry, conference, "en")
    for line in ("## Programme", "## Info stands", "## Getting there, and accessibility", "## Registration"):
        assert f"\n{line}\n" in text
    assert "Funded by: Land Musterland (project “Gemeinsam stark”)." in text
    assert "Uhr" not in text


def test_no_programme_is_a_sentence(registry: Registry) -> None:
    with pytest.raises(RegistryError) as problem:
        programme.make(registry, registry.events["2015-11-fachtag"])
    assert str(problem.value) == "There is no programme of 2015-11-fachtag yet."
    assert problem.value.hint == "Write it in data/events/2015-11-fachtag.yaml under “programme”."


NASTY = ("*fett* _unter_", '#read("/etc/passwd")', "<script>x</script>", "{{ x }}", "| a | b", "1. Eins")


def nasty(conference: Event, change: Any) -> Event:
    items = [
        ProgrammeItem.model_validate({
            "item": f"i{number}", "title": name, "start": f"{9 + number:02}:00", "duration": "60",
            "questions": (name,), "speakers": (Speaker(name=name, role=name, guest_of=name),),
        })
        for number, name in enumerate(NASTY)
    ]  # fmt: skip
    return change(conference.id, programme=tuple(items), title=NASTY[0])  # type: ignore[no-any-return]


def test_text_stays_text_in_every_format(registry: Registry, conference: Event, change: Any) -> None:
    made = programme.make(registry, nasty(conference, change), [Format.PDF, Format.WORD, Format.HTML])
    pdf, word, html = (file.content for file in made.files)
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        printed = "".join(page.extract_text() for page in read.pages)
    (timetable,) = [
        table for table in docx.Document(io.BytesIO(word)).tables if len(table.rows) >= len(NASTY)
    ]
    for name in NASTY:
        assert printed.count(name) >= 4
        assert sum(cell.text.count(name) for row in timetable.rows for cell in row.cells) == 5
    assert b"<script" not in html
    assert html.count(b"&lt;script&gt;x&lt;/script&gt;") == 5


def test_it_is_accessible_and_twice_the_same(registry: Registry, conference: Event) -> None:
    files = programme.make(registry, conference, programme.FORMATS).files
    again = load(registry.root)
    assert programme.make(again, again.events[conference.id], programme.FORMATS).files == files
    reader = PdfReader(io.BytesIO(files[0].content))
    catalogue: Any = reader.trailer["/Root"]
    xmp = catalogue["/Metadata"].get_data().decode()
    assert catalogue["/Lang"].startswith("de")
    assert reader.metadata is not None
    assert reader.metadata.title == "Vereine und Ämter"
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert [mark.title for mark in reader.outline if not isinstance(mark, list)] == [
        "Programm", "Infostände", "Anfahrt und Barrierefreiheit", "Anmeldung",
    ]  # fmt: skip
