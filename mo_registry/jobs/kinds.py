"""What jobs can make, one function a document. To add one: an entry in the model's `OFFERS`, and one here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from mo_registry import git, revisions
from mo_registry.documents.output import Format, Rendered
from mo_registry.jobs import schedule
from mo_registry.jobs.declared import Task
from mo_registry.jobs.past import as_it_stood
from mo_registry.model.job import JobDocument
from mo_registry.registry import Registry


@dataclass(frozen=True, slots=True)
class Made:
    """What a job has made.

    Attributes:
        files: the bytes of each file, by what its name has behind that of the result: ``.pdf``, ``-binemo.pdf``.
        missing: who or what should be in it and could not be, each with the reason.
    """

    files: Mapping[str, bytes]
    missing: tuple[str, ...] = ()


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
    """What has changed in the period before; nothing where the registry's memory begins later."""
    from mo_registry.reports import change_report

    last = task.begun - timedelta(1)
    first = schedule.preceding(task.job, task.begun) - timedelta(1)
    earliest = git.earliest(git.repository(registry.root))
    if earliest is None or revisions.day_of(earliest) > last:
        return Made({})
    known = revisions.day_of(earliest) <= first
    before = as_it_stood(registry, first.isoformat() if known else earliest.id)
    after = as_it_stood(registry, last.isoformat())
    return _one(
        change_report.make(
            replace(before, today=first),
            replace(after, today=task.begun),
            _formats(task),
            task.job.language or registry.settings.language,
            values=True,
        )
    )


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
