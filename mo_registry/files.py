"""Writing files: a crash leaves the old file or the new one, and nobody's file is overwritten unasked."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.i18n import _

LOCK = ".mo-registry.lock"
RESULTS = "out"
"""The folder of results, beside ``data/``."""
_PATIENCE = 10
"""So many seconds a second writer waits for the first one."""


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other writers of this registry out.

    Args:
        root: the directory that holds ``data/``.

    Raises:
        RegistryError: another program writes for too long, or the directory cannot be written to.
    """
    from filelock import FileLock, Timeout

    # The lock's file stays behind (deleting it would let two writers in); git's own folder hides it best.
    path = (root / ".git" if (root / ".git").is_dir() else root) / LOCK
    lock = FileLock(path, is_singleton=True)  # who holds it may ask for it again
    with complaining(path):
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise RegistryError(
                _("Another mo-registry is writing to this registry."),
                hint=_("Wait until it has finished, then try again; nothing was written."),
            ) from None
    try:
        yield
    finally:
        lock.release()


def create(path: Path, text: str) -> None:
    """Write a new file; it is there as a whole or not at all.

    Raises:
        RegistryError: there is a file of this name already, or it cannot be written.
    """
    with complaining(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path, text.encode()) as temporary:
            publish(temporary, path)
        settle(path.parent)


def replace(path: Path, content: bytes) -> None:
    """Write a file that is made anew whenever it is wanted, in place of what was there, with its folder.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _beside(path, content) as temporary:
        temporary.replace(path)
    settle(path.parent)


def hide(folder: Path) -> None:
    """Keep a folder's files out of git, also where nobody has told git so.

    Raises:
        OSError: that cannot be written down in the folder.
    """
    rules = folder / ".gitignore"
    if not rules.exists():
        replace(rules, b"*\n")


def hide_results(root: Path) -> None:
    """Keep the folder of results out of git, in which the registry is: they hold personal data.

    Args:
        root: the directory that holds ``data/``.

    Raises:
        RegistryError: that cannot be written down there.
    """
    if any((folder / ".git").exists() for folder in (root, *root.parents)):
        with complaining(root / RESULTS):
            hide(root / RESULTS)


@contextmanager
def complaining(path: Path) -> Iterator[None]:
    """Turn what the system says about a file into a sentence.

    Raises:
        RegistryError: the system has refused something.
    """
    try:
        yield
    except FileExistsError:
        raise RegistryError(
            _("There is a file {path} already; it was left as it is.").format(path=path),
            hint=_("Choose another name, or look at what is there."),
        ) from None
    except OSError as error:
        raise RegistryError(
            _("{path} cannot be written: {reason}").format(path=path, reason=error.strerror or error),
            hint=_("Nothing was written. Check the rights of the folder and the space on the disk."),
        ) from None


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """A finished file beside the target, under a name that no reader of the registry takes for an entry."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(rights())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def publish(temporary: Path, path: Path) -> None:
    """Give a finished file its name, unless that is taken.

    Raises:
        FileExistsError: it is.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: within the lock, nobody else takes the name meanwhile
        if os.path.lexists(path):
            raise FileExistsError from None
        temporary.rename(path)


def rights() -> int:
    """What everybody may do with a new file, as the user's settings have it."""
    # A temporary file is its owner's alone; an entry is read by whom the user's settings say.
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def settle(directory: Path) -> None:
    """Let the directory's new entry survive a power cut, where the system knows how."""
    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
