"""The registry: where it is, everything in it, and how to look things up."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as TypingMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from mo_registry import clock, dialect
from mo_registry.finding import Finding, Key, Keys, Place, RegistryError, rule
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation, Settings
from mo_registry.model.part import Entry
from mo_registry.model.reading import build
from mo_registry.model.references import references, settings_references
from mo_registry.names import ID, slug
from mo_registry.source import DISK, Source
from mo_registry.yamlfile import Data, Mapping, YamlFile, parse

Track = Callable[[Sequence[str]], Iterable[str]]
"""Goes through the entries' ids, and may show how far it is."""
Folder = Literal["organisations", "events"]
Drafts = TypingMapping[Path, str | None]
"""Files as they would be: their text, or None where they would not be there."""
FOLDERS: tuple[Folder, ...] = ("organisations", "events")
MODELS: dict[Folder, type[Organisation | Event]] = {"organisations": Organisation, "events": Event}
SETTINGS = Path("data", "registry.yaml")
LEFT_OUT = Path("none")
"""Named as the private directory: none is read, whatever the settings name."""


@rule("MO170")
def in_both_parts(key: str, other: str) -> tuple[str, str]:
    """A value stands in both parts of an entry.

    An entry may have a public part and a confidential part in the private folder. Their keys are put
    together; a key in both would make one of the two values win without a word.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email: info@verein.example
        # private/organisations/verein.yaml
        email: vorstand@verein.example

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        # private/organisations/verein.yaml
        email: vorstand@verein.example
    """
    return (
        _("“{key}” stands here and in {other} too").format(key=key, other=other),
        _("keep it in one of the two files"),
    )


@dataclass(slots=True)
class Registry:
    """Everything that the files say, as of one day; the object that all commands work on."""

    root: Path
    """The directory that holds ``data/``."""
    private: Path | None
    today: date
    settings: Settings
    settings_data: Mapping
    """The settings as plain data: ids that are declared, though what they declare may be broken."""
    organisations: dict[str, Organisation] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    files: dict[tuple[str, str], tuple[Path, ...]] = field(default_factory=dict)
    """Of each entry, broken ones too: folder and id, and the files that it is read from."""
    findings: list[Finding] = field(default_factory=list)
    """What reading has found."""
    allowing: list[Path] = field(default_factory=list)
    """Files with comments that silence findings."""
    unlisted: set[str] = field(default_factory=set)
    """Folders whose files could not even be listed: whether a reference into them is right, nobody knows."""
    drafts: Drafts = field(default_factory=dict)
    """Files that were taken to be other than they are on the disk."""
    source: Source = DISK
    """Where the files were read from."""
    lacks_private: bool = False
    """Whether the settings name a private directory that is not there, though nobody has left it out."""

    @property
    def templates(self) -> Path:
        """The folder with the registry's own templates; it may be missing."""
        return self.source.folder(self.root / "templates")

    def place(self, entry: Entry, *keys: Key, on_key: bool = False) -> Place:
        """The place of a value of an entry, for a finding."""
        folder = "organisations" if isinstance(entry, Organisation) else "events"
        return Place(self.files[folder, entry.id], keys, on_key)

    def settings_place(self, *keys: Key, on_key: bool = False) -> Place:
        """The place of a value of the settings, for a finding."""
        return Place((self.root / SETTINGS,), keys, on_key)

    def declared(self, kind: str) -> dict[str, str]:
        """Ids and labels that references of this kind may name, also where the entry itself is broken.

        Args:
            kind: organisations, events, networks, venues, series, or the name of a vocabulary.
        """
        if kind in ("organisations", "events"):
            return {name: self._name(name) for folder, name in self.files if folder == kind}
        terms = self.settings_data.get(kind)
        return {name: _label(value, name) for name, value in terms.items()} if isinstance(terms, dict) else {}

    def _name(self, identifier: str) -> str:
        entry = self.entry(identifier)
        if entry is None:
            return identifier
        return entry.name if isinstance(entry, Organisation) else entry.title

    def entry(self, identifier: str) -> Organisation | Event | None:
        """The organisation or event with this id."""
        return self.organisations.get(identifier) or self.events.get(identifier)

    def called_now(self, former: str) -> str | None:
        """The id of the entry that had this one before it was renamed; None if there is none."""
        entries: tuple[Organisation | Event, ...] = (*self.organisations.values(), *self.events.values())
        return next((entry.id for entry in entries if former in entry.former_ids), None)

    def relative(self, path: Path) -> Path:
        """The path as people see it: from the working directory if it is below, else from the registry."""
        for start in (Path.cwd(), self.root):
            # Where programs run that nobody has started, everything is below the working directory.
            if path.is_relative_to(start) and start != Path(start.anchor):
                return path.relative_to(start)
        return path

    def own(self, path: Path) -> Path:
        """The path from the registry on, for what is written: the same in whatever directory the program runs."""
        if path.is_relative_to(self.root):
            return path.relative_to(self.root)
        part = self.private
        return Path(part.name, path.relative_to(part)) if part and path.is_relative_to(part) else path


def _label(value: Data, name: str) -> str:
    if isinstance(value, dict):
        for key in ("name", "title", "de"):
            if isinstance(label := value.get(key), str):
                return label
    return name


def find_root(start: Path) -> Path:
    """The registry that a directory belongs to: the nearest directory upwards with ``data/registry.yaml``.

    Raises:
        RegistryError: there is none.
    """
    start = start.resolve()
    for directory in (start, *start.parents):
        if (directory / SETTINGS).is_file():
            return directory
    raise RegistryError(
        _("No registry was found in {directory} or above it.").format(directory=start),
        hint=_("Go to its directory, name it with --registry DIR, or make a new one: mo-registry init DIR"),
    )


def load(
    root: Path,
    private: Path | None = None,
    track: Track = iter,
    drafts: Drafts | None = None,
    *,
    source: Source = DISK,
    today: date | None = None,
) -> Registry:
    """Read the whole registry. Whatever is wrong with its files is among its findings.

    Args:
        root: the directory that holds ``data/``.
        private: the second directory of entries; else the settings say where it is, if there is one.
        track: goes through the ids that are read, for a progress bar.
        drafts: files to be taken as if they were already changed.
        source: where the files are read from, if not from the disk.
        today: the day to be taken for today, if not that of the run.

    Raises:
        RegistryError: the private directory that was asked for is not there.
    """
    with _no_garbage_collection():
        registry = _with_settings(root, private, drafts or {}, source)
        registry.today = today or registry.today
        for folder in FOLDERS:
            listed = _listed(registry, folder)
            for name in track([*listed]):
                _read_entry(registry, folder, name, listed[name])
    return registry


def glimpse(
    root: Path, identifier: str, private: Path | None = None, drafts: Drafts | None = None
) -> Registry:
    """As much of the registry as one entry needs: the settings, the entry, and which entries it names.

    Checks of one entry against the rest can be run on it at the price of a few files; what only the whole
    registry shows (the same e-mail address elsewhere) they do not find.

    Raises:
        RegistryError: as `load`.
    """
    registry = _with_settings(root, private, drafts or {}, DISK)
    for folder in FOLDERS:
        if paths := _paths(registry, folder, identifier):
            _read_entry(registry, folder, identifier, paths)
    entry = registry.entry(identifier)
    named = [*settings_references(registry.settings), *(references(entry) if entry else ())]
    for name in {name for kind, name, _keys in named if kind == "organisations" and ID.fullmatch(name)}:
        if paths := _paths(registry, "organisations", name):
            registry.files.setdefault(("organisations", name), tuple(path for path, _part in paths))
    return registry


def _paths(registry: Registry, folder: Folder, identifier: str) -> list[tuple[Path, Path]]:
    places = ((part / folder / f"{identifier}.yaml", part) for part in _parts(registry))
    return [(path, part) for path, part in places if _is_there(registry, path)]


def _is_there(registry: Registry, path: Path) -> bool:
    return bool(registry.drafts.get(path)) or registry.source.holds(path)


def _parts(registry: Registry) -> list[Path]:
    return [registry.root / "data", *([registry.private] if registry.private else [])]


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    # Everything that is read stays; looking for garbage among it, now or later, costs a fifth of the time.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def _with_settings(root: Path, private: Path | None, drafts: Drafts, source: Source) -> Registry:
    path = root / SETTINGS
    draft = drafts.get(path)
    file = parse(path, draft) if draft is not None else source.read(path, root / "data")
    settings, findings = build(Settings, file.data, (path,)) if file.data else (None, [])
    settings = settings or Settings(name="")
    directory = private or (root / settings.private if settings.private else None)
    if private and private != LEFT_OUT and not private.is_dir():
        raise RegistryError(
            _("There is no directory {directory}.").format(directory=private),
            hint=_("Name the directory with the confidential parts of entries, or leave --private out."),
        )
    is_there = directory and directory != LEFT_OUT and source.opens(directory)
    directory = directory if is_there else None
    registry = Registry(root, directory, clock.today(), settings, file.data, drafts=drafts, source=source)
    registry.lacks_private = (
        bool(settings.private) and not directory and private != LEFT_OUT and source is DISK
    )
    registry.findings += [*file.findings, *findings]
    if file.allows:
        registry.allowing.append(path)
    return registry


def _listed(registry: Registry, folder: Folder) -> dict[str, list[tuple[Path, Path]]]:
    """Of each id its files, each with the directory that links in it must not leave."""
    found: dict[str, list[tuple[Path, Path]]] = {}
    for part in _parts(registry):
        if folder == FOLDERS[0]:
            _report_strays(registry, part)
        for name in _names(registry, part / folder):
            path = part / folder / name
            identifier, ending = Path(name).stem, Path(name).suffix
            if ending.lower() not in (".yaml", ".yml"):
                registry.findings.append(dialect.stray(Place((path,)), name))
                continue
            if ending != ".yaml" or not ID.fullmatch(identifier):
                proposal = f"{slug(identifier.removesuffix('Kopie').removesuffix('copy'))}.yaml"
                taken = registry.source.holds(part / folder / proposal)
                registry.findings.append(dialect.file_name(Place((path,)), name, proposal, taken))
            found.setdefault(identifier, []).append((path, part))
    return {identifier: found[identifier] for identifier in sorted(found)}


def _report_strays(registry: Registry, part: Path) -> None:
    """Whatever lies beside the two folders and looks as if it were meant to be read."""
    known = {*FOLDERS, SETTINGS.name}
    for name in _names(registry, part):
        path = part / name
        if name not in known and (path.suffix.lower() in (".yaml", ".yml") or _holds_entries(registry, path)):
            registry.findings.append(dialect.stray(Place((path,)), name))


def _holds_entries(registry: Registry, path: Path) -> bool:
    try:
        return any(Path(name).match("*.y*ml") for name in registry.source.names(path))
    except OSError:  # a file, or a folder whose business is its own
        return False


def _names(registry: Registry, directory: Path) -> list[str]:
    try:
        names = set(registry.source.names(directory))
    except FileNotFoundError:
        names = set()
    except OSError as error:
        registry.findings.append(dialect.unreadable(Place((directory,)), error.strerror or str(error)))
        registry.unlisted.add(directory.name)
        names = set()
    for path, text in registry.drafts.items():
        if path.parent == directory:
            (names.discard if text is None else names.add)(path.name)
    return sorted(name for name in names if not name.startswith("."))


def _read_entry(registry: Registry, folder: Folder, name: str, paths: list[tuple[Path, Path]]) -> None:
    parts = [_read(registry, path, root) for path, root in paths]
    registry.files[folder, name] = tuple(part.path for part in parts)
    for part in parts:
        registry.findings += part.findings
        if part.allows:
            registry.allowing.append(part.path)
    if not all(part.data for part in parts):
        return  # what is broken was found above; half an entry would be a wrong one
    data = parts[0].data if len(parts) == 1 else _merged(registry, parts)
    entry, findings = build(MODELS[folder], data, registry.files[folder, name])
    registry.findings += findings
    if isinstance(entry, Organisation):
        registry.organisations[name] = entry.named(name)
    elif isinstance(entry, Event):
        registry.events[name] = entry.named(name)


def _read(registry: Registry, path: Path, root: Path) -> YamlFile:
    draft = registry.drafts.get(path)
    return registry.source.read(path, root) if draft is None else parse(path, draft)


def _merged(registry: Registry, parts: list[YamlFile]) -> Mapping:
    first, *others = parts
    data = first.data
    for part in others:
        data = _union(registry, data, part.data, (), first.path, part.path)
    return data


def _union(
    registry: Registry, one: Mapping, other: Mapping, way: Keys, public: Path, private: Path
) -> Mapping:
    result = dict(one)
    for key, value in other.items():
        present = result.get(key)
        if present is None:
            result[key] = value
        elif isinstance(present, dict) and isinstance(value, dict):
            result[key] = _union(registry, present, value, (*way, key), public, private)
        else:
            place = Place((private,), (*way, key), on_key=True)
            registry.findings.append(in_both_parts(place, key, registry.relative(public).as_posix()))
    return result
