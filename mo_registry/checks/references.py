"""Checks of references: every id that an entry names exists, and makes sense where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mo_registry.finding import Finding, Keys, Severity, Words, rule
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.event import Audience
from mo_registry.model.organisation import Status
from mo_registry.model.part import Entry, Guest
from mo_registry.names import nearest, search_key
from mo_registry.registry import Registry

Reference = tuple[str, str, Keys]
"""What kind of thing is referred to, its id, and where the reference stands."""

VOCABULARIES = ("focus_areas", "target_groups", "districts")


def _proposal(name: str, known: dict[str, str], where: str) -> str:
    wanted = search_key(name)
    exact = [
        identifier
        for identifier, label in known.items()
        if wanted in (search_key(label), search_key(identifier))
    ]
    labels = [*known, *known.values()]
    similar = exact or nearest(name, labels)
    if similar:
        found = (
            similar[0]
            if similar[0] in known
            else next(i for i, label in known.items() if label == similar[0])
        )
        return _("did you mean {word}?").format(word=found)
    return where


@rule("MO201")
def unknown_organisation(name: str, known: dict[str, str]) -> tuple[str, str]:
    """An organisation that is referred to does not exist.

    Entries name organisations by their id, which is the file's name without ``.yaml``. An invitation to an
    organisation that cannot be found reaches nobody.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        organisers: [verien]
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        organisers: [verein]
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    advice = _("list the ids with mo-registry list organisations, or add the organisation")
    return _("no organisation is called “{name}”").format(name=name), _proposal(name, known, advice)


@rule("MO202")
def unknown_network(name: str, known: dict[str, str]) -> tuple[str, str]:
    """A network that is referred to does not exist.

    Networks are declared in ``data/registry.yaml`` under ``networks:``.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        networks:
          - network: netzwerk-om

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        networks:
          - network: netzwerk-mo
    """
    advice = _("declare it under networks: in data/registry.yaml")
    return _("no network is called “{name}”").format(name=name), _proposal(name, known, advice)


@rule("MO203")
def unknown_venue(name: str, known: dict[str, str]) -> tuple[str, str]:
    """A venue that is referred to does not exist.

    Halls and rooms are declared once in ``data/registry.yaml`` under ``venues:``, so that the same hall is
    not spelled in three ways in three letters.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        venue: Else Zimmermann Saal

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        venue: else-zimmermann-saal
    """
    advice = _("declare it under venues: in data/registry.yaml")
    return _("no venue is called “{name}”").format(name=name), _proposal(name, known, advice)


@rule("MO204")
def unknown_term(name: str, vocabulary: str, known: dict[str, str]) -> tuple[str, str]:
    """A word is not in the registry's vocabulary.

    Focus areas, target groups, districts and topics are declared in ``data/registry.yaml``. With words of
    everybody's own, "who does what where?" has no answer.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        focus_areas: [langauge]

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        focus_areas: [language]
    """
    advice = _("declare it under {vocabulary}: in data/registry.yaml").format(vocabulary=vocabulary)
    return (
        _("“{name}” is not among the {vocabulary} of this registry").format(name=name, vocabulary=vocabulary),
        _proposal(name, known, advice),
    )


@rule("MO205")
def unknown_series(name: str, known: dict[str, str]) -> tuple[str, str]:
    """A series that is referred to does not exist.

    Series of events are declared in ``data/registry.yaml`` under ``series:``.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        series: netzwerktrefen

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        series: netzwerktreffen
    """
    advice = _("declare it under series: in data/registry.yaml")
    return _("no series is called “{name}”").format(name=name), _proposal(name, known, advice)


@rule("MO206", Severity.WARNING)
def dissolved_organisation(name: str, successor: str | None) -> tuple[str, str]:
    """A dissolved organisation is referred to as if it were at work.

    Old minutes rightly name organisations that are no more. An event after the end of an organisation, or
    the membership of an active one in it, is a slip.

    Fails:
        # data/organisations/alt.yaml
        name: Alter Verein
        kind: migrant_organisation
        status: dissolved
        dissolved: 2020-12-31
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        partners: [alt]

    Passes:
        # data/organisations/alt.yaml
        name: Alter Verein
        kind: migrant_organisation
        status: dissolved
        dissolved: 2020-12-31
        # data/events/2018-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2018-09-27
        partners: [alt]
    """
    advice = _("name {successor}, which goes on with its work").format(successor=successor)
    return (
        _("“{name}” was dissolved before that").format(name=name),
        advice if successor else _("name another organisation, or delete it here"),
    )


@rule("MO207")
def circle(way: str) -> tuple[str, str]:
    """Umbrella organisations are members of each other in a circle.

    A member's umbrella cannot be, over however many steps, a member of that member.

    Fails:
        # data/organisations/a.yaml
        name: Verein A
        kind: umbrella
        member_of: [b]
        # data/organisations/b.yaml
        name: Verband B
        kind: umbrella
        member_of: [a]

    Passes:
        # data/organisations/a.yaml
        name: Verein A
        kind: umbrella
        member_of: [b]
        # data/organisations/b.yaml
        name: Verband B
        kind: umbrella
    """
    return _("this membership leads back to itself: {way}").format(way=way), _(
        "delete one of these memberships"
    )


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
    from mo_registry.model.rules import did_you_mean

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


UNKNOWN: dict[str, Words[[str, dict[str, str]]]] = {
    "organisations": unknown_organisation,
    "networks": unknown_network,
    "venues": unknown_venue,
    "series": unknown_series,
}


def references_exist(registry: Registry) -> Iterator[Finding]:
    """MO201 to MO205: whatever entries and settings name is declared."""
    kinds = (*UNKNOWN, *VOCABULARIES, "topics")
    known = {kind: registry.declared(kind) for kind in kinds}
    for entry, references in _all_references(registry):
        for kind, name, keys in references:
            if name not in known[kind]:
                place = registry.place(entry, *keys) if entry else registry.settings_place(*keys)
                if kind in UNKNOWN:
                    yield UNKNOWN[kind](place, name, known[kind])
                else:
                    yield unknown_term(place, name, kind, known[kind])


def _all_references(registry: Registry) -> Iterator[tuple[Entry | None, Iterable[Reference]]]:
    yield None, settings_references(registry)
    for organisation in registry.organisations.values():
        yield organisation, organisation_references(organisation)
    for event in registry.events.values():
        yield event, event_references(event)


def settings_references(registry: Registry) -> Iterator[Reference]:
    """Whatever the settings refer to."""
    settings = registry.settings
    if settings.organisation:
        yield "organisations", settings.organisation, ("organisation",)
    for name, network in settings.networks.items():
        yield from _audience(network.audience, ("networks", name, "audience"))
        if network.coordinator:
            yield "organisations", network.coordinator, ("networks", name, "coordinator")
    for name, venue in settings.venues.items():
        if venue.organisation:
            yield "organisations", venue.organisation, ("venues", name, "organisation")
    for name, series in settings.series.items():
        if series.network:
            yield "networks", series.network, ("series", name, "network")


def organisation_references(organisation: Organisation) -> Iterator[Reference]:
    """Whatever an organisation refers to."""
    for index, membership in enumerate(organisation.networks):
        yield "networks", membership.network, ("networks", index, "network")
    for key in ("succeeded_by", "part_of"):
        if name := getattr(organisation, key):
            yield "organisations", name, (key,)
    for name in ("member_of", "not_the_same"):
        yield from _listed("organisations", getattr(organisation, name), (name,))
    for vocabulary in VOCABULARIES:
        yield from _listed(vocabulary, getattr(organisation, vocabulary), (vocabulary,))
    yield from _listed("topics", organisation.topics_wanted, ("topics_wanted",))
    for index, offer in enumerate(organisation.offers):
        for vocabulary in VOCABULARIES:
            yield from _listed(vocabulary, getattr(offer, vocabulary), ("offers", index, vocabulary))
    for index, project in enumerate(organisation.projects):
        yield from _listed("organisations", project.partners, ("projects", index, "partners"))
        yield from _listed("focus_areas", project.focus_areas, ("projects", index, "focus_areas"))


def event_references(event: Event) -> Iterator[Reference]:
    """Whatever an event refers to."""
    for kind, key in (("networks", "network"), ("series", "series"), ("venues", "venue")):
        if name := getattr(event, key):
            yield kind, name, (key,)
    yield from _audience(event.audience, ("audience",))
    yield from event_organisations(event)


def _audience(audience: Audience, keys: Keys) -> Iterator[Reference]:
    yield from _listed("networks", audience.networks, (*keys, "networks"))
    yield from _listed("organisations", audience.organisations, (*keys, "organisations"))
    yield from _listed("organisations", audience.excluded, (*keys, "except"))


def event_organisations(event: Event) -> Iterator[Reference]:
    """The organisations that an event refers to."""
    for key in ("organisers", "partners", "info_stands", "apologies"):
        yield from _listed("organisations", getattr(event, key), (key,))
    for keys, guest in guests(event):
        if guest.organisation:
            yield "organisations", guest.organisation, (*keys, "organisation")
    for index, item in enumerate(event.programme):
        yield from _listed("organisations", item.organisations, ("programme", index, "organisations"))
    for index, dispatch in enumerate(event.dispatched):
        yield from _listed("organisations", dispatch.recipients, ("dispatched", index, "recipients"))
    for row, minuted in enumerate(event.minutes.items if event.minutes else ()):
        for index, action in enumerate(minuted.actions):
            if action.who:
                yield "organisations", action.who, ("minutes", "items", row, "actions", index, "who")


def guests(event: Event) -> Iterator[tuple[Keys, Guest]]:
    """Everybody who takes part for somebody, and where that stands."""
    if event.moderator:
        yield ("moderator",), event.moderator
    for index, item in enumerate(event.programme):
        if item.moderator:
            yield ("programme", index, "moderator"), item.moderator
        for number, speaker in enumerate(item.speakers):
            yield ("programme", index, "speakers", number), speaker
    for index, registration in enumerate(event.registrations):
        yield ("registrations", index), registration
    for index, party in enumerate(event.attendance):
        yield ("attendance", index), party


def _listed(kind: str, names: Sequence[str], keys: Keys) -> Iterator[Reference]:
    for index, name in enumerate(names):
        yield kind, name, (*keys, index)


def dissolved(registry: Registry) -> Iterator[Finding]:
    """MO206: references to organisations that were dissolved before."""
    gone = {o.id: o for o in registry.organisations.values() if o.dissolved or o.status is Status.DISSOLVED}
    if not gone:
        return
    for event in registry.events.values():
        for kind, name, keys in event_references(event):
            old = gone.get(name) if kind == "organisations" else None
            if (
                old
                and old.dissolved
                and old.dissolved.last < event.date.first
                and keys[:2] != ("audience", "except")
            ):
                yield dissolved_organisation(registry.place(event, *keys), old.name, old.succeeded_by)
    for organisation in registry.organisations.values():
        if organisation.status is Status.ACTIVE:
            for index, name in enumerate(organisation.member_of):
                if name in gone:
                    old = gone[name]
                    yield dissolved_organisation(
                        registry.place(organisation, "member_of", index), old.name, old.succeeded_by
                    )


def circles(registry: Registry) -> Iterator[Finding]:
    """MO207: circular membership in umbrellas, circular succession, an office that is its own part."""
    for key in ("member_of", "succeeded_by", "part_of"):
        graph = {o.id: _targets(o, key) for o in registry.organisations.values() if getattr(o, key)}
        settled: set[str] = set()
        for start in graph:
            yield from _circle_from(registry, key, graph, start, settled)


def _targets(organisation: Organisation, key: str) -> tuple[str, ...]:
    value: tuple[str, ...] | str = getattr(organisation, key)
    return (value,) if isinstance(value, str) else value


def _circle_from(
    registry: Registry, key: str, graph: dict[str, tuple[str, ...]], start: str, settled: set[str]
) -> Iterator[Finding]:
    # A depth-first walk with its own stack: chains may be longer than Python's recursion allows.
    way: list[str] = []
    stack = [(start, iter(graph.get(start, ())))] if start not in settled else []
    while stack:
        name, rest = stack[-1]
        if len(way) < len(stack):
            way.append(name)
        following = next(rest, None)
        if following is None:
            settled.add(name)
            stack.pop()
            way.pop()
        elif following in way:
            round_trip = " → ".join([*way[way.index(following) :], following])
            keys = (key, graph[name].index(following)) if key == "member_of" else (key,)
            yield circle(registry.place(registry.organisations[name], *keys), round_trip)
        elif following not in settled and following in graph:
            stack.append((following, iter(graph[following])))


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


CHECKS = (references_exist, dissolved, circles, minutes_items, listed_twice, participants)
