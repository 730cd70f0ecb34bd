"""``mo-registry validate``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mo_registry import console
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.finding import RegistryError, Severity
from mo_registry.i18n import _

app = Commands()


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"


@app.command(
    help=_(
        "Check every file of the registry and show all findings, sorted.\n\n"
        "Leaves with 0 if there is no error, else with 1.\n\n"
        "Examples:\n\n  mo-registry validate\n\n  mo-registry validate data/organisations/binemo.yaml\n\n"
        "  mo-registry validate --format json"
    )
)
def validate(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help=_("Show findings in these files and folders only."), metavar=_("[PATH]…")),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help=_("text, concise (one line each) or json."))
    ] = Format.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help=_("Let warnings count as errors."))] = False,
) -> None:
    """Check the registry."""
    from dataclasses import replace

    from mo_registry.checks import check

    run = current(context)
    registry = run.load()
    checked = check(registry)
    if paths:
        wanted = [_existing(path) for path in paths]
        found = [f for f in checked.findings if any(f.file.resolve().is_relative_to(path) for path in wanted)]
        checked = replace(checked, findings=found)
    console.show_findings(registry, checked, form.value, quiet=run.quiet)
    failing = checked.count(Severity.ERROR) + strict * checked.count(Severity.WARNING)
    raise typer.Exit(1 if failing else 0)


def _existing(path: Path) -> Path:
    if path.exists():
        return path.resolve()
    raise RegistryError(
        _("There is no file or folder {path}.").format(path=path),
        hint=_("Give a path as you would to open the file, or leave it out to check everything."),
    )
