"""Entries that are there: which ids there are, without reading any of them."""

from __future__ import annotations

from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model.rules import did_you_mean
from mo_registry.registry import FOLDERS
from mo_registry.yamlfile import read


def identifiers(root: Path, private: Path | None = None) -> list[str]:
    """The ids of all entries, as their files are called."""
    found = {
        path.stem for part in _parts(root, private) for folder in FOLDERS for path in _files(part / folder)
    }
    return sorted(found)


def called_now(root: Path, private: Path | None, identifier: str) -> str:
    """The id of the entry that had this one before it was renamed.

    Raises:
        RegistryError: there is none, so that the id is unknown.
    """
    paths = (path for part in _parts(root, private) for folder in FOLDERS for path in _files(part / folder))
    now = next((path.stem for path in paths if _had(path, identifier)), None)
    if now is None:
        raise unknown(root, private, identifier)
    return now


def _had(path: Path, identifier: str) -> bool:
    """Whether an entry had this id before it was renamed."""
    try:
        raw = path.read_bytes()
    except OSError:
        return False
    if identifier.encode() not in raw or b"former_ids" not in raw:  # so few files are taken apart
        return False
    former = read(path).data.get("former_ids")
    return isinstance(former, list) and identifier in former


def unknown(root: Path, private: Path | None, identifier: str) -> RegistryError:
    """That there is no such entry, and which one was probably meant."""
    return RegistryError(
        _("There is no organisation or event “{id}”.").format(id=identifier),
        hint=did_you_mean(identifier, identifiers(root, private))
        or _("What there is: mo-registry find TEXT"),
    )


def _parts(root: Path, private: Path | None) -> list[Path]:
    return [root / "data", *([private] if private else [])]


def _files(directory: Path) -> list[Path]:
    return list(directory.glob("*.yaml")) if directory.is_dir() else []
