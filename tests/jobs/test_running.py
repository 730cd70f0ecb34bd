"""`mo-registry run`: quiet, repeatable, safe to be killed, and it overwrites nobody's work."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from filelock import FileLock

from mo_registry import files
from tests.conftest import ROOT, Result, Run
from tests.editing.test_transaction import Killed, faults, killed
from tests.jobs.conftest import JOBS, Commit, Declare

LIST = "out/lists/2023-09-contacts"
MADE = f"Kontaktliste, 2023-09: {LIST} (md, csv)\nKalender, 2023-09: public/kalender (ics)\n"
SILENT = Result(0, "", "")


def state(root: Path) -> dict[str, bytes]:
    """Everything that jobs have written."""
    found = [*(root / "out").rglob("*"), *(root / "public").rglob("*")]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(found)
        if path.is_file() and path.name != files.LOCK
    }


def manifest(root: Path, stem: str = LIST) -> dict[str, object]:
    found: dict[str, object] = json.loads((root / f"{stem}.manifest.json").read_text("utf-8"))
    return found


def rename(root: Path, name: str) -> None:
    path = root / "data" / "organisations" / "verband-der-vereine.yaml"
    first, newline, rest = path.read_text("utf-8").partition("\n")
    assert first.startswith("name: ")
    path.write_text(f"name: {name}{newline}{rest}", "utf-8")


# Quiet and repeatable --------------------------------------------------------------------------------------


def test_the_first_run_makes_what_is_due_and_the_next_one_nothing(run: Run, registry: Path) -> None:
    assert run("run", "--due") == Result(0, MADE, "")
    before = state(registry)
    assert list(before) == [
        f"{LIST}.csv",
        f"{LIST}.manifest.json",
        f"{LIST}.md",
        "public/kalender.ics",
        "public/kalender.manifest.json",
    ]
    for day in ("2023-09-01", "2023-09-02", "2023-09-30"):
        assert run("run", "--due", today=day) == SILENT
        assert run("run", "contacts", today=day) == SILENT
    assert state(registry) == before
    assert "Stand Freitag, 1. September 2023 · " in (registry / f"{LIST}.md").read_text("utf-8")


def test_changed_inputs_give_a_new_file_and_one_line(run: Run, registry: Path) -> None:
    run("run", "--due")
    rename(registry, "Verband Neu e.V.")
    assert run("run", "--due", today="2023-09-15") == SILENT  # this month has its list
    assert run("run", "contacts", today="2023-09-15") == Result(
        0, f"Kontaktliste, 2023-09: made anew: {LIST} (md, csv)\n", ""
    )
    assert "Verband Neu e.V." in (registry / f"{LIST}.md").read_text("utf-8")
    assert run("run", "contacts", today="2023-09-29") == SILENT
    assert run("run", "calendar", today="2023-09-29") == SILENT  # it says nothing of that


def test_quiet_is_quiet_about_what_went_well_only(run: Run, registry: Path) -> None:
    assert run("--quiet", "run", "--due") == SILENT
    assert (registry / f"{LIST}.md").is_file()
    (registry / f"{LIST}.md").write_text("by hand", "utf-8")
    rename(registry, "Verband Neu e.V.")
    assert run("--quiet", "run", "contacts").code == 2


def test_the_manifest_says_of_what_and_how_it_was_made(run: Run, registry: Path) -> None:
    run("run", "--due")
    said = manifest(registry)
    assert said["job"] == "contacts"
    assert said["period"] == "2023-09-01"
    assert said["arguments"] == {"document": "contact-list", "audience": "internal", "formats": ["md", "csv"]}
    assert said["outputs"] == {
        f"2023-09-contacts.{ending}": sha256((registry / f"{LIST}.{ending}").read_bytes()).hexdigest()
        for ending in ("md", "csv")
    }
    assert "unfinished" not in said
    assert isinstance(said["inputs"], dict)
    assert (said["inputs"]["commit"], said["inputs"]["dirty"]) == ("", True)


def test_another_format_replaces_the_old_one(run: Run, registry: Path, declare: Declare) -> None:
    run("run", "--due")
    declare(JOBS.replace("[md, csv]", "[html, csv]"))
    assert run("run", "contacts") == Result(
        0, f"Kontaktliste, 2023-09: made anew: {LIST} (html); removed: {LIST} (md)\n", ""
    )
    assert [name for name in state(registry) if name.startswith("out/")] == [
        f"{LIST}.csv", f"{LIST}.html", f"{LIST}.manifest.json",
    ]  # fmt: skip


def test_a_mail_draft_holds_the_result(run: Run, registry: Path, declare: Declare) -> None:
    from email import policy
    from email.parser import BytesParser

    declare(JOBS.replace("formats: [md, csv]", "formats: [pdf, csv]\n    mail: true"))
    assert run("run", "contacts").out == f"Kontaktliste, 2023-09: {LIST} (pdf, csv, eml)\n"
    message = BytesParser(policy=policy.default).parsebytes((registry / f"{LIST}.eml").read_bytes())
    assert message["Subject"] == "Kontaktliste, 01.09.2023"
    assert "kuehn@integrationsstelle.example" in message["To"]
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert attached["2023-09-contacts.pdf"] == (registry / f"{LIST}.pdf").read_bytes()
    assert run("run", "contacts", today="2023-09-20") == SILENT


# Made up for -----------------------------------------------------------------------------------------------


def test_missed_months_are_made_as_the_registry_stood_then(run: Run, registry: Path, commit: Commit) -> None:
    commit("2023-09-01")
    run("run", "--due")
    rename(registry, "Verband Oktober e.V.")
    commit("2023-09-20")
    rename(registry, "Verband November e.V.")
    commit("2023-10-20")
    result = run("run", "--due", today="2023-12-24")
    assert result == Result(
        0,
        "".join(
            f"Kontaktliste, 2023-{month}: out/lists/2023-{month}-contacts (md, csv)\n"
            for month in (10, 11, 12)
        )
        + "Kalender, 2023-12: made anew: public/kalender (ics)\n",
        "",
    )
    shown = {
        month: (registry / f"out/lists/2023-{month}-contacts.md").read_text("utf-8") for month in (10, 11, 12)
    }
    days = ["Sonntag, 1. Oktober 2023", "Mittwoch, 1. November 2023", "Freitag, 1. Dezember 2023"]
    assert [f"Stand {day} · " in text for day, text in zip(days, shown.values(), strict=True)] == [True] * 3
    assert ["Verband Oktober" in text for text in shown.values()] == [True, False, False]
    assert run("run", "--due", today="2023-12-25") == SILENT


def test_what_nobody_knows_any_more_is_told_once(run: Run, registry: Path) -> None:
    run("run", "--due")
    result = run("run", "--due", today="2023-11-05")
    assert result.code == 0
    assert result.out.startswith("Kontaktliste, 2023-11: ")
    assert result.err.startswith("warning: not made up for: Kontaktliste, 2023-10: ")
    assert result.err.count("\n") == 1
    assert run("run", "--due", today="2023-11-06") == SILENT


def test_since_when_and_how_many_are_made_up_for(
    run: Run, registry: Path, commit: Commit, declare: Declare
) -> None:
    declare(JOBS.replace("formats: [md, csv]", "formats: [md]\n    since: 2023-03-15\n    keep: 3"))
    commit("2023-01-01")
    assert run("run", "--due", today="2023-03-10").out == "Kalender, 2023-03: public/kalender (ics)\n"
    run("run", "--due")
    assert [name for name in state(registry) if name.endswith(".md")] == [
        f"out/lists/2023-{month:02}-contacts.md" for month in (7, 8, 9)
    ]


def test_many_periods_that_nobody_knows_are_told_as_one(
    run: Run, registry: Path, commit: Commit, declare: Declare
) -> None:
    declare(JOBS.replace("formats: [md, csv]", "formats: [md]\n    since: 2010-01-01"))
    commit("2023-07-15")
    assert run("run", "--due") == Result(
        0,
        "Kontaktliste, 2023-08: out/lists/2023-08-contacts (md)\n"
        "Kontaktliste, 2023-09: out/lists/2023-09-contacts (md)\n"
        "Kalender, 2023-09: public/kalender (ics)\n",
        "warning: not made up for: Kontaktliste, 2010-01 to 2023-07: On 01.07.2023 the registry was not in git"
        " yet; its first commit is of 15.07.2023. Take a later day.\n",
    )
    assert run("run", "--due", today="2023-09-02") == SILENT


def test_a_clock_that_was_wrong_once_is_told_of_and_nothing_is_overwritten(run: Run, registry: Path) -> None:
    run("run", "--due", today="2030-01-01")
    before = state(registry)
    told = Result(
        2,
        "",
        "error: not made: Kontaktliste; Kalender: There are results of later days already, although"
        " today is 01.09.2023. Set the clock right; if it is right, move results of later days away with their"
        " manifests.\n",
    )
    assert run("run", "--due") == told
    assert run("run", "--due") == told
    assert state(registry) == before
    assert run("jobs", "list") == Result(
        0,
        "id        title         schedule  last  next\n"
        "contacts  Kontaktliste  monthly\n"
        "calendar  Kalender      monthly\n",
        "".join(
            f"warning: {title}: There are results of later days already, although today is 01.09.2023.\n"
            for title in ("Kontaktliste", "Kalender")
        ),
    )
    for name in before:
        (registry / name).unlink()
    assert run("run", "--due") == Result(0, MADE, "")
    assert run("run", "--due", today="2023-08-31") == SILENT, "in another time zone it is still yesterday"


def test_a_private_part_that_is_not_in_git_is_not_left_out(run: Run, registry: Path, commit: Commit) -> None:
    (registry / "private" / "organisations").mkdir(parents=True)
    (registry / ".gitignore").write_text("/out/\n/private/\n", "utf-8")
    commit("2023-08-01")
    run("run", "--due")
    result = run("run", "--due", today="2023-11-05")
    assert "not made up for: Kontaktliste, 2023-10: How " in result.err
    assert not (registry / "out/lists/2023-10-contacts.md").exists()


# What is not kept ------------------------------------------------------------------------------------------


def test_only_so_many_are_kept_and_what_was_changed_by_hand_is_not_removed(
    run: Run, registry: Path, declare: Declare
) -> None:
    declare(JOBS.replace("formats: [md, csv]", "formats: [md, csv]\n    keep: 2"))
    for month in (1, 2):
        run("run", "contacts", today=f"2023-{month:02}-01")
    (registry / "out/lists/2023-01-contacts.md").write_text("with notes", "utf-8")
    (registry / "out/lists/2023-01-other.md").write_text("somebody else's", "utf-8")
    result = run("run", "contacts", today="2023-03-01")
    assert result == Result(
        0,
        "Kontaktliste, 2023-03: out/lists/2023-03-contacts (md, csv); removed: out/lists/2023-01-contacts (csv)\n",
        "warning: Kontaktliste, 2023-03: kept, because it was changed by hand: out/lists/2023-01-contacts (md)\n",
    )
    assert sorted(path.name for path in (registry / "out/lists").iterdir() if path.suffix == ".md") == [
        "2023-01-contacts.md", "2023-01-other.md", "2023-02-contacts.md", "2023-03-contacts.md",
    ]  # fmt: skip
    assert run("run", "contacts", today="2023-03-02") == SILENT


def test_what_a_job_made_under_another_name_is_its_own(
    run: Run, registry: Path, declare: Declare, commit: Commit
) -> None:
    jobs = JOBS.replace("formats: [md, csv]", "formats: [md]\n    keep: 2")
    declare(jobs)
    commit("2022-12-01")
    for month in (1, 2):
        run("run", "--due", today=f"2023-{month:02}-01")
    declare(jobs.replace("  contacts:", "  list:"))
    commit("2023-02-20")
    assert run("run", "--due", today="2023-02-21") == SILENT
    assert run("jobs", "check", "list", today="2023-02-21").lines[1:] == [
        "list  2023-01  1      made again, the same bytes",
        "list  2023-02  1      made again, the same bytes",
    ]
    assert run("run", "list", today="2023-03-01") == Result(
        0,
        "Kontaktliste, 2023-03: out/lists/2023-03-contacts (md); removed: out/lists/2023-01-contacts (md)\n",
        "",
    )


def test_a_manifest_at_the_place_of_another_period_is_none_of_the_job(
    run: Run, registry: Path, declare: Declare
) -> None:
    declare(JOBS.replace("formats: [md, csv]", "formats: [md]\n    keep: 1"))
    for month in (1, 2):
        run("run", "contacts", today=f"2023-{month:02}-01")
    before = state(registry)
    path = registry / "out/lists/2023-02-contacts.manifest.json"
    path.write_text(path.read_text("utf-8").replace("2023-02-01", "2022-02-01"), "utf-8")
    made = run("run", "contacts", today="2023-03-01")
    assert made.out == "Kontaktliste, 2023-03: out/lists/2023-03-contacts (md)\n"
    assert state(registry)["out/lists/2023-02-contacts.md"] == before["out/lists/2023-02-contacts.md"]


def test_a_manifest_cannot_have_other_files_removed(run: Run, registry: Path, declare: Declare) -> None:
    declare(JOBS.replace("formats: [md, csv]", "formats: [md]\n    keep: 1"))
    run("run", "contacts", today="2023-01-01")
    path = registry / "out/lists/2023-01-contacts.manifest.json"
    victim = registry / "data" / "registry.yaml"
    said = json.loads(path.read_text("utf-8"))
    said["outputs"] = {"../../data/registry.yaml": sha256(victim.read_bytes()).hexdigest()}
    path.write_text(json.dumps(said), "utf-8")
    result = run("run", "contacts", today="2023-02-01")
    assert result.code == 2
    assert "2023-01-contacts.manifest.json cannot be read. Delete it, " in result.err
    assert victim.is_file()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[" * 100_000,
        "null",
        '{"period": "2023-09-01"}',
        {"outputs": []},
        {"outputs": ["a"]},
        {"outputs": {"a": 1}},
        {"outputs": {"a\0b": "0"}},
        {"outputs": {"\ud800": "0"}},
        {"unfinished": ["a"]},
        {"period": 1},
        {"inputs": None},
    ],
)
def test_a_manifest_that_is_none_keeps_its_own_job_back_and_no_other(
    run: Run, registry: Path, wrong: str | dict[str, object]
) -> None:
    run("run", "--due")
    path = registry / f"{LIST}.manifest.json"
    path.write_text(wrong if isinstance(wrong, str) else json.dumps({**manifest(registry), **wrong}), "utf-8")
    message = f"The manifest {path} cannot be read."
    advice = "Delete it, and the job makes its result anew."
    assert run("run", "--due") == Result(2, "", f"error: not made: Kontaktliste: {message} {advice}\n")
    assert run("jobs", "check") == Result(
        1,
        "job       period   files  proof\ncalendar  2023-09  1      made again, the same bytes\n",
        f"error: {message}\n  = help: {advice}\n",
    )
    listed = run("jobs", "list")
    assert (listed.code, listed.err) == (0, f"warning: Kontaktliste: {message}\n")
    assert listed.lines[2] == "calendar  Kalender      monthly   01.09.2023  01.10.2023"
    path.unlink()
    assert run("run", "--due") == SILENT
    assert "unfinished" not in manifest(registry)


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_that_no_clock_should_show_is_none(run: Run, registry: Path, day: str) -> None:
    assert run("run", "--due", today=day) == Result(
        2,
        "",
        f"error: “{day}” is not a date.\n  = help: Write it as year-month-day, for instance 2023-09-01.\n",
    )


@pytest.mark.parametrize("day", ["1800-01-01", "2200-12-31"])
def test_the_first_day_and_the_last(run: Run, registry: Path, day: str) -> None:
    assert run("run", "--due", today=day).code == 0
    assert run("run", "--due", today=day) == SILENT
    assert run("jobs", "list", today=day).code == 0


def test_cron_in_another_folder_is_told_the_same(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(registry.parent)
    assert run("--registry", registry, "run", "--due") == Result(0, MADE, "")
    (registry / "data" / "organisations" / "bruecke.yaml").write_text("name: [\n", "utf-8")
    told = run("--registry", registry, "run", "contacts")
    assert told.err.startswith("error: not made: Kontaktliste, 2023-09: data/organisations/bruecke.yaml:")


# Other people's work ---------------------------------------------------------------------------------------


def test_a_file_that_was_changed_by_hand_is_not_overwritten(run: Run, registry: Path) -> None:
    run("run", "--due")
    (registry / f"{LIST}.md").write_text("with notes", "utf-8")
    rename(registry, "Verband Neu e.V.")
    before = state(registry)
    assert run("run", "contacts") == Result(
        2,
        "",
        f"error: not made: Kontaktliste, 2023-09: {registry / LIST}.md was changed by hand, so it was left as it is."
        " Move or delete it, and run the job again.\n",
    )
    assert state(registry) == before
    (registry / f"{LIST}.md").unlink()
    assert run("run", "contacts").out == f"Kontaktliste, 2023-09: made anew: {LIST} (md, csv)\n"


def test_a_file_of_somebody_else_is_not_overwritten(run: Run, registry: Path) -> None:
    (registry / "out/lists").mkdir(parents=True)
    (registry / f"{LIST}.csv").write_text("mine", "utf-8")
    result = run("run", "--due")
    assert (result.code, result.out) == (2, "Kalender, 2023-09: public/kalender (ics)\n")
    assert f"{LIST}.csv was there before and is not the job's" in result.err
    assert (registry / f"{LIST}.csv").read_text("utf-8") == "mine"
    assert not (registry / f"{LIST}.md").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege on Windows")
def test_a_link_out_of_the_registry_is_not_followed(run: Run, registry: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (registry / "public").symlink_to(tmp_path / "elsewhere")
    result = run("run", "calendar")
    assert result.code == 2
    assert result.err.startswith("error: not made: Kalender, 2023-09: ")
    assert "leads out of the registry, so nothing was written there." in result.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


# Reports and sheets ----------------------------------------------------------------------------------------

REPORT = """
jobs:
  changes:
    title: Änderungen
    document: changes
    schedule: monthly
    formats: [md]
    output: out/{year}-{month}-changes
  sheets:
    title: Datenblätter
    document: data-sheets
    schedule: monthly
    unverified_for: 365
    output: out/{year}-{month}/sheet
"""


def test_a_report_tells_of_the_month_before_as_far_as_git_remembers(
    run: Run, small: Path, commit: Commit, declare: Declare
) -> None:
    declare(REPORT)
    commit("2023-08-20")
    assert run("run", "changes", today="2023-08-25") == SILENT  # the memory begins in this month
    rename(small, "Verband Neu e.V.")
    commit("2023-08-30")
    rename(small, "Verband Neuer e.V.")
    commit("2023-09-01")
    assert run("run", "changes", today="2023-09-02").out == "Änderungen, 2023-09: out/2023-09-changes (md)\n"
    told = (small / "out/2023-09-changes.md").read_text("utf-8")
    assert "Verband Neu e.V." in told
    assert "Verband Neuer" not in told
    assert run("run", "changes", today="2023-09-30") == SILENT
    assert run("jobs", "check", "changes", today="2024-01-01").lines[1:] == [
        "changes  2023-08  0      made again, the same bytes",
        "changes  2023-09  1      made again, the same bytes",
    ]


def test_what_comes_late_is_in_the_next_report(
    run: Run, small: Path, commit: Commit, declare: Declare
) -> None:
    declare(REPORT)
    commit("2023-07-20")
    rename(small, "Verband Neu e.V.")
    commit("2023-08-20")
    assert run("run", "changes", today="2023-09-01").code == 0
    rename(small, "Verband Verspätet e.V.")
    commit("2023-08-30")  # made in August, and pushed in September
    assert run("run", "changes", today="2023-10-01").code == 0
    told = [(small / f"out/2023-{month}-changes.md").read_text("utf-8") for month in ("09", "10")]
    assert ["Verspätet" in text for text in told] == [False, True]
    assert run("jobs", "check", "changes", today="2024-01-01").lines[1:] == [
        "changes  2023-09  1      made again, the same bytes",
        "changes  2023-10  1      made again, the same bytes",
    ]


FOR_OTHERS = """
jobs:
  contacts:
    title: Kontaktliste
    document: contact-list
    audience: network
    schedule: monthly
    formats: [md]
    output: out/{year}-{month}-contacts
"""


def test_consent_counts_on_the_day_on_which_others_get_to_read_it(
    run: Run, small: Path, commit: Commit, declare: Declare
) -> None:
    declare(FOR_OTHERS)
    entry = small / "data" / "organisations" / "bruecke.yaml"
    text = entry.read_text("utf-8")
    entry.write_text(
        text.replace("      consent: 2022-11-30\n", "      consent: 2022-11-30\n      until: 2023-12-10\n"),
        "utf-8",
    )
    commit("2023-08-20")
    assert run("run", "--due").code == 0
    assert "0221 4710 320" in (small / "out/2023-09-contacts.md").read_text("utf-8")
    late = run("run", "--due", today="2023-12-20")
    assert late == Result(0, "Kontaktliste, 2023-12: out/2023-12-contacts (md)\n", "")  # and none for October
    told = (small / "out/2023-12-contacts.md").read_text("utf-8")
    assert "0221 4710 320" not in told
    assert "20. Dezember 2023" in told
    assert run("run", "--due", today="2023-12-24") == SILENT
    assert run("jobs", "check", today="2024-01-01").lines[1:] == [
        "contacts  2023-09  1      made again, the same bytes",
        "contacts  2023-12  1      made again, the same bytes",
    ]


def test_without_git_there_is_no_report(run: Run, small: Path, declare: Declare) -> None:
    declare(REPORT)
    result = run("run", "changes")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"error: not made: Änderungen, 2023-09: {small} is in no git repository")


def test_who_cannot_get_a_sheet_is_named_and_the_others_get_theirs(
    run: Run, small: Path, declare: Declare
) -> None:
    declare(REPORT)
    rename(small, "Verband \U00013000 e.V.")
    result = run("run", "sheets", today="2025-09-20")
    assert result.code == 1
    assert result.out == "Datenblätter, 2025-09: out/2025-09/sheet-bruecke-wien (pdf)\n"
    # Its members name it in their own sheets.
    assert result.err.startswith("error: Datenblätter, 2025-09: left out: ")
    assert "; Verband \U00013000 e.V.: no font has the characters" in result.err
    assert result.err.count("\n") == 1
    assert [path.name for path in (small / "out/2025-09").glob("*.pdf")] == ["sheet-bruecke-wien.pdf"]


# What goes wrong -------------------------------------------------------------------------------------------


def test_an_error_in_the_registry_keeps_all_jobs_back_and_is_told_in_one_line(
    run: Run, registry: Path
) -> None:
    (registry / "data" / "organisations" / "bruecke.yaml").write_text("name: [\n", "utf-8")
    result = run("run", "--due")
    assert (result.code, result.out) == (1, "")
    assert result.err.count("\n") == 1
    assert result.err.startswith(
        "error: not made: Kontaktliste, 2023-09; Kalender, 2023-09: data/organisations/bruecke.yaml:"
    )
    assert result.err.endswith("What is wrong: mo-registry validate\n")
    assert state(registry) == {}


def test_a_job_with_a_mistake_keeps_no_other_back(run: Run, registry: Path, declare: Declare) -> None:
    wrong = "error: not made: {name}: {problem}. What is wrong: mo-registry validate data/registry.yaml\n"
    declare(JOBS.replace("formats: [md, csv]", "formats: [md, doc]"))
    no_format = "“doc” does not exist for the document contact-list"
    assert run("run", "--due") == Result(
        1,
        "Kalender, 2023-09: public/kalender (ics)\n",
        wrong.format(name="contacts", problem=no_format),
    )
    assert run("run", "contacts") == Result(
        2,
        "",
        f"error: The job contacts cannot be carried out: {no_format}.\n"
        "  = help: Mend it in data/registry.yaml: mo-registry validate data/registry.yaml\n",
    )
    assert run("generate", "contact-list", "--format", "md").code == 0
    declare(JOBS.replace("document: calendar", "document: kalender"))
    assert run("run", "--due") == Result(
        1,
        f"Kontaktliste, 2023-09: {LIST} (md, csv)\n",
        wrong.format(name="calendar", problem="“kalender” is none of the possible values"),
    )
    declare(JOBS.replace("formats:", "network: netz\n    formats:"))
    assert run("run", "contacts").err.endswith(
        ": no network is called “netz”. What is wrong: mo-registry validate\n"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("output: public/kalender", "output: /kalender"),
        ("output: public/kalender", "output: ../kalender"),
        ("output: public/kalender", 'output: ""'),
        ("document: calendar\n", "document: calendar\n    day: 0\n"),
        ("audience: public\n    output", "commit: true\n    output"),
    ],
)
def test_nothing_comes_of_a_job_that_is_declared_wrongly(
    run: Run, registry: Path, declare: Declare, old: str, new: str
) -> None:
    settings = registry / "data" / "registry.yaml"
    text = settings.read_text("utf-8")
    text = text.replace("  MO134: information\n", "  MO134: information\n  MO183: off\n")
    assert old in text
    settings.write_text(text.replace(old, new, 1), "utf-8")
    before = {path for path in registry.rglob("*") if path.is_file()}
    result = run("run", "--due")
    assert (result.code, result.out) == (1, f"Kontaktliste, 2023-09: {LIST} (md, csv)\n")
    assert result.err.startswith("error: not made: calendar: ")
    assert result.err.count("\n") == 1
    made = {path for path in registry.rglob("*") if path.is_file()} - before
    assert {path.parent.name for path in made} <= {"lists", "out"}
    assert run("jobs", "list").lines[2].split() == ["calendar", "Kalender", "monthly"]
    assert run("jobs", "check").code == 0


@pytest.mark.parametrize("broken", ["jobs: [contacts]\n", "jobs:\n  - contacts\n name\n"])
def test_settings_that_cannot_be_read_are_no_reason_to_be_silent(
    run: Run, small: Path, declare: Declare, broken: str
) -> None:
    declare(broken)
    result = run("run", "--due")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: not made: data/registry.yaml: ")
    assert result.err.endswith(". What is wrong: mo-registry validate data/registry.yaml\n")
    assert result.err.count("\n") == 1
    assert run("run", "contacts").err.startswith("error: The job contacts cannot be carried out: ")


def test_what_is_asked_for_wrongly(run: Run, registry: Path, declare: Declare) -> None:
    assert run("run").err == (
        "error: Say which job to run, or run all that are due.\n"
        "  = help: for instance: mo-registry run --due. What there is: mo-registry jobs list\n"
    )
    assert run("run", "contacts", "--due").code == 2
    assert run("run", "contact") == Result(
        2, "", "error: There is no job “contact”.\n  = help: did you mean contacts?\n"
    )
    declare("")
    assert run("run", "contacts").err.startswith("error: This registry has no jobs.\n")
    assert run("run", "--due") == SILENT


@pytest.mark.parametrize(("number", "first"), [(errno.ENOSPC, 0), (errno.EACCES, 1)])
def test_a_disk_that_refuses_once_fails_one_job_and_leaves_whole_files(
    run: Run, registry: Path, number: int, first: int
) -> None:
    run("run", "contacts")
    old = state(registry)
    rename(registry, "Verband Neu e.V.")
    said = set()
    for at in range(first, 100, 2):
        with faults(lambda count: count == at, lambda: OSError(number, os.strerror(number))) as counted:  # noqa: B023
            result = run("run", "contacts")
        if counted.count <= at:
            break
        said.add((result.code, result.err.count("\n")))
        for name, content in state(registry).items():
            if name.endswith((".md", ".csv")):
                assert content.startswith(old[name][:20])
                assert content == old[name] or b"Verband Neu" in content
        run("run", "contacts")
        assert "Verband Neu" in (registry / f"{LIST}.md").read_text("utf-8")
        (registry / f"{LIST}.manifest.json").unlink()
        for name, content in old.items():
            (registry / name).write_bytes(content)
    else:
        raise AssertionError("it never ends")
    assert said == {(0, 0), (2, 1)}  # some calls may fail without harm


def test_killed_at_any_moment_the_next_run_goes_on(run: Run, registry: Path) -> None:
    run("run", "contacts")
    old = state(registry)
    rename(registry, "Verband Neu e.V.")
    outcomes = set()
    for at in range(100):
        with killed(at) as counted, contextlib.suppress(Killed):
            run("run", "contacts")
        now = state(registry)
        for name in (f"{LIST}.md", f"{LIST}.csv"):
            assert now[name] == old[name] or b"Verband Neu" in now[name]
        finished = "unfinished" not in manifest(registry)
        outcomes.add(finished)
        # On the next morning something else has changed too: nothing is taken for somebody's own work.
        rename(registry, "Verband Neuer e.V.")
        due = run("run", "--due", today="2023-09-02")
        assert (due.code, due.err) == (0, "")
        assert finished or "made anew" in due.out
        assert run("run", "contacts").err == ""
        assert "Verband Neuer" in (registry / f"{LIST}.md").read_text("utf-8")
        assert [name for name in state(registry) if name.endswith(".tmp")] == []
        (registry / f"{LIST}.manifest.json").unlink()
        for name, content in old.items():
            (registry / name).write_bytes(content)
        rename(registry, "Verband Neu e.V.")
        if counted.count <= at:
            break
    assert outcomes == {True, False}


def test_two_runs_at_once_make_everything_once(registry: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mo_registry",
        "--language",
        "en",
        "--today",
        "2023-09-01",
        "run",
        "--due",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MO_REGISTRY_PRIVATE": "none"}
    processes = [
        subprocess.Popen(
            command,
            cwd=registry,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(3)
    ]
    told = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert [err for _out, err in told] == ["", "", ""]
    assert sorted("".join(out for out, _err in told).splitlines()) == sorted(MADE.splitlines())


def test_who_waits_too_long_leaves_with_a_sentence(
    run: Run, registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.05)
    (registry / "out").mkdir()
    with FileLock(registry / "out" / files.LOCK):
        assert run("run", "--due") == Result(
            2,
            "",
            "error: Another mo-registry is writing to this registry.\n"
            "  = help: Wait until it has finished, then try again; nothing was written.\n",
        )
    assert run("run", "--due").code == 0


# In git ----------------------------------------------------------------------------------------------------


def test_public_results_are_committed_once_and_nothing_else_with_them(
    run: Run, registry: Path, commit: Commit, declare: Declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(JOBS.replace("audience: public\n", "audience: public\n    commit: true\n"))
    first = commit("2023-08-01")

    def log() -> list[str]:
        command = ["git", "log", "--format=%s", "--name-only", f"{first}.."]
        return subprocess.run(
            command, cwd=registry, capture_output=True, encoding="utf-8", check=True
        ).stdout.split("\n")

    rename(registry, "nicht fertig")
    assert run("run", "--due").code == 0
    made = ["Kalender, 2023-09", "", "public/kalender.ics", "public/kalender.manifest.json", ""]
    assert log() == made
    assert run("run", "--due", today="2023-09-03") == SILENT
    assert run("run", "calendar", today="2023-09-04") == SILENT
    assert log() == made

    monkeypatch.setattr("mo_registry.git.commit", lambda *_arguments: (_ for _ in ()).throw(Killed()))
    with pytest.raises(Killed):
        run("run", "--due", today="2023-10-01")
    monkeypatch.undo()
    monkeypatch.chdir(registry)
    assert log() == made
    assert run("run", "--due", today="2023-10-02") == SILENT
    assert log() == ["Kalender, 2023-10", "", *made[2:4], *made]


def test_where_git_refuses_the_result_is_there_and_the_next_run_tries_again(
    run: Run, registry: Path, commit: Commit, declare: Declare
) -> None:
    declare(JOBS.replace("audience: public\n", "audience: public\n    commit: true\n"))
    commit("2023-08-01")
    hook = registry / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not on a Friday >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    refused = (
        "error: Kalender, 2023-09: git refused: not on a Friday."
        " What was written stays written; git status shows it.\n"
    )
    assert run("run", "--due") == Result(2, MADE, refused)
    assert run("run", "--due", today="2023-09-02") == Result(2, "", refused)
    hook.unlink()
    assert run("run", "--due", today="2023-09-03") == SILENT
    command = ["git", "log", "-1", "--format=%s"]
    told = subprocess.run(command, cwd=registry, capture_output=True, encoding="utf-8", check=True).stdout
    assert told == "Kalender, 2023-09\n"
