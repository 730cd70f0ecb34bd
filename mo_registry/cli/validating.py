"""``mo-registry validate``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.finding import RegistryError, Severity
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.registry import Registry

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
    from mo_registry.registry import SETTINGS

    run = current(context)
    registry = run.load()
    checked = check(registry)
    elsewhere = 0
    if paths:
        wanted = [_within(registry, path) for path in paths]
        found = [f for f in checked.findings if _is_in(f.file, wanted)]
        files = [file for parts in registry.files.values() for file in parts] + [registry.root / SETTINGS]
        elsewhere = checked.count(Severity.ERROR)
        checked = replace(checked, findings=found, files=sum(_is_in(file, wanted) for file in files))
        elsewhere -= checked.count(Severity.ERROR)
    console.show_findings(registry, checked, form.value, quiet=run.quiet)
    if elsewhere:
        told = ngettext(
            "In other files there is {count} error: mo-registry validate",
            "In other files there are {count} errors: mo-registry validate",
            elsewhere,
        )
        console.say(told.format(count=elsewhere))
    failing = checked.count(Severity.ERROR) + strict * checked.count(Severity.WARNING)
    raise typer.Exit(1 if failing else 0)


def _is_in(file: Path, wanted: list[Path]) -> bool:
    return any(file.resolve().is_relative_to(path) for path in wanted)


def _within(registry: Registry, path: Path) -> Path:
    parts = [registry.root, *([registry.private] if registry.private else [])]
    if not path.exists():
        raise RegistryError(
            _("There is no file or folder {path}.").format(path=path),
            hint=_("Give a path as you would to open the file, or leave it out to check everything."),
        )
    if not _is_in(path, [part.resolve() for part in parts]) and not _is_in(registry.root, [path.resolve()]):
        raise RegistryError(
            _("{path} does not belong to the registry in {registry}.").format(
                path=path, registry=registry.root
            ),
            hint=_("Go to its own registry, or name that with --registry DIR."),
        )
    return path.resolve()
