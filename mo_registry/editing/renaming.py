"""Another id for an entry or for something that the settings declare, in its file and in every reference."""

from __future__ import annotations

import os
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from mo_registry.checks import event_dates
from mo_registry.editing import change as changes
from mo_registry.editing import mentions, patch
from mo_registry.editing.change import Change
from mo_registry.editing.ids import LONGEST, is_valid, was_of
from mo_registry.editing.mentions import Mention
from mo_registry.editing.path import value_at
from mo_registry.finding import Finding, Keys, RegistryError, Severity
from mo_registry.i18n import _
from mo_registry.matching import proposal
from mo_registry.model.references import VOCABULARIES, Reference, references, settings_references
from mo_registry.names import ID, slug
from mo_registry.registry import FOLDERS, MODELS, SETTINGS, Registry
from mo_registry.yamlfile import Data

KINDS = (*FOLDERS, "networks", "venues", "series", *VOCABULARIES, "topics")
"""What has an id: two folders of entries, and blocks of the settings."""

_TEMPLATES = (".md", ".j2", ".txt", ".html", ".typ", ".yaml")
_OF_FILE_NAMES = (event_dates.no_date_in_name.rule, event_dates.other_date_in_name.rule)


@dataclass(frozen=True, slots=True)
class Target:
    """Something with an id."""

    kind: str
    """One of `KINDS`."""
    id: str

    def __str__(self) -> str:
        return f"{self.kind}.{self.id}"

    def files(self, registry: Registry) -> tuple[Path, ...]:
        """The files that declare it."""
        return registry.files.get((self.kind, self.id)) or (registry.root / SETTINGS,)


@dataclass(slots=True)
class Renaming:
    """A new id for something, and what changes with it."""

    target: Target
    new: str
    change: Change = field(default_factory=Change)
    references: int = 0
    left: list[Mention] = field(default_factory=list)
    """Lines that hold the old id as a word and stay: comments, texts, templates."""


def find(registry: Registry, typed: str) -> Target:
    """What somebody wants to rename.

    Args:
        registry: where to look.
        typed: an id, also a former one, the path of an entry's file, or an id behind what it is:
            ``venues.rathaus``.

    Raises:
        RegistryError: nothing has this id, or more than one thing.
    """
    kind, dot, name = typed.partition(".")
    if not dot or kind not in KINDS:
        kind, name = "", PurePath(typed).name.removesuffix(".yaml")
    found = [Target(k, name) for k in KINDS if kind in ("", k) and name in registry.declared(k)]
    if len(found) == 1:
        return found[0]
    if found:
        raise RegistryError(
            _("“{id}” is the id of more than one thing: {things}").format(
                id=name, things=", ".join(map(str, found))
            ),
            hint=_("Say which one is meant: mo-registry rename {thing} …").format(thing=found[0]),
        )
    if now := registry.called_now(name):
        return find(registry, now)
    known = {key: text for k in KINDS if kind in ("", k) for key, text in registry.declared(k).items()}
    raise RegistryError(
        _("Nothing in this registry has the id “{id}”.").format(id=typed),
        hint=proposal(name, known) or _("look for it with mo-registry find {text}").format(text=name),
    )


def rename(registry: Registry, target: Target, new: str) -> Renaming:
    """A new id, with all files that change by it; nothing is written.

    Raises:
        RegistryError: the new id cannot be one, or is taken; or a file that speaks of the old one cannot be
            read, so that a reference might be missed.
    """
    mentions.expect_listed(registry)
    _refuse_unusable(registry, target, new)
    renaming = Renaming(target, new)
    _respell_references(registry, renaming)
    if target.kind in FOLDERS:
        _note_mentions(registry, renaming)
        _move(registry, renaming)
    else:
        path = registry.root / SETTINGS
        text = patch.rename_key(renaming.change.text(path), (target.kind, target.id), new)
        renaming.change.write(path, text)
        _note_mentions(registry, renaming)
    return renaming


def new_findings(renaming: Renaming, before: Registry, after: Registry) -> list[Finding]:
    """What checks find only because of the new id; what they said of the old one is not new."""
    word = re.compile(rf"(?<![\w-]){re.escape(renaming.target.id)}(?![\w-])")
    now = {old: new for new, old in renaming.change.moved.items()}

    def said(finding: Finding) -> Hashable:
        if finding.code.startswith("MO3"):  # of two that are alike, another one may be the second now
            return finding.code
        # An event that had no date in its name, or a wrong one, does not get another such name.
        file = finding.file if finding.rule in _OF_FILE_NAMES else now.get(finding.file, finding.file)
        return (file, finding.code, word.sub(renaming.new, finding.message))

    return changes.new_findings(before, after, said)


# The new id ----------------------------------------------------------------------------------------------


def _refuse_unusable(registry: Registry, target: Target, new: str) -> None:
    if new == target.id:
        raise RegistryError(_("“{id}” is called so already.").format(id=new))
    if not is_valid(new):
        raise RegistryError(
            _(
                "“{id}” cannot be an id: small letters, digits and hyphens only, at most {count} of them."
            ).format(id=new, count=LONGEST),
            hint=_("for instance {id}").format(id=slug(new)) if is_valid(slug(new)) else None,
        )
    if new == target.id.casefold():
        raise RegistryError(
            _("“{new}” and “{old}” differ in capitals only, which many computers take for the same.").format(
                new=new, old=target.id
            ),
            hint=_("Rename it twice: first to {id}-2, then to {id}.").format(id=new),
        )
    _refuse_taken(registry, target, new)
    for path in target.files(registry) if target.kind in FOLDERS else ():
        if path.is_symlink():
            raise RegistryError(
                _("{path} is a link to another file, which this command does not rename.").format(path=path),
                hint=_("Put the file itself in its place, then try again."),
            )
        if os.path.lexists(place := _place(path, new)):
            raise RegistryError(
                _("There is a file {path} already; it was left as it is.").format(path=place),
                hint=_("Choose another name, or look at what is there."),
            )


def _refuse_taken(registry: Registry, target: Target, new: str) -> None:
    for name, label in registry.declared(target.kind).items():
        if name.casefold() == new and name != target.id:
            raise RegistryError(
                _("The id {id} is taken: {name}.").format(id=name, name=label),
                hint=_("Choose another one, for instance {id}-2.").format(id=new),
            )
    now = registry.called_now(new) if target.kind in FOLDERS else None
    if now not in (None, target.id):
        raise was_of(registry, new, now or "")
    files = target.files(registry)
    if len({path.parent for path in files}) < len(files):
        raise RegistryError(
            _("“{id}” has two files in one folder: {files}").format(
                id=target.id, files=_listed(registry, files)
            ),
            hint=_("Keep one of them, then try again."),
        )


def _place(path: Path, identifier: str) -> Path:
    return path.with_name(f"{identifier}.yaml")


def _listed(registry: Registry, paths: Iterable[Path]) -> str:
    return " ".join(registry.relative(path).as_posix() for path in paths)


# References ----------------------------------------------------------------------------------------------


def _respell_references(registry: Registry, renaming: Renaming) -> None:
    target = renaming.target
    own = target.files(registry)
    damaged = {
        path
        for finding in registry.findings
        if finding.severity is Severity.ERROR
        for path in finding.place.files
    }
    doubtful = []
    for paths, named in _sources(registry):
        speaking = [path for path in paths if path in own or mentions.in_file(path, target.id)]
        keys = (
            [way for kind, name, way in named if (kind, name) == (target.kind, target.id)] if speaking else []
        )
        doubtful += [path for path in speaking if not _respelled(renaming, path, keys, path in damaged)]
    if doubtful:
        raise RegistryError(
            _("“{id}” was not renamed, because not all of these files can be read: {files}").format(
                id=target.id, files=_listed(registry, doubtful)
            ),
            hint=_("They may refer to it. Mend them first: mo-registry validate {files}").format(
                files=_listed(registry, doubtful)
            ),
        )


def _sources(registry: Registry) -> Iterator[tuple[tuple[Path, ...], Iterable[Reference]]]:
    """All files, those of one entry together, and what they refer to as far as they could be read."""
    yield (registry.root / SETTINGS,), settings_references(registry.settings)
    for (folder, name), paths in registry.files.items():
        entries = registry.organisations if folder == "organisations" else registry.events
        entry = entries.get(name)
        yield paths, references(entry) if entry else ()


def _respelled(renaming: Renaming, path: Path, keys: list[Keys], damaged: bool) -> bool:
    """Change the references in one file; False if there may be others in what could not be read of it."""
    old, change = renaming.target.id, renaming.change
    try:
        data = change.data(path)
    except RegistryError:
        return False
    here = [way for way in keys if value_at(data, way) == old]
    if damaged and not set(mentions.ways(data, old)) <= set(here):
        return False
    for way in here:
        change.write(path, patch.respell(change.text(path), way, renaming.new))
    renaming.references += len(here)
    return True


# What else speaks of it ----------------------------------------------------------------------------------


def _note_mentions(registry: Registry, renaming: Renaming) -> None:
    found = mentions.finder((renaming.target.id,))
    own = renaming.target.files(registry) if renaming.target.kind in FOLDERS else ()
    for path, text in renaming.change.after.items():
        place = _place(path, renaming.new) if path in own else path
        renaming.left += mentions.lines(place, text or "", found)
    for path in _templates(registry.root / "templates"):
        if mentions.in_file(path, renaming.target.id):
            renaming.left += mentions.lines(path, path.read_bytes().decode(errors="replace"), found)


def _templates(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.suffix in _TEMPLATES)


# The files of the entry itself ---------------------------------------------------------------------------


def _move(registry: Registry, renaming: Renaming) -> None:
    change, files = renaming.change, renaming.target.files(registry)
    if ID.fullmatch(renaming.target.id):  # what cannot be an id stands in no letter
        _remember(renaming, next((path for path in files if "former_ids" in change.data(path)), files[0]))
    for path in files:
        change.move(path, _place(path, renaming.new))


def _remember(renaming: Renaming, path: Path) -> None:
    """Write the old id down in the entry; the new one is no former one any more."""
    noted = renaming.change.data(path).get("former_ids", [])
    former: list[Data] = noted if isinstance(noted, list) else [noted]
    former = [*(one for one in former if one not in (renaming.new, renaming.target.id)), renaming.target.id]
    model = MODELS["organisations" if renaming.target.kind == "organisations" else "events"]
    text = patch.set_value(renaming.change.text(path), ("former_ids",), former, model=model)
    renaming.change.write(path, text)
