"""What was said about a table's columns and words, kept for the next time in ``data/imports/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mo_registry.editing import patch, piece
from mo_registry.editing.piece import Wording
from mo_registry.editing.style import Style
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.importing.columns import Layout
from mo_registry.importing.table import Table
from mo_registry.importing.targets import IGNORED
from mo_registry.importing.words import folded
from mo_registry.names import slug
from mo_registry.yamlfile import Data, parse

_FOLDER = Path("data", "imports")


@dataclass(frozen=True, slots=True)
class Sayings:
    """What somebody says about a table."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Headings (or letters), and what their columns hold."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Words of the table, and what they stand for."""
    kind: str | None = None
    """The kind of new organisations whose row says none."""
    networks: tuple[str, ...] = ()
    """Networks that all organisations of the table belong to."""

    def over(self, earlier: Sayings) -> Sayings:
        """These, and what was said earlier where these say nothing."""
        return Sayings(
            {**earlier.columns, **self.columns},
            {**earlier.values, **self.values},
            self.kind or earlier.kind,
            self.networks or earlier.networks,
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """A file with what was said in an earlier run; it need not be there yet."""

    path: Path
    sayings: Sayings = field(default_factory=Sayings)
    text: str | None = None


def find(root: Path, source: Path, table: Table, wanted: Path | None = None) -> Saved:
    """What was said about this table, or about one with the same headings.

    Args:
        root: the directory that holds ``data/``.
        source: the table's file.
        table: the table.
        wanted: the file to use and to keep, if one is named.

    Raises:
        RegistryError: the file that is to be used cannot be read.
    """
    own = wanted or root / _FOLDER / f"{slug(source.stem) or 'import'}.yaml"
    if own.exists():
        return _read(own)
    if wanted is None:
        for path in sorted((root / _FOLDER).glob("*.yaml")):
            saved = _read(path)
            if _fits(saved.sayings.columns, table):
                return saved
    return Saved(own)


def _read(path: Path) -> Saved:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, str(error)) from None
    file = parse(path, text)
    if file.findings:
        finding = file.findings[0]
        raise _unusable(path, f"{finding.position.line}:{finding.position.column}: {finding.message}")
    data = file.data
    kind, networks = data.get("kind"), data.get("networks")
    return Saved(
        path,
        Sayings(
            _texts(data.get("columns")),
            _texts(data.get("values")),
            kind if isinstance(kind, str) else None,
            tuple(one for one in networks if isinstance(one, str)) if isinstance(networks, list) else (),
        ),
        text,
    )


def _texts(data: Data | None) -> dict[str, str]:
    pairs = data.items() if isinstance(data, dict) else ()
    return {key: value for key, value in pairs if isinstance(value, str)}


def _unusable(path: Path, reason: str) -> RegistryError:
    return RegistryError(
        _("{file} cannot be read: {reason}").format(file=path, reason=reason),
        hint=_("Mend it, or delete it: it only keeps what columns hold, and is written anew."),
    )


def _fits(columns: Mapping[str, str], table: Table) -> bool:
    """Whether a row of the table has exactly these headings."""
    wanted = {folded(heading.partition(" (")[0]) for heading in columns}
    rows = ({folded(" ".join(cell.text.split()).partition(" (")[0]) for cell in row.cells.values()}
            for row in table.rows[:40])  # fmt: skip
    return bool(wanted) and any(found == wanted for found in rows)


def kept(saved: Saved, layout: Layout, sayings: Sayings) -> str:
    """The text of the file after this run; comments in it stay.

    Args:
        saved: the file as it is.
        layout: the table, its columns understood.
        sayings: all that is said about it.
    """
    columns = {one.heading: str(one.target) if one.target else IGNORED for one in layout.columns}
    data: dict[str, Data] = {"columns": {**columns}}
    if sayings.values:
        data["values"] = dict(sayings.values)
    if sayings.kind:
        data["kind"] = sayings.kind
    if sayings.networks:
        data["networks"] = [*sayings.networks]
    if saved.text is None:
        lines = [line for key, value in data.items() for line in piece.entry(key, value, Wording(Style()), 0)]
        return "\n".join([f"# {_('How “mo-registry import organisations” reads this table.')}", *lines, ""])
    text = saved.text
    for key, value in data.items():
        for name, one in value.items() if isinstance(value, dict) else ():
            text = patch.set_value(text, (key, name), one)
        if not isinstance(value, dict):
            text = patch.set_value(text, (key,), value)
    return text
