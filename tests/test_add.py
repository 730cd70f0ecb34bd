"""`mo-registry add`: a valid, tidy file that every reader understands alike, or none at all."""

from __future__ import annotations

import multiprocessing
import os
import re
import subprocess
import sys
import uuid
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml
from filelock import FileLock
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mo_registry import files, yamlfile
from mo_registry.editing import ids, tidy
from mo_registry.finding import RegistryError
from mo_registry.registry import load
from tests.conftest import ROOT, Result, Run

MORE = "\n# What else can be said here:\n"


def told(text: str) -> str:
    """A file without the comment at its end."""
    said, mark, rest = text.partition(MORE)
    assert mark
    assert all(line.startswith("#   ") for line in rest.splitlines())
    return said


def entry(root: Path, path: str) -> Any:
    parsed = yamlfile.read(root / path)
    assert parsed.findings == ()
    return parsed.data


EVERYTHING = [
    *("--name", "Verein: „der neue“ e.V.", "--kind", "migrant organisation", "--also-known-as", "no"),
    *("--also-known-as", "=1+1", "--also-known-as", "- x", "--legal-form", "e.V.", "--founded", "1998-05"),
    *("--network", "netzwerk", "--network", "Frauennetz", "--since", "1.9.2023"),
    *("--member-of", "verband-der-vereine", "--language", "no", "--language", "uk", "--focus-area", "Kultur"),
    *("--focus-area", "language", "--target-group", "Families", "--district", "nord", "--topic", "funding"),
    *("--care-of", "Haddad", "--street", "#1", "--postal-code", "01067", "--city", "Musterstadt"),
    *("--phone", "+49 221 4710 444", "--email", "info@neu.example", "--website", "https://neu.example"),
    *("--contact-given", "Şenol", "--contact-family", "Iğdır", "--contact-role", "Vorsitz"),
    *("--contact-salutation", "neutral", "--contact-email", "s@neu.example", "--contact-phone", "+49 221 4710 445"),
    *("--contact-language", "tr", "--contact-channel", "post"),
]  # fmt: skip

FILE = """\
name: "Verein: „der neue“ e.V."
kind: migrant_organisation
also_known_as:
  - "no"
  - =1+1
  - "- x"
legal_form: e.V.
founded: 1998-05

networks:
  - network: netzwerk
    since: 2023-09-01
  - network: frauennetz
    since: 2023-09-01
member_of: [verband-der-vereine]

languages: ["no", uk]
focus_areas: [culture, language]
target_groups: [families]
districts: [nord]
topics_wanted: [funding]

address:
  care_of: Haddad
  street: "#1"
  postal_code: "01067"
  city: Musterstadt
phone: +49 221 4710 444
email: info@neu.example
website: https://neu.example

contacts:
  - given: Şenol
    family: Iğdır
    salutation: neutral
    role: Vorsitz
    email: s@neu.example
    phone: +49 221 4710 445
    language: tr
    channel: post
"""


def test_an_organisation_with_everything(run: Run, small: Path) -> None:
    added = run("add", "organisation", *EVERYTHING)
    path = "data/organisations/verein-der-neue.yaml"
    assert added == Result(0, f"{path}\n", "Written. See it in full: mo-registry show verein-der-neue\n")
    text = (small / path).read_bytes().decode("utf-8")
    assert told(text) == FILE
    assert re.findall(r"^#   (\w+)", text, re.MULTILINE) == [
        *("sort_name", "status", "register_number", "register_court", "dissolved", "succeeded_by", "part_of"),
        *("offers", "projects", "verified", "not_the_same", "notes"),
    ]
    assert run("validate", path).code == 0
    new = load(small).organisations["verein-der-neue"]
    assert (new.name, new.also_known_as) == ("Verein: „der neue“ e.V.", ("no", "=1+1", "- x"))
    assert new.address is not None
    assert new.address.postal_code == "01067"


def test_an_organisation_with_little(run: Run, small: Path) -> None:
    assert run("add", "organisation", "--name", " Haus der Jugend ", "--kind", "regular_service").code == 0
    text = (small / "data" / "organisations" / "haus-der-jugend.yaml").read_text("utf-8")
    assert told(text) == "name: Haus der Jugend\nkind: regular_service\n"


def test_a_dry_run_shows_the_same_as_a_difference_and_writes_nothing(run: Run, small: Path) -> None:
    before = sorted(small.rglob("*"))
    shown = run("add", "organisation", *EVERYTHING, "--dry-run")
    assert (shown.code, shown.err) == (0, "Nothing was written (--dry-run).\n")
    assert sorted(small.rglob("*")) == before
    run("add", "organisation", *EVERYTHING)
    lines = (small / "data" / "organisations" / "verein-der-neue.yaml").read_text("utf-8").splitlines()
    heading = ["--- /dev/null", "+++ data/organisations/verein-der-neue.yaml", f"@@ -0,0 +1,{len(lines)} @@"]
    assert shown.lines == [*heading, *(f"+{line}" for line in lines)]


EVENT = """\
title: Netzwerktreffen
kind: network_meeting
network: netzwerk
uid: {uid}
series: netzwerktreffen
number: 19
status: planned
date: 2023-12-13
start: 17:00
end: 19:30
venue: rathaus
room: "2"
organisers: [integrationsstelle]
partners: [verband-der-vereine]

registration:
  deadline: 2023-12-06
  capacity: 60
"""


def test_an_event_knows_what_its_series_and_the_settings_tell(run: Run, small: Path) -> None:
    added = run(
        *("add", "event", "--series", "netzwerktreffen", "--kind", "network_meeting", "--date", "13.12.2023"),
        *(
            "--start",
            "17 Uhr",
            "--end",
            "19.30",
            "--venue",
            "Rathaus Musterstadt",
            "--room",
            "2",
            "--number",
            "19",
        ),
        *("--partner", "verband-der-vereine", "--deadline", "2023-12-06", "--capacity", "60"),
    )
    path = "data/events/2023-12-13-netzwerktreffen.yaml"
    assert added == Result(
        0, f"{path}\n", "Written. See it in full: mo-registry show 2023-12-13-netzwerktreffen\n"
    )
    text = (small / path).read_text("utf-8")
    uid = str(uuid.UUID(entry(small, path)["uid"]))
    assert uuid.UUID(uid).version == 4
    assert told(text) == EVENT.format(uid=uid).replace('room: "2"', "room: 2")
    assert run("validate", path).code == 0
    event = load(small).events["2023-12-13-netzwerktreffen"]
    assert (event.start, event.end, event.date.exact) == (time(17), time(19, 30), date(2023, 12, 13))


def test_an_event_without_a_series(run: Run, small: Path) -> None:
    added = run(
        "add",
        "event",
        "--title",
        "Über Förderung",
        "--kind",
        "talk",
        "--date",
        "2024-02",
        "--organiser",
        "bruecke",
    )
    assert added.out == "data/events/2024-02-ueber-foerderung.yaml\n"
    data = entry(small, added.out.strip())
    assert (data["title"], data["date"], data["organisers"]) == ("Über Förderung", "2024-02", ["bruecke"])


def test_two_events_have_two_uids(run: Run, small: Path) -> None:
    for day in ("2024-02-06", "2024-03-05"):
        run("add", "event", "--title", "Vortrag", "--kind", "talk", "--date", day)
    uids = {entry(small, f"data/events/{day}-vortrag.yaml")["uid"] for day in ("2024-02-06", "2024-03-05")}
    assert len(uids) == 2


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--kind", "fondation"], "error: “fondation” cannot stand behind --kind.\n  = help: did you mean foundation?\n"),
        (["--network", "netzwrk"], "error: “netzwrk” cannot stand behind --network.\n  = help: did you mean netzwerk?\n"),
        (["--focus-area", "Kulturr"], "error: “Kulturr” cannot stand behind --focus-area.\n  = help: did you mean culture?\n"),
        (["--member-of", "verband"], "error: “verband” cannot stand behind --member-of.\n  = help: did you mean verband-der-vereine?\n"),
        (["--founded", "last year"], "error: “last year” cannot stand behind --founded.\n  = help: write it as year-month-day, for instance 2023-09-27\n"),
        (["--contact-channel", "fax"], "error: “fax” cannot stand behind --contact-channel.\n  = help: it can be: email, post, phone\n"),
        (["--id", "Neu"], "error: “Neu” cannot be an id: small letters, digits and hyphens only, at most 80 of them.\n  = help: for instance --id neu\n"),
        (["--id", "con"], "error: “con” cannot be an id: small letters, digits and hyphens only, at most 80 of them.\n  = help: for instance --id con\n"),
        (["--id", "bruecke"], "error: The id bruecke is taken: جمعية الجسر (data/organisations/bruecke.yaml).\n  = help: If that is the same, change that file; if not, choose another id: --id bruecke-2\n"),
        (["--name", "***"], "error: No id can be made of “***”.\n  = help: Give it one: --id some-short-name (small letters, digits and hyphens)\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_with_a_proposal(
    run: Run, small: Path, arguments: list[str], complaint: str
) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*.yaml")}
    assert run("add", "organisation", "--name", "Neu", "--kind", "foundation", *arguments) == Result(
        2, "", complaint
    )
    assert {path: path.read_bytes() for path in small.rglob("*.yaml")} == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--date", "2024-02-30"], "“2024-02-30” cannot stand behind --date."),
        (["--date", "03/04/24"], "“03/04/24” cannot stand behind --date."),
        (["--date", "2024-02-06", "--start", "5 pm"], "“5 pm” cannot stand behind --start."),
        (["--date", "2024-02-06", "--capacity", "many"], "“many” cannot stand behind --capacity."),
        (["--date", "2024-02-06", "--venue", "Rathus"], "“Rathus” cannot stand behind --venue."),
        (["--date", "2024-02-06"], "An event needs a title."),
    ],
)
def test_events_that_cannot_be_meant(run: Run, arguments: list[str], message: str) -> None:
    title = [] if message.endswith("title.") else ["--title", "Vortrag"]
    result = run("add", "event", "--kind", "talk", *title, *arguments)
    assert (result.code, result.out, result.err.splitlines()[0]) == (2, "", f"error: {message}")


def refused(run: Run, small: Path, *arguments: str) -> str:
    before = sorted(small.rglob("*.yaml"))
    result = run("add", *arguments)
    assert (result.code, result.out) == (1, "")
    assert sorted(small.rglob("*.yaml")) == before
    return result.err


def test_what_a_check_finds_is_shown_at_its_line_and_not_written(run: Run, small: Path) -> None:
    told = refused(
        run, small, "organisation", "--name", "Neu", "--kind", "foundation", "--email", "info(at)neu.example"
    )
    assert told.splitlines()[:5] == [
        "error[MO150]: “info(at)neu.example” is not an e-mail address: it needs exactly one @",
        " --> data/organisations/neu.yaml:4:8",
        "  |",
        "4 | email: info(at)neu.example",
        "  |        ^^^^^^^^^^^^^^^^^^^",
    ]
    assert told.endswith("\nNothing was written.\n")


def test_an_invisible_character_is_not_written(run: Run, small: Path) -> None:
    told = refused(run, small, "organisation", "--name", "Ver\u200bein", "--kind", "foundation")
    assert "error[MO106]" in told
    assert "⟨U+200B⟩" in told


def test_several_lines_are_no_name(run: Run, small: Path) -> None:
    told = refused(run, small, "organisation", "--name", "Verein\nNord", "--kind", "foundation", "--id", "x")
    assert "error[MO139]" in told


@pytest.mark.parametrize("name", ["Die BRÜCKE", "Al Dschisr e. V."])
def test_an_organisation_that_is_there_already(run: Run, small: Path, name: str) -> None:
    told = refused(run, small, "organisation", "--name", name, "--kind", "foundation", "--id", "neu")
    assert "warning[MO312]: this looks like an organisation that is already here: جمعية الجسر" in told
    assert told.endswith(
        "If it is another organisation, say so: --not-the-same with the id of the old one.\n"
    )


def test_an_organisation_that_only_looks_alike(run: Run, small: Path) -> None:
    added = run(
        *("add", "organisation", "--name", "Die Brücke", "--kind", "foundation", "--id", "neu"),
        *("--not-the-same", "bruecke", "--not-the-same", "bruecke-wien"),
    )
    assert added.code == 0, added.err
    assert entry(small, added.out.strip())["not_the_same"] == ["bruecke", "bruecke-wien"]


def test_a_shared_address_is_told_and_written(run: Run, small: Path) -> None:
    added = run(
        "add", "organisation", "--name", "Neu", "--kind", "foundation", "--email", "verband@vereine.example"
    )
    assert (added.code, added.out) == (0, "data/organisations/neu.yaml\n")
    assert added.err.startswith(
        "information[MO313]: verband@vereine.example is the e-mail address of Verband der Vereine"
    )
    assert " --> data/organisations/neu.yaml:4:8\n" in added.err


def test_an_event_that_is_there_already(run: Run, small: Path) -> None:
    arguments = (
        "--network",
        "netzwerk",
        "--kind",
        "network_meeting",
        "--date",
        "2023-05-10",
        "--title",
        "Netzwerktreffen",
    )
    told = refused(run, small, "event", *arguments, "--id", "2023-05-10-treffen")
    assert "MO316" in told


def test_old_findings_are_no_hindrance(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "bruecke.yaml").write_text("name: [\n", "utf-8")
    added = run("add", "organisation", "--name", "Neu", "--kind", "foundation", "--email", "a@b.example")
    assert added == Result(
        0, "data/organisations/neu.yaml\n", "Written. See it in full: mo-registry show neu\n"
    )


def test_a_broken_file_keeps_its_name(run: Run, small: Path) -> None:
    path = small / "data" / "organisations" / "neu.yaml"
    path.write_text("name: [\n", "utf-8")
    added = run("add", "organisation", "--name", "Neu", "--kind", "foundation")
    assert added.code == 2
    assert path.read_text("utf-8") == "name: [\n"


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Förderverein der Deutschen aus Russland", "foerderverein-der-deutschen-aus-russland"),
        ("Şenol & Ümit e.V.", "senol-uemit"),
        ("Українська громада", "ukrainska-gromada"),
        ("Straße 1", "strasse-1"),
        ("Wort " * 40, "-".join(["wort"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_ids_are_made_of_names(name: str, identifier: str) -> None:
    assert ids.proposed(name) == identifier


READABLE = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="\u00ad\u061c\u200b-\u200f\ufeff"), min_size=1
).map(str.strip).filter(bool)  # fmt: skip


@given(READABLE)
@example("no")
@example("Yes")
@example("y")
@example("~")
@example("01067")
@example("1_000")
@example("1.10")
@example("1e5")
@example("0x1f")
@example("0o17")
@example("17:00")
@example("190:20:30")
@example("2023-09-27")
@example("=")
@example("<<")
@example("=1+1")
@example("- x")
@example("-")
@example("#1")
@example("a #1")
@example("Verein: der neue")
@example("Verein:")
@example('"Verein" \\ e.V.')
@example("it's 'so': \"so\"")
@example("[a]")
@example("{a: b}")
@example("*x")
@example("&x")
@example("!x")
@example("%x")
@example("@x")
@example("`x")
@example("|")
@example("> x")
@example("? x")
@example("---")
@example("...")
@example("null")
@example("😀: x")
@example("جمعية: الجسر")
@example("+49 221 4710 123")
@example("+492214710123")
def test_every_reader_reads_the_same_text(text: str) -> None:
    line = f"k: {tidy.scalar(text)}\nl:\n  - {tidy.scalar(text)}\n"
    assert yamlfile.parse(Path("x.yaml"), line).data == {"k": text, "l": [text]}
    for read in (yaml.safe_load(line), YAML(typ="safe").load(line)):
        # Plain whole numbers stay plain: they are the same in every reader's text.
        assert (str(read["k"]), str(read["l"][0])) == (text, text)
        assert isinstance(read["k"], str | int)
        assert not isinstance(read["k"], bool)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"a": date(2023, 9, 27), "b": time(8, 30), "c": 5}, "a: 2023-09-27\nb: 08:30\nc: 5\n"),
        ({"a": ["uk", "de"], "b": [], "c": None, "d": "", "e": {}}, "a: [uk, de]\n"),
        ({"a": ["Verein, der"]}, "a:\n  - Verein, der\n"),
        ({"a": ["id-of-something"] * 6}, "a:\n" + "  - id-of-something\n" * 6),
        (
            {"a": [{"b": "x", "c": {"d": ["w"]}}, {"b": "z"}]},
            "a:\n  - b: x\n    c:\n      d: [w]\n  - b: z\n",
        ),
    ],
)
def test_tidy_yaml(values: dict[str, Any], text: str) -> None:
    assert tidy.text(values) == text


def test_a_new_file_is_there_as_a_whole(tmp_path: Path) -> None:
    files.create(tmp_path / "new" / "x.yaml", "name: Ö\n")
    assert {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()} == {
        "x.yaml": "name: Ö\n".encode()
    }


def test_nobodys_file_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("mine", "utf-8")
    with pytest.raises(RegistryError, match=r"There is a file .*x\.yaml already; it was left as it is"):
        files.create(tmp_path / "x.yaml", "name: Ö\n")
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege on Windows")
def test_a_dangling_link_is_somebodys_file(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(RegistryError):
        files.create(tmp_path / "x.yaml", "name: Ö\n")
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize("taken", [False, True])
def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool) -> None:
    def refuse(*_paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    if taken:
        (tmp_path / "x.yaml").write_text("mine", "utf-8")
        with pytest.raises(RegistryError):
            files.create(tmp_path / "x.yaml", "new")
    else:
        files.create(tmp_path / "x.yaml", "new")
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine" if taken else "new"]


@pytest.mark.parametrize("step", ["fsync", "link"])
@pytest.mark.parametrize("how", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_crash_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, how: BaseException | type[BaseException]
) -> None:
    def crash(*_arguments: object) -> None:
        raise how

    monkeypatch.setattr(os, step, crash)
    if step == "link" and isinstance(how, OSError):
        monkeypatch.setattr(Path, "rename", crash)
    with pytest.raises((KeyboardInterrupt, RegistryError)):
        files.create(tmp_path / "x.yaml", "new")
    assert list(tmp_path.iterdir()) == []


def test_a_kill_leaves_only_what_no_reader_takes_for_an_entry(small: Path) -> None:
    """Killed between writing the temporary file and giving it its name."""
    code = (
        "import os, pathlib; from mo_registry import files; os.link = lambda *_: os._exit(9);"
        f"files.create(pathlib.Path({str(small / 'data' / 'organisations' / 'neu.yaml')!r}), 'name: x')"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert killed.returncode == 9
    (left,) = set((small / "data" / "organisations").iterdir()) - set(small.rglob("[a-z]*.yaml"))
    assert left.name.startswith(".neu.yaml.")
    registry = load(small)
    assert "neu" not in registry.organisations
    assert registry.findings == []


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid"), reason="rights of folders work otherwise there"
)
def test_a_folder_that_cannot_be_written_to(run: Run, small: Path) -> None:
    (small / "data" / "organisations").rename(small / "data" / "kept")
    (small / "data" / "organisations").write_text("a file in the way", "utf-8")
    added = run("add", "organisation", "--name", "Neu", "--kind", "foundation")
    assert (added.code, added.out) == (2, "")
    assert "Nothing was changed." in added.err


def test_a_second_writer_waits_and_then_says_why(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.1)
    with FileLock(small / files.LOCK):
        added = run("add", "organisation", "--name", "Neu", "--kind", "foundation")
    assert added == Result(
        2,
        "",
        "error: Another mo-registry is writing to this registry.\n"
        "  = help: Wait until it has finished, then try again; nothing was written.\n",
    )
    assert run("add", "organisation", "--name", "Neu", "--kind", "foundation").code == 0


def test_the_lock_hides_in_gits_folder(run: Run, small: Path) -> None:
    (small / ".git").mkdir()
    run("add", "organisation", "--name", "Neu", "--kind", "foundation")
    assert (small / ".git" / files.LOCK).exists()
    assert not (small / files.LOCK).exists()


def _add(root: str, number: int) -> int:
    from mo_registry.cli.app import run

    name = ("--name", "Der gleiche Verein", "--id", f"gleich-{number}")
    return run(["--registry", root, "--quiet", "add", "organisation", *name, "--kind", "foundation"])


def test_two_who_add_the_same_at_once(small: Path) -> None:
    """Check and write are one step: the second one sees what the first one has written."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        codes = pool.starmap(_add, [(str(small), number) for number in range(4)])
    assert sorted(codes) == [0, 1, 1, 1]
    assert len(list((small / "data" / "organisations").glob("gleich-*.yaml"))) == 1
