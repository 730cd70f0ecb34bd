"""A contact list for programs: workbook, .csv, JSON and vCard, with the columns that the template names.

They disclose what the printed list does (see `contact_lines`). In contrast to it, what concerns an organisation
stands in every one of its lines, so that each can be sorted and filtered by itself, and an address is in parts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mo_registry.documents.contact_lines import Line, Readers
from mo_registry.documents.fields import View
from mo_registry.documents.formats import Formats, country_name, plain_phone
from mo_registry.documents.letter import street_or_box
from mo_registry.documents.output import Format
from mo_registry.documents.sheet import Column, Sheet, Value, separated, workbook
from mo_registry.documents.vcard import Card
from mo_registry.documents.vcard import render as cards
from mo_registry.model import Organisation
from mo_registry.model.part import Address

PARTS = ("care_of", "street", "postal_code", "city", "country")
"""The columns of an address in a workbook."""
PARTS_CSV = ("care_of", "street", "place", "country")
"""And in .csv: Excel would take a postal code by itself for a number, and 01067 would be 1067."""

Tell = Callable[[Line, Address | None], Value]

_WHOLE = ("phone", "postal_code")
_KINDS: dict[str, type[int | date]] = {"number": int, "verified": date}


@dataclass(frozen=True)
class Records:
    """The lines of a list, ready for any program.

    Args:
        lines: one for every contact.
        columns: the headings by the columns' names, in order.
        view: the registry in the list's language.
        formats: how this language writes things.
        title, about, notice: what the list is called, what is said above it, and who may have it.
        network: whose members are listed, if it is one network's.
    """

    lines: Sequence[Line]
    columns: Mapping[str, str]
    view: View
    formats: Formats
    title: str
    about: tuple[str, ...]
    notice: str
    network: str | None
    readers: Readers

    @property
    def today(self) -> date:
        """The day of the list."""
        return self.view.registry.today

    def content(self, form: Format) -> bytes:
        """The list in a format: .xlsx, .csv, .json or .vcf."""
        match form:
            case Format.EXCEL:
                return workbook(self.sheet(PARTS))
            case Format.CSV:
                return separated(self.sheet(PARTS_CSV))
            case Format.JSON:
                return (json.dumps(self.data(), ensure_ascii=False, indent=2) + "\n").encode()
            case Format.VCARD:
                return cards(map(self.card, self.lines))
        raise ValueError(f"a contact list cannot be written as {form}")

    def sheet(self, parts: Sequence[str]) -> Sheet:
        """The list as a table, without columns that nobody has a value in."""
        words = self.formats.words
        headings: dict[str, str] = {}
        for name, heading in self.columns.items():
            headings.update({part: words[part] for part in parts} if name == "address" else {name: heading})
        cells = [self.cell(name) for name in headings]
        rows = [[cell(line, address) for cell in cells] for line in self.lines for address in (line.address,)]
        used = [i for i in range(len(headings)) if any(row[i] for row in rows)] or list(range(len(headings)))
        names = list(headings)
        return Sheet(
            title=self.title,
            tab=words["contacts"],
            date=self.today,
            columns=tuple(
                Column(headings[names[i]], _KINDS.get(names[i], str), names[i] in _WHOLE) for i in used
            ),
            rows=[[row[i] for i in used] for row in rows],
            formats=self.formats,
            about=(self.title, *self.about, self.notice),
            about_heading=words["about"],
            notice=self.notice,
            page=words["page"],
        )

    def cell(self, name: str) -> Tell:
        """What tells what stands in a column of the table, from a line and the address in it."""
        if name in (*PARTS, *PARTS_CSV):
            return lambda _line, address: _part(name, address)
        known: dict[str, Tell] = {
            "number": lambda line, _address: line.number,
            "role": lambda line, _address: line.role,
            "verified": lambda line, _address: line.organisation.verified,
            "organisation": lambda line, _address: line.organisation.name,
            "contact": lambda line, _address: line.name,
            "phone": lambda line, _address: self._several(line.phones, self.formats.phone),
            "email": lambda line, _address: self._several(line.emails, str),
            "website": lambda line, _address: line.organisation.website or "",
        }
        view, formats = self.view, self.formats
        return known.get(name, lambda line, _address: in_words(name, line.organisation, view, formats))

    def _several(self, values: Mapping[str, str], written: Callable[[str], str]) -> str:
        """All of them; where there are several, each with whose it is."""
        if len(values) < 2:  # noqa: PLR2004
            return "".join(map(written, values.values()))
        return ", ".join(f"{written(value)} ({self.formats.words[key]})" for key, value in values.items())

    def data(self) -> dict[str, Any]:
        """The list as JSON has it; its keys stay as they are, whatever the template calls its columns.

        ``title``, ``date``, ``language``, ``audience``, ``network`` and ``notice`` tell what it is. ``columns`` has
        the headings by the columns' names; every one of ``rows`` has the ``id`` of its organisation and a value
        for each column: texts, ``number`` a number, ``verified`` a day or null, ``languages``, ``focus_areas``,
        ``offers`` and ``districts`` lists of tags, terms or titles, ``address`` its parts or null, ``phone``
        (as it is dialled from abroad) and ``email`` values by whose they are: ``general`` for the
        organisation's own, ``direct`` and ``mobile`` for the contact's.
        """
        return {
            "title": self.title,
            "date": self.today.isoformat(),
            "language": self.formats.language,
            "audience": self.readers.value,
            "network": self.network,
            "notice": self.notice,
            "columns": dict(self.columns),
            "rows": [
                {"id": line.organisation.id, **{name: _datum(name, line) for name in self.columns}}
                for line in self.lines
            ],
        }

    def card(self, line: Line) -> Card:
        """A contact for an address book."""
        organisation, told = line.organisation, self.columns
        contact = line.contact if line.name and "contact" in told else None
        role = line.role if "role" in told else ""
        return Card(
            organisation=organisation.name,
            identifier=f"{organisation.id}/{contact.name if contact else role}",
            day=self.today,
            family=(contact.family or "") if contact else "",
            given=(contact.given or "") if contact else "",
            title=(contact.title or "") if contact else "",
            role=role,
            phones=tuple(line.phones.values()) if "phone" in told else (),
            emails=tuple(line.emails.values()) if "email" in told else (),
            address=line.address if "address" in told else None,
            website=organisation.website or "" if "website" in told else "",
            languages=organisation.languages if "languages" in told else (),
        )


def in_words(name: str, organisation: Organisation, view: View, formats: Formats) -> str:
    """What a list says of an organisation's kind, languages, offers, or terms of a vocabulary."""
    match name:
        case "kind":
            return formats.words.get(f"kind_{organisation.kind}", organisation.kind)
        case "languages":
            return ", ".join(formats.language_name(tag) for tag in organisation.languages)
        case "offers":
            return ", ".join(offer.title for offer in organisation.offers)
    terms = view.registry.settings.vocabulary(name)
    return ", ".join(view.label(terms.get(term)) or term for term in getattr(organisation, name))


def _part(name: str, address: Address | None) -> str:
    if address is None:
        return ""
    match name:
        case "care_of":
            return f"c/o {address.care_of}" if address.care_of else ""
        case "street":
            return street_or_box(address)
        case "country":
            return country_name(address.country or "") if address.is_foreign else ""
        case "place":
            return " ".join(part for part in (address.postal_code, address.city) if part)
    return (address.postal_code if name == "postal_code" else address.city) or ""


def _datum(name: str, line: Line) -> object:
    organisation = line.organisation
    match name:
        case "contact":
            return line.name
        case "number" | "role":
            return getattr(line, name)
        case "email":
            return line.emails
        case "phone":
            return {key: plain_phone(number, abroad=True) for key, number in line.phones.items()}
        case "organisation":
            return organisation.name
        case "kind":
            return organisation.kind.value
        case "verified":
            return organisation.verified.isoformat() if organisation.verified else None
        case "address":
            return dict(_known(line.address)) if line.address else None
        case "offers":
            return [offer.title for offer in organisation.offers]
        case "website":
            return organisation.website or ""
    return list(getattr(organisation, name))


def _known(address: Address) -> Iterator[tuple[str, str]]:
    for part in ("care_of", "street", "po_box", "postal_code", "city", "country"):
        if value := getattr(address, part):
            yield part, value
