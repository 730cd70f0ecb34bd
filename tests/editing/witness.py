"""What tests say about two versions of a file, without asking the code that made the second one."""

from __future__ import annotations

import copy
import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML

from mo_registry.finding import Keys, Severity
from mo_registry.yamlfile import Data, Mapping, compose, items, parse

COMMENT = re.compile(r"# c\d+\b")


def data_of(text: str) -> Mapping:
    """The data; a text that the registry refuses to read has none."""
    file = parse(Path("x.yaml"), text)
    assert [f.message for f in file.findings if f.severity is Severity.ERROR] == []
    return file.data


def changed(data: Mapping, keys: Keys, value: Data | None) -> Mapping:
    """A copy of the data with a value at an existing place, or gone from there."""
    data = copy.deepcopy(data)
    holder: Any = data
    for key in keys[:-1]:
        holder = holder[key]
    if value is None:
        del holder[keys[-1]]
    elif isinstance(holder, list) and keys[-1] == len(holder):
        holder.append(value)
    else:
        holder[keys[-1]] = value
    return data


def assert_readers_agree(text: str) -> None:
    """The fast reader and ruamel.yaml see the same nodes."""
    same(compose(text), YAML(typ="safe", pure=True).compose(text))


def same(ours: yaml.Node | None, theirs: Any) -> None:
    assert type(ours).__name__ == type(theirs).__name__
    if isinstance(ours, yaml.ScalarNode):
        assert ours.value == theirs.value
    elif isinstance(ours, yaml.SequenceNode):
        for one, other in zip(ours.value, theirs.value, strict=True):
            same(one, other)
    elif isinstance(ours, yaml.MappingNode):
        for (key, value), (their_key, their_value) in zip(ours.value, theirs.value, strict=True):
            same(key, their_key)
            same(value, their_value)


def comments(text: str) -> Counter[str]:
    return Counter(COMMENT.findall(text))


def lines(text: str) -> list[str]:
    return text.split("\n")


def extent(text: str, keys: Keys) -> tuple[int, int]:
    """The lines (from 0, the second one excluded) from the key or hyphen of a value to its last scalar.

    Between brackets: all lines of the outermost brackets.
    """
    node = compose(text)
    first = last = 0
    for key in keys:
        assert node is not None
        key_node, value = next((k, v) for name, k, v in items(node) if name == key)
        if isinstance(node, yaml.CollectionNode) and node.flow_style:
            return node.start_mark.line, node.end_mark.line + 1
        first = key_node.start_mark.line
        if isinstance(key, int):
            first = _hyphen(text, first, node.start_mark.column)
        node = value
        last = max(key_node.start_mark.line, _last_line(text, value))
    return first, last + 1


def shares_line(text: str, keys: Keys) -> bool:
    """Whether an entry or item begins behind the hyphen of the item that it is in."""
    node = _node(text, keys[:-1])
    begin = node.start_mark
    key = next(key_node for name, key_node, _value in items(node) if name == keys[-1])
    is_first = keys[-1] == 0 or key.start_mark.index == begin.index
    return is_first and bool(text.splitlines()[begin.line][: begin.column].strip())


def what_goes(text: str, keys: Keys) -> Keys:
    """The value, or the block or item of which it is all, and so on upwards."""
    while len(keys) > 1 and isinstance(keys[-1], str) and _count(text, keys[:-1]) == 1:
        keys = keys[:-1]
        while isinstance(keys[-1], int) and _count(text, keys[:-1]) == 1:
            keys = keys[:-1]
    return keys


def count_at_top(text: str) -> int:
    """How many keys the file has, those without a value too."""
    return _count(text, ())


def _count(text: str, keys: Keys) -> int:
    node = _node(text, keys)
    return len(node.value) if isinstance(node, yaml.CollectionNode) else 0


def is_block(text: str, keys: Keys) -> bool:
    """Whether a list or block is written line by line."""
    node = _node(text, keys)
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _node(text: str, keys: Keys) -> yaml.Node:
    node = compose(text)
    for key in keys:
        assert node is not None
        node = next(value for name, _key, value in items(node) if name == key)
    assert node is not None
    return node


def _hyphen(text: str, line: int, column: int) -> int:
    every = text.splitlines()
    while not re.match(r"[-\s]*-(\s|$)", every[line]) or every[line][column] != "-":
        line -= 1
    return line


def _last_line(text: str, node: yaml.Node) -> int:
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        child = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
        return _last_line(text, child)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        body = text[: node.end_mark.index]
        keep = "+" in text[node.start_mark.index : node.start_mark.index + 3]
        return (body.removesuffix("\n").removesuffix("\r") if keep else body.rstrip()).count("\n")
    return node.end_mark.line


def assert_others_kept(old: str, new: str, first: int, behind: int) -> None:
    """All lines before and behind these are the same, byte for byte; only a missing last line break may come."""
    assert old.startswith("\ufeff") == new.startswith("\ufeff")
    before, after = lines(old.removeprefix("\ufeff")), lines(new.removeprefix("\ufeff"))
    if before[-1]:
        before, after = ([line.removesuffix("\r") for line in every] for every in (before, after))
    assert after[:first] == before[:first]
    rest = before[behind:]
    assert not rest or after[-len(rest) :] == rest
