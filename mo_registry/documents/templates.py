"""All templates that a registry can use, and the fixed words of every language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mo_registry.documents.mistakes import Kind, Mistake, Told
from mo_registry.documents.template import Template
from mo_registry.documents.template_files import (
    FALLBACK,
    INCLUDE,
    NOT_TEMPLATES,
    is_called_right,
    names_in,
    packaged,
    parted,
    refuse_link,
    single_braces,
    text_of,
    two_braces,
    words_of,
)  # fmt: skip
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True)
class Templates:
    """All templates that a registry can use: its own first, then those that come with the tool.

    Args:
        root: the registry's folder, whose ``templates/`` holds its own.
    """

    root: Path
    _known: dict[tuple[str, str], Template] = field(default_factory=dict, compare=False, repr=False)
    _words: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Where templates are looked for, first to last."""
        own = self.root / "templates"
        return (own, packaged()) if own.resolve() != packaged().resolve() else (packaged(),)

    def find(self, name: str, language: str) -> Template:
        """The template in this language, or in German where there is none.

        Raises:
            RegistryError: there is none at all, or it cannot be read.
        """
        key = (name, language)
        if key not in self._known:
            path = self._path(f"{name}.{{}}.md", language)
            if path is None:
                raise RegistryError(
                    _("There is no template “{name}”.").format(name=f"{name}.{FALLBACK}.md"),
                    hint=_("Templates are looked for in {folders}.").format(
                        folders=", ".join(str(folder) for folder in self.folders)
                    ),
                )
            self._known[key] = self.read(path)
        return self._known[key]

    def read(self, path: Path) -> Template:
        """The template in a file.

        Raises:
            Mistake: it cannot be read.
        """
        return Template(self, path.name.split(".")[0], path.name.split(".")[-2], path, self.text(path))

    def text(self, path: Path) -> str:
        """What stands in a file of a template.

        Raises:
            Mistake: it cannot be read, is too long for a template, or not in UTF-8.
        """
        try:
            refuse_link(path.parent, path)
            return text_of(path)
        except RegistryError as error:
            told = Told(error.message.replace(str(path), self.shown(path)).rstrip("."), error.hint or "")
            raise Mistake(path, self.shown(path), 0, Kind.FILE, told, whole=True) from None

    def words(self, language: str) -> dict[str, str]:
        """The fixed words of a language, as ``Seite``; a word that it lacks is German."""
        if language not in self._words:
            found: dict[str, str] = {}
            for tongue in dict.fromkeys((FALLBACK, language.partition("-")[0], language)):
                for folder in reversed(self.folders):
                    found.update(words_of(folder / f"words.{tongue}.yaml"))
            self._words[language] = found
        return self._words[language]

    def speaks(self, language: str) -> bool:
        """Whether there is a file with the fixed words of this language."""
        tongues = dict.fromkeys((language, language.partition("-")[0]))
        return any((folder / f"words.{it}.yaml").is_file() for it in tongues for folder in self.folders)

    def doubts(self) -> list[str]:
        """What in the registry's own folder does probably not do what was meant; each a sentence."""
        own, known = self.root / "templates", sorted(names_in(packaged()))
        files = sorted(own.glob("*.[mM][dD]")) if own.is_dir() else []
        texts = {path: text_of(path) for path in files if not path.name.lower().startswith(NOT_TEMPLATES)}
        included = {name for text in texts.values() for name in INCLUDE.findall(text)}
        found = []
        for path, text in texts.items():
            name = path.name.split(".")[0]
            if not (is_called_right(path.name) and name in {*known, *included}):
                found.append(_unused(self.shown(path), known))
            found += [_gap(self.shown(path), line, gap) for line, gap in single_braces(text)]
        return found

    def shown(self, path: Path) -> str:
        """How a message names the file."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def _path(self, pattern: str, language: str) -> Path | None:
        for tongue in dict.fromkeys((language, language.partition("-")[0], FALLBACK)):
            for folder in self.folders:
                path = folder / pattern.format(tongue)
                if path.is_file():
                    return path
        return None

    def included(self, name: str, language: str) -> tuple[str, str, None] | None:
        """The text of a template that another one includes, its lines where they are in the file, and the file."""
        path = self._path(f"{name}.{{}}.md", language) if _NAME.fullmatch(name) else None
        return (parted(self.text(path))[1], str(path), None) if path else None


def _unused(file: str, known: Sequence[str]) -> str:
    names = ", ".join(f"{name}.{FALLBACK}.md" for name in known)
    return _(
        "No document uses {file}. Templates are called {names}, or have another language's code."
    ).format(file=file, names=names)


def _gap(file: str, line: int, gap: str) -> str:
    return _("{file}:{line}: “{gap}” is printed as it stands; a gap has two braces: “{right}”.").format(
        file=file, line=line, gap=gap, right=two_braces(gap)
    )
