"""`mo-registry hooks`: git checks what is committed, and nobody's own hook is touched."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from mo_registry.editing import hooks
from tests.conftest import ROOT, TODAY, Result, Run
from tests.test_changed_since import SOMEBODY, commit, git, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

HOOK = Path(".git", "hooks", "pre-commit")


@pytest.fixture
def registry(small: Path) -> Path:
    git(small, "init", "--quiet", "--initial-branch", "main")
    write(small / "data" / "events" / "2023-10-13-fachtag.yaml", "venue: rathaus", "venue: nirgendwo")
    commit(small)
    return small


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the program, as on somebody's computer."""
    folder = tmp_path / "desk"
    folder.mkdir()
    program = folder / "mo-registry"
    program.write_text(f'#!/bin/sh\nexec "{Path(sys.executable).as_posix()}" -m mo_registry "$@"\n', "utf-8")
    program.chmod(0o755)
    return folder


def committed(directory: Path, desk: Path, *arguments: str, **more: str) -> Result:
    """What `git commit` says, the program being on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MO_"))}
    path = os.pathsep.join([str(desk), os.environ["PATH"]])
    ours = {"PATH": path, "PYTHONPATH": str(ROOT), "MO_REGISTRY_TODAY": TODAY, "MO_REGISTRY_LANGUAGE": "en"}
    done = subprocess.run(
        ["git", "-C", str(directory), "commit", "--quiet", "-m", "x", *arguments],
        env={**kept, **SOMEBODY, **ours, **more},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def test_a_commit_with_an_error_is_refused(run: Run, registry: Path, desk: Path) -> None:
    assert run("hooks", "install") == Result(
        0, "", f"git checks every commit from now on: {registry / HOOK}\n"
    )
    entry = registry / "data" / "organisations" / "bruecke.yaml"
    write(entry, "kind: ", "knd: ")
    git(registry, "add", "--all")
    refused = committed(registry, desk)
    assert refused.code == 1
    assert "error[MO130]: no key is called “knd” here\n" in refused.out + refused.err
    assert "fachtag" not in refused.out + refused.err
    write(entry, "knd: ", "kind: ")
    assert committed(registry, desk).code == 1, "what is staged counts"
    git(registry, "add", "--all")
    write(entry, "kind: ", "knd: ")
    (registry / "note.txt").write_text("x", "utf-8")
    git(registry, "add", "note.txt")
    assert committed(registry, desk) == Result(0, "", ""), "what is not staged does not count"
    assert committed(registry, desk, "--all").code == 1
    assert committed(registry, desk, "data/organisations/bruecke.yaml").code == 1
    assert committed(registry, desk, "--all", "--no-verify").code == 0


def test_in_a_second_working_tree_and_below_the_top(
    run: Run, registry: Path, desk: Path, tmp_path: Path
) -> None:
    top = tmp_path / "top"
    shutil.move(registry, top / "our net")
    shutil.rmtree(top / "our net" / ".git")
    git(top, "init", "--quiet", "--initial-branch", "main")
    commit(top)
    assert run("--registry", top / "our net", "hooks", "install") == Result(
        0, "", f"git checks every commit from now on: {top / HOOK}\n"
    )
    git(top, "worktree", "add", "--quiet", str(tmp_path / "second"))
    for tree in (top, tmp_path / "second"):
        write(tree / "our net" / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
        refused = committed(tree, desk, "--all")
        assert (refused.code, "error[MO130]" in refused.out + refused.err) == (1, True)
    git(top, "checkout", "--quiet", ".")
    assert committed(top, desk, "--allow-empty") == Result(0, "", "")


def test_without_the_program_the_python_of_the_hook_is_used_or_nothing_is_checked(
    run: Run, registry: Path, tmp_path: Path
) -> None:
    run("hooks", "install")
    write(registry / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("git", "sh"):
        (bare / name).symlink_to(str(shutil.which(name)))
    assert committed(registry, bare, "--all", PATH=str(bare)).code == 1
    hook = registry / HOOK
    hook.write_text(hook.read_text("utf-8").replace(Path(sys.executable).as_posix(), "/no/python"), "utf-8")
    done = committed(registry, bare, "--all", PATH=str(bare))
    assert (done.code, done.err) == (
        0,
        "mo-registry was not found, so nothing was checked before this commit.\n",
    )


def test_twice_and_away(run: Run, registry: Path) -> None:
    run("hooks", "install")
    before = (registry / HOOK).read_bytes()
    assert run("hooks", "install") == Result(0, "", f"The hook is there already: {registry / HOOK}\n")
    assert (registry / HOOK).read_bytes() == before
    (registry / HOOK).write_bytes(before + b"# of an older version\n")
    assert run("hooks", "install").err.startswith("git checks every commit from now on")
    assert os.name == "nt" or os.access(registry / HOOK, os.X_OK)
    assert run("hooks", "uninstall") == Result(0, "", "git no longer checks commits to this registry.\n")
    assert not (registry / HOOK).exists()
    assert run("hooks", "uninstall") == Result(0, "", "There is no hook to delete.\n")


def test_a_hook_of_somebody_else_stays(run: Run, registry: Path) -> None:
    hook = registry / HOOK
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(b"#!/bin/sh\nmake lint\n")
    assert run("hooks", "install") == Result(
        2,
        "",
        f"error: There is a hook already: {hook}. It was left as it is.\n"
        "  = help: Add this line to it: mo-registry --quiet validate --staged\n",
    )
    assert run("hooks", "uninstall") == Result(
        2,
        "",
        f"error: The hook {hook} is not from mo-registry. It was left as it is.\n"
        "  = help: If it calls mo-registry, take that line out by hand.\n",
    )
    assert hook.read_bytes() == b"#!/bin/sh\nmake lint\n"


def test_a_folder_of_hooks_in_the_registry_names_no_machine(run: Run, registry: Path) -> None:
    git(registry, "config", "core.hooksPath", ".githooks")
    assert run("hooks", "install").code == 0
    text = (registry / ".githooks" / "pre-commit").read_text("utf-8")
    assert "mo-registry --quiet validate --staged" in text
    assert str(Path(sys.executable).parent.as_posix()) not in text


def test_a_folder_of_hooks_for_all_repositories_is_left_alone(
    run: Run, registry: Path, tmp_path: Path
) -> None:
    shared = tmp_path / "hooks of mine"
    shared.mkdir()
    git(registry, "config", "core.hooksPath", str(shared))
    refused = run("hooks", "install")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        f"error: git takes the hooks of this repository from {shared} (core.hooksPath), as those of others.\n"
        "  = help: Add this line to the hook pre-commit there, if it is to be: mo-registry --quiet validate --staged\n"
    )
    assert list(shared.iterdir()) == []


def test_no_repository(run: Run, small: Path) -> None:
    for verb in ("install", "uninstall"):
        refused = run("hooks", verb)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.startswith(f"error: {small} is in no git repository")


def test_the_hook_is_a_plain_shell_script(registry: Path) -> None:
    text = hooks.script(registry)
    assert text.startswith("#!/bin/sh\n")
    checked = subprocess.run(["sh", "-n"], input=text, capture_output=True, encoding="utf-8", check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


# For pre-commit


def test_the_hooks_for_pre_commit_run(run: Run, registry: Path) -> None:
    offered = yaml.load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    codes = {}
    for hook in offered:
        assert {"id", "name", "entry", "language"} <= set(hook)
        assert (hook["language"], hook["pass_filenames"]) == ("python", "false")
        assert hook["always_run"] == "true", (
            "a commit that only deletes has no file that pre-commit would match"
        )
        program, *arguments = shlex.split(hook["entry"])
        assert program == "mo-registry"
        codes[hook["id"]] = run(*arguments).code
    assert codes == {"mo-registry": 1, "mo-registry-staged": 0}, "the old error is in no staged file"
