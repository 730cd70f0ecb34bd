"""Items of two lists that are the same ones, though something in them may have changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from mo_registry.model import Contact
from mo_registry.model.event import Decision, Dispatch
from mo_registry.model.organisation import Membership
from mo_registry.model.part import Guest
from mo_registry.names import search_key

Sign = Callable[[Any], Hashable]
"""What an item may be known by; None where it has no such thing."""


@dataclass(frozen=True, slots=True)
class Match:
    """Which item of a list is which of another: by their places in the two lists."""

    pairs: tuple[tuple[int, int], ...]
    """In the order of the new list."""
    added: tuple[int, ...]
    removed: tuple[int, ...]

    @property
    def reordered(self) -> bool:
        """Whether those that are in both lists stand in another order."""
        old = [at for at, _to in self.pairs]
        return old != sorted(old)


def matched(old: Sequence[Any], new: Sequence[Any]) -> Match:
    """Find the items of a list again: those that are quite the same first, then by what each is known by."""
    free = dict.fromkeys(range(len(old)))
    found: dict[int, int] = {}
    for sign in (lambda item: item, *signs((*old, *new))):
        for to, item in enumerate(new):
            if to not in found and (at := _same(sign, item, old, free)) is not None:
                found[to] = at
                del free[at]
    added = tuple(to for to in range(len(new)) if to not in found)
    return Match(tuple((found[to], to) for to in sorted(found)), added, tuple(free))


def _same(sign: Sign, item: Any, old: Sequence[Any], free: dict[int, None]) -> int | None:
    wanted = sign(item)
    if wanted is None:
        return None
    return next((at for at in free if _signed(sign, old[at]) == wanted and _may_be(old[at], item)), None)


def _signed(sign: Sign, item: Any) -> Hashable:
    return sign(item)


def signs(items: Sequence[Any]) -> tuple[Sign, ...]:
    """What items of this kind are known by, the surest first."""
    match items[0] if items else None:
        case Contact():
            return _CONTACT
        case Membership():
            return (lambda item: item.network,)
        case Dispatch():
            return (lambda item: (item.date, item.channel, item.revision), lambda item: item.recipients)
        case Decision():
            return (lambda item: item.text,)
        case Guest():
            return _GUEST
    return tuple(_attribute(name) for name in ("id", "item", "title", "name"))


def _attribute(name: str) -> Sign:
    def sign(item: Any) -> Hashable:
        value: Hashable = getattr(item, name, None)
        return value

    return sign


def _person(contact: Contact) -> str | None:
    """A person's name, in whichever order it is written."""
    return " ".join(sorted(_words(contact))) or None


def _words(contact: Contact) -> list[str]:
    return search_key(" ".join(filter(None, (contact.given, contact.family)))).split()


_CONTACT: tuple[Sign, ...] = (
    _person,
    _attribute("email"),
    _attribute("mobile"),
    _attribute("role"),
    _attribute("phone"),
)
_GUEST: tuple[Sign, ...] = (_attribute("name"), _attribute("organisation"), _attribute("guest_of"))


def _may_be(one: Any, other: Any) -> bool:
    """Whether nothing speaks against it: two names without a common word are two people."""
    if not isinstance(one, Contact) or not isinstance(other, Contact):
        return True
    names = set(_words(one)), set(_words(other))
    return not all(names) or bool(names[0] & names[1])
