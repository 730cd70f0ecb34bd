"""Who is expected at an event: people with names, and places for those whose names nobody has told yet.

Everybody stands in the order of the event's letters and lists: by organisation (DIN 5007-1), the people of one by
family name (DIN 5007-2), those without a name behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from mo_registry.documents.fields import View
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.event import ItemKind, Speaker
from mo_registry.model.part import Guest, Party
from mo_registry.names import PARTICLES, organisation_order, person_order, search_key

MOST = 2000
"""So many people no meeting of a network has: the number is a slip of the keyboard."""

ORGANISER, MODERATOR, SPEAKER = "organiser", "moderator", "speaker"

_TITLE = re.compile(r"(?:(?:Dr|Prof|Dipl|Mag|Ing|med|phil|rer|nat|h\.\s?c)\b\.?(?:-\w+\.?)?\s+)+(?=\S)")
_UNNAMED = re.compile(r"n\.?\s?n\.?|\W*", re.IGNORECASE)
_JOINED = frozenset(("abd", "abu", "al", "ben", "bin", "bint", "el", "ibn", "umm", "und"))
"""Words that the next one belongs to: of Arabic names, and between “von” and “zu”."""

_NEVER_ALONE = frozenset(("abd", "abu", "umm"))


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as far as it can be divided; where it cannot, the family name is all of it."""

    family: str = ""
    given: str = ""
    """With the title before it, as in an order: “Kühn, Dr. Vera”."""
    sort_name: str = ""
    """What it is sorted by, where the rule gets it wrong."""

    @property
    def whole(self) -> str:
        """The name as it is said."""
        return f"{self.given} {self.family}".strip()

    @property
    def order(self) -> tuple[bool, tuple[str, str], str]:
        """The sort key; without a name behind all that have one."""
        given, family = ("", self.sort_name) if self.sort_name else (self.given, self.family)
        return not family, person_order(_TITLE.sub("", f"{given} ").strip(), family), self.whole


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who is expected.

    Attributes:
        name: empty where it is not known.
        organisation: who is represented, as it is printed; empty where that is nobody.
        sorted_by: the organisation's name in an order.
        part: what this person does: ``organiser``, ``moderator``, ``speaker``, or the kind of item in the
            programme (``talk``, ``music``); empty for all others.
    """

    name: Name
    organisation: str
    sorted_by: str
    part: str = ""

    @property
    def order(self) -> tuple[object, ...]:
        """The sort key: by organisation, then by name; who stands for none is sorted by name alone."""
        return (*organisation_order(self.sorted_by or self.name.family), self.organisation, self.name.order)


@dataclass(frozen=True)
class Participants:
    """Everybody who is expected at an event.

    Args:
        view: the registry in the document's language.
        event: that they come to.
    """

    view: View
    event: Event

    @cached_property
    def registered(self) -> list[Participant]:
        """One entry for each person of each registration, in order.

        Raises:
            RegistryError: there are more of them than anybody can print.
        """
        self._refuse_too_many()
        return sorted(self._registered(), key=lambda it: it.order)

    @cached_property
    def everybody(self) -> list[Participant]:
        """With those who have a part in the programme and those who organise, in order.

        Whoever is registered and has a part stands there once.
        """
        active = list(self._active())
        parts = {_key(it): it.part for it in reversed(active) if it.name.family}
        found = [replace(it, part=_part(it, parts)) for it in self.registered]
        there = {key for it in found for key in (_key(it), (_key(it)[0], ""))}
        named = {_key(it): it for it in reversed(active) if it.name.family and _key(it) not in there}
        found += [*named.values(), *(it for it in active if not it.name.family)]
        organisers = set(self.view.names(self.event.organisers))
        found = [
            replace(it, part=ORGANISER) if not it.part and it.organisation in organisers else it
            for it in found
        ]
        return sorted([*found, *self._hosts(found)], key=lambda it: it.order)

    def _refuse_too_many(self) -> None:
        count = sum(party.count for party in self.event.registrations)
        if count > MOST:
            file = self.view.registry.relative(self.view.registry.place(self.event).files[-1])
            raise RegistryError(
                _("{count} people are registered for {event}; up to {most} can be printed.").format(
                    count=count, event=self.event.id, most=MOST
                ),
                hint=_("Look at the numbers under “registrations” in {file}.").format(file=file.as_posix()),
            )

    def _registered(self) -> Iterator[Participant]:
        for party in self.event.registrations:
            for name in _names(party):
                yield self._participant(name, party)

    def _active(self) -> Iterator[Participant]:
        """Who has a part; the part that counts is the first: leading the event, then item by item."""
        if self.event.moderator:
            yield self._speaker(self.event.moderator, MODERATOR)
        for item in self.event.programme:
            if item.moderator:
                yield self._speaker(item.moderator, MODERATOR)
            part = item.kind.value if item.kind in _TOLD else SPEAKER
            for speaker in item.speakers:
                yield self._speaker(speaker, part)

    def _hosts(self, found: Iterable[Participant]) -> Iterator[Participant]:
        """A place for each organiser of whom nobody is known to come: the signatory's, if it is the office."""
        settings, there = self.view.registry.settings, {it.organisation for it in found}
        for identifier in self.event.organisers:
            office = identifier == settings.organisation
            name = (settings.documents.signatory.name if office else None) or ""
            host = self._participant(name, Guest(organisation=identifier), ORGANISER)
            if host.organisation not in there:
                yield host

    def _speaker(self, speaker: Speaker, part: str) -> Participant:
        return self._participant(speaker.name, speaker, part)

    def _participant(self, name: str, guest: Guest, part: str = "") -> Participant:
        organisation = self.view.registry.organisations.get(guest.organisation or "")
        shown = self.view.guest(guest)
        order = organisation.order_name if organisation else shown
        return Participant(_of_contact(name, organisation) or divided(name), shown, order, part)


_TOLD = (ItemKind.TALK, ItemKind.PANEL, ItemKind.MUSIC)
"""What a part in the programme is called by; whoever has one in another kind of item speaks."""


def divided(name: str) -> Name:
    """Family and given name, as nearly as a name in one piece tells them.

    A comma settles it (``Nguyễn, Thị Hoa``). Else the last word is the family name, with the small words before it
    (``van der Berg``) and the Arabic ones that it belongs to (``Abd al-Karim``).
    """
    text = " ".join(name.split())
    if _UNNAMED.fullmatch(text):
        return Name()
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma and family and given:
        return Name(family, given)
    title = _TITLE.match(text)
    words = text[title.end() :].split() if title else text.split()
    first = len(words) - 1
    while first > 0 and _belongs_on(words[first - 1], begins=first == 1):
        first -= 1
    before = (title[0].strip(),) if title else ()
    return Name(" ".join(words[first:]), " ".join((*before, *words[:first])))


def _belongs_on(word: str, *, begins: bool) -> bool:
    """Whether the next word goes with it; “Ben” at the beginning is a name by itself."""
    return word in PARTICLES or word.casefold() in (_NEVER_ALONE if begins else _JOINED)


def _of_contact(name: str, organisation: Organisation | None) -> Name | None:
    """How the organisation's own entry divides the name, if it is one of its contacts'."""
    key = search_key(name)
    for contact in organisation.contacts if organisation and key else ():
        bare = f"{contact.given or ''} {contact.family or ''}"
        if contact.family and key in (search_key(bare), search_key(contact.name)):
            given = " ".join(part for part in (contact.title, contact.given) if part)
            return Name(contact.family, given, contact.sort_name or "")
    return None


def _names(party: Party) -> Iterator[str]:
    """A name for each person, as far as they are known."""
    yield from party.people
    yield from [""] * (party.count - len(party.people))


def _part(participant: Participant, parts: Mapping[tuple[str, str], str]) -> str:
    """The part of somebody who is registered; a speaker may be listed without the organisation."""
    name, organisation = _key(participant)
    return (parts.get((name, organisation)) or parts.get((name, ""), "")) if name else ""


def _key(participant: Participant) -> tuple[str, str]:
    return search_key(participant.name.whole), participant.organisation
