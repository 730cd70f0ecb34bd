"""What all platforms are told of: findings, and the files that were looked at, by the names that platforms know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from mo_registry.finding import Finding
from mo_registry.visible import visible, visible_lines

_ENOUGH = 16
"""So many hexadecimal digits tell all findings of a registry apart."""


@dataclass(frozen=True, slots=True)
class Report:
    """Findings on their way to a platform."""

    findings: Sequence[Finding]
    files: Sequence[Path]
    """All files that were looked at, those without findings too."""
    top: Path
    """The top of the repository, from which platforms name files."""
    strict: bool = False
    """Whether warnings count as errors."""

    def path(self, file: Path) -> str:
        """How a platform calls a file. One outside of the repository (a private part) says nothing of its machine."""
        if file.is_relative_to(self.top):
            return visible(file.relative_to(self.top).as_posix())
        return visible("/".join(file.parts[-3:]))

    def fingerprints(self) -> Iterator[tuple[Finding, str]]:
        """Every finding with a name that it keeps while other lines move, in whatever language it is told.

        It is made of the file, the code and the line's text; the second of two alike has a 2 behind it.
        """
        seen: Counter[str] = Counter()
        for finding in self.findings:
            told = "\0".join((self.path(finding.file), finding.code, finding.source.strip()))
            name = sha256(told.encode()).hexdigest()[:_ENOUGH]
            seen[name] += 1
            yield finding, f"{name}:{seen[name]}"


def told(finding: Finding) -> str:
    """What is wrong and what to do, a line each."""
    return "\n".join(filter(None, (visible(finding.message), visible_lines(finding.help))))
