"""Of what a result was made: the sums of all that was read, and the commit that holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from mo_registry import git
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.jobs.manifest import Inputs
from mo_registry.registry import SETTINGS, Registry
from mo_registry.snapshot import Snapshot


def inputs(registry: Registry) -> Inputs:
    """What a registry was read from.

    Raises:
        RegistryError: a file of it cannot be read any more.
    """
    try:
        sums = {name: _sum(files) for name, files in _parts(registry).items()}
    except OSError as error:
        raise RegistryError(
            _("{path} cannot be read: {reason}.").format(path=error.filename, reason=error.strerror or error),
            hint=_("Look at its rights, then run the job again."),
        ) from error
    if isinstance(registry.source, Snapshot):
        return Inputs(registry.source.commit.id, dirty=False, sums=sums)
    head = git.resolved(registry.root, "HEAD") if git.top_level(registry.root) else None
    places = [registry.root / "data", registry.root / "templates"]
    private = registry.private
    dirty = head is None or git.has_news(registry.root, places)
    if private and git.top_level(private):
        dirty = dirty or git.has_news(private, [private])
    return Inputs(head.id if head else "", dirty, sums)


def _parts(registry: Registry) -> dict[str, Iterable[tuple[str, bytes]]]:
    parts: dict[str, Iterable[tuple[str, bytes]]] = {"data": _entries(registry, registry.root / "data")}
    if registry.private:
        parts["private"] = _entries(registry, registry.private)
    return {**parts, "templates": _templates(registry.templates)}


def _entries(registry: Registry, part: Path) -> Iterator[tuple[str, bytes]]:
    files = {registry.root / SETTINGS, *(path for paths in registry.files.values() for path in paths)}
    for path in sorted(path for path in files if path.is_relative_to(part)):
        yield path.relative_to(part).as_posix(), registry.source.raw(path)


def _templates(folder: Path) -> Iterator[tuple[str, bytes]]:
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(files):
        if not any(part.startswith(".") for part in name.parts):
            yield name.as_posix(), files[name].read_bytes()


def _sum(files: Iterable[tuple[str, bytes]]) -> str:
    """One sum of many files: of their names and sums, a line each, as ``sha256sum`` writes them."""
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in files)
    return sha256("".join(lines).encode()).hexdigest()
