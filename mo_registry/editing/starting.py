"""A new registry: the starter's files and the schemas, none of them over a file that is there already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from mo_registry import files, schema
from mo_registry.editing import tidy
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.registry import SETTINGS

STARTER = Path(__file__).parent.parent / "starter"

_NAME = re.compile(r"^name: .*$", re.MULTILINE)
_NAMED = 5
"""So many files are named in a message."""


def contents(name: str | None = None) -> dict[Path, str]:
    """What a new registry consists of: paths relative to its directory, and texts; the settings come last.

    Args:
        name: what the registry is called; else as the starter calls it.
    """
    found = {
        path.relative_to(STARTER): path.read_text(encoding="utf-8")
        for path in sorted(STARTER.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    found |= {Path("schema", file): text for file, text in schema.texts().items()}
    settings = found.pop(SETTINGS)
    if name:
        settings = _NAME.sub(lambda _match: f"name: {tidy.scalar(name.strip())}", settings, count=1)
    return {**found, SETTINGS: settings}


def write(directory: Path, wanted: Mapping[Path, str]) -> list[Path]:
    """Write the files of a new registry.

    The settings, by which a directory is known as a registry, are written last: what a crash leaves behind is
    no registry, and the next run completes it.

    Args:
        directory: where to; made if it is not there.
        wanted: paths and texts, as `contents` gives them.

    Returns:
        The files that were written; those that are there already, word for word, are not among them.

    Raises:
        RegistryError: a file is there already and says something else, or one cannot be written.
    """
    if directory.exists() and not directory.is_dir():
        raise RegistryError(
            _("{path} is a file, not a directory.").format(path=directory),
            hint=_("Name a directory for the new registry; it need not be there yet."),
        )
    missing = [path for path in wanted if not (directory / path).exists()]
    if other := [path for path in wanted if path not in missing and _differs(directory / path, wanted[path])]:
        raise _in_the_way(directory, other)
    written: list[Path] = []
    try:
        for path in missing:
            files.create(directory / path, wanted[path])
            written.append(path)
    except BaseException:
        for path in written:
            (directory / path).unlink(missing_ok=True)
        raise
    return written


def _differs(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") != text
    except (OSError, UnicodeDecodeError):
        return True


def _in_the_way(directory: Path, other: list[Path]) -> RegistryError:
    named = ", ".join(path.as_posix() for path in other[:_NAMED])
    more = len(other) - _NAMED
    named = _("{files} and {count} more").format(files=named, count=more) if more > 0 else named
    return RegistryError(
        _("In {directory} there is already: {files}. Nothing was written.").format(
            directory=directory, files=named
        ),
        hint=_("Choose another directory, or move these files away first."),
    )
