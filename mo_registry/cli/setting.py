"""``mo-registry set``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import Run, current, say_renamed
from mo_registry.cli.writing import Commit, DryRun, Message, finish, refuse
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from mo_registry.editing.assignment import Assignment
    from mo_registry.editing.change import Change
    from mo_registry.registry import Folder, Registry

app = Commands()


@app.command(
    help=_(
        "Change values of an entry; nothing else in its file changes.\n\n"
        "key=value puts a value in place, key= takes it away, key+=value adds to a list, key-=value takes out"
        " of one. A way leads into blocks and lists, whose items are counted from 0 (contacts[0].email) or called"
        " by their id (minutes.items[begruessung].actions[raum].status). Nothing is written if a check finds a"
        " new error.\n\n"
        "Examples:\n\n"
        "  mo-registry set binemo contacts[0].email=neu@binemo.example\n\n"
        "  mo-registry set binemo status=dormant languages+=ar --dry-run\n\n"
        "  mo-registry set 2023-09-27-netzwerktreffen venue=nowgorod-raum --commit"
    )
)
def set_values(
    context: typer.Context,
    identifier: Annotated[
        str, typer.Argument(help=_("The entry's id."), metavar="ID", autocompletion=completing.anything)
    ],
    changes: Annotated[
        list[str],
        typer.Argument(
            help=_("What is to change: key=value, key+=value or key-=value."), metavar=_("CHANGE…")
        ),
    ],
    dry_run: DryRun = False,
    commit: Commit = False,
    message: Message = None,
) -> None:
    """Change values of one entry."""
    from mo_registry.editing.assignment import read
    from mo_registry.editing.change import Change, new_findings
    from mo_registry.registry import MODELS, glimpse
    from mo_registry.yamlfile import parse

    run = current(context)
    before, folder, identifier = _entry(run, identifier)
    files, change = before.files[folder, identifier], Change()
    parts = [parse(path, change.text(path)).data for path in files]
    assignments = [read(typed, MODELS[folder], parts) for typed in changes]
    for assignment in assignments:
        _assign(change, files, assignment, folder)
    after = glimpse(run.root(), identifier, run.private, change.drafts)
    refuse(after, new_findings(before, after))
    spoken = ", ".join(dict.fromkeys(map(str, assignments)))
    finish(
        run,
        before,
        change,
        dry_run=dry_run,
        commit=commit,
        message=message or _("{id}: {keys} changed").format(id=identifier, keys=spoken),
    )


def _entry(run: Run, identifier: str) -> tuple[Registry, Folder, str]:
    """As much of the registry as an entry needs, where the entry stands, and its id.

    Raises:
        RegistryError: there is no entry of this id, and was none; or it is the settings'.
    """
    from mo_registry.editing.existing import called_now
    from mo_registry.registry import FOLDERS, SETTINGS, glimpse

    registry = glimpse(run.root(), identifier, run.private)
    for folder in FOLDERS:
        if (folder, identifier) in registry.files:
            return registry, folder, identifier
    if identifier == SETTINGS.stem:
        raise RegistryError(
            _("The settings are changed in an editor, not with “set”."),
            hint=_("To open {file}: mo-registry edit {id}").format(file=SETTINGS.as_posix(), id=identifier),
        )
    now = called_now(registry.root, registry.private, identifier)
    say_renamed(identifier, now)
    return _entry(run, now)


def _assign(change: Change, files: tuple[Path, ...], assignment: Assignment, folder: Folder) -> None:
    """Make the change in the part of the entry that holds the value, or the longest way to it."""
    from mo_registry.editing.path import known_part
    from mo_registry.registry import MODELS
    from mo_registry.yamlfile import parse

    def depth(path: Path) -> int:
        return known_part(parse(path, change.text(path)).data, assignment.keys)

    path = max(files, key=depth)
    change.write(path, assignment.apply(change.text(path), MODELS[folder]))
