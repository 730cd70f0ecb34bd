"""Dates, times, numbers and enumerations as a language writes them."""

from __future__ import annotations

from datetime import date, time

import pytest

from mo_registry.documents.formats import Formats, country_name, plain_phone
from mo_registry.model.scalars import PartialDate

GERMAN = Formats("de", {"time": "{time} Uhr"})
ENGLISH = Formats("en", {"time": "{time}"})
DAY = date(2023, 3, 22)


def test_a_day_with_its_weekday_in_a_block_and_in_prose() -> None:
    assert GERMAN.weekday_date(DAY) == "Mittwoch, 22.03.2023"
    assert GERMAN.day(DAY) == "Mittwoch, 22. März 2023"
    assert GERMAN.short_date(DAY) == "22.03.2023"
    assert ENGLISH.weekday_date(DAY) == "Wednesday, 22 March 2023"


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (PartialDate(2015, 11), "November 2015"),
        (PartialDate(2018), "2018"),
        (PartialDate(2023, 3, 22), "Mittwoch, 22. März 2023"),
        ("2015-11", "November 2015"),
        ("demnächst", "demnächst"),
        (None, ""),
        ("", ""),
    ],
)
def test_as_much_of_a_day_as_is_known(known: PartialDate | str | None, shown: str) -> None:
    assert GERMAN.day(known) == shown


def test_times_have_no_blank_that_could_break() -> None:
    assert GERMAN.times(time(17), time(19, 30)) == "17:00–19:30\u00a0Uhr"
    assert GERMAN.times(time(9, 5)) == "09:05\u00a0Uhr"
    assert GERMAN.times(None) == ""
    assert ENGLISH.times(time(17), time(19, 30)) == "17:00–19:30"


@pytest.mark.parametrize(
    ("number", "at_home", "abroad"),
    [
        ("+49 221 4710 123", "0221 4710 123", "+49 221 4710 123"),
        ("+49 521 51-8123", "0521 51-8123", "+49 521 51-8123"),
        ("(0521) 51 8123", "0521 51 8123", "+49 521 51 8123"),
        ("0521/518123", "0521 518123", "+49 521 518123"),
        ("+49 (0)521 51 - 8123", "0521 51-8123", "+49 521 51-8123"),
        ("+492214710123", "0221 4710123", "+49 221 4710123"),
        ("02214710123", "0221 4710123", "+49 221 4710123"),
        ("+43 1 234567", "+43 1 234567", "+43 1 234567"),
        ("110", "110", "110"),
    ],
)
def test_a_telephone_number_without_brackets_and_slashes(number: str, at_home: str, abroad: str) -> None:
    assert plain_phone(number) == at_home
    assert plain_phone(number, abroad=True) == abroad


def test_things_in_a_row() -> None:
    assert GERMAN.list(["Arabisch", "", "Kurdisch", "Türkisch"]) == "Arabisch, Kurdisch und Türkisch"
    assert ENGLISH.list(["Arabic", "Kurdish"]) == "Arabic and Kurdish"
    assert GERMAN.list([]) == ""


def test_names_of_languages_and_countries() -> None:
    assert [GERMAN.language_name(tag) for tag in ("uk", "pt-BR", "no-such")] == [
        "Ukrainisch",
        "Portugiesisch",
        "Norwegisch",
    ]
    assert GERMAN.language_name("xx") == "xx"
    assert [country_name(country) for country in ("AT", "at", "Österreich")] == ["Österreich"] * 3


@pytest.mark.parametrize(
    ("title", "invited"),
    [
        ("Netzwerktreffen Migrantenorganisationen", "zum Netzwerktreffen Migrantenorganisationen"),
        ("Fachtag „Vernetzung“", "zum Fachtag „Vernetzung“"),
        ("17. Fachkonferenz", "zur 17. Fachkonferenz"),
        ("Arbeitsgruppe Sprache", "zur Arbeitsgruppe Sprache"),
        ("Gemeinsam stark", "zu „Gemeinsam stark“"),
        ("2023", "zu „2023“"),
    ],
)
def test_where_one_is_invited_without_a_slip_of_gender(title: str, invited: str) -> None:
    assert GERMAN.invited_to(title) == invited
    assert ENGLISH.invited_to(title) == title


def test_direction_and_a_language_that_nobody_knows() -> None:
    assert [Formats(tag).direction for tag in ("de", "ar", "fa", "ckb", "tr")] == [
        "ltr", "rtl", "rtl", "rtl", "ltr",
    ]  # fmt: skip
    assert Formats("xx").day(DAY) == "Mittwoch, 22. März 2023"
