"""Where things stand in the text of a file: entries, their values, and the lines and comments of each.

All places are indices into the text, counted in characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

from mo_registry.finding import Key, Keys
from mo_registry.yamlfile import NOTHING, compose

_HEADER = re.compile(r"[|>][-+0-9]*")
_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Slot:
    """An entry of a block, or an item of a list."""

    holder: yaml.CollectionNode
    at: int
    """Its number in the holder, entries without a value counted."""

    @property
    def key(self) -> yaml.ScalarNode | None:
        """The node of its key; None for an item of a list."""
        return self.holder.value[self.at][0] if isinstance(self.holder, yaml.MappingNode) else None

    @property
    def value(self) -> yaml.Node:
        """The node of its value."""
        entry = self.holder.value[self.at]
        node: yaml.Node = entry[1] if isinstance(self.holder, yaml.MappingNode) else entry
        return node

    @property
    def flow(self) -> bool:
        """Whether it stands between brackets."""
        return bool(self.holder.flow_style)


def is_nothing(node: yaml.Node) -> bool:
    """Whether the node says nothing: an empty place, ``~`` or ``null``."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in NOTHING


def is_text_block(node: yaml.Node) -> bool:
    """Whether it is a text of lines of its own, after ``|`` or ``>``."""
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def is_block(node: yaml.Node) -> bool:
    """Whether it is a block or list that is written line by line."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


class Outline:
    """The text of one readable file, and the tree of its nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = compose(text)
        if not isinstance(root, yaml.MappingNode):
            raise TypeError("an outline is made of files that can be read")
        self.root = root

    @cached_property
    def newline(self) -> str:
        """How lines end in this file: as the first one does."""
        return "\r\n" if self.text[: self.text.find("\n") + 1].endswith("\r\n") else "\n"

    # Lines ---------------------------------------------------------------------------------------------

    def line_start(self, index: int) -> int:
        """Where the line of this place begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Where the line of this place ends, before its line break."""
        end = self.text.find("\n", index)
        if end < 0:
            return len(self.text)
        return end - 1 if end and self.text[end - 1] == "\r" else end

    def next_line(self, index: int) -> int:
        """Where the next line begins; the end of the text if there is none."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def line_break(self, index: int) -> str:
        """The line break at the end of the line; the file's usual one where it has none."""
        return self.text[self.line_end(index) : self.next_line(index)] or self.newline

    def column(self, index: int) -> int:
        """How many characters stand before it in its line."""
        return index - self.line_start(index)

    def line(self, index: int) -> int:
        """The number of its line, from 0."""
        return self.text.count("\n", 0, index)

    def begins_line(self, index: int) -> bool:
        """Whether nothing but blanks stands before it in its line."""
        return not self.text[self.line_start(index) : index].strip()

    # Entries -------------------------------------------------------------------------------------------

    def slot(self, keys: Keys) -> Slot | None:
        """The entry at the end of the way, whether it has a value or not; None if there is none."""
        slot: Slot | None = None
        node: yaml.Node = self.root
        for key in keys:
            slot = self.child(node, key)
            if slot is None:
                return None
            node = slot.value
        return slot

    @staticmethod
    def child(node: yaml.Node, key: Key) -> Slot | None:
        """The entry of a block, or the item of a list, with this key or index."""
        if isinstance(node, yaml.MappingNode):
            names = [name.value for name, _value in node.value]
            return Slot(node, names.index(key)) if key in names else None
        if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            full = [at for at, value in enumerate(node.value) if not is_nothing(value)]
            return Slot(node, full[key]) if 0 <= key < len(full) else None
        return None

    def start(self, slot: Slot) -> int:
        """Where the entry begins: at its key, or its hyphen."""
        if slot.key is not None:
            return int(slot.key.start_mark.index)
        if slot.flow:
            return int(slot.value.start_mark.index)
        if slot.at == 0:
            return int(slot.holder.start_mark.index)
        before = self.end(Slot(slot.holder, slot.at - 1))
        return next(self.signs("-", before, len(self.text)))

    def mark(self, slot: Slot) -> int | None:
        """Where its value may begin: behind the colon or the hyphen; None if there is no colon."""
        if slot.key is None:
            return self.start(slot) + (0 if slot.flow else 1)
        begin = int(slot.key.end_mark.index)
        stop = len(self.text) if is_nothing(slot.value) else int(slot.value.start_mark.index)
        found = next(self.signs(":,}?" if slot.flow else ":\n", begin, stop), None)
        return found + 1 if found is not None and self.text[found] == ":" else None

    def end(self, slot: Slot) -> int:
        """Where what the entry says ends: comments and empty lines behind it do not count."""
        if is_nothing(slot.value) and slot.value.start_mark.index == slot.value.end_mark.index:
            mark = self.mark(slot)
            return int(slot.key.end_mark.index) if mark is None and slot.key else mark or 0
        return self.end_of(slot.value)

    def end_of(self, node: yaml.Node) -> int:
        """Where what a node says ends."""
        if is_text_block(node):
            return self._text_block_end(node)
        if isinstance(node, yaml.CollectionNode) and is_block(node) and node.value:
            return self.end(Slot(node, len(node.value) - 1))
        return int(node.end_mark.index)

    def extent(self, slot: Slot) -> int:
        """The end of the last line that is the entry's: comments indented deeper than it are its own."""
        column = self.column(self.start(slot))
        last = self.line_end(self.end(slot))
        index = self.next_line(last)
        while index < len(self.text):
            line = self.text[index : self.line_end(index)]
            if line.lstrip().startswith("#") and len(line) - len(line.lstrip()) > column:
                last = self.line_end(index)
            elif line.strip():
                break
            index = self.next_line(index)
        return last

    def is_asked(self, slot: Slot) -> bool:
        """Whether its key is written with a question mark."""
        start = self.start(slot)
        return slot.key is not None and self.text[self.line_start(start) : start].rstrip().endswith("?")

    def header(self, node: yaml.Node) -> str:
        """The sign of a text block and what stands right behind it, as ``>-``."""
        found = _HEADER.match(self.text, int(node.start_mark.index))
        return found.group() if found else ""

    def _text_block_end(self, node: yaml.Node) -> int:
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if "+" in self.header(node):
            if self.text[:end].endswith("\n"):
                end -= 2 if self.text[:end].endswith("\r\n") else 1
            return end
        return self.line_end(start + len(self.text[start:end].rstrip()))

    # Comments ------------------------------------------------------------------------------------------

    def signs(self, signs: str, start: int, stop: int) -> Iterator[int]:
        """Where one of these characters stands outside of comments, between two nodes."""
        index = start
        while index < stop:
            character = self.text[index]
            if character == "#" and (index == 0 or self.text[index - 1] in _BLANK):
                index = self.line_end(index)
                continue
            if character in signs:
                yield index
            index += 1

    def comment(self, start: int) -> tuple[int, str]:
        """Where the comment behind the end of a value begins, and its text; empty if there is none."""
        rest = self.text[start : self.line_end(start)]
        hash_sign = rest.find("#")
        if hash_sign < 0:
            return start, ""
        return start + hash_sign, rest[hash_sign:].rstrip()

    def last_comment(self, index: int) -> tuple[int, str]:
        """The comment at the end of the line of this place."""
        start, stop = self.line_start(index), self.line_end(index)
        return self.comment(max((end for end in self._ends if start <= end <= stop), default=stop))

    @cached_property
    def _ends(self) -> list[int]:
        """Where scalars and brackets end."""
        return [int(node.end_mark.index) for node in _nodes(self.root) if not is_block(node)]

    def head_comment(self, slot: Slot) -> tuple[int, str]:
        """The comment in the line in which an entry's value begins or, before a block, would begin."""
        mark, value = self.mark(slot) or 0, slot.value
        begin = int(value.start_mark.index)
        if is_nothing(value):
            return self.comment(self.end(slot))
        if self.line(mark) != self.line(begin):
            return self.comment(mark)
        if is_text_block(value):
            return self.comment(begin + len(self.header(value)))
        return (begin, "") if is_block(value) else self.comment(self.end_of(value))


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield from _nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _nodes(value)
