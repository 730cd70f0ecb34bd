"""What lies in the folders of templates: the registry's own and the tool's, and whose each document uses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mo_registry.documents.authoring.kinds import KINDS, kind_of
from mo_registry.documents.pdf import FONT_FILES
from mo_registry.documents.template_files import NOT_TEMPLATES, beginning, included_names, is_called_right
from mo_registry.documents.templates import Templates
from mo_registry.finding import RegistryError
from mo_registry.i18n import N_, _
from mo_registry.model.rules import did_you_mean

WORDS, LETTERHEAD, FONTS = "words", "letterhead", "fonts"
LETTERHEAD_FILE = "letterhead.docx"

_MARK = re.compile(r"^#.*\bmo-registry\b.*\(([0-9a-f]{8})\)", re.MULTILINE)
_WORDS = re.compile(r"words\.([a-z]{2,3}(?:-[A-Za-z0-9]+)*)\.yaml")
_BESIDE = (*NOT_TEMPLATES, "ofl", "license", "licence", "lizenz")
"""What lies beside fonts and is none."""
_PURPOSES = {
    WORDS: N_("fixed words of all documents"),
    LETTERHEAD: N_("the office's own letterhead for Word"),
}


class What(StrEnum):
    """What a file is."""

    TEMPLATE = "template"
    PART = "part"
    WORDS = "words"
    LETTERHEAD = "letterhead"
    FONT = "font"
    UNUSED = "unused"


class State(StrEnum):
    """Whose a file is, and what that means."""

    TOOL = "tool"
    OWN = "own"
    REPLACES = "replaces"
    OUTDATED = "outdated"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Item:
    """A file of templates.

    Attributes:
        name: what it is called, without the language.
        language: its code; empty where it has none.
        what: what it is.
        state: whose it is.
        path: where it lies.
        replaced: the tool's file that it stands in for.
    """

    name: str
    language: str
    what: What
    state: State
    path: Path
    replaced: Path | None = None

    @property
    def key(self) -> str:
        """How commands name it: ``invitation.de``."""
        return f"{self.name}.{self.language}" if self.language else self.name

    @property
    def purpose(self) -> str:
        """What it is for."""
        kind = kind_of(self.name) if self.what is What.TEMPLATE else None
        if kind:
            return _(kind.purpose)
        if self.what is What.PART:
            return _("a piece that other templates include")
        if self.what is What.FONT:
            return _("a font for characters that the others lack")
        return _(_PURPOSES[self.name]) if self.name in _PURPOSES else _("no document uses it")


def inventory(templates: Templates) -> list[Item]:
    """All files that count, and those in the registry's own folder that nothing uses.

    A template of the tool that the registry has one of its own for is not among them.
    """
    items: dict[tuple[What, str, str], Item] = {}
    own = templates.folders[0] if len(templates.folders) > 1 else None
    included = included_names(templates.folders)
    for folder in templates.folders:
        for path in _files(folder):
            what, name, language = _told(path, folder, included)
            if what is What.UNUSED and folder != own:
                continue
            known = items.get((what, name, language))
            if known and what is not What.UNUSED:
                items[what, name, language] = _replacing(known, path)
            else:
                state = State.TOOL if folder != own else State.OWN
                state = State.UNUSED if what is What.UNUSED else state
                key = (what, name, language) if what is not What.UNUSED else (what, str(path), "")
                items[key] = Item(name, language, what, state, path)
    return sorted(items.values(), key=_order)


def find(items: Sequence[Item], wanted: str) -> list[Item]:
    """The files that somebody names: ``invitation``, ``invitation.de``, ``invitation.de.md``, or a path.

    Raises:
        RegistryError: there is none.
    """
    name = Path(wanted).name
    found = [
        item
        for item in items
        if wanted in (item.name, item.key)
        or name == item.path.name
        or (item.what is What.FONT and name == FONTS)
    ]
    if not found:
        keys = sorted({word for item in items for word in (item.key, item.name)})
        raise RegistryError(
            _("There is no template “{name}”.").format(name=wanted),
            hint=did_you_mean(wanted, keys) or _("What there is: mo-registry templates list"),
        )
    return found


def fingerprint(content: bytes) -> str:
    """What tells a text from an older one, in eight characters; line ends do not count."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:8]


def _replacing(own: Item, path: Path) -> Item:
    mark = _MARK.search(beginning(own.path)) if own.what is not What.LETTERHEAD else None
    outdated = bool(mark and mark[1] != fingerprint(path.read_bytes()))
    state = State.OUTDATED if outdated else State.REPLACES
    return Item(own.name, own.language, own.what, state, own.path, path)


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name == FONTS and path.is_dir():
            yield from (it for it in sorted(path.iterdir()) if not it.name.lower().startswith(_BESIDE))
        elif not path.name.lower().startswith(NOT_TEMPLATES):
            yield path


def _told(path: Path, folder: Path, included: set[str]) -> tuple[What, str, str]:
    """What a file is, by its name."""
    if path.parent != folder:
        is_font = path.suffix.lower() in FONT_FILES
        return (What.FONT, path.name, "") if is_font else (What.UNUSED, path.name, "")
    if path.name == LETTERHEAD_FILE:
        return What.LETTERHEAD, LETTERHEAD, ""
    if match := _WORDS.fullmatch(path.name):
        return What.WORDS, WORDS, match[1]
    if is_called_right(path.name):
        name, language, _ending = path.name.split(".")
        if kind_of(name):
            return What.TEMPLATE, name, language
        if name in included:
            return What.PART, name, language
    return What.UNUSED, path.name, ""


def _order(item: Item) -> tuple[int, int, str, bool, str]:
    names = [kind.template for kind in KINDS]
    place = names.index(item.name) if item.name in names else len(names)
    return list(What).index(item.what), place, item.name, item.language != "de", item.language
