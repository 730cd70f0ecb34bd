"""Where an id, a name or a number stands in files as a word of its own, whatever it means there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mo_registry.finding import Keys, RegistryError
from mo_registry.i18n import _
from mo_registry.registry import Registry
from mo_registry.yamlfile import Data

Mention = tuple[Path, int]
"""A file, and the number of a line of it, from 1."""

_KEY = re.compile(r"""^[\s-]*["']?[\w-]+["']?:(?=\s|$)""")


def finder(words: Iterable[str]) -> Callable[[str], bool]:
    """Tells whether one of the words stands in a line: not within a longer word, a web or e-mail address.

    The key at the beginning of a line does not count: ``language:`` speaks of no term.
    """
    wanted = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.@/-])(?:{wanted})(?![\w@-]|\.\w)") if wanted else None
    return lambda line: bool(pattern and pattern.search(line) and pattern.search(_KEY.sub("", line)))


def lines(path: Path, text: str, found: Callable[[str], bool]) -> Iterator[Mention]:
    """The lines of a text in which something is found."""
    for number, line in enumerate(text.split("\n"), 1):
        if found(line):
            yield path, number


def in_file(path: Path, word: str) -> bool:
    """Whether a file holds a word somewhere; one that cannot be read may hold anything."""
    if not path.is_file():
        return False
    try:
        raw = path.read_bytes()
    except OSError:
        return True
    return word.encode() in raw and any(map(finder((word,)), raw.decode(errors="replace").split("\n")))


def ways(data: Data, word: str, keys: Keys = ()) -> Iterator[Keys]:
    """The ways to all values that are exactly this word."""
    if data == word:
        yield keys
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from ways(value, word, (*keys, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from ways(item, word, (*keys, index))


def expect_listed(registry: Registry) -> None:
    """Make sure that no file is overlooked.

    Raises:
        RegistryError: a folder of the registry could not be listed.
    """
    if registry.unlisted:
        raise RegistryError(
            _("Not all folders of the registry can be read: {folders}").format(
                folders=", ".join(sorted(registry.unlisted))
            ),
            hint=_("A file might be overlooked. Look at their rights, then try again."),
        )


def unread(registry: Registry, folder: str, word: str) -> list[Path]:
    """Files of entries that could not be read, and that hold a word."""
    known = registry.organisations if folder == "organisations" else registry.events
    return [
        path
        for (kind, name), paths in registry.files.items()
        if kind == folder and name not in known
        for path in paths
        if in_file(path, word)
    ]
