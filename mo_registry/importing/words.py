"""Words in a table to what files say: kinds, terms, networks, languages, in German or English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property

from mo_registry.i18n import _
from mo_registry.importing.cells import Cell
from mo_registry.importing.notes import Notes
from mo_registry.importing.targets import IGNORED
from mo_registry.model.rules import did_you_mean
from mo_registry.names import name_key, search_key
from mo_registry.registry import Registry

VOCABULARIES = {
    "focus_areas": "focus_areas",
    "target_groups": "target_groups",
    "districts": "districts",
    "topics_wanted": "topics",
}
"""Keys whose terms the settings declare, and the vocabulary of each."""

_KINDS = {
    "migrant_organisation": "Migrantenorganisation, MO, MSO, Migrantenselbstorganisation, Migrantenverein",
    "umbrella": "Dachverband, Dachorganisation, Verbund, umbrella organisation",
    "regular_service": "Regeldienst, Regelangebot",
    "welfare_association": "Wohlfahrtsverband",
    "public_authority": "Amt, Behörde, Verwaltung, öffentliche Stelle",
    "advisory_council": "Beirat, Integrationsrat, Ausländerbeirat",
    "foundation": "Stiftung",
    "association": "sonstiger Verein",
    "company": "Unternehmen, Firma, Gesellschaft",
}
_STATUSES = {
    "active": "aktiv",
    "dormant": "ruht, ruhend, inaktiv, nicht aktiv, nicht mehr aktiv",
    "dissolved": "aufgelöst, erloschen, gelöscht",
}
_LEGAL_FORMS = {
    "ev": "e.V.",
    "eingetragenerverein": "e.V.",
    "ggmbh": "gGmbH",
    "gemeinnutzigegmbh": "gGmbH",
    "gmbh": "GmbH",
    "ug": "UG",
    "ughaftungsbeschrankt": "UG (haftungsbeschränkt)",
    "eg": "eG",
}
_LANGUAGES = {
    "farsi": "fa",
    "dari": "prs",
    "kurmandschi": "kmr",
    "kurmanji": "kmr",
    "kurmanci": "kmr",
    "kurdisch (kurmandschi)": "kmr",
    "sorani": "ckb",
    "kurdisch (sorani)": "ckb",
    "tigrinja": "ti",
    "paschto": "ps",
    "romanes": "rom",
    "aramäisch": "arc",
    "dt": "de",
    "engl": "en",
    "franz": "fr",
}
_EMPTY = re.compile(
    r"[-–—/.]+|k\. ?a\.?|n\. ?a\.?|n/a|keine|keine angaben?|unbekannt|entfällt", re.IGNORECASE
)
_SEPARATORS = (re.compile(r"\s*[;\n]\s*"), re.compile(r"\s*,\s*"), re.compile(r"\s*/\s*"),
               re.compile(r"\s+(?:und|and|u\.|&|\+)\s+"))  # fmt: skip
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")

Known = Mapping[str, str]
"""Words, folded, and what they stand for."""


def says_nothing(cell: Cell) -> bool:
    """Whether the cell only says that there is nothing: a hyphen, “k. A.”."""
    return bool(_EMPTY.fullmatch(cell.text))


class Words:
    """What the words of a table stand for in one registry."""

    def __init__(self, registry: Registry, said: Mapping[str, str]) -> None:
        self.registry = registry
        self.said = {folded(word): value for word, value in said.items()}
        """What somebody says that words stand for; IGNORED for words that are left out."""

    def one(self, kind: str, cell: Cell, notes: Notes) -> str | None:
        """The id, term or code that a cell stands for; None if there is none, which is noted."""
        return next(iter(self.all(kind, cell, notes, several=False)), None)

    def all(self, kind: str, cell: Cell, notes: Notes, *, several: bool = True) -> list[str]:
        """The ids, terms or codes that the words in a cell stand for.

        Args:
            kind: the key that they are for: ``kind``, ``status``, ``languages``, ``networks``,
                ``member_of`` or one of `VOCABULARIES`.
            cell: what is read.
            notes: words that are not known are doubts.
            several: whether there can be more than one.
        """
        find = self._finder(kind)
        words = list(_words(cell.text, lambda word: find(word) is not None)) if several else [cell.text]
        found = []
        for word in words:
            value = find(word)
            if value is None:
                notes.doubt(cell, self._unknown(kind, word))
            elif value != IGNORED:
                found.append(value)
        return list(dict.fromkeys(found))

    def _finder(self, kind: str) -> Callable[[str], str | None]:
        known = self.known(kind)

        def find(word: str) -> str | None:
            if (said := self.said.get(folded(word))) is not None:
                return said
            if kind == "languages" and _LANGUAGE_CODE.fullmatch(word) and word in known.values():
                return word
            if kind == "member_of" and (value := known.get(name_key(word))):
                return value
            return known.get(folded(word))

        return find

    def _unknown(self, kind: str, word: str) -> str:
        message = _("“{word}” is not known as {key}").format(word=word, key=kind)
        proposal = did_you_mean(word, self._spoken(kind))
        return f"{message} ({proposal})" if proposal else message

    def _spoken(self, kind: str) -> list[str]:
        """What can be said, for a proposal."""
        if kind == "languages":
            return [*_named_languages()]
        if kind in ("networks", "member_of") or kind in VOCABULARIES:
            declared = self.registry.declared(_declared(kind))
            return [*declared, *declared.values()]
        return [*_KINDS] if kind == "kind" else [*_STATUSES]

    def known(self, kind: str) -> Known:
        """All words for values of a kind."""
        if kind == "kind":
            return _kinds()
        if kind == "status":
            return _synonyms(_STATUSES)
        if kind == "languages":
            return _languages()
        if kind == "member_of":
            return self._organisations
        return self._terms[kind]

    @cached_property
    def _organisations(self) -> Known:
        found: dict[str, str] = {}
        for one in self.registry.organisations.values():
            for word in (one.name, *one.also_known_as):
                found.setdefault(name_key(word), one.id)
        return {**found, **{folded(name): name for name in self.registry.declared("organisations")}}

    @cached_property
    def _terms(self) -> Mapping[str, Known]:
        settings = self.registry.settings
        networks = ((word, one) for one, network in settings.networks.items() for word in (one, network.name))
        found = {"networks": _unambiguous(networks)}
        for key, vocabulary in VOCABULARIES.items():
            terms = settings.vocabulary(vocabulary).items()
            found[key] = _unambiguous(
                (word, term) for term, labels in terms for word in (term, *labels.values())
            )
        return found


def legal_form(cell: Cell, notes: Notes) -> str:
    """A legal form as it is usually written."""
    tidy = _LEGAL_FORMS.get(folded(cell.text), cell.text)
    if tidy != cell.text:
        notes.repaired(cell, _("“{text}” is written as {tidy}").format(text=cell.text, tidy=tidy))
    return tidy


def folded(word: str) -> str:
    """A word without regard to capitals, accents, blanks and hyphens."""
    return search_key(word).replace(" ", "") or word.strip().casefold()


def _declared(kind: str) -> str:
    return {"member_of": "organisations", **VOCABULARIES}.get(kind, kind)


def _words(text: str, known: Callable[[str], bool], level: int = 0) -> Iterator[str]:
    """The words of a list; a label that holds a comma or an “und” itself stays whole."""
    if known(text) or level == len(_SEPARATORS):
        yield text
        return
    parts = [part for part in _SEPARATORS[level].split(text) if part]
    for part in parts or [text]:
        yield from _words(part, known, level + 1)


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Words that stand for one thing only."""
    found: dict[str, str] = {}
    twice = set()
    for word, value in pairs:
        if found.setdefault(folded(word), value) != value:
            twice.add(folded(word))
    return {word: value for word, value in found.items() if word not in twice}


def _synonyms(table: Mapping[str, str]) -> dict[str, str]:
    return {
        folded(word): value
        for value, written in table.items()
        for word in (value, value.replace("_", " "), *written.split(", "))
    }


@cache
def _kinds() -> Known:
    return _synonyms(_KINDS)


def _named_languages() -> Iterator[str]:
    from babel import Locale

    for tongue in ("de", "en"):
        yield from Locale(tongue).languages.values()


@cache
def _languages() -> Known:
    from babel import Locale

    found: dict[str, str] = {}
    for tongue in ("de", "en"):
        for code, name in Locale(tongue).languages.items():
            found.setdefault(folded(name), code.replace("_", "-"))
            found.setdefault(code.replace("_", "-"), code.replace("_", "-"))
    return {**found, **{folded(name): code for name, code in _LANGUAGES.items()}}
