"""JSON Schema of the registry's files, for editors that complete keys and underline mistakes while one types.

The schema follows from the model; it is a help for the eye, and `validate` remains the judge.
"""

from __future__ import annotations

import json
from typing import Any

from mo_registry.i18n import N_, _
from mo_registry.model import Event, Organisation, Settings
from mo_registry.model.part import Part

DIALECT = "https://json-schema.org/draft/2020-12/schema"

MODELS: dict[str, tuple[type[Part], str]] = {
    "organisation": (Organisation, N_("An organisation of the registry: data/organisations/<id>.yaml")),
    "event": (Event, N_("An event of the registry: data/events/<date>-<name>.yaml")),
    "settings": (Settings, N_("The settings of the registry: data/registry.yaml")),
}
"""What there is a schema of, and what it is called."""

Json = dict[str, Any]


def schema(name: str) -> Json:
    """The schema of one kind of file (JSON Schema 2020-12), its descriptions in the language in force.

    Args:
        name: ``organisation``, ``event`` or ``settings``.
    """
    model, title = MODELS[name]
    made = model.model_json_schema(by_alias=True)
    for part in (made, *made["$defs"].values()):
        for value in part.get("properties", {}).values():
            _describe(value, made["$defs"])
    parts = {key: _tidy_part(part) for key, part in made.pop("$defs").items()}
    return {"$schema": DIALECT, "title": _(title), **_tidy_part(made), "$defs": parts}


def texts() -> dict[str, str]:
    """The files of a folder with all schemas: their names and what they hold."""
    return {f"{name}.json": as_text(schema(name)) for name in MODELS}


def as_text(value: Json) -> str:
    """A schema as it is written to a file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _describe(value: Json, parts: Json) -> None:
    # Pydantic leaves out a description that says the same as that of the part which is referred to.
    if "description" not in value and "$ref" in value:
        value["description"] = parts[value["$ref"].rpartition("/")[2]]["description"]


def _tidy_part(part: Json) -> Json:
    """A part of an entry: its name and docstring are the programmers', its keys' descriptions the users'."""
    kept = {key: value for key, value in part.items() if key not in ("title", "description")}
    if "properties" in kept:
        kept["properties"] = {key: _tidy(value) for key, value in kept["properties"].items()}
    return kept


def _tidy(node: Any) -> Any:
    """A value's schema without what is Python's: invented titles, defaults, null for a missing key."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: value for key, value in node.items() if key not in ("title", "default")}
    if alternatives := [_tidy(item) for item in node.pop("anyOf", ()) if item != {"type": "null"}]:
        node = {**(alternatives[0] if len(alternatives) == 1 else {"anyOf": alternatives}), **node}
    if "patternProperties" in node:  # keys that are no ids
        node["additionalProperties"] = False
    described = {"description": _(node.pop("description"))} if "description" in node else {}
    return {**described, **{key: _tidy(value) for key, value in node.items()}}
