"""Which language a run speaks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mo_registry import i18n


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MO_REGISTRY_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--language", "de", "validate"], "de"),
        (["--language=de", "validate"], "de"),
        (["--quiet", "--registry", "x", "--language", "de", "list"], "de"),
        (["--registry", "--language", "de"], "en"),
        (["list", "organisations", "--language", "de"], "en"),
        (["--language"], "en"),
        (["--language", "fr"], "en"),
        ([], "en"),
    ],
)
def test_the_option_before_the_command_counts(arguments: list[str], language: str) -> None:
    assert i18n.settle(arguments) == language


def test_who_is_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert i18n.settle([]) == "de"
    assert i18n.settle([], settings="en") == "en"
    monkeypatch.setenv("MO_REGISTRY_LANGUAGE", "de")
    assert i18n.settle([], settings="en") == "de"
    assert i18n.settle(["--language", "en"], settings="de") == "en"


def test_windows_names_its_locale_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: ("German_Germany", "1252"))
    assert i18n.settle([]) == "de"


@pytest.mark.parametrize("way", ["option", "environment", "folder"])
def test_the_registry_that_is_meant_settles_the_language(tmp_path: Path, way: str) -> None:
    registry = tmp_path / "registry"
    (registry / "data").mkdir(parents=True)
    (registry / "data" / "registry.yaml").write_text("name: Netz\nlanguage: de\n", "utf-8")
    named = ["--registry", "registry"] if way == "option" else []
    environment = {**os.environ, "LANG": "en_GB.UTF-8", "LC_ALL": "", "MO_REGISTRY_LANGUAGE": ""}
    environment["MO_REGISTRY"] = "registry" if way == "environment" else ""
    done = subprocess.run(
        [sys.executable, "-m", "mo_registry", *named, "validate"],
        cwd=registry if way == "folder" else tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "1 Datei: 0 Fehler\n")
