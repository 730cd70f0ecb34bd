"""A terminal of Linux or macOS with the program in it, and a person who answers when asked."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT, TODAY

ASKING = "› "
"""How every question ends."""
PATIENCE = 60
CTRL_C, CTRL_D = "\x03", "\x04"

# The new process makes the terminal its own, so that Ctrl-C reaches it, and becomes the program.
_PROGRAM = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
fcntl.ioctl(0, termios.TIOCSWINSZ, b"\\x1e\\0\\x50\\0\\0\\0\\0\\0")
from mo_registry.__main__ import main
sys.argv[0] = "mo-registry"
main()
"""


@dataclass(frozen=True)
class Seen:
    """What stood on the screen, and how the program ended."""

    screen: str
    code: int
    out: str = ""
    """What went to stdout instead, if that was led elsewhere."""


def talk(
    arguments: Sequence[str | Path],
    answers: Sequence[str],
    cwd: Path,
    *,
    piped: bool = False,
    **environment: str,
) -> Seen:
    """Run the program in a terminal of 80 columns and give it the answers, each when it asks.

    Args:
        arguments: of ``mo-registry``.
        answers: lines, typed with Enter behind them; or Ctrl-C, Ctrl-D.
        cwd: where it runs.
        piped: whether stdout goes elsewhere, as with ``> file``.
        environment: variables besides the usual ones.
    """
    keyboard, terminal = os.openpty()
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HOME") if name in os.environ}
    usual = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TERM": "dumb", "MO_REGISTRY_TODAY": TODAY,
             "MO_REGISTRY_LANGUAGE": "en", "NO_COLOR": "1"}  # fmt: skip
    with tempfile.TemporaryFile() as elsewhere:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *map(str, arguments)],
            stdin=terminal,
            stdout=elsewhere if piped else terminal,
            stderr=terminal,
            cwd=cwd,
            env={**kept, **usual, **environment},
            start_new_session=True,
        )
        os.close(terminal)
        try:
            screen = _conversation(keyboard, list(answers))
            code = process.wait(PATIENCE)
        finally:
            os.close(keyboard)
            process.kill()
            process.wait()
        elsewhere.seek(0)
        return Seen(screen.replace("\r\n", "\n"), code, elsewhere.read().decode())


def _conversation(keyboard: int, answers: list[str]) -> str:
    shown, told = b"", 0
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ready, _writing, _failing = select.select([keyboard], [], [], 1)
        if not ready:
            continue
        try:
            piece = os.read(keyboard, 4096)
        except OSError:  # Linux says so when the last program has left the terminal
            break
        if not piece:
            break
        shown += piece
        if answers and shown.endswith(ASKING.encode()) and len(shown) > told:
            told = len(shown)
            answer = answers.pop(0)
            if (
                answer == CTRL_C
            ):  # nobody presses a key within the thousandth of a second that Python needs to listen
                time.sleep(0.3)
            os.write(keyboard, (answer if answer in (CTRL_C, CTRL_D) else f"{answer}\n").encode())
    else:
        raise AssertionError(f"still waiting:\n{shown.decode()}")
    assert answers == [], f"never asked for {answers}:\n{shown.decode()}"
    return shown.decode()
