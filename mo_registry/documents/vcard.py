"""Contacts for address books: vCard 4.0 (RFC 6350).

Only what is in a `Card` is written; whoever makes one has asked whether it may be disclosed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from mo_registry.documents.formats import country_name, plain_phone
from mo_registry.documents.letter import street_or_box
from mo_registry.documents.slots import clean
from mo_registry.model.part import Address

LONGEST_LINE = 75
"""Bytes of a line; a longer one goes on in the next, behind a space (RFC 6350, 3.2)."""


@dataclass(frozen=True, slots=True)
class Card:
    """What an address book gets of a contact, or of an organisation without one.

    Attributes:
        organisation: its name.
        identifier: what the card is known by; the same card keeps it.
        family, given, title: the parts of a person's name.
        day: the day of the list.
        languages: what is spoken in the organisation.
    """

    organisation: str
    identifier: str
    day: date
    family: str = ""
    given: str = ""
    title: str = ""
    role: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: Address | None = None
    website: str = ""
    languages: tuple[str, ...] = ()

    @property
    def person(self) -> str:
        """The person's name in full; empty where none is told."""
        return " ".join(part for part in (self.title, self.given, self.family) if part)

    @property
    def is_person(self) -> bool:
        """Whether it is a person's, be it one who is known by a function only."""
        return bool(self.person or self.role)


def render(cards: Iterable[Card]) -> bytes:
    """The cards as one file."""
    return "".join(_folded(line) for card in cards for line in _lines(card)).encode()


def _lines(card: Card) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"UID:urn:uuid:{uuid5(NAMESPACE_URL, f'mo-registry:{card.identifier}')}"
    yield f"KIND:{'individual' if card.is_person else 'org'}"
    yield f"FN:{_text(card.person or ' – '.join(filter(None, (card.organisation, card.role))))}"
    if card.person:
        yield f"N:{_text(card.family)};{_text(card.given)};;{_text(card.title)};"
    yield f"ORG:{_text(card.organisation)}"
    yield from (f"{name}:{value}" for name, value in _values(card) if value)
    yield f"REV:{card.day:%Y%m%d}T000000Z"
    yield "END:VCARD"


def _values(card: Card) -> Iterator[tuple[str, str]]:
    yield "ROLE", _text(card.role)
    for number in card.phones:
        yield from _phone(number)
    yield from (("EMAIL", _text(email)) for email in card.emails)
    if card.address:
        yield "ADR", _address(card.address)
    yield "URL", _uri(card.website)
    # What is spoken in an organisation says nothing about a person: it could be taken for where somebody is from.
    if not card.is_person:
        yield from (("LANG", _text(language)) for language in card.languages)


def _phone(number: str) -> Iterator[tuple[str, str]]:
    """A number that can be called from anywhere, or else as it stands."""
    international = plain_phone(number, abroad=True) if number else ""
    digits = "".join(character for character in international if character in "+0123456789")
    if digits.startswith("+"):
        yield "TEL;VALUE=uri", f"tel:{digits}"
    else:
        yield "TEL", _text(number)


def _address(address: Address) -> str:
    care_of = f"c/o {address.care_of}" if address.care_of else ""
    street = street_or_box(address)
    country = country_name(address.country or "") if address.is_foreign else ""
    parts = ("", care_of, street, address.city or "", "", address.postal_code or "", country)
    return ";".join(map(_text, parts)) if any(parts) else ""


def _text(value: str) -> str:
    r"""A text as a value: ``\``, ``,``, ``;`` and line breaks would otherwise end it (RFC 6350, 3.4)."""
    for sign in "\\,;":
        value = value.replace(sign, f"\\{sign}")
    return "\\n".join(clean(value).replace("\t", " ").splitlines())


def _uri(address: str) -> str:
    return "".join(clean(address).split())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, no character parted."""
    found, size = [], 0
    for character in line:
        size += len(character.encode())
        if size > LONGEST_LINE:
            found.append("\r\n ")
            size = 1 + len(character.encode())
        found.append(character)
    return "".join(found) + "\r\n"
