"""Contact lists as other programs read them: workbooks, .csv, JSON, address books."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from mo_registry.documents import contact_list
from mo_registry.documents.contact_lines import Readers
from mo_registry.documents.formats import Formats
from mo_registry.documents.output import Format
from mo_registry.documents.sheet import Column, Sheet, defused, separated, workbook
from mo_registry.documents.vcard import Card, render
from mo_registry.model import Contact
from mo_registry.model.part import Address
from mo_registry.registry import Registry, load


def made(registry: Registry, form: Format, readers: Readers = Readers.INTERNAL, **options: Any) -> bytes:
    return contact_list.make(registry, "netzwerk", readers, [form], **options).files[0].content


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def rows(content: bytes) -> list[list[Any]]:
    page = opened(content).worksheets[0]
    return [
        [it.date() if isinstance(it, datetime) else it for it in row]
        for row in page.iter_rows(values_only=True)
    ]


def records(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


HEADINGS = [
    "Nr.", "Organisation", "Ansprechperson", "Funktion", "Telefon", "E-Mail", "Zusatz", "Straße oder Postfach", "PLZ",
    "Ort", "Sprachen", "Angebote", "Bestätigt am",
]  # fmt: skip


def test_a_workbook_holds_the_list(registry: Registry) -> None:
    found = rows(made(registry, Format.EXCEL))
    assert found[0] == HEADINGS
    assert [row[0] for row in found[1:]] == [1, 2, 3, 4, 4, 5, 5]
    assert found[1] == [
        1, "جمعية الجسر", "ليلى حداد", "Vorsitz", "0221 4710 320", None, "c/o Haddad", "Gartenstraße 7", "01069",
        "Musterstadt", "Arabisch, Deutsch", None, date(2022, 11, 30),
    ]  # fmt: skip
    # What concerns the organisation stands in each of its lines, so that each can be filtered.
    assert found[5] == [
        4, "Українська громада Мустерштадт e.V.", "Iryna van der Berg", "Kasse", None, None, "c/o Bäckerei Berg",
        "Lindenweg 4", "01069", "Musterstadt", "Ukrainisch, Russisch, Deutsch", "Sprachcafé", date(2023, 3, 1),
    ]  # fmt: skip


def test_a_workbook_is_ready_to_work_with_and_to_print(registry: Registry) -> None:
    book = opened(made(registry, Format.EXCEL))
    assert book.sheetnames == ["Kontakte", "Über diese Liste"]
    page: Any = book.worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:M8"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    # As wide as the page, which is what stands there unsaid, and as long as it takes.
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert page.oddHeader.left.text == "&BKontaktliste Netzwerk Musterstadt"  # bold
    assert page.oddFooter.left.text.startswith("Nur für den Dienstgebrauch")
    assert page.oddFooter.right.text == "Seite &P von &N"
    assert [page.cell(2, column).number_format for column in (1, 5, 9, 13)] == ["0", "@", "@", "dd.mm.yyyy"]
    assert page.cell(2, 2).border.left.style == "thin"
    assert page.cell(1, 1).font.bold
    widths = {letter: page.column_dimensions[letter].width for letter in "ABEI"}
    assert widths["B"] > widths["E"] > widths["I"] > 5
    about = [row[0].value for row in book.worksheets[1].iter_rows()]
    assert about == [
        "Kontaktliste Netzwerk Musterstadt",
        "Stand Freitag, 1. September 2023 · 5 Organisationen · interne Fassung · Integrationsstelle Musterstadt",
        "Nur für den Dienstgebrauch: enthält personenbezogene Daten, bitte nicht weitergeben.",
    ]
    created = book.properties.created
    assert (book.properties.title, created and created.isoformat()) == (about[0], "2023-09-01T00:00:00")


def test_csv_for_german_excel(registry: Registry) -> None:
    content = made(registry, Format.CSV)
    assert content.startswith(b"\xef\xbb\xbfNr.;Organisation;")
    assert content.count(b"\r\n") == content.count(b"\n") == 8
    found = records(content)
    assert found[0] == [*HEADINGS[:8], "PLZ und Ort", *HEADINGS[10:]]
    assert found[1] == [
        "1", "جمعية الجسر", "ليلى حداد", "Vorsitz", "0221 4710 320", "", "c/o Haddad", "Gartenstraße 7",
        "01069 Musterstadt", "Arabisch, Deutsch", "", "30.11.2022",
    ]  # fmt: skip


def test_json_with_keys_that_stay(registry: Registry) -> None:
    found = json.loads(made(registry, Format.JSON, language="en"))
    assert list(found) == ["title", "date", "language", "audience", "network", "notice", "columns", "rows"]
    assert [found[key] for key in ("title", "date", "language", "audience", "network")] == [
        "Contact list Netzwerk Musterstadt", "2023-09-01", "en", "internal", "netzwerk",
    ]  # fmt: skip
    assert found["columns"]["contact"] == "Contact"
    assert found["rows"][0] == {
        "id": "bruecke",
        "number": 1,
        "organisation": "جمعية الجسر",
        "contact": "ليلى حداد",
        "role": "Vorsitz",
        "phone": {"direct": "+49 221 4710 320"},
        "email": {},
        "address": {
            "care_of": "Haddad",
            "street": "Gartenstraße 7",
            "postal_code": "01069",
            "city": "Musterstadt",
        },
        "languages": ["ar", "de"],
        "offers": [],
        "verified": "2022-11-30",
    }


Properties = list[tuple[str, str]]


def cards(content: bytes) -> list[Properties]:
    """What an address book reads (RFC 6350): lines unfolded, in pairs."""
    text = content.decode()
    assert text.count("\r\n") == text.count("\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    found: list[Properties] = []
    for line in re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]:
        name, _colon, value = line.partition(":")
        if (name, value) == ("BEGIN", "VCARD"):
            found.append([])
        elif (name, value) != ("END", "VCARD"):
            found[-1].append((name, value))
    return found


def parts(value: str) -> list[str]:
    """The components of a value, unescaped."""
    escaped = re.split(r"(?<!\\)(?:\\\\)*;", value)
    return [re.sub(r"\\(.)", lambda it: "\n" if it[1] == "n" else it[1], part) for part in escaped]


def test_an_address_book(registry: Registry) -> None:
    found = cards(made(registry, Format.VCARD))
    assert len(found) == 7
    assert all(card[0] == ("VERSION", "4.0") for card in found)
    assert len({dict(card)["UID"] for card in found}) == 7
    assert found[2][2:] == [
        ("KIND", "individual"), ("FN", "Dr. Vera Kühn"), ("N", "Kühn;Vera;;Dr.;"),
        ("ORG", "Integrationsstelle Musterstadt"), ("ROLE", "Leitung"),
        ("TEL;VALUE=uri", "tel:+492214710300"), ("TEL;VALUE=uri", "tel:+492214710301"),
        ("EMAIL", "post@integrationsstelle.example"), ("EMAIL", "kuehn@integrationsstelle.example"),
        ("ADR", ";;Marktplatz 1;Musterstadt;;01067;"), ("REV", "20230901T000000Z"),
    ]  # fmt: skip
    assert ("FN", "Frauengruppe „Süd“ – Sprecherin") in found[1]
    assert parts(dict(found[3])["ADR"])[2] == "Musterstraße 1, Hinterhaus"


def test_nobody_is_told_to_speak_what_is_spoken_in_the_organisation(registry: Registry) -> None:
    for readers, languages in ((Readers.INTERNAL, []), (Readers.PUBLIC, ["ar", "de"])):
        card = cards(made(registry, Format.VCARD, readers))[0]
        assert [value for name, value in card if name == "LANG"] == languages


@pytest.mark.parametrize("form", [Format.EXCEL, Format.CSV, Format.JSON, Format.VCARD])
def test_others_see_what_each_person_has_agreed_to_in_every_format(registry: Registry, form: Format) -> None:
    """What is held back in the printed list is in no other one either."""
    hidden = {
        Readers.NETWORK: ("Kühn", "kuehn@", "4710 301", "2214710301", "Özer", "oezer@", "Berg", "Lindenweg"),
        Readers.PUBLIC: (
            "حداد",
            "Haddad",
            "Gartenstraße",
            "0171",
            "171 3920012",
            "1713920012",
            "olena@",
            "Kasse",
        ),
    }
    for readers, words in hidden.items():
        for audience in (Readers.INTERNAL, readers):
            content = made(registry, form, audience)
            if form is Format.EXCEL:
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    content = b"".join(archive.read(name) for name in archive.namelist())
            text = re.sub(r"\r\n ", "", content.decode())
            seen = [word for word in words if word in text]
            assert bool(seen) is (audience is Readers.INTERNAL), (readers, seen)


def test_only_columns_that_the_template_names(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "contact-list.de.md").write_text(
        "---\ntitle: Liste\ncolumns:\n  organisation: Wer\n  website: Netz\n---\n{{ table }}",
        encoding="utf-8",
    )
    registry = load(root)
    assert rows(made(registry, Format.EXCEL))[0] == ["Wer", "Netz"]
    assert records(made(registry, Format.CSV))[0] == ["Wer", "Netz"]
    assert set(json.loads(made(registry, Format.JSON))["rows"][0]) == {"id", "organisation", "website"}
    assert {name for card in cards(made(registry, Format.VCARD)) for name, _value in card} == {
        "VERSION", "UID", "KIND", "FN", "ORG", "URL", "REV",
    }  # fmt: skip


NASTY = (
    "=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "{=1+1}", " =1+1", "＝1+1", "01067", "1e5", "3.10", "TRUE",
    "https://x.example", "mailto:a@b.example", "a;b", 'a"b', "*a* _b_ #c {{ d }}", "&P &N", "Süd\\,Nord; x",
    "'=1", "x" * 300, "A\x0bB",
)  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_text_stays_text_in_every_format(registry: Registry, change: Any, name: str) -> None:
    person = Contact(family=name, role=name)
    change("bruecke", name=name, sort_name="aaa", contacts=(person,), address=Address(street=name, city=name))
    wanted = name.replace("\x0b", "\ufffd")
    content = made(registry, Format.EXCEL)
    page: Any = opened(content).worksheets[0]
    cells = [page.cell(2, column) for column in (2, 3, 4)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(wanted, "s", None)] * 3
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    row = records(made(registry, Format.CSV))[1]
    assert [cell.removeprefix("'") for cell in row[1:4]] == [wanted.removeprefix("'")] * 3
    assert not re.match(r"[\t\r\n]|\s*[=+\-@＝＋－＠]", row[1])
    assert json.loads(made(registry, Format.JSON))["rows"][0]["contact"] == name
    card = dict(cards(made(registry, Format.VCARD))[0])
    plain = wanted.replace("\t", " ")
    assert [parts(card["FN"]), parts(card["ORG"]), parts(card["N"])[0]] == [[plain], [plain], plain]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("0521 51-8123", "0521 51-8123"),
        ("+49 521 51-8123", "+49 521 51-8123"),
        ("+43 1 234 (allg.), +43 664 55 (mobil)", "+43 1 234 (allg.), +43 664 55 (mobil)"),
        ("+49521518123", "'+49521518123"),  # would be a number without its plus
        ("+49 521", "+49 521"),
        ("+49 =1", "'+49 =1"),
        ("-", "'-"),
        ("Verein - Nord", "Verein - Nord"),
        ("", ""),
    ],
)
def test_numbers_with_a_plus_stay_readable(text: str, safe: str) -> None:
    assert defused(text) == safe


def sheet(*values: Any, **options: Any) -> Sheet:
    kinds = (str, date, int)
    columns = tuple(Column(f"Spalte {index}", kind) for index, kind in enumerate(kinds))
    return Sheet("T & U", "Liste/[x]", date(2023, 9, 1), columns, [list(values)], Formats("de"), **options)


def test_days_numbers_lines_and_what_is_missing() -> None:
    one = sheet("a\nb", date(2023, 2, 28), 7)
    assert rows(workbook(one))[1] == ["a\nb", date(2023, 2, 28), 7]
    assert records(separated(one))[1] == ["a\nb", "28.02.2023", "7"]
    early = sheet("=a", date(1899, 12, 31), 0)
    assert rows(workbook(early))[1] == ["=a", "1899-12-31", 0]
    assert records(separated(sheet("", None, None)))[1] == ["", "", ""]


def test_names_of_sheets_and_heads_of_pages() -> None:
    book = opened(
        workbook(sheet("a", None, 1, about=("x",), about_heading="liste  x", notice="A && B " * 40))
    )
    assert book.sheetnames == ["Liste x", "2"]
    page: Any = book.worksheets[0]
    assert page.oddHeader.left.text == "&BT && U"
    assert len(page.oddFooter.left.text) < 230


def test_a_workbook_from_right_to_left() -> None:
    arabic = Sheet("T", "t", date(2023, 9, 1), (Column("A"),), [["x"]], Formats("ar"))
    assert opened(workbook(arabic)).worksheets[0].sheet_view.rightToLeft


def test_a_list_of_nobody(registry: Registry) -> None:
    registry.organisations.clear()
    assert rows(made(registry, Format.EXCEL))[0][:2] == ["Nr.", "Organisation"]
    assert len(records(made(registry, Format.CSV))) == 1
    assert json.loads(made(registry, Format.JSON))["rows"] == []
    assert made(registry, Format.VCARD) == b""


def test_cards_of_people_and_organisations() -> None:
    day = date(2023, 9, 1)
    place = Address(po_box="12", postal_code="1010", city="Wien", country="AT")
    company = Card(
        "Bund; Nord, Süd\\West", "bund/", day, address=place, website="https://b.example", languages=("de",)
    )
    person = Card(
        "Bund", "bund/x", day, family="X", role="Vorsitz", phones=("4711 intern",), emails=("x@b.example",)
    )
    found = cards(render((company, person)))
    assert found[0][2:] == [
        ("KIND", "org"), ("FN", "Bund\\; Nord\\, Süd\\\\West"), ("ORG", "Bund\\; Nord\\, Süd\\\\West"),
        ("ADR", ";;Postfach 12;Wien;;1010;Österreich"), ("URL", "https://b.example"), ("LANG", "de"),
        ("REV", "20230901T000000Z"),
    ]  # fmt: skip
    assert found[1][2:] == [
        ("KIND", "individual"), ("FN", "X"), ("N", "X;;;;"), ("ORG", "Bund"), ("ROLE", "Vorsitz"),
        ("TEL", "4711 intern"), ("EMAIL", "x@b.example"), ("REV", "20230901T000000Z"),
    ]  # fmt: skip
    assert cards(render((person,)))[0][1] == found[1][1]  # the same card keeps what it is known by


def test_the_same_bytes_at_another_time(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = (Format.EXCEL, Format.CSV, Format.JSON, Format.VCARD)
    first = [made(registry, form) for form in forms]
    later = time.struct_time((2031, 2, 3, 4, 5, 6, 0, 34, 0))
    monkeypatch.setattr(time, "localtime", lambda *_seconds: later)
    assert [made(registry, form) for form in forms] == first
