"""Entries as tidy YAML: blocks, short lists of ids in one line, quotes where any reader would need them."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from mo_registry.editing import piece
from mo_registry.editing.piece import Wording
from mo_registry.editing.style import LIST_WIDTH, Style, is_id
from mo_registry.model.scalars import PartialDate

Value = None | str | int | date | time | PartialDate | Sequence["Value"] | Mapping[str, "Value"]
"""Text is written so that it stays text for every reader; dates, times and numbers as what they are."""

_PLAIN_NUMBER = re.compile(r"0|[1-9]\d{0,14}")
_YES_OR_NO = frozenset("yYnN")


def text(entry: Mapping[str, Value], groups: Collection[str] = (), closing: Sequence[str] = ()) -> str:
    """A file.

    Args:
        entry: keys and values in their order; what is empty is left out.
        groups: keys before which a blank line stands.
        closing: lines of a comment at the end.
    """
    lines: list[str] = []
    for key, value in entry.items():
        written = list(_item(key, value))
        if written and lines and key in groups:
            lines.append("")
        lines += written
    comment = ["", *(f"# {line}".rstrip() for line in closing)] if closing else []
    return "\n".join([*lines, *comment, ""])


def _item(key: str, value: Value) -> Iterator[str]:
    if value in (None, "", [], (), {}):
        return
    if isinstance(value, Mapping):
        if lines := [_shifted(line) for name, item in value.items() for line in _item(name, item)]:
            yield from (f"{key}:", *lines)
    elif isinstance(value, list | tuple) and not isinstance(value, PartialDate):
        yield from _list(key, value)
    elif isinstance(value, str) and "\n" in value:
        yield from piece.entry(key, value, Wording(Style()), 0)
    else:
        yield f"{key}: {scalar(value)}"


def _list(key: str, values: Sequence[Value]) -> Iterator[str]:
    words = [scalar(value) for value in values if isinstance(value, str) and is_id(value)]
    line = f"{key}: [{', '.join(words)}]"
    if len(words) == len(values) and len(line) <= LIST_WIDTH:
        yield line
        return
    yield f"{key}:"
    for value in values:
        if isinstance(value, Mapping):
            block = [line for name, item in value.items() for line in _item(name, item)]
            yield from (
                _shifted(_shifted(line) if index else f"- {line}") for index, line in enumerate(block)
            )
        else:
            yield f"  - {scalar(value)}"


def _shifted(line: str) -> str:
    return f"  {line}" if line else ""


def scalar(value: Value) -> str:
    """A single value as it is written.

    Text is quoted where YAML of any version would take it for something else: ``no``, ``01067``, ``1.10``.
    """
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    if _PLAIN_NUMBER.fullmatch(value):
        return value
    written = _emitted(value)
    if written[:1] in ("'", '"') or is_typed(value):
        return _emitted(value, Style().quotes(value))
    return written


def _emitted(value: str, quotes: str = "") -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

    kinds = {"": str, '"': DoubleQuotedScalarString, "'": SingleQuotedScalarString}
    yaml, stream = YAML(), io.StringIO()
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.dump({"k": kinds[quotes](value)}, stream)
    return stream.getvalue().removeprefix("k: ").rstrip("\n")


def is_typed(value: str) -> bool:
    """Whether a reader of YAML 1.1 takes the plain text for something else (ruamel knows 1.2)."""
    import yaml

    resolver: Any = yaml.resolver.Resolver()
    kind = resolver.resolve(yaml.ScalarNode, value, (True, False))
    return kind != yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG or value in _YES_OR_NO
