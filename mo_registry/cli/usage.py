"""What is wrong with a command line: Typer's exceptions in the words of this program."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperArgument

from mo_registry.i18n import _

_BEFORE_THE_COMMAND = ("--registry", "--private", "--today", "--language", "--quiet", "--no-color")
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL)
_CHOICE = re.compile(r"(?s)(?:Value error, )?(.*) is not one of .*\.")


def explained(error: Any) -> tuple[str, str]:
    """What is wrong, and what to do about it.

    Args:
        error: a usage error of Typer's; told by its class's name, for Typer hides its classes.
    """
    kind = type(error).__name__
    explain = {
        "NoSuchOption": _no_such_option,
        "MissingParameter": _missing,
        "BadParameter": _bad_value,
        "BadOptionUsage": _bad_option,
    }.get(kind, _other)
    message, advice = explain(error)
    return message, advice or _see_help(error)


def _see_help(error: Any) -> str:
    context = getattr(error, "ctx", None)
    return _("What can be written here: {command} --help").format(
        command=context.command_path if context else "mo-registry"
    )


def _no_such_option(error: Any) -> tuple[str, str]:
    from mo_registry.names import nearest

    known = (
        [name for parameter in error.ctx.command.get_params(error.ctx) for name in parameter.opts]
        if error.ctx
        else []
    )
    if error.option_name in _BEFORE_THE_COMMAND and error.ctx and error.ctx.parent:
        program = error.ctx.find_root().command_path
        advice = _("it stands before the command: mo-registry {option} … {command}").format(
            option=error.option_name, command=error.ctx.command_path.removeprefix(program).strip()
        )
        return _("There is no option {name} here.").format(name=error.option_name), advice
    similar = nearest(error.option_name, [name for name in known if name.startswith("--")])
    advice = _("did you mean {word}?").format(word=similar[0]) if similar else ""
    return _("There is no option {name} here.").format(name=error.option_name), advice


def _missing(error: Any) -> tuple[str, str]:
    parameter = error.param
    if parameter is None:
        return _("Something is missing in this command."), ""
    name = parameter.metavar or parameter.name.upper()
    shown = name if isinstance(parameter, TyperArgument) else max(parameter.opts, key=len)
    return _("{name} is missing: {meaning}").format(name=shown, meaning=parameter.help or ""), ""


def _bad_value(error: Any) -> tuple[str, str]:
    parameter = error.param
    name = error.param_hint or (max(parameter.opts, key=len) if parameter else "")
    choices = parameter.type_descriptor.choices if parameter else None
    if choices and (match := _CHOICE.fullmatch(error.message)):
        from mo_registry.model.rules import did_you_mean

        text = match[1].strip("'\"")
        message = _("“{text}” cannot stand behind {name}.").format(text=text, name=name)
        return message, did_you_mean(text, [str(choice) for choice in choices])
    if parameter and parameter.type_descriptor.annotation is int:
        return _("Behind {name} a whole number is needed.").format(name=name), ""
    return _("The value of {name} cannot be used: {reason}").format(name=name, reason=error.message), ""


def _bad_option(error: Any) -> tuple[str, str]:
    if "does not take" in error.message:
        return _("{name} stands alone, without a value.").format(name=error.option_name), ""
    return _("{name} needs a value behind it.").format(name=error.option_name), ""


def _other(error: Any) -> tuple[str, str]:
    if match := _EXTRA.fullmatch(error.message):
        return _("This is too much: {text}").format(text=match[1]), _("Put a text with blanks into quotes.")
    if error.message.startswith("Missing command"):
        return _("The command is missing."), ""
    return str(error.message), ""
