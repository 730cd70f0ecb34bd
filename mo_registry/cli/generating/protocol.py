"""``mo-registry generate protocol``."""

from __future__ import annotations

import typer

from mo_registry import console
from mo_registry.cli.generating import making
from mo_registry.cli.generating.making import Draft, EventId, Formats, Language, Open, Output
from mo_registry.cli.run import current
from mo_registry.i18n import _, ngettext

HELP = _(
    "Write the minutes of an event, with what is still open from earlier meetings.\n\n"
    "They are made of the event's attendance and minutes; until these are approved, every page says"
    " draft.\n\n"
    "Examples:\n\n  mo-registry generate protocol 2023-05-31-netzwerktreffen"
)


def protocol(
    context: typer.Context,
    event: EventId,
    form: Formats = "pdf,docx,html,md",
    language: Language = None,
    output: Output = None,
    draft: Draft = False,
    open_it: Open = False,
) -> None:
    """Write the minutes of an event."""
    run = current(context)
    formats = making.formats("txt" if draft else form)
    registry = run.load()
    wanted = making.event(registry, event)
    making.refuse_hindered(run, registry, wanted)
    from mo_registry.documents import protocol as kind

    making.doubt_templates(registry, kind.TEMPLATE, language)
    made = kind.make(registry, wanted, formats, language)
    if draft:
        making.show_all(made.files)
        return
    folder = making.folder(run, output)
    changed = making.write(made.files, folder)
    persons = ngettext("{count} person", "{count} people", made.persons).format(count=made.persons)
    organisations = ngettext("{count} organisation", "{count} organisations", made.organisations).format(
        count=made.organisations
    )
    heading = _("Minutes of {event}: {persons} from {organisations}").format(
        event=wanted.id, persons=persons, organisations=organisations
    )
    console.report(
        [heading + (_(", draft") if made.draft else ""), *making.places(made.files, folder, changed)]
    )
    making.tell_older(made.files, folder)
    if open_it:
        making.open_here(folder / made.files[0].path)
