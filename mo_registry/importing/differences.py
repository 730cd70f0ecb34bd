"""What a row would change in an entry: values that are new or other, never what is only written otherwise."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from mo_registry.finding import Keys
from mo_registry.i18n import _
from mo_registry.importing import phones
from mo_registry.importing.cells import Cell
from mo_registry.importing.matches import court_key, number_key
from mo_registry.importing.persons import person_key
from mo_registry.importing.reading import Reading, Values
from mo_registry.importing.words import folded
from mo_registry.model.scalars import partial_date
from mo_registry.names import name_key, search_key
from mo_registry.yamlfile import Data


class Difference(NamedTuple):
    """A value that a row sets or adds."""

    keys: Keys
    """Where in the entry; the index behind the last item of a list is a new item."""
    old: Data | None
    new: Data
    source: Keys
    """Where the value stands among those of the row."""


def differences(reading: Reading, entry: Mapping[str, Data]) -> Iterator[Difference]:
    """What a row says that its entry does not say yet.

    Doubts and questions go to the row's notes.

    Args:
        reading: what the row says.
        entry: the entry as plain data.
    """
    for key, new in reading.values.items():
        old = entry.get(key)
        if key == "contacts":
            yield from _contacts(reading, old if isinstance(old, list) else [])
        elif key == "networks":
            yield from _networks(reading, old if isinstance(old, list) else [])
        elif isinstance(new, list):
            yield from _items(key, old if isinstance(old, list) else [], new, entry)
        elif isinstance(new, dict):
            within = old if isinstance(old, dict) else {}
            yield from (
                Difference((key, name), within.get(name), value, (key, name))
                for name, value in new.items()
                if not same(name, within.get(name), value)
            )
        else:
            yield from _single(reading, key, old, new, entry)


def _single(
    reading: Reading, key: str, old: Data | None, new: Data, entry: Mapping[str, Data]
) -> Iterator[Difference]:
    if key == "name" and _is_known_name(str(new), entry):
        return
    if key == "status" and old is None and new == "active":
        return
    if key == "verified" and isinstance(old, str) and isinstance(new, str) and _is_older(new, old):
        message = _("{new} is older than what is known ({old}), which stays")
        _ask(reading, (key,), message.format(new=new, old=old))
        return
    if key == "notes" and isinstance(old, str):
        if _plain(str(new)) not in _plain(old):
            yield Difference((key,), old, f"{old.rstrip()}\n{new}", (key,))
        return
    if not same(key, old, new):
        yield Difference((key,), old, new, (key,))


def _is_known_name(name: str, entry: Mapping[str, Data]) -> bool:
    """Whether it is only another spelling; the registry's own stays."""
    others = entry.get("also_known_as")
    names = [entry.get("name"), *(others if isinstance(others, list) else ())]
    return name_key(name) in {name_key(known) for known in names if isinstance(known, str)}


def _is_older(new: str, old: str) -> bool:
    days = _day(new), _day(old)
    return None not in days and days[0] < days[1]  # type: ignore[operator]


def _items(key: str, old: list[Data], new: list[Data], entry: Mapping[str, Data]) -> Iterator[Difference]:
    """Lists only grow: what the table does not know, the registry may know from elsewhere."""
    known = [item for item in old if isinstance(item, str)]
    if key == "also_known_as":
        fresh = [item for item in new if not _is_known_name(str(item), entry)]
    else:
        fresh = [item for item in new if item not in known]
    for count, item in enumerate(fresh):
        yield Difference((key, len(old) + count), None, item, (key,))


def _networks(reading: Reading, old: list[Data]) -> Iterator[Difference]:
    new = reading.values["networks"]
    count = len(old)
    for membership in new if isinstance(new, list) else ():
        if not isinstance(membership, dict):
            continue
        present = [
            (at, one)
            for at, one in enumerate(old)
            if isinstance(one, dict) and one.get("network") == membership["network"]
        ]
        current = [(at, one) for at, one in present if "until" not in one]
        if present and not current:
            message = _("the membership in {network} has ended; it is not begun anew")
            _ask(reading, ("networks",), message.format(network=membership["network"]))
        elif not present:
            yield Difference(("networks", count), None, membership, ("networks",))
            count += 1
        elif "since" in membership and not same("since", current[0][1].get("since"), membership["since"]):
            at, one = current[0]
            way: Keys = ("networks", at, "since")
            yield Difference(way, one.get("since"), membership["since"], ("networks",))


# People -----------------------------------------------------------------------------------------------------


def _contacts(reading: Reading, old: list[Data]) -> Iterator[Difference]:
    people = [one for one in old if isinstance(one, dict)]
    new = reading.values["contacts"]
    count = len(old)
    for number, person in enumerate(new if isinstance(new, list) else ()):
        if not isinstance(person, dict):
            continue
        source: Keys = ("contacts", number)
        found = [at for at, one in enumerate(people) if _is_same_person(one, person)]
        if len(found) > 1:
            reading.notes.doubt(
                reading.cell(source), _("several contacts of the entry could be meant: {names}").format(
                    names=", ".join(_called(people[at]) for at in found)
                )
            )  # fmt: skip
        elif found:
            yield from _person(reading, people[found[0]], person, found[0], source)
        else:
            _mention_predecessor(reading, people, person, source)
            yield Difference(("contacts", count), None, person, source)
            count += 1


def _is_same_person(one: Values, other: Values) -> bool:
    if (key := person_key(one)) and (wanted := person_key(other)):
        return key == wanted or same_text("email", one, other)
    if same_text("email", one, other) or same_text("mobile", one, other):
        return True
    contradicting = any(
        one.get(key) and other.get(key) and not same_text(key, one, other)
        for key in ("email", "phone", "mobile")
    )
    return same_text("role", one, other) and not contradicting


def same_text(key: str, one: Values, other: Values) -> bool:
    """Whether two people have the same of something, and have it at all."""
    left, right = one.get(key), other.get(key)
    return left is not None and right is not None and same(key, left, right)


def _person(reading: Reading, old: Values, new: Values, at: int, source: Keys) -> Iterator[Difference]:
    key, wanted = person_key(old), person_key(new)
    if key and wanted and key != wanted:
        message = _("{new} has the e-mail address of {old}: is it a successor? Change the contact by hand")
        reading.notes.doubt(reading.cell(source), message.format(new=_called(new), old=_called(old)))
        return
    for name, value in new.items():
        if name in ("given", "family") and key:
            continue
        if not same(name, old.get(name), value):
            yield Difference(("contacts", at, name), old.get(name), value, (*source, name))


def _mention_predecessor(reading: Reading, people: list[Values], new: Values, source: Keys) -> None:
    for one in people:
        if same_text("role", one, new) and "until" not in one:
            message = _("{new} is added beside {old}, who has the same function")
            _ask(reading, source, message.format(new=_called(new), old=_called(one)))
            return


def _called(person: Values) -> str:
    name = " ".join(str(person[key]) for key in ("title", "given", "family") if key in person)
    return name or str(person.get("role") or person.get("email") or _("the contact"))


def _ask(reading: Reading, keys: Keys, message: str) -> None:
    cell = reading.cell(keys)
    if cell is not None:
        reading.notes.ask(cell, message)


# The same, written otherwise -----------------------------------------------------------------------------------


def same(key: str, old: Data | None, new: Data) -> bool:
    """Whether two values of a key mean the same."""
    if old is None:
        return False
    if not isinstance(old, str) or not isinstance(new, str):
        return old == new
    return old == new or _COMPARED.get(key, _plain)(old) == _COMPARED.get(key, _plain)(new) or (
        key in ("founded", "since", "verified") and _holds(new, old)
    )  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _website(text: str) -> str:
    return text.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _street(text: str) -> str:
    return search_key(text).replace("strase", "str").replace("strasse", "str").replace(" ", "")


def _day(text: str) -> str | None:
    try:
        return str(partial_date(text))
    except PydanticCustomError as problem:
        return str((problem.context or {}).get("tidy", text)) if problem.type == "untidy" else None


def _holds(coarse: str, exact: str) -> bool:
    """Whether a month or year is that of a day that is known already."""
    days = _day(coarse), _day(exact)
    return None not in days and str(days[1]).startswith(f"{days[0]}-")


_COMPARED: Mapping[str, Callable[[str], str | None]] = {
    "phone": phones.digits,
    "mobile": phones.digits,
    "email": str.casefold,
    "website": _website,
    "street": _street,
    "city": folded,
    "legal_form": folded,
    "register_number": number_key,
    "register_court": court_key,
    "founded": _day,
    "since": _day,
    "verified": _day,
}


def origin(reading: Reading, difference: Difference) -> Cell | None:
    """The cell that a difference comes from."""
    return reading.cell(difference.source)
