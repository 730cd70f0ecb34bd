"""One cell of somebody's table: where it stands, what it says, and what was repaired in reading it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from mo_registry.i18n import _

_CLEAN = re.compile(r"[!-~]+(?: [!-~]+)*")
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U000e007f]"
    # Joiners are letters' business in Arabic script and in emoji, and disguise beside Latin ones.
    "|(?:^|(?<=[\x00-\u024f]))[\u200c\u200d]+|[\u200c\u200d]+(?:$|(?=[\x00-\u024f]))"
)
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]|_x000[dD]_\n?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_BREAKS = re.compile(r" ?\n ?")
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
_SHIELDED = re.compile(r"'(?=[=+@-])")
_TWICE_ENCODED = re.compile("[\u00c2-\u00c5\u00d0-\u00d1\u00d8-\u00d9\u00e2]")
_LETTERS = 26


class Nature(StrEnum):
    """What a cell holds, as far as the file tells."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    """A formula that failed, as ``#REF!``."""
    UNKNOWN = "unknown"
    """A formula whose result is not in the file."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty."""

    row: int
    """Counted from 1, as spreadsheets do."""
    column: int
    """Counted from 0."""
    text: str
    nature: Nature = Nature.TEXT
    repairs: tuple[str, ...] = ()
    """What was done to the text when it was read, in words."""

    @property
    def address(self) -> str:
        """The cell as spreadsheets call it: B7."""
        return f"{letters(self.column)}{self.row}"


class Remark(NamedTuple):
    """Something about a cell that whoever imports the table should know."""

    cell: str
    message: str


def letters(column: int) -> str:
    """A column as spreadsheets call it: A, B, …, Z, AA; counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def cell(row: int, column: int, raw: str, nature: Nature = Nature.TEXT) -> Cell | None:
    """The cell with its text made clean; None if nothing is left.

    Args:
        row: counted from 1.
        column: counted from 0.
        raw: what the file holds.
        nature: what that is.
    """
    if _CLEAN.fullmatch(raw) and raw[0] not in "='" and "_x" not in raw:
        return Cell(row, column, raw, nature)
    text, repairs = cleaned(raw)
    return Cell(row, column, text, nature, tuple(repairs)) if text else None


def cleaned(raw: str) -> tuple[str, list[str]]:
    """A text without what cannot be seen, and what was done to it; line breaks stay."""
    repairs = []
    text = raw
    if match := _WRAPPED.fullmatch(text.strip()):
        text = match[1].replace('""', '"')
        repairs.append(_("the formula sign around the text was removed"))
    elif _SHIELDED.match(text):
        text = text[1:]
        repairs.append(_("the apostrophe that keeps a text from becoming a formula was removed"))
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), _LINE_BREAK.sub("\n", text))
    decoded = _decoded_once_more(text)
    if decoded != text:
        repairs.append(_("it was saved in a wrong encoding; read as “{text}”").format(text=decoded))
        text = decoded
    visible = _HIDDEN.sub("", text)
    if visible != text:
        repairs.append(_("invisible characters were removed"))
    composed = unicodedata.normalize("NFC", visible)
    if composed != visible:
        repairs.append(_("letters and their marks were joined"))
    tidy = _AROUND_BREAKS.sub("\n", _BLANKS.sub(" ", composed)).strip()
    if tidy != composed:
        repairs.append(_("blanks too many were removed"))
    return tidy, repairs


def _decoded_once_more(text: str) -> str:
    """``MÃ¼ller`` is Müller, written in UTF-8 and read as Windows-1252 on its way here."""
    if not _TWICE_ENCODED.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
