"""Edits of a file's text: the wanted value changes, everything else stays as it was, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mo_registry.editing.patch import append, discard, remove, set_value
from mo_registry.finding import Keys, RegistryError
from mo_registry.model import Organisation
from mo_registry.yamlfile import Data
from tests.editing.styled import PATIENT, VALUES, Styled, files
from tests.editing.witness import (
    assert_others_kept,
    assert_readers_agree,
    changed,
    comments,
    count_at_top,
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
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from ways(child, (*keys, key))


def at(value: Data, keys: Keys) -> Data:
    for key in keys:
        value = value[key]  # type: ignore[index]
    return value


def blocks(data: Data) -> list[Keys]:
    return [keys for keys in [(), *ways(data)] if isinstance(at(data, keys), dict)]


def lists(data: Data) -> list[Keys]:
    return [keys for keys in ways(data) if isinstance(at(data, keys), list)]


# Properties of generated files ---------------------------------------------------------------------------


@settings(PATIENT, max_examples=120)
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


@settings(PATIENT, max_examples=120)
@given(file=GOOD_FILES, value=VALUES, draw=st.data())
def test_a_new_key_comes_and_goes_without_a_trace(file: Styled, value: Data, draw: st.DataObject) -> None:
    holder = draw.draw(st.sampled_from(blocks(file.data)))
    assume(at(file.data, holder))
    assert_comes_and_goes(file.text, (*holder, "new-key"), value)


@settings(PATIENT, max_examples=60)
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


@settings(PATIENT, max_examples=80)
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


@settings(PATIENT, max_examples=120)
@given(file=GOOD_FILES, draw=st.data())
def test_a_value_goes_with_its_own_lines(file: Styled, draw: st.DataObject) -> None:
    keys = draw.draw(st.sampled_from(list(ways(file.data))))
    assume(len(file.data) > 1 or len(keys) > 1)
    assert_remove(file.text, keys)


def assert_remove(text: str, keys: Keys) -> None:
    data = data_of(text)
    if len(what_goes(text, keys)) == count_at_top(text) == 1:
        with pytest.raises(RegistryError, match="is all that the file holds"):
            remove(text, keys)
        return
    try:
        new = remove(text, keys)
    except RegistryError:
        # Behind a text that ends with all its empty lines, the empty lines of another entry would become its own.
        assert "|+" in text
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


# Files written by hand -----------------------------------------------------------------------------------

NEW_VALUES: tuple[Data, ...] = (
    "neu",
    "no",
    "01067",
    "a: b # c",
    "zwei\nZeilen",
    "Wort für Wort " * 12 + "Ende",
    ["uk", "no"],
    [{"role": "Kasse", "receives": ["news"]}, {"role": "Büro: Empfang"}],
    {"street": "Musterstraße 1, Hinterhaus", "city": "Halle"},
)


HANDS = [pytest.param(path.read_bytes().decode(), id=path.stem) for path in CORPUS]


def test_there_are_enough_hands() -> None:
    assert len(CORPUS) >= 15


@pytest.mark.parametrize("text", HANDS)
def test_every_value_of_a_hand_written_file_is_set(text: str) -> None:
    for keys in ways(data_of(text)):
        for value in NEW_VALUES:
            assert_set(text, keys, value)


@pytest.mark.parametrize("text", HANDS)
def test_every_value_of_a_hand_written_file_goes(text: str) -> None:
    for keys in ways(data_of(text)):
        assert_remove(text, keys)


@pytest.mark.parametrize("text", HANDS)
def test_keys_come_and_go_everywhere_in_a_hand_written_file(text: str) -> None:
    data = data_of(text)
    for holder in blocks(data):
        for value in NEW_VALUES if at(data, holder) else ():
            assert_comes_and_goes(text, (*holder, "new-key"), value)
    for value in NEW_VALUES:
        assert_comes_and_goes(text, ("new", "block", 0, "key"), value)


@pytest.mark.parametrize("text", HANDS)
def test_every_list_of_a_hand_written_file_grows(text: str) -> None:
    for keys in lists(data_of(text)):
        for value in NEW_VALUES:
            assert_append(text, keys, value)


@pytest.mark.parametrize("text", HANDS)
def test_every_item_of_a_hand_written_file_is_discarded(text: str) -> None:
    data = data_of(text)
    for keys in lists(data):
        items = at(data, keys)
        assert isinstance(items, list)
        for index, value in enumerate(items):
            assert discard(text, keys, index) == remove(text, (*keys, index))
            assert data_of(discard(text, keys, value)) == changed(data, (*keys, items.index(value)), None)


# Examples, whole ---------------------------------------------------------------------------------------------

Step = Callable[[str], str]

DISTRICTS = [
    "mitte",
    "brackwede",
    "schildesche",
    "heepen",
    "joellenbeck",
    "dornberg",
    "gadderbaum",
    "senne",
    "stieghorst",
    "sennestadt",
]
EXAMPLES: dict[str, tuple[str, Step, str]] = {
    "a comment stays in its column": (
        "email: a@x.example      # gilt\nphone: 1\n",
        lambda text: set_value(text, ("email",), "neu@x.example"),
        "email: neu@x.example    # gilt\nphone: 1\n",
    ),
    "a comment moves when there is no room": (
        "email: a@x.example  # gilt\n",
        lambda text: set_value(text, ("email",), "eine-lange-adresse@x.example"),
        "email: eine-lange-adresse@x.example  # gilt\n",
    ),
    "a comment behind brackets stays in its column": (
        "languages: [uk, ru]      # gefragt\n",
        lambda text: append(text, ("languages",), "de"),
        "languages: [uk, ru, de]  # gefragt\n",
    ),
    "quotes stay where they can": (
        "a: 'alt'\nb: \"alt\"\nc: alt\n",
        lambda text: set_value(set_value(set_value(text, ("a",), "neu"), ("b",), "it's"), ("c",), "x: y"),
        'a: \'neu\'\nb: "it\'s"\nc: "x: y"\n',
    ),
    "new quotes are those of the file": (
        "a: 'alt'\nb: alt\n",
        lambda text: set_value(text, ("b",), "01067"),
        "a: 'alt'\nb: '01067'\n",
    ),
    "days, times and Norwegian need no quotes": (
        "a: 1\n",
        lambda text: set_value(text, ("b",), ["no", "17:00", "2023-09-27", "33602"]),
        "a: 1\nb:\n  - no\n  - 17:00\n  - 2023-09-27\n  - 33602\n",
    ),
    "a text without a value gets one": (
        "email:  # allow MO119: im Januar\nphone: ~\nfax:\n",
        lambda text: set_value(set_value(text, ("email",), "a@x.example"), ("phone",), "1"),
        "email: a@x.example  # allow MO119: im Januar\nphone: 1\nfax:\n",
    ),
    "a short list of ids stands between brackets, others do not": (
        "name: Verein\n",
        lambda text: set_value(set_value(text, ("languages",), ["uk", "no"]), ("people",), ["Karim Haddad"]),
        "name: Verein\nlanguages: [uk, no]\npeople:\n  - Karim Haddad\n",
    ),
    "a list that is too long for its line is written line by line": (
        f"districts: [{', '.join(DISTRICTS[:-1])}]\n",
        lambda text: append(text, ("districts",), "sennestadt"),
        "districts:\n  - " + "\n  - ".join(DISTRICTS) + "\n",
    ),
    "between brackets, line by line": (
        "languages: [\n  de,   # zuerst\n  en    # dann\n]\n",
        lambda text: append(text, ("languages",), "uk"),
        "languages: [\n  de,   # zuerst\n  en,    # dann\n  uk\n]\n",
    ),
    "the same text is not added twice": (
        "languages: [de]\n",
        lambda text: append(text, ("languages",), "de"),
        "languages: [de]\n",
    ),
    "an item in the style of its neighbours": (
        "contacts:\n    -   role: Vorsitz\n",
        lambda text: append(text, ("contacts",), {"role": "Kasse", "receives": ["a b"]}),
        "contacts:\n    -   role: Vorsitz\n    -   role: Kasse\n        receives:\n            -   a b\n",
    ),
    "blocks in braces where the others are": (
        "topics:\n  sport: {de: Sport, en: Sports}\n",
        lambda text: set_value(text, ("topics", "arts"), {"de": "Kunst", "en": "Arts"}),
        "topics:\n  sport: {de: Sport, en: Sports}\n  arts: {de: Kunst, en: Arts}\n",
    ),
    "what lists have in common keeps its comments": (
        "languages:\n  - uk  # eins\n  - ru  # zwei\n  - de  # drei\n",
        lambda text: set_value(text, ("languages",), ["ar", "uk", "de"]),
        "languages:\n  - ar\n  - uk  # eins\n  - de  # drei\n",
    ),
    "what blocks have in common keeps its comments": (
        "address:\n  street: Musterstraße 1  # Hof\n  city: Halle  # Saale\n",
        lambda text: set_value(text, ("address",), {"city": "Halle", "po_box": "10 10"}),
        "address:\n  city: Halle  # Saale\n  po_box: 10 10\n",
    ),
    "contacts that change keep what they had": (
        "contacts:\n  - role: Vorsitz  # eins\n    email: a@x.example\n  - role: Kasse  # zwei\n",
        lambda text: set_value(
            text,
            ("contacts",),
            [{"role": "Vorsitz", "email": "b@x.example"}, {"role": "Kasse", "phone": "1"}],
        ),
        "contacts:\n  - role: Vorsitz  # eins\n    email: b@x.example\n  - role: Kasse  # zwei\n    phone: 1\n",
    ),
    "the second key moves up to the hyphen": (
        "contacts:\n  - given: Анна  # eins\n    role: Vorsitz  # zwei\n",
        lambda text: remove(text, ("contacts", 0, "given")),
        "contacts:\n  - role: Vorsitz  # zwei\n",
    ),
    "unless comments stand between them": (
        "contacts:\n  - given: Анна  # eins\n    # die Rolle\n    role: Vorsitz\n",
        lambda text: remove(text, ("contacts", 0, "given")),
        "contacts:\n  -\n    # die Rolle\n    role: Vorsitz\n",
    ),
    "an empty block goes, an empty list stays": (
        "address:\n  city: Halle\nlanguages:\n  - de\n",
        lambda text: discard(remove(text, ("address", "city")), ("languages",), "de"),
        "languages: []\n",
    ),
    "comments indented deeper go with their entry, others stay": (
        "# vorher\nphone: 1  # daneben\n  # darunter\n# nachher\nemail: a@x.example\n",
        lambda text: remove(text, ("phone",)),
        "# vorher\n# nachher\nemail: a@x.example\n",
    ),
    "a text of several lines": (
        "notes: alt  # Vermerk\nphone: 1\n",
        lambda text: set_value(text, ("notes",), "Zeile eins\nZeile zwei\n"),
        "notes: |    # Vermerk\n  Zeile eins\n  Zeile zwei\nphone: 1\n",
    ),
    "a text that was folded stays folded": (
        "notes: >-\n  Ein Text, der über mehrere Zeilen\n  geht.\n",
        lambda text: set_value(text, ("notes",), "Wort für Wort " * 9 + "Ende"),
        "notes: >-\n  " + "Wort für Wort " * 7 + "Wort für Wort\n  Wort für Wort Ende\n",
    ),
    "a text in one line stays in one line": (
        "notes: kurz\n",
        lambda text: set_value(text, ("notes",), "Wort für Wort " * 9 + "Ende"),
        "notes: " + "Wort für Wort " * 9 + "Ende\n",
    ),
    "no line break at the end, before and after": (
        "name: Verein\nphone: 1",
        lambda text: remove(set_value(text, ("email",), "a@x.example"), ("phone",)),
        "name: Verein\nemail: a@x.example",
    ),
    "line breaks of Windows": (
        "name: Verein\r\nphone: 1\r\n",
        lambda text: set_value(text, ("contacts",), [{"role": "Vorsitz", "notes": "eins\nzwei"}]),
        "name: Verein\r\nphone: 1\r\ncontacts:\r\n  - role: Vorsitz\r\n    notes: |-\r\n      eins\r\n      zwei\r\n",
    ),
}


@pytest.mark.parametrize(("before", "step", "after"), EXAMPLES.values(), ids=EXAMPLES)
def test_examples(before: str, step: Step, after: str) -> None:
    assert step(before) == after


def test_a_new_key_finds_its_place_in_the_order_of_the_model() -> None:
    text = "name: Verein\nkind: association\nemail: a@x.example\ncontacts:\n  - role: Vorsitz\n    email: b@x.example\n"
    text = set_value(text, ("website",), "https://x.example", model=Organisation)
    text = set_value(text, ("status",), "dormant", model=Organisation)
    text = set_value(text, ("contacts", 0, "given"), "Анна", model=Organisation)
    text = set_value(text, ("contacts", 0, "phone"), "1", model=Organisation)
    text = append(text, ("languages",), "uk", model=Organisation)
    text = set_value(text, ("x-key",), "1", model=Organisation)
    assert text == (
        "name: Verein\nkind: association\nstatus: dormant\nlanguages: [uk]\nemail: a@x.example\n"
        "website: https://x.example\ncontacts:\n  - role: Vorsitz\n    given: Анна\n    email: b@x.example\n"
        "    phone: 1\nx-key: 1\n"
    )


def test_a_new_first_key_comes_before_all_others_but_behind_the_head_of_the_file() -> None:
    text = "# Kopf\n\nkind: association\n"
    assert (
        set_value(text, ("name",), "Verein", model=Organisation)
        == "# Kopf\n\nname: Verein\nkind: association\n"
    )


@pytest.mark.parametrize(
    ("text", "step", "message"),
    [
        ("a: 1\na: 2\n", lambda text: set_value(text, ("b",), "1"), "because line 2 cannot be read: “a” stands here"),
        ("a: &x 1\nb: 2\n", lambda text: set_value(text, ("b",), "1"), "“&x” is read as a YAML anchor or alias"),
        ("a: !x 1\nb: 2\n", lambda text: set_value(text, ("b",), "1"), "because line 1 cannot be read"),
        ("", lambda text: set_value(text, ("b",), "1"), "this file holds nothing, not an entry"),
        ("a: 1\n", lambda text: set_value(text, ("a", "b"), "1"), "“a” holds a text; there is no “b” in it"),
        ("a: [1]\n", lambda text: set_value(text, ("a", "b"), "1"), "“a” holds a list; there is no “b” in it"),
        ("a: {b: 1}\n", lambda text: set_value(text, ("a", 0), "1"), "“a” holds a block of keys"),
        ("a: [1]\n", lambda text: set_value(text, ("a", 2), "1"), "There is no “a[2]” here"),
        ("a: 1\n", lambda text: set_value(text, ("b", 1), "1"), "There is no"),
        ("a: 1\n", lambda text: set_value(text, ("a",), "x\u200by"), "an invisible character stands here"),
        ("a: 1\n", lambda text: set_value(text, ("a",), "x\ty"), "“a” cannot be written so"),
        ("a: 1\n", lambda text: append(text, ("a",), "2"), "“a” is no list"),
        ("a: 1\n", lambda text: discard(text, ("a",), "2"), "“a” is no list"),
        ("a: [1]\n", lambda text: discard(text, ("a",), "2"), "“2” does not stand in “a”"),
        ("a: [1]\n", lambda text: remove(text, ("a", 1)), "There is no “a[1]” here"),
        ("a: 1\n", lambda text: remove(text, ("b",)), "There is no “b” here"),
        ("a: 1\n", lambda text: remove(text, ("a",)), "“a” is all that the file holds"),
        ("? a\n: 1\nb: 2\n", lambda text: remove(text, ("a",)), "has a key with a question mark"),
        ("? a\nb: 2\n", lambda text: set_value(text, ("a",), "1"), "without a colon"),
        ("a: [b: 1]\n", lambda text: set_value(text, ("a", 0, "c"), "1"), "an entry in a list without braces"),
        (
            "a: |+\n  x\n\nb: 1\n\nc: 1\n",
            lambda text: remove(text, ("b",)),
            "“b” cannot be changed without touching other lines of the file; it was left as it is",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused(text: str, step: Step, message: str) -> None:
    with pytest.raises(RegistryError, match=re.escape(message)) as caught:
        step(text)
    assert caught.value.hint
