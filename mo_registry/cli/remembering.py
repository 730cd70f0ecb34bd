"""The options of commands that can be asked about another day: ``--as-of`` and ``--valid-on``."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Annotated, Any, TypeVar

import typer

from mo_registry import clock
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.i18n import _

F = TypeVar("F", bound=Callable[..., Any])

AsOf = Annotated[
    str | None,
    typer.Option(
        help=_(
            "The registry as git has it of the end of that day, or of that commit or tag: what was known then."
        ),
        metavar=_("DATE|REV"),
    ),
]
ValidOn = Annotated[
    str | None,
    typer.Option(
        help=_("Who was a member and in charge on that day, as far as it is known now (or --as-of)."),
        metavar=_("DATE"),
    ),
]


class RememberingCommands(Commands):
    """Commands that only read, and can therefore read the registry as it stood."""

    def __init__(self, *, valid_on: bool = False, **settings: Any) -> None:
        super().__init__(**settings)
        self.options = {"as_of": AsOf, **({"valid_on": ValidOn} if valid_on else {})}

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        """Hang a function on, with these options beside its own."""
        hang = super().command(name, **settings)

        def remembering(function: F) -> F:
            hang(_with(self.options, function))
            return function

        return remembering


def _with(options: dict[str, Any], function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with more options: they go into the run that it finds in its context."""

    @wraps(function)
    def remembering(context: typer.Context, **arguments: Any) -> Any:
        asked = {name: arguments.pop(name) for name in options}
        valid_on = asked.get("valid_on")
        context.obj = replace(
            current(context), as_of=asked["as_of"], valid_on=None if valid_on is None else clock.day(valid_on)
        )
        return function(context=context, **arguments)

    signature = inspect.signature(function, eval_str=True)
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for name, option in options.items()
    ]
    own = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in signature.parameters.values()
    ]
    remembering.__signature__ = signature.replace(parameters=[*own, *more])  # type: ignore[attr-defined]
    return remembering
