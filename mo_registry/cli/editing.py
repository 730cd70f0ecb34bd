"""``mo-registry edit``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import Run, current, say_renamed
from mo_registry.cli.writing import Commit, DryRun, Message, commit_exactly, put
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from mo_registry.cli.reworking import Rework, Verdict
    from mo_registry.editing.change import Change
    from mo_registry.editing.editor import Sheet
    from mo_registry.editing.kept import Kept
    from mo_registry.registry import Folder

_AN_EVENT = re.compile(rb"^date:", re.MULTILINE)

app = Commands()


@app.command(
    help=_(
        "Change an entry in your own editor.\n\n"
        "The editor is the one that the variable VISUAL or EDITOR names. It opens a copy; when it is closed, the"
        " text is checked, and written if there is no new error. Otherwise you choose: open it again, keep it"
        " as a draft in out/drafts/ for the next time, or discard it. An editor that fails, and a text that"
        " is not changed, change nothing. What you typed is not lost when the file cannot be written.\n\n"
        "Where an entry has a confidential part too, the public one is opened unless --private-part is said."
        " The settings are called registry.\n\n"
        "Examples:\n\n"
        "  mo-registry edit binemo\n\n"
        "  mo-registry edit 2023-09-27-netzwerktreffen --commit"
    )
)
def edit(
    context: typer.Context,
    identifier: Annotated[
        str, typer.Argument(help=_("The entry's id."), metavar="ID", autocompletion=completing.anything)
    ],
    private_part: Annotated[
        bool, typer.Option("--private-part", help=_("Open the confidential part of the entry."))
    ] = False,
    dry_run: DryRun = False,
    commit: Commit = False,
    message: Message = None,
) -> None:
    """Change one file in an editor."""
    from mo_registry.cli.reworking import Rework
    from mo_registry.editing import editor

    run = current(context)
    target = _target(run, identifier, private=private_part)
    _say_which(run, target)
    begun = _begun(run, target)
    sheet = editor.sheet(target.path.name, begun)
    rework = Rework(
        target.identifier,
        sheet,
        lambda typed: _judge(run, target, sheet, typed),
        target.draft,
        target.before,
        run.root(),
    )
    typed = rework.go(unchanged=_unchanged(target).encode() if target.before is None else target.before)
    if typed is None:
        return
    if not _agreed(begun, typed):
        sheet.throw_away()
        raise typer.Exit(1)
    written = _write(run, target, rework, typed, dry_run=dry_run)
    if commit and written:
        commit_exactly(written, message or _("{id}: edited").format(id=target.identifier))


@dataclass(frozen=True, slots=True)
class Target:
    """The file that is edited."""

    identifier: str
    path: Path
    before: bytes | None
    """What it says; None if there is no such file yet."""
    draft: Path
    other: Path | None = None
    """The other part of the entry, where there is one."""


def _target(run: Run, identifier: str, *, private: bool) -> Target:
    """The file of an entry, of its confidential part, or of a draft that is to become one.

    Raises:
        RegistryError: there is no such entry, or no private folder.
    """
    from mo_registry.editing import kept
    from mo_registry.editing.existing import called_now
    from mo_registry.registry import FOLDERS, SETTINGS, glimpse

    registry = glimpse(run.root(), identifier, run.private)
    for folder in FOLDERS:
        if files := registry.files.get((folder, identifier)):
            return _part(run, folder, identifier, files, registry.private, private=private)
    if identifier == SETTINGS.stem:
        path = run.root() / SETTINGS
        return Target(identifier, path, path.read_bytes(), kept.place(run.root(), identifier))
    draft = kept.waiting(kept.place(run.root(), identifier, private=private))
    if draft and (part := registry.private if private else registry.root / "data"):
        folder = "events" if _AN_EVENT.search(draft.text) else "organisations"
        return Target(identifier, part / folder / f"{identifier}.yaml", None, draft.path)
    now = called_now(registry.root, registry.private, identifier)
    say_renamed(identifier, now)
    return _target(run, now, private=private)


def _part(
    run: Run, folder: Folder, identifier: str, files: tuple[Path, ...], second: Path | None, *, private: bool
) -> Target:
    from mo_registry.editing import kept

    if private and second is None:
        raise RegistryError(
            _("This registry has no private folder, so {id} has one part only.").format(id=identifier),
            hint=_("Name the folder in data/registry.yaml (private: …), or here with --private DIR."),
        )
    hidden = second / folder / f"{identifier}.yaml" if second else None
    path = hidden if private and hidden else files[0]
    other = next((one for one in files if one != path), None)
    draft = kept.place(run.root(), identifier, private=path == hidden)
    return Target(identifier, path, _content(path), draft, other)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RegistryError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror or error)
        ) from error


def _say_which(run: Run, target: Target) -> None:
    private = ".private" in target.draft.suffixes
    told = _("Opening the confidential part, {file}.") if private else _("Opening {file}.")
    console.say(told.format(file=_shown(run, target.path)))
    if target.other and private:
        console.say(_("The public part is {file}.").format(file=_shown(run, target.other)))
    elif target.other:
        other = _("The confidential part is {file}; to open it: mo-registry edit {id} --private-part")
        console.say(other.format(file=_shown(run, target.other), id=target.identifier))


def _shown(run: Run, path: Path) -> str:
    return path.relative_to(run.root()).as_posix() if path.is_relative_to(run.root()) else str(path)


# What the editor begins with --------------------------------------------------------------------------------


def _begun(run: Run, target: Target) -> bytes:
    """What the file says, or the draft that waits, with what was changed in the file meanwhile."""
    from mo_registry.cli.asking import DISCARD, YES, Conversation
    from mo_registry.editing import kept

    waiting = kept.waiting(target.draft)
    if waiting is None:
        return target.before if target.before is not None else _unchanged(target).encode()
    console.say(_("A draft of it waits in {file}.").format(file=_shown(run, waiting.path)))
    if console.can_ask() and Conversation().choice(_("Open the draft?"), (YES, DISCARD)) is DISCARD:
        kept.throw_away(target.draft)
        return _begun(run, target)
    return _joined(run, target, waiting)


def _unchanged(target: Target) -> str:
    """What stands in the editor where there is no file yet."""
    if ".private" not in target.draft.suffixes:
        return ""
    text = _("The confidential part of {id}: people, addresses, notes.").format(id=target.identifier)
    return f"# {text}\n"


def _agreed(begun: bytes, typed: bytes) -> bool:
    """Whether to write; a draft that was only looked at is not written unasked."""
    from mo_registry.cli.asking import Conversation

    if typed != begun:
        return True
    if console.can_ask() and Conversation().agrees(_("The draft was not changed. Write it as it is?")):
        return True
    console.say(_("Nothing was written; the draft is still there."))
    return False


def _joined(run: Run, target: Target, waiting: Kept) -> bytes:
    """The draft; if the file was changed since it was begun, both changes together."""
    from mo_registry import git

    if target.before is None or waiting.before is None or target.before == waiting.before:
        return waiting.text
    labels = (_("the file as it is now"), _("your draft"))
    file = _shown(run, target.path)
    both = git.merged(target.before, waiting.before, waiting.text, labels)
    if both is None:
        console.say(_("{file} was changed since; these lines are not in your draft:").format(file=file))
        console.talk([(line, "")] for line in _difference(waiting.before, target.before))
        return waiting.text
    console.say(_("{file} was changed since; both changes are put together.").format(file=file))
    if b"<<<<<<< " in both:
        console.say(_("Where both changed the same lines, keep one of them, between <<<<<<< and >>>>>>>."))
    return both


def _difference(old: bytes, new: bytes) -> list[str]:
    from difflib import unified_diff

    before, after = (text.decode(errors="replace").splitlines() for text in (old, new))
    return [line for line in unified_diff(before, after, n=0, lineterm="") if line[:3] not in ("---", "+++")]


# What becomes of it -----------------------------------------------------------------------------------------


def _judge(run: Run, target: Target, sheet: Sheet, typed: bytes) -> Verdict:
    """What checks find in the text that they do not find in the file, and errors that are left in it."""
    from mo_registry.checks import check
    from mo_registry.cli.reworking import Verdict, not_text
    from mo_registry.editing.change import errors, new_findings

    try:
        change = _change(target, typed)
    except UnicodeDecodeError:
        return Verdict(run.load(), not_text(sheet, target.path))
    before, after = run.load(), run.load(change.drafts)
    new = new_findings(before, after)
    left = [one for one in errors(check(after).findings) if one.file == target.path and one not in new]
    return Verdict(after, errors(new), [*(one for one in new if one not in errors(new)), *left])


def _change(target: Target, typed: bytes) -> Change:
    from mo_registry.editing.change import Change

    return Change(before={target.path: target.before}, after={target.path: typed.decode()})


def _write(run: Run, target: Target, rework: Rework, typed: bytes, *, dry_run: bool) -> Change | None:
    """Write what was typed; where that is refused, keep it."""
    from mo_registry.editing import kept

    change = _change(target, typed)
    try:
        registry = run.load()
        if not dry_run:
            put(run, registry, change)
    except RegistryError as error:
        raise RegistryError(error.message, hint=rework.keep(typed)) from error
    except KeyboardInterrupt:
        console.say(rework.keep(typed))
        raise
    console.show_diff(change.diff(registry))
    if dry_run:
        console.say(_("Nothing was written (--dry-run)."))
        console.say(rework.keep(typed))
        return None
    kept.throw_away(target.draft)
    rework.sheet.throw_away()
    console.say(_("Written: {path}").format(path=_shown(run, target.path)))
    return change
