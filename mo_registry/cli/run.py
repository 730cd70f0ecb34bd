"""What every command of one run shares: which registry, which day, and how talkative it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mo_registry.registry import Drafts, Registry


@dataclass(frozen=True, slots=True)
class Run:
    """The options before the command."""

    directory: Path | None = None
    private: Path | None = None
    quiet: bool = False
    as_of: str | None = None
    """The day or the revision of which the registry is read; None for the files as they are."""
    valid_on: date | None = None
    """The day to be taken for today, whichever files are read."""

    def root(self) -> Path:
        """The registry's directory, absolute. What an earlier run was killed in is finished first.

        Raises:
            RegistryError: none was found, or somebody has changed what was to be finished.
        """
        from mo_registry.editing import JOURNAL
        from mo_registry.registry import find_root

        root = find_root(self.directory or Path.cwd())
        if (root / JOURNAL).exists():
            _finish(root, self.private)
        return root

    def load(self, drafts: Drafts | None = None) -> Registry:
        """The registry, with a progress bar where it takes long.

        Args:
            drafts: files to be taken as if they were already changed.

        Raises:
            RegistryError: none was found, or git has none of the day that is asked for.
        """
        from mo_registry import console
        from mo_registry.i18n import _
        from mo_registry.registry import load

        track = console.track(_("Reading"), quiet=self.quiet)
        if self.as_of is None:
            return load(self.root(), self.private, track, drafts, today=self.valid_on)
        from mo_registry import revisions

        registry = revisions.at(self.root(), self.private, self.as_of, track)
        registry.today = self.valid_on or registry.today
        _say_when(registry)
        return registry

    def browse(self) -> Registry:
        """The registry to look things up in; says so if something of it could not be read.

        Raises:
            RegistryError: none was found.
        """
        from mo_registry import console
        from mo_registry.finding import Severity
        from mo_registry.i18n import ngettext

        registry = self.load()
        broken = {finding.file for finding in registry.findings if finding.severity is Severity.ERROR}
        if broken and self.as_of:
            told = ngettext(
                "{count} file of that day cannot be read whole; something is missing here.",
                "{count} files of that day cannot be read whole; something is missing here.",
                len(broken),
            )
            console.warn(told.format(count=len(broken)))
        elif broken:
            told = ngettext(
                "{count} file could not be read whole; something is missing here. What it is: mo-registry validate",
                "{count} files could not be read whole; something is missing here. What it is: mo-registry validate",
                len(broken),
            )
            console.warn(told.format(count=len(broken)))
        return registry


def _say_when(registry: Registry) -> None:
    from mo_registry import console
    from mo_registry.i18n import _
    from mo_registry.labels import day
    from mo_registry.revisions import day_of
    from mo_registry.snapshot import Snapshot

    then = registry.source
    assert isinstance(then, Snapshot)
    commit = _("As of commit {commit} of {day}.")
    console.say(commit.format(commit=then.commit.short, day=day(day_of(then.commit))))
    for part in then.absent:
        told = _("Of {directory}, the confidential part, git has nothing of that day. It is left out here.")
        console.warn(told.format(directory=registry.relative(part).as_posix()))


def _finish(root: Path, private: Path | None) -> None:
    from mo_registry import console, files
    from mo_registry.editing import transaction
    from mo_registry.i18n import _

    with files.locked(root):
        done = transaction.recover(root, private)
    names = ", ".join(path.name for path in done)
    if done:
        console.say(_("An earlier change was interrupted. It is finished now: {names}").format(names=names))
    else:
        console.say(_("An earlier change was interrupted. It was taken back."))


def say_renamed(old: str, now: str) -> None:
    """Say that an id that was typed is that of an entry before it was renamed."""
    from mo_registry import console
    from mo_registry.i18n import _

    console.say(_("“{old}” is called “{new}” now.").format(old=old, new=now))


def current(context: typer.Context) -> Run:
    """The run that a command belongs to."""
    return context.obj if isinstance(context.obj, Run) else Run()
