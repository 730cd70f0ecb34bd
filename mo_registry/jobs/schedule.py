"""When a job is due. Pure functions of days: every day belongs to one period, which begins when the job is due."""

from __future__ import annotations

import glob
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from mo_registry.model.job import FIELDS, Job, Rhythm, Weekday

_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}
_NAMES = {
    Rhythm.DAILY: "{year}-{month}-{day}",
    Rhythm.WEEKLY: "{year}-W{week}",
    Rhythm.MONTHLY: "{year}-{month}",
    Rhythm.QUARTERLY: "{year}-Q{quarter}",
    Rhythm.YEARLY: "{year}",
}
_FIELD = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")


def begin(job: Job, day: date) -> date:
    """The first day of the period that a day belongs to: the last day, up to this one, on which the job was due."""
    if job.schedule is Rhythm.DAILY:
        return day
    if job.schedule is Rhythm.WEEKLY:
        return day - timedelta((day.weekday() - list(Weekday).index(job.weekday or Weekday.MONDAY)) % 7)
    found = _in_month(job, _aligned(job, day))
    return found if found <= day else _in_month(job, _aligned(job, day) - _MONTHS[job.schedule])


def following(job: Job, begun: date) -> date:
    """The first day of the period after the one that begins on a day: when the job is due next."""
    if job.schedule is Rhythm.DAILY:
        return begun + timedelta(1)
    if job.schedule is Rhythm.WEEKLY:
        return begun + timedelta(7)
    return _in_month(job, _aligned(job, begun) + _MONTHS[job.schedule])


def preceding(job: Job, begun: date) -> date:
    """The first day of the period before the one that begins on a day."""
    return begin(job, begun - timedelta(1))


def between(job: Job, first: date, last: date) -> Iterator[date]:
    """The days on which the job is due, from the period of the first day to that of the last, both included."""
    begun = begin(job, first)
    while begun <= last:
        yield begun
        begun = following(job, begun)


def name(job: Job, begun: date) -> str:
    """What a period is called: ``2023-09-01``, ``2023-W35``, ``2023-09``, ``2023-Q3`` or ``2023``."""
    return filled(_NAMES[job.schedule], begun)


def filled(pattern: str, begun: date) -> str:
    """A pattern with the period's first day in it. Beside a week (ISO 8601), the year is that of the week."""
    week = begun.isocalendar()
    values = {
        "year": f"{week.year if '{week}' in pattern else begun.year:04}",
        "month": f"{begun.month:02}",
        "day": f"{begun.day:02}",
        "week": f"{week.week:02}",
        "quarter": str((begun.month + 2) // 3),
    }
    return _FIELD.sub(lambda match: values[match[1]], pattern)


def anywhen(pattern: str) -> str:
    """A pattern for file names that fits it filled in with any period."""
    return _FIELD.sub("*", glob.escape(pattern))


def _aligned(job: Job, day: date) -> int:
    """The last month, counted from the year 0, up to that of the day in which the job is due."""
    index = day.year * 12 + day.month - 1
    return index - (index - (job.month or 1) + 1) % _MONTHS[job.schedule]


def _in_month(job: Job, index: int) -> date:
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(job.day or 1, monthrange(year, month)[1]))
