"""``mo-registry generate invitation|contact-list|protocol``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import Run, current
from mo_registry.finding import RegistryError
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.documents.invitation import Invitations
    from mo_registry.documents.output import Format, Rendered
    from mo_registry.model import Event
    from mo_registry.model.part import Entry
    from mo_registry.registry import Registry

app = Commands(
    help=_(
        "Write letters, lists and minutes from the registry and its templates.\n\n"
        "Files are written below out/ in the registry, which git ignores: they hold personal data. Nothing is"
        " sent. The same registry on the same day gives the same files.\n\n"
        "Examples:\n\n  mo-registry generate invitation 2023-09-27-netzwerktreffen\n\n"
        "  mo-registry generate contact-list --network netzwerk-mo --audience network\n\n"
        "  mo-registry generate protocol 2023-05-31-netzwerktreffen --format pdf,html"
    )
)


class Audience(StrEnum):
    """Who a contact list is for."""

    INTERNAL = "internal"
    NETWORK = "network"
    PUBLIC = "public"


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
    typer.Option("--format", help=_("pdf, html, md: one, or several comma by comma."), metavar="A,B"),
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


@app.command(
    help=_(
        "Write an invitation to an event: one letter for everybody who is invited.\n\n"
        "Who that is follows from the event's audience; how each is written to, and in which language, from"
        " the contacts of the organisations. The account at the end adds up: a letter for everybody, or a"
        " reason.\n\n"
        "Examples:\n\n  mo-registry generate invitation 2023-09-27-netzwerktreffen\n\n"
        "  mo-registry generate invitation 2023-09-27-netzwerktreffen --format pdf,md --output letters"
    )
)
def invitation(context: typer.Context, event: EventId, form: Formats = "pdf", output: Output = None) -> None:
    """Write the letters to an event."""
    run = current(context)
    formats = _formats(form)
    registry = run.load()
    wanted = _event(registry, event)
    _refuse_hindered(run, registry, wanted)
    from mo_registry.documents import invitation as kind

    made = kind.make(registry, wanted, formats)
    folder = _folder(run, output)
    changed = _write(made.files, folder)
    _account(made, folder, changed)
    raise typer.Exit(0 if made.complete else 1)


@app.command(
    "contact-list",
    help=_(
        "Write a contact list: who to turn to in every organisation.\n\n"
        "What is shown of a person depends on who the list is for. The internal list shows everything; a list"
        " for the network or the public shows of each person what this person agreed to.\n\n"
        "Examples:\n\n  mo-registry generate contact-list\n\n"
        "  mo-registry generate contact-list --network netzwerk-mo --audience network --format pdf"
    ),
)
def contact_list(
    context: typer.Context,
    network: Annotated[
        str | None,
        typer.Option(
            help=_("Members of this network only."), metavar="ID", autocompletion=completing.networks
        ),
    ] = None,
    audience: Annotated[
        Audience, typer.Option(help=_("Who the list is for: internal, network or public."))
    ] = Audience.INTERNAL,
    form: Formats = "pdf,html,md",
    language: Language = None,
    output: Output = None,
) -> None:
    """Write a contact list."""
    run = current(context)
    formats = _formats(form)
    registry = run.load()
    _refuse_hindered(run, registry)
    from mo_registry.documents import contact_list as kind

    made = kind.make(registry, network, kind.Readers(audience.value), formats, language)
    changed = _write(made.files, _folder(run, output))
    count = len(made.organisations)
    organisations = ngettext("{count} organisation", "{count} organisations", count).format(count=count)
    contacts = ngettext("{count} contact", "{count} contacts", made.contacts).format(count=made.contacts)
    console.report([_("Contact list ({audience}): {organisations}, {contacts}").format(
        audience=audience.value, organisations=organisations, contacts=contacts
    )])  # fmt: skip
    if made.withheld:
        console.report([
            ngettext(
                "Of {count} contact something is not shown: there is no consent to it.",
                "Of {count} contacts something is not shown: there is no consent to it.",
                made.withheld,
            ).format(count=made.withheld)
        ])  # fmt: skip
    console.report(_places(made.files, _folder(run, output), changed))


@app.command(
    help=_(
        "Write the minutes of an event, with what is still open from earlier meetings.\n\n"
        "They are made of the event's attendance and minutes; until these are approved, every page says"
        " draft.\n\n"
        "Examples:\n\n  mo-registry generate protocol 2023-05-31-netzwerktreffen"
    )
)
def protocol(
    context: typer.Context,
    event: EventId,
    form: Formats = "pdf,html,md",
    language: Language = None,
    output: Output = None,
) -> None:
    """Write the minutes of an event."""
    run = current(context)
    formats = _formats(form)
    registry = run.load()
    wanted = _event(registry, event)
    _refuse_hindered(run, registry, wanted)
    from mo_registry.documents import protocol as kind

    made = kind.make(registry, wanted, formats, language)
    folder = _folder(run, output)
    changed = _write(made.files, folder)
    persons = ngettext("{count} person", "{count} persons", made.persons).format(count=made.persons)
    organisations = ngettext("{count} organisation", "{count} organisations", made.organisations).format(
        count=made.organisations
    )
    heading = _("Minutes of {event}: {persons} from {organisations}").format(
        event=wanted.id, persons=persons, organisations=organisations
    )
    console.report([heading + (_(", draft") if made.draft else ""), *_places(made.files, folder, changed)])


def _formats(text: str) -> list[Format]:
    from mo_registry.documents.output import Format
    from mo_registry.model.rules import did_you_mean

    known = [form.value for form in Format]
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise RegistryError(
                _("“{name}” is not a format of this document.").format(name=name),
                hint=did_you_mean(name, known),
            )
    if not names:
        raise RegistryError(_("No format is named."), hint=did_you_mean("", known))
    return [Format(name) for name in dict.fromkeys(names)]


def _event(registry: Registry, identifier: str) -> Event:
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


def _refuse_hindered(run: Run, registry: Registry, entry: Entry | None = None) -> None:
    from dataclasses import replace

    from mo_registry.checks import check
    from mo_registry.checks.readiness import hindering

    checked = check(registry)
    if errors := hindering(registry, checked, entry):
        console.show_findings(registry, replace(checked, findings=errors), "text", quiet=run.quiet)
        console.fail(
            _("Nothing was written: with these errors somebody could be missing, or get something wrong."),
            _("Mend them, then run the command again."),
        )
        raise typer.Exit(1)


def _folder(run: Run, output: Path | None) -> Path:
    return output if output is not None else run.root() / "out"


def _write(files: Sequence[Rendered], folder: Path) -> int:
    """Write the files; how many of them are new or other than before."""
    from mo_registry.documents.output import write

    return sum(written.changed for written in write(files, folder))


def _account(made: Invitations, folder: Path, changed: int) -> None:
    from mo_registry.labels import label

    served = {delivery.recipient.organisation.id for delivery in made.deliveries}
    rows = [(_("audience"), str(made.audience), _("organisations"))]
    channels: dict[str, dict[str, int]] = {}
    for (channel, language), count in made.count().items():
        channels.setdefault(label(channel.value), {})[language] = count
    for channel, languages in channels.items():
        told = " · ".join(f"{language} {count}" for language, count in languages.items())
        rows.append((channel, str(sum(languages.values())), told))
    rows += [(_("left out"), "1", f"{left.organisation.name}: {left.reason}") for left in made.omissions]
    left_out = {omission.organisation.id for omission in made.omissions} - served
    verdict = (
        _("every one accounted for") if len(served) + len(left_out) == made.audience else _("does not add up")
    )
    rows.append((_("together"), str(len(served) + len(left_out)), verdict))
    console.report([_heading(made.event), "", *_aligned(rows), ""])
    console.report(_places(made.files, folder, changed))
    if strangers := _strangers(made.files, folder):
        console.say(
            _("In the same folder lie letters that this run has not made: {names}. Do not send them.").format(
                names=", ".join(strangers)
            )
        )
    console.report([_("Nothing has been sent.")])


def _heading(event: Event) -> str:
    from mo_registry.labels import day, weekday

    exact = event.date.exact
    when = f"{weekday(exact.weekday())}, {day(event.date)}" if exact else day(event.date)
    times = "–".join(moment.strftime("%H:%M") for moment in (event.start, event.end) if moment)
    return _("Invitation: {title}, {when}, {times} · revision {revision}").format(
        title=event.title, when=when, times=times, revision=event.revision
    )


def _aligned(rows: Iterable[tuple[str, str, str]]) -> list[str]:
    from mo_registry.visible import isolated, width

    rows = [(isolated(name), number, isolated(text)) for name, number, text in rows]
    names, numbers = max(width(row[0]) for row in rows), max(len(row[1]) for row in rows)
    return [
        f"  {name}{' ' * (names - width(name))}  {number:>{numbers}}  {text}" for name, number, text in rows
    ]


def _places(files: Sequence[Rendered], folder: Path, changed: int) -> list[str]:
    """Where the files are, and whether there is anything new."""
    if not files:
        return [_("No file was written.")]
    shown = _shown(folder)
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


def _strangers(files: Sequence[Rendered], folder: Path) -> list[str]:
    """Letters in the same folder from an earlier run, to whoever is not invited any more."""
    made = {file.path for file in files}
    kinds = {(file.path.parent, file.path.suffix) for file in files}
    return sorted(
        path.name
        for parent, suffix in kinds
        for path in (folder / parent).glob(f"invitation-*{suffix}")
        if parent / path.name not in made
    )
