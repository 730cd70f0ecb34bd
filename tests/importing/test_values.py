"""What single cells are read as; every repair is told, and nothing doubtful passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mo_registry.importing import addresses, days, mailboxes, persons, phones, words
from mo_registry.importing.cells import Cell, Nature
from mo_registry.importing.notes import Notes
from mo_registry.importing.words import Words
from mo_registry.registry import load

Read = Callable[[Cell, Notes], Any]
REPAIRED, ASKED, DOUBTED, PLAIN = "repaired", "asked", "doubted", "plain"


def outcome(read: Read, text: str, nature: Nature = Nature.TEXT) -> tuple[Any, str]:
    """What a cell is read as, and how sure that is."""
    notes = Notes()
    found = read(Cell(7, 1, text, nature), notes)
    assert all(remark.cell == "B7" for remark in (*notes.repairs, *notes.questions, *notes.doubts))
    sure = DOUBTED if notes.doubts else ASKED if notes.questions else REPAIRED if notes.repairs else PLAIN
    return found, sure


@pytest.mark.parametrize(
    ("text", "numbers", "sure"),
    [
        ("+49 221 4710 123", ["+49 221 4710 123"], PLAIN),
        ("0221 4710-123", ["0221 4710-123"], PLAIN),
        ("2214710123", ["+49 221 4710123"], REPAIRED),
        ("492214710123", ["+49 221 4710123"], REPAIRED),
        ("1713920012", ["+49 171 3920012"], REPAIRED),
        ("491713920012", ["+49 171 3920012"], REPAIRED),
        ("49212345678", [], DOUBTED),  # 0492… is Emden's country, +49 212 is Solingen
        ("4710123", [], DOUBTED),  # a zero, or an area code?
        ("2,21471E+11", [], DOUBTED),
        ("(0221) 4710/123", ["0221 4710 123"], REPAIRED),
        ("+49 (0)221 4710-123", ["+49 221 4710-123"], REPAIRED),
        ("0221/4710–123", ["0221 4710-123"], REPAIRED),
        ("Tel.: 0221/4710123", ["0221 4710123"], REPAIRED),
        ("0221 4710 123, 0171 3920012", ["0221 4710 123", "0171 3920012"], PLAIN),
        ("0221 4710 123 oder 0171/3920012", ["0221 4710 123", "0171 3920012"], REPAIRED),
        ("0221 4710 123\n0171 3920012", ["0221 4710 123", "0171 3920012"], PLAIN),
        ("bei Aylin fragen", ["bei Aylin fragen"], PLAIN),  # what it is not, the checks say
    ],
)
def test_phones(text: str, numbers: list[str], sure: str) -> None:
    assert outcome(phones.numbers, text) == (numbers, sure)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+49 221 4710-123", "0221/4710123", True),
        ("0049 221 4710123", "+49 (0)221 4710123", True),
        ("0221 4710123", "0221 4710124", False),
        ("+43 1 4710123", "01 4710123", False),
    ],
)
def test_the_same_number(one: str, other: str, same: bool) -> None:
    assert (phones.digits(one) == phones.digits(other)) is same


@pytest.mark.parametrize(
    ("text", "found", "sure"),
    [
        ("a@x.example", ["a@x.example"], PLAIN),
        ("mailto:a@x.example", ["a@x.example"], REPAIRED),
        ("Anna Muster <a@x.example>", ["a@x.example"], REPAIRED),
        ("a@x.example.", ["a@x.example"], REPAIRED),
        ("nicht mehr: a@x.example", ["a@x.example"], ASKED),
        ("a@x.example; b@x.example", ["a@x.example", "b@x.example"], PLAIN),
        ("a@x.example / b@x.example\na@x.example", ["a@x.example", "b@x.example"], PLAIN),
        ("info(at)x.example", ["info(at)x.example"], PLAIN),
        ("info @x.example", ["info @x.example"], PLAIN),
    ],
)
def test_emails(text: str, found: list[str], sure: str) -> None:
    assert outcome(mailboxes.addresses, text) == (found, sure)


@pytest.mark.parametrize(
    ("text", "found", "sure"),
    [
        ("https://x.example", "https://x.example", PLAIN),
        ("www.x.example", "https://www.x.example", REPAIRED),
        ("Verein.example/ueber", "https://verein.example/ueber", REPAIRED),
        ("im Aufbau", "im Aufbau", PLAIN),
    ],
)
def test_websites(text: str, found: str, sure: str) -> None:
    assert outcome(mailboxes.website, text) == (found, sure)


@pytest.mark.parametrize(
    ("text", "nature", "found", "sure"),
    [
        ("2019-01-01", Nature.DATE, "2019-01-01", PLAIN),
        ("2019-01-01 17:30", Nature.DATE, "2019-01-01", PLAIN),
        ("45000", Nature.NUMBER, "2023-03-15", REPAIRED),
        ("45000.5", Nature.NUMBER, "2023-03-15", REPAIRED),
        ("1998", Nature.NUMBER, "1998", PLAIN),
        ("01.03.2019", Nature.TEXT, "2019-03-01", PLAIN),
        ("1. März 2019", Nature.TEXT, "2019-03-01", PLAIN),
        ("03/2019", Nature.TEXT, "2019-03", PLAIN),
        ("13/2019", Nature.TEXT, None, DOUBTED),
        ("01.03.19", Nature.TEXT, None, DOUBTED),
        ("30.02.2019", Nature.TEXT, None, DOUBTED),
        ("ca. 1998", Nature.TEXT, None, DOUBTED),
        ("17", Nature.NUMBER, None, DOUBTED),
    ],
)
def test_days(text: str, nature: Nature, found: str | None, sure: str) -> None:
    assert outcome(days.partial_day, text, nature) == (found, sure)


@pytest.mark.parametrize(
    ("text", "found", "sure"),
    [
        ("Anna Muster", {"given": "Anna", "family": "Muster"}, REPAIRED),
        ("Muster, Anna", {"given": "Anna", "family": "Muster"}, REPAIRED),
        ("Muster, Anna Maria", {"given": "Anna Maria", "family": "Muster"}, REPAIRED),
        ("Dr. Anna Muster-Özer", {"title": "Dr.", "given": "Anna", "family": "Muster-Özer"}, REPAIRED),
        (
            "Prof. Dr. Jan van der Berg",
            {"title": "Prof. Dr.", "given": "Jan", "family": "van der Berg"},
            REPAIRED,
        ),
        ("Frau Anna Muster", {"given": "Anna", "family": "Muster"}, ASKED),
        ("Golnar", {"family": "Golnar"}, PLAIN),
        ("Frau Golnar", {"family": "Golnar"}, ASKED),
        ("Anna Maria Muster", {"family": "Anna Maria Muster"}, ASKED),
        ("Abd al-Karim", {"family": "Abd al-Karim"}, ASKED),
        ("Nasser El-Sayed", {"family": "Nasser El-Sayed"}, ASKED),
        ("Anna Muster und Jan Özer", {"family": "Anna Muster und Jan Özer"}, ASKED),
        ("Anna Muster / Jan Özer", {"family": "Anna Muster / Jan Özer"}, ASKED),
        ("Anna Muster (Vorsitz)", {"family": "Anna Muster (Vorsitz)"}, ASKED),
        ("Vorstand 2023", {"family": "Vorstand 2023"}, ASKED),
    ],
)
def test_names_of_people(text: str, found: Mapping[str, str], sure: str) -> None:
    assert outcome(persons.name, text) == (found, sure)


@pytest.mark.parametrize(
    ("text", "found", "sure"),
    [
        ("Frau", {"salutation": "ms"}, PLAIN),
        ("Herrn", {"salutation": "mr"}, PLAIN),
        ("divers", {"salutation": "neutral"}, PLAIN),
        ("Frau Dr.", {"salutation": "ms", "title": "Dr."}, REPAIRED),
        ("Liebe Frau Aydın", {"salutation": "Liebe Frau Aydın"}, PLAIN),
        ("Eheleute", {}, DOUBTED),
        ("Herr Frau", {}, DOUBTED),
    ],
)
def test_salutations(text: str, found: Mapping[str, str], sure: str) -> None:
    assert outcome(persons.salutation, text) == (found, sure)


@pytest.mark.parametrize(
    ("text", "found", "sure"),
    [
        ("Musterstraße 1", {"street": "Musterstraße 1"}, PLAIN),
        ("Musterstraße 1, Hinterhaus", {"street": "Musterstraße 1, Hinterhaus"}, PLAIN),
        ("Musterstraße 1\nHinterhaus", {"street": "Musterstraße 1, Hinterhaus"}, REPAIRED),
        ("c/o Aydın, Gasse 2", {"care_of": "Aydın", "street": "Gasse 2"}, REPAIRED),
        ("Postfach 10 10 10", {"po_box": "10 10 10"}, REPAIRED),
        (
            "c/o Aydın\nGasse 2\nD-01067 Musterstadt",
            {"care_of": "Aydın", "street": "Gasse 2", "postal_code": "01067", "city": "Musterstadt"},
            REPAIRED,
        ),
        (
            "Gasse 2, 1067 Musterstadt",
            {"street": "Gasse 2", "postal_code": "1067", "city": "Musterstadt"},
            REPAIRED,
        ),
    ],
)
def test_addresses(text: str, found: Mapping[str, str], sure: str) -> None:
    assert outcome(addresses.whole, text) == (found, sure)


def test_a_house_number_that_became_a_day_is_in_doubt() -> None:
    assert outcome(addresses.street, "2023-03-01", Nature.DATE) == ({}, DOUBTED)


@pytest.mark.parametrize(
    ("text", "found", "sure"),
    [
        ("01067 Musterstadt", {"postal_code": "01067", "city": "Musterstadt"}, PLAIN),
        ("D-33602 Bielefeld", {"postal_code": "33602", "city": "Bielefeld"}, PLAIN),
        ("Bielefeld", {"city": "Bielefeld"}, PLAIN),
        ("336 Bielefeld", {}, DOUBTED),
    ],
)
def test_places(text: str, found: Mapping[str, str], sure: str) -> None:
    assert outcome(addresses.place, text) == (found, sure)


@pytest.mark.parametrize(
    ("text", "country", "found", "sure"),
    [
        ("33602", None, "33602", PLAIN),
        ("1067", None, "01067", REPAIRED),
        ("D-1067", None, "01067", REPAIRED),
        ("33 602", None, "33602", REPAIRED),
        ("1067", "Deutschland", "01067", REPAIRED),
        ("1010", "Österreich", "1010", PLAIN),
        ("336", None, "336", PLAIN),
    ],
)
def test_postal_codes(text: str, country: str | None, found: str, sure: str) -> None:
    assert outcome(lambda cell, notes: addresses.postal_code(cell.text, country, cell, notes), text) == (
        found,
        sure,
    )


@pytest.mark.parametrize(
    ("text", "found", "sure"),
    [("Deutschland", {}, PLAIN), ("Österreich", {"country": "Österreich"}, PLAIN), ("NRW", {}, DOUBTED)],
)
def test_countries(text: str, found: Mapping[str, str], sure: str) -> None:
    assert outcome(addresses.country, text) == (found, sure)


@pytest.mark.parametrize(
    ("text", "found", "sure"),
    [("e. V.", "e.V.", REPAIRED), ("eingetragener Verein", "e.V.", REPAIRED), ("e.V.", "e.V.", PLAIN),
     ("GGMBH", "gGmbH", REPAIRED), ("Genossenschaft", "Genossenschaft", PLAIN)],
)  # fmt: skip
def test_legal_forms(text: str, found: str, sure: str) -> None:
    assert outcome(words.legal_form, text) == (found, sure)


@pytest.mark.parametrize(
    ("kind", "text", "found", "sure"),
    [
        ("languages", "Türkisch, Kurdisch und Arabisch", ["tr", "ku", "ar"], PLAIN),
        ("languages", "Farsi/Dari; Ukrainian", ["fa", "prs", "uk"], PLAIN),
        ("languages", "tr, zh-Hant, no", ["tr", "zh-Hant", "no"], PLAIN),
        ("languages", "TÜRKISCH", ["tr"], PLAIN),
        ("languages", "Deutsch, Plattisch", ["de"], DOUBTED),
        ("focus_areas", "Kultur, Beratung für Frauen", ["culture", "women"], PLAIN),
        ("focus_areas", "language / Counselling", ["language", "counselling"], PLAIN),
        ("focus_areas", "Bildung", ["counselling"], PLAIN),  # as is said below
        ("focus_areas", "Tanz", [], PLAIN),  # left out, as is said below
        ("focus_areas", "Kultr", [], DOUBTED),
        ("districts", "Süd\nNord", ["sued", "nord"], PLAIN),
        ("networks", "Netzwerk Musterstadt", ["netzwerk"], PLAIN),
        ("networks", "Frauennetz und netzwerk", ["frauennetz", "netzwerk"], PLAIN),
        ("member_of", "Verband der Vereine Musterstadt eV", ["verband-der-vereine"], PLAIN),
        ("member_of", "Verband der Dinge", [], DOUBTED),
        ("kind", "Migrantenorganisation", ["migrant_organisation"], PLAIN),
        ("kind", "Verein", [], DOUBTED),
        ("status", "Aufgelöst", ["dissolved"], PLAIN),
        ("status", "inaktiv", ["dormant"], PLAIN),
    ],
)
def test_words(registry: Path, kind: str, text: str, found: list[str], sure: str) -> None:
    known = Words(load(registry), {"Bildung": "counselling", "tanz": "-"})
    assert outcome(lambda cell, notes: known.all(kind, cell, notes), text) == (found, sure)


def test_an_unknown_word_comes_with_a_proposal(registry: Path) -> None:
    notes = Notes()
    Words(load(registry), {}).all("focus_areas", Cell(7, 1, "Kultr"), notes)
    assert notes.doubts == [("B7", "“Kultr” is not known as focus_areas (did you mean Kultur?)")]


def test_a_label_with_a_comma_is_not_divided(registry: Path) -> None:
    settings = registry / "data" / "registry.yaml"
    text = settings.read_text(encoding="utf-8").replace("de: Kultur\n", "de: Kultur, Kunst und Musik\n")
    settings.write_text(text, encoding="utf-8")
    known = Words(load(registry), {})
    assert known.all("focus_areas", Cell(1, 0, "Kultur, Kunst und Musik; Sprache"), Notes()) == [
        "culture",
        "language",
    ]


@pytest.mark.parametrize("text", ["-", "–", "k.A.", "k. A.", "n/a", "keine Angabe", "unbekannt", "/"])
def test_cells_that_say_nothing(text: str) -> None:
    assert words.says_nothing(Cell(1, 0, text))


@pytest.mark.parametrize("text", ["0", "x", "keiner", "A-Z"])
def test_cells_that_say_something(text: str) -> None:
    assert not words.says_nothing(Cell(1, 0, text))
