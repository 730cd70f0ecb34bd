"""Answer forms: what an invited organisation fills in and sends back, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from mo_registry.audience import receivers_of
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.output import Format, Rendered
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.event import EventStatus
from mo_registry.model.organisation import Mailing
from mo_registry.registry import Registry

TEMPLATE = "answer-form"
DEFAULT = (Format.PDF,)
FORMATS = (Format.PDF, Format.WORD, Format.HTML, Format.MARKDOWN)


def make(
    registry: Registry,
    event: Event,
    organisations: Sequence[Organisation] = (),
    formats: Sequence[Format] = DEFAULT,
    language: str | None = None,
) -> tuple[Rendered, ...]:
    """The answer form, ready to be written: one for each organisation, or else one with a line for the name.

    Args:
        registry: where the event is.
        event: what is answered.
        organisations: whose names are printed.
        formats: what the forms are made as.
        language: theirs; else that of whoever receives the invitation, or that of the registry.

    Raises:
        RegistryError: the event is cancelled, the template has a mistake, or a character is in no font.
    """
    if event.status is EventStatus.CANCELLED:
        raise RegistryError(
            _("{event} is cancelled: there is nothing to answer.").format(event=event.id),
            hint=_(
                "If it takes place after all, change its status: mo-registry set {event} status=planned"
            ).format(event=event.id),
        )
    studio = Studio(registry)
    files: list[Rendered] = []
    for organisation in organisations:
        spoken = language or _language(registry, organisation)
        form = form_for(studio, event, spoken, (organisation,))
        files += studio.made(form, formats, PurePath(event.id, f"{TEMPLATE}-{organisation.id}"))
    if not organisations:
        form = form_for(studio, event, language or registry.settings.language)
        files += studio.made(form, formats, PurePath(event.id, TEMPLATE))
    return tuple(files)


def form_for(
    studio: Studio, event: Event, language: str, organisations: Sequence[Organisation] = ()
) -> Document:
    """The form with the names of whoever answers; without any, with a line for the name."""
    template = studio.templates.find(TEMPLATE, language)
    text = template.render(fields(studio, template, event, organisations))
    return replace(
        studio.document(Layout.FORM, template, text),
        signatures=tuple(Signature(role) for role in text.named("signatures").values()),
    )


def fields(
    studio: Studio, template: Template, event: Event, organisations: Sequence[Organisation] = ()
) -> dict[str, Any]:
    """What the template of an answer form may use."""
    view = studio.view(template)
    names = [organisation.name for organisation in organisations]
    return {
        **studio.common(template),
        "event": view.event(event),
        "network": view.network(event.network),
        "recipient": Fields("recipient", organisation=names[0] if names else "", organisations=names),
    }


def _language(registry: Registry, organisation: Organisation) -> str:
    receivers = receivers_of(registry, organisation, Mailing.INVITATION)
    return next((receiver.language for receiver in receivers), registry.settings.language)
