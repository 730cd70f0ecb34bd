"""Which repository a directory belongs to, and what state it is in."""

from __future__ import annotations

from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.git import program
from mo_registry.i18n import _


def top_level(directory: Path) -> Path | None:
    """The working tree that a directory is in; None where there is none, or no git."""
    try:
        answer = program.ask(directory, "rev-parse", "--show-toplevel")
    except RegistryError:
        return None
    return Path(answer.removesuffix("\n")) if answer else None


def repository(directory: Path) -> Path:
    """The working tree that a directory is in.

    Raises:
        RegistryError: there is none, git refuses (it belongs to somebody else), or is not there.
    """
    done = program.call(directory, "rev-parse", "--show-toplevel")
    if done.returncode == 0:
        return Path(done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n"))
    directory = directory.resolve()
    if any((place / ".git").exists() for place in (directory, *directory.parents)):
        raise program.refusal(done)
    raise RegistryError(
        _("{directory} is in no git repository, so nobody knows how it was before.").format(
            directory=directory
        ),
        hint=_("Make one with git init; it remembers from its first commit on."),
    )


def is_known(directory: Path) -> bool:
    """Whether the current commit of a repository holds this directory, or anything below it.

    Raises:
        RegistryError: git is not there.
    """
    return bool(program.ask(directory, "rev-parse", "--verify", "--quiet", "HEAD:./"))


def is_shallow(directory: Path) -> bool:
    """Whether only the newest part of the history is here, as after ``git clone --depth``."""
    return program.ask(directory, "rev-parse", "--is-shallow-repository").strip() == "true"


def hooks_folder(directory: Path) -> Path:
    """Where git looks for the hooks of a repository.

    Raises:
        RegistryError: git refuses, or is not there.
    """
    return (directory / program.text(directory, "rev-parse", "--git-path", "hooks").rstrip("\r\n")).resolve()


def own_folder(directory: Path) -> Path:
    """The folder in which git keeps a repository, shared by all its working trees.

    Raises:
        RegistryError: git refuses, or is not there.
    """
    return directory / program.text(directory, "rev-parse", "--git-common-dir").rstrip("\r\n")
