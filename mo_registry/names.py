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
_OTHER_SCRIPT = re.compile("[^\x00-\u024f\u0300-\u036f]+")
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
_WORD = re.compile(r"\w+")
_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = tuple(
    (re.compile(letters), sound)
    for letters, sound in (
        ("dsch|dzh|dj", "j"),
        ("schtsch|shtsh|chtch|shch|szcz|tsch|tch|sch|[sckz]h|[sc]z", "ʃ"),  # German ch is kh, French ch is sh
        ("x", "ks"),
        ("c(?=[eiy])|t?z|ts", "s"),
        ("[ckq]+", "k"),
        ("ou", "u"),
        ("w|f|ph", "v"),
        ("[jy]", "i"),
        ("ie|(?<=ʃ)o", "e"),
        ("e(?=i)", ""),
        (r"\Bi(?=u)", ""),
        ("g", "h"),  # as Ukrainian differs from Russian
    )
)
"""What German, English and French write for one and the same sound; in this order."""
_BEGINNING = 4
"""So many letters of a sound key are enough to recognise a word by its beginning."""
_CONSONANTS = {
    letter: sounds
    for letters, sounds in (
        ("بپ", "[bp]"),
        ("ב", "[bv]"),
        ("تطټٹט", "t"),
        ("ثת", "(?:th|t|s)"),
        ("جژ", "(?:dsch|dzh|zh|dj|sh|[jgc])"),
        ("چ", "(?:tsch|tch|ch|c)"),
        ("حخח", "(?:kh|ch|h)"),
        ("دډڈ", "[dt]"),
        ("ד", "d"),
        ("ذظض", "(?:dh|th|[dzs])"),
        ("رڕړڑר", "r"),
        ("زسصזס", "[szc]"),
        ("شښש", "(?:sch|sh|ch|s)"),
        ("צץ", "(?:ts|tz|[zsc])"),
        ("غگګג", "(?:gh|gu|g)"),
        ("فڤפף", "(?:ph|[fvp])"),
        ("قק", "(?:gh|[qkgc])"),
        ("كکכך", "(?:kh|ch|ck|[kcq])"),
        ("لڵל", "l"),
        ("مמם", "m"),
        ("نںנן", "n"),
        ("ه", "h?"),
    )
    for letter in letters
}
"""How the consonants of Arabic, Persian, Kurdish and Hebrew are written in Latin letters."""
_LONG_VOWELS = {"و": ("[wv]?", "[ouwv]+"), "ي": ("j?", "[eijy]+"), "ا": ("", "[aeo]+")}
"""Letters for long vowels: how they are written in a word of many consonants, and in one of few."""
_INITIALS = {"و": "(?:[wv]|ou?|u)", "ي": "[yji]", "ه": "h"}
"""Letters that are written in another way where a word begins with them; other vowels are just any vowel."""
_ONE_LETTER = {
    **dict.fromkeys("أإآٱא", "ا"),
    **dict.fromkeys("یېێےי", "ي"),
    **dict.fromkeys("ؤۆۇו", "و"),
    **dict.fromkeys("ةہھەה", "ه"),
    **dict.fromkeys("šş", "sh"),
    **dict.fromkeys("čç", "ch"),
    "ž": "zh",
    **dict.fromkeys("ـ'’‘ʼʿʾ`´׳", ""),
}
"""What is written one way or the other, or left out."""
_ABJAD = re.compile(r"[\u0590-\u06ff]")
_SERVANT = re.compile(r"\b(abd|عبد)[ -]?(?!allah|ulla|الله)(?:[aeu]l?|ال)[ -]?(?=\w)")
"""“Servant of the”: Abd al-, Abdul, Abdel-, with or without a space."""
_FEW = 3


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

    # Latin letters keep their marks: ü is to become ue, which is not for this function to say.
    return _OTHER_SCRIPT.sub(lambda part: anyascii(part.group()).replace("'", ""), text)


def search_key(text: str) -> str:
    """One key for all the ways in which a name is typed: Özer, OEZER, Ozer and ozer are the same."""
    folded = _NOT_WORD.sub(" ", spelled_out(latin(text))).strip()
    return _DIGRAPH.sub(r"\1", folded)


def sound_key(key: str) -> str:
    """What the search keys of a word's transliterations share: schewtschenko, shevchenko, chevtchenko."""
    for letters, sound in _SOUNDS:
        key = letters.sub(sound, key)
    return _DOUBLED.sub(r"\1", key).removesuffix("h")


def sounds_like(typed: str, name: str) -> bool:
    """Whether something may be a spelling, in another script, of a name or of some of its words.

    Arabic, Persian and Hebrew names are compared by their consonants, others by `sound_key`.
    """
    if not (_is_foreign(typed) or _is_foreign(name)):
        return False
    words, others = _spoken(typed), _spoken(name)
    return bool(words) and all(any(_same_sound(word, other) for other in others) for word in words)


def _is_foreign(text: str) -> bool:
    return not text.isascii() and any(c > _LAST_LATIN and not unicodedata.combining(c) for c in text)


@lru_cache(maxsize=4096)
def _spoken(text: str) -> tuple[str, ...]:
    """The words that are compared: search keys, or an abjad's letters without its marks; no articles."""
    small = unicodedata.normalize("NFC", text.casefold()).replace("عبد الله", "عبدالله")
    bare = "".join(_ONE_LETTER.get(c, c) for c in small if not unicodedata.combining(c))
    words = _WORD.findall(_SERVANT.sub(r"\1 ", bare if _ABJAD.search(bare) else latin(bare)))
    keys = [word if _ABJAD.match(word) else search_key(word) for word in words]
    return tuple(key for key in keys if key not in _ARTICLES)


def _same_sound(word: str, other: str) -> bool:
    if _ABJAD.match(word):
        word, other = other, word
    if _ABJAD.match(other) and len(word) > 1:
        return word == other or (
            len(other) >= _FEW and bool(_heard(other).fullmatch(_DOUBLED.sub(r"\1", word)))
        )
    one, two = sound_key(word), sound_key(other)
    return len(one) > 1 and (one == two or (len(one) >= _BEGINNING and two.startswith(one)))


@lru_cache(maxsize=4096)
def _heard(word: str) -> re.Pattern[str]:
    """What an abjad's word may be written as in Latin letters: its consonants, between them any vowels.

    Of a word with few consonants the long vowels must be there as well, else it would be like any other.
    """
    article, word = ("(?:[ae]l)?", word[2:]) if re.match("ال..", word) else ("", word)
    word = re.sub("([لو])\\1", r"\1", word)
    few = sum(c in _CONSONANTS or not place for place, c in enumerate(word.rstrip("ه"))) < _FEW
    sounds = [_CONSONANTS.get(c) or _LONG_VOWELS.get(c, ("", ""))[few] for c in word]
    sounds[0] = _INITIALS.get(word[0]) or _CONSONANTS.get(word[0]) or "(?=[aeiouy])"
    return re.compile(article + "".join(f"{sound}[aeiouy]*" for sound in sounds))


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
