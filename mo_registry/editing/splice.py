"""The smallest changes to a text by which a value is replaced, comes in, or goes out.

Where there is more than one way to write a value, the ways are offered in turn, the most fitting first;
whether a way leads to the wanted data is for the caller to find out (`mo_registry.editing.patch`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import yaml

from mo_registry.editing import piece
from mo_registry.editing.outline import Outline, Slot, is_block, is_nothing, is_text_block
from mo_registry.editing.piece import Piece, Wording
from mo_registry.editing.style import LIST_WIDTH, TEXT_WIDTH, Style, inner_of, style_at, style_of
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.yamlfile import Data

_ANY_WIDTH = 1_000_000
_GAP = 2  # so many blanks before a comment, unless there were fewer


class Edit(NamedTuple):
    """A stretch of the text, and what comes in its place."""

    start: int
    end: int
    new: str = ""


class Change(NamedTuple):
    """Edits that belong together, and the lines (from 0, the second one excluded) that they may touch."""

    edits: tuple[Edit, ...]
    lines: tuple[int, int]

    def applied(self, text: str) -> str:
        """The text, changed."""
        for edit in sorted(self.edits, reverse=True):
            text = text[: edit.start] + edit.new + text[edit.end :]
        return text

    def spares(self, old: str, new: str) -> bool:
        """Whether the lines that it may not touch are the same in both texts."""
        before, after = _lines(old), _lines(new)
        first, behind = self.lines
        rest = before[behind:]
        kept = len(after) >= first + len(rest) and after[:first] == before[:first]
        return kept and after[len(after) - len(rest) :] == rest


def _lines(text: str) -> list[str]:
    # A last line without a line break gets one when another line follows.
    return [line.removesuffix("\r") for line in text.split("\n")]


# A value in place of another -----------------------------------------------------------------------------


def replacements(
    outline: Outline, slot: Slot, value: Data, *, brackets: bool | None = None
) -> Iterator[Change]:
    """The ways to write a value where another one (or none) stands.

    Args:
        outline: the file.
        slot: the entry or item that changes.
        value: its new value.
        brackets: whether a list is to stand between brackets; by default as the old one did.

    Raises:
        RegistryError: the entry is written in a way that this tool leaves alone.
    """
    if slot.flow:
        yield from _bracketed_replacements(outline, slot, value)
        return
    if outline.mark(slot) is None:
        raise _odd(slot)
    column = outline.column(outline.start(slot))
    for wording in _wordings(outline, slot, value, column, brackets):
        written = _worded(slot, value, wording, column)
        if wording.brackets and _too_long(outline, slot, written):
            continue
        if edit := _placed(outline, slot, written):
            yield Change((edit,), _own_lines(outline, slot))


def _wordings(
    outline: Outline, slot: Slot, value: Data, column: int, brackets: bool | None
) -> Iterator[Wording]:
    style = style_at(style_of(outline, slot.holder), column, slot.value)
    if isinstance(value, str):
        for scalar in _scalar_styles(outline, slot, value, style):
            yield Wording(style, scalar)
        return
    old = slot.value
    if brackets is None and isinstance(old, yaml.CollectionNode) and old.value:
        alike = isinstance(value, list) == isinstance(old, yaml.SequenceNode)
        brackets = bool(old.flow_style) if alike else None
    if brackets or (brackets is None and isinstance(value, dict) and style.braces):
        yield Wording(style, brackets=True)
        brackets = False
    yield Wording(style, brackets=brackets)
    yield Wording(replace(style, text_blocks=False), brackets=brackets)


def _scalar_styles(outline: Outline, slot: Slot, text: str, style: Style) -> Iterator[str]:
    old = slot.value
    one_line = (
        isinstance(old, yaml.ScalarNode) and not is_nothing(old) and old.start_mark.line == old.end_mark.line
    )
    begin = (outline.mark(slot) or 0) + 1
    room = _ANY_WIDTH if one_line else TEXT_WIDTH - outline.column(begin)
    if isinstance(old, yaml.ScalarNode) and old.style:
        if "\n" in text:
            yield from old.style if is_text_block(old) else ""
        elif not is_text_block(old):
            yield old.style
        elif len(text) > room:
            yield ">"
    yield style.scalar(text, room)
    yield style.inline(text)
    yield '"'


def _worded(slot: Slot, value: Data, wording: Wording, column: int) -> Piece:
    if slot.key is not None:
        return piece.behind_key(slot.key.value, value, wording, column)
    return piece.behind_hyphen(value, wording, column)


def _too_long(outline: Outline, slot: Slot, written: Piece) -> bool:
    return outline.column(outline.mark(slot) or 0) + 1 + len(written.inline) > LIST_WIDTH


def _placed(outline: Outline, slot: Slot, written: Piece) -> Edit | None:
    """The edit that puts a piece behind the colon or hyphen, the comment of the line staying behind it."""
    value, mark = slot.value, outline.mark(slot) or 0
    begin, stop = int(value.start_mark.index), outline.line_end(outline.end(slot))
    if not written.lines and not (is_nothing(value) or is_block(value) or is_text_block(value)):
        comment = outline.comment(outline.end(slot))
        return Edit(begin, stop, written.inline + _beside(outline, comment, begin, written.inline))
    between = [] if is_nothing(value) else _comments_between(outline, slot, mark, begin)
    if between and written.lines:
        if written.inline.startswith(("|", ">")):
            return None  # a text block cannot have comments between its sign and its lines
        written = written.below()
    head = " " * written.gap + written.inline if written.inline else ""
    head += _beside(outline, outline.head_comment(slot), mark, head)
    indent = " " * outline.column(outline.start(slot))
    lines = [head, *between, *(indent + line if line else "" for line in written.lines)]
    return Edit(mark, stop, outline.line_break(mark).join(lines))


def _beside(outline: Outline, comment: tuple[int, str], start: int, code: str) -> str:
    """The comment behind new code that begins at a place, in its old column if it fits there."""
    index, text = comment
    if not text:
        return ""
    gap = index - len(outline.text[:index].rstrip(" "))
    column = outline.column(start) + len(code)
    return " " * max(outline.column(index) - column, min(gap, _GAP), 1) + text


def _comments_between(outline: Outline, slot: Slot, mark: int, begin: int) -> list[str]:
    """The lines of comment between a key and its value, and the one behind a value in a line of its own."""
    if outline.line(mark) == outline.line(begin):
        return []
    block = outline.text[outline.next_line(mark) : outline.line_start(begin)]
    lines = [line.rstrip() for line in block.split("\n") if line.strip()]
    behind = "" if is_block(slot.value) else outline.comment(outline.end(slot))[1]
    return [*lines, " " * outline.column(begin) + behind] if behind else lines


def _own_lines(outline: Outline, slot: Slot) -> tuple[int, int]:
    return outline.line(outline.start(slot)), outline.line(outline.end(slot)) + 1


# Something new -------------------------------------------------------------------------------------------


def insertions(
    outline: Outline, holder: yaml.CollectionNode, at: int, key: str | None, value: Data
) -> Iterator[Change]:
    """The ways to write something new into a block or list that has entries or stands between brackets.

    Args:
        outline: the file.
        holder: the block or list.
        at: before the entry with this number, or behind the last one.
        key: the key of a new entry; None for an item of a list.
        value: its value.
    """
    style = style_of(outline, holder)
    if holder.flow_style:
        for scalar in _new_scalar_styles(value, style):
            wording = Wording(style, scalar)
            text = (
                piece.bracketed(value, wording) if key is None else piece.bracketed_entry(key, value, wording)
            )
            yield _within(
                outline, holder, _bracketed_insertion(outline, holder, at, text), aligned=key is None
            )
        return
    column = holder.start_mark.column
    if at == 0 and not outline.begins_line(outline.start(Slot(holder, 0))):
        at = 1  # the line of the hyphen belongs to the first entry
        if key is None:
            return
    if key is None:
        style = replace(style, inner=inner_of(holder, style.inner))
    for wording in _new_wordings(value, style):
        lines = (
            piece.item(value, wording, column) if key is None else piece.entry(key, value, wording, column)
        )
        if wording.brackets and len(lines[0]) + column > LIST_WIDTH:
            continue
        yield _inserted_lines(outline, holder, at, [" " * column + line if line else "" for line in lines])


def _new_wordings(value: Data, style: Style) -> Iterator[Wording]:
    if isinstance(value, dict) and style.braces:
        yield Wording(style, brackets=True)
    for scalar in _new_scalar_styles(value, style):
        yield Wording(style, scalar)
    yield Wording(replace(style, text_blocks=False))


def _new_scalar_styles(value: Data, style: Style) -> Iterator[str | None]:
    yield None
    if isinstance(value, str):
        yield style.inline(value)
        yield '"'


def _inserted_lines(outline: Outline, holder: yaml.CollectionNode, at: int, lines: list[str]) -> Change:
    if at == 0:
        place = outline.line_start(outline.start(Slot(holder, 0)))
        line_break, line = outline.line_break(place), outline.line(place)
        return Change((Edit(place, place, line_break.join([*lines, ""])),), (line, line))
    place = outline.extent(Slot(holder, at - 1))
    line_break, line = outline.line_break(place), outline.line(place) + 1
    return Change((Edit(place, place, line_break.join(["", *lines])),), (line, line))


# Something less ------------------------------------------------------------------------------------------


def deletion(outline: Outline, slot: Slot) -> Change:
    """The change by which an entry or item goes, with what stands in its lines and deeper below them.

    It must not be the only one of its block or list.

    Raises:
        RegistryError: the entry is written in a way that this tool leaves alone.
    """
    if outline.is_asked(slot):
        raise _odd(slot)
    if slot.flow:
        return _within(outline, slot.holder, _bracketed_deletion(outline, slot), aligned=slot.key is None)
    start, stop = outline.start(slot), outline.extent(slot)
    lines = outline.line(start), outline.line(stop) + 1
    if not outline.begins_line(start):
        return _shared_line_deletion(outline, slot, lines)
    start = outline.line_start(start)
    behind = outline.next_line(stop)
    if behind == stop and start:  # the last line, and it has no line break: nor has the one that is last then
        return Change((Edit(outline.line_end(start - 1), stop),), lines)
    return Change((Edit(start, behind),), lines)


def _shared_line_deletion(outline: Outline, slot: Slot, lines: tuple[int, int]) -> Change:
    """The first entry stands in the line of its item's hyphen: the next one moves up there."""
    start, stop = outline.start(slot), outline.extent(slot)
    following = outline.start(Slot(slot.holder, slot.at + 1))
    if outline.text[stop:following].strip():  # comments stand between them, and stay where they are
        return Change((Edit(len(outline.text[:start].rstrip(" ")), stop),), lines)
    return Change((Edit(start, following),), (lines[0], outline.line(following) + 1))


# Between brackets ----------------------------------------------------------------------------------------


def _within(
    outline: Outline, holder: yaml.CollectionNode, edits: tuple[Edit, ...], *, aligned: bool = True
) -> Change:
    """A change between brackets, a comment at the end of the line staying in its column if it fits there.

    Not when a key comes or goes, so that nothing is left of a key that has come and gone.
    """
    lines = outline.line(int(holder.start_mark.index)), outline.line(int(holder.end_mark.index)) + 1
    end = max(edit.end for edit in edits)
    index, comment = outline.last_comment(end)
    if (
        not aligned
        or not comment
        or index < end
        or any("\n" in outline.text[e.start : e.end] + e.new for e in edits)
    ):
        return Change(edits, lines)
    grown = sum(
        len(edit.new) - (edit.end - edit.start) for edit in edits if edit.start >= outline.line_start(end)
    )
    gap = index - len(outline.text[:index].rstrip(" "))
    return Change((*edits, Edit(index - gap, index, " " * max(gap - grown, min(gap, _GAP), 1))), lines)


def _bracketed_replacements(outline: Outline, slot: Slot, value: Data) -> Iterator[Change]:
    style = style_of(outline, slot.holder)
    start, stop, sign = int(slot.value.start_mark.index), outline.end(slot), ""
    if is_nothing(slot.value):
        start = outline.end(slot) if slot.value.start_mark.index == slot.value.end_mark.index else start
        missing = outline.mark(slot) is None
        sign = ": " if missing else " " if outline.text[start - 1] == ":" else ""
    old = slot.value.style if isinstance(slot.value, yaml.ScalarNode) else None
    choices = _new_scalar_styles(value, style)
    if isinstance(value, str) and old and "\n" not in value:
        choices = iter((old, *choices))
    for scalar in choices:
        text = sign + piece.bracketed(value, Wording(style, scalar))
        yield _within(outline, slot.holder, (Edit(start, stop, text),))


def _bracketed_insertion(
    outline: Outline, holder: yaml.CollectionNode, at: int, text: str
) -> tuple[Edit, ...]:
    _expect_brackets(outline, holder)
    opening, closing = int(holder.start_mark.index) + 1, int(holder.end_mark.index) - 1
    if not holder.value:
        inside = outline.text[opening:closing]
        return (Edit(opening, opening if inside.strip() else closing, text),)
    if at == 0:
        first = outline.start(Slot(holder, 0))
        if outline.begins_line(first):
            return (Edit(first, first, f"{text},{_new_line(outline, first)}"),)
        return (Edit(first, first, f"{text}, "),)
    before = Slot(holder, at - 1)
    start, stop = outline.start(before), outline.end(before)
    comma = next(outline.signs(",", stop, closing), None)
    behind = stop if comma is None else comma + 1
    rest = outline.text[behind : outline.line_end(behind)].strip()
    alone = outline.begins_line(start) and (not rest or rest.startswith("#"))
    if not alone or outline.line(behind) != outline.line(stop):
        return (Edit(stop, stop, f", {text}"),)
    new_line = _new_line(outline, start) + text
    place = outline.line_end(behind)
    if comma is not None:
        return (Edit(place, place, f"{new_line},"),)
    if place == stop:
        return (Edit(stop, stop, f",{new_line}"),)
    return (Edit(stop, stop, ","), Edit(place, place, new_line))


def _new_line(outline: Outline, index: int) -> str:
    """A line break, and the indentation of the line of this place."""
    return outline.line_break(index) + " " * outline.column(index)


def _bracketed_deletion(outline: Outline, slot: Slot) -> tuple[Edit, ...]:
    _expect_brackets(outline, slot.holder)
    start, stop = outline.start(slot), outline.end(slot)
    closing = int(slot.holder.end_mark.index) - 1
    comma = next(outline.signs(",", stop, closing), None)
    behind = stop if comma is None else comma + 1
    before = outline.end(Slot(slot.holder, slot.at - 1)) if slot.at else None
    rest = outline.text[behind : outline.line_end(behind)].strip()
    if outline.begins_line(start) and (not rest or rest.startswith("#")):
        lines = Edit(outline.line_start(start), outline.next_line(behind))
        return (lines,) if comma is not None else (lines, *_comma_behind(outline, before, start))
    last = slot.at == len(slot.holder.value) - 1
    if last and before is not None and outline.line(before) == outline.line(start):
        return (Edit(before, stop),)
    if comma is None:
        return (Edit(start, stop), *_comma_behind(outline, before, start))
    blanks = len(outline.text) - len(outline.text[behind:].lstrip(" ")) - behind
    if not rest or rest.startswith("#"):  # the last one of its line: the blanks before it go
        return (Edit(len(outline.text[:start].rstrip(" ")), behind),)
    return (Edit(start, behind + blanks),)


def _comma_behind(outline: Outline, before: int | None, stop: int) -> tuple[Edit, ...]:
    if before is None:
        return ()
    comma = next(outline.signs(",", before, stop))
    return (Edit(comma, comma + 1),)


def _expect_brackets(outline: Outline, holder: yaml.CollectionNode) -> None:
    if outline.text[int(holder.start_mark.index)] not in "[{":
        raise RegistryError(
            _("Line {line} has an entry in a list without braces; it was left as it is.").format(
                line=holder.start_mark.line + 1
            ),
            hint=_("Put braces around it, or write the list line by line, then try again."),
        )


def _odd(slot: Slot) -> RegistryError:
    return RegistryError(
        _("Line {line} has a key with a question mark or without a colon; it was left as it is.").format(
            line=slot.value.start_mark.line + 1
        ),
        hint=_("Write the entry as key: value, then try again."),
    )
