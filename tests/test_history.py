"""How an entry became what it is: every change once, under whatever name the entry had."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from mo_registry.registry import load
from mo_registry.reports.history import History, history
from tests.conftest import Result, Run
from tests.memory import Memory

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SETTINGS = "name: Netzwerk\n"
VEREIN = """\
name: Verein für Begegnung e.V.
kind: migrant_organisation
status: active
languages: [uk, de]
phone: +49 221 4710 123
email: alt@verein.example
"""
PLACE = "data/organisations/verein.yaml"


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    found = Memory(tmp_path / "registry")
    found.commit("2023-01-01T12:00", {"data/registry.yaml": SETTINGS, PLACE: VEREIN}, "Anfang")
    return found


def read(root: Path, identifier: str = "verein") -> History:
    return history(load(root), identifier)


def told(found: History) -> list[tuple[str, list[str] | None]]:
    """Subjects and sentences, the newest first."""
    return [
        (
            version.commit.subject if version.commit else "-",
            None if version.changes is None else [change.bare for change in version.changes],
        )
        for version in found.versions
    ]


NEW = ("Anfang", ["new entry (migrant organisation)"])


def test_every_change_in_a_sentence_the_last_one_first(memory: Memory) -> None:
    other = VEREIN.replace("alt@", "neu@")
    memory.commit("2023-02-01", {PLACE: other}, "Neue Adresse")
    memory.commit("2023-03-01", {"data/organisations/anderer.yaml": VEREIN.replace("für", "zur")}, "Anderes")
    memory.commit("2023-04-01", {PLACE: "# geprüft\n" + other}, "Notiz")
    memory.write(PLACE, other.replace("active", "dormant"))
    assert told(read(memory.folder)) == [
        ("-", ["is dormant now, before active"]),
        ("Notiz", []),
        ("Neue Adresse", ["e-mail changed"]),
        NEW,
    ]


def test_a_renamed_entry_keeps_its_history(memory: Memory) -> None:
    """By git's own eyes, and, where the text is another one too, by the former id."""
    memory.git("mv", PLACE, "data/organisations/begegnung.yaml")
    memory.commit("2023-02-01", {}, "Umbenannt")
    memory.git("mv", "data/organisations/begegnung.yaml", "data/organisations/haus.yaml")
    rewritten = "name: Haus der Kulturen e.V.\nkind: association\nformer_ids: [verein, begegnung]\nemail: x@haus.example\n"
    memory.commit("2023-03-01", {"data/organisations/haus.yaml": rewritten}, "Neu gefasst")
    found = read(memory.folder, "haus")
    for identifier in ("haus", "verein", "data/organisations/begegnung.yaml"):
        assert read(memory.folder, identifier) == found
        assert [version.files for version in found.versions] == [
            ("data/organisations/haus.yaml",),
            ("data/organisations/begegnung.yaml",),
            (PLACE,),
        ]
    newest, middle, first = told(found)
    assert newest[1] is not None
    assert "its id is haus now, before begegnung" in newest[1]
    assert "is called “Haus der Kulturen e.V.” now, before “Verein für Begegnung e.V.”" in newest[1]
    assert middle == ("Umbenannt", ["its id is begegnung now, before verein"])
    assert first == NEW


def test_another_entry_that_looks_alike_is_another_one(memory: Memory) -> None:
    """In one commit an entry goes and one of the same make comes: git alone would call that a rename."""
    other = "name: Kulturhaus Ost\nkind: migrant_organisation\nstatus: active\nlanguages: [tr]\n"
    memory.commit("2023-02-01", {PLACE: None, "data/organisations/ost.yaml": other}, "Wechsel")
    assert told(read(memory.folder, "ost")) == [("Wechsel", ["new entry (migrant organisation)"])]
    assert told(read(memory.folder)) == [("Wechsel", ["entry removed (migrant organisation)"]), NEW]


def test_what_cannot_be_read_is_not_guessed(memory: Memory) -> None:
    memory.commit("2023-02-01", {PLACE: "name: [\n"}, "Kaputt")
    memory.commit("2023-03-01", {PLACE: VEREIN}, "Heil")
    memory.commit("2023-04-01", {PLACE: None}, "Fort")
    memory.commit("2023-05-01", {PLACE: VEREIN}, "Zurück")
    assert told(read(memory.folder)) == [
        ("Zurück", ["new entry (migrant organisation)"]),
        ("Fort", ["entry removed (migrant organisation)"]),
        ("Heil", None),
        ("Kaputt", None),
        NEW,
    ]


def test_both_parts_make_one_history(memory: Memory, tmp_path: Path) -> None:
    hidden = Memory(tmp_path / "privat")
    memory.commit("2023-02-01", {"data/registry.yaml": "name: Netzwerk\nprivate: ../privat\n"}, "Teil zwei")
    hidden.commit("2023-03-01", {"organisations/verein.yaml": "notes: Anrufen\n"}, "Notiz")
    memory.commit("2023-04-01", {PLACE: VEREIN.replace("active", "dormant")}, "Ruht")
    hidden.commit("2023-05-01", {"organisations/verein.yaml": "notes: Schreiben\n"}, "Anders")
    found = read(memory.folder)
    assert [
        (version.commit.subject, version.confidential) for version in found.versions if version.commit
    ] == [
        ("Anders", True),
        ("Ruht", False),
        ("Notiz", True),
        ("Anfang", False),
    ]
    [change] = found.versions[0].changes or ()
    assert (change.personal, "Schreiben" in change.bare, "Schreiben" in change.full) == (True, False, True)
    assert told(found)[1] == ("Ruht", ["is dormant now, before active"])


def test_the_confidential_part_keeps_its_words(memory: Memory, run: Run, tmp_path: Path) -> None:
    """Neither what a commit was called nor the function of a contact is told of it, unless values are asked for."""
    hidden = Memory(tmp_path / "privat")
    contact = "contacts:\n  - family: Golnar\n    role: Imamin\n    email: {}\n"
    where = "organisations/verein.yaml"
    hidden.commit("2023-03-01", {where: contact.format("a@golnar.example")}, "Frau Golnar dazu")
    hidden.commit("2023-04-01", {where: contact.format("b@golnar.example")}, "Frau Golnar zieht um")
    here = ("--registry", memory.folder, "--private", hidden.folder)
    lines = run(*here, "history", "verein").lines
    name = hidden.git("log", "--format=%h").split()
    assert lines[1:9] == [
        "",
        f"01.04.2023  Coordinator  {name[0]}",
        "(confidential)",
        "- contact: e-mail changed",
        "",
        f"01.03.2023  Coordinator  {name[1]}",
        "(confidential)",
        "- new contact",
    ]
    for form in ("json", "csv"):
        out = run(*here, "history", "verein", "--format", form).out
        assert out.count("(confidential)") == 2
        assert not any(word in out.lower() for word in ("golnar", "imamin"))
    told = run(*here, "history", "verein", "--values").out
    assert "Frau Golnar zieht um" in told
    assert "contact Golnar (Imamin): e-mail" in told


def test_the_command_prints_it(memory: Memory, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(memory.folder.parent)  # the paths are those of the repository all the same
    memory.commit("2023-02-01T12:00", {PLACE: VEREIN.replace("alt@", "neu@")}, "Neue Adresse")
    memory.write(PLACE, VEREIN.replace("active", "dormant"))
    names = memory.git("log", "--format=%h").split()
    here = ("--registry", memory.folder)
    assert run(*here, "history", "verein") == Result(
        0,
        f"""\
Verein für Begegnung e.V.  verein

not committed yet
- is dormant now, before active
- e-mail changed

01.02.2023  Coordinator  {names[0]}
Neue Adresse
- e-mail changed

01.01.2023  Coordinator  {names[1]}
Anfang
- new entry (migrant organisation)
""",
        "",
    )
    data: list[dict[str, Any]] = json.loads(
        run(*here, "history", "verein", "--format", "json", "--values").out
    )
    text = data[1]["changes"][0].pop("text")
    assert "alt@verein.example" in text
    assert "neu@verein.example" in text
    assert data[1] == {
        "commit": memory.git("rev-parse", "HEAD").strip(),
        "date": "2023-02-01",
        "author": "Coordinator",
        "subject": "Neue Adresse",
        "files": [PLACE],
        "confidential": False,
        "begins": False,
        "changes": [
            {
                "kind": "changed",
                "path": "email",
                "personal": True,
            }
        ],
    }
    rows = list(csv.reader(io.StringIO(run(*here, "history", "verein", "--format", "csv").out)))
    assert rows == [
        ["date", "commit", "author", "subject", "files", "changes"],
        ["", "", "", "", PLACE, "is dormant now, before active; e-mail changed"],
        ["2023-02-01", names[0], "Coordinator", "Neue Adresse", PLACE, "e-mail changed"],
        ["2023-01-01", names[1], "Coordinator", "Anfang", PLACE, "new entry (migrant organisation)"],
    ]


def test_a_shallow_clone_does_not_call_old_entries_new(memory: Memory, run: Run, tmp_path: Path) -> None:
    memory.commit("2023-02-01T12:00", {PLACE: VEREIN.replace("alt@", "neu@")}, "Neue Adresse")
    clone = tmp_path / "clone"
    memory.git("clone", "--quiet", "--depth", "1", memory.folder.as_uri(), str(clone))
    result = run("--registry", clone, "history", "verein")
    assert result.lines[-1] == "- the history that is here begins with this; the entry may be older"
    assert result.err == (
        "warning: This clone is shallow: older changes are not here. For all of them: git fetch --unshallow\n"
    )


def test_what_git_does_not_know(memory: Memory, run: Run, tmp_path: Path) -> None:
    (tmp_path / "privat" / "organisations").mkdir(parents=True)
    here = ("--registry", memory.folder, "--private", tmp_path / "privat")
    place = (tmp_path / "privat").as_posix()
    assert run(*here, "history", "verein").err == (
        f"warning: What changed in {place}, nobody knows: it is in no git repository.\n"
    )
    memory.write("data/organisations/neu.yaml", VEREIN)
    assert run("--registry", memory.folder, "history", "neu").lines[2:] == [
        "not committed yet",
        "- new entry (migrant organisation)",
    ]
    assert run("--registry", memory.folder, "history", "verien") == Result(
        2,
        "",
        "error: There is no entry “verien”, and git remembers none.\n  = help: did you mean verein?\n",
    )


def test_without_git(memory: Memory, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(memory.folder / "data", plain / "data")
    refused = run("--registry", plain, "history", "verein")
    assert (refused.code, refused.err.splitlines()[0]) == (
        2,
        f"error: {plain.resolve()} is in no git repository, so nobody knows how it was before.",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run("--registry", memory.folder, "history", "verein").err == (
        "error: The program git was not found.\n  = help: Install git, or do without what needs it.\n"
    )
    assert run("--registry", memory.folder, "show", "verein").code == 0
