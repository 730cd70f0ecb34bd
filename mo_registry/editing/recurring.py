"""An event as an earlier one of its kind: what comes again is taken over, what belongs to that day is not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from mo_registry.editing.proposals import Values
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event
from mo_registry.model.event import EventStatus, ProgrammeItem, RegistrationRule
from mo_registry.model.part import Part
from mo_registry.model.rules import did_you_mean
from mo_registry.model.scalars import PartialDate
from mo_registry.registry import Registry

_SAME = ("title", "kind", "network", "series", "start", "end", "venue", "room", "organisers", "partners",
         "partners_without_entry")  # fmt: skip
_OF_THE_DAY = frozenset(("speakers", "moderator"))
"""What of a programme item is settled anew each time."""
_DATED = re.compile(r"\d{4}(?:-\d\d){0,2}-(.+)")


def pattern(registry: Registry, identifier: str) -> Event:
    """The event that a new one is to be like.

    Raises:
        RegistryError: there is none of this id, or it cannot be read.
    """
    event = registry.events.get(identifier)
    if event is not None:
        return event
    if ("events", identifier) in registry.files:
        raise RegistryError(
            _("The event {id} cannot be read.").format(id=identifier),
            hint=_("What is wrong with it: mo-registry validate"),
        )
    raise RegistryError(
        _("There is no event “{id}”.").format(id=identifier),
        hint=did_you_mean(identifier, [*registry.events]) or None,
    )


def latest(registry: Registry, series: str | None, title: str | None = None) -> Event | None:
    """The last event of a series or, without one, of this title."""
    found = [
        event
        for event in registry.events.values()
        if (series and event.series == series) or (not series and title and event.title == title)
    ]
    return max(found, key=lambda event: (event.date.last, event.id), default=None)


def values(registry: Registry, like: Event, day: PartialDate | None) -> Values:
    """What a new event has in common with an earlier one.

    Its number is the next one of the series. The last day of an event of several days and the deadline for
    registering move by as many days as the event itself.

    Args:
        registry: where numbers of the series are looked up.
        like: the earlier event.
        day: when the new one takes place, if that is settled.
    """
    audience = _plain(like.audience)
    return {
        **{key: value for key in _SAME if (value := _written(getattr(like, key)))},
        "status": EventStatus.PLANNED.value,
        "number": _next_number(registry, like),
        "end_date": _moved(like, day, like.end_date),
        "audience": audience,
        "registration": _registration(like, day),
        "programme": [_item(item) for item in like.programme],
    }


def together(common: Values, said: Values) -> Values:
    """What is said of a new event, and for the rest what it has in common with an earlier one."""
    registration = {**(common.get("registration") or {}), **_full(said.get("registration") or {})}
    return {**common, **_full(said), "registration": registration}


def slug_of(like: Event) -> str | None:
    """The id of an event without its date; None if it does not begin with one."""
    match = _DATED.fullmatch(like.id)
    return match[1] if match else None


def _full(values: Values) -> Values:
    return {key: value for key, value in values.items() if value}


def _next_number(registry: Registry, like: Event) -> int | None:
    """The number behind the highest one of the series."""
    if like.number is None:
        return None
    others = (event for event in registry.events.values() if like.series and event.series == like.series)
    return 1 + max([like.number, *(event.number for event in others if event.number)])


def _moved(like: Event, day: PartialDate | None, other: date | None) -> date | None:
    if other is None or day is None or day.exact is None or like.date.exact is None:
        return None
    distance: timedelta = day.exact - like.date.exact
    return other + distance


def _registration(like: Event, day: PartialDate | None) -> Values:
    rule: RegistrationRule = like.registration
    return {**_plain(rule), "deadline": _moved(like, day, rule.deadline)}


def _item(item: ProgrammeItem) -> Values:
    return {key: value for key, value in _plain(item).items() if key not in _OF_THE_DAY}


def _plain(part: Part) -> Values:
    """A part as it is written: its keys as in the file, without what it does not say."""
    fields = type(part).model_fields
    return {
        field.alias or name: _written(getattr(part, name))
        for name, field in fields.items()
        if name in part.model_fields_set
    }


def _written(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, Part):
        return _plain(value)
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    return value
