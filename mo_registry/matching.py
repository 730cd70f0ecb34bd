"""Words that somebody types, to the ids, values and days that they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from pydantic_core import PydanticCustomError

from mo_registry.finding import RegistryError
from mo_registry.i18n import LANGUAGES, _, language
from mo_registry.labels import PLAIN_GERMAN, label, language_name
from mo_registry.model.rules import did_you_mean
from mo_registry.model.scalars import PartialDate, partial_date
from mo_registry.names import nearest, search_key

T = TypeVar("T")
C = TypeVar("C", bound=StrEnum)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CERTAIN = 85
"""Of hundreds of languages, one is proposed only if its name is as near as that."""
_MORE_LANGUAGES = {
    "farsi": ("fa",),
    "dari": ("prs", "fa-AF"),
    "kurmandschi": ("kmr",),
    "kurmanji": ("kmr",),
    "sorani": ("ckb",),
    "kurdisch": ("ku", "kmr", "ckb"),
    "kurdish": ("ku", "kmr", "ckb"),
}
"""Names that Unicode's data on languages does not have, or not as people use them."""
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
    if similar := meant(word, known):
        return _("did you mean {word}?").format(word=similar)
    return _("it can be: {words}").format(words=", ".join(known)) if 0 < len(known) <= _MANY else ""


def meant(word: str, known: Mapping[str, str]) -> str | None:
    """The id that a mistyped id or label most probably stands for."""
    similar = nearest(word, [*known, *known.values()]) or get_close_matches(word, known, 1)
    if similar and similar[0] not in known:
        similar = [name for name, text in known.items() if text == similar[0]]
    return similar[0] if similar else None


def choices(option: str, words: Iterable[str], enumeration: type[C]) -> tuple[C, ...]:
    """The fixed values that words stand for: as they stand in files, or as the screen calls them.

    Raises:
        RegistryError: a word stands for nothing.
    """
    known = {member.value: label(member.value) for member in enumeration}
    return tuple(enumeration(name) for name in identifiers(option, words, known))


def languages(option: str, words: Iterable[str], spoken: Iterable[str]) -> tuple[str, ...]:
    """Language codes, of codes and of languages' names in German or English.

    Args:
        option: behind which option the words stand.
        words: what was typed.
        spoken: the codes that occur in the registry, for a proposal.

    Raises:
        RegistryError: a word is no language code and no language's name.
    """
    codes: list[str] = []
    for word in words:
        found = (word,) if _LANGUAGE.fullmatch(word) else named_languages(word)
        if not found and _LANGUAGE.fullmatch(word.lower()):
            found = (word.lower(),)
        if not found:
            raise RegistryError(refusal(option, word), hint=_a_language(word, set(spoken)))
        codes += found
    return tuple(codes)


def named_languages(name: str) -> tuple[str, ...]:
    """The codes of the languages that have this name in German or English; none if it is no such name."""
    wanted = search_key(name)
    known = ((code, text) for tongue in LANGUAGES for code, text in _language_names(tongue).items())
    named = dict.fromkeys(code for code, text in known if wanted and search_key(text) == wanted)
    return _MORE_LANGUAGES.get(wanted) or tuple(named)


def speaks(spoken: Iterable[str], code: str) -> bool:
    """Whether a language is among those spoken; ku is spoken by whoever speaks ku-Latn."""
    return any(one == code or one.startswith(f"{code}-") for one in spoken)


def _language_names(tongue: str) -> dict[str, str]:
    """All codes, with the languages' names in German or English."""
    from babel import Locale

    known = {code.replace("_", "-"): name for code, name in Locale(tongue).languages.items()}
    return {**known, PLAIN_GERMAN: language_name(PLAIN_GERMAN, tongue)}


def _a_language(word: str, spoken: set[str]) -> str | None:
    """What somebody may have meant: names with their codes."""
    names = _language_names(language())
    here = {f"{code} ({names[code]})" if code in names else code: code for code in sorted(spoken)}
    everywhere = {text: code for tongue in LANGUAGES for code, text in _language_names(tongue).items()}
    near = nearest(word, everywhere, cutoff=_CERTAIN)
    if near:
        code = everywhere[near[0]]
        return _("did you mean {word}?").format(word=f"{code} ({names.get(code, near[0])})")
    advice = _("write a language's name or its code, as uk for Ukrainian; here are: {words}")
    return advice.format(words=", ".join(here)) if here else None


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
