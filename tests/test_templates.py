"""``mo-registry templates``: what it prints and what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from mo_registry import __version__
from mo_registry.documents.authoring.inventory import fingerprint
from mo_registry.documents.template_files import packaged
from tests.conftest import Result, Run

INVITATION = (packaged() / "invitation.de.md").read_bytes()


def write(small: Path, name: str, text: str) -> None:
    path = small / "templates" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


# list


def test_list_says_whose_every_file_is(run: Run, small: Path) -> None:
    write(small, "protocol.de.md", "---\ntitle: x\n---\n")
    write(small, "invitation.pl.md", "---\ntitle: x\n---\n{% include 'fuss' %}")
    write(small, "fuss.de.md", "x")
    write(small, "invitation.de.md", "---\n# mo-registry 0.0 (00000000)\ntitle: x\n---\n")
    write(small, "Einladung.md", "x")
    result = run("templates", "list")
    own = [line.split("  ") for line in result.lines if "templates/" in line and str(packaged()) not in line]
    assert [[cell.strip() for cell in line if cell.strip()] for line in own] == [
        ["invitation.de", "own copy; the tool's has changed since", "a letter to everybody who is invited",
         "templates/invitation.de.md"],
        ["invitation.pl", "own", "a letter to everybody who is invited", "templates/invitation.pl.md"],
        ["protocol.de", "own, instead of the tool's", "the minutes of an event", "templates/protocol.de.md"],
        ["fuss.de", "own", "a piece that other templates include", "templates/fuss.de.md"],
        ["Einladung.md", "used by nothing", "no document uses it", "templates/Einladung.md"],
    ]  # fmt: skip
    assert result.lines[0].split() == ["template", "whose", "what", "for", "file"]
    assert (result.code, result.err) == (0, "")


def test_list_for_programs(run: Run, small: Path) -> None:
    rows = json.loads(run("templates", "list", "--json").out)
    assert rows[0] == {
        "name": "invitation",
        "language": "de",
        "type": "template",
        "state": "tool",
        "purpose": "a letter to everybody who is invited",
        "file": (packaged() / "invitation.de.md").as_posix(),
    }
    table = run("templates", "list", "--csv").out.splitlines()
    assert table[0] == "name,language,type,state,purpose,file"
    assert len(table) == len(rows) + 1
    assert run("templates", "list", "--csv", "--json") == Result(
        2, "", "error: --json and --csv exclude each other.\n  = help: Choose one of the two.\n"
    )


# show


def test_show_prints_the_text_and_what_it_may_use(run: Run, small: Path) -> None:
    write(small, "protocol.de.md", "---\ntitle: x\n---\nAm {{ event.date | day }}\n")
    result = run("templates", "show", "protocol")
    assert result.lines[:8] == [
        "protocol.de  the minutes of an event",
        "templates/protocol.de.md (own, instead of the tool's)",
        "",
        "---",
        "title: x",
        "---",
        "Am {{ event.date | day }}",
        "",
    ]
    assert "  minutes.chair                when" not in result.out
    assert (result.code, result.err) == (0, "")


def test_show_only_the_fields(run: Run) -> None:
    lines = run("templates", "show", "telephone-list.en", "--fields").lines
    assert lines[2:5] == [
        "",
        "Fields, with an example:",
        "  today                        the day of the document · 2023-09-01",
    ]
    assert "  event.id                     its id, the name of its file ·" in lines
    at = lines.index("In calls, called “call” here:")
    assert lines[at + 1].startswith("  call.occasion                what to say: invitation, change,")
    at = lines.index("Behind a bar, how it is written:")
    assert lines[at + 1] == "  {{ event.date | day }}                a day, for a sentence"


def test_show_for_programs(run: Run) -> None:
    shown = json.loads(run("templates", "show", "protocol.en", "--json").out)
    assert (shown["name"], shown["state"], shown["text"][:4]) == ("protocol", "tool", "---\n")
    fields = {row["field"]: (row["meaning"], row["example"]) for row in shown["fields"]}
    assert fields["event.id"] == ("its id, the name of its file", "2023-05-10-netzwerktreffen")
    assert fields["minutes.draft"][0] == "whether they are not approved yet"
    assert "recipient.name" not in fields


def test_show_what_has_no_fields(run: Run, small: Path) -> None:
    write(small, "words.tr.yaml", "page: x\n")
    assert run("templates", "show", "words.tr").lines == [
        "words.tr  fixed words of all documents",
        "templates/words.tr.yaml (own, instead of the tool's)",
        "",
        "page: x",
    ]


@pytest.mark.parametrize("command", ["show", "check", "copy"])
def test_a_name_that_is_none(run: Run, command: str) -> None:
    assert run("templates", command, "invitatoin") == Result(
        2, "", "error: There is no template “invitatoin”.\n  = help: did you mean invitation?\n"
    )


# copy


def test_a_copy_is_the_original_with_a_line_that_knows_it(run: Run, small: Path) -> None:
    result = run("templates", "copy", "invitation")
    assert result == Result(
        0,
        "Written: templates/invitation.de.md\n",
        "When you have changed it: mo-registry templates check invitation.de\n",
    )
    first, line, *rest = (small / "templates" / "invitation.de.md").read_bytes().decode().split("\n")
    mark = fingerprint(INVITATION)
    assert (
        line
        == f"# Copied from mo-registry {__version__} ({mark}). This line tells when the original has changed."
    )
    assert "\n".join([first, *rest]).encode() == INVITATION
    assert run("templates", "check", "invitation.de").out == "1 file: 0 errors\n"
    (item,) = [
        it for it in json.loads(run("templates", "list", "--json").out) if it["file"].startswith("templates")
    ]
    assert item["state"] == "replaces"


def test_a_copy_overwrites_nothing_unasked(run: Run, small: Path) -> None:
    write(small, "words.de.yaml", "page: eigen\n")
    assert run("templates", "copy", "words.de") == Result(
        2,
        "",
        "error: templates/words.de.yaml is there already.\n  = help: Change it, or overwrite it with --force.\n",
    )
    assert (small / "templates" / "words.de.yaml").read_text("utf-8") == "page: eigen\n"
    assert run("templates", "copy", "words.de", "--force").code == 0
    assert "page: Seite {page} von {pages}" in (small / "templates" / "words.de.yaml").read_text("utf-8")


@pytest.mark.parametrize("arguments", [["protocol", "--language", "pl"], ["protocol.pl"], ["protocol.pl.md"]])
def test_a_copy_for_a_language_that_the_tool_lacks_is_german(
    run: Run, small: Path, arguments: list[str]
) -> None:
    assert run("templates", "copy", *arguments) == Result(
        0,
        "Written: templates/protocol.pl.md\n",
        "Its text is still in another language (de): translate what stands outside of the brackets.\n"
        "When you have changed it: mo-registry templates check protocol.pl\n",
    )
    assert "## Teilnahme" in (small / "templates" / "protocol.pl.md").read_text("utf-8")


def test_a_language_that_is_none(run: Run) -> None:
    assert run("templates", "copy", "protocol", "--language", "../x") == Result(
        2, "", "error: “../x” is no code of a language.\n  = help: for instance: de, tr, uk\n"
    )


def test_a_letterhead_to_begin_with(run: Run, small: Path) -> None:
    assert run("templates", "copy", "letterhead").code == 0
    made = docx.Document(str(small / "templates" / "letterhead.docx"))
    assert "{{ body }}" in [paragraph.text for paragraph in made.paragraphs]
    assert run("templates", "check", "letterhead").out == "1 file: 0 errors\n"


# check


def test_check_shows_every_mistake_on_its_word_and_leaves_with_1(run: Run, small: Path) -> None:
    write(small, "protocol.de.md", "---\ntitle: T\n---\nAm {{ event.datum | day }}\n{% if persons %}\n")
    assert run("templates", "check", "protocol.de") == Result(
        1,
        "error[MO401]: “event” has no field “datum”\n"
        " --> templates/protocol.de.md:4:13\n"
        "  |\n"
        "4 | Am {{ event.datum | day }}\n"
        "  |             ^^^^^\n"
        "  = help: Did you mean “date”? There are: cancelled, date, description, end, end_date, funding, id,"
        " info_stands, kind, moderator, moved_from, network, number, online, organisers, partners, programme,"
        " registration, start, status, timed, title, topic, venue.\n"
        "\n"
        "error[MO402]: what begins with “{% if persons %}” has no end\n"
        " --> templates/protocol.de.md:5:1\n"
        "  |\n"
        "5 | {% if persons %}\n"
        "  | ^^^^^^^^^^^^^^^^\n"
        "  = help: “{% endif %}” is missing behind it\n"
        "\n"
        "1 file: 2 errors\n",
        "What a code means: mo-registry explain MO401\n",
    )


def test_check_for_platforms(run: Run, small: Path) -> None:
    write(small, "protocol.de.md", "---\ntitle: T\n---\n{{ x }}\n")
    result = run("templates", "check", "protocol.de", "--format", "github")
    assert result.out.startswith("::error ")
    assert ",line=4," in result.out
    found = json.loads(run("templates", "check", "protocol.de", "--format", "json").out)
    assert [(it["code"], it["file"], it["line"], it["column"]) for it in found["findings"]] == [
        ("MO401", "templates/protocol.de.md", 4, 4)
    ]
    assert (
        run("templates", "check", "protocol.de", "--format", "concise")
        .lines[0]
        .startswith("templates/protocol.de.md:4:4: error[MO401] there is no field “x” (")
    )


def test_check_is_quiet_where_that_is_wanted(run: Run, small: Path) -> None:
    write(small, "words.pl.yaml", "page: '{page}/{pages}'\n")
    assert run("--quiet", "templates", "check", "words.pl") == Result(0, "", "")
    assert run("templates", "check", "words.pl").lines[0].startswith("information[MO412]: ")


def test_warnings_count_where_that_is_wanted(run: Run, small: Path) -> None:
    write(small, "Einladung.md", "x")
    assert run("templates", "check", "Einladung.md").code == 0
    assert run("templates", "check", "Einladung.md", "--strict").code == 1


def test_what_a_code_means(run: Run) -> None:
    result = run("explain", "MO401")
    assert result.lines[0] == "MO401 · error"
    assert "  Am {{ event.datum | day }} treffen wir uns." in result.lines
    assert "This is found by mo-registry templates check." in result.out
