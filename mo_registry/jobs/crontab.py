"""The lines that let a machine run what is due: for cron, and for the task scheduler of Windows."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import time
from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.i18n import _, language
from mo_registry.registry import LEFT_OUT


def command(root: Path, private: Path | None) -> list[str]:
    """The command that makes what is due, in the language in force; it names all that a scheduler does not know."""
    beside = Path(sys.executable).with_name("mo-registry.exe" if sys.platform == "win32" else "mo-registry")
    program = [str(beside)] if beside.is_file() else [sys.executable, "-m", "mo_registry"]
    part = ["--private", str(private if private == LEFT_OUT else private.resolve())] if private else []
    return [*program, "--language", language(), "--registry", str(root.resolve()), *part, "run", "--due"]


def cron(words: Sequence[str], at: time) -> list[str]:
    """The lines of a crontab (crontab(5)): one command a day, and where its output goes.

    Raises:
        RegistryError: a path has a line break in it, which no crontab can hold.
    """
    line = shlex.join(words)
    if "\n" in line or "\r" in line:
        raise RegistryError(
            _("A path has a line break in it, and a crontab cannot hold that: {line}").format(line=line),
            hint=_("Rename the folder."),
        )
    # Cron ends a command at a percent sign, also between quotation marks.
    escaped = line.replace("%", r"\%")
    return [
        "# " + _("whoever is to learn of new results, and of what went wrong:"),
        "MAILTO=coordination@example.org",
        "# " + _("every morning, whatever is due in the registry; silent where nothing is"),
        f"{at.minute} {at.hour} * * *  {escaped}",
    ]


def scheduled(words: Sequence[str], at: time, name: str) -> list[str]:
    """The command that enters a daily task into the task scheduler of Windows."""
    inner = subprocess.list2cmdline(words)
    task = ("schtasks", "/Create", "/SC", "DAILY", "/ST", f"{at:%H:%M}", "/TN", name, "/TR", inner)
    return [subprocess.list2cmdline(task)]
