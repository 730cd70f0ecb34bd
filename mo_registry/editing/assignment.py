"""What is to be set, as it is typed: ``status=dormant``, ``contacts[1].email=…``, ``languages+=ar``."""

from __future__ import annotations

import re
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
from mo_registry.yamlfile import Data, parse

_ASSIGNMENT = re.compile(r"([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*)(\+=|-=|=)(.*)", re.DOTALL)
_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")


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


def read(typed: str, model: type[BaseModel]) -> Assignment:
    """What somebody has typed as a change of an entry of this model.

    A text is taken as it is. A list or block is written as in YAML between brackets: ``[uk, ar]``.

    Raises:
        RegistryError: it is no assignment, or no key of this name exists at that place.
    """
    match = _ASSIGNMENT.fullmatch(typed)
    if match is None:
        raise RegistryError(
            _("“{text}” is not a change that could be made.").format(text=typed),
            hint=_(
                "Write it as key=value, for instance status=dormant, contacts[0].email=… or languages+=ar"
            ),
        )
    keys = _keys(match[1])
    _refuse_unknown(model, keys)
    sign = Sign(match[2])
    return Assignment(keys, sign, _value(match[3], model, keys, sign))


def _keys(typed: str) -> Keys:
    steps = (_STEP.fullmatch(step) for step in typed.split("."))
    return tuple(key for step in steps if step for key in (step[1], *([int(step[2])] if step[2] else [])))


def _refuse_unknown(model: type[BaseModel], keys: Keys) -> None:
    for count, key in enumerate(keys):
        known = known_keys(model, keys[:count])
        if isinstance(key, str) and key not in known:
            raise RegistryError(
                _("No key is called “{key}” here.").format(key=path.spoken(keys[: count + 1])),
                hint=did_you_mean(key, known) or _("What there is: docs/fields.md, or mo-registry schema"),
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
