"""Documents as plain text: for a message, for a reader that knows nothing else, for a look on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.letter import Letter
from mo_registry.documents.slots import clean
from mo_registry.documents.widths import measured, shared
from mo_registry.visible import width

COLUMNS = 72
GAP = 2
WIDEST_LABEL = 24
"""Characters of a label that its text stands beside; below a longer one it stands in a line of its own."""
LINE = 30
"""Characters of a line to sign on."""

_ISOLATE, _POP = "\u2068", "\u2069"
_GLUE = "\ue000"  # a space at which no line ends


def render(document: Document) -> str:
    """The document in lines of at most 72 columns, with a newline at the end; a long word may be longer.

    Forms that come with a letter are behind it.
    """
    return f"\n{'-' * COLUMNS}\n\n".join(map(_rendered, (document, *document.enclosed)))


def _rendered(document: Document) -> str:
    letter = document.layout is Layout.LETTER
    title = _wrapped(clean(document.title), COLUMNS)
    parts = [_lines(title) if letter else _underlined(title, "=")]
    if document.mark:
        parts.append(document.mark.upper())
    parts.extend(_blocks(document.blocks, COLUMNS))
    if document.sender:
        parts.insert(0, clean(document.sender))
    if document.letter:
        parts = [*_head(document.letter), *parts, *_foot(document.letter, document)]
    parts.extend(_signatures(document.signatures))
    if document.summary:
        parts.append(_lines(_wrapped(clean(document.summary), COLUMNS)))
    if document.notice:
        parts.append(_lines(_wrapped(clean(document.notice), COLUMNS)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(letter: Letter) -> Iterator[str]:
    """Sender, receiver and information block of a letter."""
    yield _lines(map(clean, letter.sender))
    yield _lines(map(clean, letter.address))
    yield _labelled([(f"{label}:", clean(value)) for label, value in letter.information], COLUMNS)


def _foot(letter: Letter, document: Document) -> Iterator[str]:
    yield clean(letter.closing)
    yield _lines(map(clean, letter.signature))
    for key, items in (("enclosures", letter.enclosures), ("copies", letter.copies)):
        if items:
            yield _lines([f"{document.words[key]}:", *map(clean, items)])


def _signatures(signatures: Sequence[Signature]) -> Iterator[str]:
    for it in signatures:
        yield "\n" + _lines(["_" * LINE, *(clean(part) for part in (it.name, it.role) if part)])


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _underlined(lines: Sequence[str], sign: str) -> str:
    return _lines([*lines, sign * min(COLUMNS, max(map(width, lines), default=0))])


def _blocks(blocks: Iterable[b.Block], columns: int) -> Iterator[str]:
    for block in blocks:
        match block:
            case b.Heading():
                yield _heading(block, columns)
            case b.Paragraph():
                yield _lines(_wrapped(inline(block.runs), columns))
            case b.Listing():
                yield _listing(block, columns)
            case b.Table():
                yield _table(block, columns)
            case b.Quote():
                yield _indented("\n\n".join(_blocks(block.blocks, columns - 2)), "> ", "> ")
            case b.Passage():
                yield from _blocks(block.blocks, columns)
            case b.Rule():
                yield "-" * columns


def _heading(heading: b.Heading, columns: int) -> str:
    lines = _wrapped(inline(heading.runs), columns)
    return _underlined(lines, "-") if heading.level == b.FIRST_HEADING else _lines(lines)


def _listing(listing: b.Listing, columns: int) -> str:
    bullet = listing.start is None
    boxes = bullet and all(map(b.ticked, listing.items))
    sign = "" if boxes else "- "
    signs = [sign if bullet else f"{(listing.start or 0) + index}. " for index in range(len(listing.items))]
    room = max(map(len, signs))
    # Items of more than a line and a list stand apart.
    between = "\n" if all(_is_line(item) for item in listing.items) else "\n\n"
    items = (
        _indented(between.join(_blocks(item, columns - room)), sign.ljust(room), " " * room)
        for sign, item in zip(signs, listing.items, strict=True)
    )
    return between.join(items)


def _is_line(item: b.Blocks) -> bool:
    return all(isinstance(block, b.Listing) for block in item[1:])


def _indented(content: str, first: str, others: str) -> str:
    lines = content.split("\n")
    return _lines(((others if index else first) + line).rstrip() for index, line in enumerate(lines))


def _table(table: b.Table, columns: int) -> str:
    """A table in columns; where these would be too narrow, every row as lines with labels."""
    cells = [[inline(cell) for cell in row] for row in table.rows]
    if table.facts and len(table.header) == 2:  # noqa: PLR2004  (what it is about, and what is said of it)
        return _labelled([(f"{label}:" if label else "", value) for label, value in cells], columns)
    bounds = measured(table, lambda text, _bold: width(text), GAP)
    if sum(bound.need for bound in bounds) - GAP > columns:
        return _in_lines(table, cells, columns)
    widths = [int(each) - GAP for each in shared(bounds, columns + GAP)]
    lines = [_row(row, widths, table.align) for row in cells]
    if not table.facts:
        head = [inline(cell) for cell in table.header]
        lines = [_row(head, widths, table.align), (" " * GAP).join("-" * each for each in widths), *lines]
    # Rows of several lines would run together without a line between them.
    apart = any("\n" in line for line in lines)
    start = 0 if table.facts else 2
    return _lines([*lines[:start], ("\n\n" if apart else "\n").join(lines[start:])])


def _row(cells: Sequence[str], widths: Sequence[int], align: Sequence[str]) -> str:
    columns = [_wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
    sides = [*align, *[""] * (len(widths) - len(align))]
    return _lines(
        (" " * GAP).join(map(_set, line, widths, sides)).rstrip()
        for line in zip_longest(*columns, fillvalue="")
    )


def _set(content: str, size: int, side: str) -> str:
    room = max(0, size - width(content))
    left = {"right": room, "center": room // 2}.get(side, 0)
    return " " * left + content + " " * (room - left)


def _in_lines(table: b.Table, cells: Sequence[Sequence[str]], columns: int) -> str:
    heads = [inline(cell) for cell in table.header]
    return "\n\n".join(
        _labelled(
            [(f"{head}:" if head else "", cell) for head, cell in zip(heads, row, strict=True) if cell],
            columns,
        )
        for row in cells
    )


def _labelled(pairs: Sequence[tuple[str, str]], columns: int) -> str:
    """Labels, and beside them what is said."""
    room = max((width(label) for label, _text in pairs if width(label) <= WIDEST_LABEL), default=0) + GAP
    found = []
    for label, text in pairs:
        content = _lines(_wrapped(text, columns - room))
        if width(label) <= WIDEST_LABEL:
            found.append(_indented(content, label + " " * (room - width(label)), " " * room))
        else:
            found.append(_lines([label, _indented(content, " " * room, " " * room)]))
    return _lines(found)


def inline(runs: b.Runs) -> str:
    """A stretch of text without its manner; where a link leads is told unless the text says so itself."""
    return "".join(_linked(link, list(group)) for link, group in groupby(runs, key=lambda run: run.link))


def _linked(link: str, runs: Sequence[b.Run]) -> str:
    text = "".join(_run(run) for run in runs)
    plain = clean(b.plain_text(runs))
    evident = link.startswith("tel:") or _bare(link) in (plain, _bare(plain))
    return text if not link or evident else f"{text} <{clean(link).removeprefix('mailto:')}>"


def _bare(address: str) -> str:
    return re.sub(r"^(https?://|mailto:)|/$", "", address)


def _run(run: b.Run) -> str:
    text = clean(run.text)
    if run.whole:
        text = text.replace(" ", _GLUE)
    return f"{_ISOLATE}{text}{_POP}" if run.isolate and text else text


def _wrapped(text: str, columns: int) -> list[str]:
    """The text in lines; words that are longer than a line stay whole, as addresses must."""
    return [line.replace(_GLUE, " ") for part in text.split("\n") for line in _filled(part, columns)]


def _filled(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width(longer) > columns:
            yield line
            longer = word
        line = longer
    yield line
