"""What of a job's results is not kept any longer: files that the job has made, and nobody has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mo_registry import files
from mo_registry.jobs.declared import Task, inside
from mo_registry.jobs.manifest import Manifest, content, known, sum_of

Cleared = tuple[list[Path], list[Path]]
"""Files that are gone, and files that stay because somebody has changed them."""


def clear(root: Path, task: Task) -> Cleared:
    """Remove the results of a job that are older than those that it keeps, their manifests last.

    Raises:
        RegistryError: a file cannot be removed, or a manifest cannot be read.
    """
    removed: list[Path] = []
    kept: list[Path] = []
    results = known(root, task.id, task.job)
    for result in results[: -task.job.keep] if task.job.keep else ():
        old = Task(task.id, task.job, result.period)
        gone, stays = remove(inside(root, old.manifest).parent, result, result.outputs)
        with files.complaining(root / old.manifest):
            (root / old.manifest).unlink(missing_ok=True)
        removed += [*gone, root / old.manifest]
        kept += stays
    return removed, kept


def remove(folder: Path, result: Manifest, names: Iterable[str]) -> Cleared:
    """Remove files of a result, unless somebody has changed them.

    Raises:
        RegistryError: a file cannot be removed.
    """
    removed, kept = [], []
    for name in names:
        path = folder / name
        with files.complaining(path):
            found = content(path)
            if found is None:
                continue
            if result.owns(name, sum_of(found)):
                path.unlink(missing_ok=True)
                removed.append(path)
            else:
                kept.append(path)
    return removed, kept
