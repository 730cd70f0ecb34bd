"""Files of fixed words: words that nobody knows, words that are missing, and gaps that were lost in translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mo_registry import yamlfile
from mo_registry.checks import templates as rules
from mo_registry.documents.authoring.inventory import Item
from mo_registry.documents.template_files import FALLBACK, packaged, refuse_link
from mo_registry.finding import Finding, Place, RegistryError
from mo_registry.i18n import _
from mo_registry.model.rules import did_you_mean, wrong_shape
from mo_registry.pinpoint import pinpoint

_GAP = re.compile(r"\{\w+\}")


def word_findings(item: Item) -> Iterator[Finding]:
    """All that is wrong with a file of fixed words."""
    try:
        refuse_link(item.path.parent, item.path)
    except RegistryError as error:
        yield rules.unusable_file(Place((item.path,)), error.message.rstrip("."), error.hint or "")
        return
    yield from pinpoint([*_found(item)]).findings


def _found(item: Item) -> Iterator[Finding]:
    file = yamlfile.read(item.path, item.path.parent)
    yield from file.findings
    german, path = _german(), item.path
    for key, value in file.data.items():
        place = Place((path,), (key,))
        if key not in german:
            yield rules.unknown_word(
                Place((path,), (key,), on_key=True), key, did_you_mean(key, list(german))
            )
        elif isinstance(value, str):
            for gap in dict.fromkeys(_GAP.findall(german[key])):
                if gap not in value:
                    yield rules.lost_gap(place, key, gap)
        else:
            yield wrong_shape(place, key, _("something else"), _("a single text"), f"{key}: {german[key]}")
    there = {*file.data, *(_data(item.replaced) if item.replaced else ())}
    if file.data and item.language != FALLBACK and (absent := [key for key in german if key not in there]):
        yield rules.german_words(Place((path,)), ", ".join(absent))


def _german() -> dict[str, str]:
    data = _data(packaged() / f"words.{FALLBACK}.yaml")
    return {key: value for key, value in data.items() if isinstance(value, str)}


def _data(path: Path) -> yamlfile.Mapping:
    return yamlfile.read(path, path.parent).data
