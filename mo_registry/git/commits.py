"""The commits of a repository: found by name, by day, by file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mo_registry.git import program

FORMAT = "--format=%H%x00%h%x00%ct%x00%aN%x00%s"
"""What git is asked to tell of a commit: the fields of `Commit`."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit.

    Attributes:
        id: its whole name.
        short: as much of it as people need.
        seconds: when it was committed, since 1970 in universal time.
        author: who made the change.
        subject: the first line of its message.
    """

    id: str
    short: str
    seconds: int
    author: str
    subject: str


def resolved(directory: Path, revision: str) -> Commit | None:
    """The commit that a revision (a name, a tag, a branch, ``HEAD~3``) stands for; None if it stands for none.

    Raises:
        RegistryError: git is not there.
    """
    # What begins with a dash is no name in git, and would be read as one of its options.
    if not revision or revision.startswith("-") or "\0" in revision:
        return None
    name = program.ask(directory, "rev-parse", "--verify", "--quiet", revision)
    return _told(program.ask(directory, "log", "-1", "--no-walk", FORMAT, name.strip())) if name else None


def last_before(directory: Path, seconds: int) -> Commit | None:
    """The last commit of the current branch that was made at this moment or before.

    Commits that came with a merge count from the merge on.

    Args:
        directory: somewhere in the repository.
        seconds: since 1970 in universal time.

    Raises:
        RegistryError: git is not there.
    """
    if seconds < 0:  # before 1970 nothing was in git, and git takes such a number for none
        return None
    search = ("--first-parent", f"--min-age={seconds}", FORMAT, "HEAD", "--")
    return _told(program.ask(directory, "log", "-1", *search))


def earliest(directory: Path) -> Commit | None:
    """Where the history of the current branch begins, as far as it is here; None without any commit.

    Raises:
        RegistryError: git is not there.
    """
    names = program.ask(directory, "rev-list", "--first-parent", "HEAD", "--").split()
    return resolved(directory, names[-1]) if names else None


def fork_point(directory: Path, name: str) -> str | None:
    """The newest commit that both this one and the current one come from; None where there is none here.

    Raises:
        RegistryError: git is not there.
    """
    return program.ask(directory, "merge-base", "HEAD", name).strip() or None


def _told(answer: str) -> Commit | None:
    if not answer:
        return None
    name, short, seconds, author, subject = answer.rstrip("\n").split("\0")
    return Commit(name, short, int(seconds), author, subject)
