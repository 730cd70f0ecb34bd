"""The git program behind its small interface."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from mo_registry import git
from mo_registry.finding import RegistryError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def call(directory: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(directory), *arguments], check=True, capture_output=True, encoding="utf-8"
    ).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "registry ü"
    root.mkdir()
    call(root, "init", "--quiet")
    call(root, "config", "user.name", "Coordinator")
    call(root, "config", "user.email", "coordinator@ki.example")
    call(root, "config", "commit.gpgsign", "false")
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        (root / name).write_text(f"name: {name}\n", "utf-8")
    call(root, "add", ".")
    call(root, "commit", "--quiet", "-m", "first")
    return root


def test_exactly_these_files_are_committed(repository: Path) -> None:
    (repository / "a.yaml").write_text("name: neu\n", "utf-8")
    (repository / "b.yaml").write_text("name: neu\n", "utf-8")
    call(repository, "add", "b.yaml")
    (repository / "c.yaml").unlink()
    (repository / "größe.yaml").write_text("name: neu\n", "utf-8")
    names = git.commit([repository / name for name in ("a.yaml", "c.yaml", "größe.yaml")], "BiNeMO: neu")
    assert names == [call(repository, "rev-parse", "--short", "HEAD").strip()]
    shown = call(repository, "-c", "core.quotePath=false", "show", "--name-status", "--format=%s")
    assert shown.split() == ["BiNeMO:", "neu", "M", "a.yaml", "D", "c.yaml", "A", "größe.yaml"]
    assert call(repository, "status", "--porcelain") == "M  b.yaml\n"


def test_two_repositories_get_one_commit_each(repository: Path, tmp_path: Path) -> None:
    private = repository / "private"
    private.mkdir()
    call(private, "init", "--quiet")
    call(private, "config", "user.name", "Coordinator")
    call(private, "config", "user.email", "coordinator@ki.example")
    (private / "a.yaml").write_text("email: a@a.example\n", "utf-8")
    (repository / "a.yaml").write_text("name: neu\n", "utf-8")
    assert len(git.commit([repository / "a.yaml", private / "a.yaml"], "both")) == len((repository, private))
    assert call(private, "log", "--format=%s") == "both\n"


def test_no_repository_no_git_no_author(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alone.yaml").write_text("name: a\n", "utf-8")
    assert git.top_level(tmp_path) is None
    with pytest.raises(RegistryError, match="no git repository"):
        git.commit([tmp_path / "alone.yaml"], "x")
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho Nein. >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    (repository / "a.yaml").write_text("name: neu\n", "utf-8")
    with pytest.raises(RegistryError, match=r"git refused: Nein\."):
        git.commit([repository / "a.yaml"], "x")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RegistryError, match="git was not found"):
        git._run(repository, "status")
