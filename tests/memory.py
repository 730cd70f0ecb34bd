"""What tests of the registry's memory share: a repository whose commits have chosen days."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


class Memory:
    """A repository with commits of chosen days."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Coordinator")
        self.git("config", "user.email", "coordinator@ki.example")

    def git(self, *arguments: str, **environment: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            check=True,
            capture_output=True,
            encoding="utf-8",
            env={**_nobodys(), **environment},
        ).stdout

    def write(self, name: str, content: str | bytes | None) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(
        self, moment: str, files: dict[str, str | bytes | None] | None = None, message: str = "x"
    ) -> str:
        """Commit at this moment of German time; the commit's name."""
        for name, content in (files or {}).items():
            self.write(name, content)
        seconds = int(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
        stamp = {"GIT_AUTHOR_DATE": f"{seconds} +0000", "GIT_COMMITTER_DATE": f"{seconds} +0000"}
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, **stamp)
        return self.git("rev-parse", "HEAD").strip()


def _nobodys() -> dict[str, str]:
    """The environment without what somebody has set up for git."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
