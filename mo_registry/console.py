"""The only place that prints. Results go to stdout, talk goes to stderr; what data say is shown as it is.

Rich is imported when something is shown that needs it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from mo_registry.i18n import _
from mo_registry.visible import isolated, visible_lines
from mo_registry.visible import width as visible_width

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from mo_registry.checks import Checked
    from mo_registry.registry import Registry

_quiet = False
_color = True
_answers: Callable[[str], str] | None = None

_FORMULA = re.compile(r"[\t\r]|\s*[=+@＝＋－＠-]")
_PHONE = re.compile(r"\+\d{1,3}( \d+)+")
_LONG_WORD = 32
"""A word or an id that is longer is broken where a table needs the room."""
_NARROWEST = 6
_MANY = 500
"""From so many entries on, reading takes long enough for a progress bar."""


def set_up(*, quiet: bool = False, color: bool = True) -> None:
    """Settle how talkative and how colourful the run is, and that any character can be typed and printed."""
    global _quiet, _color  # one process is one run with one terminal
    _quiet, _color = quiet, color
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed before the program began
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a key of another encoding is no reason to stop


def out(stream: TextIO | None = None) -> Console:
    """A Rich console for results (stdout) or another stream."""
    from rich.console import Console

    stream = stream or sys.stdout
    piped = not stream.isatty()
    return Console(
        file=stream,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        no_color=not _color or None,
        width=None if not piped or "COLUMNS" in os.environ else 10_000,
    )


def write(text: str) -> None:
    """Print a line of result as it is."""
    sys.stdout.write(text + "\n")


def write_text(text: str) -> None:
    """Print a text of lines as it is."""
    sys.stdout.write(text)


def report(lines: Iterable[str]) -> None:
    """Print what a command has done, on stdout; silent under ``--quiet``."""
    if not _quiet:
        for line in lines:
            write(visible_lines(line))


def write_csv(rows: Iterable[Sequence[str]]) -> None:
    """Print a table for other programs: CSV as RFC 4180 has it, UTF-8, no cell that becomes a formula."""
    import csv

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    csv.writer(sys.stdout).writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: str) -> str:
    # A telephone number is no formula; everything else that begins like one is shown with an apostrophe.
    return f"'{cell}" if _FORMULA.match(cell) and not _PHONE.fullmatch(cell) else cell


def write_json(value: Any) -> None:
    """Print a result for scripts: JSON, UTF-8, keys in their order."""
    write(json.dumps(value, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Talk to the person at the keyboard; silent under ``--quiet``."""
    if not _quiet:
        sys.stderr.write(visible_lines(text) + "\n")


def answer_with(answers: Callable[[str], str] | None) -> None:
    """Let this answer all questions instead of the person at the keyboard; with None, the person again.

    It is called with each question, and stops by raising `KeyboardInterrupt`.
    """
    global _answers  # noqa: PLW0603  (as `set_up`)
    _answers = answers


def can_ask() -> bool:
    """Whether somebody is there to answer: at a keyboard, and seeing the questions."""
    streams: tuple[TextIO | None, ...] = (
        sys.stdin,
        sys.stderr,
    )  # Python has none where the system has closed it
    return _answers is not None or all(stream is not None and stream.isatty() for stream in streams)


def ask(question: str) -> str:
    """Ask on stderr, also under ``--quiet``, and return the line that is typed, without blanks around it.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the end of input, instead of an answer.
    """
    question = visible_lines(question)
    if _answers is None:
        try:
            return _typed(question).strip()
        except (EOFError, KeyboardInterrupt):
            sys.stderr.write("\n")
            raise KeyboardInterrupt from None
    sys.stderr.write(question)
    answer = _answers(question)
    sys.stderr.write(answer + "\n")
    return answer.strip()


def _typed(question: str) -> str:
    if sys.stdout.isatty():
        with contextlib.suppress(ImportError):  # with it, the arrow keys work; it writes to stdout only
            import readline  # noqa: F401
        return input(question)
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def warn(text: str) -> None:
    """Say something that must not be overlooked, on stderr, also under ``--quiet``."""
    talk([[(_("warning"), "bold yellow"), (": " + visible_lines(text), "bold")]])


def fail(message: str, hint: str | None = None) -> None:
    """Say that and why nothing could be done, and what to do about it."""
    console = out(sys.stderr)
    console.print(styled((_("error"), "bold red"), (": " + visible_lines(message), "bold")), soft_wrap=True)
    if hint:
        console.print(
            styled(("  = ", "cyan"), (_("help"), "bold cyan"), (": " + visible_lines(hint), "")),
            soft_wrap=True,
        )


def styled(*parts: tuple[str, str]) -> Text:
    """A line of text in several styles."""
    from rich.text import Text

    return Text.assemble(*parts)


def terminal_width() -> int:
    """How many columns the terminal has; 80 in a pipe."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def width(most: int) -> int:
    """How many columns a text may take: those of the terminal, but not more than can be read well."""
    return min(terminal_width(), most)


def show(lines: Iterable[Sequence[tuple[str, str]]], stream: TextIO | None = None) -> None:
    """Print lines of styled pieces, on stdout if nothing else is said."""
    _print(stream or sys.stdout, lines)


def talk(lines: Iterable[Sequence[tuple[str, str]]]) -> None:
    """Print lines of styled pieces on stderr, also under ``--quiet``: they say what is wrong."""
    _print(sys.stderr, lines)


def _print(stream: TextIO, lines: Iterable[Sequence[tuple[str, str]]]) -> None:
    if not (stream.isatty() or os.environ.get("FORCE_COLOR")):  # without colours, Rich need not be loaded
        stream.writelines("".join(piece for piece, _style in line).rstrip() + "\n" for line in lines)
        return
    console = out(stream)
    for line in lines:
        console.print(styled(*line), soft_wrap=True)


def show_diff(lines: Iterable[str]) -> None:
    """Print changed lines: what goes in red, what comes in green."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    shown = (visible_lines(line) for line in lines)
    show([(line, "bold" if line[:4] in ("+++ ", "--- ") else colours.get(line[:1], ""))] for line in shown)


def rendered(lines: Iterable[Sequence[tuple[str, str]]]) -> str:
    """Lines of styled pieces as a text, coloured if it is for a terminal that shows colours."""
    console = out()
    with console.capture() as capture:
        for line in lines:
            console.print(styled(*line), soft_wrap=True)
    return capture.get().rstrip("\n")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under headings, fitted to the terminal; in a pipe a row a line, columns two blanks apart."""
    shown = [[isolated(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        out().print(_table(headings, shown))
    else:
        for line in _aligned([headings, *shown]):
            write(line)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    result = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading, room in zip(headings, _room([headings, *rows], terminal_width()), strict=True):
        result.add_column(Text(heading), overflow="fold", width=room)
    for row in rows:
        result.add_row(*(Text(cell) for cell in row))
    return result


def _room(rows: Sequence[Sequence[str]], terminal: int) -> list[int]:
    """How wide each column is: as its contents, or narrower so that all fit, words broken last of all."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(visible_width, column)) for column in columns]
    for least in ([_unbroken(column) for column in columns], [_NARROWEST] * len(columns)):
        while sum(widths) + 2 * (len(widths) - 1) > terminal:
            widest = max(range(len(widths)), key=lambda index: (widths[index] > least[index], widths[index]))
            if widths[widest] <= least[widest]:
                break
            widths[widest] -= 1
    return widths


def _unbroken(cells: Iterable[str]) -> int:
    """How wide a column must be so that no word in it, and no id of usual length, is broken."""
    words = (visible_width(word) for cell in cells for word in cell.split())
    return max((room for room in words if room <= _LONG_WORD), default=1)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    columns = [max(map(visible_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (room - visible_width(cell)) for cell, room in zip(row, columns, strict=True))
        yield "  ".join(cells).rstrip()


def track(description: str, *, quiet: bool = False) -> Callable[[Sequence[str]], Iterable[str]]:
    """Goes through a sequence and shows a progress bar on stderr, if it is long and somebody watches."""

    def through(sequence: Sequence[str]) -> Iterator[str]:
        if quiet or len(sequence) < _MANY or not sys.stderr.isatty():
            yield from sequence
            return
        from rich.progress import track as rich_track

        yield from rich_track(
            sequence, description, console=out(sys.stderr), transient=True, update_period=0.2
        )

    return through


def close_output() -> None:
    """The reader of our output went away (as ``head`` does): nothing more is written, and nothing is said."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())


def show_findings(registry: Registry, checked: Checked, form: str, *, quiet: bool = False) -> None:
    """Print findings as ``text``, ``concise`` or ``json``, and what they add up to."""
    from mo_registry import findings_text

    if form == "json":
        return write_json(findings_text.as_json(registry, checked))
    if quiet:  # a note asks for nothing, and cron would mail it every night
        checked = checked.without_notes()
    if form == "concise":
        for finding in checked.findings:
            write(findings_text.concise(registry, finding))
    else:
        for finding in checked.findings:
            show([*findings_text.lines(registry, finding), []])
    if not quiet:
        write(findings_text.summary(checked))
        if checked.findings and form == "text":
            say(_("What a code means: mo-registry explain {code}").format(code=checked.findings[0].code))
    return None
