"""Dates, times, telephone numbers and enumerations as a document's language writes them.

German forms follow DIN 5008 and what offices print: ``Mittwoch, 22.03.2023`` in a block of facts,
``Mittwoch, 22. März 2023`` in prose, ``17:00–19:30 Uhr``. Other languages are left to Babel's data, and to the
habits of their offices where these differ. Digits are Latin in every language: so they stand on the door, on the
telephone and in every other letter from a German office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from mo_registry.labels import language_name
from mo_registry.model.scalars import PartialDate

if TYPE_CHECKING:
    from babel import Locale

NO_BREAK = "\u00a0"
HOME = "DE"
"""Where letters are posted: the country whose numbers and addresses need no country in them."""

_REGIONS = {"en": "en_GB", "pt": "pt_PT"}
_FIGURES = "dd.MM.yyyy"
# For a block of facts, for prose, in figures.
_PATTERNS = {
    "de": (f"EEEE, {_FIGURES}", "full", _FIGURES),
    "en": ("EEEE, d MMMM y", "full", "medium"),
    "tr": ("full", "full", _FIGURES),
    # The day of the week behind it needs no case.
    "uk": ("full", "d MMMM y 'року' (EEEE)", _FIGURES),
    "ar": ("full", "full", _FIGURES),
}
_OTHERS = ("full", "full", "medium")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_TIDY = re.compile(r"\+49 [1-9][0-9]*(?: [0-9]+)*")
_GENDERS = (
    ("zum", re.compile(r"(?i:treffen|tag|kreis|workshop|forum|gespräch|seminar|abend|fest|vortrag|dialog)$")),
    ("zur", re.compile(r"(?i:ung|konferenz|gruppe|feier|runde|reihe|messe|klausur)$")),
)

Day = date | PartialDate | str
"""A day, or as much of one as is known: ``2015-11``, ``2018``."""


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """Babel's locale for a language tag; German where Babel does not know the language."""
    from babel import Locale, UnknownLocaleError

    tag = _REGIONS.get(language, language).replace("-", "_")
    for candidate in (tag, tag.partition("_")[0]):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("de")


def direction_of(language: str) -> str:
    """``ltr`` or ``rtl``."""
    return str(locale_of(language).text_direction)


@dataclass(frozen=True)
class Formats:
    """How one language writes things.

    Args:
        language: a language tag, as ``de`` or ``ar``.
        words: the language's fixed words; here ``time`` (as ``{time} Uhr``) is used.
    """

    language: str
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return direction_of(self.language)

    @cached_property
    def locale(self) -> Locale:
        """Babel's data on the language."""
        return locale_of(self.language)

    def weekday_date(self, day: Day | None) -> str:
        """The day with its weekday, short, for a block of facts: ``Mittwoch, 22.03.2023``."""
        return self._dated(day, self._patterns[0])

    def day(self, day: Day | None) -> str:
        """The day with its weekday, for prose: ``Mittwoch, 22. März 2023``."""
        return self._dated(day, self._patterns[1])

    def short_date(self, day: Day | None) -> str:
        """The day in figures where the language has a usual form: ``22.03.2023``."""
        return self._dated(day, self._patterns[2])

    def times(self, start: time | str | None, end: time | str | None = None) -> str:
        """A span of time: ``17:00–19:30 Uhr``; without an end the start alone."""
        known = [_clock(moment) for moment in (start, end) if moment]
        return self._o_clock("–".join(known)) if known else ""

    def phone(self, number: str | None) -> str:
        """A telephone number as DIN 5008 writes it: no brackets, no slash, the area code set off.

        A number of the country from which letters are posted begins with 0, one from elsewhere with its
        ``+``. The grouping of the digits is the owner's, because an extension cannot be told from them.
        """
        return plain_phone(number) if number else ""

    def list(self, values: Iterable[object]) -> str:
        """Things in a row with the language's “and”: ``Arabisch, Kurdisch und Türkisch``."""
        from babel.lists import format_list

        shown = [str(value) for value in values if value]
        return format_list(shown, locale=self.locale) if shown else ""

    def invited_to(self, title: str) -> str:
        """Where one is invited: ``zum Netzwerktreffen``, ``zur 17. Fachkonferenz``.

        German needs the noun's gender, which its ending tells; where it does not, the title stands in
        quotation marks, which is right for every title. Other languages give the title as it is.
        """
        if not self._german:
            return title
        noun = next((word for word in title.split() if not word[0].isdigit()), "")
        for preposition, endings in _GENDERS:
            if endings.search(noun):
                return f"{preposition} {title}"
        return f"zu „{title}“"

    def language_name(self, tag: str) -> str:
        """The name of a language: ``uk`` is ``Ukrainisch``."""
        return language_name(tag, self.locale)

    @property
    def _german(self) -> bool:
        return self.locale.language == "de"

    @property
    def _patterns(self) -> tuple[str, str, str]:
        return _PATTERNS.get(self.locale.language, _OTHERS)

    def _o_clock(self, text: str) -> str:
        return self.words.get("time", "{time}").replace("{time}", text).replace(" ", NO_BREAK)

    def _dated(self, day: Day | None, pattern: str) -> str:
        from babel.dates import format_date, format_skeleton

        if not day:
            return ""
        year, month, number = _parts(day)
        if not year:
            return str(day)
        if number:
            return self._named(month, format_date(date(year, month, number), pattern, self.locale))
        if month:
            return self._named(month, format_skeleton("yMMMM", date(year, month, 1), locale=self.locale))
        return str(year)

    def _named(self, month: int, text: str) -> str:
        """The text with both names of the month, as the United Nations write Arabic: ``أيلول/سبتمبر``.

        From Syria to Iraq one of them is used, in the Gulf and on the Nile the other.
        """
        if self.locale.language != "ar" or self.locale.territory:
            return text
        name = self.locale.months["format"]["wide"][month]
        return text.replace(name, f"{locale_of('ar-SY').months['format']['wide'][month]}/{name}")


def country_name(country: str, language: str = "de") -> str:
    """A country in words; a code of two letters is looked up, anything else is kept as it stands."""
    return str(locale_of(language).territories.get(country.strip().upper()) or country)


def plain_phone(number: str, abroad: bool = False) -> str:
    """A telephone number without brackets and slashes; see `Formats.phone`."""
    if _TIDY.fullmatch(number):
        return number if abroad else "0" + number.removeprefix("+49 ")
    text = re.sub(r"\(0\)", "", number)
    text = re.sub(r"[()]", " ", text)
    text = re.sub(r"\s*[–—-]\s*", "-", re.sub(r"\s*/\s*", " ", text))
    text = " ".join(text.split())
    if re.fullmatch(r"(\+49|0)\d+", text):
        text = _grouped(text)
    if abroad and re.match(r"0[1-9]", text):
        return "+49 " + text[1:]
    return text if abroad else re.sub(r"^\+49 ?(?=[1-9])", "0", text)


def _grouped(number: str) -> str:
    """A German number in one run of digits, its area code set off where the numbering plan knows it."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    digits = str(parsed.national_number)
    length = phonenumbers.length_of_national_destination_code(parsed)
    return f"0{digits[:length]} {digits[length:]}" if 0 < length < len(digits) else number


def _clock(moment: time | str) -> str:
    return moment if isinstance(moment, str) else f"{moment:%H:%M}"


def _parts(day: Day) -> tuple[int, int, int]:
    if isinstance(day, date):
        return day.year, day.month, day.day
    if isinstance(day, PartialDate):
        return day.year, day.month or 0, day.day or 0
    match = _PARTIAL.fullmatch(day)
    return (int(match[1]), int(match[2] or 0), int(match[3] or 0)) if match else (0, 0, 0)
