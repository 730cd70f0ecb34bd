"""Tables as text: encodings, separators, quotation marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mo_registry.finding import RegistryError
from mo_registry.importing import delimited, table
from mo_registry.importing.table import Table

ROWS = [
    ["Verein", "Straße", "Bemerkung"],
    ["Brücke e.V.", "Gasse 1, Hof", "eine; zwei"],
    ["Größe „x“", "Weg 2", 'ein "Wort"'],
]


def text_of(separator: str, rows: list[list[str]] = ROWS) -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in f'{separator}"\n') else cell

    return "".join(separator.join(map(quoted, row)) + "\r\n" for row in rows)


def contents(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in found.rows]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Windows-1252"),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_every_encoding_with_every_separator(encoding: str, name: str, separator: str) -> None:
    found = delimited.read("x.csv", text_of(separator).encode(encoding))
    assert contents(found) == ROWS
    assert found.form.startswith(f"text in {name}, ")


def test_rows_and_cells_are_counted_as_a_spreadsheet_counts_them() -> None:
    found = delimited.read("x.csv", b'a;b\r\n\r\n;"eine\r\nzweite Zeile"\r\nx;y\r\n')
    assert [row.number for row in found.rows] == [1, 3, 4]
    assert found.rows[1].cells[1].address == "B3"
    assert found.rows[1].cells[1].text == "eine\nzweite Zeile"


def test_a_line_that_names_the_separator_is_no_row() -> None:
    found = delimited.read("x.csv", b"sep=,\r\nVerein,Ort\r\na;b,c\r\n")
    assert contents(found) == [["Verein", "Ort"], ["a;b", "c"]]
    assert found.rows[0].number == 1


def test_a_quotation_mark_that_is_never_closed_is_named() -> None:
    lines = ["Verein;Ort", 'a;"b', *(f"c{number};d" for number in range(200))]
    with pytest.raises(RegistryError, match="quotation mark is opened in row 2 and not closed"):
        delimited.read("x.csv", "\r\n".join(lines).encode())


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "neither text nor an Excel workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "protected by a password, or written by an Excel of before 2007",
        ),
        (b"PK\x03\x04nonsense", "cannot be read as an Excel workbook"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(raw)
    with pytest.raises(RegistryError, match=message):
        table.read(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"x\.csv cannot be read: No such file"):
        table.read(tmp_path / "x.csv")


def test_a_text_has_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"Verein;Ort\r\n")
    with pytest.raises(RegistryError, match="has no sheets"):
        table.read(path, "Adressen")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(raw: bytes) -> None:
    try:
        found = delimited.read("x.csv", raw)
    except RegistryError:
        return
    assert all(cell.text for row in found.rows for cell in row.cells.values())
