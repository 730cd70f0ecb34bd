"""Checks for the same thing twice: organisations and events that look alike, shared addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from mo_registry.finding import Finding, Keys, Severity, rule
from mo_registry.i18n import _
from mo_registry.model import Organisation
from mo_registry.names import name_key
from mo_registry.registry import Registry

Occurrence = tuple[Organisation, Keys]
"""An organisation, and where in it the value stands that it shares with another."""

ALIKE = 85
"""From this similarity on (0 to 100) two names with the same e-mail address are taken for one."""


@rule("MO311")
def same_register_number(number: str, other: str, file: str) -> tuple[str, str]:
    """Two organisations have the same register number.

    A court gives each number once: the same number (and court) is the same association.

    Fails:
        # data/organisations/a.yaml
        name: Elternverein
        kind: migrant_organisation
        register_number: VR 1234
        register_court: Bielefeld
        # data/organisations/b.yaml
        name: Verein der Eltern
        kind: migrant_organisation
        register_number: VR1234
        register_court: Bielefeld

    Passes:
        # data/organisations/a.yaml
        name: Elternverein
        kind: migrant_organisation
        register_number: VR 1234
        register_court: Bielefeld
        # data/organisations/b.yaml
        name: Verein der Eltern
        kind: migrant_organisation
        register_number: VR 1234
        register_court: Halle
    """
    return (
        _("{number} is the register number of {other} too ({file})").format(
            number=number, other=other, file=file
        ),
        _("one organisation → delete one of the files; two → correct the number"),
    )


@rule("MO312", Severity.WARNING)
def same_organisation(other: str, reasons: str, file: str, identifier: str) -> tuple[str, str]:
    """An organisation looks like one that is already here.

    Names are compared without regard to capitals, accents, punctuation and legal form; a similar name with
    the same e-mail address counts too. Whoever is in the registry twice gets two letters, or one to the
    old address.

    Fails:
        # data/organisations/binemo.yaml
        name: BiNeMO e.V.
        kind: migrant_organisation
        # data/organisations/bi-nemo.yaml
        name: BINEMO e. V.
        kind: migrant_organisation

    Passes:
        # data/organisations/binemo.yaml
        name: BiNeMO e.V.
        kind: migrant_organisation
        # data/organisations/bi-nemo.yaml
        name: BINEMO e. V.
        kind: migrant_organisation
        not_the_same: [binemo]
    """
    return (
        _("this looks like an organisation that is already here: {other} ({reasons}; {file})").format(
            other=other, reasons=reasons, file=file
        ),
        _(
            "one organisation → delete one of the files; "
            "two → add not_the_same: [{id}] with the reason in a comment"
        ).format(id=identifier),
    )


@rule("MO313", Severity.INFORMATION)
def shared_email(address: str, other: str, file: str) -> tuple[str, str]:
    """Two organisations have the same e-mail address.

    That is often right: one person speaks for both, or a successor reads the old mailbox. It may also be a
    slip of copying, and then one of the two never gets its invitation.

    Fails:
        # data/organisations/a.yaml
        name: Elternverein
        kind: migrant_organisation
        email: info@verein.example
        # data/organisations/b.yaml
        name: Sportverein
        kind: migrant_organisation
        email: info@verein.example

    Passes:
        # data/organisations/a.yaml
        name: Elternverein
        kind: migrant_organisation
        email: info@verein.example
        # data/organisations/b.yaml
        name: Sportverein
        kind: migrant_organisation
        email: sport@verein.example
    """
    return (
        _("{address} is the e-mail address of {other} too ({file})").format(
            address=address, other=other, file=file
        ),
        _("if that is right, say so behind it: # allow MO313: one mailbox for both"),
    )


@rule("MO314", Severity.INFORMATION)
def shared_phone(number: str, other: str, file: str) -> tuple[str, str]:
    """Two organisations have the same telephone number.

    That is often right (one person, one house), and sometimes a slip of copying.

    Fails:
        # data/organisations/a.yaml
        name: Elternverein
        kind: migrant_organisation
        phone: +49 221 4710 123
        # data/organisations/b.yaml
        name: Sportverein
        kind: migrant_organisation
        phone: 0221 4710-123

    Passes:
        # data/organisations/a.yaml
        name: Elternverein
        kind: migrant_organisation
        phone: +49 221 4710 123
        # data/organisations/b.yaml
        name: Sportverein
        kind: migrant_organisation
        phone: +49 221 4710 456
    """
    return (
        _("{number} is the telephone number of {other} too ({file})").format(
            number=number, other=other, file=file
        ),
        _("if that is right, say so behind it: # allow MO314: same house"),
    )


@rule("MO315")
def same_uid(other: str) -> tuple[str, str]:
    """Two events have the same uid.

    The uid is how a calendar knows an event. Two events with one uid replace each other in everybody's
    calendar; a file that was copied to make a new event keeps the old one's uid if nobody deletes it.

    Fails:
        # data/events/2023-05-31-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-05-31
        uid: 5d0c5b6e
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        uid: 5d0c5b6e

    Passes:
        # data/events/2023-05-31-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-05-31
        uid: 5d0c5b6e
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        uid: 8c41d2f0
    """
    return (
        _("this uid belongs to {other}").format(other=other),
        _("if this event was copied, delete its uid: a new one is made when it is needed"),
    )


@rule("MO316", Severity.WARNING)
def same_event(other: str) -> tuple[str, str]:
    """Two events of one network have the same day and the same title.

    Mostly somebody entered a meeting that somebody else had entered already.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        network: netzwerk-mo
        # data/events/2023-09-27-netzwerktreffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        network: netzwerk-mo

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        network: netzwerk-mo
        # data/events/2023-12-13-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-12-13
        network: netzwerk-mo
    """
    return (
        _("this looks like an event that is already here: {other}").format(other=other),
        _("delete one of the two files, or give the events different titles"),
    )


def register_numbers(registry: Registry) -> Iterator[Finding]:
    """MO311."""
    groups: dict[tuple[str, str], list[Occurrence]] = defaultdict(list)
    for organisation in registry.organisations.values():
        if organisation.register_number:
            number = "".join(filter(str.isalnum, organisation.register_number)).lower()
            groups[number, (organisation.register_court or "").lower()].append(
                (organisation, ("register_number",))
            )
    for (first, _keys), (later, keys) in _neighbours(groups.values()):
        place = registry.place(later, *keys).about(("organisations", first.id))
        yield same_register_number(place, later.register_number or "", first.name, _file(registry, first))


def organisations(registry: Registry) -> Iterator[Finding]:
    """MO312: by name, and by e-mail address where names are similar."""
    groups: dict[str, list[Occurrence]] = defaultdict(list)
    for organisation in registry.organisations.values():
        for index, name in enumerate((organisation.name, *organisation.also_known_as)):
            keys: Keys = ("also_known_as", index - 1) if index else ("name",)
            key = name_key(name)
            if not groups[key] or groups[key][-1][0] is not organisation:
                groups[key].append((organisation, keys))
    for (first, _keys), (later, keys) in _neighbours(groups.values()):
        yield _looks_like(registry, first, later, keys, _("same name but for spelling"))
    for _address, (first, _keys), (later, _place) in _shared_emails(registry):
        if _alike(first, later) and name_key(first.name) != name_key(later.name):
            yield _looks_like(registry, first, later, ("name",), _("similar name, same e-mail address"))


def emails(registry: Registry) -> Iterator[Finding]:
    """MO313."""
    for address, (first, _keys), (later, keys) in _shared_emails(registry):
        place = registry.place(later, *keys).about(("organisations", first.id))
        yield shared_email(place, address, first.name, _file(registry, first))


def phones(registry: Registry) -> Iterator[Finding]:
    """MO314."""
    groups: dict[str, list[Occurrence]] = defaultdict(list)
    for organisation in registry.organisations.values():
        for number, keys in _phones(organisation):
            digits = "".join(filter(str.isdigit, number)).removeprefix("00").removeprefix("49").lstrip("0")
            _append(groups[digits], organisation, keys)
    for (first, _keys), (later, keys) in _neighbours(groups.values()):
        value = next(number for number, where in _phones(later) if where == keys)
        place = registry.place(later, *keys).about(("organisations", first.id))
        yield shared_phone(place, value, first.name, _file(registry, first))


def event_uids(registry: Registry) -> Iterator[Finding]:
    """MO315."""
    first: dict[str, str] = {}
    for event in registry.events.values():
        if event.uid and first.setdefault(event.uid, event.id) != event.id:
            place = registry.place(event, "uid").about(("events", first[event.uid]))
            yield same_uid(place, first[event.uid])


def events(registry: Registry) -> Iterator[Finding]:
    """MO316."""
    first: dict[tuple[str, str, str], str] = {}
    for event in registry.events.values():
        key = (str(event.date), event.network or event.series or "", name_key(event.title))
        if first.setdefault(key, event.id) != event.id:
            yield same_event(registry.place(event, "title").about(("events", first[key])), first[key])


def _looks_like(
    registry: Registry, first: Organisation, later: Organisation, keys: Keys, reason: str
) -> Finding:
    place = registry.place(later, *keys).about(("organisations", first.id))
    return same_organisation(place, first.name, reason, _file(registry, first), first.id)


def _shared_emails(registry: Registry) -> Iterator[tuple[str, Occurrence, Occurrence]]:
    groups: dict[str, list[Occurrence]] = defaultdict(list)
    for organisation in registry.organisations.values():
        if organisation.email:
            _append(groups[organisation.email.lower()], organisation, ("email",))
        for index, contact in enumerate(organisation.contacts):
            if contact.email:
                _append(groups[contact.email.lower()], organisation, ("contacts", index, "email"))
    for address, group in groups.items():
        for first, later in _neighbours([group]):
            yield address, first, later


def _phones(organisation: Organisation) -> Iterator[tuple[str, Keys]]:
    if organisation.phone:
        yield organisation.phone, ("phone",)
    for index, contact in enumerate(organisation.contacts):
        for key in ("phone", "mobile"):
            if number := getattr(contact, key):
                yield number, ("contacts", index, key)


def _append(group: list[Occurrence], organisation: Organisation, keys: Keys) -> None:
    if not group or group[-1][0] is not organisation:
        group.append((organisation, keys))


def _neighbours(groups: Iterable[list[Occurrence]]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Within each group every organisation after the first with the one before it: never all pairs."""
    for group in groups:
        if len(group) > 1:
            for earlier, later in pairwise(group):
                if not {earlier[0].id, later[0].id} & {*earlier[0].not_the_same, *later[0].not_the_same}:
                    yield earlier, later


def _alike(one: Organisation, other: Organisation) -> bool:
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(name_key(one.name), name_key(other.name)) >= ALIKE


def _file(registry: Registry, organisation: Organisation) -> str:
    return registry.relative(registry.files["organisations", organisation.id][0]).as_posix()


CHECKS = (register_numbers, organisations, emails, phones, event_uids, events)
