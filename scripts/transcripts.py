"""The transcripts in the documentation: every command in it is run, and what it prints is written below it.

A page tells a story, from top to bottom, in a folder of its own:

* ```` ```console ```` holds commands behind ``$`` and what they print, as on a terminal of 80 columns;
* ```` ```yaml data/events/x.yaml ```` is a file that is written as it stands there, and so is one of ```` ```csv ````;
* ```` ```diff data/events/x.yaml ```` changes lines of a file: ``-`` the old ones, ``+`` the new ones.

Other blocks are left alone. Terminals of this kind exist on Linux and macOS only.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2023-09-01"
"""The day on which all of them take place."""

EXAMPLE, EMPTY = ("data", "templates"), ()
PAGES: dict[str, tuple[str, Sequence[str]]] = {
    "README.md": ("en", EXAMPLE),
    "docs/anleitung.md": ("de", EMPTY),
    "docs/tutorial.md": ("en", EMPTY),
    "docs/pull-requests.md": ("en", EXAMPLE),
    "docs/cron.md": ("en", EXAMPLE),
    "docs/de/cron.md": ("de", EXAMPLE),
    "docs/platforms.md": ("en", EXAMPLE),
    "docs/privacy.md": ("en", EXAMPLE),
    "docs/templates.md": ("en", EXAMPLE),
}
"""Pages with a transcript: the language of the person's computer, and the folders of the clone to begin with."""

LOCALES = {"de": "de_DE.UTF-8", "en": "en_GB.UTF-8"}
PATIENCE = 60
"""Seconds for one command."""

_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)$", re.MULTILINE)
_BLOCK = re.compile(
    r"^```(?P<kind>console|yaml|csv|diff)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


class Broken(Exception):
    """A transcript that cannot be held as it is written."""


@dataclass
class Transcript:
    """A page's transcript while it is held."""

    folder: Path
    language: str
    place: Path = field(init=False)
    """Where the person has gone to with ``cd``."""
    variables: dict[str, str] = field(default_factory=dict)
    """What the person has set with ``export``."""
    code: int = 0
    """How the last command ended."""

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self.place = self.folder

    def block(self, kind: str, file: str | None, text: str) -> str:
        """Do what a block says.

        Returns:
            What stands in it afterwards.
        """
        if kind == "console":
            return "".join(self.commands(text))
        if file and kind in ("yaml", "csv"):
            path = self.place / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        if file and kind == "diff":
            change(self.place / file, text)
        return text

    def commands(self, text: str) -> Iterator[str]:
        """The commands of a block, each with what it prints now."""
        for line in _COMMAND.findall(text):
            yield f"$ {line}\n"
            yield self.run(line.replace("\\\n", " "))

    def run(self, line: str) -> str:
        """Run one command line: ``mo-registry``, ``git``, ``cat``, ``cd``, ``export`` or ``echo $?``."""
        program, *arguments = shlex.split(line, comments=True)
        match program, arguments:
            case "cat", [file]:
                return (self.place / file).read_text(encoding="utf-8")
            case "cd", [folder]:
                self.place = (self.place / folder).resolve()
                return ""
            case "export", [setting]:
                name, _equals, value = setting.partition("=")
                self.variables[name] = value
                return ""
            case "echo", ["$?"]:
                return f"{self.code}\n"
            case "mo-registry", _:
                return self.shown(line, [sys.executable, "-m", "mo_registry", *arguments])
            case "git", _:
                return self.shown(line, ["git", *arguments])
        raise Broken(f"a transcript runs mo-registry, git, cat, cd, export and echo $?, not: {line}")

    def shown(self, line: str, command: Sequence[str]) -> str:
        """What a program shows, the transcript's folder called as a person's home is."""
        printed, self.code = on_a_terminal(command, self.place, self.environment())
        if self.code not in (0, 1, 2):
            raise Broken(f"{line}\nended with {self.code}:\n{printed}")
        tidy = "".join(f"{row.rstrip()}\n" for row in printed.splitlines())
        return tidy.replace(str(self.folder), "~")

    def environment(self) -> dict[str, str]:
        """The variables of somebody at a plain terminal, in the transcript's language."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
        return {
            **kept,
            "COLUMNS": "80",
            "HOME": str(self.folder),
            "LANG": LOCALES[self.language],
            "MO_REGISTRY_TODAY": TODAY,
            **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Somebody"),
            **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "somebody@ki.example"),
            **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{TODAY}T12:00:00Z"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_PAGER": "cat",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "TERM": "dumb",
            **self.variables,
        }


def change(path: Path, difference: str) -> None:
    """Put the lines behind ``+`` in the place of those behind ``-`` (lines behind a blank stay).

    Raises:
        Broken: the old lines do not stand in the file, or more than once.
    """
    lines = difference.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in "- ")
    new = "".join(line[1:] for line in lines if line[0] in "+ ")
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise Broken(f"{path.name}: these lines should stand there once, not {text.count(old)} times:\n{old}")
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def on_a_terminal(command: Sequence[str], place: Path, environment: dict[str, str]) -> tuple[str, int]:
    """What a command shows on a terminal, results and talk in their order, and its exit code."""
    import pty

    screen, terminal = pty.openpty()
    try:
        process = subprocess.Popen(
            command, cwd=place, env=environment, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal
        )
        os.close(terminal)
        printed = b"".join(_read(screen))
        return printed.decode().replace("\r\n", "\n"), process.wait(PATIENCE)
    finally:
        os.close(screen)


def _read(screen: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(screen, 4096)
        except OSError:  # Linux says so when the last program has left the terminal
            return
        if not piece:
            return
        yield piece


def held(path: str, text: str) -> str:
    """A page with what its commands print now.

    Args:
        path: one of `PAGES`.
        text: the page as it is.

    Raises:
        Broken: the transcript cannot be held.
    """
    language, folders = PAGES[path]
    with tempfile.TemporaryDirectory() as name:
        transcript = Transcript(Path(name), language)
        for folder in folders:
            shutil.copytree(ROOT / folder, transcript.folder / folder)
        try:
            return _BLOCK.sub(lambda match: _replayed(transcript, match), text)
        except Broken as problem:
            raise Broken(f"{path}: {problem}") from problem


def _replayed(transcript: Transcript, match: re.Match[str]) -> str:
    text = transcript.block(match["kind"], match["file"], match["text"])
    return match[0].replace(match["text"], text) if match["text"] else match[0]


def fresh() -> dict[str, str]:
    """Every page with a transcript by its path, as it should be now."""
    return {path: held(path, (ROOT / path).read_text(encoding="utf-8")) for path in PAGES}
