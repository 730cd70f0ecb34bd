"""``mo-registry rename``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current, say_renamed
from mo_registry.cli.writing import Commit, DryRun, Message, finish, places, refuse, say_what_is_absent
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.editing.renaming import Renaming
    from mo_registry.registry import Registry

app = Commands()


@app.command(
    help=_(
        "Give an organisation, an event, or something that the settings declare another id.\n\n"
        "Its file and every reference to it, in both parts of the registry, change together or not at all."
        " The entry remembers its old id, so that old letters and links are still understood: show, find and"
        " set accept it. Where the same id means several things, say which: venues.rathaus.\n\n"
        "Examples:\n\n"
        "  mo-registry rename binemo binemo-bielefeld --dry-run\n\n"
        "  mo-registry rename else-zimmermann-saal saal-else-zimmermann --commit\n\n"
        "  mo-registry rename focus_areas.language languages"
    )
)
def rename(
    context: typer.Context,
    old: Annotated[
        str,
        typer.Argument(help=_("The id that it has."), metavar=_("OLD"), autocompletion=completing.anything),
    ],
    new: Annotated[str, typer.Argument(help=_("The id that it gets."), metavar=_("NEW"))],
    dry_run: DryRun = False,
    commit: Commit = False,
    message: Message = None,
) -> None:
    """Rename something."""
    from mo_registry.editing import renaming

    run = current(context)
    before = run.load()
    target = renaming.find(before, old)
    if before.called_now(old) == target.id:
        say_renamed(old, target.id)
    found = renaming.rename(before, target, new)
    after = run.load(found.change.drafts)
    refuse(after, renaming.new_findings(found, before, after))
    if found.change.drafts:
        _tell(before, found)
        say_what_is_absent(before)
    finish(
        run,
        before,
        found.change,
        dry_run=dry_run,
        commit=commit,
        message=message or _("{old} renamed to {new}").format(old=target.id, new=new),
    )


def _tell(registry: Registry, found: Renaming) -> None:
    said = ngettext(
        "{old} becomes {new}, and so does {count} reference to it.",
        "{old} becomes {new}, and so do {count} references to it.",
        found.references,
    )
    if not found.references:
        said = _("{old} becomes {new}; nothing refers to it.")
    console.say(said.format(old=found.target.id, new=found.new, count=found.references))
    if found.left:
        console.say(
            _("“{old}” stays where it is no reference; look whether it should: {places}").format(
                old=found.target.id, places=places(registry, found.left)
            )
        )
