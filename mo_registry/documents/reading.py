"""Markdown, as templates and minutes have it, to blocks.

CommonMark with tables, without what surprises people who are no programmers: indented text is no code, a
line of dashes under a paragraph makes no heading of it, and raw HTML and images are plain text.

What is filled in by hand is Markdown's own box of a list of tasks, ``[ ]``, and a row of underscores, ``____``. Only
a template can write these: in a value or in prose of the registry they are text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import count, repeat
from typing import TYPE_CHECKING

from mo_registry.documents import blocks as b
from mo_registry.documents.formats import direction_of
from mo_registry.documents.slots import Piece, Prose, Slots

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_OFF = ("code", "fence", "html_block", "html_inline", "lheading", "reference")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S+")
_RULED = "\ue00f"
"""What stands for each underscore of a line to write on while Markdown is read, which would see emphasis in them."""
_LINE = re.compile(r"(?<![\\_])_{4,}(?!_)")
_BLANK = re.compile(rf"(?<!\S)\[ \](?!\S)|{_RULED}+")
LONGEST_KEPT = 20_000
"""Characters of a text whose structure is kept for the next one of its kind."""
MAX_PROSE = 4
"""Prose in prose in prose: deeper, it is shown as it was typed."""


def read(
    markdown: str,
    slots: Slots | None = None,
    direction: str = "ltr",
    words: Mapping[str, str] | None = None,
) -> b.Blocks:
    """The blocks of a text in Markdown.

    Args:
        markdown: the text; values in it are marks.
        slots: the values.
        direction: that of the document, ``ltr`` or ``rtl``: what runs against it is isolated.
        words: the language's fixed words; here what a box and a line are called is used.

    Raises:
        TooLong: see `Slots.pieces`.
    """
    reader = _Reader(slots or Slots(), direction, words or {})
    tree = _tree(_LINE.sub(lambda match: _RULED * len(match[0]), markdown))
    return b.settled(tuple(reader.blocks(tree.children)))


class _Reader:
    def __init__(self, slots: Slots, direction: str, words: Mapping[str, str]) -> None:
        self.slots = slots
        self.direction = direction
        self.words = words
        self.depth = 0
        self.level = 1

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[b.Block]:
        for node in nodes:
            if node.type == "heading":
                self.level = int(node.tag[1:])
                yield from _filled(b.Heading(self.level, _one_line(self.inline(node))))
            elif node.type == "paragraph":
                yield from self.paragraph(self.inline(node))
            elif node.type in {"bullet_list", "ordered_list"}:
                yield from _filled(self.listing(node))
            elif node.type == "blockquote":
                yield from _filled(b.Quote(tuple(self.blocks(node.children))))
            elif node.type == "table":
                yield self.table(node)
            elif node.type == "hr":
                yield b.Rule()

    def paragraph(self, pieces: Iterable[Piece]) -> Iterator[b.Block]:
        """A paragraph; values that are blocks stand on their own between its parts."""
        runs: list[b.Run] = []
        for piece in pieces:
            if isinstance(piece, b.Run):
                runs.append(piece)
                continue
            yield from _filled(b.Paragraph(_trimmed(runs)))
            runs = []
            yield from self.prose(piece) if isinstance(piece, Prose) else _block(piece)
        yield from _filled(b.Paragraph(_trimmed(runs)))

    def prose(self, prose: Prose) -> Iterator[b.Block]:
        """The blocks of prose; its headings go below the heading that it stands under."""
        if self.depth >= MAX_PROSE:
            yield b.Paragraph((b.Run(self.slots.plain(prose.text)),))
            return
        above, self.depth = self.level, self.depth + 1
        if prose.language:
            yield from _filled(self.passage(prose, above))
        else:
            yield from self.lowered(prose, above)
        self.level, self.depth = above, self.depth - 1

    def passage(self, prose: Prose, above: int) -> b.Passage:
        """Prose in another language than the document's."""
        around = self.direction
        self.direction = direction_of(prose.language)
        found = b.Passage(tuple(self.lowered(prose, above)), prose.language, self.direction)
        self.direction = around
        return found

    def lowered(self, prose: Prose, above: int) -> Iterator[b.Block]:
        if prose.verbatim:
            yield from _filled(b.Paragraph(b.text(self.slots.plain(prose.text))))
            return
        for block in self.blocks(_tree(prose.text).children):
            yield replace(block, level=block.level + above) if isinstance(block, b.Heading) else block

    def listing(self, node: SyntaxTreeNode) -> b.Listing:
        items = (tuple(self.blocks(item.children)) for item in node.children)
        start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        return b.Listing(tuple(item for item in items if item), start)

    def table(self, node: SyntaxTreeNode) -> b.Table:
        rows = [row for part in node.children for row in part.children]
        cells = [tuple(self.cell(cell) for cell in row.children) for row in rows]
        if not any(cells[0]):  # facts: one that is not known is not mentioned
            cells = [row for row in cells if not row or any(row[1:]) or not any(row)]
        align = tuple(str(cell.attrs.get("style", "")).rpartition(":")[2] for cell in rows[0].children)
        return b.Table(cells[0], tuple(row for row in cells[1:] if any(row)), align)

    def cell(self, node: SyntaxTreeNode) -> b.Runs:
        """The text of a cell; prose in it is run together, its paragraphs on lines of their own."""
        runs: list[b.Run] = []
        for block in self.paragraph(self.inline(node)):
            runs.extend([b.Run("\n"), *_flat(block)] if runs else _flat(block))
        return _trimmed(runs)

    def inline(self, node: SyntaxTreeNode) -> Iterator[Piece]:
        for child in node.children:
            if child.type == "inline":
                yield from self.pieces(child.children, b.Run(""))

    def pieces(self, nodes: Sequence[SyntaxTreeNode], manner: b.Run) -> Iterator[Piece]:
        for node in nodes:
            if node.type in {"strong", "em"}:
                strong, emphasis = node.type == "strong", node.type == "em"
                within = replace(manner, strong=manner.strong or strong, emphasis=manner.emphasis or emphasis)
                yield from self.pieces(node.children, within)
            elif node.type == "link":
                href = self.slots.plain(str(node.attrs.get("href", "")).replace(_RULED, "_"))
                link = href if _SAFE_LINK.fullmatch(href) else ""
                yield from self.pieces(node.children, replace(manner, link=link, whole=bool(link)))
            elif node.type in {"softbreak", "hardbreak"}:
                yield replace(manner, text=" " if node.type == "softbreak" else "\n")
            else:
                yield from self.text(node.content, manner)

    def text(self, content: str, manner: b.Run) -> Iterator[Piece]:
        before = ""
        for piece in self.slots.pieces(content):
            if isinstance(piece, str):
                yield from self.written(_after(before, piece), manner)
            elif isinstance(piece, b.Run):
                yield b.Run(
                    piece.text,
                    strong=manner.strong,
                    emphasis=manner.emphasis,
                    link=manner.link or piece.link,
                    isolate=runs_against(piece.text, self.direction),
                    whole=manner.whole or piece.whole,
                    language=piece.language,
                )
                before = piece.text
            else:
                yield piece

    def written(self, text: str, manner: b.Run) -> Iterator[b.Run]:
        """What the template itself says, with what is to be filled in."""
        done = 0
        for match in _BLANK.finditer(text) if self.depth == 0 else ():
            yield replace(manner, text=text[done : match.start()])
            yield self.blank(match[0], manner)
            done = match.end()
        yield replace(manner, text=text[done:])

    def blank(self, text: str, manner: b.Run) -> b.Run:
        kind = b.Blank.LINE if text[0] == _RULED else b.Blank.BOX
        shown = text.replace(_RULED, "_")
        return replace(manner, text=shown, link="", whole=True, blank=kind, spoken=self.words.get(kind, ""))


def _after(value: str, following: str) -> str:
    """The template's text behind a value: a full stop behind “e.V.” is there already."""
    doubled = value.endswith(".") and following.startswith(".") and not following.startswith("..")
    return following[1:] if doubled else following


def runs_against(text: str, direction: str) -> bool:
    """Whether a value in a document of this direction needs a direction of its own.

    In a document from right to left that is everything with Latin letters or digits in it: telephone
    numbers and times would otherwise be turned round piece by piece.
    """
    if text.isascii():
        return direction == "rtl" and any(character.isalnum() for character in text)
    against = {"R", "AL", "AN"} if direction == "ltr" else {"L", "EN"}
    return any(unicodedata.bidirectional(character) in against for character in text)


def _block(piece: Piece) -> Iterator[b.Block]:
    if isinstance(piece, b.Block):
        yield piece


def _filled(block: b.Block) -> Iterator[b.Block]:
    """The block, if there is something in it: a value that is empty leaves no gap."""
    content = {
        b.Heading: "runs",
        b.Paragraph: "runs",
        b.Listing: "items",
        b.Quote: "blocks",
        b.Passage: "blocks",
    }[type(block)]
    if getattr(block, content):
        yield block


def _trimmed(runs: Iterable[b.Run]) -> b.Runs:
    """The runs without white space and line breaks at either end."""
    found = list(b.joined(runs))
    while found and not found[0].text.strip():
        del found[0]
    while found and not found[-1].text.strip():
        del found[-1]
    if found and found[0].text[0].isspace():
        found[0] = replace(found[0], text=found[0].text.lstrip())
    if found and found[-1].text[-1].isspace():
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)


def _one_line(pieces: Iterable[Piece]) -> b.Runs:
    runs = (piece for piece in pieces if isinstance(piece, b.Run))
    return _trimmed(replace(run, text=" ".join(run.text.split("\n"))) for run in runs)


def _flat(block: b.Block) -> b.Runs:
    """A block as one stretch of text, for a place that holds no blocks."""
    if isinstance(block, b.Heading):
        return tuple(replace(run, strong=True) for run in block.runs)
    if isinstance(block, b.Paragraph):
        return block.runs
    if isinstance(block, b.Listing):
        numbers = (
            (f"{number}. " for number in count(block.start)) if block.start is not None else repeat("• ")
        )
        parts = zip(numbers, block.items, strict=False)
        return _lines((b.Run(number), *_lines(map(_flat, item))) for number, item in parts)
    if isinstance(block, b.Quote):
        return _lines(map(_flat, block.blocks))
    if isinstance(block, b.Passage):
        return tuple(replace(run, language=block.language) for run in _lines(map(_flat, block.blocks)))
    if isinstance(block, b.Table):
        return _lines(_lines(row, ", ") for row in block.rows)
    return ()


def _lines(parts: Iterable[b.Runs], between: str = "\n") -> b.Runs:
    found: list[b.Run] = []
    for part in parts:
        found.extend([b.Run(between), *part] if found else part)
    return tuple(found)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Escaped signs stay apart from the text around them, so that “\\[ ]” is no box.
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable([*_OFF, "text_join"])
    # Links are judged when their values are in; percent signs would hide the marks till then.
    reader.normalizeLink = str  # type: ignore[assignment,method-assign]
    reader.validateLink = bool  # type: ignore[assignment,method-assign]
    return reader


def _tree(markdown: str) -> SyntaxTreeNode:
    """What a text consists of; of letters that differ in their values only, it is looked for once."""
    return _known_tree(markdown) if len(markdown) < LONGEST_KEPT else _known_tree.__wrapped__(markdown)


@lru_cache(maxsize=64)
def _known_tree(markdown: str) -> SyntaxTreeNode:
    from markdown_it.tree import SyntaxTreeNode

    tokens: list[Token] = _markdown().parse(markdown)
    return SyntaxTreeNode(tokens)
