"""`mo-registry generate`: what is written, what is told, and when nothing is written at all."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pypdf import PdfReader

from tests.conftest import Result, Run

MEETING = "2023-10-13-fachtag"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_account_adds_up(run: Run, small: Path) -> None:
    result = run("generate", "invitation", MEETING)
    assert (result.code, result.err) == (0, "")
    folder = small / "out" / MEETING
    told = [
        (match[1], int(match[2]))
        for line in result.lines
        if (match := re.match(r"  (\S+(?: \S+)?) +(\d+)  ", line))
    ]
    counted = dict(told)
    assert counted["audience"] == counted["together"]
    plan = json.loads((folder / "send-plan.json").read_text("utf-8"))
    letters = sorted(folder.glob("invitation-*.pdf"))
    assert sum(count for name, count in told if name.startswith("by ")) == len(letters)
    assert str(MEETING) in json.dumps(plan)
    assert result.lines[-1].startswith("Nothing has been sent.")
    assert any(line == f"{len(list(folder.iterdir()))} files: out/{MEETING}/" for line in result.lines)
    for letter in letters:
        said = PdfReader(letter).pages[0].extract_text().replace("\u00a0", " ")
        assert "13.10.2023" in said or re.search(r"\b13 \w+.* 2023", said)


def test_a_second_run_changes_nothing(run: Run, small: Path) -> None:
    run("generate", "invitation", MEETING)
    before = {path: path.stat().st_mtime_ns for path in (small / "out").rglob("*.*")}
    result = run("generate", "invitation", MEETING)
    assert f"{len(before)} files, all as they were before: out/{MEETING}/" in result.lines
    assert {path: path.stat().st_mtime_ns for path in (small / "out").rglob("*.*")} == before
    assert run("--quiet", "generate", "invitation", MEETING) == Result(0, "", "")


def test_an_old_letter_in_the_folder_is_pointed_out(run: Run, small: Path) -> None:
    run("generate", "invitation", MEETING, "--format", "md")
    (small / "out" / MEETING / "invitation-gone.md").write_text("Liebe …", "utf-8")
    result = run("generate", "invitation", MEETING, "--format", "md")
    assert result.err == (
        "In the same folder lie letters that this run has not made: invitation-gone.md. Do not send them.\n"
    )


def test_a_file_that_cannot_be_read_keeps_everything_back(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "bruecke.yaml").write_text("name: [\n", "utf-8")
    for command in (("invitation", MEETING), ("contact-list",), ("protocol", "2023-05-10-netzwerktreffen")):
        result = run("generate", *command)
        assert result.code == 1
        assert result.out.startswith("error[MO108]: ")
        assert result.err.endswith(
            "error: Nothing was written: with these errors somebody could be missing, or get something wrong.\n"
            "  = help: Mend them, then run the command again.\n"
        )
    assert not (small / "out").exists()


def test_an_error_elsewhere_does_not(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "neu.yaml").write_text(
        "name: Neu\nkind: association\nphone: 12\nmember_of: [nobody]\n", "utf-8"
    )
    assert run("validate").code == 1
    assert run("generate", "invitation", MEETING, "--format", "md").code == 0
    replace(small / "data" / "events" / f"{MEETING}.yaml", "venue: rathaus", "venue: Rathhaus")
    assert run("generate", "invitation", MEETING, "--format", "md").code == 1


def test_what_is_asked_for_wrongly(run: Run) -> None:
    assert run("generate", "invitation", "2023-10-13-fachtage") == Result(
        2, "", "error: There is no event “2023-10-13-fachtage”.\n  = help: did you mean 2023-10-13-fachtag?\n"
    )
    assert run("generate", "protocol", MEETING, "--format", "doc").err == (
        "error: “doc” is not a format of this document.\n  = help: it can be: pdf, docx, html, md, txt\n"
    )
    assert run("generate", "protocol", MEETING).err == (
        f"error: There are no minutes of {MEETING} yet.\n"
        f"  = help: Write them in data/events/{MEETING}.yaml under “minutes”.\n"
    )
    assert run("generate", "contact-list", "--network", "netzwrk").code == 2


def test_lists_tell_what_they_withhold(run: Run, small: Path) -> None:
    result = run("generate", "contact-list", "--audience", "public", "--format", "md", "--output", "lists")
    assert result.code == 0
    assert result.lines[0].startswith("Contact list for the public: ")
    assert "something is not shown: there is no consent to it." in result.lines[1]
    assert result.lines[2] == "Left out, because dissolved: Kulturverein Alt-Musterstadt e.V."
    assert result.lines[3] == "1 file: lists/contact-lists/contact-list-public.md"
    assert (small / "lists" / "contact-lists" / "contact-list-public.md").is_file()


def test_minutes_count_both_organisations_and_persons(run: Run, small: Path) -> None:
    result = run("generate", "protocol", "2023-05-10-netzwerktreffen", "--format", "md")
    assert re.fullmatch(
        r"Minutes of 2023-05-10-netzwerktreffen: \d+ people from \d+ organisations(, draft)?",
        result.lines[0],
    )
    assert (
        (small / "out" / "2023-05-10-netzwerktreffen" / "protocol.md")
        .read_text("utf-8")
        .startswith("Integrationsstelle Musterstadt\n\n# ")
    )


def test_an_event_that_is_over_and_doubtful_templates_are_warned_of(run: Run, small: Path) -> None:
    (small / "templates").mkdir()
    (small / "templates" / "einladung.de.md").write_text("Liebe Leute", "utf-8")
    result = run("generate", "invitation", MEETING, "--format", "md", today="2024-02-26")
    assert result.code == 0
    file, day = result.err.splitlines()
    assert file.startswith("warning: No document uses templates/einladung.de.md. Templates are called ")
    assert day == "warning: The event was on 14.10.2023; the letters are dated 26.02.2024."
    assert run("generate", "contact-list", "--format", "md").err.startswith("warning: No document uses ")
    assert run("generate", "protocol", "2023-05-10-netzwerktreffen", "--format", "md").err.count("\n") == 1
