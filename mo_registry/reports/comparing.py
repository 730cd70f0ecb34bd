"""Two states of a part of an entry, field by field: what differs, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mo_registry.i18n import _
from mo_registry.lists.table import term_label
from mo_registry.model.scalars import PartialDate
from mo_registry.registry import Registry
from mo_registry.reports.change import Called, Detail, Kind
from mo_registry.reports.matches import matched
from mo_registry.reports.wording import Wording, field_name, is_personal


@dataclass(frozen=True, slots=True)
class Comparison:
    """The words of two states, and what of the entry nobody else may see."""

    before: Wording
    after: Wording
    confidential: frozenset[str] = frozenset()
    """Keys of the entry that are kept in the registry's second, private part."""

    @classmethod
    def of(cls, before: Registry, after: Registry, confidential: frozenset[str] = frozenset()) -> Comparison:
        """The comparison of an entry of two registries."""
        hidden = "contacts" in confidential
        return cls(Wording(before, after, hidden), Wording(after, before, hidden), confidential)

    def is_personal(self, model: type[BaseModel], name: str) -> bool:
        """Whether the values of a field of an entry are not repeated where strangers may read them."""
        return is_personal(model, name) or name in self.confidential

    def details(self, old: BaseModel, new: BaseModel, *, personal: bool = False) -> Iterator[Detail]:
        """Whatever differs between two states of a part."""
        model = type(new)
        for name in model.model_fields:
            one, other = getattr(old, name), getattr(new, name)
            if one != other:
                yield from self.field(model, name, one, other, personal=personal or is_personal(model, name))

    def field(
        self, model: type[BaseModel], name: str, old: Any, new: Any, *, personal: bool
    ) -> Iterator[Detail]:
        """What differs between two values of a field."""
        called = field_name(model, name)
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            yield from _within(called.label, self.details(old, new, personal=personal))
        elif isinstance(old, dict) and isinstance(new, dict):
            yield from self._mapping(called.item or called.label, old, new, personal=personal)
        elif is_list(old) and is_list(new):
            yield from self._list(model, name, old, new, personal=personal)
        else:
            yield self._single(called.label, old, new, called.refers, personal=personal)

    def _list(
        self, model: type[BaseModel], name: str, old: Any, new: Any, *, personal: bool
    ) -> Iterator[Detail]:
        called = field_name(model, name)
        if any(isinstance(item, BaseModel) for item in (*old, *new)):
            yield from self.items(called.item or called.label, old, new, personal=personal)
        else:
            yield self._set(called.label, old, new, called.refers, personal=personal)

    def _single(self, label: str, old: Any, new: Any, refers: str, *, personal: bool) -> Detail:
        one, other = self.before.value(old, refers), self.after.value(new, refers)
        kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
        bare = _happened(kind).format(what=label)
        if kind is Kind.ADDED and other:
            full = _("{what} {value} added").format(what=label, value=other)
        elif kind is Kind.REMOVED and one:
            full = _("{what} {value} removed").format(what=label, value=one)
        elif one and other and one != other:
            full = _("{what} {new} (before: {old})").format(what=label, old=one, new=other)
        else:
            full = bare
        return Detail(kind, bare, full, personal)

    def _set(
        self, label: str, old: Sequence[Any], new: Sequence[Any], refers: str, *, personal: bool
    ) -> Detail:
        gone = [self.before.value(item, refers) for item in (Counter(old) - Counter(new)).elements()]
        fresh = [self.after.value(item, refers) for item in (Counter(new) - Counter(old)).elements()]
        kind = Kind.CHANGED if bool(gone) == bool(fresh) else Kind.ADDED if fresh else Kind.REMOVED
        if not gone and not fresh:
            text = _("{what} in another order").format(what=label)
            return Detail(kind, text, text, personal)
        parts = (
            _("new: {names}").format(names=", ".join(fresh)) if fresh else "",
            _("gone: {names}").format(names=", ".join(gone)) if gone else "",
        )
        told = "; ".join(part for part in parts if part)
        full = _("{what} changed ({told})").format(what=label, told=told)
        bare = _happened(Kind.CHANGED).format(what=label)
        return Detail(kind, bare, full if all((*gone, *fresh)) else bare, personal)

    def items(self, what: str, old: Sequence[Any], new: Sequence[Any], *, personal: bool) -> Iterator[Detail]:
        """What differs between two lists of parts, an item being found again by what it is called."""
        match = matched(old, new)
        for at, to in match.pairs:
            if old[at] != new[to]:
                yield from self.item(what, old[at], new[to], personal=personal)
        for to in match.added:
            yield told(Kind.ADDED, what, self.after.called(new[to]), personal=personal)
        for at in match.removed:
            yield told(Kind.REMOVED, what, self.before.called(old[at]), personal=personal)
        if match.reordered:
            text = _("{what} in another order").format(what=what)
            yield Detail(Kind.CHANGED, text, text, personal)

    def item(self, what: str, old: BaseModel, new: BaseModel, *, personal: bool) -> Iterator[Detail]:
        """What differs between two states of one of several."""
        called = self.after.called(new)
        names = Called(*(f"{what} {name}".strip() for name in (called.bare, called.full)))
        yield from _within_called(names, self.details(old, new, personal=personal))

    def _mapping(
        self, what: str, old: Mapping[str, Any], new: Mapping[str, Any], *, personal: bool
    ) -> Iterator[Detail]:
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                yield from self.entry_of(what, key, old.get(key), new.get(key), personal=personal)

    def entry_of(self, what: str, key: str, old: Any, new: Any, *, personal: bool) -> Iterator[Detail]:
        """What differs between two states of what a mapping has under a key."""
        name = Called.openly(_key_called(key, old if new is None else new))
        if old is None:
            yield told(Kind.ADDED, what, name, personal=personal)
        elif new is None:
            yield told(Kind.REMOVED, what, name, personal=personal)
        elif isinstance(old, BaseModel) and isinstance(new, BaseModel):
            head = f"{what} {name.full}"
            yield from _within(head, self.details(old, new, personal=personal))
        elif isinstance(old, dict) and isinstance(new, dict):
            yield from _within(f"{what} {name.full}", self._mapping("", old, new, personal=personal))
        else:
            yield self._single(f"{what} {key}".strip(), old, new, "", personal=personal)


def is_list(value: Any) -> bool:
    """Whether a field holds several values; a date is a tuple too."""
    return isinstance(value, tuple | list) and not isinstance(value, PartialDate)


def told(kind: Kind, what: str, called: Called, *, personal: bool) -> Detail:
    """That one of several is new, gone or changed."""
    sentence = {
        Kind.ADDED: _("new {what} {name}"),
        Kind.REMOVED: _("{what} {name} removed"),
        Kind.CHANGED: _("{what} {name} changed"),
    }[kind]
    bare, full = (
        " ".join(sentence.format(what=what, name=name).split()) for name in (called.bare, called.full)
    )
    return Detail(kind, bare, full, personal or called.bare != called.full)


def _happened(kind: Kind) -> str:
    return {
        Kind.ADDED: _("{what} added"),
        Kind.REMOVED: _("{what} removed"),
        Kind.CHANGED: _("{what} changed"),
    }[kind]


def _key_called(key: str, value: Any) -> str:
    """What stands under a key of a mapping: by its name where it has one, else by the key."""
    if isinstance(value, dict) and value and all(isinstance(text, str) for text in value.values()):
        key = term_label(value, key)
    for name in ("name", "title"):
        if isinstance(text := getattr(value, name, None), str):
            key = text
    return _("“{text}”").format(text=key)


def _within(head: str, details: Iterator[Detail]) -> Iterator[Detail]:
    return _within_called(Called.openly(head), details)


def _within_called(head: Called, details: Iterator[Detail]) -> Iterator[Detail]:
    """The details of something inside: it is said first what they are about."""
    for detail in details:
        bare = _("{about}: {what}").format(about=head.bare, what=detail.bare)
        full = _("{about}: {what}").format(about=head.full, what=detail.full)
        yield Detail(detail.kind, bare, full, detail.personal)
