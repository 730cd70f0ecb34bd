"""Several files changed together: all of them or none, whatever happens meanwhile.

A journal names the files that are about to be made beside the old ones: the new contents, and copies of the
old. When all are on the disk, the journal says “forward”, and they are moved into place. Whoever finds a
journal finishes what it says, forward or, if a move was refused, back; then the journal goes.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from mo_registry.editing.files import complaining, locked, settle
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

JOURNAL = ".mo-registry.journal"

Contents = Mapping[Path, tuple[bytes | None, bytes | None]]
"""Of each file what it held when it was read and what it is to hold; None stands for no file."""


class Phase(StrEnum):
    """How far a transaction is."""

    PREPARING = "preparing"
    FORWARD = "forward"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Step:
    """What is done with one file: the sums of its old and new contents, None for no file."""

    path: str
    before: str | None
    after: str | None

    def spare(self, phase: Phase) -> Path:
        """The file beside it that waits to be moved into place, forward or back."""
        path = Path(self.path)
        mark = sha256(path.name.encode()).hexdigest()[:16]
        return path.with_name(f".mo-registry-{mark}-{phase}.tmp")

    def wanted(self, phase: Phase) -> str | None:
        """The sum that the file has in the end."""
        return self.after if phase is Phase.FORWARD else self.before


def write(root: Path, contents: Contents) -> None:
    """Write, replace and delete files: all of them, or none.

    Args:
        root: the registry; one program at a time writes to it.
        contents: files in any of its parts.

    Raises:
        RegistryError: a file is not what it was when it was read, or cannot be written; nothing was changed.
    """
    with locked(root):
        recover(root)
        real = {_real(path): content for path, content in contents.items()}
        _refuse_changed(real)
        steps = [Step(str(path), _sum(before), _sum(after)) for path, (before, after) in real.items()]
        try:
            _note(root, Phase.PREPARING, steps)
            _prepare(real, steps)
            _note(root, Phase.FORWARD, steps)
            _move(steps, Phase.FORWARD)
        except OSError as error:
            raise _taken_back(root, steps, error) from error
        with contextlib.suppress(OSError):  # all is written; what could not be cleared away, the next run clears
            _close(root, steps)


def recover(root: Path) -> list[Path]:
    """Finish what an earlier run was killed in, and clear away what it left. Within the lock only.

    Returns:
        The files that were finished.

    Raises:
        RegistryError: somebody has changed one of the files since; nothing is overwritten.
    """
    with complaining(root):
        try:
            journal = json.loads((root / JOURNAL).read_bytes())
        except FileNotFoundError:
            (root / f"{JOURNAL}.tmp").unlink(missing_ok=True)
            return []
        phase, steps = Phase(journal["phase"]), [Step(**step) for step in journal["steps"]]
        if phase is not Phase.PREPARING:
            _refuse_touched(root, steps)
            _move(steps, phase)
        _close(root, steps)
    return [Path(step.path) for step in steps] if phase is not Phase.PREPARING else []


def _real(path: Path) -> Path:
    # A link inside the registry stays a link: what it leads to is changed.
    return path.resolve() if path.is_symlink() else path.absolute()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _sum(content: bytes | None) -> str | None:
    return None if content is None else sha256(content).hexdigest()


def _refuse_changed(contents: Contents) -> None:
    for path, (before, _after) in contents.items():
        with complaining(path):
            if _content(path) == before:
                continue
        message = (
            _("There is a file {path} already; nothing was written.")
            if before is None
            else _("{path} was changed by somebody else meanwhile; nothing was written.")
        )
        raise RegistryError(
            message.format(path=path), hint=_("Run the command again: it will read the file anew.")
        )


def _refuse_touched(root: Path, steps: list[Step]) -> None:
    for step in steps:
        if _sum(_content(Path(step.path))) not in (step.before, step.after):
            raise RegistryError(
                _("An earlier change was not finished, and {path} was changed since.").format(path=step.path),
                hint=_("Look at {path}, then delete {journal}: it says what was to be done.").format(
                    path=step.path, journal=root / JOURNAL
                ),
            )


def _prepare(contents: Contents, steps: list[Step]) -> None:
    for step in steps:
        path = Path(step.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        before, after = contents[path]
        for phase, content in ((Phase.FORWARD, after), (Phase.BACK, before)):
            if content is not None:
                _fill(step.spare(phase), content, like=path)


def _fill(path: Path, content: bytes, like: Path) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        shutil.copymode(like, path)


def _note(root: Path, phase: Phase, steps: list[Step]) -> None:
    new = root / f"{JOURNAL}.tmp"
    text = json.dumps({"phase": phase, "steps": [asdict(step) for step in steps]})
    _fill(new, text.encode(), like=root / JOURNAL)
    new.replace(root / JOURNAL)
    settle(root)


def _move(steps: list[Step], phase: Phase) -> None:
    for step in steps:
        path = Path(step.path)
        if _sum(_content(path)) == step.wanted(phase):
            continue
        if step.wanted(phase) is None:
            path.unlink()
        else:
            step.spare(phase).replace(path)
        settle(path.parent)


def _taken_back(root: Path, steps: list[Step], error: OSError) -> RegistryError:
    """What the person is told after everything was put back; or that the next run will see to it."""
    hint = _("Nothing was changed. Close the file in other programs, and look at the rights and the disk.")
    try:
        if any(_sum(_content(Path(step.path))) != step.before for step in steps):
            _note(root, Phase.BACK, steps)
            _move(steps, Phase.BACK)
        _close(root, steps)
    except OSError:
        hint = _("The change is half done; the next command in this registry will finish it.")
    reason = _("{path} cannot be written: {reason}")
    return RegistryError(
        reason.format(path=error.filename or root, reason=error.strerror or error), hint=hint
    )


def _close(root: Path, steps: list[Step]) -> None:
    for step in steps:
        for phase in (Phase.FORWARD, Phase.BACK):
            step.spare(phase).unlink(missing_ok=True)
    (root / f"{JOURNAL}.tmp").unlink(missing_ok=True)
    (root / JOURNAL).unlink(missing_ok=True)
    settle(root)
