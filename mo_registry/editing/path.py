"""The way to a value through plain data: how people write it, and data with one value changed."""

from __future__ import annotations

from collections.abc import Iterator

from mo_registry.finding import Key, Keys, RegistryError
from mo_registry.i18n import _
from mo_registry.yamlfile import Data, Mapping

_NAMING = ("id", "item", "organisation", "network")
"""Keys by whose value an item of a list is called."""


def spoken(keys: Keys) -> str:
    """The way as people write it: ``contacts[1].email``."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return text.removeprefix(".")


def child(holder: Data | None, key: Key) -> Data | None:
    """What a block or a list holds under a key or an index; None if nothing."""
    if isinstance(holder, dict):
        return holder.get(key) if isinstance(key, str) else None
    if isinstance(holder, list):
        return holder[key] if isinstance(key, int) and 0 <= key < len(holder) else None
    return None


def value_at(data: Data, keys: Keys) -> Data | None:
    """What stands at the end of the way; None if nothing."""
    found: Data | None = data
    for key in keys:
        found = child(found, key)
    return found


def called(item: Data) -> str:
    """By what an item of a list is called: its id, or what it refers to; empty for none."""
    names = (item.get(key) for key in _NAMING) if isinstance(item, dict) else ()
    return next((name for name in names if isinstance(name, str)), "")


def ways_to(data: Data, name: str, way: str = "") -> Iterator[str]:
    """The ways to all items with this name under ``id:``, as people write them, by names where there are any."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from ways_to(value, name, f"{way}.{key}".removeprefix("."))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            here = f"{way}[{called(item) or index}]"
            if isinstance(item, dict) and item.get("id") == name:
                yield here
            yield from ways_to(item, name, here)


def known_part(data: Data, keys: Keys) -> int:
    """How many of the keys there are."""
    found: Data | None = data
    for count, key in enumerate(keys):
        found = child(found, key)
        if found is None:
            return count
    return len(keys)


def wrapped(keys: Keys, value: Data) -> Data:
    """The value inside the blocks and lists that the keys name.

    Raises:
        RegistryError: a list that does not exist yet would begin with another item than its first.
    """
    for key in reversed(keys):
        if isinstance(key, int) and key:
            raise missing(keys)
        value = [value] if isinstance(key, int) else {key: value}
    return value


def with_value(data: Data | None, keys: Keys, value: Data) -> Data:
    """A copy of the data with the value at the end of the way; what is missing before it is made.

    Raises:
        RegistryError: the way leads through a text, or past the end of a list.
    """
    if not keys:
        return value
    if data is None:
        return wrapped(keys, value)
    key, *rest = keys
    if isinstance(data, dict) and isinstance(key, str):
        return {**data, key: with_value(data.get(key), tuple(rest), value)}
    if isinstance(data, list) and isinstance(key, int) and 0 <= key <= len(data):
        return [*data[:key], with_value(child(data, key), tuple(rest), value), *data[key + 1 :]]
    raise missing((key,))


def with_item(data: Data, keys: Keys, index: int, value: Data) -> Data:
    """A copy of the data with an item more in a list, before the item that has this index now."""
    items = value_at(data, keys)
    if not isinstance(items, list):
        raise missing(keys)
    return with_value(data, keys, [*items[:index], value, *items[index:]])


def with_key(data: Data, keys: Keys, new: str) -> Data:
    """A copy of the data with another key, in the same place, at the end of the way.

    Raises:
        RegistryError: the way leads to no key of a block.
    """
    *way, old = keys
    holder = value_at(data, tuple(way))
    if not isinstance(holder, dict):
        raise missing(keys)
    return with_value(data, tuple(way), {new if key == old else key: value for key, value in holder.items()})


def without(data: Mapping, keys: Keys) -> Mapping:
    """A copy of the data without the value at the end of the way."""
    *way, last = keys
    holder = value_at(data, tuple(way))
    shorter: Data
    if isinstance(holder, dict):
        shorter = {key: value for key, value in holder.items() if key != last}
    elif isinstance(holder, list):
        shorter = [value for index, value in enumerate(holder) if index != last]
    else:
        raise missing(keys)
    result = with_value(data, tuple(way), shorter)
    return result if isinstance(result, dict) else data


def missing(keys: Keys) -> RegistryError:
    """The way leads nowhere."""
    return RegistryError(
        _("There is no “{key}” here.").format(key=spoken(keys)),
        hint=_("Look at the keys that the file has; the items of a list are counted from 0."),
    )
