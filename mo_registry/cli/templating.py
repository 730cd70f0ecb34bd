"""``mo-registry templates list|show|copy|check``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import WIDEST, Commands
from mo_registry.cli.run import Run, current
from mo_registry.cli.telling import Format, Selection, tell
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.screen import ASIDE, HEADING, NAME, Line, wrapped
from mo_registry.visible import visible, width

if TYPE_CHECKING:
    from mo_registry.documents.authoring.field_list import Thing
    from mo_registry.documents.authoring.inventory import Item
    from mo_registry.registry import Registry

app = Commands(
    help=_(
        "What letters, lists and minutes say: where a text comes from, which fields it may use, and what is wrong"
        " with it.\n\n"
        "Examples:\n\n  mo-registry templates list\n\n  mo-registry templates show invitation --fields\n\n"
        "  mo-registry templates copy invitation.de\n\n  mo-registry templates check"
    )
)

Name = Annotated[
    str,
    typer.Argument(
        help=_("The name of a template, with or without its language: invitation, invitation.tr, words.de."),
        metavar=_("NAME[.LANGUAGE]"),
        autocompletion=completing.templates,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print everything as JSON."))]


@app.command(
    "list",
    help=_(
        "List the templates, the fixed words, the letterhead and the fonts that documents use, and whose they are.\n\n"
        "In JSON and CSV, “own” lies in templates/ of the registry, “tool” comes with mo-registry, “replaces” is an own"
        " one instead of the tool's, “outdated” an own copy of one that the tool has changed since, “unused” a file"
        " that no document uses.\n\n"
        "Examples:\n\n  mo-registry templates list\n\n  mo-registry templates list --json"
    ),
)
def list_templates(
    context: typer.Context,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=_("Print as CSV."))] = False,
) -> None:
    """List templates."""
    if as_json and as_csv:
        raise RegistryError(_("--json and --csv exclude each other."), hint=_("Choose one of the two."))
    registry = current(context).browse()
    items = _inventory(registry)
    if as_json:
        return console.write_json([_data(registry, item) for item in items])
    if as_csv:
        rows = [_data(registry, item) for item in items]
        return console.write_csv([list(rows[0]), *(list(row.values()) for row in rows)])
    headings = (_("template"), _("whose"), _("what for"), _("file"))
    return console.table(
        headings, [(it.key, _state(it), it.purpose, _shown(registry, it.path)) for it in items]
    )


@app.command(
    help=_(
        "Show a template as it is, where it lies, and the fields and filters that it may use.\n\n"
        "The examples of fields come from the registry, as far as it has any.\n\n"
        "Examples:\n\n  mo-registry templates show invitation\n\n  mo-registry templates show protocol.en --fields"
    )
)
def show(
    context: typer.Context,
    name: Name,
    only_fields: Annotated[
        bool, typer.Option("--fields", help=_("Only the fields and filters, not the text."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a template."""
    from mo_registry.documents.authoring.inventory import find

    registry = current(context).browse()
    item = find(_inventory(registry), name)[0]
    things = _things(registry, item)
    text = "" if only_fields else _text(item)
    if as_json:
        return console.write_json({**_data(registry, item), "text": text, "fields": _fields_data(things)})
    return console.show(_page(registry, item, text, things))


@app.command(
    help=_(
        "Copy a template of the program into templates/ of the registry, to be changed there.\n\n"
        "In a language that the program has no template for, the copy is the German one, to be translated."
        " “letterhead” makes a Word file with all fields of a letterhead.\n\n"
        "Examples:\n\n  mo-registry templates copy invitation.de\n\n"
        "  mo-registry templates copy invitation --language pl\n\n  mo-registry templates copy letterhead"
    )
)
def copy(
    context: typer.Context,
    name: Name,
    language: Annotated[
        str | None,
        typer.Option(
            help=_("The language that it is for, as de or tr."),
            metavar=_("LANGUAGE"),
            autocompletion=completing.languages,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=_("Overwrite the registry's own one, with all changes in it."))
    ] = False,
) -> None:
    """Copy a template."""
    from mo_registry import files
    from mo_registry.documents.authoring.copying import copied

    run = current(context)
    registry = run.browse()
    found = copied(registry, name, language)
    shown = _shown(registry, found.path)
    with files.locked(registry.root):
        if found.path.exists() and not force:
            raise RegistryError(
                _("{path} is there already.").format(path=shown),
                hint=_("Change it, or overwrite it with --force."),
            )
        with files.complaining(found.path):
            files.replace(found.path, found.content)
    console.report([_("Written: {path}").format(path=shown)])
    if found.source != found.language:
        told = _(
            "Its text is still in another language ({source}): translate what stands outside of the brackets."
        )
        console.say(told.format(source=found.source))
    check = found.path.name.rpartition(".")[0]
    console.say(_("When you have changed it: mo-registry templates check {name}").format(name=check))


@app.command(
    help=_(
        "Fill every template in with everything that it could be used for, and show all that is wrong.\n\n"
        "Each is tried with the registry's entries and with made-up ones that have every field once and lack it once."
        " Leaves with 0 if there is no error, else with 1.\n\n"
        "Examples:\n\n  mo-registry templates check\n\n  mo-registry templates check invitation words.tr\n\n"
        "  mo-registry templates check --format github"
    )
)
def check(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help=_("Only these; without a name all."),
            metavar=_("[NAME[.LANGUAGE]]…"),
            autocompletion=completing.templates,
        ),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help=_(
                "text, concise (one line each), json, or for platforms: github, gitlab (code quality), sarif, junit."
            ),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            help=_("Write the findings to this file; the screen shows what they add up to."),
            metavar=_("FILE"),
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Let warnings count as errors."))] = False,
) -> None:
    """Check templates."""
    from mo_registry.documents.authoring.trial import check

    run = current(context)
    registry = run.browse()
    checked = check(registry, names or (), _track(run))
    selection = Selection(registry, checked)
    selection.files = [item.path for item in _inventory(registry)]
    tell(run, selection, form, output, strict=strict)
    raise typer.Exit(1 if selection.failing(strict=strict) else 0)


def _track(run: Run) -> Any:
    return console.track(_("Trying"), quiet=run.quiet)


def _inventory(registry: Registry) -> list[Item]:
    from mo_registry.documents.authoring.inventory import inventory
    from mo_registry.documents.templates import Templates

    return inventory(Templates(registry.templates.parent))


def _state(item: Item) -> str:
    return {
        "tool": _("the tool's"),
        "own": _("own"),
        "replaces": _("own, instead of the tool's"),
        "outdated": _("own copy; the tool's has changed since"),
        "unused": _("used by nothing"),
    }[item.state.value]


def _shown(registry: Registry, path: Path) -> str:
    return registry.relative(path).as_posix()


def _data(registry: Registry, item: Item) -> dict[str, str]:
    return {
        "name": item.name,
        "language": item.language,
        "type": item.what.value,
        "state": item.state.value,
        "purpose": item.purpose,
        "file": _shown(registry, item.path),
    }


def _text(item: Item) -> str:
    """What stands in the file, if it is a text.

    Raises:
        RegistryError: it cannot be read as one.
    """
    from mo_registry.documents.authoring.inventory import What
    from mo_registry.documents.template_files import beginning, refuse_link

    refuse_link(item.path.parent, item.path)
    return "" if item.what in (What.LETTERHEAD, What.FONT) else beginning(item.path).removeprefix("\ufeff")


def _things(registry: Registry, item: Item) -> list[Thing]:
    """The fields that it may use; the examples from the registry come first."""
    from mo_registry.documents.authoring.field_list import things
    from mo_registry.documents.authoring.inventory import What
    from mo_registry.documents.authoring.kinds import kind_of
    from mo_registry.documents.authoring.samples import samples
    from mo_registry.documents.studio import Studio
    from mo_registry.documents.template_files import FALLBACK

    kind = kind_of(item.name) if item.what is What.TEMPLATE else None
    if kind is None:
        return []
    studios = [Studio(registry), *(Studio(sample.registry) for sample in samples(registry))]
    template = studios[0].templates.find(item.name, item.language or FALLBACK)
    return things(case for studio in studios for case in kind.cases(studio, template))


def _fields_data(things: list[Thing]) -> list[dict[str, str]]:
    return [
        {"field": field, "meaning": _meaning(field), "example": example}
        for thing in things
        for field, example in thing.fields()
    ]


def _page(registry: Registry, item: Item, text: str, things: list[Thing]) -> Iterator[Line]:
    from mo_registry.documents.authoring.meanings import FILTERS

    yield [(item.key, HEADING), (f"  {item.purpose}", ASIDE)]
    yield [(f"{_shown(registry, item.path)} ({_state(item)})", ASIDE)]
    if text:
        yield []
        yield from ([(visible(line), "")] for line in text.splitlines())
    if things:
        yield []
        yield [(_("Fields, with an example:"), HEADING)]
        yield from _fields(sorted(things, key=lambda it: bool(it.name)))
        yield []
        yield [(_("Behind a bar, how it is written:"), HEADING)]
        yield from _rows(
            [(gap, _(meaning)) for meaning, gap in FILTERS.values()],
            max(width(gap) for _meaning, gap in FILTERS.values()),
        )


def _fields(things: list[Thing]) -> Iterator[Line]:
    column = max(width(field) for thing in things for field, _example in thing.fields())
    for thing in things:
        if thing.name and not thing.direct:
            told = _("In {places}, called “{name}” here:")
            yield []
            yield [(told.format(name=thing.name, places=", ".join(thing.places)), "")]
        rows = (
            (field, " · ".join(filter(None, (_meaning(field), visible(example)))))
            for field, example in thing.fields()
        )
        yield from _rows(list(rows), column)


def _meaning(field: str) -> str:
    from mo_registry.documents.authoring.meanings import FIELDS

    return _(FIELDS[field]) if field in FIELDS else ""


def _rows(rows: list[tuple[str, str]], column: int) -> Iterator[Line]:
    """What stands in a template, and what it means beside it."""
    room = console.width(WIDEST) - column - 4
    for name, meaning in rows:
        first, *others = wrapped(meaning, room)
        yield [(f"  {name}".ljust(column + 4), NAME), (first, "")]
        yield from ([(" " * (column + 4) + line, "")] for line in others)
