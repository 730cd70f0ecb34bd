"""Keep the translations fresh: collect all texts, merge them into the German catalogue, compile it.

The texts are the arguments of `_`, `N_` and `ngettext` in the source, the descriptions of fields among them,
and the manual page of every rule, which is its docstring. What is translated stays; a text that changed a
little keeps its translation, marked fuzzy; what nothing uses any more is removed. The outcome depends on
nothing but the source and the catalogue: no date, no name, no line numbers.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import mo_registry
from mo_registry.finding import RULES
from mo_registry.i18n import DOMAIN, LOCALE_DIR

PACKAGE = Path(mo_registry.__file__).parent
LANGUAGE = "de"
PO_FILE = LOCALE_DIR / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.po"
MO_FILE = PO_FILE.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}

HEADER_COMMENT = """\
# The German texts of mo-registry. Under the same licence as the program.
# Collected and compiled by `make catalogue`; translated here, by hand.
#"""
HEADERS = [
    ("Project-Id-Version", "mo-registry"),
    ("Language", LANGUAGE),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]


@dataclass(frozen=True)
class Text:
    """One text to translate: what it says, in which file it stands, and what a translator should know."""

    message: str | tuple[str, ...]
    file: str
    comments: tuple[str, ...] = ()


class Catalogue(Catalog):
    """A catalogue whose header is the same on every day and for every version of Babel."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The fixed header."""
        return HEADERS


def modules() -> Iterator[str]:
    """Every module of the package but the one that runs it, by its dotted name, in order."""
    names = (module.name for module in pkgutil.walk_packages([str(PACKAGE)], "mo_registry."))
    return iter(sorted(name for name in names if not name.endswith("__main__")))


def marked() -> Iterator[Text]:
    """The texts that the source marks with `_`, `N_` or `ngettext`."""
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda path: path.as_posix()):
        file = path.relative_to(PACKAGE.parent).as_posix()
        found = extract_from_file("python", str(path), keywords=KEYWORDS, comment_tags=["translators:"])
        for _line, message, comments, _context in found:
            yield Text(message, file, tuple(comments))


def pages() -> Iterator[Text]:
    """The manual page of every rule, whole."""
    for name in modules():
        importlib.import_module(name)
    for code, rule in sorted(RULES.items()):
        yield Text(
            rule.page, f"rules/{code}", ("Examples and the words Fails: and Passes: stay as they are.",)
        )


def collect() -> Catalogue:
    """All texts of the program, untranslated."""
    template = Catalogue(fuzzy=False, header_comment=HEADER_COMMENT)
    for text in [*marked(), *pages()]:
        template.add(text.message, locations=[(text.file, 1)], auto_comments=text.comments)
    return template


def read(file: Path = PO_FILE) -> Catalog:
    """The catalogue as it is committed; an empty one where there is none yet."""
    if not file.exists():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def merge(old: Catalog, template: Catalogue) -> Catalogue:
    """The template's texts with the old translations; near misses are fuzzy, obsolete ones are gone."""
    old.update(template)
    merged = Catalogue(locale=LANGUAGE, fuzzy=False, header_comment=HEADER_COMMENT)
    for message in template:
        if message.id:
            merged[message.id] = old[message.id]
    return merged


def po_bytes(catalogue: Catalogue) -> bytes:
    """The text form of a catalogue, for translators."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    return stream.getvalue()


def mo_bytes(catalogue: Catalogue) -> bytes:
    """The compiled form of a catalogue, which gettext reads."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def missing(catalogue: Catalog) -> list[Message]:
    """What a translator still has to do: texts without a translation, and fuzzy ones."""
    return [message for message in catalogue if message.id and (message.fuzzy or not translated(message))]


def translated(message: Message) -> bool:
    """Whether every form of the message has a translation."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def main() -> None:
    """Write both forms of the catalogue, and say what is left to translate."""
    catalogue = merge(read(), collect())
    PO_FILE.parent.mkdir(parents=True, exist_ok=True)
    PO_FILE.write_bytes(po_bytes(catalogue))
    MO_FILE.write_bytes(mo_bytes(catalogue))
    left = missing(catalogue)
    print(f"{len(catalogue)} texts, {len(left)} to translate or to look at again, in {PO_FILE}")
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main()
