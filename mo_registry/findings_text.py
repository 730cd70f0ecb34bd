"""Findings in the forms in which people and programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mo_registry.checks import Checked
from mo_registry.finding import Finding, Severity
from mo_registry.i18n import _, ngettext
from mo_registry.registry import Registry
from mo_registry.visible import visible, width

Styled = Sequence[tuple[str, str]]
"""The pieces of a line, each with its style."""

COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFORMATION: "bold blue"}


def severity_name(severity: Severity) -> str:
    """The severity in the language in force."""
    return {
        Severity.ERROR: _("error"),
        Severity.WARNING: _("warning"),
        Severity.INFORMATION: _("information"),
    }[severity]


def lines(registry: Registry, finding: Finding) -> Iterator[Styled]:
    """A finding as a person in a terminal reads it: message, place, the line underlined, help."""
    colour = COLOURS[finding.severity]
    yield [
        (f"{severity_name(finding.severity)}[{finding.code}]", colour),
        (f": {visible(finding.message)}", "bold"),
    ]
    number = str(finding.position.line)
    margin = " " * len(number)
    yield [(f"{margin}--> ", "cyan"), (_where(registry, finding), "")]
    if finding.source.strip():
        yield [(f"{margin} |", "cyan")]
        yield [(f"{number} | ", "cyan"), (visible(finding.source), "")]
        yield [(f"{margin} | ", "cyan"), (_underline(finding), colour)]
    for index, advice in enumerate(visible(line) for line in finding.help.splitlines()):
        yield [
            (f"{margin} = " if index == 0 else f"{margin}   ", "cyan"),
            (f"{_('help')}: " * (index == 0), "bold"),
            (advice, ""),
        ]


def concise(registry: Registry, finding: Finding) -> str:
    """A finding in one line."""
    advice = f" ({visible(finding.help)})" if finding.help else ""
    text = f"{severity_name(finding.severity)}[{finding.code}] {visible(finding.message)}{advice}"
    return f"{_where(registry, finding)}: {text}"


def plain(registry: Registry, findings: Iterable[Finding]) -> str:
    """Findings as in a terminal, without colours."""
    shown = (line for finding in findings for line in (*lines(registry, finding), []))
    return "".join("".join(piece for piece, _style in line).rstrip() + "\n" for line in shown)


def summary(checked: Checked) -> str:
    """How many files were read and what was found in them."""
    files = ngettext("{count} file", "{count} files", checked.files).format(count=checked.files)
    errors, warnings = checked.count(Severity.ERROR), checked.count(Severity.WARNING)
    information = checked.count(Severity.INFORMATION)
    counts = [ngettext("{count} error", "{count} errors", errors).format(count=errors)]
    if warnings:
        counts.append(ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings))
    if information:
        counts.append(ngettext("{count} note", "{count} notes", information).format(count=information))
    if silenced := len(checked.silenced):
        counts.append(
            ngettext("{count} allowed by a comment", "{count} allowed by comments", silenced).format(
                count=silenced
            )
        )
    return f"{files}: {', '.join(counts)}"


def as_json(registry: Registry, checked: Checked) -> dict[str, Any]:
    """All findings for a program; the keys stay as they are from version to version."""
    return {
        "version": 1,
        "files": checked.files,
        "errors": checked.count(Severity.ERROR),
        "warnings": checked.count(Severity.WARNING),
        "information": checked.count(Severity.INFORMATION),
        "silenced": len(checked.silenced),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "message": finding.message,
                "help": finding.help,
                "file": registry.relative(finding.file).as_posix(),
                "line": finding.position.line,
                "column": finding.position.column,
                "end_column": finding.position.end,
            }
            for finding in checked.findings
        ],
    }


def _where(registry: Registry, finding: Finding) -> str:
    position = finding.position
    return f"{visible(registry.relative(finding.file).as_posix())}:{position.line}:{position.column}"


def _underline(finding: Finding) -> str:
    start, end = finding.position.column - 1, finding.position.end - 1
    before, marked = visible(finding.source[:start]), visible(finding.source[start:end])
    return " " * width(before) + "^" * max(width(marked), 1)
