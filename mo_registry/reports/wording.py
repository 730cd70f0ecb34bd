"""What fields, items and values of entries are called in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel

from mo_registry.i18n import N_, _
from mo_registry.labels import day, label
from mo_registry.lists.table import term_label
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.event import Action, Decision, Dispatch, MinutesItem, Speaker
from mo_registry.model.organisation import Membership, SharedField
from mo_registry.model.part import Address, Guest
from mo_registry.model.scalars import PartialDate
from mo_registry.overview.facts import address_line, language_name
from mo_registry.registry import Registry
from mo_registry.reports.change import Called

LONGEST = 100
"""Characters of a text that is repeated in a sentence; of a longer one it is only told that it has changed."""


class FieldName(NamedTuple):
    """What a field is called."""

    label: str
    item: str = ""
    """One of several, in a list."""
    refers: str = ""
    """What ids in it stand for: ``organisations``, ``networks`` …; or ``languages``."""


FIELDS: dict[str, FieldName] = {
    # organisations
    "name": FieldName(N_("name")),
    "kind": FieldName(N_("kind")),
    "kinds": FieldName(N_("kinds of organisations")),
    "also_known_as": FieldName(N_("other names")),
    "former_ids": FieldName(N_("former ids")),
    "sort_name": FieldName(N_("name to sort by")),
    "status": FieldName(N_("status")),
    "legal_form": FieldName(N_("legal form")),
    "register_number": FieldName(N_("register number")),
    "register_court": FieldName(N_("register court")),
    "founded": FieldName(N_("founded")),
    "dissolved": FieldName(N_("dissolved on")),
    "succeeded_by": FieldName(N_("successor"), refers="organisations"),
    "networks": FieldName(N_("networks"), N_("network"), "networks"),
    "member_of": FieldName(N_("umbrella organisations"), refers="organisations"),
    "part_of": FieldName(N_("part of"), refers="organisations"),
    "languages": FieldName(N_("languages"), refers="languages"),
    "focus_areas": FieldName(N_("focus areas"), N_("focus area"), "focus_areas"),
    "target_groups": FieldName(N_("target groups"), N_("target group"), "target_groups"),
    "districts": FieldName(N_("districts"), N_("district"), "districts"),
    "topics": FieldName(N_("topics"), N_("topic")),
    "topics_wanted": FieldName(N_("topics wished for"), refers="topics"),
    "address": FieldName(N_("address")),
    "phone": FieldName(N_("telephone")),
    "mobile": FieldName(N_("mobile telephone")),
    "email": FieldName(N_("e-mail")),
    "website": FieldName(N_("web address")),
    "contacts": FieldName(N_("contacts"), N_("contact")),
    "offers": FieldName(N_("offers"), N_("offer")),
    "projects": FieldName(N_("projects"), N_("project")),
    "verified": FieldName(N_("confirmed on")),
    "not_the_same": FieldName(N_("not to be confused with"), refers="organisations"),
    "notes": FieldName(N_("notes")),
    # contacts, addresses, memberships, offers, projects
    "given": FieldName(N_("given name")),
    "family": FieldName(N_("family name")),
    "title": FieldName(N_("title")),
    "salutation": FieldName(N_("salutation")),
    "role": FieldName(N_("function")),
    "language": FieldName(N_("language"), refers="languages"),
    "channel": FieldName(N_("way of writing")),
    "receives": FieldName(N_("what is sent")),
    "since": FieldName(N_("beginning")),
    "until": FieldName(N_("last day")),
    "share": FieldName(N_("consent")),
    "public": FieldName(N_("for everybody")),
    "consent": FieldName(N_("day of the consent")),
    "source": FieldName(N_("evidence")),
    "department": FieldName(N_("department")),
    "care_of": FieldName(N_("care of")),
    "street": FieldName(N_("street")),
    "po_box": FieldName(N_("P.O. box")),
    "postal_code": FieldName(N_("postal code")),
    "city": FieldName(N_("place")),
    "country": FieldName(N_("country")),
    "network": FieldName(N_("network"), refers="networks"),
    "description": FieldName(N_("description")),
    "funding": FieldName(N_("funding")),
    "partners": FieldName(N_("partners"), refers="organisations"),
    # events
    "topic": FieldName(N_("topic")),
    "uid": FieldName(N_("calendar id")),
    "revision": FieldName(N_("revision")),
    "series": FieldName(N_("series"), N_("series"), "series"),
    "number": FieldName(N_("number")),
    "date": FieldName(N_("day")),
    "end_date": FieldName(N_("last day")),
    "moved_from": FieldName(N_("earlier days")),
    "start": FieldName(N_("start")),
    "begin": FieldName(N_("start")),
    "end": FieldName(N_("end")),
    "venue": FieldName(N_("venue"), refers="venues"),
    "room": FieldName(N_("room")),
    "online": FieldName(N_("online access")),
    "organisers": FieldName(N_("inviting organisations"), refers="organisations"),
    "partners_without_entry": FieldName(N_("partners without an entry")),
    "audience": FieldName(N_("circle of those invited")),
    "organisations": FieldName(N_("organisations"), refers="organisations"),
    "excluded": FieldName(N_("not invited"), refers="organisations"),
    "registration": FieldName(N_("way to register")),
    "deadline": FieldName(N_("deadline")),
    "capacity": FieldName(N_("places")),
    "moderator": FieldName(N_("moderation")),
    "programme": FieldName(N_("programme"), N_("programme item")),
    "item": FieldName(N_("programme item")),
    "duration": FieldName(N_("duration in minutes")),
    "text": FieldName(N_("text")),
    "speakers": FieldName(N_("speakers"), N_("speaker")),
    "questions": FieldName(N_("guiding questions")),
    "requested": FieldName(N_("only asked so far")),
    "info_stands": FieldName(N_("info stands"), refers="organisations"),
    "registrations": FieldName(N_("registrations"), N_("registration")),
    "received": FieldName(N_("received on")),
    "needs": FieldName(N_("needs")),
    "interpreting": FieldName(N_("interpreting"), refers="languages"),
    "childcare": FieldName(N_("childcare")),
    "accessibility": FieldName(N_("accessibility")),
    "dispatched": FieldName(N_("dispatches"), N_("dispatch")),
    "announced": FieldName(N_("announced day")),
    "cancelled": FieldName(N_("cancellation")),
    "recipients": FieldName(N_("recipients"), refers="organisations"),
    "attendance": FieldName(N_("attendance"), N_("attendance")),
    "turnout": FieldName(N_("turnout")),
    "approximate": FieldName(N_("rough number")),
    "apologies": FieldName(N_("organisations that sent apologies"), refers="organisations"),
    "persons": FieldName(N_("number of people")),
    "people": FieldName(N_("names of people")),
    "organisation": FieldName(N_("organisation"), refers="organisations"),
    "guest_of": FieldName(N_("group without an entry")),
    "minutes": FieldName(N_("minutes")),
    "chair": FieldName(N_("chair")),
    "keeper": FieldName(N_("keeper of the minutes")),
    "approved": FieldName(N_("approved on")),
    "items": FieldName(N_("items"), N_("item of the minutes")),
    "distribution": FieldName(N_("distribution")),
    "decisions": FieldName(N_("decisions"), N_("decision")),
    "in_favour": FieldName(N_("votes for")),
    "against": FieldName(N_("votes against")),
    "abstained": FieldName(N_("abstentions")),
    "actions": FieldName(N_("agreements"), N_("agreement")),
    "id": FieldName(N_("id")),
    "what": FieldName(N_("what is to be done")),
    "who": FieldName(N_("who does it"), refers="organisations"),
    "guest": FieldName(N_("who does it")),
    "due": FieldName(N_("due")),
    "documentation": FieldName(N_("documented at")),
    "project": FieldName(N_("project")),
    "funder": FieldName(N_("funder")),
    # settings
    "private": FieldName(N_("confidential folder")),
    "venues": FieldName(N_("venues"), N_("venue")),
    "directions": FieldName(N_("directions")),
    "coordinator": FieldName(N_("coordination"), refers="organisations"),
    "greeting": FieldName(N_("greeting")),
    "per_year": FieldName(N_("times a year")),
    "documents": FieldName(N_("look of documents")),
    "form": FieldName(N_("form of letters")),
    "signatory": FieldName(N_("signatory")),
    "function": FieldName(N_("function")),
    "fax": FieldName(N_("fax")),
    "reference": FieldName(N_("reference")),
    "return_line": FieldName(N_("return line")),
    "photo_note": FieldName(N_("note on photos")),
    "privacy_note": FieldName(N_("note on data protection")),
    "answer_form": FieldName(N_("answer form with invitations")),
    "both_sides": FieldName(N_("printing on both sides")),
    "german_summary": FieldName(N_("summary in German on letters in other languages")),
    "jobs": FieldName(N_("jobs"), N_("job")),
    "document": FieldName(N_("document")),
    "schedule": FieldName(N_("rhythm")),
    "day": FieldName(N_("day of the month")),
    "weekday": FieldName(N_("day of the week")),
    "month": FieldName(N_("month")),
    "unverified_for": FieldName(N_("days without confirmation")),
    "formats": FieldName(N_("formats")),
    "output": FieldName(N_("place of the results")),
    "keep": FieldName(N_("results that are kept")),
    "mail": FieldName(N_("e-mail draft")),
    "commit": FieldName(N_("commit of the results")),
    "checks": FieldName(N_("checks"), N_("check")),
}  # fmt: skip
"""Every field of the model, whatever part it stands in; the same name means the same everywhere."""

_OF_SHARE = {"network": FieldName(N_("for the network"))}

_PERSONAL: dict[str, frozenset[str] | None] = {
    "Contact": None,
    "Speaker": None,
    "Needs": None,  # a wheelchair tells of somebody's health (GDPR Art. 9)
    "Signatory": None,
    "Organisation": frozenset(("phone", "email", "address", "notes")),
    "Event": frozenset(("notes", "moderator", "online")),
    "Party": frozenset(("people",)),
    "Registration": frozenset(("people",)),
    "Minutes": frozenset(("chair", "keeper", "distribution")),
    "MinutesItem": frozenset(("text", "decisions")),
    "Decision": None,
    "Action": frozenset(("what", "guest")),
    "RegistrationRule": frozenset(("email",)),
}
"""By the names of the models: fields whose values are data of people, or often name some; None is all."""


def field_name(model: type[BaseModel], name: str) -> FieldName:
    """What a field is called; one that has no words here yet, as in the file."""
    found = _OF_SHARE.get(name) if model.__name__ == "Share" else None
    found = found or FIELDS.get(name)
    if found is None:
        plain = name.replace("_", " ")
        return FieldName(plain, plain)
    return FieldName(_(found.label), _(found.item or found.label), found.refers)


def is_personal(model: type[BaseModel], name: str) -> bool:
    """Whether a field's values are not repeated where strangers may read them."""
    fields = _PERSONAL.get(model.__name__, frozenset())
    return fields is None or name in fields


def quoted(text: str) -> str:
    """Words of the registry in a sentence; one line."""
    return _("“{text}”").format(text=" ".join(text.split()))


@dataclass(frozen=True, slots=True)
class Wording:
    """Values in words, as one state of the registry knows their names."""

    registry: Registry
    other: Registry
    """The other state, for what this one does not know: an id that is younger or older than it."""
    hidden: bool = False
    """Whether contacts are confidential, so that not even their functions are told openly."""

    def value(self, value: Any, refers: str = "") -> str:
        """A value in a sentence; empty where there is none, or where it is too long to be repeated."""
        if isinstance(value, PartialDate | date):
            return day(value)
        if isinstance(value, tuple | list):
            return self._several(value, refers)
        if isinstance(value, BaseModel):
            return self._part(value)
        if isinstance(value, dict):
            return ", ".join(filter(None, (self.value(item) for item in value.values())))
        return self._plain(value, refers)

    def _several(self, values: tuple[Any, ...] | list[Any], refers: str) -> str:
        found = [self.value(value, refers) for value in values]
        text = ", ".join(found) or _("nothing")
        return text if all(found) and len(text) <= LONGEST else ""

    def _part(self, part: BaseModel) -> str:
        if isinstance(part, Address):
            return quoted(address_line(part))
        return self.called(part).full

    def _plain(self, value: Any, refers: str) -> str:
        match value:
            case None:
                return ""
            case bool():
                return _("yes") if value else _("no")
            case time():
                return f"{value:%H:%M}"
            case SharedField():
                return field_name(Contact, value.value).label
            case StrEnum():
                return label(value.value)
            case str():
                return self._text(value, refers)
        return str(value)

    def _text(self, value: str, refers: str) -> str:
        if refers:
            return self.name(refers, value)
        short = len(value) <= LONGEST and "\n" not in value.strip()
        return quoted(value) if short else ""

    def name(self, kind: str, identifier: str) -> str:
        """What an id stands for.

        Args:
            kind: as `mo_registry.registry.Registry.declared`, or ``languages``.
            identifier: the id, or the code of a language.
        """
        if kind == "languages":
            return language_name(identifier)
        for registry in (self.registry, self.other):
            if found := _known(registry, kind, identifier):
                return found
        return identifier

    def called(self, item: BaseModel) -> Called:
        """What one of several is called."""
        match item:
            case Organisation():
                return Called.openly(item.name)
            case Event():
                return Called.openly(_("{title} on {day}").format(title=item.title, day=day(item.date)))
            case Contact():
                return self._contact(item)
            case Membership():
                return Called.openly(quoted(self.name("networks", item.network)))
            case Speaker():
                return Called(self._guest(item), item.name)
            case Guest():
                return Called.openly(self._guest(item))
            case Action():
                return Called(item.id, f"{item.id} {quoted(item.what)}")
            case Decision():
                return Called("", quoted(item.text))
            case Dispatch():
                return Called.openly(f"{day(item.date)} {label(item.channel.value)}")
            case MinutesItem():
                return Called.openly(quoted(item.item))
        return Called.openly(_named(item))

    def _contact(self, contact: Contact) -> Called:
        role = contact.role or ""
        aside = f" ({role})" if role and contact.name else role
        return Called(
            "" if self.hidden else role, (contact.name + aside) or contact.email or contact.phone or ""
        )

    def _guest(self, guest: Guest) -> str:
        return self.name("organisations", guest.organisation) if guest.organisation else guest.guest_of or ""


def _known(registry: Registry, kind: str, identifier: str) -> str:
    """What an id stands for in a registry; empty where it stands for nothing there."""
    settings = registry.settings
    match kind:
        case "organisations":
            organisation = registry.organisations.get(identifier)
            return organisation.name if organisation else ""
        case "networks":
            return settings.networks[identifier].name if identifier in settings.networks else ""
        case "venues":
            return settings.venues[identifier].name if identifier in settings.venues else ""
        case "series":
            return settings.series[identifier].title if identifier in settings.series else ""
    terms = settings.vocabulary(kind)
    return term_label(terms[identifier], identifier) if identifier in terms else ""


def _named(item: BaseModel) -> str:
    """Something that has a name or a title of its own."""
    for key in ("name", "title", "item", "id"):
        if isinstance(text := getattr(item, key, None), str):
            return quoted(text)
    return ""
