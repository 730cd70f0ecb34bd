"""Several files change together: all or none, whatever is done to the program meanwhile."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from mo_registry import files
from mo_registry.editing import JOURNAL, transaction
from mo_registry.editing.transaction import Contents
from mo_registry.finding import RegistryError

OLD = {"a.yaml": b"name: A\n", "b.yaml": b"name: B\n", "c.yaml": None, "d.yaml": b"name: D\n"}
NEW = {"a.yaml": b"name: A neu\n", "b.yaml": b"name: B neu\n", "c.yaml": b"name: C\n", "d.yaml": None}
SETTINGS = b"name: Netz\nprivate: private\n"
NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="signals, links or rights work otherwise")


class Killed(BaseException):
    """The process is no more; nothing of it runs after that."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made(tmp_path / "registry")


def made(root: Path) -> Path:
    for folder in ("data/organisations", "private/organisations"):
        (root / folder).mkdir(parents=True)
    (root / "data" / "registry.yaml").write_bytes(SETTINGS)
    for name, content in OLD.items():
        if content is not None:
            place(root, name).write_bytes(content)
    return root


def place(root: Path, name: str) -> Path:
    return root / ("private" if name == "b.yaml" else "data") / "organisations" / name


def wanted(root: Path) -> dict[Path, tuple[bytes | None, bytes | None]]:
    return {place(root, name): (OLD[name], NEW[name]) for name in OLD}


def reverse(change: Contents) -> Contents:
    return {path: (after, before) for path, (before, after) in change.items()}


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def state(root: Path) -> dict[str, bytes | None]:
    return {name: content(place(root, name)) for name in OLD}


def leftovers(root: Path) -> list[str]:
    known = {*OLD, files.LOCK, "registry.yaml"}
    return sorted(path.name for path in root.rglob("*") if not path.is_dir() and path.name not in known)


def assert_whole(root: Path) -> bool:
    """After the next command has begun, everything is old or everything is new, and nothing else is there."""
    transaction.recover(root)
    assert state(root) in (OLD, NEW)
    assert leftovers(root) == []
    return state(root) == NEW


# Calls that fail -------------------------------------------------------------------------------------------


class Faults:
    """Counts the calls that change the disk, and lets some fail."""

    def __init__(self, fails: Callable[[int], bool], fault: Callable[[], BaseException]) -> None:
        self.count = 0
        self.fails = fails
        self.fault = fault

    def call(self) -> None:
        self.count += 1
        if self.fails(self.count - 1):
            raise self.fault()

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("fsync", "replace", "rename", "link", "unlink", "chmod", "mkdir"):
            patch.setattr(os, name, self.counted(getattr(os, name)))
        original = Path.open
        patch.setattr(Path, "open", lambda path, *how, **named: self.opened(original, path, *how, **named))

    def counted(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.call()
            return original(*arguments, **options)

        return call

    def opened(self, original: Callable[..., Any], path: Path, *how: Any, **named: Any) -> Any:
        if "xb" not in how:
            return original(path, *how, **named)
        self.call()
        return HalfWritten(original(path, *how), self)


class HalfWritten:
    """A file that is cut in two where writing fails."""

    def __init__(self, file: Any, faults: Faults) -> None:
        self.file, self.faults = file, faults

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    def write(self, raw: bytes) -> None:
        self.file.write(raw[: len(raw) // 2])
        self.faults.call()
        self.file.write(raw[len(raw) // 2 :])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


@contextlib.contextmanager
def faults(fails: Callable[[int], bool], fault: Callable[[], BaseException]) -> Iterator[Faults]:
    with pytest.MonkeyPatch.context() as patch:
        made = Faults(fails, fault)
        made.install(patch)
        yield made


def killed(at: int) -> contextlib.AbstractContextManager[Faults]:
    return faults(lambda count: count >= at, Killed)


def calls(root: Path) -> int:
    """So many calls change the disk when everything goes well."""
    with faults(lambda _count: False, Killed) as counted:
        transaction.write(root, wanted(root))
    assert state(root) == NEW
    return counted.count


@pytest.fixture
def registries(tmp_path: Path) -> Iterator[Path]:
    """One fresh registry after the other."""

    def fresh() -> Iterator[Path]:
        number = 0
        while True:
            root = made(tmp_path / f"registry-{number}")
            yield root
            shutil.rmtree(root)
            number += 1

    return fresh()


def test_all_files_are_written(root: Path) -> None:
    transaction.write(root, wanted(root))
    assert state(root) == NEW
    assert leftovers(root) == []


def test_killed_at_any_call(root: Path, registries: Iterator[Path]) -> None:
    outcomes = []
    for at in range(calls(root)):
        fresh = next(registries)
        with killed(at), pytest.raises(Killed):
            transaction.write(fresh, wanted(fresh))
        outcomes.append(assert_whole(fresh))
    assert outcomes == sorted(outcomes)  # first everything old, from one moment on everything new
    assert {True, False} == set(outcomes)


def test_killed_once_more_while_the_next_run_puts_it_right(root: Path, registries: Iterator[Path]) -> None:
    for at in range(0, calls(root), 5):
        again = 0
        while True:
            fresh = next(registries)
            with killed(at), pytest.raises(Killed):
                transaction.write(fresh, wanted(fresh))
            try:
                with killed(again):
                    transaction.recover(fresh)
            except Killed:
                assert_whole(fresh)
            else:
                break
            again += 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_refused_once(root: Path, registries: Iterator[Path], number: int) -> None:
    for at in range(calls(root)):
        fresh = next(registries)
        try:
            with faults(lambda count: count == at, lambda: OSError(number, os.strerror(number))):  # noqa: B023
                transaction.write(fresh, wanted(fresh))
        except RegistryError as error:
            assert os.strerror(number) in error.message  # noqa: PT017  (some calls may fail without harm)
            assert "Nothing was changed" in (error.hint or "")  # noqa: PT017
            assert state(fresh) == OLD
            assert not assert_whole(fresh)
        else:
            assert state(fresh) == NEW
            assert assert_whole(fresh)


def test_refused_from_some_moment_on(root: Path, registries: Iterator[Path]) -> None:
    said = set()
    for at in range(calls(root)):
        fresh = next(registries)
        try:
            with faults(lambda count: count >= at, lambda: OSError(errno.EIO, "gone")):  # noqa: B023
                transaction.write(fresh, wanted(fresh))
        except RegistryError as error:
            said.add(error.message.partition(":")[0].partition(str(fresh))[0])
        assert_whole(fresh)
    assert said == {"", "The change was interrupted half-way and could not be undone"}


def test_interrupted_by_the_user(root: Path, registries: Iterator[Path]) -> None:
    for at in range(calls(root)):
        fresh = next(registries)
        with (
            faults(lambda count: count == at, KeyboardInterrupt),  # noqa: B023
            contextlib.suppress(KeyboardInterrupt),
        ):
            transaction.write(fresh, wanted(fresh))
        assert_whole(fresh)


def test_without_links_it_works_as_well(
    root: Path, registries: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_arguments: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    for at in range(calls(root)):
        fresh = next(registries)
        with killed(at), pytest.raises(Killed):
            transaction.write(fresh, wanted(fresh))
        assert_whole(fresh)


# Others who write ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("b.yaml", b"name: B von git\n", "was changed by somebody else meanwhile; nothing was written"),
        ("a.yaml", None, "was changed by somebody else meanwhile; nothing was written"),
        ("c.yaml", b"name: anderes C\n", "There is a file .* already; nothing was written"),
    ],
)
def test_a_file_changed_meanwhile(root: Path, name: str, content: bytes | None, message: str) -> None:
    path = place(root, name)
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RegistryError, match=message):
        transaction.write(root, wanted(root))
    assert state(root) == {**OLD, name: content}
    assert leftovers(root) == []


def test_a_file_changed_at_the_last_moment(root: Path) -> None:
    with faults(lambda _count: False, Killed) as counted:
        original = counted.call

        def call() -> None:
            original()
            if counted.count == 8:
                place(root, "a.yaml").write_bytes(b"name: A von git\n")

        counted.call = call  # type: ignore[method-assign]
        with pytest.raises(RegistryError, match="was changed by somebody else meanwhile"):
            transaction.write(root, wanted(root))
    assert state(root) == {**OLD, "a.yaml": b"name: A von git\n"}
    assert leftovers(root) == []


def test_a_new_file_of_somebody_else_at_the_last_moment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.link

    def link(source: Path, target: Path) -> None:
        if Path(target).name == "c.yaml":
            place(root, "c.yaml").write_bytes(b"name: anderes C\n")
        original(source, target)

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(RegistryError, match=r"There is a file .*c\.yaml already"):
        transaction.write(root, wanted(root))
    assert state(root) == {**OLD, "c.yaml": b"name: anderes C\n"}
    assert leftovers(root) == []


def half_done(root: Path, change: Contents, private: Path | None = None) -> None:
    """Some files are new, some are old, and nobody is there any more."""
    for at in range(100):
        with killed(at), pytest.raises(Killed):
            transaction.write(root, change, private=private)
        done = {content(path) == after for path, (_before, after) in change.items()}
        if done == {True, False}:
            return
        transaction.recover(root, private)
        if all(content(path) == after for path, (_before, after) in change.items()):
            transaction.write(root, reverse(change), private=private)
    raise AssertionError("it is never half done")


def test_what_was_changed_after_a_kill_is_not_overwritten(root: Path) -> None:
    half_done(root, wanted(root))
    place(root, "a.yaml").write_bytes(b"name: von Hand\n")
    before = state(root)
    with pytest.raises(RegistryError, match=r"a\.yaml was changed since") as caught:
        transaction.recover(root)
    assert JOURNAL in (caught.value.hint or "")
    with pytest.raises(RegistryError, match=r"a\.yaml was changed since"):
        transaction.write(root, {})
    assert state(root) == before
    (root / JOURNAL).unlink()
    transaction.write(root, {place(root, "a.yaml"): (b"name: von Hand\n", b"name: neu\n")})
    assert state(root) == {**before, "a.yaml": b"name: neu\n"}


def test_where_the_new_files_are_gone_the_old_ones_come_back(root: Path) -> None:
    half_done(root, wanted(root))
    for path in root.rglob("*0.tmp"):
        path.unlink()
    assert transaction.recover(root) == []
    assert state(root) == OLD
    assert leftovers(root) == []


def test_who_finishes_a_change_is_told_which_files_are_new(root: Path) -> None:
    half_done(root, wanted(root))
    done = transaction.recover(root)
    assert sorted(done) == sorted(place(root, name) for name in OLD)


def test_the_next_write_finishes_first(root: Path) -> None:
    half_done(root, wanted(root))
    transaction.write(root, reverse(wanted(root)))
    assert state(root) == OLD
    assert leftovers(root) == []


def test_who_holds_the_lock_may_write(root: Path) -> None:
    with files.locked(root):
        transaction.write(root, wanted(root))
    assert state(root) == NEW


# Links, rights, names --------------------------------------------------------------------------------------


@NOT_ON_WINDOWS
def test_links_and_rights_stay(root: Path) -> None:
    real = root / "data" / "real.yaml"
    place(root, "a.yaml").rename(real)
    place(root, "a.yaml").symlink_to(real)
    real.chmod(0o640)
    transaction.write(root, wanted(root))
    assert place(root, "a.yaml").is_symlink()
    assert real.read_bytes() == NEW["a.yaml"]
    assert real.stat().st_mode & 0o777 == 0o640


@NOT_ON_WINDOWS
def test_a_link_goes_and_what_it_leads_to_stays(root: Path) -> None:
    real = root / "data" / "real.yaml"
    place(root, "d.yaml").rename(real)
    place(root, "d.yaml").symlink_to(real)
    transaction.write(root, wanted(root))
    assert not os.path.lexists(place(root, "d.yaml"))
    assert real.read_bytes() == OLD["d.yaml"]


@NOT_ON_WINDOWS
def test_a_link_out_of_the_registry_is_not_followed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    place(root, "a.yaml").rename(outside)
    place(root, "a.yaml").symlink_to(outside)
    with pytest.raises(RegistryError, match="is a link to a file outside the registry"):
        transaction.write(root, wanted(root))
    assert outside.read_bytes() == OLD["a.yaml"]
    assert state(root) == OLD


@NOT_ON_WINDOWS
def test_a_link_and_its_file_are_not_changed_in_two_ways(root: Path) -> None:
    link = root / "data" / "organisations" / "link.yaml"
    link.symlink_to("a.yaml")
    both = {place(root, "a.yaml"): (OLD["a.yaml"], b"name: 1\n"), link: (OLD["a.yaml"], b"name: 2\n")}
    with pytest.raises(RegistryError, match="is to be changed twice"):
        transaction.write(root, both)
    both[link] = (OLD["a.yaml"], b"name: 1\n")
    transaction.write(root, both)
    assert place(root, "a.yaml").read_bytes() == link.read_bytes() == b"name: 1\n"


@NOT_ON_WINDOWS
def test_a_renamed_file_keeps_its_rights(root: Path) -> None:
    place(root, "d.yaml").chmod(0o600)
    transaction.write(root, wanted(root), moved={place(root, "c.yaml"): place(root, "d.yaml")})
    assert place(root, "c.yaml").stat().st_mode & 0o777 == 0o600


def test_a_name_changes_its_capitals_only(root: Path) -> None:
    old, new = place(root, "A.yaml"), place(root, "a.yaml")
    new.rename(old)
    transaction.write(root, {new: (None, b"name: A\n"), old: (OLD["a.yaml"], None)})
    names = [path.name for path in old.parent.iterdir()]
    assert sorted(names) == ["a.yaml", "d.yaml"]
    assert new.read_bytes() == b"name: A\n"


def test_a_protected_file_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.access
    monkeypatch.setattr(os, "access", lambda path, how: Path(path).name != "a.yaml" and original(path, how))
    with pytest.raises(RegistryError, match=r"a\.yaml is protected against writing"):
        transaction.write(root, wanted(root))
    assert state(root) == OLD


@NOT_ON_WINDOWS
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing keeps root from writing")
def test_a_protected_folder(root: Path) -> None:
    folder = root / "private" / "organisations"
    folder.chmod(0o555)
    with pytest.raises(RegistryError, match="cannot be written"):
        transaction.write(root, wanted(root))
    folder.chmod(0o755)
    assert state(root) == OLD
    assert leftovers(root) == []


def test_a_part_elsewhere_is_finished_only_by_who_names_it(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (root / "private").rename(elsewhere)
    (root / "data" / "registry.yaml").write_bytes(b"name: Netz\n")
    change = {
        place(root, "a.yaml"): (OLD["a.yaml"], NEW["a.yaml"]),
        elsewhere / "organisations" / "b.yaml": (OLD["b.yaml"], NEW["b.yaml"]),
    }
    half_done(root, change, elsewhere)
    with pytest.raises(RegistryError, match="does not describe a change of this registry") as caught:
        transaction.recover(root)
    assert "--private" in (caught.value.hint or "")
    transaction.recover(root, elsewhere)
    assert (elsewhere / "organisations" / "b.yaml").read_bytes() == NEW["b.yaml"]
    assert leftovers(root) == leftovers(elsewhere) == []


# Journals that others have made -------------------------------------------------------------------------------


def forged(root: Path, **said: object) -> None:
    step = {"file": "data/organisations/a.yaml", "before": None, "after": None, "token": "0" * 16, **said}
    (root / JOURNAL).write_text(
        json.dumps({"version": 1, "decided": True, "steps": [step]}), encoding="utf-8"
    )


@pytest.mark.parametrize(
    "said",
    [
        {"file": "../outside.yaml"},
        {"file": "data/organisations/../../../outside.yaml"},
        {"file": "data/notes.txt"},
        {"file": "data/organisations/.hidden.yaml"},
        {"file": 1},
        {"token": "x/../../../outside"},
        {"token": 7},
        {"before": "no sum"},
    ],
)
def test_a_forged_journal_is_not_followed(root: Path, tmp_path: Path, said: dict[str, object]) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"mine")
    (root / "data" / "notes.txt").write_bytes(b"mine")
    forged(root, **said)
    with pytest.raises(RegistryError, match="does not describe a change of this registry"):
        transaction.recover(root)
    assert outside.read_bytes() == (root / "data" / "notes.txt").read_bytes() == b"mine"
    assert state(root) == OLD


@NOT_ON_WINDOWS
def test_a_forged_journal_does_not_lead_out_by_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.yaml").write_bytes(b"mine")
    (root / "data" / "link").symlink_to(tmp_path / "outside")
    forged(root, file="data/link/x.yaml")
    with pytest.raises(RegistryError, match="does not describe a change of this registry"):
        transaction.recover(root)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b'{"version": 1}', b"null"])
def test_a_broken_journal_is_not_followed(root: Path, raw: bytes) -> None:
    (root / JOURNAL).write_bytes(raw)
    with pytest.raises(RegistryError, match="does not describe a change of this registry"):
        transaction.write(root, wanted(root))
    assert state(root) == OLD


# Processes of their own ------------------------------------------------------------------------------------


def program(text: str, *arguments: object) -> subprocess.Popen[str]:
    begin = """
        import os, random, signal, sys, time
        from pathlib import Path
        from mo_registry.editing import transaction
        from mo_registry.finding import RegistryError
        from tests.editing.test_transaction import *
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(begin) + textwrap.dedent(text), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
    )


@NOT_ON_WINDOWS
def test_a_process_that_is_killed_at_any_call(tmp_path: Path) -> None:
    text = """
        base, outcomes = Path(sys.argv[1]), []
        for at in range(1000):
            root = made(base / str(at))
            if not (child := os.fork()):
                die = lambda: os.kill(os.getpid(), signal.SIGKILL)
                with faults(lambda count: count == at, die):
                    transaction.write(root, wanted(root))
                os._exit(0)
            if os.waitpid(child, 0)[1] == 0:
                break
            outcomes.append(assert_whole(root))
        print(outcomes)
    """
    with program(text, tmp_path) as process:
        said = process.communicate()[0]
    outcomes = json.loads(said.lower())
    assert len(outcomes) > 20
    assert outcomes == sorted(outcomes)
    assert {True, False} == set(outcomes)


@NOT_ON_WINDOWS
def test_a_process_that_is_killed_at_any_moment(root: Path) -> None:
    text = """
        root, chance = Path(sys.argv[1]), random.Random(1)
        for _round in range(40):
            if not (child := os.fork()):
                while True:
                    transaction.write(root, wanted(root) if state(root) == OLD else reverse(wanted(root)))
            time.sleep(chance.random() * 0.02)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            assert_whole(root)
        print("whole")
    """
    with program(text, root) as process:
        assert process.communicate()[0] == "whole\n"


def test_two_processes_lose_nothing(root: Path) -> None:
    text = """
        path, turns = place(Path(sys.argv[1]), "a.yaml"), 0
        while turns < 30:
            before = path.read_bytes()
            after = b"name: %d\\n" % (int(b"0" + before[6:].strip(b"A\\n")) + 1)
            try:
                transaction.write(Path(sys.argv[1]), {path: (before, after)})
                turns += 1
            except RegistryError as error:
                assert "changed by somebody else" in error.message, error.message
        print("done")
    """
    with program(text, root) as one, program(text, root) as other:
        assert one.communicate()[0] == other.communicate()[0] == "done\n"
    assert place(root, "a.yaml").read_bytes() == b"name: 60\n"
    assert leftovers(root) == []


@NOT_ON_WINDOWS
def test_a_file_that_does_not_fit_on_the_disk(root: Path) -> None:
    text = """
        import resource
        root = Path(sys.argv[1])
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
        try:
            transaction.write(root, {**wanted(root), place(root, "b.yaml"): (OLD["b.yaml"], b"x" * 5000)})
        except RegistryError as error:
            print(error.message, "|", error.hint)
    """
    with program(text, root) as process:
        said = process.communicate()[0]
    assert "cannot be written" in said
    assert "Nothing was changed" in said
    assert state(root) == OLD
    assert leftovers(root) == []
