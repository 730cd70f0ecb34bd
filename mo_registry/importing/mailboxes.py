"""E-mail and web addresses in a table: several in one cell, names around them, beginnings left out."""

from __future__ import annotations

import re

from mo_registry.checks import contact_details
from mo_registry.finding import Place
from mo_registry.i18n import _
from mo_registry.importing.cells import Cell
from mo_registry.importing.notes import Notes

_ADDRESS = re.compile(r"(?:mailto:)?([^\s,;:<>()\[\]\"'|/]+@[^\s,;:<>()\[\]\"'|/]+)", re.IGNORECASE)
_NO_WORDS = re.compile(r"(?:\W|\b(?:oder|und|or|and|e-?mail)\b)*", re.IGNORECASE)
_NAMED = re.compile(r"[^<>@]*<[^<>\s]+>")


def addresses(cell: Cell, notes: Notes) -> list[str]:
    """All e-mail addresses in a cell; what is none is given as it stands, for the checks to judge."""
    found = [match.rstrip(".") for match in _ADDRESS.findall(cell.text)]
    if not found:
        return [cell.text]
    if len(found) > 1 or found[0] == cell.text:
        return list(dict.fromkeys(found))
    message = _("of “{text}” only {address} is taken").format(text=cell.text, address=found[0])
    if _NAMED.fullmatch(cell.text) or _NO_WORDS.fullmatch(_ADDRESS.sub("", cell.text)):
        notes.repaired(cell, message)
    else:
        notes.ask(cell, message)
    return found


def website(cell: Cell, notes: Notes) -> str:
    """A web address with the beginning that programs know it by."""
    text = cell.text
    if "://" not in text:
        whole = f"https://{text[0].lower()}{text[1:]}"
        if not any(True for _finding in contact_details.website(Place(()), whole)):
            notes.repaired(cell, _("“{text}” is written as {tidy}").format(text=text, tidy=whole))
            return whole
    return text
