"""One row of a table to the values of an organisation, with notes on everything that was not plain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mo_registry.finding import Key, Keys
from mo_registry.i18n import _
from mo_registry.importing import addresses, days, mailboxes, persons, phones, words
from mo_registry.importing.cells import Cell, Nature
from mo_registry.importing.columns import Column
from mo_registry.importing.notes import Notes
from mo_registry.importing.table import Row
from mo_registry.importing.words import Words
from mo_registry.model.organisation import Contact, Organisation
from mo_registry.model.part import Address
from mo_registry.yamlfile import Data

_SPACED_FORM = re.compile(r"\be\.\s+V\.(?=\s|$)")
_LIST = re.compile(r"\s*[;\n]\s*")
_LOST = "\ufffd"
_CONTACT_ORDER = list(Contact.model_fields)
_ADDRESS_ORDER = list(Address.model_fields)
ORDER = list(Organisation.model_fields)
"""The keys of an organisation in the order of its file."""

Values = dict[str, Data]


@dataclass(slots=True)
class Reading:
    """What a row says."""

    row: int
    identifier: str | None = None
    values: Values = field(default_factory=dict)
    """As plain data of an organisation's file; what the row does not say is not there."""
    origins: dict[Keys, Cell] = field(default_factory=dict)
    """Of each value its cell."""
    notes: Notes = field(default_factory=Notes)

    @property
    def name(self) -> str:
        """The organisation's name; empty where the row says none."""
        name = self.values.get("name")
        return name if isinstance(name, str) else ""

    def cell(self, keys: Keys) -> Cell | None:
        """The cell that a value comes from, or the part that it is in."""
        for length in range(len(keys), 0, -1):
            if found := self.origins.get(keys[:length]):
                return found
            inner = (cell for way, cell in self.origins.items() if way[:length] == keys[:length])
            if found := next(inner, None):
                return found
        return None


def read(row: Row, columns: Sequence[Column], known: Words, networks: Sequence[str] = ()) -> Reading:
    """Read a row.

    Args:
        row: what stands in it.
        columns: what its columns hold.
        known: what words stand for.
        networks: networks that every organisation of the table belongs to.
    """
    reader = _Reader(Reading(row.number), known)
    for column in columns:
        cell = row.cells.get(column.index)
        if column.target is not None and cell is not None:
            reader.take(column, cell)
    reader.finish(networks)
    return reader.reading


@dataclass(slots=True)
class _Reader:
    """A row while it is read; what depends on several cells is settled at the end."""

    reading: Reading
    known: Words
    flat: dict[Keys, Data] = field(default_factory=dict)
    more_phones: list[tuple[str, Cell]] = field(default_factory=list)
    more_emails: list[tuple[str, Cell]] = field(default_factory=list)

    @property
    def notes(self) -> Notes:
        return self.reading.notes

    def take(self, column: Column, cell: Cell) -> None:
        target = column.target
        if target is None:
            return None
        for repair in cell.repairs:
            self.notes.repaired(cell, repair)
        if words.says_nothing(cell):
            message = _("“{text}” is taken for an empty cell")
            return self.notes.repaired(cell, message.format(text=cell.text))
        if self._is_usable(cell, target.key):
            self._read(target.key, target.within, cell)
        return None

    def _is_usable(self, cell: Cell, key: str) -> bool:
        if cell.nature is Nature.ERROR:
            self.notes.doubt(cell, _("a formula has failed here: {text}").format(text=cell.text))
        elif cell.nature is Nature.UNKNOWN:
            message = _("the file does not hold the result of a formula; open it in Excel and save it again")
            self.notes.doubt(cell, message)
        elif _LOST in cell.text:
            self.notes.doubt(cell, _("in “{text}” a letter was lost before").format(text=cell.text))
        elif cell.nature is Nature.DATE and key not in _DATED:
            message = _("here stands the day {text}; a spreadsheet has made it of something else")
            self.notes.doubt(cell, message.format(text=cell.text))
        else:
            return True
        return False

    def _read(self, key: str, within: Keys, cell: Cell) -> None:
        if key == "id":
            self.reading.identifier = cell.text
        elif within[:1] == ("contacts",):
            self._read_contact(key, within, cell)
        elif key in _PARTS:
            self._put_all(("address",), _PARTS[key](cell, self.notes), cell)
        elif key in _LISTED:
            self._put((key,), [*self.known.all(key, cell, self.notes)], cell)
        elif key in ("phone", "email"):
            self._read_reachable(key, cell)
        else:
            value = self._single(key, cell)
            self._put((*within, key), value, cell)

    def _single(self, key: str, cell: Cell) -> Data | None:
        if key in ("kind", "status"):
            return self.known.one(key, cell, self.notes)
        if key == "also_known_as":
            return [part for part in _LIST.split(cell.text) if part]
        if key == "notes":
            return cell.text
        return _TEXTS.get(key, _line)(cell, self.notes)

    def _read_contact(self, key: str, within: Keys, cell: Cell) -> None:
        if key in ("name", "salutation"):
            read_name = persons.name if key == "name" else persons.salutation
            self._put_all(within, read_name(cell, self.notes), cell)
        elif key in ("phone", "mobile"):
            self._put_first((*within, key), phones.numbers(cell, self.notes), cell, self.more_phones)
        elif key == "email":
            self._put_first((*within, key), mailboxes.addresses(cell, self.notes), cell, self.more_emails)
        elif key == "language":
            self._put((*within, key), self.known.one("languages", cell, self.notes), cell)
        else:
            self._put((*within, key), _TEXTS.get(key, _line)(cell, self.notes), cell)

    def _read_reachable(self, key: str, cell: Cell) -> None:
        if key == "phone":
            self._put_first((key,), phones.numbers(cell, self.notes), cell, self.more_phones)
        else:
            self._put_first((key,), mailboxes.addresses(cell, self.notes), cell, self.more_emails)

    def _put_first(self, keys: Keys, found: Sequence[str], cell: Cell, more: list[tuple[str, Cell]]) -> None:
        for value in found[:1]:
            self._put(keys, value, cell)
        more += [(value, cell) for value in found[1:]]

    def _put(self, keys: Keys, value: Data | None, cell: Cell) -> None:
        if not value:
            return None
        if self.flat.setdefault(keys, value) != value:
            message = _("“{text}” contradicts “{other}” in {cell}")
            other = self.reading.origins[keys].address
            first = self.flat[keys]
            return self.notes.doubt(cell, message.format(text=_told(value), other=_told(first), cell=other))
        self.reading.origins.setdefault(keys, cell)
        return None

    def _put_all(self, within: Keys, values: Mapping[str, str], cell: Cell) -> None:
        for key, value in values.items():
            self._put((*within, key), value, cell)

    # What depends on several cells ---------------------------------------------------------------------

    def finish(self, networks: Iterable[str]) -> None:
        self._settle_address()
        self._settle_more()
        self._settle_networks(networks)
        self.reading.values = self._assembled()

    def _settle_address(self) -> None:
        number = self.flat.pop(("address", "number"), None)
        way: Keys = ("address", "street")
        if isinstance(number, str):
            cell = self.reading.origins.pop(("address", "number"))
            if isinstance(street := self.flat.get(way), str):
                self.flat[way] = f"{street} {number}"
            else:
                self.notes.doubt(cell, _("a house number without a street"))
        code, country = self.flat.get(("address", "postal_code")), self.flat.get(("address", "country"))
        if isinstance(code, str):
            cell = self.reading.origins["address", "postal_code"]
            said = country if isinstance(country, str) else None
            self.flat["address", "postal_code"] = addresses.postal_code(code, said, cell, self.notes)

    def _settle_more(self) -> None:
        """Further numbers and addresses go to the person in the same row who has none."""
        for number, cell in self.more_phones:
            self._give_to_contact("mobile" if phones.is_mobile(number) else "phone", number, cell)
        for address, cell in self.more_emails:
            self._give_to_contact("email", address, cell)
        for key in ("phone", "mobile"):
            self._take_from_nobody(("contacts", 0, key))

    def _take_from_nobody(self, way: Keys) -> None:
        """A number in a column for people is the organisation's where the row names nobody."""
        alone = [other for other in self.flat if other[:2] == way[:2]] == [way]
        if alone and ("phone",) not in self.flat:
            cell = self.reading.origins.pop(way)
            self._put(("phone",), self.flat.pop(way), cell)
            self.notes.ask(cell, _("there is no person in this row: taken as the organisation's telephone"))

    def _give_to_contact(self, key: str, value: str, cell: Cell) -> None:
        indices = sorted({way[1] for way in self.flat if way[0] == "contacts"}, key=str)
        for index in indices:
            way: Keys = ("contacts", index, key)
            if self.flat.get(way) == value:
                return None
            if way not in self.flat:
                name = self._contact_name(index)
                message = _("the cell holds several; {value} goes to {name}")
                self.notes.repaired(cell, message.format(value=value, name=name))
                return self._put(way, value, cell)
        message = _("the cell holds several, and there is nobody for {value}: give it a column of its own")
        return self.notes.doubt(cell, message.format(value=value))

    def _contact_name(self, index: Key) -> str:
        parts = (self.flat.get(("contacts", index, key)) for key in ("given", "family", "role"))
        return " ".join(part for part in parts if isinstance(part, str)) or _("the contact")

    def _settle_networks(self, networks: Iterable[str]) -> None:
        since = self.flat.pop(("networks", "since"), None)
        origin = self.reading.origins.pop(("networks", "since"), None)
        listed = self.flat.pop(("networks",), None)
        named = [*dict.fromkeys([*(listed if isinstance(listed, list) else ()), *networks])]
        if since and not named:
            message = _("since when, but not in which network: say it with --network")
            self.notes.doubt(origin, message)
        if named:
            dated: Values = {"since": since} if since else {}
            self.flat["networks",] = [{"network": name, **dated} for name in named]
            if origin:
                self.reading.origins.setdefault(("networks",), origin)

    def _assembled(self) -> Values:
        values: Values = {}
        contacts: dict[Key, Values] = {}
        address: Values = {}
        for way, value in self.flat.items():
            match way:
                case ("contacts", index, str(key)):
                    contacts.setdefault(index, {})[key] = value
                case ("address", str(key)):
                    address[key] = value
                case (str(key),):
                    values[key] = value
        if address:
            values["address"] = _ordered(address, _ADDRESS_ORDER)
        people = [contacts[index] for index in sorted(contacts, key=str)]
        self._drop_empty_people(people)
        if people:
            values["contacts"] = [_ordered(person, _CONTACT_ORDER) for person in people]
        self._renumber(sorted(contacts, key=str))
        return _ordered(values, ORDER)

    def _drop_empty_people(self, people: list[Values]) -> None:
        """A salutation or a title alone is nobody."""
        people[:] = [person for person in people if {*person} - {"salutation", "title", "language", "since"}]

    def _renumber(self, indices: Sequence[Key]) -> None:
        """Let the origins count contacts as the values do: without gaps."""
        places = {index: place for place, index in enumerate(indices)}
        self.reading.origins = {
            (("contacts", places.get(way[1], way[1]), *way[2:]) if way[0] == "contacts" else way): cell
            for way, cell in self.reading.origins.items()
        }


def _ordered(values: Values, order: Sequence[str]) -> Values:
    return {key: values[key] for key in order if key in values}


def _told(value: Data) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value))


def _line(cell: Cell, notes: Notes) -> str:
    """A text in one line."""
    if "\n" not in cell.text:
        return cell.text
    text = " ".join(cell.text.split("\n"))
    notes.repaired(cell, _("several lines are written as one: {text}").format(text=text))
    return text


def _name(cell: Cell, notes: Notes) -> str:
    text = _line(cell, notes)
    tidy = _SPACED_FORM.sub("e.V.", text)
    if tidy != text:
        notes.repaired(cell, _("“{text}” is written as {tidy}").format(text=text, tidy=tidy))
    return tidy


_Read = Callable[[Cell, Notes], "str | None"]
_TEXTS: dict[str, _Read] = {
    "name": _name,
    "legal_form": words.legal_form,
    "founded": days.partial_day,
    "since": days.partial_day,
    "verified": days.partial_day,
    "website": mailboxes.website,
}
_PARTS: dict[str, Callable[[Cell, Notes], Mapping[str, str]]] = {
    "address": addresses.whole,
    "street": addresses.street,
    "place": addresses.place,
    "country": addresses.country,
}
_DATED = frozenset(("founded", "since", "verified", "notes", "street", "address"))
"""Keys under which a day is no surprise, or is judged where the key is read."""
_LISTED = frozenset(("languages", "networks", "member_of", *words.VOCABULARIES))
