"""Changing the registry's files: what is written is valid, tidy, and there as a whole or not at all."""

from __future__ import annotations

JOURNAL = ".mo-registry.journal"
"""The file in a registry that says what is still to be done of a change of several files."""
