"""Tables in Excel workbooks (.xlsx), read row by row with openpyxl."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.importing.cells import Cell, Nature, cell
from mo_registry.importing.table import MAX_COLUMNS, Row, Table, bounded

_UNPACKED = 1_000_000_000
"""Bytes of an unpacked workbook; more is an attack on memory, not a list of organisations."""
_ZEROS = re.compile(r'(?:"?D-"?)?(0+)(?:;.*)?')
"""A number format that shows leading zeros; the one of German postal codes is 00000."""


def read(name: str, raw: bytes, wanted: str | None = None) -> Table:
    """Read one sheet of a workbook.

    Args:
        name: the file's name, for messages.
        raw: its bytes.
        wanted: the sheet's name; else the first one that is not hidden.

    Raises:
        RegistryError: it is no workbook, or has no such sheet.
    """
    with_formulas = _examined(name, raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not know (filters, drawings) holds no cells
        values = _opened(name, raw, results=True)
        sheet = _sheet(name, values, wanted)
        formulas = _opened(name, raw, results=False)[sheet.title] if with_formulas else None
        try:
            rows = bounded(name, _rows(sheet, formulas))
        except (KeyError, ValueError, TypeError, SyntaxError, zipfile.BadZipFile) as error:
            raise _broken(name, error) from None
    others = tuple(other.title for other in values.worksheets if other.title != sheet.title)
    return Table(sheet.title, _("Excel workbook"), rows, others)


def _examined(name: str, raw: bytes) -> bool:
    """Look at the packed file before it is unpacked; whether there may be formulas in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > _UNPACKED:
                raise RegistryError(
                    _("{file} is far larger than a list of organisations can be.").format(file=name),
                    hint=_("Save the rows that matter as a file of their own."),
                )
            names = [part.filename for part in parts]
            if "xl/workbook.xml" not in names and "content.xml" in names:
                raise RegistryError(
                    _("{file} is no Excel workbook but one of LibreOffice or OpenOffice.").format(file=name),
                    hint=_("Open it there and save it as .xlsx or .csv."),
                )
            sheets = [part for part in names if part.startswith("xl/worksheets/")]
            return any(b"<f" in packed.read(part) for part in sheets)
    except zipfile.BadZipFile as error:
        raise _broken(name, error) from None


def _opened(name: str, raw: bytes, *, results: bool) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(raw), read_only=True, data_only=results)
    except (KeyError, ValueError, TypeError, OSError, SyntaxError, zipfile.BadZipFile) as error:
        raise _broken(name, error) from None


def _broken(name: str, error: Exception) -> RegistryError:
    return RegistryError(
        _("{file} cannot be read as an Excel workbook ({reason}).").format(file=name, reason=error),
        hint=_("Open it in Excel or LibreOffice and save it again as .xlsx."),
    )


def _sheet(name: str, book: Any, wanted: str | None) -> Any:
    sheets = book.worksheets
    if wanted is None:
        visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        if not visible:
            raise RegistryError(
                _("{file} has no sheet that can be seen.").format(file=name),
                hint=_("Name one with --sheet."),
            )
        return visible[0]
    for sheet in sheets:
        if sheet.title.strip().casefold() == wanted.strip().casefold():
            return sheet
    from mo_registry.model.rules import did_you_mean

    raise RegistryError(
        _("{file} has no sheet “{name}”.").format(file=name, name=wanted),
        hint=did_you_mean(wanted, [sheet.title for sheet in sheets]),
    )


def _rows(sheet: Any, formulas: Any) -> Iterator[Row]:
    for one in (sheet, formulas):
        if one is not None:
            one.reset_dimensions()  # many programs write a wrong size
    origins = formulas.iter_rows() if formulas is not None else None
    for number, cells in enumerate(sheet.iter_rows(), 1):
        sources = next(origins, ()) if origins is not None else ()
        found = (
            _cell(number, column, one, sources[column] if column < len(sources) else None)
            for column, one in enumerate(cells[:MAX_COLUMNS])
        )
        yield Row(number, {one.column: one for one in found if one})


def _cell(number: int, column: int, source: Any, origin: Any) -> Cell | None:
    calculated = origin is not None and origin.value is not None and origin.data_type == "f"
    if source.value is None:
        return Cell(number, column, "?", Nature.UNKNOWN) if calculated else None
    nature, text = _content(source)
    found = cell(number, column, text, nature)
    if found is None or not calculated:
        return found
    return Cell(
        number, column, found.text, nature, (_("a formula: its last result was taken"), *found.repairs)
    )


def _content(source: Any) -> tuple[Nature, str]:
    """What a cell of openpyxl holds, as text: numbers without a needless fraction, days as ISO 8601."""
    value = source.value
    if source.data_type == "e":
        return Nature.ERROR, str(value)
    if isinstance(value, bool):
        return Nature.TEXT, str(value).lower()
    if isinstance(value, datetime):
        whole = value.time() == time()
        return Nature.DATE, value.date().isoformat() if whole else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return Nature.DATE, str(value)
    if isinstance(value, int | float):
        return Nature.NUMBER, _number(value, source.number_format or "")
    return Nature.TEXT, str(value)


def _number(value: float, shown_as: str) -> str:
    text = str(int(value)) if float(value).is_integer() else repr(value)
    zeros = _ZEROS.fullmatch(shown_as.replace("\\", ""))
    return text.zfill(len(zeros[1])) if zeros and text.isdigit() else text
