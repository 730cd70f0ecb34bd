"""What all tables have in common: columns with plain values and their words, sorting, data for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mo_registry.finding import RegistryError
from mo_registry.i18n import _, language
from mo_registry.labels import label
from mo_registry.matching import proposal, refusal
from mo_registry.model.scalars import PartialDate
from mo_registry.names import organisation_order, search_key
from mo_registry.registry import Registry

R = TypeVar("R")
Value = str | int | tuple[str, ...] | None
"""What stands in a cell: plain data, as in JSON."""
Words = Callable[[Registry, str], str]

_LAST = 2
"""The rank of what is empty."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a table."""

    name: str
    """As it is called in ``--columns``, JSON and CSV."""
    heading: str
    """As it is headed on the screen, untranslated."""
    value: Callable[[Registry, R], Value]
    words: Words | None = None
    """How a value is worded on the screen, where that differs."""
    aliases: tuple[str, ...] = ()
    """What people call it besides its name and its heading, in whatever language."""

    def is_called(self, name: str) -> bool:
        """Whether somebody who types this means this column: by its heading or an alias, in any spelling."""
        words = (self.name, self.heading, _(self.heading), *self.aliases)
        return search_key(name) in map(search_key, words)

    def cell(self, registry: Registry, row: R) -> str:
        """The value as a person reads it."""
        value = self.value(registry, row)
        parts = value if isinstance(value, tuple) else () if value is None else (str(value),)
        return ", ".join(self.words(registry, part) if self.words else part for part in parts)

    def order(self, registry: Registry, row: R) -> tuple[int, Any]:
        """The sort key of the value: numbers by size, text as in a German list, what is empty at the end."""
        value = self.value(registry, row)
        if value is None or value == ():
            return _LAST, ""
        if isinstance(value, int):
            return 0, value
        return 1, organisation_order(value if isinstance(value, str) else ", ".join(value))


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """A kind of table: its columns, and which of them are shown where nothing is said about it."""

    columns: tuple[Column[R], ...]
    narrow: tuple[str, ...]
    """In a pipe, and on a terminal of 80 columns."""
    wide: tuple[str, ...]

    def chosen(self, names: str | None, *, wide: bool = False) -> list[Column[R]]:
        """The columns that are asked for by name, comma by comma; else the usual ones.

        Raises:
            RegistryError: there is no column of that name.
        """
        if names == "all":
            return list(self.columns)
        usual = self.wide if wide else self.narrow
        wanted = usual if names is None else [name.strip() for name in names.split(",") if name.strip()]
        return [self._column("--columns", name) for name in wanted]

    def ordered(self, registry: Registry, rows: Iterable[R], by: str | None) -> list[R]:
        """The rows by the columns that are asked for, ``-name`` in reverse; else as they come.

        Raises:
            RegistryError: there is no column of that name.
        """
        result = list(rows)
        for name in reversed(by.split(",") if by else []):
            column = self._column("--sort", name.strip().removeprefix("-"))
            result = _sorted(registry, result, column, descending=name.strip().startswith("-"))
        return result

    def _column(self, option: str, name: str) -> Column[R]:
        for column in self.columns:
            if column.name == name.replace("-", "_").lower():
                return column
        called = [column for column in self.columns if column.is_called(name)]
        if len(called) == 1:
            return called[0]
        headings = {column.name: _(column.heading) for column in self.columns}
        hint = proposal(name, headings) or _("it can be: {words}").format(words=", ".join(headings))
        raise RegistryError(refusal(option, name), hint=hint)


def _sorted(registry: Registry, rows: list[R], column: Column[R], *, descending: bool) -> list[R]:
    keys = {id(row): column.order(registry, row) for row in rows}
    full = [row for row in rows if keys[id(row)][0] != _LAST]
    full.sort(key=lambda row: keys[id(row)], reverse=descending)
    return full + [row for row in rows if keys[id(row)][0] == _LAST]


def objects(registry: Registry, rows: Iterable[R], columns: Sequence[Column[R]]) -> list[dict[str, Value]]:
    """The rows as data for other programs."""
    return [{column.name: column.value(registry, row) for column in columns} for row in rows]


def texts(registry: Registry, rows: Iterable[R], columns: Sequence[Column[R]]) -> Iterator[list[str]]:
    """The columns' names, then the rows as plain text, several values in a cell set off by semicolons."""
    yield [column.name for column in columns]
    for row in rows:
        values = (column.value(registry, row) for column in columns)
        yield ["; ".join(v) if isinstance(v, tuple) else "" if v is None else str(v) for v in values]


def field(key: str) -> Callable[[Registry, Any], Value]:
    """The value that a row has under this name."""

    def value(_registry: Registry, row: Any) -> Value:
        found = getattr(row, key)
        if isinstance(found, tuple) and not isinstance(found, PartialDate):
            return tuple(str(item) for item in found)
        return found if isinstance(found, int) else str(found) if found else None

    return value


def address(key: str) -> Callable[[Registry, Any], Value]:
    """A line of the address of an organisation or a venue."""

    def value(_registry: Registry, row: Any) -> Value:
        return getattr(row.address, key) if row.address else None

    return value


def labelled(_registry: Registry, value: str) -> str:
    """A fixed value in words."""
    return label(value)


def named(kind: str) -> Words:
    """The name of what an id stands for; see `Registry.declared`."""

    def words(registry: Registry, identifier: str) -> str:
        if kind == "organisations":
            found = registry.organisations.get(identifier)
            return found.name if found else identifier
        return registry.declared(kind).get(identifier, identifier)

    return words


def term(vocabulary: str) -> Words:
    """A term's label in the language in force, else in German."""

    def words(registry: Registry, identifier: str) -> str:
        return term_label(registry.settings.vocabulary(vocabulary).get(identifier, {}), identifier)

    return words


def term_label(labels: dict[str, str], identifier: str) -> str:
    """The label in the language in force, else in German, else in any, else the id."""
    return labels.get(language()) or labels.get("de") or next(iter(labels.values()), identifier)
