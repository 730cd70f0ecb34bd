"""Words that somebody types, to the ids, values and days that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from pydantic_core import PydanticCustomError

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.labels import label
from mo_registry.model.rules import did_you_mean
from mo_registry.model.scalars import PartialDate, partial_date
from mo_registry.names import nearest, search_key

T = TypeVar("T")
C = TypeVar("C", bound=StrEnum)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MANY = 15
"""More words than that nobody reads in a terminal."""


def identifiers(option: str, words: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """The ids that words stand for: ids themselves, or labels in any spelling.

    Args:
        option: behind which option the words stand, for the message.
        words: what was typed.
        known: ids and their labels.

    Raises:
        RegistryError: a word stands for nothing.
    """
    return tuple(_identifier(option, word, known) for word in words)


def _identifier(option: str, word: str, known: Mapping[str, str]) -> str:
    if word in known:
        return word
    wanted = search_key(word)
    found = [name for name, text in known.items() if wanted in (search_key(name), search_key(text))]
    if len(found) == 1:
        return found[0]
    raise RegistryError(refusal(option, word), hint=proposal(word, known))


def refusal(option: str, word: str) -> str:
    """That a word means nothing at its place."""
    return _("“{text}” cannot stand behind {name}.").format(text=word, name=option)


def proposal(word: str, known: Mapping[str, str]) -> str:
    """The id that a mistyped id or label most probably stands for, as a question; all ids if they are few."""
    similar = nearest(word, [*known, *known.values()]) or get_close_matches(word, known, 1)
    if similar and similar[0] not in known:
        similar = [name for name, text in known.items() if text == similar[0]]
    if similar:
        return _("did you mean {word}?").format(word=similar[0])
    return _("it can be: {words}").format(words=", ".join(known)) if 0 < len(known) <= _MANY else ""


def choices(option: str, words: Iterable[str], enumeration: type[C]) -> tuple[C, ...]:
    """The fixed values that words stand for: as they stand in files, or as the screen calls them.

    Raises:
        RegistryError: a word stands for nothing.
    """
    known = {member.value: label(member.value) for member in enumeration}
    return tuple(enumeration(name) for name in identifiers(option, words, known))


def languages(option: str, words: Iterable[str], spoken: Iterable[str]) -> tuple[str, ...]:
    """Language codes.

    Args:
        option: behind which option the words stand.
        words: what was typed.
        spoken: the codes that occur in the registry, for a proposal.

    Raises:
        RegistryError: a word is no language code.
    """
    words = tuple(words)
    for word in words:
        if not _LANGUAGE.fullmatch(word):
            advice = _("write a code, as uk for Ukrainian; here are: {words}")
            known = ", ".join(sorted(set(spoken)))
            raise RegistryError(refusal(option, word), hint=advice.format(words=known) if known else None)
    return words


def some_day(option: str, text: str) -> PartialDate:
    """A day, month or year, written as in the files or as people in Germany write it.

    Raises:
        RegistryError: it is none.
    """
    return understood(option, text, partial_date, _("write it as year-month-day, for instance 2023-09-27"))


def understood(option: str, text: str, parse: Callable[[str], T], advice: str) -> T:
    """What a reader of single values (`mo_registry.model.scalars`) makes of a text, also if it is not tidy.

    Raises:
        RegistryError: nothing.
    """
    try:
        return parse(text)
    except PydanticCustomError as problem:
        if problem.type != "untidy":
            raise RegistryError(refusal(option, text), hint=advice) from None
        return parse((problem.context or {})["tidy"])


def one_name(option: str, word: str, known: Iterable[str]) -> str:
    """A name out of a fixed list, in any case.

    Raises:
        RegistryError: it is none of them.
    """
    names = list(known)
    for name in names:
        if name.casefold() == word.casefold():
            return name
    raise RegistryError(refusal(option, word), hint=did_you_mean(word, names))
