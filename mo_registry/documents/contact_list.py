"""Contact lists: who to turn to in every organisation, as far as those who read the list may know it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate
from pathlib import PurePath

from mo_registry.audience import is_current
from mo_registry.documents.blocks import Run, Runs, Table, text
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.fields import View, address_block
from mo_registry.documents.formats import Formats
from mo_registry.documents.output import Format, Rendered
from mo_registry.documents.reading import runs_against
from mo_registry.documents.slots import Linked
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template, phone_link
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Contact, Organisation
from mo_registry.model.organisation import SharedField, Status
from mo_registry.model.scalars import PartialDate
from mo_registry.names import nearest, organisation_order
from mo_registry.registry import Registry

TEMPLATE = "contact-list"
FOLDER = "contact-lists"
FORMATS = (Format.PDF, Format.HTML, Format.MARKDOWN)
COLUMNS = (
    "number", "organisation", "kind", "contact", "role", "phone", "email", "address", "languages",
    "focus_areas", "offers", "districts", "website", "verified",
)  # fmt: skip
"""The columns that the template may name."""

Cell = str | Linked
WHOLE = ("address", "verified")
"""Columns whose lines are not broken where they fit; addresses that can be clicked are not either."""
FULL = frozenset(SharedField)


class Readers(StrEnum):
    """Who a list is for; what it discloses depends on it."""

    INTERNAL = "internal"
    NETWORK = "network"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class ContactList:
    """A list and what it is made of."""

    files: tuple[Rendered, ...]
    organisations: tuple[Organisation, ...]
    contacts: int
    """Contacts of which something is shown."""
    withheld: int
    """Contacts of which something is not shown, because they have not agreed to it."""


def make(
    registry: Registry,
    network: str | None = None,
    readers: Readers = Readers.INTERNAL,
    formats: Sequence[Format] = FORMATS,
    language: str | None = None,
) -> ContactList:
    """A contact list, ready to be written.

    Args:
        registry: whose organisations are listed.
        network: only members of this network on the day of the list; else all organisations.
        readers: who the list is for.
        formats: what it is made as.
        language: the language of the list, else that of the registry.

    Raises:
        RegistryError: there is no such network, the template has a mistake, or a character is in no font.
    """
    _refuse_unknown(registry, network)
    studio = Studio(registry)
    template = studio.templates.find(TEMPLATE, language or registry.settings.language)
    chosen = tuple(listed(registry, network))
    document = _document(studio, template, chosen, network, readers)
    path = PurePath(FOLDER, "-".join(part for part in (TEMPLATE, network, readers.value) if part))
    allowed = [pair for organisation in chosen for pair in _allowed(registry, organisation, readers)]
    return ContactList(
        studio.made(document, formats, path),
        chosen,
        contacts=sum(bool(_held(contact) & fields) for contact, fields in allowed),
        withheld=sum(bool(_held(contact) - fields) for contact, fields in allowed),
    )


def _document(
    studio: Studio, template: Template, chosen: Sequence[Organisation], network: str | None, readers: Readers
) -> Document:
    view = studio.view(template)
    fields = {
        **studio.common(template),
        "audience": readers.value,
        "network": view.network(network),
        "registry": studio.registry.settings.name,
        "count": len(chosen),
    }
    columns = template.render({**fields, "table": ""}).named("columns")
    _refuse_columns(columns)
    lines = [line for organisation in chosen for line in _lines(studio.registry, organisation, readers)]
    table = _table(columns, lines, view, template.formats)
    return studio.document(Layout.LIST, template, template.render({**fields, "table": table}))


def listed(registry: Registry, network: str | None) -> Iterator[Organisation]:
    """The organisations of a list, in the order of DIN 5007-1: those at work, on the day of the list."""
    today = PartialDate(registry.today.year, registry.today.month, registry.today.day)
    found = (
        organisation
        for organisation in registry.organisations.values()
        if organisation.status is not Status.DISSOLVED
        and (network is None or organisation.belongs_to(network, today))
    )
    return iter(sorted(found, key=lambda it: organisation_order(it.order_name)))


def disclosed(contact: Contact, readers: Readers, today: date) -> frozenset[SharedField]:
    """What of a contact these readers may see.

    The office sees everything. Others see what the person has agreed to, from the day of the agreement to
    its last day (GDPR Art. 6 (1) a, Art. 7 (1): who discloses must be able to show the agreement).
    """
    if readers is Readers.INTERNAL:
        return FULL
    share = contact.share
    holds = share.consent and share.consent <= today and (share.until is None or share.until >= today)
    return frozenset(share.network if readers is Readers.NETWORK else share.public) if holds else frozenset()


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the list: an organisation with one of its contacts, or with none."""

    organisation: Organisation
    contact: Contact | None
    fields: frozenset[SharedField]
    readers: Readers
    first: bool
    """Whether it is the organisation's first line: what concerns the organisation stands in this one."""

    def value(self, field: SharedField) -> str:
        """A field of the contact, as far as it may be shown."""
        return _of(self.contact, field) if self.contact and field in self.fields else ""


def _lines(registry: Registry, organisation: Organisation, readers: Readers) -> Iterator[_Line]:
    allowed = list(_allowed(registry, organisation, readers))
    shown: list[tuple[Contact | None, frozenset[SharedField]]] = [
        (contact, fields) for contact, fields in allowed if _held(contact) & fields
    ]
    for index, (contact, fields) in enumerate(shown or [(None, frozenset())]):
        yield _Line(organisation, contact, fields, readers, first=index == 0)


def _allowed(
    registry: Registry, organisation: Organisation, readers: Readers
) -> Iterator[tuple[Contact, frozenset[SharedField]]]:
    """The contacts that speak for the organisation now, with what may be shown of each."""
    for contact in organisation.contacts:
        if is_current(registry, contact):
            yield contact, disclosed(contact, readers, registry.today)


def _held(contact: Contact) -> frozenset[SharedField]:
    return frozenset(field for field in SharedField if _of(contact, field))


def _of(contact: Contact, field: SharedField) -> str:
    return {
        SharedField.NAME: contact.name,
        SharedField.ROLE: contact.role or "",
        SharedField.EMAIL: contact.email or "",
        SharedField.PHONE: contact.phone or contact.mobile or "",
        SharedField.ADDRESS: address_block(contact.address),
    }[field]


def _table(columns: Mapping[str, str], lines: Sequence[_Line], view: View, formats: Formats) -> Table:
    """The table, without columns that nobody has a value in."""
    numbers = accumulate(int(line.first) for line in lines)
    rows = [
        {
            name: _runs(_cell(name, line, number, view, formats), formats.direction, name in WHOLE)
            for name in columns
        }
        for line, number in zip(lines, numbers, strict=True)
    ]
    used = [name for name in columns if any(row[name] for row in rows)] or list(columns)
    return Table(
        header=tuple(text(columns[name]) for name in used),
        rows=tuple(tuple(row[name] for name in used) for row in rows),
        align=tuple("right" if name == "number" else "" for name in used),
    )


def _cell(name: str, line: _Line, number: int, view: View, formats: Formats) -> Cell:
    """What stands in a column; the columns of the contact in every line, the others in the first."""
    organisation = line.organisation
    match name:
        case "contact":
            return line.value(SharedField.NAME)
        case "role":
            return line.value(SharedField.ROLE)
        case "phone":
            own = line.value(SharedField.PHONE) or (organisation.phone if line.first else "")
            return phone_link(own, formats) if own else ""
        case "email":
            address = line.value(SharedField.EMAIL) or (organisation.email if line.first else "")
            return Linked(address, f"mailto:{address}") if address else ""
        case "organisation":
            return organisation.name
        case "address":
            return _address(line)
    return _of_organisation(name, line, number, view, formats) if line.first else ""


def _of_organisation(name: str, line: _Line, number: int, view: View, formats: Formats) -> Cell:
    organisation, settings = line.organisation, view.registry.settings
    match name:
        case "number":
            return str(number)
        case "languages":
            return ", ".join(formats.language_name(tag) for tag in organisation.languages)
        case "offers":
            return ", ".join(offer.title for offer in organisation.offers)
        case "focus_areas" | "districts":
            terms = settings.vocabulary(name)
            return ", ".join(view.label(terms.get(term)) or term for term in getattr(organisation, name))
        case "website":
            address = organisation.website or ""
            return Linked(address.removeprefix("https://").rstrip("/"), address)
        case "verified":
            return formats.short_date(organisation.verified)
    return formats.words.get(f"kind_{organisation.kind}", organisation.kind)


def _address(line: _Line) -> str:
    """The contact's own address, else that of the organisation.

    An address at somebody's home (“c/o”) is that person's, and is disclosed with consent only.
    """
    own, address = line.value(SharedField.ADDRESS), line.organisation.address
    if own or not line.first or address is None:
        return own
    free = line.readers is Readers.INTERNAL or not address.care_of or SharedField.ADDRESS in line.fields
    return address_block(address) if free else ""


def _runs(cell: Cell, direction: str, whole: bool) -> Runs:
    shown, link = (cell, "") if isinstance(cell, str) else (cell.text, cell.link)
    run = Run(shown, link=link, isolate=runs_against(shown, direction), whole=whole or bool(link))
    return (run,) if shown else ()


def _refuse_unknown(registry: Registry, network: str | None) -> None:
    known = registry.settings.networks
    if network is not None and network not in known:
        similar = nearest(network, known)
        raise RegistryError(
            _("No network is called “{name}”.").format(name=network),
            hint=_("Did you mean {name}?").format(name=similar[0])
            if similar
            else _("There are: {names}.").format(names=", ".join(known)),
        )


def _refuse_columns(columns: Mapping[str, str]) -> None:
    for name in columns:
        if name not in COLUMNS:
            similar = nearest(name, COLUMNS)
            raise RegistryError(
                _("The template of the contact list names a column “{name}”, which does not exist.").format(
                    name=name
                ),
                hint=_("There are: {names}.").format(names=", ".join(similar or COLUMNS)),
            )
    if not columns:
        raise RegistryError(
            _("The template of the contact list names no columns."),
            hint=_("Its header needs a block “columns”, for instance “organisation: Organisation” below it."),
        )
