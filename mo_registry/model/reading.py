"""Plain data to typed entries; what does not fit becomes findings, and the rest is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mo_registry.finding import Finding, Keys, Place
from mo_registry.i18n import _
from mo_registry.model import rules
from mo_registry.model.part import Part
from mo_registry.names import ID, slug
from mo_registry.yamlfile import Mapping

P = TypeVar("P", bound=Part)


def build(model: type[P], data: Mapping, files: tuple[Path, ...]) -> tuple[P | None, list[Finding]]:
    """An entry of its data.

    A value that does not fit is reported and left out, so that one slip hides nothing else; where
    something needed is missing, there is no entry.

    Args:
        model: what it is to become.
        data: as `mo_registry.yamlfile.read` gives it.
        files: where the data come from, for the findings.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    findings = [_finding(model, error, files) for error in errors]
    data = deepcopy(data)
    for _round in range(5):  # removing a value may leave its part without something needed, and so on upwards
        _mend(data, errors)
        try:
            return model.model_validate(data), findings
        except ValidationError as error:
            errors = error.errors(include_url=False)
        if any(len(error["loc"]) == 1 and error["type"] == "missing" for error in errors):
            break
    return None, findings


def _mend(data: Any, errors: Iterable[ErrorDetails]) -> None:
    """Write untidy values tidily, take out what is wrong, from the end so that indices hold."""
    for error in sorted(errors, key=lambda e: [str(k).zfill(9) for k in e["loc"]], reverse=True):
        *way, last = (key for key in error["loc"] if key != "[key]")
        if error["type"] == "missing":
            if not way:
                continue
            *way, last = way
        holder = data
        try:
            for key in way:
                holder = holder[key]
            if error["type"] == "untidy":
                holder[last] = error["ctx"]["tidy"]
            else:
                del holder[last]
        except (KeyError, IndexError, TypeError):
            continue  # an outer part was taken out already


def _finding(model: type[Part], error: ErrorDetails, files: tuple[Path, ...]) -> Finding:
    keys: Keys = tuple(key for key in error["loc"] if key != "[key]")
    kind, value = error["type"], error["input"]
    on_key = error["loc"][-1] == "[key]"
    place = Place(files, keys, on_key)
    match kind:
        case "extra_forbidden":
            return rules.unknown_key(
                Place(files, keys, on_key=True), str(keys[-1]), known_keys(model, keys[:-1])
            )
        case "missing":
            return rules.missing(Place(files, keys[:-1]), str(keys[-1]))
        case "untidy":
            return rules.untidy(place, value, error["ctx"]["tidy"])
        case "not_a_date":
            return rules.not_a_date(place, value, error["ctx"]["reason"])
        case "not_a_time" | "not_a_number" | "not_yes_or_no":
            return getattr(rules, kind)(place, value)  # type: ignore[no-any-return]
        case "enum":
            return rules.unknown_choice(place, str(value), re.findall("'([^']+)'", error["ctx"]["expected"]))
        case "string_pattern_mismatch" if ID.pattern in error["ctx"]["pattern"]:
            return rules.not_an_id(place, str(value), slug(str(value)))
        case "string_pattern_mismatch" | "string_too_long" | "string_too_short" | "too_short":
            reason = {"string_pattern_mismatch": "lines", "string_too_long": "long"}.get(kind, "empty")
            return rules.not_one_line(place, reason)
    return _shape(model, kind, keys, value, place)


def _shape(model: type[Part], kind: str, keys: Keys, value: object, place: Place) -> Finding:
    name = next((str(key) for key in reversed(keys) if isinstance(key, str)), "")
    found = (
        _("a text")
        if isinstance(value, str)
        else _("a list")
        if isinstance(value, list)
        else _("a block of keys")
    )
    if kind == "tuple_type":
        text = value if isinstance(value, str) else "…"
        return rules.wrong_shape(place, name, found, _("a list"), f"{name}: [{text}]")
    if kind in ("model_type", "dict_type"):
        within = part_at(model, keys)
        wanted = next(iter(required_keys(within)), "") if kind == "model_type" else ""
        first = wanted or next(iter(known_keys(model, keys)), "") if kind == "model_type" else "de"
        text = value if isinstance(value, str) else "…"
        return rules.wrong_shape(place, name, found, _("a block of keys"), f"{first}: {text}")
    return rules.wrong_shape(place, name, found, _("a single text"), f"{name}: …")


def yaml_name(part: type[BaseModel], field: str) -> str:
    """The key under which a field stands in YAML."""
    return part.model_fields[field].alias or field


def known_keys(model: type[BaseModel], keys: Keys) -> list[str]:
    """The keys that may stand at this place of an entry."""
    part = part_at(model, keys)
    return [yaml_name(part, field) for field in part.model_fields]


def required_keys(part: type[BaseModel]) -> list[str]:
    """The keys that a part cannot do without."""
    return [yaml_name(part, name) for name, field in part.model_fields.items() if field.is_required()]


def part_at(model: type[BaseModel], keys: Keys) -> type[BaseModel]:
    """The part of the model that describes what stands at this place of an entry."""
    part, inside = model, False
    for key in keys:
        if inside:  # this key is an index or an id within a list or mapping of parts
            inside = False
            continue
        field = next((f for name, f in part.model_fields.items() if yaml_name(part, name) == key), None)
        nested = _nested(field.annotation) if field else None
        if nested is None:
            break
        part, inside = nested
    return part


def is_text(model: type[BaseModel] | None, keys: Keys) -> bool:
    """Whether what stands at this place is text, not a day, a time, a number, or yes and no."""
    way = keys[:-1] if keys and isinstance(keys[-1], int) else keys
    if model is None or not way:
        return True
    part = part_at(model, way[:-1])
    field = next((f for name, f in part.model_fields.items() if yaml_name(part, name) == way[-1]), None)
    return field is None or str in _leaves(field.annotation)


def _leaves(annotation: Any) -> Iterator[Any]:
    if arguments := get_args(annotation):
        for argument in arguments:
            yield from _leaves(argument)
    else:
        yield annotation


def _nested(annotation: Any) -> tuple[type[BaseModel], bool] | None:
    """The part that a field's annotation holds, and whether in a list or mapping; None for plain values."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    for argument in get_args(annotation):
        if found := _nested(argument):
            return found[0], found[1] or get_origin(annotation) in (tuple, dict)
    return None
