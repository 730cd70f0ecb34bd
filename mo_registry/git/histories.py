"""The commits that a file was changed in, under whatever name it had then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mo_registry.git import program
from mo_registry.git.commits import FORMAT, Commit

_ALIKE = "--find-renames=70%"
"""Entries are short and look alike: git's own half would take a new one for an old one renamed."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A commit that changed a file.

    Attributes:
        commit: which one.
        path: what the file is called since, or was called until it was deleted; from the top of the repository.
        former: what it was called before; the same, unless it was renamed; empty where it was new.
        gone: whether it was deleted.
    """

    commit: Commit
    path: str
    former: str
    gone: bool = False


def touches(directory: Path, path: str, start: str = "HEAD") -> list[Touch]:
    """The commits that changed a file, the last one first, also those in which it had another name.

    Args:
        directory: the top of the repository.
        path: of the file, from the top of the repository; it need not exist any more.
        start: the commit to look back from.

    Raises:
        RegistryError: git is not there.
    """
    options = ("--follow", _ALIKE, "--name-status", "-z", FORMAT, start)
    told = program.ask(directory, "--literal-pathspecs", "log", *options, "--", path)
    return [*_read(told.split("\0"))]


def _read(fields: list[str]) -> Iterator[Touch]:
    """git tells of a commit and, behind it, of the file: a letter, and the names before and after."""
    rest = iter(fields)
    for name in rest:
        if not name:
            return
        commit = Commit(name, next(rest), int(next(rest)), next(rest), next(rest))
        letter, first = next(rest).strip(), next(rest)
        if letter.startswith("R"):
            yield Touch(commit, next(rest), first)
        else:
            yield Touch(commit, first, "" if letter == "A" else first, gone=letter == "D")
