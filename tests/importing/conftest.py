"""Tables as offices make them, and a registry to import them into."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

Sheets = Callable[..., Path]


@pytest.fixture
def registry(small: Path) -> Path:
    """The small registry, without a private folder that is not there."""
    settings = small / "data" / "registry.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^private:.*\n", "", text), encoding="utf-8", newline="\n")
    return small


@pytest.fixture
def workbook(tmp_path: Path) -> Sheets:
    """Writes a workbook: rows of one sheet, or several sheets by name."""

    def write(
        rows: Sequence[Sequence[Any]] | Mapping[str, Sequence[Sequence[Any]]], name: str = "v.xlsx"
    ) -> Path:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, lines in (rows if isinstance(rows, Mapping) else {"Tabelle1": rows}).items():
            sheet = book.create_sheet(title)
            for line in lines:
                sheet.append(list(line))
        path = tmp_path / name
        book.save(path)
        return path

    return write


def with_results(path: Path, results: Mapping[str, str]) -> Path:
    """Put the results of formulas into a workbook, as Excel stores them; openpyxl writes formulas alone."""
    packed = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.startswith("xl/worksheets/"):
                text = content.decode()
                for cell, result in results.items():
                    text, count = re.subn(
                        rf'<c r="{cell}"([^>]*)>(<f>.*?</f>)<v ?/?>(?:</v>)?</c>',
                        rf'<c r="{cell}"\1 t="str">\2<v>{result}</v></c>',
                        text,
                    )
                    assert count == 1, text
                content = text.encode()
            new.writestr(part, content)
    return path
