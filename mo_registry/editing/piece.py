"""New pieces of a file: plain data to lines, written by ruamel.yaml in the style of their neighbours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml import events as event
from ruamel.yaml.tag import Tag

from mo_registry.editing.style import TEXT_WIDTH, Style
from mo_registry.yamlfile import Data

_ONE_LINE = 1_000_000
_A_WORD = 12  # ruamel.yaml breaks a line behind the word that goes beyond the width
_STAND_IN = "x"
_LONG_KEY = 100
_TEXT = Tag(suffix="tag:yaml.org,2002:str")  # not written; without it ruamel.yaml stumbles over an empty text


class Piece(NamedTuple):
    """A value as it is written: what stands behind the colon or the hyphen, and the lines below."""

    inline: str
    lines: tuple[str, ...] = ()
    gap: int = 1
    """So many blanks stand before it."""

    def below(self) -> Piece:
        """The same with nothing in the line of the colon or hyphen."""
        first = " " * (1 + self.gap) + self.inline
        return Piece("", (first, *self.lines)) if self.inline else self


@dataclass(frozen=True, slots=True)
class Wording:
    """How a value is written, where more than one way is possible."""

    style: Style
    scalar: str | None = None
    """How a value that is a single text is written; else as `Style.scalar` thinks."""
    brackets: bool | None = None
    """Whether a value that is a list or block stands between brackets; else as is usual."""


def entry(key: str, value: Data, wording: Wording, column: int) -> list[str]:
    """The lines of a new entry of a block, not indented yet; its key is to stand in this column."""
    return _written(_block(_pair(key, value, wording, column)), wording.style, column)


def item(value: Data, wording: Wording, column: int) -> list[str]:
    """The lines of a new item of a list, not indented yet; its hyphen is to stand in this column."""
    style = wording.style
    listed = _list(_node(value, wording, column, column + style.inner))
    lines = _written(_block(_entry(_STAND_IN, listed)), style, column - style.dash)
    return [line[style.dash :] for line in lines[1:]]


def behind_key(key: str, value: Data, wording: Wording, column: int) -> Piece:
    """What stands behind the colon and below it; the lines are indented as if the key were not."""
    first, *rest = entry(_STAND_IN * min(len(key) or 1, _LONG_KEY), value, wording, column)
    return Piece(first.partition(":")[2].strip(" "), tuple(rest))


def behind_hyphen(value: Data, wording: Wording, column: int) -> Piece:
    """What stands behind the hyphen and below it; the lines are indented as if the hyphen were not."""
    first, *rest = item(value, wording, column)
    inline = first[1:].lstrip(" ")
    return Piece(inline, tuple(rest), len(first) - 1 - len(inline))


def bracketed(value: Data, wording: Wording) -> str:
    """The value in one line, as it stands within brackets."""
    return _written(_list(_node(value, wording, 0, 0, flow=True), flow=True), wording.style, 0)[0][1:-1]


def bracketed_entry(key: str, value: Data, wording: Wording) -> str:
    """An entry in one line, as it stands within brackets."""
    pair = _entry(key, _node(value, wording, 0, 0, flow=True), flow=True)
    return _written(_block(pair, flow=True), wording.style, 0)[0][1:-1]


def _written(events: Iterator[Any], style: Style, column: int) -> list[str]:
    body = list(events)
    folded = any(isinstance(part, event.ScalarEvent) and part.style == ">" for part in body)
    yaml = YAML()
    yaml.indent(mapping=style.step, sequence=style.dash + style.inner, offset=style.dash)
    yaml.width = max(TEXT_WIDTH - column - _A_WORD, TEXT_WIDTH // 2) if folded else _ONE_LINE
    start, end = event.DocumentStartEvent(explicit=False), event.DocumentEndEvent(explicit=False)
    stream = io.StringIO()
    yaml.emit([event.StreamStartEvent(), start, *body, end, event.StreamEndEvent()], stream)
    return stream.getvalue().removesuffix("\n").split("\n")


def _node(value: Data, wording: Wording, indent: int, column: int, *, flow: bool = False) -> Iterator[Any]:
    """The events of a value.

    Args:
        value: what is written.
        wording: how; it holds for this value, not for those within it.
        indent: the column of the key or hyphen that it belongs to.
        column: where it would begin in that line.
        flow: whether it stands between brackets anyway.
    """
    style, plain = wording.style, Wording(wording.style)
    if isinstance(value, str):
        chosen = wording.scalar
        yield _scalar(
            value, style.scalar(value, TEXT_WIDTH - column, flow=flow) if chosen is None else chosen
        )
        return
    if isinstance(value, list):
        usual = wording.brackets is None and style.in_brackets(value, column)
        flow = flow or not value or usual or bool(wording.brackets)
        below = indent + style.dash
        children = [_node(one, plain, below, below + style.inner, flow=flow) for one in value]
        yield from _list(*children, flow=flow)
        return
    flow = flow or not value or bool(wording.brackets)
    below = indent + style.step
    pairs = [_pair(key, one, plain, below, flow=flow) for key, one in value.items()]
    yield from _block(*pairs, flow=flow)


def _pair(key: str, value: Data, wording: Wording, column: int, *, flow: bool = False) -> Iterator[Any]:
    return _entry(key, _node(value, wording, column, column + len(key) + 2, flow=flow), flow=flow)


def _entry(key: str, value: Iterator[Any], *, flow: bool = False) -> Iterator[Any]:
    yield _scalar(key, Style().scalar(key, _ONE_LINE, flow=flow))
    yield from value


def _list(*items: Iterator[Any], flow: bool = False) -> Iterator[Any]:
    yield event.SequenceStartEvent(None, None, implicit=True, flow_style=flow)
    for one in items:
        yield from one
    yield event.SequenceEndEvent()


def _block(*pairs: Iterator[Any], flow: bool = False) -> Iterator[Any]:
    yield event.MappingStartEvent(None, None, implicit=True, flow_style=flow)
    for pair in pairs:
        yield from pair
    yield event.MappingEndEvent()


def _scalar(text: str, style: str) -> Any:
    return event.ScalarEvent(None, _TEXT, (True, True), text, style=style or None)
