"""Several files change together: all or none, whatever is done to the program meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mo_registry.editing import files, transaction
from mo_registry.finding import RegistryError

OLD = {"a.yaml": b"name: A\n", "b.yaml": b"name: B\n", "c.yaml": None, "d.yaml": b"name: D\n"}
NEW = {"a.yaml": b"name: A neu\n", "b.yaml": b"name: B neu\n", "c.yaml": b"name: C\n", "d.yaml": None}


class Killed(BaseException):
    """The process is no more; nothing of ours runs after it."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("data/organisations", "private/organisations"):
        (tmp_path / folder).mkdir(parents=True)
    for name, content in OLD.items():
        if content is not None:
            place(tmp_path, name).write_bytes(content)
    return tmp_path


def place(root: Path, name: str) -> Path:
    part = "private" if name == "b.yaml" else "data"
    return root / part / "organisations" / name


def wanted(root: Path) -> dict[Path, tuple[bytes | None, bytes | None]]:
    return {place(root, name): (OLD[name], NEW[name]) for name in OLD}


def state(root: Path) -> dict[str, bytes | None]:
    paths = {name: place(root, name) for name in OLD}
    return {name: path.read_bytes() if path.exists() else None for name, path in paths.items()}


def leftovers(root: Path) -> list[str]:
    known = {*OLD, ".mo-registry.lock"}
    return sorted(path.name for path in root.rglob("*") if path.is_file() and path.name not in known)


def recover(root: Path) -> None:
    with files.locked(root):
        transaction.recover(root)


def test_all_files_are_written(root: Path) -> None:
    transaction.write(root, wanted(root))
    assert state(root) == NEW
    assert leftovers(root) == []


def calls(monkeypatch: pytest.MonkeyPatch, fault: Callable[[], BaseException], at: int) -> list[str]:
    """Let the call number `at` of those that touch the disk fail; gives the names of the calls so far."""
    made: list[str] = []

    def failing(owner: Any, name: str) -> None:
        original = getattr(owner, name)

        def call(*arguments: Any, **options: Any) -> Any:
            made.append(name)
            if len(made) == at + 1:
                raise fault()
            return original(*arguments, **options)

        monkeypatch.setattr(owner, name, call)

    for owner, name in (
        (os, "fsync"),
        (Path, "replace"),
        (Path, "unlink"),
        (shutil, "copymode"),
        (Path, "open"),
    ):
        failing(owner, name)
    return made


def how_many(root: Path) -> int:
    with pytest.MonkeyPatch.context() as patch:
        made = calls(patch, Killed, at=10_000)
        transaction.write(root, wanted(root))
    return len(made)


def test_killed_at_any_call(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outcomes = []
    for at in range(how_many(root)):
        fresh = tmp_path_factory.mktemp("registry")
        for folder in ("data/organisations", "private/organisations"):
            (fresh / folder).mkdir(parents=True)
        for name, content in OLD.items():
            if content is not None:
                place(fresh, name).write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            calls(patch, Killed, at)
            with pytest.raises(Killed):
                transaction.write(fresh, wanted(fresh))
        recover(fresh)
        assert state(fresh) in (OLD, NEW), at
        assert leftovers(fresh) == [], at
        outcomes.append(state(fresh) == NEW)
    assert outcomes == sorted(outcomes)  # first everything old, from one moment on everything new
    assert {True, False} <= set(outcomes)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_refused_at_any_call(root: Path, tmp_path_factory: pytest.TempPathFactory, number: int) -> None:
    for at in range(how_many(root)):
        fresh = tmp_path_factory.mktemp("registry")
        for folder in ("data/organisations", "private/organisations"):
            (fresh / folder).mkdir(parents=True)
        for name, content in OLD.items():
            if content is not None:
                place(fresh, name).write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            calls(patch, lambda: OSError(number, os.strerror(number), "x.yaml"), at)
            try:
                transaction.write(fresh, wanted(fresh))
            except RegistryError as error:
                assert os.strerror(number) in error.message  # noqa: PT017  (some calls may fail without harm)
                refused = True
            else:
                refused = False
        recover(fresh)
        assert state(fresh) == (OLD if refused else NEW), at
        assert leftovers(fresh) == [], at


def test_a_file_changed_meanwhile(root: Path) -> None:
    place(root, "b.yaml").write_bytes(b"name: B von git\n")
    with pytest.raises(RegistryError, match="was changed by somebody else meanwhile"):
        transaction.write(root, wanted(root))
    assert state(root) == {**OLD, "b.yaml": b"name: B von git\n"}
    place(root, "b.yaml").write_bytes(b"name: B\n")
    place(root, "c.yaml").write_bytes(b"name: anderes C\n")
    with pytest.raises(RegistryError, match=r"There is a file .* already"):
        transaction.write(root, wanted(root))
    assert leftovers(root) == []


def test_what_was_changed_after_a_kill_is_not_overwritten(root: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        made = calls(patch, Killed, at=10_000)
        transaction.write(root, wanted(root))
        first = len(made) - made[::-1].index("replace") - 1
    for name, content in OLD.items():
        path = place(root, name)
        path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        calls(patch, Killed, at=first)
        with pytest.raises(Killed):
            transaction.write(root, wanted(root))
    place(root, "c.yaml").write_bytes(b"name: von Hand\n")
    with pytest.raises(RegistryError, match=r"c\.yaml was changed since"):
        recover(root)
    assert place(root, "c.yaml").read_bytes() == b"name: von Hand\n"


@pytest.mark.skipif(
    sys.platform == "win32", reason="links need a privilege, and rights work otherwise, on Windows"
)
def test_links_and_rights_stay(root: Path) -> None:
    real = root / "data" / "real.yaml"
    place(root, "a.yaml").rename(real)
    place(root, "a.yaml").symlink_to(real)
    real.chmod(0o640)
    transaction.write(root, wanted(root))
    assert place(root, "a.yaml").is_symlink()
    assert real.read_bytes() == NEW["a.yaml"]
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("moment", [0.0, 0.002, 0.005, 0.01, 0.02])
def test_a_process_that_is_killed(root: Path, moment: float) -> None:
    program = f"""
        import sys
        from pathlib import Path
        from tests.editing.test_transaction import NEW, OLD, place, wanted
        from mo_registry.editing import transaction
        root = Path({str(root)!r})
        print("ready", flush=True)
        while True:
            transaction.write(root, wanted(root))
            transaction.write(root, {{path: (new, old) for path, (old, new) in wanted(root).items()}})
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        import time

        time.sleep(moment)
        process.kill()
    recover(root)
    assert state(root) in (OLD, NEW)
    assert leftovers(root) == []
