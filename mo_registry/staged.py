"""The registry as the next commit will have it: what is staged in git, not what lies on the disk."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mo_registry import git, yamlfile
from mo_registry.source import Disk
from mo_registry.yamlfile import YamlFile


class Staged(Disk):
    """Files as they are staged; a private part that is not in the same repository is as on the disk."""

    def __init__(self, root: Path) -> None:
        """Ask git.

        Args:
            root: the directory that holds ``data/``.

        Raises:
            RegistryError: the directory is in no git repository, or there is no git.
        """
        self.top = git.repository(root)
        self.otherwise = git.staged_otherwise(root / "data")

    def opens(self, part: Path) -> bool:
        if part.is_dir() and git.top_level(part) == self.top and git.knows(part):
            self.otherwise |= git.staged_otherwise(part)
        return super().opens(part)

    def names(self, directory: Path) -> Iterable[str]:
        """What lies in a directory, and what will; see `Source.names`."""
        here = {path.name: text for path, text in self.otherwise.items() if path.parent == directory}
        try:
            known = {*super().names(directory)}
        except FileNotFoundError:
            if all(text is None for text in here.values()):
                raise
            known = set()
        gone = {name for name, text in here.items() if text is None}
        return (known | {*here}) - gone

    def holds(self, path: Path) -> bool:
        if path in self.otherwise:
            return self.otherwise[path] is not None
        return super().holds(path)

    def read(self, path: Path, part: Path) -> YamlFile:
        text = self.otherwise.get(path)
        return super().read(path, part) if text is None else yamlfile.decoded(path, text)

    def raw(self, path: Path) -> bytes:
        text = self.otherwise.get(path)
        return super().raw(path) if text is None else text
