"""Running jobs: what is due, what is made of it, and how it gets to its place without anything half done.

A run writes down first which files it is going to write, then writes each as a whole, then its manifest. A run that
was killed therefore leaves files that are old or new, never half, and the next one knows that it has to go on.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from pathlib import Path

from mo_registry import files as disk
from mo_registry import git
from mo_registry.checks import Checked, check
from mo_registry.checks.readiness import hindering
from mo_registry.documents.output import Rendered, write
from mo_registry.finding import RegistryError
from mo_registry.i18n import _, ngettext
from mo_registry.jobs import drafting, kinds, manifest, retention, schedule
from mo_registry.jobs.declared import Task, discloses, faulty, inside, sound
from mo_registry.jobs.inputs import inputs
from mo_registry.jobs.kinds import Made
from mo_registry.jobs.manifest import Inputs, Manifest
from mo_registry.jobs.past import as_it_stood
from mo_registry.labels import day as figures
from mo_registry.model.job import Job
from mo_registry.registry import Registry

BAD_DATA, REFUSED = 1, 2
"""Exit codes: something in the registry is wrong, or something cannot be done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of a task.

    Attributes:
        name: of what was to be made.
        files: those that are new or other than before.
        anew: whether there was a result before.
        removed: files of the job that are not to be kept any longer.
        kept: files that were to be removed, but were changed by hand.
        failure: why nothing was made, or what went wrong afterwards; empty where all went well.
        code: the exit code that this is worth.
    """

    name: str
    files: tuple[Path, ...] = ()
    anew: bool = False
    removed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    failure: str = ""
    code: int = 0

    @property
    def is_made(self) -> bool:
        """Whether there is a result."""
        return bool(self.files) or self.anew


@dataclass(frozen=True)
class State:
    """A registry at one moment, with what is asked about it once for all jobs."""

    registry: Registry
    inputs: Inputs

    @classmethod
    def of(cls, registry: Registry) -> State:
        """A registry that was just read: what it was read from is looked at before anything is made."""
        return cls(registry, inputs(registry))

    @cached_property
    def checked(self) -> Checked:
        """What is wrong with it."""
        return check(self.registry)

    def refusal(self, task: Task) -> str:
        """Why nothing may be made of it; empty where something may."""
        if self.registry.lacks_private:
            told = _(
                "the private directory {directory} is not here: fetch it, or leave it out, --private none"
            )
            return told.format(directory=self.registry.settings.private)
        errors = hindering(self.registry, self.checked, job=task.id)
        if not errors:
            return ""
        root, file = self.registry.root, errors[0].file
        shown = file.relative_to(root) if file.is_relative_to(root) else file
        told = f"{shown.as_posix()}:{errors[0].position.line}: {errors[0].message}"
        if more := len(errors) - 1:
            told += ngettext(" (and {count} more error)", " (and {count} more errors)", more).format(
                count=more
            )
        return _("{error}. What is wrong: mo-registry validate").format(error=told)


@dataclass(frozen=True)
class Runner:
    """Runs the jobs of a registry as it stands, and of earlier days as it stood then."""

    registry: Registry
    _past: dict[date, State] = field(default_factory=dict)

    def run(self, name: str, job: Job) -> Outcome:
        """Make a job's result for the period that today belongs to, anew if it has been made."""
        return self._outcome(_task(self.registry, name, job, schedule.begin(job, self.registry.today)))

    def due(self) -> Iterator[Outcome]:
        """Make whatever is due and not made yet; of earlier periods as the registry stood then.

        An earlier period that cannot be made up for is told once, with the newest, and then no more.
        """
        for name, problem in faulty(self.registry).items():
            failure = _("{problem}. What is wrong: mo-registry validate data/registry.yaml")
            yield Outcome(name, failure=failure.format(problem=problem), code=BAD_DATA)
        for name, job in sound(self.registry).items():
            try:
                tasks = due(self.registry, name, job)
            except RegistryError as error:
                yield _failed(job.title, error)
                continue
            yield from self._made_up_for(tasks)

    def _made_up_for(self, tasks: list[Task]) -> Iterator[Outcome]:
        missed: list[tuple[Task, Outcome]] = []
        for task in tasks:
            outcome = self._outcome(task)
            if self._is_now(task):
                yield from _together(missed)
            if self._is_now(task) or outcome.is_made or not outcome.failure:
                yield outcome
            else:
                missed.append((task, outcome))

    def _outcome(self, task: Task) -> Outcome:
        try:
            return self._made(task)
        except RegistryError as error:
            return _failed(task.name, error)

    def _made(self, task: Task) -> Outcome:
        root, state = self.registry.root, self._state(task)
        if reason := state.refusal(task):
            return Outcome(task.name, failure=reason, code=BAD_DATA)
        result = made(state.registry, task)
        outcome = put(root, task, result, state.inputs)
        if outcome.files or not outcome.is_made:
            removed, kept = retention.clear(root, task)
            outcome = replace(outcome, removed=(*outcome.removed, *removed), kept=tuple(kept))
        if result.missing:
            told = _("left out: {names}").format(names="; ".join(result.missing))
            outcome = replace(outcome, failure=told, code=BAD_DATA)
        return _committed(root, task, outcome) if task.job.commit else outcome

    def _is_now(self, task: Task) -> bool:
        return task.begun == schedule.begin(task.job, self.registry.today)

    def _state(self, task: Task) -> State:
        """The registry as it stands; for an earlier period as it stood on its first day."""
        if self._is_now(task):
            return self._now
        if task.begun not in self._past:
            self._past[task.begun] = State.of(as_it_stood(self.registry, task.begun.isoformat()))
        return self._past[task.begun]

    @cached_property
    def _now(self) -> State:
        return State.of(self.registry)


def due(registry: Registry, name: str, job: Job) -> list[Task]:
    """What of a job is due and not made yet, the oldest first.

    What was missed is made up for from ``since`` on, else from the first result on; as many periods as are kept,
    and of those that go to the same place only the newest; of what others get to read nothing, because nobody
    asks for consent backwards. A result that is still to be committed is due too.

    Raises:
        RegistryError: a manifest cannot be read, or the clock is wrong.
    """
    results = manifest.known(registry.root, name, job)
    _refuse_earlier_day(registry.today, results)
    newest = schedule.begin(job, registry.today)
    first = job.since or min((result.period for result in results), default=newest)
    wanted = [begun for begun in schedule.between(job, first, newest) if begun >= first]
    made_up_for = 1 if discloses(job) else job.keep or 0
    tasks = [_task(registry, name, job, begun) for begun in wanted[-made_up_for:]]
    places = {task.path: task for task in tasks}
    done = {Task(name, job, result.period).path: result.period for result in results if result.is_finished}
    return [
        task
        for path, task in places.items()
        if done.get(path, date.min) < task.begun or _is_to_commit(registry.root, task)
    ]


def _task(registry: Registry, name: str, job: Job, begun: date) -> Task:
    return Task(name, job, begun, registry.today if discloses(job) else None)


def _refuse_earlier_day(today: date, results: Sequence[Manifest]) -> None:
    """By a clock that was wrong once, or is now, new results would be left out or give way to old ones."""
    latest = max((result.period for result in results), default=today)
    if latest > today + timedelta(1):  # a clock may run behind a little, or in another time zone
        raise RegistryError(
            _("There are results of later days already, although today is {today}.").format(
                today=figures(today)
            ),
            hint=_(
                "Set the clock right; if it is right, move results of later days away with their manifests."
            ),
        )


def made(registry: Registry, task: Task) -> Made:
    """The files of a result, by what their names have behind the name of the result.

    Raises:
        RegistryError: the document cannot be made.
    """
    then = replace(registry, today=task.day)
    result = kinds.make(then, task)
    if not task.job.mail or not result.files:
        return result
    return replace(result, files={**result.files, drafting.ENDING: drafting.draft(then, task, result.files)})


def put(root: Path, task: Task, result: Made, read: Inputs) -> Outcome:
    """Write a result and its manifest, unless all of it is there already.

    Raises:
        RegistryError: a file was changed by hand or is somebody else's, or cannot be written.
    """
    place = inside(root, task.manifest)
    files = {task.file(ending).name: content for ending, content in result.files.items()}
    old = manifest.read(place)
    _refuse_foreign(place.parent, files, old)
    new = manifest.of(task, read, files, result.span)
    if old and old.is_finished and _is_there(place.parent, new, old):
        return Outcome(task.name, anew=True)
    _sweep(place.parent, (*files, place.name))
    write([Rendered(task.manifest, manifest.beginning(new, old).as_json())], root)
    written = write([Rendered(task.path.with_name(name), content) for name, content in files.items()], root)
    superfluous = [name for name in old.outputs if name not in files] if old else []
    removed, kept = retention.remove(place.parent, old, superfluous) if old else ([], [])
    write([Rendered(task.manifest, new.as_json())], root)
    changed = tuple(file.path for file in written if file.changed)
    return Outcome(task.name, changed, bool(old and old.outputs), tuple(removed), tuple(kept))


def _is_there(folder: Path, new: Manifest, old: Manifest) -> bool:
    same = (new.job, new.outputs, new.period, new.arguments) == (
        old.job,
        old.outputs,
        old.period,
        old.arguments,
    )
    return same and all((folder / name).is_file() for name in new.outputs)


def _refuse_foreign(folder: Path, files: Mapping[str, bytes], old: Manifest | None) -> None:
    for name, content in files.items():
        found = manifest.content(folder / name)
        if found is None or found == content or (old and old.owns(name, manifest.sum_of(found))):
            continue
        message = (
            _("{file} was changed by hand, so it was left as it is.")
            if old and name in old.outputs
            else _("{file} was there before and is not the job's, so it was left as it is.")
        )
        raise RegistryError(
            message.format(file=folder / name), hint=_("Move or delete it, and run the job again.")
        )


def _sweep(folder: Path, names: Iterable[str]) -> None:
    """Clear away what a run that was killed has left beside these files."""
    for name in names:
        for path in folder.glob(f".{glob.escape(name[:40])}.*.tmp"):
            with disk.complaining(path):
                path.unlink(missing_ok=True)


def _committed(root: Path, task: Task, outcome: Outcome) -> Outcome:
    current = manifest.read(root / task.manifest)
    names = [task.manifest.name, *(current.outputs if current else ())]
    paths = [*(root / task.path.with_name(name) for name in names), *outcome.removed]
    try:
        if not git.top_level(root) or git.has_news(root, paths):
            git.commit(paths, task.name)
    except RegistryError as error:
        return replace(outcome, failure=_said(error), code=REFUSED)
    return outcome


def _is_to_commit(root: Path, task: Task) -> bool:
    """Whether a run was killed, or refused by git, between writing and committing."""
    if not task.job.commit or not git.top_level(root):
        return False
    return git.has_news(root, [root / task.manifest])


def _together(missed: Sequence[tuple[Task, Outcome]]) -> Iterator[Outcome]:
    """What of a job could not be made up for; periods in a row that nobody knows as one, with the last reason."""
    for _reason, group in groupby(missed, key=lambda it: it[1].code == BAD_DATA and it[1].failure):
        tasks, outcomes = zip(*group, strict=True)
        name = tasks[0].name
        if len(tasks) > 1:
            name = _("{name} to {last}").format(name=name, last=tasks[-1].period)
        yield Outcome(name, failure=outcomes[-1].failure)


def _failed(name: str, error: RegistryError) -> Outcome:
    return Outcome(name, failure=_said(error), code=REFUSED)


def _said(error: RegistryError) -> str:
    return " ".join(filter(None, (error.message, error.hint)))
