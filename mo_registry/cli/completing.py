"""What the shell proposes at the tabulator key: ids, terms, kinds, columns, codes.

Completion must be there at once and must never disturb. The registry is not loaded: file names are listed,
and at most one file, the settings, is read. Whatever goes wrong, nothing is proposed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

Proposals: TypeAlias = list[tuple[str, str]]
"""What can be typed, each with a word of explanation for shells that show it."""
Completion: TypeAlias = Callable[[Any, list[str], str], Proposals]


_SETTINGS = Path("data", "registry.yaml")


def _silent(propose: Callable[[Any, str], Iterable[tuple[str, str]]]) -> Completion:
    """A callback for Typer: proposals that begin with what is typed, and none where anything goes wrong."""

    @functools.wraps(propose)
    def completion(ctx: Any, args: list[str], incomplete: str) -> Proposals:
        try:
            return [(word, aside) for word, aside in propose(ctx, incomplete) if word.startswith(incomplete)]
        except Exception:  # noqa: BLE001  (a message in the middle of a half typed line helps nobody)
            return []

    del completion.__wrapped__  # Typer would ask the wrapped function for its arguments
    return completion


def _root(ctx: Any) -> Path:
    # As mo_registry.registry.find_root, without importing the whole model.
    start = Path(ctx.find_root().params.get("registry") or Path.cwd()).resolve()
    return next(place for place in (start, *start.parents) if (place / _SETTINGS).is_file())


def _entries(ctx: Any, folder: str) -> Iterable[tuple[str, str]]:
    return [
        (name, "") for name in sorted(path.stem for path in (_root(ctx) / "data" / folder).glob("*.yaml"))
    ]


def _declared(ctx: Any, kind: str) -> Iterable[tuple[str, str]]:
    from mo_registry.yamlfile import read

    declared = read(_root(ctx) / _SETTINGS).data.get(kind)
    if not isinstance(declared, Mapping):
        return []
    return [(name, _described(value)) for name, value in declared.items()]


def _described(value: Any) -> str:
    texts = [value.get(key) for key in ("name", "title", "de")] if isinstance(value, Mapping) else []
    return next((text for text in texts if isinstance(text, str)), "")


def _values(enumeration: str, module: str) -> Iterable[tuple[str, str]]:
    from importlib import import_module

    from mo_registry.labels import label

    members = getattr(import_module(f"mo_registry.model.{module}"), enumeration)
    return [(member.value, label(member.value)) for member in members]


@_silent
def organisations(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of organisations."""
    return _entries(ctx, "organisations")


@_silent
def events(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of events."""
    return _entries(ctx, "events")


@_silent
def anything(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of whatever can be shown."""
    for folder in ("organisations", "events"):
        yield from _entries(ctx, folder)
    for kind in ("networks", "venues", "series", "focus_areas", "target_groups", "districts", "topics"):
        yield from _declared(ctx, kind)


@_silent
def networks(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of networks."""
    return _declared(ctx, "networks")


@_silent
def venues(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of venues."""
    return _declared(ctx, "venues")


@_silent
def series(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of series."""
    return _declared(ctx, "series")


@_silent
def jobs(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ids of jobs."""
    return _declared(ctx, "jobs")


@_silent
def focus_areas(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Focus areas."""
    return _declared(ctx, "focus_areas")


@_silent
def target_groups(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Target groups."""
    return _declared(ctx, "target_groups")


@_silent
def districts(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Districts."""
    return _declared(ctx, "districts")


@_silent
def topics(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Topics."""
    return _declared(ctx, "topics")


@_silent
def vocabularies(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Vocabularies of the settings."""
    from mo_registry.labels import label

    return [(name, label(name)) for name in ("focus_areas", "target_groups", "districts", "topics")]


@_silent
def organisation_kinds(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Kinds of organisations."""
    return _values("OrganisationKind", "organisation")


@_silent
def organisation_statuses(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Statuses of organisations."""
    return _values("Status", "organisation")


@_silent
def event_kinds(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Kinds of events."""
    return _values("EventKind", "event")


@_silent
def event_statuses(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Statuses of events."""
    return _values("EventStatus", "event")


@_silent
def channels(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Ways of writing to somebody."""
    return _values("Channel", "organisation")


@_silent
def languages(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Codes of languages that are often needed, in the words of the language in force."""
    from mo_registry.i18n import language
    from mo_registry.labels import language_name

    common = "ar de de-simple el en es fa fr it ku pl pt ro ru so sq sr ti tr uk vi"
    return [(code, language_name(code, language())) for code in common.split()]


@_silent
def codes(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Codes of checks, in capitals or not as they are typed."""
    from mo_registry import checks, manual

    pages = [manual.page(rule) for rule in checks.catalogue()]
    lower = incomplete[:1].islower()
    return [(page.rule.code.lower() if lower else page.rule.code, page.title) for page in pages]


@_silent
def schemas(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Kinds of files that have a schema."""
    return [("organisation", ""), ("event", ""), ("settings", "")]


@_silent
def templates(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Names of templates, with their languages as soon as a name is typed."""
    from mo_registry.documents.authoring.inventory import inventory
    from mo_registry.documents.templates import Templates

    items = inventory(Templates(_root(ctx)))
    with_language = "." in incomplete or any(item.name == incomplete for item in items)
    found = {(item.key if with_language else item.name): item.purpose for item in items}
    return found.items()


@_silent
def columns(ctx: Any, incomplete: str) -> Iterable[tuple[str, str]]:
    """Columns of the list that is asked for; those before the last comma stay as they are typed."""
    from mo_registry.i18n import _
    from mo_registry.lists import actions, events, organisations, settings

    listing: Any = {
        "organisations": organisations.LISTING,
        "events": events.LISTING,
        "actions": actions.LISTING,
        "venues": settings.VENUES,
        "networks": settings.NETWORKS,
        "terms": settings.TERMS,
    }[ctx.info_name]
    before, comma, _last = incomplete.rpartition(",")
    return [(f"{before}{comma}{column.name}", _(column.heading)) for column in listing.columns]
