"""The file around a Word document: the empty one to begin with, and the finished one, byte for byte the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as Docx

BLANK = Path(__file__).parent / "blank"
LEVELS = 9
"""How deep a list can go in Word."""
BULLETS, NUMBERS = 0, 1
"""The two kinds of lists of an empty document (``w:abstractNumId``)."""

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_INDENT = 340  # twips, 6 mm: a number of two digits with its full stop
_PARTS = {"styles": "styles.xml", "settings": "settings.xml", "fontTable": "fonts.xml", "numbering": ""}


def blank() -> Docx:
    """An empty document with our styles, and with no more in it than that."""
    from docx import Document

    return Document(io.BytesIO(_blank()))


def content(document: Docx, title: str, language: str, author: str, day: date) -> bytes:
    """The document as a file that says what it is called, in which language it is, and nothing of the machine."""
    properties = document.core_properties
    properties.title, properties.language, properties.author = title[:255], language, author[:255]
    properties.last_modified_by, properties.comments, properties.revision = author[:255], "", 1
    properties.created = properties.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as package:
        return packed((info.filename, package.read(info)) for info in package.infolist())


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Parts in an archive that is the same at every time and on every system."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, part in parts:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system, info.external_attr, info.compress_type = 3, 0, zipfile.ZIP_DEFLATED
            package.writestr(info, part)
    return made.getvalue()


@lru_cache(maxsize=1)
def _blank() -> bytes:
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships([("officeDocument", "word/document.xml")]),
        "word/document.xml": f'<w:document xmlns:w="{_MAIN}"><w:body><w:sectPr/></w:body></w:document>',
        "word/_rels/document.xml.rels": _relationships((part, f"{part}.xml") for part in _PARTS),
        "word/numbering.xml": "".join(_numbering()),
    }
    files = {f"word/{part}.xml": (BLANK / file).read_bytes() for part, file in _PARTS.items() if file}
    return packed([*((name, (_HEAD + text).encode()) for name, text in texts.items()), *files.items()])


def _content_types() -> str:
    kinds = {"document": "document.main", **{part: part for part in _PARTS}}
    parts = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{parts}</Types>"
    )


def _relationships(parts: Iterable[tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _numbering() -> Iterator[str]:
    """Lists with bullets and lists with numbers; every list with numbers is a ``w:num`` of its own later."""
    yield f'<w:numbering xmlns:w="{_MAIN}">'
    for kind in (BULLETS, NUMBERS):
        yield f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="hybridMultilevel"/>'
        for level in range(LEVELS):
            shape, sign = ("bullet", "•–"[level % 2]) if kind == BULLETS else ("decimal", f"%{level + 1}.")
            yield (
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
                f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="{indent(level)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
            )
        yield "</w:abstractNum>"
    yield f'<w:num w:numId="1"><w:abstractNumId w:val="{BULLETS}"/></w:num></w:numbering>'


def indent(level: int) -> int:
    """How far the text of a list at this level is from the margin, in twips."""
    return _INDENT * (min(level, LEVELS - 1) + 1)


def style_ids(document: Docx) -> dict[str, str]:
    """The styles' ids by their names in lower case; in a German document that of “heading 1” is “berschrift1”."""
    styles: Any = document.styles.element
    return {str(style.name_val).lower(): str(style.styleId) for style in styles.style_lst}


def equip(document: Docx) -> dict[str, str]:
    """Give somebody else's document the styles that ours need and it lacks; all styles' ids by their names.

    What it has stays as it is: an office's headings look as the office wants them.
    """
    ours: Any = blank().styles.element
    theirs: Any = document.styles.element
    known = style_ids(document)
    taken = set(known.values())
    names = {str(style.styleId): str(style.name_val).lower() for style in ours.style_lst}
    for style in ours.style_lst:
        if (name := names[style.styleId]) not in known:
            known[name] = style.styleId if style.styleId not in taken else f"mo{style.styleId}"
            made = deepcopy(style)
            made.styleId = known[name]
            theirs.append(made)
            for other in (made.basedOn, made.next):
                if other is not None:
                    other.val = known.get(names[other.val], other.val)
    return known


def equip_lists(document: Docx) -> tuple[int, int]:
    """Give somebody else's document our two kinds of lists: a list with bullets, and a kind with numbers."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml.ns import qn
    from docx.parts.numbering import NumberingPart

    own: Any = blank().part.numbering_part.element
    try:
        numbering: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        numbering = NumberingPart(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, deepcopy(own), document.part.package
        )
        document.part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
        return 1, NUMBERS
    root = numbering.element
    taken = [int(number) for number in root.xpath("./w:abstractNum/@w:abstractNumId")]
    first = max(taken, default=-1) + 1
    lists = root.findall(qn("w:num"))
    for index, kind in enumerate(own.xpath("./w:abstractNum")):
        made = deepcopy(kind)
        made.set(qn("w:abstractNumId"), str(first + index))
        # All kinds stand before all lists.
        lists[0].addprevious(made) if lists else root.append(made)
    return int(root.add_num(first + BULLETS).numId), first + NUMBERS
