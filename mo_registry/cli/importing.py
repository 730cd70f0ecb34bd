"""``mo-registry import organisations``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import Run, current
from mo_registry.cli.writing import Commit, DryRun, Message
from mo_registry.finding import RegistryError
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.editing.change import Change
    from mo_registry.importing.mapping import Saved, Sayings
    from mo_registry.importing.plan import Plan
    from mo_registry.importing.table import Table
    from mo_registry.registry import Registry

_AGREED = frozenset(("y", "yes", "j", "ja"))

app = Commands(
    help=_(
        "Take tables of other programs into the registry.\n\n"
        "Examples:\n\n  mo-registry import organisations vereine.xlsx\n\n"
        "  mo-registry import organisations vereine.csv --kind migrant_organisation --yes"
    )
)


@app.callback()
def group() -> None:
    """Keep “organisations” a command of its own, though it is the only one."""


@app.command(
    help=_(
        "Import organisations from an Excel workbook (.xlsx) or a table as text (.csv).\n\n"
        "What the columns hold is guessed from their headings, shown, and settled with --map; it is kept in"
        " data/imports/ for the next time. Rows are compared with the entries by id, register number, name"
        " and e-mail address. An import fills and updates what the columns hold: an empty cell changes"
        " nothing, lists only grow, and comments and all other values stay. Every repair is listed with its"
        " cell. A row with a doubt is listed with the reason and not written.\n\n"
        "Nothing is written before you agree; --yes agrees beforehand. All files are written, or none.\n\n"
        "Examples:\n\n  mo-registry import organisations vereine.xlsx --dry-run\n\n"
        "  mo-registry import organisations vereine.xlsx --sheet Adressen --map 'Verein=name' --map 'Nr=-'\n\n"
        "  mo-registry import organisations vereine.csv --kind migrant_organisation --network netzwerk-mo"
        " --value 'Bildung=education' --yes"
    )
)
def organisations(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("The table: .xlsx or .csv."), metavar=_("FILE"))],
    sheet: Annotated[
        str | None, typer.Option(help=_("The sheet; else the first that can be seen."), metavar=_("NAME"))
    ] = None,
    header_row: Annotated[
        int | None, typer.Option(help=_("The row of headings, where it is not found."), min=1)
    ] = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", help=_("What a column holds; “-” leaves it out."), metavar=_("HEADING=KEY")),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--value",
            help=_("What a word stands for: a term, a kind, a code; “-” leaves it out."),
            metavar=_("WORD=ID"),
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            help=_("The kind of new organisations whose row says none."),
            metavar=_("KIND"),
            autocompletion=completing.organisation_kinds,
        ),
    ] = None,
    network: Annotated[
        list[str] | None,
        typer.Option(
            help=_("A network that all of them belong to."),
            metavar="ID",
            autocompletion=completing.networks,
        ),
    ] = None,
    map_file: Annotated[
        Path | None,
        typer.Option(
            help=_("Where it is kept what columns hold, instead of data/imports/."), metavar=_("FILE")
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Write without asking."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the plan as JSON."))] = False,
    dry_run: DryRun = False,
    commit: Commit = False,
    message: Message = None,
) -> None:
    """Import organisations."""
    from mo_registry.importing import report, table
    from mo_registry.importing.mapping import Sayings, find

    run = current(context)
    found = table.read(file, sheet)
    registry = run.load()
    sayings = Sayings(
        _pairs("--map", mapped), _pairs("--value", values), _kind(kind), _networks(registry, network)
    )
    saved = find(registry.root, file, found, map_file)
    planned, change = _planned(registry, found, saved, sayings, header_row)
    wanted = not dry_run and bool(change.drafts)
    if as_json:
        _write(run, registry, change, file, commit=commit, message=message, wanted=wanted and yes)
        names = [registry.relative(path).as_posix() for path in change.drafts]
        return console.write_json(report.as_json(file.name, found, planned, names, written=wanted and yes))
    if run.quiet:
        _complain(planned)
    else:
        _show(registry, file, found, planned, change, saved, diff=not yes)
    agreed = wanted and (yes or _agrees(len(change.drafts)))
    _write(run, registry, change, file, commit=commit, message=message, wanted=agreed)
    return _close(change, agreed=agreed, dry_run=dry_run)


def _pairs(option: str, texts: Iterable[str] | None) -> dict[str, str]:
    pairs = {}
    for text in texts or ():
        left, sign, right = text.rpartition("=")
        if not sign or not left.strip() or not right.strip():
            raise RegistryError(
                _("“{text}” cannot stand behind {name}.").format(text=text, name=option),
                hint=_("Write what is in the table, =, and what it means: {example}").format(
                    example={"--map": "'Verein=name'"}.get(option, "'Bildung=education'")
                ),
            )
        pairs[left.strip()] = right.strip()
    return pairs


def _kind(text: str | None) -> str | None:
    from mo_registry.matching import choices
    from mo_registry.model.organisation import OrganisationKind

    return choices("--kind", [text], OrganisationKind)[0].value if text else None


def _networks(registry: Registry, texts: list[str] | None) -> tuple[str, ...]:
    from mo_registry.matching import identifiers

    return identifiers("--network", texts or (), registry.declared("networks"))


def _planned(
    registry: Registry, table: Table, saved: Saved, sayings: Sayings, header: int | None
) -> tuple[Plan, Change]:
    """What becomes of each row, and the files; with them what was said about the table."""
    from mo_registry.importing import mapping
    from mo_registry.importing.columns import layout
    from mo_registry.importing.plan import Rules, plan
    from mo_registry.importing.words import Words

    together = sayings.over(saved.sayings)
    understood = layout(table, sayings.columns, saved.sayings.columns, header)
    if not any(column.target and str(column.target) in ("name", "id") for column in understood.columns):
        raise RegistryError(
            _("No column holds the names of the organisations."),
            hint=_("Say which one it is: --map 'Heading=name'"),
        )
    rules = Rules(together.kind, together.networks)
    planned = plan(registry, understood, Words(registry, together.values), rules)
    change = planned.change()
    if change.drafts or sayings != mapping.Sayings():
        change.before[saved.path] = None if saved.text is None else saved.text.encode()
        change.after[saved.path] = mapping.kept(saved, understood, together)
    return planned, change


def _show(
    registry: Registry, file: Path, table: Table, planned: Plan, change: Change, saved: Saved, *, diff: bool
) -> None:
    from mo_registry.importing import report

    console.report([report.heading(file.name, table, planned.layout), *report.asides(table, planned.layout)])
    if saved.text is not None:
        console.report(
            [_("What columns hold is kept in {file}.").format(file=registry.relative(saved.path).as_posix())]
        )
    console.report([""])
    console.table(*report.columns(planned.layout))
    for title, remarks in (
        (_("Repaired:"), planned.repairs),
        (_("Please look at these; they are written all the same:"), planned.questions),
    ):
        if remarks:
            console.report(["", title, *report.remarks(remarks)])
    if diff and change.drafts:
        console.report([""])
        console.show_diff(change.diff(registry))
    console.report([""])
    if planned.outcomes:
        console.table(*report.rows(planned))
    console.report(["", report.summary(planned)])


def _complain(planned: Plan) -> None:
    """Say only which rows are in doubt, and why."""
    from mo_registry.importing.outcome import Result, told

    doubtful = (outcome for outcome in planned.outcomes if outcome.result is Result.DOUBTFUL)
    message = _("Row {row} is not imported: {reason}")
    console.talk(
        [(message.format(row=outcome.reading.row, reason=told(outcome)), "")] for outcome in doubtful
    )


def _agrees(files: int) -> bool:
    """Ask whether to write, where somebody is there to answer."""
    if not sys.stdin.isatty():
        return False
    question = ngettext("Write {count} file? [y/N] ", "Write {count} files? [y/N] ", files)
    sys.stderr.write(question.format(count=files))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in _AGREED


def _write(
    run: Run,
    registry: Registry,
    change: Change,
    file: Path,
    *,
    commit: bool,
    message: str | None,
    wanted: bool,
) -> None:
    if not wanted:
        return
    from mo_registry.editing import transaction

    contents = change.contents()
    transaction.write(run.root(), contents, private=registry.private)
    if commit:
        from mo_registry import git

        text = message or _("Import of {file}").format(file=file.name)
        names = git.commit(contents, text)
        console.say(_("Committed as {names}: {message}").format(names=", ".join(names), message=text))


def _close(change: Change, *, agreed: bool, dry_run: bool) -> None:
    count = len(change.drafts)
    if not count:
        console.say(_("Nothing would change: all of that stands there already, or is in doubt."))
    elif agreed:
        console.say(ngettext("{count} file written.", "{count} files written.", count).format(count=count))
    elif dry_run:
        console.say(_("Nothing was written (--dry-run)."))
    else:
        console.say(_("Nothing was written. To write it: the same command with --yes"))
