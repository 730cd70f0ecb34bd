"""Who is invited to an event, and how each is written to: everybody accounted for.

An invitation is official correspondence of the office that invites. Where a person may not or cannot be
written to, it goes to the organisation itself, never to nobody; where that fails too, the run says so.

Once something was sent, the event knows who holds which revision of it. From then on those are addressed who
hold none or an older one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.labels import label
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.event import Audience as EventAudience
from mo_registry.model.event import Dispatch, EventStatus
from mo_registry.model.organisation import Channel, Mailing, Status
from mo_registry.model.part import Address
from mo_registry.model.rules import did_you_mean
from mo_registry.names import organisation_order, search_key
from mo_registry.registry import Registry

_NEXT_BEST = (Channel.EMAIL, Channel.POST, Channel.PHONE)


class Occasion(StrEnum):
    """Why somebody is written to about an event; the later one counts for more."""

    INVITATION = "invitation"
    CHANGE = "change"
    NEW_DATE = "new_date"
    CANCELLATION = "cancellation"

    @property
    def rank(self) -> int:
        """0 for an invitation."""
        return list(Occasion).index(self)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One who gets an invitation: a contact of an organisation, or the organisation itself."""

    organisation: Organisation
    contact: Contact | None
    channel: Channel
    language: str
    occasion: Occasion = Occasion.INVITATION
    others: tuple[Organisation, ...] = ()
    """Further organisations that the same person stands for."""

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """All organisations that are reached so."""
        return (self.organisation, *self.others)

    @property
    def name(self) -> str:
        """Who that is: the person's name, else the function, else nothing."""
        return (self.contact.name or self.contact.role or "") if self.contact else ""

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
    expected: bool = False
    """Whether nobody expects anything to be sent there now: it has it already, or was not asked for."""
    unreachable: bool = False
    """Whether that is for want of any address: whoever knows one can mend it in the organisation's file."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody whom an event concerns: `organisations` is the sum of those written to and those left out."""

    organisations: tuple[Organisation, ...]
    recipients: tuple[Recipient, ...]
    left_out: tuple[LeftOut, ...]
    grounds: Mapping[str, str] = field(default_factory=dict)
    """Of each organisation, by its id, which rule of the audience names it."""

    def counted(self) -> dict[str, int]:
        """How many organisations each rule names; one that several name counts with the first."""
        return dict(Counter(self.grounds.values()))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an audience."""

    organisations: frozenset[str]
    again: bool = False
    """Whether those who hold the event's revision already get it once more."""


def invited(registry: Registry, event: Event, part: Part | None = None) -> Audience:
    """Who is to be written to about an event, each once, and who is not, with the reason.

    Invited are members of its audience's networks on its day, kinds, single ones. An event that names nobody
    invites the standing audience of its network, which is its members where the settings say nothing else.
    Who holds an older revision of the event is told of the new one, whether a rule still invites them or
    not; who holds this one is left out. A cancelled event is called off with those who were invited.

    Organisations are in the order of DIN 5007-1. An organisation that the event excepts is left out, with
    that reason; so is one that organises the event or keeps the registry, unless the audience names it.
    One that no rule of the audience names is not in it at all.

    Args:
        registry: where the event is.
        event: what is invited to.
        part: write to these only.
    """
    circle = _Circle(registry, event, part)
    recipients: list[Recipient] = []
    left_out: list[LeftOut] = []
    for organisation in circle.organisations:
        left = circle.left_out(organisation)
        receivers = [] if left else list(receivers_of(registry, organisation, Mailing.INVITATION))
        occasion = circle.occasion(organisation)
        recipients += [replace(receiver, occasion=occasion) for receiver in receivers]
        if not receivers:
            reason = _("no address, e-mail address or telephone number")
            nowhere = LeftOut(organisation, reason, unreachable=True)
            left_out.append(left or nowhere)
    return Audience(
        circle.organisations, tuple(_each_person_once(recipients)), tuple(left_out), circle.grounds
    )


def part_of(registry: Registry, event: Event, names: Collection[str], network: str | None) -> Part | None:
    """The part of an event's audience that is asked for; None where everybody is.

    Args:
        registry: where the event is.
        event: whose audience it is.
        names: ids of organisations; they are written to once more where that was done before.
        network: only members of this network on the event's day.

    Raises:
        RegistryError: both are given, one of them does not exist, or is not among those who are invited.
    """
    if names and network:
        raise RegistryError(
            _("--to and --network cannot be used together."),
            hint=_("Name the organisations with --to, or a whole network with --network."),
        )
    concerned = _Circle(registry, event).grounds
    if network:
        return _members(registry, event, network, concerned)
    for name in names:
        if name not in concerned:
            raise _not_invited(registry, event, name, concerned)
    return Part(frozenset(names), again=True) if names else None


def organisation_named(registry: Registry, identifier: str, likely: Collection[str] = ()) -> Organisation:
    """The organisation with this id.

    Args:
        registry: where it is.
        identifier: its id.
        likely: ids that are proposed before all others, where there is none of this one.

    Raises:
        RegistryError: there is none.
    """
    if identifier in registry.organisations:
        return registry.organisations[identifier]
    known = registry.declared("organisations")
    raise RegistryError(
        _("There is no organisation “{id}”.").format(id=identifier),
        hint=did_you_mean(identifier, list(likely))
        or did_you_mean(identifier, list(known))
        or _("What there is: mo-registry list organisations"),
    )


def network_named(registry: Registry, identifier: str) -> str:
    """The id of a network, if it is one.

    Raises:
        RegistryError: it is not.
    """
    networks = registry.declared("networks")
    if identifier in networks:
        return identifier
    raise RegistryError(
        _("There is no network “{id}”.").format(id=identifier),
        hint=did_you_mean(identifier, list(networks)) or _("What there is: mo-registry list networks"),
    )


def held_revisions(event: Event) -> dict[str, set[int]]:
    """Of each organisation, by its id, which revisions of the event were sent to it."""
    held: dict[str, set[int]] = {}
    for dispatch in event.dispatched:
        for name in dispatch.recipients:
            held.setdefault(name, set()).add(dispatch.revision)
    return held


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


@dataclass(frozen=True)
class _Circle:
    """Whom an event concerns, and what each is to be told."""

    registry: Registry
    event: Event
    part: Part | None = None

    @cached_property
    def audience(self) -> EventAudience:
        event = self.event
        network = self.registry.settings.networks.get(event.network or "")
        if not event.audience.is_empty or network is None:
            return event.audience
        if network.audience.is_empty:
            members = {"networks": [event.network], "except": event.audience.excluded}
            return EventAudience.model_validate(members)
        return network.audience

    @cached_property
    def held(self) -> dict[str, set[int]]:
        return held_revisions(self.event)

    @cached_property
    def earlier(self) -> dict[str, Dispatch]:
        """Of those who hold an earlier revision, the last of these."""
        return self.event.last_sent(before=self.event.revision)

    @cached_property
    def grounds(self) -> dict[str, str]:
        """The rule that names each organisation, in the order of DIN 5007-1."""
        named = ((self._ground(it), it) for it in self.registry.organisations.values())
        found = [(organisation_order(it.order_name), it.id, ground) for ground, it in named if ground]
        return {identifier: ground for _order, identifier, ground in sorted(found)}

    @cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        return tuple(self.registry.organisations[name] for name in self.grounds)

    def _ground(self, organisation: Organisation) -> str:
        for network in self.audience.networks:
            if organisation.belongs_to(network, self.event.date):
                return network
        if organisation.kind in self.audience.kinds and organisation.status is Status.ACTIVE:
            return label(organisation.kind.value)
        if organisation.id in self.audience.organisations:
            return _("by name")
        return _("holds an earlier invitation") if organisation.id in self.earlier else ""

    def left_out(self, organisation: Organisation) -> LeftOut | None:
        """Why nothing is to be sent there; None if something is."""
        name, event = organisation.id, self.event
        if self.part and name not in self.part.organisations:
            return LeftOut(organisation, _("not asked for in this run"), expected=True)
        if reason := self._excluded(organisation):
            return LeftOut(organisation, reason)
        if self.part and self.part.again:
            return None
        if any(revision >= event.revision for revision in self.held.get(name, ())):
            reason = _("holds revision {revision} already").format(revision=event.revision)
            return LeftOut(organisation, reason, expected=True)
        if event.status is EventStatus.CANCELLED and event.dispatched and name not in self.held:
            return LeftOut(organisation, _("was not invited, so nothing is called off"), expected=True)
        return None

    def _invites(self, name: str) -> bool:
        return name in self.event.organisers or name == self.registry.settings.organisation

    def _excluded(self, organisation: Organisation) -> str:
        if organisation.id in {*self.event.audience.excluded, *self.audience.excluded}:
            return _("excepted in the event")
        if self._invites(organisation.id) and organisation.id not in self.audience.organisations:
            return _("sends the invitations itself")
        if organisation.status is Status.DISSOLVED or (
            organisation.dissolved and organisation.dissolved.last < self.event.date.first
        ):
            return _("dissolved")
        named = organisation.id in self.audience.organisations or organisation.id in self.held
        if organisation.status is Status.DORMANT and not named:
            return _("dormant, and not invited by name")
        return ""

    def occasion(self, organisation: Organisation) -> Occasion:
        """What is to be said to an organisation, seen from what it holds.

        Where nobody has recorded what was sent, nobody knows who holds an earlier invitation: all are told.
        So are those of whom it is not recorded which day they were told.
        """
        event, earlier = self.event, self.earlier.get(organisation.id)
        if event.status is EventStatus.CANCELLED:
            return Occasion.CANCELLATION
        knows_day = earlier.announced == event.date.exact if earlier else bool(event.dispatched)
        if event.moved_from and not knows_day:
            return Occasion.NEW_DATE
        return Occasion.CHANGE if earlier else Occasion.INVITATION


def _members(registry: Registry, event: Event, wanted: str, concerned: Mapping[str, str]) -> Part:
    network_named(registry, wanted)
    members = (name for name in concerned if registry.organisations[name].belongs_to(wanted, event.date))
    if found := frozenset(members):
        return Part(found)
    raise RegistryError(
        _("Nobody who is invited to {event} belongs to {network}.").format(event=event.id, network=wanted),
        hint=_("Who is invited stands in the event under “audience”."),
    )


def _not_invited(registry: Registry, event: Event, name: str, concerned: Mapping[str, str]) -> RegistryError:
    found = organisation_named(registry, name, concerned)
    return RegistryError(
        _("{name} ({id}) is not invited to {event}.").format(name=found.name, id=name, event=event.id),
        hint=_("Add it to the event first: mo-registry set {event} audience.organisations+={id}").format(
            event=event.id, id=name
        ),
    )


def _each_person_once(recipients: Iterable[Recipient]) -> list[Recipient]:
    """The recipients, whoever stands for several organisations being one, at the place of the first."""
    found: list[Recipient] = []
    known: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for recipient in recipients:
        key = _person(recipient)
        same = next((at for at in known[key] if _same_given(found[at], recipient)), None) if key else None
        if same is not None:
            found[same] = _together(found[same], recipient)
            continue
        if key:
            known[key].append(len(found))
        found.append(recipient)
    return found


def _person(recipient: Recipient) -> tuple[str, str] | None:
    """What a person is known by: e-mail address and family name, where both are there."""
    contact = recipient.contact
    name = (contact.family or contact.given) if contact else None
    return (recipient.email.casefold(), search_key(name)) if name and recipient.email else None


def _same_given(one: Recipient, other: Recipient) -> bool:
    """Whether the given names do not speak against it: a couple may share a family name and a mailbox."""
    names = [search_key(it.contact.given or "") if it.contact else "" for it in (one, other)]
    return names[0].startswith(names[1]) or names[1].startswith(names[0])


def _together(one: Recipient, other: Recipient) -> Recipient:
    others = [it for it in other.organisations if it.id not in {known.id for known in one.organisations}]
    told = other.contact.language if other.contact else None
    unsaid = one.contact is None or one.contact.language is None
    return replace(
        one,
        others=(*one.others, *others),
        language=told if told and unsaid else one.language,
        occasion=max(one.occasion, other.occasion, key=lambda it: it.rank),
    )


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
