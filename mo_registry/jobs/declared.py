"""The jobs that a registry declares, and where each puts what it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from mo_registry.checks.jobs import CHECKS
from mo_registry.finding import RegistryError, Severity
from mo_registry.i18n import _
from mo_registry.jobs import schedule
from mo_registry.model.job import Job, JobAudience, JobDocument
from mo_registry.model.rules import did_you_mean
from mo_registry.registry import SETTINGS, Registry

ENDING = ".manifest.json"
"""What the name of a manifest has behind that of the result."""
ALL = SETTINGS.as_posix()


def discloses(job: Job) -> bool:
    """Whether others get to read what people have agreed to show: then their consent counts as it is now."""
    return job.document is JobDocument.CONTACT_LIST and job.audience is not JobAudience.INTERNAL


@dataclass(frozen=True, slots=True)
class Task:
    """A job for one of its periods.

    Attributes:
        id: the job's.
        begun: the first day of the period, on which the job was due; the day of all that it makes.
        asked: the day on which people's consent counts, for what others get to read; then its day is this one.
        span: of a report that was made before, the commits from which and to which it tells.
    """

    id: str
    job: Job
    begun: date
    asked: date | None = None
    span: tuple[str, str] | None = None

    @property
    def day(self) -> date:
        """The day of what is made."""
        return self.asked or self.begun

    @property
    def period(self) -> str:
        """What the period is called."""
        return schedule.name(self.job, self.begun)

    @property
    def name(self) -> str:
        """What is made, in the words of the settings, and for when."""
        return f"{self.job.title}, {self.period}"

    @property
    def path(self) -> PurePath:
        """Where the result lies in the registry, without an ending."""
        return PurePath(schedule.filled(self.job.output, self.begun))

    def file(self, ending: str) -> PurePath:
        """A file of the result, with this behind the name."""
        return self.path.with_name(f"{self.path.name}{ending}")

    @property
    def manifest(self) -> PurePath:
        """The file that proves the result."""
        return self.file(ENDING)


def find(registry: Registry, name: str) -> Job:
    """The job with this id.

    Raises:
        RegistryError: there is none, or it is declared so that nothing can come of it.
    """
    problems = faulty(registry)
    if problem := problems.get(name) or problems.get(ALL):
        raise RegistryError(
            _("The job {id} cannot be carried out: {problem}.").format(id=name, problem=problem),
            hint=_("Mend it in data/registry.yaml: mo-registry validate data/registry.yaml"),
        )
    jobs = registry.settings.jobs
    if name in jobs:
        return jobs[name]
    if not jobs:
        raise RegistryError(
            _("This registry has no jobs."), hint=_("Declare one under jobs: in data/registry.yaml.")
        )
    raise RegistryError(
        _("There is no job “{id}”.").format(id=name),
        hint=did_you_mean(name, list(jobs)) or _("What there is: mo-registry jobs list"),
    )


def sound(registry: Registry) -> dict[str, Job]:
    """The jobs that can be carried out as they are declared."""
    problems = faulty(registry)
    return {name: job for name, job in registry.settings.jobs.items() if name not in problems}


def faulty(registry: Registry) -> dict[str, str]:
    """The jobs that cannot be carried out as they are declared, and why, however strict the settings are.

    Under `ALL` stands why there may be no job at all: then nobody knows what is due.
    """
    settings = registry.root / SETTINGS
    read = (finding for finding in registry.findings if finding.file == settings)
    problems: dict[str, str] = {}
    for finding in (*read, *(finding for check in CHECKS for finding in check(registry))):
        keys = finding.place.keys
        if finding.severity is Severity.ERROR and keys[:1] in ((), ("jobs",)):
            problems.setdefault(str(keys[1]) if len(keys) > 1 else ALL, finding.message)
    return problems


def inside(root: Path, path: PurePath) -> Path:
    """A place of an output on the disk.

    Raises:
        RegistryError: a link on the way leads out of the registry.
    """
    place = root / path
    if not place.parent.resolve().is_relative_to(root.resolve()):
        raise RegistryError(
            _("{folder} leads out of the registry, so nothing was written there.").format(
                folder=place.parent
            ),
            hint=_("Replace the link by a folder, and copy its files to where they are wanted."),
        )
    return place


def manifests(root: Path, job: Job) -> Iterator[Path]:
    """Files that may be manifests of a job, in the order of their names."""
    pattern = schedule.anywhen(job.output)
    yield from sorted(root.glob(f"{pattern}{ENDING}"))
