"""The end of an organisation: what is over ends on a day, and what was kept about people goes.

Personal data may be kept no longer than their purpose needs them (GDPR Art. 5 (1) (e)): with the
organisation, the reason to write to its people ends. What happened stays: events, minutes, memberships.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mo_registry.editing import mentions, patch
from mo_registry.editing.change import Change
from mo_registry.editing.mentions import Mention
from mo_registry.editing.path import spoken
from mo_registry.finding import Keys, RegistryError
from mo_registry.i18n import _
from mo_registry.labels import day
from mo_registry.matching import understood
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.event import EventStatus
from mo_registry.model.organisation import Status
from mo_registry.model.scalars import PartialDate, partial_date
from mo_registry.registry import Registry
from mo_registry.yamlfile import Data, Mapping

_KEPT = ("role", "since", "until")
"""Of a contact: who does what when is the organisation's history, and names nobody."""
_TELLING = ("family", "sort_name", "email", "phone", "mobile")
"""Values by which a person is found elsewhere in a text."""
_NOT_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class End:
    """When and how an organisation ends."""

    date: PartialDate
    status: Status = Status.DISSOLVED
    successor: str | None = None


@dataclass(slots=True)
class Archiving:
    """An organisation that is archived: the files that change, and what goes."""

    registry: Registry
    organisation: Organisation
    end: End
    change: Change = field(default_factory=Change)
    removed: list[str] = field(default_factory=list)
    """What personal data go, without repeating them."""
    left: list[Mention] = field(default_factory=list)
    """Lines that still hold a name or number of somebody whose data go."""
    telling: set[str] = field(default_factory=set)
    """Names and numbers that go."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The parts of the organisation's entry."""
        return self.registry.files["organisations", self.organisation.id]


def archive(registry: Registry, organisation: Organisation, end: End) -> Archiving:
    """The organisation as it is when it has ended; nothing is written.

    Raises:
        RegistryError: the day has not come, or something begins after it; or a file cannot be read or
            cannot be changed without touching something else.
    """
    mentions.expect_listed(registry)
    _refuse_impossible(registry, organisation, end)
    archiving = Archiving(registry, organisation, end)
    _end(archiving)
    for path in archiving.files:
        _end_memberships(archiving, path)
        _clear_contacts(archiving, path)
    for path in archiving.files:
        _clear_own(archiving, path)
    for event in registry.events.values():
        if is_to_come(event, registry.today):
            _clear_registrations(archiving, event)
    _look_for_names(archiving)
    return archiving


def is_to_come(event: Event, today: date) -> bool:
    """Whether an event is not history yet."""
    return event.date.last > today and event.status is not EventStatus.HELD


# What cannot be ------------------------------------------------------------------------------------------


def _refuse_impossible(registry: Registry, organisation: Organisation, end: End) -> None:
    if end.date.first > registry.today:
        raise RegistryError(
            _("{day} is still to come; until then, people have to be written to.").format(day=day(end.date)),
            hint=_("Archive it when that day has come."),
        )
    if organisation.status is Status.DISSOLVED and end.status is not Status.DISSOLVED:
        raise RegistryError(
            _("“{id}” is dissolved already, and cannot become dormant.").format(id=organisation.id)
        )
    if end.successor == organisation.id:
        raise RegistryError(_("“{id}” cannot be its own successor.").format(id=organisation.id))
    for keys, since in _beginnings(organisation):
        if since and since.first > end.date.last:
            raise RegistryError(
                _("“{key}” of “{id}” begins {since}, after the end {day}.").format(
                    key=spoken(keys), id=organisation.id, since=day(since), day=day(end.date)
                ),
                hint=_("Correct one of the two days, or take out what never began."),
            )
    if doubtful := mentions.unread(registry, "events", organisation.id):
        files = " ".join(registry.relative(path).as_posix() for path in doubtful)
        raise RegistryError(
            _("“{id}” was not archived, because not all of these files can be read: {files}").format(
                id=organisation.id, files=files
            ),
            hint=_("They may name its people. Mend them first: mo-registry validate {files}").format(
                files=files
            ),
        )


def _beginnings(organisation: Organisation) -> Iterator[tuple[Keys, PartialDate | None]]:
    for index, membership in enumerate(organisation.networks):
        yield ("networks", index), membership.since
    for index, contact in enumerate(organisation.contacts):
        if contact.role:
            yield ("contacts", index), contact.since


# What ends -----------------------------------------------------------------------------------------------


def _end(archiving: Archiving) -> None:
    end = archiving.end
    _set(archiving, "status", end.status.value)
    if end.status is Status.DISSOLVED:
        _set(archiving, "dissolved", str(end.date))
    if end.successor:
        _set(archiving, "succeeded_by", end.successor)


def _set(archiving: Archiving, key: str, value: str) -> None:
    """Put a value where it stands already, or into the first part of the entry."""
    files, change = archiving.files, archiving.change
    path = next((path for path in files if key in change.data(path)), files[0])
    change.write(path, patch.set_value(change.text(path), (key,), value, model=Organisation))


def _end_memberships(archiving: Archiving, path: Path) -> None:
    change = archiving.change
    for index, item in enumerate(_blocks(change.data(path), "networks")):
        if item and (until := _until(item, archiving.end.date)) != item.get("until"):
            keys = ("networks", index, "until")
            change.write(path, patch.set_value(change.text(path), keys, until or "", model=Organisation))


def _blocks(data: Mapping, key: str) -> list[Mapping]:
    """The items of a list of blocks; an empty block where somebody wrote something else."""
    items = data.get(key)
    return [item if isinstance(item, dict) else {} for item in items] if isinstance(items, list) else []


def _until(item: Mapping, end: PartialDate) -> Data | None:
    """The last day of something: the one that stands there, unless it is later than the end."""
    until = item.get("until")
    if until is None:
        return str(end)
    try:
        last = understood("until", until if isinstance(until, str) else "", partial_date, "")
    except RegistryError:
        return until  # what it means is for somebody else to say; validate asks
    return str(end) if last.last > end.last else until


# What goes -----------------------------------------------------------------------------------------------


def _clear_contacts(archiving: Archiving, path: Path) -> None:
    change = archiving.change
    contacts = _blocks(change.data(path), "contacts")
    kept = [_kept(contact, archiving.end.date) for contact in contacts]
    for index, (old, new) in enumerate(zip(contacts, kept, strict=True)):
        _note_contact(archiving, index, old, new)
    if contacts and not any(kept):
        _drop(archiving, path, "contacts")
        return
    for index in reversed(range(len(contacts))):
        keys = ("contacts", index)
        text = change.text(path)
        new = kept[index]
        change.write(
            path, patch.set_value(text, keys, new, model=Organisation) if new else patch.remove(text, keys)
        )


def _kept(contact: Mapping, end: PartialDate) -> Mapping:
    """What stays of a contact; nothing of one without a role."""
    if not contact.get("role"):
        return {}
    kept = {key: contact[key] for key in _KEPT if key in contact}
    until = _until(contact, end)
    return kept if until is None else {**kept, "until": until}


def _note_contact(archiving: Archiving, index: int, old: Mapping, new: Mapping) -> None:
    name = f"contacts[{index}]"
    gone = [key for key in old if key not in _KEPT]
    archiving.telling.update(value for key in _TELLING if isinstance(value := old.get(key), str))
    given, family = old.get("given"), old.get("family")
    if isinstance(given, str) and not isinstance(family, str):
        archiving.telling.add(given)
    if not new:
        archiving.removed.append(_("{place}: all of it, for it has no role").format(place=name))
    elif gone:
        archiving.removed.append(f"{name} ({new['role']}): {', '.join(gone)}")


def _clear_own(archiving: Archiving, path: Path) -> None:
    """The organisation's own address, number and mailbox go where they are somebody's private ones."""
    for key, reason in _private(archiving.organisation):
        if key in archiving.change.data(path):
            archiving.removed.append(f"{key}: {reason}")
            _drop(archiving, path, key)


def _private(organisation: Organisation) -> Iterator[tuple[str, str]]:
    contacts = organisation.contacts
    address = organisation.address
    flat = address is not None and bool(address.care_of)
    if flat:
        yield "address", _("it is that of somebody's flat (care_of)")
    elif address and any(contact.address == address for contact in contacts):
        yield "address", _("it is that of a contact too")
    if organisation.phone and flat:
        yield "phone", _("it belongs to somebody's flat")
    elif organisation.phone and _digits(organisation.phone) in _numbers(contacts):
        yield "phone", _("it is that of a contact too")
    mailboxes = {contact.email.casefold() for contact in contacts if contact.email}
    if organisation.email and organisation.email.casefold() in mailboxes:
        yield "email", _("it is that of a contact too")


def _numbers(contacts: tuple[Contact, ...]) -> set[str]:
    return {_digits(number) for contact in contacts for number in (contact.phone, contact.mobile) if number}


def _digits(number: str) -> str:
    return _NOT_DIGIT.sub("", number).removeprefix("00").removeprefix("49").lstrip("0")


def _drop(archiving: Archiving, path: Path, key: str) -> None:
    """Take a key out of a file; a part of an entry that holds nothing else goes as a whole."""
    change = archiving.change
    alone = set(change.data(path)) == {key}
    change.write(path, None if alone else patch.remove(change.text(path), (key,)))


def _clear_registrations(archiving: Archiving, event: Event) -> None:
    change, identifier = archiving.change, archiving.organisation.id
    if not any(one.people and one.organisation == identifier for one in event.registrations):
        return
    for path in archiving.registry.files["events", event.id]:
        for index, item in enumerate(_blocks(change.data(path), "registrations")):
            if item.get("organisation") == identifier and "people" in item:
                people = item["people"]
                archiving.telling.update(name for name in people if isinstance(name, str))
                archiving.removed.append(_("names in its registration for {event}").format(event=event.id))
                change.write(path, patch.remove(change.text(path), ("registrations", index, "people")))


def _look_for_names(archiving: Archiving) -> None:
    """Comments, notes and agendas may name people too; what they say is for somebody to judge."""
    found, registry, change = mentions.finder(archiving.telling), archiving.registry, archiving.change
    coming = (event for event in registry.events.values() if is_to_come(event, registry.today))
    for path in (
        *archiving.files,
        *(path for event in coming for path in registry.files["events", event.id]),
    ):
        archiving.left += mentions.lines(path, change.text(path), found)
