"""GitLab: a code quality report, which it shows in the list of changes of a merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json

from mo_registry.finding import Severity
from mo_registry.findings_ci.report import Report, told

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFORMATION: "info"}


def render(report: Report) -> str:
    """A list of JSON objects, one a finding."""
    issues = [
        {
            "description": told(finding),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": report.path(finding.file),
                "lines": {"begin": finding.position.line, "end": finding.position.line},
            },
        }
        for finding, fingerprint in report.fingerprints()
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"
