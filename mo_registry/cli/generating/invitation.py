"""``mo-registry generate invitation``: letters, e-mails and calls for everybody, and an account that adds up."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.generating import account, making
from mo_registry.cli.generating.making import EventId, Open, Output
from mo_registry.cli.run import Run, current
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from mo_registry.audience import Part
    from mo_registry.documents.send_plan import SendPlan
    from mo_registry.documents.sending import Sending, Wishes
    from mo_registry.model import Event
    from mo_registry.registry import Registry

EMAIL = "eml"
"""The format of e-mail drafts, which no other document has."""

HELP = _(
    "Write the invitation to an event: letters, e-mail drafts and a list of calls for everybody who is"
    " invited.\n\n"
    "Who that is follows from the event's audience; how each is written to, and in which language, from"
    " the contacts of the organisations. Letters by post come as one file to be printed, e-mails as a draft"
    " for each language; beside them lie a single letter for everybody, a calendar entry and the send plan."
    " The account at the end adds up: something for everybody, or a reason.\n\n"
    "When all is sent, --dispatch records it in the event. From then on whoever holds the event's revision is"
    " left out. Raise it when the event is moved, changed or cancelled: the next run tells those who hold"
    " the old one.\n\n"
    "Examples:\n\n  mo-registry generate invitation 2023-09-27-netzwerktreffen\n\n"
    "  mo-registry generate invitation 2023-09-27-netzwerktreffen --to binemo --draft\n\n"
    "  mo-registry generate invitation 2023-09-27-netzwerktreffen --format docx,eml --each\n\n"
    "  mo-registry generate invitation 2023-09-27-netzwerktreffen --dispatch"
)

To = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        help=_("Only this organisation of the audience, also where it holds this revision already."),
        metavar="ID",
        autocompletion=completing.organisations,
    ),
]
Network = Annotated[
    str | None,
    typer.Option(help=_("Only members of this network."), metavar="ID", autocompletion=completing.networks),
]
Formats = Annotated[
    str,
    typer.Option(
        "--format",
        help=_(
            "pdf, docx, html, md, txt for letters, eml for e-mail drafts: one, or several comma by comma."
        ),
        metavar="A,B",
    ),
]
Bundle = Annotated[
    bool, typer.Option("--bundle", help=_("No single letters: only what is printed and sent in one go."))
]
Each = Annotated[
    bool,
    typer.Option("--each", help=_("An e-mail draft for each receiver instead of one for each language.")),
]
Draft = Annotated[bool, typer.Option("--draft", help=_("Show what the letters say, and write nothing."))]
Dispatch = Annotated[
    bool, typer.Option("--dispatch", help=_("Record in the event that what was made has been sent today."))
]


def invitation(
    context: typer.Context,
    event: EventId,
    to: To = None,
    network: Network = None,
    form: Formats = "pdf,eml",
    bundle: Bundle = False,
    each: Each = False,
    draft: Draft = False,
    open_it: Open = False,
    dispatch: Dispatch = False,
    output: Output = None,
) -> None:
    """Write everything that goes out for an event."""
    run = current(context)
    wishes = _wishes(form, bundle=bundle, each=each)
    if draft and dispatch:
        raise RegistryError(
            _("--draft and --dispatch cannot be used together."),
            hint=_("A draft is only looked at; what is recorded was sent."),
        )
    if dispatch and run.as_of:
        raise RegistryError(
            _("--as-of and --dispatch cannot be used together."),
            hint=_("What was sent is recorded in the event as it is today."),
        )
    registry = run.load()
    wanted = making.event(registry, event)
    making.refuse_hindered(run, registry, wanted)
    making.doubt_templates(registry)
    making.doubt_day(registry, wanted)
    making.doubt_office(registry)
    making.doubt_revision(registry, wanted)
    from mo_registry.audience import part_of

    names = [name for named in to or () for name in named.split(",") if name]
    part = part_of(registry, wanted, names, network)
    if draft:
        _show(registry, wanted, part)
        return
    folder = making.folder(run, output)
    if dispatch:
        _dispatch(run, registry, wanted, part, wishes, folder)
        return
    made = _make(run, registry, wanted, part, wishes, folder)
    if run.as_of is None:
        console.report([_what_next(made, _recording(wanted, names, network, output))])
    if open_it:
        _open(made, folder)
    raise typer.Exit(0 if made.complete else 1)


def _wishes(form: str, *, bundle: bool, each: bool) -> Wishes:
    from mo_registry.documents.invitation import FORMATS
    from mo_registry.documents.output import Format
    from mo_registry.documents.sending import Wishes

    names = [name.strip().lower() for name in form.split(",") if name.strip()]
    known = [*FORMATS, EMAIL]
    hint = _("it can be: {words}").format(words=", ".join(known))
    for name in names:
        if name not in known:
            raise RegistryError(_("“{name}” is not a format of this document.").format(name=name), hint=hint)
    if not names:
        raise RegistryError(_("No format is named."), hint=hint)
    formats = [Format(name) for name in dict.fromkeys(names) if name != EMAIL]
    if bundle and Format.PDF not in formats:
        raise RegistryError(
            _("--bundle is for letters that are printed."), hint=_("Add pdf to the formats: --format pdf,eml")
        )
    return Wishes(tuple(formats), mail=EMAIL in names, singles=not bundle, each=each)


def _make(
    run: Run, registry: Registry, event: Event, part: Part | None, wishes: Wishes, folder: Path
) -> Sending:
    """Make and write everything, and give the account of it."""
    from mo_registry.documents import sending

    made = sending.make(registry, event, part, wishes)
    changed = making.write(made.files, folder)
    for line in account.lines(registry, made, account.place(folder)) if not run.quiet else ():
        console.write(line)
    if pasting := list(account.pasting(made)):
        console.report([*pasting, ""])
    if made.forms_beside:
        console.report([
            _(
                "The office's letterhead has no page for the answer form: it lies beside each letter as"
                " answer-form-….docx."
            )
        ])  # fmt: skip
    console.report(making.places(made.files, folder, changed))
    if unsaid := _unsaid(registry, made):
        console.say(unsaid)
    if strangers := account.strangers(made.files, folder, made.folder):
        console.say(
            _("In the same folder lie letters that this run has not made: {names}. Do not send them.").format(
                names=account.named(strangers)
            )
        )
    return made


def _unsaid(registry: Registry, made: Sending) -> str:
    """Which notes of the settings letters show in another language than their own; empty if none."""
    from mo_registry.documents.invitation import unsaid

    found = unsaid(registry, made.event, (delivery.language for delivery in made.deliveries))
    notes = "; ".join(
        _("{keys} without a text in: {languages}").format(
            keys=", ".join(keys), languages=", ".join(languages)
        )
        for languages, keys in found.items()
    )
    told = _("{notes}. Letters show what there is; add the texts in data/registry.yaml.")
    return told.format(notes=notes) if notes else ""


def _what_next(made: Sending, recording: str) -> str:
    if made.deliveries:
        when = _("When it has: {command}").format(command=recording)
        return " ".join((_("Nothing has been sent."), when))
    if any(omission.expected for omission in made.omissions):
        return _(
            "There is nothing to be sent now. When something has changed for those who are invited, raise the"
            " revision: mo-registry set {event} revision={next}"
        ).format(event=made.event.id, next=made.event.revision + 1)
    return _("There is nobody to whom anything could be sent.")


def _recording(event: Event, names: list[str], network: str | None, output: Path | None) -> str:
    """The command that records what was made."""
    options = [f"--to {name}" for name in names]
    options += [f"--network {network}"] if network else []
    options += [f"--output {shlex.quote(str(output))}"] if output else []
    return " ".join(("mo-registry generate invitation", event.id, *options, "--dispatch"))


# A look at it


def _show(registry: Registry, event: Event, part: Part | None) -> None:
    """Show the letters of a part that was named one by one, else what is said to all, in each language."""
    from mo_registry.audience import invited
    from mo_registry.documents import invitation as kind
    from mo_registry.documents import text
    from mo_registry.documents.studio import Studio

    kind.refuse_unsettled(registry, event)
    studio, recipients = Studio(registry), invited(registry, event, part).recipients
    if part and part.again:
        named = {it.organisation.name: kind.letter_to(studio, event, it) for it in recipients}
    else:
        kinds = dict.fromkeys((it.language, it.occasion) for it in recipients)
        letters = [kind.letter_to_all(studio, event, language, occasion) for language, occasion in kinds]
        named = {f"{account.language_name(it.language)} · {it.title}": it for it in letters}
    for name, document in named.items():
        if len(named) > 1:
            console.report([f"── {name} ──", ""])
        making.show(text.render(document))
    if not named:
        console.say(_("Nobody is to be written to now."))


def _open(made: Sending, folder: Path) -> None:
    """Open the letters to be printed, else the folder."""
    making.open_here(folder / (made.bundles[0].path if made.bundles else made.folder))


# What was sent


def _dispatch(
    run: Run, registry: Registry, event: Event, part: Part | None, wishes: Wishes, folder: Path
) -> None:
    """Record what an earlier run has made; where there was none, make it first."""
    plan, complete = _made_earlier(event, part, folder), True
    if plan is None:
        made = _make(run, registry, event, part, wishes, folder)
        plan, complete = made.plan, made.complete
    _record(run, registry, event, plan)
    raise typer.Exit(0 if complete else 1)


def _made_earlier(event: Event, part: Part | None, folder: Path) -> SendPlan | None:
    """The plan of what was made and is not recorded yet; None where everything is to be made first.

    What was made is recorded, not what would be made now: the registry may have changed since.

    Raises:
        RegistryError: only a part was made, or a plan cannot be read.
    """
    from mo_registry.audience import held_revisions
    from mo_registry.documents import send_plan
    from mo_registry.documents.sending import PART

    held = held_revisions(event)
    places = (folder / event.id / PART, folder / event.id) if part else (folder / event.id,)
    for place in places:
        plan = send_plan.read(place / f"{send_plan.NAME}.json")
        if plan is None or plan.event != event.id:
            continue
        plan = plan.only(part.organisations) if part else plan
        news = [row for row in plan.ready() if plan.revision not in held.get(row.organisation, ())]
        if news or (plan.revision >= event.revision and any(plan.ready())):
            return plan
    if (
        not part
        and (folder / event.id / PART).is_dir()
        and not (folder / event.id / "send-plan.json").is_file()
    ):
        raise RegistryError(
            _("Only a part of the invitations to {event} was made.").format(event=event.id),
            hint=_("Say which part was sent, with --to or --network as before."),
        )
    return None


def _record(run: Run, registry: Registry, event: Event, plan: SendPlan) -> None:
    from mo_registry.cli.writing import finish
    from mo_registry.editing import dispatch

    there = {
        channel: [name for name in names if name in registry.organisations]
        for channel, names in plan.channels().items()
    }
    change, news = dispatch.record(
        registry, event, plan.revision, there, announced=plan.announced, cancelled=plan.cancels
    )
    finish(run, registry, change, dry_run=False, commit=False, message="")
    console.report([
        _("Recorded as sent today: revision {revision}, {channels}.").format(
            revision=plan.revision, channels=account.channels(news)
        )
    ])  # fmt: skip
