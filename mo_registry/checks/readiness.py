"""Whether documents may be made of a registry, or whether somebody would be missing from them."""

from __future__ import annotations

from mo_registry.checks import Checked
from mo_registry.finding import Finding, Severity
from mo_registry.model.part import Entry
from mo_registry.registry import SETTINGS, Registry


def hindering(
    registry: Registry, checked: Checked, entry: Entry | None = None, job: str = ""
) -> list[Finding]:
    """The errors that must be mended before a document is made.

    That is an error in any file because of which something was not read (a recipient may be hidden in it),
    and any error in the settings or in the entry that the document is about. A wrong telephone number
    elsewhere keeps nobody's letter back, nor does a mistake in a job that has nothing to do with it.

    Args:
        registry: that the document is made of.
        checked: what was found in it.
        entry: what the document is about.
        job: the job that makes it, if one does.
    """
    unread = {finding.code for finding in registry.findings}
    own = {registry.root / SETTINGS, *(registry.place(entry).files if entry else ())}
    return [
        finding
        for finding in checked.findings
        if finding.severity is Severity.ERROR
        and (finding.code in unread or finding.file in own)
        and _may_concern(registry, finding, job)
    ]


def _may_concern(registry: Registry, finding: Finding, job: str) -> bool:
    in_a_job = finding.file == registry.root / SETTINGS and finding.place.keys[:1] == ("jobs",)
    return not in_a_job or finding.place.keys[1:2] == (job,)
