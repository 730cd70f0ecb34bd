"""What every kind of document is made with: the registry, its templates, and the press."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from mo_registry.documents.document import Document, Layout
from mo_registry.documents.fields import View
from mo_registry.documents.letter import Letter, information_block, return_line, street_and_place
from mo_registry.documents.output import Format, Rendered, render
from mo_registry.documents.pdf import MissingGlyph, Press
from mo_registry.documents.template import Template, Text
from mo_registry.documents.template_files import FALLBACK, refuse_link
from mo_registry.documents.templates import Templates
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.registry import Registry


@dataclass(frozen=True)
class Studio:
    """Makes documents of one registry; made once for a whole run."""

    registry: Registry

    @cached_property
    def templates(self) -> Templates:
        """The registry's templates and those of the tool."""
        return Templates(self.registry.templates.parent)

    @cached_property
    def press(self) -> Press:
        """Where PDFs are printed."""
        return Press(self.registry.templates / "fonts", self.registry.settings.documents.both_sides)

    @cached_property
    def letterhead(self) -> Path | None:
        """The office's own Word file for letters, if there is one.

        Raises:
            RegistryError: it is a link that leads out of the folder of templates.
        """
        folder = self.registry.templates
        path = folder / "letterhead.docx"
        if not path.is_file():
            return None
        refuse_link(folder, path)
        return path

    def view(self, template: Template) -> View:
        """The registry in the template's language."""
        return View(self.registry, template.language)

    def common(self, template: Template) -> dict[str, Any]:
        """The fields that every template has."""
        view = self.view(template)
        return {"today": self.registry.today, "office": view.office(), "notes": view.notes()}

    def document(self, layout: Layout, template: Template, text: Text) -> Document:
        """The text in its layout, without what only some kinds have."""
        return Document(
            layout=layout,
            title=text.line("title"),
            language=text.language,
            date=self.registry.today,
            blocks=text.blocks,
            direction=template.formats.direction,
            words=self.templates.words(text.language),
            notice=text.line("notice"),
            letterhead=self.letterhead,
        )

    def summary(self, template: Template, fields: Callable[[Template], dict[str, Any]]) -> str:
        """What a letter in another language is, in German, for whoever is shown it; empty for a German one.

        Args:
            template: that of the letter.
            fields: what the German template may use.
        """
        german = template.language.partition("-")[0] == FALLBACK
        if german or not self.registry.settings.documents.german_summary:
            return ""
        other = self.templates.find(template.name, FALLBACK)
        return other.line("summary", fields(other))

    def letter(self, address: tuple[str, ...], template: Template, text: Text) -> Letter:
        """What surrounds the text of a letter from the office."""
        settings = self.registry.settings
        rules, office = settings.documents, self.view(template).office()
        organisation = self.registry.organisations.get(settings.organisation or "")
        home = organisation.address if organisation else None
        signature = (rules.signatory.name or "", rules.signatory.function or "")
        return Letter(
            address=address,
            form=rules.form,
            sender=(
                office["name"],
                " · ".join(part for part in (*street_and_place(home), office["website"]) if part),
            ),
            return_line=rules.return_line or return_line(office["name"], home),
            information=self._information(template),
            day=template.formats.short_date(self.registry.today),
            closing=text.line("closing"),
            signature=tuple(line for line in signature if line) or (office["name"],),
            enclosures=_listed(text.line("enclosures")),
            copies=_listed(text.line("copies")),
        )

    def made(
        self, document: Document, formats: Iterable[Format], path: PurePath, *, paper: bool = False
    ) -> tuple[Rendered, ...]:
        """The document in every format; for one that nobody could do without.

        Args:
            document: what is made.
            formats: what it is made as.
            path: where, without an ending.
            paper: whether there is no other format than PDF.

        Raises:
            RegistryError: a character in it is in no font.
        """
        try:
            return tuple(render(document, form, path, self.press) for form in formats)
        except MissingGlyph as problem:
            raise RegistryError(
                _("“{title}” cannot be printed: {problem}.").format(
                    title=document.title, problem=self.explained(problem)
                ),
                hint=None if paper else _("Until then it can be made in other formats: --format html,md"),
            ) from problem

    def explained(self, problem: MissingGlyph) -> str:
        """Which characters no font has, in which files they stand, and what to do about it."""
        return _("{problem} ({files}); put a font that has them into {folder}").format(
            problem=problem,
            files=", ".join(self._files_with(problem.characters)) or _("a template"),
            folder="templates/fonts",
        )

    def _files_with(self, characters: str) -> list[str]:
        registry = self.registry
        entries: tuple[Organisation | Event, ...] = (
            *registry.organisations.values(),
            *registry.events.values(),
        )
        found = (entry for entry in entries if any(it in repr(entry) for it in characters))
        return [registry.own(registry.place(entry).files[0]).as_posix() for entry in found][:3]

    def _information(self, template: Template) -> tuple[tuple[str, str], ...]:
        signatory, formats = self.registry.settings.documents.signatory, template.formats
        office = self.view(template).office()
        values = {
            "our_reference": signatory.reference,
            "name": signatory.name,
            "room": signatory.room,
            "phone": formats.phone(office["phone"]),
            "fax": formats.phone(signatory.fax),
            "email": office["email"],
            "date": formats.short_date(self.registry.today),
        }
        return information_block(values, self.templates.words(template.language))


def _listed(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[;؛]", line) if part.strip())
