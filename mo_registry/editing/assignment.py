"""What is to be set, as it is typed: ``status=dormant``, ``contacts[1].email=…``, ``languages+=ar``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import get_args, get_origin

from pydantic import BaseModel

from mo_registry.editing import patch, path
from mo_registry.finding import Keys, RegistryError
from mo_registry.i18n import _
from mo_registry.model.reading import known_keys, part_at, yaml_name
from mo_registry.model.rules import did_you_mean
from mo_registry.yamlfile import Data, Mapping, parse

_PLACE = r"[a-z_]+(?:\[[a-z0-9-]+\])?"
_ASSIGNMENT = re.compile(rf"({_PLACE}(?:\.{_PLACE})*)(\+=|-=|=)(.*)", re.DOTALL)
_WORD = re.compile(r"[a-z0-9-]+")


class Sign(StrEnum):
    """What an assignment does: puts a value in place, adds one to a list, or takes one out."""

    SET = "="
    ADD = "+="
    REMOVE = "-="


@dataclass(frozen=True, slots=True)
class Assignment:
    """One change of an entry."""

    keys: Keys
    sign: Sign
    value: Data
    """An empty text with `Sign.SET` takes the key away."""

    def __str__(self) -> str:
        return path.spoken(self.keys)

    def apply(self, text: str, model: type[BaseModel]) -> str:
        """The text of a file with this change made.

        Raises:
            RegistryError: it cannot be made without changing something else; see `patch.set_value`.
        """
        if self.sign is Sign.ADD:
            return patch.append(text, self.keys, self.value, model=model)
        if self.sign is Sign.REMOVE:
            return patch.discard(text, self.keys, self.value)
        if self.value == "":
            return patch.remove(text, self.keys)
        return patch.set_value(text, self.keys, self.value, model=model)


def read(typed: str, model: type[BaseModel], parts: Sequence[Mapping] = ()) -> Assignment:
    """What somebody has typed as a change of an entry of this model.

    A text is taken as it is. A list or block is written as in YAML between brackets: ``[uk, ar]``.

    Args:
        typed: the change.
        model: of the entry.
        parts: what the entry's files say, so that items of lists can be called by their ids.

    Raises:
        RegistryError: it is no assignment, or no key or item of this name exists at that place.
    """
    match = _ASSIGNMENT.fullmatch(typed)
    if match is None:
        raise RegistryError(
            _("“{text}” is not a change that could be made.").format(text=typed),
            hint=_way_to_action(typed, parts)
            or _("Write it as key=value, for instance status=dormant, contacts[0].email=… or languages+=ar"),
        )
    way = _way_to_action(typed, parts)
    keys = _keys(match[1], parts, way)
    _refuse_unknown(model, keys, way)
    sign = Sign(match[2])
    return Assignment(keys, sign, _value(match[3], model, keys, sign))


def _way_to_action(typed: str, parts: Iterable[Mapping]) -> str:
    """How an action of the minutes is changed, if its id alone was typed."""
    words = _WORD.findall(typed.partition("=")[0])
    ways = (way for word in words for part in parts for way in path.ways_to(part, word))
    way = next(ways, "")
    return _("Write the whole way to it: {way}").format(way=f"{way}.status=done") if way else ""


def _keys(typed: str, parts: Sequence[Mapping], hint: str) -> Keys:
    keys: Keys = ()
    for step in typed.split("."):
        key, _bracket, item = step.removesuffix("]").partition("[")
        keys = (*keys, key)
        if item:
            keys = (*keys, int(item) if item.isdigit() else _index(item, keys, parts, hint))
    return keys


def _index(name: str, keys: Keys, parts: Sequence[Mapping], hint: str) -> int:
    """Where in a list the item of this name stands.

    Raises:
        RegistryError: there is none.
    """
    lists = [found for part in parts if isinstance(found := path.value_at(part, keys), list)]
    names = [[path.called(item) for item in items] for items in lists]
    for listed in names:
        if name in listed:
            return listed.index(name)
    known = [one for listed in names for one in listed if one]
    raise RegistryError(
        _("Nothing in “{key}” is called “{name}”.").format(key=path.spoken(keys), name=name),
        hint=hint or did_you_mean(name, known) or _("The items of a list are counted from 0."),
    )


def _refuse_unknown(model: type[BaseModel], keys: Keys, hint: str) -> None:
    for count, key in enumerate(keys):
        known = known_keys(model, keys[:count])
        if isinstance(key, str) and key not in known:
            raise RegistryError(
                _("No key is called “{key}” here.").format(key=path.spoken(keys[: count + 1])),
                hint=hint
                or did_you_mean(key, known)
                or _("What there is: docs/fields.md, or mo-registry schema"),
            )


def _value(text: str, model: type[BaseModel], keys: Keys, sign: Sign) -> Data:
    if sign is Sign.SET and text[:1] in "[{" and text and _is_collection(model, keys):
        file = parse(Path("value"), f"value: {text}\n")
        if not file.findings:
            return file.data["value"]
        raise RegistryError(
            _("“{text}” cannot be read as a list or block.").format(text=text),
            hint=_("Write a list as [a, b] and a block as {{key: value}}.").format(),
        )
    return text


def _is_collection(model: type[BaseModel], keys: Keys) -> bool:
    if isinstance(keys[-1], int):
        return True
    part = part_at(model, keys[:-1])
    field = next((f for name, f in part.model_fields.items() if yaml_name(part, name) == keys[-1]), None)
    if field is None:
        return False
    shapes = (field.annotation, *get_args(field.annotation))
    return any(
        get_origin(s) in (tuple, dict) or (isinstance(s, type) and issubclass(s, BaseModel)) for s in shapes
    )
