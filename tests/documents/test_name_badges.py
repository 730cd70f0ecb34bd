"""Name badges: everybody has one, it can be read from afar, and it can be cut out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader

from mo_registry.documents import name_badges
from mo_registry.model import Event
from mo_registry.model.event import Registration
from mo_registry.registry import Registry, load

MM = 25.4 / 72
WIDE, HIGH = 90, 54
LEFT, TOP = 15, 13.5


def content(registry: Registry, event: Event, **options: Any) -> bytes:
    return name_badges.make(registry, event, **options).files[0].content


def badges(content: bytes) -> Iterator[list[str]]:
    """What stands on each badge, line by line, in the order in which they are cut."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for row in range(5):
                for column in range(2):
                    x, y = LEFT + column * WIDE, TOP + row * HIGH
                    box = (x / MM, y / MM, (x + WIDE) / MM, (y + HIGH) / MM)
                    text = page.within_bbox(box).extract_text().replace("\u200b", "")
                    yield [line for line in text.splitlines() if line]


def registered(change: Any, event: Event, *people: str, of: str = "Verein", **values: Any) -> Event:
    party = {"guest_of": of, "persons": str(len(people)), "people": list(people)}
    return change(  # type: ignore[no-any-return]
        event.id, registrations=(Registration.model_validate(party),), programme=(), moderator=None, **values
    )


def test_a_sheet_of_badges(registry: Registry, conference: Event, change: Any) -> None:
    party = {"guest_of": "Projekt „Ankommen“", "persons": "3", "people": ["Ali Yıldız", "Anna Maria Groß"]}
    event = change(conference.id, registrations=(Registration.model_validate(party),))
    made = name_badges.make(registry, event)
    head = "Vereine und Ämter · 13.10.2023"
    assert [file.path for file in made.files] == [PurePath("2023-10-13-fachtag", "name-badges.pdf")]
    assert (made.named, made.nameless, made.blank, len(made.participants)) == (7, 1, 2, 8)
    assert list(badges(made.files[0].content)) == [
        [head, "Duo Beispiel", "Musik"],
        [head, "Dr. Max Huber", "Die Brücke Wien", "Vortrag"],
        [head, "Dr. Vera Kühn", "Integrationsstelle Musterstadt", "Organisation"],
        [head, "Anna Maria Groß", "Projekt „Ankommen“"],
        [head, "Ali Yıldız", "Projekt „Ankommen“"],
        [head, "Projekt „Ankommen“"],
        [head, "Mira Koşan", "Verband der Vereine Musterstadt e.V.", "Moderation"],
        [head, "Ada Beispiel", "Volkshochschule Musterstadt", "Moderation"],
        [head],
        [head],
    ]


@pytest.mark.parametrize(
    ("people", "blank", "made"), [(0, None, 9), (9, None, 0), (10, None, 9), (3, 0, 0), (3, 25, 25)]
)
def test_blank_ones(
    registry: Registry, meeting: Event, change: Any, people: int, blank: int | None, made: int
) -> None:
    """One is the signatory's, who organises; without a number the last sheet is filled."""
    event = registered(change, meeting, *[f"Anna Beispiel{number}" for number in range(people)])
    found = name_badges.make(registry, event, blank)
    assert found.blank == made
    shown = [lines for lines in badges(found.files[0].content) if lines]
    assert len(shown) == people + 1 + made
    assert sum(len(lines) == 1 for lines in shown) == made


def test_no_badge_at_all_is_a_sheet_to_be_filled_by_hand(
    registry: Registry, meeting: Event, change: Any
) -> None:
    event = change(meeting.id, registrations=(), programme=(), moderator=None, organisers=())
    found = name_badges.make(registry, event)
    assert (found.participants, found.blank) == ((), 10)


def test_badges_measure_90_by_54_mm_and_have_marks_to_cut_along(registry: Registry, meeting: Event) -> None:
    with pdfplumber.open(io.BytesIO(content(registry, meeting))) as pdf:
        (page,) = pdf.pages
        lines = [
            (line["x0"] * MM, line["top"] * MM, line["x1"] * MM, line["bottom"] * MM) for line in page.lines
        ]
    above = sorted({round(x0, 1) for x0, _top, x1, bottom in lines if x0 == x1 and bottom < TOP})
    beside = sorted({round(top, 1) for _x0, top, x1, bottom in lines if top == bottom and x1 < LEFT})
    assert above == pytest.approx([LEFT + column * WIDE for column in range(3)], abs=0.1)
    assert beside == pytest.approx([TOP + row * HIGH for row in range(6)], abs=0.1)


LONG = "Maria del Carmen Fernández de la Vega Sanz y Rodríguez-Villanueva von und zu Hohenlohe-Langenburg"
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorsitzende"
NASTY = (
    "*Stern* _unter_",
    '#read("/etc/passwd")',
    "<b>Fett</b> {{ x }}",
    "1. Eins $x$",
    "= Kopf",
    LONG,
    WORD,
)


@pytest.mark.parametrize("name", NASTY)
def test_any_name_stays_text_and_on_its_badge(
    registry: Registry, meeting: Event, change: Any, name: str
) -> None:
    event = registered(change, meeting, name, of=f"Verein {name}", organisers=())
    document = content(registry, event)
    with pdfplumber.open(io.BytesIO(document)) as pdf:
        for word in pdf.pages[0].crop((0, 0, (LEFT + WIDE) / MM, (TOP + HIGH) / MM)).extract_words():
            assert LEFT + 5 < word["x0"] * MM < word["x1"] * MM < LEFT + WIDE - 5, word["text"]
    first = "".join(next(badges(document))).replace(" ", "")
    assert first.count(name.replace(" ", "")) == 2


def test_short_names_are_large_and_long_ones_shrink(registry: Registry, meeting: Event, change: Any) -> None:
    event = registered(change, meeting, "Ada Li", "Konstantina Papadopoulou Nikolaidis", LONG, organisers=())
    with pdfplumber.open(io.BytesIO(content(registry, event))) as pdf:
        words = pdf.pages[0].extract_words(extra_attrs=["size"])
    size = {word["text"]: word["size"] for word in words}
    assert size["Ada"] == 28
    assert size["Ada"] > size["Papadopoulou"] > size["Hohenlohe-Langenburg"] >= 10


def test_arabic_names_are_joined_and_large(registry: Registry, meeting: Event) -> None:
    with pdfplumber.open(io.BytesIO(content(registry, meeting))) as pdf:
        letters = [char for char in pdf.pages[0].chars if char["text"] in set("حداد")]
    assert {round(char["size"]) for char in letters} >= {28}
    assert all("Arabic" in char["fontname"] for char in letters)


def test_it_is_accessible_and_every_name_is_a_bookmark(registry: Registry, meeting: Event) -> None:
    reader = PdfReader(io.BytesIO(content(registry, meeting)))
    catalogue: Any = reader.trailer["/Root"]
    xmp = catalogue["/Metadata"].get_data().decode()
    assert catalogue["/Lang"].startswith("de")
    assert reader.metadata is not None
    assert reader.metadata.title == "Namensschilder Netzwerktreffen am Mittwoch, 10. Mai 2023"
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert [mark.title for mark in reader.outline if not isinstance(mark, list)] == [
        "ليلى حداد",
        "Dr. Vera Kühn",
        "Iryna van der Berg",
        "Олена Ковальчук",
    ]


def test_three_hundred_people_in_english_and_twice_the_same(
    registry: Registry, meeting: Event, change: Any
) -> None:
    people = [f"Anna Beispiel{number:03}" for number in range(299)]
    event = registered(change, meeting, *people)
    document = content(registry, event, language="en")
    found = list(badges(document))
    assert len(found) == 300
    assert found[0] == ["Netzwerktreffen · 10 May 2023", "Dr. Vera Kühn", "Integrationsstelle Musterstadt", "Organiser"]  # fmt: skip
    assert sorted(lines[1] for lines in found[1:]) == people
    again = load(registry.root)
    again.events[event.id] = event
    assert content(again, event, language="en") == document


def test_parts_are_called_as_the_template_says(root: Path, registry: Registry, conference: Event) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "name-badges.de.md").write_text(
        "---\ntitle: Schilder\nparts:\n  speaker: Gast\n  talk: Referat\nnotice: Kurz\n---\n", "utf-8"
    )
    found = {lines[1]: lines[-1] for lines in badges(content(registry, conference)) if len(lines) > 1}
    assert found["Dr. Max Huber"] == "Referat"
    assert found["Duo Beispiel"] == "Gast"
    assert found["Mira Koşan"] == "Gast"
    assert found["Dr. Vera Kühn"] == "Integrationsstelle Musterstadt"
