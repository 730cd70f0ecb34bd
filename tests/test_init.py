"""`mo-registry init`: a registry that is ready to use, and no file of anybody's lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mo_registry import files, schema
from mo_registry.checks import check
from mo_registry.editing import starting
from mo_registry.finding import RegistryError, Severity
from mo_registry.registry import load
from tests.conftest import ROOT, Result, Run

STARTER = ROOT / "mo_registry" / "starter"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def starter() -> dict[str, bytes]:
    schemas = {f"schema/{name}": text.encode() for name, text in schema.texts().items()}
    return dict(sorted({**tree(STARTER), **schemas}.items()))


def test_a_new_registry(run: Run, tmp_path: Path) -> None:
    made = run("init", tmp_path / "new")
    assert (made.code, made.out) == (0, "")
    assert made.err.splitlines()[0] == f"{len(starter())} files written to {tmp_path / 'new'}."
    assert "  mo-registry validate " in made.err
    assert tree(tmp_path / "new") == starter()


def test_it_is_valid_and_works(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "new")
    checked = check(load(tmp_path / "new"))
    assert [
        finding.code for finding in checked.findings if finding.severity is not Severity.INFORMATION
    ] == []
    listed = run("--registry", tmp_path / "new", "list", "events")
    assert listed.out.count("\n") == 2


def test_it_is_named(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "new", "--name", "Netz: „neu“ # 1\\n")
    assert load(tmp_path / "new").settings.name == "Netz: „neu“ # 1\\n"
    settings = (tmp_path / "new" / "data" / "registry.yaml").read_text("utf-8")
    assert settings.count("\n") == (STARTER / "data" / "registry.yaml").read_text("utf-8").count("\n")


def test_a_directory_with_other_files_will_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "letter.docx").write_bytes(b"mine")
    assert run("init", tmp_path / "old").code == 0
    assert tree(tmp_path / "old") == dict(sorted({**starter(), "letter.docx": b"mine"}.items()))


def test_no_file_is_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old" / "data").mkdir(parents=True)
    (tmp_path / "old" / "README.md").write_bytes(b"mine")
    (tmp_path / "old" / "data" / "registry.yaml").write_bytes(b"mine too")
    before = tree(tmp_path / "old")
    assert run("init", tmp_path / "old") == Result(
        2,
        "",
        f"error: In {tmp_path / 'old'} there is already: README.md, data/registry.yaml. Nothing was written.\n"
        "  = help: Choose another directory, or move these files away first.\n",
    )
    assert tree(tmp_path / "old") == before


def test_the_same_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "new")
    again = run("init", tmp_path / "new")
    assert again == Result(0, "", f"The registry in {tmp_path / 'new'} is complete already.\n")


def test_a_file_is_no_directory(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    refused = run("init", tmp_path / "file")
    assert (refused.code, refused.err.splitlines()[0]) == (
        2,
        f"error: {tmp_path / 'file'} is a file, not a directory.",
    )
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.parametrize("survived", range(0, 12, 3))
def test_a_run_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    count = 0

    def full(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count > survived * 2:  # the file itself, and its folder
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RegistryError, match="No space left on device"):
        starting.write(tmp_path / "new", starting.contents())
    assert tree(tmp_path / "new") == {}


def test_a_run_that_is_killed_leaves_no_registry_and_can_be_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = starting.contents()
    assert list(wanted)[-1] == Path("data", "registry.yaml")
    for path in list(wanted)[:5]:  # what a kill leaves: nobody tidies up
        files.create(tmp_path / "new" / path, wanted[path])
    assert not (tmp_path / "new" / "data" / "registry.yaml").exists()
    starting.write(tmp_path / "new", wanted)
    assert tree(tmp_path / "new") == starter()


def test_the_starter_keeps_out_what_must_not_be_committed() -> None:
    ignored = (STARTER / ".gitignore").read_text("utf-8").splitlines()
    assert "/out/" in ignored
    assert "/private/" in ignored


def test_a_name_with_blanks_is_told_as_it_is_typed(run: Run) -> None:
    assert '\n  cd "Netz werk"\n' in run("init", "Netz werk").err
    assert "\n  cd Netzwerk-Köln\n" in run("init", "Netzwerk-Köln").err
