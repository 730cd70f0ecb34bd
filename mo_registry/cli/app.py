"""The command line as a whole: the options before the command, and the commands, loaded when called."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from mo_registry import clock, console
from mo_registry.cli.page import Commands, Group
from mo_registry.cli.run import Run
from mo_registry.finding import RegistryError
from mo_registry.i18n import LANGUAGES, _

COMMANDS = {
    "init": "starting",
    "validate": "validating",
    "explain": "explaining",
    "list": "listing",
    "show": "showing",
    "find": "finding",
    "changes": "comparing",
    "history": "recalling",
    "add": "adding",
    "set": "setting",
    "edit": "editing",
    "rename": "renaming",
    "archive": "archiving",
    "import": "importing",
    "format": "formatting",
    "generate": "generating",
    "templates": "templating",
    "run": "running_jobs",
    "jobs": "jobs",
    "hooks": "hooking",
    "schema": "describing",
}
"""Each command and the module of this package that holds it, in the order of a coordinator's first day."""

_MISUSED, _INTERRUPTED = 2, 130
"""Exit codes, as `mo_registry.__main__.main` tells."""


class LazyGroup(Group):
    """The commands by name; a command's module is imported when the command is needed."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """All commands, in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command, or None if there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"mo_registry.cli.{COMMANDS[cmd_name]}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a reader of our output that goes away, as ``head`` does, is no mistake."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            console.close_output()
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            console.close_output()
            raise RegistryError(_("There is no space left for what was to be printed.")) from None
        except KeyboardInterrupt:
            console.say(_("Stopped; nothing was left half done."))
            raise typer.Exit(_INTERRUPTED) from None
        return result


app = Commands(
    cls=LazyGroup,
    name="mo-registry",
    add_completion=True,
    help=_(
        "Keep the registry of a network of associations: check it, search it, "
        "and write its letters and lists."
    ),
    epilog=_(
        "The first steps: mo-registry init my-network, then mo-registry validate. Each command has --help."
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        from mo_registry import __version__

        console.write(f"mo-registry {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    registry: Annotated[
        Path | None,
        typer.Option(
            help=_("The registry's directory; else it is looked for from here upwards."), envvar="MO_REGISTRY"
        ),
    ] = None,
    private: Annotated[
        Path | None,
        typer.Option(
            help=_("A second directory with the confidential parts of entries; none: leave them out."),
            envvar="MO_REGISTRY_PRIVATE",
        ),
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(help=_("Take this day for today, for instance 2023-09-01."), envvar="MO_REGISTRY_TODAY"),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            help=_("Language of messages: de or en."), envvar="MO_REGISTRY_LANGUAGE", metavar="de|en"
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_("Say nothing but what went wrong."))] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help=_("Print without colours."))] = False,
    version: Annotated[  # noqa: ARG001  (its callback has shown it and left)
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=_("Show the version and leave.")),
    ] = False,
) -> None:
    """Settle what all commands share."""
    if language is not None and language not in LANGUAGES:
        raise RegistryError(
            _("“{language}” is not a language of this program.").format(language=language),
            hint=_("Write --language de or --language en."),
        )
    clock.set_today(today)
    console.set_up(quiet=quiet, color=not no_color)
    context.obj = Run(registry, private, quiet)


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Returns:
        The exit code, as `mo_registry.__main__.main` tells.
    """
    console.set_up()
    try:
        return app(list(arguments), prog_name="mo-registry", standalone_mode=False) or 0
    except RegistryError as error:
        console.fail(error.message, error.hint)
        return _MISUSED
    except TyperException as error:
        return _complain(error)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except Exception as error:  # noqa: BLE001  (whatever it is: a person gets a sentence, not a traceback)
        from mo_registry.cli.crash import report

        return report(error, arguments)


def _complain(error: TyperException) -> int:
    from mo_registry.cli import usage

    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error.message}\n")
    else:
        console.fail(*usage.explained(error))
    return _MISUSED
