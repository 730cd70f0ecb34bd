"""Telephone lists: whom to call about an event, what to say, and room for the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from mo_registry.audience import Occasion, Recipient
from mo_registry.documents.blocks import Run, Runs, Table, text
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.formats import NO_BREAK, Formats
from mo_registry.documents.reading import runs_against
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event
from mo_registry.names import nearest

TEMPLATE = "telephone-list"
COLUMNS = ("number", "organisation", "contact", "phone", "language", "answer")
"""The columns that the template may name."""

_ROOM = f"{NO_BREAK * 130}\n{NO_BREAK}"
"""What keeps a cell open for two lines by hand."""


def make(studio: Studio, event: Event, calls: Sequence[Recipient]) -> Document:
    """The list of calls, in the language of the office that makes them.

    Args:
        studio: of the registry.
        event: what the calls are about.
        calls: who is called; whoever is to hear the same stands together.

    Raises:
        RegistryError: the template has a mistake.
    """
    template = studio.templates.find(TEMPLATE, studio.registry.settings.language)
    columns = template.render(fields(studio, template, event, {})).named("columns")
    _refuse_unknown(columns)
    in_order = enumerate(sorted(calls, key=lambda call: call.occasion.rank), start=1)
    tables = {
        occasion: _table(columns, list(group), template.formats)
        for occasion, group in groupby(in_order, key=lambda numbered: numbered[1].occasion)
    }
    return studio.document(Layout.LIST, template, template.render(fields(studio, template, event, tables)))


def fields(
    studio: Studio, template: Template, event: Event, tables: Mapping[Occasion, Table]
) -> dict[str, Any]:
    """What the template of a telephone list may use; with the calls on each occasion."""
    return {
        **studio.common(template),
        "event": studio.view(template).event(event),
        "calls": [Fields("call", occasion=occasion.value, table=table) for occasion, table in tables.items()],
    }


def told(call: Recipient) -> str:
    """Everything that the list says of a call."""
    role = (call.contact.role if call.contact else None) or ""
    return "\n".join((*(it.name for it in call.organisations), call.name, role, call.phone or ""))


def _table(columns: Mapping[str, str], calls: Sequence[tuple[int, Recipient]], formats: Formats) -> Table:
    return Table(
        header=tuple(text(heading) for heading in columns.values()),
        rows=tuple(tuple(_cell(name, call, number, formats) for name in columns) for number, call in calls),
        align=tuple("right" if name == "number" else "" for name in columns),
    )


def _cell(name: str, call: Recipient, number: int, formats: Formats) -> Runs:
    match name:
        case "number":
            return text(str(number))
        case "organisation":
            return _lines([organisation.name for organisation in call.organisations], formats)
        case "contact":
            role = call.contact.role or "" if call.contact and call.contact.name else ""
            return _lines([call.name, role], formats)
        case "phone":
            return (Run(formats.phone(call.phone), whole=True),)
        case "language":
            return text(formats.language_name(call.language))
    return text(_ROOM)


def _lines(lines: Sequence[str], formats: Formats) -> Runs:
    runs: list[Run] = []
    for line in filter(None, lines):
        if runs:
            runs.append(Run("\n"))
        runs.append(Run(line, isolate=runs_against(line, formats.direction)))
    return tuple(runs)


def _refuse_unknown(columns: Mapping[str, str]) -> None:
    for name in columns:
        if name not in COLUMNS:
            similar = nearest(name, COLUMNS)
            raise RegistryError(
                _("The telephone list has no column “{name}”.").format(name=name),
                hint=_("Did you mean “{name}”?").format(name=similar[0])
                if similar
                else _("There are: {words}.").format(words=", ".join(COLUMNS)),
            )
