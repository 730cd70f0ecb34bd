"""Every page of the manual is true: its first example fails by that rule, its second passes."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from mo_registry.checks import catalogue, check
from mo_registry.documents.authoring import trial
from mo_registry.finding import RULES, Rule
from mo_registry.manual import ExampleFile, page
from mo_registry.registry import load

SETTINGS = """\
name: Netzwerk
private: private
networks:
  netzwerk-mo:
    name: Netzwerk Migrantenorganisationen
venues:
  else-zimmermann-saal:
    name: Else-Zimmermann-Saal
series:
  netzwerktreffen:
    title: Netzwerktreffen
focus_areas:
  language:
    de: Sprache
"""


def write(folder: Path, files: Iterable[ExampleFile]) -> Path:
    settings = folder / "data" / "registry.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, "utf-8")
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.path.endswith("/"):
            path.mkdir()
        elif file.target:
            path.symlink_to(file.target)
        else:
            path.write_bytes(file.content)
    return folder


def found(folder: Path, files: Iterable[ExampleFile]) -> list[str]:
    """The codes of what is wrong; with templates, also of what is wrong in these."""
    registry = load(folder)
    templates = [file.path for file in files if file.path.startswith("templates/")]
    tried = trial.check(registry, templates).findings if templates else []
    return [finding.code for finding in (*check(registry).findings, *tried)]


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_the_examples_of_a_page_are_true(rule: Rule, tmp_path: Path) -> None:
    shown = page(rule)
    assert shown.fails, f"{rule.code} has no example that fails"
    assert shown.passes, f"{rule.code} has no example that passes"
    if sys.platform == "win32" and any(file.target for file in shown.fails):
        pytest.skip("making links needs a privilege on Windows")
    (tmp_path / "outside.yaml").write_text("name: outside\n", "utf-8")
    assert rule.code in found(write(tmp_path / "a" / "fails", shown.fails), shown.fails)
    # What passes may still tell that nobody can be reached, which is the point of MO158 alone.
    codes = set(found(write(tmp_path / "a" / "passes", shown.passes), shown.passes))
    assert codes <= {"MO158"} - {rule.code}


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_a_page_is_complete(rule: Rule) -> None:
    shown = page(rule)
    assert shown.title.endswith(".")
    assert len(shown.title) <= 80
    assert all(len(line) <= 110 for line in rule.page.splitlines())


def test_codes_look_like_codes() -> None:
    assert all(code.startswith("MO") and code[2:].isdigit() and len(code) == len("MO101") for code in RULES)
