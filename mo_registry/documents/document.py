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
    FORM = "form"
    PROGRAMME = "programme"
    SIGN_IN = "sign-in"
    BADGES = "badges"


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: who signs, and as what."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """What a name badge says: who, for whom, and as what; without a name there is room to write one."""

    name: str = ""
    organisation: str = ""
    part: str = ""


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
        badges: of a sheet of name badges, each of them; its notice stands on every one.
        sender: whose document it is, in a line above the title; a letter has a letterhead instead.
        letter: what a letter has around its text.
        summary: of a letter in another language, what it is, in German; it stands below everything else.
        enclosed: forms that come with a letter, each on a page of its own behind it.
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
    badges: tuple[Badge, ...] = ()
    sender: str = ""
    letter: Letter | None = None
    summary: str = ""
    enclosed: tuple[Document, ...] = ()
    letterhead: Path | None = None
