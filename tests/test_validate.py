"""`mo-registry validate`: what is said, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mo_registry.registry import load
from tests.conftest import ROOT, Result, Run

SUMMARY = "11 files: 0 errors, 1 note\n"
NOTE = """\
information[MO158]: this organisation has no address, e-mail address or telephone number
 --> data/organisations/frauengruppe.yaml:2:7
  |
2 | name: Frauengruppe „Süd“
  |       ^^^^^^^^^^^^^^^^^^
  = help: add one of the three; until then it gets no invitation

"""
TALK = "What a code means: mo-registry explain MO158\n"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_nothing_wrong_is_one_line(run: Run, small: Path) -> None:
    replace(small / "data" / "registry.yaml", "\nchecks:\n", "\nchecks:\n  MO158: off\n")
    assert run("validate") == Result(0, "11 files: 0 errors\n", "")
    assert run("--quiet", "validate") == Result(0, "", "")


def test_a_note_does_not_fail(run: Run) -> None:
    assert run("validate") == Result(0, NOTE + SUMMARY, TALK)
    assert run("validate", "--strict").code == 0
    assert run("--quiet", "validate") == Result(0, "", "")


def test_findings_are_sorted_and_underlined(run: Run, small: Path) -> None:
    replace(
        small / "data" / "events" / "2023-10-13-fachtag.yaml", "venue: rathaus", "venue: Das Rathaus  # groß"
    )
    organisation = small / "data" / "organisations" / "bruecke.yaml"
    organisation.write_text("name: جمعية [b]‌ x\nkind: umbrela\nemail: info[at]b.example\n", "utf-8")
    result = run("validate", "--strict")
    assert (result.code, result.err) == (1, "What a code means: mo-registry explain MO203\n")
    assert result.out.startswith(
        """\
error[MO203]: no venue is called “Das Rathaus”
  --> data/events/2023-10-13-fachtag.yaml:15:8
   |
15 | venue: Das Rathaus  # groß
   |        ^^^^^^^^^^^
   = help: did you mean rathaus?

error[MO106]: an invisible character stands here: U+200C zero width non-joiner
 --> data/organisations/bruecke.yaml:1:16
  |
1 | name: جمعية [b]⟨U+200C⟩ x
  |                ^^^^^^^^
  = help: delete the text around it and type it anew

error[MO138]: “umbrela” is none of the possible values
 --> data/organisations/bruecke.yaml:2:7
  |
2 | kind: umbrela
  |       ^^^^^^^
  = help: did you mean umbrella?
"""
    )


def test_one_line_a_finding(run: Run, small: Path) -> None:
    replace(small / "data" / "registry.yaml", "language: de", "language: de\nlanguages: de")
    result = run("validate", "--format", "concise", "data/registry.yaml")
    assert result == Result(
        1,
        "data/registry.yaml:6:1: error[MO130] no key is called “languages” here (did you mean language?)\n"
        "1 file: 1 error\n",
        "",
    )


def test_json_has_a_stable_shape(run: Run, small: Path) -> None:
    replace(small / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
    result = run("validate", "--format", "json", small / "data" / "organisations")
    assert result.code == 1
    answer = json.loads(result.out)
    assert {
        key: answer[key] for key in ("version", "files", "errors", "warnings", "information", "silenced")
    } == {
        "version": 1,
        "files": 7,
        "errors": 2,
        "warnings": 0,
        "information": 1,
        "silenced": 0,
    }
    assert answer["findings"][0] == {
        "code": "MO131",
        "severity": "error",
        "message": "“kind” is missing here",
        "help": "add a line kind: …",
        "file": "data/organisations/bruecke.yaml",
        "line": 1,
        "column": 1,
        "end_column": 5,
    }


def test_paths_choose_what_is_shown_and_everything_is_read(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "rathaus.yaml").write_text("name: R\nkind: x\n", "utf-8")
    assert run("validate", "data/events") == Result(
        0, "3 files: 0 errors\n", "In other files there is 1 error: mo-registry validate\n"
    )
    assert run("validate", "data/events", "data/organisations/rathaus.yaml").code == 1
    assert run("validate", "nowhere") == Result(
        2,
        "",
        "error: There is no file or folder nowhere.\n"
        "  = help: Give a path as you would to open the file, or leave it out to check everything.\n",
    )


def test_no_registry(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("validate")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"error: No registry was found in {tmp_path} or above it.\n  = help: Go to its directory, name it"
        " with --registry DIR, or make a new one: mo-registry init DIR\n"
    )
    assert run("--registry", "small", "validate").code == 0


def test_silenced_findings_are_counted(run: Run, small: Path) -> None:
    replace(
        small / "data" / "organisations" / "frauengruppe.yaml",
        "name: Frauengruppe „Süd“",
        "name: Frauengruppe „Süd“  # allow MO158: they come by themselves",
    )
    assert run("validate") == Result(0, "11 files: 0 errors, 1 allowed by a comment\n", "")


def test_a_process_of_its_own_in_german(program: Run, small: Path) -> None:
    (small / "data" / "organisations" / "müll.yaml").write_bytes(b"name: \xd6zer\n")
    result = program("--language", "de", "validate", "--format", "concise", "data/organisations/müll.yaml")
    assert result == Result(
        1,
        "data/organisations/müll.yaml:1:1: Fehler[MO117] „müll.yaml“ kann nicht der Dateiname eines"
        " Eintrags sein (die Datei in muell.yaml umbenennen)\n"
        "data/organisations/müll.yaml:1:7: Fehler[MO104] diese Datei ist nicht in UTF-8 gespeichert;"
        " sie sieht nach Windows-1252 aus (im Editor öffnen und mit der Kodierung UTF-8 speichern)\n"
        "1 Datei: 2 Fehler\n",
        "",
    )


def test_output_may_end_early(program: Run, small: Path) -> None:
    import subprocess
    import sys

    for number in range(300):
        (small / "data" / "organisations" / f"o{number}.yaml").write_text("name: x\nkind: y\n", "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "mo_registry", "validate"],
        cwd=small,
        env={"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_example_registry_has_no_error() -> None:
    from mo_registry.checks import check
    from mo_registry.finding import Severity

    checked = check(load(ROOT / "data" / ".."))
    assert checked.count(Severity.ERROR) == 0
    assert checked.count(Severity.WARNING) == 0


def test_a_path_outside_of_the_registry_is_no_all_clear(run: Run, small: Path) -> None:
    other = small.parent / "other"
    other.mkdir()
    result = run("validate", other)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"error: {other} does not belong to the registry in {small}.\n")


def test_lists_say_when_something_is_missing(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "kaputt.yaml").write_text("name: [\n", "utf-8")
    told = "warning: 1 file could not be read whole; something is missing here. What it is: mo-registry validate\n"
    for command in (("list", "organisations", "--csv"), ("find", "rathaus")):
        result = run(*command)
        assert (result.code, result.err) == (0, told)


def test_everybody_who_is_named_is_counted(run: Run, small: Path) -> None:
    event = small / "data" / "events" / "2023-05-10-netzwerktreffen.yaml"
    replace(
        event,
        "    persons: 2\n    people: [Олена Ковальчук, Iryna van der Berg]\n",
        "    persons: 1\n    people: [Олена Ковальчук, Iryna van der Berg]\n",
    )
    found = run("--quiet", "validate", event)
    assert (found.code, found.out.count("warning[MO212]: 2 people are named here, but persons says 1\n")) == (
        0,
        2,
    )
    advice = "correct the number, or take out who is not meant; until then all who are named are counted"
    assert found.out.count(f"= help: {advice}\n") == 2
    replace(event, "    persons: 1\n    people", "    people")
    assert "MO212" not in run("validate").out


def test_a_key_like_none_is_told_which_there_are(run: Run, small: Path) -> None:
    organisation = small / "data" / "organisations" / "bruecke.yaml"
    organisation.write_text("name: Verein\nkind: association\nfax: 1\n", "utf-8")
    found = run("validate", organisation).lines
    help_line = next(line for line in found if "= help: what" in line)
    assert help_line.startswith("  = help: what can stand here: name, ")
    assert "error[MO130]: no key is called “fax” here" in found
    assert ", phone, email, website, " in help_line
