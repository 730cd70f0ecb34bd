"""Which language a run speaks."""

from __future__ import annotations

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
