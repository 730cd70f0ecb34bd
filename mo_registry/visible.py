"""Text of other people on a screen: nothing hidden, nothing moves the cursor, columns stay columns."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def visible(text: str) -> str:
    """The text with what could not be seen, or would move the cursor, made visible as ⟨U+…⟩."""
    return _INVISIBLE.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)


def isolated(text: str) -> str:
    """Text fit for a table: visible, and right-to-left words kept from reordering what stands beside them."""
    text = visible(text.replace("\n", " "))
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


def visible_lines(text: str) -> str:
    """As `visible`, line by line."""
    return "\n".join(visible(line) for line in text.split("\n"))


def width(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len("".join(c for c in text if not unicodedata.combining(c)))
