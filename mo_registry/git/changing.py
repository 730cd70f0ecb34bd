"""What changes a repository, or a text in the way that git does it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.git import program
from mo_registry.git.repositories import top_level
from mo_registry.i18n import _


def commit(paths: Iterable[Path], message: str) -> list[str]:
    """Commit exactly these files, new, changed or deleted; whatever else is changed or staged stays so.

    Files of different repositories (the two parts of a registry) become one commit in each; in that of the first
    file last, so that whoever looks back to its commit finds the others made.

    Returns:
        The short names of the commits.

    Raises:
        RegistryError: git is not there, a file is in no repository, or git refuses (no author, a hook).
    """
    commits = []
    for repository, files in reversed(_by_repository(paths).items()):
        names = [str(file) for file in _known(repository, files)]
        _run(repository, "add", "--all", "--", *names)
        _run(repository, "commit", "--quiet", "--only", "--message", message, "--", *names)
        commits.append(_run(repository, "rev-parse", "--short", "HEAD").strip())
    return commits


def merged(one: bytes, before: bytes, other: bytes, labels: tuple[str, str]) -> bytes | None:
    """Two changes of one text put together; None without git.

    Where both have changed the same lines, both stand there, between the marks of git that every check finds.

    Args:
        one: the text as one side has changed it.
        before: the text from which both began.
        other: the text as the other side has changed it.
        labels: what the two sides are called at such places.
    """
    with tempfile.TemporaryDirectory(prefix="mo-registry-") as folder:
        paths = [Path(folder, name) for name in ("one", "before", "other")]
        for path, text in zip(paths, (one, before, other), strict=True):
            path.write_bytes(text)
        names = [word for label in (labels[0], "before", labels[1]) for word in ("-L", label)]
        command = ["git", "merge-file", "--stdout", *names, *map(str, paths)]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError:
            return None
    return done.stdout if done.stdout or not done.stderr else None


def _known(repository: Path, files: list[Path]) -> list[Path]:
    """Without files that are gone and that git never knew: it takes their names for slips of the keyboard."""
    gone = [file for file in files if not os.path.lexists(file)]
    if not gone:
        return files
    tracked = _run(repository, "ls-files", "-z", "--", *map(str, gone)).split("\0")
    unknown = {file for file in gone if file.relative_to(repository.resolve()).as_posix() not in tracked}
    return [file for file in files if file not in unknown]


def _by_repository(paths: Iterable[Path]) -> dict[Path, list[Path]]:
    found: dict[Path, list[Path]] = defaultdict(list)
    for path in paths:
        repository = top_level(path.parent)
        if repository is None:
            raise RegistryError(
                _("{path} is in no git repository, so the change was written but not committed.").format(
                    path=path
                ),
                hint=_("Make one with git init, or leave --commit out."),
            )
        found[repository].append(path.resolve())
    return found


def _run(directory: Path, *arguments: str) -> str:
    hint = _("What was written stays written; git status shows it.")
    return program.text(directory, *arguments, hint=hint)
