"""``mo-registry generate sign-in-sheet``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mo_registry import console
from mo_registry.cli.generating import making
from mo_registry.cli.generating.making import Blank, EventId, Language, Open, Output
from mo_registry.cli.run import current
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.documents.sign_in_sheet import SignInSheet

HELP = _(
    "Write the sheet on which those who come sign, as funders ask for it (PDF).\n\n"
    "Those who have registered are printed, by organisation and then by family name; a line stays open for each"
    " of whom no name is known, and lines for those who come without having registered. An event of several"
    " days gets a sheet for each. There are no addresses and no telephone numbers on it. Project and reference"
    " number are those under “funding” in the event.\n\n"
    "Examples:\n\n  mo-registry generate sign-in-sheet 2023-09-27-netzwerktreffen\n\n"
    "  mo-registry generate sign-in-sheet 2023-09-27-netzwerktreffen --blank 20 --open"
)


def sign_in_sheet(
    context: typer.Context,
    event: EventId,
    blank: Blank = None,
    language: Language = None,
    output: Output = None,
    open_it: Open = False,
) -> None:
    """Write the sign-in sheet of an event."""
    run = current(context)
    making.refuse_so_many(blank)
    registry = run.load()
    wanted = making.event(registry, event)
    making.refuse_hindered(run, registry, wanted)
    from mo_registry.documents import sign_in_sheet as kind

    making.doubt_templates(registry, kind.TEMPLATE, language)
    making.doubt_whether(wanted)
    made = kind.make(registry, wanted, blank, language)
    folder = making.folder(run, output)
    changed = making.write(made.files, folder)
    console.report([_heading(made), *making.places(made.files, folder, changed)])
    if open_it:
        making.open_here(folder / made.files[0].path)


def _heading(made: SignInSheet) -> str:
    count = len(made.participants)
    if not count:
        return _("Sign-in sheet of {event}: nobody has registered, all lines are blank").format(
            event=made.event.id
        )
    persons = ngettext("{count} person", "{count} people", count).format(count=count)
    heading = _("Sign-in sheet of {event}: {persons} registered, {named} by name")
    return heading.format(event=made.event.id, persons=persons, named=made.named)
