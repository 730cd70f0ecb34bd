"""Minutes: everything that an event says of itself, in the order of a protocol."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader

from mo_registry.documents import protocol
from mo_registry.documents.output import Format
from mo_registry.finding import RegistryError
from mo_registry.model import Event
from mo_registry.model.event import (
    ActionStatus,
    Decision,
    EventStatus,
    ItemKind,
    Minutes,
    MinutesItem,
    MinutesStatus,
    ProgrammeItem,
    Turnout,
)
from mo_registry.model.part import Party
from mo_registry.registry import Registry


def text_of(registry: Registry, event: Event, language: str | None = None) -> str:
    return protocol.make(registry, event, [Format.MARKDOWN], language).files[0].content.decode()


def test_the_whole_protocol(registry: Registry, meeting: Event) -> None:
    assert text_of(registry, meeting) == PROTOCOL


PROTOCOL = """\
Integrationsstelle Musterstadt

# Protokoll Netzwerktreffen am Mittwoch, 10. Mai 2023

|           |                                                                        |
| --------- | ---------------------------------------------------------------------- |
| Datum     | Mittwoch, 10.05.2023, 17:05–18:50\u00a0Uhr                                  |
| Ort       | Rathaus Musterstadt, Sitzungszimmer 2, Marktplatz 1, 01067 Musterstadt |
| Netzwerk  | Netzwerk Musterstadt                                                   |
| Leitung   | Dr. Vera Kühn                                                          |
| Protokoll | Iryna van der Berg                                                     |
| Stand     | genehmigt am Donnerstag, 01.06.2023                                    |

## Teilnahme

Anwesend 7 Personen aus 3 Organisationen und einer weiteren Gruppe:

- Integrationsstelle Musterstadt (1): Dr. Vera Kühn
- Українська громада Мустерштадт e.V. (2): Олена Ковальчук, Iryna van der Berg
- \u2068جمعية الجسر\u2069 (1): \u2068ليلى حداد\u2069
- Projekt „Ankommen“ (3)

Entschuldigt: Verband der Vereine Musterstadt e.V.

## TOP 2: Förderung von Vereinen

Es gibt zwei Töpfe:

1. die Stadt,
2. das Land.

| Nr. | Was                                 | Wer                                 | Bis wann   |
| --- | ----------------------------------- | ----------------------------------- | ---------- |
| a1  | Übersicht der Fristen schicken      | Integrationsstelle Musterstadt      | 31.05.2023 |
| a2  | Antrag für das Sprachcafé schreiben | Українська громада Мустерштадт e.V. | 30.09.2023 |

## TOP 3: Fachtag im Herbst

Zwei Tage, einer davon auch von zu Hause.

**Beschluss:** Der Fachtag dauert zwei Tage. (2 ja, 0 nein, 1 Enthaltung)

| Nr. | Was                 | Wer                | Bis wann   |
| --- | ------------------- | ------------------ | ---------- |
| a3  | Moderation anfragen | Projekt „Ankommen“ | 30.06.2023 |

## Übrige Tagesordnung

Zu TOP 1 (Begrüßung) und TOP 4 (Verschiedenes) wurde nichts festgehalten.

## Nächstes Treffen

Vereine und Ämter: Freitag, 13.10.2023, 13:00–17:30\u00a0Uhr, Rathaus Musterstadt

Verteiler: Mitglieder des Netzwerks, Sozialausschuss

Sitzungsleitung: Dr. Vera Kühn ……………………………………………………

Protokoll: Iryna van der Berg ……………………………………………………

*Netzwerktreffen, 10.05.2023 · genehmigt am 01.06.2023*
"""


def test_counts_files_and_state(registry: Registry, meeting: Event) -> None:
    made = protocol.make(registry, meeting)
    assert (made.organisations, made.persons, made.draft) == (3, 7, False)
    assert [file.path for file in made.files] == [
        PurePath("2023-05-10-netzwerktreffen", f"protocol.{ending}") for ending in ("pdf", "html", "md")
    ]


def test_a_draft_says_so_on_every_page_and_in_the_text(
    registry: Registry, meeting: Event, change: Any
) -> None:
    assert meeting.minutes is not None
    minutes = meeting.minutes.model_copy(update={"status": MinutesStatus.DRAFT, "approved": None})
    draft = change(meeting.id, minutes=minutes)
    made = protocol.make(registry, draft)
    assert made.draft
    assert "Entwurf, noch nicht genehmigt" in made.files[2].content.decode()
    assert "**Entwurf**" in made.files[2].content.decode()
    assert '<p class="mark">Entwurf</p>' in made.files[1].content.decode()
    pages = PdfReader(io.BytesIO(made.files[0].content)).pages
    assert all("ENTWURF" in "".join(page.extract_text().split()) for page in pages)
    assert "ENTWURF" not in text_of(registry, meeting)


def test_a_draft_says_how_its_actions_stand_and_approved_minutes_do_not(
    registry: Registry, meeting: Event, change: Any
) -> None:
    """What was approved is not to change when somebody gets something done."""
    assert meeting.minutes is not None
    approved = text_of(registry, meeting)
    item = meeting.minutes.items[0]
    done = item.model_copy(
        update={
            "actions": tuple(it.model_copy(update={"status": ActionStatus.DROPPED}) for it in item.actions)
        }
    )
    minutes = meeting.minutes.model_copy(update={"items": (done, *meeting.minutes.items[1:])})
    assert text_of(registry, change(meeting.id, minutes=minutes)) == approved
    draft = minutes.model_copy(update={"status": MinutesStatus.DRAFT, "approved": None})
    text = text_of(registry, change(meeting.id, minutes=draft))
    assert "| Bis wann   | Stand     |" in text
    assert "| 31.05.2023 | entfallen |" in text
    assert "| No. | What" in text_of(registry, registry.events[meeting.id], "en")


def test_the_tables_of_actions_have_the_same_columns(registry: Registry, meeting: Event, change: Any) -> None:
    content = protocol.make(registry, meeting, [Format.PDF]).files[0].content
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        words = [word for page in pdf.pages for word in page.extract_words()]
    for heading in ("Was", "Wer"):
        starts = [round(word["x0"]) for word in words if word["text"] == heading]
        assert len(starts) == 2
        assert len(set(starts)) == 1, heading
    assert words[0]["text"] == "Integrationsstelle"


def test_decisions_with_and_without_votes(registry: Registry, meeting: Event, change: Any) -> None:
    decisions = (
        Decision.model_validate({"text": "Eins.", "for": "7", "against": "0", "abstained": "0"}),
        Decision.model_validate({"text": "Zwei.", "for": "4", "against": "1"}),
        Decision(text="Drei."),
    )
    event = change(meeting.id, minutes=Minutes(items=(MinutesItem(item="schluss", decisions=decisions),)))
    text = text_of(registry, event)
    assert "**Beschluss:** Eins. (einstimmig, 7 Stimmen)\n" in text
    assert "**Beschluss:** Zwei. (4 ja, 1 nein, 0 Enthaltungen)\n" in text
    assert "**Beschluss:** Drei.\n" in text


def test_who_had_registered_and_stayed_away(registry: Registry, meeting: Event, change: Any) -> None:
    event = change(meeting.id, attendance=(Party(organisation="bruecke"),))
    text = text_of(registry, event)
    assert "Anwesend 1 Person aus 1 Organisation:\n" in text
    assert "Angemeldet und nicht gekommen: Українська громада Мустерштадт e.V.\n" in text


def test_an_event_of_which_only_numbers_are_known(registry: Registry, meeting: Event, change: Any) -> None:
    turnout = Turnout.model_validate({"persons": "100", "organisations": "75", "approximate": "true"})
    event = change(meeting.id, attendance=(), turnout=turnout)
    made = protocol.make(registry, event, [Format.MARKDOWN])
    assert (made.organisations, made.persons) == (75, 100)
    assert "Anwesend etwa 100 Personen aus 75 Organisationen" in made.files[0].content.decode()
    nothing = change(meeting.id, attendance=(), turnout=None)
    assert "Anwesend" not in text_of(registry, nothing)


def test_open_actions_of_earlier_meetings_come_first(registry: Registry, meeting: Event, change: Any) -> None:
    later = registry.events["2023-10-13-fachtag"]
    event = change(later.id, minutes=Minutes(items=(MinutesItem(item="gruppen", text="# Groß\n\n<b>x</b>"),)))
    text = text_of(registry, event)
    assert text.index("## Offene Verabredungen aus früheren Treffen") < text.index("## TOP 3")
    assert "| 10.05.2023 | Antrag für das Sprachcafé schreiben | Українська громада" in text
    assert "Moderation anfragen" not in text  # dropped
    assert "### Groß\n\n\\<b>x\\</b>" in text
    assert "Nächstes Treffen" not in text


def test_a_break_has_no_number_and_nothing_is_missing_of_it(
    registry: Registry, meeting: Event, change: Any
) -> None:
    first, *others = meeting.programme
    coffee = ProgrammeItem(item="pause", title="Kaffeepause", kind=ItemKind.BREAK)
    event = change(meeting.id, programme=(first, coffee, *others))
    assert text_of(registry, event) == PROTOCOL
    noted = (MinutesItem(item="pause", text="Der Kaffee war kalt."), MinutesItem(item="neu", text="Kuchen."))
    text = text_of(
        registry, change(event.id, programme=(first, coffee, *others), minutes=Minutes(items=noted))
    )
    assert "\n## Kaffeepause\n\nDer Kaffee war kalt.\n\n## TOP 5: neu\n\nKuchen.\n" in text
    assert (
        "\nZu TOP 1 (Begrüßung), TOP 2 (Förderung von Vereinen), TOP 3 (Fachtag im Herbst) und"
        " TOP 4 (Verschiedenes) wurde nichts festgehalten.\n"
    ) in text


def test_what_was_not_on_the_programme_stands_at_the_end(
    registry: Registry, meeting: Event, change: Any
) -> None:
    event = change(meeting.id, minutes=Minutes(items=(MinutesItem(item="ueberraschung", text="Kuchen."),)))
    assert "## TOP 5: ueberraschung\n\nKuchen.\n" in text_of(registry, event)


def test_a_cancelled_meeting_is_not_the_next(registry: Registry, meeting: Event, change: Any) -> None:
    change("2023-10-13-fachtag", status=EventStatus.CANCELLED)
    assert "Nächstes Treffen" not in text_of(registry, meeting)


def test_in_english(registry: Registry, meeting: Event) -> None:
    text = text_of(registry, meeting, "en")
    assert text.startswith(
        "Integrationsstelle Musterstadt\n\n# Minutes of Netzwerktreffen, Wednesday, 10 May 2023\n"
    )
    assert "Present: 7 people from 3 organisations and 1 other group:\n" in text
    assert "**Decision:** Der Fachtag dauert zwei Tage. (2 for, 0 against, 1 abstention)\n" in text


def test_an_event_without_minutes(registry: Registry, conference: Event) -> None:
    with pytest.raises(RegistryError) as problem:
        protocol.make(registry, conference)
    assert problem.value.message == "There are no minutes of 2023-10-13-fachtag yet."
    assert problem.value.hint is not None
    assert problem.value.hint.endswith("data/events/2023-10-13-fachtag.yaml under “minutes”.")
