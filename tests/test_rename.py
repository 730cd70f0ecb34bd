"""`mo-registry rename`: the file, every reference in every file, and not one other byte."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mo_registry.checks import check
from mo_registry.editing import change, renaming, transaction
from mo_registry.editing.change import Change
from mo_registry.finding import RegistryError, Severity
from mo_registry.registry import Registry, load
from tests.conftest import ROOT, SMALL, Result, Run

TWO_PARTS = ROOT / "tests" / "registries" / "two-parts"
REGISTRIES = {"small": SMALL, "two-parts": TWO_PARTS}


def files_in(root: Path) -> dict[str, bytes]:
    """All files of a registry but what keeps two writers apart, and a journal that was not begun."""
    ours = (".mo-registry.lock", ".mo-registry-journal.tmp")
    paths = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.name not in ours}


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


# What is seen --------------------------------------------------------------------------------------------

ORGANISATION = """\
--- data/organisations/bruecke.yaml
+++ data/organisations/bruecke.yaml
@@ -9 +9 @@
-member_of: [verband-der-vereine]
+member_of: [dachverband]
--- data/organisations/ukrainische-gemeinschaft.yaml
+++ data/organisations/ukrainische-gemeinschaft.yaml
@@ -17 +17 @@
-member_of: [verband-der-vereine]
+member_of: [dachverband]
@@ -80 +80 @@
-    partners: [verband-der-vereine]
+    partners: [dachverband]
--- data/events/2023-05-10-netzwerktreffen.yaml
+++ data/events/2023-05-10-netzwerktreffen.yaml
@@ -61 +61 @@
-    recipients: [bruecke, verband-der-vereine]
+    recipients: [bruecke, dachverband]
@@ -73 +73 @@
-apologies: [verband-der-vereine]
+apologies: [dachverband]
--- data/events/2023-10-13-fachtag.yaml
+++ data/events/2023-10-13-fachtag.yaml
@@ -19 +19 @@
-partners: [verband-der-vereine]
+partners: [dachverband]
@@ -30 +30 @@
-  organisations: [verband-der-vereine]
+  organisations: [dachverband]
@@ -62 +62 @@
-      organisation: verband-der-vereine
+      organisation: dachverband
@@ -100 +100 @@
-    recipients: [bruecke, verband-der-vereine]
+    recipients: [bruecke, dachverband]
rename from data/organisations/verband-der-vereine.yaml
rename to data/organisations/dachverband.yaml
--- data/organisations/verband-der-vereine.yaml
+++ data/organisations/dachverband.yaml
@@ -2,0 +3 @@
+former_ids: [verband-der-vereine]
"""
ABSENT = "The private directory private is not here; nothing in it changes.\n"
SAID = f"verband-der-vereine becomes dachverband, and so do 9 references to it.\n{ABSENT}"


def test_an_organisation(run: Run, small: Path) -> None:
    before = files_in(small)
    assert run("rename", "verband-der-vereine", "dachverband") == Result(
        0, ORGANISATION, SAID + "5 files written.\n"
    )
    after = files_in(small)
    old = "data/organisations/verband-der-vereine.yaml"
    expected = {name: raw.replace(b"verband-der-vereine", b"dachverband") for name, raw in before.items()}
    entry = expected.pop(old).replace(b"umbrella\n", b"umbrella\nformer_ids: [verband-der-vereine]\n")
    assert after == {**expected, "data/organisations/dachverband.yaml": entry}
    assert check(load(small)).count(Severity.ERROR) == 0


def test_a_dry_run_shows_the_same_and_writes_nothing(run: Run, small: Path) -> None:
    before = files_in(small)
    shown = run("rename", "verband-der-vereine", "dachverband", "--dry-run")
    assert shown == Result(0, ORGANISATION, SAID + "Nothing was written (--dry-run).\n")
    assert files_in(small) == before


def test_an_event(run: Run, small: Path) -> None:
    done = run("rename", "2023-10-13-fachtag", "2023-10-13-vereine-und-aemter")
    assert done == Result(
        0,
        "rename from data/events/2023-10-13-fachtag.yaml\n"
        "rename to data/events/2023-10-13-vereine-und-aemter.yaml\n"
        "--- data/events/2023-10-13-fachtag.yaml\n"
        "+++ data/events/2023-10-13-vereine-und-aemter.yaml\n"
        "@@ -6,0 +7 @@\n"
        "+former_ids: [2023-10-13-fachtag]\n",
        "2023-10-13-fachtag becomes 2023-10-13-vereine-und-aemter; nothing refers to it.\n"
        f"{ABSENT}1 file written.\n",
    )
    event = load(small).events["2023-10-13-vereine-und-aemter"]
    assert (event.uid, event.former_ids) == ("7e0a7b1c-52d4-4d0b-8a0e-0a6a5f0f3c22", ("2023-10-13-fachtag",))


def test_an_event_may_be_named_after_the_day_that_it_was_moved_from(run: Run, small: Path) -> None:
    assert run("rename", "2023-10-13-fachtag", "2023-10-06-fachtag").code == 0


def changed(done: Result) -> list[str]:
    """The changed lines, without where they are."""
    return [line for line in done.lines if line[0] in "+-" and line[:4] not in ("+++ ", "--- ")]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            "rathaus",
            "altes-rathaus",
            ["-  rathaus:", "+  altes-rathaus:", *["-venue: rathaus", "+venue: altes-rathaus"] * 2],
        ),
        (
            "networks.netzwerk",
            "mo-netz",
            [
                *("-  netzwerk:", "+  mo-netz:", "-    network: netzwerk", "+    network: mo-netz"),
                *["-  - network: netzwerk", "+  - network: mo-netz"] * 6,
                *[
                    "-network: netzwerk",
                    "+network: mo-netz",
                    "-  networks: [netzwerk]",
                    "+  networks: [mo-netz]",
                ]
                * 2,
            ],
        ),
        (
            "series.fachtag",
            "konferenz",
            ["-  fachtag:", "+  konferenz:", *["-series: fachtag", "+series: konferenz"] * 2],
        ),
        (
            "language",
            "sprache",
            [
                *("-  language:", "+  sprache:"),
                *("-focus_areas: [language, culture]", "+focus_areas: [sprache, culture]"),
                *["-    focus_areas: [language]", "+    focus_areas: [sprache]"] * 2,
            ],
        ),
        (
            "topics.health",
            "care",
            [
                "-  health:",
                "+  care:",
                "-topics_wanted: [funding, health]",
                "+topics_wanted: [funding, care]",
            ],
        ),
    ],
)
def test_what_the_settings_declare(run: Run, small: Path, old: str, new: str, lines: list[str]) -> None:
    done = run("rename", old, new)
    assert (done.code, changed(done)) == (0, lines)
    assert check(load(small)).count(Severity.ERROR) == 0
    assert (
        new
        in load(small).settings_data[next(kind for kind in renaming.KINDS[2:] if new in kinds(small, kind))]
    )


def kinds(root: Path, kind: str) -> dict[str, str]:
    return load(root).declared(kind)


def test_comments_and_texts_are_named_and_left(run: Run, small: Path) -> None:
    write(small, "templates/invitation/de.md", "Hallo\nfür {{ bruecke }} und bruecke-wien\n")
    path = small / "data" / "organisations" / "frauengruppe.yaml"
    path.write_text(
        path.read_text("utf-8") + "# siehe bruecke: gleiche Leute\nnotes: bruecke fragen\n", "utf-8"
    )
    before = files_in(small)
    done = run("rename", "bruecke", "al-dschisr")
    assert done.err.splitlines()[1] == (
        "“bruecke” stays where it is no reference; look whether it should: "
        "data/organisations/frauengruppe.yaml:16, data/organisations/frauengruppe.yaml:17,"
        " templates/invitation/de.md:2"
    )
    for name in ("templates/invitation/de.md", "data/organisations/frauengruppe.yaml"):
        assert files_in(small)[name] == before[name]


def test_of_many_places_the_first_are_named(run: Run, small: Path) -> None:
    write(small, "templates/x.md", "bruecke\n" * 9)
    said = run("rename", "bruecke", "al-dschisr").err.splitlines()[1]
    assert said.endswith(
        "templates/x.md:1, templates/x.md:2, templates/x.md:3, templates/x.md:4, templates/x.md:5, and 4 more"
    )


# The two parts -------------------------------------------------------------------------------------------


@pytest.fixture
def two_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(TWO_PARTS, tmp_path / "two-parts"))
    monkeypatch.chdir(root)
    return root


def test_both_parts_of_an_entry(run: Run, two_parts: Path) -> None:
    done = run("--registry", two_parts, "rename", "elterninitiative", "eltern")
    assert done.out.splitlines() == [
        "--- private/events/2023-06-14-netzwerktreffen.yaml",
        "+++ private/events/2023-06-14-netzwerktreffen.yaml",
        "@@ -2 +2 @@",
        "-  - organisation: elterninitiative",
        "+  - organisation: eltern",
        "@@ -10 +10 @@",
        "-  - organisation: elterninitiative",
        "+  - organisation: eltern",
        "rename from data/organisations/elterninitiative.yaml",
        "rename to data/organisations/eltern.yaml",
        "--- data/organisations/elterninitiative.yaml",
        "+++ data/organisations/eltern.yaml",
        "@@ -3,0 +4 @@",
        "+former_ids: [elterninitiative]",
        "rename from private/organisations/elterninitiative.yaml",
        "rename to private/organisations/eltern.yaml",
    ]
    assert done.err == "elterninitiative becomes eltern, and so do 2 references to it.\n3 files written.\n"
    assert sorted(path.name for path in two_parts.rglob("*elter*.yaml")) == ["eltern.yaml", "eltern.yaml"]
    assert load(two_parts).organisations["eltern"].contacts[0].family == "Nguyễn"


def test_an_entry_that_is_wholly_private(run: Run, two_parts: Path) -> None:
    assert run("--registry", two_parts, "rename", "frauengruppe", "frauen").code == 0
    entry = two_parts / "private" / "organisations" / "frauen.yaml"
    assert "kind: migrant_organisation\nformer_ids: [frauengruppe]\n" in entry.read_text("utf-8")
    assert not (two_parts / "data" / "organisations" / "frauen.yaml").exists()


def test_a_private_directory_that_is_named_on_the_command_line(
    run: Run, two_parts: Path, tmp_path: Path
) -> None:
    elsewhere = Path(shutil.move(two_parts / "private", tmp_path / "elsewhere"))
    done = run("--registry", two_parts, "--private", elsewhere, "rename", "frauengruppe", "frauen")
    assert (done.code, (elsewhere / "organisations" / "frauen.yaml").is_file()) == (0, True)
    assert "organisation: frauen\n" in (elsewhere / "events" / "2023-06-14-netzwerktreffen.yaml").read_text(
        "utf-8"
    )


# There and back ------------------------------------------------------------------------------------------


def rename(root: Path, old: str, new: str) -> Change:
    """Rename without asking anybody; whatever checks say of it."""
    before = load(root)
    found = renaming.rename(before, renaming.find(before, old), new)
    assert change.errors(renaming.new_findings(found, before, load(root, drafts=found.change.drafts))) == []
    transaction.write(root, found.change.contents(), moved=found.change.moved)
    return found.change


def everything(root: Path) -> Iterator[str]:
    registry = load(root)
    for kind in renaming.KINDS:
        yield from (f"{kind}.{name}" for name in registry.declared(kind))


def without_former(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: re.sub(rb"former_ids: \[.*\]\r?\n", b"", raw) for name, raw in files.items()}


IDS = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True).filter(
    lambda new: (
        new not in ("con", "prn", "aux", "nul", "null", "true", "false") and not re.match(r"(com|lpt)\d", new)
    )
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(IDS, min_size=40, max_size=40, unique=True))
@pytest.mark.parametrize("name", REGISTRIES)
def test_there_and_back_restores_every_byte(
    tmp_path_factory: pytest.TempPathFactory, name: str, words: list[str]
) -> None:
    root = Path(shutil.copytree(REGISTRIES[name], tmp_path_factory.mktemp("there") / name))
    original = files_in(root)
    things = list(everything(root))
    for thing, word in zip(things, words, strict=False):
        kind, _, old = thing.partition(".")
        day = re.match(r"[\d-]+-", old)
        new = f"{day[0]}{word}" if kind == "events" and day else word
        if new in load(root).declared(kind) or load(root).called_now(new):
            continue
        before = files_in(root)
        rename(root, thing, new)
        there = files_in(root)
        assert_only_words_changed(before, there, old, new)
        rename(root, f"{kind}.{new}", old)
        assert without_former(files_in(root)) == without_former(original)


def assert_only_words_changed(before: dict[str, bytes], after: dict[str, bytes], old: str, new: str) -> None:
    """Lines that differ are the same but for the id; no line moves."""
    before, after = without_former(before), without_former(after)
    for name, raw in before.items():
        other = after.get(name, after.get(re.sub(rf"/{old}\.yaml$", f"/{new}.yaml", name)))
        assert other is not None
        for one, two in zip(raw.split(b"\n"), other.split(b"\n"), strict=True):
            assert one == two or one.replace(old.encode(), new.encode()) == two


STYLED = """\
\ufeff# bruecke und rathaus
title: "Treffen: bruecke"   # bruecke
kind: network_meeting
date:   2023-11-08
venue:    'rathaus'      # im Saal


partners:    [ "bruecke",verband-der-vereine , 'bruecke-wien' ]  # drei
organisers:
# zuerst
-   bruecke   # sie
- >-
  verband-der-vereine
info_stands: [
    bruecke,   # erste
    bruecke-wien ]
registrations:
- {organisation: bruecke, people: ["bruecke"], persons: 2}
- organisation:
    bruecke-wien
  persons: 1
minutes: {chair: bruecke, items: [{item: a, actions: [{id: bruecke, what: bruecke, who: bruecke}]}]}
programme:
  - item: a
    title: bruecke
notes: |
  bruecke
    bruecke"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_as_hands_write_them(small: Path, newline: str) -> None:
    text = STYLED.replace("\n", newline)
    path = write(small, "data/events/2023-11-08-treffen.yaml", text)
    rename(small, "bruecke", "x")
    wanted = text
    for old in ('[ "bruecke"', "-   bruecke ", "    bruecke,", "{organisation: bruecke,", "who: bruecke}"):
        assert wanted.count(old) == 1
        wanted = wanted.replace(old, old.replace("bruecke", "x"))
    assert path.read_bytes().decode() == wanted
    for old, new in (
        ("verband-der-vereine", "y-2"),
        ("bruecke-wien", "z"),
        ("rathaus", "w"),
        ("x", "bruecke"),
    ):
        rename(small, old, new)
    for old, new in (("y-2", "verband-der-vereine"), ("z", "bruecke-wien"), ("w", "rathaus")):
        rename(small, old, new)
    assert path.read_bytes().decode() == text


# The old id ----------------------------------------------------------------------------------------------


@pytest.fixture
def renamed(run: Run, small: Path) -> Path:
    assert run("rename", "bruecke", "al-dschisr").code == 0
    assert run("rename", "2023-10-13-fachtag", "2023-10-13-vielfalt").code == 0
    return small


NOW = "“bruecke” is called “al-dschisr” now.\n"


def test_the_old_id_is_understood(run: Run, renamed: Path) -> None:
    shown = run("show", "al-dschisr")
    assert (shown.code, shown.err) == (0, "")
    assert "Former ids      bruecke\n" in shown.out
    assert run("show", "bruecke") == Result(0, shown.out, NOW)
    assert run("show", "data/organisations/bruecke.yaml") == Result(0, shown.out, NOW)
    assert run("show", "bruecke", "--json").out == run("show", "al-dschisr", "--json").out
    event = run("show", "2023-10-13-fachtag")
    assert event.err == "“2023-10-13-fachtag” is called “2023-10-13-vielfalt” now.\n"
    assert event.lines[-2:] == [
        "Former ids     2023-10-13-fachtag",
        "File           data/events/2023-10-13-vielfalt.yaml",
    ]


def test_the_old_id_is_found(run: Run, renamed: Path) -> None:
    assert run("find", "2023-10-13-fachtag").lines[1].split()[-1] == "2023-10-13-vielfalt"
    assert "al-dschisr" in [line.split()[-1] for line in run("find", "bruecke").lines]


def test_the_old_id_can_be_set(run: Run, renamed: Path) -> None:
    done = run("set", "bruecke", "status=dormant")
    assert (done.code, done.err) == (0, f"{NOW}1 file written.\n")
    assert done.lines[0] == "--- data/organisations/al-dschisr.yaml"


def test_a_reference_to_the_old_id_is_told_the_new_one(run: Run, renamed: Path) -> None:
    path = renamed / "data" / "organisations" / "frauengruppe.yaml"
    path.write_text(path.read_text("utf-8") + "member_of: [bruecke]\n", "utf-8")
    assert [line for line in run("validate", path).lines if "MO201" in line or "did you" in line] == [
        "error[MO201]: no organisation is called “bruecke”",
        "   = help: did you mean al-dschisr?",
    ]


def test_an_old_id_of_a_private_entry_can_be_set(run: Run, two_parts: Path) -> None:
    run("--registry", two_parts, "rename", "frauengruppe", "frauen")
    done = run("--registry", two_parts, "set", "frauengruppe", "status=dormant")
    assert (done.code, done.err) == (0, "“frauengruppe” is called “frauen” now.\n1 file written.\n")


def test_the_old_id_can_be_renamed(run: Run, renamed: Path) -> None:
    done = run("rename", "bruecke", "bruecke-ms")
    assert (done.code, done.err.splitlines()[0]) == (0, NOW.strip())
    assert load(renamed).organisations["bruecke-ms"].former_ids == ("bruecke", "al-dschisr")


def test_an_id_that_was_given_up_can_be_taken_again_by_its_owner_only(run: Run, renamed: Path) -> None:
    refusal = (
        "error: The id bruecke was that of جمعية الجسر, which is called al-dschisr now.\n"
        "  = help: Choose another id, so that what still names the old one is not misunderstood.\n"
    )
    assert run("rename", "frauengruppe", "bruecke") == Result(2, "", refusal)
    added = run("add", "organisation", "--name", "X", "--kind", "association", "--id", "bruecke", "--dry-run")
    assert added == Result(2, "", refusal)
    assert run("rename", "al-dschisr", "bruecke").code == 0
    assert load(renamed).organisations["bruecke"].former_ids == ("al-dschisr",)
    assert run("show", "al-dschisr").err == "“al-dschisr” is called “bruecke” now.\n"


def test_an_entry_counts_more_than_an_old_id(run: Run, renamed: Path) -> None:
    write(renamed, "data/organisations/bruecke.yaml", "name: Neue Brücke\nkind: association\n")
    assert run("show", "bruecke").lines[0].startswith("Neue Brücke")
    assert run("set", "bruecke", "status=dormant").lines[0] == "--- data/organisations/bruecke.yaml"


# What is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "brueke",
            "x",
            "error: Nothing in this registry has the id “brueke”.\n  = help: did you mean bruecke?\n",
        ),
        (
            "venues.bruecke",
            "x",
            "error: Nothing in this registry has the id “venues.bruecke”.\n  = help: it can be: rathaus, vereinshaus\n",
        ),
        ("bruecke", "bruecke", "error: “bruecke” is called so already.\n"),
        (
            "bruecke",
            "Brücke",
            (
                "error: “Brücke” cannot be an id: small letters, digits and hyphens only, at most 80 of them.\n"
                "  = help: for instance bruecke\n"
            ),
        ),
        (
            "bruecke",
            "con",
            "error: “con” cannot be an id: small letters, digits and hyphens only, at most 80 of them.\n",
        ),
        (
            "bruecke",
            "../bruecke",
            (
                "error: “../bruecke” cannot be an id: small letters, digits and hyphens only, at most 80 of them.\n"
                "  = help: for instance bruecke\n"
            ),
        ),
        (
            "bruecke",
            "bruecke-wien",
            (
                "error: The id bruecke-wien is taken: Die Brücke Wien.\n"
                "  = help: Choose another one, for instance bruecke-wien-2.\n"
            ),
        ),
        (
            "rathaus",
            "vereinshaus",
            (
                "error: The id vereinshaus is taken: Haus der Vereine.\n"
                "  = help: Choose another one, for instance vereinshaus-2.\n"
            ),
        ),
    ],
)
def test_what_cannot_be_renamed(run: Run, small: Path, old: str, new: str, said: str) -> None:
    before = files_in(small)
    assert run("rename", old, new) == Result(2, "", said)
    assert files_in(small) == before


def test_one_id_of_several_things(run: Run, small: Path) -> None:
    settings_file = small / "data" / "registry.yaml"
    settings_file.write_text(
        settings_file.read_text("utf-8").replace("topics:\n", "topics:\n  language:\n    de: Sprache\n"),
        "utf-8",
    )
    assert run("rename", "language", "sprache") == Result(
        2,
        "",
        "error: “language” is the id of more than one thing: focus_areas.language, topics.language\n"
        "  = help: Say which one is meant: mo-registry rename focus_areas.language …\n",
    )
    done = run("rename", "topics.language", "sprache")
    assert changed(done) == ["-  language:", "+  sprache:"]


@pytest.mark.parametrize(("new", "code"), [("herbst", "MO161"), ("2023-10-14-fachtag", "MO160")])
def test_an_event_keeps_its_day(run: Run, small: Path, new: str, code: str) -> None:
    before = files_in(small)
    done = run("rename", "2023-10-13-fachtag", new)
    assert (done.code, done.out) == (1, "")
    assert f"error[{code}]" in done.err
    assert f"--> data/events/{new}.yaml:" in done.err
    assert done.err.endswith("error: Nothing was written, because of what is said above.\n")
    assert files_in(small) == before


def test_an_event_without_a_day_in_its_name_gets_one(run: Run, small: Path) -> None:
    (small / "data" / "events" / "2015-11-fachtag.yaml").rename(small / "data" / "events" / "fachtag.yaml")
    assert run("rename", "events.fachtag", "herbst").code == 1
    assert run("rename", "events.fachtag", "2015-11-vielfalt").code == 0
    assert load(small).events["2015-11-vielfalt"].former_ids == ("2015-vielfalt", "fachtag")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, the two names are one file")
def test_capitals_alone(run: Run, small: Path) -> None:
    folder = small / "data" / "organisations"
    (folder / "frauengruppe.yaml").rename(folder / "Frauengruppe.yaml")
    assert run("rename", "Frauengruppe", "frauengruppe") == Result(
        2,
        "",
        "error: “frauengruppe” and “Frauengruppe” differ in capitals only, which many computers take for the same.\n"
        "  = help: Rename it twice: first to frauengruppe-2, then to frauengruppe.\n",
    )
    assert run("rename", "bruecke", "frauengruppe").code == 2  # taken, but for the capitals
    assert run("rename", "Frauengruppe", "frauengruppe-2").code == 0
    assert run("rename", "frauengruppe-2", "frauengruppe").code == 0
    assert load(small).organisations["frauengruppe"].former_ids == ("frauengruppe-2",)
    assert run("validate", folder / "frauengruppe.yaml").code == 0


def test_a_name_that_no_id_can_have_is_mended(run: Run, small: Path) -> None:
    folder = small / "data" / "organisations"
    (folder / "frauengruppe.yaml").rename(folder / "Gruppe Süd.yml")
    done = run("rename", "Gruppe Süd.yml", "frauengruppe")
    assert done.code == 2  # the name without its ending is the id
    done = run("rename", "Gruppe Süd", "frauengruppe")
    assert (done.code, done.lines) == (
        0,
        [
            "rename from data/organisations/Gruppe Süd.yml",
            "rename to data/organisations/frauengruppe.yaml",
        ],
    )
    assert run("validate", folder / "frauengruppe.yaml").code == 0


def test_two_files_of_one_id(run: Run, small: Path) -> None:
    shutil.copy(small / "data/organisations/bruecke.yaml", small / "data/organisations/bruecke.yml")
    assert run("rename", "bruecke", "x") == Result(
        2,
        "",
        "error: “bruecke” has two files in one folder: data/organisations/bruecke.yaml data/organisations/bruecke.yml\n"
        "  = help: Keep one of them, then try again.\n",
    )


def test_something_else_in_the_place(run: Run, two_parts: Path) -> None:
    (two_parts / "private" / "organisations" / "eltern.yaml").symlink_to(two_parts / "nowhere")
    done = run("--registry", two_parts, "rename", "elterninitiative", "eltern")
    assert done.code == 2
    (two_parts / "private" / "organisations" / "eltern.yaml").unlink()
    file = two_parts / "private" / "organisations" / "elterninitiative.yaml"
    file.rename(two_parts / "eltern.yaml")
    file.symlink_to(two_parts / "eltern.yaml")
    done = run("--registry", two_parts, "rename", "elterninitiative", "eltern")
    assert "is a link to another file, which this command does not rename." in done.err
    assert done.code == 2


BROKEN = {
    "a quote never closed": 'name: "Die Brücke\nmember_of: [verband-der-vereine]\n'.encode(),
    "Windows-1252": "name: Brücke\nmember_of: [verband-der-vereine]\n".encode("cp1252"),
    "a key twice": b"name: A\nkind: association\nkind: umbrella\nmember_of: [verband-der-vereine]\n",
    "no name": b"kind: association\nmember_of: [verband-der-vereine]\n",
    "an unknown key": b"name: A\nkind: association\nmembers_of: [verband-der-vereine]\n",
    "a wrong shape": b"name: A\nkind: association\nmember_of: verband-der-vereine\n",
    "an item that is no text": b"name: A\nkind: association\nmember_of: [[x], verband-der-vereine]\n",
    "a merge conflict": b"name: A\n<<<<<<< HEAD\n=======\n>>>>>>> x\nmember_of: [verband-der-vereine]\n",
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_may_refer_to_it_but_cannot_be_read(run: Run, small: Path, what: str) -> None:
    (small / "data" / "organisations" / "kaputt.yaml").write_bytes(BROKEN[what])
    before = files_in(small)
    assert run("rename", "verband-der-vereine", "dachverband") == Result(
        2,
        "",
        "error: “verband-der-vereine” was not renamed, because not all of these files can be read: "
        "data/organisations/kaputt.yaml\n"
        "  = help: They may refer to it. Mend them first: mo-registry validate data/organisations/kaputt.yaml\n",
    )
    assert files_in(small) == before
    assert run("rename", "frauennetz", "frauen").code == 0  # which that file does not name


def test_a_broken_file_of_the_entry_itself(run: Run, two_parts: Path) -> None:
    (two_parts / "private" / "organisations" / "elterninitiative.yaml").write_text("contacts: [\n", "utf-8")
    done = run("--registry", two_parts, "rename", "elterninitiative", "eltern")
    assert done.code == 2
    assert "can be read: private/organisations/elterninitiative.yaml\n" in done.err


def test_broken_settings(run: Run, small: Path) -> None:
    path = small / "data" / "registry.yaml"
    path.write_text(
        path.read_text("utf-8").replace("name: Netzwerk Musterstadt\norg", "nmae: x\norg"), "utf-8"
    )
    done = run("rename", "integrationsstelle", "stelle")
    assert (done.code, "can be read: data/registry.yaml\n" in done.err) == (2, True)


def test_a_folder_that_cannot_be_listed(run: Run, small: Path) -> None:
    shutil.rmtree(small / "data" / "events")
    write(small, "data/events", "a file in the place of the folder")
    said = (
        "error: Not all folders of the registry can be read: events\n"
        "  = help: A file might be overlooked. Look at their rights, then try again.\n"
    )
    assert run("rename", "bruecke", "x") == Result(2, "", said)
    assert run("archive", "bruecke", "--date", "2023-08-31") == Result(2, "", said)


def test_old_errors_are_no_hindrance(run: Run, small: Path) -> None:
    path = small / "data" / "organisations" / "verband-der-vereine.yaml"
    path.write_text(
        path.read_text("utf-8").replace("verband@vereine.example", "verband@@vereine.example")
        + "member_of: [verband-der-vereine, gibt-es-nicht]\n",
        "utf-8",
    )
    shutil.copy(small / "data/events/2023-10-13-fachtag.yaml", small / "data/events/2023-10-13-abc.yaml")
    assert run("validate").code == 1
    done = run("rename", "verband-der-vereine", "aaa")
    assert (done.code, done.err.splitlines()[0]) == (
        0,
        "verband-der-vereine becomes aaa, and so do 14 references to it.",
    )


# Everything or nothing -----------------------------------------------------------------------------------

KILLED_AT = """
import os, sys
from pathlib import Path
calls = 0
def killed(name):
    original = getattr(Path, name)
    def call(*arguments, **options):
        global calls
        calls += 1
        if calls == int(sys.argv[1]):
            os._exit(9)
        return original(*arguments, **options)
    setattr(Path, name, call)
for name in ("replace", "unlink"):
    killed(name)
link = os.link
def linked(*arguments, **options):
    global calls
    calls += 1
    if calls == int(sys.argv[1]):
        os._exit(9)
    return link(*arguments, **options)
os.link = linked
from mo_registry.cli.app import run
from mo_registry import i18n
i18n.install("en")
sys.exit(run(["--today", "2023-09-01", "rename", "elterninitiative", "eltern"]))
"""


def killed_at(root: Path, call: int) -> int:
    """What becomes of a rename whose process is killed at this call that changes a folder."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(call)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    return done.returncode


def test_a_crash_between_two_files_is_finished_or_taken_back_by_the_next_run(
    run: Run, tmp_path: Path
) -> None:
    old = files_in(TWO_PARTS)
    outcomes, code = [], 9
    for call in range(1, 40):
        root = Path(shutil.copytree(TWO_PARTS, tmp_path / str(call)))
        code = killed_at(root, call)
        assert code in (0, 9)
        assert run("--registry", root, "validate").code == 0
        after = files_in(root)
        outcomes.append(after != old)
        if after != old:
            assert without_former(after) == {
                name.replace("elterninitiative", "eltern"): raw.replace(b": elterninitiative", b": eltern")
                for name, raw in old.items()
            }
        if code == 0:
            break
    assert code == 0
    assert outcomes == sorted(outcomes)  # first all old, from one moment on all new
    assert outcomes.count(True) > 1
    assert outcomes.count(False) > 1


def test_a_file_that_cannot_be_written_keeps_all_as_it_was(
    run: Run, two_parts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(two_parts)
    replace = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if "private" in Path(target).parts and Path(target).name == "2023-06-14-netzwerktreffen.yaml":
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    done = run("--registry", two_parts, "rename", "elterninitiative", "eltern")
    assert done.code == 2
    assert "cannot be written: Permission denied" in done.err
    assert files_in(two_parts) == before


# git, and the example ------------------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture
def repository(small: Path) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(small, "init", "--quiet")
    for key, value in (
        ("user.name", "Coordinator"),
        ("user.email", "c@ki.example"),
        ("commit.gpgsign", "false"),
    ):
        git(small, "config", key, value)
    git(small, "add", ".")
    git(small, "commit", "--quiet", "-m", "first")
    return small


def test_it_is_committed_as_a_rename(run: Run, repository: Path) -> None:
    (repository / "data" / "organisations" / "frauengruppe.yaml").write_text(
        "name: X\nkind: association\n", "utf-8"
    )
    done = run("rename", "verband-der-vereine", "dachverband", "--commit")
    assert done.err.splitlines()[-1].endswith(": verband-der-vereine renamed to dachverband")
    shown = git(repository, "show", "--find-renames", "--name-status", "--format=%s").split("\n")
    assert shown[0] == "verband-der-vereine renamed to dachverband"
    assert [re.sub(r"^R\d+", "R", line) for line in shown[2:-1]] == [
        "M\tdata/events/2023-05-10-netzwerktreffen.yaml",
        "M\tdata/events/2023-10-13-fachtag.yaml",
        "M\tdata/organisations/bruecke.yaml",
        "R\tdata/organisations/verband-der-vereine.yaml\tdata/organisations/dachverband.yaml",
        "M\tdata/organisations/ukrainische-gemeinschaft.yaml",
    ]
    assert git(repository, "status", "--porcelain") == " M data/organisations/frauengruppe.yaml\n"


def test_what_git_never_knew_is_committed_under_its_new_name(run: Run, repository: Path) -> None:
    write(
        repository,
        "data/organisations/neu.yaml",
        "name: Neuer Verein\nkind: association\nphone: +49 221 4710 355\n",
    )
    assert run("rename", "neu", "neuer-verein", "--commit", "-m", "Neu").code == 0
    assert git(repository, "show", "--name-status", "--format=%s").split() == [
        *("Neu", "A", "data/organisations/neuer-verein.yaml"),
    ]
    assert git(repository, "status", "--porcelain") == ""


def test_the_example(run: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "example" / "data")
    example = tmp_path / "example"
    assert run("--registry", example, "rename", "binemo", "binemo-bielefeld").code == 0
    assert run("--registry", example, "validate").code == 0
    registry: Registry = load(example)
    assert check(registry).count(Severity.ERROR) == 0
    assert registry.called_now("binemo") == "binemo-bielefeld"
    with pytest.raises(RegistryError, match="is called so already"):
        rename(example, "binemo", "binemo-bielefeld")
