"""The tidy form of a file: indented by two, lists below their keys, no quotes that nobody needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from pydantic import BaseModel, ValidationError

from mo_registry.editing import piece
from mo_registry.editing.outline import Outline, Slot, is_block, is_nothing, is_text_block
from mo_registry.editing.patch import opened, set_value
from mo_registry.editing.piece import Wording
from mo_registry.editing.style import LIST_WIDTH, TEXT_WIDTH, Style, is_id
from mo_registry.editing.tidy import is_typed
from mo_registry.finding import Keys, RegistryError
from mo_registry.i18n import _
from mo_registry.model.reading import is_text
from mo_registry.yamlfile import Mapping, items

_STYLE = Style()
_STEP = 2
_ROUNDS = 8
_DIGIT = re.compile(r"[1-9]")
_EMPTY_LINE = re.compile(r"\n[ \r]*\n")
_COMMENT = re.compile(r"(?:^|(?<=[\s\[\]{},:-]))#.*")


def canonical(text: str, model: type[BaseModel] | None = None) -> str:
    """The file in its tidy form: the same data and comments, every value written in one way only.

    Blocks and lists are indented by two and written line by line, short lists of ids within brackets. Texts
    stand without quotes where no reader needs them: quotes that keep older readers (YAML 1.1) from taking a
    text for yes, no, a day or a number stay. Empty lines and the lines of longer texts stay.

    Args:
        text: a file of the registry.
        model: what the file describes, so that its dates, times and yes and no become tidy too.

    Raises:
        RegistryError: the file cannot be read.
    """
    _mark, text, data = opened(text)
    for keys, tidy in _untidy(model, data) if model else ():
        text = set_value(text, keys, tidy)
    data = opened(text)[2]
    result = _settled(text, model)
    if sorted(_comments(text)) != sorted(_comments(result)):
        raise RegistryError(
            _("The file was left as it is: a comment would be lost in its tidy form."),
            hint=_("Put comments into lines of their own, or behind values, then try again."),
        )
    if opened(result)[2] != data:
        raise RegistryError(
            _("The file was left as it is: it would say something else in its tidy form."),
            hint=_("Please report this: it should not happen."),
        )
    return result


def _settled(text: str, model: type[BaseModel] | None) -> str:
    """The tidy form; a comment that has moved out of a list may let the list go between brackets, and so on."""
    for _round in range(_ROUNDS):
        outline = Outline(text)
        tidy = _Writer(outline, frozenset(_guarded(outline.root, (), model))).written()
        if tidy == text:
            break
        text = tidy
    return text


def _untidy(model: type[BaseModel], data: Mapping) -> list[tuple[Keys, str]]:
    """The ways to values that are understood but not tidy, and how they are written."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        found = [problem for problem in error.errors(include_url=False) if problem["type"] == "untidy"]
        return [(tuple(problem["loc"]), problem["ctx"]["tidy"]) for problem in found]
    return []


def _guarded(node: yaml.Node, keys: Keys, model: type[BaseModel] | None) -> Iterator[int]:
    """The places of texts whose quotes stay: without them, a reader of YAML 1.1 would not see a text."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("'", '"') and is_typed(node.value) and is_text(model, keys):
            yield int(node.start_mark.index)
        return
    for key, _key, value in items(node):
        yield from _guarded(value, (*keys, key), model)


def _comments(text: str) -> Iterator[str]:
    """Every comment of a file."""
    outline = Outline(text)
    place = 0
    for start, stop, head in _leaves(outline, outline.root):
        yield from _comments_in(outline.text[place:start])
        yield from _comments_in(head)
        place = stop
    yield from _comments_in(outline.text[place:])


def _comments_in(gap: str) -> Iterator[str]:
    for line in gap.split("\n"):
        if found := _COMMENT.search(line):
            yield found.group().rstrip()


def _leaves(outline: Outline, node: yaml.Node) -> Iterator[tuple[int, int, str]]:
    """Where keys and single values begin and end, and what stands behind the sign of a text block."""
    if isinstance(node, yaml.ScalarNode):
        start = int(node.start_mark.index)
        behind = start + len(outline.header(node))
        head = outline.text[behind : outline.line_end(behind)] if is_text_block(node) else ""
        yield start, outline.end_of(node), head
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(outline, key)
            yield from _leaves(outline, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _leaves(outline, value)


@dataclass(slots=True)
class _Writer:
    """Writes the nodes of a file anew, one after the other, with what stands between them."""

    outline: Outline
    guarded: frozenset[int] = frozenset()
    """Where texts begin that keep their quotes."""
    lines: list[str] = field(default_factory=list)
    line: str | None = None
    """The line that is being written."""
    full: int = 0
    """So many lines end with the last value; those below hold none."""
    place: int = 0
    """Up to here, the old text is dealt with."""
    levels: list[tuple[int, int]] = field(default_factory=list)
    """Old and new columns of the blocks and lists around this place."""
    deepest: int | None = None
    """Behind a text in lines of its own: deeper than this, a comment would become part of it."""
    moved: set[int] = field(default_factory=set)
    """Where comments stood that are written already, in the line of their key."""
    left: list[tuple[int, int]] = field(default_factory=list)
    """The same for the last value that was written."""

    def written(self) -> str:
        self._block(self.outline.root, 0, "")
        self.levels = []
        self._advance(len(self.outline.text))
        while len(self.lines) > self.full and not self.lines[-1]:
            self.lines.pop()
        return self.outline.newline.join([*self.lines, ""])

    # What stands between values ------------------------------------------------------------------------

    def _advance(self, stop: int) -> None:
        """Finish the line with its comment, and write the lines of comment up to a place."""
        behind, *others = self.outline.text[self.place : stop].split("\n")
        if self.line is not None:
            self.lines.append(self._commented(self.line, behind, self.place))
            self.line, self.full = None, len(self.lines)
        elif behind.strip():
            others.insert(0, behind)
        last = others.pop() if others and stop < len(self.outline.text) else ""
        for line in others:
            self._between(line.rstrip())
        if found := _COMMENT.search(last):
            self._between(found.group())
        self.place = stop
        self.left, self.deepest = list(self.levels), None

    def _commented(self, code: str, behind: str, start: int) -> str:
        found = _COMMENT.search(behind)
        if not found or start + found.start() in self.moved:
            return code
        column = self.outline.column(start + found.start())
        gap = found.start() - len(behind[: found.start()].rstrip(" "))
        return code + " " * max(column - len(code), min(gap, 2), 1) + found.group().rstrip()

    def _between(self, line: str) -> None:
        """A line that holds no value: a comment, brackets that go, or nothing."""
        if found := _COMMENT.search(line):
            column = self._level(len(line) - len(line.lstrip()))
            if self.deepest is not None:
                column = min(column, self.deepest)
            self.lines.append(" " * column + found.group())
        elif not line and self.lines:
            self.lines.append("")

    def _level(self, column: int) -> int:
        """The new column of a comment: that of the block or list that it stands in or above."""
        for levels in (self.levels, self.left):
            if exact := [new for old, new in levels if old == column]:
                return exact[-1]
        below = [(old, new) for old, new in (*self.left, *self.levels) if old < column]
        return max(below, default=(0, 0))[1]

    # Values ----------------------------------------------------------------------------------------------

    def _block(self, node: yaml.MappingNode, indent: int, hyphens: str) -> None:
        self._enter(node, indent)
        for at, (key, value) in enumerate(node.value):
            self._advance(int(key.start_mark.index))
            self.line = (" " * indent)[len(hyphens) :] + hyphens if at == 0 else " " * indent
            self.line += piece.bracketed(key.value, Wording(_STYLE)) + ":"
            self.place = int(key.end_mark.index)
            self._value(Slot(node, at), value, indent)
        self.levels.pop()

    def _list(self, node: yaml.SequenceNode, indent: int, hyphens: str) -> None:
        self._enter(node, indent)
        for at, item in enumerate(node.value):
            before = (hyphens if at == 0 else "") + "- "
            inner = indent + _STEP
            if isinstance(item, yaml.MappingNode) and item.value:
                self._block(item, inner, before)
            elif isinstance(item, yaml.SequenceNode) and not self._fits_in_brackets(item, inner):
                self._list(item, inner, before)
            else:
                self._advance(int(item.start_mark.index))
                self.line = (" " * inner)[len(before) :] + before.rstrip()
                self._value(Slot(node, at), item, indent)
        self.levels.pop()

    def _enter(self, node: yaml.CollectionNode, indent: int) -> None:
        if is_block(node):
            self.levels.append((node.start_mark.column, indent))
        else:
            self.levels.append((indent, indent))

    def _value(self, slot: Slot, value: yaml.Node, indent: int) -> None:
        """A value behind its key or hyphen, in the same line if it can."""
        if isinstance(value, yaml.ScalarNode):
            self._scalar(slot, value, indent)
        elif not value.value:
            self.line = f"{self.line} {'[]' if isinstance(value, yaml.SequenceNode) else '{}'}"
        elif isinstance(value, yaml.MappingNode):
            self._keep_comment(slot, value)
            self._block(value, indent + _STEP, "")
        elif isinstance(value, yaml.SequenceNode):
            if self._in_brackets(value, len(self.line or "") + 1, self.place):
                words = ", ".join(
                    piece.bracketed(item.value, Wording(_STYLE, self._quotes(item))) for item in value.value
                )
                self.line, self.place = f"{self.line} [{words}]", self.outline.end_of(value)
            else:
                self._keep_comment(slot, value)
                self._list(value, indent + _STEP, "")

    def _keep_comment(self, slot: Slot, value: yaml.CollectionNode) -> None:
        """The comment behind brackets speaks of the key, and stays in its line when they go."""
        end = self.outline.end_of(value)
        index, comment = self.outline.comment(end)
        one_line = not slot.flow and not is_block(value) and value.start_mark.line == value.end_mark.line
        if comment and one_line and self.line is not None:
            self.line = self._commented(self.line, self.outline.text[end:index] + comment, end)
            self.moved.add(index)

    def _fits_in_brackets(self, item: yaml.SequenceNode, column: int) -> bool:
        return not item.value or self._in_brackets(item, column, int(item.start_mark.index))

    def _in_brackets(self, node: yaml.SequenceNode, column: int, start: int) -> bool:
        items = [item.value for item in node.value if isinstance(item, yaml.ScalarNode)]
        inside = self.outline.text[start : self.outline.end_of(node)]
        short = column + sum(len(item) + 2 for item in items) <= LIST_WIDTH
        if "#" in inside or _EMPTY_LINE.search(inside) or (is_block(node) and self._has_comment(node)):
            return False
        return short and len(items) == len(node.value) and all(map(is_id, items))

    def _has_comment(self, node: yaml.Node) -> bool:
        return bool(self.outline.comment(self.outline.end_of(node))[1])

    def _scalar(self, slot: Slot, value: yaml.ScalarNode, indent: int) -> None:
        if is_nothing(value):
            self.place = self.outline.end(slot)
            return
        if any(_comments_in(self.outline.text[self.place : int(value.start_mark.index)])):
            self._advance(int(value.start_mark.index))  # a comment keeps the value in a line of its own
            self.line = " " * (indent + _STEP - 1)
        if is_text_block(value):
            self._text_block(slot, value, indent)
            return
        column = len(self.line or "") + 1
        one_line = value.start_mark.line == value.end_mark.line
        fits = slot.flow or one_line or column + len(value.value) <= TEXT_WIDTH or "\n" in value.value
        wording = Wording(_STYLE, self._quotes(value) if fits else ">")
        written = piece.behind_key("x", value.value, wording, indent)
        self.line = f"{self.line} {written.inline}"
        self.place = self.outline.end_of(value)
        if written.lines:
            behind = self.outline.text[self.place : self.outline.line_end(self.place)]
            self.line = self._commented(self.line, behind, self.place)
            self.place += len(behind)
            self._below([" " * indent + line for line in written.lines], indent)

    def _quotes(self, value: yaml.ScalarNode) -> str:
        """The quotes that a text of one line needs, or keeps; empty for none."""
        if int(value.start_mark.index) in self.guarded:
            return _STYLE.quotes(value.value)
        return _STYLE.inline(value.value)

    def _below(self, lines: list[str], indent: int) -> None:
        """The lines of a text below its key."""
        self.lines += [self.line or "", *lines[:-1]]
        self.line, self.deepest = lines[-1], indent

    def _text_block(self, slot: Slot, value: yaml.ScalarNode, indent: int) -> None:
        """A text of several lines, each of which stays; only their indentation changes."""
        header = self.outline.header(value)
        start, end = int(value.start_mark.index), self.outline.end_of(value)
        head, _break, body = self.outline.text[start:end].partition("\n")
        lines = [line.removesuffix("\r") for line in body.split("\n")]
        old = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 0)
        if counted := _DIGIT.search(header):
            old = slot.holder.start_mark.column + int(counted.group())
        code, behind = f"{self.line} {_DIGIT.sub(str(_STEP), header)}", head[len(header) :]
        self.line = self._commented(code, behind, start + len(header))
        self.place = end
        if body:
            pad = " " * (indent + _STEP)
            self._below([pad + line[old:] if line[old:] else "" for line in lines], indent)
