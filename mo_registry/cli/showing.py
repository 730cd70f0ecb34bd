"""``mo-registry show``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import WIDEST
from mo_registry.cli.remembering import RememberingCommands
from mo_registry.cli.run import current, say_renamed
from mo_registry.i18n import _
from mo_registry.screen import ASIDE, HEADING, Line, facts
from mo_registry.visible import isolated

if TYPE_CHECKING:
    from mo_registry.finding import Finding
    from mo_registry.overview import Overview
    from mo_registry.registry import Registry

app = RememberingCommands()


@app.command(
    help=_(
        "Show everything about one organisation, event, network, venue or term, and what refers to it.\n\n"
        "An entry that is broken is shown with what is wrong with it.\n\n"
        "Examples:\n\n  mo-registry show binemo\n\n  mo-registry show 2023-09-27-netzwerktreffen\n\n"
        "  mo-registry show netzwerk-mo --json"
    )
)
def show(
    context: typer.Context,
    identifier: Annotated[
        str,
        typer.Argument(
            help=_("An id: the name of an entry's file, or one that the settings declare."),
            metavar="ID",
            autocompletion=completing.anything,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print everything as JSON."))] = False,
) -> None:
    """Show an entry."""
    from mo_registry.checks import check
    from mo_registry.overview import overview

    registry = current(context).load()
    found = overview(registry, identifier)
    findings = [finding for finding in check(registry).findings if _concerns(finding, found)]
    if (typed := PurePath(identifier).name.removesuffix(".yaml")) != found.id:
        say_renamed(typed, found.id)
    if as_json:
        console.write_json(_data(registry, found, findings))
    else:
        console.show(_lines(registry, found, findings))


def _concerns(finding: Finding, found: Overview) -> bool:
    """Whether a finding is about what is shown; the settings' file is about much else too."""
    entry = found.type in ("organisation", "event")
    return finding.file in found.files and (entry or found.id in finding.place.keys)


def _lines(registry: Registry, found: Overview, findings: Sequence[Finding]) -> Iterator[Line]:
    from mo_registry import findings_text

    room = console.width(WIDEST)
    yield [(isolated(found.title), HEADING), (f"  {found.id}", ASIDE)]
    yield [(isolated(found.summary), ASIDE)]
    yield []
    paths = [registry.relative(path).as_posix() for path in found.files]
    yield from facts([*found.facts, (_("File"), paths)], room)
    for finding in findings:
        yield []
        yield from findings_text.lines(registry, finding)


def _data(registry: Registry, found: Overview, findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "id": found.id,
        "type": found.type,
        **found.data,
        "files": [registry.relative(path).as_posix() for path in found.files],
        "findings": [
            {"code": f.code, "severity": f.severity.value, "line": f.position.line, "message": f.message}
            for f in findings
        ],
    }
