"""`mo-registry validate --changed-since` and `--staged`: a change answers for what it brings about, and for no more."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Result, Run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SOMEBODY = {
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@ki.example",
    "GIT_AUTHOR_DATE": "2023-08-01T12:00:00Z",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@ki.example",
    "GIT_COMMITTER_DATE": "2023-08-01T12:00:00Z",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(directory: Path, *arguments: str, when: str = "2023-08-01") -> str:
    later = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{when}T12:00:00Z")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", "-C", str(directory), *arguments],
        env={**kept, **SOMEBODY, **later},
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout


def commit(directory: Path, when: str = "2023-08-01") -> None:
    git(directory, "add", "--all", when=when)
    git(directory, "commit", "--quiet", "--allow-empty", "-m", "changed", when=when)


def write(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def registry(small: Path) -> Path:
    """The small registry on a branch, begun from `main`, where an error is in three files already."""
    git(small, "init", "--quiet", "--initial-branch", "main")
    events = small / "data" / "events"
    write(events / "2023-10-13-fachtag.yaml", "venue: rathaus", "venue: nirgendwo")
    (small / "data" / "organisations" / "kaputt.yaml").write_text("name: [\n", "utf-8")
    (small / "data" / "organisations" / "fehler.yaml").write_text(
        "name: F\nkind: umbrella\nmember_of: [niemand]\nemail: f@f.example\n", "utf-8"
    )
    commit(small)
    git(small, "switch", "--quiet", "--create", "mine")
    return small


Count = Callable[..., list[str]]


@pytest.fixture
def counted(run: Run, registry: Path) -> Count:
    """What counts since `main`: file and code of each finding."""

    def call(*more: str) -> list[str]:
        shown = run("validate", "--format", "json", *(more or ("--changed-since", "main")))
        found = json.loads(shown.out)["findings"]
        errors = any(finding["severity"] == "error" for finding in found)
        assert shown.code == errors
        return [f"{Path(finding['file']).stem} {finding['code']}" for finding in found]

    return call


def test_old_mistakes_of_others_do_not_count(run: Run, registry: Path) -> None:
    assert run("validate").code == 1
    assert run("validate", "--changed-since", "main") == Result(
        0,
        "13 files: 0 errors\n",
        "4 findings in files that were not changed are left out: mo-registry validate\n",
    )
    assert run("--quiet", "validate", "--changed-since", "main") == Result(0, "", "")


def test_changed_new_and_uncommitted_files_count(registry: Path, counted: Count) -> None:
    organisations = registry / "data" / "organisations"
    write(organisations / "bruecke.yaml", "kind: ", "knd: ")
    commit(registry)
    write(organisations / "frauengruppe.yaml", "kind: ", "knd: ")
    git(registry, "add", "--all")
    write(organisations / "bruecke-wien.yaml", "kind: ", "knd: ")
    (organisations / "neu.yaml").write_text("name: Neu\n", "utf-8")
    assert sorted({found.split()[0] for found in counted()}) == [
        "bruecke", "bruecke-wien", "frauengruppe", "neu",
    ]  # fmt: skip


def test_a_file_that_was_broken_before_counts_when_it_is_touched(registry: Path, counted: Count) -> None:
    write(registry / "data" / "organisations" / "kaputt.yaml", "name: [", "name: [a")
    assert counted() == ["kaputt MO108"]


def test_a_deleted_organisation_that_others_refer_to(registry: Path, counted: Count) -> None:
    (registry / "data" / "organisations" / "integrationsstelle.yaml").unlink()
    found = counted()
    assert {"registry MO201", "2023-05-10-netzwerktreffen MO201"} <= set(found)
    assert {line.split()[1] for line in found} == {"MO201"}
    commit(registry)
    assert counted() == found


def test_a_renamed_organisation(registry: Path, counted: Count) -> None:
    git(registry, "mv", "data/organisations/bruecke-wien.yaml", "data/organisations/wien.yaml")
    commit(registry)
    assert counted() == ["2023-10-13-fachtag MO201"] * 2


def test_the_other_half_of_a_duplicate(registry: Path, counted: Count) -> None:
    organisations = registry / "data" / "organisations"
    later = organisations / "verband-der-vereine.yaml"
    first = organisations / "bruecke-wien.yaml"
    address = next(line for line in later.read_text("utf-8").splitlines() if line.startswith("email:"))
    with first.open("a", encoding="utf-8") as stream:
        stream.write("phone: +49 221 4710 999\n")
    assert counted() == []
    text = first.read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("email:")]
    first.write_text("\n".join([*kept, address, ""]), "utf-8")
    assert counted() == ["verband-der-vereine MO313"]


def test_the_end_of_an_organisation(registry: Path, counted: Count) -> None:
    with (registry / "data" / "organisations" / "bruecke-wien.yaml").open("a", encoding="utf-8") as stream:
        stream.write("status: dissolved\ndissolved: 2020-01-01\n")
    assert counted() == ["2023-10-13-fachtag MO206"] * 2


def test_a_circle_counts_for_all_of_its_members(registry: Path, counted: Count) -> None:
    organisations = registry / "data" / "organisations"
    for name, other in (("a", "b"), ("b", "c"), ("c", "d")):
        (organisations / f"{name}.yaml").write_text(
            f"name: Verband {name}\nkind: umbrella\nmember_of: [{other}]\nemail: {name}@v.example\n", "utf-8"
        )
    (organisations / "d.yaml").write_text("name: Verband d\nkind: umbrella\nemail: d@v.example\n", "utf-8")
    git(registry, "switch", "--quiet", "main")
    commit(registry)
    git(registry, "switch", "--quiet", "--create", "closing")
    assert counted() == []
    with (organisations / "d.yaml").open("a", encoding="utf-8") as stream:
        stream.write("member_of: [b]\n")
    assert [line.split()[1] for line in counted()] == ["MO207"]


def test_settings_that_others_rely_on(registry: Path, counted: Count) -> None:
    settings = registry / "data" / "registry.yaml"
    with settings.open("a", encoding="utf-8") as stream:
        stream.write("# a comment\n")
    assert counted() == []
    write(settings, "  rathaus:", "  altes-rathaus:")
    assert set(counted()) == {"2023-05-10-netzwerktreffen MO203"}


def test_a_check_that_counts_more_than_before(registry: Path, counted: Count) -> None:
    write(registry / "data" / "registry.yaml", "\nchecks:\n", "\nchecks:\n  MO158: error\n")
    assert counted() == ["frauengruppe MO158"]


def test_only_what_is_new_on_the_branch_counts(registry: Path, counted: Count) -> None:
    """What others did on main meanwhile is not the branch's affair."""
    write(registry / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
    commit(registry)
    git(registry, "switch", "--quiet", "main")
    write(registry / "data" / "organisations" / "frauengruppe.yaml", "kind: ", "knd: ")
    commit(registry)
    git(registry, "switch", "--quiet", "mine")
    assert {line.split()[0] for line in counted()} == {"bruecke"}


def test_a_day_and_a_path(run: Run, registry: Path, counted: Count) -> None:
    write(registry / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
    commit(registry, "2023-08-20")
    assert {line.split()[0] for line in counted("--changed-since", "2023-08-10")} == {"bruecke"}
    assert counted("--changed-since", "2023-08-21") == []
    shown = run("validate", "--changed-since", "main", "data/events")
    assert (shown.code, shown.out) == (0, "3 files: 0 errors\n")


def test_platforms_are_told_of_changed_files_only(run: Run, registry: Path) -> None:
    write(registry / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
    shown = run("validate", "--changed-since", "main", "--format", "junit")
    assert (shown.code, shown.out.count("<testcase "), shown.out.count("<failure ")) == (1, 1, 1)
    assert "bruecke.yaml" in shown.out


# What git does not know


def test_no_such_revision(run: Run, registry: Path) -> None:
    shown = run("validate", "--changed-since", "mian")
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("error: git knows no revision “mian”.\n  = help: ")
    assert run("validate", "--changed-since", "--output=x").code == 2
    assert not (registry / "x").exists()


def test_no_repository_no_commit_no_git(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for option in (("--changed-since", "main"), ("--staged",)):
        shown = run("validate", *option)
        assert (shown.code, shown.out) == (2, "")
        assert shown.err.startswith(f"error: {small} is in no git repository, so nobody knows")
    git(small, "init", "--quiet", "--initial-branch", "main")
    shown = run("validate", "--changed-since", "main")
    assert (shown.code, shown.err.partition("\n")[0]) == (
        2,
        f"error: The git repository {small} has no commit yet.",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    shown = run("validate", "--changed-since", "main")
    assert (shown.code, shown.err.partition("\n")[0]) == (2, "error: The program git was not found.")


def test_a_shallow_clone(run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(registry / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
    commit(registry)
    clone = tmp_path / "clone"
    address = registry.as_uri()
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", address, str(clone))
    monkeypatch.chdir(clone)
    shown = run("validate", "--changed-since", "origin/main")
    assert shown == Result(
        2,
        "",
        "error: Your branch and “origin/main” have no commit in common, as far as the history is here.\n"
        "  = help: Only the newest part of the history is here (a shallow clone). All of it:"
        " git fetch --unshallow, or fetch-depth: 0 in a workflow\n",
    )
    assert "clone is shallow" in run("validate", "--changed-since", "HEAD~1").err
    git(clone, "fetch", "--quiet", "--unshallow")
    assert run("validate", "--changed-since", "origin/main").code == 1


def test_histories_with_nothing_in_common(run: Run, registry: Path) -> None:
    git(registry, "switch", "--quiet", "--orphan", "other")
    git(registry, "checkout", "--quiet", "main", "--", ".")
    commit(registry, "2023-08-02")
    assert run("validate", "--changed-since", "main") == Result(
        2,
        "",
        "error: Your branch and “main” have no commit in common, as far as the history is here.\n"
        "  = help: Name the branch that yours began from.\n",
    )


# A private part


@pytest.fixture
def private(registry: Path) -> Path:
    """A private part in a repository of its own, with an old error and a member of both parts."""
    part = registry / "private"
    (part / "organisations").mkdir(parents=True)
    (part / "organisations" / "frauengruppe.yaml").write_text("email: x\n", "utf-8")
    (part / "organisations" / "bruecke.yaml").write_text("notes: alt\n", "utf-8")
    git(part, "init", "--quiet", "--initial-branch", "main")
    commit(part)
    write(registry / "data" / "registry.yaml", "language: de", "language: de\nprivate: private")
    (registry / ".gitignore").write_text("/private/\n", "utf-8")
    git(registry, "switch", "--quiet", "main")
    commit(registry)
    git(registry, "switch", "--quiet", "--create", "yours")
    return part


def test_a_private_part_has_a_history_of_its_own(registry: Path, private: Path, counted: Count) -> None:
    assert counted() == []
    write(private / "organisations" / "bruecke.yaml", "notes:", "ntes:")
    assert counted() == ["bruecke MO130"]
    commit(private, "2023-08-20")
    assert counted() == ["bruecke MO130"]


def test_both_parts_of_an_entry_are_one(registry: Path, private: Path, counted: Count) -> None:
    with (registry / "data" / "organisations" / "frauengruppe.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# a comment\n")
    assert counted() == ["frauengruppe MO150"]


def test_a_private_part_without_git_counts(registry: Path, private: Path, counted: Count) -> None:
    shutil.rmtree(private / ".git")
    assert counted() == ["frauengruppe MO150"]


@pytest.fixture
def beside(registry: Path, private: Path) -> Path:
    """The private part in the same repository as the rest."""
    shutil.rmtree(private / ".git")
    (registry / ".gitignore").unlink()
    git(registry, "switch", "--quiet", "main")
    commit(registry)
    git(registry, "switch", "--quiet", "--create", "third")
    return private


def test_two_parts_in_one_repository(registry: Path, beside: Path, counted: Count) -> None:
    assert counted() == []
    write(beside / "organisations" / "bruecke.yaml", "notes:", "ntes:")
    assert counted() == ["bruecke MO130"]
    assert counted("--staged") == []
    git(registry, "add", "--all")
    write(beside / "organisations" / "bruecke.yaml", "ntes:", "notes:")
    assert counted("--staged") == ["bruecke MO130"]
    commit(registry)
    assert counted() == []
    git(registry, "rm", "--quiet", "private/organisations/frauengruppe.yaml")
    assert counted() == ["frauengruppe MO158"]


def test_a_private_part_that_git_ignores_is_as_on_the_disk(
    registry: Path, private: Path, counted: Count
) -> None:
    shutil.rmtree(private / ".git")
    (registry / "data" / "organisations" / "frauengruppe.yaml").write_text(
        "name: Frauen\nkind: umbrella\n", "utf-8"
    )
    git(registry, "add", "--all")
    assert counted("--staged") == ["frauengruppe MO150"]


# What is staged


def test_what_is_staged_counts_and_not_what_lies_on_the_disk(
    run: Run, registry: Path, counted: Count
) -> None:
    organisations = registry / "data" / "organisations"
    write(organisations / "bruecke.yaml", "kind: ", "knd: ")
    assert counted("--staged") == []
    git(registry, "add", "--all")
    write(organisations / "bruecke.yaml", "knd: ", "kind: ")
    assert sorted(counted("--staged")) == ["bruecke MO130", "bruecke MO131"]
    shown = run("validate", "--staged", "--format", "concise")
    assert "data/organisations/bruecke.yaml:2:1: error[MO130]" in shown.out
    git(registry, "add", "--all")
    assert counted("--staged") == []


def test_an_entry_that_was_not_added_will_be_missing(registry: Path, counted: Count) -> None:
    entry = registry / "data" / "organisations" / "neu.yaml"
    entry.write_text("name: Neu\nkind: umbrella\nemail: n@n.example\n", "utf-8")
    write(registry / "data" / "organisations" / "frauengruppe.yaml", "kind:", "member_of: [neu]\nkind:")
    git(registry, "add", "data/organisations/frauengruppe.yaml")
    assert counted("--staged") == ["frauengruppe MO158", "frauengruppe MO201"]
    git(registry, "add", "--all")
    assert "frauengruppe MO201" not in counted("--staged")


def test_a_staged_deletion(registry: Path, counted: Count) -> None:
    git(registry, "rm", "--quiet", "--cached", "data/organisations/bruecke-wien.yaml")
    assert counted("--staged") == ["2023-10-13-fachtag MO201"] * 2


def test_before_the_first_commit_all_that_is_staged_counts(run: Run, small: Path) -> None:
    git(small, "init", "--quiet")
    write(small / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
    git(small, "add", "data")
    assert run("validate", "--staged").code == 1
    assert run("validate", "--staged", "--changed-since", "main") == Result(
        2,
        "",
        "error: --staged and --changed-since cannot be used together.\n"
        "  = help: --staged counts what the next commit changes; leave one of the two out.\n",
    )
