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
        git.repository(repository)


def test_the_first_files_repository_is_committed_last(repository: Path) -> None:
    """So at its commit the other part of a change is there, too."""
    private = repository / "private"
    private.mkdir()
    call(private, "init", "--quiet")
    call(private, "config", "user.name", "Coordinator")
    call(private, "config", "user.email", "coordinator@ki.example")
    (private / "a.yaml").write_text("email: a@a.example\n", "utf-8")
    (repository / "a.yaml").write_text("name: neu\n", "utf-8")
    first, last = git.commit([repository / "a.yaml", private / "a.yaml"], "both")
    assert first == call(private, "rev-parse", "--short", "HEAD").strip()
    assert last == call(repository, "rev-parse", "--short", "HEAD").strip()


def test_a_commit_by_name(repository: Path) -> None:
    call(repository, "tag", "--annotate", "--message", "x", "v1")
    commit = git.resolved(repository, "v1")
    assert commit is not None
    assert (commit.author, commit.subject) == ("Coordinator", "first")
    assert commit.id == call(repository, "rev-parse", "HEAD").strip()
    assert str(commit.seconds) == call(repository, "log", "-1", "--format=%ct").strip()
    assert git.earliest(repository) == git.last_before(repository, commit.seconds) == commit
    assert git.last_before(repository, commit.seconds - 1) is None
    nothing = ("", "v2", "--all", "-1", "HEAD..v1", "HEAD:a.yaml", "HEAD^{tree}", "x\0y")
    assert [git.resolved(repository, text) for text in nothing] == [None] * len(nothing)


def test_what_is_in_a_commit(repository: Path) -> None:
    """Names as they are, contents as far as they are wanted, from one process."""
    odd = 'odd [1]*\t"q" ü.yaml'
    (repository / "sub").mkdir()
    (repository / "sub" / odd).write_bytes(b"\xff\r\n")
    (repository / "sub" / "empty").write_bytes(b"")
    (repository / "sub" / "large").write_bytes(b"x" * 200_000)
    (repository / "sub" / "link").symlink_to("large")
    call(repository, "add", ".")
    call(repository, "commit", "--quiet", "-m", "more")
    files = {file.path: file for file in git.tree(repository, "HEAD", "sub/")}
    assert set(files) == {f"sub/{name}" for name in (odd, "empty", "large", "link")}
    assert files["sub/link"].mode == git.LINK
    found = git.contents(repository, [file.blob for file in files.values()] * 2, 10)
    expected = {
        odd: (3, b"\xff\r\n"),
        "empty": (0, b""),
        "large": (200_000, b"x" * 10),
        "link": (5, b"large"),
    }
    assert [(it.size, it.start) for it in found] == [
        expected[path.removeprefix("sub/")] for path in files
    ] * 2
    assert [*git.contents(repository, [], 10)] == []
    assert {file.path for file in git.tree(repository, "HEAD", "")} >= {"a.yaml", *files}
    with pytest.raises(RegistryError, match="git does not have the content 000000000000 of a file"):
        list(git.contents(repository, ["0" * 40], 10))
    with pytest.raises(RegistryError, match="git refused"):
        git.tree(repository, "0" * 40, "")


def test_the_commits_of_a_file_under_all_its_names(repository: Path) -> None:
    text = "".join(f"key{number}: value\n" for number in range(20))
    (repository / "alt.yaml").write_text(text, "utf-8")
    (repository / "alt[1].yaml").write_text("name: other\n", "utf-8")
    call(repository, "add", ".")
    call(repository, "commit", "--quiet", "-m", "new")
    call(repository, "mv", "alt.yaml", "größe.yaml")
    (repository / "größe.yaml").write_text(text + "more: x\n", "utf-8")
    call(repository, "commit", "--quiet", "-am", "renamed")
    call(repository, "rm", "--quiet", "größe.yaml")
    call(repository, "commit", "--quiet", "-m", "gone")
    found = [(it.commit.subject, it.path, it.former, it.gone) for it in git.touches(repository, "größe.yaml")]
    assert found == [
        ("gone", "größe.yaml", "größe.yaml", True),
        ("renamed", "größe.yaml", "alt.yaml", False),
        ("new", "alt.yaml", "", False),
    ]
    assert [it.commit.subject for it in git.touches(repository, "alt[1].yaml")] == ["new"]
    assert git.touches(repository, "never.yaml") == []
