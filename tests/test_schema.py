"""`mo-registry schema`: what editors check while somebody types, judged by a validator that is not ours."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from mo_registry import schema
from mo_registry.model.reading import known_keys
from mo_registry.schema import MODELS
from tests.conftest import ROOT, SMALL, Result, Run

REGISTRIES = {
    "small": SMALL,
    "starter": ROOT / "mo_registry" / "starter",
    "example": ROOT,
}
FOLDERS = {"organisations": "organisation", "events": "event"}


def files() -> Iterator[tuple[str, Path]]:
    for root in REGISTRIES.values():
        yield "settings", root / "data" / "registry.yaml"
        for folder, name in FOLDERS.items():
            yield from ((name, path) for path in sorted((root / "data" / folder).glob("*.yaml")))


def as_editors_read_it(path: Path) -> Any:
    """YAML 1.2, in which a date is text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(YAML(typ="safe").load(path.read_text("utf-8")))


VALIDATORS = {name: Draft202012Validator(schema.schema(name)) for name in MODELS}


@pytest.mark.parametrize("name", MODELS)
def test_it_is_a_schema(name: str) -> None:
    made = schema.schema(name)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in json.dumps(made)
    assert made["additionalProperties"] is False


@pytest.mark.parametrize(("name", "path"), list(files()), ids=lambda value: getattr(value, "stem", value))
def test_real_files_fit(name: str, path: Path) -> None:
    errors = VALIDATORS[name].iter_errors(as_editors_read_it(path))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize("name", MODELS)
def test_every_key_is_described_and_none_is_invented(name: str) -> None:
    made, (model, _title) = schema.schema(name), MODELS[name]
    assert list(made["properties"]) == known_keys(model, ())
    parts = [made, *(part for part in made["$defs"].values() if "properties" in part)]
    described = [value.get("description", "") for part in parts for value in part["properties"].values()]
    assert all(described)
    assert "anyOf" not in json.dumps(made)
    assert '"null"' not in json.dumps(made)


ORGANISATION: dict[str, Any] = {
    "name": "Verein e.V.",
    "kind": "migrant_organisation",
    "founded": 1998,
    "address": {"postal_code": 33602, "city": "Bielefeld"},
    "networks": [{"network": "netzwerk", "since": "2019-01"}],
    "contacts": [{"family": "Özer", "channel": "email", "receives": ["invitation"]}],
    "verified": "2023-03-01",
}


def test_what_is_right_fits() -> None:
    VALIDATORS["organisation"].validate(ORGANISATION)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"emial": "a@b.example"}, "$"),
        ({"kind": "migrant_organization"}, "$.kind"),
        ({"status": "sleeping"}, "$.status"),
        ({"verified": "01.03.2023"}, "$.verified"),
        ({"verified": "2023-03"}, "$.verified"),
        ({"founded": "May 1998"}, "$.founded"),
        ({"languages": "uk"}, "$.languages"),
        ({"address": "Musterstraße 1"}, "$.address"),
        ({"address": {"town": "Bielefeld"}}, "$.address"),
        ({"networks": [{"since": "2019"}]}, "$.networks[0]"),
        ({"contacts": [{"channel": "fax"}]}, "$.contacts[0].channel"),
        ({"contacts": [{"receives": ["letters"]}]}, "$.contacts[0].receives[0]"),
        ({"name": None}, "$.name"),
        ({"name": True}, "$.name"),
    ],
)
def test_a_mistake_is_found_where_it_is(change: dict[str, Any], where: str) -> None:
    errors = list(VALIDATORS["organisation"].iter_errors({**copy.deepcopy(ORGANISATION), **change}))
    assert {error.json_path for error in errors} == {where}


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({"start": "17:00"}, True),
        ({"start": 1020}, False),
        ({"date": 2015}, True),
        ({"date": "2015-11"}, True),
        ({"date": "27.09.2023"}, False),
        ({"registration": {"capacity": "sixty"}}, False),
        ({"audience": {"except": ["a"]}}, True),
        ({"audience": {"excluded": ["a"]}}, False),
        ({"programme": [{"item": "begruessung", "title": "Begrüßung"}]}, True),
        ({"programme": [{"item": "Begrüßung", "title": "Begrüßung"}]}, False),
    ],
)
def test_events(change: dict[str, Any], fits: bool) -> None:
    event = {"title": "Treffen", "kind": "network_meeting", "date": "2023-09-27", **change}
    assert VALIDATORS["event"].is_valid(event) is fits


@pytest.mark.parametrize(
    ("settings", "fits"),
    [
        ({"networks": {"netzwerk-mo": {"name": "Netzwerk"}}}, True),
        ({"networks": {"Netzwerk MO": {"name": "Netzwerk"}}}, False),
        ({"networks": {"netzwerk-mo": {}}}, False),
        ({"districts": {"mitte": {"de": "Mitte"}}}, True),
        ({"districts": {"mitte": {}}}, False),
        ({"checks": {"MO313": "off"}}, True),
        ({"checks": {"MO313": "never"}}, False),
    ],
)
def test_settings(settings: dict[str, Any], fits: bool) -> None:
    assert VALIDATORS["settings"].is_valid({"name": "Netzwerk", **settings}) is fits


def test_committed_schemas_are_fresh() -> None:
    folder = ROOT / "schema"
    assert {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())} == schema.texts(), (
        "run `make docs`"
    )


@pytest.mark.parametrize("name", MODELS)
def test_it_is_printed(run: Run, name: str) -> None:
    assert run("schema", name) == Result(0, schema.as_text(schema.schema(name)), "")


def test_all_are_written(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "schema"
    written = run("schema", "--write", folder)
    assert written.err.splitlines() == [f"Written: {folder / name}" for name in schema.texts()]
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == schema.texts()
    (folder / "event.json").write_text("old", "utf-8")
    assert run("--quiet", "schema", "--write", folder) == Result(0, "", "")
    assert (folder / "event.json").read_text("utf-8") == schema.texts()["event.json"]


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (
            ["event", "--write", "x"],
            "for instance: mo-registry schema organisation, or: mo-registry schema --write schema",
        ),
        ([], "for instance: mo-registry schema organisation, or: mo-registry schema --write schema"),
        (["organization"], "did you mean organisation?"),
    ],
)
def test_misuse(run: Run, arguments: list[str], advice: str) -> None:
    result = run("schema", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(f"  = help: {advice}\n")
