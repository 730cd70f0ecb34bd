"""``mo-registry find``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from mo_registry import console
from mo_registry.cli.remembering import RememberingCommands
from mo_registry.cli.run import current
from mo_registry.i18n import _, ngettext

app = RememberingCommands()
_SHOWN = 30


@app.command(
    name="find",
    help=_(
        "Find organisations, people, offers, events, venues and terms by whatever you remember of them.\n\n"
        "Spelling does not matter much: oezer, ozer and Özer find the same, Kosan finds Koşan; Schewtschenko"
        " and Shevchenko find Шевченко, Mohammed finds محمد. Telephone numbers and e-mail addresses are found"
        " too, so are items of programmes, minutes and agreements; Arabic finds who speaks it.\n\n"
        "Leaves with 0 if something was found, else with 1.\n\n"
        "Examples:\n\n  mo-registry find oezer\n\n  mo-registry find sprachcafe\n\n"
        "  mo-registry find '0221 4710'"
    ),
)
def find(
    context: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(help=_("What you remember; several words must all fit."), metavar=_("TEXT…")),
    ],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print all that was found as JSON."))] = False,
) -> None:
    """Find something."""
    from mo_registry import labels, search

    wanted = " ".join(text)
    hits = search.find(current(context).browse(), wanted)
    if as_json:
        console.write_json([asdict(hit) for hit in hits])
    elif hits:
        headings = (_("kind"), _("name"), _("where"), _("id"))
        console.table(headings, [(_(h.kind), h.name, labels.label(h.where), h.id) for h in hits[:_SHOWN]])
    if not hits:
        console.say(_("Nothing was found for “{text}”.").format(text=wanted))
        raise typer.Exit(1)
    if (left := len(hits) - _SHOWN) > 0 and not as_json:
        message = ngettext("{count} more fits; say more.", "{count} more fit; say more.", left)
        console.say(message.format(count=left))
