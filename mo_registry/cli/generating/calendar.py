"""``mo-registry generate calendar``."""

from __future__ import annotations

from typing import Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.generating import making
from mo_registry.cli.generating.making import Open, Output
from mo_registry.cli.run import current
from mo_registry.i18n import _, ngettext

HELP = _(
    "Write a calendar of all events (.ics), for programs that can subscribe to one.\n\n"
    "Events that were cancelled are in it as cancelled, so that they do not stay in anybody's calendar. Events"
    " of which only the month or the year is known are left out.\n\n"
    "Examples:\n\n  mo-registry generate calendar\n\n"
    "  mo-registry generate calendar --network netzwerk-mo --year 2023"
)


def calendar(
    context: typer.Context,
    network: Annotated[
        str | None,
        typer.Option(
            help=_("Events of this network only."), metavar="ID", autocompletion=completing.networks
        ),
    ] = None,
    year: Annotated[int | None, typer.Option(help=_("Events of this year only."), metavar=_("YEAR"))] = None,
    output: Output = None,
    open_it: Open = False,
) -> None:
    """Write a calendar of events."""
    run = current(context)
    registry = run.load()
    making.refuse_hindered(run, registry)
    from mo_registry.documents import calendar as kind

    made = kind.feed(registry, network, year)
    folder = making.folder(run, output)
    changed = making.write([made.file], folder)
    count, undated = len(made.events), len(made.undated)
    lines = [ngettext("Calendar: {count} event", "Calendar: {count} events", count).format(count=count)]
    if undated:
        lines.append(
            ngettext(
                "{count} event is not in it, because its day is not known: {names}",
                "{count} events are not in it, because their day is not known: {names}",
                undated,
            ).format(count=undated, names=", ".join(event.id for event in made.undated))
        )
    console.report([*lines, *making.places([made.file], folder, changed)])
    if open_it:
        making.open_here(folder / made.file.path)
