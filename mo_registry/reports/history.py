"""How an entry has become what it is: who changed what in it, and when."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from mo_registry import dialect, git, yamlfile
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.matching import proposal
from mo_registry.model import Event, Organisation
from mo_registry.model.reading import build
from mo_registry.registry import FOLDERS, MODELS, Folder, Registry
from mo_registry.reports.change import Change
from mo_registry.reports.changes import entry_changes
from mo_registry.yamlfile import Mapping as Data
from mo_registry.yamlfile import YamlFile


@dataclass(frozen=True, slots=True)
class Version:
    """An entry after one change.

    Attributes:
        commit: the change; None where it is on the disk only.
        files: the files that it changed, as they were called then, from the top of their repository.
        confidential: whether only the confidential part changed.
        changes: what it changed; None where the file cannot be read, before or after.
        begins: whether the history that is here begins with it, though the entry may be older.
    """

    commit: git.Commit | None
    files: tuple[str, ...]
    confidential: bool
    changes: tuple[Change, ...] | None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """The changes of an entry.

    Attributes:
        id: of the entry, as it is called now, or was called last.
        folder: where it lies.
        versions: the newest first.
        unknown: the confidential part, if it is in no repository, so that nobody knows how it was.
        shallow: whether only the newest part of the history is here.
    """

    id: str
    folder: Folder
    versions: tuple[Version, ...]
    unknown: Path | None = None
    shallow: bool = False


@dataclass(slots=True)
class _Part:
    """One of the files that an entry is read from, through time."""

    directory: Path
    repository: Path
    confidential: bool
    touches: list[git.Touch] = field(default_factory=list)
    """The oldest first."""
    texts: dict[str, YamlFile] = field(default_factory=dict)
    """Of each commit that changed it, how it was after that."""

    def place(self, folder: Folder) -> str:
        """Where its entries of this kind lie in its repository."""
        return (self.directory.resolve() / folder).relative_to(self.repository.resolve()).as_posix()


def history(registry: Registry, identifier: str) -> History:
    """The changes of an entry, of one that was deleted too.

    Args:
        registry: as it is now.
        identifier: an id, or one that the entry had before it was renamed.

    Raises:
        RegistryError: the registry is in no git repository, there is no git, or there never was such an entry.
    """
    name = _current(registry, identifier)
    parts = [*_parts(registry)]
    for folder in FOLDERS:
        for part in parts:
            _trace(registry, part, folder, name)
        if any(part.touches for part in parts) or (folder, name) in registry.files:
            versions = [*_told(registry, folder, name, parts)]
            private = registry.private
            unknown = private if all(part.directory != private for part in parts) else None
            shallow = any(git.is_shallow(part.repository) for part in parts)
            return History(name, folder, tuple(reversed(versions)), unknown, shallow)
    known = {key: text for folder in FOLDERS for key, text in registry.declared(folder).items()}
    raise RegistryError(
        _("There is no entry “{id}”, and git remembers none.").format(id=identifier),
        hint=proposal(name, known) or _("look for it with mo-registry find {text}").format(text=identifier),
    )


def _current(registry: Registry, identifier: str) -> str:
    name = Path(identifier).name.removesuffix(".yaml")
    if any((folder, name) in registry.files for folder in FOLDERS):
        return name
    return registry.called_now(name) or name


def _parts(registry: Registry) -> Iterator[_Part]:
    yield _Part(registry.root / "data", git.repository(registry.root), confidential=False)
    if registry.private and git.is_known(registry.private):
        yield _Part(registry.private, git.repository(registry.private), confidential=True)


# Which commits, and what stood in the files then ---------------------------------------------------------------


def _trace(registry: Registry, part: _Part, folder: Folder, name: str) -> None:
    """Find all commits that changed the entry's file in this part, whatever its name was."""
    place = part.place(folder)
    found = git.touches(part.repository, f"{place}/{name}.yaml")
    entry = registry.entry(name)
    for former in reversed(entry.former_ids) if entry else ():
        path = f"{place}/{former}.yaml"
        if all(touch.path != path for touch in found):
            found = _before(found, git.touches(part.repository, path))
    part.touches = found[::-1]
    _read(part)


def _before(later: list[git.Touch], earlier: list[git.Touch]) -> list[git.Touch]:
    """Two histories in one, where git saw a new file instead of a new name."""
    if not later:
        return earlier
    first = later[-1]
    if earlier and earlier[0].gone and earlier[0].commit == first.commit:
        renamed = git.Touch(first.commit, first.path, earlier[0].path)
        return [*later[:-1], renamed, *earlier[1:]]
    return [*later, *(touch for touch in earlier if touch.commit.seconds <= first.commit.seconds)]


def _read(part: _Part) -> None:
    there = [touch for touch in part.touches if not touch.gone]
    names = [f"{touch.commit.id}:{touch.path}" for touch in there]
    contents = git.contents(part.repository, names, dialect.MAX_BYTES)
    for touch, content in zip(there, contents, strict=True):
        path = part.repository / touch.path
        whole = content.size <= dialect.MAX_BYTES
        part.texts[touch.commit.id] = yamlfile.decoded(path, content.start) if whole else YamlFile(path, {})


# What each of them changed -------------------------------------------------------------------------------------

Files = Mapping[Path, YamlFile]
"""The files that an entry is read from at one moment, by the part of the registry that each lies in."""


def _told(registry: Registry, folder: Folder, name: str, parts: Sequence[_Part]) -> Iterator[Version]:
    """One version after the other, the oldest first."""
    hidden = frozenset(part.directory for part in parts if part.confidential)
    before: Files = {}
    timeline = heapq.merge(*map(_timed, parts), key=lambda step: step[0].commit.seconds)
    for commit, together in groupby(timeline, key=lambda step: step[0].commit):
        steps = [*together]
        after = {
            **before,
            **{part.directory: part.texts[commit.id] for touch, part in steps if not touch.gone},
        }
        for touch, part in steps:
            if touch.gone:
                after.pop(part.directory, None)
        yield Version(
            commit,
            tuple(touch.path for touch, _part in steps),
            all(part.confidential for _touch, part in steps),
            _changes(registry, folder, before, after, hidden),
            all(_begins(touch, part) for touch, part in steps),
        )
        before = after
    now = {part.directory: part.directory / folder / f"{name}.yaml" for part in parts}
    after = {
        place: registry.source.read(path, place)
        for place, path in now.items()
        if path in registry.files.get((folder, name), ())
    }
    changed = [place for place in now if _says(before.get(place)) != _says(after.get(place))]
    if changed:
        files = tuple(f"{part.place(folder)}/{name}.yaml" for part in parts if part.directory in changed)
        yield Version(
            None, files, hidden.issuperset(changed), _changes(registry, folder, before, after, hidden)
        )


def _timed(part: _Part) -> Iterator[tuple[git.Touch, _Part]]:
    return ((touch, part) for touch in part.touches)


def _says(file: YamlFile | None) -> Data | None:
    return file.data if file else None


def _changes(
    registry: Registry, folder: Folder, before: Files, after: Files, hidden: frozenset[Path]
) -> tuple[Change, ...] | None:
    old, new = _entry(folder, before), _entry(folder, after)
    if (before and old is None) or (after and new is None):
        return None
    files = [file for state in (before, after) for place, file in state.items() if place in hidden]
    confidential = frozenset(key for file in files for key in file.data)
    return tuple(entry_changes(old, new, registry, confidential=confidential))


def _entry(folder: Folder, files: Files) -> Organisation | Event | None:
    """The entry that stands in the files; None where there is none, or where one of them cannot be read."""
    if not files or not all(file.data for file in files.values()):
        return None
    data: Data = {}
    for file in files.values():
        data = _united(data, file.data)
    paths = tuple(file.path for file in files.values())
    entry, _findings = build(MODELS[folder], data, paths)
    named: Organisation | Event | None = entry.named(paths[0].stem) if entry else None
    return named


def _united(one: Data, other: Data) -> Data:
    """Two parts of an entry as one, as the registry puts them together."""
    result = dict(one)
    for key, value in other.items():
        present = result.get(key)
        result[key] = (
            _united(present, value)
            if isinstance(present, dict) and isinstance(value, dict)
            else (value if present is None else present)
        )
    return result


def _begins(touch: git.Touch, part: _Part) -> bool:
    """Whether the file is new here only because nothing older is here."""
    if touch is not part.touches[0] or touch.former or not git.is_shallow(part.repository):
        return False
    return git.resolved(part.repository, f"{touch.commit.id}^") is None
