"""What is other than a commit has it: on the disk, and in what the next commit takes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mo_registry.git import program
from mo_registry.git.commits import resolved
from mo_registry.git.contents import content


def has_news(directory: Path, paths: Iterable[Path]) -> bool:
    """Whether these files and folders hold something that no commit does: changed, new, or gone.

    Args:
        directory: somewhere in the repository.
        paths: in it.

    Raises:
        RegistryError: git is not there.
    """
    names = (str(path.resolve()) for path in paths)
    return bool(program.ask(directory, "status", "--porcelain", "--untracked-files=all", "--", *names))


def changed_files(directory: Path, name: str) -> set[Path]:
    """The files below a folder that are not as in this commit, new and deleted ones among them.

    What is changed, but not committed, counts, and so does what git does not know of, or ignores. Of a renamed
    file both names are there.

    Raises:
        RegistryError: git refuses, or is not there.
    """
    changed = _names(directory, "diff", "--name-only", "--no-renames", "--relative", "-z", name, "--", ".")
    return changed | _untracked(directory)


def staged_files(directory: Path) -> set[Path]:
    """The files below a folder that the next commit changes; before the first commit, all that are staged.

    Raises:
        RegistryError: git refuses, or is not there.
    """
    if resolved(directory, "HEAD") is None:
        return _names(directory, "ls-files", "--cached", "-z", "--", ".")
    return _names(directory, "diff", "--cached", "--name-only", "--no-renames", "--relative", "-z", "--", ".")


def knows(directory: Path) -> bool:
    """Whether there is a file below a folder that the next commit holds, changed or not.

    Raises:
        RegistryError: git refuses, or is not there.
    """
    return bool(_names(directory, "ls-files", "--cached", "-z", "--", "."))


def staged_otherwise(directory: Path) -> dict[Path, bytes | None]:
    """The files below a folder that the next commit will not hold as they are on the disk.

    Returns:
        Of each its content in the next commit, or None where it will not be in it.

    Raises:
        RegistryError: git refuses, or is not there.
    """
    differing = _names(directory, "diff", "--name-only", "--no-renames", "--relative", "-z", "--", ".")
    found: dict[Path, bytes | None] = dict.fromkeys(_untracked(directory))
    for path in differing:
        found[path] = content(directory, "", path)
    return found


def _untracked(directory: Path) -> set[Path]:
    return _names(directory, "ls-files", "--others", "-z", "--", ".")


def _names(directory: Path, *arguments: str) -> set[Path]:
    listed = program.run(directory, *arguments).split(b"\0")
    return {directory / name.decode("utf-8", "surrogateescape") for name in listed if name}
