"""``mo-registry hooks``."""

from __future__ import annotations

import typer

from mo_registry import console
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.i18n import _

app = Commands(
    help=_(
        "Let git check what is about to be committed, on this computer.\n\n"
        "What is staged is checked, not what lies on the disk, and only what the commit changes counts. With an"
        " error, nothing is committed; git commit --no-verify does it all the same.\n\n"
        "Examples:\n\n  mo-registry hooks install\n\n  mo-registry hooks uninstall"
    )
)


@app.command(
    "install",
    help=_(
        "Write git's hook pre-commit for the repository of this registry.\n\n"
        "A hook that is there already is left as it is; then the line is shown that it needs. Others who clone"
        " the repository install their own.\n\n"
        "Examples:\n\n  mo-registry hooks install"
    ),
)
def install(context: typer.Context) -> None:
    """Write the hook."""
    from mo_registry.editing import hooks

    root = current(context).root()
    if hooks.install(root):
        console.say(_("git checks every commit from now on: {path}").format(path=hooks.path(root)))
    else:
        console.say(_("The hook is there already: {path}").format(path=hooks.path(root)))


@app.command(
    "uninstall",
    help=_(
        "Delete the hook that mo-registry hooks install has written, and no other.\n\n"
        "Examples:\n\n  mo-registry hooks uninstall"
    ),
)
def uninstall(context: typer.Context) -> None:
    """Delete the hook."""
    from mo_registry.editing import hooks

    root = current(context).root()
    if hooks.uninstall(root):
        console.say(_("git no longer checks commits to this registry."))
    else:
        console.say(_("There is no hook to delete."))
