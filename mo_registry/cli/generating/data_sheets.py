"""``mo-registry generate data-sheets``: what we hold on everybody, to be confirmed, and an account that adds up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import clock, console
from mo_registry.cli import completing
from mo_registry.cli.generating import account, making
from mo_registry.cli.generating.account import Line
from mo_registry.cli.generating.making import Open, Output
from mo_registry.cli.run import current
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from mo_registry.documents.data_sheet import DataSheets
    from mo_registry.registry import Registry

HELP = _(
    "Write to the organisations what the registry holds on them, with room to correct it: please confirm your"
    " data.\n\n"
    "Everybody who is active gets a letter in the language of whoever receives the organisation's post. Nothing is"
    " sent; the account at the end adds up. When an answer comes back, write the day into the organisation's file"
    " as “verified”.\n\n"
    "Examples:\n\n  mo-registry generate data-sheets --unverified-for 365 --bundle\n\n"
    "  mo-registry generate data-sheets --to binemo --answer-by 2023-09-22\n\n"
    "  mo-registry generate data-sheets --network netzwerk-mo --format pdf,eml"
)

EMAIL = "eml"
Formats = Annotated[
    str,
    typer.Option(
        "--format",
        help=_(
            "pdf, docx, html, md for sheets, eml for an e-mail draft to each receiver with the sheet attached: one,"
            " or several comma by comma."
        ),
        metavar="A,B",
    ),
]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        help=_("Only this organisation; may be given several times."),
        metavar="ID",
        autocompletion=completing.organisations,
    ),
]
Network = Annotated[
    str | None,
    typer.Option(help=_("Only members of this network."), metavar="ID", autocompletion=completing.networks),
]
Unverified = Annotated[
    int | None,
    typer.Option(
        "--unverified-for",
        help=_("Only organisations that have not confirmed their data for so many days, or never."),
        metavar=_("DAYS"),
        min=0,
        max=36_500,
    ),
]
AnswerBy = Annotated[
    str | None,
    typer.Option(
        "--answer-by", help=_("The last day to answer, instead of four weeks from today."), metavar=_("DATE")
    ),
]
Bundle = Annotated[
    bool, typer.Option("--bundle", help=_("Also one file to be printed, of all that goes by post."))
]


def data_sheets(
    context: typer.Context,
    to: To = None,
    network: Network = None,
    unverified_for: Unverified = None,
    answer_by: AnswerBy = None,
    bundle: Bundle = False,
    form: Formats = "pdf",
    output: Output = None,
    open_it: Open = False,
) -> None:
    """Write data sheets."""
    run = current(context)
    from mo_registry.documents import data_sheet as kind

    names = [name for name in form.split(",") if name.strip().lower() != EMAIL]
    mail = len(names) < form.count(",") + 1
    formats = making.formats(",".join(names), kind.FORMATS) if names else list(kind.DEFAULT)
    if bundle and "pdf" not in formats:
        raise RegistryError(
            _("--bundle is for letters that are printed."),
            hint=_("Add pdf to the formats: --format pdf,docx"),
        )
    registry = run.load()
    asked = tuple(name for named in to or () for name in named.split(",") if name)
    wishes = kind.Wishes(asked, network, unverified_for, _last_day(registry, answer_by), bundle, mail)
    making.refuse_hindered(run, registry)
    making.doubt_templates(registry)
    made = kind.make(registry, wishes, formats)
    folder = making.folder(run, output)
    changed = making.write(made.files, folder)
    for line in _account(registry, made, account.place(folder)) if not run.quiet else ():
        console.write(line)
    console.report([*making.places(made.files, folder, changed), *_what_next(made)])
    if not (asked or network) and (
        left := account.strangers(made.files, folder, PurePath(kind.FOLDER), ("*.*",))
    ):
        console.say(
            _("In the same folder lie letters that this run has not made: {names}. Do not send them.").format(
                names=account.named(left)
            )
        )
    if open_it:
        making.open_here(folder / (made.bundles[0] if made.bundles else kind.FOLDER))
    raise typer.Exit(0 if made.complete else 1)


def _last_day(registry: Registry, text: str | None) -> date | None:
    """The last day to answer.

    Raises:
        RegistryError: it is no day, or over.
    """
    if text is None:
        return None
    found = clock.day(text)
    if found < registry.today:
        from mo_registry.labels import day

        raise RegistryError(
            _("Nobody can answer by {day}: the letters are dated {today}.").format(
                day=day(found), today=day(registry.today)
            ),
            hint=_("Name a later day behind --answer-by, or none for four weeks from today."),
        )
    return found


def _account(registry: Registry, made: DataSheets, folder: Path) -> list[str]:
    """The account; the numbers above its end add up to the number at its end."""
    from mo_registry.labels import day, weekday

    until = f"{weekday(made.answer_by.weekday())}, {day(made.answer_by)}"
    heading = _("Data sheets, to be answered by {day}").format(day=until)
    return [heading, "", *account.aligned(list(_table(registry, made, folder))), ""]


def _table(registry: Registry, made: DataSheets, folder: Path) -> Iterator[Line]:
    from mo_registry.model.organisation import Channel

    for channel, deliveries in made.reached().items():
        languages = account.languages_of(delivery.language for delivery in deliveries)
        bundles = " · ".join((folder / path).as_posix() for path in made.bundles)
        drafts = [path for delivery in deliveries for path in delivery.files if path.suffix == f".{EMAIL}"]
        place = bundles if channel is Channel.POST else account.named([it.name for it in drafts])
        yield Line(account.channel_name(channel), len(deliveries), languages, place)
    yield from account.left_out(registry, made.omissions)
    count = len(made.deliveries) + len(made.omissions)
    adds_up = count == len(made.organisations)
    yield Line(_("together"), count, _("every one accounted for") if adds_up else _("does not add up"))


def _what_next(made: DataSheets) -> Iterator[str]:
    if made.deliveries:
        first = made.deliveries[0].recipient.organisation.id
        yield _("Nothing has been sent. When an answer comes: mo-registry set {id} verified=DATE").format(
            id=first
        )
