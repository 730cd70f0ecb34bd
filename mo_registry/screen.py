"""Lines for the screen, each of styled pieces: paragraphs, facts beside their labels, coloured YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from mo_registry.visible import visible, width

Line = Sequence[tuple[str, str]]
"""The pieces of a line, each with its style."""

HEADING, NAME, QUOTED, ASIDE = "bold", "cyan", "green", "dim"
_YAML = re.compile(r"(\s*(?:- )*)([^\s#:\"'][^:#]*:)?(?=\s|$)(.*?)(\s+#.*|)")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?: +[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*"
)
"""Words that are written from right to left; isolated, they turn nothing round that stands beside them."""
_CODE = re.compile(r"``(.+?)``")


def wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most so many columns, broken at blanks."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and width(lines[-1]) + 1 + width(word) > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def paragraph(text: str, room: int, style: str = "") -> Iterator[Line]:
    """A paragraph, wrapped; ``words`` in double backquotes stand out."""
    for line in wrapped(_CODE.sub(lambda match: match[1].replace(" ", "\x00"), text), room):
        yield [(line.replace("\x00", " "), style)]


def facts(rows: Iterable[tuple[str, Sequence[str]]], room: int) -> Iterator[Line]:
    """Labels, each with its lines of text beside it; a label without lines is left out."""
    told = [(label, lines) for label, lines in rows if lines]
    column = max((width(label) for label, _lines in told), default=0) + 2
    for label, lines in told:
        shown = [piece for line in lines for piece in _indented(line, room - column)]
        for index, line in enumerate(shown):
            yield [(_padded("" if index else label, column), NAME), (line, "")]


def bullets(texts: Iterable[str], room: int) -> Iterator[Line]:
    """Texts as a list, each with a dash before it."""
    for text in texts:
        for index, line in enumerate(_indented(text, room - 2)):
            yield [(f"  {line.removeprefix('  ')}" if index else f"- {line}", "")]


def _indented(text: str, room: int) -> Iterator[str]:
    for index, line in enumerate(wrapped(visible(text), room - 2)):
        yield _RIGHT_TO_LEFT.sub("\u2068\\g<0>\u2069", f"  {line}" if index else line)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def yaml(lines: Iterable[str], margin: str = "") -> Iterator[Line]:
    """Lines of YAML, keys and comments in colours of their own."""
    for line in lines:
        shown = visible(line)
        match = _YAML.fullmatch(shown)
        if shown.lstrip().startswith("#") or match is None:
            yield [(margin, ""), (shown, ASIDE if match is None or "#" in shown else "")]
        else:
            yield [(margin + match[1], ""), (match[2] or "", NAME), (match[3], ""), (match[4], ASIDE)]
