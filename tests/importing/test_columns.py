"""Where the headings are, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mo_registry.finding import RegistryError
from mo_registry.importing.cells import Cell
from mo_registry.importing.columns import Layout, layout
from mo_registry.importing.table import Row, Table


def table(*rows: str) -> Table:
    """Rows of cells, divided by bars; an empty row is none."""
    found = []
    for number, row in enumerate(rows, 1):
        texts = enumerate(row.split("|"))
        cells = {column: Cell(number, column, text) for column, text in texts if text}
        if cells:
            found.append(Row(number, cells))
    return Table("", "", found)


def meanings(found: Layout) -> list[str]:
    return [str(column.target or "-") for column in found.columns]


def understood(
    *rows: str, said: Mapping[str, str] | None = None, saved: Mapping[str, str] | None = None
) -> list[str]:
    return meanings(layout(table(*rows), said or {}, saved or {}))


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            "Verein|Ansprechpartner/in|Straße|PLZ|Ort|Telefon|E-Mail|Homepage|Sprachen|Schwerpunkte|Netzwerk",
            ("name|contacts[0].name|address.street|address.postal_code|address.city|phone|email|website|languages"
            "|focus_areas|networks"),
        ),
        (
            "Lfd. Nr.|Name|Vorname|Organisation|Anrede|Titel|Funktion|Tel.|Handy|e-mail|Bemerkungen",
            ("-|contacts[0].family|contacts[0].given|name|contacts[0].salutation|contacts[0].title"
            "|contacts[0].role|phone|contacts[0].mobile|email|notes"),
        ),
        ("Name|Ort", "name|address.city"),
        ("Verein|Name|Ort", "name|contacts[0].name|address.city"),
        (
            "Verein|Telefon|E-Mail|Ansprechpartnerin|Telefon|E-Mail|Telefon",
            "name|phone|email|contacts[0].name|contacts[0].phone|contacts[0].email|-",
        ),
        (
            "Verein|1. Ansprechpartner|2. Ansprechpartner|E-Mail 2|Handy 2",
            "name|contacts[0].name|contacts[1].name|contacts[1].email|contacts[1].mobile",
        ),
        (
            "Name des Vereins|Strasse/Hausnr.|PLZ/Ort|Ansprechpartner*in|Telefonnumer|Emailadresse",
            "name|address.street|address.place|contacts[0].name|phone|email",
        ),
        ("Organization|First name|Last name|Street|Postcode|City|Phone", ("name|contacts[0].given"
            "|contacts[0].family|address.street|address.postal_code|address.city|phone")),
        (
            "VEREIN|Rechtsform|Vereinsregister-Nr.|Amtsgericht|Gegründet|Mitglied seit|Status|Art|Stand",
            "name|legal_form|register_number|register_court|founded|networks.since|status|kind|verified",
        ),
        ("Verein|Straße|Hausnr.|PLZ|Ort|Land|Postfach|c/o|Anschrift", ("name|address.street|address.number"
            "|address.postal_code|address.city|address.country|address.po_box|address.care_of|address")),
        ("Verein|Telefon (Büro)|E-Mail privat|Schuhgröße|Telefax", "name|phone|contacts[0].email|-|-"),
    ],
)  # fmt: skip
def test_headings_of_german_and_english_offices(headings: str, expected: str) -> None:
    assert understood(headings, "x") == expected.split("|")


def test_the_row_of_headings_is_found_below_titles() -> None:
    found = layout(
        table("Vereine in Musterstadt", "", "Stand|2023", "Verein|PLZ|Ort", "x|1|y", "z|2|w"), {}, {}
    )
    assert found.header == 4
    assert [row.number for row in found.rows] == [5, 6]


def test_a_heading_above_says_whose_the_numbers_are() -> None:
    assert understood("|Verein||Ansprechpartner", "Verein|Telefon|E-Mail|Name|Telefon|E-Mail", "x") == [
        "name", "phone", "email", "contacts[0].name", "contacts[0].phone", "contacts[0].email"
    ]  # fmt: skip


def test_a_heading_above_says_that_the_name_is_the_organisations() -> None:
    rows = ("Verein||Ansprechpartner/in", "Name|Ort|Anrede|Vorname|Nachname|E-Mail", "x")
    expected = [
        "name",
        "address.city",
        *(f"contacts[0].{key}" for key in ("salutation", "given", "family", "email")),
    ]
    assert understood(*rows) == expected
    assert understood(*rows[1:]) == [*expected[:-1], "email"]


def test_headings_that_are_printed_on_every_page_are_no_rows() -> None:
    found = layout(table("Verein|Ort", "a|b", "Verein|Ort", "c|d"), {}, {})
    assert [row.number for row in found.rows] == [2, 4]
    assert found.repeated == (3,)


def test_what_is_said_counts_more_than_what_was_saved_and_that_more_than_guesses() -> None:
    found = layout(
        table("Verein|Kontakt|Telefon|Spalte X", "a|b|c|d"),
        {"spalte x": "notes", "C": "-"},
        {"Kontakt": "contacts[0].family", "Telefon": "contacts[0].phone", "Verschwunden": "name"},
    )
    assert [(str(column.target or "-"), column.origin.value) for column in found.columns] == [
        ("name", "guessed"), ("contacts[0].family", "saved"), ("-", "said"), ("notes", "said")
    ]  # fmt: skip


def test_a_column_that_is_said_leaves_its_meaning_to_no_other() -> None:
    assert understood("Verein|Bezeichnung|Ort", "x", said={"Bezeichnung": "name"}) == [
        "-", "name", "address.city"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        ({"Verien": "name"}, "No column is called “Verien”.", "did you mean Verein?"),
        ({"Verein": "emial"}, "A column cannot hold “emial”.", "did you mean email?"),
        ({"Verein": "contacts[0].shoe"}, "A column cannot hold “contacts[0].shoe”.", None),
    ],
)
def test_what_makes_no_sense_is_refused(said: dict[str, str], message: str, hint: str | None) -> None:
    with pytest.raises(RegistryError) as error:
        layout(table("Verein|Ort", "x|y"), said, {})
    assert error.value.message == message
    assert hint is None or error.value.hint == hint


def test_no_headings() -> None:
    with pytest.raises(RegistryError, match="No row of headings was found"):
        layout(table("Brücke e.V.|Musterstadt", "Verein X|Halle"), {}, {})


def test_the_row_of_headings_can_be_named() -> None:
    found = layout(table("Verein|Ort", "Bezeichnung|Stadt", "x|y"), {"Bezeichnung": "name"}, {}, 2)
    assert (found.header, meanings(found)) == (2, ["name", "address.city"])
    with pytest.raises(RegistryError, match="Row 9 is empty"):
        layout(table("Verein|Ort", "x|y"), {}, {}, 9)
