"""The tidy form: the same data and comments, and nothing to be done a second time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from mo_registry.editing.canonical import canonical
from mo_registry.finding import RegistryError
from mo_registry.model import Event, Organisation
from tests.editing.styled import PATIENT, Styled, files
from tests.editing.witness import assert_readers_agree, comments, data_of

CORPUS = Path(__file__).parent / "corpus"
GOOD_FILES = files().filter(lambda file: data_of(file.text) == file.data)


def corpus(name: str) -> str:
    return (CORPUS / f"{name}.yaml").read_bytes().decode()


@settings(PATIENT, max_examples=150)
@given(file=GOOD_FILES)
def test_the_tidy_form_says_the_same_and_stays(file: Styled) -> None:
    assert_tidy(file.text)


def assert_tidy(text: str) -> None:
    tidy = canonical(text)
    assert data_of(tidy) == data_of(text)
    assert comments(tidy) == comments(text)
    assert tidy.count("#") == text.count("#")
    assert_readers_agree(tidy)
    assert canonical(tidy) == tidy


@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.yaml")))
def test_the_tidy_form_of_a_hand_written_file(name: str) -> None:
    assert_tidy(corpus(name))


@pytest.mark.parametrize("name", ["two-blanks", "windows"])
def test_a_tidy_file_stays_as_it_is(name: str) -> None:
    text = corpus(name).replace("[Die Brücke]", "[bruecke]")
    assert canonical(text, Organisation) == text


def test_blocks_comments_and_texts() -> None:
    assert (
        canonical(corpus("comments-everywhere"))
        == """\
# am Anfang

# noch einer
name: Verein # dicht dahinter
# tief darunter

kind: association          #ohne Blank
contacts:  # zwei Leute
  # die erste
  - role: Vorsitz   # gewählt 2022

    # ihre Adresse
    email: a@verein.example     # stimmt
    # phone: noch nicht bekannt
  # der zweite
  # noch ohne Namen
  - role: Kasse
    # ganz unten
# hinter den Kontakten
address:
  # Platzhalter
  street: Musterstraße 6
  # tief
  city: Bielefeld
  # auf gleicher Höhe
phone: "1"
# am Ende
"""
    )


def test_brackets() -> None:
    assert (
        canonical(corpus("brackets-over-lines"))
        == """\
name: Netz der Netze
kind: umbrella
languages:
  - de  # zuerst
  - en

  # später dazugekommen
  - fr  # seit 2022
districts: [mitte, brackwede]
address:
  street: Musterstraße 4    # Hinterhaus
  city: Bielefeld           # Mitte
contacts:                                                                 # zwei
  - role: Vorsitz
    email: a@netz.example
  - role: Kasse
"""
    )


def test_indentation_and_quotes() -> None:
    assert (
        canonical(corpus("four-blanks"))
        == """\
name: "Verein: der neue"
kind: association
networks:
  - network: netzwerk-mo
    since: 2020-05-01
  - network: ezidische-vereine
languages: [ku, "no", de]
address:
  street: Musterstraße 2
  postal_code: "01067"
  city: Dresden
contacts:
  - role: Vorsitz
    phone: +49 221 4710 130
    share:
      network: [name, phone]
      consent: 2023-01-01
notes: |
  Zwei Zeilen,
  mehr nicht.
"""
    )


def test_dates_times_and_yes() -> None:
    tidy = canonical(corpus("an-event"), Event)
    assert "date: 2023-09-27\nstart: 17:00\n" in tidy
    assert "requested: true\n" in tidy
    assert canonical(tidy, Event) == tidy


def test_what_a_reader_would_lose_gets_quotes() -> None:
    tidy = canonical(corpus("looks-like-something-else"))
    assert 'register_number: "007"\nlegal_form: "1.10"\nstart: 17:00\nend: 08:30\ndate: 2023-09-27\n' in tidy
    assert 'count: "0x1F"\nphone: "+492214710150"\nsum: =1+1\nthousand: "1_000"\n' in tidy


def test_a_broken_file_is_left_alone() -> None:
    with pytest.raises(RegistryError, match="cannot be read"):
        canonical("a: [1\n")
