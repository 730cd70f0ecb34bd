"""What every command of one run shares: which registry, which day, and how talkative it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mo_registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Run:
    """The options before the command."""

    directory: Path | None = None
    private: Path | None = None
    quiet: bool = False

    def root(self) -> Path:
        """The registry's directory, absolute.

        Raises:
            RegistryError: none was found.
        """
        from mo_registry.registry import find_root

        return find_root(self.directory) if self.directory else find_root(Path.cwd())

    def load(self) -> Registry:
        """The registry, with a progress bar where it takes long.

        Raises:
            RegistryError: none was found.
        """
        from mo_registry import console
        from mo_registry.i18n import _
        from mo_registry.registry import load

        return load(self.root(), self.private, console.track(_("Reading"), quiet=self.quiet))


def current(context: typer.Context) -> Run:
    """The run that a command belongs to."""
    return context.obj if isinstance(context.obj, Run) else Run()
