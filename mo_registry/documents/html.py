"""Documents as standalone HTML5: readable on screen, on paper, and by screen readers (WCAG 2.1 AA)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.letter import Letter

_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 1.5rem; line-height: 1.5;
  font-family: "Noto Sans", "Noto Sans Arabic", system-ui, sans-serif; }
body.letter, body.minutes, body.programme { max-width: 44rem; }
body.list { max-width: 90rem; font-size: .875rem; }
body.form { max-width: 44rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; line-height: 1.3; margin-top: 2rem; }
h3, h4, h5, h6 { font-size: 1rem; margin-top: 1.5rem; }
.letter h1 { font-size: 1.15rem; margin: 2rem 0; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding-block: .35rem; padding-inline: 0 .75rem; text-align: start; vertical-align: top; }
thead th { border-bottom: 2px solid; }
tbody tr + tr > * { border-top: 1px solid #8888; }
table.facts tr > * { border: 0; padding-block: .1rem; }
.right { text-align: end; }
.center { text-align: center; }
.scroll { overflow-x: auto; }
a { overflow-wrap: break-word; }
[href^="tel:"], .whole, .facts th { white-space: nowrap; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2rem; margin: 2rem 0; }
[dir="rtl"] .sender, [dir="rtl"] header { direction: ltr; }
[dir="rtl"] dl { direction: rtl; }
address { font-style: normal; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 1rem; margin: 0; }
dd { margin: 0; }
.sender { margin: 0; font-size: .9rem; }
.sender strong { font-size: 1.2rem; }
.closing { margin-top: 2rem; }
.signature { margin-top: 3.5rem; }
.boxes { list-style: none; padding: 0; }
.boxes li { margin-block: .35rem; line-height: 2; }
[type="checkbox"] { width: 1.1rem; height: 1.1rem; margin-inline-end: .4rem; vertical-align: -.15rem; }
[type="text"] { max-width: 100%; box-sizing: border-box; padding: 0 .2rem; font: inherit; line-height: 1.3;
  color: inherit; background: none; border: 0; border-bottom: 1px solid; }
[type="text"].rest { width: 16rem; }
td > [type="text"]:only-child { width: 100%; min-height: 2rem; border: 0; }
tr:last-child > td > [type="text"]:only-child { border-bottom: 1px solid #8888; }
.signatures { display: flex; flex-wrap: wrap; gap: 2rem; margin-top: 5rem; }
.signatures p { flex: 1 1 14rem; border-top: 1px solid; padding-top: .25rem; margin: 0; }
.mark { display: inline-block; border: 2px solid; padding: 0 .75rem; font-weight: bold; }
.summary { margin-top: 2rem; border-top: 1px solid; padding-top: .35rem; font-size: .9rem; }
.notice { margin-top: 2rem; font-size: .85rem; }
@media print {
  @page { size: A4; margin: 20mm 20mm 20mm 25mm; }
  @page wide { size: A4 landscape; margin: 15mm; }
  body { padding: 0; max-width: none; font-size: 10pt; }
  body.list { page: wide; font-size: 7.5pt; }
  body.form, .form { line-height: 1.3; }
  .form h1 { font-size: 1.3rem; margin-top: 0; }
  .form h2 { margin-block: 1rem .5rem; }
  .form .signatures { margin-top: 2.5rem; }
  .form p, .form table, .form .boxes { margin-block: .5rem; }
  td > [type="text"]:only-child { min-height: 1.5rem; }
  section.form { break-before: page; }
  .form li { line-height: 1.7; margin: 0; }
  tr, li { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""


def render(document: Document) -> str:
    """The document as a page that needs no other file."""
    title = escape(document.title)
    direction = "" if document.direction == "ltr" else f' dir="{escape(document.direction)}"'
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(document.language)}"{direction}>',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        f'<body class="{document.layout}">',
        *_body(document),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _body(document: Document) -> Iterator[str]:
    letter = document.letter
    if letter:
        yield from _head(letter)
    if document.sender:
        yield f'<p class="sender"><strong>{_own(document.sender)}</strong></p>'
    yield "<main>"
    yield f"<h1>{_text(document.title)}</h1>"
    if document.mark:
        yield f'<p class="mark">{escape(document.mark)}</p>'
    yield from _blocks(document.blocks, document.layout)
    if letter:
        yield from _foot(letter, document)
    yield from _signatures(document.signatures)
    if document.summary:
        yield f'<p class="summary" lang="de" dir="ltr">{_text(document.summary)}</p>'
    for form in document.enclosed:
        yield from _enclosed(form)
    yield "</main>"
    if document.notice:
        yield f'<footer><p class="notice">{_text(document.notice)}</p></footer>'


def _enclosed(form: Document) -> Iterator[str]:
    """A form that comes with a letter: a part of the page, on paper a page of its own."""
    yield f'<section class="form" lang="{escape(form.language)}" dir="{escape(form.direction)}">'
    yield f"<h2>{_text(form.title)}</h2>"
    yield from _blocks(b.lowered(form.blocks), form.layout)
    yield from _signatures(form.signatures)
    yield "</section>"


def _head(letter: Letter) -> Iterator[str]:
    """Sender, receiver and information block of a letter."""
    if letter.sender:
        first, *others = letter.sender
        below = "".join("<br>" + _own(line) for line in others)
        yield f'<p class="sender"><strong>{_own(first)}</strong>{below}</p>'
    yield "<header>"
    if letter.address:
        yield f"<address>{'<br>'.join(map(_own, letter.address))}</address>"
    if letter.information:
        pairs = (f"<dt>{escape(label)}</dt><dd>{_own(value)}</dd>" for label, value in letter.information)
        yield f"<dl>{''.join(pairs)}</dl>"
    yield "</header>"


def _foot(letter: Letter, document: Document) -> Iterator[str]:
    if letter.closing:
        yield f'<p class="closing">{_text(letter.closing)}</p>'
    if letter.signature:
        yield f'<p class="signature">{"<br>".join(map(_own, letter.signature))}</p>'
    for key, items in (("enclosures", letter.enclosures), ("copies", letter.copies)):
        if items:
            yield f"<p><strong>{escape(document.words[key])}</strong></p>"
            yield f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in items)}</ul>"


def _signatures(signatures: Sequence[Signature]) -> Iterator[str]:
    if signatures:
        lines = ("<br>".join(_text(part) for part in (it.name, it.role) if part) for it in signatures)
        yield f'<div class="signatures">{"".join(f"<p>{line}</p>" for line in lines)}</div>'


def _blocks(blocks: Iterable[b.Block], layout: Layout) -> Iterator[str]:
    for block in blocks:
        match block:
            case b.Heading():
                yield f"<h{block.level}>{_inline(block.runs)}</h{block.level}>"
            case b.Paragraph():
                yield f"<p>{_inline(tuple(_named(block.runs)))}</p>"
            case b.Listing():
                yield _listing(block, layout)
            case b.Table():
                yield _table(block)
            case b.Quote():
                yield "<blockquote>" + "\n".join(_blocks(block.blocks, layout)) + "</blockquote>"
            case b.Passage():
                yield f'<div lang="{escape(block.language)}" dir="{escape(block.direction)}">'
                yield from _blocks(block.blocks, layout)
                yield "</div>"
            case b.Rule():
                yield "<hr>"


def _listing(listing: b.Listing, layout: Layout) -> str:
    tag = "ul" if listing.start is None else "ol"
    start = f' start="{listing.start}"' if listing.start not in (None, 1) else ""
    items = []
    for item in listing.items:
        first, *others = item
        if isinstance(first, b.Paragraph):
            text = _labelled(first.runs) if b.ticked(item) else _inline(first.runs)
        else:
            text = "".join(_blocks([first], layout))
        items.append("<li>" + "\n".join([text, *_blocks(others, layout)]) + "</li>")
    boxes = ' class="boxes"' if listing.start is None and all(map(b.ticked, listing.items)) else ""
    return f"<{tag}{start}{boxes}>\n" + "\n".join(items) + f"\n</{tag}>"


def _table(table: b.Table) -> str:
    align = [*table.align, *[""] * (len(table.header) - len(table.align))]
    # What may be wider than a small screen can be scrolled, by keyboard too (WCAG 2.1.1).
    lines = ['<table class="facts">' if table.facts else '<div class="scroll" tabindex="0"><table>']
    if not table.facts:
        cells = (_cell("th", cell, side, "col") for cell, side in zip(table.header, align, strict=True))
        lines.append(f"<thead><tr>{''.join(cells)}</tr></thead>")
    lines.append("<tbody>")
    for row in table.rows:
        start = _about(row[0], (), table.header[0])
        first = _cell("th", row[0], align[0], "row") if table.facts else _cell("td", start, align[0])
        others = (
            _cell("td", _about(cell, row[0], head), side)
            for cell, head, side in zip(row[1:], table.header[1:], align[1:], strict=True)
        )
        lines.append(f"<tr>{first}{''.join(others)}</tr>")
    return "\n".join([*lines, "</tbody>", "</table>" if table.facts else "</table></div>"])


def _cell(tag: str, runs: b.Runs, align: str, scope: str = "") -> str:
    side = f' class="{align}"' if align in ("right", "center") else ""
    heading = f' scope="{scope}"' if scope else ""
    return f"<{tag}{heading}{side}>{_inline(runs)}</{tag}>"


def _inline(runs: b.Runs) -> str:
    if runs and runs[-1].blank is b.Blank.LINE:
        return _inline(runs[:-1]) + _blank(runs[-1], "rest")
    return "".join(_linked(link, group) for link, group in groupby(runs, key=lambda run: run.link))


def _linked(link: str, runs: Iterable[b.Run]) -> str:
    text = "".join(_run(run) for run in runs)
    return f'<a href="{escape(link)}">{text}</a>' if link else text


def _labelled(runs: b.Runs) -> str:
    """A box to tick with what it is for; where there is something to be written, it cannot be a label."""
    box, *others = runs
    if any(run.blank for run in others):
        told = " ".join("".join("…" if run.blank else run.text for run in others).split())
        return _inline((replace(box, spoken=told), *_named(others)))
    return f"<label>{_inline((replace(box, spoken=''), *others))}</label>"


def _named(runs: Iterable[b.Run]) -> Iterator[b.Run]:
    """Lines to write on, each called by the words before it."""
    before = ""
    for run in runs:
        words = " ".join(before.split())
        yield replace(run, spoken=words or run.spoken) if run.blank else run
        before = "" if run.blank else before + run.text


def _about(cell: b.Runs, row: b.Runs, column: b.Runs) -> b.Runs:
    """A cell to write in, called by its row and its column."""
    if not b.is_room(cell):
        return cell
    heads = (b.plain_text(head) for head in (column, row) if not b.is_room(head))
    told = ": ".join(head for head in heads if head)
    return (replace(cell[0], spoken=told or cell[0].spoken),)


def _blank(run: b.Run, room: str = "") -> str:
    """Something to be filled in, on the screen or on paper."""
    name = f' aria-label="{escape(run.spoken)}"' if run.spoken else ""
    name += f' class="{room}"' if room else ""
    if run.blank is b.Blank.BOX:
        return f'<input type="checkbox"{name}>'
    return f'<input type="text" size="{len(run.text)}"{name}>'


def _run(run: b.Run) -> str:
    if run.blank:
        return _blank(run)
    text = _text(run.text)
    if run.whole and not run.link:
        text = f'<span class="whole">{text}</span>'
    if run.language:
        tag = "bdi" if run.isolate else "span"
        text = f'<{tag} lang="{escape(run.language)}">{text}</{tag}>'
    isolate = run.isolate and not run.language
    for tag, wanted in (("bdi", isolate), ("em", run.emphasis), ("strong", run.strong)):
        if wanted:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _own(text: str) -> str:
    """A line in a direction of its own: an address in a letter from right to left, and the other way."""
    return f"<bdi>{_text(text)}</bdi>"


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>\n").replace("@", "@<wbr>")
