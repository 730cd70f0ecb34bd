"""Everything that the registry holds on an organisation, as a template sees it: to be confirmed or corrected."""

from __future__ import annotations

from mo_registry.documents.contact_lines import Readers, disclosed
from mo_registry.documents.fields import View, address_block
from mo_registry.documents.formats import Formats
from mo_registry.documents.sandbox import Fields
from mo_registry.model import Contact, Organisation
from mo_registry.model.organisation import Membership, Offer, Project, SharedField


def particulars(view: View, formats: Formats, organisation: Organisation) -> Fields:
    """What is known of an organisation, apart from the office's own notes; what is not known is empty.

    Args:
        view: the registry in the document's language.
        formats: how that language names kinds and languages.
        organisation: which it is.
    """
    register = (organisation.register_court, organisation.register_number)
    return Fields(
        "organisation",
        id=organisation.id,
        name=organisation.name,
        also_known_as=list(organisation.also_known_as),
        kind=formats.words.get(f"kind_{organisation.kind}", organisation.kind.value),
        legal_form=organisation.legal_form or "",
        register=", ".join(part for part in register if part),
        founded=organisation.founded or "",
        address=address_block(organisation.address),
        department=(organisation.address and organisation.address.department) or "",
        phone=organisation.phone or "",
        email=organisation.email or "",
        website=organisation.website or "",
        networks=[_membership(view, membership) for membership in organisation.networks],
        member_of=view.names(organisation.member_of),
        part_of=view.name(organisation.part_of),
        languages=_languages(formats, organisation.languages),
        focus_areas=_terms(view, "focus_areas", organisation.focus_areas),
        target_groups=_terms(view, "target_groups", organisation.target_groups),
        districts=_terms(view, "districts", organisation.districts),
        topics_wanted=_terms(view, "topics", organisation.topics_wanted),
        offers=[_offer(view, formats, offer) for offer in organisation.offers],
        projects=[_project(view, project) for project in organisation.projects],
        contacts=[_contact(view, formats, contact) for contact in organisation.contacts],
        verified=organisation.verified or "",
    )


def _contact(view: View, formats: Formats, contact: Contact) -> Fields:
    """A person with what others may see now, by this person's consent."""
    share, today = contact.share, view.registry.today
    return Fields(
        "contact",
        name=contact.name,
        role=view.entered(contact.role),
        salutation=contact.salutation or "",
        email=contact.email or "",
        phone=contact.phone or "",
        mobile=contact.mobile or "",
        address=address_block(contact.address),
        language=formats.language_name(contact.language) if contact.language else "",
        channel=contact.channel.value if contact.channel else "",
        receives=[mailing.value for mailing in contact.receives or ()],
        since=contact.since or "",
        until=contact.until or "",
        network=_in_order(disclosed(contact, Readers.NETWORK, today)),
        public=_in_order(disclosed(contact, Readers.PUBLIC, today)),
        consent=share.consent or "",
        consent_until=share.until or "",
        consent_expired=share.expired(today),
        source=view.entered(share.source),
    )


def _in_order(fields: frozenset[SharedField]) -> list[str]:
    """What may be shown, in the order in which it is always told."""
    return [field.value for field in SharedField if field in fields]


def _membership(view: View, membership: Membership) -> Fields:
    network = view.network(membership.network)
    return Fields(
        "membership",
        name=network["name"] or membership.network,
        since=membership.since or "",
        until=membership.until or "",
    )


def _offer(view: View, formats: Formats, offer: Offer) -> Fields:
    return Fields(
        "offer",
        title=view.entered(offer.title),
        description=view.entered(offer.description),
        focus_areas=_terms(view, "focus_areas", offer.focus_areas),
        target_groups=_terms(view, "target_groups", offer.target_groups),
        districts=_terms(view, "districts", offer.districts),
        languages=_languages(formats, offer.languages),
        since=offer.since or "",
        until=offer.until or "",
    )


def _project(view: View, project: Project) -> Fields:
    return Fields(
        "project",
        title=view.entered(project.title),
        since=project.since or "",
        until=project.until or "",
        funding=view.entered(project.funding),
        partners=view.names(project.partners),
        focus_areas=_terms(view, "focus_areas", project.focus_areas),
    )


def _terms(view: View, vocabulary: str, terms: tuple[str, ...]) -> list[str]:
    known = view.registry.settings.vocabulary(vocabulary)
    return [view.label(known.get(term)) or term for term in terms]


def _languages(formats: Formats, tags: tuple[str, ...]) -> list[str]:
    return [formats.language_name(tag) for tag in tags]
