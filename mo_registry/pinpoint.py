"""Findings to their lines: positions, the source line for the screen, and the comments that silence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mo_registry import dialect
from mo_registry.finding import Finding, Place, Position, Severity, Words, rule
from mo_registry.i18n import _
from mo_registry.source import DISK, Source
from mo_registry.yamlfile import Tree

_ALLOW = re.compile(r"#\s*allow\s+(MO\d{3}(?:\s*,\s*MO\d{3})*)\s*(?::\s*(.*?))?\s*$")


@rule("MO121", Severity.WARNING)
def allowed_without_reason(code: str, /) -> tuple[str, str]:
    """A finding is silenced without a reason.

    A comment ``# allow MO313: reason`` silences one finding on its line. The reason is for whoever reads
    the file next year; without one the finding stays.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email:  # allow MO119

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email:  # allow MO119: promised for January
    """
    return (
        _("{code} is to be allowed here, but no reason is given").format(code=code),
        _("write the reason behind it: # allow {code}: because …").format(code=code),
    )


@rule("MO122", Severity.WARNING)
def allowed_in_vain(code: str, /) -> tuple[str, str]:
    """A comment silences a finding that is not there.

    The finding was mended since, the code is mistyped, or the comment stands on another line than the
    finding. Such a comment would hide the next real finding.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.  # allow MO119: promised for January
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("{code} is allowed here, but nothing on this line needs it").format(code=code),
        _("delete the comment, or move it to the line that it is meant for"),
    )


@dataclass(frozen=True, slots=True)
class Pinpointed:
    """Findings at their places, and those that a comment silences."""

    findings: list[Finding]
    silenced: list[Finding]


@dataclass(slots=True)
class _Allowance:
    """A comment that allows some codes on its line."""

    position: Position
    codes: list[str]
    reason: str
    used: set[str] = field(default_factory=set)


def pinpoint(
    findings: Iterable[Finding],
    allowing: Iterable[Path] = (),
    drafts: Mapping[Path, str | None] | None = None,
    source: Source = DISK,
) -> Pinpointed:
    """Give every finding its position and source line, and set aside what comments allow.

    Args:
        findings: as checks make them.
        allowing: the files that hold ``# allow`` comments, so that a comment in vain is noticed too.
        drafts: texts that stand in for what is on the disk.
        source: where the files are read from, if not from the disk.
    """
    trees = _Trees(source, drafts or {})
    by_file: dict[Path, list[Finding]] = defaultdict(list)
    for finding in findings:
        placed = _placed(finding, trees)
        by_file[placed.file].append(placed)
    silenced: list[Finding] = []
    for path in set(allowing):
        tree = trees.of(path)
        if tree is not None:
            by_file[path] = list(_heed(path, tree, by_file[path], silenced))
    remaining = [finding for group in by_file.values() for finding in group]
    return Pinpointed(sorted(remaining, key=lambda finding: finding.order), silenced)


class _Trees:
    """The files that findings stand in, each composed once."""

    def __init__(self, source: Source, drafts: Mapping[Path, str | None]) -> None:
        self.source = source
        self.known: dict[Path, Tree | None] = {
            path: Tree(text) for path, text in drafts.items() if text is not None
        }

    def of(self, path: Path) -> Tree | None:
        """None where the file cannot be read."""
        if path not in self.known:
            try:
                self.known[path] = Tree(self.source.raw(path)[: dialect.MAX_BYTES].decode())
            except (OSError, UnicodeDecodeError):
                self.known[path] = None
        return self.known[path]


def _placed(finding: Finding, trees: _Trees) -> Finding:
    place = finding.place
    if place.position is not None or len(place.files) == 1:
        # A line of a file outside is nobody's to see.
        path, outside = place.files[0], finding.rule is dialect.outside_link.rule
        tree = None if outside else trees.of(path)
        if tree is None:
            return finding.at(path, finding.position)
        position = place.position or tree.locate(place.keys, on_key=place.on_key)[0]
        return finding.at(path, position, tree.source(position))
    candidates = []
    for rank, path in enumerate(place.files):
        if tree := trees.of(path):
            position, found = tree.locate(place.keys, on_key=place.on_key)
            candidates.append((-found, rank, path, position, tree.source(position)))
    if not candidates:
        return finding
    _found, _rank, path, position, source = min(candidates)
    return finding.at(path, position, source)


def _heed(path: Path, tree: Tree, findings: list[Finding], silenced: list[Finding]) -> Iterator[Finding]:
    allowances = {allowance.position.line: allowance for allowance in _allowances(tree)}
    for finding in findings:
        allowance = allowances.get(finding.position.line)
        if allowance is None or finding.code not in allowance.codes:
            yield finding
            continue
        allowance.used.add(finding.code)
        if allowance.reason:
            silenced.append(finding)
        else:
            yield finding
            yield _comment(allowed_without_reason, path, tree, allowance, finding.code)
    for allowance in allowances.values():
        for code in allowance.codes:
            if code not in allowance.used:
                yield _comment(allowed_in_vain, path, tree, allowance, code)


def _allowances(tree: Tree) -> Iterator[_Allowance]:
    for number, line in enumerate(tree.lines, 1):
        if match := _ALLOW.search(line):
            position = Position(number, match.start() + 1, len(line.rstrip()) + 1)
            yield _Allowance(position, re.split(r"\s*,\s*", match[1]), match[2] or "")


def _comment(words: Words[[str]], path: Path, tree: Tree, allowance: _Allowance, code: str) -> Finding:
    finding = words(Place((path,)), code)
    return finding.at(path, allowance.position, tree.source(allowance.position))
