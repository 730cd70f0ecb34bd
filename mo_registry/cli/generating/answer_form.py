"""``mo-registry generate answer-form``."""

from __future__ import annotations

from typing import Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.generating import making
from mo_registry.cli.generating.making import Draft, EventId, Language, Open, Output
from mo_registry.cli.run import current
from mo_registry.i18n import _, ngettext

HELP = _(
    "Write the answer form of an event: who comes, with how many people, and what they need, on one page.\n\n"
    "Without --to there is one form with a line for the organisation's name, to be copied or put on the web;"
    " with it, one for each organisation with its name printed. With answer_form: true under documents in"
    " registry.yaml the form comes with every invitation.\n\n"
    "Examples:\n\n  mo-registry generate answer-form 2023-09-27-netzwerktreffen\n\n"
    "  mo-registry generate answer-form 2023-09-27-netzwerktreffen --to binemo --to ibz --format pdf,docx"
)

To = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        help=_("With the name of this organisation printed; may be given several times."),
        metavar="ID",
        autocompletion=completing.organisations,
    ),
]
Formats = Annotated[
    str,
    typer.Option("--format", help=_("pdf, docx, html, md: one, or several comma by comma."), metavar="A,B"),
]


def answer_form(
    context: typer.Context,
    event: EventId,
    to: To = None,
    form: Formats = "pdf",
    language: Language = None,
    output: Output = None,
    draft: Draft = False,
    open_it: Open = False,
) -> None:
    """Write the answer form of an event."""
    run = current(context)
    from mo_registry.audience import organisation_named
    from mo_registry.documents import answer_form as kind
    from mo_registry.documents.output import Format

    formats = [Format.TEXT] if draft else making.formats(form, kind.FORMATS)
    registry = run.load()
    wanted = making.event(registry, event)
    names = dict.fromkeys(name for named in to or () for name in named.split(",") if name)
    organisations = [organisation_named(registry, name) for name in names]
    making.refuse_hindered(run, registry, wanted)
    making.doubt_templates(registry, kind.TEMPLATE, language)
    making.doubt_day(registry, wanted)
    files = kind.make(registry, wanted, organisations, formats, language)
    if draft:
        making.show_all(files)
        return
    folder = making.folder(run, output)
    changed = making.write(files, folder)
    count = len(organisations)
    forms = ngettext("filled in for {count} organisation", "filled in for {count} organisations", count)
    blank = _("with a line for the organisation's name")
    told = _("Answer form for {event}, {forms}").format(
        event=wanted.id, forms=forms.format(count=count) if count else blank
    )
    console.report([told, *making.places(files, folder, changed)])
    making.tell_older(files, folder)
    if open_it:
        making.open_here(folder / files[0].path)
