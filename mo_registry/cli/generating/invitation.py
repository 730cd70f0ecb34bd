"""``mo-registry generate invitation``: a letter for everybody, and an account that adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mo_registry import console
from mo_registry.cli.generating import making
from mo_registry.cli.generating.making import EventId, Formats, Output
from mo_registry.cli.run import current
from mo_registry.i18n import _

if TYPE_CHECKING:
    from mo_registry.documents.invitation import Invitations
    from mo_registry.documents.output import Rendered
    from mo_registry.model import Event

HELP = _(
    "Write an invitation to an event: one letter for everybody who is invited.\n\n"
    "Who that is follows from the event's audience; how each is written to, and in which language, from"
    " the contacts of the organisations. The account at the end adds up: a letter for everybody, or a"
    " reason.\n\n"
    "Examples:\n\n  mo-registry generate invitation 2023-09-27-netzwerktreffen\n\n"
    "  mo-registry generate invitation 2023-09-27-netzwerktreffen --format pdf,md --output letters"
)


def invitation(context: typer.Context, event: EventId, form: Formats = "pdf", output: Output = None) -> None:
    """Write the letters to an event."""
    run = current(context)
    formats = making.formats(form)
    registry = run.load()
    wanted = making.event(registry, event)
    making.refuse_hindered(run, registry, wanted)
    from mo_registry.documents import invitation as kind

    made = kind.make(registry, wanted, formats)
    folder = making.folder(run, output)
    changed = making.write(made.files, folder)
    _account(made, folder, changed)
    raise typer.Exit(0 if made.complete else 1)


def _account(made: Invitations, folder: Path, changed: int) -> None:
    from mo_registry.labels import label

    served = {delivery.recipient.organisation.id for delivery in made.deliveries}
    rows = [(_("audience"), str(made.audience), _("organisations"))]
    channels: dict[str, dict[str, int]] = {}
    for (channel, language), count in made.count().items():
        channels.setdefault(label(channel.value), {})[language] = count
    for way, languages in channels.items():
        told = " · ".join(f"{language} {count}" for language, count in languages.items())
        rows.append((way, str(sum(languages.values())), told))
    rows += [(_("left out"), "1", f"{left.organisation.name}: {left.reason}") for left in made.omissions]
    left_out = {omission.organisation.id for omission in made.omissions} - served
    verdict = (
        _("every one accounted for") if len(served) + len(left_out) == made.audience else _("does not add up")
    )
    rows.append((_("together"), str(len(served) + len(left_out)), verdict))
    console.report([_heading(made.event), "", *_aligned(rows), ""])
    console.report(making.places(made.files, folder, changed))
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
