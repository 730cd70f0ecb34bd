"""Copies of the tool's templates for a registry to change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from mo_registry import __version__
from mo_registry.documents.authoring.inventory import LETTERHEAD, LETTERHEAD_FILE, WORDS, fingerprint
from mo_registry.documents.authoring.kinds import KINDS
from mo_registry.documents.template_files import FALLBACK, packaged
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model.rules import did_you_mean
from mo_registry.registry import Registry

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy, ready to be written.

    Attributes:
        path: where it goes.
        content: what stands in it.
        language: the language that it is for; empty where it has none.
        source: the language that it is still in.
    """

    path: Path
    content: bytes
    language: str
    source: str


def copied(registry: Registry, wanted: str, language: str | None = None) -> Copied:
    """The tool's template, words or letterhead, to be put into the registry's own folder.

    Args:
        registry: whose folder it goes to.
        wanted: ``invitation``, ``invitation.tr``, ``words.tr``, ``letterhead``.
        language: what language it is for; else the one in `wanted`, else that of the registry.

    Raises:
        RegistryError: there is no such template, or the registry's templates are the tool's own.
    """
    name, _dot, told = wanted.removesuffix(".md").removesuffix(".yaml").removesuffix(".docx").partition(".")
    wanted_language = language or told or registry.settings.language
    names = [*(kind.template for kind in KINDS), WORDS, LETTERHEAD]
    if name not in names:
        raise RegistryError(
            _("There is no template “{name}”.").format(name=wanted),
            hint=did_you_mean(name, names) or _("What there is: mo-registry templates list"),
        )
    if not _LANGUAGE.fullmatch(wanted_language):
        raise RegistryError(
            _("“{language}” is no code of a language.").format(language=wanted_language),
            hint=_("for instance: de, tr, uk"),
        )
    if name == LETTERHEAD:
        return _letterhead(registry)
    return _text(registry.templates, name, wanted_language)


def _text(folder: Path, name: str, language: str) -> Copied:
    ending = "yaml" if name == WORDS else "md"
    tongues = dict.fromkeys((language, language.partition("-")[0], FALLBACK))
    source = next(it for it in tongues if (packaged() / f"{name}.{it}.{ending}").is_file())
    original = packaged() / f"{name}.{source}.{ending}"
    path = folder / f"{name}.{language}.{ending}"
    if path.resolve() == original.resolve():
        raise RegistryError(
            _("The templates of this registry are those of the program itself."),
            hint=_("Change {file}; there is nothing to copy.").format(file=PurePath("templates", path.name)),
        )
    content = original.read_bytes().replace(b"\r\n", b"\n")
    return Copied(path, _marked(content.decode(), fingerprint(content)).encode(), language, source)


def _marked(text: str, mark: str) -> str:
    """The text with a line that tells later whether the tool's own has changed since."""
    line = _(
        "# Copied from mo-registry {version} ({mark}). This line tells when the original has changed."
    ).format(version=__version__, mark=mark)
    start, found, rest = text.partition("---\n")
    return f"{start}{found}{line}\n{rest}" if found and not start else f"{line}\n{text}"


def _letterhead(registry: Registry) -> Copied:
    from mo_registry.documents.templates import Templates
    from mo_registry.documents.word.starting import letterhead

    language = registry.settings.language
    words = Templates(registry.templates.parent).words(language)
    content = letterhead(words, language, registry.settings.documents.form, registry.today)
    return Copied(registry.templates / LETTERHEAD_FILE, content, "", "")
