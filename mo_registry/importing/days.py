"""Days in a table: written out, as Excel's count of days, or only a month or a year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pydantic_core import PydanticCustomError

from mo_registry.i18n import _
from mo_registry.importing.cells import Cell, Nature
from mo_registry.importing.notes import Notes
from mo_registry.labels import day as shown
from mo_registry.model.scalars import partial_date

_YEAR = re.compile(r"(?:18|19|20|21)\d\d")
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.\d+)?")
"""1954 to 2091 in days since the end of 1899; a smaller number is rather a year or a slip."""
_MONTH = re.compile(r"(\d\d?)[./](\d{4})")
_EPOCH = date(1899, 12, 30)
"""Excel counts days from 1 January 1900 and takes 1900 for a leap year."""


def partial_day(cell: Cell, notes: Notes) -> str | None:
    """A day, month or year as files have it; None if the cell holds none."""
    text = cell.text
    if cell.nature is Nature.DATE:
        return text[:10]
    if _YEAR.fullmatch(text):
        return text
    if match := _SERIAL.fullmatch(text):
        found = (_EPOCH + timedelta(days=int(match[1]))).isoformat()
        message = _("{number} is Excel's number of a day: {day}")
        notes.repaired(cell, message.format(number=text, day=shown(found)))
        return found
    if (match := _MONTH.fullmatch(text)) and 1 <= int(match[1]) <= 12:  # noqa: PLR2004  (months)
        return f"{match[2]}-{int(match[1]):02}"
    try:
        return str(partial_date(text))
    except PydanticCustomError as problem:
        if problem.type == "untidy":
            return str((problem.context or {})["tidy"])
    notes.doubt(cell, _("“{text}” does not say which day, month or year is meant").format(text=text))
    return None
