"""What templates see of the registry: things with fields, in plain names, none of them missing.

A field without a value is empty, so that a template can ask for it; a field that is not here does not
exist, and a template that asks for it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from mo_registry.documents.letter import street_and_place
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.slots import Entered, Prose
from mo_registry.labels import PLAIN_GERMAN
from mo_registry.model import Event, Organisation
from mo_registry.model.event import (
    Action,
    ActionStatus,
    EventStatus,
    Funding,
    ItemKind,
    ProgrammeItem,
    Speaker,
)
from mo_registry.model.part import Address, Guest, Party
from mo_registry.model.settings import Labels, Venue
from mo_registry.registry import Registry

_SMALL_HOURS = time(6)
"""Until then an evening lasts at most."""


@dataclass(frozen=True)
class View:
    """The registry in one language.

    Args:
        registry: what is shown.
        language: the language of labels; where a label lacks it, German or whatever there is.
    """

    registry: Registry
    language: str

    def entered(self, text: str | None) -> str:
        """A text of an entry, which is in the registry's language, whatever the document's is."""
        return self.foreign(text or "", self.registry.settings.language)

    def foreign(self, text: str, language: str) -> str:
        """A text that says its language, where that is another than the document's."""
        same = language.partition("-")[0] == self.language.partition("-")[0]
        return text if same or not text else Entered(text, language)

    def label(self, labels: Labels | None) -> str:
        """A label in the language, as far as there is one."""
        found = labels or {}
        other = next((tongue for tongue in ("de", *found) if found.get(tongue)), "")
        return self.own_label(found) or self.foreign(found.get(other, ""), other)

    def own_label(self, labels: Labels | None) -> str:
        """A label in this very language; empty where there is none."""
        found = labels or {}
        return found.get(self.language) or found.get(self.language.partition("-")[0]) or ""

    def name(self, identifier: str | None) -> str:
        """An organisation's name; the id itself where there is no such organisation."""
        organisation = self.registry.organisations.get(identifier or "")
        return organisation.name if organisation else identifier or ""

    def names(self, identifiers: Iterable[str]) -> list[str]:
        """The names of organisations, in the order given."""
        return [self.name(identifier) for identifier in identifiers]

    def guest(self, guest: Guest) -> str:
        """Whom somebody stands for."""
        return self.name(guest.organisation) if guest.organisation else guest.guest_of or ""

    def office(self) -> Fields:
        """The office that keeps the registry and writes the letters."""
        settings = self.registry.settings
        organisation = self.registry.organisations.get(settings.organisation or "")
        signatory = settings.documents.signatory
        return Fields(
            "office",
            name=organisation.name if organisation else settings.name,
            address=", ".join(street_and_place(organisation.address if organisation else None)),
            phone=signatory.phone or (organisation and organisation.phone) or "",
            fax=signatory.fax or "",
            email=signatory.email or (organisation and organisation.email) or "",
            website=(organisation and organisation.website) or "",
            signatory=signatory.name or "",
            function=signatory.function or "",
        )

    def notes(self) -> Fields:
        """What the settings want said in every invitation."""
        rules = self.registry.settings.documents
        return Fields("notes", photos=self.note(rules.photo_note), privacy=self.note(rules.privacy_note))

    def note(self, labels: Labels) -> str | Prose:
        """A sentence of the settings; one in another language is a paragraph of its own, in its own direction."""
        found = self.label(labels)
        return Prose(found, found.language, verbatim=True) if isinstance(found, Entered) else found

    def network(self, identifier: str | None) -> Fields:
        """A network; its fields are empty where there is none."""
        network = self.registry.settings.networks.get(identifier or "")
        return Fields(
            "network",
            id=identifier or "",
            name=network.name if network else "",
            greeting=self.label(network.greeting) if network else "",
        )

    def greeting(self, identifier: str | None) -> str:
        """A network's greeting in this very language; empty where there is none.

        Plain German has a greeting of its own: that of other German letters is not plain.
        """
        network = self.registry.settings.networks.get(identifier or "")
        if network and self.language == PLAIN_GERMAN:
            return network.greeting.get(self.language, "")
        return self.own_label(network.greeting) if network else ""

    def event(self, event: Event) -> Fields:
        """An event with everything that can be printed of it."""
        programme = list(self.programme(event))
        return Fields(
            "event",
            id=event.id,
            title=self.entered(event.title),
            kind=event.kind.value,
            topic=self.entered(event.topic),
            description=self.entered(event.description),
            number=event.number or "",
            status=event.status.value,
            cancelled=event.status is EventStatus.CANCELLED,
            date=event.date,
            end_date=last_day(event) or "",
            moved_from=list(event.moved_from[-1:]),
            start=event.start or "",
            end=event.end or "",
            venue=self.venue(event),
            online=event.online or "",
            network=self.network(event.network),
            organisers=self.names(event.organisers),
            partners=[*self.names(event.partners), *event.partners_without_entry],
            moderator=self.speaker(event.moderator) if event.moderator else "",
            programme=programme,
            timed=bool(programme) and all(item["time"] for item in programme),
            info_stands=self.names(event.info_stands),
            registration=self.registration(event),
            funding=self.funding(event),
        )

    def venue(self, event: Event) -> Fields:
        """Where the event takes place; its fields are empty where that is not settled."""
        venue = self.registry.settings.venues.get(event.venue or "") or Venue(name=event.venue or "")
        return Fields(
            "event.venue",
            name=venue.name,
            room=event.room or "",
            address=", ".join(street_and_place(venue.address)),
            directions=self.entered(venue.directions),
            accessibility=self.entered(venue.accessibility),
        )

    def registration(self, event: Event) -> Fields:
        """How to answer: the event's own ways, else the office's."""
        rule, office = event.registration, self.office()
        return Fields(
            "event.registration",
            deadline=rule.deadline or "",
            website=rule.website or "",
            email=rule.email or office["email"],
            phone=office["phone"],
        )

    def funding(self, event: Event) -> Fields:
        """What the event is paid from; its fields are empty where nothing is said."""
        known = event.funding or Funding()
        return Fields(
            "event.funding",
            project=known.project or "",
            reference=known.reference or "",
            funder=known.funder or "",
        )

    def programme(self, event: Event) -> Iterator[Fields]:
        """The items with their numbers, which breaks have none of, and their times as far as these can be told."""
        clock = event.start
        numbers = count(1)
        for item in event.programme:
            clock = item.start or clock
            yield self.item(item, None if item.kind is ItemKind.BREAK else next(numbers), clock)
            clock = _later(clock, item.duration)

    def item(self, item: ProgrammeItem, number: int | None, clock: time | None) -> Fields:
        """One item of the programme."""
        return Fields(
            "item",
            id=item.item,
            number=number or "",
            title=self.entered(item.title),
            kind=item.kind.value if item.kind else "",
            time=clock or "",
            duration=item.duration or "",
            text=self.entered(item.text),
            speakers=[self.speaker(speaker) for speaker in item.speakers],
            moderator=self.speaker(item.moderator) if item.moderator else "",
            organisations=self.names(item.organisations),
            questions=[self.entered(question) for question in item.questions],
        )

    def speaker(self, speaker: Speaker) -> Fields:
        """Somebody with a part in the programme."""
        return Fields(
            "speaker",
            name=speaker.name,
            role=self.entered(speaker.role),
            organisation=self.guest(speaker),
            requested=speaker.requested,
        )

    def party(self, party: Party) -> Fields:
        """So many people of one organisation."""
        return Fields("party", name=self.guest(party), persons=party.count, people=list(party.people))

    def action(self, action: Action, event: Event, readers: Sequence[Organisation] = ()) -> Fields:
        """Something that somebody will do; `mine` if one of the reader's organisations is to do it."""
        return Fields(
            "action",
            id=action.id,
            what=self.entered(action.what),
            who=self.name(action.who) if action.who else action.guest or "",
            due=action.due or "",
            status=action.status.value,
            mine=action.who in [reader.id for reader in readers],
            event=event.title,
            date=event.date,
        )

    def open_actions(self, event: Event, readers: Sequence[Organisation] = ()) -> list[Fields]:
        """What was agreed at earlier events of the same series or network and is still to be done."""
        return [
            self.action(action, earlier, readers)
            for earlier in related(self.registry, event)
            if earlier.date < event.date
            for action in earlier.actions
            if action.status is ActionStatus.OPEN
        ]

    def pending_actions(self, event: Event, readers: Sequence[Organisation]) -> list[Fields]:
        """What of it a letter says: who is late is told so, and not in front of all the others."""
        today = self.registry.today
        return [
            action
            for action in self.open_actions(event, readers)
            if action["mine"] or not action["due"] or action["due"] >= today
        ]


def related(registry: Registry, event: Event) -> list[Event]:
    """The events that belong together with this one, by series or network, from the first to the last."""
    found = (
        other
        for other in registry.events.values()
        if other.id != event.id
        and (
            (event.series and other.series == event.series)
            or (event.network and other.network == event.network)
        )
    )
    return sorted(found, key=lambda other: (other.date, other.start or time(), other.id))


def next_event(registry: Registry, event: Event) -> Event | None:
    """The next meeting: of the same series if it goes on, else of the same network."""
    later = [
        other
        for other in related(registry, event)
        if other.date > event.date and other.status is not EventStatus.CANCELLED
    ]
    in_series = (other for other in later if event.series and other.series == event.series)
    return next(in_series, later[0] if later else None)


def last_day(event: Event) -> date | None:
    """The last day, if it is another; what goes on past midnight belongs to the evening before."""
    first, last = event.date.exact, event.end_date
    if first and last == first + timedelta(days=1) and event.end and event.end <= _SMALL_HOURS:
        return None
    return last


def address_block(address: Address | None) -> str:
    """An address for a cell of a list, its parts on lines of their own."""
    if address is None:
        return ""
    care_of = (f"c/o {address.care_of}",) if address.care_of else ()
    country = (address.country or "",) if address.is_foreign else ()
    return "\n".join(part for part in (*care_of, *street_and_place(address), *country) if part)


def _later(clock: time | None, minutes: int | None) -> time | None:
    """The clock some minutes later; unknown where either is, and past midnight."""
    if clock is None or not minutes:
        return None
    moment = datetime.combine(date.min, clock) + timedelta(minutes=minutes)
    return moment.time() if moment.date() == date.min else None
