"""People in a table: salutations, titles, and names that stand in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mo_registry.i18n import _
from mo_registry.importing.cells import Cell
from mo_registry.importing.notes import Notes
from mo_registry.names import PARTICLES, search_key

_SALUTATIONS = {
    "frau": "ms",
    "fr": "ms",
    "ms": "ms",
    "mrs": "ms",
    "miss": "ms",
    "w": "ms",
    "weiblich": "ms",
    "herr": "mr",
    "hr": "mr",
    "herrn": "mr",
    "mr": "mr",
    "m": "mr",
    "männlich": "mr",
    "divers": "neutral",
    "d": "neutral",
    "neutral": "neutral",
}
_TITLE = re.compile(r"((?:(?:Dr|Prof|Dipl|Mag|Ing|med|phil|rer|nat|h\.c)\b\.?(?:-\w+\.?)?\s*)+)(?=\S)")
_TITLE_ALONE = re.compile(r"(?:(?:Dr|Prof|Dipl|Mag|Ing|med|phil|rer|nat|h\.c)\b\.?(?:-\w+\.?)?\s*)+")
_ADDRESSED = re.compile(r"(Frau|Herrn?|Fr\.|Hr\.)\s+")
_ONE_NAME = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[-'’][^\W\d_]+)*\.?")
_FAMILY_NAME_PARTS = frozenset(("al", "el", "abu", "abd", "bin", "ben", "ibn"))
"""Words that belong to the one before or behind them; which of the two, only the person knows."""
_TWO = 2

Person = dict[str, str]


def salutation(cell: Cell, notes: Notes) -> Person:
    """How a person is addressed, from a column for it alone; with the title, where it stands there too."""
    if len(cell.text.split()) > _TWO and cell.text[-1] not in ".":
        return {"salutation": cell.text}  # a whole line, as “Liebe Frau Aydın”
    word, _blank, rest = cell.text.partition(" ")
    known = _SALUTATIONS.get(word.strip(".").casefold())
    if known is None or (rest and not _TITLE_ALONE.fullmatch(rest)):
        message = _(
            "“{text}” is no salutation that is known: Frau, Herr, divers, or a whole line of a letter"
        )
        notes.doubt(cell, message.format(text=cell.text))
        return {}
    if not rest:
        return {"salutation": known}
    notes.repaired(cell, _("“{title}” is taken as the title").format(title=rest))
    return {"salutation": known, "title": rest}


def name(cell: Cell, notes: Notes) -> Person:
    """A person's name that stands in one cell; divided only where there is no doubt how."""
    text = " ".join(cell.text.split())
    person: Person = {}
    if match := _ADDRESSED.match(text):
        message = _("“{word}” is left out of the name; a salutation is taken from a column for it alone")
        notes.ask(cell, message.format(word=match[1]))
        text = text[match.end() :]
    if match := _TITLE.match(text):
        person["title"] = match[1].strip()
        text = text[match.end() :]
    parts = _divided(text)
    if parts is None:
        message = _("“{text}” is kept whole as the family name: how it is divided cannot be seen")
        notes.ask(cell, message.format(text=text))
        return {**person, "family": text}
    given, family = parts
    if not given:
        return {**person, "family": family}
    message = _("“{text}” is divided: given name {given}, family name {family}")
    notes.repaired(cell, message.format(text=cell.text, given=given, family=family))
    return {**person, "given": given, "family": family}


def _divided(text: str) -> tuple[str, str] | None:
    """Given and family name; no given name where there is one name only, nothing where it is not clear."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        clear = family and given and "," not in given and _are_names(family) and _are_names(given)
        return (given, family) if clear else None
    words = text.split()
    if not _are_names(text) or any(word.casefold() in _FAMILY_NAME_PARTS for word in _pieces(words)):
        return None
    if len(words) == 1:
        return "", text
    first_particle = next((at for at, word in enumerate(words) if word in PARTICLES), None)
    if first_particle is None:
        return (words[0], words[1]) if len(words) == _TWO else None
    clear = first_particle == 1 and words[-1] not in PARTICLES
    return (words[0], " ".join(words[1:])) if clear else None


def _are_names(text: str) -> bool:
    return all(_ONE_NAME.fullmatch(word) for word in text.split())


def _pieces(words: list[str]) -> list[str]:
    return [piece for word in words for piece in word.replace("’", "-").replace("'", "-").split("-")]


def person_key(person: Mapping[str, object]) -> str:
    """What makes two people's names the same, in whichever order and however they are divided."""
    words = search_key(" ".join(str(person.get(key) or "") for key in ("given", "family"))).split()
    return " ".join(sorted(words))
