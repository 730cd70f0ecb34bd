"""Jobs from outside: a year of cron over a changing registry, and what `mo-registry jobs` tells of them."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, time, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from mo_registry.jobs import crontab
from mo_registry.jobs.kinds import KINDS
from mo_registry.model.job import OFFERS, JobDocument
from tests.conftest import ROOT, Result, Run
from tests.jobs.conftest import JOBS, Commit, Declare

YEAR = """
jobs:
  contacts:
    title: Kontaktliste
    document: contact-list
    schedule: monthly
    formats: [csv]
    output: out/lists/{year}-{month}-contacts
  changes:
    title: Änderungen
    document: changes
    schedule: monthly
    formats: [md]
    output: out/changes/{year}-{month}-changes
"""
NEWS = {
    "2024-01-20": ("bruecke", "Brücke der Kulturen"),
    "2024-03-02": ("frauengruppe", "Frauengruppe Nord"),
    "2024-03-30": ("ukrainische-gemeinschaft", "Ukrainische Gemeinschaft in Musterstadt"),
    "2024-08-01": ("bruecke-wien", "Brücke Wien und Umgebung"),
}
"""On which day which organisation gets which name."""


def days_of_2024() -> Iterator[date]:
    """A cron that runs every eighth day, the first time of a month twice, and once not at all for seven weeks."""
    day = date(2024, 1, 1)
    while day.year == 2024:
        if not date(2024, 5, 20) < day < date(2024, 7, 9):
            yield day
            if day.day <= 8:
                yield day
        day += timedelta(8)


def rename(root: Path, identifier: str, name: str) -> None:
    path = root / "data" / "organisations" / f"{identifier}.yaml"
    text, count = re.subn(r"(?m)^name: .*$", f"name: {name}", path.read_text("utf-8"))
    assert count == 1
    path.write_text(text, "utf-8")


def organisations(path: Path) -> set[str]:
    """Whom a list names."""
    lines = path.read_text("utf-8-sig").splitlines()
    header = next(number for number, line in enumerate(lines) if "Organisation" in line.split(";"))
    rows = csv.DictReader(lines[header:], delimiter=";")
    return {row["Organisation"] for row in rows}


def test_a_year_of_cron_over_a_changing_registry(
    run: Run, small: Path, declare: Declare, commit: Commit
) -> None:
    declare(YEAR)
    commit("2023-11-01")
    news, told = dict(NEWS), []
    for day in days_of_2024():
        for changed in [it for it in news if it <= day.isoformat()]:
            rename(small, *news.pop(changed))
            commit(changed)
        result = run("run", "--due", today=day.isoformat())
        assert (result.code, result.err) == (0, "")
        told += result.lines
    months = [f"2024-{month:02}" for month in range(1, 13)]

    # Twelve lists and twelve reports, each made and told once.
    assert sorted(line.split(":")[0] for line in told) == sorted(
        f"{title}, {month}" for title in ("Kontaktliste", "Änderungen") for month in months
    )
    assert sorted(path.name for path in (small / "out/lists").glob("*.csv")) == [
        f"{month}-contacts.csv" for month in months
    ]

    # Every change is told in one report; whatever differs in two lists that follow each other is explained.
    reports = {month: (small / f"out/changes/{month}-changes.md").read_text("utf-8") for month in months}
    for changed, (_identifier, name) in NEWS.items():
        following = (date.fromisoformat(changed[:7] + "-01") + timedelta(31)).isoformat()[:7]
        assert [month for month, text in reports.items() if name in text] == [following]
    lists = [organisations(small / f"out/lists/{month}-contacts.csv") for month in months]
    changes = 0
    for number in range(1, 12):
        explained = "".join(reports[month] for month in months[number : number + 2])
        for name in lists[number] - lists[number - 1]:
            assert name in explained
            changes += 1
    assert changes == len(NEWS)
    assert all(len(names) == len(lists[0]) for names in lists)

    # And the lists are proven, the next summer too.
    result = run("jobs", "check", "contacts", today="2025-07-01")
    assert result.code == 0
    assert result.out.count("made again, the same bytes") == len(result.lines) - 1 == 12


# What is told of jobs --------------------------------------------------------------------------------------


def test_the_list_tells_what_was_made_and_what_comes_next(run: Run, registry: Path) -> None:
    assert run("jobs", "list") == Result(
        0,
        "id        title         schedule  last  next\n"
        "contacts  Kontaktliste  monthly         01.09.2023\n"
        "calendar  Kalender      monthly         01.09.2023\n",
        "",
    )
    run("run", "contacts")
    assert run("jobs", "list").lines[1:] == [
        "contacts  Kontaktliste  monthly   01.09.2023  01.10.2023",
        "calendar  Kalender      monthly               01.09.2023",
    ]
    contacts, calendar = json.loads(run("jobs", "list", "--json", today="2023-11-11").out)
    assert contacts == {
        "id": "contacts",
        "title": "Kontaktliste",
        "document": "contact-list",
        "audience": "internal",
        "schedule": "monthly",
        "last": "2023-09-01",
        "next": "2023-10-01",
        "due": ["2023-10-01", "2023-11-01"],
        "output": "out/lists/{year}-{month}-contacts",
        "formats": ["md", "csv"],
    }
    assert (calendar["last"], calendar["due"]) == (None, ["2023-11-01"])


def test_without_jobs_there_is_nothing_to_tell(run: Run, small: Path) -> None:
    assert run("jobs", "list") == Result(
        0, "", "There are no jobs; they are declared under jobs: in data/registry.yaml.\n"
    )
    assert run("jobs", "check") == Result(0, "", "There are no results yet: mo-registry run --due\n")


WRONG = "error: {told}\n  = help: Move it away together with its manifest, and it is made again: mo-registry run --due\n"


def test_what_is_as_it_was_made_is_proven(run: Run, registry: Path) -> None:
    run("run", "--due")
    assert run("jobs", "check", today="2023-12-24") == Result(
        0,
        "job       period   files  proof\n"
        "contacts  2023-09  2      made again, the same bytes\n"
        "calendar  2023-09  1      made again, the same bytes\n",
        "",
    )
    assert run("--quiet", "jobs", "check") == Result(0, "", "")


def test_what_was_changed_or_is_missing_is_found(run: Run, registry: Path) -> None:
    run("run", "--due")
    path = registry / "out/lists/2023-09-contacts.md"
    path.write_text(path.read_text("utf-8").replace("Musterstadt", "Musterdorf", 1), "utf-8")
    (registry / "public/kalender.ics").unlink()
    assert run("--quiet", "jobs", "check") == Result(
        1,
        "job       period   files  proof\n"
        "contacts  2023-09  2      not as it was made (2023-09-contacts.md was changed since)\n"
        "calendar  2023-09  1      not as it was made (kalender.ics is missing)\n",
        WRONG.format(told="2 results are not as they were made."),
    )
    assert run("jobs", "check", "calendar").err == WRONG.format(told="1 result is not as it was made.")


def test_a_forged_result_does_not_come_out_again(run: Run, registry: Path) -> None:
    """Whoever changes a file and its sum in the manifest cannot change of what it was made."""
    run("run", "contacts")
    path, manifest = (registry / f"out/lists/2023-09-contacts.{ending}" for ending in ("md", "manifest.json"))
    old = path.read_bytes()
    path.write_bytes(old.replace(b"Musterstadt", b"Musterdorf", 1))
    said = manifest.read_text("utf-8")
    true, false = (sha256(content).hexdigest() for content in (old, path.read_bytes()))
    manifest.write_text(said.replace(true, false), "utf-8")
    result = run("jobs", "check")
    assert (result.code, result.lines[1]) == (1, "contacts  2023-09  2      made again, other bytes")


def test_what_was_made_of_something_that_is_gone_is_proven_by_its_sums(run: Run, registry: Path) -> None:
    run("run", "contacts")
    rename(registry, "bruecke", "Brücke")
    result = run("jobs", "check")
    assert (result.code, result.lines[1]) == (
        0,
        "contacts  2023-09  2      the sums are right (what it was made of was not in git)",
    )


def test_of_a_commit_it_is_made_again(run: Run, registry: Path, commit: Commit) -> None:
    commit("2023-08-01")
    run("run", "contacts")
    rename(registry, "bruecke", "Brücke")
    run("run", "contacts", today="2023-10-01")  # nobody has committed that
    commit("2023-10-15")
    rename(registry, "bruecke", "Die Brücke")
    assert run("jobs", "check").lines[1:] == [
        "contacts  2023-09  2      made again, the same bytes",
        "contacts  2023-10  2      the sums are right (what it was made of was never committed)",
    ]


def test_another_version_may_make_other_bytes(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("run", "contacts")
    path = registry / "out/lists/2023-09-contacts.manifest.json"
    said = json.loads(path.read_text("utf-8"))
    said["program"] = "mo-registry 0.0.1"
    path.write_text(json.dumps(said), "utf-8")
    assert run("jobs", "check").lines[1] == "contacts  2023-09  2      made again, the same bytes"
    said["outputs"] = dict(reversed(list(said["outputs"].items())))
    path.write_text(json.dumps(said), "utf-8")
    result = run("jobs", "check")
    assert (result.code, result.lines[1]) == (
        0,
        "contacts  2023-09  2      made again by another version, other bytes",
    )


# Installing ------------------------------------------------------------------------------------------------


def test_the_lines_for_cron_run_what_they_say(run: Run, registry: Path) -> None:
    result = run("jobs", "crontab", "--for", "cron", "--at", "5:30")
    assert (result.code, result.err) == (0, "")
    who, mailto, what, line = result.lines
    assert (who[0], what[0], mailto) == ("#", "#", "MAILTO=coordination@example.org")
    minute, hour, *rest = line.split(maxsplit=5)
    assert (minute, hour, rest[:3]) == ("30", "5", ["*", "*", "*"])
    words = shlex.split(rest[3])
    expected = ["--language", "en", "--registry", str(registry), "--private", "none", "run", "--due"]
    assert words[-8:] == expected
    assert Path(words[0]).is_absolute()


def test_a_crontab_can_hold_any_folder() -> None:
    words = ["/opt/Mein Programm/mo", "--registry", "/srv/100% Netz's", "run", "--due"]
    line = crontab.cron(words, time(6, 5))[-1]
    assert line.startswith("5 6 * * *  ")
    command = line.split(maxsplit=5)[5]
    assert re.findall(r"(?<!\\)%", command) == []  # cron would end the command there
    assert shlex.split(command.replace(r"\%", "%")) == words
    assert crontab.scheduled(["C:\\Programme\\mo.exe", "--registry", "C:\\Mein Netz"], time(6, 5), "mo") == [
        'schtasks /Create /SC DAILY /ST 06:05 /TN mo /TR "C:\\Programme\\mo.exe --registry \\"C:\\Mein Netz\\""'
    ]


def test_what_a_crontab_cannot_be(run: Run, registry: Path) -> None:
    assert run("jobs", "crontab", "--at", "25:00") == Result(
        2, "", "error: “25:00” is not a time.\n  = help: Write it as hours:minutes, for instance 06:15.\n"
    )


# What the settings may say ---------------------------------------------------------------------------------


def test_what_is_offered_is_what_there_is() -> None:
    from mo_registry.documents import contact_list, data_sheet
    from mo_registry.reports import change_report

    assert set(KINDS) == set(OFFERS) == set(JobDocument)
    for document, formats in (
        (JobDocument.CONTACT_LIST, contact_list.FORMATS),
        (JobDocument.DATA_SHEETS, data_sheet.FORMATS),
        (JobDocument.CHANGES, change_report.FORMATS),
    ):
        assert set(OFFERS[document].formats) == {form.value for form in formats}
    assert all(set(offer.usual) <= set(offer.formats) for offer in OFFERS.values())


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("schedule: monthly", "schedule: hourly", ["MO138"]),
        ("schedule: monthly", "schedule: daily\n    day: 1", ["MO180"]),
        ("schedule: monthly", "schedule: monthly\n    day: 32", ["MO180"]),
        ("schedule: monthly", "schedule: monthly\n    day: 0", ["MO180"]),
        ("schedule: monthly", "schedule: monthly\n    weekday: monday", ["MO180"]),
        ("schedule: monthly", "schedule: yearly\n    month: 13", ["MO180"]),
        ("schedule: monthly", "schedule: weekly\n    weekday: friday", []),
        ("[md, csv]", "[md, docx]", ["MO181"]),
        ("formats:", "unverified_for: 365\n    formats:", ["MO181"]),
        ("formats:", "network: netz\n    formats:", ["MO202"]),
        ("audience: public", "audience: public\n    language: de", ["MO181"]),
        ("out/lists/", "/out/lists/", ["MO182"]),
        ("out/lists/", "out/../../lists/", ["MO182"]),
        ("out/lists/", "C:\\lists\\", ["MO182"]),
        ("out/lists/", "out/.git/", ["MO182"]),
        ("out/lists/", "data/", ["MO182"]),
        ("public/kalender", "out/kalender\n    commit: true", ["MO182"]),
        ("{year}", "{jahr}", ["MO182"]),
        ("{year}", "{year.x}", ["MO182"]),
        ("out/lists/", "lists/", ["MO183"]),
        ("formats:", "commit: true\n    formats:", ["MO183"]),
        ("audience: public", "audience: public\n    commit: true", []),
        ("output: public/kalender", "output: out/lists/{year}-{month}-Contacts", ["MO184"]),
    ],
)
def test_findings_in_jobs(
    run: Run, small: Path, declare: Declare, old: str, new: str, codes: list[str]
) -> None:
    assert old in JOBS
    declare(JOBS.replace(old, new, 1))
    result = run("validate", "data/registry.yaml", "--format", "json")
    found = [finding["code"] for finding in json.loads(result.out)["findings"]]
    assert [code for code in found if code != "MO134"] == codes


def test_the_jobs_of_the_example_run(tmp_path: Path) -> None:
    """The only test here that looks at the example: what is shown to everybody works."""
    root = tmp_path / "example"
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    command = [sys.executable, "-m", "mo_registry", "--today", "2023-09-15", "run", "confirm-data"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MO_REGISTRY_PRIVATE": "none"}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "Bitte um Bestätigung der Daten, 2023-09: out/data-sheets/2023-09/data-sheet-"
    )
