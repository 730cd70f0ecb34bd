"""A sandbox that notes what is wrong in a template and goes on, so that all of it is found at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from jinja2 import nodes, pass_context
from jinja2.runtime import ChainableUndefined, Context
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer

from mo_registry.documents.mistakes import Spot, spot_of_frames
from mo_registry.documents.sandbox import AbsentField, AbsentItem, Load, NotPrintable, Sandbox, finalize


class Note(NamedTuple):
    """What is wrong, and where."""

    error: Exception
    spot: Spot


class Lenient(Sandbox):
    """A sandbox in which an absent field is empty, and is noted.

    Args:
        load: as of `Sandbox`.
        filters: as of `Sandbox`.
        everywhere: go through every branch of every “if”, whatever is asked there, so that fields are looked up that
            no entry would come to. What is noted then is true of fields only.
    """

    def __init__(
        self, load: Load, filters: Mapping[str, Callable[..., Any]], *, everywhere: bool = False
    ) -> None:
        super().__init__(load, filters)
        self.everywhere = everywhere
        self.notes: list[Note] = []
        self.undefined = type("Unknown", (_Unknown,), {"note": staticmethod(self.note)})
        self.finalize = _leniently

    def note(self, error: Exception) -> None:
        """Note what is wrong where the template is just now."""
        self.notes.append(Note(error, spot_of_frames(sys._getframe(1))))  # noqa: SLF001  (Python has no other way)

    def _each(self, values: Any, cost: int) -> Any:
        try:
            return super()._each(values, cost)
        except NotPrintable as error:
            self.note(error)
            return super()._each((), cost)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Everywhere().visit(tree) if self.everywhere else tree


class _Everywhere(NodeTransformer):
    """Puts the branches of every “if” one behind the other; what it asks is still looked at."""

    def visit_If(self, node: nodes.If) -> list[nodes.Node]:  # noqa: N802  (as Jinja calls it)
        self.generic_visit(node)
        asked = nodes.ExprStmt(nodes.Not(node.test, lineno=node.lineno), lineno=node.lineno)
        others = [found for other in node.elif_ for found in self._flat(other)]
        return [asked, *node.body, *others, *node.else_]

    def _flat(self, node: nodes.Node) -> list[nodes.Node]:
        return self.visit_If(node) if isinstance(node, nodes.If) else [node]


class _Unknown(ChainableUndefined):
    """What is not there: printed as nothing, gone through as an empty list, and noted as soon as it is used."""

    __slots__ = ()
    note: Callable[[Exception], None]

    def _said(self) -> None:
        name = self._undefined_name
        if isinstance(name, int):
            self.note(AbsentItem(name))
        elif name is not None:
            self.note(AbsentField(name, None if self._undefined_obj is missing else self._undefined_obj))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._said()
        return type(self)()

    def __getitem__(self, _key: object) -> Any:
        self._said()
        return type(self)()

    def __str__(self) -> str:
        self._said()
        return ""

    def __iter__(self) -> Any:
        self._said()
        return iter(())

    def __bool__(self) -> bool:
        self._said()
        return False

    def __len__(self) -> int:
        self._said()
        return 0

    def __eq__(self, other: object) -> bool:
        self._said()
        return False

    def __ne__(self, other: object) -> bool:
        self._said()
        return True

    __hash__ = ChainableUndefined.__hash__


@pass_context
def _leniently(context: Context, value: Any) -> str:
    """As `finalize`, but what cannot be printed is noted and left out."""
    try:
        return finalize(context, value)
    except NotPrintable as error:
        sandbox = context.environment
        assert isinstance(sandbox, Lenient)
        sandbox.note(error)
        return ""
