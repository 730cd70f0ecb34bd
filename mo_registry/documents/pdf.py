"""Documents as PDF, by Typst: accessible (PDF/UA-1) and fit for archives (PDF/A-2a).

The same document gives the same bytes: no clock, no system fonts, no network, no file but the layouts that
come with the tool. What a document says goes to Typst as data, never as Typst's source.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mo_registry.documents.blocks import to_plain
from mo_registry.documents.document import Document
from mo_registry.documents.letter import TooManyAddressLines
from mo_registry.documents.template_files import refuse_link
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from typst import Compiler, Fonts, TypstError

LAYOUTS = Path(__file__).parent / "layouts"
LETTERS = "letters"
"""The layout of many letters in one file."""
BLANK = "blank"
"""A layout of nothing."""
FIRST_FAMILIES = ("Noto Sans", "Noto Sans Arabic")
FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")

_KEPT = 10
"""For so many documents Typst keeps in memory what it might use again."""
_MISSING = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_TOO_MANY_LINES = re.compile(r"address-lines (\d+)")


class MissingGlyph(Exception):
    """No font has a character that the document needs."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters

    def __str__(self) -> str:
        told = (
            _("“{text}”").format(text=character) + f" (U+{ord(character):04X})"
            for character in self.characters
        )
        return _("no font has the characters {characters}").format(characters=", ".join(told))


@dataclass(frozen=True)
class Press:
    """Prints documents; made once for many, because the first page costs most.

    Args:
        fonts: a folder with further fonts, for scripts that the built-in ones lack; it may be missing.
        both_sides: whether letters in one file are printed on both sides of the paper.
    """

    fonts: Path | None = None
    both_sides: bool = True
    _compilers: dict[str, Compiler] = field(default_factory=dict, compare=False, repr=False)

    def print(self, document: Document) -> bytes:
        """The document as a PDF file.

        Raises:
            MissingGlyph: a character is in no font.
            TooManyAddressLines: the address, as it is printed, is too long for the address field.
            RegistryError: a file in the folder of fonts is no font.
        """
        return self._compiled(document.layout, self._data(document), document)

    def print_letters(self, title: str, letters: Sequence[Document]) -> bytes:
        """Letters as one PDF file, each on sheets of its own with its own page numbers, in this order.

        They are laid out in one go and not put together from files: so the tags of each stay, and a reader
        of the file finds every letter among its bookmarks by whom it goes to.

        Args:
            title: what the file is called; it is in the language of the letter that is called so.
            letters: one at least; a hundred take some 250 MB of memory.

        Raises:
            MissingGlyph: a character in one of them is in no font.
            TooManyAddressLines: an address is too long; see `print` for which.
            RegistryError: a file in the folder of fonts is no font.
        """
        first = next((letter for letter in letters if letter.title == title), letters[0])
        data = {
            "fonts": self._families,
            "language": first.language,
            "direction": first.direction,
            "title": title,
            "words": {letter.language: dict(letter.words) for letter in letters},
            "letters": [self._said(letter) for letter in letters],
        }
        return self._compiled(LETTERS, data, first)

    def forget(self) -> None:
        """Give back the memory of what was printed: Typst keeps it for some more documents, in case they are alike."""
        for _again in range(_KEPT + 1):
            self._compiler(BLANK).compile(format="svg")

    def _compiled(self, layout: str, data: Mapping[str, object], document: Document) -> bytes:
        import typst

        day = document.date
        data = {**data, "both-sides": self.both_sides}
        try:
            pdf, warnings = self._compiler(layout).compile_with_warnings(
                format="pdf",
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=["ua-1", "a-2a"],
                timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
            )
        except typst.TypstError as error:
            raise _problem(error, document) from error
        if warnings:
            raise RuntimeError(f"the layout {layout} is faulty: {warnings[0].message}")
        assert isinstance(pdf, bytes)
        return pdf

    def _compiler(self, layout: str) -> Compiler:
        import typst

        if layout not in self._compilers:
            self._compilers[layout] = typst.Compiler(
                LAYOUTS / f"{layout}.typ",
                root=LAYOUTS,
                font_paths=self._found,
                ignore_system_fonts=True,
                package_path=LAYOUTS,
                package_cache_path=LAYOUTS,
            )
        return self._compilers[layout]

    def _data(self, document: Document) -> dict[str, object]:
        return {"fonts": self._families, "words": dict(document.words), **self._said(document)}

    def _said(self, document: Document) -> dict[str, object]:
        return {
            "language": document.language,
            "direction": document.direction,
            "title": document.title,
            "blocks": to_plain(document.blocks),
            "notice": document.notice,
            "summary": document.summary,
            "mark": document.mark,
            "sender": document.sender,
            "signatures": [asdict(signature) for signature in document.signatures],
            "badges": [asdict(badge) for badge in document.badges],
            "letter": asdict(document.letter) if document.letter else None,
            "enclosed": [self._said(form) for form in document.enclosed],
        }

    @cached_property
    def _found(self) -> Fonts:
        extra = list(self._extra())
        own = [self.fonts] if self.fonts and extra else []
        fonts = _fonts([*font_folders(), *own])
        _refuse_strangers(extra, fonts)
        return fonts

    @cached_property
    def _families(self) -> list[str]:
        found = self._found.families()
        return [*FIRST_FAMILIES, *sorted(family for family in found if family not in FIRST_FAMILIES)]

    def _extra(self) -> Iterator[Path]:
        if self.fonts and self.fonts.is_dir():
            for path in sorted(self.fonts.iterdir()):
                if path.suffix.lower() in FONT_FILES:
                    refuse_link(self.fonts, path)
                    yield path


def refuse_no_font(path: Path) -> None:
    """Refuse a file that is no font.

    Raises:
        RegistryError: it is none.
    """
    _refuse_strangers([path], _fonts([path.parent]))


def _fonts(folders: Iterable[Path]) -> Fonts:
    """The fonts in folders; Typst looks for none in files that are named one by one."""
    import typst

    paths = [str(folder) for folder in folders]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def _refuse_strangers(paths: Iterable[Path], fonts: Fonts) -> None:
    used = {Path(font.path).resolve() for font in fonts.fonts() if font.path}
    for path in paths:
        if path.resolve() not in used:
            raise RegistryError(
                _("{file} is no font that can be used.").format(file=path),
                hint=_("Put a TrueType or OpenType font there, or take the file away."),
            )


def font_folders() -> list[Path]:
    """Where the fonts are that come with the tool: Latin, Greek, Cyrillic, Vietnamese, Arabic."""
    import fontpkg_noto_sans  # type: ignore[import-untyped]
    import fontpkg_noto_sans_arabic  # type: ignore[import-untyped]

    return [Path(package.ROOT) / "files" for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)]


def _problem(error: TypstError, document: Document) -> Exception:
    missing = "".join(ast.literal_eval(_rust_text(text)) for text in _MISSING.findall(error.diagnostic))
    if missing:
        return MissingGlyph("".join(dict.fromkeys(missing)))
    if document.letter and (match := _TOO_MANY_LINES.search(error.diagnostic)):
        return TooManyAddressLines(document.letter.address, int(match[1]))
    return RuntimeError(f"Typst could not print {document.title!r}: {error.diagnostic}")


def _rust_text(text: str) -> str:
    r"""A text as Rust writes it for programmers (``\u{1f600}``), as Python does."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: f"\\U{int(match[1], 16):08x}", text)
