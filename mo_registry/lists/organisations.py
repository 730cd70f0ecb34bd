"""Organisations as a table, and which of them are wanted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from mo_registry.audience import is_current
from mo_registry.i18n import N_
from mo_registry.labels import day
from mo_registry.lists.table import Column, Listing, Value, address, field, labelled, named, term
from mo_registry.matching import choices, identifiers, languages, speaks
from mo_registry.model import Contact, Organisation
from mo_registry.model.organisation import OrganisationKind, Status
from mo_registry.model.scalars import PartialDate
from mo_registry.names import organisation_order
from mo_registry.registry import Registry

Wanted = Callable[[Organisation], bool]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for: of each kind any of the words, of all kinds together all."""

    networks: Sequence[str] = ()
    """Members on the day of the run."""
    kinds: Sequence[str] = ()
    statuses: Sequence[str] = ()
    languages: Sequence[str] = ()
    focus_areas: Sequence[str] = ()
    target_groups: Sequence[str] = ()
    districts: Sequence[str] = ()
    umbrellas: Sequence[str] = ()


def select(registry: Registry, filters: Filters) -> list[Organisation]:
    """The organisations that are asked for, in the order of a German list.

    Raises:
        RegistryError: a word means nothing in this registry.
    """
    wanted = list(_conditions(registry, filters))
    found = (o for o in registry.organisations.values() if all(condition(o) for condition in wanted))
    return sorted(found, key=lambda organisation: organisation_order(organisation.order_name))


def _conditions(registry: Registry, filters: Filters) -> Iterable[Wanted]:
    today = PartialDate(registry.today.year, registry.today.month, registry.today.day)
    if filters.networks:
        networks = identifiers("--network", filters.networks, registry.declared("networks"))
        yield lambda o: any(o.belongs_to(network, today) for network in networks)
    if filters.kinds:
        kinds = choices("--kind", filters.kinds, OrganisationKind)
        yield lambda o: o.kind in kinds
    if filters.statuses:
        statuses = choices("--status", filters.statuses, Status)
        yield lambda o: o.status in statuses
    if filters.languages:
        spoken = (code for organisation in registry.organisations.values() for code in organisation.languages)
        codes = languages("--language", filters.languages, spoken)
        yield lambda o: any(speaks(o.languages, code) for code in codes)
    for vocabulary in ("focus_areas", "target_groups", "districts"):
        if words := getattr(filters, vocabulary):
            yield _about(registry, vocabulary, words)
    if filters.umbrellas:
        umbrellas = identifiers("--member-of", filters.umbrellas, registry.declared("organisations"))
        yield lambda o: not umbrellas_of(o).isdisjoint(umbrellas)


def umbrellas_of(organisation: Organisation) -> set[str]:
    """The umbrella organisations that it belongs to."""
    return set(organisation.member_of)


def _about(registry: Registry, vocabulary: str, words: Sequence[str]) -> Wanted:
    """That one of the terms stands at the organisation itself or at something that it offers."""
    option = f"--{vocabulary.replace('_', '-').removesuffix('s')}"
    terms = registry.settings.vocabulary(vocabulary)
    known = {name: " / ".join(terms.get(name, {}).values()) or name for name in registry.declared(vocabulary)}
    wanted = set(identifiers(option, words, known))
    return lambda o: not wanted.isdisjoint(terms_of(o, vocabulary))


def terms_of(organisation: Organisation, vocabulary: str) -> Collection[str]:
    """The terms of a vocabulary that stand at an organisation, its offers and its projects."""
    if vocabulary == "topics":
        return organisation.topics_wanted
    parts = (organisation, *organisation.offers, *organisation.projects)
    return {term for part in parts for term in getattr(part, vocabulary, ())}


def first_contact(registry: Registry, organisation: Organisation) -> Contact | None:
    """The contact that is written to first: the first one in the file whose time is not over."""
    return next((contact for contact in organisation.contacts if is_current(registry, contact)), None)


def _reached(key: str) -> Callable[[Registry, Organisation], Value]:
    """A way to reach the first contact; else the organisation itself."""

    def value(registry: Registry, organisation: Organisation) -> Value:
        contact = first_contact(registry, organisation)
        mobile = contact.mobile if contact and key == "phone" else None
        return (getattr(contact, key) if contact else None) or mobile or getattr(organisation, key)

    return value


def _contact(registry: Registry, organisation: Organisation) -> Value:
    contact = first_contact(registry, organisation)
    return (contact.name or contact.role) if contact else None


def _role(registry: Registry, organisation: Organisation) -> Value:
    contact = first_contact(registry, organisation)
    return contact.role if contact else None


def _mobile(registry: Registry, organisation: Organisation) -> Value:
    contact = first_contact(registry, organisation)
    return contact.mobile if contact else None


def _networks(registry: Registry, organisation: Organisation) -> Value:
    today = PartialDate(registry.today.year, registry.today.month, registry.today.day)
    names = (membership.network for membership in organisation.networks)
    return tuple(name for name in dict.fromkeys(names) if organisation.belongs_to(name, today))


def _file(registry: Registry, organisation: Organisation) -> Value:
    return tuple(
        registry.relative(path).as_posix() for path in registry.files["organisations", organisation.id]
    )


def _day(_registry: Registry, value: str) -> str:
    return day(value)


LISTING: Listing[Organisation] = Listing(
    columns=(
        Column("name", N_("name"), field("name")),
        Column("id", N_("id"), field("id")),
        Column("kind", N_("kind"), field("kind"), labelled),
        Column("status", N_("status"), field("status"), labelled),
        Column("also_known_as", N_("also known as"), field("also_known_as")),
        Column("legal_form", N_("legal form"), field("legal_form")),
        Column("register_number", N_("register number"), field("register_number")),
        Column("founded", N_("founded"), field("founded"), _day),
        Column("networks", N_("networks"), _networks, named("networks")),
        Column("member_of", N_("umbrellas"), field("member_of"), named("organisations")),
        Column("languages", N_("languages"), field("languages")),
        Column("focus_areas", N_("focus areas"), field("focus_areas"), term("focus_areas")),
        Column("target_groups", N_("target groups"), field("target_groups"), term("target_groups")),
        Column("districts", N_("districts"), field("districts"), term("districts")),
        Column("topics_wanted", N_("topics wanted"), field("topics_wanted"), term("topics")),
        Column("offers", N_("offers"), lambda _r, o: tuple(offer.title for offer in o.offers)),
        Column("contact", N_("contact"), _contact),
        Column("role", N_("function"), _role),
        Column("email", N_("e-mail"), _reached("email")),
        Column("phone", N_("telephone"), _reached("phone")),
        Column("mobile", N_("mobile telephone"), _mobile),
        Column("website", N_("web address"), field("website")),
        Column("department", N_("department"), address("department")),
        Column("care_of", N_("care of"), address("care_of")),
        Column("street", N_("street"), address("street")),
        Column("po_box", N_("P.O. box"), address("po_box")),
        Column("postal_code", N_("postal code"), address("postal_code")),
        Column("city", N_("city"), address("city")),
        Column("country", N_("country"), address("country")),
        Column("verified", N_("confirmed"), field("verified"), _day, ("bestätigt", "confirmed")),
        Column("file", N_("file"), _file),
    ),
    narrow=("name", "kind", "id"),
    wide=("name", "kind", "contact", "email", "phone", "id"),
)
