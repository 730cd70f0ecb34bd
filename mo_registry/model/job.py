"""Jobs: what is made without anybody at the keyboard, as the settings declare it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from mo_registry.i18n import N_
from mo_registry.model.part import Part
from mo_registry.model.scalars import Count, Day, Flag, Reference, Text


class JobDocument(StrEnum):
    """What a job can make."""

    CONTACT_LIST = "contact-list"
    CALENDAR = "calendar"
    DATA_SHEETS = "data-sheets"
    CHANGES = "changes"


class JobAudience(StrEnum):
    """Who may see what a job makes."""

    INTERNAL = "internal"
    NETWORK = "network"
    PUBLIC = "public"


class Rhythm(StrEnum):
    """How often a job is due."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Weekday(StrEnum):
    """The days of the week, in their order."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a job may say about a document.

    Attributes:
        formats: what it can be made as.
        usual: what it is made as where the job does not say.
        audiences: who it can be for.
        filters: further keys that make sense for it.
    """

    formats: tuple[str, ...]
    usual: tuple[str, ...]
    audiences: tuple[JobAudience, ...] = (JobAudience.INTERNAL,)
    filters: tuple[str, ...] = ()


FILTERS = ("network", "language", "unverified_for")
"""Keys of a job that say what its document is about."""
OFFERS = {
    JobDocument.CONTACT_LIST: Offer(
        ("pdf", "html", "md", "txt", "xlsx", "csv", "json", "vcf"),
        ("pdf", "xlsx"),
        tuple(JobAudience),
        ("network", "language"),
    ),
    JobDocument.CALENDAR: Offer(("ics",), ("ics",), tuple(JobAudience), ("network",)),
    JobDocument.DATA_SHEETS: Offer(
        ("pdf", "docx", "html", "md"), ("pdf",), filters=("network", "unverified_for")
    ),
    JobDocument.CHANGES: Offer(("pdf", "docx", "html", "md", "txt"), ("md", "html"), filters=("language",)),
}
"""What there is of each document; `mo_registry.jobs.kinds` makes it."""
FIELDS = ("year", "month", "day", "week", "quarter")
"""What may stand in braces in the path of an output."""


class Job(Part):
    """A document or report that is made again and again, by ``mo-registry run``."""

    title: Text = Field(description=N_("What the result is called."))
    document: JobDocument = Field(
        description=N_("What is made: contact-list, calendar, data-sheets or changes.")
    )
    schedule: Rhythm = Field(
        description=N_("How often it is due: daily, weekly, monthly, quarterly or yearly.")
    )
    day: Count | None = Field(
        default=None,
        description=N_(
            "On which day of the month it is due, otherwise on the first; in a shorter month on its last."
        ),
    )
    weekday: Weekday | None = Field(
        default=None, description=N_("On which day a weekly job is due, otherwise on Monday.")
    )
    month: Count | None = Field(
        default=None,
        description=N_("In which month of the year, or of the quarter, it is due; otherwise in the first."),
    )
    since: Day | None = Field(
        default=None,
        description=N_("From which day on what was missed is made up for; otherwise from the first run on."),
    )
    audience: JobAudience = Field(
        default=JobAudience.INTERNAL, description=N_("Who may see it: internal, network or public.")
    )
    network: Reference | None = Field(default=None, description=N_("Of which network only (its id)."))
    unverified_for: Count | None = Field(
        default=None,
        description=N_("Only organisations that have not confirmed their data for so many days."),
    )
    formats: tuple[Text, ...] = Field(
        default=(), description=N_("What it is made as, as [pdf, xlsx]; otherwise the usual formats.")
    )
    language: Text | None = Field(
        default=None, description=N_("The document's language, otherwise the registry's.")
    )
    output: Text = Field(
        description=N_(
            "Where the result lies in the registry, without an ending, as"
            " out/lists/{year}-{month}-contacts. In braces: year, month, day, week, quarter."
        )
    )
    keep: Count | None = Field(
        default=None, description=N_("How many results are kept; otherwise all of them.")
    )
    mail: Flag = Field(
        default=False, description=N_("Whether an e-mail draft to the office is made, with the result in it.")
    )
    commit: Flag = Field(
        default=False, description=N_("Whether the result is committed in git; for the public only.")
    )

    @property
    def offer(self) -> Offer:
        """What there is of its document."""
        return OFFERS[self.document]

    @property
    def forms(self) -> tuple[str, ...]:
        """The formats it is made as, each once."""
        return tuple(dict.fromkeys(self.formats)) or self.offer.usual
