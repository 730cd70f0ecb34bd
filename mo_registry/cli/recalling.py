"""``mo-registry history``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import WIDEST, Commands
from mo_registry.cli.run import current, say_renamed
from mo_registry.i18n import _
from mo_registry.screen import ASIDE, HEADING, Line, bullets
from mo_registry.visible import isolated

if TYPE_CHECKING:
    from mo_registry.registry import Registry
    from mo_registry.reports.history import History, Version

app = Commands()


class Form(StrEnum):
    """How the history is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@app.command(
    name="history",
    help=_(
        "Show who has changed an entry, when, and what, the last change first.\n\n"
        "Renamed entries keep their history, deleted ones too. It is read from git, of both parts of the"
        " registry; what is not committed yet stands on top. Values that are personal are left out unless"
        " --values is given.\n\n"
        "Examples:\n\n  mo-registry history binemo\n\n"
        "  mo-registry history 2023-09-27-netzwerktreffen --format json"
    ),
)
def history(
    context: typer.Context,
    identifier: Annotated[
        str,
        typer.Argument(
            help=_("The id of an organisation or an event."),
            metavar="ID",
            autocompletion=completing.anything,
        ),
    ],
    form: Annotated[
        Form, typer.Option("--format", help=_("Print a text for people, JSON, or CSV for a spreadsheet."))
    ] = Form.TEXT,
    values: Annotated[
        bool, typer.Option("--values", help=_("Print personal data too: not for the public."))
    ] = False,
) -> None:
    """Show the history of an entry."""
    from mo_registry.reports import history as report

    registry = current(context).load()
    found = report.history(registry, identifier)
    if (typed := PurePath(identifier).name.removesuffix(".yaml")) != found.id:
        say_renamed(typed, found.id)
    if form is Form.JSON:
        console.write_json([_data(version, values=values) for version in found.versions])
    elif form is Form.CSV:
        console.write_csv(_rows(found, values=values))
    else:
        console.show(_lines(registry, found, values=values))
    if found.unknown:
        told = _("What changed in {directory}, nobody knows: it is in no git repository.")
        console.warn(told.format(directory=registry.relative(found.unknown).as_posix()))
    if found.shallow:
        console.warn(
            _("This clone is shallow: older changes are not here. For all of them: git fetch --unshallow")
        )


def _lines(registry: Registry, found: History, *, values: bool) -> Iterator[Line]:
    room = console.width(WIDEST)
    entry = registry.entry(found.id)
    title = registry.declared(found.folder).get(found.id, found.id) if entry else found.id
    yield [(isolated(title), HEADING), (f"  {found.id}", ASIDE)] if entry else [(isolated(found.id), HEADING)]
    for version in found.versions:
        yield []
        if version.commit is None:
            yield [(_("not committed yet"), HEADING)]
        else:
            author = isolated(version.commit.author)
            yield [(f"{_day(version)}  {author}", HEADING), (f"  {version.commit.short}", ASIDE)]
            yield [(isolated(_subject(version, values=values)), "")]
        yield from bullets(_sentences(version, values=values), room)


def _sentences(version: Version, *, values: bool) -> list[str]:
    if version.changes is None:
        return [_("it is not known what: the file had errors, before or after")]
    if version.begins:
        return [_("the history that is here begins with this; the entry may be older")]
    if not version.changes:
        return [_("nothing in what it says: comments, order or spelling")]
    return [change.what(values=values) for change in version.changes]


def _subject(version: Version, *, values: bool) -> str:
    """What the commit is called; one of the confidential part may say what nobody else may read."""
    if version.commit is None:
        return ""
    return version.commit.subject if values or not version.confidential else _("(confidential)")


def _day(version: Version) -> str:
    from mo_registry.labels import day

    return day(_date(version))


def _date(version: Version) -> str | None:
    from mo_registry.revisions import day_of

    return day_of(version.commit).isoformat() if version.commit else None


def _data(version: Version, *, values: bool) -> dict[str, object]:
    """A version as JSON; ``changes`` is null where it is not known what changed."""
    commit = version.commit
    return {
        "commit": commit.id if commit else None,
        "date": _date(version),
        "author": commit.author if commit else None,
        "subject": _subject(version, values=values) if commit else None,
        "files": list(version.files),
        "confidential": version.confidential,
        "begins": version.begins,
        "changes": None
        if version.changes is None
        else [
            {
                "kind": change.kind.value,
                "path": change.path,
                "text": change.what(values=values),
                "personal": change.personal,
            }
            for change in version.changes
        ],
    }


def _rows(found: History, *, values: bool) -> Iterator[list[str]]:
    yield ["date", "commit", "author", "subject", "files", "changes"]
    for version in found.versions:
        commit = version.commit
        subject = _subject(version, values=values)
        told = [commit.short, commit.author, subject] if commit else ["", "", ""]
        changes = "; ".join(_sentences(version, values=values))
        yield [_date(version) or "", *told, " ".join(version.files), changes]
