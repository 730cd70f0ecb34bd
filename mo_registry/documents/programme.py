"""Programmes: what happens when at an event, who speaks, and how to get there; to be handed out, sent or put up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from mo_registry.documents.document import Layout
from mo_registry.documents.output import TEXTS, Format, Rendered
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event
from mo_registry.registry import Registry

TEMPLATE = "programme"
DEFAULT = (Format.PDF, Format.WORD, Format.HTML)
FORMATS = TEXTS


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme of an event."""

    event: Event
    files: tuple[Rendered, ...]
    timed: bool
    """Whether every item says when it begins."""


def make(
    registry: Registry, event: Event, formats: Sequence[Format] = DEFAULT, language: str | None = None
) -> Programme:
    """The programme, ready to be written.

    Args:
        registry: where the event is.
        event: whose programme is wanted.
        formats: what it is made as.
        language: the language of the text around the items, else that of the registry.

    Raises:
        RegistryError: the event has no programme, the template has a mistake, or a character is in no font.
    """
    if not event.programme:
        file = registry.relative(registry.place(event).files[0])
        raise RegistryError(
            _("There is no programme of {event} yet.").format(event=event.id),
            hint=_("Write it in {file} under “programme”.").format(file=file.as_posix()),
        )
    studio = Studio(registry)
    template = studio.templates.find(TEMPLATE, language or registry.settings.language)
    known = fields(studio, template, event)
    document = replace(
        studio.document(Layout.PROGRAMME, template, template.render(known)), sender=known["office"]["name"]
    )
    files = studio.made(document, formats, PurePath(event.id, TEMPLATE))
    return Programme(event, files, timed=known["event"]["timed"])


def fields(studio: Studio, template: Template, event: Event) -> dict[str, Any]:
    """What the template of a programme may use."""
    view = studio.view(template)
    return {
        **studio.common(template),
        "event": view.event(event),
        "network": view.network(event.network),
    }
