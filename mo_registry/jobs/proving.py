"""Whether results are what their manifests say, and whether the same bytes come out again today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from mo_registry.finding import RegistryError
from mo_registry.i18n import N_, _
from mo_registry.jobs import manifest
from mo_registry.jobs.declared import Task
from mo_registry.jobs.inputs import inputs
from mo_registry.jobs.manifest import Manifest
from mo_registry.jobs.past import as_it_stood
from mo_registry.jobs.running import State, made
from mo_registry.model.job import Job
from mo_registry.registry import Registry


class Proof(StrEnum):
    """How far a result is proven."""

    SAME = N_("made again, the same bytes")
    OTHER = N_("made again, other bytes")
    OTHER_PROGRAM = N_("made again by another version, other bytes")
    SUMS = N_("the sums are right")
    BROKEN = N_("not as it was made")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said about a result.

    Attributes:
        proof: how far it is proven.
        reason: why it could not be made again.
        problems: what is wrong with its files, each a sentence.
    """

    task: Task
    files: int
    proof: Proof
    reason: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.problems) or self.proof is Proof.OTHER


@dataclass(frozen=True)
class Prover:
    """Looks at the results of jobs; registries of earlier days are read once."""

    registry: Registry
    _states: dict[str, State] = field(default_factory=dict)

    def verdicts(self, name: str, job: Job) -> Iterator[Verdict]:
        """What is to be said about each result of a job, the oldest first.

        Raises:
            RegistryError: a manifest cannot be read.
        """
        for result in manifest.known(self.registry.root, name, job):
            yield self._verdict(Task(name, job, result.period), result)

    def _verdict(self, task: Task, result: Manifest) -> Verdict:
        count = len(result.outputs)
        folder = (self.registry.root / task.manifest).parent
        if problems := tuple(_problems(folder, result)):
            return Verdict(task, count, Proof.BROKEN, problems=problems)
        try:
            return Verdict(task, count, self._made_again(result))
        except RegistryError as error:
            return Verdict(task, count, Proof.SUMS, error.message)

    def _made_again(self, result: Manifest) -> Proof:
        state = self._state(result)
        job = state.registry.settings.jobs.get(result.job)
        if job is None or manifest.arguments(job) != result.arguments:
            raise RegistryError(_("the job was declared otherwise"))
        files = made(state.registry, Task(result.job, job, result.period, result.asked, result.span)).files
        if [manifest.sum_of(content) for content in files.values()] == list(result.outputs.values()):
            return Proof.SAME
        return Proof.OTHER if result.program == manifest.PROGRAM else Proof.OTHER_PROGRAM

    def _state(self, result: Manifest) -> State:
        """The registry that the result was made of.

        Raises:
            RegistryError: it is not the present one, and in no commit.
        """
        now = self._states.setdefault("", State(self.registry, inputs(self.registry)))
        if now.inputs.sums == result.inputs.sums:
            return now
        if not result.inputs.commit:
            raise RegistryError(_("what it was made of was not in git"))
        if result.inputs.commit not in self._states:
            then = as_it_stood(self.registry, result.inputs.commit)
            self._states[result.inputs.commit] = State.of(then)
        then_state = self._states[result.inputs.commit]
        if then_state.inputs.sums != result.inputs.sums:
            raise RegistryError(_("what it was made of was never committed"))
        return then_state


def _problems(folder: Path, result: Manifest) -> Iterator[str]:
    if not result.is_finished:
        yield _("a run was killed while it wrote it; the next run makes it anew")
        return
    for name, wanted in result.outputs.items():
        found = manifest.content(folder / name)
        if found is None:
            yield _("{file} is missing").format(file=name)
        elif manifest.sum_of(found) != wanted:
            yield _("{file} was changed since").format(file=name)
