"""How a new entry comes into being: at once, by questions, or out of a file; checked, agreed to, written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import typer

from mo_registry import console, files
from mo_registry.cli.asking import DISCARD, EDIT, NO, YES, Conversation
from mo_registry.cli.reworking import Rework, Verdict, not_text
from mo_registry.cli.run import Run
from mo_registry.cli.writing import commit_exactly, put, show
from mo_registry.editing import adding, editor, ids, kept, supplied
from mo_registry.editing.adding import Draft
from mo_registry.editing.change import Change
from mo_registry.finding import Finding, RegistryError
from mo_registry.i18n import _
from mo_registry.registry import Folder, Registry
from mo_registry.screen import HEADING, yaml

_INPUT = "-"
_NAME_OF_INPUT = Path("<stdin>")

Make = Callable[[Registry], Draft]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a new entry is to be added, apart from what it says."""

    context: typer.Context
    run: Run
    folder: Folder
    dry_run: bool
    commit: bool
    message: str | None

    def missing(self, name: str) -> RegistryError:
        """That an option is needed; where somebody is there to answer, it would have been asked for."""
        parameter: Any = next(one for one in self.context.command.params if one.name == name)
        return RegistryError(
            _("{name} is missing: {meaning}").format(name=f"--{name}", meaning=parameter.help),
            hint=_("What can be written here: {command} --help").format(command=self.context.command_path),
        )


def at_once(wish: Wish, make: Make) -> None:
    """Load, make, check and write as one step: nobody else writes meanwhile.

    Raises:
        typer.Exit: a check stands in the way.
        RegistryError: it cannot be made or written.
    """
    with nullcontext() if wish.dry_run else files.locked(wish.run.root()):
        registry = wish.run.load()
        new = make(registry)
        _refuse(registry, adding.news(registry, new))
        change = new.change()
        if not wish.dry_run:
            put(wish.run, registry, change)
    _close(wish, registry, new, change)


def out_of_a_file(wish: Wish, name: str, identifier: str | None) -> None:
    """Take an entry from a file or the input, as it stands there.

    Raises:
        typer.Exit: a check stands in the way.
        RegistryError: it cannot be read or written.
    """
    text = _handed_over(name)
    source = _NAME_OF_INPUT if name == _INPUT else Path(name).absolute()

    def make(registry: Registry) -> Draft:
        typed = supplied.draft(registry, wish.folder, identifier, text)
        found = adding.news(registry, typed)
        _refuse(registry, supplied.handed_over(found, typed, source))
        return supplied.tidied(registry, typed)

    at_once(wish, make)


def _handed_over(name: str) -> str:
    from mo_registry.dialect import MAX_BYTES

    source: TextIO | None = sys.stdin
    try:
        if name == _INPUT:
            raw = source.buffer.read(MAX_BYTES + 1) if source else b""
        else:
            raw = Path(name).read_bytes()
    except OSError as error:
        raise RegistryError(
            _("{path} cannot be read: {reason}").format(path=name, reason=error.strerror or error)
        ) from error
    try:
        if len(raw) <= MAX_BYTES:
            return raw.decode()
    except UnicodeDecodeError:
        raise RegistryError(
            _("{path} is not UTF-8.").format(path=name), hint=_("Save it as UTF-8, then try again.")
        ) from None
    raise RegistryError(_("{path} is too long for an entry.").format(path=name))


def _refuse(registry: Registry, found: list[Finding]) -> None:
    """Show what the new entry brings about; leave with 1 if it must not be written so."""
    show(registry, found)
    if any(map(adding.is_hindrance, found)):
        console.say(_("Nothing was written."))
        if any(finding.code == "MO312" for finding in found):
            console.say(
                _("If it is another organisation, say so: --not-the-same with the id of the old one.")
            )
        raise typer.Exit(1)


def by_agreement(wish: Wish, registry: Registry, new: Draft) -> None:
    """Show the new entry, and write it if the person agrees; it may be changed in an editor before.

    Raises:
        typer.Exit: it is not to be written, or is kept as a draft.
        RegistryError: it cannot be written; then it is kept as a draft.
    """
    while True:
        _show(registry, new)
        found = adding.news(registry, new)
        show(registry, found)
        if wish.dry_run:
            return _close(wish, registry, new, new.change())
        hindered = any(map(adding.is_hindrance, found))
        question = _("This cannot be written so.") if hindered else _("Write it?")
        answer = Conversation().choice(question, (EDIT, DISCARD) if hindered else (YES, NO, EDIT))
        if answer is EDIT:
            new = _reworked(wish, registry, new)
        elif answer is YES:
            return _written(wish, new)
        else:
            console.say(_("Nothing was written."))
            raise typer.Exit(1)


def _show(registry: Registry, new: Draft) -> None:
    for path, text in new.texts.items():
        console.talk([[], [(registry.relative(path).as_posix(), HEADING)], *yaml(text.splitlines()), []])


def _reworked(wish: Wish, registry: Registry, new: Draft) -> Draft:
    """The new entry as it leaves the editor; of two files the public one is opened."""
    begun = new.texts[new.path].encode()
    sheet = editor.sheet(new.path.name, begun)

    def changed(typed: bytes) -> Draft:
        texts = {**new.texts, new.path: typed.decode()}
        return adding.of_texts(registry, wish.folder, new.identifier, texts)

    def judge(typed: bytes) -> Verdict:
        try:
            draft = changed(typed)
        except UnicodeDecodeError:
            return Verdict(registry, not_text(sheet, new.path))
        found = adding.news(registry, draft)
        hindering = [finding for finding in found if adding.is_hindrance(finding)]
        return Verdict(draft.registry, hindering)

    drafts = _drafts(registry.root, new)
    mine = next(iter(drafts))
    others = {path: text for path, text in drafts.items() if path != mine}
    rework = Rework(new.identifier, sheet, judge, mine, None, registry.root, others)
    typed = rework.go(unchanged=begun)
    sheet.throw_away()
    return new if typed is None else changed(typed)


def _written(wish: Wish, new: Draft) -> None:
    """Write what was agreed to, if nothing has come in between; else keep it."""
    root = wish.run.root()
    try:
        with files.locked(root):
            registry = wish.run.load()
            ids.usable(registry, wish.folder, new.identifier, new.identifier)
            again = adding.of_texts(registry, wish.folder, new.identifier, new.texts)
            hindering = [one for one in adding.news(registry, again) if adding.is_hindrance(one)]
            if hindering:
                show(again.registry, hindering)
                raise RegistryError(_("Meanwhile something was written that does not go with it."))
            change = new.change()
            put(wish.run, registry, change)
    except RegistryError as error:
        raise RegistryError(error.message, hint=_kept(root, new)) from error
    _close(wish, registry, new, change)


def _drafts(root: Path, new: Draft) -> dict[Path, bytes]:
    """Where the new entry waits if it cannot be written, its public part first."""
    return {
        kept.place(root, new.identifier, private=path != new.path): text.encode()
        for path, text in new.texts.items()
    }


def _kept(root: Path, new: Draft) -> str:
    drafts = _drafts(root, new)
    try:
        for path, text in drafts.items():
            kept.keep(path, text, None)
    except RegistryError as error:
        return error.message
    paths = ", ".join(path.relative_to(root).as_posix() for path in drafts)
    told = _("What you typed is kept in {path}; to go on with it: mo-registry edit {id}")
    return told.format(path=paths, id=new.identifier)


def _close(wish: Wish, registry: Registry, new: Draft, change: Change) -> None:
    """Say what was done, and commit it if that is wished."""
    if wish.dry_run:
        console.show_diff(change.diff(registry))
        console.say(_("Nothing was written (--dry-run)."))
        return
    for path in new.texts:
        console.write(registry.relative(path).as_posix())
    console.say(_("Written. See it in full: mo-registry show {id}").format(id=new.identifier))
    if wish.commit:
        commit_exactly(change, wish.message or _("{id}: added").format(id=new.identifier))
