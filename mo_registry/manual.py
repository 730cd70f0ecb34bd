"""The page of a rule: what it means, an example that fails and one that passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mo_registry.finding import RULES, RegistryError, Rule
from mo_registry.i18n import _
from mo_registry.model.rules import did_you_mean

_FILE = re.compile(
    r"# (?P<path>(?:data|private|templates)/.*?/?)(?: \((?P<remark>.*)\)| -> (?P<target>\S+))?"
)
_HEADS = {"Fails:": "fails", "Passes:": "passes"}
_CHARACTER = re.compile(r"⟨U\+([0-9A-F]{4,6})⟩")
_REPEATED = re.compile(r"⟨(\d+) × (.)⟩")


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """A file of an example."""

    path: str
    """Relative to the registry; a path that ends in ``/`` is a folder."""
    lines: tuple[str, ...] = ()
    encoding: str = ""
    """Where it is not UTF-8."""
    target: str = ""
    """Where it leads, if it is a link."""

    @property
    def heading(self) -> str:
        """Its first line on the page: the path, and what is special about it."""
        remark = f" ({self.encoding})" if self.encoding else f" -> {self.target}" if self.target else ""
        return f"# {self.path}{remark}"

    @property
    def content(self) -> bytes:
        """The file's bytes: ⟨U+200B⟩ is that character, ⟨60 × [⟩ stands for sixty brackets."""
        text = _REPEATED.sub(lambda m: m[2] * int(m[1]), "".join(f"{line}\n" for line in self.lines))
        text = _CHARACTER.sub(lambda m: chr(int(m[1], 16)), text)
        return text.encode(self.encoding or "utf-8")


Example = tuple[ExampleFile, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What is known about a rule, in the language in force."""

    rule: Rule
    title: str
    paragraphs: tuple[str, ...]
    fails: Example
    passes: Example


def page(rule: Rule) -> Page:
    """The page of a rule."""
    parts: dict[str, list[str]] = {"": [], "fails": [], "passes": []}
    part = ""
    for line in _(rule.page).splitlines():
        part = _HEADS.get(line, part)
        if line not in _HEADS:
            parts[part].append(line)
    title, *rest = parts[""]
    paragraphs = tuple(" ".join(text.split()) for text in "\n".join(rest).strip().split("\n\n") if text)
    return Page(rule, title, paragraphs, tuple(_files(parts["fails"])), tuple(_files(parts["passes"])))


def _files(lines: list[str]) -> Iterator[ExampleFile]:
    """The files of an example: each begins with a comment that names it."""
    current: list[str] = []
    heading: re.Match[str] | None = None
    for line in [*(line.removeprefix("    ") for line in lines), None]:
        match = _FILE.fullmatch(line) if line is not None else None
        if line is None or match:
            if heading:
                yield _file(heading, current)
            heading, current = match, []
        elif heading:
            current.append(line)


def _file(heading: re.Match[str], lines: list[str]) -> ExampleFile:
    while lines and not lines[-1]:
        lines.pop()
    return ExampleFile(heading["path"], tuple(lines), heading["remark"] or "", heading["target"] or "")


def find(code: str) -> Rule:
    """The rule with this code, in whatever case it is typed.

    Raises:
        RegistryError: there is none.
    """
    wanted = code.strip().upper()
    if wanted in RULES:
        return RULES[wanted]
    raise RegistryError(
        _("No check has the code “{code}”.").format(code=code),
        hint=did_you_mean(wanted, sorted(RULES)) or _("All codes: mo-registry explain"),
    )
