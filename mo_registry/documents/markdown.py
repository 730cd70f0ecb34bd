"""Blocks as Markdown that a person likes to read, and that any reader of Markdown reads as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document, Signature
from mo_registry.documents.letter import Letter

WIDEST_TABLE = 160
"""Characters of a table that is set in columns; a wider one is not."""

# Only what would be read as markup is escaped: 31.05., a_b and 3 < 4 stay as they are.
_ANYWHERE = re.compile(r"[\\`*\[]|<(?=[\w/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)")
_LINE_START = re.compile(
    r"(?m)^( *)(?:(#(?=#{0,5}(?:\s|$))|>|[-+](?=\s|$)|[-=:|](?=[-=:|\s]*$)|~(?=~~))|(\d{1,9})([.)])(?=\s|$))"
)
# A line to write on that touches text could be taken for a sign of emphasis.
_TOUCHING = re.compile(r"(?<=[^\s_])_{4,}|_{4,}(?=[^\s_])")
_ISOLATE, _POP = "\u2068", "\u2069"


def render(document: Document) -> str:
    """The document in Markdown, with a newline at the end; forms that come with a letter are behind it."""
    return "\n---\n\n".join(map(_rendered, (document, *document.enclosed)))


def _rendered(document: Document) -> str:
    parts = [f"# {_heading(b.text(document.title))}"]
    if document.mark:
        parts.append(f"**{_escaped(document.mark)}**")
    parts.extend(_blocks(document.blocks))
    if document.sender:
        parts.insert(0, _escaped(document.sender))
    if document.letter:
        parts = [*_head(document.letter), *parts, *_foot(document.letter, document)]
    parts.extend(_signatures(document.signatures))
    if document.summary:
        parts.append(_escaped(document.summary))
    if document.notice:
        parts.append(f"*{_escaped(document.notice)}*")
    return "\n\n".join(parts) + "\n"


def _head(letter: Letter) -> Iterator[str]:
    """Sender, receiver and information block of a letter."""
    if letter.sender:
        yield _lines(letter.sender)
    if letter.address:
        yield _lines(letter.address)
    if letter.information:
        yield _lines(f"{label}: {value}" for label, value in letter.information)


def _foot(letter: Letter, document: Document) -> Iterator[str]:
    if letter.closing:
        yield _escaped(letter.closing)
    if letter.signature:
        yield _lines(letter.signature)
    for key, items in (("enclosures", letter.enclosures), ("copies", letter.copies)):
        if items:
            yield f"{_escaped(document.words[key])}\n\n" + "\n".join(f"- {_escaped(item)}" for item in items)


def _signatures(signatures: Sequence[Signature]) -> Iterator[str]:
    for signature in signatures:
        role = f"{signature.role}: {signature.name}" if signature.name else signature.role
        yield f"{_escaped(role)} {'…' * 20}"


def _lines(lines: Iterable[str]) -> str:
    return "\\\n".join(_escaped(line) for line in lines)


def _blocks(blocks: Iterable[b.Block]) -> Iterator[str]:
    second = False
    previous: b.Block | None = None
    for block in blocks:
        # Two lists of a kind in a row would be read as one: every other one has other signs.
        second = _alike(block, previous) and not second
        yield _listing(block, second) if isinstance(block, b.Listing) else _block(block)
        previous = block


def _alike(block: b.Block, previous: b.Block | None) -> bool:
    if not isinstance(block, b.Listing) or not isinstance(previous, b.Listing):
        return False
    return (block.start is None) == (previous.start is None)


def _block(block: b.Block) -> str:
    match block:
        case b.Heading():
            return "#" * block.level + " " + _heading(block.runs)
        case b.Paragraph():
            return _inline(block.runs)
        case b.Listing():
            return _listing(block, second=False)
        case b.Table():
            return _table(block)
        case b.Quote():
            return _indented("\n\n".join(_blocks(block.blocks)), "> ", "> ")
        case b.Passage():
            return "\n\n".join(_blocks(block.blocks))
        case b.Rule():
            return "---"


def _listing(listing: b.Listing, second: bool) -> str:
    between = "\n" if all(_is_line(item) for item in listing.items) else "\n\n"
    parts = []
    for index, item in enumerate(listing.items):
        bullet = "*" if second else "-"
        sign = bullet if listing.start is None else f"{listing.start + index}{')' if second else '.'}"
        parts.append(_indented(between.join(_blocks(item)), f"{sign} ", " " * (len(sign) + 1)))
    return between.join(parts)


def _is_line(item: b.Blocks) -> bool:
    """Whether an item of a list is a line, perhaps with a list below it."""
    return isinstance(item[0], b.Paragraph) and all(isinstance(block, b.Listing) for block in item[1:])


def _heading(runs: b.Runs) -> str:
    text = _inline(runs).replace("\\\n", " ")
    return re.sub(r"(?<!\\)(#+)$", r"\\\1", text)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        ((first if index == 0 else others) + line).rstrip(" ") for index, line in enumerate(lines)
    )


def _table(table: b.Table) -> str:
    """A table in columns of equal width where they are narrow enough to be read so."""
    rows = [[_cell(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(len(table.header))]
    if sum(widths) > WIDEST_TABLE:
        widths = [3] * len(widths)
    lines = [_row(map(str.ljust, row, widths)) for row in rows]
    align = [*table.align, *[""] * (len(widths) - len(table.align))]
    lines.insert(1, _row(map(_divider, widths, align)))
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _divider(width: int, align: str) -> str:
    left = ":" if align in ("left", "center") else "-"
    right = ":" if align in ("right", "center") else "-"
    return left + "-" * (width - 2) + right


def _cell(runs: b.Runs) -> str:
    return _inline(runs).replace("\\\n", " · ").replace("|", "\\|")


def _inline(runs: b.Runs) -> str:
    parts = groupby(_tidy(runs), key=lambda run: run.link)
    text = "".join(_linked(link, list(group)) for link, group in parts)
    text = _TOUCHING.sub(lambda match: "\\_" * len(match[0]), text)
    return _LINE_START.sub(_shielded, text)


def _tidy(runs: b.Runs) -> Iterator[b.Run]:
    """Runs as Markdown can say them: ``**a **b`` would not be bold, and ``1*:*`` is nothing at all.

    The space is put outside; where that does not help, the text stays and its manner goes.
    """
    parts = [part for run in b.joined(runs) for part in _parted(run)]
    marked = False
    for index, run in enumerate(parts):
        before = parts[index - 1].text[-1] if index else " "
        after = parts[index + 1].text[0] if index + 1 < len(parts) else " "
        keeps = not marked and _flanks(before, run.text[0]) and _flanks(after, run.text[-1])
        marked = keeps and (run.strong or run.emphasis)
        yield run if keeps else replace(run, strong=False, emphasis=False)


def _parted(run: b.Run) -> Iterator[b.Run]:
    """The run without the white space around it, which has no manner."""
    core = run.text.strip()
    if not (run.strong or run.emphasis) or core == run.text:
        yield run
        return
    start = run.text.index(core)
    for text, manner in (
        (run.text[:start], False),
        (core, True),
        (run.text[start + len(core) :], False),
    ):
        if text:
            yield replace(run, text=text, strong=manner and run.strong, emphasis=manner and run.emphasis)


def _flanks(outside: str, inside: str) -> bool:
    """Whether an asterisk between the two is a sign of emphasis (CommonMark 0.31, 6.2)."""
    return inside.isalnum() or not outside.isalnum()


def _linked(link: str, runs: Sequence[b.Run]) -> str:
    text = "".join(_run(run) for run in runs)
    if not link:
        return text
    plain = b.plain_text(runs)
    if link in (plain, f"mailto:{plain}") and re.fullmatch(r"[^\s<>\\]+", plain):
        return f"<{plain}>"
    if link.startswith("tel:"):
        return text  # nobody calls from a text file
    text = re.sub(r"(?<!\\)\]", r"\\]", text)
    return f"[{text}]({link.replace('(', '%28').replace(')', '%29')})"


def _run(run: b.Run) -> str:
    if run.blank:
        return run.text
    sign = ("**" if run.strong else "") + ("*" if run.emphasis else "")
    text = _escaped(run.text)
    if run.isolate:
        text = f"{_ISOLATE}{text}{_POP}"
    return f"{sign}{text}{sign[::-1]}" if run.text else ""


def _escaped(text: str) -> str:
    """Text that comes out as it is; a line break in it stays one."""
    text = _ANYWHERE.sub(lambda match: "\\" + match[0], text)
    return re.sub(r" *\n *", r"\\\n", text)


def _shielded(match: re.Match[str]) -> str:
    """The beginning of a line that would otherwise begin a list, a heading or a quote."""
    space = match[1].replace("    ", "   ")
    return f"{space}\\{match[2]}" if match[2] else f"{space}{match[3]}\\{match[4]}"
