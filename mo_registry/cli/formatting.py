"""``mo-registry format``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.cli.writing import Commit, DryRun, Message, commit_exactly, put
from mo_registry.finding import RegistryError
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mo_registry.editing.change import Change
    from mo_registry.registry import Registry

app = Commands()


@app.command(
    name="format",
    help=_(
        "Bring files into the tidy form: the same data and comments, written in one way.\n\n"
        "Blocks and lists are indented by two and written line by line, short lists of ids within brackets;"
        " quotes stand where a reader needs them, dates and times as 2023-09-27 and 17:00. Comments, empty"
        " lines, the order of keys and line ends stay. A file that cannot be read is left as it is and listed.\n\n"
        "No other command does this unasked: what they change is the lines of the value that is changed.\n\n"
        "Examples:\n\n"
        "  mo-registry format --check\n\n"
        "  mo-registry format data/organisations/binemo.yaml --dry-run\n\n"
        "  mo-registry format --commit"
    ),
)
def format_files(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help=_("Files or folders of the registry; else all of it."), metavar=_("[PATH]…")),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help=_("List the files that would change, and leave with 1 if any."))
    ] = False,
    dry_run: DryRun = False,
    commit: Commit = False,
    message: Message = None,
) -> None:
    """Bring files into the tidy form."""
    run = current(context)
    registry = run.load()
    files = _chosen(registry, paths or [])
    change, left = _tidied(registry, files, quiet=run.quiet)
    names = [registry.relative(path).as_posix() for path in change.drafts]
    if dry_run:
        console.show_diff(change.diff(registry))
    else:
        console.report(names)
    if names and not (check or dry_run):
        put(run, registry, change)
    _sum_up(len(names), len(files), left, written=not (check or dry_run))
    if names and commit and not (check or dry_run):
        told = ngettext("Tidy form of {count} file", "Tidy form of {count} files", len(names))
        commit_exactly(change, message or told.format(count=len(names)))
    if left or (check and names):
        raise typer.Exit(1)


def _chosen(registry: Registry, paths: Iterable[Path]) -> dict[Path, type[BaseModel]]:
    """The files that are meant, and what each describes.

    Raises:
        RegistryError: a path is not there, or not in the registry.
    """
    known = dict(_files(registry))
    chosen: dict[Path, type[BaseModel]] = {}
    for path in paths:
        places = {Path(os.path.abspath(path)), path.resolve()}  # noqa: PTH100  (a link may be meant as one)
        found = {one: known[one] for one in known if not places.isdisjoint((one, *one.parents))}
        if not found:
            raise _nothing_there(path)
        chosen |= found
    return chosen or known


def _files(registry: Registry) -> Iterator[tuple[Path, type[BaseModel]]]:
    from mo_registry.model import Settings
    from mo_registry.registry import MODELS, SETTINGS

    yield registry.root / SETTINGS, Settings
    for folder, model in MODELS.items():
        for (place, _identifier), paths in registry.files.items():
            if place == folder:
                yield from ((path, model) for path in paths)


def _nothing_there(path: Path) -> RegistryError:
    if not path.exists():
        return RegistryError(
            _("There is no file or folder {path}.").format(path=path),
            hint=_("Without a path, all files of the registry are brought into the tidy form."),
        )
    return RegistryError(
        _("{path} holds no file of this registry.").format(path=path),
        hint=_(
            "Those are data/registry.yaml and the .yaml files in organisations/ and events/ of its parts."
        ),
    )


def _tidied(
    registry: Registry, files: dict[Path, type[BaseModel]], *, quiet: bool
) -> tuple[Change, list[Path]]:
    """The change, and the files that are left as they are because they cannot be read."""
    from mo_registry.editing.canonical import canonical
    from mo_registry.editing.change import Change

    change, left = Change(), []
    by_name = {str(path): path for path in files}
    for name in console.track(_("Formatting"), quiet=quiet)([*by_name]):
        path = by_name[name]
        try:
            change.write(path, canonical(change.text(path), files[path]))
        except RegistryError as error:
            left.append(path)
            file = registry.relative(path).as_posix()
            console.talk([[(_("{file}: {reason}").format(file=file, reason=error.message), "")]])
            change.after.pop(path, None)
    return change, left


def _sum_up(changed: int, files: int, left: list[Path], *, written: bool) -> None:
    if not changed and not left:
        told = ngettext("{count} file, already tidy", "{count} files, all tidy already", files)
        return console.say(told.format(count=files))
    if written:
        told = ngettext("{count} file is tidy now.", "{count} files are tidy now.", changed)
    else:
        told = ngettext("{count} file would change.", "{count} files would change.", changed)
    console.say(told.format(count=changed))
    if left:
        told = ngettext("{count} file was left as it is.", "{count} files were left as they are.", len(left))
        console.say(told.format(count=len(left)))
    return None
