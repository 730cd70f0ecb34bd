"""The registry with rows that are not written yet is the one that would be read after writing them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mo_registry.checks import check
from mo_registry.importing import checking
from mo_registry.registry import load

NEW = "name: Verein\nkind: migrant_organisation\nemail: verband@vereine.example\n"


@pytest.mark.parametrize(
    "drafts",
    [
        {"aaa": NEW, "zzz": NEW.replace("Verein", "Verein 2")},
        {"aaa": NEW + "member_of: [zzz, fehlt]\n", "zzz": NEW + "# allow MO313: ein Postfach\n"},
        {"frauengruppe": NEW, "bruecke": "name: [\n"},
        {"verband-der-vereine": "kind: umbrella\n", "kulturverein-alt": NEW + "emial: x\n"},
    ],
)
def test_findings_are_those_of_reading_everything_again(registry: Path, drafts: Mapping[str, str]) -> None:
    texts = {registry / "data" / "organisations" / f"{name}.yaml": text for name, text in drafts.items()}
    quick = checking._as_it_would_be(load(registry), texts)
    assert check(quick).findings == check(load(registry, drafts=texts)).findings
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    written = check(load(registry)).findings
    assert [(one.file, one.position, one.message) for one in check(quick).findings] == [
        (one.file, one.position, one.message) for one in written
    ]
    assert list(quick.organisations) == list(load(registry).organisations)
