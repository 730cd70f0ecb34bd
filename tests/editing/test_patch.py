"""Edits of a file's text: the wanted value changes, everything else stays as it was, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mo_registry.editing.patch import append, discard, remove, set_value
from mo_registry.finding import Keys, RegistryError
from mo_registry.model import Event, Organisation
from mo_registry.yamlfile import Data
from tests.editing.styled import TEXTS, VALUES, Styled, files
from tests.editing.witness import (
    assert_others_kept,
    assert_readers_agree,
    changed,
    comments,
    data_of,
    extent,
    is_block,
    lines,
    shares_line,
    what_goes,
)

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
GOOD_FILES = files().filter(lambda file: data_of(file.text) == file.data)


def ways(value: Data, keys: Keys = ()) -> Iterator[Keys]:
    """The ways to all values of a tree."""
    if keys:
        yield keys
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from ways(child, (*keys, key))


def at(value: Data, keys: Keys) -> Data:
    for key in keys:
        value = value[key]  # type: ignore[index,call-overload]
    return value


def blocks(data: Data) -> list[Keys]:
    return [keys for keys in [(), *ways(data)] if isinstance(at(data, keys), dict)]


def lists(data: Data) -> list[Keys]:
    return [keys for keys in ways(data) if isinstance(at(data, keys), list)]


# Properties of generated files ---------------------------------------------------------------------------


@settings(max_examples=120)
@given(file=GOOD_FILES, value=VALUES, draw=st.data())
def test_a_value_is_set_and_nothing_else(file: Styled, value: Data, draw: st.DataObject) -> None:
    keys = draw.draw(st.sampled_from(list(ways(file.data))))
    assert_set(file.text, keys, value)


def assert_set(text: str, keys: Keys, value: Data) -> None:
    data = data_of(text)
    new = set_value(text, keys, value)
    assert data_of(new) == changed(data, keys, value)
    assert_readers_agree(new)
    first, behind = extent(text, keys)
    if not isinstance(value, str):
        behind = with_its_comments(text, keys, first, behind)
    assert_others_kept(text, new, first, behind)
    assert set_value(new, keys, value) == new
    if isinstance(value, str) and isinstance(at(data, keys), str):
        assert comments(new) == comments(text)


@settings(max_examples=120)
@given(file=GOOD_FILES, value=VALUES, draw=st.data())
def test_a_new_key_comes_and_goes_without_a_trace(file: Styled, value: Data, draw: st.DataObject) -> None:
    holder = draw.draw(st.sampled_from(blocks(file.data)))
    assume(at(file.data, holder))
    assert_comes_and_goes(file.text, (*holder, "new-key"), value)


@settings(max_examples=60)
@given(file=GOOD_FILES, value=VALUES)
def test_missing_blocks_come_and_go_too(file: Styled, value: Data) -> None:
    assert_comes_and_goes(file.text, ("new", "block", 0, "key"), value)


def assert_comes_and_goes(text: str, keys: Keys, value: Data) -> None:
    data = data_of(text)
    new = set_value(text, keys, value)
    if len(keys) == 1 or at(data, keys[:1]) if keys[0] in data else False:
        assert data_of(new) == changed(data, keys, value)
    assert at(data_of(new), keys) == value
    assert_readers_agree(new)
    assert_pure_insertion(text, new, keys if keys[0] in data else keys[:1])
    assert comments(new) == comments(text)
    assert set_value(new, keys, value) == new
    assert remove(new, keys) == text


def assert_pure_insertion(old: str, new: str, keys: Keys) -> None:
    """Between brackets their lines may change; else, no line is different, and some are new."""
    first, behind = extent(new, keys)
    more = len(lines(new)) - len(lines(old))
    assert_others_kept(old, new, first, max(behind - more, first))


@settings(max_examples=80)
@given(file=GOOD_FILES, value=VALUES, draw=st.data())
def test_an_item_is_added_to_a_list(file: Styled, value: Data, draw: st.DataObject) -> None:
    assume(lists(file.data))
    assert_append(file.text, draw.draw(st.sampled_from(lists(file.data))), value)


def assert_append(text: str, keys: Keys, value: Data) -> None:
    data = data_of(text)
    items = at(data, keys)
    assert isinstance(items, list)
    new = append(text, keys, value)
    if isinstance(value, str) and value in items:
        assert new == text
        return
    assert data_of(new) == changed(data, (*keys, len(items)), value)
    assert_readers_agree(new)
    if items and is_block(text, keys):
        assert_pure_insertion(text, new, (*keys, len(items)))
    else:
        assert_others_kept(text, new, *extent(text, keys))
    assert comments(new) == comments(text)


@settings(max_examples=120)
@given(file=GOOD_FILES, draw=st.data())
def test_a_value_goes_with_its_own_lines(file: Styled, draw: st.DataObject) -> None:
    keys = draw.draw(st.sampled_from(list(ways(file.data))))
    assume(len(file.data) > 1 or len(keys) > 1)
    assert_remove(file.text, keys)


def assert_remove(text: str, keys: Keys) -> None:
    data = data_of(text)
    try:
        new = remove(text, keys)
    except RegistryError as error:
        assert "is all that the file holds" in error.message
        return
    keys = what_goes(text, keys)
    assert data_of(new) == changed(data, keys, None)
    assert_readers_agree(new)
    first, behind = extent(text, keys)
    if isinstance(keys[-1], int) and not at(data_of(new), keys[:-1]):
        first = extent(text, keys[:-1])[0]  # the list is [] now, behind its key
    assert_others_kept(text, new, first, with_its_comments(text, keys, first, behind))


def with_its_comments(text: str, keys: Keys, first: int, behind: int) -> int:
    """Behind the comments below an entry that are indented deeper than it, and a second entry that moves up."""
    every = lines(text)
    column = len(every[first]) - len(every[first].lstrip(" "))
    last = behind
    for number in range(behind, len(every)):
        line = every[number]
        comment = line.lstrip().startswith("#")
        if line.strip() and not (comment and len(line) - len(line.lstrip(" ")) > column):
            return number + 1 if not comment and shares_line(text, keys) else last
        last = number + 1 if line.strip() else last
    return last
