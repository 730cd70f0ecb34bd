"""What the shell proposes at the tabulator key: ids, terms, codes, columns.

Completion must be there at once and must never disturb: the registry is not loaded, file names are listed and
one file is read; whatever goes wrong, nothing is proposed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

Proposals: TypeAlias = list[tuple[str, str]]
"""What can be typed, each with a word of explanation."""


def codes(ctx: Any, args: list[str], incomplete: str) -> Proposals:
    """The codes of checks."""
    def found(_root: Path) -> Proposals:
        from mo_registry import checks

        return [(rule.code, rule.title) for rule in checks.catalogue()]

    return []
