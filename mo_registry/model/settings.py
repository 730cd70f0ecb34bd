"""The registry's settings, ``data/registry.yaml``: who runs it, and the words that entries may use."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from mo_registry.i18n import N_
from mo_registry.model.event import Audience
from mo_registry.model.job import Job
from mo_registry.model.part import Address, Part
from mo_registry.model.scalars import Count, Date, Flag, Id, Prose, Reference, Text

Labels = dict[Text, Text]
"""A term's label in each language, as ``{de: Bildung, en: Education}``."""


class Strictness(StrEnum):
    """What a check's findings count as."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    OFF = "off"


class LetterForm(StrEnum):
    """The two forms of DIN 5008: A with a low letterhead, B with a high one."""

    A = "A"
    B = "B"


class Network(Part):
    """A standing group of organisations with meetings of its own."""

    name: Text = Field(description=N_("The full name."))
    description: Prose | None = Field(default=None, description=N_("What it is for."))
    founded: Date | None = Field(default=None, description=N_("When it was founded; a year is enough."))
    audience: Audience = Field(
        default=Audience(),
        description=N_("Who is invited to its events where they do not say it themselves."),
    )
    coordinator: Reference | None = Field(
        default=None, description=N_("The organisation that coordinates it (its id).")
    )
    greeting: Labels = Field(
        default={}, description=N_("How its members are greeted in letters, in each language.")
    )


class Venue(Part):
    """A hall or room in which events take place."""

    name: Text = Field(description=N_("What it is called."))
    also_known_as: tuple[Text, ...] = Field(default=(), description=N_("Other spellings; found by search."))
    organisation: Reference | None = Field(
        default=None, description=N_("Whose house it is (the organisation's id).")
    )
    address: Address | None = Field(default=None, description=N_("Where it is."))
    directions: Text | None = Field(
        default=None, description=N_("How to find the room, as “ground floor, corridor B”.")
    )
    capacity: Count | None = Field(default=None, description=N_("How many people there is room for."))
    accessibility: Text | None = Field(
        default=None, description=N_("What helps people with disabilities, and what is missing.")
    )


class Series(Part):
    """A row of events that come again."""

    title: Text = Field(description=N_("What the events are called."))
    network: Reference | None = Field(default=None, description=N_("The network that meets (its id)."))
    per_year: Count | None = Field(default=None, description=N_("How many times a year."))


class Signatory(Part):
    """The person in the office who writes, and how to reach this person."""

    name: Text | None = Field(default=None, description=N_("Name under the letter."))
    function: Text | None = Field(default=None, description=N_("Function under the name."))
    room: Text | None = Field(default=None, description=N_("Building and room."))
    phone: Text | None = Field(default=None, description=N_("Telephone number, best as +49 …"))
    fax: Text | None = Field(default=None, description=N_("Fax number."))
    email: Text | None = Field(default=None, description=N_("E-mail address."))
    reference: Text | None = Field(default=None, description=N_("The office's reference (“Unser Zeichen”)."))


class DocumentRules(Part):
    """How documents look and what every one of them says."""

    form: LetterForm = Field(default=LetterForm.B, description=N_("Form of letters, A or B of DIN 5008."))
    signatory: Signatory = Field(default=Signatory(), description=N_("Who writes the letters."))
    return_line: Text | None = Field(
        default=None, description=N_("The small line above the address; else made of the office's.")
    )
    photo_note: Labels = Field(default={}, description=N_("Note on photos in invitations, in each language."))
    privacy_note: Labels = Field(
        default={}, description=N_("Note on data protection in invitations, in each language.")
    )
    both_sides: Flag = Field(
        default=True,
        description=N_(
            "Whether letters are printed on both sides: then each letter in a file, and each form, begins on a"
            " new sheet."
        ),
    )
    german_summary: Flag = Field(
        default=True,
        description=N_("Whether a letter in another language says at its end in German what it is."),
    )
    answer_form: Flag = Field(
        default=False, description=N_("Whether an answer form to be filled in comes with every invitation.")
    )


Terms = dict[Id, Annotated[Labels, Field(min_length=1)]]


class Settings(Part):
    """Who runs the registry, its networks, halls, vocabularies and rules."""

    name: Text = Field(description=N_("What the registry is called."))
    organisation: Reference | None = Field(
        default=None, description=N_("Who runs it (an organisation's id).")
    )
    language: Text = Field(default="de", description=N_("Language of documents and messages: de or en."))
    private: Text | None = Field(
        default=None,
        description=N_("A second folder with the confidential parts of entries, relative to the registry."),
    )
    networks: dict[Id, Network] = Field(default={}, description=N_("Networks, by id."))
    venues: dict[Id, Venue] = Field(default={}, description=N_("Halls and rooms, by id."))
    series: dict[Id, Series] = Field(default={}, description=N_("Series of events, by id."))
    focus_areas: Terms = Field(default={}, description=N_("Vocabulary: what organisations work on."))
    target_groups: Terms = Field(default={}, description=N_("Vocabulary: whom they work for."))
    districts: Terms = Field(default={}, description=N_("Vocabulary: where they work."))
    topics: Terms = Field(default={}, description=N_("Vocabulary: topics that organisations wish for."))
    documents: DocumentRules = Field(default=DocumentRules(), description=N_("How documents look."))
    jobs: dict[Id, Job] = Field(
        default={}, description=N_("What is made regularly by mo-registry run, by id.")
    )
    checks: dict[Text, Strictness] = Field(
        default={}, description=N_("Checks that count more or less here than usual, by code, or are off.")
    )

    def vocabulary(self, name: str) -> Terms:
        """The terms of ``focus_areas``, ``target_groups``, ``districts`` or ``topics``."""
        return {
            "focus_areas": self.focus_areas,
            "target_groups": self.target_groups,
            "districts": self.districts,
            "topics": self.topics,
        }[name]
