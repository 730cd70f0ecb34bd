"""What was sent about an event, recorded in its file: a few lines more, and no other one touched."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mo_registry import labels
from mo_registry.editing import patch
from mo_registry.editing.change import Change
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event
from mo_registry.registry import Registry
from mo_registry.yamlfile import Mapping, parse

KEY = "dispatched"


def record(
    registry: Registry,
    event: Event,
    revision: int,
    sent: AnyMapping[str, Sequence[str]],
    *,
    announced: date | None = None,
    cancelled: bool = False,
) -> tuple[Change, dict[str, list[str]]]:
    """The event's file with what was sent today; who holds this revision already is not recorded again.

    Args:
        registry: as it stands; its day is the day of sending.
        event: what was sent about.
        revision: which revision of the event the letters told of.
        sent: for each channel the organisations, by their ids.
        announced: the day of the event that the letters told of.
        cancelled: whether they called it off.

    Returns:
        The change, and what is new in it: for each channel the organisations.

    Raises:
        RegistryError: all of that is recorded already, or the file cannot be changed so.
    """
    news = {
        channel: [name for name in names if not _recorded(event, revision, channel, name)]
        for channel, names in sent.items()
    }
    news = {channel: names for channel, names in news.items() if names}
    if not news:
        raise RegistryError(
            _("That revision {revision} of {event} was sent is recorded already{day}.").format(
                revision=revision, event=event.id, day=_day(event, revision)
            ),
            hint=_(
                "When the event has changed, raise its revision: mo-registry set {event} revision={next}"
            ).format(event=event.id, next=revision + 1),
        )
    change, path = Change(), _file(registry, event)
    text = change.text(path)
    for channel, names in news.items():
        value: Mapping = {
            "date": registry.today.isoformat(),
            "revision": str(revision),
            **({"announced": announced.isoformat()} if announced else {}),
            **({"cancelled": "true"} if cancelled else {}),
            "channel": channel,
            "recipients": list(names),
        }
        text = patch.append(text, (KEY,), value, model=Event)
    change.write(path, text)
    return change, news


def _recorded(event: Event, revision: int, channel: str, name: str) -> bool:
    return any(
        dispatch.revision == revision and dispatch.channel == channel and name in dispatch.recipients
        for dispatch in event.dispatched
    )


def _day(event: Event, revision: int) -> str:
    days = [dispatch.date for dispatch in event.dispatched if dispatch.revision == revision]
    return _(" ({day})").format(day=labels.day(max(days))) if days else ""


def _file(registry: Registry, event: Event) -> Path:
    """The part of the event that says what was sent, else its public part: that holds ids only."""
    files = registry.files["events", event.id]
    for path in files:
        if KEY in parse(path, path.read_text(encoding="utf-8-sig")).data:
            return path
    return files[0]
