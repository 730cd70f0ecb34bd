"""Tables as text: .csv in the encodings and with the separators that offices' programs write."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from mo_registry.finding import RegistryError
from mo_registry.i18n import N_, _
from mo_registry.importing.cells import Cell, cell
from mo_registry.importing.table import MAX_COLUMNS, Row, Table, bounded

_SEPARATORS = {";": N_("semicolons"), ",": N_("commas"), "\t": N_("tabs"), "|": N_("vertical bars")}
_SAMPLE = 200
_LONGEST = 100_000
"""No cell has so many characters: a quotation mark was opened and never closed."""
_MOST_LINES = 100
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "latin-1": "ISO 8859-1",
}


def read(name: str, raw: bytes) -> Table:
    """Read a table from text.

    Args:
        name: the file's name, for messages.
        raw: its bytes.

    Raises:
        RegistryError: it is no text, or quotation marks in it are not closed.
    """
    encoding, text = decoded(name, raw)
    first, _break, rest = text.partition("\n")
    declared = first.strip().lower().removeprefix("sep=")
    if first.strip().lower().startswith("sep=") and declared in _SEPARATORS:
        separator, rows = declared, list(_rows(name, rest, declared))
    else:
        separator = separated_by(text)
        rows = list(_rows(name, text, separator))
    form = _("text in {encoding}, separated by {separators}").format(
        encoding=_NAMES[encoding], separators=_(_SEPARATORS[separator])
    )
    return Table("", form, bounded(name, rows))


def decoded(name: str, raw: bytes) -> tuple[str, str]:
    """The name of the encoding, and the text.

    Raises:
        RegistryError: it is no text.
    """
    for encoding in _candidates(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding, text
    raise RegistryError(
        _("{file} is no table: it is neither text nor an Excel workbook.").format(file=name),
        hint=_("Save the table as .xlsx or as .csv, then import that file."),
    )


def _candidates(raw: bytes) -> Iterator[str]:
    """Encodings, the most certain first; Windows-1252 fits nearly any bytes and comes late."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            yield encoding
    if b"\0" in raw:  # Latin letters in UTF-16 have every other byte empty
        even, odd = raw[0::2].count(0), raw[1::2].count(0)
        yield "utf-16-le" if odd > even else "utf-16-be"
    yield from ("utf-8", "cp1252", "latin-1")


def separated_by(text: str) -> str:
    """The separator that cuts most lines into the same number of cells, the more cells the better."""

    def regularity(separator: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        widths = Counter(len(row) for row, _count in zip(_patient(reader), range(_SAMPLE), strict=False))
        return max((count * (width - 1) for width, count in widths.items() if width > 1), default=0)

    return max(_SEPARATORS, key=regularity)


def _patient(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows up to one that is too long to be read."""
    try:
        yield from reader
    except csv.Error:
        return


def _rows(name: str, text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    try:
        for number, texts in enumerate(reader, 1):
            yield Row(number, {one.column: one for one in _cells(name, number, texts)})
    except csv.Error:
        raise _unclosed(name, number + 1) from None


def _cells(name: str, number: int, texts: list[str]) -> Iterator[Cell]:
    for column, raw in enumerate(texts[:MAX_COLUMNS]):
        if len(raw) > _LONGEST or raw.count("\n") > _MOST_LINES:
            raise _unclosed(name, number)
        if raw and (found := cell(number, column, raw)):
            yield found


def _unclosed(name: str, number: int) -> RegistryError:
    return RegistryError(
        _("In {file} a quotation mark is opened in row {row} and not closed.").format(file=name, row=number),
        hint=_("Close it, or open the table in a spreadsheet program and save it as .xlsx."),
    )
