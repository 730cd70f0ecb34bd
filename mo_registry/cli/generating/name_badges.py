"""``mo-registry generate name-badges``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mo_registry import console
from mo_registry.cli.generating import making
from mo_registry.cli.generating.making import Blank, EventId, Language, Open, Output
from mo_registry.cli.run import current
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.documents.name_badges import NameBadges

HELP = _(
    "Write name badges: 90 × 54 mm, ten on a sheet of A4, with marks to cut along (PDF).\n\n"
    "There is one for everybody who has registered, without a name where none is known, and for those who speak,"
    " lead through the programme or organise; these say so. They lie in the order of the sign-in sheet. Blank ones"
    " fill the last sheet.\n\n"
    "Examples:\n\n  mo-registry generate name-badges 2023-12-01-fachtag\n\n"
    "  mo-registry generate name-badges 2023-12-01-fachtag --blank 30"
)


def name_badges(
    context: typer.Context,
    event: EventId,
    blank: Blank = None,
    language: Language = None,
    output: Output = None,
    open_it: Open = False,
) -> None:
    """Write the name badges of an event."""
    run = current(context)
    making.refuse_so_many(blank)
    registry = run.load()
    wanted = making.event(registry, event)
    making.refuse_hindered(run, registry, wanted)
    from mo_registry.documents import name_badges as kind

    making.doubt_templates(registry, kind.TEMPLATE, language)
    making.doubt_whether(wanted)
    made = kind.make(registry, wanted, blank, language)
    folder = making.folder(run, output)
    changed = making.write(made.files, folder)
    console.report([_heading(made), *making.places(made.files, folder, changed)])
    if open_it:
        making.open_here(folder / made.files[0].path)


def _heading(made: NameBadges) -> str:
    count = len(made.participants) + made.blank
    badges = ngettext("{count} name badge", "{count} name badges", count).format(count=count)
    heading = _(
        "{badges} of {event}: {named} with a name, {nameless} with an organisation only, {blank} blank"
    )
    return heading.format(
        badges=badges,
        event=made.event.id,
        named=made.named,
        nameless=made.nameless,
        blank=made.blank,
    )
