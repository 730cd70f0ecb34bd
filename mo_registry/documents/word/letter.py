"""A business letter in Word, to DIN 5008:2020, form A or B: as far as Word can, where the printed one has it.

Address and information block stand in frames at fixed places, as does the subject; all measures are from the
sheet's top left corner. Their paragraphs are part of the text, so that everybody can change and hear them.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document
from mo_registry.documents.letter import ADDRESS_LINES, Letter, TooManyAddressLines
from mo_registry.documents.word.blocks import BLANK_LINE, Put, Writer
from mo_registry.documents.word.elements import Element, Frame, Setting, element, twips, word_name
from mo_registry.documents.word.page import GREY, LETTER, RIGHT_TO_LEFT_PITCH, cleared, edge, foot
from mo_registry.documents.word.runs import on_lines, own, printed
from mo_registry.documents.word.signing import sign

if TYPE_CHECKING:
    from docx.section import Section

FORM_A = 18
"""How much higher everything below the letterhead is in form A."""
SUBJECT = 98.5
"""Where the subject of a letter begins, in mm from the top edge."""
_LONG_NAME = 55
_WINDOW = 80  # mm
_NARROW = 96  # twips of a letter of 10 pt, on average; they are hardly narrower


def write(writer: Writer, document: Document, letter: Letter) -> None:
    """Write a letter on our own sheet."""
    section = writer.document.sections[0]
    section.different_first_page_header_footer = True
    up = FORM_A if letter.form == "A" else 0
    _first_head(writer, section, letter, up)
    cleared(section.header)(edge(writer, document.title, b.text(letter.day), LETTER))
    foot(writer, section.footer, document, "", LETTER)
    _address_field(writer, letter, up)
    _information(writer, letter, up)
    above = twips(SUBJECT - up - LETTER.top)
    if writer.rtl:
        # LibreOffice measures a frame from the right where the paragraph behind it runs from right to left.
        _from_left(writer, writer.put).space()
        above -= RIGHT_TO_LEFT_PITCH
    writer.paragraph(b.text(document.title), "Title", Setting(before=above, after=2 * BLANK_LINE))
    writer.blocks(document.blocks, keep=bool(letter.closing or letter.signature))
    _closing(writer, letter)
    sign(writer, document.signatures)
    for key, items in (("enclosures", letter.enclosures), ("copies", letter.copies)):
        if items:
            runs = (b.Run(document.words[key], strong=True), b.Run("\n" + "\n".join(items)))
            writer.paragraph(runs, setting=Setting(before=BLANK_LINE))
    summarise(writer, document.summary)
    if document.notice:
        writer.paragraph(b.text(document.notice), "Footer", Setting(before=2 * BLANK_LINE))
    for form in document.enclosed:
        enclose(writer, form)


def enclose(writer: Writer, form: Document) -> None:
    """A form on a page of its own behind the letter, without the letter's head and foot."""
    from docx.enum.section import WD_SECTION

    section = writer.document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    for part in (section.header, section.footer):
        cleared(part)(writer.made((), "Footer"))
    own_writer = replace(writer, rtl=form.direction == "rtl", language=form.language)
    printed(own_writer.paragraph(b.text(form.title), "heading 1", Setting(after=BLANK_LINE)), size=15)
    own_writer.blocks(b.lowered(form.blocks))
    sign(own_writer, form.signatures)


def summarise(writer: Writer, summary: str) -> None:
    """Say at the end of a letter in another language in German what it is."""
    if summary:
        german = replace(writer, rtl=False, language="de", body=None)
        line = Setting(before=2 * BLANK_LINE, border="top")
        printed(german.paragraph(b.text(summary), setting=line), size=9)


def _closing(writer: Writer, letter: Letter) -> None:
    if letter.closing:
        writer.paragraph(b.text(letter.closing), "Closing")
    if letter.signature:
        lines = [own(line, writer.rtl) for line in letter.signature]
        writer.paragraph(on_lines(lines), "Signature")


def _first_head(writer: Writer, section: Section, letter: Letter, up: float) -> None:
    """The letterhead, and the marks to fold and to punch by, all on the first page only."""
    from docx.shared import Mm

    if up:
        section.header_distance = Mm(10)
    head = section.first_page_header
    put = cleared(head)
    post = _from_left(writer, put)
    for y, length in ((105 - up, 5.0), (148.5, 7.0), (210 - up, 5.0)):
        mark = Setting(frame=Frame(8, y, length, 1), border="top", after=0)
        put(_small(post.made((), "Header", mark)))
    for index, line in enumerate(letter.sender or ("",)):
        put(_head_line(post, line, first=index == 0))


def _small(mark: Element) -> Element:
    mark.find(word_name("pPr")).append(element("rPr", element("sz", val=2), element("szCs", val=2)))
    return mark


def _head_line(writer: Writer, line: str, first: bool) -> Element:
    made = writer.made(own(line), "Header")
    if first:
        printed(made, size=14 if len(line) <= _LONG_NAME else 11, bold=True)
    else:
        printed(made, size=9, color=GREY)
    return made


def _address_field(writer: Writer, letter: Letter, up: float) -> None:
    """Return line and address, always from left to right: it is the post that reads them."""
    _refuse_long(letter)
    post = _from_left(writer, writer.put)
    if letter.return_line:
        post.paragraph(own(letter.return_line), "envelope return", Setting(Frame(25, 46.2 - up, _WINDOW)))
    for line in letter.address:
        post.paragraph(own(line), "envelope address", Setting(Frame(25, 62.7 - up, _WINDOW, 27.3)))


def _refuse_long(letter: Letter) -> None:
    """Refuse an address that surely takes more lines than there is room for, in any font."""
    lines = sum(math.ceil(len(line) * _NARROW / twips(_WINDOW)) for line in letter.address)
    if lines > ADDRESS_LINES:
        raise TooManyAddressLines(letter.address, lines)


def _from_left(writer: Writer, put: Put) -> Writer:
    return replace(writer, put=put, rtl=False)


def _information(writer: Writer, letter: Letter, up: float) -> None:
    """The information block: labels, and their values behind a tab."""
    longest = max((len(label) for label, _value in letter.information), default=0)
    tab = min(1.75 * longest + 3, 40)
    setting = Setting(Frame(125, 50 - up, 75), indent=twips(tab), hanging=twips(tab), tabs=(twips(tab),))
    for label, value in letter.information:
        made = writer.paragraph(b.text(f"{label}\t"), "Message Header", setting)
        printed(made, color=GREY)
        shown = writer.made(own(value, writer.rtl), "Message Header")
        # An address stays on one line: a long one is set smaller before it is broken.
        printed(shown, size=max(6.5, min(9, 9 * (75 - tab) / (1.75 * len(value) or 1))))
        made.extend(list(shown)[1:])
