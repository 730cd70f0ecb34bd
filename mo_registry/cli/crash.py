"""A bug of ours: one sentence for the person, and a file with the details for whoever mends it."""

from __future__ import annotations

import platform
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from mo_registry import __version__, console
from mo_registry.i18n import _


def report(error: Exception, arguments: Sequence[str]) -> int:
    """Write the details beside other temporary files, tell where, and return exit code 3."""
    details = "\n".join(
        (
            f"mo-registry {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"arguments: {list(arguments)}",
            "",
            "".join(traceback.format_exception(error)),
        )
    )
    hint = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="mo-registry-", suffix=".txt", delete=False
        ) as file:
            file.write(details)
        hint = _(
            "The details are in {path}. It may hold data of the registry: read it before you pass it on."
        ).format(path=Path(file.name))
    except OSError:
        hint = f"{type(error).__name__}: {error}"
    console.fail(_("This is a mistake in mo-registry, not in your data."), hint)
    return 3
