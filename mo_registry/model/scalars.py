"""The kinds of single values in a registry, and how each is read from text.

Every value arrives as text. What is written as Germans write it and can mean one thing only is understood,
and offered in its tidy form (error type ``untidy``); what could mean two things is an error.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, time
from functools import lru_cache, total_ordering
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from mo_registry.clock import YEARS
from mo_registry.names import ID

T = TypeVar("T")

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_LOOSE_ISO = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)")
_GERMAN = re.compile(r"(?:([^\W\d]+)\.?,?\s+(?:den\s+)?)?(\d\d?)\.\s*(\d\d?|[^\W\d]{3,})\.?\s*(\d{4})")
_TIDY_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_LOOSE_TIME = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?\s*(?:uhr|h)?", re.IGNORECASE)
_MONTHS = (
    "januar jan january jänner",
    "februar feb february",
    "märz mär mrz march mar",
    "april apr",
    "mai may",
    "juni jun june",
    "juli jul july",
    "august aug",
    "september sep sept",
    "oktober okt october oct",
    "november nov",
    "dezember dez december dec",
)
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "montag mo monday",
            "dienstag di tuesday",
            "mittwoch mi wednesday",
            "donnerstag do thursday",
            "freitag fr friday",
            "samstag sonnabend sa saturday",
            "sonntag so sunday",
        )
    )
    for name in names.split()
}
"""Names of days of the week in small letters; Monday is 0."""
_YES_NO = {
    "yes": True,
    "ja": True,
    "on": True,
    "wahr": True,
    "no": False,
    "nein": False,
    "off": False,
    "falsch": False,
}


@total_ordering
class PartialDate(NamedTuple):
    """A day, or a month or a year of which no more is known (ISO 8601 reduced precision)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def exact(self) -> date | None:
        """The day, if the day is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def first(self) -> date:
        """The earliest day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return "-".join(f"{part:02}" for part in self if part)

    def __lt__(self, other: tuple[Any, ...]) -> bool:
        return tuple(part or 0 for part in self) < tuple(part or 0 for part in other)


def untidy(tidy: str) -> PydanticCustomError:
    """The value is understood; this is how it should be written."""
    return PydanticCustomError("untidy", "{tidy}", {"tidy": tidy})


def wrong(kind: str, reason: str = "") -> PydanticCustomError:
    """The value is none of its kind: ``not_a_date``, ``not_a_time``, ``not_a_number``, ``not_yes_or_no``."""
    return PydanticCustomError(kind, "{reason}", {"reason": reason})


def _of_text(parse: Callable[[str], T]) -> Callable[[Any], T]:
    def validate(value: Any) -> T:
        if isinstance(value, str):
            return parse(value)
        raise PydanticCustomError("string_type", "")

    return validate


@lru_cache(maxsize=8192)  # the same days stand in thousands of entries
def partial_date(text: str) -> PartialDate:
    """``2023-09-27``, ``2023-09`` or ``2023``.

    Raises:
        PydanticCustomError: ``untidy`` for 27.09.2023 and its like, ``not_a_date`` for everything else.
    """
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return _existing(PartialDate(int(year), int(month) if month else None, int(day) if day else None))
    if match := _LOOSE_ISO.fullmatch(text):
        raise untidy(str(_existing(PartialDate(*map(int, match.groups())))))
    if match := _GERMAN.fullmatch(text.strip()):
        weekday, day_, month, year = match.groups()
        number = int(month) if month.isdigit() else _month(month)
        if number:
            value = _existing(PartialDate(int(year), number, int(day_)))
            if weekday and WEEKDAYS.get(weekday.lower(), value.first.weekday()) != value.first.weekday():
                raise wrong("not_a_date", "weekday")
            raise untidy(str(value))
    raise wrong("not_a_date", "ambiguous" if re.fullmatch(r"\d\d?[./-]\d\d?[./-]\d\d(\d\d)?", text) else "")


def _month(name: str) -> int | None:
    return next((number for number, names in enumerate(_MONTHS, 1) if name.lower() in names.split()), None)


def _existing(value: PartialDate) -> PartialDate:
    try:
        date(value.year, *(1 if part is None else part for part in value[1:]))
    except ValueError:
        raise wrong("not_a_date", "missing") from None
    if value.year not in YEARS:
        raise wrong("not_a_date", "")
    return value


def understood(text: str) -> date | None:
    """The day that a text means in whatever form, if it means a single one."""
    try:
        return partial_date(text).exact
    except PydanticCustomError as error:
        tidy = (error.context or {}).get("tidy")
        return partial_date(tidy).exact if tidy else None


@lru_cache(maxsize=8192)
def day(text: str) -> date:
    """A whole day, ``2023-09-27``; raises as `partial_date` does."""
    value = partial_date(text).exact
    if value is None:
        raise wrong("not_a_date", "partial")
    return value


@lru_cache(maxsize=1024)
def clock_time(text: str) -> time:
    """Wall time in Europe/Berlin, ``17:00``.

    Raises:
        PydanticCustomError: ``untidy`` for 17.00, 17 Uhr and their like, ``not_a_time`` for everything else.
    """
    if match := _TIDY_TIME.fullmatch(text):
        return time(int(match[1]), int(match[2]))
    match = _LOOSE_TIME.fullmatch(text.strip())
    if match and not text.strip().isdigit():
        raise untidy(f"{int(match[1]):02}:{match[2] or '00'}")
    raise wrong("not_a_time")


def count(text: str) -> int:
    """A whole number from 0."""
    if text.isascii() and text.isdigit() and len(text) <= 9:  # noqa: PLR2004  (no registry counts billions)
        return int(text)
    raise wrong("not_a_number")


def flag(text: str) -> bool:
    """``true`` or ``false``; yes, no, ja, nein are understood and untidy."""
    if text in ("true", "false"):
        return text == "true"
    if (value := _YES_NO.get(text.lower(), {"true": True, "false": False}.get(text.lower()))) is not None:
        raise untidy(str(value).lower())
    raise wrong("not_yes_or_no")


# In an editor's schema 01067, 1998 and 1.10 are numbers to YAML, and text to the registry.
_TEXT_SCHEMA = WithJsonSchema({"type": ["string", "number"]})

Text = Annotated[str, StringConstraints(pattern=r"^[^\n]*$", max_length=500), _TEXT_SCHEMA]
"""One line."""
Prose = Annotated[str, StringConstraints(max_length=20_000), _TEXT_SCHEMA]
"""Some lines; Markdown where a document prints them."""
Id = Annotated[str, StringConstraints(pattern=f"^{ID.pattern}$", max_length=100),
               WithJsonSchema({"type": ["string", "number"], "pattern": f"^{ID.pattern}$"})]  # fmt: skip
"""An id inside a file: small letters, digits and hyphens."""
Reference = Annotated[str, StringConstraints(pattern=r"^[^\n]*$", max_length=500), _TEXT_SCHEMA]
"""The id of something else; whether it exists is the business of a check."""
Date = Annotated[PartialDate, PlainValidator(_of_text(partial_date)), WithJsonSchema(
    {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$", "minimum": 1800, "maximum": 2200}
)]  # fmt: skip
Day = Annotated[date, PlainValidator(_of_text(day)), WithJsonSchema(
    {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
)]  # fmt: skip
Time = Annotated[time, PlainValidator(_of_text(clock_time)), WithJsonSchema(
    {"type": "string", "pattern": rf"^(?:{_TIDY_TIME.pattern})$"}
)]  # fmt: skip
Count = Annotated[int, PlainValidator(_of_text(count)), WithJsonSchema({"type": "integer", "minimum": 0})]
Flag = Annotated[bool, PlainValidator(_of_text(flag)), WithJsonSchema({"type": "boolean"})]
