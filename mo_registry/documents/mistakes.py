"""What is wrong in a template, for people who are no programmers: where it stands, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from jinja2 import Template as Compiled
from jinja2 import TemplateNotFound, TemplateSyntaxError

from mo_registry.documents.sandbox import (
    AbsentField,
    AbsentItem,
    Endless,
    Fields,
    NotPossible,
    NotPrintable,
    Refused,
)
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model.rules import from_german
from mo_registry.names import nearest


class Kind(StrEnum):
    """What kind of mistake it is; each is a rule of its own in the catalogue."""

    FIELD = "field"
    SYNTAX = "syntax"
    FILTER = "filter"
    HEADER = "header"
    VALUE = "value"
    ENDLESS = "endless"
    FILE = "file"
    LETTERHEAD = "letterhead"
    FONT = "font"


class Mistake(RegistryError):
    """A mistake in a template, of which nothing can be made before it is mended.

    Attributes:
        path: the file.
        line: in which line; 0 where that is not known.
        kind: what kind of mistake it is.
        said: what is wrong, without the place.
        advice: what to do; empty where there is nothing to say.
        marked: the piece of the line that it is about; empty where that is not known.
    """

    def __init__(
        self, path: Path, shown: str, line: int, kind: Kind, told: Told, *, whole: bool = False
    ) -> None:
        """`whole`: what is said names the file by itself."""
        place = "" if whole else f"{shown}:{line}: " if line else f"{shown}: "
        super().__init__(f"{place}{told.message}.", hint=told.advice or None)
        self.path, self.line, self.kind = path, line, kind
        self.said, self.advice, self.marked = told


class Told(NamedTuple):
    """A mistake in words."""

    message: str
    advice: str = ""
    marked: str = ""


class Spot(NamedTuple):
    """A line of a template; the file is empty where it is the template itself."""

    file: str = ""
    line: int = 0


def explained(error: BaseException, fields: Mapping[str, Any]) -> tuple[Kind, Told]:
    """What an error while a template was filled in means.

    Args:
        error: as Jinja, the sandbox or Python raised it.
        fields: what the template could have used.
    """
    if isinstance(error, AbsentField):
        return Kind.FIELD, _absent(error, fields)
    if isinstance(error, Endless | RecursionError | MemoryError | OverflowError):
        return Kind.ENDLESS, endless()
    if isinstance(error, NotPrintable | Refused):
        return Kind.VALUE, Told(str(error))
    if isinstance(error, NotPossible):
        return Kind.SYNTAX, Told(error.message or "")
    if isinstance(error, AbsentItem):
        message = _("the list has no item number {number} here").format(number=error.number + 1)
        return Kind.VALUE, Told(message, _("it is shorter, or empty; ask first with “if”"))
    if isinstance(error, TemplateNotFound):
        message = _("there is no template “{name}”").format(name=error)
        return Kind.SYNTAX, Told(message, marked=str(error))
    if isinstance(error, ZeroDivisionError):
        return Kind.VALUE, Told(_("a number is divided by 0 here"), _("ask first with “if”"))
    if isinstance(error, TemplateSyntaxError):
        return Kind.SYNTAX, Told(_("this cannot be understood"))
    return Kind.VALUE, Told(
        _("this cannot be done with the value"),
        _("a field can be empty, and a calculation needs numbers; ask first with “if”"),
    )


def endless() -> Told:
    """That a template would not end, or fill the memory."""
    return Told(
        _("the template does more than any document needs, as a loop without an end would"),
        _("look at what “for”, “range” and macros go through"),
    )


def _absent(error: AbsentField, fields: Mapping[str, Any]) -> Told:
    owner = error.owner
    if owner is None:
        message = _("there is no field “{name}”").format(name=error.name)
        return Told(message, known(error.name, fields), error.name)
    if isinstance(owner, Mapping):
        called = owner.called if isinstance(owner, Fields) else _("this")
        message = _("“{thing}” has no field “{name}”").format(thing=called, name=error.name)
        return Told(message, known(error.name, owner), error.name)
    return Told(_("a plain text or list has no field “{name}”").format(name=error.name), "", error.name)


def known(name: str, there: Iterable[str]) -> str:
    """The most similar of what there is, and all of it."""
    there = sorted(there)
    words = ", ".join(there)
    if meant := from_german(name, there) or next(iter(nearest(name, there)), ""):
        return _("Did you mean “{name}”? There are: {words}.").format(name=meant, words=words)
    return _("There are: {words}.").format(words=words)


def spot(error: BaseException) -> Spot:
    """Where in which template an error comes from: the innermost one that was being filled in."""
    if isinstance(error, TemplateSyntaxError):
        return Spot(error.filename or "", error.lineno)
    found, trace = Spot(), error.__traceback__
    while trace is not None:
        found = _spot_of(trace.tb_frame, trace.tb_lineno) or found
        trace = trace.tb_next
    return found


def spot_of_frames(frame: FrameType | None) -> Spot:
    """Where in which template a call comes from."""
    while frame is not None:
        if found := _spot_of(frame, frame.f_lineno):
            return found
        frame = frame.f_back
    return Spot()


def _spot_of(frame: FrameType, line: int) -> Spot | None:
    template = frame.f_globals.get("__jinja_template__")
    if not isinstance(template, Compiled):
        return None
    return Spot(template.filename or "", template.get_corresponding_lineno(line))


def column_of(marked: str, line: str) -> tuple[int, int]:
    """The columns, from 1, of a piece of a line; the whole line where the piece is not in it."""
    match = re.search(rf"(?<!\w){re.escape(marked)}(?!\w)", line) if marked[:1].isalnum() else None
    start = match.start() if match else line.find(marked) if marked else -1
    if start >= 0:
        return start + 1, start + 1 + len(marked)
    indented = len(line) - len(line.lstrip())
    return indented + 1, max(len(line.rstrip()), indented) + 1
