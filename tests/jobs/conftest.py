"""A small registry with jobs, with git or without."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

JOBS = """
jobs:
  contacts:
    title: Kontaktliste
    document: contact-list
    schedule: monthly
    formats: [md, csv]
    output: out/lists/{year}-{month}-contacts
  calendar:
    title: Kalender
    document: calendar
    schedule: monthly
    audience: public
    output: public/kalender
"""
Declare = Callable[[str], None]
Commit = Callable[..., str]


@pytest.fixture
def declare(small: Path) -> Declare:
    """Put these jobs into the settings, instead of any others."""
    settings = small / "data" / "registry.yaml"
    bare = settings.read_text("utf-8")

    def declared(jobs: str) -> None:
        settings.write_text(bare + jobs, "utf-8")

    return declared


@pytest.fixture
def registry(small: Path, declare: Declare) -> Path:
    """The small registry with a list and a calendar every month."""
    declare(JOBS)
    return small


@pytest.fixture
def commit(small: Path) -> Commit:
    """Commit all of the small registry at noon of a day."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    (small / ".gitignore").write_text("/out/\n", "utf-8")

    def git(*arguments: str, day: str = "2023-01-01") -> str:
        moment = f"{day}T12:00:00+01:00"
        environment = {**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        command = ["git", "-C", str(small), *arguments]
        return subprocess.run(
            command, env=environment, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    git("init", "--quiet")
    for key, value in (("name", "Coordinator"), ("email", "ki@ki.example")):
        git("config", f"user.{key}", value)
    git("config", "commit.gpgsign", "false")

    def committed(day: str) -> str:
        git("add", "--all")
        git("commit", "--quiet", "--message", f"As of {day}", day=day)
        return git("rev-parse", "HEAD").strip()

    return committed
