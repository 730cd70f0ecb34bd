"""Which column of a table holds what: the row of headings is found, headings are understood or explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.importing import targets
from mo_registry.importing.cells import letters
from mo_registry.importing.table import Row, Table
from mo_registry.importing.targets import IGNORED, Target
from mo_registry.names import search_key

_HEADER_WITHIN = 40
"""So many rows from the top may come before the headings."""
_FEWEST = 2
"""A row in which fewer headings are understood is no row of headings."""
_ALIKE = 88
_SHORTEST = 5
"""Shorter headings are not compared for likeness: Ort and Art are not the same."""
_NUMBERED = re.compile(r"(?:([1-9])[ .]+)?(.*?)(?: ?([1-9]))?")
_GENDERED = re.compile(r"[(*:_/-]?(?:in|innen|r|n|en)\)?$", re.IGNORECASE)

Wishes = Mapping[str, str]
"""What somebody says that columns hold: headings or letters, and targets as people write them."""


class Origin(StrEnum):
    """How it is known what a column holds."""

    GUESSED = "guessed"
    SAVED = "saved"
    SAID = "said"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with a heading."""

    index: int
    heading: str
    """In one line, and none is called as another one."""
    target: Target | None
    """None for a column that is not read."""
    origin: Origin

    @property
    def letter(self) -> str:
        """The column as spreadsheets call it."""
        return letters(self.index)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the headings are, what they mean, and the rows below them."""

    header: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    repeated: tuple[int, ...] = ()
    """Rows that only say the headings again, as every printed page does."""


def layout(table: Table, said: Wishes, saved: Wishes, header: int | None = None) -> Layout:
    """Understand a table's headings.

    Args:
        table: as it was read.
        said: what is said about columns for this run.
        saved: what was said in an earlier run; it counts less.
        header: the number of the row of headings, where it is known.

    Raises:
        RegistryError: there are no headings, or something is said about a column that is not there.
    """
    row = _header_row(table, {**saved, **said}, header)
    named = _headings(row)
    explicit = {**_explicit(named, saved, strict=False), **_explicit(named, said, strict=True)}
    sayings = _explicit(named, said, strict=True)
    above = next((other for other in table.rows if other.number == row.number - 1), None)
    guessed = _settled({index: _guess(heading, above, index) for index, heading in named.items()}, explicit)
    columns = tuple(
        Column(
            index, heading, *_chosen(index, explicit, sayings, guessed)
        )
        for index, heading in named.items()
    )  # fmt: skip
    below = [other for other in table.rows if other.number > row.number]
    again = tuple(other.number for other in below if _repeats(other, row))
    return Layout(row.number, columns, tuple(o for o in below if o.number not in again), again)


def _chosen(
    index: int,
    explicit: Mapping[int, Target | None],
    sayings: Mapping[int, Target | None],
    guessed: Mapping[int, Target | None],
) -> tuple[Target | None, Origin]:
    if index in explicit:
        return explicit[index], Origin.SAID if index in sayings else Origin.SAVED
    found = guessed[index]
    return found, Origin.GUESSED if found else Origin.UNKNOWN


def _header_row(table: Table, wishes: Wishes, number: int | None) -> Row:
    if number is not None:
        for row in table.rows:
            if row.number == number:
                return row
        raise RegistryError(
            _("Row {row} is empty.").format(row=number), hint=_("Name the row in which the headings stand.")
        )
    wanted = {_folded(heading) for heading in wishes}

    def understood(row: Row) -> int:
        texts = [cell.text for cell in row.cells.values()]
        return sum(_folded(text) in wanted or _understood(text) is not None for text in texts)

    first = [row for row in table.rows if row.number <= _HEADER_WITHIN]
    best = max(first, key=understood, default=None)
    if best is None or understood(best) < _FEWEST:
        raise _no_headings(table)
    return best


def _no_headings(table: Table) -> RegistryError:
    hint = _(
        "The first row of the list says what its columns are, as Verein, PLZ, Ort. Where it is: --header-row N."
    )
    if table.others:
        hint += " " + _("There are other sheets (--sheet): {names}").format(names=", ".join(table.others))
    return RegistryError(_("No row of headings was found."), hint=hint)


def _headings(row: Row) -> dict[int, str]:
    """The columns' headings; the second one of the same name gets a number."""
    found: dict[int, str] = {}
    for index, cell in sorted(row.cells.items()):
        heading = " ".join(cell.text.split())
        count = sum(other == heading or other.startswith(f"{heading} (") for other in found.values())
        found[index] = f"{heading} ({count + 1})" if count else heading
    return found


def _explicit(named: Mapping[int, str], wishes: Wishes, *, strict: bool) -> dict[int, Target | None]:
    found: dict[int, Target | None] = {}
    for heading, wish in wishes.items():
        index = _index(named, heading)
        if index is not None:
            found[index] = _wished(wish)
        elif strict:
            from mo_registry.model.rules import did_you_mean

            raise RegistryError(
                _("No column is called “{heading}”.").format(heading=heading),
                hint=did_you_mean(heading, list(named.values())),
            )
    return found


def _index(named: Mapping[int, str], wanted: str) -> int | None:
    """The column that is called so: as it is written, or nearly; else the one with this letter."""
    folded, letter = _folded(wanted), wanted.strip().upper()
    found = [
        *(index for index, heading in named.items() if heading == wanted),
        *(index for index, heading in named.items() if folded and _folded(heading) == folded),
        *(index for index in named if letters(index) == letter),
    ]
    return found[0] if found else None


def _wished(wish: str) -> Target | None:
    if wish.strip() == IGNORED:
        return None
    found = targets.target(wish)
    if found is None:
        from mo_registry.model.rules import did_you_mean

        raise RegistryError(
            _("A column cannot hold “{text}”.").format(text=wish),
            hint=did_you_mean(wish, targets.known())
            or _("It can hold, for instance: name, address.city, email, contacts[0].family; - is not read."),
        )
    return found


def _repeats(row: Row, header: Row) -> bool:
    return {i: _folded(c.text) for i, c in row.cells.items()} == {
        i: _folded(c.text) for i, c in header.cells.items()
    }


# Guessing --------------------------------------------------------------------------------------------------


def _folded(text: str) -> str:
    return search_key(text).replace(" ", "")


@cache
def _dictionary() -> dict[str, Target | None]:
    return {_folded(heading): found for heading, found in targets.headings().items()}


@cache
def _understood(heading: str) -> Target | None:
    """What a heading means by itself."""
    for folded in map(_folded, _forms(heading)):
        if folded in _dictionary():
            return _dictionary()[folded]
    folded = _folded(heading)
    if len(folded) < _SHORTEST:
        return None
    from rapidfuzz import fuzz, process

    best = process.extractOne(folded, _dictionary().keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return _dictionary()[best[0]] if best else None


def _forms(heading: str) -> tuple[str, ...]:
    """The heading, and what is left of it without remarks, further lines and endings for all genders."""
    return heading, heading.partition("(")[0], heading.partition("\n")[0], _GENDERED.sub("", heading)


@dataclass(frozen=True, slots=True)
class _Guess:
    target: Target | None
    bare: bool = False
    """Whether the heading is only “Name”, which can be that of a person too."""


def _guess(heading: str, above: Row | None, index: int) -> _Guess:
    number, text = _numbered(heading)
    found = _understood(text)
    if found is None:
        return _Guess(None)
    if not found.within and (_is_about_people(above, index) or number):
        of_people = targets.of_contact(found.key)
        found = of_people or (None if number else found)
    if found and number and found.within[:1] == ("contacts",):
        found = Target(found.key, ("contacts", number))
    return _Guess(found, bare=_folded(text) == "name" and not _is_about_organisations(above, index))


def _numbered(heading: str) -> tuple[int, str]:
    """“E-Mail 2” and “2. Ansprechpartner” are those of the second contact: its index, and the rest."""
    match = _NUMBERED.fullmatch(heading)
    number = match and (match[1] or match[3])
    if match is None or not number or not match[2].strip():
        return 0, heading
    return int(number) - 1, match[2].strip()


def _heading_above(above: Row | None, index: int) -> tuple[str, ...]:
    """The forms of the heading above, which reaches to the right up to the next one; nothing if none does."""
    cells = sorted(above.cells.items()) if above else []
    reaching = [cell for column, cell in cells if column <= index]
    return _forms(reaching[-1].text) if reaching else ()


def _is_about_people(above: Row | None, index: int) -> bool:
    people = {_folded(word) for word in targets.PEOPLE.split(", ")}
    return not people.isdisjoint(map(_folded, _heading_above(above, index)))


def _is_about_organisations(above: Row | None, index: int) -> bool:
    return any(_dictionary().get(_folded(form)) == Target("name") for form in _heading_above(above, index))


def _settled(
    guesses: Mapping[int, _Guess], explicit: Mapping[int, Target | None]
) -> dict[int, Target | None]:
    """Guesses that do not contradict each other: no two columns hold the same."""
    taken = {found for found in explicit.values() if found}
    result: dict[int, Target | None] = {}
    for index, guess in _with_names(guesses, explicit):
        if index in explicit:
            result[index] = explicit[index]
            continue
        result[index] = next((one for one in _alternatives(guess.target) if one not in taken), None)
        taken |= {one for one in (result[index],) if one}
    return result


def _with_names(
    guesses: Mapping[int, _Guess], explicit: Mapping[int, Target | None]
) -> Iterator[tuple[int, _Guess]]:
    """A bare “Name” is a person's where another column holds the organisation's, or one holds given names."""
    name, given, family = Target("name"), *(Target(key, ("contacts", 0)) for key in ("given", "family"))
    held = {*(guess.target for guess in guesses.values() if not guess.bare), *explicit.values()}
    is_family = given in held and family not in held
    for index, guess in guesses.items():
        if guess.bare and guess.target == name and (name in held or is_family):
            yield index, replace(guess, target=targets.of_contact("family" if is_family else "name"))
        else:
            yield index, guess


def _alternatives(found: Target | None) -> Sequence[Target]:
    """What a column can hold, the most probable first: a second telephone number is that of a contact."""
    if found is None:
        return ()
    contact = targets.of_contact(found.key) if found.key in ("email", "phone") and not found.within else None
    return (found, contact) if contact else (found,)
