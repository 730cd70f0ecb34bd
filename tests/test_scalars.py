"""Dates and times as Germans write them: understood where they mean one thing, else an error."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from mo_registry.model.scalars import PartialDate, clock_time, count, day, flag, partial_date


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("27.09.2023", "2023-09-27"),
        ("27.9.2023", "2023-09-27"),
        ("27. September 2023", "2023-09-27"),
        ("Mittwoch, 27. Sept. 2023", "2023-09-27"),
        ("2023/09/27", "2023-09-27"),
        ("2023-9-7", "2023-09-07"),
    ],
)
def test_dates_of_one_meaning_are_understood(text: str, tidy: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        partial_date(text)
    assert (error.value.type, error.value.context) == ("untidy", {"tidy": tidy})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-02-30", "missing"),
        ("30.02.2023", "missing"),
        ("2023-00-10", "missing"),
        ("2023-13", "missing"),
        ("22.03.23", "ambiguous"),
        ("3/4/2023", "ambiguous"),
        ("gestern", ""),
        ("20230927", ""),
        ("0023-01-01", ""),
        ("1677628800", ""),
    ],
)
def test_other_dates_are_errors(text: str, reason: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        partial_date(text)
    assert (error.value.type, error.value.context) == ("not_a_date", {"reason": reason})


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_every_day_is_read_back(moment: date) -> None:
    assert day(moment.isoformat()) == moment == partial_date(moment.isoformat()).exact


def test_dates_of_which_less_is_known() -> None:
    november, year = partial_date("2015-11"), partial_date("2018")
    assert (november.first, november.last, str(november)) == (
        date(2015, 11, 1),
        date(2015, 11, 30),
        "2015-11",
    )
    assert (year.first, year.last, year.exact) == (date(2018, 1, 1), date(2018, 12, 31), None)
    assert sorted([PartialDate(2018), PartialDate(2015, 11), PartialDate(2017, 3, 17)])[0] == november
    assert PartialDate(2018) < PartialDate(2018, 1, 1)
    with pytest.raises(PydanticCustomError, match="partial"):
        day("2018")


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("17.00", "17:00"),
        ("17 Uhr", "17:00"),
        ("17:00 Uhr", "17:00"),
        ("9:05", "09:05"),
        ("9.30 uhr", "09:30"),
        ("17h", "17:00"),
    ],
)
def test_times_of_one_meaning_are_understood(text: str, tidy: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        clock_time(text)
    assert (error.value.type, error.value.context) == ("untidy", {"tidy": tidy})


@pytest.mark.parametrize("text", ["24:00", "5 pm", "17", "1700", "17.5", "25:10", "17:60", "17.00-19.00", ""])
def test_other_times_are_errors(text: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        clock_time(text)
    assert error.value.type == "not_a_time"


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_every_minute_is_read_back(moment: time) -> None:
    assert clock_time(moment.strftime("%H:%M")) == moment


def test_counts_and_flags() -> None:
    assert (count("0"), count("60")) == (0, 60)
    assert (flag("true"), flag("false")) == (True, False)
    for text, tidy in (("ja", "true"), ("Nein", "false"), ("YES", "true"), ("True", "true")):
        with pytest.raises(PydanticCustomError) as error:
            flag(text)
        assert error.value.context == {"tidy": tidy}
    for parse, text in ((count, "ca. 60"), (count, "-1"), (count, "1.0"), (count, "²"), (flag, "vielleicht")):
        with pytest.raises(PydanticCustomError, match=r"^$"):
            parse(text)
