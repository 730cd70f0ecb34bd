"""Where the files of a registry are read from: the disk, or something else that can list and read them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from mo_registry import yamlfile
from mo_registry.yamlfile import YamlFile


class Source(Protocol):
    """The files of a registry by the paths that they have, or would have, on the disk."""

    def opens(self, part: Path) -> bool:
        """Whether there is such a directory of entries."""

    def names(self, directory: Path) -> Iterable[str]:
        """What lies in a directory.

        Raises:
            OSError: it is not there (FileNotFoundError), or cannot be listed.
        """

    def holds(self, path: Path) -> bool:
        """Whether there is something of this name, whatever it is."""

    def read(self, path: Path, part: Path) -> YamlFile:
        """One file of the registry; see `yamlfile.read`."""

    def raw(self, path: Path) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: it cannot be read.
        """

    def folder(self, path: Path) -> Path:
        """A folder on the disk with the files of this one, for those who need real files."""


class Disk:
    """Files as they are now."""

    def opens(self, part: Path) -> bool:
        return part.is_dir()

    def names(self, directory: Path) -> Iterable[str]:
        return os.listdir(directory)  # noqa: PTH208  (names, not paths)

    def holds(self, path: Path) -> bool:
        return os.path.lexists(path)

    def read(self, path: Path, part: Path) -> YamlFile:
        return yamlfile.read(path, part)

    def raw(self, path: Path) -> bytes:
        return path.read_bytes()

    def folder(self, path: Path) -> Path:
        return path


DISK = Disk()
