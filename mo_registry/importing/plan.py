"""The whole import before anything is written: of every row what becomes of it, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mo_registry.editing.change import Change
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.importing import drafts
from mo_registry.importing.cells import Remark
from mo_registry.importing.checking import leave_out_hindered
from mo_registry.importing.columns import Layout
from mo_registry.importing.differences import Difference, differences
from mo_registry.importing.matches import Directory, Doubtful, court_key, number_key
from mo_registry.importing.new_ids import NewIds
from mo_registry.importing.outcome import Outcome, Result
from mo_registry.importing.reading import ORDER, Reading, read
from mo_registry.importing.words import Words
from mo_registry.model import Organisation
from mo_registry.names import name_key
from mo_registry.registry import Registry
from mo_registry.yamlfile import Data
from mo_registry.yamlfile import Mapping as Block


@dataclass(frozen=True, slots=True)
class Rules:
    """What is said about all rows."""

    kind: str | None = None
    """The kind of new organisations whose row says none."""
    networks: tuple[str, ...] = ()
    """Networks that every organisation of the table belongs to."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    layout: Layout
    outcomes: tuple[Outcome, ...]

    def count(self, result: Result) -> int:
        """Of how many rows this becomes."""
        return sum(outcome.result is result for outcome in self.outcomes)

    @property
    def repairs(self) -> list[Remark]:
        """All repairs, row by row."""
        return _sorted(remark for outcome in self.outcomes for remark in outcome.reading.notes.repairs)

    @property
    def questions(self) -> list[Remark]:
        """What somebody should look at, row by row."""
        return _sorted(remark for outcome in self.outcomes for remark in outcome.reading.notes.questions)

    def change(self) -> Change:
        """All files that would be written."""
        change = Change()
        for outcome in self.outcomes:
            change.before.update(outcome.change.before)
            change.after.update(outcome.change.after)
        return change


def _sorted(remarks: Iterable[Remark]) -> list[Remark]:
    """From top to bottom, each row from left to right."""

    def place(remark: Remark) -> tuple[int, int, str]:
        letters = remark.cell.rstrip("0123456789")
        return int(remark.cell.removeprefix(letters) or 0), len(letters), letters

    return sorted(remarks, key=place)


def plan(registry: Registry, layout: Layout, known: Words, rules: Rules) -> Plan:
    """Settle what becomes of every row; nothing is written.

    Args:
        registry: as it is.
        layout: the table, its columns understood.
        known: what words stand for.
        rules: what is said about all rows.

    Raises:
        RegistryError: people would be written where everybody can read them.
    """
    readings = [read(row, layout.columns, known, rules.networks) for row in layout.rows]
    _expect_private_folder(registry, readings)
    outcomes = [Outcome(reading) for reading in readings]
    entries = _matched(Directory(registry), outcomes)
    _find_repeated(outcomes, entries)
    new_ids = NewIds(registry)
    for outcome in outcomes:
        if outcome.result is not Result.DOUBTFUL:
            _settle(registry, outcome, entries.get(outcome.reading.row), rules, new_ids)
    leave_out_hindered(registry, outcomes)
    return Plan(layout, tuple(outcomes))


def _expect_private_folder(registry: Registry, readings: Iterable[Reading]) -> None:
    folder = registry.settings.private
    if folder and registry.private is None and any("contacts" in reading.values for reading in readings):
        raise RegistryError(
            _("This registry keeps people in a private folder ({folder}), which is not here.").format(
                folder=folder
            ),
            hint=_(
                "Get it or make it, name it with --private DIR, or leave the people out:"
                " --map 'Ansprechpartner=-'"
            ),
        )


def _matched(directory: Directory, outcomes: Iterable[Outcome]) -> dict[int, Organisation]:
    """Of each row the entry that it is about, where there is one."""
    found = {}
    for outcome in outcomes:
        try:
            entry = directory.entry(outcome.reading)
        except Doubtful as doubt:
            known = outcome.reading.notes.doubts  # they may be why nothing is found
            outcome.refuse(known[0] if known else Remark("", doubt.message))
            continue
        if entry is not None:
            found[outcome.reading.row] = entry
            outcome.identifier = entry.id
    return found


# Rows about the same ------------------------------------------------------------------------------------------


def _find_repeated(outcomes: Sequence[Outcome], entries: Mapping[int, Organisation]) -> None:
    """Rows about one organisation: a mere repetition is left out, and of rows that differ all are."""
    first: dict[tuple[str, str], Outcome] = {}
    for outcome in outcomes:
        keys = list(_identities(outcome.reading, entries.get(outcome.reading.row)))
        earlier = next((first[key] for key in keys if key in first), None)
        for key in keys:
            first.setdefault(key, earlier or outcome)
        if earlier is not None:
            _refuse_repeated(earlier, outcome)


def _identities(reading: Reading, entry: Organisation | None) -> Iterable[tuple[str, str]]:
    if entry or reading.identifier:
        yield "id", entry.id if entry else str(reading.identifier)
    if reading.name and not reading.identifier:
        yield "name", name_key(reading.name)
    number = reading.values.get("register_number")
    if isinstance(number, str):
        yield "number", f"{number_key(number)} {court_key(str(reading.values.get('register_court', '')))}"


def _refuse_repeated(earlier: Outcome, later: Outcome) -> None:
    one, other = earlier.reading, later.reading
    differing = [key for key in ORDER if one.values.get(key) != other.values.get(key)]
    if not differing:
        later.refuse(Remark("", _("row {row} says the same").format(row=one.row)))
        return
    for outcome, row in ((earlier, other.row), (later, one.row)):
        message = _("row {row} is about the same organisation and says something else: {keys}")
        outcome.refuse(Remark("", message.format(row=row, keys=", ".join(differing))))


# What becomes of a row ------------------------------------------------------------------------------------------


def _settle(
    registry: Registry, outcome: Outcome, entry: Organisation | None, rules: Rules, new_ids: NewIds
) -> None:
    try:
        if entry is not None:
            _settle_changed(registry, outcome, entry)
        elif not outcome.reading.notes.doubts:
            _settle_new(registry, outcome, rules, new_ids)
    except Doubtful as doubt:
        outcome.refuse(Remark("", doubt.message))
    if outcome.reading.notes.doubts:
        outcome.refuse(outcome.reading.notes.doubts[0])


def _settle_new(registry: Registry, outcome: Outcome, rules: Rules, new_ids: NewIds) -> None:
    reading = outcome.reading
    if not reading.name:
        raise Doubtful(_("there is no name in this row"))
    kind = reading.values.get("kind", rules.kind)
    if kind is None:
        raise Doubtful(
            _("what kind of organisation it is stands nowhere: say it for all new ones with --kind")
        )
    outcome.result, outcome.identifier = Result.NEW, new_ids.of(reading)
    values = {**reading.values, "kind": kind}
    ordered = {key: values[key] for key in ORDER if key in values}
    outcome.differences = [Difference((key,), None, value, (key,)) for key, value in ordered.items()]
    drafts.new(registry, outcome.change, outcome.identifier, ordered)


def _settle_changed(registry: Registry, outcome: Outcome, entry: Organisation) -> None:
    found = list(differences(outcome.reading, _data(registry, outcome.change, entry)))
    if outcome.reading.notes.doubts:
        return
    outcome.differences = found
    drafts.changed(registry, outcome.change, entry.id, found)
    if outcome.change.drafts:
        outcome.result = Result.CHANGED


def _data(registry: Registry, change: Change, entry: Organisation) -> Block:
    """What all files of an entry say, as plain data."""
    data: dict[str, Data] = {}
    for path in registry.files["organisations", entry.id]:
        try:
            part = change.data(path)
        except RegistryError as error:
            raise Doubtful(error.message, error.hint) from None
        for key, value in part.items():
            held = data.get(key)
            both = isinstance(held, dict) and isinstance(value, dict)
            data[key] = {**held, **value} if both else value  # type: ignore[dict-item]
    return data
