"""Checks within one entry: nothing is listed twice, and its parts speak of the same things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mo_registry.finding import Finding, Keys, Severity, rule
from mo_registry.i18n import _
from mo_registry.model import Event
from mo_registry.model.part import Entry
from mo_registry.model.references import VOCABULARIES, guests
from mo_registry.model.rules import did_you_mean
from mo_registry.registry import Registry


@rule("MO208")
def unknown_item(name: str, known: Sequence[str]) -> tuple[str, str]:
    """The minutes speak of a programme item that does not exist.

    Each item of the programme has an id under ``item:``, which the minutes repeat.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        programme:
          - item: begruessung
            title: Begrüßung
        minutes:
          items:
            - item: begrussing

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        programme:
          - item: begruessung
            title: Begrüßung
        minutes:
          items:
            - item: begruessung
    """
    return _("no item of the programme is called “{name}”").format(name=name), did_you_mean(name, known)


@rule("MO209")
def twice(name: str) -> tuple[str, str]:
    """The same thing is listed twice.

    An organisation that is registered, present or recorded twice would be counted twice; two items or actions
    with one id cannot be told apart.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        attendance:
          - organisation: verein
          - organisation: verein
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        attendance:
          - organisation: verein
            persons: 2
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return _("“{name}” is listed here for the second time").format(name=name), _("keep one of the two")


@rule("MO210")
def who_is_it(both: bool) -> tuple[str, str]:
    """It is not clear who takes part.

    Whoever registers or attends does so for an organisation of the registry (``organisation:``) or for
    something that has no entry (``guest_of:``): one of the two.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        attendance:
          - persons: 2

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        attendance:
          - guest_of: Projekt Sprachbrücke
            persons: 2
    """
    if both:
        return _("organisation and guest_of stand side by side"), _("keep one of the two")
    return _("it is not said who this is"), _("add organisation: with an id, or guest_of: with a name")


@rule("MO211", Severity.WARNING)
def present_and_excused(name: str) -> tuple[str, str]:
    """An organisation is both present and excused.

    Either somebody came, or somebody sent apologies.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        attendance:
          - organisation: verein
        apologies: [verein]
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        attendance:
          - organisation: verein
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("“{name}” is excused here, but stands under attendance too").format(name=name),
        _("delete it in one of the two places"),
    )


@rule("MO212", Severity.WARNING)
def more_names(names: int, persons: int) -> tuple[str, str]:
    """More people are named than the number says.

    Everybody who is named counts, so there are at least as many as names. Fewer names than people are fine:
    not everybody is known by name. Without a number the names are counted.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        registrations:
          - guest_of: Projekt Sprachbrücke
            persons: 2
            people: [Ada Kaya, Mara Weiß, Olena Bondar]

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        registrations:
          - guest_of: Projekt Sprachbrücke
            persons: 3
            people: [Ada Kaya, Mara Weiß, Olena Bondar]
    """
    return (
        _("{names} people are named here, but persons says {persons}").format(names=names, persons=persons),
        _("correct the number, or take out who is not meant; until then all who are named are counted"),
    )


@rule("MO213", Severity.INFORMATION)
def more_votes(votes: int, persons: int) -> tuple[str, str]:
    """More votes were counted than people were present.

    Either number may be wrong, and the minutes print both. Where people vote for others too, or not all who
    came are listed, nothing has to be done.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        programme:
          - item: antrag
            title: Antrag
        turnout:
          persons: 8
        minutes:
          items:
            - item: antrag
              decisions:
                - text: Der Antrag wird gestellt.
                  for: 60

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        programme:
          - item: antrag
            title: Antrag
        turnout:
          persons: 8
        minutes:
          items:
            - item: antrag
              decisions:
                - text: Der Antrag wird gestellt.
                  for: 6
                  abstained: 2
    """
    return (
        _("{votes} votes are counted here, with {persons} people present").format(
            votes=votes, persons=persons
        ),
        _("correct the votes or the attendance, if one of them is wrong"),
    )


def minutes_items(registry: Registry) -> Iterator[Finding]:
    """MO208: items of the minutes that the programme does not have."""
    for event in registry.events.values():
        if event.minutes and event.minutes.items:
            known = [item.item for item in event.programme]
            for index, item in enumerate(event.minutes.items):
                if item.item not in known:
                    yield unknown_item(
                        registry.place(event, "minutes", "items", index, "item"), item.item, known
                    )


def listed_twice(registry: Registry) -> Iterator[Finding]:
    """MO209: the same organisation, item or action twice in one list."""
    for organisation in registry.organisations.values():
        for key in ("member_of", *VOCABULARIES, "languages", "topics_wanted"):
            names = getattr(organisation, key)
            if len(names) != len(set(names)):
                yield from _repeated(
                    registry, organisation, [(name, (key, i)) for i, name in enumerate(names)]
                )
    for event in registry.events.values():
        for rows in _unique_in(event):
            if len(rows) > 1:
                yield from _repeated(registry, event, rows)


def _unique_in(event: Event) -> Iterator[list[tuple[str | None, Keys]]]:
    yield [(r.organisation, ("registrations", i, "organisation")) for i, r in enumerate(event.registrations)]
    yield [(a.organisation, ("attendance", i, "organisation")) for i, a in enumerate(event.attendance)]
    yield [(name, ("apologies", i)) for i, name in enumerate(event.apologies)]
    yield [(name, ("info_stands", i)) for i, name in enumerate(event.info_stands)]
    yield [(item.item, ("programme", i, "item")) for i, item in enumerate(event.programme)]
    if event.minutes:
        items = event.minutes.items
        yield [(item.item, ("minutes", "items", i, "item")) for i, item in enumerate(items)]
        yield [
            (action.id, ("minutes", "items", row, "actions", i, "id"))
            for row, item in enumerate(items)
            for i, action in enumerate(item.actions)
        ]


def _repeated(registry: Registry, entry: Entry, rows: Iterable[tuple[str | None, Keys]]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for name, keys in rows:
        if name:
            seen[name] += 1
            if seen[name] > 1:
                yield twice(registry.place(entry, *keys), name)


def participants(registry: Registry) -> Iterator[Finding]:
    """MO210 and MO211: who takes part is said, once, and is not excused as well."""
    for event in registry.events.values():
        for keys, guest in guests(event):
            needed = keys[0] in ("registrations", "attendance")
            both = bool(guest.organisation and guest.guest_of)
            if both or (needed and not guest.organisation and not guest.guest_of):
                yield who_is_it(registry.place(event, *keys), both)
        present = {party.organisation for party in event.attendance}
        for index, name in enumerate(event.apologies):
            if name in present:
                yield present_and_excused(registry.place(event, "apologies", index), name)


def numbers(registry: Registry) -> Iterator[Finding]:
    """MO212: no more people are named than there are."""
    for event in registry.events.values():
        for key, parties in (("registrations", event.registrations), ("attendance", event.attendance)):
            for index, party in enumerate(parties):
                if "persons" in party.model_fields_set and party.count > party.persons:
                    place = registry.place(event, key, index, "persons")
                    yield more_names(place, len(party.people), party.persons)


def votes(registry: Registry) -> Iterator[Finding]:
    """MO213: no more votes than people, as far as it is known exactly how many came."""
    for event in registry.events.values():
        present = _present(event)
        for row, item in enumerate(event.minutes.items if event.minutes and present else ()):
            for index, decision in enumerate(item.decisions):
                cast = (decision.in_favour, decision.against, decision.abstained)
                if (counted := sum(vote or 0 for vote in cast)) > present:
                    place = registry.place(event, "minutes", "items", row, "decisions", index)
                    yield more_votes(place, counted, present)


def _present(event: Event) -> int:
    """How many people came; 0 where that is not known exactly."""
    if event.attendance:
        return sum(party.count for party in event.attendance)
    turnout = event.turnout
    return (turnout.persons or 0) if turnout and not turnout.approximate else 0


CHECKS = (minutes_items, listed_twice, participants, numbers, votes)
