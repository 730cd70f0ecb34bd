"""``mo-registry init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mo_registry import console
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.editing.platforms import Platform
from mo_registry.finding import RegistryError
from mo_registry.i18n import _, ngettext

app = Commands()


@app.command(
    name="init",
    help=_(
        "Make a new registry: settings, an example of each kind of entry, schemas for editors.\n\n"
        "The directory may be there already, with other files in it; no file is written over.\n\n"
        "With --ci, the files are written too with which GitHub or GitLab checks every proposal. A registry that"
        " is there already gets only these.\n\n"
        "Examples:\n\n  mo-registry init my-network\n\n  mo-registry init . --name 'Netzwerk Musterstadt'\n\n"
        "  mo-registry init --ci github"
    ),
)
def init(
    context: typer.Context,
    directory: Annotated[
        Path | None, typer.Argument(help=_("Where to; made if it is not there."), metavar=_("DIR"))
    ] = None,
    name: Annotated[
        str | None, typer.Option(help=_("What the registry is called."), metavar=_("NAME"))
    ] = None,
    ci: Annotated[
        Platform | None,
        typer.Option("--ci", help=_("Let this platform check every proposal: github or gitlab.")),
    ] = None,
) -> None:
    """Make a new registry."""
    from mo_registry.registry import SETTINGS

    if directory is None:
        directory = _here(current(context).root() if ci else None)
    if ci and (directory / SETTINGS).is_file():
        return _add_platform(directory.resolve(), ci)
    return _make(directory, name, ci)


def _here(root: Path | None) -> Path:
    if root is None:
        raise RegistryError(
            _("It is not said where the new registry is to be."),
            hint=_("Name a directory; it need not be there yet: mo-registry init my-network"),
        )
    return root


def _make(directory: Path, name: str | None, ci: Platform | None) -> None:
    from mo_registry.editing import platforms, starting

    contents, top = starting.contents(name), directory
    if ci:
        folder, top = directory.resolve(), platforms.top(directory.resolve())
        own = {folder.relative_to(top) / path: text for path, text in contents.items()}
        contents = {**platforms.contents(ci, folder), **own}
    written = len(starting.write(top, contents))
    if not written:
        return console.say(_("The registry in {directory} is complete already.").format(directory=directory))
    message = ngettext(
        "{count} file written to {directory}.", "{count} files written to {directory}.", written
    )
    console.say(message.format(count=written, directory=directory))
    console.say(_next_steps(directory))
    return console.say(_next_on_platform(directory)) if ci else None


def _add_platform(directory: Path, ci: Platform) -> None:
    from mo_registry.editing import platforms, starting

    top = platforms.top(directory)
    written = starting.write(top, platforms.contents(ci, directory))
    if not written:
        return console.say(_("All of it is there already; nothing was written."))
    console.say(_("Written to {directory}:").format(directory=top))
    for path in written:
        console.say(f"  {path.as_posix()}")
    return console.say(_next_on_platform(directory))


def _next_steps(directory: Path) -> str:
    return _(
        "\nNext:\n"
        "  cd {directory}\n"
        "  mo-registry validate             checks everything\n"
        "  edit data/registry.yaml          who runs it, its networks, venues and terms\n"
        "  mo-registry add organisation --help\n"
        "  git init                         so that every change has an author, a date and a reason"
    ).format(directory=_typed(directory))


def _typed(directory: Path) -> str:
    """As it is typed in a shell; double quotes are understood by all of them."""
    return f'"{directory}"' if any(map(str.isspace, str(directory))) else str(directory)


def _next_on_platform(directory: Path) -> str:
    from mo_registry.editing import platforms

    if platforms.is_open(directory):
        return _(
            "\nProposals are checked from the next push on, once this is done:\n"
            "  requirements-ci.txt              name in it where mo-registry comes from; until then the check fails\n"
            "  git add, git commit, git push    as with every other change"
        )
    return _(
        "\nProposals are checked from the next push on:\n"
        "  requirements-ci.txt              says which mo-registry is installed; change it if you have your own place\n"
        "  git add, git commit, git push    as with every other change"
    )
