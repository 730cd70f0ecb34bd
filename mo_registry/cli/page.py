"""Help that teaches, and the command line's own complaints, in the language in force.

Typer speaks English only, and its pages load a Markdown reader. What a command is and can do is taken from
Typer; how that is said is settled here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from mo_registry import console
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.screen import HEADING, NAME, QUOTED, Line, wrapped
from mo_registry.visible import width

F = TypeVar("F", bound=Callable[..., Any])

WIDEST = 100
"""Lines of text that are longer than that are hard to read, however wide the terminal is."""
_NAMES_END = 30
"""From this column on, what a parameter means stands below its name instead of beside it."""


class Paged:
    """Something with a page of this program's own; mixed into what Typer makes."""

    def get_help(self, ctx: Any) -> str:
        """The whole page."""
        return console.rendered(page(self, ctx))

    def get_usage(self, ctx: Any) -> str:
        """The first line of the page."""
        return usage(self, ctx)

    def get_params(self, ctx: Any) -> Any:
        """All parameters, those that Typer adds by itself described in the language in force."""
        parameters = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            _described(parameter)
        return parameters


class Command(Paged, TyperCommand):
    """A command with a page of its own."""


class Group(Paged, TyperGroup):
    """Several commands under one name, with a page of its own."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called.

        Raises:
            RegistryError: there is none of this name.
        """
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-") and not ctx.resilient_parsing:
            _no_such_command(ctx, args[0], known)
        return super().resolve_command(ctx, args)


class Commands(typer.Typer):
    """A place to hang commands on; each gets a page of this program's own."""

    def __init__(self, *, add_completion: bool = False, **settings: Any) -> None:
        settings = {"cls": Group, "no_args_is_help": True, **settings}
        settings["context_settings"] = {"help_option_names": ["--help", "-h"]}
        super().__init__(
            add_completion=add_completion, rich_markup_mode=None, pretty_exceptions_enable=False, **settings
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        """Hang a function on: as Typer's own, with this program's page."""
        settings = {"cls": Command, "context_settings": {"help_option_names": ["--help", "-h"]}, **settings}
        return super().command(name, **settings)


def _described(parameter: Any) -> None:
    words = {
        "help": _("Show this page."),
        "install_completion": _("Let this shell complete commands and ids with the tabulator key."),
        "show_completion": _("Show what --install-completion would install."),
    }
    if parameter.name in words and not parameter.expose_value:
        parameter.help = words[parameter.name]


def _no_such_command(ctx: Any, name: str, known: Sequence[str]) -> NoReturn:
    from mo_registry.model.rules import did_you_mean

    raise RegistryError(
        _("{program} has no command “{name}”.").format(program=ctx.command_path, name=name),
        hint=did_you_mean(name, known)
        or _("What there is: {command} --help").format(command=ctx.command_path),
    )


def usage(command: Any, ctx: Any) -> str:
    """How the command is called, in one line."""
    parts = [ctx.command_path, _("[OPTION]…")]
    parts += [_placeholder(p) for p in command.get_params(ctx) if isinstance(p, TyperArgument)]
    if isinstance(command, TyperGroup):
        parts.append(_("COMMAND …"))
    return _("Usage: {command}").format(command=" ".join(parts))


def page(command: Any, ctx: Any) -> Iterator[Line]:
    """The help page of a command: how it is called, what it does, examples, and all that it understands."""
    room = console.width(WIDEST)
    yield [(usage(command, ctx), HEADING)]
    yield from _prose(inspect.cleandoc(command.help or ""), room)
    parameters = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [p for p in parameters if isinstance(p, TyperArgument)]
    options = [p for p in parameters if isinstance(p, TyperOption)]
    if isinstance(command, TyperGroup):
        yield from _rows(_("Commands"), _commands(command, ctx), room)
    yield from _rows(_("Arguments"), [(_placeholder(p), _meaning(p)) for p in arguments], room)
    yield from _rows(_("Options"), [(_names(p), _meaning(p)) for p in options], room)
    if command.epilog:
        yield from _prose(inspect.cleandoc(command.epilog), room)


def _prose(text: str, room: int) -> Iterator[Line]:
    """Paragraphs; an indented one is an example, and examples that follow each other stand close together."""
    example = False
    for paragraph in re.split(r"\n{2,}", text):
        indented = paragraph.startswith("  ")
        if not (indented and example):
            yield []
        if indented:
            lines = (line for whole in paragraph.splitlines() for line in _broken(whole.rstrip(), room))
            yield from ([(line, QUOTED)] for line in lines)
        else:
            style = HEADING if paragraph.endswith(":") and "\n" not in paragraph else ""
            yield from ([(line, style)] for line in wrapped(" ".join(paragraph.split()), room))
        example = indented or (paragraph.endswith(":") and "\n" not in paragraph)


def _broken(command: str, room: int) -> Iterator[str]:
    """An example in lines that fit and that a shell takes for one command."""
    while len(command) > room and (cut := command.rfind(" --", 4, room - 1)) > 0:
        yield f"{command[:cut]} \\"
        command = f"    {command[cut + 1 :]}"
    yield command


def _rows(heading: str, rows: Sequence[tuple[str, str]], room: int) -> Iterator[Line]:
    if not rows:
        return
    yield []
    yield [(f"{heading}:", HEADING)]
    column = min(max(width(name) for name, _meaning in rows) + 4, _NAMES_END)
    for name, meaning in rows:
        first, *others = wrapped(meaning, room - column)
        if width(name) + 4 <= column:
            yield [(f"  {name}".ljust(column), NAME), (first, "")]
        else:
            yield [(f"  {name}", NAME)]
            yield [(" " * column + first, "")]
        yield from ([(" " * column + line, "")] for line in others)


def _commands(group: TyperGroup, ctx: Any) -> list[tuple[str, str]]:
    found = ((name, group.get_command(ctx, name)) for name in group.list_commands(ctx))
    return [
        (name, " ".join(inspect.cleandoc(command.help or "").partition("\n\n")[0].split()))
        for name, command in found
        if command and not command.hidden
    ]


def _placeholder(argument: Any) -> str:
    """An argument as it stands in the usage line."""
    name = argument.metavar or argument.name.upper()
    if argument.required or argument.metavar:
        return str(name)
    return f"[{name}]"


def _names(option: TyperOption) -> str:
    """An option as it is typed, with what follows it."""
    names = ", ".join(sorted(option.opts, key=len))
    if option.secondary_opts:
        names = f"{names} / {option.secondary_opts[0]}"
    return names if option.is_flag or option.count else f"{names} {_value(option)}"


def _value(option: TyperOption) -> str:
    if option.metavar:
        return option.metavar
    kind = option.type_descriptor
    if kind.choices:
        return "|".join(str(choice) for choice in kind.choices)
    if kind.is_path:
        return _("PATH")
    return _("NUMBER") if kind.annotation is int else _("TEXT")


def _meaning(parameter: Any) -> str:
    """What a parameter is for, and what holds where it is not given."""
    asides = []
    if parameter.required:
        asides.append(_("required"))
    default = parameter.default
    if default not in (None, (), [], "") and not isinstance(default, bool) and not callable(default):
        asides.append(_("otherwise {default}").format(default=default))
    if parameter.envvar:
        asides.append(_("or the variable {name}").format(name=parameter.envvar))
    return f"{parameter.help or ''} [{'; '.join(asides)}]" if asides else parameter.help or ""
