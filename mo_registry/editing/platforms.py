"""What lets a platform check proposals to a registry: its workflow, and the line that installs this program."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from mo_registry import __version__, git

FOLDER = Path(__file__).parent.parent / "platforms"
REQUIREMENT = Path("requirements-ci.txt")


class Platform(StrEnum):
    """Where proposals are made; each has a folder of files."""

    GITHUB = "github"
    GITLAB = "gitlab"


def top(directory: Path) -> Path:
    """Where the files of a platform belong: the top of the repository, or the registry that has none yet."""
    there = next((place for place in (directory, *directory.parents) if place.is_dir()), directory)
    return git.top_level(there) or directory


def contents(platform: Platform, directory: Path) -> dict[Path, str]:
    """The files that a registry needs there: paths relative to `top`, and texts.

    The line that installs the program may be somebody's own: where there is one, it is left as it is.

    Args:
        platform: which one.
        directory: of the registry, absolute; it may have to be made.
    """
    begin = top(directory)
    folder = directory.relative_to(begin)
    values = {"@folder@": json.dumps(folder.as_posix(), ensure_ascii=False), "@version@": __version__}
    source = FOLDER / platform.value
    found = {path.relative_to(source): path for path in sorted(source.rglob("*")) if path.is_file()}
    if not (directory / REQUIREMENT).exists():
        found[folder / REQUIREMENT] = FOLDER / REQUIREMENT
    return {path: _filled(file.read_text(encoding="utf-8"), values) for path, file in found.items()}


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text
