"""``mo-registry archive``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current, say_renamed
from mo_registry.cli.writing import Commit, DryRun, Message, finish, places, refuse, say_what_is_absent
from mo_registry.i18n import _

if TYPE_CHECKING:
    from mo_registry.editing.archiving import Archiving, End
    from mo_registry.model import Organisation
    from mo_registry.registry import Registry

app = Commands()


@app.command(
    help=_(
        "Archive an organisation that has ended: its memberships and roles end on that day, and what was kept"
        " about its people goes.\n\n"
        "Of contacts, role, since and until stay; names, addresses and numbers go, and so do the names in"
        " registrations for events to come. An address that is somebody's flat (care_of) goes with its"
        " telephone number, and so does a number or mailbox that is a contact's too. Events and minutes of"
        " the past stay as they are.\n\n"
        "Examples:\n\n"
        "  mo-registry archive add-bielefeld --date 2023-08-31\n\n"
        "  mo-registry archive add-bielefeld --date 2023-08-31 --successor binemo --commit\n\n"
        "  mo-registry archive add-bielefeld --date 2023-08-31 --status dormant --dry-run"
    )
)
def archive(
    context: typer.Context,
    identifier: Annotated[
        str,
        typer.Argument(
            help=_("The organisation's id."), metavar="ID", autocompletion=completing.organisations
        ),
    ],
    date: Annotated[str, typer.Option(help=_("The last day of its work."), metavar=_("DATE"))],
    status: Annotated[
        str, typer.Option(help=_("What it is from then on: dissolved or dormant."))
    ] = "dissolved",
    successor: Annotated[
        str | None,
        typer.Option(
            help=_("The organisation that goes on with its work."),
            metavar="ID",
            autocompletion=completing.organisations,
        ),
    ] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    message: Message = None,
) -> None:
    """Archive an organisation."""
    from mo_registry.editing import archiving
    from mo_registry.editing.change import new_findings

    run = current(context)
    before = run.load()
    end = _end(before, date, status, successor)
    organisation = _organisation(before, identifier)
    found = archiving.archive(before, organisation, end)
    after = run.load(found.change.drafts)
    refuse(after, new_findings(before, after))
    if found.change.drafts:
        _tell(before, found)
        say_what_is_absent(before)
    finish(
        run,
        before,
        found.change,
        dry_run=dry_run,
        commit=commit,
        message=message
        or _("{id} archived: {status} {day}").format(id=organisation.id, status=end.status, day=end.date),
    )


def _end(registry: Registry, date: str, status: str, successor: str | None) -> End:
    from mo_registry import matching
    from mo_registry.editing.archiving import End
    from mo_registry.model.organisation import Status

    chosen = Status(matching.one_name("--status", status, [Status.DISSOLVED.value, Status.DORMANT.value]))
    known = registry.declared("organisations")
    successors = matching.identifiers("--successor", [successor] if successor else [], known)
    return End(matching.some_day("--date", date), chosen, successors[0] if successors else None)


def _organisation(registry: Registry, identifier: str) -> Organisation:
    from mo_registry.editing.existing import unknown
    from mo_registry.finding import RegistryError

    if organisation := registry.organisations.get(identifier):
        return organisation
    if files := registry.files.get(("organisations", identifier)):
        names = " ".join(registry.relative(path).as_posix() for path in files)
        raise RegistryError(
            _("“{id}” cannot be archived, because its entry cannot be read.").format(id=identifier),
            hint=_("See what is wrong with it, and mend that first: mo-registry validate {path}").format(
                path=names
            ),
        )
    if ("events", identifier) in registry.files:
        raise RegistryError(
            _("“{id}” is an event, and events are not archived: they are the network's history.").format(
                id=identifier
            ),
            hint=_("If it does not take place: mo-registry set {id} status=cancelled").format(id=identifier),
        )
    now = registry.called_now(identifier)
    if now is None:
        raise unknown(registry.root, registry.private, identifier)
    say_renamed(identifier, now)
    return _organisation(registry, now)


def _tell(registry: Registry, found: Archiving) -> None:
    if found.removed:
        console.say("\n  ".join([_("These personal data go:"), *found.removed]))
        console.say(_("git's history still holds what goes; taking it out there too is a step of its own."))
    if found.left:
        console.say(
            _("Somebody whose data go is still named here; look whether that may stay: {places}").format(
                places=places(registry, found.left)
            )
        )
