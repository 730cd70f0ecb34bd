"""``mo-registry run``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.finding import RegistryError
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.jobs.running import Outcome
    from mo_registry.registry import Registry

app = Commands()
_FEW = 3


@app.command(
    name="run",
    help=_(
        "Run a job that data/registry.yaml declares, or all jobs that are due.\n\n"
        "A job makes its list or report for the period that today is in, as of the day on which it was due. Where"
        " nothing has changed, nothing is written and nothing is said; otherwise one line tells what is new. With"
        " --due only those run whose period has no result yet, and periods that were missed are made up for, as"
        " the registry stood then.\n\n"
        "Leaves with 0 if all went well, with 1 if an error in the registry keeps a job back, with 2 if a job"
        " cannot be carried out; the other jobs run all the same.\n\n"
        "Examples:\n\n  mo-registry run --due\n\n  mo-registry run contacts-internal\n\n"
        "  mo-registry --today 2023-08-01 run contacts-internal"
    ),
)
def run(
    context: typer.Context,
    job: Annotated[
        str | None,
        typer.Argument(help=_("The job's id."), metavar=_("[JOB]"), autocompletion=completing.jobs),
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help=_("Run all jobs that are due and not done yet."))
    ] = False,
) -> None:
    """Run jobs."""
    if (job is None) is not due:
        raise RegistryError(
            _("Say which job to run, or run all that are due."),
            hint=_("for instance: mo-registry run --due. What there is: mo-registry jobs list"),
        )
    from mo_registry import files
    from mo_registry.jobs.declared import find
    from mo_registry.jobs.running import Runner

    run = current(context)
    outputs = run.root() / files.RESULTS
    with files.complaining(outputs):
        outputs.mkdir(exist_ok=True)
    files.hide_results(run.root())
    with files.locked(outputs):  # runs of jobs wait for each other, and nobody else has to wait for them
        registry = run.load()
        runner = Runner(registry)
        outcomes = runner.due() if job is None else [runner.run(job, find(registry, job))]
        code = _tell(registry, outcomes)
    raise typer.Exit(code)


def _tell(registry: Registry, outcomes: Iterable[Outcome]) -> int:
    """Say what is new and what went wrong; the same reason once. The exit code."""
    found = []
    for outcome in outcomes:  # each is made when it is asked for, and told at once
        found.append(outcome)
        if line := _news(registry, outcome):
            console.report([line])
        if outcome.kept:
            told = _("{name}: kept, because it was changed by hand: {files}")
            console.warn(told.format(name=outcome.name, files=_files(registry, outcome.kept)))
    for names, reason in _grouped(it for it in found if it.failure and not it.code):
        console.warn(_("not made up for: {names}: {reason}").format(names=names, reason=reason))
    for names, reason in _grouped(it for it in found if it.code and not it.is_made):
        console.fail(_("not made: {names}: {reason}").format(names=names, reason=reason))
    for names, reason in _grouped(it for it in found if it.code and it.is_made):
        console.fail(f"{names}: {reason}")
    return max((outcome.code for outcome in found), default=0)


def _grouped(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str]]:
    """The names of outcomes that failed for the same reason, and this reason."""
    reasons: dict[str, list[str]] = {}
    for outcome in outcomes:
        reasons.setdefault(outcome.failure, []).append(outcome.name)
    for reason, names in reasons.items():
        yield "; ".join(names), reason


def _news(registry: Registry, outcome: Outcome) -> str:
    """What is new, in one line; empty where nothing is."""
    from mo_registry.jobs.declared import ENDING

    parts = []
    if outcome.files:
        told = _("made anew: {files}") if outcome.anew else "{files}"
        parts.append(told.format(files=_files(registry, outcome.files)))
    if gone := [path for path in outcome.removed if not path.name.endswith(ENDING)]:
        parts.append(_("removed: {files}").format(files=_files(registry, gone)))
    return f"{outcome.name}: {'; '.join(parts)}" if parts else ""


def _files(registry: Registry, paths: Sequence[Path]) -> str:
    """Files of one result or more, as ``out/lists/2023-09-contacts (pdf, xlsx)``; of many, in which folders."""
    found: dict[str, list[str]] = {}
    for path in paths:
        shown = path.relative_to(registry.root)  # cron's folder is not the reader's
        found.setdefault(shown.with_suffix("").as_posix(), []).append(shown.suffix.removeprefix("."))
    if len(found) <= _FEW:
        return ", ".join(f"{stem} ({', '.join(endings)})" for stem, endings in found.items())
    folders = dict.fromkeys(path.parent.relative_to(registry.root).as_posix() for path in paths)
    told = ngettext("{count} file in {folders}", "{count} files in {folders}", len(paths))
    return told.format(count=len(paths), folders=", ".join(f"{folder}/" for folder in folders))
