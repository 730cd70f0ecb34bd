"""`mo-registry init --ci`: workflows that are well formed, ask for no rights, and whose commands work."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from mo_registry import __version__
from mo_registry.editing import platforms
from tests.conftest import ROOT, TODAY, Result, Run
from tests.test_changed_since import commit, git, write

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("bash") is None, reason="git or bash is not installed"
)

GITHUB, GITLAB = Path(".github", "workflows", "registry.yml"), Path(".gitlab-ci.yml")


@pytest.fixture(autouse=True)
def nobody_knows_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platforms, "_origin", lambda: None)


def loaded(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  (texts only; `on` stays `on`)


# Writing


def test_a_registry_that_is_there_gets_only_these_files(run: Run, small: Path) -> None:
    git(small, "init", "--quiet")
    assert run("init", "--ci", "github") == Result(
        0,
        "",
        f"Written to {small}:\n  .github/workflows/registry.yml\n  requirements-ci.txt\n\n"
        "Proposals are checked from the next push on, once this is done:\n"
        "  requirements-ci.txt              name in it where mo-registry comes from; until then the check fails\n"
        "  git add, git commit, git push    as with every other change\n",
    )
    written = git(small, "ls-files", "--others").split()
    assert {path for path in written if not path.startswith("data/")} == {str(GITHUB), "requirements-ci.txt"}
    assert run("init", "--ci", "github").err == "All of it is there already; nothing was written.\n"
    assert run("init", small, "--ci", "gitlab").err.startswith(f"Written to {small}:\n  .gitlab-ci.yml\n\n")


def test_a_new_registry_and_its_platform(run: Run, tmp_path: Path) -> None:
    made = run("init", tmp_path / "new", "--ci", "gitlab")
    assert made.code == 0
    assert "Proposals are checked from the next push on" in made.err
    assert (tmp_path / "new" / GITLAB).is_file()
    assert run("--registry", tmp_path / "new", "validate").code == 0


def test_what_is_there_already_stays(run: Run, small: Path) -> None:
    (small / "requirements-ci.txt").write_text("./our/own.whl\n", "utf-8")
    run("init", "--ci", "github")
    assert (small / "requirements-ci.txt").read_text("utf-8") == "./our/own.whl\n"
    (small / GITHUB).write_text("mine\n", "utf-8")
    assert run("init", "--ci", "github") == Result(
        2,
        "",
        f"error: In {small} there is already: .github/workflows/registry.yml. Nothing was written.\n"
        "  = help: Choose another directory, or move these files away first.\n",
    )
    assert (small / GITHUB).read_text("utf-8") == "mine\n"


def test_a_registry_below_the_top_of_its_repository(run: Run, small: Path, tmp_path: Path) -> None:
    top = tmp_path / "all of it"
    shutil.move(small, top / "unser: „Netz“")
    git(top, "init", "--quiet")
    for platform in ("github", "gitlab"):
        assert run("--registry", top / "unser: „Netz“", "init", "--ci", platform).code == 0
    job = loaded(top / GITHUB)["jobs"]["validate"]
    assert job["defaults"]["run"]["working-directory"] == "unser: „Netz“"
    assert loaded(top / GITLAB)["register"]["variables"]["FOLDER"] == "unser: „Netz“"
    assert (top / "unser: „Netz“" / "requirements-ci.txt").is_file()


def test_without_a_directory_and_a_platform(run: Run, small: Path) -> None:
    assert run("init") == Result(
        2,
        "",
        "error: It is not said where the new registry is to be.\n"
        "  = help: Name a directory; it need not be there yet: mo-registry init my-network\n",
    )


# What the workflows ask for


@pytest.fixture
def workflows(run: Run, small: Path) -> Path:
    for platform in ("github", "gitlab"):
        assert run("init", "--ci", platform).code == 0
    return small


WHEEL = f"./tools/mo_registry-{__version__}-py3-none-any.whl"
REVISION = {"vcs": "git", "commit_id": "0" * 40}


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, WHEEL),
        ("", f"mo-registry=={__version__}"),
        ({"url": "file:///mo", "dir_info": {"editable": True}}, WHEEL),
        ({"url": "file:///mo.whl", "archive_info": {}}, WHEEL),
        (
            {"url": "https://git.example/mo.whl", "archive_info": {}},
            "mo-registry @ https://git.example/mo.whl",
        ),
        (
            {"url": "https://git.example/mo", "vcs_info": REVISION},
            f"mo-registry @ git+https://git.example/mo@{'0' * 40}",
        ),
    ],
)
def test_the_requirement_names_where_this_program_came_from(
    origin: dict[str, Any] | str | None, line: str
) -> None:
    assert platforms.requirement(json.dumps(origin) if isinstance(origin, dict) else origin) == line


def test_what_is_known_of_the_place_is_enough(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platforms, "_origin", lambda: "")
    assert "Proposals are checked from the next push on:\n" in run("init", "--ci", "github").err
    text = (small / "requirements-ci.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines == [f"mo-registry=={__version__}"]
    assert "@" not in text.replace("mo-registry @ git+", "").replace(f".git@v{__version__}", "")


def test_without_a_place_nothing_is_installed_by_its_name_alone(workflows: Path) -> None:
    text = (workflows / "requirements-ci.txt").read_text("utf-8")
    assert [line for line in text.splitlines() if not line.startswith("#")] == [WHEEL]


def test_a_proposal_of_a_stranger_gets_no_rights(workflows: Path) -> None:
    text, workflow = (workflows / GITHUB).read_text("utf-8"), loaded(workflows / GITHUB)
    assert set(workflow["on"]) == {"pull_request", "push"}
    assert workflow["permissions"] == {"contents": "read"}
    assert [job for job in workflow["jobs"].values() if "permissions" in job] == []
    assert "secrets" not in re.sub(r"#.*", "", text)
    checkout, *rest = workflow["jobs"]["validate"]["steps"]
    assert re.fullmatch("actions/checkout@[0-9a-f]{40}", checkout["uses"])
    assert checkout["with"] == {"fetch-depth": "0", "persist-credentials": "false"}
    assert [step for step in rest if "uses" in step] == []
    # What a stranger may choose (a title, the name of a branch) is no part of any script.
    assert [step["run"] for step in rest if "${{" in step["run"]] == []
    assert re.findall(r"\$\{\{ *(github[\w.]*)", text) == ["github.ref"]


def test_gitlab_knows_the_reports(workflows: Path) -> None:
    job = loaded(workflows / GITLAB)["register"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert job["artifacts"]["when"] == "always"
    told = " ".join(job["script"])
    for report in job["artifacts"]["reports"].values():
        assert f'--output "$CI_PROJECT_DIR/{report}"' in told
    assert job["artifacts"]["paths"] == ["changes.md"]


# The commands in them are run


@dataclass
class Runner:
    """A machine of a platform, as far as the commands can tell."""

    clone: Path
    home: Path

    def __call__(self, script: str, **variables: str) -> Result:
        kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.clone,
            env={
                **kept,
                "PATH": os.pathsep.join([str(self.home), os.environ["PATH"]]),
                "HOME": str(self.home),
                "PYTHONPATH": str(ROOT),
                "MO_REGISTRY_TODAY": TODAY,
                "MO_REGISTRY_LANGUAGE": "en",
                **variables,
            },
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def proposed(workflows: Path, tmp_path: Path) -> Runner:
    """A clone of a proposal that has an error, and no error where it did not touch anything."""
    write(workflows / "data" / "events" / "2023-10-13-fachtag.yaml", "venue: rathaus", "venue: nirgendwo")
    git(workflows, "init", "--quiet", "--initial-branch", "main")
    commit(workflows)
    git(workflows, "switch", "--quiet", "--create", "proposal")
    write(workflows / "data" / "organisations" / "bruecke.yaml", "kind: ", "knd: ")
    commit(workflows, "2023-08-02")
    git(tmp_path, "clone", "--quiet", workflows.as_uri(), "clone")
    home = tmp_path / "home"
    home.mkdir()
    program = home / "mo-registry"
    program.write_text(f'#!/bin/sh\nexec "{Path(sys.executable).as_posix()}" -m mo_registry "$@"\n', "utf-8")
    program.chmod(0o755)
    return Runner(tmp_path / "clone", home)


def steps(clone: Path, event: str) -> dict[str, str]:
    """The scripts that GitHub runs for an event, by their names; the installation is not one of them."""
    found = loaded(clone / GITHUB)["jobs"]["validate"]["steps"]
    other = "!=" if event == "pull_request" else "=="
    unwanted = f"github.event_name {other} 'pull_request'"
    return {
        step["name"]: step["run"]
        for step in found
        if "run" in step and unwanted not in step.get("if", "") and "pip" not in step["run"]
    }


def merge_into_newer_main(clone: Path) -> None:
    """What GitHub checks out, and GitLab for merged results; on main, somebody else has made a mistake meanwhile."""
    git(clone, "checkout", "--quiet", "--detach", "origin/main")
    write(clone / "data" / "organisations" / "frauengruppe.yaml", "kind: ", "founded: 1999\nknd: ")
    commit(clone, "2023-08-03")
    git(clone, "merge", "--quiet", "--no-edit", "origin/proposal", when="2023-08-04")


def test_what_github_runs_for_a_proposal(proposed: Runner) -> None:
    merge_into_newer_main(proposed.clone)
    base = loaded(proposed.clone / GITHUB)["jobs"]["validate"]["env"]["BASE"]
    summary = proposed.home / "summary.md"
    variables = {"BASE": base, "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    scripts = steps(proposed.clone, "pull_request")
    assert list(scripts) == [
        "Check what was changed",
        "Check the templates",
        "Tell which letters and lists would change",
    ]
    checked = proposed(scripts["Check what was changed"], **variables)
    assert checked.code == 1
    assert "::error file=data/organisations/bruecke.yaml,line=2,col=1," in checked.out
    assert "fachtag" not in checked.out
    assert "frauengruppe" not in checked.out
    assert "left out: mo-registry validate" in checked.err
    assert proposed(scripts["Check the templates"], **variables).code == 0
    told = proposed(scripts["Tell which letters and lists would change"], **variables)
    assert (told.code, told.out) == (0, "")
    assert "bruecke" in summary.read_text("utf-8")
    assert "1999" not in summary.read_text("utf-8")


def test_what_github_runs_on_the_main_branch(proposed: Runner) -> None:
    scripts = steps(proposed.clone, "push")
    assert list(scripts) == ["Check everything", "Check the templates"]
    checked = proposed(scripts["Check everything"], GITHUB_ACTIONS="true")
    assert (checked.code, checked.out.count("::error file=")) == (1, 3)


def test_what_gitlab_runs_for_a_proposal(proposed: Runner) -> None:
    job = loaded(proposed.clone / GITLAB)["register"]
    enter, install = job["before_script"]
    assert install.endswith("--requirement requirements-ci.txt")
    variables = {
        "CI_PROJECT_DIR": str(proposed.clone),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(proposed.clone, "rev-parse", "origin/main").strip(),
        "GITLAB_CI": "true",
        **{name: str(value) for name, value in job["variables"].items()},
    }
    shown = proposed("\n".join([enter, *job["script"]]), **variables)
    assert shown.code == 1
    assert "data/organisations/bruecke.yaml:2:1" in shown.out
    assert "fachtag" not in shown.out
    quality = json.loads((proposed.clone / "gl-code-quality-report.json").read_text("utf-8"))
    assert "data/events/2023-10-13-fachtag.yaml" in {issue["location"]["path"] for issue in quality}
    assert "<failure" in (proposed.clone / "register-junit.xml").read_text("utf-8")
    assert "bruecke" in (proposed.clone / "changes.md").read_text("utf-8")
    mended = {**variables, "CI_MERGE_REQUEST_DIFF_BASE_SHA": ""}
    write(proposed.clone / "data" / "organisations" / "bruecke.yaml", "knd: ", "kind: ")
    write(proposed.clone / "data" / "events" / "2023-10-13-fachtag.yaml", "nirgendwo", "rathaus")
    *scripts, templates = job["script"]
    assert proposed("\n".join([enter, *scripts]), **mended).code == 0
    assert templates == steps(proposed.clone, "push")["Check the templates"]  # which is run above


def test_gitlab_checks_a_merged_result_against_what_it_was_merged_into(proposed: Runner) -> None:
    begun = git(proposed.clone, "rev-parse", "origin/main").strip()
    merge_into_newer_main(proposed.clone)
    job = loaded(proposed.clone / GITLAB)["register"]
    variables = {
        "CI_PROJECT_DIR": str(proposed.clone),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": begun,
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": git(proposed.clone, "rev-parse", "HEAD^1").strip(),
    }
    shown = proposed("\n".join(script for script in job["script"] if "BASE" in script), **variables)
    assert (shown.code, "bruecke.yaml:2:1" in shown.out, "frauengruppe" in shown.out) == (1, True, False)
    assert "1999" not in (proposed.clone / "changes.md").read_text("utf-8")


def test_every_script_can_be_read_by_a_shell(workflows: Path) -> None:
    found = [step["run"] for step in loaded(workflows / GITHUB)["jobs"]["validate"]["steps"] if "run" in step]
    job = loaded(workflows / GITLAB)["register"]
    for script in (*found, *job["before_script"], *job["script"]):
        done = subprocess.run(
            ["bash", "-n", "-c", script], capture_output=True, encoding="utf-8", check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
