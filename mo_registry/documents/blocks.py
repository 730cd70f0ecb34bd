"""What a document consists of: a short, frozen list of blocks of text that every format knows how to show.

Text is a tuple of `Run`; a line break is a newline in a run. Nothing in a block is markup any more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

FIRST_HEADING = 2
DEEPEST_HEADING = 6


class Blank(StrEnum):
    """What a person fills in by hand."""

    BOX = "box"
    """A box to tick."""
    LINE = "line"
    """A line to write on, as long as its underscores; at the end of a line of text it goes on to the margin."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner.

    Attributes:
        text: what is read; a newline is a line break.
        strong: printed bold.
        emphasis: printed in italics.
        link: where it leads (``https:``, ``mailto:``, ``tel:``), or nothing.
        isolate: its direction is its own, so that a name in Arabic script does not carry off the number
            beside it (Unicode's first strong isolate).
        whole: it is not broken over two lines where it fits on one.
        blank: it is no text but something to be filled in; the text is what stands for it where nothing
            can be drawn.
        spoken: of a blank, what a screen reader says of it.
        language: its own, where that is another than the document's (WCAG 2.1, 3.1.2).
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    isolate: bool = False
    whole: bool = False
    blank: Blank | None = None
    spoken: str = ""
    language: str = ""

    def like(self, other: Run) -> bool:
        """Whether both are in the same manner, so that they can be one."""
        apart = self.isolate or other.isolate or self.blank or other.blank
        return not apart and self.manner == other.manner

    @property
    def manner(self) -> tuple[bool, bool, str, bool, str]:
        """All but the text and its direction."""
        return self.strong, self.emphasis, self.link, self.whole, self.language


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the document's title is level 1."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered from `start`, or with bullets when `start` is None."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Where every cell of the header is empty, the first column heads the rows: facts."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    align: tuple[str, ...] = ()
    """For each column ``left``, ``center``, ``right`` or nothing."""

    @property
    def facts(self) -> bool:
        """Whether the first column says what the second is about."""
        return not any(plain_text(cell).strip() for cell in self.header)


@dataclass(frozen=True, slots=True)
class Form(Table):
    """A table that goes on by hand: ruled, with room to write in."""

    shares: tuple[int, ...] = ()
    """For each column its share of the width."""
    blank: int | None = None
    """So many lines are left blank below the rows; without a number, as many as fill the page."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks in another language than the document's, in the direction of that language."""

    blocks: tuple[Block, ...]
    language: str
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


Block = Heading | Paragraph | Listing | Table | Quote | Passage | Rule
Blocks = tuple[Block, ...]


def plain_text(runs: Iterable[Run]) -> str:
    """What is read, without its manner."""
    return "".join(run.text for run in runs)


def is_room(runs: Runs) -> bool:
    """Whether there is nothing but a line to write on: in a table, an empty cell."""
    return len(runs) == 1 and runs[0].blank is Blank.LINE


def ticked(item: Sequence[Block]) -> bool:
    """Whether an item of a list begins with a box to tick, which stands in the place of its bullet."""
    first = item[0]
    return isinstance(first, Paragraph) and first.runs[0].blank is Blank.BOX


def text(content: str) -> Runs:
    """Plain text as runs."""
    return (Run(content),) if content else ()


def joined(runs: Iterable[Run]) -> Runs:
    """The same text with neighbours of one manner made one, and nothing that is empty."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if found and found[-1].like(run):
            found[-1] = replace(run, text=found[-1].text + run.text)
        else:
            found.append(run)
    return tuple(found)


def settled(blocks: Blocks) -> Blocks:
    """The blocks with headings that begin at level 2 and skip none.

    PDF/UA-1 (ISO 14289-1, 7.4.2) and WCAG ask for headings without gaps.
    """
    return tuple(_settled(blocks, []))


def _settled(blocks: Blocks, above: list[int]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            yield replace(block, level=min(FIRST_HEADING + len(above) - 1, DEEPEST_HEADING))
        elif isinstance(block, Passage):
            yield replace(block, blocks=tuple(_settled(block.blocks, above)))
        else:
            yield block


def lowered(blocks: Blocks) -> Blocks:
    """The blocks of a document that becomes a part of another one: its title is a heading there."""
    return tuple(
        replace(it, level=min(it.level + 1, DEEPEST_HEADING)) if isinstance(it, Heading) else it
        for it in blocks
    )


_RUN = tuple(field.name for field in dataclasses.fields(Run))


def to_plain(value: object) -> object:
    """Blocks as lists, mappings, text and numbers, for JSON; every block says its ``kind``."""
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Run):
        return {name: kept for name in _RUN if (kept := getattr(value, name))}
    if isinstance(value, Block):
        fields = {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        facts = {"facts": value.facts} if isinstance(value, Table) else {}
        return {"kind": type(value).__name__.lower(), **fields, **facts}
    return value
