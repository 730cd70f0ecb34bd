"""README and docs: nothing in them is stale, no link is dead, no command in them is unknown."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mo_registry.documents import contact_list
from mo_registry.documents.authoring import meanings
from mo_registry.documents.filters import filters
from mo_registry.documents.formats import Formats
from mo_registry.documents.sandbox import Sandbox
from scripts import handbook, pictures, transcripts
from scripts.markdown import anchor

ROOT = handbook.ROOT
DOCS = sorted(
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)
LARGEST_PICTURE = 100_000
STALE = f"is stale; refresh it with: {handbook.COMMAND}"


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tokens(path: str) -> list[Token]:
    parser = MarkdownIt("commonmark").enable("table")
    return [inner for token in parser.parse(text(path)) for inner in (token, *(token.children or ()))]


def fenced(path: str, kind: str) -> list[str]:
    return [
        token.content for token in tokens(path) if token.type == "fence" and token.info.split()[:1] == [kind]
    ]


# Fresh


@pytest.fixture(scope="module")
def fresh() -> dict[str, str]:
    return handbook.fresh()


@pytest.mark.xdist_group("reference")
@pytest.mark.parametrize("path", [path for pages in handbook.PAGES.values() for path in pages.values()])
def test_the_reference_is_fresh(fresh: dict[str, str], path: str) -> None:
    assert text(path) == fresh[path], f"{path} {STALE}"


@pytest.mark.xdist_group("reference")
def test_the_reference_names_every_check_field_and_command(fresh: dict[str, str]) -> None:
    assert "### MO203" in fresh["docs/checks.md"]
    assert "| `in_favour`" not in fresh["docs/fields.md"]
    assert "| `for` | Votes for it. | number |" in fresh["docs/fields.md"]
    assert (
        "| `networks` | Networks that it belongs to. | list of blocks: [`networks[]`](#networks)"
        in (fresh["docs/fields.md"])
    )
    assert "## mo-registry generate contact-list" in fresh["docs/commands.md"]
    assert not re.search("\x1b|0x[0-9a-f]{6}", "".join(fresh.values()))


@pytest.mark.parametrize("path", transcripts.PAGES)
def test_commands_print_what_the_page_says(path: str) -> None:
    pytest.importorskip("pty", reason="terminals of this kind are not known here")
    assert transcripts.held(path, text(path)) == text(path), f"{path} {STALE}"


def test_make_docs_refreshes_the_handbook() -> None:
    recipe = re.search(r"^docs:.*\n((?:\t.*\n)+)", text("Makefile"), re.MULTILINE)
    assert recipe
    assert "-m scripts.handbook" in recipe[1]


# Transcripts


def test_a_transcript_mends_what_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pty", reason="terminals of this kind are not known here")
    monkeypatch.setitem(transcripts.PAGES, "page.md", ("en", ()))
    page = "```console\n$ mo-registry list\\\n  --hlp\nold\n$ echo $?\n0\n```\n"
    assert transcripts.held("page.md", page) == (
        "```console\n$ mo-registry list\\\n  --hlp\n"
        "error: There is no option --hlp here.\n  = help: did you mean --help?\n$ echo $?\n2\n```\n"
    )


def test_a_transcript_leaves_other_blocks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(transcripts.PAGES, "page.md", ("en", ()))
    page = "```sh\n$ rm -r x\n```\n\n```yaml\na: b\n```\n\n```diff\n-a\n+b\n```\n"
    assert transcripts.held("page.md", page) == page


def test_a_transcript_writes_and_changes_files(tmp_path: Path) -> None:
    transcript = transcripts.Transcript(tmp_path, "en")
    transcript.block("csv", "out/x.csv", "a;b\n")
    assert (tmp_path / "out" / "x.csv").read_bytes() == b"a;b\n"
    transcript.block("yaml", "data/x.yaml", "a: 1\nb: 2\nc: 3\n")
    transcript.block("diff", "data/x.yaml", " a: 1\n-b: 2\n+b: 4\n+d: 5\n c: 3\n")
    assert (tmp_path / "data" / "x.yaml").read_text() == "a: 1\nb: 4\nd: 5\nc: 3\n"


@pytest.mark.parametrize(
    ("kind", "block", "problem"),
    [
        ("diff", "-b: 2\n+b: 3\n", "once, not 0 times"),
        ("diff", "-a: 1\n+a: 2\n", "once, not 2 times"),
        ("console", "$ rm -r data\n", "not: rm -r data"),
    ],
)
def test_a_transcript_that_cannot_be_held_says_why(
    tmp_path: Path, kind: str, block: str, problem: str
) -> None:
    transcript = transcripts.Transcript(tmp_path, "en")
    transcript.block("yaml", "x.yaml", "a: 1\na: 1\n")
    with pytest.raises(transcripts.Broken, match=re.escape(problem)):
        transcript.block(kind, "x.yaml", block)


# README


def test_the_entry_in_the_readme_stands_in_the_example_registry() -> None:
    (entry,) = fenced("README.md", "yaml")
    assert entry in text("data/events/2023-09-27-netzwerktreffen.yaml")


def test_the_finding_in_the_readme_is_what_validate_prints(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    block = next(block for block in fenced("README.md", "console") if "error[" in block)
    mistake = next(block for block in fenced("README.md", "diff"))
    transcripts.change(tmp_path / "data" / "events" / "2023-09-27-netzwerktreffen.yaml", mistake)
    command, _newline, printed = block.partition("\n")
    arguments = shlex.split(command.removeprefix("$ mo-registry"))
    ran = subprocess.run(
        [sys.executable, "-m", "mo_registry", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout + ran.stderr == printed


# Links


@cache
def anchors(path: str) -> set[str]:
    seen: Counter[str] = Counter()
    found = set()
    for opening, inline in zip(tokens(path), tokens(path)[1:], strict=False):
        if opening.type == "heading_open":
            name = anchor(inline.content)
            found.add(f"{name}-{seen[name]}" if seen[name] else name)
            seen[name] += 1
    return found


def links(path: str) -> Iterator[str]:
    for token in tokens(path):
        target = token.attrGet("href") if token.type == "link_open" else token.attrGet("src")
        if isinstance(target, str) and not re.match(r"[a-z]+:", target):
            yield unquote(target)


def dead(path: str) -> Iterator[str]:
    for link in links(path):
        file, _hash, name = link.partition("#")
        target = (ROOT / path).parent / file if file else ROOT / path
        known = (
            not name or not target.exists() or name in anchors(target.resolve().relative_to(ROOT).as_posix())
        )
        if not (target.exists() and known):
            yield link


@pytest.mark.parametrize("path", DOCS)
def test_every_link_leads_somewhere(path: str) -> None:
    assert list(dead(path)) == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = {"README.md"}, ["README.md"]
    while waiting:
        page = waiting.pop()
        for link in links(page):
            target = ((ROOT / page).parent / link.partition("#")[0]).resolve()
            name = target.relative_to(ROOT).as_posix() if target.suffix == ".md" else ""
            if name and name not in reached and target.exists():
                reached.add(name)
                waiting.append(name)
    assert sorted(set(DOCS) - reached) == []


def test_every_picture_is_shown_somewhere_and_small() -> None:
    shown = {((ROOT / page).parent / link).resolve() for page in DOCS for link in links(page)}
    assert [path for path in pictures.PICTURES if (ROOT / path).resolve() not in shown] == []
    assert [path for path in pictures.PICTURES if (ROOT / path).stat().st_size > LARGEST_PICTURE] == []


# Commands


def commands(path: str) -> Iterator[str]:
    """Every command line in the code of a page, behind a prompt or at the beginning of a line."""
    for token in tokens(path):
        if token.type not in ("fence", "code_inline"):
            continue
        joined = token.content.replace("\\\n", " ").replace("$TOOL", "&& mo-registry")
        for line in joined.splitlines():
            for part in re.split(r" && | \| | > ", line):
                if match := re.fullmatch(r"\s*(?:\$ |&& )?(?:\S*/|py -m )?mo-registry (.*)", part):
                    yield match[1]


def complaint(line: str) -> str:
    """What is wrong with the names in a command line; nothing if all are known."""
    _name, command, context = next(handbook.walk())
    words = iter(shlex.split(line, comments=True))
    for word in words:
        known = {
            name: option
            for option in command.get_params(context)
            for name in (*option.opts, *option.secondary_opts)
        }
        if word.startswith("-") and word.partition("=")[0] not in known:
            return f"{context.command_path} has no option {word}"
        if word.startswith("-"):
            if not known[word.partition("=")[0]].is_flag and "=" not in word:
                next(words, None)
        elif hasattr(command, "list_commands"):
            if word not in command.list_commands(context):
                return f"{context.command_path} has no command {word}"
            command = command.get_command(context, word)
            context = type(context)(command, info_name=word, parent=context)
    return ""


@pytest.mark.parametrize("path", DOCS)
def test_every_command_is_known(path: str) -> None:
    found = {line: complaint(line) for line in commands(path)}
    assert {line: problem for line, problem in found.items() if problem} == {}


def test_the_commands_of_the_pages_are_found() -> None:
    assert "--language en validate data/events" in set(commands("README.md"))
    assert "init mein-netzwerk             # a new registry, valid and ready to use" in set(
        commands("README.md")
    )
    assert "--quiet validate --format concise" in set(commands("docs/cron.md"))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("validate --strict data --format=json", ""),
        ("--today 2023-09-01 generate invitation x --format pdf", ""),
        ("valdate", "mo-registry has no command valdate"),
        ("generate letter x", "mo-registry generate has no command letter"),
        ("validate --frmt json", "mo-registry validate has no option --frmt"),
        ("--strict validate", "mo-registry has no option --strict"),
    ],
)
def test_an_unknown_command_would_be_noticed(line: str, problem: str) -> None:
    assert complaint(line) == problem


# What is told by hand


def test_every_field_in_the_page_of_templates_exists() -> None:
    """Which fields there are, `tests/documents/test_authoring.py` finds out."""
    section = text("docs/templates.md").partition("\n## Fields\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)*)`", section))
    things = {field.rpartition(".")[0] for field in meanings.FIELDS}
    assert told - things == set(meanings.FIELDS) - things


def test_every_filter_in_the_page_of_templates_exists() -> None:
    section = text("docs/templates.md").partition("\n## Gaps\n")[2].partition("\n## ")[0]
    table, prose = section.partition("Of Jinja's own filters")[::2]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    told = set(re.findall(r"`(\w+)", " ".join((*rows, prose.partition("\n\n")[0]))))
    there = {
        name for name in Sandbox(lambda name: None, filters(Formats("de"))).filters if name.isidentifier()
    }
    assert told == there


def test_the_columns_of_a_contact_list_are_told_in_its_template() -> None:
    head = text("templates/contact-list.de.md").partition("title:")[0]
    assert set(contact_list.COLUMNS) <= set(re.findall(r"\w+", head))


def project() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))


def test_every_layer_stands_in_the_page_of_the_architecture() -> None:
    (contract,) = [it for it in project()["tool"]["importlinter"]["contracts"] if it["id"] == "layers"]
    layers = [re.findall(r"\w+", line) for line in contract["layers"]]
    package = {path.stem for path in (ROOT / "mo_registry").iterdir()}
    wanted = [name for line in layers for name in line if name in package]
    told = re.findall(
        r"`(\w+)`", "".join(re.findall(r"^\| (`.*?`) \|", text("docs/architecture.md"), re.MULTILINE))
    )
    assert [name for name in told if name in wanted] == told
    assert sorted(wanted) == sorted(told)


def test_every_dependency_stands_in_the_page_of_the_architecture() -> None:
    section = text("docs/architecture.md").partition("\n## Dependencies\n")[2]
    rows = [row.split("|")[1] for row in section.splitlines()[2:] if row.startswith("| ")]
    told = [name.strip() for row in rows for name in row.split(",")]
    names = [re.match(r"[\w.-]+", line) for line in project()["project"]["dependencies"]]
    assert sorted(told) == sorted(name[0] for name in names if name)
