"""What lies on the table at an event: `mo-registry generate sign-in-sheet`, `name-badges` and `programme`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.conftest import ROOT, Result, Run

CONFERENCE = "2023-10-13-fachtag"
MEETING = "2023-05-10-netzwerktreffen"


def test_a_sign_in_sheet(run: Run, small: Path) -> None:
    result = run("generate", "sign-in-sheet", MEETING)
    assert result == Result(
        0,
        f"Sign-in sheet of {MEETING}: 3 people registered, 3 by name\n"
        f"1 file: out/{MEETING}/sign-in-sheet.pdf\n",
        "",
    )
    assert (small / "out" / MEETING / "sign-in-sheet.pdf").read_bytes().startswith(b"%PDF")
    again = run("generate", "sign-in-sheet", MEETING)
    assert again.lines[1] == f"1 file, all as they were before: out/{MEETING}/sign-in-sheet.pdf"


def test_sheets_for_several_days_and_for_nobody(run: Run) -> None:
    result = run("generate", "sign-in-sheet", CONFERENCE, "--blank", "0", "--output", "there")
    assert result.lines == [
        f"Sign-in sheet of {CONFERENCE}: 5 people registered, 0 by name",
        f"2 files: there/{CONFERENCE}/sign-in-sheet-2023-10-13.pdf, there/{CONFERENCE}/sign-in-sheet-2023-10-14.pdf",
    ]
    result = run("generate", "sign-in-sheet", "2015-11-fachtag", "--document-language", "en")
    assert result.lines[0] == "Sign-in sheet of 2015-11-fachtag: nobody has registered, all lines are blank"


def test_name_badges(run: Run) -> None:
    assert run("generate", "name-badges", CONFERENCE) == Result(
        0,
        f"10 name badges of {CONFERENCE}: 5 with a name, 5 with an organisation only, 0 blank\n"
        f"1 file: out/{CONFERENCE}/name-badges.pdf\n",
        "",
    )
    assert run("generate", "name-badges", CONFERENCE, "--blank", "3").lines[0].startswith("13 name badges ")


def test_a_programme(run: Run) -> None:
    assert run("generate", "programme", CONFERENCE) == Result(
        0,
        f"Programme of {CONFERENCE}\n"
        f"3 files: out/{CONFERENCE}/programme.pdf, out/{CONFERENCE}/programme.docx, out/{CONFERENCE}/programme.html\n",
        "",
    )
    assert run("generate", "programme", CONFERENCE, "--format", "xlsx") == Result(
        2,
        "",
        "error: “xlsx” is not a format of this document.\n  = help: it can be: pdf, docx, html, md, txt\n",
    )
    assert run("generate", "programme", "2015-11-fachtag") == Result(
        2,
        "",
        "error: There is no programme of 2015-11-fachtag yet.\n"
        "  = help: Write it in data/events/2015-11-fachtag.yaml under “programme”.\n",
    )


@pytest.mark.parametrize("document", ["sign-in-sheet", "name-badges"])
def test_blank_ones_have_bounds(run: Run, document: str) -> None:
    assert run("generate", document, MEETING, "--blank", "1001") == Result(
        2,
        "",
        "error: 1001 blank ones are more than anybody needs.\n"
        "  = help: Behind --blank stands a number up to 1000.\n",
    )
    assert run("generate", document, MEETING, "--blank=-1").err.startswith(
        "error: Behind --blank a whole number is needed.\n"
    )


@pytest.mark.parametrize("document", ["sign-in-sheet", "name-badges", "programme"])
def test_what_was_made_is_opened(
    run: Run, document: str, monkeypatch: pytest.MonkeyPatch, small: Path
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    assert run("generate", document, MEETING, "--open").code == 0
    assert opened == [str(small / "out" / MEETING / f"{document}.pdf")]
    monkeypatch.setattr(typer, "launch", lambda _path: 1)
    assert run("generate", document, MEETING, "--open").err.endswith(
        f"{document}.pdf could not be opened here.\n"
    )


@pytest.mark.parametrize("document", ["sign-in-sheet", "name-badges", "programme"])
def test_a_broken_file_keeps_them_back(run: Run, document: str, small: Path) -> None:
    (small / "data" / "organisations" / "bruecke.yaml").write_text("name: [\n", "utf-8")
    result = run("generate", document, MEETING)
    assert result.code == 1
    assert "error: Nothing was written:" in result.err
    assert not (small / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "first", "file"),
    [
        (("protocol", "2023-05-10-netzwerktreffen"), "Protokoll", "protocol.pdf"),
        (("programme", MEETING), "", "programme.pdf"),
        (("contact-list",), "Kontaktliste", "contact-list-internal.pdf"),
    ],
)
def test_a_draft_is_shown_and_nothing_written(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], first: str, file: str
) -> None:
    made = run("generate", *arguments, "--draft")
    assert (made.code, made.err) == (0, "")
    assert not (small / "out").exists()
    run("generate", *arguments, "--format", "txt")
    (text,) = (small / "out").rglob("*.txt")
    written = text.read_text("utf-8")
    assert first in written
    assert made.out.split() == re.sub("[\u2068\u2069]", "", written).split()
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    assert run("generate", *arguments, "--open").code == 0
    assert [Path(path).name for path in opened] == [file]


def test_the_calendar_is_opened(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    assert run("generate", "calendar", "--open").code == 0
    (calendar,) = (small / "out").rglob("*.ics")
    assert opened == [str(calendar)]


def test_forms_and_sheets_are_opened(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    assert run("generate", "answer-form", CONFERENCE, "--open").code == 0
    run("generate", "data-sheets", "--open")
    run("generate", "data-sheets", "--bundle", "--open")
    out = small / "out"
    wanted = [out / CONFERENCE / "answer-form.pdf", out / "data-sheets", out / "data-sheets.pdf"]
    assert opened == [str(path) for path in wanted]


def test_a_draft_of_an_answer_form(run: Run, small: Path) -> None:
    made = run(
        "generate", "answer-form", CONFERENCE, "--draft", "--to", "bruecke", "--document-language", "de"
    )
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("Antwortbogen: ")
    assert "[ ] Wir kommen mit ________ Personen." in made.out
    assert not (small / "out").exists()


def amended(small: Path, event: str, old: str, new: str) -> None:
    """Change the file of an event."""
    path = small / "data" / "events" / f"{event}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("document", ["sign-in-sheet", "name-badges"])
def test_a_slip_of_the_keyboard_prints_no_million_lines(run: Run, small: Path, document: str) -> None:
    amended(small, MEETING, "registrations:\n", "registrations:\n  - guest_of: Chor\n    persons: 999999\n")
    assert run("generate", document, MEETING) == Result(
        2,
        "",
        f"error: 1000002 people are registered for {MEETING}; up to 2000 can be printed.\n"
        f"  = help: Look at the numbers under “registrations” in data/events/{MEETING}.yaml.\n",
    )


@pytest.mark.parametrize(
    ("document", "title"), [("sign-in-sheet", "Teilnahmeliste"), ("name-badges", "Namensschilder")]
)
def test_nothing_else_is_offered_for_what_is_paper(run: Run, small: Path, document: str, title: str) -> None:
    amended(small, MEETING, "registrations:\n", "registrations:\n  - guest_of: Chor 😀\n    persons: 1\n")
    result = run("generate", document, MEETING)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"error: “{title} ")
    assert result.err.endswith(
        f"” cannot be printed: no font has the characters “😀” (U+1F600) (data/events/{MEETING}.yaml);"
        " put a font that has them into templates/fonts.\n"
    )


@pytest.mark.parametrize("document", ["sign-in-sheet", "name-badges"])
def test_of_a_cancelled_event_it_is_said(run: Run, small: Path, document: str) -> None:
    amended(small, CONFERENCE, "status: confirmed", "status: cancelled")
    result = run("generate", document, CONFERENCE)
    assert (result.code, result.err) == (0, f"warning: {CONFERENCE} is cancelled.\n")


def test_one_signature_is_enough_for_an_evening_past_midnight(run: Run, small: Path) -> None:
    amended(small, CONFERENCE, "start: 13:00\nend: 17:30", "start: 19:00\nend: 01:30")
    assert run("generate", "sign-in-sheet", CONFERENCE).lines[1:] == [
        f"1 file: out/{CONFERENCE}/sign-in-sheet.pdf"
    ]
    draft = run("generate", "programme", CONFERENCE, "--draft").out
    assert re.search(r"Wann: +Freitag, 13\.10\.2023, 19:00–01:30", draft.replace("\u00a0", " "))


@pytest.mark.parametrize("document", ["sign-in-sheet", "name-badges", "programme", "answer-form"])
def test_a_language_without_a_template_is_named(run: Run, document: str) -> None:
    result = run("generate", document, CONFERENCE, "--document-language", "xx")
    assert (result.code, result.err) == (
        0,
        f"warning: There is no template {document} in “xx”; that in “de” was taken.\n",
    )
    assert run("generate", document, CONFERENCE, "--document-language", "de-AT").err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell to close the output with")
def test_an_output_that_is_closed_is_no_mistake_of_ours(small: Path) -> None:
    """As a job may start the program, which has nowhere to print then."""
    command = [
        sys.executable,
        "-m",
        "mo_registry",
        "--today",
        "2023-09-01",
        "generate",
        "sign-in-sheet",
        MEETING,
    ]
    done = subprocess.run(
        ["/bin/sh", "-c", f"{shlex.join(command)} >&- 2>&-"],
        cwd=small,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0
    assert (small / "out" / MEETING / "sign-in-sheet.pdf").is_file()
