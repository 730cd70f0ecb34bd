"""Names as people search, sort and spell them: folding, ids, and the orders of DIN 5007."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ß": "ss", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LAST_LATIN = "\u024f"
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_DIGRAPH = re.compile(r"([aou])e")
_LEGAL_FORM = re.compile(
    r"(?:\be\s*\.?\s*v\s*\.?|\bg?gmbh|\bug|\be\s*\.?\s*g\s*\.?|\(haftungsbeschränkt\))\s*$", re.IGNORECASE
)
PARTICLES = frozenset("von van vom zu zur zum de del der den di da dos la le ter ten".split())  # noqa: SIM905
"""Words before a family name that begin with a small letter and are no part of its place in an order."""
_ARTICLES = frozenset("al el ad an as".split())  # noqa: SIM905
_TITLES = frozenset(("dr", "prof", "dipl", "ing", "med", "phil", "rer", "nat"))
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What an id looks like."""


def plain(text: str) -> str:
    """Small letters without marks: DIN 5007-1, where ä is as a, ß as ss, ş as s, ı as i."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text).replace("İ", "i").casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def spelled_out(text: str) -> str:
    """Small letters with umlauts written out: DIN 5007-2, where ä is as ae."""
    if text.isascii():
        return text.lower()
    return plain(unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS))


@lru_cache(maxsize=4096)
def latin(text: str) -> str:
    """The text in Latin letters, from whatever script."""
    if text.isascii() or not any(c > _LAST_LATIN and not unicodedata.combining(c) for c in text):
        return text
    from anyascii import anyascii

    return anyascii(text).replace("'", "")  # the soft sign, which nobody types


def search_key(text: str) -> str:
    """One key for all the ways in which a name is typed: Özer, OEZER, Ozer and ozer are the same."""
    folded = _NOT_WORD.sub(" ", spelled_out(latin(text))).strip()
    return _DIGRAPH.sub(r"\1", folded)


def name_key(name: str) -> str:
    """What makes two organisations' names the same: letters and digits without the legal form."""
    return search_key(_LEGAL_FORM.sub("", name)).replace(" ", "") or search_key(name).replace(" ", "")


def slug(name: str) -> str:
    """An id made of a name; empty where the name holds no letter or digit that could be used."""
    return _NOT_WORD.sub("-", spelled_out(latin(name.replace("e. V.", "e.V.").replace("e.V.", "")))).strip(
        "-"
    )


def organisation_order(name: str) -> tuple[str, str]:
    """The sort key of an organisation's name (DIN 5007-1)."""
    return " ".join(_NOT_WORD.sub(" ", plain(latin(name))).split()), name


def person_order(given: str, family: str) -> tuple[str, str]:
    """The sort key of a person (DIN 5007-2): family name first; von, van, al-, Dr. do not count."""
    words = _NOT_WORD.sub(" ", spelled_out(latin(family))).split()
    counted = [word for word in words if word not in PARTICLES | _ARTICLES | _TITLES] or words
    return " ".join(counted), " ".join(_NOT_WORD.sub(" ", spelled_out(latin(given))).split())


def nearest(word: str, known: Iterable[str], count: int = 1, cutoff: float = 70) -> list[str]:
    """The known words that a mistyped one most probably stands for, best first."""
    from rapidfuzz import fuzz, process

    matches = process.extract(
        word, list(known), scorer=fuzz.WRatio, processor=search_key, limit=count, score_cutoff=cutoff
    )
    return [match[0] for match in matches]
