"""The overview of whatever has an id."""

from __future__ import annotations

from pathlib import PurePath

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.matching import proposal
from mo_registry.overview.event import event_overview
from mo_registry.overview.facts import Overview
from mo_registry.overview.organisation import organisation_overview
from mo_registry.overview.settings import VOCABULARIES, settings_overview
from mo_registry.registry import Registry

_KINDS = ("organisations", "events", "networks", "venues", "series", *VOCABULARIES)


def overview(registry: Registry, identifier: str) -> Overview:
    """What is known about an organisation, an event, or something that the settings declare.

    Args:
        registry: where to look.
        identifier: an id, one that an entry had before it was renamed, or the path of an entry's file.

    Raises:
        RegistryError: nothing has this id.
    """
    name = PurePath(identifier).name.removesuffix(".yaml")
    if organisation := registry.organisations.get(name):
        return organisation_overview(registry, organisation)
    if event := registry.events.get(name):
        return event_overview(registry, event)
    for folder in ("organisations", "events"):
        if files := registry.files.get((folder, name)):
            return Overview(
                folder.removesuffix("s"), name, name, _("This entry cannot be used as it is."), [], files
            )
    if found := settings_overview(registry, name):
        return found
    if now := registry.called_now(name):
        return overview(registry, now)
    known = {key: text for kind in _KINDS for key, text in registry.declared(kind).items()}
    raise RegistryError(
        _("Nothing in this registry has the id “{id}”.").format(id=identifier),
        hint=proposal(name, known) or _("look for it with mo-registry find {text}").format(text=identifier),
    )
