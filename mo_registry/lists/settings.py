"""Venues, networks and terms of the settings as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mo_registry.i18n import N_
from mo_registry.labels import day, label
from mo_registry.lists.organisations import terms_of
from mo_registry.lists.table import Column, Listing, Value, address, field, labelled, named, term_label
from mo_registry.matching import identifiers
from mo_registry.model.event import EventStatus
from mo_registry.model.part import Address
from mo_registry.model.scalars import PartialDate
from mo_registry.names import organisation_order
from mo_registry.registry import Registry

VOCABULARIES = ("focus_areas", "target_groups", "districts", "topics")


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A hall or room, and how often it was used."""

    id: str
    name: str
    also_known_as: tuple[str, ...]
    organisation: str | None
    address: Address | None
    capacity: int | None
    accessibility: str | None
    directions: str | None
    events: int


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network, its members on the day of the run, and its meetings."""

    id: str
    name: str
    description: str | None
    coordinator: str | None
    members: int
    events: int
    next_event: str | None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term of a vocabulary, and how many organisations use it."""

    id: str
    vocabulary: str
    labels: dict[str, str]
    organisations: int


def venues(registry: Registry) -> list[VenueRow]:
    """All venues, by their names."""
    used = Counter(event.venue for event in registry.events.values())
    rows = [
        VenueRow(
            *(name, venue.name, venue.also_known_as, venue.organisation, venue.address, venue.capacity),
            *(venue.accessibility, venue.directions, used[name]),
        )
        for name, venue in registry.settings.venues.items()
    ]
    return sorted(rows, key=lambda row: organisation_order(row.name))


def networks(registry: Registry) -> list[NetworkRow]:
    """All networks, as the settings have them."""
    return [
        NetworkRow(
            *(name, network.name, network.description, network.coordinator),
            members=members(registry, name),
            events=sum(event.network == name for event in registry.events.values()),
            next_event=_next_event(registry, name),
        )
        for name, network in registry.settings.networks.items()
    ]


def members(registry: Registry, network: str) -> int:
    """How many organisations belong to the network on the day of the run."""
    today = PartialDate(registry.today.year, registry.today.month, registry.today.day)
    return sum(organisation.belongs_to(network, today) for organisation in registry.organisations.values())


def _next_event(registry: Registry, network: str) -> str | None:
    coming = (
        event.date
        for event in registry.events.values()
        if event.network == network
        and event.date.last >= registry.today
        and event.status is not EventStatus.CANCELLED
    )
    first = min(coming, default=None)
    return str(first) if first else None


def terms(registry: Registry, vocabularies: Sequence[str] = ()) -> list[TermRow]:
    """All terms, or those of some vocabularies, as the settings have them.

    Raises:
        RegistryError: there is no such vocabulary.
    """
    known = {name: label(name) for name in VOCABULARIES}
    wanted = identifiers("--vocabulary", vocabularies, known) or VOCABULARIES
    return [row for vocabulary in wanted for row in _terms(registry, vocabulary)]


def _terms(registry: Registry, vocabulary: str) -> list[TermRow]:
    used = Counter(name for o in registry.organisations.values() for name in set(terms_of(o, vocabulary)))
    vocabulary_terms = registry.settings.vocabulary(vocabulary)
    return [TermRow(name, vocabulary, labels, used[name]) for name, labels in vocabulary_terms.items()]


def _day(_registry: Registry, value: str) -> str:
    return day(value)


def _label(_registry: Registry, row: TermRow) -> Value:
    return term_label(row.labels, row.id)


VENUES: Listing[VenueRow] = Listing(
    columns=(
        Column("name", N_("name"), field("name")),
        Column("id", N_("id"), field("id")),
        Column("also_known_as", N_("also known as"), field("also_known_as")),
        Column("organisation", N_("house of"), field("organisation"), named("organisations")),
        Column("street", N_("street"), address("street")),
        Column("postal_code", N_("postal code"), address("postal_code")),
        Column("city", N_("city"), address("city")),
        Column("capacity", N_("places"), field("capacity")),
        Column("accessibility", N_("accessibility"), field("accessibility")),
        Column("directions", N_("directions"), field("directions")),
        Column("events", N_("events"), field("events")),
    ),
    narrow=("name", "city", "capacity", "events", "id"),
    wide=("name", "street", "postal_code", "city", "capacity", "accessibility", "events", "id"),
)

NETWORKS: Listing[NetworkRow] = Listing(
    columns=(
        Column("name", N_("name"), field("name")),
        Column("id", N_("id"), field("id")),
        Column("coordinator", N_("coordinated by"), field("coordinator"), named("organisations")),
        Column("members", N_("members"), field("members")),
        Column("events", N_("events"), field("events")),
        Column("next_event", N_("next event"), field("next_event"), _day),
        Column("description", N_("description"), field("description")),
    ),
    narrow=("name", "members", "next_event", "id"),
    wide=("name", "coordinator", "members", "events", "next_event", "id"),
)

TERMS: Listing[TermRow] = Listing(
    columns=(
        Column("vocabulary", N_("vocabulary"), field("vocabulary"), labelled),
        Column("id", N_("id"), field("id")),
        Column("label", N_("label"), _label),
        Column("organisations", N_("organisations"), field("organisations")),
    ),
    narrow=("vocabulary", "label", "organisations", "id"),
    wide=("vocabulary", "label", "organisations", "id"),
)
