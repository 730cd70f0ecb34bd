"""What changes mean for letters and lists: who will get something else, and which lists will say something else.

The effects tell organisations by name and never what is known of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mo_registry.audience import Audience, Recipient, held_revisions, invited
from mo_registry.documents import contact_list
from mo_registry.documents.contact_lines import Readers
from mo_registry.finding import RegistryError
from mo_registry.i18n import N_, _, ngettext
from mo_registry.labels import day, label
from mo_registry.model import Event
from mo_registry.model.event import EventStatus
from mo_registry.model.organisation import Channel
from mo_registry.model.references import VOCABULARIES
from mo_registry.names import organisation_order
from mo_registry.overview.facts import address_line, language_name
from mo_registry.registry import Registry
from mo_registry.reports.changes import levelled, renames, renewed, settings_known
from mo_registry.reports.wording import field_name

_LETTER = (
    "title", "topic", "description", "date", "end_date", "start", "end", "venue", "room", "online", "partners",
    "partners_without_entry", "registration", "moderator", "programme", "info_stands",
)  # fmt: skip
"""What an invitation says of its event."""

_DOCUMENTS = {
    "invitation": N_("invitations"),
    "protocol": N_("minutes"),
    "contact-list": N_("contact lists"),
    "telephone-list": N_("telephone lists"),
    "words": N_("all documents"),
    "letterhead": N_("letters as Word files"),
    "fonts": N_("all documents as PDF"),
}
"""Which documents a template is for, by the first part of its name."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the changes mean for one letter or list."""

    kind: str
    """``invitation``, ``contact-list`` or ``template``."""
    id: str
    """The event's id; the list's readers and network; the template's name."""
    about: str
    """Which letter or list that is, in words."""
    sentences: tuple[str, ...]
    organisations: Mapping[str, tuple[str, ...]]
    """Ids of organisations by what happens to them."""


def effects(before: Registry, after: Registry) -> list[Effect]:
    """What is different because of the changes: both states are seen from the day of the later one."""
    templates = list(_templates(before, after))
    if not settings_known(before, after):
        return templates
    earlier, now = levelled(before, after)
    then = replace(earlier, today=now.today, source=now.source, root=now.root)
    then = _renamed(then, renames(then, now))
    return [*_invitations(then, now), *_lists(then, now), *templates]


def _renamed(then: Registry, renamed: Mapping[str, str]) -> Registry:
    """The earlier state with the ids of today, so that a rename alone has no effect."""
    if not renamed:
        return then
    return replace(
        then,
        settings=renewed(then.settings, renamed),
        organisations={
            renamed.get(name, name): renewed(it, renamed).model_copy().named(renamed.get(name, name))
            for name, it in then.organisations.items()
        },
        events={
            renamed.get(name, name): renewed(it, renamed).model_copy().named(renamed.get(name, name))
            for name, it in then.events.items()
        },
    )


# Letters -----------------------------------------------------------------------------------------------------


def _invitations(then: Registry, now: Registry) -> Iterator[Effect]:
    same_circle = then.organisations == now.organisations and then.settings == now.settings
    events = {**then.events, **now.events}
    for name in sorted(events, key=lambda name: (events[name].date.first, name)):
        if ("events", name) in now.files and name not in now.events:
            continue  # it cannot be read: nobody knows
        old, new = then.events.get(name), now.events.get(name)
        if same_circle and old == new:
            continue
        if any(it and _is_to_come(it, now) for it in (old, new)):
            audiences = _audience(then, old), _audience(now, new)
            effect = _Invitation(then, now, old, new, *audiences).effect(name)
            if effect.sentences:
                yield effect


def _is_to_come(event: Event, registry: Registry) -> bool:
    return event.date.last >= registry.today and event.status is not EventStatus.HELD


@dataclass(frozen=True, slots=True)
class _Way:
    """How somebody is written to."""

    receiver: str
    channel: Channel
    language: str
    place: str


@dataclass(frozen=True, slots=True)
class _Invitation:
    """The invitation to an event, then and now."""

    then: Registry
    now: Registry
    old: Event | None
    new: Event | None
    circle_then: Audience
    circle_now: Audience

    def effect(self, name: str) -> Effect:
        """What is different in it."""
        event = self.new or self.old
        about = _("Invitation to {title} on {day}").format(
            title=event.title if event else name, day=day(event.date) if event else ""
        )
        written_then, written_now = _written(self.circle_then), _written(self.circle_now)
        changed = {
            key: (written_then[key], written_now[key])
            for key in written_now
            if key in written_then and written_then[key] != written_now[key]
        }
        added = [key for key in written_now if key not in written_then and _is_known(self.then, key)]
        removed = [key for key in written_then if key not in written_now and _is_known(self.now, key)]
        sentences = (
            *self._existence(len(written_now)),
            *(self._added(added) if self.old else ()),
            *(self._removed(removed) if self.new else ()),
            *self._others(changed),
            *self._facts(),
        )
        organisations = {"added": added, "removed": removed, "changed": list(changed)}
        return Effect("invitation", name, about, sentences, _kept(organisations))

    def _existence(self, count: int) -> Iterator[str]:
        if self.old is None:
            sentence = ngettext(
                "it is new; {count} organisation is to be invited",
                "it is new; {count} organisations are to be invited",
                count,
            )
            yield sentence.format(count=count)
        elif self.new is None:
            yield _("there is no such event any more")
            if told := len(held_revisions(self.old)):
                sentence = ngettext(
                    "{count} organisation holds an invitation and should hear of it",
                    "{count} organisations hold an invitation and should hear of it",
                    told,
                )
                yield sentence.format(count=told)

    def _added(self, added: Sequence[str]) -> Iterator[str]:
        if added:
            yield _("also goes to {names}").format(names=self._names(added))
        unreachable = {left.organisation.id for left in self.circle_now.left_out if left.unreachable}
        before = self.circle_then
        unreachable -= {left.organisation.id for left in before.left_out if left.unreachable}
        written = {it.id for recipient in before.recipients for it in recipient.organisations}
        if fresh := [name for name in unreachable if name not in written]:
            names = self._names(fresh)
            yield _("should also go to {names}, but no address is known").format(names=names)

    def _removed(self, removed: Sequence[str]) -> Iterator[str]:
        reasons = {left.organisation.id: left.reason for left in self.circle_now.left_out}
        names = [
            f"{self._name(key)} ({reasons[key]})" if key in reasons else self._name(key) for key in removed
        ]
        if names:
            yield _("no longer goes to {names}").format(names=few(names))

    def _others(self, changed: Mapping[str, tuple[frozenset[_Way], frozenset[_Way]]]) -> Iterator[str]:
        """The same organisations in another way; each is told once, by what weighs most."""
        by_channel, by_language, by_person, by_place = [], [], [], []
        for key, (old, new) in changed.items():
            channels = [", ".join(sorted({label(it.channel) for it in ways})) for ways in (old, new)]
            languages = [
                ", ".join(sorted({language_name(it.language) for it in ways})) for ways in (old, new)
            ]
            if channels[0] != channels[1]:
                by_channel.append(self._otherwise(key, *channels))
            elif languages[0] != languages[1]:
                by_language.append(self._otherwise(key, *languages))
            elif {it.receiver for it in old} != {it.receiver for it in new}:
                by_person.append(self._name(key))
            else:
                by_place.append(self._name(key))
        for sentence, names in (
            (_("goes another way: {names}"), by_channel),
            (_("goes in another language: {names}"), by_language),
            (_("goes to another person or function: {names}"), by_person),
            (_("goes to another address: {names}"), by_place),
        ):
            if names:
                yield sentence.format(names=few(names))

    def _otherwise(self, key: str, old: str, new: str) -> str:
        return _("{name} ({new}, before {old})").format(name=self._name(key), old=old, new=new)

    def _facts(self) -> Iterator[str]:
        if self.old is None or self.new is None:
            return
        if self.new.status is EventStatus.CANCELLED and self.old.status is not EventStatus.CANCELLED:
            yield _("calls the event off")
        elif facts := list(_facts(self.then, self.now, self.old, self.new)):
            yield _("says something else: {facts}").format(facts=", ".join(facts))
        else:
            return
        yield from self._revision(self.new)

    def _revision(self, event: Event) -> Iterator[str]:
        """Whether those who hold the letter will hear of it."""
        held = held_revisions(event)
        current = sum(max(revisions) >= event.revision for revisions in held.values())
        if current:
            sentence = ngettext(
                "{count} organisation holds revision {revision} and will not hear of it unless the revision"
                " is raised: mo-registry set {event} revision={next}",
                "{count} organisations hold revision {revision} and will not hear of it unless the revision"
                " is raised: mo-registry set {event} revision={next}",
                current,
            )
            yield sentence.format(
                count=current, revision=event.revision, event=event.id, next=event.revision + 1
            )
        if older := len(held) - current:
            sentence = ngettext(
                "{count} organisation holds an earlier revision and gets a notice",
                "{count} organisations hold an earlier revision and get a notice",
                older,
            )
            yield sentence.format(count=older)

    def _name(self, identifier: str) -> str:
        return _name(self.then, self.now, identifier)

    def _names(self, identifiers: Iterable[str]) -> str:
        return few(_sorted(self.then, self.now, identifiers))


def _audience(registry: Registry, event: Event | None) -> Audience:
    """Everybody whom the event concerns, whether something was sent already or not."""
    if event is None:
        return Audience((), (), ())
    fresh: Event = event.model_copy(update={"dispatched": ()}).named(event.id)
    return invited(registry, fresh)


def _written(audience: Audience) -> dict[str, frozenset[_Way]]:
    """Of each organisation that is written to, how."""
    found: dict[str, frozenset[_Way]] = {}
    for recipient in audience.recipients:
        for organisation in recipient.organisations:
            found[organisation.id] = found.get(organisation.id, frozenset()) | {_way(recipient)}
    return found


def _way(recipient: Recipient) -> _Way:
    places = {
        Channel.EMAIL: recipient.email,
        Channel.POST: address_line(recipient.address),
        Channel.PHONE: recipient.phone,
    }
    return _Way(recipient.name, recipient.channel, recipient.language, places[recipient.channel] or "")


def _facts(then: Registry, now: Registry, old: Event, new: Event) -> Iterator[str]:
    """What the letter says otherwise: by the names of fields."""
    for name in _LETTER:
        if getattr(old, name) != getattr(new, name):
            yield field_name(Event, name).label
    if old.venue == new.venue and _place(then, new.venue) != _place(now, new.venue):
        yield _("what is known of the venue")


def _place(registry: Registry, identifier: str | None) -> tuple[object, ...]:
    """What a letter says of a venue."""
    venue = registry.settings.venues.get(identifier or "")
    return (venue.name, venue.address, venue.directions, venue.accessibility) if venue else ()


# Lists -------------------------------------------------------------------------------------------------------


def _lists(then: Registry, now: Registry) -> Iterator[Effect]:
    old_part, new_part = _differing(then, now)
    if not old_part.organisations and not new_part.organisations:
        return
    networks = dict.fromkeys((*now.settings.networks, *then.settings.networks))
    wanted: list[tuple[str | None, Readers]] = [
        (None, Readers.INTERNAL),
        *((network, Readers.NETWORK) for network in networks),
        (None, Readers.PUBLIC),
    ]
    for network, readers in wanted:
        identifier = " ".join(part for part in (readers.value, network) if part)
        about = _list_called(then, now, network, readers)
        try:
            old, new = _rows(old_part, network, readers), _rows(new_part, network, readers)
        except RegistryError as error:
            told = _("cannot be told: {reason}").format(reason=error.message)
            yield Effect("contact-list", identifier, about, (told,), {})
            return  # the template is the same for all
        if effect := _list_effect(then, now, (identifier, about), old, new):
            yield effect


def _differing(then: Registry, now: Registry) -> tuple[Registry, Registry]:
    """Both states with those organisations only of which a list may say something else."""
    if any(then.settings.vocabulary(name) != now.settings.vocabulary(name) for name in VOCABULARIES):
        return then, now
    names = {*then.organisations, *now.organisations}
    other = [name for name in names if then.organisations.get(name) != now.organisations.get(name)]
    old, new = (
        replace(
            it, organisations={name: it.organisations[name] for name in other if name in it.organisations}
        )
        for it in (then, now)
    )
    return old, new


_Rows = dict[str, list[dict[str, str]]]


def _rows(registry: Registry, network: str | None, readers: Readers) -> _Rows:
    if network is not None and network not in registry.settings.networks:
        return {}
    return contact_list.rows(registry, network, readers)


def _list_effect(
    then: Registry, now: Registry, called: tuple[str, str], old: _Rows, new: _Rows
) -> Effect | None:
    organisations = {
        "added": [key for key in new if key not in old and _is_known(then, key)],
        "removed": [key for key in old if key not in new and _is_known(now, key)],
        "changed": [key for key in new if key in old and old[key] != new[key]],
    }
    words = {
        "added": _("new: {names}"),
        "removed": _("gone: {names}"),
        "changed": _("changed: {names}"),
    }
    sentences = tuple(
        words[what].format(names=few(_sorted(then, now, keys)))
        for what, keys in organisations.items()
        if keys
    )
    return Effect("contact-list", *called, sentences, _kept(organisations)) if sentences else None


def _is_known(registry: Registry, identifier: str) -> bool:
    """Whether it is known what this state says of an organisation: its file can be read, or is not there."""
    listed = ("organisations", identifier) in registry.files or "organisations" in registry.unlisted
    return identifier in registry.organisations or not listed


def _list_called(then: Registry, now: Registry, network: str | None, readers: Readers) -> str:
    known = {**then.settings.networks, **now.settings.networks}
    match readers:
        case Readers.INTERNAL:
            return _("Contact list, internal")
        case Readers.PUBLIC:
            return _("Contact list, public")
    return _("Contact list, network “{name}”").format(name=known[network or ""].name)


# Templates ---------------------------------------------------------------------------------------------------


def _templates(before: Registry, after: Registry) -> Iterator[Effect]:
    old, new = _files(before.templates), _files(after.templates)
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            what = _("new") if name not in old else _("removed") if name not in new else _("changed")
            documents = ", ".join(_affected(name, {**old, **new})) or _("no document that is known")
            told = _("{what}; concerns {documents}").format(what=what, documents=documents)
            yield Effect("template", name, _("Template {name}").format(name=name), (told,), {})


def _files(folder: Path) -> dict[str, bytes]:
    """The files of templates by their names, without links."""
    if not folder.is_dir():
        return {}
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _affected(name: str, files: Mapping[str, bytes], seen: frozenset[str] = frozenset()) -> list[str]:
    """The documents that a file is for: by its name, else those whose templates include it."""
    stem = re.split(r"[./]", name)[0]
    if stem in _DOCUMENTS:
        return [_(_DOCUMENTS[stem])]
    if stem in seen:
        return []
    including = re.compile(rb"(?:include|import|from|extends)\s+[\"']" + re.escape(stem.encode()) + rb"[\"']")
    users = [other for other, content in files.items() if including.search(content)]
    return list(dict.fromkeys(it for user in users for it in _affected(user, files, seen | {stem})))


# Words -------------------------------------------------------------------------------------------------------

_FEW = 10


def few(names: Iterable[str]) -> str:
    """Names in a sentence; of many the first, and how many more there are."""
    listed = list(names)
    left = len(listed) - _FEW
    if left <= 1:
        return ", ".join(listed)
    more = ngettext("and {count} more", "and {count} more", left).format(count=left)
    return f"{', '.join(listed[:_FEW])} {more}"


def _name(then: Registry, now: Registry, identifier: str) -> str:
    found = now.organisations.get(identifier) or then.organisations.get(identifier)
    return found.name if found else identifier


def _sorted(then: Registry, now: Registry, identifiers: Iterable[str]) -> list[str]:
    return sorted((_name(then, now, it) for it in identifiers), key=organisation_order)


def _kept(organisations: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {what: tuple(keys) for what, keys in organisations.items() if keys}
