"""A new entry before it is written: its text, and the registry as it would be with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mo_registry.editing import tidy
from mo_registry.finding import Finding, Severity
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.reading import build
from mo_registry.registry import Folder, Registry
from mo_registry.yamlfile import Tree, parse

_GROUPS = {
    "organisations": ("networks", "languages", "address", "contacts", "offers", "not_the_same"),
    "events": ("audience", "registration", "programme"),
}
"""Keys before which a blank line stands."""
_MODELS: dict[Folder, type[Organisation | Event]] = {"organisations": Organisation, "events": Event}


@dataclass(frozen=True, slots=True)
class Draft:
    """A new entry that is not written yet."""

    path: Path
    text: str
    registry: Registry
    """The registry as it would be."""


def draft(registry: Registry, folder: Folder, identifier: str, values: Mapping[str, tidy.Value]) -> Draft:
    """A new entry: tidy, with a comment that says what else can be said in it.

    Args:
        registry: what it is to be added to.
        folder: where its file goes.
        identifier: its id.
        values: what is known of it, by keys; what is empty is left out.
    """
    model = _MODELS[folder]
    ordered = {key: values[key] for key in _keys(model) if values.get(key)}
    text = tidy.text(ordered, _GROUPS[folder], _further(model, ordered))
    path = registry.root / "data" / folder / f"{identifier}.yaml"
    return Draft(path, text, _with(registry, folder, identifier, path, text))


def _keys(model: type[Organisation | Event]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _further(model: type[Organisation | Event], values: Mapping[str, object]) -> list[str]:
    """What the file does not say yet, for whoever opens it next."""
    fields = {field.alias or name: field.description or "" for name, field in model.model_fields.items()}
    free = {key: _(text) for key, text in fields.items() if key not in values}
    column = max(map(len, free), default=0) + 2
    return [_("What else can be said here:"), *(f"  {key:{column}}{text}" for key, text in free.items())]


def _with(registry: Registry, folder: Folder, identifier: str, path: Path, text: str) -> Registry:
    """The registry with one more entry, read as any other."""
    file = parse(path, text)
    entry, findings = build(_MODELS[folder], file.data, (path,)) if file.data else (None, [])
    added = replace(
        registry,
        files={**registry.files, (folder, identifier): (path,)},
        findings=[*registry.findings, *file.findings, *findings],
    )
    if isinstance(entry, Organisation):
        added.organisations = {**registry.organisations, identifier: entry.named(identifier)}
    elif isinstance(entry, Event):
        added.events = {**registry.events, identifier: entry.named(identifier)}
    return added


def news(new: Draft, before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """What checks find only because of the new entry, at its place in the text that would be written."""
    known = Counter((finding.file, finding.code, finding.message) for finding in before)
    tree = Tree(new.text)
    found = []
    for finding in after:
        key = (finding.file, finding.code, finding.message)
        known[key] -= 1
        if known[key] < 0:
            found.append(_placed(finding, new, tree))
    return sorted(found, key=lambda finding: (finding.file != new.path, finding.order))


def _placed(finding: Finding, new: Draft, tree: Tree) -> Finding:
    if finding.file != new.path:
        return finding
    place = finding.place
    position = finding.position if finding.source else tree.locate(place.keys, on_key=place.on_key)[0]
    return finding.at(new.path, position, tree.source(position))


def is_hindrance(finding: Finding) -> bool:
    """Whether an entry is not written with this finding: an error, or a sign that it is there already."""
    twice = finding.code.startswith("MO31") and finding.severity is Severity.WARNING
    return finding.severity is Severity.ERROR or twice
