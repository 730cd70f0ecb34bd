"""A small registry of their own for the tests of documents, on a fixed day."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mo_registry import clock, i18n
from mo_registry.documents.templates import Templates
from mo_registry.model import Event, Organisation
from mo_registry.registry import Registry, load

SMALL = Path(__file__).resolve().parents[1] / "registries" / "small"
TODAY = "2023-09-01"


@pytest.fixture(autouse=True)
def _today_in_english() -> Iterator[None]:
    clock.set_today(TODAY)
    i18n.install("en")
    yield
    clock.set_today(None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small registry, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "registry"))


@pytest.fixture
def registry(root: Path) -> Registry:
    """The small registry, read."""
    return load(root)


@pytest.fixture
def conference(registry: Registry) -> Event:
    """An event that invites, with everything in it."""
    return registry.events["2023-10-13-fachtag"]


@pytest.fixture
def meeting(registry: Registry) -> Event:
    """An event that was held and minuted."""
    return registry.events["2023-05-10-netzwerktreffen"]


@pytest.fixture
def words() -> dict[str, str]:
    """The German words of documents."""
    return Templates(SMALL).words("de")


Change = Callable[..., Any]


@pytest.fixture
def change(registry: Registry) -> Change:
    """Put an organisation or an event with other values into the registry."""

    def changed(identifier: str, **values: Any) -> Any:
        entries: dict[str, Any] = (
            registry.organisations if identifier in registry.organisations else registry.events
        )
        entry: Organisation | Event = entries[identifier]
        entries[identifier] = entry.model_copy(update=values).named(identifier)
        return entries[identifier]

    return changed
