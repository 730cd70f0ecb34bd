"""Answer forms: what they ask, in every format, by themselves and with an invitation."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mo_registry.audience import Occasion
from mo_registry.documents import answer_form, blocks, html, invitation, markdown, sending, text
from mo_registry.documents.blocks import Blank, Listing, Paragraph, Run, Table
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.output import Format
from mo_registry.documents.reading import read
from mo_registry.documents.sending import Sending, Wishes
from mo_registry.documents.slots import Prose, Slots
from mo_registry.documents.studio import Studio
from mo_registry.documents.template_files import packaged
from mo_registry.finding import RegistryError
from mo_registry.model import Event
from mo_registry.model.event import EventStatus
from mo_registry.registry import Registry, load
from tests.conftest import Result
from tests.conftest import Run as Program

WORDS = {"box": "Kästchen", "line": "Linie"}
MEETING = "2023-10-13-fachtag"


def blanks(found: object) -> list[tuple[str, Blank]]:
    """Everything to be filled in, in its order."""
    if isinstance(found, Run):
        return [(found.text, found.blank)] if found.blank else []
    if isinstance(found, tuple):
        return [it for part in found for it in blanks(part)]
    parts = {Paragraph: ("runs",), Listing: ("items",), Table: ("header", "rows")}.get(type(found), ())
    return [it for name in parts for it in blanks(getattr(found, name))]


# What a template can say


def test_boxes_and_lines_in_markdown() -> None:
    found = read(
        "- [ ] mit ____ Personen\n- [ ] nein\n\nName: ________\n\n_____\n\n| a |\n|---|\n| ____ |",
        words=WORDS,
    )
    listing, name, rule, table = found
    assert isinstance(listing, Listing)
    assert all(map(blocks.ticked, listing.items))
    assert blanks((listing,)) == [("[ ]", Blank.BOX), ("____", Blank.LINE), ("[ ]", Blank.BOX)]
    assert blanks((name,)) == [("________", Blank.LINE)]
    assert isinstance(rule, Paragraph)
    assert [kind for _text, kind in blanks((rule,))] == [Blank.LINE]
    assert isinstance(table, Table)
    assert blocks.is_room(table.rows[0][0])
    assert isinstance(name, Paragraph)
    assert name.runs[-1].spoken == "Linie"


@pytest.mark.parametrize("typed", [r"\[ ] a", "x[ ]y", "a[ ]", "[x] a", "a_b ___ c", r"\____"])
def test_what_is_neither_box_nor_line(typed: str) -> None:
    assert blanks(read(typed, words=WORDS)) == []


@given(value=st.one_of(st.text("[] _\n-|", max_size=20), st.text(max_size=20)))
def test_the_registry_cannot_make_any(value: str) -> None:
    slots = Slots()
    kept = slots.keep(f"[ ] ____ {value}")
    prose = slots.keep(Prose(f"- [ ] x ____\n\n_____\n\n{value}"))
    assert blanks(read(f"- {kept}\n\n{prose}\n\n| a |\n|---|\n| {kept} |\n| {prose} |", slots)) == []


# By itself


@pytest.fixture
def made(registry: Registry, conference: Event) -> dict[str, bytes]:
    """The form for nobody in particular and that for one, by name."""
    files = [
        *answer_form.make(registry, conference, formats=answer_form.FORMATS),
        *answer_form.make(
            registry, conference, [registry.organisations["bruecke"]], answer_form.FORMATS, "de"
        ),
    ]
    return {file.path.as_posix(): file.content for file in files}


def test_the_files(made: dict[str, bytes]) -> None:
    assert list(made) == [
        f"{MEETING}/answer-form{whose}.{form}"
        for whose in ("", "-bruecke")
        for form in ("pdf", "docx", "html", "md")
    ]


def test_the_whole_form(made: dict[str, bytes]) -> None:
    assert made[f"{MEETING}/answer-form.md"].decode() == FORM
    named = made[f"{MEETING}/answer-form-bruecke.md"].decode()
    assert named == FORM.replace("Organisation: ____", "Organisation: **\u2068جمعية الجسر\u2069**")


FORM = """\
# Antwortbogen: Vereine und Ämter am Freitag, 13. Oktober 2023

|             |                                                                   |
| ----------- | ----------------------------------------------------------------- |
| Wann        | Freitag, 13.10.2023 bis Samstag, 14.10.2023, 13:00–17:30\u00a0Uhr      |
| Wo          | Rathaus Musterstadt, Großer Saal, Marktplatz 1, 01067 Musterstadt |
| Online      | [fachtag.example/raum](https://fachtag.example/raum)              |
| Antwort bis | **Montag, 02.10.2023**                                            |
| Zurück an   | Integrationsstelle Musterstadt, Marktplatz 1, 01067 Musterstadt   |
| Telefax     | 0221 4710 309                                                     |
| E-Mail      | <fachtag@integrationsstelle.example>                              |
| Telefon     | 0221 4710 301                                                     |
| Im Internet | [fachtag.example/anmeldung](https://fachtag.example/anmeldung)    |

## Ihre Antwort

Organisation: ____

- [ ] Wir kommen mit ________ Personen.
- [ ] Wir können leider nicht kommen.

Wer kommt?

| Vorname                              | Familienname                         | Funktion                 |
| ------------------------------------ | ------------------------------------ | ------------------------ |
| ____________________________________ | ____________________________________ | ________________________ |
| ____________________________________ | ____________________________________ | ________________________ |
| ____________________________________ | ____________________________________ | ________________________ |
| ____________________________________ | ____________________________________ | ________________________ |

## Was wir brauchen

- [ ] Sprachmittlung in diese Sprache: ____
- [ ] Kinderbetreuung für ________ Kinder, Alter: ____
- [ ] Zugang mit dem Rollstuhl
- [ ] Etwas anderes: ____

Bei Rückfragen erreichen Sie (Name, Telefon oder E-Mail): ____

Ihre Angaben dienen nur der Vorbereitung.

Ort, Datum ……………………………………………………

Unterschrift ……………………………………………………
"""


def test_markdown_can_be_read_again(made: dict[str, bytes]) -> None:
    kinds = [kind for _text, kind in blanks(read(made[f"{MEETING}/answer-form.md"].decode()))]
    assert (kinds.count(Blank.BOX), kinds.count(Blank.LINE)) == (6, 19)


def test_a_line_that_touches_text_is_no_emphasis_in_markdown() -> None:
    document = Document(Layout.FORM, "x", "de", date(2023, 9, 1), read("(____) (____)"))
    assert len(blanks(document.blocks)) == 2
    written = markdown.render(document)
    assert written == "# x\n\n(\\_\\_\\_\\_) (\\_\\_\\_\\_)\n"


def tags(node: Any) -> list[Any]:
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    kids = node.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    kids = kids if isinstance(kids, list) else [kids]
    return [node, *(found for kid in kids if hasattr(kid, "get_object") for found in tags(kid))]


def test_the_pdf_is_one_accessible_page_with_drawn_boxes(made: dict[str, bytes]) -> None:
    content = made[f"{MEETING}/answer-form.pdf"]
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    names = [str(node["/Alt"]) for node in tags(root["/StructTreeRoot"]) if node.get("/S") == "/Figure"]
    # Cells that are written in are empty cells; all else has a name.
    assert (names.count("Kästchen zum Ankreuzen"), names.count("Linie zum Ausfüllen")) == (6, 7)
    words = reader.pages[0].extract_text()
    assert not re.search(r"[☐☑□_\[\]]", words)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        squares = [
            it
            for it in (*page.rects, *page.curves)
            if abs(it["width"] - it["height"]) < 0.5 and 8 < it["width"] < 12
        ]
        assert len(squares) == 6
        right = max(float(it["x1"]) for it in page.lines)
        assert abs(right - (210 - 20) / 25.4 * 72) < 1


def test_in_word_boxes_can_be_ticked_and_lines_reach_the_margin(made: dict[str, bytes]) -> None:
    found = docx.Document(io.BytesIO(made[f"{MEETING}/answer-form.docx"]))
    body: Any = found.element.body
    boxes = list(body.iter(qn("w14:checkbox")))
    assert [box[0].get(qn("w14:val")) for box in boxes] == ["0"] * 6
    assert {it.get(qn("w:val")) for it in body.iter(qn("w:alias"))} == {"Kästchen zum Ankreuzen"}
    leaders = [it for it in body.iter(qn("w:tab")) if it.get(qn("w:leader")) == "underscore"]
    assert len(leaders) == 5
    assert {it.get(qn("w:pos")) for it in leaders} == {str(round(165 * 56.6929))}
    rows = found.tables[1].rows
    assert [row.height is not None for row in rows] == [False, True, True, True, True]
    assert [cell.text for cell in rows[1].cells] == ["", "", ""]
    # A box stands in the place of the bullet.
    assert not [it for it in found.paragraphs if it.style and it.style.name == "List Bullet"]


class Fields(HTMLParser):
    """Everything in a page that is filled in, with what it is called."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inputs: list[tuple[str, str]] = []
        self.labels = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.labels += tag == "label"
        if tag == "input":
            found = dict(attrs)
            self.inputs.append((found["type"] or "", found.get("aria-label") or ""))

    def handle_endtag(self, tag: str) -> None:
        self.labels -= tag == "label"
        if tag == "label" and not self.inputs[-1][1]:
            self.inputs[-1] = (self.inputs[-1][0], "label")


def test_in_html_everything_to_be_filled_in_has_a_name(made: dict[str, bytes]) -> None:
    inputs = Fields(made[f"{MEETING}/answer-form.html"].decode()).inputs
    assert inputs == [
        ("text", "Organisation:"),
        ("checkbox", "Wir kommen mit … Personen."),
        ("text", "Wir kommen mit"),
        ("checkbox", "label"),
        *[("text", "Vorname"), ("text", "Familienname"), ("text", "Funktion")] * 4,
        ("checkbox", "Sprachmittlung in diese Sprache: …"),
        ("text", "Sprachmittlung in diese Sprache:"),
        ("checkbox", "Kinderbetreuung für … Kinder, Alter: …"),
        ("text", "Kinderbetreuung für"),
        ("text", "Kinder, Alter:"),
        ("checkbox", "label"),
        ("checkbox", "Etwas anderes: …"),
        ("text", "Etwas anderes:"),
        ("text", "Bei Rückfragen erreichen Sie (Name, Telefon oder E-Mail):"),
    ]


def test_plain_text_has_boxes_instead_of_bullets(registry: Registry, conference: Event) -> None:
    form = answer_form.form_for(Studio(registry), conference, "de")
    assert "\n[ ] Wir kommen mit ________ Personen.\n[ ] Wir können leider nicht kommen.\n" in text.render(
        form
    )


def test_the_language_is_that_of_whoever_answers(root: Path) -> None:
    settings = root / "data" / "organisations" / "ukrainische-gemeinschaft.yaml"
    settings.write_text(settings.read_text("utf-8").replace("language: uk", "language: en"), "utf-8")
    registry = load(root)
    event, wanted = registry.events[MEETING], [registry.organisations["ukrainische-gemeinschaft"]]
    (form,) = answer_form.make(registry, event, wanted, [Format.MARKDOWN])
    assert form.content.decode().startswith("# Answer form: Vereine und Ämter, Friday, 13 October 2023\n")
    (form,) = answer_form.make(registry, event, wanted, [Format.MARKDOWN], "de")
    assert form.content.decode().startswith("# Antwortbogen: ")


@pytest.mark.parametrize(
    "path", sorted(packaged().glob("answer-form.*.md")), ids=lambda path: path.name.split(".")[1]
)
def test_a_form_fits_on_a_page_in_every_language(registry: Registry, conference: Event, path: Path) -> None:
    language = path.name.split(".")[1]
    studio = Studio(registry)
    form = answer_form.form_for(studio, conference, language, list(registry.organisations.values())[:3])
    assert form.language == language
    assert len(PdfReader(io.BytesIO(studio.press.print(form))).pages) == 1
    assert blanks(form.blocks).count(("[ ]", Blank.BOX)) == 6


def test_nobody_answers_a_cancelled_event(registry: Registry, conference: Event, change: Any) -> None:
    cancelled = change(conference.id, status=EventStatus.CANCELLED)
    with pytest.raises(RegistryError, match="is cancelled: there is nothing to answer"):
        answer_form.make(registry, cancelled)


# With an invitation


@pytest.fixture
def wanted(root: Path) -> Registry:
    """The registry with forms for all invitations."""
    settings = root / "data" / "registry.yaml"
    said = settings.read_text("utf-8")
    settings.write_text(said.replace("documents:\n", "documents:\n  answer_form: true\n"), "utf-8")
    return load(root)


def send(registry: Registry, **wishes: Any) -> Sending:
    return sending.make(registry, registry.events[MEETING], None, Wishes(**wishes))


def content(sent: Sending, name: str) -> bytes:
    return next(file.content for file in sent.files if file.path.name == name)


def pages(raw: bytes) -> list[str]:
    read_pages = (page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    return [re.sub("[\u2066-\u2069]", "", page).replace("\u00a0", " ") for page in read_pages]


def test_printed_letters_have_the_form_as_their_last_page(wanted: Registry) -> None:
    sent = send(wanted)
    told = pages(content(sent, "letters.pdf"))
    assert told[3] == ""  # the back of the first form
    assert ["Antwortbogen: " in page for page in told[4:]] == [False, False, True]
    assert [re.findall(r"Seite \d von \d", page) for page in told[4:]] == [
        ["Seite 1 von 2"],
        ["Seite 2 von 2"],
        [],
    ]
    assert "Verband der Vereine Musterstadt e.V." in told[6]
    assert ["Anlagen\nAntwortbogen" in page for page in told[4:]] == [False, True, False]
    assert sent.bundles[0].pages == len(told) == 7
    single = pages(content(sent, "invitation-verband-der-vereine.pdf"))
    assert [page[:500] for page in single] == [page[:500] for page in told[4:]]


def test_on_one_side_no_page_is_blank(wanted: Registry) -> None:
    rules = wanted.settings.documents.model_copy(update={"both_sides": False})
    wanted.settings = wanted.settings.model_copy(update={"documents": rules})
    told = pages(content(send(wanted), "letters.pdf"))
    assert len(told) == 6
    assert all(told)


def test_a_form_is_never_on_the_back_of_its_letter(wanted: Registry) -> None:
    studio, event = Studio(wanted), wanted.events[MEETING]
    letter = invitation.letter_to_all(studio, event, "de", Occasion.INVITATION)
    told = pages(studio.press.print(replace(letter, blocks=letter.blocks[:2])))
    assert (len(told), told[1]) == (3, "")
    assert "Antwortbogen: " in told[2]


def test_a_file_holds_fewer_letters_with_forms(wanted: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "LETTERS_WITH_FORMS", 1)
    bundles = send(wanted, singles=False, mail=False).bundles
    assert [(bundle.path.name, bundle.letters, bundle.pages) for bundle in bundles][1:] == [
        ("letters-2.pdf", 1, 3)
    ]


def test_the_form_has_a_bookmark_below_its_receiver(wanted: Registry) -> None:
    reader = PdfReader(io.BytesIO(content(send(wanted), "letters.pdf")))
    _first, _below, receiver, below = reader.outline
    assert isinstance(below, list)
    titles = {
        str(it["/Title"]): reader.get_destination_page_number(it) for it in below if not isinstance(it, list)
    }
    assert titles == {
        "Neuer Termin: Vereine und Ämter am Freitag, 13. Oktober 2023": 4,
        "Antwortbogen: Vereine und Ämter am Freitag, 13. Oktober 2023": 6,
    }
    assert str(receiver["/Title"]) == "Verband der Vereine Musterstadt e.V."  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("each", "name", "whose"),
    [(False, "mail-de-change.eml", ""), (True, "mail-to-bruecke-wien.eml", "Die Brücke Wien")],
)
def test_an_e_mail_has_the_form_beside_the_letter(
    wanted: Registry, each: bool, name: str, whose: str
) -> None:
    message = message_from_bytes(content(send(wanted, each=each), name), policy=policy.default)
    assert isinstance(message, EmailMessage)
    papers = {it.get_filename() or "": it.get_content() for it in message.iter_attachments()}
    assert [it for it in papers if it.endswith(".pdf")] == [
        "neuer-termin-vereine-und-aemter-am-freitag-13-oktober.pdf",
        "answer-form.pdf",
    ]
    letter, form = (pages(raw) for it, raw in papers.items() if it.endswith(".pdf"))
    assert "Anlagen\nAntwortbogen" in letter[-1]
    assert len(form) == 1
    assert re.findall(r"Organisation: ?(.*)", form[0])[0].strip() == whose
    body = message.get_body(("plain",))
    assert body
    plain = body.get_content()
    assert "Anlagen:\r\nAntwortbogen\r\n" in plain
    assert "[ ]" not in plain


def test_a_form_for_whoever_speaks_for_several(wanted: Registry) -> None:
    studio, event = Studio(wanted), wanted.events[MEETING]
    several = [wanted.organisations[name] for name in ("bruecke-wien", "verband-der-vereine")]
    form = answer_form.form_for(studio, event, "de", several)
    assert "Organisation: Die Brücke Wien und Verband der Vereine Musterstadt e.V.\n" in text.render(form)


def test_other_formats_have_it_too(wanted: Registry) -> None:
    sent = send(wanted, formats=(Format.WORD, Format.HTML, Format.MARKDOWN, Format.TEXT), mail=False)
    stem = "invitation-verband-der-vereine"
    found = docx.Document(io.BytesIO(content(sent, f"{stem}.docx")))
    assert len(found.sections) == 2
    assert [it.text for it in found.sections[1].header.paragraphs] == [""]
    headings = [it.text for it in found.paragraphs if it.style and it.style.name == "Heading 1"]
    assert headings[-1] == "Antwortbogen: Vereine und Ämter am Freitag, 13. Oktober 2023"
    page = content(sent, f"{stem}.html").decode()
    assert page.count("<h1>") == 1
    assert '<section class="form" lang="de" dir="ltr">\n<h2>Antwortbogen: ' in page
    assert page.count("<h3>Ihre Antwort</h3>") == 1
    assert "\n---\n\n# Antwortbogen: " in content(sent, f"{stem}.md").decode()
    assert "\n\nAntwortbogen: Vereine" in content(sent, f"{stem}.txt").decode()
    assert not sent.forms_beside


def test_beside_the_offices_own_letterhead_it_is_a_file_of_its_own(wanted: Registry) -> None:
    folder = wanted.root / "templates"
    folder.mkdir()
    head = docx.Document()
    head.add_paragraph("{{ body }}")
    head.add_paragraph("{{ enclosures }}")
    head.save(str(folder / "letterhead.docx"))
    sent = send(wanted, formats=(Format.WORD,), mail=False)
    names = [file.path.name for file in sent.files if "verband" in file.path.name]
    assert names == ["invitation-verband-der-vereine.docx", "answer-form-verband-der-vereine.docx"]
    assert sent.forms_beside
    letter = docx.Document(io.BytesIO(content(sent, names[0])))
    assert letter.paragraphs[-1].text == "Antwortbogen"
    form = docx.Document(io.BytesIO(content(sent, names[1])))
    assert "Organisation: Verband der Vereine Musterstadt e.V." in [it.text for it in form.paragraphs]


def test_no_form_with_a_cancellation(wanted: Registry) -> None:
    called_off = wanted.events[MEETING].model_copy(update={"status": EventStatus.CANCELLED}).named(MEETING)
    assert ['<section class="form"' in letter for letter in letters(wanted, called_off)] == [False] * 4
    assert ['<section class="form"' in letter for letter in letters(wanted, wanted.events[MEETING])] == [
        True
    ] * 4


def test_no_form_unless_it_is_wanted(registry: Registry, conference: Event) -> None:
    assert ['<section class="form"' in letter for letter in letters(registry, conference)] == [False] * 4


def letters(registry: Registry, event: Event) -> list[str]:
    return [file.content.decode() for file in invitation.make(registry, event, [Format.HTML]).files]


def test_what_a_template_names_among_its_enclosures_is_not_named_twice(wanted: Registry) -> None:
    shipped = (Path(__file__).parents[2] / "templates" / "invitation.de.md").read_text("utf-8")
    own = wanted.root / "templates" / "invitation.de.md"
    own.parent.mkdir()
    own.write_text(shipped.replace('enclosures: ""', "enclosures: Anfahrt; Antwortbogen"), "utf-8")
    page = html.render(
        invitation.letter_to_all(Studio(wanted), wanted.events[MEETING], "de", Occasion.INVITATION)
    )
    assert "<ul><li>Anfahrt</li><li>Antwortbogen</li></ul>" in page


# The command


def test_the_command(run: Program, small: Path) -> None:
    assert run("generate", "answer-form", MEETING) == Result(
        0,
        f"Answer form for {MEETING}, with a line for the organisation's name\n1 file: out/{MEETING}/answer-form.pdf\n",
        "",
    )
    assert run(
        "generate", "answer-form", MEETING, "--to", "bruecke", "--to", "bruecke-wien", "--format", "md"
    ) == Result(
        0,
        f"Answer form for {MEETING}, filled in for 2 organisations\n"
        f"2 files: out/{MEETING}/answer-form-bruecke.md, out/{MEETING}/answer-form-bruecke-wien.md\n",
        "",
    )
    assert (small / "out" / MEETING / "answer-form-bruecke.md").is_file()


def test_the_command_refuses(run: Program) -> None:
    assert run("generate", "answer-form", MEETING, "--to", "brucke") == Result(
        2, "", "error: There is no organisation “brucke”.\n  = help: did you mean bruecke?\n"
    )
    assert run("generate", "answer-form", MEETING, "--format", "txt") == Result(
        2,
        "",
        "error: “txt” is not a format of this document.\n  = help: it can be: pdf, docx, html, md\n",
    )


def test_the_account_of_an_invitation_says_where_forms_lie(run: Program, small: Path) -> None:
    settings = small / "data" / "registry.yaml"
    said = settings.read_text("utf-8")
    settings.write_text(said.replace("documents:\n", "documents:\n  answer_form: true\n"), "utf-8")
    (small / "templates").mkdir()
    head = docx.Document()
    head.add_paragraph("{{ body }}")
    head.save(str(small / "templates" / "letterhead.docx"))
    result = run("generate", "invitation", MEETING, "--format", "docx")
    assert result.code == 0
    assert (
        "The office's letterhead has no page for the answer form: it lies beside each letter as answer-form-….docx."
        in result.lines
    )
