"""`mo-registry changes`: two states of a registry in git, told on the screen, in Markdown, HTML and JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from mo_registry import clock, i18n
from mo_registry.documents.output import Format
from mo_registry.registry import load
from mo_registry.reports import change_report
from mo_registry.revisions import at
from tests.conftest import TODAY, Run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

NASTY = "**Neu** <script>alert(1)</script> `x` | @all #1 [a](http://b.example) www.c.example $x$ e.V."


def git(root: Path, *arguments: str, day: str = "2023-08-01") -> str:
    moment = f"{day}T12:00:00+0200"
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "commit.gpgsign=false", *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
    )
    return done.stdout.strip()


@pytest.fixture
def repository(small: Path) -> Path:
    """The small registry with one commit, of the first of August."""
    git(small, "init", "--quiet", "--initial-branch", "main")
    git(small, "config", "user.name", "Coordinator")
    git(small, "config", "user.email", "coordinator@ki.example")
    git(small, "add", ".")
    git(small, "commit", "--quiet", "-m", "first")
    return small


def edit(root: Path, file: str, *pairs: tuple[str, str]) -> None:
    path = root / "data" / file
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


@pytest.fixture
def changed(repository: Path) -> Path:
    """And with changes that are not committed."""
    edit(repository, "organisations/ukrainische-gemeinschaft.yaml", ("olena@hromada", "vorsitz@hromada"))
    edit(repository, "organisations/ukrainische-gemeinschaft.yaml", ("[uk, ru, de]", "[uk, de]"))
    edit(repository, "events/2023-10-13-fachtag.yaml", ("start: 13:00\nend", "start: 14:00\nend"))
    edit(repository, "registry.yaml", ("capacity: 40", "capacity: 45"))
    return repository


def short(root: Path, revision: str = "HEAD") -> str:
    return git(root, "rev-parse", "--short", revision)


def test_since_the_last_commit(run: Run, changed: Path) -> None:
    result = run("changes")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "Changes from 01.08.2023 to 01.09.2023\n"
        f"Compared: 01.08.2023 (commit {short(changed)}) with the files as they are on 01.09.2023.\n"
        "\n"
        "Settings  registry\n"
        "- venue “Rathaus Musterstadt”: places 45 (before: 40)\n"
        "\n"
        "Українська громада Мустерштадт e.V.  ukrainische-gemeinschaft\n"
        "- languages changed (gone: Russian)\n"
        "- contact Vorsitz: e-mail changed\n"
        "\n"
        "Vereine und Ämter on 13.10.2023  2023-10-13-fachtag\n"
        "- start 14:00 (before: 13:00)\n"
        "\n"
        "What this changes in letters and lists\n"
        "\n"
        "Invitation to Vereine und Ämter on 13.10.2023\n"
        "- goes to another address: Українська громада Мустерштадт e.V.\n"
        "- says something else: start\n"
        "- 4 organisations hold an earlier revision and get a notice\n"
        "\n"
        "Contact list, internal\n"
        "- changed: Українська громада Мустерштадт e.V.\n"
        "\n"
        "Contact list, network “Netzwerk Musterstadt”\n"
        "- changed: Українська громада Мустерштадт e.V.\n"
        "\n"
        "Contact list, public\n"
        "- changed: Українська громада Мустерштадт e.V.\n"
    )


def test_with_values(run: Run, changed: Path) -> None:
    out = run("changes", "--values").out
    assert (
        "- contact Олена Ковальчук (Vorsitz): e-mail “vorsitz@hromada.example” (before:\n"
        "  “olena@hromada.example”)\n"
    ) in out


def test_nothing(run: Run, repository: Path) -> None:
    result = run("changes", today="2023-08-01")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "Changes on 01.08.2023\n"
        f"Compared: 01.08.2023 (commit {short(repository)}) with the files as they are on 01.08.2023.\n"
        "\n"
        "No entry has changed.\n"
    )


def test_markdown(run: Run, changed: Path) -> None:
    (changed / "data/organisations/neu.yaml").write_text(f"name: '{NASTY}'\nkind: association\n", "utf-8")
    (changed / "data/organisations/frauengruppe.yaml").write_text("name: [\n", "utf-8")
    result = run("changes", "--format", "md")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "Netzwerk Musterstadt\n"
        "\n"
        "# Changes from 01.08.2023 to 01.09.2023\n"
        "\n"
        f"Compared: 01.08.2023 (commit {short(changed)}) with the files as they are on 01.09.2023.\n"
        "\n"
        "## Settings\n"
        "\n"
        "- venue “Rathaus Musterstadt”: places 45 (before: 40)\n"
        "\n"
        "## Organisations\n"
        "\n"
        "- **\\*\\*Neu\\*\\* \\<script>alert(1)\\</script> \\`x\\` | @&#8203;all #&#8203;1 "
        "\\[a](http:&#8203;//b.example) www&#8203;.c.example &#36;x&#36; e.V.** (neu): new entry (association)\n"
        "- **Українська громада Мустерштадт e.V.** (ukrainische-gemeinschaft)\n"
        "  - languages changed (gone: Russian)\n"
        "  - contact Vorsitz: e-mail changed\n"
        "\n"
        "## Events\n"
        "\n"
        "- **Vereine und Ämter on 13.10.2023** (2023-10-13-fachtag): start 14:00 (before: 13:00)\n"
        "\n"
        "## What this changes in letters and lists\n"
        "\n"
        "- **Invitation to Vereine und Ämter on 13.10.2023**\n"
        "  - goes to another address: Українська громада Мустерштадт e.V.\n"
        "  - says something else: start\n"
        "  - 4 organisations hold an earlier revision and get a notice\n"
        "- **Contact list, internal**\n"
        "  - new: \\*\\*Neu\\*\\* \\<script>alert(1)\\</script> \\`x\\` | @&#8203;all #&#8203;1 "
        "\\[a](http:&#8203;//b.example) www&#8203;.c.example &#36;x&#36; e.V.\n"
        "  - changed: Українська громада Мустерштадт e.V.\n"
        "- **Contact list, network “Netzwerk Musterstadt”**\n"
        "  - changed: Українська громада Мустерштадт e.V.\n"
        "- **Contact list, public**\n"
        "  - new: \\*\\*Neu\\*\\* \\<script>alert(1)\\</script> \\`x\\` | @&#8203;all #&#8203;1 "
        "\\[a](http:&#8203;//b.example) www&#8203;.c.example &#36;x&#36; e.V.\n"
        "  - changed: Українська громада Мустерштадт e.V.\n"
        "\n"
        "## Not read whole\n"
        "\n"
        "There are errors in these files; what is said here may not be complete.\n"
        "\n"
        "- data/organisations/frauengruppe.yaml (as it is now)\n"
    )
    shown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(result.out)
    assert shown.count("<script") == shown.count("<a ") == shown.count("<code") == 0
    text = NASTY.replace("@", "@\u200b").replace("#", "#\u200b").replace("://", ":\u200b//")
    assert text.replace("www", "www\u200b").replace("<", "&lt;").replace(">", "&gt;") in shown


def test_html(run: Run, changed: Path) -> None:
    (changed / "data/organisations/neu.yaml").write_text(f"name: '{NASTY}'\nkind: association\n", "utf-8")
    out = run("changes", "--format", "html").out
    assert out.startswith('<!DOCTYPE html>\n<html lang="en">\n')
    assert "<title>Changes from 01.08.2023 to 01.09.2023</title>" in out
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in out
    assert "<script" not in out
    assert "vorsitz@" not in out
    assert "<li>contact Vorsitz: e-mail changed</li>" in out


def test_json(run: Run, changed: Path) -> None:
    (changed / "data/organisations/frauengruppe.yaml").write_text("name: [\n", "utf-8")
    data = json.loads(run("changes", "--format", "json").out)
    commit = git(changed, "rev-parse", "HEAD")
    assert data == {
        "before": {"day": "2023-08-01", "commit": commit},
        "after": {"day": "2023-09-01", "commit": None},
        "changes": [
            {
                "kind": "changed",
                "folder": "settings",
                "entry": "registry",
                "subject": "Settings",
                "path": "venues.rathaus",
                "what": "venue “Rathaus Musterstadt”: places 45 (before: 40)",
                "personal": False,
            },
            {
                "kind": "removed",
                "folder": "organisations",
                "entry": "ukrainische-gemeinschaft",
                "subject": "Українська громада Мустерштадт e.V.",
                "path": "languages",
                "what": "languages changed (gone: Russian)",
                "personal": False,
            },
            {
                "kind": "changed",
                "folder": "organisations",
                "entry": "ukrainische-gemeinschaft",
                "subject": "Українська громада Мустерштадт e.V.",
                "path": "contacts[0]",
                "what": "contact Vorsitz: e-mail changed",
                "personal": True,
            },
            {
                "kind": "changed",
                "folder": "events",
                "entry": "2023-10-13-fachtag",
                "subject": "Vereine und Ämter on 13.10.2023",
                "path": "start",
                "what": "start 14:00 (before: 13:00)",
                "personal": False,
            },
        ],
        "effects": [
            {
                "kind": "invitation",
                "id": "2023-10-13-fachtag",
                "about": "Invitation to Vereine und Ämter on 13.10.2023",
                "sentences": [
                    "goes to another address: Українська громада Мустерштадт e.V.",
                    "says something else: start",
                    "4 organisations hold an earlier revision and get a notice",
                ],
                "organisations": {"changed": ["ukrainische-gemeinschaft"]},
            },
            *(
                {
                    "kind": "contact-list",
                    "id": identifier,
                    "about": about,
                    "sentences": ["changed: Українська громада Мустерштадт e.V."],
                    "organisations": {"changed": ["ukrainische-gemeinschaft"]},
                }
                for identifier, about in (
                    ("internal", "Contact list, internal"),
                    ("network netzwerk", "Contact list, network “Netzwerk Musterstadt”"),
                    ("public", "Contact list, public"),
                )
            ),
        ],
        "unread": [{"file": "data/organisations/frauengruppe.yaml", "state": "after"}],
    }


def test_two_states_by_day_name_and_revision(run: Run, changed: Path) -> None:
    git(changed, "tag", "v1")
    git(changed, "commit", "--all", "--quiet", "-m", "second", day="2023-08-15")
    whole = run("changes", "2023-08-01..2023-08-20").out
    assert whole.startswith(
        "Changes from 01.08.2023 to 20.08.2023\n"
        f"Compared: 01.08.2023 (commit {short(changed, 'v1')}) with 20.08.2023 (commit {short(changed)}).\n"
    )
    assert run("changes", "1.8.2023..20.8.2023").out == whole
    told = whole.splitlines()[2:]
    assert run("changes", "v1..HEAD").lines[2:] == told
    assert run("changes", "v1..").lines[2:] == told
    assert run("changes", "v1").lines[2:] == told
    assert run("changes", "HEAD~1..main").lines[2:] == told
    assert run("changes", "..HEAD").lines[2:] == ["", "No entry has changed."]
    backwards = run("changes", "HEAD..v1").out
    assert "- languages changed (new: Russian)\n" in backwards


@pytest.mark.parametrize(
    ("states", "message", "hint"),
    [
        ("nix", "git knows no revision “nix”", ""),
        ("main...HEAD", "“main...HEAD” has three dots", "main..HEAD"),
        ("2019-01-01", "On 01.01.2019 the registry was not in git yet", "later day"),
    ],
)
def test_what_does_not_exist(run: Run, repository: Path, states: str, message: str, hint: str) -> None:
    result = run("changes", states)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert hint in result.err


def test_without_git(run: Run, small: Path) -> None:
    result = run("changes")
    assert (result.code, result.out) == (2, "")
    assert "git" in result.err


def test_a_confidential_part_that_is_in_no_git(run: Run, changed: Path) -> None:
    (changed / "private" / "organisations").mkdir(parents=True)
    (changed / "private/organisations/frauengruppe.yaml").write_text(
        "email: geheim@frauen.example\n", "utf-8"
    )
    result = run("changes", "--values")
    assert "geheim" not in result.out
    assert "Frauengruppe" not in result.out
    assert result.err == (
        "warning: private is not compared: what stood there is known of one of the two states only.\n"
    )


def test_german(program: Run, changed: Path) -> None:
    result = program("--language", "de", "changes")
    assert result.out.splitlines()[:14] == [
        "Änderungen vom 01.08.2023 bis 01.09.2023",
        f"Verglichen: 01.08.2023 (Commit {short(changed)}) mit den Dateien, wie sie am 01.09.2023",
        "sind.",
        "",
        "Einstellungen  registry",
        "- Veranstaltungsort „Rathaus Musterstadt“: Plätze 45 (bisher: 40)",
        "",
        "Українська громада Мустерштадт e.V.  ukrainische-gemeinschaft",
        "- Sprachen geändert (entfallen: Russisch)",
        "- Ansprechperson Vorsitz: E-Mail geändert",
        "",
        "Vereine und Ämter am 13.10.2023  2023-10-13-fachtag",
        "- Beginn 14:00 (bisher: 13:00)",
        "",
    ]


# As jobs make it ---------------------------------------------------------------------------------------------


def test_the_report_as_files(changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the registry's language, whatever the program speaks; twice the same bytes."""
    monkeypatch.chdir(changed)
    i18n.install("en")
    clock.set_today(TODAY)
    try:
        before, after = at(changed, None, "2023-08-01"), load(changed)
        files = change_report.make(before, after, change_report.FORMATS)
        again = change_report.make(before, after, change_report.FORMATS)
        [english] = change_report.make(before, after, [Format.TEXT], "en")
        [valued] = change_report.make(before, after, [Format.TEXT], values=True)
    finally:
        clock.set_today(None)
    assert files == again
    assert [file.path.as_posix() for file in files] == [
        f"changes/changes-2023-08-01-2023-09-01.{ending}" for ending in ("pdf", "docx", "html", "md", "txt")
    ]
    pdf, _word, page, markdown, text = (file.content for file in files)
    assert pdf.startswith(b"%PDF-")
    assert "<title>Änderungen vom 01.08.2023 bis 01.09.2023</title>" in page.decode()
    assert "# Änderungen vom 01.08.2023 bis 01.09.2023\n" in markdown.decode()
    assert "Ansprechperson Vorsitz: E-Mail geändert" in text.decode()
    assert "personenbezogene" not in text.decode()
    assert "Changes from 01.08.2023 to 01.09.2023" in english.content.decode()
    assert "vorsitz@hromada.example" in valued.content.decode()
    assert "Enthält personenbezogene Daten: nicht für die Öffentlichkeit." in valued.content.decode()
    assert i18n.language() == "en"
