"""A change of the registry before it is written: which files, what they would say, and what checks think of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from mo_registry.checks import check
from mo_registry.finding import Finding, RegistryError, Severity
from mo_registry.i18n import _
from mo_registry.registry import Registry


@dataclass(slots=True)
class Change:
    """Files as they were read and as they would be; None stands for no file."""

    before: dict[Path, bytes | None] = field(default_factory=dict)
    after: dict[Path, str | None] = field(default_factory=dict)

    def text(self, path: Path) -> str:
        """What the file says, with the changes so far.

        Raises:
            RegistryError: it cannot be read as a text.
        """
        if path not in self.after:
            self.before[path] = _bytes(path)
            self.after[path] = _decoded(path, self.before[path] or b"")
        return self.after[path] or ""

    def write(self, path: Path, text: str | None) -> None:
        """Let the file say this, or be no more."""
        if path not in self.before:
            self.before[path] = _bytes(path) if path.exists() else None
        self.after[path] = text

    @property
    def drafts(self) -> Mapping[Path, str | None]:
        """The files that would be other than they are."""
        return {path: text for path, text in self.after.items() if _encoded(text) != self.before[path]}

    def contents(self) -> dict[Path, tuple[bytes | None, bytes | None]]:
        """Of each file that changes, its bytes as read and as wanted."""
        return {path: (self.before[path], _encoded(self.after[path])) for path in self.drafts}

    def diff(self, registry: Registry) -> Iterator[str]:
        """The changed lines, as ``git diff`` shows them, without lines around them."""
        for path, text in self.drafts.items():
            name = registry.relative(path).as_posix()
            old = (self.before[path] or b"").decode(errors="replace").splitlines()
            new = (text or "").splitlines()
            yield from unified_diff(
                old,
                new,
                "/dev/null" if self.before[path] is None else name,
                "/dev/null" if text is None else name,
                n=0,
                lineterm="",
            )


def new_findings(before: Registry, after: Registry) -> list[Finding]:
    """What checks find after a change that they did not find before it."""
    known = Counter((finding.file, finding.code, finding.message) for finding in check(before).findings)
    found = []
    for finding in check(after).findings:
        key = (finding.file, finding.code, finding.message)
        known[key] -= 1
        if known[key] < 0:
            found.append(finding)
    return found


def errors(findings: list[Finding]) -> list[Finding]:
    """Those because of which a change is not written."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RegistryError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror or error)
        ) from error


def _decoded(path: Path, raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise RegistryError(
            _("{path} is not UTF-8, so it cannot be changed.").format(path=path),
            hint=_("What is wrong with it: mo-registry validate"),
        ) from None


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
