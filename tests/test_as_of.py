"""The registry as it stood: read from git, and nothing of the working tree in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mo_registry import clock, revisions
from mo_registry.checks import check
from mo_registry.dialect import MAX_BYTES
from mo_registry.finding import RegistryError
from mo_registry.registry import Registry, load
from mo_registry.snapshot import Snapshot
from tests.conftest import Result, Run
from tests.memory import Memory

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SETTINGS = "name: Netzwerk\nnetworks:\n  netz:\n    name: Netz\n"
VEREIN = "name: Verein\nkind: migrant_organisation\nphone: +49 221 4710 123\n"


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "registry ü")


def told(registry: Registry) -> list[tuple[object, ...]]:
    return [
        (f.file, f.code, f.position, f.severity, f.message, f.help, f.source)
        for f in check(registry).findings
    ]


def same(one: Registry, other: Registry) -> bool:
    return (
        one.organisations == other.organisations
        and one.events == other.events
        and one.files == other.files
        and one.settings == other.settings
        and one.settings_data == other.settings_data
        and sorted(one.allowing) == sorted(other.allowing)
        and one.unlisted == other.unlisted
        and told(one) == told(other)
    )


HARMFUL: dict[str, str | bytes] = {
    "data/organisations/a.yaml": "name: [\n",
    "data/organisations/b.yaml": "",
    "data/organisations/c.yaml": "name: Özer\n".encode("cp1252"),
    "data/organisations/d.yaml": "[" * 10_000,
    "data/organisations/e.yaml": b"name: \x00\n",
    "data/organisations/f.yaml/keep.txt": "x",
    "data/organisations/g.yaml": "# " + "x" * MAX_BYTES,
    "data/organisations/Größe 1.yaml": VEREIN,
    'data/organisations/odd "\t*.yaml': VEREIN,
    "data/organisations/i.yml": VEREIN.replace("123", "456"),
    "data/organisations/.hidden.yaml": VEREIN,
    "data/organisations/h.yaml": "name: H  # allow MO133: noch offen\nkind: what\nemail: a\n",
    "data/organisation/verein.yaml": VEREIN,
    "data/notes.yaml": VEREIN,
    "data/readme.md": "x",
    "data/events/2023-09-27-treffen.yaml": "title: Treffen\nkind: network_meeting\ndate: 27.09.23\nvenue: nowhere\n",
    "data/events/notiz.txt": "x",
    "elsewhere/x.yaml": VEREIN,
}


def test_a_commit_reads_as_the_disk_does(memory: Memory) -> None:
    """Whatever is wrong with the files: the same entries, the same findings at the same places."""
    memory.commit("2023-08-01", {"data/registry.yaml": SETTINGS, **HARMFUL})
    now = load(memory.folder)
    then = revisions.at(memory.folder, None, "HEAD")
    assert len({code for _, code, *_ in told(now)}) > 8
    assert same(then, now)


@pytest.mark.parametrize("name", ["small", "two-parts"])
def test_a_whole_registry_reads_as_on_the_disk(tmp_path: Path, name: str) -> None:
    memory = Memory(Path(shutil.copytree(Path(__file__).parent / "registries" / name, tmp_path / name)))
    memory.commit("2023-08-01")
    now = load(memory.folder)
    assert now.organisations
    assert same(revisions.at(memory.folder, None, "HEAD"), now)


def test_links_lead_where_they_lead_on_the_disk(memory: Memory) -> None:
    links = {
        "inside.yaml": "verein.yaml",
        "twice.yaml": "inside.yaml",
        "over.yaml": "../organisations/verein.yaml",
        "text.yaml": "text.txt",
        "nowhere.yaml": "gone.yaml",
        "circle.yaml": "circle.yaml",
        "folder.yaml": "../events",
        "outside.yaml": "../../secret.yaml",
        "absolute.yaml": "/etc/passwd",
    }
    for name in ("data/organisations/verein.yaml", "data/organisations/text.txt", "secret.yaml"):
        memory.write(name, VEREIN)
    memory.write("data/events/2023-09-27-treffen.yaml", "title: T\nkind: network_meeting\ndate: 2023-09-27\n")
    for name, target in links.items():
        (memory.folder / "data" / "organisations" / name).symlink_to(target)
    memory.commit("2023-08-01", {"data/registry.yaml": SETTINGS})
    now = load(memory.folder)
    then = revisions.at(memory.folder, None, "HEAD")
    assert {"inside", "twice", "over", "text"} <= set(now.organisations)
    assert same(then, now)
    assert not [source for *_, source in told(now) if "root:" in str(source)]


def test_nothing_of_the_working_tree_is_seen(memory: Memory) -> None:
    memory.commit("2023-08-01", {"data/registry.yaml": SETTINGS, "data/organisations/alt.yaml": VEREIN})
    before = load(memory.folder)
    for name, content in {
        "data/registry.yaml": "name: Anders\n",
        "data/organisations/alt.yaml": None,
        "data/organisations/neu.yaml": VEREIN,
        "data/vergessen.yaml": VEREIN,
    }.items():
        memory.write(name, content)
    memory.git("add", "data/organisations/neu.yaml")
    then = revisions.at(memory.folder, None, "HEAD")
    assert same(then, before)
    assert memory.git("status", "--porcelain").splitlines() == [
        " D data/organisations/alt.yaml",
        "A  data/organisations/neu.yaml",
        " M data/registry.yaml",
        "?? data/vergessen.yaml",
    ]


@pytest.mark.parametrize(
    ("text", "commit", "day"),
    [
        ("2023-01-01", "one", date(2023, 1, 1)),
        ("1.1.2023", "one", date(2023, 1, 1)),
        ("2023-06-30", "one", date(2023, 6, 30)),
        ("2023-07-01", "two", date(2023, 7, 1)),
        ("2030-01-01", "four", date(2030, 1, 1)),
        ("HEAD~1", "three", date(2023, 12, 31)),
        ("2024", "four", date(2024, 1, 1)),
        ("main", "four", date(2024, 1, 1)),
        ("", "", None),
    ],
)
def test_a_day_is_its_last_commit_and_a_revision_its_day(
    memory: Memory, text: str, commit: str, day: date | None
) -> None:
    """Days are those of Germany: the first minute of July is June in universal time."""
    moments = {"one": "2023-01-01T23:59:59", "two": "2023-07-01T00:00:00", "three": "2023-12-31T23:30:00"}
    names = {
        name: memory.commit(moment, {"data/registry.yaml": f"name: {name}\n"})
        for name, moment in moments.items()
    }
    names["four"] = memory.commit("2024-01-01T00:30:00", {"data/registry.yaml": "name: four\n"})
    memory.git("tag", "--annotate", "--message", "x", "2024")
    if day is None:
        with pytest.raises(RegistryError, match="no revision “”"):
            revisions.moment(memory.folder, text)
        return
    clock.set_today(None)
    then = revisions.at(memory.folder, None, text)
    assert isinstance(then.source, Snapshot)
    assert (then.source.commit.id, then.settings.name, then.today) == (names[commit], commit, day)


# The confidential part -----------------------------------------------------------------------------------------

PRIVATE = "name: Netzwerk\nprivate: ../privat\n"


def mail(registry: Registry) -> str | None:
    return registry.organisations["verein"].email


@pytest.fixture
def hidden(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "privat")


def test_a_part_in_its_own_repository_is_read_as_it_was_at_that_moment(
    memory: Memory, hidden: Memory
) -> None:
    public = "name: Verein\nkind: migrant_organisation\n"
    hidden.commit("2023-03-01T10:00", {"organisations/verein.yaml": "email: alt@verein.example\n"})
    first = memory.commit(
        "2023-03-01T11:00", {"data/registry.yaml": PRIVATE, "data/organisations/verein.yaml": public}
    )
    hidden.commit("2023-03-01T12:00", {"organisations/verein.yaml": "email: neu@verein.example\n"})
    hidden.write("organisations/verein.yaml", "email: ungesichert@verein.example\n")
    read = {text: mail(revisions.at(memory.folder, None, text)) for text in ("2023-03-01", first)}
    assert read == {"2023-03-01": "neu@verein.example", first: "alt@verein.example"}


def test_a_part_in_the_same_repository_is_read_from_the_same_commit(memory: Memory) -> None:
    memory.commit(
        "2023-03-01",
        {
            "data/registry.yaml": "name: Netzwerk\nprivate: geheim\n",
            "data/organisations/verein.yaml": "name: Verein\nkind: migrant_organisation\n",
            "geheim/organisations/verein.yaml": "email: alt@verein.example\n",
        },
    )
    now = load(memory.folder)
    shutil.move(memory.folder / "geheim", memory.folder / "anderswo")
    then = revisions.at(memory.folder, None, "HEAD")
    assert mail(then) == "alt@verein.example"
    assert same(then, now)


@pytest.mark.parametrize(
    "state", ["no repository", "no commit", "later", "ignored", "lay elsewhere", "not here"]
)
def test_a_part_that_git_does_not_know_is_left_out_and_named(
    memory: Memory, tmp_path: Path, state: str
) -> None:
    """Its files of today would not be those of then."""
    private = tmp_path / "privat"
    if state == "ignored":
        memory.write(".gitignore", "/privat\n")
        private = memory.folder / "privat"
    settings = f"name: Netzwerk\nprivate: {os.path.relpath(private, memory.folder)}\n"
    memory.commit("2023-03-01", {"data/registry.yaml": settings, "data/organisations/verein.yaml": VEREIN})
    if state != "not here":
        (private / "organisations").mkdir(parents=True)
        (private / "organisations" / "verein.yaml").write_text("email: heute@verein.example\n", "utf-8")
    if state == "lay elsewhere":
        private.rename(tmp_path / "neu")
        memory.write("data/registry.yaml", "name: Netzwerk\nprivate: ../neu\n")
    if state in ("no commit", "later"):
        hidden = Memory(private)
        if state == "later":
            hidden.commit("2023-04-01")
    then = revisions.at(memory.folder, None, "2023-03-02")
    assert isinstance(then.source, Snapshot)
    assert (mail(then), then.private) == (None, None)
    expected = [] if state == "not here" else [private.resolve()]
    assert [path.resolve() for path in then.source.absent] == expected


# What cannot be had --------------------------------------------------------------------------------------------


def refusal(root: Path, text: str) -> tuple[str, str | None]:
    with pytest.raises(RegistryError) as error:
        revisions.at(root, None, text)
    return error.value.message, error.value.hint


def test_no_repository_no_commit_no_git(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.write("data/registry.yaml", SETTINGS)
    nothing = f"The git repository {memory.folder.resolve()} has no commit yet."
    assert {refusal(memory.folder, text)[0] for text in ("HEAD", "2023-01-01", "main")} == {nothing}
    plain = tmp_path / "plain"
    shutil.copytree(memory.folder / "data", plain / "data")
    assert refusal(plain, "HEAD") == (
        f"{plain.resolve()} is in no git repository, so nobody knows how it was before.",
        "Make one with git init; it remembers from its first commit on.",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(memory.folder, "HEAD") == (
        "The program git was not found.",
        "Install git, or do without what needs it.",
    )
    assert load(memory.folder).settings.name == "Netzwerk"


@pytest.mark.parametrize(
    "text", ["nope", "--help", "-n1", "--output=leak", "HEAD..HEAD~1", "HEAD:data", "a\0b", "a\nb", "2023-1"]
)
def test_a_revision_that_is_none(memory: Memory, text: str) -> None:
    memory.commit("2023-01-01", {"data/registry.yaml": SETTINGS})
    memory.commit("2023-01-02", {"data/registry.yaml": SETTINGS})
    assert refusal(memory.folder, text) == (
        f"git knows no revision “{text}”.",
        "Name a commit, a tag or a branch, or a day as 2023-12-31.",
    )
    assert sorted(path.name for path in memory.folder.iterdir()) == [".git", "data"]


def test_days_that_are_none_or_too_early(memory: Memory) -> None:
    memory.commit("2023-01-01", {"data/registry.yaml": SETTINGS})
    for text in ("31.12.2022", "01.01.1970", "31.12.1969"):  # git counts from 1970 on
        assert refusal(memory.folder, text) == (
            f"On {text} the registry was not in git yet; its first commit is of 01.01.2023.",
            "Take a later day.",
        )
    for text in ("2023-02-30", "2023-1-1", "31.12.23"):
        assert refusal(memory.folder, text)[0] == f"“{text}” is not a date."


def test_a_registry_that_lay_elsewhere_then(memory: Memory) -> None:
    first = memory.commit("2022-12-31", {"registry/data/registry.yaml": SETTINGS})
    memory.commit("2023-01-01", {"data/registry.yaml": SETTINGS})
    assert refusal(memory.folder, "HEAD~1") == (
        f"In commit {first[:7]} of 31.12.2022 there is no registry at this place.",
        "It began later, or lay in another folder.",
    )
    assert revisions.at(memory.folder / "registry", None, "HEAD~1").settings.name == "Netzwerk"


def test_a_shallow_clone_says_how_to_get_the_rest(memory: Memory, tmp_path: Path) -> None:
    first = memory.commit("2023-01-01", {"data/registry.yaml": SETTINGS})
    memory.commit("2023-02-01", {"data/registry.yaml": SETTINGS, "data/organisations/verein.yaml": VEREIN})
    memory.git("clone", "--quiet", "--depth", "1", memory.folder.as_uri(), str(tmp_path / "clone"))
    clone = tmp_path / "clone"
    advice = (
        "This clone is shallow: its history begins on 01.02.2023. For the whole of it: git fetch --unshallow"
    )
    assert refusal(clone, "2023-01-15") == ("On 15.01.2023 there is no commit here.", advice)
    assert refusal(clone, first) == (f"git knows no revision “{first}”.", advice)
    assert refusal(clone, "HEAD~1") == ("git knows no revision “HEAD~1”.", advice)
    assert list(revisions.at(clone, None, "2023-02-01").organisations) == ["verein"]


def test_commits_of_a_branch_count_from_its_merge_on(memory: Memory) -> None:
    memory.commit("2023-01-01", {"data/registry.yaml": "name: eins\n"})
    memory.git("switch", "--quiet", "--create", "vorschlag")
    memory.commit("2023-01-02", {"data/registry.yaml": "name: zwei\n"})
    memory.git("switch", "--quiet", "main")
    stamp = "2023-01-10T12:00:00 +0100"
    memory.git(
        "merge", "--quiet", "--no-ff", "-m", "x", "vorschlag", GIT_COMMITTER_DATE=stamp, GIT_AUTHOR_DATE=stamp
    )
    names = {day: revisions.at(memory.folder, None, f"2023-01-{day}").settings.name for day in ("05", "10")}
    assert names == {"05": "eins", "10": "zwei"}


# On the command line -------------------------------------------------------------------------------------------


@pytest.fixture
def timeless(run: Run, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """The program in this process, on no day in particular."""
    from mo_registry.cli.app import run as run_program

    def call(*arguments: str | Path) -> Result:
        capsys.readouterr()
        try:
            code = run_program([*map(str, arguments)])
        finally:
            clock.set_today(None)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def remembered(small: Path) -> Memory:
    """The small registry in git since August 2023."""
    memory = Memory(small)
    memory.write(".gitignore", "/out/\n")
    memory.commit("2023-08-31T12:00")
    return memory


def change_everything(memory: Memory) -> None:
    for path in (memory.folder / "data" / "organisations").glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("name: ", "name: Neuer ", 1), "utf-8")
    (memory.folder / "data" / "organisations" / "kaputt.yaml").write_text("name: [\n", "utf-8")


def test_the_list_of_that_day_byte_for_byte(
    remembered: Memory, timeless: Callable[..., Result], tmp_path: Path
) -> None:
    """With the templates of then; in another folder than what is in force."""
    remembered.write(
        "templates/contact-list.de.md",
        "---\ntitle: Liste von damals\ncolumns:\n  organisation: Verein\n---\nStand {{ today | day }}.\n",
    )
    remembered.write("templates/words.de.yaml", "page: Blatt\n")
    commit = remembered.commit("2023-08-31T18:00")
    command = ("generate", "contact-list", "--format", "pdf,html,md,xlsx,csv,json,vcf")
    then = timeless("--today", "2023-08-31", *command, "--output", tmp_path / "then")
    assert then.code == 0
    remembered.write("templates/contact-list.de.md", "---\ntitle: Liste von heute\n---\n")
    remembered.write("templates/words.de.yaml", None)
    change_everything(remembered)
    remembered.commit("2023-10-01")
    files: dict[Path, bytes] = {}
    for as_of in ("2023-08-31", commit):
        again = timeless(*command, "--as-of", as_of)
        assert (again.code, again.err) == (0, f"As of commit {commit[:7]} of 31.08.2023.\n")
        made = remembered.folder / "out" / f"as-of-2023-08-31-{commit[:7]}"
        files = {path.relative_to(made): path.read_bytes() for path in made.rglob("*") if path.is_file()}
        there = tmp_path / "then"
        assert files == {
            path.relative_to(there): path.read_bytes() for path in there.rglob("*") if path.is_file()
        }
        assert len(files) == 7
        shutil.rmtree(made)
    assert b"Liste von damals" in files[Path("contact-lists", "contact-list-internal.md")]


def test_reading_commands_show_what_stood_there(remembered: Memory, timeless: Callable[..., Result]) -> None:
    names = sorted(path.stem for path in (remembered.folder / "data" / "organisations").glob("*.yaml"))
    commands = [
        ("list", "organisations", "--json"),
        ("list", "networks", "--json"),
        ("list", "terms", "--csv"),
        ("show", names[0]),
        ("find", names[0]),
    ]
    before = [timeless("--today", "2023-08-31", *command) for command in commands]
    change_everything(remembered)
    shutil.rmtree(remembered.folder / "data" / "events")
    told = f"As of commit {remembered.git('rev-parse', '--short', 'HEAD').strip()} of 31.08.2023.\n"
    for command, then in zip(commands, before, strict=True):
        now = timeless(*command, "--as-of", "HEAD")
        assert (now.code, now.out, now.err) == (0, then.out, told)
        assert timeless("--quiet", *command, "--as-of=31.8.2023") == Result(0, then.out, "")


def test_editing_knows_no_past(remembered: Memory, run: Run) -> None:
    for command in (("set", "x", "status=dormant"), ("validate",), ("format",), ("rename", "a", "b")):
        result = run(*command, "--as-of", "HEAD")
        assert (result.code, result.err.splitlines()[0]) == (2, "error: There is no option --as-of here.")
    event = next((remembered.folder / "data" / "events").glob("*.yaml")).stem
    result = run("generate", "invitation", event, "--as-of", "HEAD", "--dispatch")
    assert result == Result(
        2,
        "",
        "error: --as-of and --dispatch cannot be used together.\n"
        "  = help: What was sent is recorded in the event as it is today.\n",
    )


def test_what_could_not_be_read_then_is_said(remembered: Memory, run: Run) -> None:
    remembered.commit("2023-09-01", {"data/organisations/kaputt.yaml": "name: [\n"})
    result = run("list", "organisations", "--as-of", "HEAD")
    assert result.err.splitlines()[1:] == [
        "warning: 1 file of that day cannot be read whole; something is missing here."
    ]
    refused = run("generate", "contact-list", "--as-of", "HEAD")
    assert refused.code == 1
    assert (
        refused.err.splitlines()[-1]
        == "  = help: The past cannot be mended: take another day, or leave --as-of out."
    )
    assert not (remembered.folder / "out").exists()


def test_an_old_list_for_others_is_not_to_be_handed_out(remembered: Memory, run: Run) -> None:
    result = run("generate", "contact-list", "--audience", "public", "--format", "md", "--as-of", "HEAD")
    assert result.err.splitlines()[1:] == [
        "warning: The list shows what people had agreed to then; some may not agree any more. Do not hand it out."
    ]


def test_a_part_that_is_missing_is_said(remembered: Memory, run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    result = run("--private", tmp_path / "elsewhere", "list", "networks", "--as-of", "HEAD")
    assert result.code == 0
    place = (tmp_path / "elsewhere").as_posix()
    told = f"warning: Of {place}, the confidential part, git has nothing of that day. It is left out here."
    assert result.err.splitlines()[1:] == [told]


def test_valid_on_is_what_is_known_now_of_another_day(
    memory: Memory, timeless: Callable[..., Result]
) -> None:
    """A membership that was entered later counts for the day it is of; what stood in git then does not."""
    networks = "networks:\n  - network: netz\n    since: 2020-01-01\n    until: 2023-06-30\n"
    memory.commit("2023-05-01", {"data/registry.yaml": SETTINGS, "data/organisations/verein.yaml": VEREIN})
    memory.commit("2023-09-01", {"data/organisations/verein.yaml": VEREIN + networks})

    def members(*options: str) -> list[str]:
        listed = timeless(
            "--registry",
            memory.folder,
            "list",
            "organisations",
            "--network",
            "netz",
            "--csv",
            "--columns",
            "id",
            *options,
        )
        assert listed.code == 0
        return listed.lines[1:]

    assert members("--valid-on", "2023-06-30") == members("--valid-on", "30.6.2023") == ["verein"]
    assert members("--valid-on", "2023-07-01") == members("--as-of", "2023-06-30") == []
    assert members("--as-of", "2023-09-02") == []
    assert members("--as-of", "2023-09-02", "--valid-on", "2023-06-30") == ["verein"]
    for text in ("morgen", ""):  # an empty variable of a script is no wish for today
        refused = timeless("--registry", memory.folder, "list", "organisations", "--valid-on", text)
        assert refused == Result(
            2,
            "",
            f"error: “{text}” is not a date.\n  = help: Write it as year-month-day, for instance 2023-09-01.\n",
        )


def test_templates_may_be_links_inside_their_folder_only(memory: Memory) -> None:
    memory.write("templates/texts/a.md", "x")
    memory.write("data/registry.yaml", SETTINGS)
    (memory.folder / "templates" / "b.md").symlink_to("texts/a.md")
    memory.commit("2023-01-01")
    then = revisions.at(memory.folder, None, "HEAD")
    folder = then.templates
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md")) == [
        "b.md",
        "texts/a.md",
    ]
    assert (folder / "b.md").read_text("utf-8") == "x"
    (memory.folder / "templates" / "c.md").symlink_to("../data/registry.yaml")
    commit = memory.commit("2023-01-02")
    then = revisions.at(memory.folder, None, "HEAD")
    with pytest.raises(
        RegistryError, match=f"^templates/c.md leads out of its folder in commit {commit[:7]}"
    ):
        _ = then.templates


def test_temporary_files_are_gone_at_the_end(memory: Memory) -> None:
    memory.commit("2023-01-01", {"data/registry.yaml": SETTINGS, "templates/a.md": "x"})
    then = revisions.at(memory.folder, None, "HEAD")
    folder = then.templates
    assert folder.is_dir()
    del then
    assert not folder.parent.exists()
