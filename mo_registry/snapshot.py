"""The files of a registry as commits of git have them, for whoever reads a registry."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from mo_registry import dialect, git, yamlfile
from mo_registry.finding import Place, RegistryError
from mo_registry.i18n import _
from mo_registry.yamlfile import YamlFile

MAX_TEMPLATE = 50_000_000
"""Bytes of a file beside the templates: a font for Chinese has twenty million."""

_DEPTH = 2
"""So many names lead from a part to an entry at most."""
_MOST_LINKS = 40


class OutsideLink(Exception):
    """A link leads out of the folder that it lies in."""


@dataclass(eq=False)
class Snapshot:
    """The files of a registry at one moment, by the paths that they have, or had, on the disk.

    Attributes:
        root: the directory that holds ``data/``.
        commit: what was in force in the repository of the registry itself.
        seconds: the moment, since 1970 in universal time: a part in a repository of its own is read from
            the last commit that this one had then.
        absent: parts that are here today, but not in git, or were not yet.
    """

    root: Path
    commit: git.Commit
    seconds: int
    absent: list[Path] = field(default_factory=list)
    parts: dict[Path, Committed] = field(default_factory=dict)
    """Of each part of the registry, what it held."""
    _made: dict[Path, Path] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.repository = git.repository(self.root)
        data = self.root / "data"
        self.parts[data] = Committed(data, self.repository, self.commit).entries()

    def opens(self, part: Path) -> bool:
        """Whether there were files in this directory; where not, though there is such a part today, it is absent."""
        there = next(place for place in (part, *part.parents) if place.is_dir())
        if repository := git.top_level(there):
            own = repository == self.repository
            if commit := self.commit if own else git.last_before(repository, self.seconds):
                self.parts[part] = Committed(part, repository, commit).entries()
        if part in self.parts and self.parts[part].files:
            return True
        if part.is_dir() or self._has_another():
            self.absent.append(part)
        return False

    def names(self, directory: Path) -> Iterable[str]:
        """What lay in a directory.

        Raises:
            OSError: it was not there (FileNotFoundError), or was none.
        """
        for part in self.parts.values():
            if str(directory) in part.folders:
                return part.folders[str(directory)]
        raise _error(errno.ENOTDIR if self.holds(directory) else errno.ENOENT)

    def holds(self, path: Path) -> bool:
        """Whether there was something of this name."""
        return any(str(path) in part.files or str(path) in part.folders for part in self.parts.values())

    def read(self, path: Path, part: Path) -> YamlFile:
        """One file of the registry; see `yamlfile.read`."""
        place = Place((path,))
        try:
            content = self.parts[part].content(path)
        except OutsideLink:
            return YamlFile(path, {}, (dialect.outside_link(place),))
        except IsADirectoryError:
            reason = _("it is a folder or a device, not a file")
            return YamlFile(path, {}, (dialect.unreadable(place, reason),))
        except OSError as error:
            return YamlFile(path, {}, (dialect.unreadable(place, str(error.strerror)),))
        if content.size > dialect.MAX_BYTES:
            return YamlFile(path, {}, (dialect.too_large(place, content.size),))
        return yamlfile.decoded(path, content.start)

    def raw(self, path: Path) -> bytes:
        """The bytes of a file, of a large one the first of them.

        Raises:
            OSError: there was none.
        """
        for part in self.parts.values():
            if str(path) in part.files:
                try:
                    return part.content(path).start
                except OutsideLink:
                    break
        raise _error(errno.ENOENT)

    def folder(self, path: Path) -> Path:
        """A temporary folder, gone when the snapshot is, with the files of this one.

        Raises:
            RegistryError: a file is too large, or a link that leads out of the folder.
        """
        if path not in self._made:
            home = Path(tempfile.mkdtemp(prefix="mo-registry-"))
            weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)
            Committed(path, self.repository, self.commit).write(home / path.name)
            self._made[path] = home / path.name
        return self._made[path]

    def _has_another(self) -> bool:
        """Whether the settings of today name a confidential part, which may have lain elsewhere then."""
        named = yamlfile.read(self.root / "data" / "registry.yaml").data.get("private")
        return isinstance(named, str) and (self.root / named).is_dir()


class Committed:
    """A folder as a commit has it.

    Attributes:
        files: by the paths that they would have on the disk.
        folders: the names in each of its folders.
    """

    def __init__(self, place: Path, repository: Path, commit: git.Commit) -> None:
        self.place, self.repository, self.commit = place, repository, commit
        self.files: dict[str, git.File] = {}
        self.folders: dict[str, set[str]] = {}
        self._contents: dict[str, git.Content] = {}
        folder = (place.parent.resolve() / place.name).relative_to(repository.resolve()).as_posix()
        prefix = "" if folder == "." else f"{folder}/"
        for file in git.tree(repository, commit.id, prefix):
            self._add(file, file.path.removeprefix(prefix).split("/"))

    def entries(self) -> Committed:
        """The same, with the contents of all files that may be entries or settings at hand."""
        depth = str(self.place).count(os.sep) + _DEPTH
        self._fetch(
            [
                file.blob
                for path, file in self.files.items()
                if path.count(os.sep) <= depth and path.lower().endswith((".yaml", ".yml"))
            ],
            dialect.MAX_BYTES,
        )
        return self

    def content(self, path: Path, limit: int = dialect.MAX_BYTES) -> git.Content:
        """What stands in a file, or in the file that a link leads to.

        Raises:
            OutsideLink: it leads out of this folder.
            OSError: there is no such file, or it is a folder.
        """
        name = str(path)
        for _step in range(_MOST_LINKS):
            file = self.files.get(name)
            if file is None or file.mode == git.REPOSITORY:
                raise _error(errno.EISDIR if name in self.folders or file else errno.ENOENT)
            content = self._fetched(file.blob, limit)
            if file.mode != git.LINK:
                return content
            name = self._target(name, content)
        raise _error(errno.ELOOP)

    def write(self, target: Path) -> None:
        """Write all files below a folder of the disk, links as the files that they lead to.

        Raises:
            RegistryError: a file is too large, or a link that leads out of the folder.
        """
        self._fetch([file.blob for file in self.files.values()], MAX_TEMPLATE)
        for name, file in self.files.items():
            path = target / Path(name).relative_to(self.place)
            try:
                content = self.content(Path(name), MAX_TEMPLATE)
            except OutsideLink:
                raise _refused(
                    _("{file} leads out of its folder in commit {commit}."), file, self.commit
                ) from None
            except OSError:  # a link to nothing is nothing
                continue
            if content.size > MAX_TEMPLATE:
                raise _refused(_("{file} is too large in commit {commit}."), file, self.commit)
            if path.resolve().is_relative_to(
                target.resolve()
            ):  # a commit can be made by hand, with “..” in it
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.start)

    def _add(self, file: git.File, way: list[str]) -> None:
        place = str(self.place)
        for name in way[:-1]:
            self.folders.setdefault(place, set()).add(name)
            place = f"{place}{os.sep}{name}"
        self.folders.setdefault(place, set()).add(way[-1])
        self.files[f"{place}{os.sep}{way[-1]}"] = file

    def _target(self, link: str, content: git.Content) -> str:
        aim = content.start.decode("utf-8", "surrogateescape").replace("/", os.sep)
        target = os.path.normpath(os.path.join(os.path.dirname(link), aim))  # noqa: PTH118, PTH120  (no disk)
        if not Path(target).is_relative_to(self.place):
            raise OutsideLink
        return target

    def _fetched(self, blob: str, limit: int) -> git.Content:
        if blob not in self._contents:
            self._fetch([blob], limit)
        return self._contents[blob]

    def _fetch(self, names: list[str], limit: int) -> None:
        wanted = [name for name in dict.fromkeys(names) if name not in self._contents]
        self._contents.update(zip(wanted, git.contents(self.repository, wanted, limit), strict=True))


def _refused(message: str, file: git.File, commit: git.Commit) -> RegistryError:
    return RegistryError(message.format(file=file.path, commit=commit.short))


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))
