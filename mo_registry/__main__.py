"""The program: settle the language, then run the command; no traceback ever reaches a person."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from mo_registry import i18n


def main() -> None:
    """Run the command line and leave with its exit code.

    0 no error, 1 at least one error found, 2 wrong usage or nothing sensible to do, 3 a bug of ours,
    130 interrupted.
    """
    try:
        arguments = sys.argv[1:]
        named = i18n.option(arguments, "--registry") or os.environ.get("MO_REGISTRY")
        i18n.install(i18n.settle(arguments, _registry_language(Path(named) if named else Path.cwd())))
        from mo_registry.cli.app import run
    except KeyboardInterrupt:  # stopped before anything has begun
        sys.exit(130)
    sys.exit(run(arguments))


def _registry_language(directory: Path) -> str | None:
    # Help is worded before the registry is read, so this one setting is looked up without reading it.
    try:
        directory = directory.absolute()
        for place in (directory, *directory.parents):
            settings = place / "data" / "registry.yaml"
            if settings.is_file():
                found = re.search(r"^language:\s*(\w+)", settings.read_text("utf-8", "replace"), re.MULTILINE)
                return found[1] if found else None
    except OSError:
        return None
    return None


if __name__ == "__main__":
    main()
