"""Which entry a row is about: by id, register number, name and e-mail address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from mo_registry.checks.duplicates import ALIKE
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.importing.reading import Reading
from mo_registry.model import Organisation
from mo_registry.names import name_key
from mo_registry.registry import Registry


class Doubtful(RegistryError):
    """A row cannot be written: the message is the reason."""


@dataclass(slots=True)
class Directory:
    """The organisations of a registry by all that makes two of them the same."""

    registry: Registry
    by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_number: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_email: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    former: dict[str, str] = field(default_factory=dict)
    """Ids that entries had before they were renamed."""

    def __post_init__(self) -> None:
        for one in self.registry.organisations.values():
            for name in (one.name, *one.also_known_as):
                self.by_name[name_key(name)].add(one.id)
            self.former |= dict.fromkeys(one.former_ids, one.id)
            if one.register_number:
                self.by_number[number_key(one.register_number)].add(one.id)
            for email in (one.email, *(contact.email for contact in one.contacts)):
                if email:
                    self.by_email[email.casefold()].add(one.id)

    def entry(self, reading: Reading) -> Organisation | None:
        """The entry that a row is about; None if it is about a new organisation.

        Raises:
            Doubtful: it can be about several, or what it says contradicts itself.
        """
        if reading.identifier is not None:
            return self._by_id(reading, reading.identifier)
        if not reading.name and not reading.values.get("register_number"):
            raise Doubtful(_("there is no name in this row"))
        strong = self._strong(reading)
        if strong:
            return self._one_of(reading, strong)
        return self._by_email(reading)

    def _by_id(self, reading: Reading, identifier: str) -> Organisation | None:
        found = self.registry.organisations.get(self.former.get(identifier, identifier))
        named = self.by_name.get(name_key(reading.name), set()) if reading.name else set()
        if named and (found.id if found else identifier) not in named:
            raise Doubtful(
                _("the row has the id {id}, but the name of {other}").format(
                    id=identifier, other=self._told(named)
                )
            )
        if found is None and ("organisations", identifier) in self.registry.files:
            raise Doubtful(
                _("the entry {id} cannot be read; what is wrong with it: mo-registry validate").format(
                    id=identifier
                )
            )
        return found

    def _strong(self, reading: Reading) -> list[set[str]]:
        found = []
        number = reading.values.get("register_number")
        if isinstance(number, str) and (numbered := self._numbered(reading, number)):
            found.append(numbered)
        if reading.name and (named := self.by_name.get(name_key(reading.name))):
            found.append(named)
        return found

    def _numbered(self, reading: Reading, number: str) -> set[str]:
        """Those with the same number whose court is the same, as far as both courts are known."""
        court = reading.values.get("register_court")
        wanted = court_key(court) if isinstance(court, str) else ""
        found = set()
        for identifier in self.by_number.get(number_key(number), ()):
            other = court_key(self.registry.organisations[identifier].register_court or "")
            if not wanted or not other or wanted == other:
                found.add(identifier)
        return found

    def _one_of(self, reading: Reading, found: list[set[str]]) -> Organisation:
        common = set.intersection(*found)
        if not common:
            message = _("the register number is that of {one}, the name that of {other}")
            raise Doubtful(message.format(one=self._told(found[0]), other=self._told(found[1])))
        if len(common) > 1:
            email = reading.values.get("email")
            common &= self.by_email.get(email.casefold(), set()) if isinstance(email, str) else set()
        if len(common) != 1:
            names = self._told(set.intersection(*found))
            raise Doubtful(_("it can be one of several: {names}").format(names=names))
        entry = self.registry.organisations[common.pop()]
        self._expect_name(reading, entry, len(found))
        return entry

    def _expect_name(self, reading: Reading, entry: Organisation, reasons: int) -> None:
        """A register number alone is an association's only together with the court that keeps it."""
        court = reading.values.get("register_court")
        if reasons > 1 or not reading.name or (court and entry.register_court):
            return
        if name_key(reading.name) not in {name_key(name) for name in (entry.name, *entry.also_known_as)}:
            message = _("{other} has the same register number and another name; add the court, or the id")
            raise Doubtful(message.format(other=self._told([entry.id])))

    def _by_email(self, reading: Reading) -> Organisation | None:
        email = reading.values.get("email")
        address = email.casefold() if isinstance(email, str) else ""
        sharing = self.by_email.get(address, set())
        alike = [one for one in sorted(sharing) if self._alike(reading.name, one)]
        if len(alike) == 1:
            return self.registry.organisations[alike[0]]
        own = [one for one in sharing if (self.registry.organisations[one].email or "").casefold() == address]
        if alike or own:
            message = _(
                "{other} has the same e-mail address and another name; with the id in a column it is clear"
            )
            raise Doubtful(message.format(other=self._told(alike or own)))
        return None

    def _alike(self, name: str, identifier: str) -> bool:
        from rapidfuzz import fuzz

        entry = self.registry.organisations[identifier]
        key = name_key(name)
        return any(
            fuzz.token_sort_ratio(key, name_key(other)) >= ALIKE
            for other in (entry.name, *entry.also_known_as)
        )

    def _told(self, identifiers: Iterable[str]) -> str:
        entries = [self.registry.organisations[one] for one in sorted(identifiers)]
        return ", ".join(f"{entry.name} ({entry.id})" for entry in entries)


def number_key(number: str) -> str:
    """What makes two ways of writing a register number the same."""
    return "".join(filter(str.isalnum, number)).casefold()


def court_key(court: str) -> str:
    """What makes two ways of writing a court the same: the town."""
    return name_key(court.casefold().replace("amtsgericht", "").replace("ag ", ""))
