"""Several files changed together: all of them or none, whatever happens meanwhile.

The new files are written beside the old ones, then a journal says what is to be done with them, then it is done,
then the journal goes. Whoever finds a journal finishes what it says, or undoes it where that is no longer possible.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from mo_registry.editing import JOURNAL, journal
from mo_registry.editing.journal import Step, content, sum_of
from mo_registry.files import locked, publish, settle
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.registry import SETTINGS
from mo_registry.yamlfile import read

__all__ = ["Contents", "recover", "write"]

Contents = Mapping[Path, tuple[bytes | None, bytes | None]]
"""Of each file what it held when it was read and what it is to hold; None stands for no file."""


def write(
    root: Path, contents: Contents, *, moved: Mapping[Path, Path] | None = None, private: Path | None = None
) -> None:
    """Write, replace and delete files: all of them, or none.

    A file that is a link stays one, and the file that it leads to is written, if that is in the registry too.

    Args:
        root: the registry; one program at a time writes to it.
        contents: files in any of its parts.
        moved: of files under a new name, the old one, whose rights they take over.
        private: the registry's second directory, where the settings do not name it.

    Raises:
        RegistryError: a file is not what it was when it was read, or cannot be written. Nothing was changed, or
            (this is said then) the next command that writes will finish or undo the change first.
    """
    with locked(root):
        recover(root, private)
        wanted = _wanted(contents, root, private)
        if not wanted:
            return
        steps = [_step(path, content_) for path, content_ in wanted.items()]
        steps.sort(
            key=lambda step: step.after is not None
        )  # names that only differ in case: the old one goes first
        with _nothing_left(root, steps):
            _prepare(root, steps, wanted, moved or {})
            _expect_unchanged(wanted)
            journal.write(root, steps, decided=True)
        _carry_out(root, steps)
        with contextlib.suppress(
            OSError
        ):  # it is done; what stays is cleared away by the next command that writes
            _finish(root, steps)


def recover(root: Path, private: Path | None = None) -> list[Path]:
    """Finish or undo what an earlier run was killed in, and clear away what it left.

    Args:
        root: the registry.
        private: its second directory, where the settings do not name it.

    Returns:
        The files that are new now; none where there was nothing to finish, or it was undone.

    Raises:
        RegistryError: somebody has changed one of the files since, and nothing is overwritten; or it cannot be done.
    """
    if not journal.is_there(root):
        return []
    with locked(root), _unfinished():
        found = journal.read(root, _parts(root, private))
        if found is None:
            return []
        steps, decided = found
        if decided and any(_is_there(step) for step in steps):
            if all(step.can_be_done for step in steps):
                _do(steps)
            elif all(step.can_be_undone for step in steps):
                _undo(steps)
            else:
                raise _disturbed(root, steps)
        done = [step.target for step in steps if decided and step.is_done]
        _finish(root, steps)
        return done if len(done) == len(steps) else []


# What is wanted, and whether it can be had -----------------------------------------------------------------


def _parts(root: Path, private: Path | None) -> list[Path]:
    """The directories that the registry's files are in."""
    named = read(root / SETTINGS).data.get("private")
    return [root, *([root / named] if isinstance(named, str) else []), *([private] if private else [])]


def _wanted(
    contents: Contents, root: Path, private: Path | None
) -> dict[Path, tuple[bytes | None, bytes | None]]:
    """The files themselves, without what does not change.

    Raises:
        RegistryError: a file has changed since it was read, is protected, or lies elsewhere.
    """
    wanted: dict[Path, tuple[bytes | None, bytes | None]] = {}
    for path, (before, after) in contents.items():
        target = _real(path, after, root, private)
        if wanted.setdefault(target, (before, after)) != (before, after):
            raise RegistryError(
                _("{path} is to be changed twice, through a link too; nothing was written.").format(
                    path=path
                ),
                hint=_("Replace the link by a file of its own."),
            )
    _expect_unchanged(wanted)
    wanted = {path: change for path, change in wanted.items() if change[0] != change[1]}
    for path, (before, _after) in wanted.items():
        if before is not None and not os.access(path, os.W_OK):
            raise RegistryError(
                _("{path} is protected against writing; nothing was written.").format(path=path),
                hint=_("Take the protection off the file if it is to be changed."),
            )
    return wanted


def _real(path: Path, after: bytes | None, root: Path, private: Path | None) -> Path:
    """The file that is written: where a link leads to, but a link itself if it is to go."""
    folder = path.absolute().parent.resolve()
    if after is None or not path.is_symlink():
        return folder / path.name
    target = path.resolve()
    if any(target.is_relative_to(part.resolve()) for part in _parts(root, private)):
        return target
    raise RegistryError(
        _("{path} is a link to a file outside the registry; nothing was written.").format(path=path),
        hint=_("Replace the link by the file itself."),
    )


def _expect_unchanged(wanted: Contents) -> None:
    for path, (before, _after) in wanted.items():
        try:
            now = content(path)
        except OSError as error:
            raise _refused(path, error) from error
        if before is None and os.path.lexists(path) and not _is_renamed(path, wanted):
            raise _taken(path)
        if before is not None and now != before:
            raise RegistryError(
                _("{path} was changed by somebody else meanwhile; nothing was written.").format(path=path),
                hint=_("Run the command again: it will read the file anew."),
            )


def _is_renamed(path: Path, wanted: Contents) -> bool:
    """Whether the name is taken by a file that goes, because only upper and lower case are different."""
    gone = [other for other, (_before, after) in wanted.items() if after is None]
    return any(other.name.casefold() == path.name.casefold() and other.samefile(path) for other in gone)


def _step(target: Path, change: tuple[bytes | None, bytes | None]) -> Step:
    before, after = change
    return Step(target, sum_of(before), sum_of(after), secrets.token_hex(8))


# Doing and undoing -----------------------------------------------------------------------------------------


def _prepare(root: Path, steps: Sequence[Step], wanted: Contents, moved: Mapping[Path, Path]) -> None:
    """Everything that needs space on the disk: the new files, and the old ones once more."""
    for folder in _folders(steps):
        folder.mkdir(parents=True, exist_ok=True)
    journal.write(root, steps, decided=False)
    sources = {_real(path, None, root, None): source for path, source in moved.items()}
    for step in steps:
        before, after = wanted[step.target]
        if after is not None:
            journal.fill(step.new, after, _mode(sources.get(step.target, step.target)))
            if before is not None:
                _keep(step, before)
    for folder in _folders(steps):
        settle(folder)


def _keep(step: Step, before: bytes) -> None:
    try:
        os.link(step.target, step.old)
    except OSError:  # a file system without links
        journal.fill(step.old, before, _mode(step.target))


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _folders(steps: Iterable[Step]) -> list[Path]:
    return list(dict.fromkeys(step.target.parent for step in steps))


def _carry_out(root: Path, steps: Sequence[Step]) -> None:
    try:
        _do(steps)
    except BaseException as error:
        try:
            _undo(steps)
            _finish(root, steps)
        except OSError:
            raise _half_way(error) from error
        if isinstance(error, OSError):
            raise _refused(root, error) from error
        raise


def _do(steps: Sequence[Step]) -> None:
    for step in steps:
        if step.is_done:
            continue
        if step.after is None:
            step.target.replace(step.old)
        elif step.before is None:
            publish(step.new, step.target)
        else:
            step.new.replace(step.target)
    for folder in _folders(steps):
        settle(folder)


def _undo(steps: Sequence[Step]) -> None:
    for step in reversed(steps):
        if step.is_undone or not step.is_done:
            continue  # nothing was done yet, or somebody else has been faster
        if step.before is not None:
            step.old.replace(step.target)
        elif step.is_ours:
            step.target.unlink()
    for folder in _folders(steps):
        settle(folder)


def _finish(root: Path, steps: Sequence[Step]) -> None:
    """Nothing is left to be done or undone: clear away, the journal last, as it names what is to be cleared."""
    for step in steps:
        step.new.unlink(missing_ok=True)
        step.old.unlink(missing_ok=True)
    journal.remove(root)


def _is_there(step: Step) -> bool:
    """Whether temporary files are left of it."""
    return any(os.path.lexists(path) for path in (step.new, step.old))


# What is said when it cannot be done -----------------------------------------------------------------------


@contextmanager
def _nothing_left(root: Path, steps: Sequence[Step]) -> Iterator[None]:
    """Whatever keeps a change from being prepared: clear away what is there of it."""
    try:
        yield
    except BaseException as error:
        with contextlib.suppress(OSError):  # what stays now is cleared away by the next command that writes
            _finish(root, steps)
        if isinstance(error, OSError):
            raise _refused(root, error) from error
        raise


@contextmanager
def _unfinished() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RegistryError(
            _("An earlier change was interrupted and cannot be finished: {reason}").format(
                reason=error.strerror or error
            ),
            hint=_("Look at the rights of the folders and the space on the disk, then try again."),
        ) from error


def _refused(path: Path, error: OSError) -> RegistryError:
    path = Path(error.filename2 or error.filename or path)
    if isinstance(error, FileExistsError):
        return _taken(path)
    return RegistryError(
        _("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or error),
        hint=_("Nothing was changed. Close the file in other programs, and look at the rights and the disk."),
    )


def _taken(path: Path) -> RegistryError:
    return RegistryError(
        _("There is a file {path} already; nothing was written.").format(path=path),
        hint=_("Choose another name, or look at what is there."),
    )


def _half_way(error: BaseException) -> RegistryError:
    reason = (error.strerror or error) if isinstance(error, OSError) else type(error).__name__
    return RegistryError(
        _("The change was interrupted half-way and could not be undone: {reason}").format(reason=reason),
        hint=_("Look at the rights and the disk; the next command finishes or undoes it first."),
    )


def _disturbed(root: Path, steps: Sequence[Step]) -> RegistryError:
    others = [step.target for step in steps if not step.is_done and not step.is_undone]
    named = ", ".join(str(path) for path in others or [step.target for step in steps])
    return RegistryError(
        _("An earlier change was not finished, and {path} was changed since.").format(path=named),
        hint=_("Look at {path}, then delete {journal}: it says what was to be done.").format(
            path=named, journal=root / JOURNAL
        ),
    )
