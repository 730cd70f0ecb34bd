"""A document that is ready to be shown in any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from mo_registry.documents.blocks import Blocks
from mo_registry.documents.letter import Letter


class Layout(StrEnum):
    """How a document is laid out on paper."""

    LETTER = "letter"
    LIST = "list"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: who signs, and as what."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says, and what surrounds it.

    Attributes:
        title: what it is called; a letter's subject.
        date: its day; also the time stamp of the file, so that the same day gives the same bytes.
        words: the language's fixed words.
        notice: a line about confidentiality or the state of things, on every page.
        mark: a word printed large across every page, as “Entwurf”.
        signatures: lines to sign on at the end.
        sender: whose document it is, in a line above the title; a letter has a letterhead instead.
        letter: what a letter has around its text.
        letterhead: the office's own Word file that a letter is put into as a .docx, if there is one.
    """

    layout: Layout
    title: str
    language: str
    date: date
    blocks: Blocks
    direction: str = "ltr"
    words: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    mark: str = ""
    signatures: tuple[Signature, ...] = ()
    sender: str = ""
    letter: Letter | None = None
    letterhead: Path | None = None
