"""Checks of references: every id that an entry names exists, and makes sense where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mo_registry.finding import Finding, Severity, Words, rule
from mo_registry.i18n import _
from mo_registry.model import Organisation
from mo_registry.model.organisation import Status
from mo_registry.model.part import Entry
from mo_registry.model.references import (
    VOCABULARIES,
    Reference,
    event_references,
    organisation_references,
    settings_references,
)
from mo_registry.names import nearest, search_key
from mo_registry.registry import Registry


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
    return _("this leads back to itself: {way}").format(way=way), _("delete one of these references")


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
    now = {old: o.id for o in registry.organisations.values() for old in o.former_ids}
    for entry, references in _all_references(registry):
        for kind, name, keys in references:
            if name not in known[kind] and kind not in registry.unlisted:
                place = registry.place(entry, *keys) if entry else registry.settings_place(*keys)
                place = place.about((kind, name))
                if kind == "organisations" and name in now:
                    yield unknown_organisation(place, name, {now[name]: name})
                elif kind in UNKNOWN:
                    yield UNKNOWN[kind](place, name, known[kind])
                else:
                    yield unknown_term(place, name, kind, known[kind])


def _all_references(registry: Registry) -> Iterator[tuple[Entry | None, Iterable[Reference]]]:
    yield None, settings_references(registry.settings)
    for organisation in registry.organisations.values():
        yield organisation, organisation_references(organisation)
    for event in registry.events.values():
        yield event, event_references(event)


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
                place = registry.place(event, *keys).about(("organisations", name))
                yield dissolved_organisation(place, old.name, old.succeeded_by)
    for organisation in registry.organisations.values():
        if organisation.status is Status.ACTIVE:
            for index, name in enumerate(organisation.member_of):
                if name in gone:
                    old = gone[name]
                    place = registry.place(organisation, "member_of", index).about(("organisations", name))
                    yield dissolved_organisation(place, old.name, old.succeeded_by)


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
            ring = way[way.index(following) :]
            keys = (key, graph[name].index(following)) if key == "member_of" else (key,)
            place = registry.place(registry.organisations[name], *keys)
            place = place.about(*(("organisations", member) for member in ring))
            yield circle(place, " → ".join([*ring, following]))
        elif following not in settled and following in graph:
            stack.append((following, iter(graph[following])))


CHECKS = (references_exist, dissolved, circles)
