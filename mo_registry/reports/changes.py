"""What has changed between two states of the registry, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from mo_registry.finding import Severity
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.part import Entry
from mo_registry.names import name_key, organisation_order
from mo_registry.registry import FOLDERS, SETTINGS, Folder, Registry
from mo_registry.reports.change import SETTINGS as SETTINGS_FOLDER
from mo_registry.reports.change import Change, Kind
from mo_registry.reports.comparing import Comparison, is_list
from mo_registry.reports.entry_changes import Pair, told_changes, whole
from mo_registry.reports.wording import FIELDS

E = TypeVar("E", Organisation, Event)
M = TypeVar("M", bound=BaseModel)


def changes(before: Registry, after: Registry) -> list[Change]:
    """What has changed: first the settings, then organisations by name, then events from the last on.

    An entry that cannot be read on one of the two sides is passed over; see `unread`. Where the confidential
    part is there on one side only, what stands in it is passed over too.

    Args:
        before: the earlier state.
        after: the later state.
    """
    before, after = levelled(before, after)
    renamed = renames(before, after)
    found = list(_settings(before, after, renamed))
    for name in _ordered(before, after, "organisations", _by_name):
        found += _between(before, after, "organisations", name, renamed)
    for name in _ordered(before, after, "events", _by_day):
        found += _between(before, after, "events", name, renamed)
    return found


def settings_known(*registries: Registry) -> bool:
    """Whether the settings could be read; without them there is nothing to compare them with."""
    return all(registry.settings.name for registry in registries)


def _settings(before: Registry, after: Registry, renamed: Mapping[str, str]) -> Iterator[Change]:
    if not settings_known(before, after):
        return
    pair = Pair(
        renewed(before.settings, renamed), after.settings, SETTINGS_FOLDER, SETTINGS.stem, _("Settings"),
        Comparison.of(before, after),
    )  # fmt: skip
    yield from told_changes(pair)


def entry_changes(
    before: Organisation | Event | None,
    after: Organisation | Event | None,
    registry: Registry,
    *,
    earlier: Registry | None = None,
    renamed: Mapping[str, str] | None = None,
    confidential: frozenset[str] = frozenset(),
) -> list[Change]:
    """What has changed in one entry; a new or removed one is a single sentence.

    Args:
        before: the entry as it was; None where it was not there.
        after: the entry as it is; None where it is gone.
        registry: knows what the ids in it stand for.
        earlier: the same for the earlier state, where that is another one.
        renamed: ids of that time, with what they are now; the entry's own new id is told from the two ids.
        confidential: keys whose values nobody else may see.
    """
    words = Comparison.of(earlier or registry, registry, confidential)
    if before is None or after is None:
        there = after or before
        kind = Kind.ADDED if after else Kind.REMOVED
        return [whole(kind, folder_of(there), there, words)] if there else []
    subject = words.after.called(after).full
    pair = Pair(renewed(before, renamed or {}), after, folder_of(after), after.id, subject, words)
    return [*_renamed(pair, before, after), *told_changes(_without_own_rename(pair, before, after))]


def folder_of(entry: Entry) -> Folder:
    """Where entries of its kind lie."""
    return "organisations" if isinstance(entry, Organisation) else "events"


@dataclass(frozen=True, slots=True)
class Unread:
    """A file with errors: what is said of it, or because of it, may not be complete."""

    path: Path
    earlier: bool
    """Whether that was so in the earlier state."""


def unread(before: Registry, after: Registry) -> list[Unread]:
    """The files of both states that could not be read whole."""
    return [
        Unread(path, earlier)
        for registry, earlier in ((before, True), (after, False))
        for path in sorted({it.file for it in registry.findings if it.severity is Severity.ERROR})
    ]


# Which entry is which ----------------------------------------------------------------------------------------


def renames(before: Registry, after: Registry) -> dict[str, str]:
    """Ids that entries had, with those that they have now: told by the entry, or seen from what it is."""
    return {
        **_renames(before, after, "organisations", before.organisations, after.organisations),
        **_renames(before, after, "events", before.events, after.events),
    }


def _renames(
    before: Registry, after: Registry, folder: Folder, old: Mapping[str, E], new: Mapping[str, E]
) -> dict[str, str]:
    gone = {name: entry for name, entry in old.items() if (folder, name) not in after.files}
    fresh = {name: entry for name, entry in new.items() if (folder, name) not in before.files}
    # The other way round too: a rename may be taken back.
    told = {former: name for name, entry in fresh.items() for former in entry.former_ids if former in gone}
    told |= {name: former for name, entry in gone.items() for former in entry.former_ids if former in fresh}
    found = {former: name for former, name in told.items() if (former in gone and name in fresh)}
    for former, entry in gone.items():
        like = (name for name, other in fresh.items() if name not in found.values() and _alike(entry, other))
        if former not in found and (name := next(like, None)):
            found[former] = name
    return found


def _alike(old: Entry, new: Entry) -> bool:
    """Whether two entries of different ids are the same thing."""
    if isinstance(old, Organisation) and isinstance(new, Organisation):
        return name_key(old.name) == name_key(new.name) and old.kind is new.kind
    if isinstance(old, Event) and isinstance(new, Event):
        if old.uid or new.uid:
            return old.uid == new.uid
        return (old.title, old.date, old.kind) == (new.title, new.date, new.kind)
    return False


def renewed(part: M, renamed: Mapping[str, str]) -> M:
    """The same part, with ids of other entries as they are now, so that a rename is told only once."""
    if not renamed:
        return part
    updates = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        refers = name in FIELDS and FIELDS[name].refers in ("organisations", "events")
        new = _renewed(value, renamed, refers=refers)
        if new is not value and new != value:
            updates[name] = new
    return part.model_copy(update=updates) if updates else part


def _renewed(value: Any, renamed: Mapping[str, str], *, refers: bool) -> Any:
    if isinstance(value, BaseModel):
        return renewed(value, renamed)
    if is_list(value):
        return tuple(_renewed(item, renamed, refers=refers) for item in value)
    if isinstance(value, dict):
        return {key: _renewed(item, renamed, refers=refers) for key, item in value.items()}
    return renamed.get(value, value) if refers and isinstance(value, str) else value


# One entry of two registries ---------------------------------------------------------------------------------


def _between(
    before: Registry, after: Registry, folder: Folder, name: str, renamed: Mapping[str, str]
) -> list[Change]:
    former = next((old for old, new in renamed.items() if new == name), name)
    old, new = _entry(before, folder, former), _entry(after, folder, name)
    if old == new or _is_broken(before, folder, former, old) or _is_broken(after, folder, name, new):
        return []
    confidential = confidential_keys(before, folder, former) | confidential_keys(after, folder, name)
    return entry_changes(old, new, after, earlier=before, renamed=renamed, confidential=confidential)


def _entry(registry: Registry, folder: Folder, name: str) -> Organisation | Event | None:
    return registry.organisations.get(name) if folder == "organisations" else registry.events.get(name)


def _is_broken(registry: Registry, folder: Folder, name: str, entry: Entry | None) -> bool:
    """Whether there is such an entry, though nobody can read it, or nobody can know whether there is."""
    return entry is None and ((folder, name) in registry.files or folder in registry.unlisted)


def confidential_keys(registry: Registry, folder: Folder, name: str) -> frozenset[str]:
    """The keys of an entry that stand in the confidential part of the registry."""
    keys: set[str] = set()
    for path in _private_files(registry, folder, name):
        keys |= set(registry.source.read(path, registry.private or path.parent).data)
    return frozenset(keys)


def _private_files(registry: Registry, folder: str, name: str) -> list[Path]:
    files = registry.files.get((folder, name), ())
    return [path for path in files if registry.private and path.is_relative_to(registry.private)]


def levelled(before: Registry, after: Registry) -> tuple[Registry, Registry]:
    """The two states without what only one of them can know, because the other lacks the confidential part."""
    if before.private and not after.private:
        return _like(before, after), after
    if after.private and not before.private:
        return before, _like(after, before)
    return before, after


def _like(knowing: Registry, other: Registry) -> Registry:
    """A state as it would be without its confidential part, as far as the other one tells."""
    hidden = {(folder, name) for folder, name in knowing.files if _only_private(knowing, folder, name)}
    return replace(
        knowing,
        organisations={
            name: _without(knowing, "organisations", it, other.organisations.get(name))
            for name, it in knowing.organisations.items()
            if ("organisations", name) not in hidden
        },
        events={
            name: _without(knowing, "events", it, other.events.get(name))
            for name, it in knowing.events.items()
            if ("events", name) not in hidden
        },
        files={key: paths for key, paths in knowing.files.items() if key not in hidden},
    )


def _without(registry: Registry, folder: Folder, entry: E, other: E | None) -> E:
    """An entry in which the confidential values are those that the other state has."""
    keys = confidential_keys(registry, folder, entry.id)
    fields = {key: field for key, field in type(entry).model_fields.items() if key in keys}
    if not fields:
        return entry
    values = {key: getattr(other, key) if other else field.get_default() for key, field in fields.items()}
    copy: E = entry.model_copy(update=values).named(entry.id)
    return copy


def _only_private(registry: Registry, folder: str, name: str) -> bool:
    files = registry.files.get((folder, name), ())
    return bool(files) and len(_private_files(registry, folder, name)) == len(files)


def _renamed(pair: Pair, before: Entry, after: Entry) -> Iterator[Change]:
    if before.id != after.id:
        text = _("its id is {new} now, before {old}").format(new=after.id, old=before.id)
        yield pair.plain(Kind.RENAMED, (), text)


def _without_own_rename(pair: Pair, before: Entry, after: Entry) -> Pair:
    """The pair without the former id that a rename leaves behind."""
    old, new = getattr(before, "former_ids", ()), getattr(after, "former_ids", ())
    if before.id != after.id and (set(new) - set(old) == {before.id} or set(old) - set(new) == {after.id}):
        same = pair.old.model_copy(update={"former_ids": new})
        return Pair(same, pair.new, pair.folder, pair.entry, pair.subject, pair.words)
    return pair


# In which order ----------------------------------------------------------------------------------------------


def _ordered(before: Registry, after: Registry, folder: Folder, order: Callable[[Any], Any]) -> Sequence[str]:
    """The ids of both states, those of renamed entries once, in the order of the later names."""
    former = set(renames(before, after))
    entries: dict[str, Entry] = {
        **(before.organisations if folder == FOLDERS[0] else before.events),
        **(after.organisations if folder == FOLDERS[0] else after.events),
    }
    return sorted((name for name in entries if name not in former), key=lambda name: order(entries[name]))


def _by_name(organisation: Organisation) -> tuple[Any, ...]:
    return (*organisation_order(organisation.order_name), organisation.id)


def _by_day(event: Event) -> tuple[Any, ...]:
    first = event.date.first
    return (-first.toordinal(), event.id)
