"""When jobs are due: periods share out the days, none is in two and none in no period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mo_registry.jobs import schedule
from mo_registry.model.job import Job, Rhythm, Weekday

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
MONTHS = {Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}


def job(rhythm: Rhythm | str, output: str = "out/list", **values: Any) -> Job:
    written = {key: str(value) for key, value in values.items()}
    return Job.model_validate(
        {"title": "List", "document": "calendar", "schedule": str(rhythm), "output": output, **written}
    )


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    rhythm = draw(st.sampled_from(Rhythm))
    values: dict[str, Any] = {}
    if rhythm is Rhythm.WEEKLY:
        values["weekday"] = draw(st.sampled_from(Weekday))
    elif rhythm is not Rhythm.DAILY:
        values["day"] = draw(st.integers(1, 31))
    if rhythm in MONTHS:
        values["month"] = draw(st.integers(1, MONTHS[rhythm]))
    return job(rhythm, **values)


@given(jobs(), DAYS)
def test_every_day_belongs_to_the_period_that_began_last(it: Job, day: date) -> None:
    begun = schedule.begin(it, day)
    assert begun <= day < schedule.following(it, begun)
    assert schedule.begin(it, begun) == begun


@given(jobs(), DAYS)
def test_periods_follow_each_other_without_a_gap(it: Job, day: date) -> None:
    begun = schedule.begin(it, day)
    after = schedule.following(it, begun)
    assert schedule.begin(it, after) == after
    assert schedule.begin(it, after - timedelta(1)) == begun
    assert schedule.preceding(it, after) == begun


@given(jobs(), DAYS, st.integers(0, 800))
def test_the_days_on_which_a_job_is_due(it: Job, first: date, length: int) -> None:
    last = first + timedelta(length)
    found = list(schedule.between(it, first, last))
    days = (first + timedelta(number) for number in range(length + 1))
    assert found == sorted({schedule.begin(it, day) for day in days})


@given(jobs(), DAYS, DAYS)
def test_two_periods_have_two_names(it: Job, one: date, other: date) -> None:
    begun = {schedule.begin(it, one), schedule.begin(it, other)}
    assert len({schedule.name(it, day) for day in begun}) == len(begun)


@pytest.mark.parametrize(
    ("it", "day", "begun", "following", "name"),
    [
        (job("daily"), "2024-02-28", "2024-02-28", "2024-02-29", "2024-02-28"),
        (job("weekly"), "2024-12-31", "2024-12-30", "2025-01-06", "2025-W01"),
        (job("weekly", weekday="sunday"), "2021-01-04", "2021-01-03", "2021-01-10", "2020-W53"),
        (job("monthly"), "2023-09-15", "2023-09-01", "2023-10-01", "2023-09"),
        (job("monthly", day=15), "2023-09-03", "2023-08-15", "2023-09-15", "2023-08"),
        (job("monthly", day=31), "2023-03-01", "2023-02-28", "2023-03-31", "2023-02"),
        (job("monthly", day=30), "2024-02-29", "2024-02-29", "2024-03-30", "2024-02"),
        (job("quarterly"), "2023-12-31", "2023-10-01", "2024-01-01", "2023-Q4"),
        (job("quarterly", month=2, day=10), "2024-01-01", "2023-11-10", "2024-02-10", "2023-Q4"),
        (job("yearly", month=2, day=29), "2024-02-29", "2024-02-29", "2025-02-28", "2024"),
        (job("yearly", month=2, day=29), "2025-02-27", "2024-02-29", "2025-02-28", "2024"),
        (job("yearly"), "2023-01-01", "2023-01-01", "2024-01-01", "2023"),
    ],
)
def test_some_days(it: Job, day: str, begun: str, following: str, name: str) -> None:
    found = schedule.begin(it, date.fromisoformat(day))
    assert found.isoformat() == begun
    assert schedule.following(it, found).isoformat() == following
    assert schedule.name(it, found) == name


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("out/{year}/{month}-{day}", "out/2024/12-30"),
        ("out/{year}-{week}", "out/2025-01"),
        ("out/{year}-Q{quarter}", "out/2024-Q4"),
        ("out/list", "out/list"),
        ("out/{year.__class__}{other}", "out/{year.__class__}{other}"),
    ],
)
def test_paths(pattern: str, filled: str) -> None:
    assert schedule.filled(pattern, date(2024, 12, 30)) == filled
