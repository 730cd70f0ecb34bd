"""An organisation: what it is, who speaks for it, what it offers, and where it belongs."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from mo_registry.i18n import N_
from mo_registry.model.part import Address, Entry, Part
from mo_registry.model.scalars import Date, Day, Id, PartialDate, Prose, Reference, Text


class OrganisationKind(StrEnum):
    """What kind of body it is."""

    MIGRANT_ORGANISATION = "migrant_organisation"
    UMBRELLA = "umbrella"
    REGULAR_SERVICE = "regular_service"
    WELFARE_ASSOCIATION = "welfare_association"
    PUBLIC_AUTHORITY = "public_authority"
    ADVISORY_COUNCIL = "advisory_council"
    FOUNDATION = "foundation"
    ASSOCIATION = "association"
    COMPANY = "company"


class Status(StrEnum):
    """Whether the organisation is at work."""

    ACTIVE = "active"
    DORMANT = "dormant"
    DISSOLVED = "dissolved"


class Salutation(StrEnum):
    """How a person wishes to be addressed, where it is one of the usual ways."""

    MS = "ms"
    MR = "mr"
    NEUTRAL = "neutral"


class Channel(StrEnum):
    """How somebody is written to."""

    EMAIL = "email"
    POST = "post"
    PHONE = "phone"


class Mailing(StrEnum):
    """What is sent to contacts."""

    INVITATION = "invitation"
    PROTOCOL = "protocol"
    CONTACT_LIST = "contact_list"
    NEWS = "news"


class SharedField(StrEnum):
    """What of a contact may be disclosed."""

    NAME = "name"
    ROLE = "role"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"


class Share(Part):
    """Disclosure to others, by consent (GDPR Art. 6 (1) a and Art. 7): which fields, to whom, since when."""

    network: tuple[SharedField, ...] = Field(
        default=(), description=N_("Fields that the other members may see.")
    )
    public: tuple[SharedField, ...] = Field(default=(), description=N_("Fields that everybody may see."))
    consent: Day | None = Field(default=None, description=N_("The day on which the person agreed."))
    source: Text | None = Field(
        default=None, description=N_("Where the agreement can be found: a form, an e-mail.")
    )
    until: Day | None = Field(default=None, description=N_("The last day for which the agreement holds."))

    @property
    def disclosing(self) -> bool:
        """Whether anything is to be shown to anybody."""
        return bool(self.network or self.public)

    def expired(self, day: date) -> bool:
        """Whether the agreement is over on that day."""
        return self.until is not None and self.until < day


class Contact(Part):
    """Somebody who speaks for the organisation; a role may stand in for a name."""

    given: Text | None = Field(default=None, description=N_("Given name."))
    family: Text | None = Field(default=None, description=N_("Family name; a single name stands here."))
    title: Text | None = Field(default=None, description=N_("Academic title, as “Dr.”."))
    sort_name: Text | None = Field(
        default=None, description=N_("The name to sort by, where the rule gets it wrong.")
    )
    salutation: Text | None = Field(
        default=None,
        description=N_(
            "“ms”, “mr”, “neutral”, or a whole salutation in words. It is never guessed from a name."
        ),
        examples=list(Salutation),
    )
    role: Text | None = Field(default=None, description=N_("Function in the organisation, as “Vorsitz”."))
    email: Text | None = Field(default=None, description=N_("E-mail address."))
    phone: Text | None = Field(default=None, description=N_("Telephone number, best as +49 …"))
    mobile: Text | None = Field(default=None, description=N_("Mobile telephone number."))
    address: Address | None = Field(
        default=None, description=N_("Where letters to this person go, if not to the organisation.")
    )
    language: Text | None = Field(
        default=None,
        description=N_("Language of letters to this person (BCP 47, as “uk”; “de-simple” is plain German)."),
    )
    channel: Channel | None = Field(
        default=None, description=N_("How this person is written to: email, post or phone.")
    )
    receives: tuple[Mailing, ...] | None = Field(
        default=None,
        description=N_(
            "What is sent to this person. Without it the first contact gets everything; [] is nothing."
        ),
    )
    since: Date | None = Field(default=None, description=N_("In this role since."))
    until: Date | None = Field(default=None, description=N_("In this role until."))
    share: Share = Field(default=Share(), description=N_("What others may see, by this person's consent."))

    @property
    def name(self) -> str:
        """Title, given and family name; empty where only the role is known."""
        return " ".join(part for part in (self.title, self.given, self.family) if part)


class Membership(Part):
    """That an organisation belongs to a network, and from when until when."""

    network: Reference = Field(description=N_("The network (its id in registry.yaml)."))
    since: Date | None = Field(default=None, description=N_("Member since."))
    until: Date | None = Field(default=None, description=N_("Member until, this day included."))


class Offer(Part):
    """Something that the organisation does for people."""

    title: Text = Field(description=N_("What it is called."))
    description: Prose | None = Field(
        default=None, description=N_("What happens there, in a sentence or two.")
    )
    focus_areas: tuple[Reference, ...] = Field(
        default=(), description=N_("Focus areas (terms of registry.yaml).")
    )
    target_groups: tuple[Reference, ...] = Field(
        default=(), description=N_("Whom it is for (terms of registry.yaml).")
    )
    districts: tuple[Reference, ...] = Field(
        default=(), description=N_("Where it takes place (terms of registry.yaml).")
    )
    languages: tuple[Text, ...] = Field(
        default=(), description=N_("Languages in which it is offered (BCP 47).")
    )
    since: Date | None = Field(default=None, description=N_("Offered since."))
    until: Date | None = Field(default=None, description=N_("Offered until."))


class Project(Part):
    """Work with a beginning and an end, mostly funded."""

    title: Text = Field(description=N_("What it is called."))
    since: Date | None = Field(default=None, description=N_("Begins."))
    until: Date | None = Field(default=None, description=N_("Ends."))
    funding: Text | None = Field(default=None, description=N_("Who pays for it."))
    partners: tuple[Reference, ...] = Field(
        default=(), description=N_("Organisations that take part (their ids).")
    )
    focus_areas: tuple[Reference, ...] = Field(
        default=(), description=N_("Focus areas (terms of registry.yaml).")
    )


class Organisation(Entry):
    """An association, office, service or foundation in the network's world."""

    name: Text = Field(description=N_("The full name, as it stands on an envelope."), min_length=1)
    kind: OrganisationKind = Field(description=N_("What kind of body it is."))
    also_known_as: tuple[Text, ...] = Field(
        default=(), description=N_("Other spellings and former names; found by search.")
    )
    former_ids: tuple[Id, ...] = Field(
        default=(),
        description=N_("Ids that it had before it was renamed; what names them is still understood."),
    )
    sort_name: Text | None = Field(
        default=None, description=N_("The name to sort by, where the rule gets it wrong.")
    )
    status: Status = Field(default=Status.ACTIVE, description=N_("active, dormant or dissolved."))
    legal_form: Text | None = Field(
        default=None, description=N_("As “e.V.”, “gGmbH”; left out for an unregistered group.")
    )
    register_number: Text | None = Field(
        default=None, description=N_("Number in the register of associations, as “VR 1234”.")
    )
    register_court: Text | None = Field(
        default=None, description=N_("The court that keeps the register of associations.")
    )
    founded: Date | None = Field(default=None, description=N_("When it was founded; a year is enough."))
    dissolved: Date | None = Field(default=None, description=N_("When it was dissolved."))
    succeeded_by: Reference | None = Field(
        default=None, description=N_("The organisation that goes on with its work (its id).")
    )
    networks: tuple[Membership, ...] = Field(default=(), description=N_("Networks that it belongs to."))
    member_of: tuple[Reference, ...] = Field(
        default=(), description=N_("Umbrella organisations that it belongs to (their ids).")
    )
    part_of: Reference | None = Field(
        default=None, description=N_("The organisation whose office or section it is (its id).")
    )
    languages: tuple[Text, ...] = Field(
        default=(), description=N_("Languages spoken there (BCP 47, as “uk”, “ku”, “ar”).")
    )
    focus_areas: tuple[Reference, ...] = Field(
        default=(), description=N_("Focus areas (terms of registry.yaml).")
    )
    target_groups: tuple[Reference, ...] = Field(
        default=(), description=N_("Whom it works for (terms of registry.yaml).")
    )
    districts: tuple[Reference, ...] = Field(
        default=(), description=N_("Where it works (terms of registry.yaml).")
    )
    topics_wanted: tuple[Reference, ...] = Field(
        default=(), description=N_("Topics that it wishes for (terms of registry.yaml).")
    )
    address: Address | None = Field(default=None, description=N_("Postal address."))
    phone: Text | None = Field(default=None, description=N_("Telephone number, best as +49 …"))
    email: Text | None = Field(default=None, description=N_("E-mail address of the organisation itself."))
    website: Text | None = Field(default=None, description=N_("Web address."))
    contacts: tuple[Contact, ...] = Field(
        default=(), description=N_("People who speak for it; the first is written to.")
    )
    offers: tuple[Offer, ...] = Field(default=(), description=N_("What it offers."))
    projects: tuple[Project, ...] = Field(default=(), description=N_("Projects with a beginning and an end."))
    verified: Day | None = Field(
        default=None, description=N_("When the organisation last confirmed these data.")
    )
    not_the_same: tuple[Reference, ...] = Field(
        default=(), description=N_("Organisations that look like this one and are others (their ids).")
    )
    notes: Prose | None = Field(default=None, description=N_("For the office; printed nowhere."))

    @property
    def order_name(self) -> str:
        """The name that it is sorted by."""
        return self.sort_name or self.name

    def memberships(self, network: str | None = None) -> tuple[Membership, ...]:
        """Its memberships, or those in one network."""
        return tuple(m for m in self.networks if network in (None, m.network))

    def belongs_to(self, network: str, on: PartialDate) -> bool:
        """Whether it was a member on that day, or on some day of that month or year."""
        return any(
            (m.since is None or m.since.first <= on.last) and (m.until is None or m.until.last >= on.first)
            for m in self.memberships(network)
        )
