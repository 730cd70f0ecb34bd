"""Drafts: texts that somebody has typed and that could not be written yet. They wait in ``out/drafts/``."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from mo_registry.files import hide, replace
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

FOLDER = Path("out", "drafts")
_BEGUN_FROM = ".before"


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that waits."""

    path: Path
    text: bytes
    before: bytes | None
    """What the file said when the draft was begun; None if there was no file."""


def place(root: Path, identifier: str, *, private: bool = False) -> Path:
    """Where the draft of an entry, or of its confidential part, waits."""
    return root / FOLDER / (f"{identifier}.private.yaml" if private else f"{identifier}.yaml")


def keep(path: Path, text: bytes, before: bytes | None) -> None:
    """Keep a draft in place of an earlier one.

    Args:
        path: as `place` says.
        text: what was typed.
        before: what the file said when the draft was begun; None if there was no file.

    Raises:
        RegistryError: it cannot be written.
    """
    try:
        hide(path.parent)
        if before is not None:
            replace(_begun_from(path), before)
        else:
            _begun_from(path).unlink(missing_ok=True)
        replace(path, text)
    except OSError as error:
        raise RegistryError(
            _("The draft cannot be kept in {path}: {reason}").format(
                path=path, reason=error.strerror or error
            )
        ) from error


def waiting(path: Path) -> Kept | None:
    """The draft that waits there, if there is one.

    Raises:
        RegistryError: it cannot be read.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RegistryError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror or error)
        ) from error
    before = _begun_from(path)
    return Kept(path, text, before.read_bytes() if before.is_file() else None)


def throw_away(path: Path) -> None:
    """Let a draft be no more; what it was about is written, or nobody wants it."""
    for one in (path, _begun_from(path)):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)


def _begun_from(path: Path) -> Path:
    return path.with_suffix(f"{_BEGUN_FROM}.yaml")
