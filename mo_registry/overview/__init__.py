"""Everything that the registry knows about one thing, on one screen."""

from __future__ import annotations

from mo_registry.overview.entry import overview
from mo_registry.overview.facts import Overview

__all__ = ["Overview", "overview"]
