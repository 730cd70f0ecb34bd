"""Ids of organisations that a table brings: made of their names, each only once."""

from __future__ import annotations

from mo_registry.editing import ids
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.importing.matches import Doubtful
from mo_registry.importing.reading import Reading
from mo_registry.model import Event, Organisation
from mo_registry.registry import Registry


class NewIds:
    """Gives ids, and remembers which are taken."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._taken = {identifier for folder, identifier in registry.files if folder == "organisations"}
        entries: list[Organisation | Event] = [*registry.organisations.values(), *registry.events.values()]
        self._former = {former: entry.id for entry in entries for former in entry.former_ids}

    def of(self, reading: Reading) -> str:
        """The id of a row's organisation; where another one has it already it gets a number, which is told.

        Raises:
            Doubtful: there can be no id, or it leads to an entry that cannot be read or has another name now.
        """
        wanted = reading.identifier or ids.proposed(reading.name)
        self._expect_usable(reading, wanted)
        number, identifier = 1, wanted
        while identifier in self._taken or identifier in self._former:
            number += 1
            identifier = f"{wanted}-{number}"
        if number > 1 and (cell := reading.cell(("name",))):
            message = _("the id {wanted} is taken by another organisation; this one is called {id}")
            reading.notes.ask(cell, message.format(wanted=wanted, id=identifier))
        self._taken.add(identifier)
        return identifier

    def _expect_usable(self, reading: Reading, wanted: str) -> None:
        if not wanted:
            message = _("no id can be made of “{name}”; a column id can give one")
            raise Doubtful(message.format(name=reading.name))
        if not ids.is_valid(wanted):
            try:
                ids.usable(self._registry, "organisations", wanted, reading.name)
            except RegistryError as error:
                raise Doubtful(error.message) from None
        if wanted not in self._registry.organisations and ("organisations", wanted) in self._registry.files:
            message = _("the entry {id} cannot be read; what is wrong with it: mo-registry validate")
            raise Doubtful(message.format(id=wanted))
        if wanted in self._former:
            raise Doubtful(ids.was_of(self._registry, wanted, self._former[wanted]).message)
