"""Checks of the jobs that the settings declare: each can run, and gives nobody what is not meant for him."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from mo_registry import files
from mo_registry.finding import Finding, Key, Place, rule
from mo_registry.i18n import _
from mo_registry.model.job import FIELDS, FILTERS, Job, JobAudience, Rhythm
from mo_registry.model.rules import did_you_mean
from mo_registry.registry import Registry

HIDDEN = files.RESULTS
"""The folder that git leaves out."""
RESERVED = ("data", "templates", "schema")
"""Folders of the registry that hold no outputs."""
_FIELD = re.compile(r"\{([^{}]*)\}")
_UNUSABLE = re.compile(r'[<>:"|?*\\{}\x00-\x1f]')
"""Signs that not every system takes in the name of a file."""
_DATED = (Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.YEARLY)


@rule("MO180")
def impossible_schedule(key: str, rhythm: str, most: int) -> tuple[str, str]:
    """A job has a schedule that cannot be kept.

    A weekly job is due on a ``weekday``; a monthly, quarterly or yearly one on a ``day`` of the month, a
    quarterly or yearly one in a ``month``, counted from the beginning of the quarter or year. A ``day`` that
    a month does not have is its last day.

    Fails:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          calendar:
            title: Kalender
            document: calendar
            schedule: quarterly
            month: 4
            output: out/{year}-{quarter}-kalender

    Passes:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          calendar:
            title: Kalender
            document: calendar
            schedule: quarterly
            month: 3
            day: 31
            output: out/{year}-{quarter}-kalender
    """
    if not most:
        message = _("“{key}” means nothing where the schedule is {rhythm}").format(key=key, rhythm=rhythm)
        return message, _("delete the line, or choose another schedule")
    message = _("“{key}” is a number from 1 to {most} where the schedule is {rhythm}")
    return message.format(key=key, rhythm=rhythm, most=most), ""


@rule("MO181")
def not_offered(key: str, value: str, document: str, offered: tuple[str, ...]) -> tuple[str, str]:
    """A job wants something that its document does not have.

    Each document has its own formats, and not every one can be for everybody: data sheets and reports on
    changes hold personal data, and are for the office only.

    Fails:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          calendar:
            title: Kalender
            document: calendar
            schedule: monthly
            formats: [pdf]
            output: out/kalender

    Passes:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          calendar:
            title: Kalender
            document: calendar
            schedule: monthly
            formats: [ics]
            output: out/kalender
    """
    if not value:
        message = _("“{key}” means nothing for the document {document}").format(key=key, document=document)
        return message, _("delete the line")
    message = _("“{value}” does not exist for the document {document}")
    return message.format(value=value, document=document), did_you_mean(value, offered)


@rule("MO182")
def unusable_output(path: str, reason: str, advice: str) -> tuple[str, str]:
    """What a job makes has no usable place.

    The result lies in the registry, not among its entries and templates, under a name that every system
    takes. The ending follows from the format. In braces may stand ``year``, ``month``, ``day``, ``week`` and
    ``quarter``. What is to be committed lies outside of ``out/``, which git leaves out.

    Fails:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          calendar:
            title: Kalender
            document: calendar
            schedule: monthly
            output: ../kalender

    Passes:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          calendar:
            title: Kalender
            document: calendar
            schedule: monthly
            output: out/{year}-{month}-kalender
    """
    return _("the output “{path}” {reason}").format(path=path, reason=reason), advice


@rule("MO183")
def exposed(key: str) -> tuple[str, str]:
    """A job would show to everybody what is not meant for everybody.

    Only ``out/`` is left out by git. What is not for the public belongs below it, and is never committed:
    what was once in a repository stays in its history.

    Fails:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          contacts:
            title: Kontakte
            document: contact-list
            schedule: monthly
            audience: internal
            output: lists/kontakte
            commit: true

    Passes:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          contacts:
            title: Kontakte
            document: contact-list
            schedule: monthly
            audience: public
            output: lists/kontakte
            commit: true
    """
    if key == "commit":
        message = _("only what is for the public may be committed")
        return message, _("delete the line, or write audience: public if everybody may see it")
    message = _("what is not for the public belongs below out/, which git leaves out")
    return message, _("begin the path with out/, or write audience: public if everybody may see it")


@rule("MO184")
def same_output(other: str) -> tuple[str, str]:
    """Two jobs write to the same place.

    Each would overwrite what the other one has made.

    Fails:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          internal:
            title: Kontakte
            document: contact-list
            schedule: monthly
            output: out/kontakte
          network:
            title: Kontakte
            document: contact-list
            schedule: monthly
            audience: network
            output: out/Kontakte

    Passes:
        # data/registry.yaml
        name: Netzwerk
        jobs:
          internal:
            title: Kontakte
            document: contact-list
            schedule: monthly
            output: out/kontakte-intern
          network:
            title: Kontakte
            document: contact-list
            schedule: monthly
            audience: network
            output: out/kontakte
    """
    return _("the job {other} writes there too").format(other=other), _("choose another path for one of them")


def jobs_have_schedules(registry: Registry) -> Iterator[Finding]:
    """MO180: days, weekdays and months that fit the rhythm."""
    for name, job in registry.settings.jobs.items():
        months = {Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}.get(job.schedule, 0)
        for key, value, most in (
            ("day", job.day, 31 if job.schedule in _DATED else 0),
            ("month", job.month, months),
        ):
            if value is not None and not 1 <= value <= most:
                yield impossible_schedule(_place(registry, name, key), key, job.schedule.value, most)
        if job.weekday is not None and job.schedule is not Rhythm.WEEKLY:
            yield impossible_schedule(_place(registry, name, "weekday"), "weekday", job.schedule.value, 0)


def jobs_ask_for_what_there_is(registry: Registry) -> Iterator[Finding]:
    """MO181: formats, audiences and filters that the document has."""
    for name, job in registry.settings.jobs.items():
        offer, document = job.offer, job.document.value
        for index, form in enumerate(job.formats):
            if form not in offer.formats:
                yield not_offered(
                    _place(registry, name, "formats", index), "formats", form, document, offer.formats
                )
        if job.audience not in offer.audiences:
            known = tuple(audience.value for audience in offer.audiences)
            place = _place(registry, name, "audience")
            yield not_offered(place, "audience", job.audience.value, document, known)
        for key in FILTERS:
            if getattr(job, key) is not None and key not in offer.filters:
                yield not_offered(_place(registry, name, key), key, "", document, ())


def jobs_write_where_they_may(registry: Registry) -> Iterator[Finding]:
    """MO182 and MO183: places of outputs, and commits."""
    for name, job in registry.settings.jobs.items():
        place = _place(registry, name, "output")
        if found := _unusable(job):
            yield unusable_output(place, job.output, *found)
        elif job.audience is not JobAudience.PUBLIC:
            if PurePosixPath(job.output).parts[0] != HIDDEN:
                yield exposed(place, "output")
            if job.commit:
                yield exposed(_place(registry, name, "commit"), "commit")


def jobs_write_to_places_of_their_own(registry: Registry) -> Iterator[Finding]:
    """MO184: two jobs with the same output, upper and lower case being the same on many systems."""
    known: dict[str, str] = {}
    for name, job in registry.settings.jobs.items():
        path = str(PurePosixPath(job.output)).casefold()
        if path in known:
            yield same_output(_place(registry, name, "output"), known[path])
        known.setdefault(path, name)


def _place(registry: Registry, name: str, *keys: Key) -> Place:
    return registry.settings_place("jobs", name, *keys)


def _unusable(job: Job) -> tuple[str, str] | None:
    """What is wrong with the path of the output, and what would be right."""
    unknown = next((field for field in _FIELD.findall(job.output) if field not in FIELDS), None)
    if unknown is not None:
        return _("has an unknown field {{{name}}}").format(name=unknown), did_you_mean(unknown, FIELDS)
    path = PurePosixPath(job.output)
    advice = _("write a path in the registry, for instance out/{year}-{month}-list")
    plain = _FIELD.sub("", job.output)
    if path.is_absolute() or PureWindowsPath(job.output).drive or ".." in path.parts:
        return _("leads out of the registry"), advice
    if _UNUSABLE.search(plain) or any(part != part.strip(" .") for part in path.parts):
        return _("has a sign or an end that not every system takes"), advice
    if len(path.parts) < 2 or path.parts[0].casefold() in RESERVED:  # noqa: PLR2004  (a folder, and a name in it)
        return _("lies in no folder for outputs"), advice
    if job.commit and job.audience is JobAudience.PUBLIC and path.parts[0] == HIDDEN:
        return _("is left out by git and cannot be committed"), _(
            "write another folder, for instance public/list"
        )
    return None


CHECKS = (
    jobs_have_schedules,
    jobs_ask_for_what_there_is,
    jobs_write_where_they_may,
    jobs_write_to_places_of_their_own,
)
