"""What every command of one run shares: which registry, which day, and how talkative it is."""

from __future__ import annotations

from dataclasses import dataclass
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
            RegistryError: none was found.
        """
        from mo_registry import console
        from mo_registry.i18n import _
        from mo_registry.registry import load

        return load(self.root(), self.private, console.track(_("Reading"), quiet=self.quiet), drafts)

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
        if broken:
            told = ngettext(
                "{count} file could not be read whole; something is missing here. What it is: mo-registry validate",
                "{count} files could not be read whole; something is missing here. What it is: mo-registry validate",
                len(broken),
            )
            console.warn(told.format(count=len(broken)))
        return registry


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
