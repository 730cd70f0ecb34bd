"""Postal addresses in a table: in several columns or in one, postal codes without their zero."""

from __future__ import annotations

import re
from functools import cache

from mo_registry.i18n import _
from mo_registry.importing.cells import Cell, Nature
from mo_registry.importing.notes import Notes
from mo_registry.model.part import GERMANY

_PLACE = re.compile(r"(?:D(?:E)?[- ]*)?(\d{4,5})\s+(\D.*)")
_GERMAN_CODE = re.compile(r"D(?:E)?[- ]*(\d{4,5})", re.IGNORECASE)
_WITHOUT_ZERO = re.compile(r"[1-9]\d{3}")
_PO_BOX = re.compile(r"(?:Postfach|PF|P\.?\s?O\.?\s?Box)\b[.:]?\s*(\d[\d ]*)", re.IGNORECASE)
_CARE_OF = re.compile(r"c/o\s+(.+)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;\n]\s*")

Address = dict[str, str]


def place(cell: Cell, notes: Notes) -> Address:
    """Postal code and place in one cell."""
    if match := _PLACE.fullmatch(cell.text):
        return {"postal_code": match[1], "city": match[2]}
    if any(map(str.isdigit, cell.text)):
        notes.doubt(cell, _("“{text}” is not a postal code and a place").format(text=cell.text))
        return {}
    return {"city": cell.text}


def street(cell: Cell, notes: Notes) -> Address:
    """Street and number; a post office box or a “c/o” that stands with it gets its own key."""
    if cell.nature is Nature.DATE:
        message = _("here stands the day {text}; a spreadsheet has made it of a street or number")
        notes.doubt(cell, message.format(text=cell.text))
        return {}
    found = _lines([part for part in _BETWEEN.split(cell.text) if part])
    if {*found} - {"street"} or found.get("street") != cell.text:
        told = ", ".join(f"{key}: {value}" for key, value in found.items())
        notes.repaired(cell, _("“{text}” is read as {parts}").format(text=_one_line(cell.text), parts=told))
    return found


def whole(cell: Cell, notes: Notes) -> Address:
    """A whole address in one cell, or only its street."""
    *before, last = [part for part in _BETWEEN.split(cell.text) if part] or [""]
    match = _PLACE.fullmatch(last)
    if match is None:
        return street(cell, notes)
    found = {**_lines(before), "postal_code": match[1], "city": match[2]}
    told = ", ".join(f"{key}: {value}" for key, value in found.items())
    notes.repaired(cell, _("“{text}” is read as {parts}").format(text=_one_line(cell.text), parts=told))
    return found


def _lines(parts: list[str]) -> Address:
    found: Address = {}
    rest = []
    for part in parts:
        if match := _PO_BOX.fullmatch(part):
            found["po_box"] = match[1].strip()
        elif match := _CARE_OF.fullmatch(part):
            found["care_of"] = match[1].strip()
        else:
            rest.append(part)
    return {**found, "street": ", ".join(rest)} if rest else found


def _one_line(text: str) -> str:
    return " / ".join(text.split("\n"))


def postal_code(text: str, country: str | None, cell: Cell, notes: Notes) -> str:
    """A postal code as it stands on an envelope.

    Args:
        text: as it stands in the table.
        country: the country, if the address says one; only German codes have five digits.
        cell: where it stands.
        notes: where repairs are noted.
    """
    if country and country.casefold() not in GERMANY:
        return text
    tidy = match[1] if (match := _GERMAN_CODE.fullmatch(text)) else text
    tidy = re.sub(r"(?<=\d) (?=\d)", "", tidy)
    if _WITHOUT_ZERO.fullmatch(tidy):
        tidy = f"0{tidy}"
        message = _("the postal code {text} has lost its zero: {tidy}")
        notes.repaired(cell, message.format(text=text, tidy=tidy))
    elif tidy != text:
        notes.repaired(cell, _("“{text}” is written as {tidy}").format(text=text, tidy=tidy))
    return tidy


def country(cell: Cell, notes: Notes) -> Address:
    """A country, if it is not Germany."""
    if cell.text.casefold() in GERMANY:
        return {}
    if cell.text.casefold() not in _countries():
        notes.doubt(cell, _("“{text}” is no country").format(text=cell.text))
        return {}
    return {"country": cell.text}


@cache
def _countries() -> frozenset[str]:
    from babel import Locale

    return frozenset(
        word.casefold()
        for language in ("de", "en")
        for code, name in Locale(language).territories.items()
        for word in (code, name)
        if code.isalpha()
    )
