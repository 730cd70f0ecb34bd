"""Excel workbooks as offices make them."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from mo_registry.finding import RegistryError
from mo_registry.importing import table
from mo_registry.importing.cells import Nature
from tests.importing.conftest import Sheets, with_results

WHEN = datetime(2019, 1, 1, 17, 30)  # noqa: DTZ001  (a cell knows no time zone)


def test_numbers_days_and_formulas_become_texts(workbook: Sheets) -> None:
    path = workbook(
        [["Verein", "PLZ", "Zahl", "Tag", "Zeit", "ja", "Formel"],
         ["x", 1067, 3.5, date(2019, 1, 1), WHEN, True, '="a"&"b"']]
    )  # fmt: skip
    (_header, row) = table.read(with_results(path, {"G2": "ab"})).rows
    assert [(cell.text, cell.nature) for cell in row.cells.values()] == [
        ("x", Nature.TEXT),
        ("1067", Nature.NUMBER),
        ("3.5", Nature.NUMBER),
        ("2019-01-01", Nature.DATE),
        ("2019-01-01 17:30", Nature.DATE),
        ("true", Nature.TEXT),
        ("ab", Nature.TEXT),
    ]
    assert row.cells[6].repairs == ("a formula: its last result was taken",)
    assert row.cells[5].repairs == ()


def test_a_number_that_is_whole_has_no_fraction(tmp_path: Path) -> None:
    """Excel writes 2214710123.0 for a number that was calculated."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Verein", "Telefon"])
    sheet.append(["x", 2214710123.0])
    book.save(tmp_path / "x.xlsx")
    assert table.read(tmp_path / "x.xlsx").rows[1].cells[1].text == "2214710123"


@pytest.mark.parametrize(("form", "text"), [("00000", "01067"), ('"D-"00000', "01067"), ("General", "1067")])
def test_leading_zeros_that_excel_shows_are_there(tmp_path: Path, form: str, text: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Verein", "PLZ"])
    sheet.append(["x", 1067])
    sheet["B2"].number_format = form
    book.save(tmp_path / "x.xlsx")
    assert table.read(tmp_path / "x.xlsx").rows[1].cells[1].text == text


def test_a_formula_without_a_result_and_one_that_failed(workbook: Sheets) -> None:
    path = workbook([["Verein", "PLZ"], ["=A1", "#REF!"]])
    row = table.read(path).rows[1]
    assert row.cells[0].nature is Nature.UNKNOWN
    assert row.cells[1].nature is Nature.ERROR


def test_a_text_that_begins_like_a_formula_is_a_text(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, text in enumerate(("=1+1", "+49 221 4710", "-", "@verein"), 1):
        sheet.cell(row, 1, text).data_type = "s"
    book.save(tmp_path / "x.xlsx")
    found = [row.cells[0] for row in table.read(tmp_path / "x.xlsx").rows]
    assert [cell.text for cell in found] == ["=1+1", "+49 221 4710", "-", "@verein"]
    assert all(cell.nature is Nature.TEXT and not cell.repairs for cell in found)


def test_empty_rows_and_columns_keep_the_others_in_their_places(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["C2"], sheet["E7"] = "Verein", "x"
    book.save(tmp_path / "x.xlsx")
    found = table.read(tmp_path / "x.xlsx").rows
    assert [cell.address for row in found for cell in row.cells.values()] == ["C2", "E7"]


def test_merged_titles_stand_in_their_first_cell(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Vereine 2023"
    sheet.merge_cells("A1:D2")
    sheet["A3"] = "Verein"
    book.save(tmp_path / "x.xlsx")
    found = table.read(tmp_path / "x.xlsx").rows
    assert [(row.number, [cell.text for cell in row.cells.values()]) for row in found] == [
        (1, ["Vereine 2023"]),
        (3, ["Verein"]),
    ]


def test_hidden_sheets_are_passed_over_and_can_be_named(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Listen"
    book.worksheets[0]["A1"] = "geheim"
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Adressen")["A1"] = "Verein"
    book.create_sheet("Archiv")["A1"] = "alt"
    book.save(tmp_path / "x.xlsx")
    found = table.read(tmp_path / "x.xlsx")
    assert (found.sheet, found.others) == ("Adressen", ("Listen", "Archiv"))
    assert table.read(tmp_path / "x.xlsx", "listen").rows[0].cells[0].text == "geheim"
    with pytest.raises(RegistryError, match="has no sheet “Adresen”") as error:
        table.read(tmp_path / "x.xlsx", "Adresen")
    assert error.value.hint == "did you mean Adressen?"


def test_a_sheet_formatted_to_its_last_row_is_read_in_time(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "Verein"
    sheet["A2"] = "x"
    sheet["A1048576"].number_format = "00000"
    book.save(tmp_path / "x.xlsx")
    assert len(table.read(tmp_path / "x.xlsx").rows) == 2


def test_other_packed_files_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x.ods"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("content.xml", "<x/>")
    with pytest.raises(RegistryError, match="LibreOffice or OpenOffice"):
        table.read(path)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("picture.png", "x")
    with pytest.raises(RegistryError, match="cannot be read as an Excel workbook"):
        table.read(path)


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(
    workbook: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mo_registry.importing.workbook._UNPACKED", 1000)
    with pytest.raises(RegistryError, match="far larger than a list of organisations can be"):
        table.read(workbook([["Verein"]]))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_refused_in_words(workbook: Sheets, part: str) -> None:
    path = workbook([["Verein", "Ort"], ["x", "y"]])
    with zipfile.ZipFile(path) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents[part] = contents[part][: len(contents[part]) // 2]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in contents.items():
            new.writestr(name, content)
    with pytest.raises(RegistryError, match="cannot be read as an Excel workbook"):
        table.read(path)
