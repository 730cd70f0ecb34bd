"""Answers that say several things in one line, taken apart: how somebody is reached, a name, a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mo_registry.cli.asking import Problem
from mo_registry.i18n import _
from mo_registry.importing import addresses, mailboxes, persons, phones
from mo_registry.importing.cells import Cell, Remark
from mo_registry.importing.notes import Notes

_EMAIL = re.compile(r"(?:mailto:)?([^\s,;<>()]*@[^\s,;<>()]*)")
_WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,;]+", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:(?<=[\s,;])|^)(?:tel(?:efon)?\.?:?\s*)?(\(?(?:\+|0)[\d /()–-]{6,}\d)(?=\s*(?:[,;]|$))", re.IGNORECASE
)
_LOOSE_PHONE = re.compile(r"(?<![\w.])(\(?(?:\+\d|0\d)[\d /()–-]{5,}\d)(?!\w)")
_WITHOUT_COMMA = re.compile(r"(.*\d\s?[a-z]?)\s+((?:D-?)?\d{5}\s+\D+)")
_SALUTATION = re.compile(r"(Frau|Herrn?)\s+(?=\S)")
_SPAN = re.compile(r"(.+?)\s*(?:[-–—]|bis|to|until)\s*(.+)")

Given = dict[str, str]
"""Options by name, as the command line would have them."""


@dataclass(slots=True)
class Reply:
    """What an answer says."""

    given: Given = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    """How it was understood, where that could be otherwise."""
    problems: list[Problem] = field(default_factory=list)


def reach(text: str) -> Reply:
    """E-mail address, telephone number, web address and postal address out of one line, in any order."""
    reply, notes = Reply(), Notes()
    rest = _taken(reply, "email", _EMAIL, text)
    rest = _taken(reply, "website", _WEBSITE, rest)
    rest = _taken(reply, "phone", _PHONE if _PHONE.search(rest) else _LOOSE_PHONE, rest)
    if number := reply.given.get("phone"):
        found = phones.numbers(Cell(1, 0, number), notes)
        reply.given["phone"] = found[0] if len(found) == 1 else number
    if website := reply.given.get("website"):
        reply.given["website"] = mailboxes.website(Cell(1, 0, website), notes)
    if parts := [part for part in re.split(r"\s*[,;]\s*", rest.strip(" ,;")) if part]:
        reply.given |= _address(", ".join(parts), notes)
    reply.remarks += [remark.message for remark in (*notes.repairs, *notes.questions)]
    reply.problems += map(_doubt, notes.doubts)
    return reply


def _taken(reply: Reply, key: str, pattern: re.Pattern[str], text: str) -> str:
    """The text without the one thing of this kind, which goes into the reply."""
    found = list(pattern.finditer(text))
    if len(found) > 1:
        reply.problems.append(
            Problem(
                _("“{one}” and “{other}”: only one of each fits here.").format(
                    one=found[0].group().strip(), other=found[1].group().strip()
                ),
                _("Leave one out; further ones belong to contacts, which can be added to the file."),
            )
        )
    for match in reversed(found):
        text = f"{text[: match.start()]},{text[match.end() :]}"
        reply.given[key] = match[match.lastindex or 0].strip()
    return text


def _address(text: str, notes: Notes) -> Given:
    if match := _WITHOUT_COMMA.fullmatch(text):
        text = f"{match[1]}, {match[2]}"
    found = addresses.whole(Cell(1, 0, text), notes)
    if set(found) == {"street"}:
        notes.ask(Cell(1, 0, text), _("“{text}” is read as the street").format(text=text))
    return found


def _doubt(remark: Remark) -> Problem:
    return Problem(remark.message)


def person(text: str) -> Reply:
    """Salutation, title, given and family name; what is not clear stays together as the family name."""
    reply, notes = Reply(), Notes()
    if match := _SALUTATION.match(text):
        reply.given["contact_salutation"] = "ms" if match[1] == "Frau" else "mr"
        text = text[match.end() :]
    if text:
        found = persons.name(Cell(1, 0, text), notes)
        reply.given |= {f"contact_{key}": value for key, value in found.items()}
    reply.remarks += [remark.message for remark in (*notes.repairs, *notes.questions)]
    return reply


def times(text: str) -> Given:
    """When something begins, and perhaps when it ends: ``17:00``, ``17.00–19.30 Uhr``."""
    match = _SPAN.fullmatch(text)
    begin, end = match.groups() if match else (text, "")
    return {"start": _time(begin), "end": _time(end)}


def _time(text: str) -> str:
    text = re.sub(r"\s*(?:uhr|h)\s*$", "", text.strip(), flags=re.IGNORECASE)
    return f"{text}:00" if text.isdigit() else text


def names(text: str) -> list[str]:
    """Several ids or labels with commas between them."""
    return list(_words(text))


def _words(text: str) -> Iterator[str]:
    yield from (word for word in re.split(r"\s*[,;]\s*", text.strip()) if word)
