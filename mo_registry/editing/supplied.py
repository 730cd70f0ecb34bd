"""A new entry that somebody hands over as YAML: taken as it stands, with its comments, in the tidy form."""

from __future__ import annotations

import uuid
from pathlib import Path

from mo_registry.editing import adding, ids, patch
from mo_registry.editing.canonical import canonical
from mo_registry.editing.outline import Outline
from mo_registry.finding import Finding, RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.reading import build
from mo_registry.registry import MODELS, Folder, Registry
from mo_registry.yamlfile import parse

_NAMELESS = "-"


def draft(registry: Registry, folder: Folder, identifier: str | None, text: str) -> adding.Draft:
    """The new entry, word for word, so that findings stand in the lines in which they were typed.

    Raises:
        RegistryError: the id cannot be used.
    """
    path = registry.root / "data" / folder / f"{_identifier(registry, folder, identifier, text)}.yaml"
    return adding.of_texts(registry, folder, path.stem, {path: text})


def _identifier(registry: Registry, folder: Folder, wanted: str | None, text: str) -> str:
    entry = None
    if data := parse(Path(), text).data:
        entry, _findings = build(MODELS[folder], data, (Path(),))
    if isinstance(entry, Event):
        return ids.usable(registry, folder, wanted, f"{entry.date}-{entry.series or entry.title}")
    if isinstance(entry, Organisation):
        return ids.usable(registry, folder, wanted, entry.name)
    return wanted or _NAMELESS  # what it lacks is among the findings


def handed_over(findings: list[Finding], new: adding.Draft, source: Path) -> list[Finding]:
    """The findings, those in the new entry at their place in the file that was handed over."""
    return [
        finding.at(source, finding.position, finding.source) if finding.file in new.texts else finding
        for finding in findings
    ]


def tidied(registry: Registry, new: adding.Draft) -> adding.Draft:
    """The new entry as it is written: in the tidy form, with what is confidential in a file of its own.

    Raises:
        RegistryError: it cannot be brought into this form.
    """
    model = MODELS[new.folder]
    text = canonical(new.texts[new.path], model)
    if new.folder == "events" and "uid" not in parse(new.path, text).data:
        text = patch.set_value(text, ("uid",), str(uuid.uuid4()), model=model)
    texts = {new.path: text}
    if registry.private:
        hidden, shown = _divided(text)
        if hidden:
            texts = {new.path: shown, registry.private / new.folder / new.path.name: hidden}
    return adding.of_texts(registry, new.folder, new.identifier, texts)


def _divided(text: str) -> tuple[str, str]:
    """What is confidential, and the rest, each with its comments."""
    outline, data = Outline(text), parse(Path(), text).data
    hidden, shown, place = "", "", 0
    for key in [key for key, value in data.items() if adding.is_confidential(key, value)]:
        if slot := outline.slot((key,)):
            start = _with_comments(text, outline.line_start(outline.start(slot)))
            stop = outline.next_line(outline.extent(slot))
            hidden, shown, place = hidden + text[start:stop], shown + text[place:start], stop
    shown += text[place:]
    if hidden and parse(Path(), hidden).data | parse(Path(), shown).data != data:
        raise RegistryError(
            _("What is confidential could not be divided from the rest."),
            hint=_("Write it into two files, and leave the confidential one out here."),
        )
    return hidden, shown


def _with_comments(text: str, start: int) -> int:
    """Where the lines of comment begin that stand right above a line."""
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].startswith("#"):
            break
        start = above
    return start
