"""JUnit's XML, which nearly every server for builds reads: a test case a file.

There is no norm. This is the part that the schema of Jenkins, the readers of GitLab and others have in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as Tree

from mo_registry.finding import Finding, Severity
from mo_registry.findings_ci.report import Report, told
from mo_registry.findings_text import severity_name

SUITE = "mo-registry validate"


def render(report: Report) -> str:
    """All files that were looked at: passed, or failed with the errors in them."""
    by_file: dict[Path, list[Finding]] = {file: [] for file in report.files}
    groups = defaultdict(list, by_file)
    for finding in report.findings:
        groups[finding.file].append(finding)
    cases = [_case(report, file, groups[file]) for file in sorted(groups)]
    failures = sum(case.find("failure") is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    suite = Tree.Element("testsuite", {"name": SUITE, **counts, "skipped": "0", "time": "0"})
    suite.extend(cases)
    suites = Tree.Element("testsuites", {"name": SUITE, **counts, "time": "0"})
    suites.append(suite)
    Tree.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(suites, encoding="unicode") + "\n"


def _case(report: Report, file: Path, findings: Sequence[Finding]) -> Tree.Element:
    path = report.path(file)
    case = Tree.Element("testcase", {"name": path, "classname": SUITE, "time": "0"})
    grave = {Severity.ERROR, *([Severity.WARNING] if report.strict else [])}
    failing = [finding for finding in findings if finding.severity in grave]
    if failing:
        attributes = {"message": told(failing[0]).partition("\n")[0], "type": failing[0].code}
        Tree.SubElement(case, "failure", attributes).text = _text(path, failing)
    if other := [finding for finding in findings if finding not in failing]:
        Tree.SubElement(case, "system-out").text = _text(path, other)
    return case


def _text(path: str, findings: Sequence[Finding]) -> str:
    return "\n".join(
        f"{path}:{finding.position.line}:{finding.position.column}: "
        f"{severity_name(finding.severity)}[{finding.code}] {told(finding)}\n"
        for finding in findings
    )
