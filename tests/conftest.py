"""What the tests of commands share: a registry to work on, and the program, called in this process or in its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mo_registry import clock, console, i18n

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "registries" / "small"
TODAY = "2023-09-01"
OTHERWISE = ("MO_REGISTRY", "COLUMNS", "NO_COLOR", "GITHUB_", "GITLAB_", "GIT_")
"""Beginnings of variables that would let a command answer otherwise; those of git are a hook's."""

i18n.install("en")


@dataclass(frozen=True)
class Result:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Result]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small registry, to be changed at will."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def without_private(here: Path) -> str:
    """The settings of the small registry name a private directory; where a test makes none, it is left out."""
    return "" if (here / "private").is_dir() else "none"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, small: Path) -> Run:
    """The program in this process: in English, on 2023-09-01, in the directory of the small registry."""
    for name in [name for name in os.environ if name.startswith(OTHERWISE)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(small)
    i18n.install("en")
    from mo_registry.cli.app import run as run_program

    def call(*arguments: str | Path, today: str = TODAY) -> Result:
        capsys.readouterr()
        with monkeypatch.context() as environment:
            environment.setenv("MO_REGISTRY_PRIVATE", without_private(Path()))
            try:
                code = run_program(["--today", today, *map(str, arguments)])
            finally:
                clock.set_today(None)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def program(small: Path) -> Run:
    """The program in a process of its own, with nothing of this one's environment that matters."""

    def call(*arguments: str | Path, cwd: Path = small, **environment: str) -> Result:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith((*OTHERWISE, "LC_", "LANG"))
        }
        done = subprocess.run(
            [sys.executable, "-m", "mo_registry", *map(str, arguments)],
            cwd=cwd,
            env={
                **kept,
                "PYTHONPATH": str(ROOT),
                "LC_ALL": "C",
                "MO_REGISTRY_TODAY": TODAY,
                "MO_REGISTRY_PRIVATE": without_private(cwd),
                **environment,
            },
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return call


Answer = Callable[..., None]


@pytest.fixture
def answer() -> Iterator[Answer]:
    """Let these lines answer the questions of the next command; Ctrl-C when there are no more."""
    rest: list[str] = []

    def reply(_question: str) -> str:
        if not rest or rest[0] == "\x03":
            raise KeyboardInterrupt
        return rest.pop(0)

    def answer_with(*lines: str) -> None:
        rest[:] = lines
        console.answer_with(reply)

    yield answer_with
    console.answer_with(None)


Editor = Callable[[str], None]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Let the editor do this: Python code that changes `text`, and may look at `path` and leave with `exit`."""

    def does(code: str) -> None:
        script = tmp_path / "editor.py"
        script.write_text(
            "import pathlib, sys\n"
            "path = pathlib.Path(sys.argv[1])\n"
            "text = path.read_bytes().decode()\n"
            f"{code}\n"
            "path.write_bytes(text.encode())\n",
            "utf-8",
        )
        monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')

    return does
