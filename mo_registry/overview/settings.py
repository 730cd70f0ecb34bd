"""A network, a venue, a series or a term on one screen."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence

from mo_registry.i18n import _, language, ngettext
from mo_registry.labels import label
from mo_registry.model import Event
from mo_registry.model.scalars import PartialDate
from mo_registry.model.settings import Network, Series, Venue
from mo_registry.names import organisation_order
from mo_registry.overview.facts import (
    Fact,
    Overview,
    address_line,
    event_line,
    few,
    joined,
    name_of,
    plain,
    referring,
    referring_lines,
)
from mo_registry.registry import SETTINGS, Registry

VOCABULARIES = ("focus_areas", "target_groups", "districts", "topics")


def term_name(registry: Registry, vocabulary: str, identifier: str) -> str:
    """A term's label in the language in force, else in German, else its id."""
    labels = registry.settings.vocabulary(vocabulary).get(identifier, {})
    return labels.get(language()) or labels.get("de") or next(iter(labels.values()), identifier)


def settings_overview(registry: Registry, identifier: str) -> Overview | None:
    """What the settings declare under this id; None if nothing."""
    settings = registry.settings
    if network := settings.networks.get(identifier):
        return _network(registry, identifier, network)
    if venue := settings.venues.get(identifier):
        return _venue(registry, identifier, venue)
    if series := settings.series.get(identifier):
        return _series(registry, identifier, series)
    if any(identifier in settings.vocabulary(vocabulary) for vocabulary in VOCABULARIES):
        return _term(registry, identifier)
    return None


def _network(registry: Registry, identifier: str, network: Network) -> Overview:
    today = PartialDate(registry.today.year, registry.today.month, registry.today.day)
    members = [o for o in registry.organisations.values() if o.belongs_to(identifier, today)]
    members.sort(key=lambda organisation: organisation_order(organisation.order_name))
    count = ngettext("{count} organisation", "{count} organisations", len(members)).format(count=len(members))
    events = _events(registry, lambda event: event.network == identifier)
    facts: list[Fact] = [
        (_("Purpose"), joined([network.description and " ".join(network.description.split())])),
        (_("Coordinated by"), joined([network.coordinator and name_of(registry, network.coordinator)])),
        (_("Members today"), [count, *joined((member.name for member in members), "; ")]),
        (_("Events"), few(map(event_line, events))),
    ]
    data = {**plain(network), "members": [member.id for member in members]}
    shown = {entry.id for entry in (*members, *events)}
    return _overview(registry, ("network", identifier, network.name, _("network")), facts, data, shown)


def _venue(registry: Registry, identifier: str, venue: Venue) -> Overview:
    events = _events(registry, lambda event: event.venue == identifier)
    facts: list[Fact] = [
        (_("Also known as"), joined(venue.also_known_as, "; ")),
        (_("House of"), joined([venue.organisation and name_of(registry, venue.organisation)])),
        (_("Address"), joined([address_line(venue.address)])),
        (_("Directions"), joined([venue.directions])),
        (_("Places"), joined([str(venue.capacity) if venue.capacity else None])),
        (_("Accessibility"), joined([venue.accessibility])),
        (_("Events"), few(map(event_line, events))),
    ]
    shown = {event.id for event in events}
    return _overview(registry, ("venue", identifier, venue.name, _("venue")), facts, plain(venue), shown)


def _series(registry: Registry, identifier: str, series: Series) -> Overview:
    network = registry.settings.networks.get(series.network or "")
    events = _events(registry, lambda event: event.series == identifier)
    facts: list[Fact] = [
        (_("Network"), joined([network.name if network else series.network])),
        (_("Times a year"), joined([str(series.per_year) if series.per_year else None])),
        (_("Events"), few(map(event_line, events))),
    ]
    shown = {event.id for event in events}
    return _overview(registry, ("series", identifier, series.title, _("series")), facts, plain(series), shown)


def _term(registry: Registry, identifier: str) -> Overview:
    """A term, which may stand in several vocabularies."""
    found = [v for v in VOCABULARIES if identifier in registry.settings.vocabulary(v)]
    labels = {vocabulary: registry.settings.vocabulary(vocabulary)[identifier] for vocabulary in found}
    facts: list[Fact] = [
        (label(vocabulary), [f"{text} ({code})" for code, text in labels[vocabulary].items()])
        for vocabulary in found
    ]
    summary = " · ".join(label(vocabulary) for vocabulary in found)
    title = term_name(registry, found[0], identifier)
    return _overview(
        registry, ("term", identifier, title, summary), facts, {"labels": plain(labels)}, kinds=found
    )


def _overview(
    registry: Registry,
    headed: tuple[str, str, str, str],
    facts: Iterable[Fact],
    data: dict[str, object],
    shown: Container[str] = (),
    kinds: Sequence[str] = ("networks", "venues", "series"),
) -> Overview:
    """An overview under its type, id, title and summary."""
    references = referring(registry, kinds, headed[1])
    facts = [*facts, (_("Referred to in"), referring_lines(references, shown))]
    return Overview(*headed, facts, (registry.root / SETTINGS,), {**data, "referred_to": references})


def _events(registry: Registry, concerns: Callable[[Event], bool]) -> list[Event]:
    """The latest first."""
    return sorted(filter(concerns, registry.events.values()), key=lambda e: e.date.first, reverse=True)
