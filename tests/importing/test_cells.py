"""What is cleaned in a cell, and that it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mo_registry import yamlfile
from mo_registry.importing.cells import cell, cleaned, letters

BLANKS = "blanks too many were removed"
INVISIBLE = "invisible characters were removed"


@pytest.mark.parametrize(
    ("raw", "text", "repairs"),
    [
        ("Verein e.V.", "Verein e.V.", []),
        ("  Verein\u00a0 e.V. ", "Verein e.V.", [BLANKS]),
        ("Ver\u00adein\u200b", "Verein", [INVISIBLE]),
        ("Muster\u200dstadt", "Musterstadt", [INVISIBLE]),
        ("می\u200cخواهم", "می\u200cخواهم", []),
        ("abc\u202edef", "abcdef", [INVISIBLE]),
        ("Mu\u0308ller", "Müller", ["letters and their marks were joined"]),
        ("MÃ¼ller", "Müller", ["it was saved in a wrong encoding; read as “Müller”"]),
        ("SÃO", "SÃO", []),
        ("Zeile 1 \r\n Zeile 2", "Zeile 1\nZeile 2", [BLANKS]),
        ("Zeile 1_x000D_\nZeile 2", "Zeile 1\nZeile 2", []),
        ("_x0041_bc", "Abc", []),
        ('="01067"', "01067", ["the formula sign around the text was removed"]),
        (
            "'+49 221 4710",
            "+49 221 4710",
            ["the apostrophe that keeps a text from becoming a formula was removed"],
        ),
        ("'s Café", "'s Café", []),
        ("=1+1", "=1+1", []),
        ("-", "-", []),
        ("@verein", "@verein", []),
        ("\u00a0\u200b", "", [INVISIBLE, BLANKS]),
    ],
)
def test_cleaned(raw: str, text: str, repairs: list[str]) -> None:
    assert cleaned(raw) == (text, repairs)


def test_an_empty_cell_is_none() -> None:
    assert cell(1, 0, "\u00a0 ") is None


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_letters(column: int, name: str) -> None:
    assert letters(column) == name


def test_the_address_is_that_of_the_spreadsheet() -> None:
    found = cell(7, 1, "x")
    assert found is not None
    assert found.address == "B7"


@given(st.text(max_size=30))
def test_what_is_left_can_stand_in_a_file(raw: str) -> None:
    text, _repairs = cleaned(raw)
    written = text.replace("\n", " ").replace("'", "''")
    assert yamlfile.parse(Path("x.yaml"), f"key: '{written}'\n").findings == ()
