"""Names as people search, sort and spell them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mo_registry.names import (
    ID,
    name_key,
    nearest,
    organisation_order,
    person_order,
    search_key,
    slug,
    sounds_like,
)


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
        ("Verein für Kultur – „Köln“", "verein-fuer-kultur-koeln"),
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


SPELLINGS = {
    "Шевченко": ("Schewtschenko", "Shevchenko", "Chevtchenko", "Ševčenko", "Szewczenko"),
    "Юлія": ("Julia", "Yulia", "Yuliia", "Julija"),
    "Зеленський": ("Selenskyj", "Zelenskyy", "Zelensky"),
    "Хрущёв": ("Chruschtschow", "Khrushchev", "Khrouchtchev"),
    "Жуков": ("Schukow", "Zhukov"),
    "Євген": ("Jewhen", "Yevhen"),
    "Ольга": ("Olga", "Olha"),
    "Андрій": ("Andrij", "Andriy", "Andrej"),
    "Людмила": ("Ludmila", "Ljudmyla", "Lyudmyla"),
    "Ковальчук": ("Kowaltschuk", "Kovalchuk", "Kovaltchouk"),
    "Ελένη": ("Eleni",),
    "حدّاد": ("Haddad", "حداد"),
    "محمد": ("Mohammed", "Muhammad", "Mohamed", "Mehmet", "مُحَمَّد", "Мохаммед"),
    "يوسف": ("Yusuf", "Youssef", "Jussuf", "Josef"),
    "فاطمة": ("Fatima", "Fatimah", "Fatma", "فاطمه"),
    "علي": ("Ali", "Aly"),
    "ليلى": ("Leila", "Layla"),
    "نور": ("Nur", "Noor"),
    "خالد": ("Khaled", "Chalid", "Halit"),
    "جمال": ("Jamal", "Dschamal", "Djamal", "Gamal", "Cemal"),
    "حسین": ("Hossein", "Hussein", "Hüseyin"),
    "عبد الرحمن": ("Abdulrahman", "Abdurrahman", "Abd al-Rahman", "Abdel Rahman"),
    "عبدالله": ("Abdullah", "Abdallah", "عبد الله"),
    "الجسر": ("Dschisr", "al-Jisr", "Aljisr"),
    "پرویز": ("Parviz", "Parwis"),
    "דוד כהן": ("David Cohen", "Dawid Kohen"),
}


@pytest.mark.parametrize(
    ("name", "spelling"),
    [(name, spelling) for name, spellings in SPELLINGS.items() for spelling in spellings],
)
def test_a_name_in_another_script_is_known_by_its_sound(name: str, spelling: str) -> None:
    assert sounds_like(spelling, name)
    assert sounds_like(name, spelling)


@pytest.mark.parametrize(
    "word",
    ["Ada", "Anna", "Max", "Mina", "Mira", "man", "an", "in", "al", "der", "die", "Haus", "Huber", "Mitte", "Tod",
     "Tee", "Tat", "Musik", "Verein", "Land"],
)  # fmt: skip
def test_few_consonants_do_not_fit_everything(word: str) -> None:
    assert not [
        name for name in (*SPELLINGS, "من", "في", "هو", "و", "داود", "هدى", "مي") if sounds_like(word, name)
    ]


def test_names_in_latin_letters_are_told_apart() -> None:
    assert not sounds_like("Schmidt", "Schmitt")
    assert not sounds_like("Schewtschenko", "Shevchenko")
    assert not sounds_like("", "محمد")
    assert not sounds_like("Mohammed Huber", "محمد حداد")


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts_can_be_compared(typed: str, name: str) -> None:
    assert sounds_like(typed, name) in (True, False)
