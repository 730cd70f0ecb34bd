"""Business letters to DIN 5008: address field, information block, salutation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mo_registry.documents.formats import country_name
from mo_registry.i18n import _
from mo_registry.model import Contact
from mo_registry.model.organisation import Salutation
from mo_registry.model.part import Address

ADDRESS_LINES = 6
"""Lines of the address zone: 27.3 mm (DIN 5008:2020, 9.1)."""
INFORMATION = (
    "your_reference", "your_message", "our_reference", "our_message",
    "name", "room", "phone", "fax", "email", "date",
)  # fmt: skip
"""The lines of the information block, in the order of DIN 5008."""
SEPARATOR = " · "

_SALUTATIONS = frozenset(Salutation)
_BOX = re.compile(r"^(?:Postfach|PF|P\.?\s?O\.?\s?Box)\b[.:]?\s*(?=\S)", re.IGNORECASE)
# The post of the country that a letter is posted in reads its address, whatever the letter's language.
_FORMS_OF_ADDRESS = {"ms": "Frau", "mr": "Herrn"}


class TooManyAddressLines(Exception):
    """An address does not fit into the address field."""

    def __init__(self, lines: Iterable[str], needed: int) -> None:
        super().__init__(needed)
        self.lines = tuple(lines)
        self.needed = needed
        """How many lines it takes, long ones counting twice."""

    def __str__(self) -> str:
        return _("the address takes {needed} lines, and the address field of a letter has {count}").format(
            needed=self.needed, count=ADDRESS_LINES
        )


def address_lines(
    organisation: str, address: Address | None = None, person: Contact | None = None
) -> tuple[str, ...]:
    """The lines of the address field, from the receiver to the country.

    The organisation stands first, so that its office may open the letter. A form of address stands before
    a name only where the person has told it; a function stands in for a name. There are no blank lines.

    Raises:
        TooManyAddressLines: the field has six lines.
    """
    to = address or Address()
    city = (to.city or "").upper() if to.is_foreign else to.city
    lines = (
        organisation,
        to.department,
        _named(person) if person else "",
        f"c/o {to.care_of}" if to.care_of else "",
        street_or_box(to),
        " ".join(part for part in (to.postal_code, city) if part),
        country_name(to.country or "").upper() if to.is_foreign else "",
    )
    found = tuple(dict.fromkeys(line for line in lines if line))
    if len(found) > ADDRESS_LINES:
        raise TooManyAddressLines(found, len(found))
    return found


def _named(person: Contact) -> str:
    form = _FORMS_OF_ADDRESS.get(person.salutation or "", "")
    return " ".join(part for part in (form, person.name) if part) if person.name else person.role or ""


def return_line(organisation: str, address: Address | None) -> str:
    """The small line above the address, for letters that come back."""
    return SEPARATOR.join((organisation, *street_and_place(address)))


def street_and_place(address: Address | None) -> tuple[str, ...]:
    """Street or box, and postal code with place: what is known of them."""
    if address is None:
        return ()
    place = " ".join(part for part in (address.postal_code, address.city) if part)
    return tuple(part for part in (street_or_box(address), place) if part)


def street_or_box(address: Address) -> str:
    """Where in a place it is; “Postfach” stands before the number of a box once, also if the entry says it."""
    if not address.po_box:
        return address.street or ""
    return f"Postfach {_BOX.sub('', address.po_box)}"


def salutation(
    person: Contact | None, words: Mapping[str, str], everybody: str = "", *, speaks: bool = True
) -> str:
    """The line with which a letter begins, as ``Sehr geehrte Frau Dr. X,``.

    Args:
        person: whom the letter goes to; where nobody is named, everybody is greeted.
        words: the language's: ``salutation_ms``, ``salutation_mr``, ``salutation_neutral`` with
            ``{name}``, and ``salutation_everybody``.
        everybody: the network's own greeting, instead of the last one.
        speaks: whether the words are in the letter's own language. Where they are not, nobody is addressed
            half in one language and half in another: everybody is greeted as `everybody` says, or else the
            person without a form of address.
    """
    chosen = person.salutation if person else None
    if person and chosen and chosen not in _SALUTATIONS:
        return _with_comma(chosen)
    if person is None or not (person.family or person.given) or (everybody and not speaks):
        return _with_comma(everybody or words["salutation_everybody"])
    if speaks and chosen in _FORMS_OF_ADDRESS and person.family:
        name = " ".join(part for part in (person.title, person.family) if part)
        return words[f"salutation_{chosen}"].replace("{name}", name)
    return words["salutation_neutral"].replace("{name}", person.name)


def _with_comma(line: str) -> str:
    line = line.rstrip()
    return line if line[-1:] in ",،!" else f"{line},"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter has around its text.

    Attributes:
        form: ``A`` or ``B`` of DIN 5008.
        sender: the lines of the letterhead; the first is the largest.
        return_line: see `return_line`.
        address: see `address_lines`; at most six.
        information: label and value; the address is a link where it is one.
        day: its date, as the head of its second page says it.
        signature: name and function under the greeting.
        enclosures: what comes with it.
        copies: who else gets it.
    """

    address: tuple[str, ...] = ()
    form: str = "B"
    sender: tuple[str, ...] = ()
    return_line: str = ""
    information: tuple[tuple[str, str], ...] = ()
    day: str = ""
    closing: str = ""
    signature: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.address) > ADDRESS_LINES:
            raise TooManyAddressLines(self.address, len(self.address))


def information_block(
    values: Mapping[str, str | None], words: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """The information block's lines in the order of DIN 5008; what has no value is left out."""
    return tuple((words[key], value) for key in INFORMATION if (value := values.get(key)))
