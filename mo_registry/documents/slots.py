"""Where values stand in a text that is still to be read as Markdown.

A value is never written into Markdown: a mark stands in its place, and the value is put in when the
Markdown has been taken apart. So nothing in a name can become markup, whatever it is.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from mo_registry.documents.blocks import Block, Run

MAX_LENGTH = 4_000_000
"""Characters of one document; a list of 20,000 organisations has fewer."""
MAX_DEPTH = 16

# Digits only: filters such as “upper” must not change it.
_WORD = f"{secrets.randbelow(10**15):015}"
_MARK = re.compile(f"\ufdd0{_WORD}:([0-9]+)\ufdd1")
_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class TooLong(Exception):
    """A template made more text than a document can sensibly have."""


class Markdown(str):
    """Text that a template made out of Markdown and marks; printed as it is."""

    __slots__ = ()


class Entered(str):
    """Text as it was entered in the registry, in another language than the document's.

    Attributes:
        language: its own.
    """

    __slots__ = ("language",)

    def __new__(cls, text: str, language: str) -> Self:
        """Say in which language a text is."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    language: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown that stands in the registry: minutes, notes. It is read by itself, closed off.

    Attributes:
        language: its own, where that is another than the document's.
        verbatim: it is no Markdown, but a paragraph as it stands.
    """

    text: str
    language: str = ""
    verbatim: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Linked:
    """Text that leads somewhere, as an e-mail address does."""

    text: str
    link: str = ""

    def __str__(self) -> str:
        return self.text


Value = str | Prose | Linked | Block
Piece = str | Run | Prose | Block
"""A piece of text: what the template wrote is a ``str``, everything else is a value."""


@dataclass
class Slots:
    """The values of one rendering, by their marks.

    The marks hold a random word, so that nobody can write one; it never reaches a document. All of a run
    have the same one: so texts that differ in their values only are the same text, and are read once.
    """

    values: list[Value] = field(default_factory=list)
    length: int = 0

    def keep(self, value: Value) -> Markdown:
        """Keep a value and give the mark that stands for it."""
        self.values.append(value)
        return Markdown(f"\ufdd0{_WORD}:{len(self.values) - 1}\ufdd1")

    def pieces(self, text: str, depth: int = 0) -> Iterator[Piece]:
        """The text in pieces, its values put in.

        Raises:
            TooLong: values that quote each other would fill the memory.
        """
        self.length += len(text)
        if self.length > MAX_LENGTH or depth > MAX_DEPTH:
            raise TooLong
        for odd, piece in enumerate(_MARK.split(text)):
            if odd % 2:
                yield from self._kept(self.values[int(piece)], depth)
            elif piece:
                yield clean(piece)

    def plain(self, text: str) -> str:
        """The text with its values put in as they are, without their manner."""
        return "".join(_text(piece) for piece in self.pieces(text))

    def _kept(self, value: Value, depth: int) -> Iterator[Piece]:
        if isinstance(value, str):
            language = value.language if isinstance(value, Entered) else ""
            for piece in self.pieces(value, depth + 1):
                yield Run(piece, language=language) if isinstance(piece, str) else piece
        elif isinstance(value, Linked):
            yield Run(self.plain(value.text), link=value.link, whole=True)
        else:
            yield value


def _text(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    return piece.text if isinstance(piece, Run | Prose) else ""


def clean(text: str) -> str:
    """Text without what is no character: marks that nobody kept, control characters, halves of pairs."""
    return _NO_CHARACTERS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
