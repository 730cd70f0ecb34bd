"""``mo-registry generate programme``."""

from __future__ import annotations

import typer

from mo_registry import console
from mo_registry.cli.generating import making
from mo_registry.cli.generating.making import Draft, EventId, Formats, Language, Open, Output
from mo_registry.cli.run import current
from mo_registry.i18n import _

HELP = _(
    "Write the programme of an event, to be handed out, sent or put up.\n\n"
    "It says who speaks, what is asked in small groups, who has an info stand, how to get there and how to"
    " register. Times follow from the beginning and the durations of the items; where one is not known, there"
    " are none.\n\n"
    "Examples:\n\n  mo-registry generate programme 2023-12-01-fachtag\n\n"
    "  mo-registry generate programme 2023-12-01-fachtag --format pdf --open"
)


def programme(
    context: typer.Context,
    event: EventId,
    form: Formats = "pdf,docx,html",
    language: Language = None,
    output: Output = None,
    draft: Draft = False,
    open_it: Open = False,
) -> None:
    """Write the programme of an event."""
    run = current(context)
    formats = making.formats("txt" if draft else form)
    registry = run.load()
    wanted = making.event(registry, event)
    making.refuse_hindered(run, registry, wanted)
    from mo_registry.documents import programme as kind

    making.doubt_templates(registry, kind.TEMPLATE, language)
    made = kind.make(registry, wanted, formats, language)
    if draft:
        making.show_all(made.files)
        return
    folder = making.folder(run, output)
    changed = making.write(made.files, folder)
    heading = _("Programme of {event}") if made.timed else _("Programme of {event}, without times")
    console.report([heading.format(event=wanted.id), *making.places(made.files, folder, changed)])
    making.tell_older(made.files, folder)
    if open_it:
        making.open_here(folder / made.files[0].path)
