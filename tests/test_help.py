"""Help and complaints of the command line: they teach, they fit, and they are in one language."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from mo_registry import i18n
from tests.conftest import ROOT, Result, Run

i18n.install("en")
from mo_registry.cli.app import COMMANDS, app  # noqa: E402  (the language is settled first)

PROGRAM = typer.main.get_command(app)
MARKED = """
import re
import sys
from mo_registry import i18n

def mark(message):
    return re.sub(r"(?s)(\\A|\\n\\n)( *)(.+?)(?=\\n\\n|\\Z)", r"\\1\\2⟪\\3⟫", message)

i18n.install("en")
i18n._catalogue.gettext = mark
i18n._catalogue.ngettext = lambda one, many, count: mark(one if count == 1 else many)
from mo_registry.cli.app import run

sys.exit(run(sys.argv[1:]))
"""


def commands(command: Any = PROGRAM, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield way, command
    if hasattr(command, "list_commands"):
        for name in command.list_commands(None):
            yield from commands(command.get_command(None, name), (*way, name))


ALL = dict(commands())


@pytest.mark.parametrize("way", ALL, ids=" ".join)
def test_every_page_teaches_and_fits(run: Run, way: tuple[str, ...]) -> None:
    shown = run(*way, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.lines[0].startswith("Usage: mo-registry" + "".join(f" {name}" for name in way))
    assert [line for line in shown.lines if len(line) > 80] == []
    assert "Examples:" in shown.lines or not way
    assert shown == run(*way, "-h")


@pytest.mark.parametrize("way", ALL, ids=" ".join)
def test_every_option_and_command_says_what_it_is_for(way: tuple[str, ...]) -> None:
    command = ALL[way]
    context = command.context_class(command, info_name="x")
    assert [parameter.name for parameter in command.get_params(context) if not parameter.help] == []
    assert (command.help or "").strip()


def examples() -> Iterator[str]:
    for way, command in ALL.items():
        text = command.help or ""
        yield from (line.strip() for line in text.splitlines() if line.startswith("  mo-registry"))
        assert not way or "mo-registry" in text


@pytest.mark.parametrize("line", dict.fromkeys(examples()))
def test_every_example_is_understood(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])[1:]
    command: Any = PROGRAM
    context: Any = None
    name = "mo-registry"
    while True:
        context = command.make_context(name, words, parent=context)
        if not hasattr(command, "resolve_command"):
            break
        name, command, words = command.resolve_command(context, [*context._protected_args, *context.args])
    assert command.callback is not None


def test_without_a_command_the_page_is_shown(run: Run) -> None:
    alone = run("list")
    assert (alone.code, alone.out) == (2, "")
    assert alone.err.rstrip("\n") == run("list", "--help").out.rstrip("\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["lst"], "mo-registry has no command “lst”.\n  = help: did you mean list?"),
        (["list", "organizations"], "mo-registry list has no command “organizations”.\n  = help: did you mean organisations?"),
        (["list", "events", "--colums", "id"], "There is no option --colums here.\n  = help: did you mean --columns?"),
        (["list", "events", "--columns"], "--columns needs a value behind it.\n  = help: What can be written here: mo-registry --help"),
        (["list", "events", "--json=1"], "--json stands alone, without a value.\n  = help: What can be written here: mo-registry --help"),
        (["list", "events", "2023"], "This is too much: 2023\n  = help: Put a text with blanks into quotes."),
        (["show"], "ID is missing: An id: the name of an entry's file, or one that the settings declare.\n  = help: What can be written here: mo-registry show --help"),
        (["add", "organisation", "--kind", "foundation"], "--name is missing: The full name, as it stands on an envelope.\n  = help: What can be written here: mo-registry add organisation --help"),
        (["add", "organisation", "--name", "Verein", "--quiet"], "There is no option --quiet here.\n  = help: it stands before the command: mo-registry --quiet … add organisation"),
        (["validate", "--quiet"], "There is no option --quiet here.\n  = help: it stands before the command: mo-registry --quiet … validate"),
        (["validate", "--format", "txt"], "“txt” cannot stand behind --format.\n  = help: did you mean text?"),
    ],
)  # fmt: skip
def test_misuse(run: Run, arguments: list[str], complaint: str) -> None:
    assert run(*arguments) == Result(2, "", f"error: {complaint}\n")


def unmarked(text: str) -> list[str]:
    """The words that no catalogue knows."""
    while "⟪" in text:
        text, count = re.subn("⟪[^⟪⟫]*⟫", "", text)
        assert count
    return re.findall(r"[^\W\d_]{2,}", re.sub(r"(?<!\w)--?[a-z][\w-]*", "", text))


MISUSES = [
    ["lst"], ["list", "events", "--colums", "id"], ["list", "events", "--columns"], ["list", "events", "--json=1"],
    ["list", "events", "2023"], ["show"], ["add", "event"], ["validate", "--format", "txt"],
]  # fmt: skip
NAMES = {
    *COMMANDS,
    *(name for way in ALL for name in way),
    "mo",
    "registry",
    "ID",
    "PATH",
    "de",
    "en",
    "MO",
    "REGISTRY",
}
NAMES |= {
    "TODAY",
    "LANGUAGE",
    "text",
    "concise",
    "json",
    "organisation",
    "event",
    "settings",
    "lst",
    "txt",
    "planned",
}
NAMES |= {"github", "gitlab", "sarif", "junit", "REV", "csv"}
NAMES |= {"cron", "schtasks"}
NAMES |= {"internal", "network", "public", "pdf", "html", "md", "contact"}
NAMES |= {"sign", "in", "sheet", "name", "badges"}
NAMES |= {"answer", "form", "data", "sheets"}


@pytest.mark.parametrize("arguments", [*([*way, "--help"] for way in ALL), *MISUSES], ids=" ".join)
def test_every_word_can_be_translated(arguments: list[str]) -> None:
    """With marks around all that the catalogue translates, nothing that people read stands outside of them."""
    done = subprocess.run(
        [sys.executable, "-c", MARKED, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = done.stdout + done.stderr
    assert "⟪" in said
    assert [word for word in unmarked(said) if word not in NAMES] == []


def test_completion_can_be_installed(program: Run) -> None:
    assert "--install-completion" in program("--help").out
    assert "complete_bash" in program("--show-completion", SHELL="/bin/bash").out or sys.platform == "win32"


def test_nothing_is_coloured_in_a_pipe(program: Run) -> None:
    shown = program("list", "--help", TERM="xterm-256color")
    assert "\x1b" not in shown.out


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, True),
        (("--no-color",), {}, False),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
    ],
)
@pytest.mark.parametrize("command", [("explain", "MO203"), ("show", "rathaus"), ("add", "--help")])
def test_a_terminal_is_coloured_unless_somebody_objects(
    small: Any,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    coloured: bool,
    command: tuple[str, ...],
) -> None:
    import os
    import pty

    main, second = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "mo_registry", *arguments, *command],
        cwd=small,
        env={"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "PATH": "", "COLUMNS": "80", **environment},
        stdout=second,
        check=True,
    )
    os.close(second)
    shown = b""
    while True:
        try:
            piece = os.read(main, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(main)
    assert shown
    assert (re.search(rb"\x1b\[[\d;]*3\d", shown) is not None) is coloured


def test_an_interrupted_run_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mo_registry.registry.load", interrupt)
    assert run("list", "events") == Result(130, "", "Stopped; nothing was left half done.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
@pytest.mark.parametrize(
    "command", [("list", "terms"), ("list", "terms", "--json"), ("list", "terms", "--csv")]
)
def test_a_reader_that_goes_away_is_no_mistake(command: tuple[str, ...], small: Any) -> None:
    done = subprocess.Popen(
        [sys.executable, "-m", "mo_registry", *command],
        cwd=small,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.stdout is not None
    assert done.stderr is not None
    done.stdout.close()
    said = done.stderr.read()
    done.stderr.close()
    assert (done.wait(), said) == (0, b"")
