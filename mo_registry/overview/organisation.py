"""An organisation on one screen."""

from __future__ import annotations

from collections.abc import Iterator

from mo_registry.audience import Recipient, is_current, receivers_of
from mo_registry.i18n import _, ngettext
from mo_registry.labels import day, label, span
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.event import EventStatus
from mo_registry.model.organisation import Channel, Mailing, Offer
from mo_registry.names import organisation_order
from mo_registry.overview.facts import (
    Fact,
    Overview,
    address_line,
    event_line,
    few,
    joined,
    language_name,
    name_of,
    open_actions,
    people,
    plain,
    referring,
    referring_lines,
)
from mo_registry.overview.settings import term_name
from mo_registry.registry import Registry


def organisation_overview(registry: Registry, organisation: Organisation) -> Overview:
    """What it is, how it is reached, where it belongs, what it does and has promised."""
    references = referring(registry, ("organisations",), organisation.id)
    meetings = list(_meetings(registry, organisation))
    actions = open_actions(registry, registry.events.values(), organisation.id)
    facts: list[Fact] = [
        *_identity(organisation),
        *_reached(registry, organisation),
        *_belonging(registry, organisation),
        *_work(registry, organisation),
        (_("Meetings"), few(meetings)),
        (_("Agreed and open"), few(actions)),
        (_("Confirmed"), _confirmed(registry, organisation)),
        (_("Notes"), joined([organisation.notes and " ".join(organisation.notes.split())])),
        (_("Referred to in"), referring_lines(references)),
    ]
    data = {
        **plain(organisation),
        "invitations_to": [_recipient(r) for r in _receivers(registry, organisation)],
        "meetings": meetings,
        "open_actions": actions,
        "referred_to": references,
    }
    files = registry.files["organisations", organisation.id]
    return Overview("organisation", organisation.id, organisation.name, _summary(organisation), facts, files, data)


def _summary(organisation: Organisation) -> str:
    founded = _("founded {day}").format(day=day(organisation.founded)) if organisation.founded else None
    gone = _("dissolved {day}").format(day=day(organisation.dissolved)) if organisation.dissolved else None
    register = " ".join(p for p in (organisation.register_court, organisation.register_number) if p)
    status = gone or label(organisation.status)
    parts = (label(organisation.kind), status, organisation.legal_form, register, founded)
    return " · ".join(part for part in parts if part)


def _identity(organisation: Organisation) -> Iterator[Fact]:
    yield _("Also known as"), joined(organisation.also_known_as, "; ")


def _receivers(registry: Registry, organisation: Organisation) -> list[Recipient]:
    return list(receivers_of(registry, organisation, Mailing.INVITATION))


def _reached(registry: Registry, organisation: Organisation) -> Iterator[Fact]:
    receivers = _receivers(registry, organisation)
    nobody = [_("to nobody: there is no address, e-mail address or telephone number")]
    yield _("Invitations go"), [_recipient(receiver) for receiver in receivers] or nobody
    yield _("Contacts"), few(_contact(registry, contact) for contact in organisation.contacts)
    yield _("Address"), joined([address_line(organisation.address)])
    yield _("Telephone"), joined([organisation.phone])
    yield _("E-mail"), joined([organisation.email])
    yield _("Web address"), joined([organisation.website])


def _recipient(recipient: Recipient) -> str:
    contact = recipient.contact
    way = {
        Channel.EMAIL: recipient.email,
        Channel.POST: address_line(recipient.address),
        Channel.PHONE: recipient.phone,
    }[recipient.channel]
    name = (contact.name or contact.role) if contact else None
    return _("{channel} to {name}: {way} ({language})").format(
        channel=label(recipient.channel),
        name=name or _("the organisation"),
        way=way,
        language=language_name(recipient.language),
    )


def _contact(registry: Registry, contact: Contact) -> str:
    over = None if is_current(registry, contact) else _("until {day}").format(day=day(contact.until))
    named = (contact.name, contact.role)
    reached = (contact.email, contact.phone, contact.mobile, address_line(contact.address))
    return " · ".join(part for part in (*named, *reached, over) if part)


def _belonging(registry: Registry, organisation: Organisation) -> Iterator[Fact]:
    settings = registry.settings
    memberships = (
        (settings.networks[m.network].name if m.network in settings.networks else m.network, span(m.since, m.until))
        for m in organisation.networks
    )
    yield _("Networks"), [f"{name}, {time}" if time else name for name, time in memberships]
    yield _("Member of"), joined((name_of(registry, name) for name in organisation.member_of), "; ")
    yield _("Members"), joined((o.name for o in _members(registry, organisation)), "; ")
    yield _("Part of"), joined([organisation.part_of and name_of(registry, organisation.part_of)])
    yield _("Goes on as"), joined([organisation.succeeded_by and name_of(registry, organisation.succeeded_by)])


def _members(registry: Registry, organisation: Organisation) -> list[Organisation]:
    """The members of an umbrella organisation."""
    members = (o for o in registry.organisations.values() if organisation.id in o.member_of)
    return sorted(members, key=lambda member: organisation_order(member.order_name))


def _work(registry: Registry, organisation: Organisation) -> Iterator[Fact]:
    yield _("Languages"), joined(language_name(code) for code in organisation.languages)
    for heading, vocabulary, terms in (
        (_("Focus areas"), "focus_areas", organisation.focus_areas),
        (_("Target groups"), "target_groups", organisation.target_groups),
        (_("Districts"), "districts", organisation.districts),
        (_("Topics wanted"), "topics", organisation.topics_wanted),
    ):
        yield heading, joined(term_name(registry, vocabulary, term) for term in terms)
    yield _("Offers"), few(_offer(registry, offer) for offer in organisation.offers)
    yield (
        _("Projects"),
        few(" · ".join(p for p in (x.title, span(x.since, x.until), x.funding) if p) for x in organisation.projects),
    )


def _offer(registry: Registry, offer: Offer) -> str:
    about = [
        ", ".join(term_name(registry, vocabulary, term) for term in getattr(offer, vocabulary))
        for vocabulary in ("focus_areas", "target_groups", "districts")
    ]
    return " · ".join(part for part in (offer.title, *about, span(offer.since, offer.until)) if part)


def _meetings(registry: Registry, organisation: Organisation) -> Iterator[str]:
    """Events that it came to, sent apologies to, or has registered for, the latest first."""
    for event in sorted(registry.events.values(), key=lambda event: event.date.first, reverse=True):
        if told := _part_in(event, organisation.id):
            yield f"{event_line(event)}: {told}"


def _part_in(event: Event, identifier: str) -> str:
    present = sum(party.persons for party in event.attendance if party.organisation == identifier)
    if present:
        return people(present)
    if identifier in event.apologies:
        return _("apologies")
    registered = sum(r.persons for r in event.registrations if r.organisation == identifier)
    if not registered:
        return ""
    if event.status is EventStatus.HELD:
        return ngettext("{count} person registered, nobody came", "{count} people registered, nobody came", registered).format(count=registered)
    return ngettext("{count} person registered", "{count} people registered", registered).format(count=registered)


def _confirmed(registry: Registry, organisation: Organisation) -> list[str]:
    if organisation.verified is None:
        return [_("never")]
    days = (registry.today - organisation.verified).days
    ago = ngettext("{count} day ago", "{count} days ago", days).format(count=days)
    return [f"{day(organisation.verified)} ({ago})" if days > 0 else day(organisation.verified)]
