"""The layers of docs/architecture.md: what imports what, and what a quick command does not wait for."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mo_registry"
HEAVY = (
    "babel",
    "email_validator",
    "jinja2",
    "markdown_it",
    "phonenumbers",
    "rapidfuzz",
    "ruamel",
    "typst",
)

PROBE = """
import sys
from mo_registry.__main__ import main

sys.argv = ["mo-registry", *sys.argv[1:]]
try:
    code = main()
except SystemExit as stop:
    code = stop.code
roots = {name.partition(".")[0] for name in sys.modules}
print("LOADED", *sorted(roots), file=sys.stderr)
sys.exit(code)
"""


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, at any depth of nesting, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def loaded_by(*arguments: str, folder: Path) -> set[str]:
    """Run a command in a process of its own and say which top-level modules it has loaded."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    marked = [line for line in run.stderr.splitlines() if line.startswith("LOADED ")]
    return set(marked[-1].split()[1:])


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small and clean registry, as `init` makes it."""
    folder = tmp_path_factory.mktemp("layers") / "network"
    loaded_by("init", str(folder), folder=folder.parent)
    return folder


def test_imports_go_downwards() -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_only_the_console_uses_rich() -> None:
    """And `visible`, to know how wide a text is on a terminal."""
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for _, name in imports(path)
        if name.partition(".")[0] == "rich"
    }
    assert users == {"console.py", "visible.py"}


def asks_the_system(node: ast.AST) -> bool:
    """Whether this is `date.today`, `datetime.datetime.now`, `time.time` or one of their kind."""
    asking = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"}
    if not isinstance(node, ast.Attribute) or node.attr not in asking:
        return False
    owner = node.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return name in {"date", "datetime", "time"} and (name, node.attr) != ("datetime", "time")


def test_only_the_clock_knows_what_day_it_is() -> None:
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if asks_the_system(node)
    }
    assert readers == {"clock.py"}


@pytest.mark.parametrize("arguments", [["validate"], ["--help"], ["--version"]])
def test_a_quick_command_loads_no_heavy_library(arguments: list[str], registry: Path) -> None:
    assert loaded_by(*arguments, folder=registry).intersection(HEAVY) == set()


def test_a_thorough_command_does_load_them(registry: Path) -> None:
    """Otherwise the test above would pass for a library that only goes by another name."""
    assert loaded_by("generate", "contact-list", folder=registry) >= {
        "babel",
        "jinja2",
        "markdown_it",
        "typst",
    }
