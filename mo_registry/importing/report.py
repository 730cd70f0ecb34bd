"""An import in words and as data: what columns hold, what was repaired, what becomes of each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mo_registry.editing.path import spoken
from mo_registry.i18n import N_, _, ngettext
from mo_registry.importing.cells import Remark
from mo_registry.importing.columns import Column, Layout, Origin
from mo_registry.importing.outcome import Outcome, Result, told
from mo_registry.importing.plan import Plan
from mo_registry.importing.table import Table
from mo_registry.importing.targets import IGNORED

_RESULTS = {
    Result.NEW: N_("new"),
    Result.CHANGED: N_("changed"),
    Result.UNCHANGED: N_("unchanged"),
    Result.DOUBTFUL: N_("doubtful"),
}
_ORIGINS = {
    Origin.GUESSED: N_("guessed"),
    Origin.SAVED: N_("as last time"),
    Origin.SAID: N_("as you say"),
    Origin.UNKNOWN: N_("not known; --map says it"),
}
_CELLS = 12
"""So many cells are named one by one that were repaired in the same way."""


def heading(file: str, table: Table, layout: Layout) -> str:
    """What is imported."""
    count = len(layout.rows)
    rows = ngettext("{count} row", "{count} rows", count).format(count=count)
    sheet = _(", sheet “{name}”").format(name=table.sheet) if table.sheet else ""
    return _("{file}: {form}{sheet}, headings in row {header}, {rows}").format(
        file=file, form=table.form, sheet=sheet, header=layout.header, rows=rows
    )


def asides(table: Table, layout: Layout) -> Iterator[str]:
    """What of the file is not read."""
    if table.others:
        yield _("Sheets that are not read (--sheet): {names}").format(names=", ".join(table.others))
    if layout.repeated:
        numbers = ", ".join(map(str, layout.repeated))
        yield _("Rows that only repeat the headings, left out: {rows}").format(rows=numbers)


def columns(layout: Layout) -> tuple[Sequence[str], list[Sequence[str]]]:
    """What each column holds: a table with its headings."""
    headings = (_("column"), _("heading"), _("is read as"), "")
    rows: list[Sequence[str]] = [
        (one.letter, one.heading, str(one.target or IGNORED), _(_ORIGINS[one.origin]))
        for one in layout.columns
    ]
    return headings, rows


def remarks(found: Iterable[Remark]) -> Iterator[str]:
    """Repairs or questions, a line each; the same one for several cells is one line."""
    cells: dict[str, list[str]] = {}
    for remark in found:
        cells.setdefault(remark.message, []).append(remark.cell)
    for message, addresses in cells.items():
        named = [*dict.fromkeys(addresses)]
        more = len(named) - _CELLS
        shown = ", ".join(named)
        if more > 0:
            shown = _("{cells} and {count} more").format(cells=", ".join(named[:_CELLS]), count=more)
        yield f"  {shown}: {message}"


def rows(plan: Plan) -> tuple[Sequence[str], list[Sequence[str]]]:
    """What becomes of each row: a table with its headings."""
    headings = (_("row"), _("result"), _("organisation"), _("what"))
    told_rows: list[Sequence[str]] = [
        (
            str(outcome.reading.row),
            _(_RESULTS[outcome.result]),
            outcome.identifier or outcome.reading.name,
            told(outcome),
        )
        for outcome in plan.outcomes
    ]
    return headings, told_rows


def summary(plan: Plan) -> str:
    """How many rows become what; the numbers add up."""
    count = len(plan.outcomes)
    rows_ = ngettext("{count} row", "{count} rows", count).format(count=count)
    counts = ", ".join(f"{plan.count(result)} {_(_RESULTS[result])}" for result in Result)
    return f"{rows_}: {counts}"


def as_json(file: str, table: Table, plan: Plan, files: Sequence[str], *, written: bool) -> dict[str, Any]:
    """The whole plan for a program; the keys stay as they are from version to version."""
    return {
        "version": 1,
        "file": file,
        "sheet": table.sheet or None,
        "header_row": plan.layout.header,
        "columns": [_column(column) for column in plan.layout.columns],
        "rows": [_row(outcome) for outcome in plan.outcomes],
        "repairs": [remark._asdict() for remark in plan.repairs],
        "questions": [remark._asdict() for remark in plan.questions],
        "files": list(files),
        "counts": {"rows": len(plan.outcomes), **{one.value: plan.count(one) for one in Result}},
        "written": written,
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "column": column.letter,
        "heading": column.heading,
        "target": str(column.target) if column.target else None,
        "origin": column.origin.value,
    }


def _row(outcome: Outcome) -> dict[str, Any]:
    doubtful = outcome.result is Result.DOUBTFUL
    return {
        "row": outcome.reading.row,
        "result": outcome.result.value,
        "id": outcome.identifier or None,
        "name": outcome.reading.name or None,
        "changes": []
        if doubtful
        else [
            {"key": spoken(one.keys), "old": one.old, "new": one.new}
            for one in outcome.differences
        ],
        "reasons": [doubt._asdict() for doubt in outcome.reading.notes.doubts] if doubtful else [],
    }  # fmt: skip
