"""`mo-registry archive`: what is over ends, what was kept about people goes, what happened stays."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from mo_registry.checks import check
from mo_registry.editing import archiving
from mo_registry.finding import Severity
from mo_registry.model.organisation import Status
from mo_registry.model.scalars import PartialDate
from mo_registry.registry import load
from tests.conftest import ROOT, Result, Run
from tests.test_rename import ABSENT, files_in, git, write

TWO_PARTS = ROOT / "tests" / "registries" / "two-parts"
ENTRY = "data/organisations/bruecke.yaml"
HISTORY = "git's history still holds what goes; taking it out there too is a step of its own.\n"

OUT = """\
--- data/organisations/bruecke.yaml
+++ data/organisations/bruecke.yaml
@@ -4,0 +5,2 @@
+status: dissolved
+dissolved: 2023-08-31
@@ -8,0 +11 @@
+    until: 2023-08-31
@@ -15,5 +17,0 @@
-address:                                          # eine Wohnung
-  care_of: Haddad
-  street: Gartenstraße 7
-  postal_code: 01069
-  city: Musterstadt
@@ -22,11 +20,2 @@
-  - given: ليلى
-    family: حداد
-    sort_name: Haddad
-    salutation: السيدة ليلى حداد المحترمة،
-    role: Vorsitz
-    phone: +49 221 4710 320
-    language: ar
-    channel: post
-    share:
-      network: [name, role, phone, address]
-      consent: 2022-11-30
+  - role: Vorsitz
+    until: 2023-08-31
"""
GOES = """\
These personal data go:
  contacts[0] (Vorsitz): given, family, sort_name, salutation, phone, language, channel, share
  address: it is that of somebody's flat (care_of)
"""


def archive(run: Run, *arguments: str | Path) -> Result:
    return run("archive", "bruecke", "--date", "2023-08-31", *arguments)


def data(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


def test_an_organisation(run: Run, small: Path) -> None:
    before = files_in(small)
    done = archive(run)
    assert (done.code, done.out) == (0, OUT)
    warnings, _, said = done.err.partition("These personal data go:")
    assert warnings.count("warning[MO206]: “جمعية الجسر” was dissolved before that\n") == 4
    assert "error" not in warnings
    assert f"These personal data go:{said}" == f"{GOES}{HISTORY}{ABSENT}1 file written.\n"
    assert {name for name, raw in files_in(small).items() if raw != before[name]} == {ENTRY}
    assert check(load(small)).count(Severity.ERROR) == 0


def test_a_second_time_changes_nothing(run: Run, small: Path) -> None:
    archive(run, "--successor", "verband-der-vereine")
    before = files_in(small)
    assert archive(run, "--successor", "verband-der-vereine") == Result(
        0, "", "Nothing would change: all of that stands there already.\n"
    )
    assert files_in(small) == before


def test_a_dry_run_shows_the_same_and_writes_nothing(run: Run, small: Path) -> None:
    before = files_in(small)
    done = archive(run, "--dry-run")
    assert (done.code, done.out) == (0, OUT)
    assert done.err.endswith(f"{GOES}{HISTORY}{ABSENT}Nothing was written (--dry-run).\n")
    assert files_in(small) == before


def test_dormant_and_succeeded(run: Run, small: Path) -> None:
    done = run(
        *("archive", "ukrainische-gemeinschaft", "--date", "31.8.2023", "--status", "dormant"),
        *("--successor", "Die Brücke Wien"),
    )
    assert done.code == 0
    entry = load(small).organisations["ukrainische-gemeinschaft"]
    assert (entry.status, entry.dissolved, entry.succeeded_by) == (Status.DORMANT, None, "bruecke-wien")
    assert [str(m.until) for m in entry.networks] == ["2023-08-31", "2022-12-31"]  # what was over stays
    assert data(small / "data/organisations/ukrainische-gemeinschaft.yaml")["contacts"] == [
        {"role": "Vorsitz", "since": "2022-05-01", "until": "2023-08-31"},
        {"role": "Kasse", "since": "2018", "until": "2023-08-31"},
    ]
    # What is the organisation's own stays, and so does what it did.
    assert (entry.email, entry.phone) == ("info@hromada.example", "+49 221 4710 310")
    assert entry.address is not None
    assert len(entry.offers) == len(entry.projects) == 1
    assert "Iryna van der Berg" in (small / "data/events/2023-05-10-netzwerktreffen.yaml").read_text("utf-8")


def test_a_month_is_enough(run: Run, small: Path) -> None:
    path = write(
        small,
        "data/organisations/neu.yaml",
        "name: Neuer Verein\nkind: association\nphone: +49 221 4710 350\nnetworks:\n"
        "  - network: netzwerk\n    until: 2022-06\n  - network: frauennetz\n    until: 2023\n",
    )
    assert run("archive", "neu", "--date", "2022-06").code == 0
    assert [m["until"] for m in data(path)["networks"]] == ["2022-06", "2022-06"]
    assert data(path)["dissolved"] == "2022-06"


STYLED = """\
# Frau Mustermann leitet
name: "Verein"      # so im Register
kind: association
email: Info@verein.example
phone: 0221 4710-399
address: {street: Weg 1, city: Musterstadt, postal_code: 01067}

networks: [{network: netzwerk, since: 2020}, {network: frauennetz, until: 2021-01-01}]
contacts:
# der Vorstand
-   family:    Mustermann   # seit der Wahl
    role:   Vorsitz    # gewählt
    # nur abends
    mobile: '+49 221 4710 399'
    until: Ende 2023
- {given: Ayşe, email: info@VEREIN.example}
-   # Kasse
    role: Kasse
    address: {street: Weg 1, city: Musterstadt, postal_code: 01067}
    since: 2019
- Jemand
notes: |
  Mustermann hat den Schlüssel.
  Ayşes Schwester auch.
"""
ARCHIVED = """\
# Frau Mustermann leitet
name: "Verein"      # so im Register
kind: association
status: dissolved
dissolved: 2023-08-31

networks: [{network: netzwerk, since: 2020, until: 2023-08-31}, {network: frauennetz, until: 2021-01-01}]
contacts:
# der Vorstand
-   role:   Vorsitz    # gewählt
    # nur abends
    until: Ende 2023
-   # Kasse
    role: Kasse
    since: 2019
    until: 2023-08-31
notes: |
  Mustermann hat den Schlüssel.
  Ayşes Schwester auch.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_as_hands_write_it(run: Run, small: Path, newline: str) -> None:
    path = write(small, "data/organisations/neu.yaml", STYLED.replace("\n", newline))
    done = run("archive", "neu", "--date", "2023-08-31")
    assert path.read_bytes().decode() == ARCHIVED.replace("\n", newline)
    assert done.err == (
        "These personal data go:\n"
        "  contacts[0] (Vorsitz): family, mobile\n"
        "  contacts[1]: all of it, for it has no role\n"
        "  contacts[2] (Kasse): address\n"
        "  contacts[3]: all of it, for it has no role\n"
        "  address: it is that of a contact too\n"
        "  phone: it is that of a contact too\n"
        "  email: it is that of a contact too\n"
        f"{HISTORY}"
        "Somebody whose data go is still named here; look whether that may stay: "
        "data/organisations/neu.yaml:1, data/organisations/neu.yaml:18\n"
        f"{ABSENT}1 file written.\n"
    )


def test_a_telephone_in_a_flat(run: Run, small: Path) -> None:
    path = write(
        small,
        "data/organisations/neu.yaml",
        "name: Verein\nkind: association\nphone: +49 221 4710 399\naddress:\n  care_of: Berg\n  street: Weg 1\n"
        "  postal_code: 01067\n  city: Musterstadt\nemail: info@verein.example\n",
    )
    assert "phone: it belongs to somebody's flat\n" in run("archive", "neu", "--date", "2023-08-31").err
    assert set(data(path)) == {"name", "kind", "email", "status", "dissolved"}


# Events --------------------------------------------------------------------------------------------------

COMING = """\
title: Treffen
kind: network_meeting
date: 2023-11-08
programme:
  - item: a
    title: Gespräch mit Leyla Haddad
registrations:
  - organisation: bruecke
    persons: 2
    people: [Leyla Haddad,     # spricht
             Omar Haddad]
    needs:
      childcare: true
  - organisation: bruecke-wien
    people: [Max Huber]
"""


@pytest.mark.parametrize(
    ("file", "text", "kept"),
    [
        ("2023-11-08-treffen", COMING, False),
        ("2023-11-08-treffen", COMING.replace("date", "status: cancelled\ndate", 1), False),
        ("2023-11-treffen", COMING.replace("2023-11-08", "2023-11"), False),
        ("2023-09-01-treffen", COMING.replace("2023-11-08", "2023-09-01"), True),
        ("2023-08-01-treffen", COMING.replace("2023-11-08", "2023-08-01"), True),
        ("2023-11-08-treffen", COMING.replace("date", "status: held\ndate", 1), True),
    ],
)
def test_names_go_from_registrations_for_events_to_come(
    run: Run, small: Path, file: str, text: str, kept: bool
) -> None:
    path = write(small, f"data/events/{file}.yaml", text)
    done = archive(run)
    assert done.code == 0
    names = "    people: [Leyla Haddad,     # spricht\n             Omar Haddad]\n"
    assert path.read_text("utf-8") == (text if kept else text.replace(names, ""))
    assert (f"  names in its registration for {file}\n" in done.err) is not kept
    assert (f"data/events/{file}.yaml:{6 + text.count('status')}\n" in done.err) is not kept


def test_an_event_that_cannot_be_read_may_name_its_people(run: Run, small: Path) -> None:
    write(small, "data/events/2023-11-08-treffen.yaml", COMING.replace("title: Treffen\n", ""))
    before = files_in(small)
    assert archive(run) == Result(
        2,
        "",
        "error: “bruecke” was not archived, because not all of these files can be read: "
        "data/events/2023-11-08-treffen.yaml\n"
        "  = help: They may name its people. Mend them first: "
        "mo-registry validate data/events/2023-11-08-treffen.yaml\n",
    )
    assert files_in(small) == before
    assert run("archive", "frauengruppe", "--date", "2023-08-31").code == 0


# Two parts -----------------------------------------------------------------------------------------------


@pytest.fixture
def two_parts(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(TWO_PARTS, tmp_path / "two-parts"))
    monkeypatch.chdir(root)
    return root


def test_both_parts(run: Run, two_parts: Path) -> None:
    done = run("archive", "kulturverein-morgenstern", "--date", "2023-06-30")
    assert done.lines == [
        "--- data/organisations/kulturverein-morgenstern.yaml",
        "+++ data/organisations/kulturverein-morgenstern.yaml",
        *("@@ -3,0 +4 @@", "+status: dissolved", "@@ -4,0 +6 @@", "+dissolved: 2023-06-30"),
        *("@@ -8,0 +11 @@", "+    until: 2023-06-30"),
        "--- private/organisations/kulturverein-morgenstern.yaml",
        "+++ private/organisations/kulturverein-morgenstern.yaml",
        *("@@ -1,6 +0,0 @@", "-address:", "-  care_of: Familie Aydın", "-  street: Musterstraße 9"),
        *("-  postal_code: 12345", "-  city: Musterstadt", "-phone: +49 221 4710 510"),
        *(
            "@@ -9,11 +3,2 @@",
            "-  - given: Ümit",
            "-    family: Aydın",
            "-    salutation: mr",
            "-    role: Vorsitz",
        ),
        *("-    email: aydin@morgenstern.example", "-    language: tr", "-    channel: post", "-    share:"),
        *("-      network: [name, email]", "-      consent: 2023-04-03", "-      source: Bogen vom Frühjahr"),
        *("+  - role: Vorsitz", "+    until: 2023-06-30"),
    ]
    assert done.err.endswith("2 files written.\n")


def test_a_part_that_held_nothing_else_goes_as_a_whole(run: Run, two_parts: Path) -> None:
    private = two_parts / "private" / "organisations" / "elterninitiative.yaml"
    private.write_text(
        "# streng vertraulich\ncontacts:\n  - given: Mai\n    email: mai@lindental.example\n", "utf-8"
    )
    done = run("archive", "elterninitiative", "--date", "2023-06-30")
    assert "+++ /dev/null" in done.lines
    assert not private.exists()
    assert load(two_parts).organisations["elterninitiative"].contacts == ()
    assert run("archive", "elterninitiative", "--date", "2023-06-30").out == ""


def test_names_in_a_private_part_of_an_event(run: Run, two_parts: Path) -> None:
    for part in ("data", "private"):
        folder = two_parts / part / "events"
        (folder / "2023-06-14-netzwerktreffen.yaml").rename(folder / "2023-12-14-netzwerktreffen.yaml")
    public = two_parts / "data" / "events" / "2023-12-14-netzwerktreffen.yaml"
    text = (
        public.read_text("utf-8")
        .replace("2023-06-14", "2023-12-14")
        .replace("status: held", "status: planned")
    )
    public.write_text(text, "utf-8")
    path = two_parts / "private" / "events" / "2023-12-14-netzwerktreffen.yaml"
    before = path.read_text("utf-8")
    done = run("archive", "elterninitiative", "--date", "2023-08-31")
    assert done.code == 0
    assert path.read_text("utf-8") == before.replace("    people: [Mai Nguyễn, Karim Haddad]\n", "", 1)
    assert (
        "look whether that may stay: private/events/2023-12-14-netzwerktreffen.yaml:11, "
        "private/events/2023-12-14-netzwerktreffen.yaml:18\n"
    ) in done.err


# What is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("2023-10-13-fachtag", "--date", "2023-08-31"),
            (
                "error: “2023-10-13-fachtag” is an event, and events are not archived: they are the network's history.\n"
                "  = help: If it does not take place: mo-registry set 2023-10-13-fachtag status=cancelled\n"
            ),
        ),
        (
            ("brueke", "--date", "2023-08-31"),
            "error: There is no organisation or event “brueke”.\n  = help: did you mean bruecke?\n",
        ),
        (
            ("bruecke", "--date", "bald"),
            (
                "error: “bald” cannot stand behind --date.\n"
                "  = help: write it as year-month-day, for instance 2023-09-27\n"
            ),
        ),
        (
            ("bruecke", "--date", "2023-09-02"),
            (
                "error: 02.09.2023 is still to come; until then, people have to be written to.\n"
                "  = help: Archive it when that day has come.\n"
            ),
        ),
        (
            ("bruecke", "--date", "2021-06-14"),
            (
                "error: “networks[0]” of “bruecke” begins 15.06.2021, after the end 14.06.2021.\n"
                "  = help: Correct one of the two days, or take out what never began.\n"
            ),
        ),
        (
            ("ukrainische-gemeinschaft", "--date", "2021-06-14"),
            (
                "error: “contacts[0]” of “ukrainische-gemeinschaft” begins 01.05.2022, after the end 14.06.2021.\n"
                "  = help: Correct one of the two days, or take out what never began.\n"
            ),
        ),
        (
            ("bruecke", "--date", "2023-08-31", "--status", "active"),
            "error: “active” cannot stand behind --status.\n  = help: it can be: dissolved, dormant\n",
        ),
        (
            ("bruecke", "--date", "2023-08-31", "--successor", "verband"),
            "error: “verband” cannot stand behind --successor.\n  = help: did you mean verband-der-vereine?\n",
        ),
        (
            ("bruecke", "--date", "2023-08-31", "--successor", "bruecke"),
            "error: “bruecke” cannot be its own successor.\n",
        ),
        (
            ("kulturverein-alt", "--date", "2023-08-31", "--status", "dormant"),
            "error: “kulturverein-alt” is dissolved already, and cannot become dormant.\n",
        ),
    ],
)
def test_what_cannot_be_archived(run: Run, small: Path, arguments: tuple[str, ...], said: str) -> None:
    before = files_in(small)
    assert run("archive", *arguments) == Result(2, "", said)
    assert files_in(small) == before


def test_a_circle_of_successors(run: Run, small: Path) -> None:
    before = files_in(small)
    done = archive(run, "--successor", "kulturverein-alt")
    assert (done.code, done.out) == (1, "")
    assert "error[MO207]" in done.err
    assert done.err.endswith("error: Nothing was written, because of what is said above.\n")
    assert files_in(small) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [\n", "“bruecke” cannot be archived, because its entry cannot be read."),
        (
            "name: A\nkind: umbrella\nkind: company\n",
            "bruecke.yaml cannot be changed, because it has errors.",
        ),
    ],
)
def test_an_entry_that_cannot_be_read(run: Run, small: Path, text: str, said: str) -> None:
    (small / ENTRY).write_text(text, "utf-8")
    done = archive(run)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert (small / ENTRY).read_text("utf-8") == text


def test_what_cannot_be_changed_without_touching_something_else(run: Run, small: Path) -> None:
    text = "name: A\nkind: association\ncontacts:\n  - ? family\n    : Berg\n    role: Vorsitz\n"
    (small / ENTRY).write_text(text, "utf-8")
    done = archive(run)
    assert (done.code, (small / ENTRY).read_text("utf-8")) == (2, text)


# A former id, git, the interface -------------------------------------------------------------------------


def test_a_former_id_is_understood(run: Run, small: Path) -> None:
    run("rename", "bruecke", "al-dschisr")
    done = archive(run)
    assert done.code == 0
    assert "“bruecke” is called “al-dschisr” now.\n" in done.err
    assert load(small).organisations["al-dschisr"].status is Status.DISSOLVED


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_exactly_what_changed_is_committed(run: Run, two_parts: Path) -> None:
    git(two_parts, "init", "--quiet")
    for key, value in (
        ("user.name", "Coordinator"),
        ("user.email", "c@ki.example"),
        ("commit.gpgsign", "false"),
    ):
        git(two_parts, "config", key, value)
    git(two_parts, "add", ".")
    git(two_parts, "commit", "--quiet", "-m", "first")
    private = two_parts / "private" / "organisations" / "elterninitiative.yaml"
    private.write_text("contacts:\n  - given: Mai\n", "utf-8")
    subprocess.run(["git", "-C", str(two_parts), "commit", "--quiet", "-am", "second"], check=True)
    done = run("archive", "elterninitiative", "--date", "2023-06-30", "--commit")
    assert done.err.splitlines()[-1].endswith(": elterninitiative archived: dissolved 2023-06-30")
    assert git(two_parts, "show", "--name-status", "--format=").split() == [
        *("M", "data/organisations/elterninitiative.yaml"),
        *("D", "private/organisations/elterninitiative.yaml"),
    ]


def test_nothing_personal_is_left(small: Path) -> None:
    """Asked of the model, whatever the files look like."""
    registry = load(small)
    for organisation in list(registry.organisations.values()):
        end = archiving.End(PartialDate(2023, 8, 31))
        found = archiving.archive(registry, organisation, end)
        after = load(small, drafts=found.change.drafts).organisations[organisation.id]
        assert after.status is Status.DISSOLVED
        assert all(set(contact.model_fields_set) <= {"role", "since", "until"} for contact in after.contacts)
        assert all(contact.until and contact.until <= end.date for contact in after.contacts)
        assert all(membership.until and membership.until <= end.date for membership in after.networks)
