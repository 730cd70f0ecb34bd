"""Entries as tidy YAML: blocks, short lists of ids in one line, quotes where any reader would need them."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any

from mo_registry.model.scalars import PartialDate

Value = None | str | int | date | time | PartialDate | Sequence["Value"] | Mapping[str, "Value"]
"""Text is written so that it stays text for every reader; dates, times and numbers as what they are."""

_WORD = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
_PLAIN_NUMBER = re.compile(r"0|[1-9]\d{0,14}")
_YES_OR_NO = frozenset("yYnN")
_LONGEST = 80


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
        yield f"{key}:"
        yield from (f"  {line}" for name, item in value.items() for line in _item(name, item))
    elif isinstance(value, list | tuple) and not isinstance(value, PartialDate):
        yield from _list(key, value)
    else:
        yield f"{key}: {scalar(value)}"


def _list(key: str, values: Sequence[Value]) -> Iterator[str]:
    words = [scalar(value) for value in values if isinstance(value, str) and _WORD.fullmatch(value)]
    line = f"{key}: [{', '.join(words)}]"
    if len(words) == len(values) and len(line) <= _LONGEST:
        yield line
        return
    yield f"{key}:"
    for value in values:
        if isinstance(value, Mapping):
            block = [line for name, item in value.items() for line in _item(name, item)]
            yield from (f"  {'- ' if index == 0 else '  '}{line}" for index, line in enumerate(block))
        else:
            yield f"  - {scalar(value)}"


def scalar(value: Value) -> str:
    """A single value as it is written.

    Text is quoted where YAML of any version would take it for something else: ``no``, ``01067``, ``1.10``.
    """
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if not isinstance(value, str):
        return str(value)
    if _PLAIN_NUMBER.fullmatch(value):
        return value
    written = _emitted(value, quoted=False)
    if written[:1] in ("'", '"') or _is_typed(value):
        return written if '"' in value or "\\" in value else _emitted(value, quoted=True)
    return written


def _emitted(value: str, *, quoted: bool) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    yaml, stream = YAML(), io.StringIO()
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.dump({"k": DoubleQuotedScalarString(value) if quoted else value}, stream)
    return stream.getvalue().removeprefix("k: ").rstrip("\n")


def _is_typed(value: str) -> bool:
    """Whether a reader of YAML 1.1 takes the plain text for something else (ruamel knows 1.2)."""
    import yaml

    resolver: Any = yaml.resolver.Resolver()
    kind = resolver.resolve(yaml.ScalarNode, value, (True, False))
    return kind != yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG or value in _YES_OR_NO
