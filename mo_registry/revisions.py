"""The registry as it stood: a day or a revision to its commit, and the registry in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mo_registry import clock, git
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.labels import day as figures
from mo_registry.registry import SETTINGS, Registry, Track, load
from mo_registry.snapshot import Snapshot

ZONE = ZoneInfo("Europe/Berlin")
"""Where a day begins and ends."""

_DAY = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?\.\d\d?\.\d{2,4}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in the history of a registry.

    Attributes:
        commit: what was in force then, in the repository of the registry itself.
        day: the day to be taken for today.
        seconds: the moment itself, since 1970 in universal time; for a day its end.
    """

    commit: git.Commit
    day: date
    seconds: int


def at(root: Path, private: Path | None, then: str | Moment, track: Track = iter) -> Registry:
    """The registry as it stood. Today is that day, unless the run has a day of its own.

    What only lies in the working tree is not seen: all is read from commits. A private part is read from
    the last commit that its own repository had at that moment; where there is none, `Snapshot.absent` of
    the registry's source names it.

    Args:
        root: the directory that holds ``data/``.
        private: the second directory of entries; else the settings of that moment say where it is.
        then: a day or a revision, or the moment that `moment` has found.
        track: goes through the ids that are read, for a progress bar.

    Raises:
        RegistryError: as `moment`; or there is no registry in the commit.
    """
    then = moment(root, then) if isinstance(then, str) else then
    snapshot = Snapshot(root, then.commit, then.seconds)
    if not snapshot.holds(root / SETTINGS):
        raise RegistryError(
            _("In commit {commit} of {day} there is no registry at this place.").format(
                commit=then.commit.short, day=figures(day_of(then.commit))
            ),
            hint=_("It began later, or lay in another folder."),
        )
    return load(root, private, track, source=snapshot, today=clock.today(then.day))


def moment(root: Path, text: str) -> Moment:
    """The moment that a day or a revision means.

    Args:
        root: the directory that holds ``data/``.
        text: ``2023-12-31`` or ``31.12.2023``, the end of this day; else what git knows (a commit, a tag,
            ``HEAD~3``), of which the day is that of the commit.

    Raises:
        RegistryError: there is no git, no such revision, or no commit yet on that day.
    """
    repository = git.repository(root)
    if _DAY.fullmatch(text):
        return _end_of(repository, clock.day(text))
    if commit := git.resolved(repository, text):
        return Moment(commit, day_of(commit), commit.seconds)
    first = _first(repository)
    hint = _("Name a commit, a tag or a branch, or a day as 2023-12-31.")
    if git.is_shallow(repository):
        hint = _deepen(first)
    raise RegistryError(_("git knows no revision “{text}”.").format(text=text), hint=hint)


def day_of(commit: git.Commit) -> date:
    """The day on which a commit was made, in Germany."""
    return datetime.fromtimestamp(commit.seconds, ZONE).date()


def _end_of(repository: Path, day: date) -> Moment:
    seconds = int(datetime.combine(day + timedelta(days=1), time(), ZONE).timestamp()) - 1
    if commit := git.last_before(repository, seconds):
        return Moment(commit, day, seconds)
    first = _first(repository)
    if git.is_shallow(repository):
        message, hint = _("On {day} there is no commit here."), _deepen(first)
    else:
        message = _("On {day} the registry was not in git yet; its first commit is of {first}.")
        hint = _("Take a later day.")
    raise RegistryError(message.format(day=figures(day), first=figures(day_of(first))), hint=hint)


def _first(repository: Path) -> git.Commit:
    if first := git.earliest(repository):
        return first
    raise RegistryError(
        _("The git repository {directory} has no commit yet.").format(directory=repository),
        hint=_("It remembers from the first one on: git add data, then git commit"),
    )


def _deepen(first: git.Commit) -> str:
    return _(
        "This clone is shallow: its history begins on {day}. For the whole of it: git fetch --unshallow"
    ).format(day=figures(day_of(first)))
