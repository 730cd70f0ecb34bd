"""Tables for other people's programs: Excel workbooks (.xlsx), and .csv as German Excel opens it.

Nothing in a cell becomes a formula, a link or a number by itself: what the registry says is text, and text stays text.
"""

from __future__ import annotations

import csv
import gc
import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nlargest
from typing import Any

from mo_registry.documents.formats import Formats
from mo_registry.documents.slots import clean
from mo_registry.documents.widths import Bounds, shared

Value = str | int | date | None

NARROWEST = 6
"""Characters of a column."""
PAGE = 175
"""Characters that a page across shows in a line, still to be read."""
LINE_HEIGHT = 15
"""Points of a line in a row."""
LONGEST_TAB = 31
LONGEST_CELL = 32_767
LONGEST_PAGE_HEAD = 110
"""Excel takes no longer names of tabs and texts in cells, and 255 characters at the head of a page, codes included."""

_MEASURED = 40  # of a column's longest texts
_MOST_LINES = 27  # Excel's rows are at most 409 points high
_FIRST_YEAR = 1901  # Excel knows no day before 1900, and counts one too many in it
_DAY_ZERO = date(1899, 12, 30).toordinal()
_NO_TAB = re.compile(r"[\[\]:*?/\\']")
# CWE-1236: what begins so is worked out as a formula; full-width signs count, and white space before it is no help.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_WHOSE = r"(?: \(\w+\.?\))?"
_TELEPHONE = re.compile(rf"\+\d{{1,3}} \d[\d -]*\d{_WHOSE}(?:, \+?\d[\d -]*\d{_WHOSE})*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it holds texts, numbers or days, and whether a text stays in one line."""

    heading: str
    kind: type[str | int | date] = str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what surrounds it.

    Attributes:
        title: what it is called; the head of every page.
        tab: what the sheet is called.
        about: what else is to be known about it, line by line, on a sheet of its own.
        about_heading: what that sheet is called.
        notice: a line about confidentiality, at the foot of every page.
        page: how pages are counted, as ``Seite {page} von {pages}``.
        formats: how the language writes days.
    """

    title: str
    tab: str
    date: date
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    formats: Formats
    about: tuple[str, ...] = ()
    about_heading: str = ""
    notice: str = ""
    page: str = "{page}/{pages}"


def workbook(sheet: Sheet) -> bytes:
    """The table as .xlsx: header frozen, with filters, ready to be printed on A4 across."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    content = io.BytesIO()
    options = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    with _undisturbed(), Workbook(content, {**options, "in_memory": True}) as book:
        day = datetime(sheet.date.year, sheet.date.month, sheet.date.day)  # noqa: DTZ001  (it is written without a zone)
        book.set_properties(
            {"title": clean(sheet.title)[:255], "comments": clean(sheet.notice), "created": day}
        )
        tab, about = _tab(sheet.tab), _tab(sheet.about_heading)
        _fill(book, book.add_worksheet(tab or "1"), sheet)
        if sheet.about:
            _tell(book, book.add_worksheet(about if about.lower() not in ("", tab.lower()) else "2"), sheet)
    return content.getvalue()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No search for garbage in between: all cells are kept to the end, and looking at them again takes a fifth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _fill(book: Any, page: Any, sheet: Sheet) -> None:
    head = book.add_format({**_CELL, "bold": True, "bottom": 2, "bg_color": "#EEEEEE"})
    kinds = {
        str: book.add_format({**_CELL, "num_format": "@"}),
        int: book.add_format({**_CELL, "num_format": "0", "align": "center"}),
        date: book.add_format({**_CELL, "num_format": day_pattern(sheet.formats), "align": "left"}),
    }
    widths = _widths(sheet)
    for index, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.write_string(0, index, clean(column.heading), head)
        page.set_column(index, index, width)
    styles = [kinds[column.kind] for column in sheet.columns]
    texts = [index for index, column in enumerate(sheet.columns) if column.kind is str]
    for number, row in enumerate(sheet.rows, start=1):
        if (lines := _lines(row, texts, widths)) > 1:
            page.set_row(number, LINE_HEIGHT * min(lines, _MOST_LINES))
        for index, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    page.write_string(number, index, _text(value), styles[index])
            elif value is not None:
                _write(page, number, index, value, styles[index])
    last = max(len(sheet.rows), 1), max(len(sheet.columns) - 1, 0)
    # Empty cells have lines around them as well, without being written one by one.
    lines = book.add_format({"border": 1, "border_color": LINES})
    page.conditional_format(1, 0, *last, {"type": "blanks", "format": lines})
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, *last)
    # A postal code is no number stored as text by mistake.
    page.ignore_errors({"number_stored_as_text": _range(*last)})
    _set_up(page, sheet, last)


LINES = "#AAAAAA"
_CELL = {"border": 1, "border_color": LINES, "valign": "top", "text_wrap": True}


def _write(page: Any, row: int, column: int, value: int | date, style: Any) -> None:
    if not isinstance(value, date):
        page.write_number(row, column, value, style)
    elif value.year < _FIRST_YEAR:
        page.write_string(row, column, value.isoformat(), style)
    else:
        page.write_number(row, column, value.toordinal() - _DAY_ZERO, style)


def _text(value: str) -> str:
    return (value if value.isprintable() else clean(value))[:LONGEST_CELL]


def _set_up(page: Any, sheet: Sheet, last: tuple[int, int]) -> None:
    """A4 across, as wide as the page, the header on each of them."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.print_area(0, 0, *last)
    number = _coded(sheet.page).replace("{page}", "&P").replace("{pages}", "&N")
    page.set_header("&L&B" + _coded(sheet.title))
    page.set_footer(f"&L{_coded(sheet.notice)}&R{number}")
    if sheet.formats.direction == "rtl":
        page.right_to_left()


def _tell(book: Any, page: Any, sheet: Sheet) -> None:
    """The sheet that says what the table is."""
    style = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    page.set_column(0, 0, 90)
    for number, line in enumerate(sheet.about):
        page.write_string(number, 0, clean(line)[:LONGEST_CELL], style)
    page.set_paper(9)


def day_pattern(formats: Formats) -> str:
    """How Excel shows a day in this language."""
    return "dd.mm.yyyy" if formats.locale.language == "de" else "yyyy-mm-dd"


def _widths(sheet: Sheet) -> list[int]:
    """Columns so wide that a page holds them all; what is longer goes on in a second line."""
    bounds = [_bounds(column, [row[i] for row in sheet.rows]) for i, column in enumerate(sheet.columns)]
    return [max(NARROWEST, math.ceil(width)) for width in shared(bounds, PAGE)]


def _bounds(column: Column, values: Sequence[Value]) -> Bounds:
    # The heading has a button for the filter beside it.
    least = len(column.heading) + 4
    if column.kind is not str:
        return Bounds(max(least, 12), max(least, 12)) if column.kind is date else Bounds(least, least)
    longest = nlargest(_MEASURED, (value for value in values if isinstance(value, str)), key=len)
    words = (len(word) for value in longest for word in ([value] if column.whole else value.split()))
    return Bounds(
        wish=max(least, max(map(len, longest), default=0) + 2), need=max(least, max(words, default=0) + 2)
    )


def _lines(row: Sequence[Value], texts: Sequence[int], widths: Sequence[int]) -> int:
    """About how many lines a row needs."""
    most = 1
    for index in texts:
        value = row[index]
        if isinstance(value, str) and (len(value) >= widths[index] or "\n" in value):
            room = widths[index] - 1
            most = max(most, sum(math.ceil(len(line) / room) for line in value.split("\n")))
    return most


def _tab(name: str) -> str:
    return " ".join(_NO_TAB.sub(" ", clean(name)).split())[:LONGEST_TAB].strip()


def _coded(text: str) -> str:
    """Text at the head or foot of a page, where “&” begins a code."""
    return " ".join(clean(text).split())[:LONGEST_PAGE_HEAD].replace("&", "&&")


def _range(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_range  # type: ignore[import-untyped]

    return str(xl_range(0, 0, row, column))


def separated(sheet: Sheet) -> bytes:
    """The table as .csv: UTF-8 with BOM, semicolons, CRLF, and without a line ``sep=``, which is not everybody's."""
    content = io.StringIO(newline="")
    writer = csv.writer(content, delimiter=";", lineterminator="\r\n")
    writer.writerow([defused(clean(column.heading)) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(value, sheet.formats) for value in row])
    return content.getvalue().encode("utf-8-sig")


def _cell(value: Value, formats: Formats) -> str | int:
    if isinstance(value, str):
        return defused(clean(value))
    if isinstance(value, date):
        return formats.short_date(value)
    return "" if value is None else value


def defused(text: str) -> str:
    """Text that no spreadsheet works out: an apostrophe before what would begin a formula.

    A telephone number written with spaces, as ``+49 521 51-8123``, is no formula and stays as it is.
    """
    return f"'{text}" if _FORMULA.match(text) and not _TELEPHONE.fullmatch(text) else text
