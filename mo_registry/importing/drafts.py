"""The files that a row would make or change, in both parts of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mo_registry.editing import patch, piece
from mo_registry.editing.change import Change
from mo_registry.editing.outline import Outline
from mo_registry.editing.path import known_part, spoken
from mo_registry.editing.piece import Wording
from mo_registry.editing.style import Style
from mo_registry.finding import Keys, RegistryError
from mo_registry.i18n import _
from mo_registry.importing.differences import Difference
from mo_registry.importing.matches import Doubtful
from mo_registry.importing.reading import Values
from mo_registry.model import Organisation
from mo_registry.registry import Registry
from mo_registry.yamlfile import Data

_GROUPS = ("networks", "languages", "address", "contacts")
"""Keys before which a blank line stands in a new file."""
_STYLE = Style()
_CONFIDENTIAL = frozenset(("contacts", "notes"))
_FOLDER = "organisations"


def new(registry: Registry, change: Change, identifier: str, values: Values) -> None:
    """The files of a new organisation: one, or a second one for what is confidential.

    People and notes go into the private folder where the registry has one; so does a flat, an address with
    the name on somebody's door.

    Args:
        registry: where the organisation is new.
        change: gets the files; that there are none yet is settled when they are written.
        identifier: its id.
        values: what is known of it.
    """
    hidden = {
        key: value for key, value in values.items() if registry.private and _is_confidential(key, value)
    }
    shown = {key: value for key, value in values.items() if key not in hidden}
    for part, said in ((registry.root / "data", shown), (registry.private, hidden)):
        if part and said:
            _create(change, _file(part, identifier), said)


def _create(change: Change, path: Path, values: Values) -> None:
    change.before[path] = None  # a file that has come into being meanwhile is not overwritten
    change.after[path] = _text(values)


def _is_confidential(key: str, value: Data) -> bool:
    return key in _CONFIDENTIAL or (key == "address" and isinstance(value, dict) and "care_of" in value)


def _file(part: Path, identifier: str) -> Path:
    return part / _FOLDER / f"{identifier}.yaml"


def _text(values: Values) -> str:
    """A tidy file: one piece, a level deeper than it stands, taken out of its block."""
    _key, *lines = piece.entry("entry", values, Wording(_STYLE), -_STYLE.step)
    text: list[str] = []
    for line in (line[_STYLE.step :] for line in lines):
        if text and line.partition(":")[0] in _GROUPS:
            text.append("")
        text.append(line)
    return "\n".join([*text, ""])


def changed(registry: Registry, change: Change, identifier: str, differences: Iterable[Difference]) -> None:
    """The files of an entry with the differences made; no other line of them changes.

    Raises:
        Doubtful: a value with a comment beside it would be overwritten, or one cannot be changed by itself.
    """
    files = registry.files[_FOLDER, identifier]
    try:
        for difference in differences:
            path = _place(registry, change, files, difference.keys) or _private(registry, identifier)
            _respect_comment(registry, change, path, difference)
            _make(change, path, difference)
    except RegistryError as error:
        raise Doubtful(error.message, error.hint) from None


def _make(change: Change, path: Path, difference: Difference) -> None:
    keys, value = difference.keys, difference.new
    if not path.exists() and path not in change.after:
        _create(change, path, {str(keys[0]): [value] if isinstance(keys[-1], int) else value})
    elif isinstance(keys[-1], int):
        change.write(path, patch.append(change.text(path), keys[:-1], value, model=Organisation))
    else:
        change.write(path, patch.set_value(change.text(path), keys, value, model=Organisation))


def _place(registry: Registry, change: Change, files: Iterable[Path], keys: Keys) -> Path | None:
    """The file that holds the value, or the longest part of the way to it; none for people who are new."""
    depths = {path: known_part(change.data(path), keys) for path in files}
    best = max(depths, key=lambda path: depths[path])
    return best if depths[best] or registry.private is None or keys[0] not in _CONFIDENTIAL else None


def _private(registry: Registry, identifier: str) -> Path:
    return _file(registry.private or registry.root / "data", identifier)


def _respect_comment(registry: Registry, change: Change, path: Path, difference: Difference) -> None:
    """A comment beside a value says something about this value: whoever wrote it knew more than the table."""
    if difference.old is None:
        return
    outline = Outline(change.text(path).removeprefix("\ufeff"))
    slot = outline.slot(difference.keys)
    comment = outline.head_comment(slot)[1] if slot else ""
    if comment:
        message = _("{key} is {old} in {file}, with the comment “{comment}”; it is not overwritten by {new}")
        raise Doubtful(
            message.format(
                key=spoken(difference.keys),
                old=difference.old,
                file=registry.relative(path).as_posix(),
                comment=comment.lstrip("# "),
                new=difference.new,
            )
        )
