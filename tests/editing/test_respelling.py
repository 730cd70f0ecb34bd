"""Another key, or another word: its characters change, and nothing else in the file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mo_registry.editing.patch import rename_key, respell
from mo_registry.editing.style import is_plain
from mo_registry.finding import Keys, RegistryError
from mo_registry.yamlfile import Data
from tests.editing.styled import Styled, files
from tests.editing.witness import assert_readers_agree, changed, data_of

GOOD_FILES = files().filter(lambda file: data_of(file.text) == file.data)
NEW = st.sampled_from(
    ("neu", "netzwerk-mo-2", "2023-09-27-treffen", "a", "null", "1e3", "verein-der-deutschen-aus-x")
)


def ways(value: Data, keys: Keys = ()) -> Iterator[tuple[Keys, Data]]:
    if keys:
        yield keys, value
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from ways(child, (*keys, key))


def between(old: str, new: str) -> tuple[str, str]:
    """What is left of two texts without what they have in common at both ends."""
    start = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    old, new = old[start:], new[start:]
    end = next(
        (i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b),
        min(len(old), len(new)),
    )
    return old[: len(old) - end], new[: len(new) - end]


def renamed(data: Data, keys: Keys, new: str) -> Data:
    """The data with another key; the order is the same."""
    first, *rest = keys
    if isinstance(data, list):
        return [renamed(one, tuple(rest), new) if index == first else one for index, one in enumerate(data)]
    assert isinstance(data, dict)
    if not rest:
        return {new if key == first else key: value for key, value in data.items()}
    return {key: renamed(one, tuple(rest), new) if key == first else one for key, one in data.items()}


@settings(max_examples=150)
@given(file=GOOD_FILES, new=NEW, draw=st.data())
def test_a_key_is_renamed_and_nothing_else(file: Styled, new: str, draw: st.DataObject) -> None:
    keys = draw.draw(st.sampled_from([keys for keys, _ in ways(file.data) if isinstance(keys[-1], str)]))
    old = str(keys[-1])
    text = rename_key(file.text, keys, new)
    wanted = renamed(file.data, keys, new)
    assert data_of(text) == wanted
    assert [way for way, _ in ways(data_of(text))] == [way for way, _ in ways(wanted)]  # the order too
    assert_readers_agree(text)
    gone, come = between(file.text, text)
    assert gone in f"'{old}'" or gone in f'"{old}"'
    assert come in f'"{new}"' or come in f"'{new}'"
    if is_plain(old, flow=True) and is_plain(new, flow=True):
        assert rename_key(text, (*keys[:-1], new), old) == file.text


@settings(max_examples=150)
@given(file=GOOD_FILES, new=NEW, draw=st.data())
def test_a_word_is_respelled_and_nothing_else(file: Styled, new: str, draw: st.DataObject) -> None:
    words = [(keys, value) for keys, value in ways(file.data) if isinstance(value, str) and value.isalnum()]
    assume(words)
    keys, old = draw.draw(st.sampled_from(words))
    assert isinstance(old, str)
    text = respell(file.text, keys, new)
    assert data_of(text) == changed(file.data, keys, new)
    assert_readers_agree(text)
    gone, _come = between(file.text, text)
    assert gone in f"'{old}'" or gone in f'"{old}"'
    if is_plain(old, flow=True) and is_plain(new, flow=True):
        assert respell(text, keys, old) == file.text


STYLED = """\
\ufeffvenues: # c1
  "rathaus" : {name: Rathaus, 'x': [a]} # c2
  ? saal
  : name: Saal
  leer:
list: [rathaus,"saal", 'alt']      # c3
block: |-
  rathaus
folded: >+
  saal

last: rathaus"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("keys", "old", "new"),
    [
        (("venues", "rathaus"), '"rathaus" :', '"neues-haus" :'),
        (("venues", "rathaus", "x"), "'x':", "'neues-haus':"),
        (("venues", "saal"), "? saal", "? neues-haus"),
        (("venues", "leer"), "leer:", "neues-haus:"),
        (("list",), "list:", "neues-haus:"),
    ],
)
def test_keys_as_hands_write_them(keys: Keys, old: str, new: str, newline: str) -> None:
    text = STYLED.replace("\n", newline)
    assert rename_key(text, keys, "neues-haus") == text.replace(old, new)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("keys", "old", "new"),
    [
        (("list", 0), "[rathaus,", "[neues-haus,"),
        (("list", 1), ',"saal",', ',"neues-haus",'),
        (("list", 2), "'alt']      #", "'neues-haus']      #"),
        (("block",), "|-\n  rathaus", "|-\n  neues-haus"),
        (("last",), "last: rathaus", "last: neues-haus"),
    ],
)
def test_words_as_hands_write_them(keys: Keys, old: str, new: str, newline: str) -> None:
    text = STYLED.replace("\n", newline)
    assert respell(text, keys, "neues-haus") == text.replace(
        old.replace("\n", newline), new.replace("\n", newline)
    )


def test_quotes_come_where_they_are_needed() -> None:
    assert rename_key("a: {b: x}\n", ("a", "b"), "null") == 'a: {"null": x}\n'
    assert respell("a: [b]\n", ("a", 0), "null") == 'a: ["null"]\n'


def test_two_alike_keep_their_places() -> None:
    assert respell("a: [x, x, x]\n", ("a", 1), "y") == "a: [x, y, x]\n"


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (("venues", "rathaus"), "“venues.neu” stands there already."),
        (("venues", "saal"), "There is no “venues.saal” here."),
        (("list", 0), "There is no “list[0]” here."),
    ],
)
def test_keys_that_cannot_be_renamed(keys: Keys, message: str) -> None:
    with pytest.raises(RegistryError) as error:
        rename_key("venues:\n  rathaus: x\n  neu:\nlist: [a]\n", keys, "neu")
    assert error.value.message == message


@pytest.mark.parametrize("keys", [("a",), ("b",), ("c", 3)])
def test_what_is_no_word_is_not_respelled(keys: Keys) -> None:
    with pytest.raises(RegistryError, match="There is no"):
        respell("a: {x: y}\nc: [x]\n", keys, "neu")


def test_a_file_with_errors_is_left_alone() -> None:
    with pytest.raises(RegistryError, match="line 2 cannot be read"):
        respell("a: x\na: y\n", ("a",), "neu")
