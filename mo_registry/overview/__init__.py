"""Everything that the registry knows about one thing, on one screen."""

from __future__ import annotations

from mo_registry.overview.entry import Overview, overview

__all__ = ["Overview", "overview"]
