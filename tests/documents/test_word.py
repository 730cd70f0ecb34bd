"""Word files as python-docx, plain XML and LibreOffice see them."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from mo_registry.documents import invitation, protocol, word
from mo_registry.documents.blocks import Table, text
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.letter import Letter, TooManyAddressLines
from mo_registry.documents.output import Format
from mo_registry.documents.reading import read
from mo_registry.documents.word.runs import culture, directed
from mo_registry.model import Event
from mo_registry.model.event import MinutesStatus
from mo_registry.registry import Registry, load

WORDS = {"page": "Seite {page} von {pages}", "enclosures": "Anlagen", "copies": "Verteiler"}
LETTER = Letter(
    address=("Die Brücke Wien", "Mustergasse 3", "1010 WIEN", "ÖSTERREICH"), sender=("Amt", "Platz 2 · 01067 Ort"),
    return_line="Amt · Platz 2 · 01067 Ort", information=(("Telefon", "0221 1"), ("Datum", "01.09.2023")),
    closing="Mit freundlichen Grüßen", signature=("A. B.", "Leitung"), enclosures=("Bogen", "Plan"),
)  # fmt: skip


def document(markdown: str, layout: Layout = Layout.MINUTES, **values: Any) -> Document:
    language = values.get("language", "de")
    direction = "rtl" if language == "ar" else "ltr"
    made = Document(
        layout, "Titel <1> & 2", "de", date(2023, 9, 1), read(markdown, direction=direction),
        words=WORDS, direction=direction,
    )  # fmt: skip
    return replace(made, **values)


def opened(content: bytes) -> Docx:
    return docx.Document(io.BytesIO(content))


def texts(found: Docx) -> list[tuple[str, str]]:
    """Every paragraph outside tables: its style and its text."""
    return [(str(it.style and it.style.name), it.text) for it in found.paragraphs]


def part(content: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return docx.oxml.parse_xml(archive.read(name))


def test_text_has_real_styles() -> None:
    found = opened(
        word.render(document("## Eins\n\nEin **fetter** *Satz*.\n\n### Zwei\n\n- a\n- b\n\n> x\n\n---"))
    )
    assert texts(found) == [
        ("Title", "Titel <1> & 2"),
        ("Heading 1", "Eins"),
        ("Normal", "Ein fetter Satz."),
        ("Heading 2", "Zwei"),
        ("List Bullet", "a"),
        ("List Bullet", "b"),
        ("Quote", "x"),
        ("Normal", ""),
    ]
    assert [(run.text, run.bold, run.italic) for run in found.paragraphs[2].runs] == [
        ("Ein ", None, None), ("fetter", True, None), (" ", None, None), ("Satz", None, True), (".", None, None),
    ]  # fmt: skip


def numbers(found: Docx) -> list[tuple[str, int, int]]:
    """Of every item in a list its text, its list and its level."""
    items = [it for it in found.paragraphs if it._p.pPr is not None and it._p.pPr.numPr is not None]
    return [(it.text, it._p.pPr.numPr.numId.val, it._p.pPr.numPr.ilvl.val) for it in items]  # type: ignore[union-attr]


def test_every_numbered_list_begins_anew() -> None:
    content = word.render(document("1. a\n2. b\n   - c\n     1. d\n\nText\n\n5. e\n\n   Mehr.\n6. f"))
    found = opened(content)
    assert numbers(found) == [("a", 2, 0), ("b", 2, 0), ("c", 1, 1), ("d", 3, 2), ("e", 4, 0), ("f", 4, 0)]
    assert ("List Continue", "Mehr.") in texts(found)
    numbering = part(content, "word/numbering.xml")
    starts = {
        number: numbering.xpath(f"./w:num[@w:numId={number}]/w:lvlOverride/w:startOverride/@w:val")
        for number in (2, 3, 4)
    }
    assert starts == {2: ["1"] * 9, 3: ["1"] * 9, 4: ["5", *["1"] * 8]}
    kinds = numbering.xpath("./w:abstractNum[@w:abstractNumId=1]/w:lvl/w:numFmt/@w:val")
    assert kinds == ["decimal"] * 9


def test_tables_repeat_their_header_and_facts_have_none() -> None:
    found = opened(
        word.render(document("| A | B |\n|---|--:|\n| 1 | 2 |\n\n| | |\n|---|---|\n| Wann | morgen |"))
    )
    table, facts = found.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["A", "B"], ["1", "2"]]
    assert [row._tr.xpath("boolean(./w:trPr/w:tblHeader)") for row in table.rows] == [True, False]
    assert [table.style and table.style.name, facts.style and facts.style.name] == [
        "Table Grid",
        "Normal Table",
    ]
    assert table.cell(1, 1).paragraphs[0].alignment is WD_ALIGN_PARAGRAPH.RIGHT
    assert [run.bold for cell in facts.rows[0].cells for run in cell.paragraphs[0].runs] == [True, None]
    assert facts._tbl.xpath(".//w:tblHeader") == []
    # Tables that touch would become one, and a document must not end with one.
    kinds = [child.tag.rpartition("}")[2] for child in found.element.body]
    assert kinds == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def test_the_words_that_head_facts_fit_in_whatever_font_there_is() -> None:
    rows = "| Wann | x |\n| Zugang | " + "x " * 90 + "|"
    (facts,) = opened(word.render(document(f"| | |\n|---|---|\n{rows}"))).tables
    width = int(facts._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")[0])
    # In em, of DejaVu Sans Bold, the widest font that takes the place of one that is not there: “Zugang”.
    room = 4 / 25.4 * 1440
    assert width - room >= (0.725 + 3 * 0.712 + 0.675 + 0.716) * 10 * 20
    assert width <= 2200


def test_a_letter_has_its_address_where_the_window_is() -> None:
    found = opened(word.render(document("Guten Tag,\n\nText", Layout.LETTER, letter=LETTER)))
    assert texts(found) == [
        ("envelope return", "Amt · Platz 2 · 01067 Ort"),
        ("envelope address", "Die Brücke Wien"),
        ("envelope address", "Mustergasse 3"),
        ("envelope address", "1010 WIEN"),
        ("envelope address", "ÖSTERREICH"),
        ("Message Header", "Telefon\t0221 1"),
        ("Message Header", "Datum\t01.09.2023"),
        ("Title", "Titel <1> & 2"),
        ("Normal", "Guten Tag,"),
        ("Normal", "Text"),
        ("Closing", "Mit freundlichen Grüßen"),
        ("Signature", "A. B.\nLeitung"),
        ("Normal", "Anlagen\nBogen\nPlan"),
    ]
    frames = [
        (it.get(qn("w:x")), it.get(qn("w:y")), it.get(qn("w:w")))
        for it in found.element.body.xpath(".//w:framePr")
    ]
    twips = [tuple(str(round(mm * 1440 / 25.4)) for mm in place) for place in (
        (25, 46.2, 80), *[(25, 62.7, 80)] * 4, *[(125, 50, 75)] * 2,
    )]  # fmt: skip
    assert frames == twips
    section = found.sections[0]
    assert (section.page_width, section.page_height) == (Mm(210).twips * 635, Mm(297).twips * 635)
    assert section.different_first_page_header_footer
    assert [it.text for it in section.first_page_header.paragraphs if it.text] == [
        "Amt",
        "Platz 2 · 01067 Ort",
    ]
    assert section.footer.paragraphs[0]._p.xpath(".//w:fldSimple/@w:instr") == [" PAGE ", " NUMPAGES "]


def test_form_a_has_everything_higher() -> None:
    letter = replace(LETTER, form="A")
    found = opened(word.render(document("Text", Layout.LETTER, letter=letter)))
    (y,) = {it.get(qn("w:y")) for it in found.element.body.xpath(".//w:framePr[@w:x=1417][@w:h]")}
    assert y == str(round((62.7 - 18) * 1440 / 25.4))


def test_an_address_that_is_too_long_is_refused() -> None:
    long = "Verein zur Förderung der Verständigung zwischen Menschen aller Länder e.V."
    fits = replace(LETTER, address=(long, "Vorstand", "Frau A. B.", "Weg 1", "01069 Ort"))
    assert ("envelope address", long) in texts(opened(word.render(document("x", Layout.LETTER, letter=fits))))
    letter = replace(fits, address=(*fits.address, "ÖSTERREICH"))
    with pytest.raises(TooManyAddressLines, match="takes 7 lines"):
        word.render(document("x", Layout.LETTER, letter=letter))


def test_later_pages_say_what_they_belong_to() -> None:
    letter = replace(LETTER, day="01.09.2023")
    section = opened(word.render(document("Text", Layout.LETTER, letter=letter))).sections[0]
    assert section.header.paragraphs[0].text == "Titel <1> & 2\t01.09.2023"


def test_minutes_say_whose_they_are() -> None:
    assert texts(opened(word.render(document("Text", sender="Amt"))))[:2] == [
        ("Header", "Amt"),
        ("Title", "Titel <1> & 2"),
    ]


def test_from_right_to_left() -> None:
    content = word.render(
        document("هاتف **مهم** Büro\n\n1. أولا\n\n| A | ب |\n|---|---|\n| 1 | 2 |", language="ar")
    )
    body = part(content, "word/document.xml")
    paragraphs = body.xpath(".//w:p[.//w:t]")
    assert [bool(it.xpath("./w:pPr/w:bidi")) for it in paragraphs] == [True] * len(paragraphs)
    (sentence,) = (it for it in paragraphs if "Büro" in "".join(it.xpath(".//w:t/text()")))
    runs = [
        (
            "".join(run.xpath("./w:t/text()")),
            bool(run.xpath("./w:rPr/w:rtl")),
            bool(run.xpath("./w:rPr/w:bCs")),
        )
        for run in sentence.xpath("./w:r")
    ]
    assert runs == [("هاتف ", True, False), ("مهم", True, True), (" ", True, False), ("Büro", False, False)]
    assert len(body.xpath(".//w:tblPr/w:bidiVisual")) == 1
    styles = part(content, "word/styles.xml")
    (language,) = styles.xpath(".//w:lang")
    assert (language.get(qn("w:val")), language.get(qn("w:bidi"))) == ("de-DE", "ar-EG")
    assert opened(content).core_properties.language == "ar"


@pytest.mark.parametrize(
    ("shown", "rtl", "pieces"),
    [
        ("Vereine", False, [("Vereine", False)]),
        ("12:30", True, [("12:30", True)]),
        ("a جسر و ب b", False, [("a ", False), ("جسر و ب", True), (" b", False)]),
        ("جسر Haus am See نص", True, [("جسر ", True), ("Haus am See", False), (" نص", True)]),
        ("", False, []),
        ("", True, []),
    ],
)
def test_what_has_no_direction_goes_with_its_neighbours(
    shown: str, rtl: bool, pieces: list[tuple[str, bool]]
) -> None:
    assert list(directed(shown, rtl)) == pieces


def test_values_against_the_direction_are_isolated(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "invitation.ar.md").write_text(
        "---\ntitle: دعوة\n---\nهاتف {{ office.phone | phone }}\n", encoding="utf-8"
    )
    registry = load(root)
    made = invitation.make(registry, registry.events["2023-10-13-fachtag"], [Format.WORD])
    files = {file.path.stem: file.content for file in made.files}
    (phone,) = part(files["invitation-bruecke"], "word/document.xml").xpath(".//w:hyperlink//w:r")
    assert "".join(phone.xpath("./w:t/text()")) == "\u20660221 4710 301\u2069"
    assert not phone.xpath("./w:rPr/w:rtl")
    german = part(files["invitation-ukrainische-gemeinschaft"], "word/document.xml")
    (name,) = german.xpath(".//w:r[w:rPr/w:rtl]/w:t/text()")
    assert name == "\u2067جمعية الجسر\u2069"


def test_addresses_are_read_by_the_post_from_left_to_right(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "invitation.ar.md").write_text("---\ntitle: دعوة\n---\nنص\n", encoding="utf-8")
    registry = load(root)
    made = invitation.make(registry, registry.events["2023-10-13-fachtag"], [Format.WORD])
    content = next(file.content for file in made.files if file.path.stem == "invitation-bruecke")
    body = part(content, "word/document.xml")
    address = body.xpath(".//w:p[w:pPr/w:pStyle/@w:val='EnvelopeAddress']")
    lines = ["".join(line.xpath(".//w:t/text()")) for line in address]
    assert lines[0] == "\u2067جمعية الجسر\u2069"
    assert lines[-2:] == ["Gartenstraße 7", "01069 Musterstadt"]
    assert [bool(line.xpath("./w:pPr/w:bidi")) for line in address] == [False] * len(lines)


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "de-DE"), ("en", "en-GB"), ("uk", "uk-UA"), ("tr", "tr-TR"), ("ar", "ar-EG"), ("de-AT", "de-AT"), ("xx", "de-DE")],
)  # fmt: skip
def test_languages_as_word_names_them(language: str, name: str) -> None:
    assert culture(language) == name


def test_what_the_file_says_of_itself() -> None:
    content = word.render(document("Text", Layout.LETTER, letter=LETTER))
    said = opened(content).core_properties
    day = datetime(2023, 9, 1, tzinfo=UTC)
    assert (said.title, said.language, said.author) == ("Titel <1> & 2", "de", "Amt")
    assert (said.created, said.modified, said.last_modified_by, said.comments) == (day, day, "Amt", "")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        fonts = docx.oxml.parse_xml(archive.read("word/fontTable.xml"))
        settings = docx.oxml.parse_xml(archive.read("word/settings.xml"))
    others = {
        font.get(qn("w:name")): [it.get(qn("w:val")) for it in font.iter(qn("w:altName"))] for font in fonts
    }
    assert others == {"Noto Sans": ["Arial"], "Noto Sans Arabic": ["Arial"], "Arial": []}
    mode = settings.xpath(".//w:compatSetting[@w:name='compatibilityMode']/@w:val")
    assert mode == ["15"]  # else Word says “compatibility mode” in its title


def test_a_draft_says_so_across_every_page(registry: Registry, meeting: Event, change: Any) -> None:
    assert meeting.minutes is not None
    draft = meeting.minutes.model_copy(update={"status": MinutesStatus.DRAFT, "approved": None})
    for minutes, marks in ((meeting.minutes, []), (draft, ["ENTWURF"])):
        event = change(meeting.id, minutes=minutes)
        content = protocol.make(registry, event, [Format.WORD]).files[0].content
        header = opened(content).sections[0].header
        assert header._element.xpath(".//*[local-name()='textpath']/@string") == marks


def test_minutes_have_lines_to_sign_on(registry: Registry, meeting: Event) -> None:
    found = opened(protocol.make(registry, meeting, [Format.WORD]).files[0].content)
    signed = found.tables[-1].rows[0]
    assert [cell.text for cell in signed.cells] == [
        "Dr. Vera Kühn\nSitzungsleitung", "", "Iryna van der Berg\nProtokoll",
    ]  # fmt: skip
    lines = [bool(cell._tc.xpath("./w:tcPr/w:tcBorders/w:top")) for cell in signed.cells]
    assert lines == [True, False, True]
    assert "Netzwerktreffen, 10.05.2023" in found.sections[0].footer.paragraphs[0].text


def test_the_same_text_as_in_the_other_formats(registry: Registry, conference: Event) -> None:
    made = invitation.make(registry, conference, [Format.WORD])
    content = next(file.content for file in made.files if file.path.stem == "invitation-verband-der-vereine")
    found = opened(content)
    styles = texts(found)
    assert styles[:3] == [
        ("envelope return", "Integrationsstelle · Marktplatz 1 · 01067 Musterstadt"),
        ("envelope address", "Verband der Vereine Musterstadt e.V."),
        ("envelope address", "Herrn Jan Özer"),
    ]
    assert ("Title", "Neuer Termin: Vereine und Ämter am Freitag, 13. Oktober 2023") in styles
    assert ("Normal", "Sehr geehrter Herr Özer,") in styles
    assert [("Heading 1", it[1]) for it in styles if it[0].startswith("Heading")] == [
        it for it in styles if it[0].startswith("Heading")
    ]
    assert [cell.text for cell in found.tables[0].column_cells(0)] == [
        "Wann", "Wo", "Zugang", "Barrierefreiheit", "Online",
    ]  # fmt: skip
    links = [rel.target_ref for rel in found.part.rels.values() if rel.is_external]
    assert "mailto:fachtag@integrationsstelle.example" in links


NASTY = (
    "*Sternchen* _unten_ e.V.", "# Raute", "1. Verein", "<script>alert(1)</script>", "{{ event.title }} {% for %}",
    "{_{ x }_} {%_ a _%}", "=cmd|'/C calc'!A0", "a|b \\ c & d &amp; &#x26;", "]]> <w:p/>", "zero\u200bwidth", "Ελλάς 🎈",
    "Zeile\nzwei", "ein  Abstand ", "A\x0bB\x00C",
)  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_text_stays_text(name: str) -> None:
    letter = replace(LETTER, address=(name, "Weg 1"), signature=(name,), enclosures=(name,))
    table = Table((text(name), text("B")), ((text("x"), text(name)),))
    made = document("Text", Layout.LETTER, title=name, letter=letter)
    found = opened(word.render(replace(made, blocks=(table,))))
    wanted = name.replace("\x0b", "\ufffd").replace("\x00", "\ufffd")
    styles = dict(texts(found))
    assert styles["Title"] == wanted
    assert styles["Signature"] == wanted
    assert styles["Normal"] == f"Anlagen\n{wanted}"
    assert found.paragraphs[1].text == wanted
    assert [found.tables[0].cell(0, 0).text, found.tables[0].cell(1, 1).text] == [wanted, wanted]
    assert found.core_properties.title == wanted


def test_the_same_bytes_at_another_time(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document("1. a\n\n[b](https://x.example)", Layout.LETTER, letter=LETTER)
    first = word.render(made)
    later = time.struct_time((2031, 2, 3, 4, 5, 6, 0, 34, 0))
    monkeypatch.setattr(time, "localtime", lambda *_seconds: later)
    assert word.render(made) == first


# What ECMA-376 (wml.xsd) wants in which order; Word refuses a file that has it otherwise.
ORDER = {
    "pPr": "pStyle keepNext keepLines framePr widowControl numPr pBdr tabs bidi spacing ind contextualSpacing jc "
    "outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs rtl lang",
    "tblPr": "tblStyle bidiVisual tblW tblInd tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW tcBorders",
    "tbl": "tblPr tblGrid tr",
    "sectPr": "headerReference footerReference pgSz pgMar titlePg",
    "style": "name basedOn next semiHidden qFormat pPr rPr tblPr tblStylePr",
    "numbering": "abstractNum num",
    "lvl": "start numFmt lvlText lvlJc pPr",
}


def elements(content: bytes) -> Iterator[Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                yield from docx.oxml.parse_xml(archive.read(name)).iter()


@pytest.mark.parametrize("language", ["de", "ar"])
def test_elements_stand_in_the_order_of_the_standard(language: str) -> None:
    markdown = "## A\n\nb **c** *d* [e](https://x.example)\n\n1. f\n   - g\n\n> h\n\n| I | J |\n|---|:-:|\n| جسر | k |\n\n---\n\nZ"
    signatures = (Signature("Leitung", "A"), Signature("Protokoll"))
    plain = document(markdown, mark="Entwurf", notice="n", signatures=signatures, language=language)
    letter = document(markdown, Layout.LETTER, letter=LETTER, language=language)
    seen = set()
    for element in (it for made in (plain, letter) for it in elements(word.render(made))):
        name = str(element.tag).rpartition("}")[2]
        if name in ORDER:
            order = ORDER[name].split()
            children = [order.index(child.tag.rpartition("}")[2]) for child in element]
            assert children == sorted(children), (name, [child.tag for child in element])
            seen.add(name)
    assert seen == set(ORDER)


LAZY = """
import sys
from mo_registry.documents import contact_list, invitation, protocol
heavy = {"docx", "docxtpl", "lxml", "xlsxwriter"} & set(sys.modules)
assert not heavy, heavy
"""


def test_what_only_some_formats_need_is_loaded_for_them_only() -> None:
    subprocess.run([sys.executable, "-c", LAZY], check=True)


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def printed(content: bytes, folder: Path) -> Any:
    """The file as LibreOffice prints it."""
    (folder / "x.docx").write_bytes(content)
    profile = (folder / "profile").resolve().as_uri()
    command = [
        str(OFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir",
        str(folder), str(folder / "x.docx"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return pdfplumber.open(folder / "x.pdf")


def places(page: Any) -> dict[str, tuple[float, float]]:
    """Where lines begin, in mm from the top left corner."""
    lines = page.extract_text_lines(layout=False, x_tolerance=2)
    return {line["text"]: (line["x0"] * 25.4 / 72, line["top"] * 25.4 / 72) for line in lines}


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
)
def test_a_letter_in_libreoffice_looks_as_din_5008_wants_it(tmp_path: Path) -> None:
    letter = replace(LETTER, information=())
    paragraphs = "\n\n".join(f"Absatz {number}." for number in range(40))
    pdf = printed(word.render(document(paragraphs, Layout.LETTER, letter=letter)), tmp_path)
    assert len(pdf.pages) == 2
    first, second = (places(page) for page in pdf.pages)
    assert first["Die Brücke Wien"] == pytest.approx((25, 62.7), abs=1.5)
    assert first["1010 WIEN"] == pytest.approx((25, 62.7 + 2 * 4.233), abs=1.5)
    assert first["Titel <1> & 2"] == pytest.approx((25, 98.5), abs=1.5)
    assert first["Absatz 0."] == pytest.approx((25, 98.5 + 3 * 4.233), abs=2)
    assert first["Amt"][1] < 27
    assert "Seite 2 von 2" in second
    assert "Seite 1 von 2" not in first
    assert "Die Brücke Wien" not in second
    # The picture has the upper fold mark, and nothing else beside the text there.
    picture = pdf.pages[0].to_image(resolution=254).original.convert("L")  # 10 dots a mm
    marks = [y for y in range(1000, 1100) if picture.crop((85, y, 125, y + 1)).getextrema()[0] < 200]
    assert marks
    assert 1045 <= marks[0] <= marks[-1] <= 1060
    pdf.close()


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer-nogui)"
)
def test_a_letter_from_right_to_left_in_libreoffice(tmp_path: Path) -> None:
    made = document("Absatz eins.", Layout.LETTER, letter=LETTER, language="ar")
    with printed(word.render(made), tmp_path) as pdf:
        first = places(pdf.pages[0])
        # The address stays in the window, the text is at the right margin, x 190.
        assert first["Mustergasse 3"][0] == pytest.approx(25, abs=1)
        (line,) = (it for it in pdf.pages[0].extract_text_lines() if "Absatz" in it["text"])
        assert line["x1"] * 25.4 / 72 == pytest.approx(190, abs=1)
