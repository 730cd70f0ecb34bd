"""How a file is written: its indentation, quotes and lists, so that new pieces look like what is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from mo_registry.editing.outline import Outline, is_block
from mo_registry.yamlfile import NOTHING, Data

TEXT_WIDTH = 120
"""A new text that would reach beyond this column is folded."""
LIST_WIDTH = 100
"""A list within brackets ends before this column, or is written line by line."""
_NEAR = 100  # an entry of the same block counts as much as so many elsewhere in the file

_ID = re.compile(r"[a-z0-9][a-z0-9_]*(?:-[A-Za-z0-9_]+)*")
_NUMBER = re.compile(r"[-+]?(?:\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)")
_OTHER_NUMBER = re.compile(
    r"[-+]?(?:0[obx][0-9a-fA-F_]+|\d[\d_]*_[\d_.]*|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)
_RELIABLE_DIGITS = 15  # of a number, in programs that calculate with doubles
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NOT_PLAIN_FIRST = re.compile(r"[\[\]{},#&*!|>'\"%@`]|[-?:](?:\s|$)|---|\.\.\.")
_NOT_PLAIN = re.compile(r":(?:\s|$)|\s#|^\s|\s$|\n")
_NOT_PLAIN_IN_BRACKETS = re.compile(r"[\[\]{},]|:(?!\d\d(?!\S))|^[-?:]")


@dataclass(frozen=True, slots=True)
class Style:
    """How new pieces are written."""

    step: int = 2
    """A block within a block begins so many columns further to the right."""
    dash: int = 2
    """The hyphens of a list stand so many columns to the right of its key."""
    inner: int = 2
    """What follows a hyphen begins so many columns to the right of it."""
    quote: str = '"'
    brackets: bool = True
    """Whether short lists of ids are written within brackets."""
    braces: bool = False
    """Whether the neighbouring blocks are written within braces, each in one line."""
    text_blocks: bool = True
    """Whether texts may have lines of their own; they would swallow comments that follow deeply indented."""

    def quotes(self, text: str) -> str:
        """The quotes for a text that needs some: those that need no escaping."""
        if _CONTROL.search(text):
            return '"'
        if '"' in text or "\\" in text:
            return "'"
        return '"' if "'" in text else self.quote

    def scalar(self, text: str, room: int, *, flow: bool = False) -> str:
        """How a text is written: plain (empty), in one of the two quotes, or as lines after ``|`` or ``>``.

        Args:
            text: the text.
            room: for so many characters there is room in the line.
            flow: whether it stands between brackets.
        """
        lines = (
            self.text_blocks
            and not flow
            and bool(text.strip())
            and text[0] not in " \n"
            and not text.endswith((" ", "\n\n"))
        )
        if lines and "\n" in text:
            return "|"
        if lines and len(text) > room and " " in text:
            return ">"
        return self.inline(text, flow=flow)

    def inline(self, text: str, *, flow: bool = False) -> str:
        """How a text is written in one line, however long: plain (empty) or in one of the two quotes."""
        return "" if is_plain(text, flow=flow) else self.quotes(text)

    def in_brackets(self, items: list[Data], column: int) -> bool:
        """Whether a new list goes between brackets: a short one of ids."""
        words = [item for item in items if isinstance(item, str) and is_id(item)]
        fits = column + sum(len(word) + 2 for word in words) <= LIST_WIDTH
        return self.brackets and len(words) == len(items) and fits


def is_id(text: str) -> bool:
    """Whether it is an id, a term, a language or a date: a word without blanks that needs no quotes."""
    return bool(_ID.fullmatch(text)) and is_plain(text, flow=True)


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether every reader sees the same text when it stands without quotes.

    A registry's reader takes everything for text, so that days, times and ``no`` (Norwegian) need no
    quotes. Numbers of which a reader of the YAML 1.2 core schema would lose digits or signs do.
    """
    if text in NOTHING or text in ("=", "<<") or _CONTROL.search(text):
        return False
    if _NOT_PLAIN_FIRST.match(text) or _NOT_PLAIN.search(text):
        return False
    if flow and _NOT_PLAIN_IN_BRACKETS.search(text):
        return False
    return _survives(text)


def _survives(text: str) -> bool:
    """Whether a reader that makes numbers and truth values of texts can give the text back."""
    if text.lower() in ("true", "false"):
        return text.islower()
    if _OTHER_NUMBER.fullmatch(text):
        return False
    if not _NUMBER.fullmatch(text) or not text.isascii():
        return True
    if len(text) > _RELIABLE_DIGITS:
        return False
    return text in (str(int(text)) if text.lstrip("+-").isdigit() else "", repr(float(text)))


def style_of(outline: Outline, near: yaml.Node | None = None) -> Style:
    """How a file is written, above all near the place that changes.

    Args:
        outline: the file.
        near: the block or list that gets something new.
    """
    steps, dashes, inners, quotes, lists = (Counter[int]() for _count in range(5))
    for holder, node in _pairs(outline.root):
        weight = _NEAR if holder is near else 1
        column = holder.start_mark.column
        if isinstance(node, yaml.ScalarNode):
            quotes["\"'".find(node.style or " ")] += weight
        elif isinstance(node, yaml.SequenceNode) and _is_id_list(node):
            lists[int(bool(node.flow_style))] += weight
        if not is_block(node) or not is_block(holder):
            continue
        if isinstance(node, yaml.SequenceNode):
            inners.update(_inner(node))
            if isinstance(holder, yaml.MappingNode):
                dashes[node.start_mark.column - column] += weight
        elif isinstance(holder, yaml.MappingNode):
            steps[node.start_mark.column - column] += weight
    step = _usual(steps, 2)
    return Style(
        step=step,
        dash=_usual(dashes, step),
        inner=_usual(inners, 2),
        quote="'" if quotes[1] > quotes[0] else '"',
        brackets=lists[1] >= lists[0],
        braces=_all_in_braces(near),
    )


def style_at(style: Style, column: int, node: yaml.Node) -> Style:
    """The same style, with the indentation of a block or list that is replaced.

    Args:
        style: how the file is written.
        column: where the key stands.
        node: the value that is replaced.
    """
    if not is_block(node) or not isinstance(node, yaml.CollectionNode):
        return style
    offset = node.start_mark.column - column
    if isinstance(node, yaml.SequenceNode):
        return replace(style, dash=offset, inner=_usual(Counter(_inner(node)), style.inner))
    return replace(style, step=offset) if offset > 0 else style


def inner_of(node: yaml.Node, usual: int) -> int:
    """How far behind the hyphens the items of a list begin."""
    return _usual(Counter(_inner(node)), usual) if isinstance(node, yaml.SequenceNode) else usual


def _all_in_braces(near: yaml.Node | None) -> bool:
    blocks = [
        value for _holder, value in _children(near) if isinstance(value, yaml.MappingNode) and value.value
    ]
    return bool(blocks) and all(block.flow_style for block in blocks)


def _usual(counted: Counter[int], otherwise: int) -> int:
    return counted.most_common(1)[0][0] if counted else otherwise


def _pairs(node: yaml.Node) -> Iterator[tuple[yaml.CollectionNode, yaml.Node]]:
    """Every value with the block or list that it stands in, from top to bottom."""
    for holder, value in _children(node):
        yield holder, value
        yield from _pairs(value)


def _children(node: yaml.Node | None) -> Iterator[tuple[yaml.CollectionNode, yaml.Node]]:
    if isinstance(node, yaml.CollectionNode):
        for entry in node.value:
            yield node, entry[1] if isinstance(node, yaml.MappingNode) else entry


def _inner(node: yaml.SequenceNode) -> Iterator[int]:
    column = node.start_mark.column
    for item in node.value:
        offset = item.start_mark.column - column
        if offset >= 2 and (item is not node.value[0] or item.start_mark.line == node.start_mark.line):  # noqa: PLR2004
            yield offset


def _is_id_list(node: yaml.SequenceNode) -> bool:
    return bool(node.value) and all(
        isinstance(item, yaml.ScalarNode) and not item.style and is_id(item.value) for item in node.value
    )
