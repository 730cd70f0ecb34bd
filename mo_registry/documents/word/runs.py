"""Text in Word, in the direction in which it is read.

In Word a paragraph that runs from right to left says so (``w:bidi``), and so does every run in it with such a
script (``w:rtl``). What has a direction of its own stands between two characters of Unicode that isolate it
(U+2066 to U+2069) as well: LibreOffice goes by these.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from mo_registry.documents.blocks import Blank, Run, Runs
from mo_registry.documents.formats import locale_of
from mo_registry.documents.slots import clean
from mo_registry.documents.word.elements import Element, check_box, element, text, word_name

_LEFT, _RIGHT, _POP = "\u2066", "\u2067", "\u2069"
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))


def written(runs: Runs, rtl: bool, part: Any, hyperlink: str, strong: bool = False) -> Iterator[Element]:
    """The runs as Word's elements.

    Args:
        runs: what is written.
        rtl: whether their paragraph runs from right to left.
        part: the part of the document that keeps the targets of links.
        hyperlink: the id of the style for links.
        strong: whether all of it is bold.
    """
    for link, group in groupby(runs, key=lambda run: run.link):
        made = [it for run in group for it in pieces(run, rtl, strong, hyperlink if link else None)]
        if link:
            yield _linked(link, made, part)
        else:
            yield from made


def own(line: str, rtl: bool = False) -> Runs:
    """A line with a direction of its own, where it runs against its paragraph."""
    return (Run(line, isolate=rtl or any(_strong(line))),) if line else ()


def on_lines(lines: Iterable[Runs]) -> Runs:
    """Several lines in one paragraph."""
    found: list[Run] = []
    for runs in lines:
        found += [Run("\n"), *runs] if found else runs
    return tuple(found)


def printed(made: Element, size: float | None = None, color: str = "", bold: bool | None = None) -> None:
    """Print the runs of a paragraph in another manner than its style's."""
    from docx.shared import Pt, RGBColor
    from docx.text.font import Font

    for run in made.findall(word_name("r")):
        font = Font(run)
        font.bold = bold
        if color:
            font.color.rgb = RGBColor.from_string(color)
        if size:
            font.size = Pt(size)
            run.find(word_name("rPr")).find(word_name("sz")).addnext(element("szCs", val=round(size * 2)))


def culture(language: str) -> str:
    """A language as Word names it, with a country: ``de-DE``, ``uk-UA``."""
    from babel.core import get_global

    locale = locale_of(language)
    likely = get_global("likely_subtags").get(locale.language, "")
    return "-".join(part for part in (locale.language, locale.territory or likely.rpartition("_")[2]) if part)


def _linked(link: str, runs: list[Element], part: Any) -> Element:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    made = element("hyperlink", *runs)
    made.set(qn("r:id"), part.relate_to(clean(link), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    return made


def pieces(run: Run, rtl: bool, strong: bool = False, style: str | None = None) -> Iterator[Element]:
    """The run as Word's, one for each change of direction."""
    if run.blank is Blank.BOX:
        yield check_box(clean(run.spoken))
        return
    for number, line in enumerate(clean(run.text).split("\n")):
        if number:
            yield element("r", element("br"))
        for piece, backwards in _isolated(line) if run.isolate else directed(line, rtl):
            how = manner(strong or run.strong, run.emphasis, backwards, style, run.language)
            yield element("r", how, *text(piece))


def _isolated(line: str) -> Iterator[tuple[str, bool]]:
    """A line with the direction of its first letter; figures alone run from left to right."""
    rtl = next(_strong(line), False)
    return directed(f"{_RIGHT if rtl else _LEFT}{line}{_POP}" if line.strip() else line, rtl)


def manner(
    strong: bool, emphasis: bool, rtl: bool, style: str | None = None, language: str = ""
) -> Element | None:
    """How a run is printed; ``Cs`` is what right-to-left script goes by."""
    found = element(
        "rPr",
        element("rStyle", val=style) if style else None,
        *([element("b"), element("bCs")] if strong else ()),
        *([element("i"), element("iCs")] if emphasis else ()),
        element("rtl") if rtl else None,
        element("lang", **{"bidi" if rtl else "val": culture(language)}) if language else None,
    )
    return found if len(found) else None


def _strong(shown: str) -> Iterator[bool]:
    """For every character with a direction whether it is from right to left."""
    return (direction for character in shown if (direction := _direction(character)) is not None)


def directed(shown: str, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Pieces of one direction each; what has none goes with its neighbours, or else with the paragraph."""
    if not rtl and shown.isascii():
        yield from [(shown, False)] if shown else []
        return
    strong = [_direction(character) for character in shown]
    before = _carried(strong, rtl)
    after = _carried(strong[::-1], rtl)[::-1]
    pairs = zip(shown, before, after, strict=True)
    sided = ((it, left if left == right else rtl) for it, left, right in pairs)
    for backwards, piece in groupby(sided, key=lambda pair: pair[1]):
        yield "".join(character for character, _direction in piece), backwards


def _direction(character: str) -> bool | None:
    """True from right to left, False from left to right, None for a character without a direction."""
    kind = unicodedata.bidirectional(character)
    return True if kind in _RIGHT_TO_LEFT else False if kind == "L" else None


def _carried(strong: list[bool | None], rtl: bool) -> list[bool]:
    """For every character its direction, or that of the last one before it that has any."""
    carried, now = [], rtl
    for direction in strong:
        now = now if direction is None else direction
        carried.append(now)
    return carried
