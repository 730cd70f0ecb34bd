"""What entries refer to: every id that an entry or the settings name, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mo_registry.finding import Keys
from mo_registry.model.event import Audience, Event
from mo_registry.model.organisation import Organisation
from mo_registry.model.part import Entry, Guest
from mo_registry.model.settings import Settings

Reference = tuple[str, str, Keys]
"""What kind of thing is referred to, its id, and where the reference stands."""

VOCABULARIES = ("focus_areas", "target_groups", "districts")


def references(entry: Entry) -> Iterator[Reference]:
    """Whatever an organisation or an event refers to."""
    if isinstance(entry, Organisation):
        yield from organisation_references(entry)
    elif isinstance(entry, Event):
        yield from event_references(entry)


def settings_references(settings: Settings) -> Iterator[Reference]:
    """Whatever the settings refer to."""
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
    for name, job in settings.jobs.items():
        if job.network:
            yield "networks", job.network, ("jobs", name, "network")


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
