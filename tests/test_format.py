"""`mo-registry format`: the tidy form where it is asked for, and nothing but the form changes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pydantic import BaseModel

from mo_registry.editing import transaction
from mo_registry.editing.canonical import canonical
from mo_registry.finding import RegistryError
from mo_registry.model import Event, Organisation, Settings
from mo_registry.registry import load
from mo_registry.yamlfile import parse
from tests.conftest import ROOT, Result, Run

MODELS: dict[str, type[BaseModel]] = {"organisations": Organisation, "events": Event, "data": Settings}

UNTIDY = """\
# Kopf
name:   'Haus der Jugend'   # wie auf dem Umschlag
kind: "regular_service"
also_known_as: [HdJ, Haus d. Jugend]
languages:
- de
- "no"          # Norwegisch
- uk

founded: 1.5.1998
networks:
- {network: netzwerk, since: 2019-01-01}
address: {street: "Weg 1, Hinterhaus",
          postal_code: 01067, city: Musterstadt}   # neu
contacts:
-   role: 'Leitung'
    # dienstags
    phone: "0221 4710 123"
notes: >
    Schlüssel
    beim Hausmeister
"""
TIDY = """\
# Kopf
name: Haus der Jugend       # wie auf dem Umschlag
kind: regular_service
also_known_as:
  - HdJ
  - Haus d. Jugend
languages:
  - de
  - "no"        # Norwegisch
  - uk

founded: 1998-05-01
networks:
  - network: netzwerk
    since: 2019-01-01
address:
  street: Weg 1, Hinterhaus
  postal_code: "01067"
  city: Musterstadt                                # neu
contacts:
  - role: Leitung
    # dienstags
    phone: 0221 4710 123
notes: >
  Schlüssel
  beim Hausmeister
"""
NEW = "data/organisations/haus-der-jugend.yaml"


def mtimes(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in root.rglob("*.yaml")}


@pytest.fixture
def tidy(run: Run, small: Path) -> Path:
    """The small registry in the tidy form, with one file that is not."""
    assert run("format").code == 0
    (small / NEW).write_text(UNTIDY, "utf-8")
    return small


def test_the_tidy_form(run: Run, tidy: Path) -> None:
    assert run("format") == Result(0, f"{NEW}\n", "1 file is tidy now.\n")
    assert (tidy / NEW).read_text("utf-8") == TIDY
    assert parse(Path("x"), TIDY).data.keys() == parse(Path("x"), UNTIDY).data.keys()


def test_a_second_run_changes_nothing(run: Run, tidy: Path) -> None:
    run("format")
    before = mtimes(tidy)
    assert run("format") == Result(0, "", "12 files, all tidy already\n")
    assert run("format", "--check") == Result(0, "", "12 files, all tidy already\n")
    assert mtimes(tidy) == before


def test_the_registry_says_the_same_in_the_tidy_form(run: Run, small: Path) -> None:
    before = load(small)
    run("format")
    after = load(small)
    assert (after.organisations, after.events, after.settings) == (
        before.organisations,
        before.events,
        before.settings,
    )


def test_a_check_lists_what_would_change(run: Run, tidy: Path) -> None:
    before = mtimes(tidy)
    assert run("format", "--check") == Result(1, f"{NEW}\n", "1 file would change.\n")
    assert run("--quiet", "format", "--check").code == 1
    assert mtimes(tidy) == before


def test_a_dry_run_shows_the_difference(run: Run, tidy: Path) -> None:
    before = mtimes(tidy)
    shown = run("format", NEW, "--dry-run")
    assert (shown.code, shown.err) == (0, "1 file would change.\n")
    assert shown.out.startswith(
        f"--- {NEW}\n+++ {NEW}\n@@ -2,3 +2,5 @@\n-name:   'Haus der Jugend'   # wie auf dem Umschlag\n"
        '-kind: "regular_service"\n-also_known_as: [HdJ, Haus d. Jugend]\n+name: Haus der Jugend       # wie auf dem Umschlag\n'
    )
    assert run("format", NEW, "--dry-run", "--check").code == 1
    assert mtimes(tidy) == before


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        ((), 12),
        (("data",), 12),
        (("data/organisations",), 8),
        (("data/events/", "data/registry.yaml"), 4),
        (("data/organisations/../events",), 3),
        ((NEW, NEW), 1),
    ],
)
def test_files_and_folders(run: Run, tidy: Path, paths: tuple[str, ...], files: int) -> None:
    run("format")
    told = run("format", *paths).err
    assert told == ("1 file, already tidy\n" if files == 1 else f"{files} files, all tidy already\n")
    assert run("format", *(tidy / path for path in paths)).err == told


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("data/organisation", "error: There is no file or folder data/organisation.\n  = help: Without a path, all files of the registry are brought into the tidy form.\n"),
        ("notes.txt", "error: notes.txt holds no file of this registry.\n  = help: Those are data/registry.yaml and the .yaml files in organisations/ and events/ of its parts.\n"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_the_registry(run: Run, small: Path, path: str, complaint: str) -> None:
    (small / "notes.txt").write_text("x", "utf-8")
    assert run("format", path) == Result(2, "", complaint)


def test_a_file_that_cannot_be_read_is_left_alone_and_listed(run: Run, tidy: Path) -> None:
    broken = tidy / "data" / "organisations" / "kaputt.yaml"
    broken.write_bytes(b"name: x\nname:   y\n")
    (tidy / "data" / "organisations" / "latin.yaml").write_bytes("name:   Süd\n".encode("latin-1"))
    told = run("format")
    assert (told.code, told.out) == (1, f"{NEW}\n")
    assert told.err == (
        "data/organisations/kaputt.yaml: The file was not changed because line 2 cannot be read: “name” stands"
        " here for the second time; the first is in line 1\n"
        f"data/organisations/latin.yaml: {tidy / 'data/organisations/latin.yaml'} is not UTF-8, so it cannot be changed.\n"
        "1 file is tidy now.\n2 files were left as they are.\n"
    )
    assert broken.read_bytes() == b"name: x\nname:   y\n"
    assert (tidy / NEW).read_text("utf-8") == TIDY
    assert run("format", broken, "--check").code == 1


def test_both_parts(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(shutil.copytree(ROOT / "tests" / "registries" / "two-parts", tmp_path / "two"))
    monkeypatch.chdir(root)
    changed = run("format").lines
    assert changed == ["private/events/2023-06-14-netzwerktreffen.yaml"]
    assert run("format", "private").err == "4 files, all tidy already\n"
    assert run("validate").code == 0


def test_line_ends_stay(run: Run, tidy: Path) -> None:
    (tidy / NEW).write_bytes(UNTIDY.replace("\n", "\r\n").encode())
    run("format")
    assert (tidy / NEW).read_bytes() == TIDY.replace("\n", "\r\n").encode()


def test_all_or_none(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = mtimes(small)

    def full(*_arguments: object, **_named: object) -> None:
        raise RegistryError("The disk is full.")

    monkeypatch.setattr(transaction, "write", full)
    assert run("format").code == 2
    assert mtimes(small) == before


def test_a_commit_of_exactly_these_files(run: Run, tidy: Path) -> None:
    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(tidy), *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout

    git("init", "--quiet")
    git("config", "user.name", "Vera")
    git("config", "user.email", "vera@verein.example")
    git("add", "--all")
    git("commit", "--quiet", "--message", "Begin")
    (tidy / "data" / "other.txt").write_text("x", "utf-8")
    told = run("format", "--commit")
    assert re.fullmatch(r"1 file is tidy now\.\nCommitted as [0-9a-f]+: Tidy form of 1 file\n", told.err)
    assert git("show", "--format=%s", "--name-only", "HEAD") == f"Tidy form of 1 file\n\n{NEW}\n"
    assert git("status", "--short") == "?? data/other.txt\n"
    assert run("format", "--commit").code == 0
    assert git("rev-list", "--count", "HEAD") == "2\n"


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege on Windows")
def test_a_link_is_found_by_both_names(run: Run, tidy: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tidy)
    assert run("format", tmp_path / "link" / NEW).out == f"{NEW}\n"


@pytest.mark.parametrize(
    ("text", "model", "tidy"),
    [
        ('languages: ["no", uk]\n', Organisation, 'languages: ["no", uk]\n'),
        ("languages: [no, uk]\n", Organisation, "languages: [no, uk]\n"),
        ('name: "Yes"\nlegal_form: "2023-01-01"\n', Organisation, 'name: "Yes"\nlegal_form: "2023-01-01"\n'),
        ('founded: "1998"\nverified: "2023-01-01"\n', Organisation, "founded: 1998\nverified: 2023-01-01\n"),
        (
            "start: '17:00'\nrevision: '1'\nroom: '17:00'\n",
            Event,
            'start: 17:00\nrevision: 1\nroom: "17:00"\n',
        ),
        ("postal_code: 01067\n", None, 'postal_code: "01067"\n'),
        (
            "venues: {x: {name: 'A', capacity: '40'}}\n",
            Settings,
            "venues:\n  x:\n    name: A\n    capacity: 40\n",
        ),
    ],
)
def test_quotes_stay_where_an_older_reader_would_not_see_a_text(
    text: str, model: type[BaseModel] | None, tidy: str
) -> None:
    assert canonical(text, model) == tidy
    assert canonical(tidy, model) == tidy


@pytest.mark.parametrize("folder", ["data", "mo_registry/starter/data"])
def test_what_comes_with_the_program_is_tidy(folder: str) -> None:
    for path in sorted((ROOT / folder).rglob("*.yaml")):
        text = path.read_text("utf-8")
        assert canonical(text, MODELS[path.parent.name]) == text, path
