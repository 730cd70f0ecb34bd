"""``mo-registry validate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli.page import Commands
from mo_registry.cli.run import Run, current
from mo_registry.cli.telling import Format, Selection, tell
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from mo_registry.registry import Registry

app = Commands()


@app.command(
    help=_(
        "Check every file of the registry and show all findings, sorted.\n\n"
        "Leaves with 0 if there is no error, else with 1.\n\n"
        "With --changed-since, everything is read, but only findings count that stand in changed files or that"
        " the change may have brought about: a reference to what was deleted, the other half of a duplicate.\n\n"
        "In a workflow of GitHub and without --format, the findings are shown on their lines too.\n\n"
        "Examples:\n\n  mo-registry validate\n\n  mo-registry validate data/organisations/binemo.yaml\n\n"
        "  mo-registry validate --changed-since origin/main\n\n"
        "  mo-registry validate --format sarif --output registry.sarif"
    )
)
def validate(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help=_("Show findings in these files and folders only."), metavar=_("[PATH]…")),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help=_(
                "text, concise (one line each), json, or for platforms: github, gitlab (code quality), sarif, junit."
            ),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            help=_("Write the findings to this file; the screen shows what they add up to."),
            metavar=_("FILE"),
        ),
    ] = None,
    changed_since: Annotated[
        str | None,
        typer.Option(
            help=_("Count only what was changed since this branch, commit or day, and what follows from it."),
            metavar=_("REV"),
        ),
    ] = None,
    staged: Annotated[
        bool,
        typer.Option("--staged", help=_("Check what the next commit will hold, and count what it changes.")),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("Let warnings count as errors."))] = False,
) -> None:
    """Check the registry."""
    from mo_registry.checks import check

    run = current(context)
    if staged and changed_since:
        raise RegistryError(
            _("--staged and --changed-since cannot be used together."),
            hint=_("--staged counts what the next commit changes; leave one of the two out."),
        )
    registry = _staged(run) if staged else run.load()
    selection = Selection(registry, check(registry))
    if paths:
        selection.to_paths(paths)
    if staged or changed_since:
        selection.to_changes(changed_since)
    tell(run, selection, form, output, strict=strict)
    raise typer.Exit(1 if selection.failing(strict=strict) else 0)


def _staged(run: Run) -> Registry:
    from mo_registry.registry import load
    from mo_registry.staged import Staged

    root = run.root()
    return load(root, run.private, console.track(_("Reading"), quiet=run.quiet), source=Staged(root))
