"""Templates as they are printed: letterheads, fonts, and characters that no font has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mo_registry.documents.authoring.kinds import Kind, kind_of
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.invitation import TEMPLATE
from mo_registry.documents.letter import Letter
from mo_registry.documents.mistakes import Kind as Fault
from mo_registry.documents.mistakes import Mistake, Told
from mo_registry.documents.pdf import MissingGlyph, refuse_no_font
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.documents.template_files import FALLBACK, packaged, refuse_link
from mo_registry.finding import RegistryError

_ADDRESS = ("Beispielverein e.V.", "Musterstraße 1", "01067 Musterstadt")


def printing_mistakes(studio: Studio, template: Template, kind: Kind) -> Iterator[Mistake]:
    """Whether a template, filled in with the first that there is, can be printed.

    Args:
        studio: of a made-up registry, so that what cannot be printed stands in the template.
        template: a template that can be filled in.
        kind: what it makes.
    """
    case = next(kind.cases(studio, template), None)
    if case is None:
        return
    try:
        text = template.render(case.fields)
        document = studio.document(kind.layout, template, text)
        if kind.layout is Layout.LETTER:
            document = replace(document, letter=studio.letter(_ADDRESS, template, text))
        studio.press.print(document)
    except Mistake as mistake:
        yield mistake
    except MissingGlyph as problem:
        for character in problem.characters:
            told = Told(str(MissingGlyph(character)), studio.explained(problem), character)
            yield template.mistaken(_line_of(character, template.source), Fault.FONT, told)
    except RegistryError:
        return  # a file of fonts, which is told of by itself


def _line_of(character: str, source: str) -> int:
    at = source.find(character)
    return source.count("\n", 0, at) + 1 if at >= 0 else 0


def unusable_fonts(path: Path) -> Iterator[Mistake]:
    """Whether a file in the folder of fonts is a font."""
    try:
        refuse_link(path.parent, path)
        refuse_no_font(path)
    except RegistryError as error:
        message = error.message.replace(str(path), path.name).rstrip(".")
        yield Mistake(path, path.name, 0, Fault.FONT, Told(message, error.hint or ""))


def letterhead_mistakes(studios: Sequence[Studio], path: Path) -> Iterator[Mistake]:
    """Whether the office's own letterhead can be filled in, with a letter that says everything and with one that
    says little.
    """
    found: dict[str, Mistake] = {}
    try:
        refuse_link(path.parent, path)
    except RegistryError as error:
        told = Told(error.message.replace(str(path), path.name).rstrip("."), error.hint or "")
        yield Mistake(path, path.name, 0, Fault.LETTERHEAD, told)
        return
    for document in _letters(studios, path):
        try:
            _in_word(document)
        except Mistake as mistake:
            found.setdefault(mistake.said, mistake)
    yield from found.values()


def _letters(studios: Sequence[Studio], path: Path) -> Iterator[Document]:
    kind = kind_of(TEMPLATE)
    assert kind
    for studio in studios:
        template = studio.templates.read(packaged() / f"{TEMPLATE}.{FALLBACK}.md")
        case = next(kind.cases(studio, template), None)
        if case:
            text = template.render(case.fields)
            document = replace(studio.document(Layout.LETTER, template, text), letterhead=path)
            yield replace(document, letter=studio.letter(_ADDRESS, template, text))
            yield replace(document, letter=Letter(), direction="rtl")


def _in_word(document: Document) -> None:
    from mo_registry.documents import word

    word.render(document)
