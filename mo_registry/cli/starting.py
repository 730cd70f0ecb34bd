"""``mo-registry init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mo_registry import console
from mo_registry.cli.page import Commands
from mo_registry.i18n import _, ngettext

app = Commands()


@app.command(
    name="init",
    help=_(
        "Make a new registry: settings, an example of each kind of entry, schemas for editors.\n\n"
        "The directory may be there already, with other files in it; no file is written over.\n\n"
        "Examples:\n\n  mo-registry init my-network\n\n  mo-registry init . --name 'Netzwerk Musterstadt'"
    ),
)
def init(
    directory: Annotated[
        Path, typer.Argument(help=_("Where to; made if it is not there."), metavar=_("DIR"))
    ],
    name: Annotated[
        str | None, typer.Option(help=_("What the registry is called."), metavar=_("NAME"))
    ] = None,
) -> None:
    """Make a new registry."""
    from mo_registry.editing import starting

    written = len(starting.write(directory, starting.contents(name)))
    if not written:
        return console.say(_("The registry in {directory} is complete already.").format(directory=directory))
    message = ngettext(
        "{count} file written to {directory}.", "{count} files written to {directory}.", written
    )
    console.say(message.format(count=written, directory=directory))
    return console.say(_next_steps(directory))


def _next_steps(directory: Path) -> str:
    return _(
        "\nNext:\n"
        "  cd {directory}\n"
        "  mo-registry validate             checks everything\n"
        "  edit data/registry.yaml          who runs it, its networks, venues and terms\n"
        "  mo-registry add organisation --help\n"
        "  git init                         so that every change has an author, a date and a reason"
    ).format(directory=directory)
