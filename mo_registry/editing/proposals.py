"""What somebody says about a new entry, in options or answers, as the values of its file."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from mo_registry.i18n import _
from mo_registry.matching import choices, identifiers, some_day, understood
from mo_registry.model.event import EventKind, EventStatus
from mo_registry.model.organisation import Channel, OrganisationKind
from mo_registry.model.scalars import clock_time, count
from mo_registry.registry import Registry

Given = Mapping[str, Any]
"""Options by name, as the command line has them: texts, lists of texts, None."""
Values = dict[str, Any]


def organisation(registry: Registry, given: Given) -> Values:
    """The values of a new organisation; what is not given yet is None or empty.

    Raises:
        RegistryError: an option means nothing in this registry.
    """
    given = _stripped(given)
    since = some_day("--since", given["since"]) if given["since"] else None
    networks = _ids(registry, given, "network", "networks")
    return {
        **{key: given[key] for key in ("name", "also_known_as", "legal_form", "phone", "email", "website")},
        "kind": choices("--kind", [given["kind"]], OrganisationKind)[0].value if given["kind"] else None,
        "founded": some_day("--founded", given["founded"]) if given["founded"] else None,
        "networks": [{"network": network, "since": since} for network in networks],
        "member_of": _ids(registry, given, "member_of", "organisations"),
        "languages": given["language"],
        "focus_areas": _ids(registry, given, "focus_area", "focus_areas"),
        "target_groups": _ids(registry, given, "target_group", "target_groups"),
        "districts": _ids(registry, given, "district", "districts"),
        "topics_wanted": _ids(registry, given, "topic", "topics"),
        "address": _known(given, "", ("care_of", "street", "po_box", "postal_code", "city")),
        "contacts": _contacts(given),
        "not_the_same": list(not_the_same(registry, given["not_the_same"] or ())),
    }


def not_the_same(registry: Registry, typed: Iterable[str]) -> dict[str, str]:
    """The ids of organisations that are others, each with the reason: ``ID`` or ``ID=REASON``.

    Raises:
        RegistryError: there is no such organisation.
    """
    known = registry.declared("organisations")
    pairs = [text.partition("=") for text in typed]
    return {
        identifiers("--not-the-same", [name.strip()], known)[0]: " ".join(reason.split())
        for name, _sign, reason in pairs
    }


def _contacts(given: Given) -> list[Values]:
    keys = ("given", "family", "title", "salutation", "role", "email", "phone", "language", "channel")
    contact = _known(given, "contact_", keys)
    if "channel" in contact:
        (channel,) = choices("--contact-channel", [contact["channel"]], Channel)
        contact["channel"] = channel.value
    return [contact] if contact else []


def event(registry: Registry, given: Given) -> Values:
    """The values of a new event; what its series and the settings tell is not asked for again.

    Raises:
        RegistryError: an option means nothing in this registry.
    """
    given = _stripped(given)
    (status,) = choices("--status", [given["status"]], EventStatus)
    series_id = _id(registry, given, "series", "series")
    series = registry.settings.series.get(series_id or "")
    own = registry.settings.organisation
    return {
        "title": given["title"] or (series.title if series else None),
        "kind": choices("--kind", [given["kind"]], EventKind)[0].value if given["kind"] else None,
        "topic": given["topic"],
        "network": _id(registry, given, "network", "networks") or (series.network if series else None),
        "uid": str(uuid.uuid4()),
        "series": series_id,
        "number": _count(given, "number"),
        "status": status.value,
        "date": some_day("--date", given["date"]) if given["date"] else None,
        "start": _time(given, "start"),
        "end": _time(given, "end"),
        "venue": _id(registry, given, "venue", "venues"),
        "room": given["room"],
        "online": given["online"],
        "organisers": _ids(registry, given, "organiser", "organisations") or [own] * bool(own),
        "partners": _ids(registry, given, "partner", "organisations"),
        "registration": _registration(given),
    }


def _registration(given: Given) -> Values:
    deadline = some_day("--deadline", given["deadline"]) if given["deadline"] else None
    return (
        {"deadline": deadline, "capacity": _count(given, "capacity")} if deadline or given["capacity"] else {}
    )


def _stripped(given: Given) -> Values:
    """Without blanks around, and without what is empty."""

    def strip(value: Any) -> Any:
        return [item.strip() for item in value] if isinstance(value, list) else (value or "").strip() or None

    return {key: strip(value) for key, value in given.items()}


def _known(given: Given, prefix: str, keys: tuple[str, ...]) -> Values:
    return {key: given[prefix + key] for key in keys if given[prefix + key]}


def _ids(registry: Registry, given: Given, name: str, kind: str) -> list[str]:
    option = f"--{name.replace('_', '-')}"
    return list(identifiers(option, given[name] or (), registry.declared(kind)))


def _id(registry: Registry, given: Given, name: str, kind: str) -> str | None:
    return (
        next(iter(identifiers(f"--{name}", [given[name]], registry.declared(kind))), None)
        if given[name]
        else None
    )


def _time(given: Given, name: str) -> Any:
    advice = _("write it as hours:minutes, for instance 17:00")
    return understood(f"--{name}", given[name], clock_time, advice) if given[name] else None


def _count(given: Given, name: str) -> int | None:
    advice = _("write digits only, for instance 60")
    return understood(f"--{name}", given[name], count, advice) if given[name] else None
