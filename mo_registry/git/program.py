"""Calling the git program."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.i18n import _

_LINES = 6
"""What git says and what it advises; then follow examples and, of a hook, whatever."""


def command(directory: Path, *arguments: str) -> tuple[str, ...]:
    """The command line that lets git work in a directory, whatever people have set up for themselves."""
    own = ("core.quotePath=false", "log.showSignature=false", "i18n.logOutputEncoding=utf-8")
    return ("git", "-C", str(directory), *(word for setting in own for word in ("-c", setting)), *arguments)


def call(directory: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git to its end.

    Raises:
        RegistryError: it is not there.
    """
    try:
        return subprocess.run(
            command(directory, *arguments), env=environment(), capture_output=True, check=False
        )
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        raise not_found() from None


def environment() -> dict[str, str]:
    """The variables for git, which finds the repository of a directory by itself.

    In a hook of a second working tree, GIT_DIR alone would let it take any directory for the top of that tree.
    """
    alone = "GIT_DIR" in os.environ and "GIT_WORK_TREE" not in os.environ
    return {name: value for name, value in os.environ.items() if not (alone and name == "GIT_DIR")}


def run(directory: Path, *arguments: str, hint: str | None = None) -> bytes:
    """What git answers.

    Raises:
        RegistryError: it is not there, or it refuses; then in its own words, with this hint.
    """
    done = call(directory, *arguments)
    if done.returncode:
        raise refusal(done, hint)
    return done.stdout


def text(directory: Path, *arguments: str, hint: str | None = None) -> str:
    """What git answers, as text; otherwise as `run`."""
    return run(directory, *arguments, hint=hint).decode("utf-8", "replace")


def ask(directory: Path, *arguments: str) -> str:
    """What git answers; nothing where it has no answer.

    Raises:
        RegistryError: it is not there.
    """
    done = call(directory, *arguments)
    return "" if done.returncode else done.stdout.decode("utf-8", "replace")


def refusal(done: subprocess.CompletedProcess[bytes], hint: str | None = None) -> RegistryError:
    """That git refused, and what it said."""
    told = (done.stderr or done.stdout).decode("utf-8", "replace")
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    reason = " ".join(lines[:_LINES]) or str(done.returncode)
    ending = "" if reason.endswith((".", "!", "?")) else "."
    return RegistryError(_("git refused: {reason}").format(reason=reason + ending), hint=hint)


def not_found() -> RegistryError:
    """That there is no git."""
    return RegistryError(
        _("The program git was not found."), hint=_("Install git, or do without what needs it.")
    )
