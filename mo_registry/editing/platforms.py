"""What lets a platform check proposals to a registry: its workflow, and the line that installs this program."""

from __future__ import annotations

import json
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from mo_registry import __version__, git

FOLDER = Path(__file__).parent.parent / "platforms"
REQUIREMENT = Path("requirements-ci.txt")
_ABSENT = f"./tools/mo_registry-{__version__}-py3-none-any.whl"
"""A file that is to be put there: without it, what installs fails, instead of taking what it finds by the name."""


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
    values = {
        "@folder@": json.dumps(folder.as_posix(), ensure_ascii=False),
        "@version@": __version__,
        "@requirement@": requirement(_origin()),
    }
    source = FOLDER / platform.value
    found = {path.relative_to(source): path for path in sorted(source.rglob("*")) if path.is_file()}
    if not (directory / REQUIREMENT).exists():
        found[folder / REQUIREMENT] = FOLDER / REQUIREMENT
    return {path: _filled(file.read_text(encoding="utf-8"), values) for path, file in found.items()}


def requirement(origin: str | None) -> str:
    """The line that installs this program from where it was installed here.

    Args:
        origin: what the installer has kept about it (PEP 610); empty if it came from a package index, None if
            nobody knows.
    """
    if origin == "":
        return f"mo-registry=={__version__}"
    kept = json.loads(origin or "{}")
    if source := kept.get("vcs_info"):
        return f"mo-registry @ {source['vcs']}+{kept['url']}@{source['commit_id']}"
    if "archive_info" in kept and not kept["url"].startswith("file:"):
        return f"mo-registry @ {kept['url']}"
    return _ABSENT


def is_open(directory: Path) -> bool:
    """Whether a registry's line that installs the program names a file that is still to be put there."""
    lines = (directory / REQUIREMENT).read_text(encoding="utf-8", errors="replace").splitlines()
    return _ABSENT in lines and not (directory / _ABSENT).exists()


def _origin() -> str | None:
    try:
        return distribution("mo-registry").read_text("direct_url.json") or ""
    except PackageNotFoundError:
        return None


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text
