"""SARIF 2.1.0, the OASIS standard for results of analyses, which many platforms and editors show.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from mo_registry import __version__, manual
from mo_registry.finding import Finding, Rule, Severity
from mo_registry.findings_ci.report import Report, told
from mo_registry.i18n import _, language
from mo_registry.visible import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}


def render(report: Report) -> str:
    """A log with one run: the rules that were broken, with their pages, and the findings."""
    rules = sorted({finding.rule.code: finding.rule for finding in report.findings}.items())
    numbers = {code: number for number, (code, _rule) in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "mo-registry",
                "version": __version__,
                "language": language(),
                "rules": [_rule_page(rule) for _code, rule in rules],
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "language": language(),
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": _("The top of the repository.")}}},
        "results": [
            _result(report, finding, numbers[finding.code], fingerprint)
            for finding, fingerprint in report.fingerprints()
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(report: Report, finding: Finding, number: int, fingerprint: str) -> dict[str, Any]:
    position = finding.position
    region: dict[str, Any] = {
        "startLine": position.line,
        "startColumn": position.column,
        "endLine": position.line,
        "endColumn": max(position.end, position.column),
    }
    if finding.source:
        region["snippet"] = {"text": visible(finding.source)}
    file = {"uri": quote(report.path(finding.file)), "uriBaseId": _ROOT}
    return {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": {"text": told(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": region}}],
        # The one fingerprint that GitHub looks at.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }


def _rule_page(rule: Rule) -> dict[str, Any]:
    page = manual.page(rule)
    meaning = "\n\n".join(page.paragraphs)
    examples = ((_("Fails:"), page.fails), (_("Passes:"), page.passes))
    blocks = [f"{heading}\n\n```yaml\n{_shown(example)}```" for heading, example in examples]
    return {
        "id": rule.code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": meaning or page.title},
        "help": {"text": meaning or page.title, "markdown": "\n\n".join([meaning, *blocks])},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _shown(example: manual.Example) -> str:
    return "".join(f"{line}\n" for file in example for line in (file.heading, *file.lines))
