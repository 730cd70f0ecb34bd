"""The sheet that a Word document stands on: paper, language, footer, and a mark across the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document
from mo_registry.documents.slots import clean
from mo_registry.documents.word import package
from mo_registry.documents.word.blocks import Put, Writer
from mo_registry.documents.word.elements import Element, Setting, field, twips, word_name
from mo_registry.documents.word.runs import culture, pieces

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.section import _BaseHeaderFooter as Edge


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and its margins, in mm."""

    left: float
    right: float
    top: float
    bottom: float
    width: float = 210
    height: float = 297
    head: float = 10
    """From the edge to the header."""
    foot: float = 12
    title: float = 15
    """Size of the title in points."""
    heading: float = 11.5

    @property
    def text(self) -> float:
        """How wide the text is."""
        return self.width - self.left - self.right


LETTER = Sheet(left=25, right=20, top=27, bottom=25, head=15, title=10, heading=10)
PORTRAIT = Sheet(left=25, right=20, top=22, bottom=25)
LANDSCAPE = Sheet(left=15, right=15, top=15, bottom=18, width=297, height=210, foot=8, title=14, heading=10)
GREY = "5A5A5A"
RIGHT_TO_LEFT_PITCH = 280
"""Twips from line to line: Arabic script is higher than Latin."""


def settle(made: Docx, document: Document, sheet: Sheet, rtl: bool) -> None:
    """Paper, language, and what the direction changes."""
    from docx.shared import Mm, Pt

    section = made.sections[0]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.header_distance, section.footer_distance = Mm(sheet.head), Mm(sheet.foot)
    styles: Any = made.styles
    for tag in (*styles.element.xpath("//w:lang"), *made.settings.element.xpath("//w:themeFontLang")):
        _tell(tag, document.language, rtl)
    for name, size in (("Title", sheet.title), ("Heading 1", sheet.heading)):
        styles[name].font.size = Pt(size)
        styles[name].element.rPr.find(word_name("szCs")).set(word_name("val"), str(round(size * 2)))
    if document.letter:
        styles["Heading 1"].paragraph_format.space_before = Pt(0)
        styles["Heading 1"].paragraph_format.space_after = Pt(2)
    if rtl:
        styles["Normal"].paragraph_format.line_spacing = Pt(RIGHT_TO_LEFT_PITCH / 20)


def _tell(tag: Any, language: str, rtl: bool) -> None:
    """Say the language; what is in Latin script in a letter from right to left is mostly German."""
    tag.set(word_name("bidi" if rtl else "val"), culture(language))


def edge(writer: Writer, left: str, right: b.Runs, sheet: Sheet) -> Element:
    """A line for the head or the foot of a page: a text at its beginning and one at its end."""
    runs = (*b.text(left), b.Run("\t"), *right)
    return writer.made(runs, "Footer", Setting(tabs=(-twips(sheet.text),)))


def foot(writer: Writer, part: Edge, document: Document, notice: str, sheet: Sheet) -> None:
    """The notice on one side, “page 2 of 3” on the other."""
    made = edge(writer, notice, (), sheet)
    made.extend(_page_number(document.words.get("page", "{page}/{pages}"), writer.rtl))
    cleared(part)(made)


def _page_number(words: str, rtl: bool) -> Iterator[Element]:
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    for part in re.split(r"(\{pages?\})", words):
        if part in fields:
            yield field(fields[part])
        elif part:
            yield from pieces(b.Run(part), rtl)


def cleared(part: Edge) -> Put:
    """Begin a header or footer anew; what puts paragraphs into it."""
    part.is_linked_to_previous = False
    holder: Any = part._element  # noqa: SLF001  (python-docx has no other way to it)
    for child in list(holder):
        holder.remove(child)
    return holder.append  # type: ignore[no-any-return]


def watermark(head: Edge, mark: str) -> None:
    """A word across every page, as Word itself makes it."""
    from docx.oxml import parse_xml

    made: Any = parse_xml((package.BLANK / "watermark.xml").read_bytes())
    (shape,) = made.xpath("//*[local-name()='shape']")
    (path,) = made.xpath("//*[local-name()='shape']/*[local-name()='textpath']")
    shape.set("alt", clean(mark))
    path.set("string", clean(mark).upper())
    cleared(head)(made)
