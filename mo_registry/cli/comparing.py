"""``mo-registry changes``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli.page import WIDEST, Commands
from mo_registry.cli.run import Run, current
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.screen import ASIDE, HEADING, Line, bullets, paragraph
from mo_registry.visible import isolated, width

if TYPE_CHECKING:
    from mo_registry.registry import Registry
    from mo_registry.reports.change_report import Report

app = Commands()


class Form(StrEnum):
    """How the report is printed."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


@app.command(
    name="changes",
    help=_(
        "Tell what has changed between two states of the registry, in sentences, and what that means for letters"
        " and lists.\n\n"
        "Without an argument: what has changed since the last commit. REV is a commit, a tag, a branch or a day"
        " (2023-08-01, its end); REV..REV are two of them, REV alone or REV.. is until now.\n\n"
        "Of telephone numbers, addresses, names and the like it is only told that they have changed, so that"
        " the report can stand in a pull request; --values prints them too. What it means is seen from today:"
        " who gets an invitation or another one, and which organisations stand otherwise in the contact"
        " lists.\n\n"
        "Examples:\n\n  mo-registry changes\n\n  mo-registry changes 2023-08-01..2023-09-01\n\n"
        "  mo-registry changes main.. --format md > summary.md\n\n  mo-registry changes HEAD~3 --values"
    ),
)
def changes(
    context: typer.Context,
    states: Annotated[
        str | None,
        typer.Argument(help=_("The state to begin with, or two of them."), metavar=_("[REV..REV]")),
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help=_("Print a text for people, Markdown, HTML or JSON."))
    ] = Form.TEXT,
    values: Annotated[
        bool, typer.Option("--values", help=_("Print personal data too: not for the public."))
    ] = False,
) -> None:
    """Tell what has changed."""
    from mo_registry.reports import change_report

    before, after = _states(current(context), states)
    found = change_report.report(before, after)
    if form is Form.JSON:
        console.write_json(change_report.data(found, values=values))
    elif form is Form.TEXT:
        console.show(_lines(found, values=values))
    else:
        from mo_registry.documents.output import Format

        [file] = change_report.rendered(found, [Format(form.value)], PurePath("changes"), values=values)
        console.write(file.content.decode().rstrip("\n"))


def _states(run: Run, text: str | None) -> tuple[Registry, Registry]:
    """The two states that are meant.

    Raises:
        RegistryError: one of them does not exist.
    """
    first, dots, last = (text or "").partition("..")
    if last.startswith("."):
        raise RegistryError(
            _("“{text}” has three dots.").format(text=text), hint=_("Write two: {text}").format(
                text=f"{first}..{last.lstrip('.')}"
            )
        )  # fmt: skip
    before = _state(run, first or "HEAD")
    after = _state(run, last) if dots and last else run.load()
    _tell_of_unknown(before, after)
    return before, after


def _state(run: Run, revision: str) -> Registry:
    from mo_registry.revisions import at

    return at(run.root(), run.private, revision, console.track(_("Reading"), quiet=run.quiet))


def _tell_of_unknown(before: Registry, after: Registry) -> None:
    """Say so if only one of the two states has a confidential part."""
    for one, other in ((before, after), (after, before)):
        if one.private and not other.private:
            folder = one.relative(one.private).as_posix()
            told = _("{folder} is not compared: what stood there is known of one of the two states only.")
            console.warn(told.format(folder=folder))


def _lines(found: Report, *, values: bool) -> Iterator[Line]:
    room = console.width(WIDEST)
    yield [(found.title, HEADING)]
    yield from paragraph(found.states, room, ASIDE)
    if not found.changes:
        yield []
        yield [(_("No entry has changed."), "")]
    for first, some in found.groups:
        yield []
        yield from _heading(isolated(first.subject), first.entry, room)
        yield from bullets((change.what(values=values) for change in some), room)
    if found.effects:
        yield from _section(_("What this changes in letters and lists"))
    for effect in found.effects:
        yield []
        yield from paragraph(isolated(effect.about), room, HEADING)
        yield from bullets(effect.sentences, room)
    if found.unread:
        yield from _section(_("Not read whole"))
        told = _("There are errors in these files; what is said here may not be complete.")
        yield from paragraph(told, room)
        yield from bullets(map(found.file, found.unread), room)


def _heading(name: str, identifier: str, room: int) -> Iterator[Line]:
    if width(name) + 2 + width(identifier) <= room:
        yield [(name, HEADING), (f"  {identifier}", ASIDE)]
    else:
        yield from paragraph(name, room, HEADING)
        yield [(identifier, ASIDE)]


def _section(title: str) -> Iterator[Line]:
    yield []
    yield [(title, HEADING)]
