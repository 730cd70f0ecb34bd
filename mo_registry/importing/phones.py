"""Telephone numbers in a table: zeros that a spreadsheet has swallowed, brackets and slashes."""

from __future__ import annotations

import re

from mo_registry.checks import contact_details
from mo_registry.finding import Place
from mo_registry.i18n import _
from mo_registry.importing.cells import Cell
from mo_registry.importing.notes import Notes

_BARE = re.compile(r"[1-9]\d{4,14}")
_GERMANY = "49"
_LONGEST = 11
"""So many digits a German number has at most, without the zero that it begins with (Bundesnetzagentur)."""
_SHORTEST = 9
"""With fewer digits it may be that the area code is missing, not only its zero."""
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_LABEL = re.compile(r"^(?:tel(?:efon)?|fon|mobil|handy|phone)\b[.:]*\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[;,\n]\s*|\s+(?:oder|und|or|and)\s+|\s+/\s+(?=[+0])", re.IGNORECASE)
_FEWEST_DIGITS = 5


def numbers(cell: Cell, notes: Notes) -> list[str]:
    """All telephone numbers in a cell, tidy; empty if there is a doubt about one of them."""
    if _SCIENTIFIC.fullmatch(cell.text):
        notes.doubt(cell, _("of the number “{text}” digits are lost").format(text=cell.text))
        return []
    parts = [part for part in _BETWEEN.split(cell.text) if part]
    if any(sum(map(str.isdigit, part)) < _FEWEST_DIGITS for part in parts):
        parts = [cell.text]
    found = [_number(part, cell, notes) for part in parts]
    return [number for number in found if number]


def _number(text: str, cell: Cell, notes: Notes) -> str | None:
    if _BARE.fullmatch(text):
        return _completed(text, cell, notes)
    if not _problems(text):
        return text
    tidy = _tidied(text)
    if tidy == text or _problems(tidy):
        tidy = _reformatted(text)
    if tidy != text:
        notes.repaired(cell, _("“{text}” is written as {tidy}").format(text=text, tidy=tidy))
    return tidy


def _completed(digits: str, cell: Cell, notes: Notes) -> str | None:
    """A number of which the zero or the plus at its beginning is lost."""
    if len(digits) < _SHORTEST:
        message = _("“{text}” lacks its area code or the 0 before it: write the whole telephone number")
        notes.doubt(cell, message.format(text=digits))
        return None
    possible = [f"0{digits}"] if len(digits) <= _LONGEST else []
    if digits.startswith(_GERMANY):
        possible.append(f"+{digits}")
    valid = [number for number in possible if not _problems(number)]
    if len(valid) == 1:
        tidy = _reformatted(valid[0])
        lost = valid[0][0]
        message = _("the telephone number {text} has lost its {sign} at the beginning: {tidy}")
        notes.repaired(cell, message.format(text=digits, sign=lost, tidy=tidy))
        return tidy
    if valid:
        message = _("{text} can be {one} or {other}: write the telephone number with its 0 or +")
        one, other = map(_reformatted, valid)
        notes.doubt(cell, message.format(text=digits, one=one, other=other))
        return None
    return digits


def _tidied(text: str) -> str:
    """Without brackets and slashes (DIN 5008); the hyphen before an extension stays."""
    text = re.sub(r"^(\+\d\d|00\d\d)\s*\(0\)\s*", r"\1 ", _LABEL.sub("", text))
    text = re.sub(r"[–—‐‑]", "-", text)
    text = re.sub(r"\s*[()/.]\s*", " ", text)
    return " ".join(re.sub(r"\s+-\s+", " ", text).split())


def _problems(text: str) -> bool:
    return any(True for _finding in contact_details.phone(Place(()), text))


def _reformatted(text: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        return text
    if re.search(r"[A-Za-z@]", text) or not phonenumbers.is_valid_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def is_mobile(text: str) -> bool:
    """Whether a number is that of a mobile telephone."""
    import phonenumbers

    try:
        kind = phonenumbers.number_type(phonenumbers.parse(text, "DE"))
    except phonenumbers.NumberParseException:
        return False
    return kind == phonenumbers.PhoneNumberType.MOBILE


def digits(text: str) -> str:
    """What makes two ways of writing a number the same."""
    found = "".join(filter(str.isdigit, text.replace("(0)", "")))
    return found.removeprefix("00").removeprefix(_GERMANY).lstrip("0") if text[:1] in "+0" else found
