"""Rules across the registry, one module a family. A check is a function: the registry in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mo_registry.checks import (
    consistency,
    contact_details,
    duplicates,
    event_dates,
    jobs,
    references,
    settings,
    templates,
)
from mo_registry.finding import RULES, Finding, Rule, Severity
from mo_registry.model.settings import Strictness
from mo_registry.pinpoint import pinpoint
from mo_registry.registry import Registry

Check = Callable[[Registry], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    *settings.CHECKS,
    *jobs.CHECKS,
    *references.CHECKS,
    *consistency.CHECKS,
    *duplicates.CHECKS,
    *contact_details.CHECKS,
    *event_dates.CHECKS,
    *templates.CHECKS,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """All that is to be said about a registry, in the order of files and lines."""

    findings: list[Finding]
    silenced: list[Finding]
    """What a comment allows, with its reason."""
    files: int
    """How many files were read."""

    def without_notes(self) -> Checked:
        """The same without what is only information."""
        kept = [finding for finding in self.findings if finding.severity is not Severity.INFORMATION]
        return replace(self, findings=kept)

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity is severity for finding in self.findings)


def check(registry: Registry) -> Checked:
    """Run all checks on a registry; what reading has found is among the findings."""
    found = [*registry.findings, *(finding for run in CHECKS for finding in run(registry))]
    weighed = [finding for finding in (weighed_by(registry, finding) for finding in found) if finding]
    placed = pinpoint(weighed, registry.allowing, registry.drafts, registry.source)
    files = 1 + sum(len(paths) for paths in registry.files.values())
    return Checked(placed.findings, placed.silenced, files)


def catalogue() -> list[Rule]:
    """All rules by their codes."""
    return [RULES[code] for code in sorted(RULES)]


def weighed_by(registry: Registry, finding: Finding) -> Finding | None:
    """The finding as the settings want it to count; None if they have switched it off."""
    strictness = registry.settings.checks.get(finding.code)
    if strictness is None or finding.code in settings.FIXED:
        return finding
    if strictness is Strictness.OFF:
        return None
    return replace(finding, severity=Severity(strictness.value))
