"""The rules of the house that no linter knows: short functions, telling names, and no trace of a machine."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mo_registry"

LONGEST = 60
MEDIAN = 10
GRAB_BAGS = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}

# In pieces, so that this file does not hold what it looks for.
HOMES = "|".join(("work", "root", "home/[a-z]+", "Users/[A-Za-z]+"))
TRACES = {
    "an option that names a package index": "index" + "-url",
    "the address of a package index": r"\b(?:files\.python|pypi|test\.pypi)[a-z]*\." + r"org\b",
    "the address of another registry": r"\b(?:registry\.npm|deb\.debian|proxy\.golang)[a-z]*\." + r"org\b",
    "an index's folder": r"\." + r"org/simple\b",
    "a folder of somebody's machine": rf"(?<![\w.~-])/(?:{HOMES})/",
    "a temporary folder": r"(?<![\w.$}])/tm" + r"p/[\w.-]+",
    "a shared folder outside the project": r"\.\./" + r"shared\b",
}


def functions() -> Iterator[tuple[str, int]]:
    """Every function of the package with its number of lines."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {node.name}", length(node)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of what it does, one for its head: a command's signature is its list of options."""
    documented = ast.get_docstring(node, clean=False) is not None
    body = node.body[1:] if documented else node.body
    return 1 + (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 1


def tracked() -> list[Path]:
    """The files that git holds or would hold; without git there is nothing to say."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    paths = (ROOT / name for name in listing.decode("utf-8").split("\0") if name)
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def lines(path: Path) -> Iterator[tuple[int, str]]:
    content = path.read_bytes()
    if b"\0" in content:
        return
    yield from enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1)


def test_no_function_is_long() -> None:
    assert [(name, count) for name, count in functions() if count > LONGEST] == []


def test_half_of_all_functions_are_short() -> None:
    assert statistics.median(count for _, count in functions()) <= MEDIAN


def test_no_module_is_a_grab_bag() -> None:
    python = [*PACKAGE.rglob("*"), *(ROOT / "tests").rglob("*"), *(ROOT / "scripts").rglob("*")]
    assert [path for path in python if path.stem.lower() in GRAB_BAGS and path.suffix in ("", ".py")] == []


@pytest.mark.parametrize("what", TRACES)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(TRACES[what])
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}"
        for path in tracked()
        for number, line in lines(path)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "example"),
    [
        ("an option that names a package index", "pip install --extra-index-" + "url x"),
        ("the address of a package index", "see https://pypi." + "org/project/x"),
        ("the address of another registry", "https://registry.npmjs." + "org/x"),
        ("an index's folder", "https://example." + "org/simple/x"),
        ("a folder of somebody's machine", "cd /wor" + "k/main"),
        ("a folder of somebody's machine", "open('/roo" + "t/.ssh')"),
        ("a temporary folder", "cp x /tm" + "p/studio"),
        ("a shared folder outside the project", "see ../" + "shared/plan.md"),
    ],
)
def test_the_patterns_find_what_they_look_for(what: str, example: str) -> None:
    assert re.search(TRACES[what], example)
