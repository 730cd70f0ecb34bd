"""The office's own letterhead: ``templates/letterhead.docx``, a Word file with ``{{ fields }}``, filled in.

It comes with pull requests like every template, so it runs in the same sandbox: a value is put in when Jinja is
done, as text and nothing else, and what would make Word fetch, run or embed something is refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Container, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document
from mo_registry.documents.formats import Formats
from mo_registry.documents.letter import Letter
from mo_registry.documents.mistakes import Kind, Mistake, Told, explained
from mo_registry.documents.reading import runs_against
from mo_registry.documents.sandbox import AbsentField, Endless, Sandbox
from mo_registry.documents.slots import Piece, Slots
from mo_registry.documents.template_syntax import slips
from mo_registry.documents.word import package
from mo_registry.documents.word.blocks import Writer
from mo_registry.documents.word.elements import Element, element
from mo_registry.documents.word.letter import summarise
from mo_registry.documents.word.runs import pieces
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from docx.document import Document as Docx

FIELDS = (
    "sender", "return_line", "address", "information", "subject", "date", "body", "closing", "signature",
    "enclosures", "copies", "notice",
)  # fmt: skip
"""What a letterhead may show. Only ``body`` has to be there, in a paragraph of its own."""
MAX_BYTES = 5_000_000
MAX_UNPACKED = 40_000_000
MAX_TEXT = 1_000_000
"""Bytes of a part with text: the letterhead itself, its header, its footer."""
MAX_BRACES = 500
"""What Jinja's signs begin with; docxtpl looks for them in a time that grows with both limits."""

_MARK = "\ufdd0"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Kinds of relations through which a file loads, runs or embeds another one.
_REFUSED = frozenset(
    ("vbaProject", "oleObject", "control", "aFChunk", "package", "attachedTemplate", "frame")
)
_FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDE\w*|LINK|IMPORT|DATABASE|MACROBUTTON|RD)\b", re.IGNORECASE)
_OF_WORD = re.compile(r"\{%-?\s*(?:p|tr|tc|r)\s+")
"""Tags of docxtpl that take a whole paragraph, row, cell or run."""
_ATTRIBUTES = frozenset(("descr", "title", "alt", "string"))
"""Attributes that are read as text, as a picture's description is."""
_TURNED = ("subject", "closing", "signature", "enclosures", "copies", "notice")
_BEHIND_DIRECTION = tuple(
    f"w:{name}"
    for name in (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
        "cnfStyle", "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip
_ROOM_FOR_OTHER_FONTS = 1.1
_TWIP = 635  # of the units that python-docx measures in
_NARROWEST = 2000
_SLIPS = (AttributeError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError, MemoryError)


def filled(document: Document, letter: Letter, path: Path) -> Docx:
    """The letterhead with a letter in it.

    Raises:
        RegistryError: it is no Word file, asks for a field that does not exist, has no place for the text, or
            would load something from elsewhere.
    """
    sandbox = Sandbox(lambda _name: None, {})
    slots = sandbox.start()
    texts = _texts(document, letter)
    made = _rendered(path, sandbox, {"body": b.Quote(document.blocks), **texts})
    turned = {texts[name] for name in _TURNED if document.direction == "rtl"}
    filler = _Filler(slots, _writer(made, document), turned, path)
    placed = [filler.fill(root, main) for main, root in _roots(made)]
    if not any(placed):
        raise _problem(
            path,
            _("there is no place for the text of the letter"),
            _("Write {body} into a paragraph of its own.").format(body="{{ body }}"),
        )
    if document.summary:
        end: Any = made.element.body.sectPr
        summarise(replace(filler.writer, put=end.addprevious), document.summary)
    for name in ("subject", "identifier"):
        setattr(made.core_properties, name, slots.plain(getattr(made.core_properties, name)))
    return made


def _texts(document: Document, letter: Letter) -> dict[str, str]:
    return {
        "sender": "\n".join(letter.sender),
        "return_line": letter.return_line,
        "address": "\n".join(letter.address),
        "information": "\n".join(f"{label}\t{value}" for label, value in letter.information),
        "subject": document.title,
        "date": letter.day or Formats(document.language, document.words).short_date(document.date),
        "closing": letter.closing,
        "signature": "\n".join(letter.signature),
        "enclosures": "\n".join(letter.enclosures),
        "copies": "\n".join(letter.copies),
        "notice": document.notice,
    }


def _rendered(path: Path, sandbox: Sandbox, fields: dict[str, Any]) -> Docx:
    """The letterhead with marks where its values stand."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from jinja2 import TemplateError, TemplateSyntaxError

    template = DocxTemplate(BytesIO(_checked(path)))
    try:
        template.init_docx()
    except (PackageNotFoundError, zipfile.BadZipFile, SyntaxError, *_SLIPS) as error:
        raise _no_word_file(path) from error
    _refuse_strangers(template.docx, path)
    try:
        template.render(fields, sandbox)
    except AbsentField as error:
        raise _absent(path, error) from None
    except Endless:
        message = _("the template does more than any document needs, as a loop without an end would")
        raise _problem(path, message) from None
    except (TemplateError, SyntaxError, *_SLIPS) as error:
        told = _misread(path, sandbox) if isinstance(error, TemplateSyntaxError) else None
        told = told or explained(error, fields)[1]
        raise _problem(path, told.message, told.advice) from error
    found: Docx = template.docx
    return found


def _misread(path: Path, sandbox: Sandbox) -> Told | None:
    """The first gap or tag of the letterhead that cannot be understood."""
    from docx import Document

    paragraphs = (it for _main, root in _roots(Document(str(path))) for it in root.iter(f"{_WORD}p"))
    found = slips(_OF_WORD.sub("{% ", "\n".join(map(_words, paragraphs))), sandbox)
    return found[0].told if found else None


def _checked(path: Path) -> bytes:
    """The file, if it is one and not a bomb.

    Raises:
        RegistryError: it is too large, or no Word file.
    """
    try:
        content = path.read_bytes()[: MAX_BYTES + 1]
        with zipfile.ZipFile(BytesIO(content)) as archive:
            large = sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED
            if large or len(content) > MAX_BYTES or any(_too_much(archive, it) for it in archive.infolist()):
                raise _problem(path, _("it is too large for a letterhead"), _("Make its pictures smaller."))
    except OSError as error:
        raise _problem(path, _("it cannot be read: {reason}").format(reason=error.strerror)) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise _no_word_file(path) from error
    return content


def _too_much(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    if not re.match(r"word/(document|header|footer)\w*\.xml$", part.filename):
        return False
    return part.file_size > MAX_TEXT or archive.read(part).count(b"{") > MAX_BRACES


def _refuse_strangers(document: Docx, path: Path) -> None:
    """Refuse what would make Word load, run or embed something else when the letter is opened."""
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if kind in _REFUSED or (relation.is_external and kind != "hyperlink"):
                raise _problem(
                    path,
                    _("it holds or loads something else ({kind})").format(kind=kind),
                    _(
                        "Put pictures themselves into the file; leave out macros, objects and attached templates."
                    ),
                )
    for _main, root in _roots(document):
        for paragraph in root.iter(f"{_WORD}p"):
            code = "".join(found.text or "" for found in paragraph.iter(f"{_WORD}instrText"))
            simple = (str(found.get(f"{_WORD}instr")) for found in paragraph.iter(f"{_WORD}fldSimple"))
            if match := _FETCHING.search(" ".join((code, *simple))):
                raise _problem(path, _("it has a field “{name}” of Word's").format(name=match[1]))


def _roots(document: Docx) -> Iterator[tuple[bool, Element]]:
    """The parts with text that can hold fields, and whether it is the main one."""
    for part in document.part.package.iter_parts():
        if part.content_type.endswith((".document.main+xml", ".header+xml", ".footer+xml")):
            yield part is document.part, part.element


def _writer(document: Docx, text: Document) -> Writer:
    """What writes the text of the letter into somebody else's document."""
    section = document.sections[0]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    styles = package.equip(document)
    bullets, numbers = package.equip_lists(document)
    rtl = text.direction == "rtl"
    size = _size(document) * _ROOM_FOR_OTHER_FONTS
    return Writer(document, _nowhere, max(width / _TWIP, _NARROWEST), rtl, styles, size, bullets, numbers)


def _size(document: Docx) -> float:
    """The size of the document's usual text in points."""
    from docx.enum.style import WD_STYLE_TYPE

    styles: Any = document.styles
    normal = styles.default(WD_STYLE_TYPE.PARAGRAPH)
    if normal is not None and normal.font.size:
        return float(normal.font.size.pt)
    default = styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val")
    return int(default[0]) / 2 if default and default[0].isdigit() else 10


def _nowhere(_made: Element) -> None:
    """Where text goes till its place is found."""


@dataclass(frozen=True)
class _Filler:
    """Puts values where their marks stand.

    Args:
        slots: the values by their marks.
        writer: what writes the text of the letter.
        turned: values whose paragraphs run from right to left, whatever the template says.
        path: the template.
    """

    slots: Slots
    writer: Writer
    turned: Container[str]
    path: Path

    def fill(self, root: Element, main: bool) -> bool:
        """Fill a part; tell whether the text of the letter is in it, which it can be in the main one only."""
        from docx.opc.oxml import serialize_part_xml

        placed = False
        for found in list(root.iter()):
            for name, value in found.attrib.items():
                if _MARK in value and name.rpartition("}")[2] in _ATTRIBUTES:
                    found.set(name, self.slots.plain(value))
            if found.tag == f"{_WORD}t" and _MARK in (found.text or ""):
                placed |= self.put(found, main)
        if _MARK.encode() in serialize_part_xml(root):
            raise _misplaced(self.path)
        return placed

    def put(self, place: Element, main: bool) -> bool:
        """Put values into a text of a run; tell whether the text of the letter was among them."""
        values = list(self.slots.pieces(place.text))
        paragraph = next(place.iterancestors(f"{_WORD}p"))
        if any(isinstance(value, b.Quote) for value in values):
            alone = all(isinstance(value, b.Quote) or not str(value).strip() for value in values)
            if not main or not alone or _words(paragraph) != _words(place):
                raise _misplaced(self.path)
            self.put_body(paragraph, values)
            return True
        if any(isinstance(value, b.Run) and value.text in self.turned for value in values):
            _turn(paragraph)
        run, rtl = place.getparent(), paragraph.find(f"{_WORD}pPr/{_WORD}bidi") is not None
        made = [it for value in values for part in _shown(value, rtl) for it in pieces(part, rtl)]
        before = [child for child in run[: run.index(place)] if child.tag != f"{_WORD}rPr"]
        run.remove(place)
        for following in ([element("r", *before)] if before else []) + made:
            run.addprevious(_in_manner_of(run, following))
        if all(child.tag == f"{_WORD}rPr" for child in run):
            run.getparent().remove(run)
        return False

    def put_body(self, paragraph: Element, values: Sequence[Piece]) -> None:
        """Put the text of the letter in place of the paragraph, in its style."""
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        body = None if style is None else style.get(f"{_WORD}val")
        (quote,) = (value for value in values if isinstance(value, b.Quote))
        writer = replace(self.writer, put=paragraph.addprevious, body=body)
        writer.blocks(quote.blocks)
        if quote.blocks and isinstance(quote.blocks[-1], b.Table):
            writer.space()
        paragraph.getparent().remove(paragraph)


def _shown(value: Piece, rtl: bool) -> Iterator[b.Run]:
    """A value as it is read, every line and what is behind a tab by itself.

    What the template itself says has the direction of its paragraph.
    """
    if isinstance(value, str):
        yield b.Run(value)
        return
    assert isinstance(value, b.Run)
    for part in re.split(r"([\n\t])", value.text):
        yield b.Run(part, isolate=runs_against(part, "rtl" if rtl else "ltr"))


def _turn(paragraph: Element) -> None:
    """Make a paragraph run from right to left."""
    properties = paragraph.get_or_add_pPr()
    if properties.find(f"{_WORD}bidi") is None:
        properties.insert_element_before(element("bidi"), *_BEHIND_DIRECTION)


def _in_manner_of(run: Element, made: Element) -> Element:
    """A new run, printed as the one in the template."""
    from docx.text.font import Font

    backwards = made.find(f"{_WORD}rPr/{_WORD}rtl") is not None
    for own in made.findall(f"{_WORD}rPr"):
        made.remove(own)
    made[:0] = [deepcopy(manner) for manner in run.findall(f"{_WORD}rPr")]
    if backwards:
        Font(made).rtl = True
    return made


def _words(within: Element) -> str:
    return "".join(found.text or "" for found in within.iter(f"{_WORD}t")).strip()


def _no_word_file(path: Path) -> RegistryError:
    return _problem(path, _("it is no Word file that can be used"), _("Save it from Word as .docx."))


def _absent(path: Path, error: AbsentField) -> RegistryError:
    if error.owner is not None:
        return _problem(path, _("a plain text or list has no field “{name}”").format(name=error.name))
    message = _("there is no field “{name}”").format(name=error.name)
    return _problem(path, message, _("There are: {words}.").format(words=", ".join(FIELDS)))


def _misplaced(path: Path) -> RegistryError:
    return _problem(
        path,
        _("a field stands where no text can be"),
        _(
            "Write fields into the text; {body} into a paragraph of its own, not into header or footer."
        ).format(body="{{ body }}"),
    )


def _problem(path: Path, message: str, advice: str = "") -> Mistake:
    return Mistake(path, f"templates/{path.name}", 0, Kind.LETTERHEAD, Told(message, advice))
