"""An organisation on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
    action_data,
    action_line,
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
    meetings = _meetings(registry, organisation)
    actions = open_actions(registry.events.values(), organisation.id)
    facts: list[Fact] = [
        *_identity(organisation),
        *_reached(registry, organisation),
        *_belonging(registry, organisation),
        *_work(registry, organisation),
        (_("Meetings"), few(meeting.line for meeting in meetings)),
        (_("Agreed and open"), few(action_line(registry, *pair, named=False) for pair in actions)),
        (_("Confirmed"), _confirmed(registry, organisation)),
        (_("Notes"), joined([organisation.notes and " ".join(organisation.notes.split())])),
        (_("Referred to in"), referring_lines(references)),
    ]
    data = {
        **plain(organisation),
        "invitations_to": [_recipient_data(receiver) for receiver in _receivers(registry, organisation)],
        "meetings": [meeting.data for meeting in meetings],
        "open_actions": [action_data(*pair) for pair in actions],
        "referred_to": references,
    }
    files = registry.files["organisations", organisation.id]
    return Overview(
        "organisation", organisation.id, organisation.name, _summary(organisation), facts, files, data
    )


def _summary(organisation: Organisation) -> str:
    founded = _("founded {day}").format(day=day(organisation.founded)) if organisation.founded else None
    gone = _("dissolved {day}").format(day=day(organisation.dissolved)) if organisation.dissolved else None
    register = " ".join(p for p in (organisation.register_court, organisation.register_number) if p)
    status = gone or label(organisation.status)
    parts = (label(organisation.kind), status, organisation.legal_form, register, founded)
    return " · ".join(part for part in parts if part)


def _identity(organisation: Organisation) -> Iterator[Fact]:
    yield _("Also known as"), joined(organisation.also_known_as, "; ")
    yield _("Former ids"), joined(organisation.former_ids)


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
    return _("{channel} to {name}: {way} ({language})").format(
        channel=label(recipient.channel),
        name=_receiver_name(recipient) or _("the organisation"),
        way=_way(recipient),
        language=language_name(recipient.language),
    )


def _recipient_data(recipient: Recipient) -> dict[str, str | None]:
    return {
        "contact": _receiver_name(recipient),
        "channel": recipient.channel.value,
        "to": _way(recipient),
        "language": recipient.language,
    }


def _receiver_name(recipient: Recipient) -> str | None:
    return (recipient.contact.name or recipient.contact.role) if recipient.contact else None


def _way(recipient: Recipient) -> str | None:
    return {
        Channel.EMAIL: recipient.email,
        Channel.POST: address_line(recipient.address),
        Channel.PHONE: recipient.phone,
    }[recipient.channel]


def _contact(registry: Registry, contact: Contact) -> str:
    over = None if is_current(registry, contact) else _("until {day}").format(day=day(contact.until))
    named = (contact.name, contact.role)
    reached = (contact.email, contact.phone, contact.mobile, address_line(contact.address))
    return " · ".join(part for part in (*named, *reached, over) if part)


def _belonging(registry: Registry, organisation: Organisation) -> Iterator[Fact]:
    settings = registry.settings
    memberships = (
        (
            settings.networks[m.network].name if m.network in settings.networks else m.network,
            span(m.since, m.until),
        )
        for m in organisation.networks
    )
    yield _("Networks"), [f"{name}, {time}" if time else name for name, time in memberships]
    yield _("Member of"), joined((name_of(registry, name) for name in organisation.member_of), "; ")
    yield _("Members"), joined((o.name for o in _members(registry, organisation)), "; ")
    yield _("Part of"), joined([organisation.part_of and name_of(registry, organisation.part_of)])
    yield (
        _("Goes on as"),
        joined([organisation.succeeded_by and name_of(registry, organisation.succeeded_by)]),
    )


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
        few(
            " · ".join(p for p in (x.title, span(x.since, x.until), x.funding) if p)
            for x in organisation.projects
        ),
    )


def _offer(registry: Registry, offer: Offer) -> str:
    about = [
        ", ".join(term_name(registry, vocabulary, term) for term in getattr(offer, vocabulary))
        for vocabulary in ("focus_areas", "target_groups", "districts")
    ]
    return " · ".join(part for part in (offer.title, *about, span(offer.since, offer.until)) if part)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """An organisation's part in an event."""

    event: Event
    present: int
    registered: int
    apologies: bool

    @property
    def line(self) -> str:
        return f"{event_line(self.event)}: {self._told()}"

    def _told(self) -> str:
        if self.present:
            return people(self.present)
        if self.apologies:
            return _("apologies")
        registered = _("{people} registered").format(people=people(self.registered))
        return (
            _("{told}, nobody came").format(told=registered)
            if self.event.status is EventStatus.HELD
            else registered
        )

    @property
    def data(self) -> dict[str, object]:
        told = {"present": self.present, "registered": self.registered, "apologies": self.apologies}
        return {"event": self.event.id, "date": str(self.event.date), **told}


def _meetings(registry: Registry, organisation: Organisation) -> list[_Meeting]:
    """Events that it came to, sent apologies to, or has registered for, the latest first."""
    events = sorted(registry.events.values(), key=lambda event: event.date.first, reverse=True)
    meetings = (_meeting(event, organisation.id) for event in events)
    return [meeting for meeting in meetings if meeting.present or meeting.registered or meeting.apologies]


def _meeting(event: Event, identifier: str) -> _Meeting:
    return _Meeting(
        event,
        present=sum(party.count for party in event.attendance if party.organisation == identifier),
        registered=sum(party.count for party in event.registrations if party.organisation == identifier),
        apologies=identifier in event.apologies,
    )


def _confirmed(registry: Registry, organisation: Organisation) -> list[str]:
    if organisation.verified is None:
        return [_("never")]
    days = (registry.today - organisation.verified).days
    ago = ngettext("{count} day ago", "{count} days ago", days).format(count=days)
    return [f"{day(organisation.verified)} ({ago})" if days > 0 else day(organisation.verified)]
