"""``mo-registry list organisations|events|actions|venues|networks|terms``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.remembering import RememberingCommands
from mo_registry.cli.run import current
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from mo_registry.lists.table import Listing
    from mo_registry.registry import Registry

R = TypeVar("R")
_WIDE = 120
"""From so many columns of the terminal on, more is shown."""

app = RememberingCommands(
    valid_on=True,
    help=_(
        "Show what is in the registry as a table: organisations, events, actions, venues, networks or terms.\n\n"
        "Every list can be filtered, sorted, and printed as JSON or CSV for other programs.\n\n"
        "Two questions about another day: --as-of shows what stood in the registry then, with the mistakes of"
        " then; --valid-on shows who was a member on that day by all that is known today.\n\n"
        "Examples:\n\n  mo-registry list organisations --network netzwerk-mo\n\n"
        "  mo-registry list events --year 2023\n\n"
        "  mo-registry list organisations --network netzwerk-mo --as-of 2023-12-31"
    ),
)

Columns = Annotated[
    str | None,
    typer.Option(
        help=_("Which columns, comma by comma; “all” are all, “help” tells what there is."),
        metavar="A,B,C",
        autocompletion=completing.columns,
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(
        help=_("By which columns to sort; -A turns the order round."),
        metavar="A,-B",
        autocompletion=completing.columns,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON: a list with all columns of each row."))]
AsCsv = Annotated[
    bool,
    typer.Option(
        "--csv", help=_("Print CSV (UTF-8, commas) for programs; Excel takes it under Data, From Text/CSV.")
    ),
]
Networks = Annotated[
    list[str] | None,
    typer.Option("--network", help=_("In this network."), metavar="ID", autocompletion=completing.networks),
]
FocusAreas = Annotated[
    list[str] | None,
    typer.Option(help=_("With this focus area."), metavar=_("TERM"), autocompletion=completing.focus_areas),
]
TargetGroups = Annotated[
    list[str] | None,
    typer.Option(
        help=_("For this target group."), metavar=_("TERM"), autocompletion=completing.target_groups
    ),
]
Districts = Annotated[
    list[str] | None,
    typer.Option(help=_("At work in this district."), metavar=_("TERM"), autocompletion=completing.districts),
]


@app.command(
    help=_(
        "List organisations.\n\n"
        "A filter may be repeated: then one of its words must fit. Of several filters all must fit. Terms"
        " are looked for in the organisation's entry, its offers and its projects; networks are those of"
        " today.\n\n"
        "Examples:\n\n  mo-registry list organisations --kind migrant_organisation --district mitte\n\n"
        "  mo-registry list organisations --network netzwerk-mo --language uk"
        " --columns name,contact,email\n\n"
        "  mo-registry list organisations --status active --csv > organisations.csv"
    )
)
def organisations(
    context: typer.Context,
    network: Networks = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Of this kind."), metavar=_("KIND"), autocompletion=completing.organisation_kinds
        ),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            help=_("active, dormant or dissolved."),
            metavar=_("STATUS"),
            autocompletion=completing.organisation_statuses,
        ),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Where this language is spoken (its name or its code, as uk)."),
            metavar=_("LANGUAGE"),
            autocompletion=completing.languages,
        ),
    ] = None,
    focus_area: FocusAreas = None,
    target_group: TargetGroups = None,
    district: Districts = None,
    member_of: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Members of this umbrella organisation."),
            metavar="ID",
            autocompletion=completing.organisations,
        ),
    ] = None,
    columns: Columns = None,
    sort: Sort = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List organisations."""
    from mo_registry.lists.organisations import LISTING, Filters, select

    registry = current(context).browse()
    filters = Filters(
        *(network or (), kind or (), status or (), language or ()),
        *(focus_area or (), target_group or (), district or (), member_of or ()),
    )
    _print(registry, LISTING, select(registry, filters), Form(columns, sort, as_json, as_csv))


@app.command(
    help=_(
        "List events.\n\n"
        "Days are written 2023-09-27; a month (2023-09) or a year (2023) will do.\n\n"
        "Examples:\n\n  mo-registry list events --year 2023 --network netzwerk-mo\n\n"
        "  mo-registry list events --from 2023-09 --columns date,title,venue\n\n"
        "  mo-registry list events --sort -date --json"
    )
)
def events(
    context: typer.Context,
    kind: Annotated[
        list[str] | None,
        typer.Option(help=_("Of this kind."), metavar=_("KIND"), autocompletion=completing.event_kinds),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            help=_("planned, confirmed, cancelled or held."),
            metavar=_("STATUS"),
            autocompletion=completing.event_statuses,
        ),
    ] = None,
    network: Networks = None,
    venue: Annotated[
        list[str] | None,
        typer.Option(help=_("At this venue."), metavar="ID", autocompletion=completing.venues),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", help=_("On this day or later."), metavar=_("DATE"))
    ] = None,
    until: Annotated[str | None, typer.Option(help=_("On this day or earlier."), metavar=_("DATE"))] = None,
    year: Annotated[str | None, typer.Option(help=_("In this year."), metavar=_("YEAR"))] = None,
    columns: Columns = None,
    sort: Sort = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List events."""
    from mo_registry.lists.events import LISTING, Filters, select

    registry = current(context).browse()
    filters = Filters(kind or (), status or (), network or (), venue or (), since, until, year)
    _print(registry, LISTING, select(registry, filters), Form(columns, sort, as_json, as_csv))


@app.command(
    help=_(
        "List what was agreed at events and is still to be done: who does what by when; what is overdue first.\n\n"
        "Examples:\n\n  mo-registry list actions\n\n  mo-registry list actions --organisation binemo\n\n"
        "  mo-registry list actions --all --sort -due --csv > agreements.csv"
    )
)
def actions(
    context: typer.Context,
    done_too: Annotated[bool, typer.Option("--all", help=_("Also what is done or dropped."))] = False,
    organisation: Annotated[
        list[str] | None,
        typer.Option(
            help=_("What this organisation is to do."),
            metavar="ID",
            autocompletion=completing.organisations,
        ),
    ] = None,
    network: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Agreed at events of this network."), metavar="ID", autocompletion=completing.networks
        ),
    ] = None,
    columns: Columns = None,
    sort: Sort = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List actions."""
    from mo_registry.lists.actions import ALL, LISTING, Filters, select

    registry = current(context).browse()
    filters = Filters(done_too, organisation or (), network or ())
    _print(
        registry,
        ALL if done_too else LISTING,
        select(registry, filters),
        Form(columns, sort, as_json, as_csv),
    )


@app.command(
    help=_(
        "List the halls and rooms that the settings declare, and how many events took place in each.\n\n"
        "Examples:\n\n  mo-registry list venues --sort -capacity"
    )
)
def venues(
    context: typer.Context,
    columns: Columns = None,
    sort: Sort = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List venues."""
    from mo_registry.lists.settings import VENUES
    from mo_registry.lists.settings import venues as rows

    registry = current(context).browse()
    _print(registry, VENUES, rows(registry), Form(columns, sort, as_json, as_csv))


@app.command(
    help=_(
        "List the networks with their members and meetings.\n\n"
        "Examples:\n\n  mo-registry list networks --columns name,coordinator,members"
    )
)
def networks(
    context: typer.Context,
    columns: Columns = None,
    sort: Sort = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List networks."""
    from mo_registry.lists.settings import NETWORKS
    from mo_registry.lists.settings import networks as rows

    registry = current(context).browse()
    _print(registry, NETWORKS, rows(registry), Form(columns, sort, as_json, as_csv))


@app.command(
    help=_(
        "List the terms that entries may use, and how many organisations use each.\n\n"
        "Examples:\n\n  mo-registry list terms --vocabulary focus_areas\n\n"
        "  mo-registry list terms --sort -organisations"
    )
)
def terms(
    context: typer.Context,
    vocabulary: Annotated[
        list[str] | None,
        typer.Option(
            help=_("focus_areas, target_groups, districts or topics."),
            metavar=_("NAME"),
            autocompletion=completing.vocabularies,
        ),
    ] = None,
    columns: Columns = None,
    sort: Sort = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List terms."""
    from mo_registry.lists.settings import TERMS
    from mo_registry.lists.settings import terms as rows

    registry = current(context).browse()
    _print(registry, TERMS, rows(registry, vocabulary or ()), Form(columns, sort, as_json, as_csv))


class Form:
    """What a list is to look like."""

    def __init__(self, columns: str | None, sort: str | None, as_json: bool, as_csv: bool) -> None:
        if as_json and as_csv:
            raise RegistryError(_("--json and --csv exclude each other."), hint=_("Choose one of the two."))
        self.columns, self.sort, self.as_json, self.as_csv = columns, sort, as_json, as_csv


def _print(registry: Registry, listing: Listing[R], rows: Sequence[R], form: Form) -> None:
    from mo_registry.lists import table

    if form.columns == "help":
        return console.table((_("column"), _("heading")), [(c.name, _(c.heading)) for c in listing.columns])
    rows = listing.ordered(registry, rows, form.sort)
    chosen = listing.chosen(form.columns, wide=console.terminal_width() >= _WIDE)
    data = chosen if form.columns else listing.columns
    if form.as_json:
        console.write_json(table.objects(registry, rows, data))
    elif form.as_csv:
        console.write_csv(table.texts(registry, rows, data))
    elif rows:
        console.table(
            [_(c.heading) for c in chosen], ([c.cell(registry, row) for c in chosen] for row in rows)
        )
    if not rows:
        console.say(_("There is nothing that fits."))
    return None
