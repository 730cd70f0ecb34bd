"""What all commands that make documents share: their options, the refusal, the writing, and what is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry import files as disk
from mo_registry.cli import completing
from mo_registry.cli.run import Run
from mo_registry.finding import RegistryError
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.documents.output import Format, Rendered
    from mo_registry.model import Event
    from mo_registry.model.part import Entry
    from mo_registry.registry import Registry

EventId = Annotated[
    str,
    typer.Argument(
        help=_("The event's id, which is its file's name without .yaml."),
        metavar=_("EVENT"),
        autocompletion=completing.events,
    ),
]
Formats = Annotated[
    str,
    typer.Option(
        "--format", help=_("pdf, docx, html, md, txt: one, or several comma by comma."), metavar="A,B"
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", help=_("The folder to write to, instead of out/ in the registry."), metavar=_("DIR")
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--document-language", help=_("The document's language, as de or en."), metavar=_("LANGUAGE")
    ),
]

Open = Annotated[bool, typer.Option("--open", help=_("Open what was made."))]
Draft = Annotated[bool, typer.Option("--draft", help=_("Show what it says, and write nothing."))]
Blank = Annotated[
    int | None,
    typer.Option(
        "--blank",
        help=_("So many blank ones for those who have not registered, instead of what fills the page."),
        metavar=_("NUMBER"),
        min=0,
    ),
]
MOST_BLANK = 1000


def formats(text: str, offered: Sequence[Format] | None = None) -> list[Format]:
    """The formats that ``--format`` names.

    Args:
        text: their names with commas between them.
        offered: those that the document has; without them, those of a text.

    Raises:
        RegistryError: the document does not have one of them, or none is named.
    """
    from mo_registry.documents.output import TEXTS, Format

    known = [form.value for form in offered or TEXTS]
    hint = _("it can be: {words}").format(words=", ".join(known))
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise RegistryError(_("“{name}” is not a format of this document.").format(name=name), hint=hint)
    if not names:
        raise RegistryError(_("No format is named."), hint=hint)
    return [Format(name) for name in dict.fromkeys(names)]


def event(registry: Registry, identifier: str) -> Event:
    """The event with this id.

    Raises:
        RegistryError: there is none, or its file cannot be read.
    """
    from mo_registry.model.rules import did_you_mean

    if identifier in registry.events:
        return registry.events[identifier]
    known = registry.declared("events")
    if identifier in known:
        raise RegistryError(
            _("The event {id} cannot be read.").format(id=identifier),
            hint=_("What is wrong with it: mo-registry validate"),
        )
    raise RegistryError(
        _("There is no event “{id}”.").format(id=identifier),
        hint=did_you_mean(identifier, list(known)) or _("What there is: mo-registry list events"),
    )


def refuse_so_many(blank: int | None) -> None:
    """Refuse more blank lines or badges than anybody needs.

    Raises:
        RegistryError: there are more.
    """
    if blank and blank > MOST_BLANK:
        raise RegistryError(
            _("{number} blank ones are more than anybody needs.").format(number=blank),
            hint=_("Behind --blank stands a number up to {most}.").format(most=MOST_BLANK),
        )


def refuse_hindered(run: Run, registry: Registry, entry: Entry | None = None) -> None:
    """Show the errors because of which no document may be made, and leave with 1; else do nothing."""
    from dataclasses import replace

    from mo_registry.checks import check
    from mo_registry.checks.readiness import hindering

    if registry.lacks_private:
        console.warn(
            _(
                "The private directory {directory} is not here: who and what stands in it is missing from what is"
                " made."
            ).format(directory=registry.settings.private)
        )

    checked = check(registry)
    if errors := hindering(registry, checked, entry):
        console.show_findings(registry, replace(checked, findings=errors), "text", quiet=run.quiet)
        console.fail(
            _("Nothing was written: with these errors somebody could be missing, or get something wrong."),
            _("Mend them, then run the command again.")
            if run.as_of is None
            else _("The past cannot be mended: take another day, or leave --as-of out."),
        )
        raise typer.Exit(1)


def doubt_templates(registry: Registry, name: str = "", language: str | None = None) -> None:
    """Warn of templates that do probably not do what was meant, and of a language that there is none for.

    Args:
        registry: whose templates they are.
        name: the template that is used.
        language: the one that was asked for.
    """
    from mo_registry.documents.templates import Templates

    templates = Templates(registry.templates.parent)
    for doubt in templates.doubts():
        console.warn(doubt)
    used = templates.find(name, language).language if language else None
    if language and used and used.partition("-")[0] != language.partition("-")[0]:
        told = _("There is no template {name} in “{language}”; that in “{used}” was taken.")
        console.warn(told.format(name=name, language=language, used=used))


def doubt_whether(wanted: Event) -> None:
    """Warn of an event that does not take place."""
    from mo_registry.model.event import EventStatus

    if wanted.status is EventStatus.CANCELLED:
        console.warn(_("{event} is cancelled.").format(event=wanted.id))


def doubt_day(registry: Registry, wanted: Event) -> None:
    """Warn of an event, or a deadline, that is over when its letters are written."""
    from mo_registry.documents.invitation import belated

    for sentence in belated(registry, wanted):
        console.warn(sentence)


def doubt_revision(registry: Registry, wanted: Event) -> None:
    """Warn of an event that has changed for those who hold its revision, who are not told so."""
    from mo_registry.checks.event_dates import sent

    for finding in sent(registry, wanted):
        console.warn(f"{wanted.id}: {finding.message}; {finding.help}")


def doubt_office(registry: Registry) -> None:
    """Warn of letters by which the office is reached at what a new registry begins with."""
    from mo_registry.documents.fields import View
    from mo_registry.editing.starting import STARTER
    from mo_registry.registry import load

    now, begun = (View(one, "de").office() for one in (registry, load(STARTER)))
    same = [now[key] for key in ("phone", "email", "website") if now[key] and now[key] == begun[key]]
    if same:
        console.warn(
            _(
                "In the letters, the office is reached at {values}: that is the example from “init”. Put your own"
                " in its place, in data/registry.yaml under documents."
            ).format(values=", ".join(same))
        )


def folder(run: Run, output: Path | None) -> Path:
    """Where documents go."""
    if output is not None:
        return output
    root = run.root()
    disk.hide_results(root)
    return root / disk.RESULTS / (_of_then(root, run.as_of) if run.as_of else "")


def _of_then(root: Path, as_of: str) -> str:
    """A folder of its own: nothing old takes the place of what is in force."""
    from mo_registry.revisions import moment

    then = moment(root, as_of)
    return f"as-of-{then.day}-{then.commit.short}"


def write(files: Sequence[Rendered], where: Path) -> int:
    """Write the files; how many of them are new or other than before."""
    from mo_registry.documents import output

    return sum(written.changed for written in output.write(files, where))


def tell_older(files: Sequence[Rendered], where: Path) -> None:
    """Say what lies beside the files of the same documents in formats that were not made now."""
    from mo_registry.documents.output import Format

    made = {where / file.path for file in files}
    beside = (path.with_suffix(f".{form.value}") for path in sorted(made) for form in Format)
    older = list(dict.fromkeys(path.name for path in beside if path not in made and path.is_file()))
    if older:
        told = ngettext(
            "In the same folder lies {names} from earlier; it was not made anew.",
            "In the same folder lie {names} from earlier; they were not made anew.",
            len(older),
        )
        console.say(told.format(names=", ".join(older)))


def show(text: str) -> None:
    """Show a text on the screen, where the marks of direction that a mail program follows are in the way."""
    from mo_registry.visible import visible_lines

    console.write(visible_lines(text.replace("\u2068", "").replace("\u2069", "")))


def show_all(files: Sequence[Rendered]) -> None:
    """Show files that hold text, and write none of them."""
    for file in files:
        show(file.content.decode())


def open_here(path: Path) -> None:
    """Open a file or folder with whatever program there is for it; say so where there is none."""
    if typer.launch(str(path.resolve())):
        console.say(_("{path} could not be opened here.").format(path=path))


def places(files: Sequence[Rendered], where: Path, changed: int) -> list[str]:
    """Where the files are, and whether there is anything new."""
    if not files:
        return [_("No file was written.")]
    shown = _shown(where)
    if len(files) <= 3:  # noqa: PLR2004  (more than that nobody wants to read one by one)
        places = [(shown / file.path).as_posix() for file in files]
    else:
        places = [
            (shown / parent).as_posix() + "/" for parent in dict.fromkeys(file.path.parent for file in files)
        ]
    count = len(files)
    told = ngettext("{count} file", "{count} files", count).format(count=count)
    if not changed:
        told += _(", all as they were before")
    elif changed < count:
        told += _(", {changed} of them new or changed").format(changed=changed)
    return [f"{told}: {', '.join(places)}"]


def _shown(folder: Path) -> PurePath:
    folder = folder.resolve()
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
