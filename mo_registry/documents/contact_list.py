"""Contact lists: who to turn to in every organisation, as far as those who read the list may know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath
from typing import Any

from mo_registry.documents.blocks import Paragraph, Run, Runs, Table, plain_text, text
from mo_registry.documents.contact_lines import Entry, Line, Readers, dissolved, entries
from mo_registry.documents.contact_records import Records, in_words
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.fields import View, address_block
from mo_registry.documents.filters import phone_link
from mo_registry.documents.formats import Formats
from mo_registry.documents.output import Format, Rendered, file_name
from mo_registry.documents.reading import runs_against
from mo_registry.documents.slots import Linked
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template, Text
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Organisation
from mo_registry.names import nearest
from mo_registry.registry import Registry

TEMPLATE = "contact-list"
FOLDER = "contact-lists"
DEFAULT = (Format.PDF, Format.HTML, Format.MARKDOWN, Format.EXCEL)
PRINTED = (Format.PDF, Format.HTML, Format.MARKDOWN, Format.TEXT)
FORMATS = (*DEFAULT, Format.TEXT, Format.CSV, Format.JSON, Format.VCARD)
COLUMNS = (
    "number", "organisation", "kind", "contact", "role", "phone", "email", "address", "languages",
    "focus_areas", "offers", "districts", "website", "verified",
)  # fmt: skip
"""The columns that the template may name."""

UNPUBLISHED = ("verified",)
"""Columns that the public does not see: when the office last asked is the office's business."""

Cell = str | Linked
WHOLE = ("address", "verified")
"""Columns whose lines are not broken where they fit; addresses that can be clicked are not either."""


@dataclass(frozen=True, slots=True)
class ContactList:
    """A list and what it is made of."""

    files: tuple[Rendered, ...]
    organisations: tuple[Organisation, ...]
    contacts: int
    """Contacts of which something is shown."""
    withheld: int
    """Contacts of which something is not shown, because they have not agreed to it."""
    expired: int
    """Contacts among these whose consent is over."""
    left_out: tuple[Organisation, ...]
    """Organisations that are not listed, because they have been dissolved."""


def make(
    registry: Registry,
    network: str | None = None,
    readers: Readers = Readers.INTERNAL,
    formats: Sequence[Format] = DEFAULT,
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
    chosen = entries(registry, network, readers)
    maker = _Maker(studio, template, chosen, network, readers)
    path = PurePath(FOLDER, "-".join(part for part in (TEMPLATE, network, readers.value) if part))
    return ContactList(
        tuple(maker.files(formats, path)),
        tuple(entry.organisation for entry in chosen),
        contacts=sum(entry.shown for entry in chosen),
        withheld=sum(entry.withheld for entry in chosen),
        expired=sum(entry.expired(registry.today) for entry in chosen),
        left_out=tuple(dissolved(registry, network)),
    )


def rows(
    registry: Registry,
    network: str | None = None,
    readers: Readers = Readers.INTERNAL,
    language: str | None = None,
) -> dict[str, list[dict[str, str]]]:
    """What stands in a contact list: of each organisation, by its id, its lines; of a line its cells by column.

    The number of an organisation is left out: it tells of the others.

    Raises:
        RegistryError: as `make`.
    """
    studio = Studio(registry)
    template = studio.templates.find(TEMPLATE, language or registry.settings.language)
    maker = _Maker(studio, template, entries(registry, network, readers), network, readers)
    names = [name for name in maker.columns if name != "number"]
    found: dict[str, list[dict[str, str]]] = {}
    for line in maker.lines:
        cells = {name: plain_text(_shown(name, line, maker.view, maker.template.formats)) for name in names}
        found.setdefault(line.organisation.id, []).append(cells)
    return found


@dataclass(frozen=True)
class _Maker:
    """Makes one list in any format."""

    studio: Studio
    template: Template
    chosen: Sequence[Entry]
    network: str | None
    readers: Readers

    @cached_property
    def lines(self) -> list[Line]:
        return [line for entry in self.chosen for line in entry.lines()]

    @cached_property
    def view(self) -> View:
        return self.studio.view(self.template)

    def files(self, formats: Sequence[Format], path: PurePath) -> Iterator[Rendered]:
        """The list in every format, in the order that they are asked for."""
        for form in formats:
            if form in PRINTED:
                yield from self.studio.made(self.document, (form,), path)
            else:
                yield Rendered(path.with_name(file_name(path.name, form)), self.records.content(form))

    @cached_property
    def document(self) -> Document:
        """The list for people."""
        table = _table(self.columns, self.lines, self.view, self.template.formats)
        return self.studio.document(Layout.LIST, self.template, self.text(table))

    @cached_property
    def records(self) -> Records:
        """The list for programs."""
        text = self.bare
        return Records(
            lines=self.lines,
            columns=self.columns,
            view=self.view,
            formats=self.template.formats,
            title=text.line("title"),
            about=tuple(plain_text(block.runs) for block in text.blocks if isinstance(block, Paragraph)),
            notice=text.line("notice"),
            network=self.network,
            readers=self.readers,
        )

    @cached_property
    def columns(self) -> dict[str, str]:
        """The headings of the columns that the template names, as far as these readers see them.

        Raises:
            RegistryError: it names one that does not exist, or none.
        """
        found = self.bare.named("columns")
        _refuse_columns(found)
        hidden = UNPUBLISHED if self.readers is Readers.PUBLIC else ()
        return {name: heading for name, heading in found.items() if name not in hidden}

    @cached_property
    def bare(self) -> Text:
        """The template's text without the table."""
        return self.text("")

    def text(self, table: Table | str) -> Text:
        """The template, filled in."""
        known = fields(self.studio, self.template, self.network, self.readers, self.chosen, table)
        return self.template.render(known)


def fields(
    studio: Studio,
    template: Template,
    network: str | None,
    readers: Readers,
    chosen: Sequence[Entry],
    table: Table | str = "",
) -> dict[str, Any]:
    """What the template of a contact list may use."""
    return {
        **studio.common(template),
        "audience": readers.value,
        "network": studio.view(template).network(network),
        "registry": studio.registry.settings.name,
        "count": len(chosen),
        "dissolved": len(dissolved(studio.registry, network)),
        "table": table,
    }


def _table(columns: Mapping[str, str], lines: Sequence[Line], view: View, formats: Formats) -> Table:
    """The table, without columns that nobody has a value in."""
    rows = [{name: _shown(name, line, view, formats) for name in columns} for line in lines]
    used = [name for name in columns if any(row[name] for row in rows)] or list(columns)
    return Table(
        header=tuple(text(columns[name]) for name in used),
        rows=tuple(tuple(row[name] for name in used) for row in rows),
        align=tuple("right" if name == "number" else "" for name in used),
    )


def _shown(name: str, line: Line, view: View, formats: Formats) -> Runs:
    if name == "phone":
        return _in_lines(_phones(line, formats), formats)
    if name == "email":
        return _in_lines((Linked(it, f"mailto:{it}") for it in line.emails.values()), formats)
    return _runs(_cell(name, line, view, formats), formats.direction, name in WHOLE)


def _phones(line: Line, formats: Formats) -> Iterator[Linked]:
    """All numbers; where there are several, whose it is stands behind each."""
    for key, number in line.phones.items():
        link = phone_link(number, formats)
        yield replace(link, text=f"{link.text} ({formats.words[key]})") if len(line.phones) > 1 else link


def _in_lines(links: Iterable[Linked], formats: Formats) -> Runs:
    """Each in a line of its own."""
    found: list[Run] = []
    for link in links:
        found += [*text("\n" if found else ""), *_runs(link, formats.direction, whole=True)]
    return tuple(found)


def _cell(name: str, line: Line, view: View, formats: Formats) -> Cell:
    """What stands in a column; the columns of the contact in every line, the others in the first."""
    match name:
        case "contact":
            return line.name
        case "role":
            return line.role
        case "organisation":
            return line.organisation.name
        case "address":
            return address_block(line.address)
    return _of_organisation(name, line, view, formats) if line.first else ""


def _of_organisation(name: str, line: Line, view: View, formats: Formats) -> Cell:
    organisation = line.organisation
    match name:
        case "number":
            return str(line.number)
        case "website":
            address = organisation.website or ""
            return Linked(address.removeprefix("https://").rstrip("/"), address)
        case "verified":
            return formats.short_date(organisation.verified)
    return in_words(name, organisation, view, formats)


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
