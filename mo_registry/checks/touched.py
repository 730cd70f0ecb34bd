"""Which findings a change has to answer for: those in changed files, and those that it may have brought about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mo_registry import git, revisions, yamlfile
from mo_registry.finding import Finding, RegistryError, Subject
from mo_registry.i18n import _
from mo_registry.registry import FOLDERS, SETTINGS, Registry
from mo_registry.yamlfile import Mapping


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change has touched."""

    registry: Registry
    files: frozenset[Path]
    """Changed, new and deleted files; of renamed ones both names."""
    subjects: frozenset[Subject]
    """Changed, new and deleted entries and parts of the settings."""

    def concerns(self, finding: Finding) -> bool:
        """Whether the finding stands in what was touched, or depends on it.

        An entry of two files is one thing. A reference depends on what it names, a duplicate on its other
        half, a circle on all of its members, and how much a check counts on the settings.
        """
        own = _entry(self.registry, finding.file)
        depends_on = {*finding.place.subjects, ("checks", finding.code), *([own] if own else [])}
        return finding.file in self.files or not self.subjects.isdisjoint(depends_on) or finding.file.is_dir()


def since(registry: Registry, revision: str) -> Touched:
    """What was touched since a branch was begun: in commits, in the working tree, and by new files.

    A private part in a repository of its own is compared with what it held when the branch was begun; all of
    it counts where that is not known.

    Args:
        registry: as it is now.
        revision: of the registry's repository (a branch, a tag, a commit), or a day.

    Raises:
        RegistryError: there is no git, no repository, no such revision, or nothing in common with it.
    """
    base = _base(registry.root, revision)
    files = git.changed_files(registry.root / "data", base)
    if registry.private:
        files |= _private(registry, registry.private, base)
    return _touched(registry, files, base)


def staged(registry: Registry) -> Touched:
    """What the next commit changes.

    Raises:
        RegistryError: the registry is in no git repository, or there is no git.
    """
    files = git.staged_files(registry.root / "data")
    if registry.private and _in_one(registry.root, registry.private):
        files |= git.staged_files(registry.private)
    return _touched(registry, files, "HEAD")


def _base(root: Path, revision: str) -> str:
    if base := git.fork_point(root, revisions.moment(root, revision).commit.id):
        return base
    hint = _("Name the branch that yours began from.")
    if git.is_shallow(root):
        hint = _(
            "Only the newest part of the history is here (a shallow clone). All of it: git fetch --unshallow,"
            " or fetch-depth: 0 in a workflow"
        )
    raise RegistryError(
        _("Your branch and “{revision}” have no commit in common, as far as the history is here.").format(
            revision=revision
        ),
        hint=hint,
    )


def _private(registry: Registry, directory: Path, base: str) -> set[Path]:
    if _in_one(registry.root, directory):
        return git.changed_files(directory, base)
    begun = git.resolved(registry.root, base)
    if begun and git.top_level(directory) and (then := git.last_before(directory, begun.seconds)):
        return git.changed_files(directory, then.id)
    return {path for folder in FOLDERS for path in (directory / folder).glob("*")}


def _in_one(root: Path, private: Path) -> bool:
    return git.top_level(private) == git.top_level(root)


def _touched(registry: Registry, files: set[Path], base: str) -> Touched:
    subjects = {entry for file in files if (entry := _entry(registry, file))}
    if (settings := registry.root / SETTINGS) in files:
        text = git.content(registry.root, base, settings) or b""
        subjects |= {*_differences(yamlfile.decoded(settings, text).data, registry.settings_data)}
    return Touched(registry, frozenset(files), frozenset(subjects))


def _entry(registry: Registry, file: Path) -> Subject | None:
    folder = file.parent
    if folder.name in FOLDERS and folder.parent in (registry.root / "data", registry.private):
        return folder.name, file.stem
    return None


def _differences(before: Mapping, now: Mapping) -> Iterator[Subject]:
    for section in {*before, *now}:
        old, new = _terms(before.get(section)), _terms(now.get(section))
        yield from ((section, name) for name in {*old, *new} if old.get(name) != new.get(name))


def _terms(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def chosen(findings: Iterable[Finding], touched: Touched) -> tuple[list[Finding], list[Finding]]:
    """The findings that count, and those that are left out."""
    counting: list[Finding] = []
    other: list[Finding] = []
    for finding in findings:
        (counting if touched.concerns(finding) else other).append(finding)
    return counting, other
