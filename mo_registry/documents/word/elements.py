"""Pieces of WordprocessingML (ECMA-376), each with its children in the order that Word insists on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Element = Any
"""An element of lxml, which has no types."""

MM = 56.6929
"""Twips in a millimetre: 1440 / 25.4."""


_BOXES = "MS Gothic"
"""The font that Word itself takes for boxes; other programs have their own."""
_UNTICKED = "2610"


def twips(millimetres: float) -> int:
    """Millimetres as Word counts."""
    return round(millimetres * MM)


def word_name(name: str) -> str:
    """A name of the namespace ``w`` as lxml writes it."""
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def element(name: str, /, *children: Element, **attributes: object) -> Element:
    """An element of the namespace ``w``, its attributes of the same; one that is None is left out."""
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        if value is not None:
            made.set(word_name(key), str(value))
    made.extend(child for child in children if child is not None)
    return made


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a frame stands on the sheet, in mm from the top left corner.

    Attributes:
        height: None for as high as its text is; otherwise at least so high.
    """

    x: float
    y: float
    width: float
    height: float | None = None

    def element(self) -> Element:
        """The frame as a property of a paragraph; neighbours with the same one stand in one frame."""
        return element(
            "framePr",
            w=twips(self.width),
            h=twips(self.height) if self.height else None,
            hRule="atLeast" if self.height else None,
            hSpace=0,
            wrap="around",
            vAnchor="page",
            hAnchor="page",
            x=twips(self.x),
            y=twips(self.y),
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set beyond what its style says.

    Attributes:
        numbering: the list it belongs to (``w:numId``) and its level there.
        before: room above, in twips; None for the style's.
        after: room below.
        indent: from the margin, in twips.
        tight: whether items of the same list stand close together; None for the style's.
        border: a line at this side, ``top`` or ``bottom``.
        tabs: where text goes on behind a tab, in twips; a negative one ends there.
        ruled: up to where a tab is a line to write on, in twips.
    """

    frame: Frame | None = None
    numbering: tuple[int, int] | None = None
    before: int | None = None
    after: int | None = None
    indent: int | None = None
    hanging: int | None = None
    tight: bool | None = None
    align: str = ""
    border: str = ""
    tabs: tuple[int, ...] = ()
    ruled: int | None = None
    keep: bool = False


PLAIN = Setting()


def paragraph(style: str | None, rtl: bool = False, setting: Setting = PLAIN) -> Element:
    """An empty paragraph.

    Args:
        style: the id of its style; None for the document's usual one.
        rtl: whether it runs from right to left.
        setting: what else is to be said about it.
    """
    properties = element("pPr", *_properties(style, rtl, setting))
    return element("p", properties if len(properties) else None)


def _properties(style: str | None, rtl: bool, setting: Setting) -> Iterable[Element]:
    yield element("pStyle", val=style) if style else None
    yield element("keepNext") if setting.keep else None
    yield setting.frame.element() if setting.frame else None
    if setting.numbering:
        number, level = setting.numbering
        yield element("numPr", element("ilvl", val=level), element("numId", val=number))
    if setting.border:
        yield element("pBdr", element(setting.border, val="single", sz=4, space=1, color="969696"))
    tabs = [element("tab", val="right" if tab < 0 else "left", pos=abs(tab)) for tab in setting.tabs]
    if setting.ruled is not None:
        tabs.append(element("tab", val="right", leader="underscore", pos=setting.ruled))
    yield element("tabs", *tabs) if tabs else None
    yield element("bidi") if rtl else None
    if setting.before is not None or setting.after is not None:
        yield element("spacing", before=setting.before, after=setting.after)
    if setting.indent is not None:
        yield element("ind", left=setting.indent, hanging=setting.hanging)
    if setting.tight is not None:
        yield element("contextualSpacing", val=None if setting.tight else "0")
    yield element("jc", val=setting.align) if setting.align else None
    # The number of a list is printed in the manner of the paragraph's end.
    yield element("rPr", element("rtl")) if rtl else None


def text(content: str) -> list[Element]:
    """What stands in a run: text, and its line breaks and tabs."""
    found: list[Element] = []
    for number, line in enumerate(content.split("\n")):
        if number:
            found.append(element("br"))
        for index, part in enumerate(line.split("\t")):
            if index:
                found.append(element("tab"))
            if part:
                made = element("t")
                made.text = part
                made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                found.append(made)
    return found


def check_box(name: str) -> Element:
    """A box that is ticked with a pen, or in Word with the mouse (``w14:checkbox``)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    box = OxmlElement("w14:checkbox")
    states = {"checked": "0", "checkedState": "2612", "uncheckedState": _UNTICKED}
    for key, value in states.items():
        state = OxmlElement(f"w14:{key}")
        state.set(qn("w14:val"), value)
        if key != "checked":
            state.set(qn("w14:font"), _BOXES)
        box.append(state)
    fonts = element("rFonts", ascii=_BOXES, hAnsi=_BOXES, eastAsia=_BOXES, hint="eastAsia")
    shown = element("r", element("rPr", fonts), *text(chr(int(_UNTICKED, 16))))
    title = element("alias", val=name) if name else None
    return element("sdt", element("sdtPr", title, box), element("sdtContent", shown))


def field(instruction: str) -> Element:
    """A field that Word fills in, as ``PAGE``."""
    return element("fldSimple", element("r", *text("1")), instr=f" {instruction} ")
