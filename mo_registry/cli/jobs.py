"""``mo-registry jobs list|check|crontab``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.finding import RegistryError
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.jobs.proving import Prover, Verdict
    from mo_registry.model.job import Job
    from mo_registry.registry import Registry


class Scheduler(StrEnum):
    """What starts the program."""

    CRON = "cron"
    SCHTASKS = "schtasks"


_NO_DAYS: dict[str, Any] = {"last": None, "next": None, "due": []}
"""What is known of the days of a job that cannot be carried out."""
_WIDE = 120
"""From so many columns of the terminal on, more is shown."""

app = Commands(
    help=_(
        "Show the jobs that data/registry.yaml declares, prove their results, and have them run every day.\n\n"
        "Examples:\n\n  mo-registry jobs list\n\n  mo-registry jobs check\n\n  mo-registry jobs crontab"
    )
)


@app.command(
    "list",
    help=_(
        "List the jobs: how often each is due, what was made last, and when it is due again.\n\n"
        "Examples:\n\n  mo-registry jobs list\n\n  mo-registry jobs list --json"
    ),
)
def show(
    context: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print JSON: a list with what is known of each job."))
    ] = False,
) -> None:
    """List jobs."""
    registry = current(context).browse()
    rows = list(_rows(registry))
    if as_json:
        return console.write_json(rows)
    if not rows:
        return console.say(_("There are no jobs; they are declared under jobs: in data/registry.yaml."))
    headings = {
        "id": _("id"),
        "title": _("title"),
        "schedule": _("schedule"),
        "last": _("last"),
        "next": _("next"),
        "output": _("output"),
    }
    if console.terminal_width() < _WIDE:
        del headings["output"]
    return console.table(
        list(headings.values()), [[_cell(key, row[key]) for key in headings] for row in rows]
    )


@app.command(
    "check",
    help=_(
        "Prove the results of jobs: the files are as they were made, and made again they are the same.\n\n"
        "A manifest lies beside every result: of which commit it was made, how, and what the sums of its files"
        " are. What was made of a registry that is in git is made again from there; otherwise the sums alone are"
        " compared.\n\n"
        "Leaves with 0 if all is right, else with 1.\n\n"
        "Examples:\n\n  mo-registry jobs check\n\n  mo-registry jobs check contacts-internal"
    ),
)
def check(
    context: typer.Context,
    job: Annotated[
        str | None,
        typer.Argument(help=_("The job's id."), metavar=_("[JOB]"), autocompletion=completing.jobs),
    ] = None,
) -> None:
    """Prove results."""
    from mo_registry.jobs.declared import find, sound
    from mo_registry.jobs.proving import Prover

    run = current(context)
    registry = run.browse()
    jobs = sound(registry) if job is None else {job: find(registry, job)}
    verdicts, unread = _proven(Prover(registry), jobs)
    shown = [verdict for verdict in verdicts if verdict.is_wrong or not run.quiet]
    if shown:
        headings = (_("job"), _("period"), _("files"), _("proof"))
        console.table(headings, [_proof(verdict) for verdict in shown])
    elif not (verdicts or unread):
        console.say(_("There are no results yet: mo-registry run --due"))
    wrong = sum(verdict.is_wrong for verdict in verdicts)
    if wrong:
        told = ngettext(
            "{count} result is not as it was made.", "{count} results are not as they were made.", wrong
        )
        console.fail(
            told.format(count=wrong),
            _("Move it away together with its manifest, and it is made again: mo-registry run --due"),
        )
    for problem in unread:
        console.fail(problem.message, problem.hint)
    raise typer.Exit(1 if wrong or unread else 0)


def _proven(prover: Prover, jobs: Mapping[str, Job]) -> tuple[list[Verdict], list[RegistryError]]:
    """What is to be said about the results, and which manifests could not be read."""
    verdicts: list[Verdict] = []
    unread: list[RegistryError] = []
    for name, job in jobs.items():
        try:
            verdicts += prover.verdicts(name, job)
        except RegistryError as error:
            unread.append(error)
    return verdicts, unread


@app.command(
    "crontab",
    help=_(
        "Print the lines that let this machine run every day what is due.\n\n"
        "They name this installation and this registry. For cron, enter them with crontab -e; on Windows run the"
        " line once in a command prompt.\n\n"
        "Examples:\n\n  mo-registry jobs crontab\n\n  mo-registry jobs crontab --at 05:30"
    ),
)
def crontab(
    context: typer.Context,
    at: Annotated[str, typer.Option(help=_("At what time of the day."), metavar=_("HH:MM"))] = "06:15",
    scheduler: Annotated[
        Scheduler | None,
        typer.Option("--for", help=_("cron or schtasks (Windows); otherwise that of this machine.")),
    ] = None,
) -> None:
    """Print lines to install."""
    from mo_registry.jobs import crontab

    run = current(context)
    words = crontab.command(run.root(), run.private)
    if (scheduler is Scheduler.SCHTASKS) or (scheduler is None and sys.platform == "win32"):
        lines = crontab.scheduled(words, _time(at), f"mo-registry {run.root().name}")
    else:
        lines = crontab.cron(words, _time(at))
    for line in lines:
        console.write(line)


def _time(text: str) -> time:
    from pydantic_core import PydanticCustomError

    from mo_registry.model.scalars import clock_time

    try:
        return clock_time(text)
    except PydanticCustomError as error:
        if error.type == "untidy":
            return clock_time((error.context or {})["tidy"])
        raise RegistryError(
            _("“{text}” is not a time.").format(text=text),
            hint=_("Write it as hours:minutes, for instance 06:15."),
        ) from None


def _rows(registry: Registry) -> Iterator[dict[str, Any]]:
    from mo_registry.jobs.declared import sound

    able = sound(registry)
    for name, job in registry.settings.jobs.items():
        yield {
            "id": name,
            "title": job.title,
            "document": job.document.value,
            "audience": job.audience.value,
            "schedule": job.schedule.value,
            **(_days(registry, name, job) if name in able else _NO_DAYS),
            "output": job.output,
            "formats": list(job.forms),
        }


def _days(registry: Registry, name: str, job: Job) -> dict[str, Any]:
    """Of which day the last result is, and which days are due now or next."""
    from mo_registry.jobs import manifest, schedule
    from mo_registry.jobs.running import due

    try:
        results = [result for result in manifest.known(registry.root, name, job) if result.is_finished]
        tasks = due(registry, name, job)
    except RegistryError as error:
        console.warn(f"{job.title}: {error.message}")
        return _NO_DAYS
    following = schedule.following(job, schedule.begin(job, registry.today))
    return {
        "last": results[-1].period.isoformat() if results else None,
        "next": (tasks[0].begun if tasks else following).isoformat(),
        "due": [task.begun.isoformat() for task in tasks],
    }


def _cell(key: str, value: Any) -> str:
    from mo_registry.labels import day, label

    if key in ("last", "next"):
        return day(value)
    return label(str(value)) if key == "schedule" else str(value)


def _proof(verdict: Verdict) -> tuple[str, str, str, str]:
    told = _(verdict.proof)
    if aside := "; ".join(verdict.problems) or verdict.reason:
        told = f"{told} ({aside})"
    return verdict.task.id, verdict.task.period, str(verdict.files), told
