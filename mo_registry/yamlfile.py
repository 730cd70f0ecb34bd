"""One YAML file: text to plain data, and from a way through the data back to a place in the text.

Scalars stay text; the model gives them types. Values are composed by libyaml without building Python
objects of YAML's own choosing, which is fast and cannot be talked into anything.
"""

from __future__ import annotations

import operator
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from mo_registry import dialect
from mo_registry.finding import Finding, Key, Keys, Place, Position
from mo_registry.i18n import _

try:
    from yaml._yaml import CParser as Parser
except ImportError:  # PyYAML without libyaml: the same nodes, several times slower
    from mo_registry.pureyaml import PureParser as Parser  # type: ignore[assignment]

Data = str | list["Data"] | dict[str, "Data"]
Mapping = dict[str, Data]

NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
TEXT = "text"
MAX_REPEATED = 10
"""So many findings of one kind are shown for one file; a broken file has thousands."""

# Zero-width joiners are letters' business in Arabic script and in emoji, and disguise beside Latin ones.
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]|\r(?!\n)"
    "|(?<=[\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\u024f])"
)
_CONFLICT = re.compile(r"^(<<<<<<<|=======|>>>>>>>)(?: |\r?$)", re.MULTILINE)
_MARKS = re.compile(r"[&*]\S|!|<<|\\")
_DEEP = re.compile(r"^[ \-?:]{24}", re.MULTILINE)
# Looking for a substring is ten times cheaper than a regular expression, and most files hold none of these.
_HASH = re.compile(r"(?<=\S)[ \t]+(#[^\s#].*?)\s*$", re.MULTILINE)
_MAY_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
_MAY_MARK = ("&", "*", "!", "<<", "\\")
_MAY_BE_DEEP = (" " * 8, "- -", "? ", ": :")


class Reader(Parser):
    """libyaml's composer with every scalar left as text."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:  # noqa: ARG002
        return TEXT

    # Called for every node: functions written in C that take these arguments and do nothing.
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(bool)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file as read: its data (empty where it cannot be used) and what is wrong with it."""

    path: Path
    data: Mapping
    findings: tuple[Finding, ...] = ()
    allows: bool = False
    """Whether a comment in it may silence a finding."""


def read(path: Path, root: Path | None = None) -> YamlFile:
    """Read one file of the registry; whatever is wrong with it is a finding.

    Args:
        path: the file.
        root: the directory that a symbolic link must not lead out of.
    """
    problem, raw = _bytes(path, root)
    return decoded(path, raw) if problem is None else YamlFile(path, {}, (problem,))


def decoded(path: Path, raw: bytes) -> YamlFile:
    """The data and findings of a file's bytes; see `read`."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return YamlFile(path, {}, (_not_utf8(path, raw, error.start),))
    return parse(path, text)


def parse(path: Path, text: str) -> YamlFile:
    """The data and findings of a file's text; see `read`."""
    findings: list[Finding] = []
    if text.startswith("\ufeff"):
        findings.append(dialect.byte_order_mark(Place((path,), position=Position(1, 1, 1))))
        text = text[1:]
    if not text.replace("\n", "").isprintable():
        findings.extend(_characters(path, text))
    if _holds(text, _MAY_CONFLICT) and (conflict := _CONFLICT.search(text)):
        findings.append(dialect.merge_conflict(_place(path, text, conflict.start(), conflict.end())))
        return YamlFile(path, {}, tuple(findings))
    allows = "# allow " in text
    try:
        data = _data(path, text, findings)
    except yaml.MarkedYAMLError as error:
        if not findings:
            findings.append(_broken(path, text, error))
        data = {}
    except (yaml.YAMLError, ValueError):  # characters that no YAML may hold: already found above
        data = {}
    return YamlFile(path, data, tuple(findings), allows)


def compose(text: str) -> yaml.Node | None:
    """The node tree of the first document in the text, all scalars being text; None if there is none."""
    reader = Reader(text.removeprefix("\ufeff"))
    node: yaml.Node | None = reader.get_node() if reader.check_node() else None
    return node


def items(node: yaml.Node) -> Iterator[tuple[Key, yaml.Node, yaml.Node]]:
    """The children of a node as data knows them: key or index, the node of the key, the node of the value.

    What has no value is left out, as it is in the data.
    """
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not _is_nothing(value):
                yield key.value, key, value
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(child for child in node.value if not _is_nothing(child)):
            yield index, value, value


def _bytes(path: Path, root: Path | None) -> tuple[Finding | None, bytes]:
    place = Place((path,))
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            # Path.resolve raises at a circle of links; this one comes back to it, and stat tells.
            if root and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
                return dialect.outside_link(place), b""
            status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return dialect.unreadable(place, _("it is a folder or a device, not a file")), b""
        if status.st_size > dialect.MAX_BYTES:
            return dialect.too_large(place, status.st_size), b""
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  (Path.open costs a third more over 25,000 files)
            return None, file.read()
    except OSError as error:
        return dialect.unreadable(place, os.strerror(error.errno) if error.errno else str(error)), b""


def _not_utf8(path: Path, raw: bytes, offset: int) -> Finding:
    encoding = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "Windows-1252"
    before = raw[:offset].decode(errors="replace")
    column = len(before) - before.rfind("\n")
    position = Position(before.count("\n") + 1, column, column + 1)
    return dialect.not_utf8(Place((path,), position=position), encoding)


def _characters(path: Path, text: str) -> Iterator[Finding]:
    for count, match in enumerate(_FORBIDDEN.finditer(text)):
        if count == MAX_REPEATED:
            return
        place = _place(path, text, match.start(), match.end())
        character = match.group()
        if character == "\t":
            yield dialect.tab(place)
        else:
            yield dialect.invisible_character(place, _character_name(character))


def _character_name(character: str) -> str:
    name = unicodedata.name(character[0], _("control character")).lower()
    return f"U+{ord(character[0]):04X} {name}"


def _place(path: Path, text: str, start: int, end: int) -> Place:
    column = start - text.rfind("\n", 0, start)
    return Place((path,), position=Position(text.count("\n", 0, start) + 1, column, column + end - start))


def _mark(path: Path, start: Any, length: int = 1) -> Place:
    return Place((path,), position=Position(start.line + 1, start.column + 1, start.column + 1 + length))


def _data(path: Path, text: str, findings: list[Finding]) -> Mapping:
    if _may_be_structured(text) and (structural := list(_scan(path, text))):
        findings.extend(structural)
        return {}
    reader = Reader(text)
    node = reader.get_node() if reader.check_node() else None
    if node is not None and reader.check_node() and (second := reader.get_node()):
        findings.append(dialect.several_documents(_mark(path, second.start_mark)))
    if not isinstance(node, yaml.MappingNode):
        place = Place((path,)) if node is None else _mark(path, node.start_mark)
        findings.append(dialect.not_a_mapping(place, _kind(node)))
        return {}
    if " #" in text and _HASH.search(text):
        findings.extend(_swallowed(path, text))
    return _Builder(path, findings).mapping(node)


def _swallowed(path: Path, text: str) -> Iterator[Finding]:
    """Comments without a blank behind the ``#``: what follows a value, outside of every scalar."""
    scalars: list[tuple[int, int]] = []
    reader = Reader(text)
    while reader.check_event():
        event: Any = reader.get_event()
        if isinstance(event, yaml.ScalarEvent):
            start, end = cast("Any", event.start_mark), cast("Any", event.end_mark)
            scalars.append((start.index, end.index))
    for match in _HASH.finditer(text):
        start = match.start(1)
        if not any(begin <= start < end for begin, end in scalars):
            yield dialect.swallowed(_place(path, text, start, match.end(1)), match[1])


def _may_be_structured(text: str) -> bool:
    return bool(
        (_holds(text, _MAY_MARK) and _MARKS.search(text))
        or (_holds(text, _MAY_BE_DEEP) and _DEEP.search(text))
        or text.count("[") + text.count("{") > dialect.MAX_DEPTH // 2
    )


def _holds(text: str, parts: tuple[str, ...]) -> bool:
    for part in parts:  # noqa: SIM110  (any() with a generator costs three times as much, on every file)
        if part in text:
            return True
    return False


def _scan(path: Path, text: str) -> Iterator[Finding]:
    """What only the stream of events shows: anchors, tags, escaped characters, and depth before it is a danger."""
    depth = 0
    reader = Reader(text)
    while reader.check_event():
        event: Any = reader.get_event()
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > dialect.MAX_DEPTH:
                yield dialect.too_deep(_mark(path, event.start_mark))
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            yield dialect.anchor(_mark(path, event.start_mark, len(anchor) + 1), f"{sign}{anchor}")
        if isinstance(event, yaml.ScalarEvent) and (hidden := _FORBIDDEN.search(event.value)):
            yield dialect.invisible_character(_mark(path, event.start_mark), _character_name(hidden.group()))
        if getattr(event, "tag", None) is not None:
            yield dialect.tag(_mark(path, event.start_mark), event.tag.replace("tag:yaml.org,2002:", "!!"))


def _kind(node: yaml.Node | None) -> str:
    if node is None or _is_nothing(node):
        return _("nothing")
    return _("a list") if isinstance(node, yaml.SequenceNode) else _("a single text")


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in NOTHING and not node.style


@dataclass(slots=True)
class _Builder:
    """Nodes to plain data, noting what the data cannot say."""

    path: Path
    findings: list[Finding]

    def mapping(self, node: yaml.MappingNode) -> Mapping:
        result: Mapping = {}
        for key, value in node.value:
            name = key.value
            if type(name) is not str:
                self.findings.append(dialect.key_not_text(_mark(self.path, key.start_mark)))
            elif name == "<<":
                self.findings.append(dialect.anchor(_mark(self.path, key.start_mark, 2), "<<"))
            elif name in result:
                self._twice(node, key)
            elif (built := self.value(value)) is not None:
                result[name] = built
            else:
                length = max(len(name), 1)
                self.findings.append(dialect.empty_value(_mark(self.path, key.start_mark, length), name))
        return result

    def value(self, node: Any) -> Data | None:
        content = node.value
        if type(content) is str:
            return None if content in NOTHING and not node.style else content
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node)
        return self._sequence(node)

    def _sequence(self, node: yaml.SequenceNode) -> list[Data]:
        built = [(child, self.value(child)) for child in node.value]
        for child, value in built:
            if value is None:
                self.findings.append(dialect.empty_value(_mark(self.path, child.start_mark), "-"))
        return [value for _child, value in built if value is not None]

    def _twice(self, node: yaml.MappingNode, key: yaml.ScalarNode) -> None:
        first = next(other for other, _value in node.value if other.value == key.value)
        place = _mark(self.path, key.start_mark, len(key.value))
        self.findings.append(dialect.duplicate_key(place, key.value, first.start_mark.line + 1))


_ODD_BLANK = re.compile("[ -]*(?:[a-z_]+:)?\u00a0")
_BEHIND_QUOTE = re.compile(r"""[:-]\s+(?P<sign>["']).*?(?P=sign)\s*(?P<rest>[^\s#,\]}].*)$""")


def _broken(path: Path, text: str, error: yaml.MarkedYAMLError) -> Finding:
    """libyaml's complaint at the place where a person would look for its cause."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if ("quoted scalar" in context or "could not find expected" in problem) and error.context_mark:
        mark = error.context_mark  # where the quote was opened or the key begins, not where patience ended
    if mark is None:
        return dialect.broken(Place((path,)), *_explained(problem, context))
    lines = [*text.split("\n"), ""]  # a mark may stand behind the last line
    for number in range(max(mark.line - 1, 0), mark.line + 1):
        if odd := _ODD_BLANK.match(lines[number]):
            place = Place((path,), position=Position(number + 1, odd.end(), odd.end() + 1))
            return dialect.invisible_character(place, _character_name("\u00a0"))
    line = lines[mark.line]
    if behind := _BEHIND_QUOTE.search(line):
        start, end = behind.span("rest")
        place = Place((path,), position=Position(mark.line + 1, start + 1, end + 1))
        return dialect.broken(
            place,
            _("behind the closing quote the text goes on"),
            _("put the whole text into quotes; a quote inside it is written “…”"),
        )
    return dialect.broken(_mark(path, mark), *_explained(problem, context))


def _explained(problem: str, context: str) -> tuple[str, str]:
    """libyaml's words in those of somebody who writes an address into a file."""
    if "quoted scalar" in context:
        return (
            _("a quote is opened here and never closed"),
            _('close it, or delete it; inside \'…\' a quote is written twice, inside "…" as \\"'),
        )
    if "mapping values are not allowed" in problem:
        return (
            _("a second colon with a blank behind it stands in this line, or the line is indented too far"),
            _('put a text with a colon into quotes: name: "Verein: der neue"'),
        )
    if "could not find expected ':'" in problem:
        return (
            _("this line is neither a key with a value nor part of the line above"),
            _(
                "write key: value with a blank behind the colon, or indent the line if it goes on from the one above"
            ),
        )
    if "flow" in context:
        return (
            _("a bracket that is opened before is not closed, or a comma is missing"),
            _("close it with ] or }, or write the list line by line, each with a hyphen"),
        )
    if "cannot start any token" in problem:
        return (
            _("a value cannot begin with this character"),
            _("put the text into quotes"),
        )
    if "block" in context or "block" in problem or "indentation" in problem:
        return (
            _("this line is not indented like the lines that it belongs to"),
            _("let lines of one block begin in the same column"),
        )
    return (
        _("this cannot be read as YAML ({problem})").format(problem=problem),
        _("compare the line with the same line in another entry"),
    )


class Tree:
    """The places of a file's values, for the findings of this file."""

    def __init__(self, text: str) -> None:
        self.lines = (
            text.removeprefix("\ufeff").splitlines()
            if "\r" in text
            else text.removeprefix("\ufeff").split("\n")
        )
        try:
            self._root = compose(text)
        except (yaml.YAMLError, ValueError):
            self._root = None

    def locate(self, keys: Keys, *, on_key: bool = False) -> tuple[Position, int]:
        """Where the value (or its key) stands, and how many of the keys were found.

        Where the way ends early (a missing key, say), the place is the last part that exists. A value of
        several parts is shown by its key.
        """
        node, found = self._root, 0
        at: yaml.Node | None = None
        for key in keys:
            step = next(((k, v) for name, k, v in items(node) if name == key), None) if node else None
            if step is None:
                break
            found += 1
            by_key = not isinstance(step[1], yaml.ScalarNode) or (on_key and found == len(keys))
            at, node = step[0] if by_key else step[1], step[1]
        return self._position(_first(at or self._root)), found

    def source(self, position: Position) -> str:
        """The line that a position is in."""
        return self.lines[position.line - 1] if position.line <= len(self.lines) else ""

    def _position(self, node: yaml.Node | None) -> Position:
        if node is None:
            return Position(1, 1, 1)
        start, end = node.start_mark, node.end_mark
        last = end.column if end.line == start.line else len(self.lines[start.line])
        return Position(start.line + 1, start.column + 1, last + 1)


def _first(node: yaml.Node | None) -> yaml.Node | None:
    while isinstance(node, yaml.CollectionNode) and node.value:
        node = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
    return node
