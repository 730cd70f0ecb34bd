"""Business letters to DIN 5008: address field, information block, salutation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mo_registry.documents.formats import country_name
from mo_registry.i18n import _

ADDRESS_LINES = 6
"""Lines of the address zone: 27.3 mm (DIN 5008:2020, 9.1)."""
RETURN_SEPARATOR = " · "

# The post of the country that a letter is posted in reads its address, whatever the letter's language.
_HERE = frozenset(("", "de", "deu", "deutschland", "germany"))
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


@dataclass(frozen=True, slots=True)
class Person:
    """The person whom a letter goes to.

    Attributes:
        salutation: ``ms``, ``mr``, ``neutral``, nothing, or a whole salutation in words; never guessed.
    """

    given: str = ""
    family: str = ""
    title: str = ""
    salutation: str = ""

    @property
    def name(self) -> str:
        """Title, given and family name."""
        return " ".join(part for part in (self.title, self.given, self.family) if part)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a letter goes. The country is left out at home."""

    organisation: str = ""
    department: str = ""
    care_of: str = ""
    street: str = ""
    po_box: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""

    @property
    def complete(self) -> bool:
        """Whether a letter can arrive: a street or a box, and a place."""
        return bool((self.street or self.po_box) and self.city)


def address_lines(to: Destination, person: Person | None = None) -> tuple[str, ...]:
    """The lines of the address field, from the receiver to the country.

    The organisation stands first, so that its office may open the letter. A form of address stands before
    a name only where the person has told it. There are no blank lines.

    Raises:
        TooManyAddressLines: the field has six lines.
    """
    abroad = to.country.strip().lower() not in _HERE
    city = to.city.upper() if abroad else to.city
    lines = (
        to.organisation,
        to.department,
        _named(person) if person else "",
        f"c/o {to.care_of}" if to.care_of else "",
        f"Postfach {to.po_box}" if to.po_box else to.street,
        f"{to.postal_code} {city}".strip(),
        country_name(to.country).upper() if abroad else "",
    )
    found = tuple(line for line in lines if line)
    if len(found) > ADDRESS_LINES:
        raise TooManyAddressLines(found, len(found))
    return found


def _named(person: Person) -> str:
    form = _FORMS_OF_ADDRESS.get(person.salutation, "")
    return " ".join(part for part in (form, person.name) if part) if person.name else ""


def return_line(organisation: str, to: Destination) -> str:
    """The small line above the address, for letters that come back."""
    place = f"{to.postal_code} {to.city}".strip()
    where = f"Postfach {to.po_box}" if to.po_box else to.street
    return RETURN_SEPARATOR.join(part for part in (organisation, where, place) if part)


def salutation(person: Person | None, words: Mapping[str, str], everybody: str = "") -> str:
    """The line with which a letter begins, as ``Sehr geehrte Frau Dr. X,``.

    Args:
        person: whom the letter goes to; nobody named is greeted as everybody is.
        words: the language's: ``salutation_ms``, ``salutation_mr``, ``salutation_neutral`` with
            ``{name}``, and ``salutation_everybody``.
        everybody: the network's own greeting, instead of the last one.
    """
    if person is None:
        return _with_comma(everybody or words["salutation_everybody"])
    if person.salutation and person.salutation not in ("ms", "mr", "neutral"):
        return _with_comma(person.salutation)
    if not person.family and not person.given:
        return _with_comma(everybody or words["salutation_everybody"])
    formal = person.salutation in ("ms", "mr") and person.family
    name = " ".join(part for part in (person.title, person.family) if part) if formal else person.name
    pattern = words[f"salutation_{person.salutation}" if formal else "salutation_neutral"]
    return pattern.replace("{name}", name)


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
        signature: name and function under the greeting.
        enclosures: what comes with it.
        copies: who else gets it.
    """

    address: tuple[str, ...] = ()
    form: str = "B"
    sender: tuple[str, ...] = ()
    return_line: str = ""
    information: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    signature: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.address) > ADDRESS_LINES:
            raise TooManyAddressLines(self.address, len(self.address))


def information_block(values: Mapping[str, str | None], words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The information block's lines in the order of DIN 5008; what has no value is left out."""
    order = ("your_reference", "your_message", "our_reference", "our_message", "name", "room", "phone", "fax", "email", "date")
    return tuple((words[key], value) for key in order if (value := values.get(key)))
