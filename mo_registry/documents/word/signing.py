"""Lines to sign on, in Word."""

from __future__ import annotations

from mo_registry.documents.document import Signature
from mo_registry.documents.word.blocks import Writer
from mo_registry.documents.word.elements import Element, Setting, element, twips
from mo_registry.documents.word.runs import on_lines, own, printed


def sign(writer: Writer, signatures: tuple[Signature, ...]) -> None:
    """Lines to sign on, side by side."""
    if not signatures:
        return
    gap = twips(15)
    width = round((writer.width - gap * (len(signatures) - 1)) / len(signatures))
    writer.paragraph((), "Table Text", Setting(before=twips(20), keep=True))
    cells = []
    for index, it in enumerate(signatures):
        if index:
            cells.append(_cell(writer.made((), "Table Text"), gap))
        lines = [own(part, writer.rtl) for part in (it.name, it.role) if part]
        signed = writer.made(on_lines(lines), "Table Text")
        printed(signed, size=9)
        cells.append(_cell(signed, width, line=True))
    widths = [width if index % 2 == 0 else gap for index in range(len(cells))]
    grid = element("tblGrid", *(element("gridCol", w=each) for each in widths))
    row = element("tr", element("trPr", element("cantSplit")), *cells)
    writer.put(element("tbl", writer.about(sum(widths), "Normal Table"), grid, row))


def _cell(content: Element, width: int, line: bool = False) -> Element:
    border = element("tcBorders", element("top", val="single", sz=4, space=0, color="auto"))
    properties = element("tcPr", element("tcW", w=width, type="dxa"), border if line else None)
    return element("tc", properties, content)
