"""GitHub: workflow commands, which it shows on the lines of a pull request.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from mo_registry.finding import Finding, Severity
from mo_registry.findings_ci.report import Report, told

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report) -> str:
    """A workflow command a finding."""
    return "".join(f"{_command(report, finding)}\n" for finding in report.findings)


def _command(report: Report, finding: Finding) -> str:
    position = finding.position
    last = max(position.column, position.end - 1)
    properties: Mapping[str, object] = {
        "file": report.path(finding.file),
        "line": position.line,
        "col": position.column,
        "endLine": position.line,
        "endColumn": last,
        "title": finding.code,
    }
    shown = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {shown}::{told(finding).translate(_DATA)}"


def uncommanding(text: str) -> str:
    """A text for the log of a run, in which nothing is taken for a command, whatever an entry says.

    The word that lets commands count again cannot stand in the text: it is made of all of it.
    """
    word = sha256(text.encode()).hexdigest()
    return f"::stop-commands::{word}\n{text}::{word}::\n" if text else ""
