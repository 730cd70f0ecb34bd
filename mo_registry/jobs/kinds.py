"""What jobs can make, one function a document. To add one: an entry in the model's `OFFERS`, and one here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from mo_registry import git, revisions
from mo_registry.documents.output import Format, Rendered
from mo_registry.jobs import manifest, schedule
from mo_registry.jobs.declared import Task
from mo_registry.jobs.past import as_it_stood
from mo_registry.model.job import JobDocument
from mo_registry.registry import Registry
from mo_registry.revisions import Moment


@dataclass(frozen=True, slots=True)
class Made:
    """What a job has made.

    Attributes:
        files: the bytes of each file, by what its name has behind that of the result: ``.pdf``, ``-binemo.pdf``.
        missing: who or what should be in it and could not be, each with the reason.
        span: the commits from which and to which a report tells.
    """

    files: Mapping[str, bytes]
    missing: tuple[str, ...] = ()
    span: tuple[str, str] | None = None


def make(registry: Registry, task: Task) -> Made:
    """What a job makes of a registry, whose day is the first of the period.

    Raises:
        RegistryError: the document cannot be made.
    """
    return KINDS[task.job.document](registry, task)


def _contact_list(registry: Registry, task: Task) -> Made:
    from mo_registry.documents import contact_list
    from mo_registry.documents.contact_lines import Readers

    job = task.job
    readers = Readers(job.audience.value)
    return _one(contact_list.make(registry, job.network, readers, _formats(task), job.language).files)


def _calendar(registry: Registry, task: Task) -> Made:
    from mo_registry.documents import calendar

    return _one([calendar.feed(registry, task.job.network).file])


def _data_sheets(registry: Registry, task: Task) -> Made:
    from mo_registry.documents import data_sheet

    wishes = data_sheet.Wishes(network=task.job.network, unverified_for=task.job.unverified_for, bundle=True)
    made = data_sheet.make(registry, wishes, _formats(task))
    left_out = (omission for omission in made.omissions if not omission.by_rule)
    names = {path: path.name.replace(data_sheet.FOLDER, "print") for path in made.bundles}
    return Made(
        {f"-{names.get(file.path, file.path.name)}": file.content for file in made.files},
        tuple(f"{omission.organisation.name}: {omission.reason}" for omission in left_out),
    )


def _changes(registry: Registry, task: Task) -> Made:
    """What has changed in the period before; nothing where the registry's memory begins later.

    It goes on where the report before has ended, not at a day: what was committed before that day may have
    come here after it.
    """
    from mo_registry.reports import change_report

    root = registry.root
    last = task.begun - timedelta(1)
    first = schedule.preceding(task.job, task.begun) - timedelta(1)
    earliest = git.earliest(git.repository(root))
    if earliest is None or revisions.day_of(earliest) > last:
        return Made({})
    known = revisions.day_of(earliest) <= first
    begin = revisions.moment(root, first.isoformat() if known else earliest.id)
    begin = _at(root, begin, task.span[0] if task.span else _told_before(root, task))
    end = _at(root, revisions.moment(root, last.isoformat()), task.span[1] if task.span else "")
    made = change_report.make(
        replace(as_it_stood(registry, begin), today=first),
        replace(as_it_stood(registry, end), today=task.begun),
        _formats(task),
        task.job.language or registry.settings.language,
        values=True,
    )
    return replace(_one(made), span=(begin.commit.id, end.commit.id))


def _told_before(root: Path, task: Task) -> str:
    """The commit that the report before has ended with; empty where there was none."""
    earlier = (it for it in manifest.known(root, task.id, task.job) if it.span and it.period < task.begun)
    return max(((it.period, it.span[1]) for it in earlier if it.span), default=(task.begun, ""))[1]


def _at(root: Path, then: Moment, commit: str) -> Moment:
    """The same moment with another commit, where git still knows that."""
    found = git.resolved(git.repository(root), commit) if commit else None
    return replace(then, commit=found) if found else then


def _formats(task: Task) -> list[Format]:
    return [Format(form) for form in task.job.forms]


def _one(files: Iterable[Rendered]) -> Made:
    """One document in several formats."""
    return Made({file.path.suffix: file.content for file in files})


KINDS: dict[JobDocument, Callable[[Registry, Task], Made]] = {
    JobDocument.CONTACT_LIST: _contact_list,
    JobDocument.CALENDAR: _calendar,
    JobDocument.DATA_SHEETS: _data_sheets,
    JobDocument.CHANGES: _changes,
}
