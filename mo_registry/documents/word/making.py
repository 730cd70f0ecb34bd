"""A document as a Word file, laid out as on paper (see ``layouts/*.typ``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.slots import clean
from mo_registry.documents.word import letter as letters
from mo_registry.documents.word import package
from mo_registry.documents.word.blocks import BLANK_LINE, Writer
from mo_registry.documents.word.elements import Setting, twips
from mo_registry.documents.word.page import (
    GREY,
    LANDSCAPE,
    LETTER,
    PORTRAIT,
    Sheet,
    foot,
    settle,
    watermark,
)
from mo_registry.documents.word.runs import own, printed
from mo_registry.documents.word.signing import sign

if TYPE_CHECKING:
    from docx.document import Document as Docx


def render(document: Document) -> bytes:
    """The document as a .docx file; a letter in the office's own letterhead, where there is one.

    Raises:
        RegistryError: the letterhead cannot be filled in.
    """
    letter = document.letter
    if letter and document.letterhead:
        from mo_registry.documents.word.letterhead import filled

        made = filled(document, letter, document.letterhead)
    else:
        made = package.blank()
        _write(made, document)
    author = letter.sender[0] if letter and letter.sender else ""
    return package.content(made, clean(document.title), document.language, clean(author), document.date)


def _write(made: Docx, document: Document) -> None:
    """Write the document on a sheet of our own."""
    sheet = {Layout.LETTER: LETTER, Layout.LIST: LANDSCAPE}.get(document.layout, PORTRAIT)
    rtl = document.direction == "rtl"
    settle(made, document, sheet, rtl)
    end: Any = made.element.body.sectPr
    writer = Writer(made, end.addprevious, twips(sheet.text), rtl, package.style_ids(made))
    if document.letter:
        letters.write(writer, document, document.letter)
    else:
        _plain(writer, document, sheet)
    # A document ends with a paragraph, be it an empty one.
    if not end.getprevious().tag.endswith("}p"):
        writer.space()


def _plain(writer: Writer, document: Document, sheet: Sheet) -> None:
    if document.sender:
        line = Setting(border="bottom", after=BLANK_LINE)
        printed(writer.paragraph(own(document.sender, writer.rtl), "Header", line), size=9, color=GREY)
    writer.paragraph(b.text(document.title), "Title")
    writer.blocks(document.blocks)
    sign(writer, document.signatures)
    section = writer.document.sections[0]
    if document.mark:
        watermark(section.header, document.mark)
    foot(writer, section.footer, document, document.notice, sheet)
