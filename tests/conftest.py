"""What the tests of commands share: a registry to work on, and the program, called in this process or in its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mo_registry import clock, i18n

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "registries" / "small"
TODAY = "2023-09-01"

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


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, small: Path) -> Run:
    """The program in this process: in English, on 2023-09-01, in the directory of the small registry."""
    for name in [name for name in os.environ if name.startswith(("MO_REGISTRY", "COLUMNS", "NO_COLOR"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(small)
    i18n.install("en")
    from mo_registry.cli.app import run as run_program

    def call(*arguments: str | Path, today: str = TODAY) -> Result:
        capsys.readouterr()
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
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("MO_REGISTRY", "LC_", "LANG"))
        }
        done = subprocess.run(
            [sys.executable, "-m", "mo_registry", *map(str, arguments)],
            cwd=cwd,
            env={**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "MO_REGISTRY_TODAY": TODAY, **environment},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return call
