"""Finding an entry by what somebody remembers of it: a name in any spelling, a number, a term, an agreement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from mo_registry.i18n import N_
from mo_registry.matching import named_languages, speaks
from mo_registry.model import Event, Organisation
from mo_registry.names import search_key, sounds_like
from mo_registry.registry import Registry

_LETTERS_PER_TYPO = 4
"""One slip (a letter too many, missing, wrong, or two swapped) is forgiven for so many letters."""
_NUMBER = re.compile(r"[+\d][\d\s()/.-]{3,}")
_FEW_DIGITS = 3
_LETTERS_OF_SYLLABLE = 3
"""In a longer text, so few letters must begin a word: they occur inside of words everywhere."""


class Nearness(IntEnum):
    """How well something fits; the lower the better."""

    SAME = 0
    BEGINS = 1
    WORD_BEGINS = 2
    CONTAINS = 3
    WORDS = 4
    """All words are there, in another order or apart."""
    SOUND = 5
    """Spelled as it may sound, of a name in another script."""
    LANGUAGE = 6
    """Who speaks the language of that name."""
    PROSE = 7
    """It is told there, in the programme, the minutes or an agreement."""
    TYPO = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found."""

    kind: str
    """What it is, untranslated: ``organisation``, ``person``, ``offer`` …"""
    name: str
    where: str
    """What it belongs to."""
    id: str
    """The entry that it stands in."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    text: str
    """What is compared."""
    digits: bool = False
    """Whether it is compared digit by digit, as telephone numbers are."""
    prose: bool = False
    """Whether it is no name, but a text in which the words stand somewhere."""


def find(registry: Registry, text: str) -> list[Hit]:
    """What fits the text, the best first; near misses only where nothing fits.

    Names are compared without regard to capitals, accents and script, umlauts in either spelling, names in
    another script also by their sound, telephone numbers by their digits. A language's name stands for the
    organisations that speak it.
    """
    judge = _Judge(text)
    candidates = list(_candidates(registry))
    ranked = _ranked(candidates, judge.spelled)
    for organisation in _speakers(registry, text):
        ranked.setdefault(_itself(organisation), Nearness.LANGUAGE)
    ranked = ranked or _ranked(candidates, judge.mistyped)
    order = sorted(ranked, key=lambda hit: (ranked[hit], _KINDS.index(hit.kind), search_key(hit.name)))
    return list(order)


def _speakers(registry: Registry, text: str) -> Iterator[Organisation]:
    named = text.replace(" ", "").isalpha() and len(text) > _LETTERS_OF_SYLLABLE
    codes = named_languages(text) if named else ()
    for organisation in registry.organisations.values() if codes else ():
        if any(speaks(organisation.languages, code) for code in codes):
            yield organisation


def _ranked(
    candidates: Iterable[_Candidate], judge: Callable[[_Candidate], Nearness | None]
) -> dict[Hit, Nearness]:
    """Each hit once, with the best of what speaks for it."""
    best: dict[Hit, Nearness] = {}
    for candidate in candidates:
        nearness = judge(candidate)
        if nearness is not None:
            best[candidate.hit] = min(nearness, best.get(candidate.hit, nearness))
    return best


class _Judge:
    """How near texts are to the one that is looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.key = search_key(text)
        self.words = self.key.split()
        self.digits = _digits(text) if _NUMBER.fullmatch(text.strip()) else ""

    def spelled(self, candidate: _Candidate) -> Nearness | None:
        if candidate.digits:
            long_enough = len(self.digits) >= _FEW_DIGITS
            return Nearness.CONTAINS if long_enough and self.digits in _digits(candidate.text) else None
        key = search_key(candidate.text)
        if not self.key or not key:
            return None
        if candidate.prose:
            return Nearness.PROSE if all(_told(word, key) for word in self.words) else None
        named = self._named(key)
        return Nearness.SOUND if named is None and sounds_like(self.text, candidate.text) else named

    def _named(self, key: str) -> Nearness | None:
        if key.startswith(self.key):
            return Nearness.SAME if key == self.key else Nearness.BEGINS
        if f" {self.key}" in key:
            return Nearness.WORD_BEGINS
        if self.key in key or self.key.replace(" ", "") in key.replace(" ", ""):
            return Nearness.CONTAINS
        return Nearness.WORDS if all(word in key for word in self.words) else None

    def mistyped(self, candidate: _Candidate) -> Nearness | None:
        if candidate.digits or candidate.prose or not self.words:
            return None
        words = search_key(candidate.text).split()
        fits = all(any(_alike(word, other) for other in words) for word in self.words)
        return Nearness.TYPO if fits else None


def _told(word: str, text: str) -> bool:
    return (word if len(word) > _LETTERS_OF_SYLLABLE else f" {word}") in f" {text}"


def _alike(word: str, other: str) -> bool:
    """Whether a word is another one but for slips; of a longer one the beginning will do."""
    from rapidfuzz.distance import OSA

    slips = len(word) // _LETTERS_PER_TYPO
    if not slips:
        return word == other
    return any(OSA.distance(word, text, score_cutoff=slips) <= slips for text in {other, other[: len(word)]})


def _digits(number: str) -> str:
    """A telephone number's digits as they are dialled within Germany, without the first 0."""
    digits = "".join(filter(str.isdigit, number.replace("(0)", "")))
    return digits.removeprefix("00").removeprefix("49").lstrip("0")


_KINDS = (
    N_("organisation"),
    N_("person"),
    N_("offer"),
    N_("project"),
    N_("event"),
    N_("venue"),
    N_("network"),
    N_("series"),
    N_("term"),
)
"""Kinds of what can be found, in the order in which equally good ones are shown."""


def _candidates(registry: Registry) -> Iterator[_Candidate]:
    for organisation in registry.organisations.values():
        yield from _of_organisation(organisation)
    for event in registry.events.values():
        yield from _of_event(registry, event)
    yield from _of_settings(registry)
    for folder, identifier in registry.files:
        if registry.entry(identifier) is None:  # broken, but there
            yield _Candidate(Hit(folder.removesuffix("s"), identifier, "", identifier), identifier)


def _of_organisation(organisation: Organisation) -> Iterator[_Candidate]:
    itself = _itself(organisation)
    for name in (organisation.name, organisation.id, *organisation.also_known_as, *organisation.former_ids):
        yield _Candidate(itself, name)
    for text in (organisation.email, organisation.website, organisation.register_number):
        if text:
            yield _Candidate(itself, text)
    if organisation.phone:
        yield _Candidate(itself, organisation.phone, digits=True)
    yield from _people(organisation)
    for offer in organisation.offers:
        yield _Candidate(Hit("offer", offer.title, organisation.name, organisation.id), offer.title)
    for project in organisation.projects:
        yield _Candidate(Hit("project", project.title, organisation.name, organisation.id), project.title)


def _itself(organisation: Organisation) -> Hit:
    return Hit("organisation", organisation.name, _city(organisation), organisation.id)


def _city(organisation: Organisation) -> str:
    return (organisation.address.city if organisation.address else None) or ""


def _people(organisation: Organisation) -> Iterator[_Candidate]:
    for contact in organisation.contacts:
        person = Hit("person", contact.name or contact.role or "", organisation.name, organisation.id)
        for text in (contact.name, contact.sort_name, contact.role, contact.email):
            if text:
                yield _Candidate(person, text)
        for number in (contact.phone, contact.mobile):
            if number:
                yield _Candidate(person, number, digits=True)


def _of_event(registry: Registry, event: Event) -> Iterator[_Candidate]:
    venue = registry.settings.venues.get(event.venue or "")
    itself = Hit("event", event.title, venue.name if venue else "", event.id)
    for text in (event.title, event.topic, event.id, *event.former_ids):
        if text:
            yield _Candidate(itself, text)
    for name in dict.fromkeys(_names_in(event)):
        yield _Candidate(Hit("person", name, event.title, event.id), name)
    for name, text in _told_in(event):
        yield _Candidate(Hit("event", name, event.title, event.id), text, prose=True)


def _names_in(event: Event) -> Iterator[str]:
    """Everybody whose name stands in an event."""
    moderators = [event.moderator, *(item.moderator for item in event.programme)]
    yield from (moderator.name for moderator in moderators if moderator)
    for item in event.programme:
        yield from (speaker.name for speaker in item.speakers)
    for party in (*event.registrations, *event.attendance):
        yield from party.people
    if event.minutes:
        yield from (name for name in (event.minutes.chair, event.minutes.keeper) if name)


def _told_in(event: Event) -> Iterator[tuple[str, str]]:
    """What an event is about: under which name it is shown, and what is told there."""
    titles = {item.item: item.title for item in event.programme}
    yield from ((title, title) for title in titles.values())
    for item in event.minutes.items if event.minutes else ():
        texts = (item.text, *(decision.text for decision in item.decisions))
        yield from ((titles.get(item.item, event.title), text) for text in texts if text)
    for action in event.actions:
        yield action.what, action.what


def _of_settings(registry: Registry) -> Iterator[_Candidate]:
    settings = registry.settings
    for identifier, venue in settings.venues.items():
        city = (venue.address.city if venue.address else None) or ""
        for name in (venue.name, identifier, *venue.also_known_as):
            yield _Candidate(Hit("venue", venue.name, city, identifier), name)
    for identifier, network in settings.networks.items():
        for name in (network.name, identifier):
            yield _Candidate(Hit("network", network.name, "", identifier), name)
    for identifier, series in settings.series.items():
        for name in (series.title, identifier):
            yield _Candidate(Hit("series", series.title, "", identifier), name)
    for vocabulary in ("focus_areas", "target_groups", "districts", "topics"):
        for identifier, labels in settings.vocabulary(vocabulary).items():
            for name in (*labels.values(), identifier):
                yield _Candidate(Hit("term", next(iter(labels.values())), vocabulary, identifier), name)
