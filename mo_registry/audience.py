"""Who is invited to an event, and how each is written to: everybody accounted for.

An invitation is official correspondence of the office that invites. Where a person may not or cannot be
written to, it goes to the organisation itself, never to nobody; where that fails too, the run says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mo_registry.i18n import _
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.event import Audience as EventAudience
from mo_registry.model.organisation import Channel, Mailing, Status
from mo_registry.model.part import Address
from mo_registry.model.scalars import PartialDate
from mo_registry.names import organisation_order
from mo_registry.registry import Registry

_NEXT_BEST = (Channel.EMAIL, Channel.POST, Channel.PHONE)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One who gets an invitation: a contact of an organisation, or the organisation itself."""

    organisation: Organisation
    contact: Contact | None
    channel: Channel
    language: str

    @property
    def address(self) -> Address | None:
        """Where a letter goes: the person's own address, else the organisation's."""
        return _postal(self.organisation, self.contact)

    @property
    def email(self) -> str | None:
        """Where an e-mail goes."""
        return (self.contact.email if self.contact else None) or self.organisation.email

    @property
    def phone(self) -> str | None:
        """Where a call goes."""
        own = (self.contact.phone or self.contact.mobile) if self.contact else None
        return own or self.organisation.phone


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An organisation of the audience that gets nothing, and the reason in words."""

    organisation: Organisation
    reason: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody whom an event concerns: `organisations` is the sum of those written to and those left out."""

    organisations: tuple[Organisation, ...]
    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOut, ...]


def invited(registry: Registry, event: Event) -> Audience:
    """Who is invited to the event: members of its audience's networks on its day, kinds, single ones.

    An event that names nobody invites the standing audience of its network, which is its members where the
    settings say nothing else.

    Organisations are in the order of DIN 5007-1. An organisation that the event excepts is left out, with
    that reason; one that no rule of the audience names is not in it at all.
    """
    audience = _audience_of(registry, event)
    chosen = sorted(_chosen(registry, audience, event.date), key=lambda o: organisation_order(o.order_name))
    recipients: list[Recipient] = []
    left_out: list[LeftOut] = []
    for organisation in chosen:
        reason = _excluded(event, audience, organisation)
        receivers = [] if reason else list(receivers_of(registry, organisation, Mailing.INVITATION))
        recipients += receivers
        if not receivers:
            reason = reason or _("no address, e-mail address or telephone number")
            left_out.append(LeftOut(organisation, reason))
    return Audience(tuple(chosen), tuple(recipients), tuple(left_out))


def receivers_of(registry: Registry, organisation: Organisation, mailing: Mailing) -> Iterator[Recipient]:
    """Who receives a mailing for an organisation; nobody if there is no way to reach anybody.

    The contacts that are to receive it, else the first contact that receives all, else the organisation.
    """
    found = False
    for contact in _contacts(registry, organisation, mailing):
        if recipient := _reached(registry, organisation, contact):
            found = True
            yield recipient
    if not found and (recipient := _reached(registry, organisation, None)):
        yield recipient


def is_current(registry: Registry, contact: Contact) -> bool:
    """Whether the contact still speaks for the organisation."""
    return contact.until is None or contact.until.last >= registry.today


def _audience_of(registry: Registry, event: Event) -> EventAudience:
    network = registry.settings.networks.get(event.network or "")
    if not event.audience.is_empty or network is None:
        return event.audience
    if network.audience.is_empty:
        return EventAudience.model_validate({"networks": [event.network], "except": event.audience.excluded})
    return network.audience


def _chosen(registry: Registry, audience: EventAudience, on: PartialDate) -> Iterator[Organisation]:
    for organisation in registry.organisations.values():
        if (
            organisation.id in audience.organisations
            or any(organisation.belongs_to(network, on) for network in audience.networks)
            or (organisation.kind in audience.kinds and organisation.status is Status.ACTIVE)
        ):
            yield organisation


def _excluded(event: Event, audience: EventAudience, organisation: Organisation) -> str:
    if organisation.id in {*event.audience.excluded, *audience.excluded}:
        return _("excepted in the event")
    if organisation.status is Status.DISSOLVED or (
        organisation.dissolved and organisation.dissolved.last < event.date.first
    ):
        return _("dissolved")
    if organisation.status is Status.DORMANT and organisation.id not in audience.organisations:
        return _("dormant, and not invited by name")
    return ""


def _contacts(registry: Registry, organisation: Organisation, mailing: Mailing) -> list[Contact]:
    current = [contact for contact in organisation.contacts if is_current(registry, contact)]
    named = [contact for contact in current if contact.receives and mailing in contact.receives]
    return named or [contact for contact in current if contact.receives is None][:1]


def _reached(registry: Registry, organisation: Organisation, contact: Contact | None) -> Recipient | None:
    language = (contact.language if contact else None) or registry.settings.language
    wished = contact.channel if contact else None
    for channel in (wished, *_NEXT_BEST):
        if channel is not None:
            recipient = Recipient(organisation, contact, channel, language)
            way = {
                Channel.EMAIL: recipient.email,
                Channel.POST: recipient.address,
                Channel.PHONE: recipient.phone,
            }
            if way[channel]:
                return recipient
    return None


def _postal(organisation: Organisation, contact: Contact | None) -> Address | None:
    for address in (contact.address if contact else None, organisation.address):
        if address and address.is_complete:
            return address
    return None
