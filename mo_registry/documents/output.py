"""Writing rendered files: all of them or, where that fails, none half."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path, PurePath

from mo_registry.documents import html, markdown
from mo_registry.documents.document import Document
from mo_registry.documents.pdf import Press
from mo_registry.files import replace
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

LONGEST_NAME = 120
"""Bytes of a file's name; file systems allow 255, and some programs add to it."""


class Format(StrEnum):
    """What a document can be written as."""

    PDF = "pdf"
    WORD = "docx"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"
    EXCEL = "xlsx"
    CSV = "csv"
    JSON = "json"
    VCARD = "vcf"


TEXTS = (Format.PDF, Format.WORD, Format.HTML, Format.MARKDOWN, Format.TEXT)
"""What every text can be written as."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file that is ready to be written."""

    path: PurePath
    """Below the folder of outputs."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is where it belongs."""

    path: Path
    changed: bool
    """Whether it is new or other than before."""


def render(document: Document, form: Format, path: PurePath, press: Press) -> Rendered:
    """The document as a file of this format; `path` is without an ending.

    Raises:
        MissingGlyph, TooManyAddressLines: see `Press.print`.
        RegistryError: the office's own letterhead cannot be filled in.
    """
    return Rendered(path.with_name(file_name(path.name, form)), _content(document, form, press))


def _content(document: Document, form: Format, press: Press) -> bytes:
    match form:
        case Format.PDF:
            return press.print(document)
        case Format.WORD:
            from mo_registry.documents import word

            return word.render(document)
        case Format.HTML:
            return html.render(document).encode()
        case Format.MARKDOWN:
            return markdown.render(document).encode()
        case Format.TEXT:
            from mo_registry.documents import text

            return text.render(document).encode()
    raise ValueError(f"a text cannot be written as {form}")


def file_name(stem: str, ending: str) -> str:
    """A name that every file system takes; a very long one is cut, and stays different from its like."""
    if len(stem.encode()) > LONGEST_NAME:
        kept = stem.encode()[: LONGEST_NAME - 9].decode(errors="ignore")
        stem = f"{kept}-{sha256(stem.encode()).hexdigest()[:8]}"
    return f"{stem}.{ending}"


def write(files: Iterable[Rendered], folder: Path) -> list[Written]:
    """Write the files below the folder. A file that is already as it should be is not touched.

    Every file is written beside its place and then moved there, so that whoever looks sees the old or the
    new one, whole.

    Raises:
        RegistryError: a file cannot be written.
    """
    written = []
    for file in files:
        if file.path.is_absolute() or ".." in file.path.parts:
            raise ValueError(f"{file.path} is not below the folder of outputs")
        path = folder / file.path
        try:
            changed = not _is_there(path, file.content)
            if changed:
                replace(path, file.content)
        except OSError as error:
            raise _refused(path, error) from error
        written.append(Written(path, changed))
    return written


def _is_there(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _refused(path: Path, error: OSError) -> RegistryError:
    reason = error.strerror or str(error)
    return RegistryError(
        _("{file} cannot be written: {reason}.").format(file=path, reason=reason),
        hint=_(
            "Close the file if it is open in another program, see that its folder may be written to "
            "and is not full, or choose another folder."
        ),
    )
