"""Somebody's own editor, on a copy of a text: whatever happens to it, what was typed can be saved."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.i18n import _

_USUAL = ("nano", "vi")
"""What is tried where nothing is said, on Linux and macOS."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A copy of a text in a folder of its own, which only its owner can read."""

    path: Path

    def write(self, text: bytes) -> None:
        """Put a text there."""
        self.path.write_bytes(text)

    def read(self) -> bytes:
        """What stands there now; nothing if the editor has taken the file away."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""

    def throw_away(self) -> None:
        """Remove it, and what the editor has left beside it."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def sheet(name: str, text: bytes) -> Sheet:
    """A new copy under this name.

    Raises:
        RegistryError: it cannot be written.
    """
    try:
        new = Sheet(Path(tempfile.mkdtemp(prefix="mo-registry-")) / name)
        new.write(text)
    except OSError as error:
        raise RegistryError(
            _("No copy can be made for the editor: {reason}").format(reason=error.strerror or error),
            hint=_("Check the space on the disk and the variable TMPDIR."),
        ) from error
    return new


def command() -> list[str]:
    """The editor: the variable VISUAL, else EDITOR, else what the system has.

    Raises:
        RegistryError: there is none.
    """
    for name in ("VISUAL", "EDITOR"):
        if typed := os.environ.get(name, "").strip():
            return _words(name, typed)
    if os.name == "nt":
        return ["notepad"]
    for program in _USUAL:
        if shutil.which(program):
            return [program]
    raise _missing("")


def _words(name: str, typed: str) -> list[str]:
    try:
        words = shlex.split(typed, posix=os.name != "nt")
    except ValueError:
        raise RegistryError(
            _("The variable {name} is no command: {text}").format(name=name, text=typed),
            hint=_("A quotation mark in it is not closed."),
        ) from None
    return [word.strip('"') for word in words] if os.name == "nt" else words


def _missing(program: str) -> RegistryError:
    return RegistryError(
        _("The editor “{name}” was not found.").format(name=program)
        if program
        else _("No editor was found."),
        hint=_("Say which one to use, for instance: export EDITOR=nano (Windows: set EDITOR=notepad)"),
    )


def run(path: Path) -> int:
    """Open the editor, wait until it is closed, and return its exit code.

    Raises:
        RegistryError: it cannot be started.
    """
    words = command()
    try:
        with _left_to_the_editor():
            return subprocess.run([*words, str(path)], check=False).returncode
    except FileNotFoundError:
        raise _missing(words[0]) from None
    except OSError as error:
        raise RegistryError(
            _("The editor “{name}” cannot be started: {reason}").format(
                name=words[0], reason=error.strerror or error
            )
        ) from error


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Ctrl-C is the editor's business while it is open; it reaches both programs."""
    try:
        before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    except ValueError:  # not in the main thread, which alone gets signals
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            signal.signal(signal.SIGINT, before)
