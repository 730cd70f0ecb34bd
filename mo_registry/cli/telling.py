"""Findings told: on the screen, in files, and on the lines of a pull request."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from mo_registry import console
from mo_registry.cli.run import Run
from mo_registry.finding import RegistryError, Severity
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.checks import Checked
    from mo_registry.findings_ci.report import Report
    from mo_registry.registry import Registry


class Format(StrEnum):
    """How findings are told."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


@dataclass
class Selection:
    """What is shown of all that was found, and what is to be said about the rest."""

    registry: Registry
    checked: Checked
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        from mo_registry.registry import SETTINGS

        read = (file for parts in self.registry.files.values() for file in parts)
        self.files: Sequence[Path] = [self.registry.root / SETTINGS, *read]

    def to_changes(self, revision: str | None) -> None:
        """Keep what a change has to answer for: since a revision, or else in the next commit."""
        from mo_registry.checks import touched

        registry = self.registry
        change = touched.since(registry, revision) if revision else touched.staged(registry)
        findings, other = touched.chosen(self.checked.findings, change)
        self.files = [file for file in self.files if file in change.files]
        self.checked = replace(self.checked, findings=findings)
        self.remarks = ()
        if other:
            told = ngettext(
                "{count} finding in files that were not changed is left out: mo-registry validate",
                "{count} findings in files that were not changed are left out: mo-registry validate",
                len(other),
            )
            self.remarks = (told.format(count=len(other)),)

    def to_paths(self, paths: Sequence[Path]) -> None:
        """Keep what stands in some files and folders."""
        wanted = [_within(self.registry, path) for path in paths]
        found = [f for f in self.checked.findings if _is_in(f.file, wanted)]
        self.files = [file for file in self.files if _is_in(file, wanted)]
        elsewhere = self.checked.count(Severity.ERROR)
        self.checked = replace(self.checked, findings=found, files=len(self.files))
        if elsewhere := elsewhere - self.checked.count(Severity.ERROR):
            told = ngettext(
                "In other files there is {count} error: mo-registry validate",
                "In other files there are {count} errors: mo-registry validate",
                elsewhere,
            )
            self.remarks = (told.format(count=elsewhere),)

    def failing(self, *, strict: bool) -> bool:
        """Whether something must be mended."""
        return bool(self.checked.count(Severity.ERROR) + strict * self.checked.count(Severity.WARNING))

    def report(self, *, strict: bool) -> Report:
        """The same, for a platform."""
        from mo_registry import git
        from mo_registry.findings_ci.report import Report

        top = git.top_level(self.registry.root) or self.registry.root
        return Report(self.checked.findings, self.files, top, strict)


def tell(run: Run, selection: Selection, form: Format | None, output: Path | None, *, strict: bool) -> None:
    """Print findings in the form that is asked for, or else that the platform understands, or write them to a file."""
    if output:
        _write(output, _rendered(selection, form or Format.TEXT, strict=strict))
        console.say(_summary(selection))
    elif form is None and os.environ.get("GITHUB_ACTIONS") == "true":
        _annotate(selection, run.quiet, strict=strict)
    elif form in (None, Format.TEXT, Format.CONCISE, Format.JSON):
        shown = form or Format.TEXT
        console.show_findings(selection.registry, selection.checked, shown.value, quiet=run.quiet)
    else:
        console.write_text(_rendered(selection, form, strict=strict))
    for remark in selection.remarks:
        console.say(remark)


def _rendered(selection: Selection, form: Format, *, strict: bool) -> str:
    import json

    from mo_registry import findings_text
    from mo_registry.findings_ci import Platform, render

    registry, checked = selection.registry, selection.checked
    if form is Format.TEXT:
        return findings_text.plain(registry, checked.findings)
    if form is Format.CONCISE:
        return "".join(f"{findings_text.concise(registry, finding)}\n" for finding in checked.findings)
    if form is Format.JSON:
        answer = findings_text.as_json(registry, checked)
        return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    return render(selection.report(strict=strict), Platform(form.value))


def _annotate(selection: Selection, quiet: bool, *, strict: bool) -> None:
    """For a workflow of GitHub: the log for people, and its commands, which put findings on their lines."""
    from mo_registry import findings_text
    from mo_registry.findings_ci import github

    if quiet:
        selection.checked = selection.checked.without_notes()
    shown = findings_text.plain(selection.registry, selection.checked.findings)
    console.write_text(github.uncommanding(shown) + github.render(selection.report(strict=strict)))
    if not quiet:
        console.write(findings_text.summary(selection.checked))


def _summary(selection: Selection) -> str:
    from mo_registry import findings_text

    return findings_text.summary(selection.checked)


def _write(path: Path, text: str) -> None:
    from mo_registry import files

    with files.complaining(path):
        files.replace(path, text.encode("utf-8", "backslashreplace"))


def _is_in(file: Path, wanted: list[Path]) -> bool:
    return any(file.resolve().is_relative_to(path) for path in wanted)


def _within(registry: Registry, path: Path) -> Path:
    parts = [registry.root, *([registry.private] if registry.private else [])]
    if not path.exists():
        raise RegistryError(
            _("There is no file or folder {path}.").format(path=path),
            hint=_("Give a path as you would to open the file, or leave it out to check everything."),
        )
    if not _is_in(path, [part.resolve() for part in parts]) and not _is_in(registry.root, [path.resolve()]):
        raise RegistryError(
            _("{path} does not belong to the registry in {registry}.").format(
                path=path, registry=registry.root
            ),
            hint=_("Go to its own registry, or name that with --registry DIR."),
        )
    return path.resolve()
