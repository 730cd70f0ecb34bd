"""What a change of several files writes down before it touches the first one, so that it can be finished or undone.

A journal is read by whoever finds it, also by somebody who has cloned it from elsewhere. Nothing in it is taken on
trust: it may speak only of files in the registry's parts, and only of temporary files right beside them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mo_registry.editing import JOURNAL
from mo_registry.files import rights, settle
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

_PREFIX, _SUFFIX = ".mo-registry-", ".tmp"
_TEMPORARY = re.compile(r"\.mo-registry-[0-9a-f]{8,64}\.tmp")
_SUM = re.compile(r"[0-9a-f]{64}")
_LARGEST = 100_000_000
_UNFINISHED = f"{_PREFIX}journal{_SUFFIX}"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one file: it comes, goes, or is replaced."""

    target: Path
    before: str | None
    """The sum of what it held; None if there was no file."""
    after: str | None
    """The sum of what it is to hold; None if it goes."""
    token: str
    """Part of the names of the temporary files beside it."""

    @property
    def new(self) -> Path:
        """What it is to hold, written beside it."""
        return self.target.with_name(f"{_PREFIX}{self.token}0{_SUFFIX}")

    @property
    def old(self) -> Path:
        """What it held, kept beside it until the end."""
        return self.target.with_name(f"{_PREFIX}{self.token}1{_SUFFIX}")

    @property
    def is_done(self) -> bool:
        """Whether the file is as it is to be."""
        return self.now == self.after

    @property
    def is_undone(self) -> bool:
        """Whether the file is as it was."""
        return self.now == self.before

    @property
    def now(self) -> str | None:
        """The sum of what it holds; None if there is no file of exactly this name."""
        if self.after is None and not is_listed(self.target):
            return (
                None  # where upper and lower case are the same, another step's file may answer to this name
            )
        return sum_of(content(self.target))

    @property
    def is_ours(self) -> bool:
        """Whether the new file that is there now is the one that was written beside it."""
        return not os.path.lexists(self.new) or self.new.samefile(self.target)

    @property
    def can_be_done(self) -> bool:
        """Whether it can still become what it is to be, unless somebody else has changed it."""
        return self.is_done or (
            self.is_undone and (self.after is None or sum_of(content(self.new)) == self.after)
        )

    @property
    def can_be_undone(self) -> bool:
        """Whether it can still become what it was, unless somebody else has changed it."""
        if self.is_undone:
            return True
        return self.is_done and (self.before is None or sum_of(content(self.old)) == self.before)


def content(path: Path) -> bytes | None:
    """What a file holds; None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def sum_of(raw: bytes | None) -> str | None:
    """The SHA-256 sum of what a file holds."""
    return None if raw is None else sha256(raw).hexdigest()


def is_listed(path: Path) -> bool:
    """Whether its folder lists a file of exactly this name."""
    try:
        return path.name in os.listdir(path.parent)  # noqa: PTH208  (names, not paths)
    except FileNotFoundError:
        return False


def fill(path: Path, raw: bytes, mode: int | None = None) -> None:
    """Write a file that is not there yet, and see it safely on the disk."""
    with path.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(rights() if mode is None else mode)


def write(root: Path, steps: Sequence[Step], *, decided: bool) -> None:
    """Write the journal.

    Args:
        root: the registry.
        steps: what is going to happen.
        decided: whether all new files are on the disk, so that the change can be finished without this program.
    """
    path = root / JOURNAL
    said = {
        "about": "An interrupted change of mo-registry. The next command finishes or undoes it.",
        "version": 1,
        "decided": decided,
        "steps": [
            {
                "file": _relative(root, step.target),
                "before": step.before,
                "after": step.after,
                "token": step.token,
            }
            for step in steps
        ],
    }
    beside = root / _UNFINISHED
    beside.unlink(missing_ok=True)
    fill(beside, json.dumps(said, indent=1).encode())
    beside.replace(path)
    settle(root)


def is_there(root: Path) -> bool:
    """Whether a run has left a journal, or one that it has not finished writing."""
    return any(os.path.lexists(root / name) for name in (JOURNAL, _UNFINISHED))


def read(root: Path, parts: Iterable[Path]) -> tuple[list[Step], bool] | None:
    """The steps, and whether they were decided; None if there is no journal.

    Args:
        root: the registry.
        parts: the directories that the files of a change may be in.

    Raises:
        RegistryError: it is not one that this program has written for this registry.
    """
    (root / _UNFINISHED).unlink(missing_ok=True)
    raw = content(root / JOURNAL)
    if raw is None:
        return None
    inside = [part.resolve() for part in parts]
    try:
        said = json.loads(raw if len(raw) < _LARGEST else b"{}")
        steps = [_step(root, step, inside) for step in said["steps"]]
        decided = said["version"] == 1 and said["decided"]
    except (ValueError, TypeError, KeyError):
        raise RegistryError(
            _("{path} does not describe a change of this registry; it was not followed.").format(
                path=root / JOURNAL
            ),
            hint=_(
                "If it belongs to a change in another directory, name that with --private; else delete it."
            ),
        ) from None
    return steps, bool(decided)


def remove(root: Path) -> None:
    """The change is finished or undone; nobody needs the journal any more."""
    (root / JOURNAL).unlink(missing_ok=True)
    settle(root)


def _relative(root: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path, root.resolve())).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def _step(root: Path, said: Any, parts: Sequence[Path]) -> Step:
    file, before, after, token = (said[key] for key in ("file", "before", "after", "token"))
    target = Path(os.path.normpath(root.resolve() / file))
    folder = target.parent.resolve()
    is_inside = any(folder.is_relative_to(part) for part in parts)
    sums = all(one is None or _SUM.fullmatch(one) for one in (before, after))
    step = Step(folder / target.name, before, after, token)
    is_entry = target.suffix in (".yaml", ".yml") and not target.name.startswith(".")
    if is_inside and is_entry and sums and _TEMPORARY.fullmatch(step.new.name):
        return step
    raise ValueError(file)
