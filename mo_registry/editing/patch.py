"""Changing one value in the text of a file: nothing else in the file changes, or nothing at all.

The functions take and give the text of a whole file (line breaks as they are in it) and keep comments,
order, quotes, indentation, kinds of lists, empty lines and line breaks of everything that they are not asked
to change. What comes out has been read again: it holds the wanted data, and the lines of all other entries
are as they were. One line may move: an item's second entry, up to the hyphen, when the first one goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel

from mo_registry.editing import path, splice
from mo_registry.editing.outline import Outline, Slot, is_block, is_text_block
from mo_registry.editing.style import LIST_WIDTH, is_plain
from mo_registry.finding import Finding, Keys, RegistryError, Severity
from mo_registry.i18n import _
from mo_registry.model.reading import known_keys
from mo_registry.yamlfile import Data, Mapping, parse

Model = type[BaseModel] | None
"""What a file describes (`Organisation`, …): the order of its keys. With None, new ones go to the end."""

_HERE = Path("entry.yaml")
_MARK = "\ufeff"


def set_value(text: str, keys: Keys, value: Data, *, model: Model = None) -> str:
    """The text with this value at the end of the way; blocks that are missing on the way are made.

    Where a list or block stands already, what is the same in the new one stays as it is written.

    Args:
        text: a file of the registry.
        keys: the way to the value; the index behind a list's last item means a new item.
        value: plain data.
        model: what the file describes, so that a new key finds its place.

    Raises:
        RegistryError: the file cannot be read, the way leads nowhere, or the value cannot be written
            without changing something else.
    """
    mark, body, data = opened(text)
    _expect_way(data, keys)
    wanted = path.with_value(data, keys, value)
    if wanted == data:
        return text
    known = path.known_part(data, keys)
    if known == len(keys):
        body = _merged(body, keys, value, model)
    else:
        body = _made(body, keys[: known + 1], path.wrapped(keys[known + 1 :], value), model)
    return mark + vouched(body, wanted, keys)


def append(text: str, keys: Keys, value: Data, *, model: Model = None) -> str:
    """The text with one item more at the end of a list; the list is made where there is none.

    A text that the list holds already is not added again.

    Raises:
        RegistryError: as for `set_value`; or what stands there is no list.
    """
    mark, body, data = opened(text)
    _expect_way(data, keys)
    present = path.value_at(data, keys)
    if present is None:
        return set_value(text, keys, [value], model=model)
    items = _listed(present, keys)
    if isinstance(value, str) and value in items:
        return text
    body = _with_item(body, keys, len(items), value)
    return mark + vouched(body, path.with_item(data, keys, len(items), value), keys)


def discard(text: str, keys: Keys, value: Data | int) -> str:
    """The text without one item of a list; a list without items stays as ``[]``.

    Args:
        text: a file of the registry.
        keys: the way to the list.
        value: the item, or its index.

    Raises:
        RegistryError: as for `set_value`; or the list has no such item.
    """
    _mark, _body, data = opened(text)
    items = _listed(path.value_at(data, keys), keys)
    if isinstance(value, int):
        return remove(text, (*keys, value))
    if value not in items:
        raise RegistryError(
            _("“{value}” does not stand in “{key}”.").format(value=_shown(value), key=path.spoken(keys)),
            hint=_("There stands: {values}").format(values=", ".join(map(_shown, items)) or "[]"),
        )
    return remove(text, (*keys, items.index(value)))


def remove(text: str, keys: Keys) -> str:
    """The text without a key or an item, and without the comments in its lines and deeper below it.

    A block whose last key goes, goes with it; a list without items stays as ``[]``.

    Raises:
        RegistryError: as for `set_value`; or the value is all that the file holds.
    """
    mark, body, data = opened(text)
    outline = Outline(body)
    slot = outline.slot(keys)
    if slot is None:
        raise path.missing(keys)
    keys, slot = _emptied(outline, keys, slot)
    wanted = path.without(data, keys)
    if len(slot.holder.value) > 1:
        body = _done(body, keys, wanted, [splice.deletion(outline, slot)])
    elif len(keys) > 1:
        body = _replaced(body, keys[:-1], [])
    else:
        raise RegistryError(
            _("“{key}” is all that the file holds.").format(key=path.spoken(keys)),
            hint=_("Delete the file instead, if the entry is to go."),
        )
    return mark + vouched(body, wanted, keys)


def rename_key(text: str, keys: Keys, new: str) -> str:
    """The text with another key at the end of the way; its place and what it holds stay.

    Only the characters of the key change. Its quotes stay, and come where the new key needs some.

    Raises:
        RegistryError: as for `set_value`; or there is no such key, or the new one stands there too.
    """
    mark, body, data = opened(text)
    outline = Outline(body)
    slot = outline.slot(keys)
    if slot is None or slot.key is None:
        raise path.missing(keys)
    if outline.slot((*keys[:-1], new)) is not None:
        raise RegistryError(
            _("“{key}” stands there already.").format(key=path.spoken((*keys[:-1], new))),
            hint=_("Choose another key, or delete one of the two."),
        )
    return mark + _respelled(body, keys, slot.key, new, path.with_key(data, keys, new))


def respell(text: str, keys: Keys, new: str) -> str:
    """The text with another word where a word stands: with `set_value`, but for the column of comments.

    Only the characters of the word change, so that the way back restores every byte.

    Raises:
        RegistryError: as for `set_value`; or no word stands there.
    """
    mark, body, data = opened(text)
    slot = Outline(body).slot(keys)
    if slot is None or not isinstance(slot.value, yaml.ScalarNode):
        raise path.missing(keys)
    return mark + _respelled(body, keys, slot.value, new, path.with_value(data, keys, new))


# Reading, before and after --------------------------------------------------------------------------------


def opened(text: str) -> tuple[str, str, Mapping]:
    """The byte order mark (or nothing), the text behind it, and its data.

    Raises:
        RegistryError: the file has errors that keep it from being read.
    """
    file = parse(_HERE, text)
    if error := _error(file.findings):
        raise RegistryError(
            _("The file was not changed because line {line} cannot be read: {problem}").format(
                line=error.position.line, problem=error.message
            ),
            hint=error.help or None,
        )
    mark = _MARK if text.startswith(_MARK) else ""
    return mark, text.removeprefix(_MARK), file.data


def _error(findings: Iterable[Finding]) -> Finding | None:
    return next((finding for finding in findings if finding.severity is Severity.ERROR), None)


def _data(text: str) -> Mapping | None:
    file = parse(_HERE, text)
    return None if _error(file.findings) else file.data


def vouched(text: str, wanted: Data, keys: Keys) -> str:
    """The text, if it holds the wanted data.

    Raises:
        RegistryError: it does not.
    """
    if _data(text) != wanted:
        raise _impossible(text, keys)
    return text


def _impossible(text: str | None, keys: Keys) -> RegistryError:
    error = _error(parse(_HERE, text).findings) if text is not None else None
    if error is not None:
        return RegistryError(
            _("“{key}” cannot be written so: {problem}").format(key=path.spoken(keys), problem=error.message),
            hint=error.help or None,
        )
    return RegistryError(
        _("“{key}” cannot be changed without touching other lines of the file; it was left as it is.").format(
            key=path.spoken(keys)
        ),
        hint=_("Change it in an editor: mo-registry edit …"),
    )


def _expect_way(data: Mapping, keys: Keys) -> None:
    """Refuse a way that goes on where a text stands, or takes a list for a block."""
    holder: Data = data
    for count, key in enumerate(keys):
        if not isinstance(holder, list if isinstance(key, int) else dict):
            what = _("a list") if isinstance(holder, list) else _("a block of keys")
            raise RegistryError(
                _("“{way}” holds {found}; there is no “{key}” in it.").format(
                    way=path.spoken(keys[:count]) or "…",
                    found=_("a text") if isinstance(holder, str) else what,
                    key=path.spoken((key,)),
                ),
                hint=_("A key of a block is written behind a dot, an item of a list as [0], [1], …"),
            )
        if isinstance(key, int) and key > len(holder):
            raise path.missing(keys[: count + 1])
        following = path.child(holder, key)
        if following is None:
            return
        holder = following


def _listed(value: Data | None, keys: Keys) -> list[Data]:
    if isinstance(value, list):
        return value
    raise RegistryError(
        _("“{key}” is no list.").format(key=path.spoken(keys)),
        hint=_("Give it a value with = instead of += or -=."),
    )


def _shown(value: Data) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value))


# The steps that changes are made of ----------------------------------------------------------------------


def _done(text: str, keys: Keys, wanted: Data, changes: Iterable[splice.Change]) -> str:
    """The text after the first of the changes that leads to the wanted data and spares all other lines."""
    tried = None
    for change in changes:
        tried = change.applied(text)
        if change.spares(text, tried) and _data(tried) == wanted:
            return tried
    raise _impossible(tried, keys)


def _respelled(text: str, keys: Keys, node: yaml.ScalarNode, new: str, wanted: Data) -> str:
    """The text with the characters of one node changed."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    tried = None
    for written in _spellings(text[start:end], node, new):
        tried = text[:start] + written + text[end:]
        if _data(tried) == wanted:
            return tried
    raise _impossible(tried, keys)


def _spellings(written: str, node: yaml.ScalarNode, new: str) -> Iterator[str]:
    if is_text_block(node):
        yield written.replace(node.value.strip("\n"), new, 1)
        return
    if node.style or is_plain(new, flow=True):
        yield f"{node.style or ''}{new}{node.style or ''}"
    yield f'"{new}"'


def _replaced(text: str, keys: Keys, value: Data, *, brackets: bool | None = None) -> str:
    outline = Outline(text)
    slot = outline.slot(keys)
    if slot is None:
        raise path.missing(keys)
    wanted = path.with_value(_data(text), keys, value)
    return _done(text, keys, wanted, splice.replacements(outline, slot, value, brackets=brackets))


def _made(text: str, keys: Keys, value: Data, model: Model) -> str:
    """A new entry of a block or item of a list, which are there."""
    *way, last = keys
    outline = Outline(text)
    if outline.slot(keys) is not None:  # the key is there and says nothing
        return _replaced(text, keys, value)
    if isinstance(last, int):
        return _with_item(text, tuple(way), last, value)
    holder = _node(outline, tuple(way))
    above = outline.slot(tuple(way))
    if not holder.value and above is not None and not above.flow:
        return _replaced(text, tuple(way), {last: value})
    wanted = path.with_value(_data(text), keys, value)
    at = _position(holder, last, known_keys(model, tuple(way)) if model else [])
    return _done(text, keys, wanted, splice.insertions(outline, holder, at, last, value))


def _with_item(text: str, keys: Keys, index: int, value: Data) -> str:
    outline = Outline(text)
    holder, above = _node(outline, keys), outline.slot(keys)
    if not holder.value and above is not None and not above.flow:
        return _replaced(text, keys, [value])
    follower = outline.slot((*keys, index))
    at = follower.at if follower else len(holder.value)
    wanted = path.with_item(_data(text) or {}, keys, index, value)
    changed = _done(text, keys, wanted, splice.insertions(outline, holder, at, None, value))
    return _unbracketed(changed, keys)


def _unbracketed(text: str, keys: Keys) -> str:
    """The text, a list that has become too long for its line being written line by line."""
    outline = Outline(text)
    slot = outline.slot(keys)
    if slot is None or slot.flow or is_block(slot.value) or _spans_lines(slot.value):
        return text
    if outline.column(outline.end_of(slot.value)) <= LIST_WIDTH:
        return text
    items = path.value_at(_data(text) or {}, keys)
    return _replaced(text, keys, items or [], brackets=False)


def _spans_lines(node: yaml.Node) -> bool:
    return bool(node.start_mark.line != node.end_mark.line)


def _node(outline: Outline, keys: Keys) -> yaml.CollectionNode:
    slot = outline.slot(keys)
    node = slot.value if slot else outline.root
    if not isinstance(node, yaml.CollectionNode):
        raise path.missing(keys)
    return node


def _position(holder: yaml.CollectionNode, key: str, order: list[str]) -> int:
    """Where a new key comes: behind the one that precedes it in the model's order, else before the next."""
    rank = {name: number for number, name in enumerate(order)}
    if key not in rank:
        return len(holder.value)
    present = [(rank.get(name.value, -1), at) for at, (name, _value) in enumerate(holder.value)]
    before = [(number, at) for number, at in present if 0 <= number < rank[key]]
    if before:
        return max(before)[1] + 1
    return min((at for number, at in present if number > rank[key]), default=len(holder.value))


def _emptied(outline: Outline, keys: Keys, slot: Slot) -> tuple[Keys, Slot]:
    """What goes when the value goes: the block or item of which it is all, and so on upwards."""
    while len(keys) > 1 and isinstance(keys[-1], str) and len(slot.holder.value) == 1:
        keys, slot = _above(outline, keys)
        while len(keys) > 1 and isinstance(keys[-1], int) and len(slot.holder.value) == 1:
            keys, slot = _above(outline, keys)
        if isinstance(keys[-1], int):
            break
    return keys, slot


def _above(outline: Outline, keys: Keys) -> tuple[Keys, Slot]:
    slot = outline.slot(keys[:-1])
    if slot is None:
        raise path.missing(keys)
    return keys[:-1], slot


# From one list or block to another -----------------------------------------------------------------------


def _merged(text: str, keys: Keys, new: Data, model: Model) -> str:
    """A value in place of another one; what a block or list has in common with the old one stays."""
    old = path.value_at(_data(text) or {}, keys)
    if old == new:
        return text
    if isinstance(old, dict) and isinstance(new, dict) and set(old) & set(new):
        return _merged_block(text, keys, old, new, model)
    if isinstance(old, list) and isinstance(new, list) and (steps := _steps(old, new)):
        return _merged_list(text, keys, steps, new, model)
    return _replaced(text, keys, new)


def _merged_block(text: str, keys: Keys, old: Mapping, new: Mapping, model: Model) -> str:
    for key in old:
        if key not in new:
            text = _shortened(text, (*keys, key))
    for key, value in new.items():
        if key in old:
            text = _merged(text, (*keys, key), value, model)
        else:
            text = _made(text, (*keys, key), value, model)
    return text


def _merged_list(text: str, keys: Keys, steps: list[_Step], new: list[Data], model: Model) -> str:
    for place, source, merge in steps:
        if source is None:
            text = _shortened(text, (*keys, place))
        elif merge:
            text = _merged(text, (*keys, place), new[source], model)
        else:
            text = _with_item(text, keys, place, new[source])
    return text


def _shortened(text: str, keys: Keys) -> str:
    outline = Outline(text)
    slot = outline.slot(keys)
    if slot is None:
        raise path.missing(keys)
    return _done(text, keys, path.without(_data(text) or {}, keys), [splice.deletion(outline, slot)])


class _Step(NamedTuple):
    """What happens at a place of the old list: an item goes, is merged with a new one, or one comes before."""

    place: int
    source: int | None
    merge: bool = False


def _steps(old: list[Data], new: list[Data]) -> list[_Step]:
    """How one list becomes the other, from the end on; nothing if they have nothing in common."""
    steps: list[_Step] = []
    common = False
    codes = SequenceMatcher(None, [*map(repr, old)], [*map(repr, new)], autojunk=False).get_opcodes()
    for _tag, begin, end, first, behind in reversed(codes):
        if old[begin:end] == new[first:behind]:
            common = True
            continue
        pairs = list(zip(range(begin, end), range(first, behind), strict=False))
        if end - begin == behind - first and all(_akin(old[i], new[j]) for i, j in pairs):
            common = True
            steps += [_Step(i, j, merge=True) for i, j in pairs]
            continue
        steps += [_Step(end, source) for source in reversed(range(first, behind))]
        steps += [_Step(place, None) for place in reversed(range(begin, end))]
    return steps if common else []


def _akin(one: Data, other: Data) -> bool:
    """Whether two blocks seem to speak of the same thing."""
    return (
        isinstance(one, dict) and isinstance(other, dict) and any(other.get(key) == one[key] for key in one)
    )
