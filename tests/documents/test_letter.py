"""Address fields and salutations."""

from __future__ import annotations

import pytest

from mo_registry.documents.letter import (
    Letter,
    TooManyAddressLines,
    address_lines,
    information_block,
    return_line,
    salutation,
    street_and_place,
)
from mo_registry.model import Contact
from mo_registry.model.part import Address

STREET = Address(street="Musterstraße 1", postal_code="01067", city="Musterstadt")


def test_the_organisation_stands_first_and_the_form_of_address_is_never_guessed() -> None:
    told = Contact(given="Olga", family="Meier", title="Dr.", salutation="ms")
    silent = Contact(given="Olga", family="Meier")
    assert address_lines("Verein e.V.", STREET, told) == (
        "Verein e.V.", "Frau Dr. Olga Meier", "Musterstraße 1", "01067 Musterstadt",
    )  # fmt: skip
    assert address_lines("Verein e.V.", STREET, silent)[1] == "Olga Meier"
    assert address_lines("Verein e.V.", STREET, Contact(family="Kim", salutation="mr"))[1] == "Herrn Kim"
    assert address_lines("Verein e.V.", STREET, Contact(role="Vorstand"))[1] == "Vorstand"


def test_a_box_a_flat_and_another_country() -> None:
    box = Address(department="Sekretariat", po_box="10 10 10", postal_code="33510", city="Bielefeld")
    flat = Address(care_of="Haddad", street="Weg 2", postal_code="1010", city="Wien", country="at")
    assert address_lines("Amt", box) == ("Amt", "Sekretariat", "Postfach 10 10 10", "33510 Bielefeld")
    assert address_lines("Amt", flat) == ("Amt", "c/o Haddad", "Weg 2", "1010 WIEN", "ÖSTERREICH")
    assert address_lines("Amt") == ("Amt",)


@pytest.mark.parametrize(
    "written", ["12 34", "Postfach 12 34", "postfach: 12 34", "PF 12 34", "P.O. Box 12 34", "PO Box 12 34"]
)
def test_the_word_postfach_stands_there_once(written: str) -> None:
    box = Address(po_box=written, city="Bielefeld")
    assert street_and_place(box) == ("Postfach 12 34", "Bielefeld")
    assert address_lines("Amt", box) == ("Amt", "Postfach 12 34", "Bielefeld")


def test_a_seventh_line_is_refused() -> None:
    full = Address(
        department="Abteilung",
        care_of="Haddad",
        street="Weg 2",
        postal_code="1010",
        city="Wien",
        country="AT",
    )
    with pytest.raises(TooManyAddressLines) as problem:
        address_lines("Amt", full, Contact(family="Kim"))
    assert problem.value.needed == 7
    assert str(problem.value) == "the address takes 7 lines, and the address field of a letter has 6"
    with pytest.raises(TooManyAddressLines):
        Letter(address=("Zeile",) * 7)


def test_the_return_line() -> None:
    assert return_line("Amt", STREET) == "Amt · Musterstraße 1 · 01067 Musterstadt"
    assert return_line("Amt", None) == "Amt"


@pytest.mark.parametrize(
    ("person", "line"),
    [
        (Contact(given="Olga", family="Meier", title="Dr.", salutation="ms"), "Sehr geehrte Frau Dr. Meier,"),
        (Contact(given="Ali", family="Kaya", salutation="mr"), "Sehr geehrter Herr Kaya,"),
        (Contact(given="Kim", family="Lee", salutation="neutral"), "Guten Tag Kim Lee,"),
        (Contact(given="Olga", family="Meier"), "Guten Tag Olga Meier,"),
        (Contact(family="Suharto"), "Guten Tag Suharto,"),
        (Contact(given="Olga", salutation="ms"), "Guten Tag Olga,"),
        (Contact(family="Kim", salutation="Liebe Nachbarin"), "Liebe Nachbarin,"),
        (Contact(family="حداد", salutation="السيدة حداد المحترمة،"), "السيدة حداد المحترمة،"),
        (Contact(role="Vorstand", salutation="ms"), "Sehr geehrte Damen und Herren,"),
        (None, "Sehr geehrte Damen und Herren,"),
    ],
)
def test_how_a_letter_begins(person: Contact | None, line: str, words: dict[str, str]) -> None:
    assert salutation(person, words) == line


def test_a_network_greets_its_members_in_its_own_way(words: dict[str, str]) -> None:
    assert salutation(None, words, "Liebe Engagierte") == "Liebe Engagierte,"
    assert salutation(Contact(family="Kim"), words, "Liebe Engagierte") == "Guten Tag Kim,"


def test_a_language_without_words_is_not_mixed_with_german(words: dict[str, str]) -> None:
    olga = Contact(given="Olga", family="Meier", salutation="ms")
    assert salutation(olga, words, "Шановні пані та панове", speaks=False) == "Шановні пані та панове,"
    assert salutation(olga, words, speaks=False) == "Guten Tag Olga Meier,"
    own = Contact(family="Meier", salutation="Шановна пані Мейєр")
    assert salutation(own, words, "Шановні пані та панове", speaks=False) == "Шановна пані Мейєр,"


def test_the_information_block_has_the_order_of_the_norm_and_no_empty_lines(words: dict[str, str]) -> None:
    values = {"date": "01.09.2023", "email": "", "phone": "0221 4710 1", "our_reference": "KI"}
    assert information_block(values, words) == (
        ("Unser Zeichen", "KI"), ("Telefon", "0221 4710 1"), ("Datum", "01.09.2023"),
    )  # fmt: skip
