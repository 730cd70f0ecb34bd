"""Blocks of text as paragraphs, lists and tables of Word, in our own document or in the office's letterhead."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mo_registry.documents import blocks as b
from mo_registry.documents.widths import measured, shared
from mo_registry.documents.word.elements import MM, PLAIN, Element, Setting, element, paragraph
from mo_registry.documents.word.package import LEVELS, indent
from mo_registry.documents.word.runs import written

if TYPE_CHECKING:
    from docx.document import Document as Docx

Put = Callable[[Element], object]
"""Puts an element where it belongs in the document."""

BLANK_LINE = 240
LONGEST_ROW = 1500
"""Characters of a table's row that is kept on one page."""
_GAP = 4 * MM
_SIDES = {"right": "right", "center": "center"}
_HEADINGS = 5
_ABOVE_LINE, _ABOVE_BOX = 140, 80
"""Room for handwriting above a line, and between boxes, in twips."""
_ROOM = round(8 * MM)
"""Height of a row to write in."""


@dataclass(frozen=True)
class Writer:
    """Writes blocks into a document.

    Args:
        document: where; it has the styles and lists that are needed (see `package.equip`).
        put: takes every paragraph and table, in order.
        width: how wide the text is, in twips.
        rtl: whether it runs from right to left.
        styles: the ids of the document's styles by their names (see `package.style_ids`).
        size: of the text, in points.
        bullets: the list with bullets (``w:numId``).
        numbers: the kind of lists with numbers (``w:abstractNumId``).
        body: the style of plain paragraphs (its id); None for the document's usual one.
        language: that of the text, where it is another than the document's.
    """

    document: Docx
    put: Put
    width: float
    rtl: bool = False
    styles: Mapping[str, str] = field(default_factory=dict)
    size: float = 10
    bullets: int = 1
    numbers: int = 1
    body: str | None = None
    language: str = ""

    def blocks(
        self, blocks: Sequence[b.Block], level: int = 0, style: str | None = None, keep: bool = False
    ) -> None:
        """Write the blocks.

        Args:
            blocks: what is written.
            level: how deep in lists it stands; 0 is outside.
            style: that of paragraphs, where it is not the usual one.
            keep: whether a paragraph at the end stays on a page with what follows.
        """
        for previous, block, following in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
            table_above = isinstance(previous, b.Table)
            if table_above and isinstance(block, b.Table):
                self.space()
            setting = Setting(
                before=BLANK_LINE if table_above else None,
                after=0 if isinstance(following, b.Listing) else None,
                indent=indent(level - 1) if level else None,
                keep=keep and following is None,
            )
            self.block(block, level, style, setting)

    def block(self, block: b.Block, level: int, style: str | None, setting: Setting) -> None:
        """Write a block, a paragraph as the setting says."""
        match block:
            case b.Heading():
                name = f"heading {min(block.level - 1, _HEADINGS)}"
                self.paragraph(block.runs, name, Setting(before=setting.before))
            case b.Paragraph():
                self.paragraph(block.runs, "List Continue" if level else style, setting)
            case b.Listing():
                self.listing(block, level)
            case b.Table():
                self.put(self.table(block))
            case b.Quote():
                self.blocks(block.blocks, level, "Quote")
            case b.Passage():
                told = replace(self, rtl=block.direction == "rtl", language=block.language)
                told.blocks(block.blocks, level, style)
            case b.Rule():
                self.paragraph((), style, replace(setting, border="bottom"))

    def paragraph(self, runs: b.Runs, style: str | None = None, setting: Setting = PLAIN) -> Element:
        """Write a paragraph; give its element."""
        made = self.made(runs, style, setting)
        self.put(made)
        return made

    def made(
        self,
        runs: b.Runs,
        style: str | None = None,
        setting: Setting = PLAIN,
        strong: bool = False,
        width: float | None = None,
    ) -> Element:
        """A paragraph that is not yet anywhere; a line to write on at its end goes on to the width."""
        if any(run.blank is b.Blank.LINE for run in runs):
            setting = replace(setting, before=max(setting.before or 0, _ABOVE_LINE))
        if runs and runs[-1].blank is b.Blank.LINE:
            setting = replace(setting, ruled=round(width or self.width))
            runs = (*runs[:-1], b.Run("\t"))
        found = paragraph(self.style(style) if style else self.body, self.rtl, setting)
        if self.language:
            runs = tuple(replace(run, language=run.language or self.language) for run in runs)
        found.extend(written(runs, self.rtl, self.document.part, self.style("Hyperlink"), strong))
        return found

    def style(self, name: str) -> str:
        """The id of a style; in a German document that of “heading 1” is something like “berschrift1”."""
        return self.styles[name.lower()]

    def space(self) -> None:
        """A little room between two tables, which would otherwise grow together."""
        self.paragraph((), "Table Text")

    def listing(self, listing: b.Listing, level: int, ends: bool = True) -> None:
        """A list; one with numbers has numbers of its own.

        Args:
            listing: the list.
            level: how deep it stands in others.
            ends: whether the outermost list ends with it: only there is room below.
        """
        name = "List Bullet" if listing.start is None else "List Number"
        number = self.bullets if listing.start is None else self.new_list(listing.start, level)
        boxes = listing.start is None and all(map(b.ticked, listing.items))
        if boxes:
            self.boxes(listing, level)
            return
        tight = all(_is_line(item) for item in listing.items)
        sign = Setting(numbering=(number, min(level, LEVELS - 1)), tight=None if tight else False)
        for index, item in enumerate(listing.items):
            others = item[1:] if isinstance(item[0], b.Paragraph) else item
            last = ends and index == len(listing.items) - 1
            room = None if last and not others else 0
            runs = item[0].runs if isinstance(item[0], b.Paragraph) else ()
            self.paragraph(runs, name, replace(sign, after=room if tight else None))
            for block in others:
                if isinstance(block, b.Listing):
                    self.listing(block, level + 1, last and block is others[-1])
                else:
                    self.blocks((block,), level + 1)

    def boxes(self, listing: b.Listing, level: int) -> None:
        """A list with a box to tick in the place of every bullet."""
        place = Setting(after=0, indent=indent(level), hanging=indent(0), before=_ABOVE_BOX)
        for index, item in enumerate(listing.items):
            last = index == len(listing.items) - 1 and len(item) == 1
            self.paragraph(_hung(item[0]), "List Continue", replace(place, after=None if last else 0))
            self.blocks(item[1:], level + 1)

    def new_list(self, start: int, level: int) -> int:
        """A list whose numbers begin anew; Word would otherwise go on with those of the list before it."""
        numbering: Any = self.document.part.numbering_part.element
        number = numbering.add_num(self.numbers)
        for depth in range(LEVELS):
            override = number.add_lvlOverride(ilvl=depth)
            override.add_startOverride(start if depth == min(level, LEVELS - 1) else 1)
        return int(number.numId)

    def table(self, table: b.Table) -> Element:
        """A table whose header is repeated on every page; facts have no lines and no header."""
        widths = self.widths(table)
        rows = [self.row(row, table, widths, index) for index, row in _rows(table)]
        return element(
            "tbl",
            self.about(sum(widths), "Normal Table" if table.facts else "Table Grid", head=not table.facts),
            element("tblGrid", *(element("gridCol", w=width) for width in widths)),
            *rows,
        )

    def widths(self, table: b.Table) -> list[int]:
        """The widths of a table's columns in twips.

        From right to left it is as wide as the text: programs do not agree on where it stands otherwise.
        """
        found = shared(measured(table, self.measure, _GAP), self.width)
        if self.rtl:
            found[-1] += self.width - sum(found)
        return [round(width) for width in found]

    def measure(self, text: str, bold: bool) -> float:
        """About how long a text is in twips, in any font that it may be shown in: a little too long does no harm."""
        marks = sum(bool(unicodedata.combining(character)) for character in text)
        wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
        capitals = sum(character.isupper() for character in text)
        ems = 0.2 + (len(text) - marks) * (0.74 if bold else 0.57) + capitals * 0.12 + wide * 0.45
        return ems * self.size * 20

    def about(self, width: int, style: str, head: bool = False) -> Element:
        """The properties of a table."""
        look = {"firstRow": int(head), "lastRow": 0, "firstColumn": 0, "lastColumn": 0}
        return element(
            "tblPr",
            element("tblStyle", val=self.style(style)),
            element("bidiVisual") if self.rtl else None,
            element("tblW", w=width, type="dxa"),
            element("tblLayout", type="fixed"),
            # Programs do not agree either on which side of a cell is its left one there.
            element("tblCellMar", _side("left"), _side("right")) if self.rtl else None,
            element("tblLook", val="0420" if head else "0400", **look, noHBand=1, noVBand=1),
        )

    def row(self, cells: Iterable[b.Runs], table: b.Table, widths: Sequence[int], index: int) -> Element:
        """A row; that with the index 0 is the header."""
        cells = list(cells)
        short = sum(len(b.plain_text(cell)) for cell in cells) <= LONGEST_ROW
        room = not table.facts and any(map(b.is_room, cells))
        properties = element(
            "trPr",
            element("cantSplit") if short else None,
            element("trHeight", val=_ROOM, hRule="atLeast") if room else None,
            None if index else element("tblHeader"),
        )
        made = element("tr", properties if len(properties) else None)
        for column, (runs, width) in enumerate(zip(cells, widths, strict=True)):
            strong = index == 0 or (table.facts and column == 0)
            side = table.align[column] if column < len(table.align) else ""
            setting = Setting(align=_SIDES.get(side, ""))
            shown = () if room and b.is_room(runs) else runs
            text = self.made(shown, "Table Text", setting, strong, width - _GAP)
            place = element("vAlign", val="center") if room else None
            made.append(element("tc", element("tcPr", element("tcW", w=width, type="dxa"), place), text))
        return made


def _hung(block: b.Block) -> b.Runs:
    """A box, and what it is for behind a tab, so that further lines stand below the text."""
    assert isinstance(block, b.Paragraph)
    box, *others = block.runs
    first = (
        [replace(others[0], text=others[0].text.lstrip())] if others and not others[0].blank else others[:1]
    )
    return (box, b.Run("\t"), *first, *others[1:])


def _side(name: str) -> Element:
    return element(name, w=round(_GAP / 2), type="dxa")


def _rows(table: b.Table) -> Iterator[tuple[int, tuple[b.Runs, ...]]]:
    if not table.facts:
        yield 0, table.header
    yield from enumerate(table.rows, start=1)


def _is_line(item: b.Blocks) -> bool:
    return all(isinstance(block, b.Listing) for block in item[1:])
