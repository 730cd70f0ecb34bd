"""A change of the registry before it is written: which files, what they would say, and what checks think of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from mo_registry.checks import check
from mo_registry.finding import Finding, RegistryError, Severity
from mo_registry.i18n import _
from mo_registry.registry import Registry
from mo_registry.yamlfile import Mapping as YamlMapping
from mo_registry.yamlfile import parse


@dataclass(slots=True)
class Change:
    """Files as they were read and as they would be; None stands for no file."""

    before: dict[Path, bytes | None] = field(default_factory=dict)
    after: dict[Path, str | None] = field(default_factory=dict)
    moved: dict[Path, Path] = field(default_factory=dict)
    """Of files under a new name, the old one."""

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

    def data(self, path: Path) -> YamlMapping:
        """What the file says, with the changes so far, as plain data; nothing where it is to be no more.

        Raises:
            RegistryError: it cannot be read without errors, so that no change of it would be safe.
        """
        file = parse(path, self.text(path))
        if self.after[path] is not None and errors(file.findings):
            raise RegistryError(
                _("{path} cannot be changed, because it has errors.").format(path=path),
                hint=_("See what is wrong with it, and mend that first: mo-registry validate {path}").format(
                    path=path
                ),
            )
        return file.data

    def move(self, path: Path, target: Path) -> None:
        """Let the file have another name, and say what it says so far."""
        text = self.text(path)
        self.write(path, None)
        self.write(target, text)
        self.moved[target] = path

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
            if path in self.moved.values():
                continue  # shown where it has gone
            source = self.moved.get(path, path)
            old, new = (registry.relative(one).as_posix() for one in (source, path))
            if source != path:
                yield from (f"rename from {old}", f"rename to {new}")
            raw = self.before[source]
            yield from unified_diff(
                (raw or b"").decode(errors="replace").splitlines(),
                (text or "").splitlines(),
                "/dev/null" if raw is None else old,
                "/dev/null" if text is None else new,
                n=0,
                lineterm="",
            )


def _said(finding: Finding) -> Hashable:
    return (finding.file, finding.code, finding.message)


def new_findings(
    before: Registry, after: Registry, said: Callable[[Finding], Hashable] = _said
) -> list[Finding]:
    """What checks find after a change that they did not find before it.

    Args:
        before: the registry as it is.
        after: as it would be.
        said: what two findings have in common that are one and the same, before and after.
    """
    known = Counter(map(said, check(before).findings))
    found = []
    for finding in check(after).findings:
        key = said(finding)
        known[key] -= 1
        if known[key] < 0:
            found.append(finding)
    return found


def errors(findings: Iterable[Finding]) -> list[Finding]:
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
