"""``mo-registry schema``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

app = Commands()


@app.command(
    name="schema",
    help=_(
        "Print the JSON Schema of a kind of file, for editors that complete keys and underline mistakes.\n\n"
        "A new registry has the schemas in schema/ and settings for VS Code that use them;"
        " --write brings them up to date after an update of mo-registry.\n\n"
        "Examples:\n\n  mo-registry schema organisation\n\n  mo-registry schema --write schema"
    ),
)
def describe(
    name: Annotated[
        str | None,
        typer.Argument(
            help=_("Of which kind of file."),
            metavar="[organisation|event|settings]",
            autocompletion=completing.schemas,
        ),
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", help=_("Write all schemas into this folder."), metavar=_("DIR"))
    ] = None,
) -> None:
    """Print or write schemas."""
    from mo_registry import schema
    from mo_registry.matching import one_name

    if (name is None) == (write is None):
        raise RegistryError(
            _("Say which schema to print, or into which folder to write all of them."),
            hint=_("for instance: mo-registry schema organisation, or: mo-registry schema --write schema"),
        )
    if name is not None:
        chosen = one_name("schema", name, schema.MODELS)
        return console.write(schema.as_text(schema.schema(chosen)).rstrip("\n"))
    return _write(schema.texts(), write or Path())


def _write(texts: dict[str, str], folder: Path) -> None:
    from mo_registry import files

    for file, text in texts.items():
        with files.complaining(folder / file):
            files.replace(folder / file, text.encode())
        console.say(_("Written: {path}").format(path=folder / file))
