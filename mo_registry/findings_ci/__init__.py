"""Findings in the forms that platforms for pull requests and merge requests read."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module

from mo_registry.findings_ci.report import Report


class Platform(StrEnum):
    """A form; each has a module of its name."""

    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


def render(report: Report, platform: Platform) -> str:
    """The findings as a text that ends with a line break; empty where there is nothing to say."""
    module = import_module(f"mo_registry.findings_ci.{platform.value}")
    text: Callable[[Report], str] = module.render
    return text(report)
