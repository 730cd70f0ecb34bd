"""A new entry before it is written: its text, and the registry as it would be with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mo_registry.editing import tidy
from mo_registry.editing.change import Change, new_findings
from mo_registry.finding import Finding, Severity
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.reading import build, known_keys
from mo_registry.registry import MODELS, Folder, Registry
from mo_registry.yamlfile import Data, parse

_GROUPS: dict[Folder, tuple[tuple[str, ...], ...]] = {
    "organisations": (
        ("networks", "member_of"),
        ("languages", "focus_areas", "target_groups", "districts", "topics_wanted"),
        ("address", "phone", "email", "website"),
        ("contacts",),
        ("offers",),
        ("not_the_same",),
    ),
    "events": (("audience",), ("registration",), ("programme",)),
}
"""Keys that belong together; a blank line stands before the first of them."""
_LATER = frozenset(("former_ids", "moved_from", "revision", "dispatched"))
"""What no entry has at its beginning; commands write it."""
_CONFIDENTIAL = frozenset(("contacts", "notes"))

Reasons = Mapping[str, str]
"""Why organisations that look like the new one are others, by their ids."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A new entry that is not written yet."""

    folder: Folder
    identifier: str
    texts: Mapping[Path, str]
    """Its file or, where something is confidential, its two files."""
    registry: Registry
    """The registry as it would be."""

    @property
    def path(self) -> Path:
        """Its public part, or its only one."""
        return next(iter(self.texts))

    def change(self) -> Change:
        """The files that come into being."""
        change = Change()
        for path, text in self.texts.items():
            change.write(path, text)
        return change


def draft(
    registry: Registry,
    folder: Folder,
    identifier: str,
    values: Mapping[str, tidy.Value],
    reasons: Reasons | None = None,
) -> Draft:
    """A new entry: tidy, with a comment that says what else can be said in it.

    Where the registry has a private folder, people, notes and flats go there.

    Args:
        registry: what it is to be added to.
        folder: where its file goes.
        identifier: its id.
        values: what is known of it, by keys; what is empty is left out.
        reasons: why it is not the same as others.
    """
    ordered = {key: values[key] for key in known_keys(MODELS[folder], ()) if values.get(key)}
    hidden = {
        key: value for key, value in ordered.items() if registry.private and is_confidential(key, value)
    }
    shown = {key: value for key, value in ordered.items() if key not in hidden}
    text = tidy.text(shown, _beginnings(folder, shown), _further(MODELS[folder], ordered))
    texts = {registry.root / "data" / folder / f"{identifier}.yaml": _reasoned(text, values, reasons or {})}
    if registry.private and hidden:
        texts[registry.private / folder / f"{identifier}.yaml"] = tidy.text(
            hidden, _beginnings(folder, hidden)
        )
    return of_texts(registry, folder, identifier, texts)


def _beginnings(folder: Folder, values: Mapping[str, tidy.Value]) -> set[str]:
    """The first key that there is of each group."""
    return {next((key for key in group if key in values), "") for group in _GROUPS[folder]}


def of_texts(registry: Registry, folder: Folder, identifier: str, texts: Mapping[Path, str]) -> Draft:
    """A new entry whose files would say this."""
    return Draft(folder, identifier, texts, _with(registry, folder, identifier, texts))


def alone(registry: Registry) -> Registry:
    """The registry without what its entries say, though it knows which there are: cheap to check."""
    return replace(registry, organisations={}, events={}, findings=[], allowing=[])


def is_confidential(key: str, value: object) -> bool:
    """Whether a value goes into the private folder: people, notes, and a flat with the name on its door."""
    return key in _CONFIDENTIAL or (key == "address" and isinstance(value, Mapping) and "care_of" in value)


def _further(model: type[Organisation | Event], values: Mapping[str, object]) -> list[str]:
    """What the file does not say yet, for whoever opens it next."""
    fields = {field.alias or name: field.description or "" for name, field in model.model_fields.items()}
    free = {key: _(text) for key, text in fields.items() if key not in values and key not in _LATER}
    column = max(map(len, free), default=0) + 2
    return [_("What else can be said here:"), *(f"  {key:{column}}{text}" for key, text in free.items())]


def _reasoned(text: str, values: Mapping[str, tidy.Value], reasons: Reasons) -> str:
    """The text, with the reasons behind those that it says are others."""
    others = [str(one) for one in _items(values.get("not_the_same"))]
    told = {one: reasons[one] for one in others if reasons.get(one)}
    if not told:
        return text
    line = tidy.text({"not_the_same": others})
    if len(others) == 1:
        return text.replace(line, f"{line.rstrip()}  # {told[others[0]]}\n")
    items = [f"  - {one}  # {told[one]}" if one in told else f"  - {one}" for one in others]
    return text.replace(line, "\n".join(["not_the_same:", *items, ""]))


def _items(value: tidy.Value) -> Iterable[tidy.Value]:
    return value if isinstance(value, list | tuple) else ()


def _with(registry: Registry, folder: Folder, identifier: str, texts: Mapping[Path, str]) -> Registry:
    """The registry with one more entry, read as any other."""
    files = [parse(path, text) for path, text in texts.items()]
    data: dict[str, Data] = {}
    for file in files:
        data |= file.data
    usable = all(file.data for file in files)
    entry, findings = build(MODELS[folder], data, tuple(texts)) if usable else (None, [])
    added = replace(
        registry,
        files={**registry.files, (folder, identifier): tuple(texts)},
        findings=[*registry.findings, *(one for file in files for one in file.findings), *findings],
        allowing=[*registry.allowing, *(file.path for file in files if file.allows)],
        drafts={**registry.drafts, **texts},
    )
    if isinstance(entry, Organisation):
        added.organisations = {**registry.organisations, identifier: entry.named(identifier)}
    elif isinstance(entry, Event):
        added.events = {**registry.events, identifier: entry.named(identifier)}
    return added


def news(before: Registry, new: Draft) -> list[Finding]:
    """What checks find only because of the new entry, what stands in its own file first."""
    found = new_findings(before, new.registry)
    return sorted(found, key=lambda finding: (finding.file not in new.texts, finding.order))


def is_hindrance(finding: Finding) -> bool:
    """Whether an entry is not written with this finding: an error, or a sign that it is there already."""
    twice = finding.code.startswith("MO31") and finding.severity is Severity.WARNING
    return finding.severity is Severity.ERROR or twice
