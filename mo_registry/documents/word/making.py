"""A document as a Word file of our own, laid out as on paper (see ``layouts/*.typ``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.formats import locale_of
from mo_registry.documents.letter import Letter
from mo_registry.documents.slots import clean
from mo_registry.documents.word import package
from mo_registry.documents.word.blocks import BLANK_LINE, Put, Writer
from mo_registry.documents.word.elements import Element, Frame, Setting, element, field, text, twips
from mo_registry.documents.word.runs import manner, own

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.section import Section, _BaseHeaderFooter


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and its margins, in mm."""

    left: float
    right: float
    top: float
    bottom: float
    width: float = 210
    height: float = 297
    head: float = 10
    """From the edge to the header."""
    foot: float = 12
    title: float = 15
    """Size of the title in points."""

    @property
    def text(self) -> float:
        """How wide the text is."""
        return self.width - self.left - self.right


LETTER = Sheet(left=25, right=20, top=27, bottom=25, head=15, title=10)
PORTRAIT = Sheet(left=25, right=20, top=22, bottom=25)
LANDSCAPE = Sheet(left=15, right=15, top=15, bottom=18, width=297, height=210, foot=8, title=14)
FORM_A = 18
"""How much higher everything below the letterhead is in form A (DIN 5008:2020)."""
SUBJECT = 98.5
"""Where the subject of a letter begins, in mm from the top edge."""
RIGHT_TO_LEFT_PITCH = 280  # twips: Arabic script is higher than Latin
GREY = "5A5A5A"


def render(document: Document) -> bytes:
    """The document as a .docx file."""
    made = package.blank()
    sheet = {Layout.LETTER: LETTER, Layout.LIST: LANDSCAPE}.get(document.layout, PORTRAIT)
    rtl = document.direction == "rtl"
    _settle(made, document, sheet, rtl)
    end: Any = made.element.body.sectPr
    writer = Writer(made, end.addprevious, twips(sheet.text), rtl, package.style_ids(made))
    if document.letter:
        _letter(writer, document, document.letter)
    else:
        _plain(writer, document, sheet)
    author = document.letter.sender[0] if document.letter and document.letter.sender else ""
    return package.content(made, clean(document.title), document.language, clean(author), document.date)


def _settle(made: Docx, document: Document, sheet: Sheet, rtl: bool) -> None:
    """Paper, language, and what the direction changes."""
    from docx.shared import Mm, Pt

    section = made.sections[0]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.header_distance, section.footer_distance = Mm(sheet.head), Mm(sheet.foot)
    styles: Any = made.styles
    for tag in (*styles.element.xpath("//w:lang"), *made.settings.element.xpath("//w:themeFontLang")):
        _tell(tag, document.language, rtl)
    title = styles["Title"]
    title.font.size = Pt(sheet.title)
    title.element.rPr.xpath("w:szCs")[0].set(_w("val"), str(round(sheet.title * 2)))
    if rtl:
        styles["Normal"].paragraph_format.line_spacing = Pt(RIGHT_TO_LEFT_PITCH / 20)


def _tell(tag: Any, language: str, rtl: bool) -> None:
    """Say the language; what is in Latin script in a letter from right to left is mostly German."""
    tag.set(_w("bidi" if rtl else "val"), culture(language))


def culture(language: str) -> str:
    """A language as Word names it, with a country: ``de-DE``, ``uk-UA``."""
    from babel.core import get_global

    locale = locale_of(language)
    likely = get_global("likely_subtags").get(locale.language, "")
    return "-".join(part for part in (locale.language, locale.territory or likely.rpartition("_")[2]) if part)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _plain(writer: Writer, document: Document, sheet: Sheet) -> None:
    writer.paragraph(b.text(document.title), "Title")
    writer.blocks(document.blocks)
    _signatures(writer, document.signatures)
    _finish(writer, document.blocks, document.signatures)
    section = writer.document.sections[0]
    if document.mark:
        _watermark(section.header, document.mark)
    _foot(writer, section.footer, document, document.notice, sheet)


def _finish(writer: Writer, blocks: b.Blocks, signatures: Iterable[Signature]) -> None:
    """A document ends with a paragraph, be it an empty one."""
    if any(signatures) or (blocks and isinstance(blocks[-1], b.Table)):
        writer.space()


def _letter(writer: Writer, document: Document, letter: Letter) -> None:
    section = writer.document.sections[0]
    section.different_first_page_header_footer = True
    up = FORM_A if letter.form == "A" else 0
    _first_head(writer, section, letter, up)
    _foot(writer, section.footer, document, "", LETTER)
    _address_field(writer, letter, up)
    _information(writer, letter, up)
    above = twips(SUBJECT - up - LETTER.top)
    writer.paragraph(b.text(document.title), "Title", Setting(before=above, after=2 * BLANK_LINE))
    *others, last = document.blocks or (b.Paragraph(()),)
    writer.blocks(others)
    _last(writer, last, letter)
    _closing(writer, letter)
    _signatures(writer, document.signatures)
    for key, items in (("enclosures", letter.enclosures), ("copies", letter.copies)):
        if items:
            runs = (b.Run(document.words[key], strong=True), b.Run("\n" + "\n".join(items)))
            writer.paragraph(runs, setting=Setting(before=BLANK_LINE))
    if document.notice:
        writer.paragraph(b.text(document.notice), "Footer", Setting(before=2 * BLANK_LINE))
    _finish(writer, document.blocks, ())


def _last(writer: Writer, last: b.Block, letter: Letter) -> None:
    """The greeting is never alone on a page: the last paragraph goes with it."""
    if isinstance(last, b.Paragraph) and (letter.closing or letter.signature):
        if last.runs:
            writer.paragraph(last.runs, setting=Setting(keep=True))
    else:
        writer.blocks((last,))


def _closing(writer: Writer, letter: Letter) -> None:
    if letter.closing:
        writer.paragraph(b.text(letter.closing), "Closing")
    if letter.signature:
        lines = [own(line, writer.rtl) for line in letter.signature]
        writer.paragraph(_on_lines(lines), "Signature")


def _on_lines(lines: Iterable[b.Runs]) -> b.Runs:
    found: list[b.Run] = []
    for runs in lines:
        found += [b.Run("\n"), *runs] if found else runs
    return tuple(found)


def _first_head(writer: Writer, section: Section, letter: Letter, up: float) -> None:
    """The letterhead, and the marks to fold and to punch by, all on the first page only."""
    from docx.shared import Mm

    if up:
        section.header_distance = Mm(10)
    head = section.first_page_header
    put = _cleared(head)
    for y, length in ((105 - up, 5.0), (148.5, 7.0), (210 - up, 5.0)):
        mark = Setting(frame=Frame(8, y, length, 1), border="top", after=0)
        put(_small(writer.inside(put).made((), "Header", mark)))
    for index, line in enumerate(letter.sender):
        put(_head_line(writer, line, first=index == 0))


def _small(mark: Element) -> Element:
    mark.find(_w("pPr")).append(element("rPr", element("sz", val=2), element("szCs", val=2)))
    return mark


def _head_line(writer: Writer, line: str, first: bool) -> Element:
    from docx.text.paragraph import Paragraph
    from docx.shared import Pt, RGBColor

    made = writer.made(own(line), "Header")
    size = (14 if len(line) <= 55 else 11) if first else 9
    for run in Paragraph(made, writer.document.part).runs:
        run.font.size, run.font.bold = Pt(size), first or None
        if not first:
            run.font.color.rgb = RGBColor.from_string(GREY)
    return made


def _address_field(writer: Writer, letter: Letter, up: float) -> None:
    """Return line and address, always from left to right: it is the post that reads them."""
    post = Writer(writer.document, writer.put, writer.width, False, writer.styles)
    if letter.return_line:
        post.paragraph(own(letter.return_line), "envelope return", Setting(Frame(25, 46.2 - up, 80)))
    for line in letter.address:
        post.paragraph(own(line), "envelope address", Setting(Frame(25, 62.7 - up, 80, 27.3)))


def _information(writer: Writer, letter: Letter, up: float) -> None:
    """The information block: labels, and their values behind a tab."""
    longest = max((len(label) for label, _value in letter.information), default=0)
    tab = twips(min(1.75 * longest + 3, 40))
    setting = Setting(Frame(125, 50 - up, 75), indent=tab, hanging=tab, tabs=(tab,))
    for label, value in letter.information:
        runs = (b.Run(f"{label}\t"), *own(value, writer.rtl))
        writer.paragraph(runs, "Message Header", setting)


def _signatures(writer: Writer, signatures: tuple[Signature, ...]) -> None:
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
        cells.append(_cell(writer.made(_on_lines(lines), "Table Text"), width, line=True))
    widths = [width if index % 2 == 0 else gap for index in range(len(cells))]
    grid = element("tblGrid", *(element("gridCol", w=each) for each in widths))
    row = element("tr", element("trPr", element("cantSplit")), *cells)
    writer.put(element("tbl", writer.about(sum(widths), "Normal Table"), grid, row))


def _cell(content: Element, width: int, line: bool = False) -> Element:
    border = element("tcBorders", element("top", val="single", sz=4, space=0, color="auto"))
    properties = element("tcPr", element("tcW", w=width, type="dxa"), border if line else None)
    return element("tc", properties, content)


def _foot(writer: Writer, foot: _BaseHeaderFooter, document: Document, notice: str, sheet: Sheet) -> None:
    """The notice on one side, “page 2 of 3” on the other."""
    setting = Setting(tabs=(-twips(sheet.text),))
    made = writer.made(b.text(f"{notice}\t"), "Footer", setting)
    made.extend(_page_number(document.words.get("page", "{page}/{pages}"), writer.rtl))
    _cleared(foot)(made)


def _page_number(words: str, rtl: bool) -> Iterator[Element]:
    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    for part in re.split(r"(\{pages?\})", words):
        if part in fields:
            yield field(fields[part])
        elif part:
            yield element("r", manner(False, False, rtl), *text(clean(part)))


def _cleared(part: _BaseHeaderFooter) -> Put:
    """Begin a header or footer anew; what puts paragraphs into it."""
    part.is_linked_to_previous = False
    holder: Any = part._element  # noqa: SLF001  (python-docx has no other way to it)
    for child in list(holder):
        holder.remove(child)
    return holder.append  # type: ignore[no-any-return]


def _watermark(head: _BaseHeaderFooter, mark: str) -> None:
    """A word across every page, as Word itself makes it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = parse_xml(_MARK.format(namespaces=nsdecls("w")))
    (shape,) = made.xpath("//*[local-name()='shape']")
    (path,) = made.xpath("//*[local-name()='shape']/*[local-name()='textpath']")
    shape.set("alt", clean(mark))
    path.set("string", clean(mark).upper())
    _cleared(head)(made)


_MARK = """\
<w:p {namespaces} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  <w:pPr><w:pStyle w:val="Header"/></w:pPr>
  <w:r>
    <w:pict>
      <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
        <v:formulas>
          <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
          <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
          <v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
          <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
        </v:formulas>
        <v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>
        <v:textpath on="t" fitshape="t"/>
        <v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
        <o:lock v:ext="edit" text="t" shapetype="t"/>
      </v:shapetype>
      <v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" o:allowincell="f" fillcolor="#d8d8d8" stroked="f" style="position:absolute;margin-left:0;margin-top:0;width:460pt;height:115pt;rotation:305;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin">
        <v:fill opacity=".5"/>
        <v:textpath style="font-family:&quot;Noto Sans&quot;;font-size:1pt;font-weight:bold" string=""/>
      </v:shape>
    </w:pict>
  </w:r>
</w:p>
"""
