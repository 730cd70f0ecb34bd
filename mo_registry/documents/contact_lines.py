"""Who stands in a contact list, and what those who read it may see: the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mo_registry.audience import is_current
from mo_registry.documents.fields import address_block
from mo_registry.model import Contact, Organisation
from mo_registry.model.organisation import SharedField, Status
from mo_registry.model.part import Address
from mo_registry.model.scalars import PartialDate
from mo_registry.names import organisation_order
from mo_registry.registry import Registry

FULL = frozenset(SharedField)
Allowed = tuple[Contact, frozenset[SharedField]]
"""A contact and what may be shown of it."""


class Readers(StrEnum):
    """Who a list is for; what it discloses depends on it."""

    INTERNAL = "internal"
    NETWORK = "network"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation of a list with the contacts that speak for it now."""

    organisation: Organisation
    number: int
    """Where it stands in the list, from 1."""
    readers: Readers
    contacts: tuple[Allowed, ...]

    @property
    def shown(self) -> int:
        """Of how many contacts something is shown."""
        return sum(bool(held(contact) & fields) for contact, fields in self.contacts)

    @property
    def withheld(self) -> int:
        """Of how many contacts something is not shown, because they have not agreed to it."""
        return sum(bool(held(contact) - fields) for contact, fields in self.contacts)

    def expired(self, day: date) -> int:
        """Of how many contacts something is not shown, because their consent is over on that day."""
        withheld = (contact for contact, fields in self.contacts if held(contact) - fields)
        return sum(contact.share.disclosing and contact.share.expired(day) for contact in withheld)

    def lines(self) -> Iterator[Line]:
        """A line for every contact of which something is shown; else one for the organisation alone."""
        shown: list[tuple[Contact | None, frozenset[SharedField]]] = [
            (contact, fields) for contact, fields in self.contacts if held(contact) & fields
        ]
        for index, (contact, fields) in enumerate(shown or [(None, frozenset())]):
            yield Line(self.organisation, self.number, contact, fields, self.readers, first=index == 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: an organisation with one of its contacts, or with none."""

    organisation: Organisation
    number: int
    contact: Contact | None
    fields: frozenset[SharedField]
    readers: Readers
    first: bool
    """Whether it is the organisation's first line: what concerns the organisation stands in this one."""

    @property
    def name(self) -> str:
        """The contact's name, as far as it may be shown."""
        return self.contact.name if self.contact and SharedField.NAME in self.fields else ""

    @property
    def role(self) -> str:
        """What the contact does in the organisation, as far as it may be shown."""
        return (self.contact.role or "") if self.contact and SharedField.ROLE in self.fields else ""

    @property
    def phones(self) -> dict[str, str]:
        """All numbers by whose they are: ``general``, ``direct``, ``mobile``; the organisation's first."""
        known = {"general": self.organisation.phone if self.first else None}
        if self.contact and SharedField.PHONE in self.fields:
            known |= {"direct": self.contact.phone, "mobile": self.contact.mobile}
        return _different(known)

    @property
    def emails(self) -> dict[str, str]:
        """All addresses by whose they are: ``general``, ``direct``; the organisation's first."""
        known = {"general": self.organisation.email if self.first else None}
        if self.contact and SharedField.EMAIL in self.fields:
            known |= {"direct": self.contact.email}
        return _different(known)

    @property
    def address(self) -> Address | None:
        """The contact's own address, else that of the organisation.

        An address at somebody's home (“c/o”) is that person's: members see it with consent only, and it is
        never published.
        """
        may = SharedField.ADDRESS in self.fields
        own = self.contact.address if self.contact and may and address_block(self.contact.address) else None
        found = own or (self.organisation.address if self.first else None)
        if found is None or not found.care_of or self.readers is Readers.INTERNAL:
            return found
        return found if may and self.readers is Readers.NETWORK else None


def entries(registry: Registry, network: str | None, readers: Readers) -> tuple[Entry, ...]:
    """The organisations of a list with their contacts, in order."""
    return tuple(
        Entry(organisation, number, readers, tuple(_allowed(registry, organisation, readers)))
        for number, organisation in enumerate(listed(registry, network), start=1)
    )


def listed(registry: Registry, network: str | None) -> Sequence[Organisation]:
    """The organisations of a list, in the order of DIN 5007-1: those at work, on the day of the list."""
    return _ordered(registry, network, lambda status: status is not Status.DISSOLVED)


def dissolved(registry: Registry, network: str | None) -> Sequence[Organisation]:
    """The organisations that a list leaves out because they have been dissolved, in the same order."""
    return _ordered(registry, network, lambda status: status is Status.DISSOLVED)


def _ordered(
    registry: Registry, network: str | None, wanted: Callable[[Status], bool]
) -> Sequence[Organisation]:
    today = PartialDate(registry.today.year, registry.today.month, registry.today.day)
    found = (
        organisation
        for organisation in registry.organisations.values()
        if wanted(organisation.status) and (network is None or organisation.belongs_to(network, today))
    )
    return sorted(found, key=lambda it: organisation_order(it.order_name))


def disclosed(contact: Contact, readers: Readers, today: date) -> frozenset[SharedField]:
    """What of a contact these readers may see.

    The office sees everything. Others see what the person has agreed to, from the day of the agreement to
    its last day (GDPR Art. 6 (1) a, Art. 7 (1): who discloses must be able to show the agreement).
    """
    if readers is Readers.INTERNAL:
        return FULL
    share = contact.share
    holds = share.consent and share.consent <= today and not share.expired(today)
    return frozenset(share.network if readers is Readers.NETWORK else share.public) if holds else frozenset()


def held(contact: Contact) -> frozenset[SharedField]:
    """What is known of a contact."""
    known = (
        (SharedField.NAME, contact.name),
        (SharedField.ROLE, contact.role),
        (SharedField.EMAIL, contact.email),
        (SharedField.PHONE, contact.phone or contact.mobile),
        (SharedField.ADDRESS, contact.address and address_block(contact.address)),
    )
    return frozenset(field for field, value in known if value)


def _different(known: Mapping[str, str | None]) -> dict[str, str]:
    """What is known, each number or address once."""
    found: dict[str, str] = {}
    for key, value in known.items():
        if value and value not in found.values():
            found[key] = value
    return found


def _allowed(registry: Registry, organisation: Organisation, readers: Readers) -> Iterator[Allowed]:
    """The contacts that speak for the organisation now, with what may be shown of each."""
    for contact in organisation.contacts:
        if is_current(registry, contact):
            yield contact, disclosed(contact, readers, registry.today)
