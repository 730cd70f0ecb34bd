"""A letterhead to begin with: our own sheet, with a field wherever a letter has a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.letter import Letter
from mo_registry.documents.word import letter as letters
from mo_registry.documents.word import package
from mo_registry.documents.word.blocks import Writer
from mo_registry.documents.word.elements import twips
from mo_registry.documents.word.page import LETTER, settle

if TYPE_CHECKING:
    from docx.document import Document as Docx

_BEHIND_LABELS = 24  # mm
_SENDER = 10  # points
_OPTIONAL = ("enclosures", "copies")


def letterhead(words: Mapping[str, str], language: str, form: str, day: date) -> bytes:
    """A Word file with every field of a letterhead, laid out to DIN 5008; the office puts its signs into it.

    Args:
        words: the fixed words of the language.
        language: of the words.
        form: of DIN 5008, ``A`` or ``B``.
        day: written into the file as the day on which it was made.
    """
    made = package.blank()
    letter = Letter(
        address=(_gap("address"),),
        form=form,
        sender=(_gap("sender"),),
        return_line=_gap("return_line"),
        information=((_gap("information"), ""),),
        day=_gap("date"),
        closing=_gap("closing"),
        signature=(_gap("signature"),),
        **{name: (f"{_gap(name)}{{% endif %}}",) for name in _OPTIONAL},
    )
    asked = {name: f"{{% if {name} %}}{words[name]}" for name in _OPTIONAL}
    document = Document(
        Layout.LETTER,
        title=_gap("subject"),
        language=language,
        date=day,
        blocks=(b.Paragraph(b.text(_gap("body"))),),
        words={**words, **asked},
        notice=_gap("notice"),
        letter=letter,
    )
    settle(made, document, LETTER, rtl=False)
    put = made.element.body.sectPr.addprevious
    letters.write(
        Writer(made, put, twips(LETTER.text), rtl=False, styles=package.style_ids(made)), document, letter
    )
    _settle_lines(made)
    return package.content(made, "letterhead", language, "", day)


def _settle_lines(made: Docx) -> None:
    """Fields of several lines: each begins where the first does, and none is set as a headline."""
    from docx.shared import Mm, Pt

    for paragraph in made.paragraphs:
        if _gap("information") in paragraph.text:
            lines = paragraph.paragraph_format
            lines.left_indent = lines.first_line_indent = Mm(0)
            lines.tab_stops.clear_all()
            lines.tab_stops.add_tab_stop(Mm(_BEHIND_LABELS))
    for paragraph in made.sections[0].first_page_header.paragraphs:
        if _gap("sender") in paragraph.text:
            for run in paragraph.runs:
                run.font.size = Pt(_SENDER)


def _gap(name: str) -> str:
    return f"{{{{ {name} }}}}"
