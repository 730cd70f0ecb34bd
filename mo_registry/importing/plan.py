"""The whole import before anything is written: of every row what becomes of it, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from mo_registry.editing import ids
from mo_registry.editing.change import Change, new_findings
from mo_registry.editing.path import spoken
from mo_registry.finding import Finding, Keys, RegistryError, Severity
from mo_registry.i18n import _
from mo_registry.importing import drafts
from mo_registry.importing.cells import Remark
from mo_registry.importing.columns import Layout
from mo_registry.importing.differences import Difference, differences
from mo_registry.importing.matches import Directory, Doubtful, court_key, number_key
from mo_registry.importing.reading import ORDER, Reading, read
from mo_registry.importing.words import Words
from mo_registry.model import Organisation
from mo_registry.names import name_key
from mo_registry.registry import Registry, load
from mo_registry.yamlfile import Data, parse
from mo_registry.yamlfile import Mapping as Block

_ROUNDS = 5
"""Leaving out one row can only bring about findings in few others."""


class Result(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"


@dataclass(slots=True)
class Outcome:
    """A row, and what becomes of it."""

    reading: Reading
    result: Result = Result.UNCHANGED
    identifier: str = ""
    differences: list[Difference] = field(default_factory=list)
    texts: drafts.Texts = field(default_factory=dict)

    def refuse(self, reason: Remark) -> None:
        """Do not write the row, for this reason."""
        self.result = Result.DOUBTFUL
        self.texts = {}
        if reason not in self.reading.notes.doubts:
            self.reading.notes.doubts.append(reason)


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
            for path, text in outcome.texts.items():
                change.write(path, text)
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
    taken = {identifier for folder, identifier in registry.files if folder == "organisations"}
    for outcome in outcomes:
        _settle(registry, outcome, entries.get(outcome.reading.row), rules, taken)
    _check(registry, outcomes)
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
            outcome.refuse(Remark("", doubt.message))
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
    registry: Registry, outcome: Outcome, entry: Organisation | None, rules: Rules, taken: set[str]
) -> None:
    reading = outcome.reading
    if outcome.result is Result.DOUBTFUL:
        return
    try:
        if entry is not None:
            _settle_changed(registry, outcome, entry)
        elif not reading.notes.doubts:
            _settle_new(registry, outcome, rules, taken)
    except Doubtful as doubt:
        outcome.refuse(Remark("", doubt.message))
    if reading.notes.doubts:
        outcome.result, outcome.texts = Result.DOUBTFUL, {}


def _settle_new(registry: Registry, outcome: Outcome, rules: Rules, taken: set[str]) -> None:
    reading = outcome.reading
    values = dict(reading.values)
    if not reading.name:
        raise Doubtful(_("there is no name in this row"))
    if "kind" not in values:
        if rules.kind is None:
            raise Doubtful(
                _("what kind of organisation it is stands nowhere: say it for all new ones with --kind")
            )
        values["kind"] = rules.kind
    identifier = _identifier(registry, reading, taken)
    taken.add(identifier)
    ordered = {key: values[key] for key in ORDER if key in values}
    outcome.result, outcome.identifier = Result.NEW, identifier
    outcome.differences = [Difference((key,), None, value, (key,)) for key, value in ordered.items()]
    outcome.texts = drafts.new(registry, identifier, ordered)


def _identifier(registry: Registry, reading: Reading, taken: set[str]) -> str:
    """An id for a new organisation; one that is taken gets a number, which is told."""
    wanted = reading.identifier or ids.proposed(reading.name)
    if not wanted:
        raise Doubtful(_("no id can be made of “{name}”; a column id can give one").format(name=reading.name))
    if wanted not in registry.organisations and ("organisations", wanted) in registry.files:
        raise Doubtful(
            _("the entry {id} cannot be read; what is wrong with it: mo-registry validate").format(id=wanted)
        )
    number, identifier = 1, wanted
    while identifier in taken:
        number += 1
        identifier = f"{wanted}-{number}"
    try:
        ids.usable(registry, "organisations", identifier, reading.name)
    except RegistryError as error:
        raise Doubtful(error.message) from None
    if number > 1 and (cell := reading.cell(("name",))):
        message = _("the id {wanted} is taken by another organisation; this one is called {id}")
        reading.notes.ask(cell, message.format(wanted=wanted, id=identifier))
    return identifier


def _settle_changed(registry: Registry, outcome: Outcome, entry: Organisation) -> None:
    found = list(differences(outcome.reading, _data(registry, entry)))
    if outcome.reading.notes.doubts:
        return
    outcome.differences = found
    outcome.texts = drafts.changed(registry, entry.id, found)
    if outcome.texts:
        outcome.result = Result.CHANGED


def _data(registry: Registry, entry: Organisation) -> Block:
    """What all files of an entry say, as plain data."""
    data: dict[str, Data] = {}
    for path in registry.files["organisations", entry.id]:
        try:
            part = parse(path, path.read_bytes().decode("utf-8")).data
        except (OSError, UnicodeDecodeError):
            raise Doubtful(
                _("{file} cannot be read; what is wrong with it: mo-registry validate").format(file=path.name)
            ) from None
        for key, value in part.items():
            held = data.get(key)
            both = isinstance(held, dict) and isinstance(value, dict)
            data[key] = {**held, **value} if both else value  # type: ignore[dict-item]
    return data


# What checks think of it -----------------------------------------------------------------------------------------


def _check(registry: Registry, outcomes: Sequence[Outcome]) -> None:
    """Read the registry as it would be, and leave out rows that would bring findings about."""
    for _round in range(_ROUNDS):
        authors = {path: outcome for outcome in outcomes for path in outcome.texts}
        texts: dict[Path, str | None] = {p: text for one in outcomes for p, text in one.texts.items()}
        if not texts:
            return
        found = new_findings(registry, load(registry.root, registry.private, drafts=texts))
        hindrances = [finding for finding in found if _is_hindrance(finding)]
        for finding in hindrances:
            for outcome in _authors(registry, authors, finding):
                outcome.refuse(_reason(outcome, finding))
        if not hindrances:
            _warn(authors, found)
            return


def _authors(registry: Registry, authors: Mapping[Path, Outcome], finding: Finding) -> list[Outcome]:
    """The rows that a finding comes from; where that cannot be told, all that would be written."""
    if finding.file in authors:
        return [authors[finding.file]]
    named = [path for path in authors if registry.relative(path).as_posix() in finding.message]
    return [authors[path] for path in named or authors]


def _is_hindrance(finding: Finding) -> bool:
    """Errors, and signs that the organisation is there already."""
    twice = finding.code.startswith("MO31") and finding.severity is Severity.WARNING
    return finding.severity is Severity.ERROR or twice


def _reason(outcome: Outcome, finding: Finding) -> Remark:
    cell = outcome.reading.cell(_source(outcome, finding.place.keys)) or outcome.reading.cell(("name",))
    advice = f" ({finding.help.splitlines()[0]})" if finding.help and finding.code != "MO312" else ""
    return Remark(cell.address if cell else "", f"{finding.message}{advice}")


def _source(outcome: Outcome, keys: Keys) -> Keys:
    """Where a value of the entry stands among those of the row."""
    for difference in outcome.differences:
        length = len(difference.keys)
        if keys[:length] == difference.keys:
            return (*difference.source, *keys[length:])
    return keys


def _warn(authors: Mapping[Path, Outcome], found: Iterable[Finding]) -> None:
    for finding in found:
        if finding.severity is Severity.WARNING and finding.file in authors:
            outcome = authors[finding.file]
            outcome.reading.notes.questions.append(_reason(outcome, finding))


def told(outcome: Outcome) -> str:
    """What becomes of a row, in words: keys, old and new values, or the reasons."""
    if outcome.result is Result.DOUBTFUL:
        return "; ".join(
            f"{doubt.cell}: {doubt.message}" if doubt.cell else doubt.message
            for doubt in outcome.reading.notes.doubts
        )
    if outcome.result is Result.NEW:
        return ", ".join(spoken(difference.keys) for difference in outcome.differences)
    return "; ".join(_told(difference) for difference in outcome.differences)


def _told(difference: Difference) -> str:
    new = shown(difference.new)
    if difference.old is None:
        keys = difference.keys[:-1] if isinstance(difference.keys[-1], int) else difference.keys
        return f"{spoken(keys)} + {new}"
    return f"{spoken(difference.keys)}: {shown(difference.old)} → {new}"


def shown(value: Data) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return " / ".join(value.splitlines())
    if isinstance(value, dict):
        return " ".join(shown(inner) for inner in value.values())
    return ", ".join(map(shown, value))
