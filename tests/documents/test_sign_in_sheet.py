"""Sign-in sheets: who has registered, room for the others, and what a funder wants to see."""

from __future__ import annotations

import io
import itertools
from collections import Counter
from pathlib import Path, PurePath
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader

from mo_registry.documents import name_badges, sign_in_sheet
from mo_registry.finding import RegistryError
from mo_registry.model import Event
from mo_registry.model.event import Registration
from mo_registry.registry import Registry, load

MM = 25.4 / 72
HEADER = ["Nr.", "Nachname", "Vorname", "Organisation", "Unterschrift"]


def content(registry: Registry, event: Event, **options: Any) -> bytes:
    return sign_in_sheet.make(registry, event, **options).files[0].content


def pages(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def rows(content: bytes) -> list[list[str]]:
    """The rows of the table, on all pages, without its header."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        tables = [page.extract_tables() for page in pdf.pages]
    found = [
        [(cell or "").replace("\n", " ") for cell in row]
        for page in tables
        for table in page
        for row in table
    ]
    assert found.count(HEADER) == len(tables)
    return [row for row in found if row != HEADER]


def tags(content: bytes) -> Counter[str]:
    """How often each kind of element is in the tree that a screen reader goes through."""
    found: Counter[str] = Counter()

    def count(element: Any) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for part in element:
                count(part)
        elif isinstance(element, dict):
            if "/S" in element:
                found[element["/S"].removeprefix("/")] += 1
            count(element.get("/K", []))

    catalogue: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
    count(catalogue["/StructTreeRoot"])
    return found


def registered(change: Any, event: Event, *people: str) -> Event:
    party = {"guest_of": "Verein", "persons": str(len(people)), "people": list(people)}
    return change(event.id, registrations=(Registration.model_validate(party),))  # type: ignore[no-any-return]


def test_the_whole_sheet(registry: Registry, meeting: Event, change: Any) -> None:
    funding = registry.events["2023-10-13-fachtag"].funding
    event = change(meeting.id, funding=funding, registrations=meeting.registrations[:1])
    (page,) = pages(content(registry, event, blank=2))
    assert page.replace("\u00a0", " ") == SHEET


SHEET = """\
Teilnahmeliste Netzwerktreffen
Projekt Gemeinsam stark
Förderkennzeichen 04-IV/17
Gefördert von Land Musterland
Veranstaltet von Integrationsstelle Musterstadt
Datum Mittwoch, 10.05.2023
Zeit 17:00–19:00 Uhr
Ort Rathaus Musterstadt, Sitzungszimmer 2, Marktplatz 1, 01067 Musterstadt
Ihre Angaben dienen nur der Vorbereitung.
Nr. Nachname Vorname Organisation Unterschrift
Українська громада
1 van der Berg Iryna
Мустерштадт e.V.
Українська громада
2 Ковальчук Олена
Мустерштадт e.V.
3
4
Ich bestätige, dass alle, die hier unterschrieben haben, an der Veranstaltung teilgenommen haben.
Ort, Datum Dr. Vera Kühn
Unterschrift der verantwortlichen Person
Netzwerktreffen, 10.05.2023 · Gemeinsam stark · 04-IV/17 Seite 1 von 1"""


def test_a_line_for_each_who_is_expected_and_numbered_ones_for_others(
    registry: Registry, conference: Event
) -> None:
    made = sign_in_sheet.make(registry, conference, blank=3)
    assert [(it.name.family, it.organisation) for it in made.participants] == [
        ("", "جمعية الجسر"), ("", "جمعية الجسر"), *[("", "Projekt „Ankommen“")] * 3,
    ]  # fmt: skip
    assert made.named == 0
    found = rows(made.files[0].content)
    assert [row[0] for row in found] == [str(number) for number in range(1, 9)]
    assert [row[3] for row in found[2:]] == [*["Projekt „Ankommen“"] * 3, "", "", ""]
    assert {row[4] for row in found} == {""}


def test_blank_lines_fill_the_page_and_leave_room_to_sign(registry: Registry, meeting: Event) -> None:
    document = content(registry, meeting)
    with pdfplumber.open(io.BytesIO(document)) as pdf:
        (page,) = pdf.pages
        words = page.extract_words()
    numbers = [word for word in words if word["text"].isdigit() and word["x0"] * MM < 30]
    assert len(numbers) > 12
    pitches = {round((b["top"] - a["top"]) * MM, 1) for a, b in itertools.pairwise(numbers[4:])}
    assert min(pitches) > 9
    confirmation = next(word for word in words if word["text"] == "bestätige,")
    role = next(word for word in words if word["text"] == "verantwortlichen")
    assert confirmation["top"] * MM - numbers[-1]["bottom"] * MM < 20
    assert 250 < role["bottom"] * MM < 278


@pytest.mark.parametrize("people", range(0, 60, 4))
def test_the_page_with_signatures_always_has_some_blank_lines(
    registry: Registry, meeting: Event, change: Any, people: int
) -> None:
    event = registered(change, meeting, *[f"Anna Beispiel{number}" for number in range(people)])
    document = content(registry, event)
    *_others, last = pages(document)
    assert "Ich bestätige" in last
    assert "Unterschrift der verantwortlichen Person" in last
    numbers = [int(row[0]) for row in rows(document)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= people + 4


def test_three_hundred_people(registry: Registry, meeting: Event, change: Any) -> None:
    event = registered(change, meeting, *[f"Anna Beispiel{number:03}" for number in range(300)])
    document = content(registry, event, blank=0)
    found = pages(document)
    assert len(found) < 15
    for number, page in enumerate(found, start=1):
        assert "Nr. Nachname Vorname Organisation Unterschrift" in page
        assert f"Seite {number} von {len(found)}" in page
    assert [row[:2] for row in rows(document)] == [[str(n + 1), f"Beispiel{n:03}"] for n in range(300)]


def test_nobody_has_registered(registry: Registry, meeting: Event, change: Any) -> None:
    made = sign_in_sheet.make(registry, change(meeting.id, registrations=()))
    found = rows(made.files[0].content)
    assert made.participants == ()
    assert len(found) > 15
    assert len(pages(made.files[0].content)) == 1


def test_no_addresses_and_no_telephone_numbers(registry: Registry, meeting: Event) -> None:
    (page,) = pages(content(registry, meeting))
    for organisation in registry.organisations.values():
        known = [organisation.phone, organisation.email, organisation.address and organisation.address.street]
        known += [value for contact in organisation.contacts for value in (contact.phone, contact.email)]
        venue = "Marktplatz 1"  # which is the office's address too
        assert [value for value in known if value and value != venue and value in page] == []


def test_names_stay_text_and_long_ones_stay_in_their_column(
    registry: Registry, meeting: Event, change: Any
) -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    event = registered(
        change, meeting, "*Stern* _unter_", 'Ada #read("/etc/passwd")', "<b>Fett</b> {{ x }}", f"Anna {long}", "1. Eins"
    )  # fmt: skip
    found = rows(content(registry, event, blank=0))
    assert sorted((row[2], row[1].replace(" ", "").replace("\u200b", "")) for row in found) == sorted([
        ("*Stern*", "_unter_"),
        ("Ada", '#read("/etc/passwd")'),
        ("<b>Fett</b> {{ x", "}}"),
        ("Anna", long),
        ("1.", "Eins"),
    ])  # fmt: skip
    with pdfplumber.open(io.BytesIO(content(registry, event))) as pdf:
        assert all(15 < word["x0"] * MM < word["x1"] * MM < 193 for word in pdf.pages[0].extract_words())


def test_it_is_accessible_and_fit_for_archives(registry: Registry, meeting: Event) -> None:
    document = content(registry, meeting, blank=1)
    reader = PdfReader(io.BytesIO(document))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"].startswith("de")
    assert reader.metadata is not None
    assert reader.metadata.title == "Teilnahmeliste Netzwerktreffen"
    xmp = catalogue["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    found = tags(document)
    assert found["TH"] == 5
    assert found["Table"] == 2  # the facts, and the list
    assert found["TD"] == 4 * 5 + 4 * 2


def test_a_sheet_for_each_day(registry: Registry, conference: Event) -> None:
    made = sign_in_sheet.make(registry, conference)
    assert [file.path for file in made.files] == [
        PurePath("2023-10-13-fachtag", f"sign-in-sheet-2023-10-{day}.pdf") for day in (13, 14)
    ]
    texts = ["\n".join(pages(file.content)) for file in made.files]
    assert ["Datum Freitag, 13.10.2023\n" in text for text in texts] == [True, False]
    assert ["Datum Samstag, 14.10.2023\n" in text for text in texts] == [False, True]
    assert "Zeit" not in "".join(texts)


def test_an_event_of_which_only_the_month_is_known(registry: Registry) -> None:
    made = sign_in_sheet.make(registry, registry.events["2015-11-fachtag"])
    assert [file.path.name for file in made.files] == ["sign-in-sheet.pdf"]
    assert "Datum November 2015\n" in pages(made.files[0].content)[0]


def test_it_is_in_the_order_of_the_name_badges(registry: Registry, meeting: Event) -> None:
    sheet = sign_in_sheet.make(registry, meeting).participants
    badges = [it for it in name_badges.make(registry, meeting).participants if not it.part]
    assert list(sheet) == badges


def test_in_english_and_twice_the_same(registry: Registry, meeting: Event) -> None:
    document = content(registry, meeting, language="en", blank=0)
    assert "No. Family name Given name Organisation Signature" in pages(document)[0]
    assert content(load(registry.root), meeting, language="en", blank=0) == document


def template(root: Path, columns: str) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "sign-in-sheet.de.md").write_text(
        f"---\ntitle: Liste\n{columns}---\n{{{{ table }}}}\n", "utf-8"
    )


def test_a_template_of_ones_own(root: Path, registry: Registry, meeting: Event) -> None:
    template(root, "columns:\n  organisation: Wer\n  name: Name\n  signature: Zeichen\n")
    (page,) = pages(content(registry, meeting, blank=0))
    assert "Wer Name Zeichen" in page
    assert "Iryna van der Berg" in page
    assert "Förderkennzeichen" not in page


@pytest.mark.parametrize(
    ("columns", "message", "hint"),
    [
        ("columns:\n  organization: x\n", "The sign-in sheet has no column “organization”.", "Did you mean “organisation”?"),
        ("columns:\n  zzz: x\n", "The sign-in sheet has no column “zzz”.",
         "There are: number, family, given, name, organisation, signature."),
        ("", "The template of the sign-in sheet names no columns.",
         "Its header needs a block “columns”, for instance “signature: Unterschrift” below it."),
    ],
)  # fmt: skip
def test_a_template_with_wrong_columns(
    root: Path, registry: Registry, meeting: Event, columns: str, message: str, hint: str
) -> None:
    template(root, columns)
    with pytest.raises(RegistryError) as problem:
        sign_in_sheet.make(registry, meeting)
    assert (str(problem.value), problem.value.hint) == (message, hint)


def test_a_name_that_no_font_has_is_told(registry: Registry, meeting: Event, change: Any) -> None:
    event = registered(change, meeting, "ሰላም ተስፋይ")
    with pytest.raises(
        RegistryError, match="“Teilnahmeliste Netzwerktreffen” cannot be printed: no font has"
    ):
        sign_in_sheet.make(registry, event)
