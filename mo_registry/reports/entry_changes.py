"""What has changed in one entry, sentence by sentence: what a coordinator would say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mo_registry.finding import Keys
from mo_registry.i18n import _, ngettext
from mo_registry.labels import day, label
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.event import Action, ActionStatus, EventStatus, Minutes, MinutesStatus, Registration
from mo_registry.model.organisation import Status
from mo_registry.model.part import Party
from mo_registry.overview.facts import people
from mo_registry.reports.change import Called, Change, Detail, Kind, together
from mo_registry.reports.comparing import Comparison, is_list, told
from mo_registry.reports.matches import matched
from mo_registry.reports.wording import field_name, quoted


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states of an entry, or of the settings."""

    old: BaseModel
    new: BaseModel
    folder: str
    entry: str
    subject: str
    words: Comparison

    def change(
        self, kind: Kind, keys: Keys, details: Detail | Sequence[Detail], head: Called | None = None
    ) -> Change:
        """A sentence about some details, after what they are about."""
        parts = [details] if isinstance(details, Detail) else list(details)
        personal = any(part.personal for part in parts)
        bare, full = together(parts, values=False), together(parts, values=True)
        if head:
            template = _("{about}: {what}")
            bare = template.format(about=head.bare, what=bare)
            full = template.format(about=head.full, what=full)
            personal = personal or head.bare != head.full
        return Change(kind, self.folder, self.entry, self.subject, keys, bare, full, personal)

    def plain(self, kind: Kind, keys: Keys, text: str, *, personal: bool = False) -> Change:
        """A sentence without any values that somebody must not see."""
        return Change(kind, self.folder, self.entry, self.subject, keys, text, text, personal)


Teller = Callable[[Pair, str], Iterator[Change]]
"""Tells what has changed in a field whose values differ."""


def told_changes(pair: Pair) -> Iterator[Change]:
    """Whatever differs between two states of an entry, field by field in the order of the model."""
    model = type(pair.new)
    for name in model.model_fields:
        if getattr(pair.old, name) != getattr(pair.new, name):
            yield from _TELLERS.get((model.__name__, name), field_changes)(pair, name)


def whole(kind: Kind, folder: str, entry: Organisation | Event, words: Comparison) -> Change:
    """That an entry is new or gone."""
    wording = words.after if kind is Kind.ADDED else words.before
    parts = [label(entry.kind.value)]
    if isinstance(entry, Organisation):
        parts += [wording.name("networks", membership.network) for membership in entry.networks]
    sentence = _("new entry ({about})") if kind is Kind.ADDED else _("entry removed ({about})")
    text = sentence.format(about=", ".join(parts))
    return Change(kind, folder, entry.id, wording.called(entry).full, (), text, text, personal=False)


def field_changes(pair: Pair, name: str) -> Iterator[Change]:
    """What has changed in any field: one sentence, or one for each of several items."""
    old, new, model = getattr(pair.old, name), getattr(pair.new, name), type(pair.new)
    personal = pair.words.is_personal(model, name)
    called = field_name(model, name)
    if is_list(old) and is_list(new) and any(isinstance(item, BaseModel) for item in (*old, *new)):
        yield from _item_changes(pair, name, called.item or called.label, personal=personal)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _key_changes(pair, name, called.item or called.label, personal=personal)
    elif isinstance(old, BaseModel) and isinstance(new, BaseModel):
        details = list(pair.words.details(old, new, personal=personal))
        yield pair.change(Kind.CHANGED, (name,), details, Called.openly(called.label))
    else:
        detail = list(pair.words.field(model, name, old, new, personal=personal))
        yield pair.change(detail[0].kind, (name,), detail)


def _item_changes(pair: Pair, name: str, what: str, *, personal: bool) -> Iterator[Change]:
    """A sentence for every item that is new, gone or has changed."""
    old, new, words = getattr(pair.old, name), getattr(pair.new, name), pair.words
    match = matched(old, new)
    for at, to in match.pairs:
        if old[at] != new[to]:
            called = words.after.called(new[to])
            head = Called(*(f"{what} {it}".strip() for it in (called.bare, called.full)))
            details = list(words.details(old[at], new[to], personal=personal))
            yield pair.change(Kind.CHANGED, (name, to), details, head)
    for to in match.added:
        detail = told(Kind.ADDED, what, words.after.called(new[to]), personal=personal)
        yield pair.change(Kind.ADDED, (name, to), detail)
    for at in match.removed:
        detail = told(Kind.REMOVED, what, words.before.called(old[at]), personal=personal)
        yield pair.change(Kind.REMOVED, (name, at), detail)
    if match.reordered:
        text = _("{what} in another order").format(what=field_name(type(pair.new), name).label)
        yield pair.plain(Kind.CHANGED, (name,), text)


def _key_changes(pair: Pair, name: str, what: str, *, personal: bool) -> Iterator[Change]:
    """A sentence for every key of a mapping under which something has changed."""
    old, new = getattr(pair.old, name), getattr(pair.new, name)
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            details = list(pair.words.entry_of(what, key, old.get(key), new.get(key), personal=personal))
            kind = Kind.ADDED if key not in old else Kind.REMOVED if key not in new else Kind.CHANGED
            yield pair.change(kind, (name, key), details)


# Organisations ---------------------------------------------------------------------------------------------


def _name(pair: Pair, name: str) -> Iterator[Change]:
    text = _("is called {new} now, before {old}").format(
        new=quoted(getattr(pair.new, name)), old=quoted(getattr(pair.old, name))
    )
    yield pair.plain(Kind.CHANGED, (name,), text)


def _status(pair: Pair, name: str) -> Iterator[Change]:
    old, new = pair.old, pair.new
    if not isinstance(old, Organisation) or not isinstance(new, Organisation):
        return
    if new.status is Status.ACTIVE:
        text = _("is active again, before {status}").format(status=label(old.status.value))
    elif _reachable(old) and not _reachable(new):
        text = _("archived as {status}; nobody can be written to any more").format(
            status=label(new.status.value)
        )
    else:
        text = _("is {status} now, before {before}").format(
            status=label(new.status.value), before=label(old.status.value)
        )
    yield pair.plain(Kind.CHANGED, (name,), text)


def _reachable(organisation: Organisation) -> bool:
    ways: list[Organisation | Contact] = [organisation, *organisation.contacts]
    return any(way.email or way.phone or way.address for way in ways)


def _memberships(pair: Pair, name: str) -> Iterator[Change]:
    old, new = getattr(pair.old, name), getattr(pair.new, name)
    match = matched(old, new)
    changes = list(_item_changes(pair, name, field_name(Organisation, name).item, personal=False))
    for at, to in match.pairs:
        if old[at].until is None and new[to].until is not None:
            text = _("leaves the network {network} on {day}").format(
                network=pair.words.after.called(new[to]).full, day=day(new[to].until)
            )
            changes = [it for it in changes if it.keys != (name, to)]
            yield pair.plain(Kind.CHANGED, (name, to), text)
            yield from _other_details(pair, name, (at, to), "until")
    yield from (_worded_membership(pair, change) for change in changes)


def _other_details(pair: Pair, name: str, at: tuple[int, int], *told_already: str) -> Iterator[Change]:
    """What has changed in an item besides the fields that were told already."""
    old, new = getattr(pair.old, name)[at[0]], getattr(pair.new, name)[at[1]]
    same = old.model_copy(update={field: getattr(new, field) for field in told_already})
    if details := list(pair.words.details(same, new)):
        what = f"{field_name(type(pair.new), name).item} {pair.words.after.called(new).full}"
        yield pair.change(Kind.CHANGED, (name, at[1]), details, Called.openly(what))


def _worded_membership(pair: Pair, change: Change) -> Change:
    if change.kind is Kind.CHANGED:
        return change
    side, words = (pair.new, pair.words.after) if change.kind is Kind.ADDED else (pair.old, pair.words.before)
    membership = getattr(side, "networks")[change.keys[1]]  # noqa: B009  (both kinds of entries have it)
    network = words.called(membership).full
    if change.kind is Kind.REMOVED:
        text = _("does not belong to the network {network} any more").format(network=network)
    elif membership.since:
        text = _("belongs to the network {network} since {day}").format(
            network=network, day=day(membership.since)
        )
    else:
        text = _("belongs to the network {network} now").format(network=network)
    return pair.plain(change.kind, change.keys, text)


def _verified(pair: Pair, name: str) -> Iterator[Change]:
    confirmed = getattr(pair.new, name)
    if confirmed is None:
        yield from field_changes(pair, name)
        return
    kind = Kind.CHANGED if getattr(pair.old, name) else Kind.ADDED
    yield pair.plain(kind, (name,), _("has confirmed its data on {day}").format(day=day(confirmed)))


# Events ----------------------------------------------------------------------------------------------------


def _date(pair: Pair, name: str) -> Iterator[Change]:
    old, new = getattr(pair.old, name), getattr(pair.new, name)
    text = _("moved from {old} to {new}").format(old=day(old), new=day(new))
    yield pair.plain(Kind.CHANGED, (name,), text)


def _moved_from(pair: Pair, name: str) -> Iterator[Change]:
    """Earlier days; that the last day is one of them now is told with the new day."""
    old, new = pair.old, pair.new
    if isinstance(old, Event) and isinstance(new, Event) and old.date != new.date:
        if new.moved_from == (*old.moved_from, old.date.exact):
            return
        if old.moved_from == (*new.moved_from, new.date.exact):
            return
    yield from field_changes(pair, name)


def _event_status(pair: Pair, name: str) -> Iterator[Change]:
    old, new = getattr(pair.old, name), getattr(pair.new, name)
    text = {
        EventStatus.CANCELLED: _("cancelled"),
        EventStatus.HELD: _("was held"),
        EventStatus.CONFIRMED: _("confirmed"),
        EventStatus.PLANNED: _("planned, not confirmed any more"),
    }[new]
    if old is EventStatus.CANCELLED:
        text = _("takes place after all ({status})").format(status=label(new.value))
    yield pair.plain(Kind.CHANGED, (name,), text)


def _parties(pair: Pair, name: str) -> Iterator[Change]:
    """New answers and people present, together in one sentence; what is gone or has changed one by one."""
    new, words = getattr(pair.new, name), pair.words
    changes = list(_item_changes(pair, name, field_name(Event, name).item, personal=False))
    fresh = [change for change in changes if change.kind is Kind.ADDED]
    parties: list[Party] = [new[change.keys[1]] for change in fresh]
    if parties:
        names = (words.after.called(party).full for party in parties)
        text = _parties_text(parties, ", ".join(name for name in names if name))
        yield pair.plain(Kind.ADDED, fresh[0].keys, text)
    yield from (change for change in changes if change.kind is not Kind.ADDED)


def _parties_text(parties: Sequence[Party], names: str) -> str:
    count = len(parties)
    if isinstance(parties[0], Registration):
        sentence = ngettext("{count} new registration", "{count} new registrations", count)
    else:
        sentence = ngettext("{count} entered as present", "{count} entered as present", count)
    persons = people(sum(party.count for party in parties))
    told = f"{sentence.format(count=count)} ({persons})"
    return f"{told}: {names}" if names else told


def _minutes(pair: Pair, name: str) -> Iterator[Change]:
    old, new = getattr(pair.old, name), getattr(pair.new, name)
    if old is None or new is None:
        kind = Kind.ADDED if old is None else Kind.REMOVED
        text = _("minutes written ({about})") if old is None else _("minutes removed ({about})")
        yield pair.plain(kind, (name,), text.format(about=_minutes_about(new or old)))
        return
    if old.status is not new.status:
        yield pair.plain(Kind.CHANGED, (name, "status"), _minutes_status(new))
    same = old.model_copy(update={"status": new.status, "items": new.items})
    if details := list(pair.words.details(same, new)):
        yield pair.change(Kind.CHANGED, (name,), details, Called.openly(field_name(Event, name).label))
    yield from _agreements(pair, old, new)
    yield from _minuted(pair, old, new)


def _minutes_status(minutes: Minutes) -> str:
    if minutes.status is MinutesStatus.DRAFT:
        return _("the minutes are a draft again")
    return _("minutes approved")


def _minutes_about(minutes: Minutes) -> str:
    decisions = sum(len(item.decisions) for item in minutes.items)
    actions = sum(len(item.actions) for item in minutes.items)
    parts = (
        label(minutes.status.value),
        ngettext("{count} decision", "{count} decisions", decisions).format(count=decisions)
        if decisions
        else "",
        ngettext("{count} agreement", "{count} agreements", actions).format(count=actions) if actions else "",
    )
    return ", ".join(part for part in parts if part)


def _agreements(pair: Pair, old: Minutes, new: Minutes) -> Iterator[Change]:
    """What was agreed, taken by itself: an agreement may move from one item to another."""
    before, after = _actions(old), _actions(new)
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if one != other:
            yield _agreement(pair, ("minutes", "actions", name), one, other)


def _actions(minutes: Minutes) -> dict[str, Action]:
    return {action.id: action for item in minutes.items for action in item.actions}


def _agreement(pair: Pair, keys: Keys, old: Action | None, new: Action | None) -> Change:
    what, words = _("agreement"), pair.words
    if old is None or new is None:
        kind = Kind.ADDED if new else Kind.REMOVED
        called = words.after.called(new) if new else words.before.called(old or Action.model_construct())
        return pair.change(kind, keys, told(kind, what, called, personal=False))
    parts = list(words.details(old, new))
    if old.status is not new.status:
        done = {
            ActionStatus.OPEN: _("still to be done after all"),
            ActionStatus.DONE: _("done"),
            ActionStatus.DROPPED: _("dropped"),
        }[new.status]
        same = old.model_copy(update={"status": new.status})
        parts = [Detail(Kind.CHANGED, done, done, personal=False), *words.details(same, new)]
    called = words.after.called(new)
    return pair.change(Kind.CHANGED, keys, parts, Called(f"{what} {called.bare}", f"{what} {called.full}"))


def _minuted(pair: Pair, old: Minutes, new: Minutes) -> Iterator[Change]:
    """Texts and decisions, and where agreements stand."""
    details = list(pair.words.field(Minutes, "items", _bare_items(old), _bare_items(new), personal=False))
    if details:
        yield pair.change(Kind.CHANGED, ("minutes", "items"), details)
    elif [_places(old)] != [_places(new)]:
        text = _("agreements stand elsewhere in the minutes")
        yield pair.plain(Kind.CHANGED, ("minutes", "items"), text)


def _bare_items(minutes: Minutes) -> tuple[Any, ...]:
    return tuple(item.model_copy(update={"actions": ()}) for item in minutes.items)


def _places(minutes: Minutes) -> list[list[str]]:
    return [[action.id for action in item.actions] for item in minutes.items]


_TELLERS: dict[tuple[str, str], Teller] = {
    ("Organisation", "name"): _name,
    ("Organisation", "status"): _status,
    ("Organisation", "networks"): _memberships,
    ("Organisation", "verified"): _verified,
    ("Event", "title"): _name,
    ("Event", "date"): _date,
    ("Event", "moved_from"): _moved_from,
    ("Event", "status"): _event_status,
    ("Event", "registrations"): _parties,
    ("Event", "attendance"): _parties,
    ("Event", "minutes"): _minutes,
}
"""Fields that are told in words of their own; all others as `field_changes` does."""
