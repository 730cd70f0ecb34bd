"""The files that a row would make or change, in both parts of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from mo_registry.editing import patch, piece
from mo_registry.editing.outline import Outline
from mo_registry.editing.path import known_part, spoken, value_at
from mo_registry.editing.piece import Wording
from mo_registry.editing.style import Style
from mo_registry.finding import Keys, RegistryError
from mo_registry.i18n import _
from mo_registry.importing.differences import Difference
from mo_registry.importing.matches import Doubtful
from mo_registry.importing.reading import Values
from mo_registry.model import Organisation
from mo_registry.registry import Registry
from mo_registry.yamlfile import Data, parse

_GROUPS = ("networks", "languages", "address", "contacts")
"""Keys before which a blank line stands in a new file."""
_STYLE = Style()
_CONFIDENTIAL = frozenset(("contacts", "notes"))
_FOLDER = "organisations"

Texts = dict[Path, str]


def new(registry: Registry, identifier: str, values: Values) -> Texts:
    """The files of a new organisation: one, or a second one for what is confidential.

    People and notes go into the private folder where the registry has one; so does a flat, an address with
    the name on somebody's door.
    """
    private = registry.private
    if private is None:
        return {_file(registry.root / "data", identifier): _text(values)}
    hidden = {key: value for key, value in values.items() if _is_confidential(key, value)}
    shown = {key: value for key, value in values.items() if key not in hidden}
    texts = {_file(registry.root / "data", identifier): _text(shown)}
    if hidden:
        texts[_file(private, identifier)] = _text(hidden)
    return texts


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


def changed(registry: Registry, identifier: str, differences: Iterable[Difference]) -> Texts:
    """The files of an entry with the differences made; no other line of them changes.

    Raises:
        Doubtful: a value with a comment beside it would be overwritten, or one cannot be changed by itself.
    """
    files = registry.files[_FOLDER, identifier]
    texts = {path: _read(path) for path in files}
    before = dict(texts)
    for difference in differences:
        path = _place(registry, identifier, texts, difference.keys)
        _respect_comment(registry, path, texts.get(path, ""), difference)
        try:
            texts[path] = _with(texts.get(path), difference)
        except RegistryError as error:
            raise Doubtful(error.message, error.hint) from None
    return {path: text for path, text in texts.items() if text != before.get(path)}


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Doubtful(
            _("{file} cannot be read; what is wrong with it: mo-registry validate").format(file=path.name)
        ) from None


def _with(text: str | None, difference: Difference) -> str:
    keys, value = difference.keys, difference.new
    if text is None:
        top = str(keys[0])
        return _text({top: [value] if isinstance(keys[-1], int) else value})
    if isinstance(keys[-1], int):
        return patch.append(text, keys[:-1], value, model=Organisation)
    return patch.set_value(text, keys, value, model=Organisation)


def _place(registry: Registry, identifier: str, texts: Mapping[Path, str], keys: Keys) -> Path:
    """The file that holds the value, or the longest part of the way to it; a private one for people."""
    depths = {path: known_part(parse(path, text).data, keys) for path, text in texts.items()}
    best = max(depths, key=lambda path: depths[path])
    if depths[best] or registry.private is None or keys[0] not in _CONFIDENTIAL:
        return best
    return _file(registry.private, identifier)


def _respect_comment(registry: Registry, path: Path, text: str, difference: Difference) -> None:
    """A comment beside a value says something about this value: whoever wrote it knew more than the table."""
    if difference.old is None or not text or value_at(parse(path, text).data, difference.keys) is None:
        return
    outline = Outline(text.removeprefix("\ufeff"))
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
