"""The registry as it stood, for what was missed and for what is proven."""

from __future__ import annotations

from mo_registry import revisions
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.registry import LEFT_OUT, Registry
from mo_registry.revisions import Moment
from mo_registry.snapshot import Snapshot


def as_it_stood(registry: Registry, then: str | Moment) -> Registry:
    """The registry on a day, at a commit or at a moment, with all its parts.

    Raises:
        RegistryError: nobody knows how it stood.
    """
    is_left_out = registry.settings.private and not registry.private and not registry.lacks_private
    found = revisions.at(registry.root, LEFT_OUT if is_left_out else registry.private, then)
    absent = found.source.absent if isinstance(found.source, Snapshot) else []
    for part in absent:
        if part.is_dir():
            raise RegistryError(_("How {folder} stood then is in no commit.").format(folder=part))
    return found
