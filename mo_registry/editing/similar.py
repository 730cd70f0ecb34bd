"""What in the registry a new organisation is like: perhaps itself, or one to take proposals from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mo_registry.checks.duplicates import ALIKE
from mo_registry.i18n import _
from mo_registry.model import Organisation
from mo_registry.model.organisation import Status
from mo_registry.model.scalars import PartialDate
from mo_registry.names import name_key, search_key
from mo_registry.registry import Registry

_SAME_WORD = 80
"""From this similarity on (0 to 100) two words are forms of one: Bielefeld, Bielefelder."""
_SMALL_WORD = re.compile("am|an|auf|aus|bei|das|dem|den|der|des|die|e|fur|im|in|mit|und|v|vom|von|zu|zum|zur")
"""What stands between the words of a name, and says nothing."""
_A_LONG_WORD = 6
"""Shorter ones may look like one another and be different words."""
_A_LITTLE = 0.15
"""From this share on, the words that two names have in common say something about what both do."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An organisation that may be the new one."""

    organisation: Organisation
    reasons: tuple[str, ...]
    likely: bool
    """Whether the registry's checks take the two for one; else they only share something."""


def lookalikes(registry: Registry, new: Organisation) -> Iterator[Lookalike]:
    """All organisations that share a name, a register number, an e-mail address or a telephone with the new one.

    Those of which it says that they are others are left out.
    """
    wanted = _Marks.of(new)
    for other in registry.organisations.values():
        if new.id in other.not_the_same or other.id in new.not_the_same:
            continue
        marks = _Marks.of(other)
        names, register = wanted.names & marks.names, wanted.register & marks.register
        emails, phones = wanted.emails & marks.emails, wanted.phones & marks.phones
        alike = bool(emails) and not names and _alike(new, other)
        reasons = (
            _("same name but for spelling") if names else _("similar name") if alike else "",
            _("same register number") if register else "",
            _("same e-mail") if emails else "",
            _("same telephone number") if phones else "",
        )
        if any(reasons):
            yield Lookalike(other, tuple(filter(None, reasons)), likely=bool(names or register or alike))


def nearest(registry: Registry, name: str) -> Organisation | None:
    """The organisation with the most similar name of those that say what they do; None if none is similar.

    Towns do not count, and any other word counts the less, the more organisations have it in their names:
    that two are associations, or from one town, makes them not alike.
    """
    towns = _towns(registry)
    words = [
        word
        for word in search_key(name).split()
        if not _SMALL_WORD.fullmatch(word) and not _is_among(word, towns)
    ]
    shared = {one.id: set(_in_common(words, one)) for one in registry.organisations.values()}
    counted = Counter(word for found in shared.values() for word in found)
    weights = {word: 1 / max(counted[word], 1) for word in words}

    def likeness(one: Organisation) -> float:
        return sum(weights[word] for word in shared[one.id])

    telling = [
        one
        for one in registry.organisations.values()
        if (one.focus_areas or one.districts) and one.status is not Status.DISSOLVED
    ]
    best = max(telling, key=likeness, default=None)
    return best if best and likeness(best) > _A_LITTLE * sum(weights.values()) else None


def _in_common(words: list[str], one: Organisation) -> Iterator[str]:
    """The words that stand in one of an organisation's names too, in whatever form."""
    others = {word for name in (one.name, *one.also_known_as) for word in search_key(name).split()}
    yield from (word for word in words if _is_among(word, others))


def _is_among(word: str, others: set[str]) -> bool:
    """Whether a word is one of the others, in whatever form."""
    from rapidfuzz import fuzz

    if word in others:
        return True
    return len(word) >= _A_LONG_WORD and any(fuzz.ratio(word, other) >= _SAME_WORD for other in others)


def _towns(registry: Registry) -> set[str]:
    """The towns in which organisations are, and the districts in which they work."""
    cities = (one.address.city for one in registry.organisations.values() if one.address and one.address.city)
    return {
        word
        for name in (*cities, *registry.declared("districts").values())
        for word in search_key(name).split()
    }


def commonest(words: Iterable[str | None]) -> str | None:
    """The word that there is most of; the first one of several."""
    return next((word for word, _count in Counter(filter(None, words)).most_common(1)), None)


def usual_kind(registry: Registry) -> str | None:
    """The kind that most organisations are of."""
    return commonest(one.kind.value for one in registry.organisations.values())


def usual_networks(registry: Registry, kind: str | None) -> list[str]:
    """The network that most organisations of a kind belong to today."""
    today = _today(registry)
    counted = commonest(
        membership.network
        for one in registry.organisations.values()
        if one.kind.value == kind
        for membership in one.networks
        if one.belongs_to(membership.network, today)
    )
    return [counted] if counted in registry.settings.networks else []


def current_networks(registry: Registry, organisation: Organisation) -> list[str]:
    """The networks that an organisation belongs to today."""
    today = _today(registry)
    names = dict.fromkeys(membership.network for membership in organisation.networks)
    return [
        name for name in names if organisation.belongs_to(name, today) and name in registry.settings.networks
    ]


def _today(registry: Registry) -> PartialDate:
    return PartialDate(registry.today.year, registry.today.month, registry.today.day)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What makes two organisations the same, or makes one ask whether they are."""

    names: frozenset[str]
    register: frozenset[tuple[str, str]]
    emails: frozenset[str]
    phones: frozenset[str]

    @staticmethod
    def of(one: Organisation) -> _Marks:
        number = "".join(filter(str.isalnum, one.register_number or "")).lower()
        numbers = (one.phone, *(n for contact in one.contacts for n in (contact.phone, contact.mobile)))
        addresses = (one.email, *(contact.email for contact in one.contacts))
        return _Marks(
            frozenset(filter(None, (name_key(name) for name in (one.name, *one.also_known_as)))),
            frozenset([(number, (one.register_court or "").lower())] if number else ()),
            frozenset(address.lower() for address in addresses if address),
            frozenset(_digits(number) for number in numbers if number),
        )


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number)).removeprefix("00").removeprefix("49").lstrip("0")


def _alike(one: Organisation, other: Organisation) -> bool:
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(name_key(one.name), name_key(other.name)) >= ALIKE
