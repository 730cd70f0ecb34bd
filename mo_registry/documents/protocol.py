"""Minutes: what was said, decided and agreed at an event, with lines to sign on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.fields import View, next_event
from mo_registry.documents.output import Format, Rendered
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event
from mo_registry.model.event import Decision, Minutes, MinutesItem, MinutesStatus
from mo_registry.registry import Registry

TEMPLATE = "protocol"
DEFAULT = (Format.PDF, Format.HTML, Format.MARKDOWN)
FORMATS = (*DEFAULT, Format.WORD, Format.TEXT)


@dataclass(frozen=True, slots=True)
class Protocol:
    """The minutes of an event, and what a line about them says."""

    event: Event
    files: tuple[Rendered, ...]
    organisations: int
    persons: int
    draft: bool


def make(
    registry: Registry, event: Event, formats: Sequence[Format] = DEFAULT, language: str | None = None
) -> Protocol:
    """The minutes, ready to be written.

    Args:
        registry: where the event is.
        event: whose minutes are wanted.
        formats: what they are made as.
        language: the language of the text around them, else that of the registry.

    Raises:
        RegistryError: the event has no minutes, the template has a mistake, or a character is in no font.
    """
    if event.minutes is None:
        file = registry.relative(registry.place(event).files[0])
        raise RegistryError(
            _("There are no minutes of {event} yet.").format(event=event.id),
            hint=_("Write them in {file} under “minutes”.").format(file=file.as_posix()),
        )
    studio = Studio(registry)
    template = studio.templates.find(TEMPLATE, language or registry.settings.language)
    document = _document(studio, template, event, event.minutes)
    path = PurePath(event.id, TEMPLATE)
    files = studio.made(document, formats, path)
    organisations, persons = turnout(event)
    return Protocol(event, files, organisations, persons, draft=_is_draft(event.minutes))


def turnout(event: Event) -> tuple[int, int]:
    """How many organisations and how many persons came.

    Counted from the attendance; where nobody was listed, what the event knows in numbers.
    """
    if event.attendance:
        present = {party.organisation for party in event.attendance if party.organisation}
        return len(present), sum(party.count for party in event.attendance)
    known = event.turnout
    return (known.organisations or 0, known.persons or 0) if known else (0, 0)


def _is_draft(minutes: Minutes) -> bool:
    return minutes.status is MinutesStatus.DRAFT


def _document(studio: Studio, template: Template, event: Event, minutes: Minutes) -> Document:
    text = template.render(fields(studio, template, event, minutes))
    words = studio.templates.words(template.language)
    roles = text.named("signatures")
    names = {"chair": minutes.chair or "", "keeper": minutes.keeper or ""}
    return replace(
        studio.document(Layout.MINUTES, template, text),
        mark=words["draft"] if _is_draft(minutes) else "",
        signatures=tuple(Signature(role, names.get(key, "")) for key, role in roles.items()),
        sender=studio.view(template).office()["name"],
    )


def fields(studio: Studio, template: Template, event: Event, minutes: Minutes) -> dict[str, Any]:
    """What the template of minutes may use."""
    view = studio.view(template)
    organisations, persons = turnout(event)
    following = next_event(studio.registry, event)
    return {
        **studio.common(template),
        "event": view.event(event),
        "network": view.network(event.network),
        "minutes": _minutes(view, event, minutes),
        "present": [view.party(party) for party in event.attendance],
        "excused": view.names(event.apologies),
        "absent": _absent(view, event),
        "organisations": organisations,
        "guests": sum(party.organisation is None for party in event.attendance),
        "persons": persons,
        "approximate": bool(not event.attendance and event.turnout and event.turnout.approximate),
        "open_actions": view.open_actions(event),
        "next_event": view.event(following) if following else "",
    }


def _minutes(view: View, event: Event, minutes: Minutes) -> Fields:
    items = list(_items(view, event, minutes))
    return Fields(
        "minutes",
        chair=minutes.chair or "",
        keeper=minutes.keeper or "",
        begin=minutes.begin or event.start or "",
        end=minutes.end or event.end or "",
        draft=_is_draft(minutes),
        approved=minutes.approved or "",
        distribution=list(minutes.distribution),
        items=[item for item in items if _says(item)],
        silent=[item for item in items if item["number"] and not _says(item)],
    )


def _absent(view: View, event: Event) -> list[str]:
    """Who had registered and neither came nor sent apologies."""
    came = {view.guest(party) for party in event.attendance} | set(view.names(event.apologies))
    registered = (view.guest(registration) for registration in event.registrations)
    return [name for name in dict.fromkeys(registered) if name not in came] if event.attendance else []


def _items(view: View, event: Event, minutes: Minutes) -> Iterator[Fields]:
    """The programme item by item with what came of it; then what was not on the programme."""
    noted = {item.item: item for item in minutes.items}
    programme = list(view.programme(event))
    for entry in programme:
        found = noted.pop(entry["id"], None)
        yield _item(view, event, entry, found or MinutesItem(item=entry["id"]))
    numbered = sum(bool(entry["number"]) for entry in programme)
    for number, item in enumerate(noted.values(), start=numbered + 1):
        yield _item(view, event, Fields("item", number=number, title=item.item), item)


def _says(item: Fields) -> bool:
    return bool(item["text"] or item["decisions"] or item["actions"])


def _item(view: View, event: Event, entry: Fields, item: MinutesItem) -> Fields:
    return Fields(
        "item",
        number=entry["number"],
        title=entry["title"],
        text=item.text or "",
        decisions=[_decision(decision) for decision in item.decisions],
        actions=[view.action(action, event) for action in item.actions],
    )


def _decision(decision: Decision) -> Fields:
    votes = (decision.in_favour, decision.against, decision.abstained)
    return Fields(
        "decision",
        text=decision.text,
        counted=any(vote is not None for vote in votes),
        unanimous=bool(decision.in_favour and not decision.against and not decision.abstained),
        yes=decision.in_favour or 0,
        no=decision.against or 0,
        abstained=decision.abstained or 0,
    )
