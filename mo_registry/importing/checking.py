"""Rows as the checks see them: a row that would bring an error into the registry is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mo_registry.checks import check
from mo_registry.finding import Finding, Keys, Severity
from mo_registry.importing.cells import Remark
from mo_registry.importing.outcome import Outcome
from mo_registry.model import Organisation
from mo_registry.model.reading import build
from mo_registry.registry import Drafts, Registry, load
from mo_registry.yamlfile import parse

_ROUNDS = 5
"""Leaving out one row can only bring about findings in few others."""


def leave_out_hindered(registry: Registry, outcomes: Sequence[Outcome]) -> None:
    """Read the registry as it would be, and leave out rows that would bring errors about.

    Args:
        registry: as it is.
        outcomes: what becomes of the rows; those that stay may get questions.
    """
    before: Counter[Hashable] | None = None
    for _round in range(_ROUNDS):
        authors = {path: outcome for outcome in outcomes for path in outcome.change.drafts}
        if not authors:
            return
        found = _serious(
            _as_it_would_be(registry, {path: authors[path].change.after[path] for path in authors})
        )
        if found and before is None:
            before = Counter(map(_said, _serious(registry)))
        news = _news(before or Counter(), found)
        hindrances = [finding for finding in news if _is_hindrance(finding)]
        for finding in hindrances:
            for outcome in _authors(registry, authors, finding):
                outcome.refuse(_reason(outcome, finding))
        if not hindrances:
            _warn(authors, news)
            return


def _as_it_would_be(registry: Registry, drafts: Drafts) -> Registry:
    """The registry with these files; where no entry has two parts, without reading all others again."""
    if registry.private is not None:
        return load(registry.root, registry.private, drafts=drafts)
    after = replace(
        registry,
        organisations=dict(registry.organisations),
        files=dict(registry.files),
        findings=[finding for finding in registry.findings if finding.file not in drafts],
        allowing=[path for path in registry.allowing if path not in drafts],
        drafts=drafts,
    )
    for path, text in drafts.items():
        _read_again(after, path, text or "")
    after.organisations = {name: after.organisations[name] for name in sorted(after.organisations)}
    return after


def _read_again(registry: Registry, path: Path, text: str) -> None:
    file = parse(path, text)
    entry, findings = build(Organisation, file.data, (path,)) if file.data else (None, [])
    registry.findings += [*file.findings, *findings]
    registry.files["organisations", path.stem] = (path,)
    registry.organisations.pop(path.stem, None)
    if file.allows:
        registry.allowing.append(path)
    if entry is not None:
        registry.organisations[path.stem] = entry.named(path.stem)


def _serious(registry: Registry) -> list[Finding]:
    return [one for one in check(registry).findings if one.severity is not Severity.INFORMATION]


def _said(finding: Finding) -> Hashable:
    return finding.file, finding.code, finding.message


def _news(before: Counter[Hashable], found: Iterable[Finding]) -> list[Finding]:
    """What is found now and was not before."""
    known = Counter(before)
    news = []
    for finding in found:
        known[_said(finding)] -= 1
        if known[_said(finding)] < 0:
            news.append(finding)
    return news


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
