"""`mo-registry set`: one value changes, and not one other byte."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mo_registry.registry import glimpse, load
from tests.conftest import Result, Run

ENTRY = Path("data") / "organisations" / "bruecke.yaml"
EVENT = Path("data") / "events" / "2023-10-13-fachtag.yaml"
MEETING = "2023-05-10-netzwerktreffen"


@pytest.fixture
def entry(small: Path) -> Path:
    path = small / ENTRY
    path.write_bytes(
        b"# Verein\r\nname:   'Br\xc3\xbccke e.V.'   # so im Register\r\nkind: migrant_organisation\r\n"
        b"languages: [tr,  de]\r\n\r\ncontacts:\r\n- role: Vorsitz\r\n  email: alt@bruecke.example    # seit der Wahl\r\n"
        b"phone: +49 221 4710 399"
    )
    return path


def test_the_diff_is_the_change(run: Run, entry: Path) -> None:
    before = entry.read_bytes()
    result = run("set", "bruecke", "contacts[0].email=neu@bruecke.example", "languages+=ar", "status=dormant")
    assert result == Result(
        0,
        f"--- {ENTRY.as_posix()}\n+++ {ENTRY.as_posix()}\n"
        "@@ -4 +4,2 @@\n-languages: [tr,  de]\n+status: dormant\n+languages: [tr,  de, ar]\n"
        "@@ -8 +9 @@\n-  email: alt@bruecke.example    # seit der Wahl\n"
        "+  email: neu@bruecke.example    # seit der Wahl\n",
        "1 file written.\n",
    )
    expected = before.replace(b"[tr,  de]", b"[tr,  de, ar]").replace(b"alt@", b"neu@")
    assert entry.read_bytes() == expected.replace(
        b"organisation\r\n", b"organisation\r\nstatus: dormant\r\n", 1
    )


def test_a_dry_run_changes_nothing(run: Run, entry: Path) -> None:
    before = entry.read_bytes()
    result = run("set", "bruecke", "phone=", "--dry-run")
    assert result.out.endswith("-phone: +49 221 4710 399\n")
    assert result.err == "Nothing was written (--dry-run).\n"
    assert entry.read_bytes() == before


def test_what_stands_there_already_is_not_written(run: Run, entry: Path) -> None:
    stamp = entry.stat().st_mtime_ns
    assert run("set", "bruecke", "languages+=de") == Result(
        0, "", "Nothing would change: all of that stands there already.\n"
    )
    assert entry.stat().st_mtime_ns == stamp


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("contacts[0].email=neu@@bruecke.example", "MO150"),
        ("member_of+=verband-der-vereinee", "MO201"),
        ("focus_areas+=langauge", "MO204"),
        ("founded=30.02.1999", "MO133"),
        ("kind=", "MO131"),
    ],
)
def test_a_new_error_keeps_the_change_back(run: Run, entry: Path, change: str, message: str) -> None:
    before = entry.read_bytes()
    result = run("set", "bruecke", change)
    assert (result.code, result.out) == (1, "")
    assert f"error[{message}]" in result.err
    assert result.err.endswith("error: Nothing was written, because of what is said above.\n")
    assert entry.read_bytes() == before


def test_an_old_error_does_not(run: Run, entry: Path) -> None:
    entry.write_bytes(entry.read_bytes().replace(b"+49 221 4710 399", b"12"))
    assert run("set", "bruecke", "status=dormant").code == 0
    assert run("validate", ENTRY).code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("bruecke", "emial=x"), "error: No key is called “emial” here.\n  = help: did you mean email?\n"),
        (
            ("brueke", "status=dormant"),
            "error: There is no organisation or event “brueke”.\n  = help: did you mean bruecke?\n",
        ),
        (
            ("bruecke", "status dormant"),
            (
                "error: “status dormant” is not a change that could be made.\n  = help: Write it as key=value,"
                " for instance status=dormant, contacts[0].email=… or languages+=ar\n"
            ),
        ),
        (
            (MEETING, "a1=done"),
            (
                "error: “a1=done” is not a change that could be made.\n  = help: Write the whole way to it:"
                " minutes.items[foerderung].actions[a1].status=done\n"
            ),
        ),
        (
            (MEETING, "a1", "status=done"),
            (
                "error: “a1” is not a change that could be made.\n  = help: Write the whole way to it:"
                " minutes.items[foerderung].actions[a1].status=done\n"
            ),
        ),
        (
            (MEETING, "actions[a1].status=done"),
            (
                "error: Nothing in “actions” is called “a1”.\n  = help: Write the whole way to it:"
                " minutes.items[foerderung].actions[a1].status=done\n"
            ),
        ),
        (
            (MEETING, "programme[begruessng].duration=5"),
            "error: Nothing in “programme” is called “begruessng”.\n  = help: did you mean begruessung?\n",
        ),
        (
            ("bruecke", "contacts[vorsitz].email="),
            "error: Nothing in “contacts” is called “vorsitz”.\n  = help: The items of a list are counted from 0.\n",
        ),
        (
            ("registry", "documents.signatory.phone=0221 1"),
            (
                "error: The settings are changed in an editor, not with “set”.\n"
                "  = help: To open data/registry.yaml: mo-registry edit registry\n"
            ),
        ),
        (
            ("bruecke", "languages-=ar"),
            "error: “ar” does not stand in “languages”.\n  = help: There stands: tr, de\n",
        ),
    ],
)
def test_what_cannot_be_understood(run: Run, entry: Path, arguments: tuple[str, ...], message: str) -> None:
    assert run("set", *arguments) == Result(2, "", message)
    assert entry.is_file()


def test_texts_stay_texts(run: Run, entry: Path, small: Path) -> None:
    texts = {"name": 'Verein: "der" neue # [b]', "notes": "- a", "legal_form": "no", "sort_name": "1.10"}
    assert run("set", "bruecke", *(f"{key}={text}" for key, text in texts.items())).code == 0
    organisation = load(small).organisations["bruecke"]
    assert {key: getattr(organisation, key) for key in texts} == texts


def test_events_too(run: Run, small: Path) -> None:
    before = (small / EVENT).read_text("utf-8")
    assert run("set", "2023-10-13-fachtag", "venue=rathaus", "registration.capacity=75").code == 0
    changed = [
        line for line in (small / EVENT).read_text("utf-8").splitlines() if line not in before.splitlines()
    ]
    assert changed == ["  capacity: 75"]


def test_items_of_lists_are_called_by_their_ids(run: Run, small: Path) -> None:
    result = run(
        "set",
        MEETING,
        "minutes.items[foerderung].actions[a2].status=dropped",
        "programme[begruessung].duration=5",
        "attendance[ukrainische-gemeinschaft].persons=3",
    )
    assert (result.code, result.err) == (0, "1 file written.\n")
    event = load(small).events[MEETING]
    assert [action.status.value for action in event.actions if action.id == "a2"] == ["dropped"]
    assert (event.programme[0].duration, event.attendance[1].persons) == (5, 3)
    assert sum(line[:1] == "+" for line in result.lines) == 4


def test_the_value_changes_in_the_part_that_holds_it(run: Run, small: Path) -> None:
    private = small / "private" / "organisations" / "bruecke.yaml"
    private.parent.mkdir(parents=True)
    private.write_text("contacts:\n  - role: Kasse\n    email: kasse@bruecke.example\n", "utf-8")
    (small / ENTRY).write_text("name: Brücke\nkind: association\n", "utf-8")
    assert run("set", "bruecke", "contacts[0].email=neu@bruecke.example", "status=dormant").code == 0
    assert private.read_text("utf-8") == "contacts:\n  - role: Kasse\n    email: neu@bruecke.example\n"
    assert (small / ENTRY).read_text("utf-8") == "name: Brücke\nkind: association\nstatus: dormant\n"


def test_only_what_matters_is_read(small: Path) -> None:
    registry = glimpse(small, "2023-10-13-fachtag")
    assert list(registry.organisations) == []
    assert list(registry.events) == ["2023-10-13-fachtag"]
    assert set(registry.declared("organisations")) < {path.stem for path in (small / ENTRY.parent).iterdir()}


def test_exactly_the_changed_file_is_committed(run: Run, entry: Path, small: Path) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-C", str(small), "-c", "user.name=K", "-c", "user.email=k@ki.example", *arguments]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

    git("init", "--quiet")
    git("config", "user.name", "K")
    git("config", "user.email", "k@ki.example")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    (small / EVENT).write_text((small / EVENT).read_text("utf-8") + "# x\n", "utf-8")
    result = run("set", "bruecke", "status=dormant", "--commit")
    name = git("rev-parse", "--short", "HEAD").strip()
    assert result.err == f"1 file written.\nCommitted as {name}: bruecke: status changed\n"
    assert git("show", "--name-only", "--format=%s").split("\n") == [
        "bruecke: status changed",
        "",
        ENTRY.as_posix(),
        "",
    ]
    assert git("status", "--porcelain", "--untracked-files=no") == f" M {EVENT.as_posix()}\n"
    assert run("set", "bruecke", "status=active", "--commit", "-m", "Es geht weiter").code == 0
    assert git("log", "-1", "--format=%s") == "Es geht weiter\n"


class Killed(BaseException):
    """The process is no more; nothing of it runs after that."""


def test_an_interrupted_change_is_finished_by_the_next_command(run: Run, entry: Path) -> None:
    before = entry.read_bytes()
    replace = Path.replace

    def killed(path: Path, target: Path) -> Path:
        if target == entry.resolve() or target == entry:
            raise Killed
        return replace(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        patch.setattr(Path, "unlink", lambda *_, **__: None)  # nobody clears away behind a killed process
        with pytest.raises(Killed):
            run("set", "bruecke", "status=dormant")
    result = run("list", "venues")
    assert result.err.startswith("An earlier change was interrupted. It ")
    assert entry.read_bytes() in (before, before.replace(b"tion\r\n", b"tion\r\nstatus: dormant\r\n", 1))
    assert run("list", "venues").err == ""
