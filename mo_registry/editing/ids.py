"""Ids of new entries: made of their names, and never one that is taken."""

from __future__ import annotations

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Organisation
from mo_registry.names import ID, slug
from mo_registry.registry import Folder, Registry

LONGEST = 80
"""A file's name fits every file system, and a terminal."""

_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)
"""Names that Windows keeps for devices."""


def proposed(name: str) -> str:
    """An id made of a name, cut between two words where it is too long."""
    whole = slug(name)
    if len(whole) <= LONGEST:
        return whole
    return whole[: LONGEST + 1].rpartition("-")[0] or whole[:LONGEST]


def usable(registry: Registry, folder: Folder, wanted: str | None, name: str) -> str:
    """The id of a new entry.

    Args:
        registry: where it is to be new.
        folder: where its file goes.
        wanted: the id that is asked for, if any.
        name: what an id is made of where none is asked for.

    Raises:
        RegistryError: it cannot be an id, or is taken.
    """
    identifier = proposed(name) if wanted is None else wanted
    if not is_valid(identifier):
        raise _unusable(wanted, name)
    if (folder, identifier) in registry.files:
        raise _taken(registry, folder, identifier)
    if now := registry.called_now(identifier):
        raise was_of(registry, identifier, now)
    return identifier


def is_valid(identifier: str) -> bool:
    """Whether it can be an id: small letters, digits and hyphens, not too long, and no device of Windows."""
    return bool(ID.fullmatch(identifier)) and len(identifier) <= LONGEST and identifier not in _RESERVED


def was_of(registry: Registry, identifier: str, now: str) -> RegistryError:
    """That the id was another entry's, so that whoever reads it in an old letter would be misled."""
    entry = registry.entry(now)
    name = entry.name if isinstance(entry, Organisation) else entry.title if entry else now
    return RegistryError(
        _("The id {id} was that of {name}, which is called {now} now.").format(
            id=identifier, name=name, now=now
        ),
        hint=_("Choose another id, so that what still names the old one is not misunderstood."),
    )


def _unusable(wanted: str | None, name: str) -> RegistryError:
    if wanted is None:
        return RegistryError(
            _("No id can be made of “{name}”.").format(name=name),
            hint=_("Give it one: --id some-short-name (small letters, digits and hyphens)"),
        )
    return RegistryError(
        _("“{id}” cannot be an id: small letters, digits and hyphens only, at most {count} of them.").format(
            id=wanted, count=LONGEST
        ),
        hint=_("for instance --id {id}").format(id=proposed(wanted) or proposed(name) or "verein"),
    )


def _taken(registry: Registry, folder: Folder, identifier: str) -> RegistryError:
    path = registry.relative(registry.files[folder, identifier][0]).as_posix()
    named = registry.declared(folder)[identifier]
    return RegistryError(
        _("The id {id} is taken: {name} ({file}).").format(id=identifier, name=named, file=path),
        hint=_("If that is the same, change that file; if not, choose another id: --id {id}-2").format(
            id=identifier
        ),
    )
