"""What all commands that change the registry share: the diff, the findings, the writing, the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mo_registry.cli.run import Run
    from mo_registry.editing.change import Change
    from mo_registry.editing.mentions import Mention
    from mo_registry.finding import Finding
    from mo_registry.registry import Registry

DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Show what would change, and change nothing."))]
Commit = Annotated[bool, typer.Option("--commit", help=_("Commit exactly the changed files in git."))]
Message = Annotated[
    str | None,
    typer.Option(
        "--message", "-m", help=_("The commit's message, instead of one made here."), metavar=_("TEXT")
    ),
]

_FEW = 5


def refuse(registry: Registry, findings: list[Finding]) -> None:
    """Show the errors that a change would make, and leave with 1; where there are none, show the rest.

    Args:
        registry: as it would be.
        findings: what is new in it.
    """
    from mo_registry.editing.change import errors

    if findings:
        show(registry, errors(findings) or findings)
    if errors(findings):
        console.fail(_("Nothing was written, because of what is said above."))
        raise typer.Exit(1)


def show(registry: Registry, findings: list[Finding]) -> None:
    """Show findings as ``validate`` does, on stderr: what was asked for is on stdout."""
    from mo_registry import findings_text

    for finding in findings:
        console.talk([*findings_text.lines(registry, finding), []])


def places(registry: Registry, mentions: Sequence[Mention]) -> str:
    """Lines of files, as ``data/registry.yaml:12``; of many the first ones, and how many more there are."""
    told = [f"{registry.relative(path).as_posix()}:{line}" for path, line in mentions[:_FEW]]
    if left := len(mentions) - len(told):
        told.append(ngettext("and {count} more", "and {count} more", left).format(count=left))
    return ", ".join(told)


def say_what_is_absent(registry: Registry) -> None:
    """Say that a part of the registry is not here, in which something may be left as it was."""
    if registry.settings.private and registry.private is None:
        directory = registry.settings.private
        console.say(
            _("The private directory {directory} is not here; nothing in it changes.").format(
                directory=directory
            )
        )


def finish(
    run: Run, registry: Registry, change: Change, *, dry_run: bool, commit: bool, message: str
) -> None:
    """Show the difference, and write it unless this is a dry run; commit it if that is wished.

    Raises:
        RegistryError: a file was changed by somebody else meanwhile, or cannot be written.
    """
    if not change.drafts:
        console.say(_("Nothing would change: all of that stands there already."))
        return
    console.show_diff(change.diff(registry))
    if dry_run:
        console.say(_("Nothing was written (--dry-run)."))
        return
    count = len(change.drafts) - len(change.moved)
    put(run, registry, change)
    console.say(ngettext("{count} file written.", "{count} files written.", count).format(count=count))
    if commit:
        commit_exactly(change, message)


def put(run: Run, registry: Registry, change: Change) -> None:
    """Write the files: all of them or none.

    Raises:
        RegistryError: a file was changed by somebody else meanwhile, or cannot be written.
    """
    from mo_registry.editing import transaction

    transaction.write(run.root(), change.contents(), moved=change.moved, private=registry.private)


def commit_exactly(change: Change, message: str) -> None:
    """Commit the files that were written, and nothing else.

    Raises:
        RegistryError: git refuses, or is not there.
    """
    from mo_registry import git

    names = git.commit(change.contents(), message)
    console.say(_("Committed as {names}: {message}").format(names=", ".join(names), message=message))
