"""`mo-registry generate`: what is written, what is told, and when nothing is written at all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import Result, Run

MEETING = "2023-10-13-fachtag"


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_account_adds_up(run: Run, small: Path) -> None:
    result = run("generate", "invitation", MEETING)
    assert (result.code, result.err) == (0, UNSAID)
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


def test_what_is_written_does_not_depend_on_where_the_program_runs(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the paths in the reasons of the send plan."""
    path = small / "data" / "organisations" / "bruecke.yaml"
    path.write_text(path.read_text("utf-8").replace("name: ", "name: 😀 ", 1), "utf-8")
    assert run("generate", "invitation", MEETING, "--output", small / "here").code == 1
    monkeypatch.chdir(small.parent)
    assert run("--registry", small, "generate", "invitation", MEETING, "--output", small / "there").code == 1
    here, there = (
        {file.relative_to(small / name): file.read_bytes() for file in (small / name).rglob("*.*")}
        for name in ("here", "there")
    )
    assert here == there
    plan = here[Path(MEETING, "send-plan.csv")].decode()
    assert "“😀” (U+1F600) (data/organisations/bruecke.yaml)" in plan


def test_an_old_letter_in_the_folder_is_pointed_out(run: Run, small: Path) -> None:
    run("generate", "invitation", MEETING, "--format", "md")
    (small / "out" / MEETING / "invitation-gone.md").write_text("Liebe …", "utf-8")
    result = run("generate", "invitation", MEETING, "--format", "md")
    assert result.err == (
        f"{UNSAID}In the same folder lie letters that this run has not made: invitation-gone.md."
        " Do not send them.\n"
    )


UNSAID = (
    "photo_note, privacy_note without a text in: ar, uk. Letters show what there is; add the texts in"
    " data/registry.yaml.\n"
)


def test_a_note_that_is_said_in_every_language_of_the_letters(run: Run, small: Path) -> None:
    settings = small / "data" / "registry.yaml"
    said = settings.read_text("utf-8").replace(
        "    de: Es wird", "    uk: Фото\n    ar: صور\n    de: Es wird"
    )
    settings.write_text(said, "utf-8")
    assert run("generate", "invitation", MEETING, "--format", "md").err == (
        "privacy_note without a text in: ar, uk. Letters show what there is; add the texts in"
        " data/registry.yaml.\n"
    )
    event = small / "data" / "events" / f"{MEETING}.yaml"
    event.write_text(event.read_text("utf-8") + "\nstatus: cancelled\n", "utf-8")
    assert "privacy_note" not in run("generate", "invitation", MEETING, "--format", "md").err


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


def test_a_consent_that_has_run_out_is_told(run: Run, small: Path) -> None:
    file = small / "data" / "organisations" / "ukrainische-gemeinschaft.yaml"
    file.write_text(file.read_text("utf-8").replace("until: 2033-03-01", "until: 2023-08-31"), "utf-8")
    for day, told in (("2023-08-31", 0), ("2023-09-01", 1)):
        listed = run("generate", "contact-list", "--audience", "network", "--format", "md", today=day)
        line = "Of these 1 had agreed, but the consent has expired: ask again."
        assert listed.lines.count(line) == told
        checked = run("validate", today=day)
        assert checked.code == 0
        assert checked.out.count(EXPIRED) == told
    file.write_text(file.read_text("utf-8").replace("since: 2022-05-01", "until: 2023-01-31"), "utf-8")
    assert "MO190" not in run("validate").out


EXPIRED = """\
information[MO190]: this person's consent has expired: it held until 31.08.2023
"""


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
    file, day, unsaid = result.err.splitlines()
    assert f"{unsaid}\n" == UNSAID
    assert file.startswith("warning: No document uses templates/einladung.de.md. Templates are called ")
    assert day == "warning: The event was on 14.10.2023; the letters are dated 26.02.2024."
    assert run("generate", "contact-list", "--format", "md").err.startswith("warning: No document uses ")
    assert run("generate", "protocol", "2023-05-10-netzwerktreffen", "--format", "md").err.count("\n") == 1


def test_a_file_of_an_earlier_state_in_another_format_is_pointed_out(run: Run, small: Path) -> None:
    run("generate", "protocol", "2023-05-10-netzwerktreffen", "--format", "docx,txt")
    made = run("generate", "protocol", "2023-05-10-netzwerktreffen", "--format", "md")
    assert made.err == (
        "In the same folder lie protocol.docx, protocol.txt from earlier; they were not made anew.\n"
    )
    (small / "out" / "2023-05-10-netzwerktreffen" / "protocol.docx").unlink()
    made = run("generate", "protocol", "2023-05-10-netzwerktreffen", "--format", "md")
    assert made.err == "In the same folder lies protocol.txt from earlier; it was not made anew.\n"
    assert run("generate", "protocol", "2023-05-10-netzwerktreffen", "--format", "md,txt").err == ""


@pytest.mark.parametrize(
    ("command", "file"),
    [
        (("programme", MEETING), "programme.docx"),
        (("answer-form", MEETING), "answer-form.docx"),
        (("contact-list",), "contact-list-internal.xlsx"),
    ],
)
def test_handouts_and_lists_point_it_out_too(run: Run, command: tuple[str, ...], file: str) -> None:
    form = file.rpartition(".")[2]
    assert run("generate", *command, "--format", form).err == ""
    made = run("generate", *command, "--format", "md")
    assert made.err == f"In the same folder lies {file} from earlier; it was not made anew.\n"


def test_minutes_are_made_to_be_read_and_to_be_worked_on(run: Run, small: Path) -> None:
    assert run("generate", "protocol", "2023-05-10-netzwerktreffen").code == 0
    names = sorted(path.name for path in (small / "out" / "2023-05-10-netzwerktreffen").iterdir())
    assert names == ["protocol.docx", "protocol.html", "protocol.md", "protocol.pdf"]


def test_an_office_that_is_still_the_example_is_warned_of(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "new")
    (event,) = (path.stem for path in (tmp_path / "new" / "data" / "events").iterdir())
    made = run("--registry", tmp_path / "new", "generate", "invitation", event, "--draft")
    assert made.code == 0
    assert made.err == (
        "warning: In the letters, the office is reached at +49 221 4710 900,"
        " netzwerk@koordinierungsstelle.example: that is the example from “init”. Put your own in its place, in"
        " data/registry.yaml under documents.\n"
    )
    settings = tmp_path / "new" / "data" / "registry.yaml"
    replace(settings, "+49 221 4710 900", "+49 221 4710 901")
    replace(settings, "netzwerk@", "mina@")
    assert run("--registry", tmp_path / "new", "generate", "invitation", event, "--draft").err == ""
