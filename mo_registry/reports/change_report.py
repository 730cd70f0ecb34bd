"""The report of changes: sentences by entry, and what they mean for letters and lists, as a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import PurePath
from typing import Any

from mo_registry import i18n
from mo_registry.documents.blocks import Block, Heading, Listing, Paragraph, Run, text
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.output import TEXTS, Format, Rendered
from mo_registry.documents.reading import runs_against
from mo_registry.documents.studio import Studio
from mo_registry.documents.templates import Templates
from mo_registry.i18n import N_, _
from mo_registry.labels import day
from mo_registry.registry import Registry
from mo_registry.reports.change import SETTINGS, Change
from mo_registry.reports.changes import Unread, changes, unread
from mo_registry.reports.effects import Effect, effects
from mo_registry.revisions import ZONE
from mo_registry.snapshot import Snapshot

FOLDER = "changes"
DEFAULT = (Format.MARKDOWN, Format.HTML)
FORMATS = TEXTS

_HEADINGS = {
    "settings": N_("Settings"),
    "organisations": N_("Organisations"),
    "events": N_("Events"),
}
_ALIVE = re.compile(r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|:(?=//)|\bwww(?=\.)", re.IGNORECASE)
"""What a platform makes links of and tells people about, though nobody marked it up."""


@dataclass(frozen=True)
class Report:
    """What has changed between two states of the registry, and what that means."""

    before: Registry
    after: Registry
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    unread: tuple[Unread, ...]

    @property
    def title(self) -> str:
        """From which day to which."""
        first, last = day_of(self.before), day_of(self.after)
        if first == last:
            return _("Changes on {day}").format(day=day(last))
        return _("Changes from {first} to {last}").format(first=day(first), last=day(last))

    @property
    def states(self) -> str:
        """What is compared with what."""
        return _("Compared: {before} with {after}.").format(
            before=_state(self.before), after=_state(self.after)
        )

    @property
    def groups(self) -> list[tuple[Change, list[Change]]]:
        """The changes entry by entry: the first of each, for what it is about, and all of them."""
        grouped = groupby(self.changes, key=lambda change: (change.folder, change.entry))
        found = ((list(some)) for _key, some in grouped)
        return [(some[0], some) for some in found]

    def file(self, it: Unread) -> str:
        """A file that could not be read whole, and in which state."""
        name = (self.before if it.earlier else self.after).own(it.path).as_posix()
        template = _("{file} (in the earlier state)") if it.earlier else _("{file} (as it is now)")
        return template.format(file=name)


def report(before: Registry, after: Registry) -> Report:
    """Compare two states of the registry, the earlier one first."""
    return Report(
        before,
        after,
        tuple(changes(before, after)),
        tuple(effects(before, after)),
        tuple(unread(before, after)),
    )


def make(
    before: Registry,
    after: Registry,
    formats: Sequence[Format] = DEFAULT,
    language: str | None = None,
    *,
    values: bool = False,
) -> list[Rendered]:
    """The report of changes, ready to be written.

    Args:
        before: the registry as it was.
        after: the registry as it is.
        formats: what the report is made as.
        language: its language, ``de`` or ``en``; else that of the registry.
        values: whether personal data are repeated in it.

    Raises:
        RegistryError: a character is in no font.
    """
    with i18n.speaking(language or after.settings.language):
        found = report(before, after)
        path = PurePath(FOLDER, f"{FOLDER}-{day_of(before)}-{day_of(after)}")
        return rendered(found, formats, path, values=values)


def rendered(
    found: Report, formats: Sequence[Format], path: PurePath, *, values: bool = False
) -> list[Rendered]:
    """The report in every format; in Markdown so that no platform takes a name for more than a name.

    Raises:
        RegistryError: a character is in no font.
    """
    studio = Studio(found.after)
    files = studio.made(document(found, values=values), formats, path)
    return [inert(file) if file.path.suffix == f".{Format.MARKDOWN}" else file for file in files]


def inert(file: Rendered) -> Rendered:
    """The same in Markdown in which nobody is called by ``@name`` and nothing linked by ``#1``."""
    content = _ALIVE.sub(lambda match: f"{match[0]}&#8203;", file.content.decode())
    return replace(file, content=content.replace("$", "&#36;").encode())


def document(found: Report, *, values: bool = False) -> Document:
    """The report as a document in the language in force."""
    language = i18n.language()
    return Document(
        layout=Layout.MINUTES,
        title=found.title,
        language=language,
        date=found.after.today,
        blocks=(
            Paragraph(text(found.states)),
            *_changed(found, values=values),
            *_effects(found.effects),
            *_unread(found),
        ),
        words=Templates(found.after.templates.parent).words(language),
        notice=_("Contains personal data: not for the public.")
        if values and any(change.personal for change in found.changes)
        else "",
        sender=found.after.settings.name,
    )


def data(found: Report, *, values: bool = False) -> dict[str, Any]:
    """The report for programs.

    ``before`` and ``after`` tell the day and, where the state comes from git, the commit. Every change has its
    ``kind``, the ``folder``, the ``entry`` and what it is called (``subject``), the ``path`` in it, the sentence
    without its subject (``what``), and whether data of people are concerned (``personal``). Every effect tells
    the sentences and, under ``organisations``, the ids of those concerned.
    """
    return {
        "before": _state_data(found.before),
        "after": _state_data(found.after),
        "changes": [
            {
                "kind": change.kind.value,
                "folder": change.folder,
                "entry": change.entry,
                "subject": change.subject,
                "path": change.path,
                "what": change.what(values=values),
                "personal": change.personal,
            }
            for change in found.changes
        ],
        "effects": [
            {
                "kind": effect.kind,
                "id": effect.id,
                "about": effect.about,
                "sentences": list(effect.sentences),
                "organisations": {what: list(names) for what, names in effect.organisations.items()},
            }
            for effect in found.effects
        ],
        "unread": [
            {
                "file": (found.before if it.earlier else found.after).own(it.path).as_posix(),
                "state": "before" if it.earlier else "after",
            }
            for it in found.unread
        ],
    }


def day_of(registry: Registry) -> date:
    """The day of a state: of a moment in history that one, else today."""
    if isinstance(registry.source, Snapshot):
        return datetime.fromtimestamp(registry.source.seconds, ZONE).date()
    return registry.today


def _state(registry: Registry) -> str:
    if isinstance(registry.source, Snapshot):
        return _("{day} (commit {commit})").format(
            day=day(day_of(registry)), commit=registry.source.commit.short
        )
    return _("the files as they are on {day}").format(day=day(day_of(registry)))


def _state_data(registry: Registry) -> dict[str, str | None]:
    commit = registry.source.commit.id if isinstance(registry.source, Snapshot) else None
    return {"day": day_of(registry).isoformat(), "commit": commit}


def _changed(found: Report, *, values: bool) -> Iterator[Block]:
    if not found.changes:
        yield Paragraph(text(_("No entry has changed.")))
    for folder, groups in groupby(found.groups, key=lambda group: group[0].folder):
        yield Heading(2, text(_(_HEADINGS[folder])))
        if folder == SETTINGS:
            yield _listed(change.what(values=values) for _first, some in groups for change in some)
        else:
            yield Listing(tuple(tuple(_entry(first, some, values=values)) for first, some in groups))


def _entry(first: Change, some: Sequence[Change], *, values: bool) -> Iterator[Block]:
    """An entry with what has changed: in a line, or in a list below it."""
    head = (*_heading(first.subject), *text(f" ({first.entry})"))
    told = [change.what(values=values) for change in some]
    if len(told) == 1:
        yield Paragraph((*head, *text(f": {told[0]}")))
    else:
        yield Paragraph(head)
        yield _listed(told)


def _effects(found: Sequence[Effect]) -> Iterator[Block]:
    if found:
        yield Heading(2, text(_("What this changes in letters and lists")))
        yield Listing(
            tuple((Paragraph(_heading(effect.about)), _listed(effect.sentences)) for effect in found)
        )


def _unread(found: Report) -> Iterator[Block]:
    if found.unread:
        yield Heading(2, text(_("Not read whole")))
        yield Paragraph(text(_("There are errors in these files; what is said here may not be complete.")))
        yield _listed(map(found.file, found.unread))


def _heading(name: str) -> tuple[Run, ...]:
    return (Run(name, strong=True, isolate=runs_against(name, "ltr")),)


def _listed(sentences: Iterable[str]) -> Listing:
    return Listing(tuple((Paragraph(text(sentence)),) for sentence in sentences))
