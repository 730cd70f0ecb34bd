"""What can be said about a place in a file: findings, and the rules that they come from.

Bad data is a value (a `Finding`); only what leaves nothing sensible to do is an exception (`RegistryError`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar

Key = str | int
Keys = tuple[Key, ...]
"""The way from the top of a file to a value: mapping keys and list indices."""
Subject = tuple[str, str]
"""Something that has an id: organisations, events or a section of the settings, and the id in it."""


class RegistryError(Exception):
    """Nothing sensible can be done: what happened, and what to do about it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Severity(StrEnum):
    """How bad a finding is; only an error makes a run fail."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A stretch of one line. Line and columns count from 1, in characters; `end` is exclusive."""

    line: int
    column: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the registry: the file(s) that an entry is read from, and the way to the value.

    An entry may have a public and a private part: the part that holds the value is settled when the
    position is looked up, so that clean files pay nothing for positions.
    """

    files: tuple[Path, ...]
    keys: Keys = ()
    on_key: bool = False
    position: Position | None = None
    subjects: tuple[Subject, ...] = ()
    """What the finding depends on besides its own entry: a change there may have brought it about."""

    def about(self, *subjects: Subject) -> Place:
        """The same place, for a finding that depends on these things too."""
        return replace(self, subjects=(*self.subjects, *subjects))


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place, in the words of the person who has to mend it."""

    rule: Rule
    place: Place
    message: str
    help: str = ""
    severity: Severity = Severity.ERROR
    source: str = ""
    """The line of the file, for the screen."""

    @property
    def code(self) -> str:
        """The stable code, as ``MO203``."""
        return self.rule.code

    @property
    def file(self) -> Path:
        """The file that the finding stands in."""
        return self.place.files[0]

    @property
    def position(self) -> Position:
        """Where in the file; the first character when the finding concerns the file as a whole."""
        return self.place.position or Position(1, 1, 1)

    @property
    def order(self) -> tuple[str, Position, str, str]:
        """Findings are shown file by file, from top to bottom."""
        return (self.file.as_posix(), self.position, self.code, self.message)

    def at(self, file: Path, position: Position, source: str = "") -> Finding:
        """The same finding, its position known."""
        place = replace(self.place, files=(file,), position=position)
        return replace(self, place=place, source=source)


P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the registry: its code, how bad breaking it is, and its page in the catalogue."""

    code: str
    severity: Severity
    page: str = field(repr=False, compare=False)

    @property
    def title(self) -> str:
        """The page's first line."""
        return self.page.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Words(Generic[P]):
    """A rule, called with what it speaks about, is the finding: the function gives message and help."""

    rule: Rule
    speak: Callable[P, tuple[str, str]]

    def __call__(self, place: Place, /, *args: P.args, **kwargs: P.kwargs) -> Finding:
        message, advice = self.speak(*args, **kwargs)
        return Finding(self.rule, place, message, advice, self.rule.severity)


RULES: dict[str, Rule] = {}


def rule(
    code: str, severity: Severity = Severity.ERROR
) -> Callable[[Callable[P, tuple[str, str]]], Words[P]]:
    """Declare a rule: the decorated function words its findings, and its docstring is its manual.

    The docstring has a title, an explanation, and two examples, headed ``Fails:`` and ``Passes:``; each
    is one or more files, and both run as the rule's test.
    """

    def declare(speak: Callable[P, tuple[str, str]]) -> Words[P]:
        declared = Rule(code, severity, inspect.getdoc(speak) or "")
        if code in RULES:
            raise ValueError(f"two rules are called {code}")
        RULES[code] = declared
        return Words(declared, speak)

    return declare
