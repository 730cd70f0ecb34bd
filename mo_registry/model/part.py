"""What every part of an entry has in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from mo_registry.i18n import N_
from mo_registry.model.scalars import Count, Reference, Text

GERMANY = frozenset(("", "deutschland", "germany", "de", "d"))
"""How Germany is written in an address, if it is written at all."""


class Part(BaseModel):
    """A frozen piece of an entry; a key that it does not know is an error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=False,
        hide_input_in_errors=True,
        regex_engine="rust-regex",
    )


class Entry(Part):
    """A whole file: an organisation or an event. Its id is the file's name without ``.yaml``."""

    _id: str = PrivateAttr("")

    @property
    def id(self) -> str:
        """The file's name without ``.yaml``."""
        return self._id

    def named(self, identifier: str) -> Any:
        """The same entry, knowing its id."""
        self._id = identifier
        return self


class Address(Part):
    """A postal address; the organisation's name is put above it."""

    department: Text | None = Field(
        default=None, description=N_("Department or section, in a line of its own.")
    )
    care_of: Text | None = Field(default=None, description=N_("Whose letter box it is, without “c/o”."))
    street: Text | None = Field(default=None, description=N_("Street and number."))
    po_box: Text | None = Field(
        default=None, description=N_("Number of the post office box, without “Postfach”.")
    )
    postal_code: Text | None = Field(default=None, description=N_("Postal code, in Germany five digits."))
    city: Text | None = Field(default=None, description=N_("Place."))
    country: Text | None = Field(default=None, description=N_("Country, only if it is not Germany."))

    @property
    def is_foreign(self) -> bool:
        """Whether it is outside Germany."""
        return (self.country or "").lower() not in GERMANY

    @property
    def lacks(self) -> str:
        """The first key that a letter needs and that is not there; empty if nothing is missing."""
        if not self.city:
            return "city"
        if not self.street and not self.po_box:
            return "street"
        return "" if self.postal_code or self.is_foreign else "postal_code"

    @property
    def is_complete(self) -> bool:
        """Whether a letter can be sent there."""
        return not self.lacks


class Guest(Part):
    """Somebody who takes part: for an organisation of the registry, or for something that has no entry."""

    organisation: Reference | None = Field(
        default=None, description=N_("The organisation that is represented (its id).")
    )
    guest_of: Text | None = Field(
        default=None,
        description=N_("Instead of an organisation: the project, office or group that has no entry."),
    )


class Party(Guest):
    """So many people of one organisation."""

    persons: Count = Field(default=1, description=N_("How many people."))
    people: tuple[Text, ...] = Field(default=(), description=N_("Their names, as far as they are known."))

    @property
    def count(self) -> int:
        """How many people; one who is named counts, whatever the number says."""
        return max(self.persons, len(self.people))
