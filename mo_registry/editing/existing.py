"""Entries that are there: which ids there are, without reading any of them."""

from __future__ import annotations

from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model.rules import did_you_mean


def identifiers(root: Path, private: Path | None = None) -> list[str]:
    """The ids of all entries, as their files are called."""
    parts = [root / "data", *([private] if private else [])]
    found = {
        path.stem
        for part in parts
        for folder in ("organisations", "events")
        for path in _files(part / folder)
    }
    return sorted(found)


def unknown(root: Path, private: Path | None, identifier: str) -> RegistryError:
    """That there is no such entry, and which one was probably meant."""
    return RegistryError(
        _("There is no organisation or event “{id}”.").format(id=identifier),
        hint=did_you_mean(identifier, identifiers(root, private))
        or _("What there is: mo-registry find TEXT"),
    )


def _files(directory: Path) -> list[Path]:
    return list(directory.glob("*.yaml")) if directory.is_dir() else []
