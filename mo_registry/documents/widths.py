"""How wide the columns of a table are: every column its longest word, and of the rest what it can use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mo_registry.documents.blocks import Runs, Table, plain_text


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a column can do with, in any unit of length."""

    wish: float
    """Enough for its longest line."""
    need: float
    """Enough for its longest word."""


def shared(columns: Sequence[Bounds], total: float) -> list[float]:
    """The widths of columns that share `total`; a table that is narrow enough is not stretched.

    The layouts for paper do the same (``blocks.typ``).
    """
    wishes = [column.wish for column in columns]
    if sum(wishes) <= total:
        return wishes
    needs = [min(column.need, total / 3) for column in columns]
    return _capped(needs, total) if sum(needs) >= total else _filled(wishes, needs, total)


def _capped(needs: Sequence[float], total: float) -> list[float]:
    """Too narrow for every longest word: the widest columns give way first."""
    low, high = 0.0, total
    for _turn in range(30):
        cap = (low + high) / 2
        if sum(min(need, cap) for need in needs) > total:
            high = cap
        else:
            low = cap
    return [min(need, low) for need in needs]


def _filled(wishes: Sequence[float], needs: Sequence[float], total: float) -> list[float]:
    """Columns that are content with an even share get what they wish; the others have the rest among them."""
    given, room = list(needs), total - sum(needs)
    missing = {i: wishes[i] - needs[i] for i in range(len(needs))}
    while modest := [i for i, more in missing.items() if more <= room / len(missing)]:
        for i in modest:
            given[i] = wishes[i]
            room -= missing.pop(i)
    wanted = sum(missing.values())
    for i, more in missing.items():
        given[i] += room * more / wanted
    return given


def measured(table: Table, measure: Callable[[str, bool], float], gap: float) -> list[Bounds]:
    """What every column of a table would like.

    Args:
        table: whose columns.
        measure: how long a text is; the second argument says whether it is bold.
        gap: room beside a column, which is part of it.
    """
    return [_bounds(table, column, measure, gap) for column in range(len(table.header))]


def _bounds(table: Table, column: int, measure: Callable[[str, bool], float], gap: float) -> Bounds:
    heads = table.facts and column == 0
    cells = [(table.header[column], True), *((row[column], heads) for row in table.rows)]
    lines = [(line, bold) for runs, bold in cells for line in plain_text(runs).split("\n")]
    words = [(word, bold) for runs, bold in cells for word in _words(runs)]
    return Bounds(
        wish=gap + max(measure(line, bold) for line, bold in lines),
        need=gap + max((measure(word, bold) for word, bold in words), default=0),
    )


def _words(runs: Runs) -> Iterable[str]:
    """What is not broken over two lines: words, and what is to stay whole."""
    for run in runs:
        yield from run.text.split("\n") if run.whole else run.text.split()
