"""A text in somebody's editor until it can be written: what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import typer

from mo_registry import console
from mo_registry.cli.asking import DISCARD, KEEP, OPEN, Conversation
from mo_registry.cli.writing import show
from mo_registry.editing import editor, kept
from mo_registry.editing.editor import Sheet
from mo_registry.finding import Finding, RegistryError
from mo_registry.i18n import _
from mo_registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checks think of a text."""

    registry: Registry
    """As it would be."""
    errors: list[Finding]
    """What keeps it from being written."""
    others: list[Finding] = field(default_factory=list)
    """What is shown besides."""


def not_text(sheet: Sheet, path: Path) -> list[Finding]:
    """What is wrong with a text that an editor has not saved as UTF-8."""
    from mo_registry.yamlfile import read

    return [finding.at(path, finding.position) for finding in read(sheet.path).findings]


@dataclass(frozen=True, slots=True)
class Rework:
    """A text that is changed in an editor."""

    identifier: str
    sheet: Sheet
    judge: Callable[[bytes], Verdict]
    draft: Path
    """Where it is kept if it cannot be written."""
    before: bytes | None
    """What the file says; None if there is none yet."""
    root: Path
    others: Mapping[Path, bytes] = field(default_factory=dict)
    """Drafts that are kept with it: of an entry's other part."""

    def go(self, *, unchanged: bytes | None) -> bytes | None:
        """Open the editor until the text can be written, or the person has enough of it.

        Args:
            unchanged: the text that changes nothing.

        Returns:
            What was typed; None if nothing was changed.

        Raises:
            typer.Exit: it is kept as a draft, or discarded.
            RegistryError: the editor fails.
        """
        begun = self.sheet.read()
        while True:
            typed = self._typed(begun)
            if typed == unchanged:
                console.say(_("Nothing was changed in the editor, and nothing was written."))
                self.sheet.throw_away()
                return None
            verdict = self._judged(typed)
            if verdict.errors:
                show(verdict.registry, verdict.errors)
                self._ask_further(typed)
                continue
            show(verdict.registry, verdict.others)
            return typed

    def keep(self, typed: bytes) -> str:
        """Keep what was typed, and say where; if the disk is full, it stays where the editor has left it."""
        try:
            kept.keep(self.draft, typed, self.before)
            for path, text in self.others.items():
                kept.keep(path, text, None)
        except RegistryError as error:
            console.say(error.message)
            return _("What you typed is in {path}.").format(path=self.sheet.path)
        self.sheet.throw_away()
        names = ", ".join(path.relative_to(self.root).as_posix() for path in (self.draft, *self.others))
        return _("What you typed is kept in {path}; to go on with it: mo-registry edit {id}").format(
            path=names, id=self._called
        )

    @property
    def _called(self) -> str:
        return f"{self.identifier} --private-part" if ".private" in self.draft.suffixes else self.identifier

    def _typed(self, begun: bytes) -> bytes:
        """What stands in the file when the editor is closed."""
        try:
            code = editor.run(self.sheet.path)
        except RegistryError as error:
            failure = error
        else:
            if not code:
                return self.sheet.read()
            message = _("The editor ended with an error (exit code {code}); nothing was changed.")
            failure = RegistryError(message.format(code=code))
        typed = self.sheet.read()
        if typed not in (begun, b""):
            raise RegistryError(failure.message, hint=self.keep(typed))
        self.sheet.throw_away()
        raise failure

    def _judged(self, typed: bytes) -> Verdict:
        try:
            return self.judge(typed)
        except BaseException:  # Ctrl-C while a large registry is read, or whatever it is
            console.say(self.keep(typed))
            raise

    def _ask_further(self, typed: bytes) -> None:
        """Ask what to do about errors; leave unless the editor is to be opened again."""
        answer = KEEP
        if console.can_ask():
            try:
                answer = Conversation().choice(_("What now?"), (OPEN, KEEP, DISCARD))
            except KeyboardInterrupt:
                console.say(self.keep(typed))
                raise
        if answer is OPEN:
            return
        if answer is DISCARD:
            self.sheet.throw_away()
            console.say(_("Discarded; nothing was changed."))
        else:
            console.say(_("Nothing was written, because of what is said above."))
            console.say(self.keep(typed))
        raise typer.Exit(1)
