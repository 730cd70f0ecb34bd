"""Markdown for the handbook: tables, code, and the anchors that a platform gives to headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_ANCHORLESS = re.compile(r"[^\w\- ]")


def anchor(heading: str) -> str:
    """What a link to a heading of this text ends with, as code platforms make it."""
    return _ANCHORLESS.sub("", heading.lower()).replace(" ", "-")


def code(text: str) -> str:
    """The text as code within a line."""
    return f"`{text}`"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, a line a row; a bar within a cell stays a bar."""
    yield _row(headings)
    yield "|" + "---|" * len(headings)
    yield from (_row(row) for row in rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
