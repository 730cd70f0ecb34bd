"""What lies beside every result of a job and proves it: of what it was made, how, and what its bytes were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from mo_registry import __version__
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.jobs.declared import Task, manifests
from mo_registry.model.job import Job

PROGRAM = f"mo-registry {__version__}"
_OPTIONAL = ("unfinished", "asked", "span")
_SETTLED = ("title", "schedule", "day", "weekday", "month", "since", "output", "keep", "commit")
"""Keys of a job that do not change what is made for a period."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Of what a result was made.

    Attributes:
        commit: the newest commit of the registry at that time; empty without git.
        dirty: whether something was changed that no commit holds.
        sums: of the entries (``data``, ``private``) and of the ``templates``, each as a whole.
    """

    commit: str
    dirty: bool
    sums: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A result and its proof.

    Attributes:
        job: the job's id.
        period: the first day of the period; the day that was taken for today.
        asked: the day that was taken for today instead, where people's consent counts.
        span: the commits from which and to which a report tells; the next one goes on from there.
        arguments: what the job said about the document.
        program: which version has made it.
        outputs: the sums of its files, by their names.
        unfinished: the sums of files that a run has begun to write; empty once it has finished.
    """

    job: str
    period: date
    arguments: Mapping[str, Any]
    program: str
    inputs: Inputs
    outputs: Mapping[str, str]
    unfinished: Mapping[str, str] = field(default_factory=dict)
    asked: date | None = None
    span: tuple[str, str] | None = None

    @property
    def is_finished(self) -> bool:
        """Whether all of its files were written."""
        return not self.unfinished

    def owns(self, name: str, found: str) -> bool:
        """Whether a file of this name and sum was made by the job, and by nobody else since."""
        return found in (self.outputs.get(name), self.unfinished.get(name))

    def as_json(self) -> bytes:
        """The manifest as a file; the same for the same result."""
        said = {key: it for key, it in asdict(self).items() if it or key not in _OPTIONAL}
        return (json.dumps(said, ensure_ascii=False, indent=2, default=date.isoformat) + "\n").encode()


_SHAPE = TypeAdapter(Manifest)
"""By the time it is read, a manifest may hold anything: somebody may have edited it."""


def of(
    task: Task, inputs: Inputs, outputs: Mapping[str, bytes], span: tuple[str, str] | None = None
) -> Manifest:
    """The manifest of a result."""
    sums = {name: sum_of(content) for name, content in outputs.items()}
    said = arguments(task.job)
    return Manifest(task.id, task.begun, said, PROGRAM, inputs, sums, asked=task.asked, span=span)


def beginning(new: Manifest, old: Manifest | None) -> Manifest:
    """What is said before the first file is written: which files are ours, whatever happens then."""
    if old is None:
        return replace(new, outputs={}, unfinished=new.outputs)
    return replace(old, unfinished={**old.unfinished, **new.outputs})


def arguments(job: Job) -> dict[str, Any]:
    """What a job says about its document, as plain data."""
    said = job.model_dump(mode="json", exclude=set(_SETTLED), exclude_defaults=True)
    return {**said, "audience": job.audience.value, "formats": list(job.forms)}


def read(path: Path) -> Manifest | None:
    """The manifest in a file; None if there is no such file.

    Raises:
        RegistryError: the file cannot be read, or is no manifest.
    """
    text = content(path)
    if text is None:
        return None
    try:
        found = _SHAPE.validate_json(text, strict=True)
        if not all(map(_is_plain, (*found.outputs, *found.unfinished))):
            raise ValueError(path)
    except ValueError as error:
        raise RegistryError(
            _("The manifest {file} cannot be read.").format(file=path),
            hint=_("Delete it, and the job makes its result anew."),
        ) from error
    return found


def known(root: Path, name: str, job: Job) -> list[Manifest]:
    """The manifests of a job, the oldest first: those that lie where it puts them, whatever it was called then.

    Raises:
        RegistryError: one of them cannot be read.
    """
    found = [
        it for path in manifests(root, job) if (it := read(path)) and _is_of(path, Task(name, job, it.period))
    ]
    return sorted(found, key=lambda it: it.period)


def _is_of(path: Path, task: Task) -> bool:
    return path.parts[-len(task.manifest.parts) :] == task.manifest.parts


def content(path: Path) -> bytes | None:
    """What a file holds; None if there is none.

    Raises:
        RegistryError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RegistryError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or error),
            hint=_("Look at its rights, or move it away."),
        ) from error


def _is_plain(name: str) -> bool:
    """Whether this is the name of a file beside the manifest: what a manifest names may be deleted one day."""
    return name not in ("", ".", "..") and not set(name) & {"/", "\\", ":", "\0"}


def sum_of(content: bytes) -> str:
    """The SHA-256 sum of bytes, in hexadecimal digits."""
    return sha256(content).hexdigest()
