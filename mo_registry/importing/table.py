"""A table as a file holds it: rows of cells, whatever program has written it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.importing.cells import Cell

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 500
EMPTY_END = 2_000
"""After so many empty rows nothing more is looked for: a formatted sheet has a million of them."""

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: its cells by columns."""

    number: int
    cells: dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in one sheet, from top to bottom."""

    sheet: str
    """The sheet's name; empty for a file that has no sheets."""
    form: str
    """What kind of file it is, in words."""
    rows: list[Row]
    others: tuple[str, ...] = ()
    """Sheets that were not read."""


def read(path: Path, sheet: str | None = None) -> Table:
    """Read a table from an .xlsx or .csv file; which of the two it is, its content says.

    Args:
        path: the file.
        sheet: the name of the sheet; else the first one that can be seen.

    Raises:
        RegistryError: it is no table, cannot be read, or has no such sheet.
    """
    raw = _content(path)
    if raw.startswith(_ZIP):
        from mo_registry.importing import workbook

        return workbook.read(path.name, raw, sheet)
    if raw.startswith(_OLD_EXCEL):
        raise RegistryError(
            _("{file} is protected by a password, or written by an Excel of before 2007.").format(
                file=path.name
            ),
            hint=_("Open it in Excel or LibreOffice and save it as .xlsx without a password."),
        )
    if sheet is not None:
        raise RegistryError(
            _("{file} has no sheets: it is no Excel workbook.").format(file=path.name),
            hint=_("Leave --sheet out."),
        )
    from mo_registry.importing import delimited

    return delimited.read(path.name, raw)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(path.name)
        raw = path.read_bytes()
    except OSError as error:
        raise RegistryError(
            _("{file} cannot be read: {reason}").format(file=path, reason=error.strerror or error),
            hint=_("Give the path of an .xlsx or .csv file."),
        ) from None
    if not raw.strip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t"):
        raise RegistryError(
            _("{file} is empty.").format(file=path), hint=_("Look whether it is the right file.")
        )
    return raw


def _too_large(name: str) -> RegistryError:
    return RegistryError(
        _("{file} is far larger than a list of organisations can be.").format(file=name),
        hint=_("Save the rows that matter as a file of their own."),
    )


def bounded(name: str, rows: Iterable[Row]) -> list[Row]:
    """The rows that hold anything.

    Raises:
        RegistryError: there are far too many of them.
    """
    found: list[Row] = []
    last = 0
    for row in rows:
        if row.cells:
            found.append(row)
            last = row.number
        elif row.number - last > EMPTY_END:
            break
        if len(found) > MAX_ROWS:
            raise _too_large(name)
    return found
