"""The only place that asks what day it is."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from datetime import date

from mo_registry.finding import RegistryError
from mo_registry.i18n import _

_GERMAN = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")
YEARS = range(1800, 2201)
"""A day in another year is a slip of the keyboard."""

_fixed: date | None = None


def set_today(text: str | None) -> None:
    """Fix today's date for this run.

    Args:
        text: an ISO date (``2023-09-01``) or a German one (``1.9.2023``), or None for what
            ``MO_REGISTRY_TODAY`` or the system says.

    Raises:
        RegistryError: the text is no date.
    """
    global _fixed  # noqa: PLW0603  (one process is one run: its day is state by nature)
    text = text or os.environ.get("MO_REGISTRY_TODAY")
    _fixed = day(text) if text else None


def day(text: str) -> date:
    """The day that somebody has typed, as ``2023-09-01`` or ``1.9.2023``.

    Raises:
        RegistryError: the text is no date.
    """
    try:
        match = _GERMAN.fullmatch(text)
        found = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
        if found.year not in YEARS:
            raise ValueError(text)
        return found
    except ValueError:
        raise RegistryError(
            _("“{text}” is not a date.").format(text=text),
            hint=_("Write it as year-month-day, for instance 2023-09-01."),
        ) from None


def today(otherwise: date | None = None) -> date:
    """The day on which this run takes place.

    Args:
        otherwise: the day to be taken where none was fixed, instead of the system's.
    """
    return _fixed or otherwise or date.today()


def limit(seconds: float) -> Callable[[], bool]:
    """A time limit that begins now: what tells whether it is over. No result may depend on it but a refusal."""
    ends = time.monotonic() + seconds
    return lambda: time.monotonic() > ends
