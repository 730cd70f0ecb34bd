"""Name badges: for everybody who is expected, who speaks and who organises, ten on a sheet, to be cut out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from mo_registry.documents.document import Badge, Document, Layout
from mo_registry.documents.output import Format, Rendered
from mo_registry.documents.participants import ORGANISER, SPEAKER, Participant, Participants
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.model import Event
from mo_registry.registry import Registry

TEMPLATE = "name-badges"
ON_A_SHEET = 10
"""Badges of 90 × 54 mm, the usual size of card holders, two by five on A4."""


@dataclass(frozen=True, slots=True)
class NameBadges:
    """The badges of an event."""

    event: Event
    files: tuple[Rendered, ...]
    participants: tuple[Participant, ...]
    blank: int
    """Badges with nothing but the event on them."""

    @property
    def named(self) -> int:
        """On how many the name is printed."""
        return sum(bool(it.name.family) for it in self.participants)

    @property
    def nameless(self) -> int:
        """On how many there is an organisation, and a line for the name."""
        return len(self.participants) - self.named


def make(
    registry: Registry, event: Event, blank: int | None = None, language: str | None = None
) -> NameBadges:
    """The badges, ready to be written.

    Args:
        registry: where the event is.
        event: who comes to it.
        blank: so many badges with nothing but the event on them, else as many as fill the last sheet.
        language: the language of what is printed around the names, else that of the registry.

    Raises:
        RegistryError: the template has a mistake, or a character is in no font.
    """
    studio = Studio(registry)
    template = studio.templates.find(TEMPLATE, language or registry.settings.language)
    participants = Participants(studio.view(template), event).everybody
    spare = _filling(len(participants)) if blank is None else blank
    document = _document(studio, template, event, participants, spare)
    files = studio.made(document, (Format.PDF,), PurePath(event.id, TEMPLATE), paper=True)
    return NameBadges(event, files, tuple(participants), spare)


def _filling(count: int) -> int:
    """What is missing to full sheets; where nobody is expected that is a sheet."""
    return -count % ON_A_SHEET if count else ON_A_SHEET


def _document(
    studio: Studio, template: Template, event: Event, participants: Sequence[Participant], blank: int
) -> Document:
    text = template.render(fields(studio, template, event))
    parts = text.named("parts")
    badges = [Badge(it.name.whole, it.organisation, _called(it.part, parts)) for it in participants]
    return replace(studio.document(Layout.BADGES, template, text), badges=(*badges, *[Badge()] * blank))


def fields(studio: Studio, template: Template, event: Event) -> dict[str, Any]:
    """What the template of name badges may use."""
    view = studio.view(template)
    return {
        **studio.common(template),
        "event": view.event(event),
        "network": view.network(event.network),
    }


def _called(part: str, parts: Mapping[str, str]) -> str:
    """What a part is called: by its own name, else as speaking is; nothing where the template has no name."""
    return parts.get(part, "" if part in ("", ORGANISER) else parts.get(SPEAKER, ""))
