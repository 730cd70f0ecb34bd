"""Names as people search, sort and spell them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mo_registry.names import ID, name_key, nearest, organisation_order, person_order, search_key, slug


@pytest.mark.parametrize(
    "spellings",
    [
        ("Özer", "oezer", "Ozer", "ÖZER", unicodedata.normalize("NFD", "Özer")),
        ("Koşan", "Kosan", "KOŞAN", "kosan"),
        ("Iğdır", "Igdir", "IĞDIR", "iğdir", "İğdır"),
        ("Straße", "STRASSE", "strasse"),
        ("Зима", "Zima", "зима"),
        ("Abd al-Karim", "abd al karim"),
    ],
)
def test_spellings_of_one_name_are_found_alike(spellings: tuple[str, ...]) -> None:
    assert len({search_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Förderverein der Deutschen aus Russland", "foerderverein-der-deutschen-aus-russland"),
        ("BiNeMO e.V.", "binemo"),
        ("VeMo Halle (Saale) e. V.", "vemo-halle-saale"),
        ("Gençlik & Kültür", "genclik-kueltuer"),
        ("Українська спілка", "ukrainska-spilka"),
        ("…", ""),
    ],
)
def test_ids_are_made_of_names(name: str, identifier: str) -> None:
    assert slug(name) == identifier


@given(st.text(max_size=40))
def test_an_id_is_always_usable(name: str) -> None:
    identifier = slug(name)
    assert identifier == "" or ID.fullmatch(identifier)


@pytest.mark.parametrize("variant", ["BINEMO e. V.", "BiNeMO e.V.", "Binemo eV", "BiNeMo", "Bi-NeMO"])
def test_the_legal_form_does_not_make_another_organisation(variant: str) -> None:
    assert name_key(variant) == name_key("BiNeMO e.V.")


def test_organisations_are_sorted_as_in_dictionaries() -> None:
    names = ["Zebra", "Özgür", "Ofen", "Osten", "ßa", "Şen", "Sara", "Äpfel", "Apfel"]
    assert sorted(names, key=organisation_order) == [
        "Apfel",
        "Äpfel",
        "Ofen",
        "Osten",
        "Özgür",
        "Sara",
        "Şen",
        "ßa",
        "Zebra",
    ]


def test_persons_are_sorted_as_in_telephone_books() -> None:
    people = [
        ("Ada", "von Zabern"),
        ("Eva", "Müller"),
        ("Ali", "Mufti"),
        ("Abd", "al-Karim"),
        ("Uwe", "Mueller"),
    ]
    assert [family for _given, family in sorted(people, key=lambda person: person_order(*person))] == [
        "al-Karim",
        "Müller",
        "Mueller",
        "Mufti",
        "von Zabern",
    ]


def test_slips_of_the_keyboard_are_recognised() -> None:
    assert nearest("Else Zimmermann Saal", ["nowgorod-raum", "else-zimmermann-saal"]) == [
        "else-zimmermann-saal"
    ]
    assert nearest("emial", ["name", "email", "phone"]) == ["email"]
    assert nearest("xyz", ["name", "email"]) == []
