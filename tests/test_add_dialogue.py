"""`mo-registry add` as a conversation: five questions, answers checked at once, nothing written unasked."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mo_registry import console, files, i18n, yamlfile
from mo_registry.cli import replies
from mo_registry.editing.canonical import canonical
from mo_registry.editing.similar import lookalikes, nearest
from mo_registry.model import Event, Organisation
from mo_registry.registry import load
from tests.conftest import ROOT, Answer, Editor, Result, Run
from tests.terminal import CTRL_C, CTRL_D, talk

MORE = "\n# What else can be said here:\n"
ON_TERMINALS = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind"
)

BEGIN = """\
  Enter takes what is in brackets, - leaves it out; Ctrl-C stops and writes
  nothing.
"""
KINDS = """\
  migrant_organisation, umbrella (umbrella organisation), regular_service,
  welfare_association, public_authority, advisory_council, foundation,
  association, company
"""
REACH = """\
  E-mail, telephone, address, in one line: info@verein.example, 0521 123456, Weg
  1, 33602 Bielefeld
"""
CONTACT = "  Who speaks for it: a function, as “Vorsitz”, and the name if it may be kept.\n"


def brief(text: str) -> str:
    """A screen without blanks at the ends of lines, and without the list of what else can be said."""
    shown = re.sub(r" +$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n# What else can be said here:\n(#   .*\n)+", "", shown)


def told(path: Path) -> str:
    said, mark, _rest = path.read_text("utf-8").partition(MORE)
    assert mark
    return said


def snapshot(root: Path) -> dict[Path, bytes]:
    """Every file of a registry, without the lock that stays behind."""
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and path.name != files.LOCK}


# A whole conversation on a terminal ------------------------------------------------------------------------


@ON_TERMINALS
def test_five_questions_on_a_terminal(small: Path) -> None:
    seen = talk(
        ["add", "organisation"],
        ["Eritreische Gemeinschaft Musterstadt e.V.", "", "", "netzwrk", "", "info@@eritrea.example",
         "0221/4710 123, Weg 5, 01067 Musterstadt", "Vorsitz", "Frau Selam Tesfay", "y"],
        small,
    )  # fmt: skip
    assert seen.code == 0
    assert brief(seen.screen) == (
        BEGIN + """\
Name                     › Eritreische Gemeinschaft Musterstadt e.V.
  Looks new; the most similar entry is Українська громада Мустерштадт e.V.
  (Sprache, Kultur, Nord).
  Take over its focus areas and districts? [Y/n] ›\n""" + KINDS + """\
Kind [migrant_organisation] ›
  netzwerk, frauennetz
Networks [netzwerk]      › netzwrk
  “netzwrk” is not known here.
  = did you mean netzwerk?
Networks [netzwerk]      ›\n""" + REACH + """\
How to reach it          › info@@eritrea.example
  “info@@eritrea.example” is not an e-mail address: it needs exactly one @
  = write it like name@verein.example
How to reach it          › 0221/4710 123, Weg 5, 01067 Musterstadt
  “0221/4710 123” is written as 0221 4710 123
  “Weg 5, 01067 Musterstadt” is read as street: Weg 5, postal_code: 01067, city:
  Musterstadt
""" + CONTACT + """\
Contact: function        › Vorsitz
Contact: name            › Frau Selam Tesfay
  “Selam Tesfay” is divided: given name Selam, family name Tesfay

data/organisations/eritreische-gemeinschaft-musterstadt.yaml
""" + FILE + """
Write it? [Y/n/edit] › y
data/organisations/eritreische-gemeinschaft-musterstadt.yaml
Written. See it in full: mo-registry show eritreische-gemeinschaft-musterstadt
""")  # fmt: skip
    path = small / "data" / "organisations" / "eritreische-gemeinschaft-musterstadt.yaml"
    assert told(path) == FILE


FILE = """\
name: Eritreische Gemeinschaft Musterstadt e.V.
kind: migrant_organisation

networks:
  - network: netzwerk

focus_areas: [language, culture]
districts: [nord]

address:
  street: Weg 5
  postal_code: "01067"
  city: Musterstadt
phone: 0221 4710 123

contacts:
  - given: Selam
    family: Tesfay
    salutation: ms
    role: Vorsitz
"""


@ON_TERMINALS
@pytest.mark.parametrize("stop", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("after", [[], ["Haus der Jugend", "", "", "", "Leitung", ""]])
def test_stopping_leaves_nothing_behind(small: Path, after: list[str], stop: str) -> None:
    before = snapshot(small)
    seen = talk(["add", "organisation"], [*after, stop], small)
    assert seen.code == 130
    assert seen.screen.endswith("\nStopped; nothing was left half done.\n")
    assert snapshot(small) == before


@ON_TERMINALS
def test_results_go_elsewhere_and_questions_stay_on_the_screen(small: Path) -> None:
    seen = talk(["add", "organisation"], ["Haus der Jugend", "", "", "", "", "", ""], small, piped=True)
    assert (seen.code, seen.out) == (0, "data/organisations/haus-der-jugend.yaml\n")
    assert "Name                     › Haus der Jugend\n" in seen.screen
    assert "data/organisations/haus-der-jugend.yaml\nname: Haus der Jugend\n" in seen.screen


@ON_TERMINALS
def test_the_file_is_shown_in_colours(small: Path) -> None:
    seen = talk(
        ["add", "organisation"],
        ["Haus der Jugend", "", "", "", "", "", "n"],
        small,
        TERM="xterm-256color",
        NO_COLOR="",
    )
    assert seen.code == 1
    assert "\x1b[36mname:\x1b[0m Haus der Jugend\n" in seen.screen


@ON_TERMINALS
def test_questions_are_asked_in_german(small: Path) -> None:
    """In whatever words: the answers of both languages are understood."""
    seen = talk(
        ["add", "organisation"],
        ["Haus der Jugend", "", "", "", "", "", "ja"],
        small,
        MO_REGISTRY_LANGUAGE="de",
    )
    assert seen.code == 0
    assert (small / "data" / "organisations" / "haus-der-jugend.yaml").exists()


def test_who_cannot_be_asked_is_told_what_is_missing(program: Run, small: Path) -> None:
    assert program("--language", "en", "add", "organisation", "--kind", "foundation") == Result(
        2, "", "error: --name is missing: The full name, as it stands on an envelope.\n"
        "  = help: What can be written here: mo-registry add organisation --help\n",
    )  # fmt: skip
    assert program("--language", "en", "add", "event", "--title", "Vortrag") == Result(
        2, "", "error: --date is missing: The day, as 2023-12-13.\n"
        "  = help: What can be written here: mo-registry add event --help\n",
    )  # fmt: skip


# Organisations ---------------------------------------------------------------------------------------------


def test_what_is_given_is_not_asked_for(run: Run, answer: Answer, small: Path) -> None:
    answer("Haus der Jugend", "y")
    added = run(
        *(
            "add",
            "organisation",
            "--kind",
            "regular_service",
            "--network",
            "netzwerk",
            "--phone",
            "0221 4710 123",
        ),
        *("--contact-role", "Leitung"),
    )
    assert (added.code, added.out) == (0, "data/organisations/haus-der-jugend.yaml\n")
    assert re.findall(r"^.*› ", added.err, re.MULTILINE) == [
        "Name                     › ",
        "Write it? [Y/n/edit] › ",
    ]


def test_a_proposal_is_left_out_with_a_hyphen(run: Run, answer: Answer, small: Path) -> None:
    answer("Haus der Jugend", "association", "-", "-", "-", "-", "y")
    assert run("add", "organisation").code == 0
    assert told(small / "data" / "organisations" / "haus-der-jugend.yaml") == (
        "name: Haus der Jugend\nkind: association\n"
    )


def test_proposals_that_are_not_wanted(run: Run, answer: Answer, small: Path) -> None:
    answer(
        "Verband der Eltern Musterstadt", "n", "umbrella", "frauennetz, Netzwerk Musterstadt", "", "", "", "y"
    )
    added = run("add", "organisation")
    assert "the most similar entry is Verband der Vereine Musterstadt e.V.\n  (Beratung).\n" in added.err
    assert told(small / "data" / "organisations" / "verband-der-eltern-musterstadt.yaml") == (
        "name: Verband der Eltern Musterstadt\nkind: umbrella\n\n"
        "networks:\n  - network: frauennetz\n  - network: netzwerk\n"
    )


def test_every_answer_is_checked_as_in_a_file(run: Run, answer: Answer) -> None:
    answer(
        *("Ver\u200bein", "", "Haus der Jugend"),
        *("fondation", ""),
        *("nirgends", ""),
        *("a@b@c.example", "x@y.example, z@y.example", "0221 47", "Weg 5, 1067 Musterstadt", "-"),
        *("Lei\ttung", "Leitung", "Jo\u202ehn", "John"),
        "n",
    )
    shown, _heading, _file = run("add", "organisation").err.partition("\ndata/organisations/")
    asked = re.findall(r"^(\S.*?) +› (.*)\n  ([^=\n].*)\n  (=.*\n)?", shown, re.MULTILINE)
    assert [(label, typed, said) for label, typed, said, advice in asked if advice] == COMPLAINTS


COMPLAINTS = [
    ("Name", "Ver\u200bein", "an invisible character stands here: U+200B zero width space"),
    ("Kind [migrant_organisation]", "fondation", "“fondation” is not known here."),
    ("Networks", "nirgends", "“nirgends” is not known here."),
    ("How to reach it", "a@b@c.example", "“a@b@c.example” is not an e-mail address: it needs exactly one @"),
    (
        "How to reach it",
        "x@y.example, z@y.example",
        "“x@y.example” and “z@y.example”: only one of each fits here.",
    ),
    ("How to reach it", "0221 47", "this address lacks city; no letter can be sent there"),
    (
        "How to reach it [0221 47]",
        "Weg 5, 1067 Musterstadt",
        "“1067” is not a German postal code: it has five digits",
    ),
    ("Contact: function", "Lei\ttung", "an invisible character stands here: U+0009 control character"),
    ("Contact: name", "Jo\u202ehn", "an invisible character stands here: U+202E right-to-left override"),
]


def test_a_doubt_is_told_once_and_the_answer_taken(run: Run, answer: Answer, small: Path) -> None:
    answer("Haus der Jugend", "", "", "Weg 5", "", "", "", "y")
    added = run("add", "organisation")
    assert added.code == 0
    assert (
        added.err.count("this address lacks city; no letter can be sent there\n") == 2
    )  # asked, and at the end
    assert "address:\n  street: Weg 5\n" in told(small / "data" / "organisations" / "haus-der-jugend.yaml")


def test_one_that_is_there_already_is_noticed_at_its_name(run: Run, answer: Answer, small: Path) -> None:
    before = snapshot(small)
    answer("Die BRÜCKE e. V.", "")
    told = run("add", "organisation")
    assert (told.code, told.out, brief(told.err)) == (
        1, "", BEGIN + """\
Name                     › Die BRÜCKE e. V.
  This looks like جمعية الجسر in data/organisations/bruecke.yaml: same name but
  for spelling.
  Is it the same? [Y/n] ›
  Nothing was written. To change it: mo-registry edit bruecke
""")  # fmt: skip
    assert snapshot(small) == before


def test_what_is_not_the_same_is_remembered_with_the_reason(run: Run, answer: Answer, small: Path) -> None:
    answer(
        *("Die Brücke", "n", "", "Andere Stadt, anderer Vorstand", "n", "", "netzwerk"),
        *("wien@bruecke.example", "n", "Stiftung: #2", "", "", "y"),
    )
    added = run("add", "organisation")
    path = small / added.out.strip()
    assert added.code == 0, added.err
    assert "  Here an answer is needed.\n" in added.err
    assert told(path) == """\
name: Die Brücke
kind: migrant_organisation

networks:
  - network: netzwerk

email: wien@bruecke.example

not_the_same:
  - bruecke  # Andere Stadt, anderer Vorstand
  - bruecke-wien  # Stiftung: #2
"""  # fmt: skip
    assert [line for line in run("validate").lines if "MO31" in line] == []


def test_a_shared_mailbox_is_asked_about(run: Run, answer: Answer, small: Path) -> None:
    """That is often right, so no is proposed; the reason is kept, and nobody is asked again."""
    answer("Haus der Jugend", "", "", "Info@Hromada.example", "", "Gleiche Person führt beide", "", "", "y")
    added = run("add", "organisation")
    assert (
        "  This looks like Українська громада Мустерштадт e.V. in\n"
        "  data/organisations/ukrainische-gemeinschaft.yaml: same e-mail.\n"
        "  Is it the same? [y/N] ›\n"
    ) in brief(added.err)
    path = small / "data" / "organisations" / "haus-der-jugend.yaml"
    assert "not_the_same: [ukrainische-gemeinschaft]  # Gleiche Person führt beide\n" in told(path)
    assert "MO313" not in run("validate").out


def test_an_id_that_cannot_be_guessed_is_asked_for(run: Run, answer: Answer, small: Path) -> None:
    answer("Товариство", "Tovarystvo", "bruecke", "tovarystvo", "", "", "", "", "", "y")
    added = run("add", "organisation")
    assert added.out == "data/organisations/tovarystvo.yaml\n"
    assert (
        "  Its id is the name of its file: small letters, digits and hyphens.\n"
        "Id [tovaristvo]          › Tovarystvo\n"
        "  “Tovarystvo” cannot be an id: small letters, digits and hyphens only, at most\n"
        "  80 of them.\n"
        "Id [tovaristvo]          › bruecke\n"
        "  The id bruecke is taken: جمعية الجسر (data/organisations/bruecke.yaml).\n"
        "Id [tovaristvo]          › tovarystvo\n"
    ) in added.err


def test_an_id_that_is_taken_is_solved_visibly(run: Run, answer: Answer, small: Path) -> None:
    shutil.copy(
        small / "data" / "organisations" / "frauengruppe.yaml", small / "data" / "organisations" / "haus.yaml"
    )
    answer("Haus", "", "", "-", "", "", "", "y")
    added = run("add", "organisation")
    assert added.out == "data/organisations/haus-2.yaml\n"
    assert "  The id haus is taken: Frauengruppe „Süd“ (data/organisations/haus.yaml).\n" in added.err
    assert "Id [haus-2]              ›\n" in brief(added.err)


def test_a_dry_run_asks_and_shows_the_difference(run: Run, answer: Answer, small: Path) -> None:
    before = snapshot(small)
    answer("Haus der Jugend", "", "-", "", "", "")
    shown = run("add", "organisation", "--dry-run")
    assert shown.code == 0
    heading, place, hunk, *lines = shown.lines
    assert (heading, place) == ("--- /dev/null", "+++ data/organisations/haus-der-jugend.yaml")
    assert hunk == f"@@ -0,0 +1,{len(lines)} @@"
    assert lines[:4] == [
        "+name: Haus der Jugend",
        "+kind: migrant_organisation",
        "+",
        "+# What else can be said here:",
    ]
    assert shown.err.endswith("Nothing was written (--dry-run).\n")
    assert snapshot(small) == before


def test_what_is_confidential_goes_into_the_private_folder(run: Run, answer: Answer, small: Path) -> None:
    (small / "private").mkdir()
    answer(
        "Haus der Jugend",
        "",
        "",
        "c/o Haddad, Gartenweg 5, 01067 Musterstadt, info@haus.example",
        "Leitung",
        "",
        "y",
    )
    added = run("add", "organisation")
    assert (
        added.out == "data/organisations/haus-der-jugend.yaml\nprivate/organisations/haus-der-jugend.yaml\n"
    )
    public, private = (small / line for line in added.lines)
    assert told(public) == (
        "name: Haus der Jugend\nkind: migrant_organisation\n\nnetworks:\n  - network: netzwerk\n\n"
        "email: info@haus.example\n"
    )
    assert private.read_text("utf-8") == (
        'address:\n  care_of: Haddad\n  street: Gartenweg 5\n  postal_code: "01067"\n  city: Musterstadt\n\n'
        "contacts:\n  - role: Leitung\n"
    )
    assert run("validate", *added.lines).code == 0


def test_two_who_answer_at_once(run: Run, answer: Answer, small: Path) -> None:
    """While one is answering, the other has written: what was typed is kept, and nothing is overwritten."""
    path = small / "data" / "organisations" / "haus-der-jugend.yaml"
    lines = iter(["Haus der Jugend", "", "", "", "", ""])

    def reply(_question: str) -> str:
        line = next(lines, None)
        if line is None:
            path.write_text("name: Haus der Jugend\nkind: foundation\n", "utf-8")
        return line or ""

    answer()
    console.answer_with(reply)
    added = run("add", "organisation")
    assert (added.code, added.out) == (2, "")
    assert added.err.endswith(
        "error: The id haus-der-jugend is taken: Haus der Jugend (data/organisations/haus-der-jugend.yaml).\n"
        "  = help: What you typed is kept in out/drafts/haus-der-jugend.yaml; to go on with it: mo-registry edit"
        " haus-der-jugend\n"
    )
    assert path.read_text("utf-8") == "name: Haus der Jugend\nkind: foundation\n"
    assert (
        (small / "out" / "drafts" / "haus-der-jugend.yaml")
        .read_text("utf-8")
        .startswith("name: Haus der Jugend\n")
    )


def test_the_draft_can_be_edited_before_it_is_written(
    run: Run, answer: Answer, small: Path, editor: Editor
) -> None:
    editor("text = text.replace('kind: migrant_organisation', 'kind: foundation\\nfounded: 1998')")
    answer("Haus der Jugend", "", "-", "0221 4710 123", "", "", "edit", "y")
    added = run("add", "organisation")
    assert added.out == "data/organisations/haus-der-jugend.yaml\n"
    assert added.err.count("Write it? [Y/n/edit] › ") == 2
    assert told(small / added.out.strip()) == (
        "name: Haus der Jugend\nkind: foundation\nfounded: 1998\n\nphone: 0221 4710 123\n"
    )


def test_an_edited_draft_with_errors_is_kept_and_offered_again(
    run: Run, answer: Answer, small: Path, editor: Editor
) -> None:
    before = snapshot(small)
    editor("text = text.replace('kind: ', 'kinds: ')")
    answer("Haus der Jugend", "", "-", "0221 4710 123", "", "", "edit", "keep")
    added = run("add", "organisation")
    assert (added.code, added.out) == (1, "")
    assert "error[MO130]: no key is called “kinds” here" in added.err
    assert added.err.endswith(
        "What now? [Open again/keep as draft/discard] › keep\n"
        "Nothing was written, because of what is said above.\n"
        "What you typed is kept in out/drafts/haus-der-jugend.yaml; to go on with it: mo-registry edit"
        " haus-der-jugend\n"
    )
    assert {path for path in snapshot(small) if path not in before} == {
        small / "out" / "drafts" / name for name in (".gitignore", "haus-der-jugend.yaml")
    }
    editor("text = text.replace('kinds: ', 'kind: ')")
    answer("y")
    assert run("edit", "haus-der-jugend").code == 0
    assert told(small / "data" / "organisations" / "haus-der-jugend.yaml").startswith(
        "name: Haus der Jugend\nkind: "
    )


def test_of_two_parts_both_are_kept_and_neither_leaves_its_folder(
    run: Run, answer: Answer, small: Path, editor: Editor
) -> None:
    (small / "private").mkdir()
    editor("text = text.replace('kind: ', 'kinds: ')")
    answer("Haus der Jugend", "", "-", "0221 4710 123", "Leitung", "John", "edit", "keep")
    assert (
        "kept in out/drafts/haus-der-jugend.yaml, out/drafts/haus-der-jugend.private.yaml; to"
        in run("add", "organisation").err
    )
    editor("text = text.replace('kinds: ', 'kind: ')")
    answer("y")
    assert run("edit", "haus-der-jugend").code == 0
    answer("y", "y")
    editor("")
    assert run("edit", "haus-der-jugend", "--private-part").code == 0
    public, private = (
        small / part / "organisations" / "haus-der-jugend.yaml" for part in ("data", "private")
    )
    assert "John" not in public.read_text("utf-8")
    assert private.read_text("utf-8") == "contacts:\n  - family: John\n    role: Leitung\n"
    assert sorted(path.name for path in (small / "out" / "drafts").iterdir()) == [".gitignore"]


# Without questions: --yes, --commit, options --------------------------------------------------------------


def test_yes_takes_all_proposals(run: Run, small: Path) -> None:
    added = run("add", "organisation", "--name", "Ukrainischer Elternverein Musterstadt", "--yes")
    assert (added.code, added.out) == (0, "data/organisations/ukrainischer-elternverein-musterstadt.yaml\n")
    assert added.err.startswith(
        "  Looks new; the most similar entry is Українська громада Мустерштадт e.V.\n  (Sprache, Kultur, Nord).\n"
    )
    assert told(small / added.out.strip()) == (
        "name: Ukrainischer Elternverein Musterstadt\nkind: migrant_organisation\n\n"
        "networks:\n  - network: netzwerk\n\nfocus_areas: [language, culture]\ndistricts: [nord]\n"
    )


def test_yes_does_not_agree_to_a_second_one(run: Run, small: Path) -> None:
    before = snapshot(small)
    assert run("add", "organisation", "--name", "Die Brücke", "--yes") == Result(
        2, "", """\
  This looks like جمعية الجسر in data/organisations/bruecke.yaml: same name but
  for spelling.
error: Nothing was written.
  = help: If it is another one, say so: --not-the-same bruecke=REASON
""")  # fmt: skip
    assert snapshot(small) == before


def test_yes_needs_a_name(run: Run) -> None:
    assert run("add", "organisation", "--yes").err.startswith("error: --name is missing: ")
    assert run("add", "event", "--yes").err.startswith("error: --date is missing: ")


def test_a_reason_is_given_behind_the_id(run: Run, small: Path) -> None:
    added = run(
        *("add", "organisation", "--name", "Die Brücke", "--kind", "foundation", "--id", "neu"),
        *("--not-the-same", "bruecke=andere Stadt = anderer Vorstand", "--not-the-same", "Die Brücke Wien"),
    )
    assert added.code == 0, added.err
    assert told(small / added.out.strip()) == (
        "name: Die Brücke\nkind: foundation\n\n"
        "not_the_same:\n  - bruecke  # andere Stadt = anderer Vorstand\n  - bruecke-wien\n"
    )


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(place), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def repository(small: Path) -> Path:
    git(small, "init", "--quiet")
    git(small, "config", "user.name", "Vera")
    git(small, "config", "user.email", "vera@verein.example")
    git(small, "add", "--all")
    git(small, "commit", "--quiet", "--message", "Begin")
    return small


def test_the_new_file_alone_is_committed(run: Run, repository: Path) -> None:
    (repository / "data" / "organisations" / "bruecke.yaml").write_text("name: x\n", "utf-8")
    added = run(
        "add",
        "organisation",
        "--name",
        "Haus",
        "--kind",
        "foundation",
        "--phone",
        "0221 4710 123",
        "--commit",
    )
    assert re.fullmatch(r"Written.*\nCommitted as [0-9a-f]+: haus: added\n", added.err), added.err
    assert (
        git(repository, "show", "--format=%s", "--name-status", "HEAD")
        == "haus: added\n\nA\tdata/organisations/haus.yaml\n"
    )
    run(
        "add",
        "event",
        "--title",
        "Fest",
        "--kind",
        "other",
        "--date",
        "2024-05",
        "--commit",
        "-m",
        "Das Fest",
    )
    assert git(repository, "log", "-1", "--format=%s") == "Das Fest\n"
    assert git(repository, "status", "--short") == " M data/organisations/bruecke.yaml\n"


# From a file -----------------------------------------------------------------------------------------------

HANDED_OVER = """\
# Gemeldet am 1. September
name:   'Haus der Jugend'
kind: regular_service    # Regeldienst
languages: [de,  "no"]
founded: 1.5.1998
contacts:
- role: Leitung
  phone: "0221 4710 123"
"""
TIDY = """\
# Gemeldet am 1. September
name: Haus der Jugend
kind: regular_service    # Regeldienst
languages: [de, "no"]
founded: 1998-05-01
contacts:
  - role: Leitung
    phone: 0221 4710 123
"""


def test_an_entry_out_of_a_file(run: Run, small: Path) -> None:
    (small / "neu.yaml").write_text(HANDED_OVER, "utf-8")
    added = run("add", "organisation", "--from-file", "neu.yaml")
    assert (added.code, added.out) == (0, "data/organisations/haus-der-jugend.yaml\n")
    assert (small / added.out.strip()).read_text("utf-8") == TIDY


def test_an_entry_out_of_the_input(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(HANDED_OVER.encode())))
    added = run("add", "organisation", "--from-file", "-", "--id", "haus", "--dry-run")
    assert added.out == "--- /dev/null\n+++ data/organisations/haus.yaml\n@@ -0,0 +1,8 @@\n" + "".join(
        f"+{line}\n" for line in TIDY.splitlines()
    )
    assert not (small / "data" / "organisations" / "haus.yaml").exists()


def test_findings_stand_in_the_lines_that_were_handed_over(run: Run, small: Path) -> None:
    before = snapshot(small)
    (small / "neu.yaml").write_text(HANDED_OVER + "emial: info(at)haus.example\n", "utf-8")
    told = run("add", "organisation", "--from-file", "neu.yaml")
    assert (told.code, told.out) == (1, "")
    assert (
        told.err
        == """\
information[MO134]: “1.5.1998” is understood as 1998-05-01
 --> neu.yaml:5:10
  |
5 | founded: 1.5.1998
  |          ^^^^^^^^
  = help: write 1998-05-01

error[MO130]: no key is called “emial” here
 --> neu.yaml:9:1
  |
9 | emial: info(at)haus.example
  | ^^^^^
  = help: did you mean email?

Nothing was written.
"""
    )
    (small / "neu.yaml").unlink()
    assert snapshot(small) == before


def test_a_broken_file_is_not_taken(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"name: [\n")))
    told = run("add", "organisation", "--from-file", "-")
    assert (told.code, told.out) == (1, "")
    assert " --> <stdin>:" in told.err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("name: Süd".encode("latin-1"))))
    assert run("add", "organisation", "--from-file", "-") == Result(
        2, "", "error: - is not UTF-8.\n  = help: Save it as UTF-8, then try again.\n"
    )
    assert run("add", "organisation", "--from-file", "missing.yaml").err.startswith(
        "error: missing.yaml cannot be read: "
    )


def test_options_do_not_stand_beside_a_file(run: Run) -> None:
    assert run("add", "event", "--from-file", "-", "--venue", "rathaus") == Result(
        2, "", "error: --from-file takes the whole entry out of a file; --venue cannot stand beside it.\n"
        "  = help: Write it into the file, or change it afterwards: mo-registry set ID key=value\n",
    )  # fmt: skip


def test_an_event_out_of_a_file_gets_a_uid(run: Run, small: Path) -> None:
    (small / "neu.yaml").write_text("title: Fest\nkind: other\ndate: 1.5.2024\n", "utf-8")
    added = run("add", "event", "--from-file", "neu.yaml")
    assert added.out == "data/events/2024-05-01-fest.yaml\n"
    text = (small / added.out.strip()).read_text("utf-8")
    assert re.fullmatch(r"title: Fest\nkind: other\nuid: [0-9a-f-]{36}\ndate: 2024-05-01\n", text)


def test_what_is_confidential_in_a_file_is_divided(run: Run, small: Path) -> None:
    (small / "private").mkdir()
    text = HANDED_OVER.replace("contacts:", "# vertraulich\ncontacts:") + "website: https://haus.example\n"
    (small / "neu.yaml").write_text(text, "utf-8")
    added = run("add", "organisation", "--from-file", "neu.yaml")
    public, private = (small / line for line in added.lines)
    begin, _contacts, _rest = TIDY.partition("contacts:")
    assert public.read_text("utf-8") == f"{begin}website: https://haus.example\n"
    assert (
        private.read_text("utf-8")
        == "# vertraulich\ncontacts:\n  - role: Leitung\n    phone: 0221 4710 123\n"
    )
    assert run("validate", *added.lines).code == 0


# Events ----------------------------------------------------------------------------------------------------


def test_an_event_like_an_earlier_one(run: Run, small: Path) -> None:
    earlier = load(small).events["2023-10-13-fachtag"]
    added = run("add", "event", "--like", "2023-10-13-fachtag", "--date", "2024-10-11")
    assert (added.code, added.out) == (0, "data/events/2024-10-11-fachtag.yaml\n"), added.err
    new = load(small).events["2024-10-11-fachtag"]
    for key in ("title", "kind", "network", "series", "start", "end", "venue", "room", "organisers", "partners",
                "partners_without_entry", "audience"):  # fmt: skip
        assert getattr(new, key) == getattr(earlier, key), key
    never = (
        "revision",
        "registrations",
        "dispatched",
        "attendance",
        "minutes",
        "turnout",
        "description",
        "moved_from",
    )
    assert {*never} & {*yamlfile.read(small / added.out.strip()).data} == set()
    assert (new.uid, new.status.value) not in [(earlier.uid, "planned"), (None, "planned")]
    assert (earlier.number, new.number) == (None, None)
    assert [(one.item, one.title, one.duration) for one in new.programme] == [
        (one.item, one.title, one.duration) for one in earlier.programme
    ]
    assert not any(one.speakers or one.moderator for one in new.programme)
    assert new.registration.deadline is not None
    assert earlier.registration.deadline is not None
    days = (new.date.first - earlier.date.first).days
    assert days == 364
    assert (new.registration.deadline - earlier.registration.deadline).days == days
    assert new.registration.capacity == earlier.registration.capacity


def test_the_next_number_of_a_series(run: Run, small: Path) -> None:
    """One more than the highest, also if an older event is copied."""
    numbers = []
    for like, day in (("2023-05-10", "2023-12-13"), ("2023-05-10", "2024-03-13")):
        run("add", "event", "--like", f"{like}-netzwerktreffen", "--date", day)
        numbers.append(load(small).events[f"{day}-netzwerktreffen"].number)
    old = load(small).events["2023-05-10-netzwerktreffen"].number
    assert old is not None
    assert numbers == [old + 1, old + 2]


def test_options_prevail_over_what_is_taken_over(run: Run, small: Path) -> None:
    added = run(
        *("add", "event", "--like", "2023-10-13-fachtag", "--date", "12.10.2024", "--title", "Ein anderer"),
        *("--start", "10:00", "--deadline", "2024-09-01", "--venue", "vereinshaus", "--organiser", "bruecke"),
    )
    assert added.out == "data/events/2024-10-12-fachtag.yaml\n"
    data = yamlfile.read(small / added.out.strip()).data
    assert [data[key] for key in ("title", "date", "start", "venue", "organisers")] == [
        *("Ein anderer", "2024-10-12", "10:00", "vereinshaus", ["bruecke"])
    ]
    assert isinstance(data["registration"], dict)
    assert data["registration"]["deadline"] == "2024-09-01"


@pytest.mark.parametrize(
    ("like", "complaint"),
    [
        ("2023-10-13-fachtg", "error: There is no event “2023-10-13-fachtg”.\n  = help: did you mean 2023-10-13-fachtag?\n"),
        ("kaputt", "error: The event kaputt cannot be read.\n  = help: What is wrong with it: mo-registry validate\n"),
    ],
)  # fmt: skip
def test_an_event_like_none(run: Run, small: Path, like: str, complaint: str) -> None:
    (small / "data" / "events" / "kaputt.yaml").write_text("title: [\n", "utf-8")
    assert run("add", "event", "--like", like, "--date", "2024-10-11") == Result(2, "", complaint)


def test_five_questions_about_an_event(run: Run, answer: Answer, small: Path) -> None:
    answer("netzwerktreffn", "", "", "30.02.2024", "13.12.2023", "25:00", "18 bis 20 Uhr", "Rathus", "", "y")
    added = run("add", "event")
    assert (added.code, added.out) == (0, "data/events/2023-12-13-netzwerktreffen.yaml\n"), added.err
    path = small / added.out.strip()
    before_file, _heading, _rest = brief(added.err).partition("\ndata/events/")
    assert before_file == BEGIN + """\
  netzwerktreffen, fachtag
Series or title [fachtag] › netzwerktreffn
  No series is called “netzwerktreffn”.
  = did you mean netzwerktreffen?
Series or title [netzwerktreffen] ›
  The last one was on 10.05.2023: 2023-05-10-netzwerktreffen.
  Take over its time, venue, audience and programme? [Y/n] ›
  As 2023-12-13 or 13.12.2023; a month will do where no more is known.
Day                      › 30.02.2024
  “30.02.2024” cannot be understood.
  = write it as year-month-day, for instance 2023-09-27
Day                      › 13.12.2023
  Wednesday
Time [17:00–19:00]       › 25:00
  “25:00” cannot be understood.
  = write it as hours:minutes, for instance 17:00
Time [17:00–19:00]       › 18 bis 20 Uhr
  rathaus, vereinshaus
Venue [rathaus]          › Rathus
  “Rathus” is not known here.
  = did you mean rathaus?
Venue [rathaus]          ›\n"""  # fmt: skip
    data = yamlfile.read(path).data
    assert [data[key] for key in ("title", "kind", "date", "start", "end", "venue", "status")] == [
        *("Netzwerktreffen", "network_meeting", "2023-12-13", "18:00", "20:00", "rathaus", "planned")
    ]


def test_an_event_of_no_series(run: Run, answer: Answer, small: Path) -> None:
    answer("Sommerfest", "other", "2024-07", "", "-", "y")
    added = run("add", "event")
    assert added.out == "data/events/2024-07-sommerfest.yaml\n"
    assert re.fullmatch(
        r"title: Sommerfest\nkind: other\nuid: [0-9a-f-]{36}\nstatus: planned\ndate: 2024-07\n"
        r"organisers: \[integrationsstelle\]\n",
        told(small / added.out.strip()),
    )


def test_what_is_left_out_is_not_taken_over(run: Run, answer: Answer, small: Path) -> None:
    answer("-", "-", "y")
    run("add", "event", "--like", "2023-05-10-netzwerktreffen", "--date", "2023-12-13")
    answer("netzwerktreffen", "y", "2024-03-13", "-", "-", "y")
    added = run("add", "event")
    assert added.out == "data/events/2024-03-13-netzwerktreffen.yaml\n"
    data = yamlfile.read(small / added.out.strip()).data
    assert {"start", "end", "venue", "room"} & {*data} == set()
    assert "programme" in data


def test_yes_for_the_next_event_of_a_series(run: Run, small: Path) -> None:
    added = run("add", "event", "--series", "netzwerktreffen", "--date", "2023-12-13", "--yes")
    assert added.out == "data/events/2023-12-13-netzwerktreffen.yaml\n"
    new, old = (load(small).events[f"{day}-netzwerktreffen"] for day in ("2023-12-13", "2023-05-10"))
    assert (new.start, new.venue, len(new.programme)) == (old.start, old.venue, len(old.programme))


# The pieces ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [
    ["organisation", "--name", "Verein: no", "--kind", "association", "--also-known-as", "IBZ", "--also-known-as", "no",
     "--language", "no", "--language", "uk", "--postal-code", "01067", "--street", "#1", "--city", "x", "--founded", "1998"],
    ["organisation", "--name", "1e5", "--kind", "company", "--also-known-as", "'it' \"so\"", "--phone", "0221 4710 123"],
    ["event", "--like", "2023-05-10-netzwerktreffen", "--date", "2023-12-13"],
    ["event", "--like", "2023-10-13-fachtag", "--date", "2024-10-11", "--room", "1.10"],
])  # fmt: skip
def test_what_is_added_is_in_the_tidy_form(run: Run, small: Path, arguments: list[str]) -> None:
    added = run("add", *arguments)
    assert added.code == 0, added.err
    text = (small / added.out.strip()).read_text("utf-8")
    assert canonical(text, Event if arguments[0] == "event" else Organisation) == text


@pytest.mark.parametrize(
    ("typed", "given", "problems"),
    [
        ("", {}, 0),
        ("info@verein.example", {"email": "info@verein.example"}, 0),
        ("Tel. (0521) 4710 123", {"phone": "0521 4710 123"}, 0),
        ("01067 Dresden", {"postal_code": "01067", "city": "Dresden"}, 0),
        ("Weg 7 33607 Bielefeld +49 221 4710 123 info@x.example", {"street": "Weg 7", "postal_code": "33607", "city": "Bielefeld",
                                                                    "phone": "+49 221 4710 123", "email": "info@x.example"}, 0),
        ("Weg 1, Hinterhaus, 33602 Bielefeld", {"street": "Weg 1, Hinterhaus", "postal_code": "33602", "city": "Bielefeld"}, 0),
        ("c/o Haddad; Weg 7; 01069 Musterstadt", {"care_of": "Haddad", "street": "Weg 7", "postal_code": "01069", "city": "Musterstadt"}, 0),
        ("Postfach 10 10 10, 01001 Musterstadt", {"po_box": "10 10 10", "postal_code": "01001", "city": "Musterstadt"}, 0),
        ("www.verein.example", {"website": "https://www.verein.example"}, 0),
        ("a@x.example, b@x.example", {"email": "a@x.example"}, 1),
    ],
)  # fmt: skip
def test_one_line_says_how_it_is_reached(typed: str, given: dict[str, str], problems: int) -> None:
    reply = replies.reach(typed)
    assert (reply.given, len(reply.problems)) == (given, problems)


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("", {}),
        ("Frau Dr. Selma Aydın", {"salutation": "ms", "title": "Dr.", "given": "Selma", "family": "Aydın"}),
        ("Herr Özer", {"salutation": "mr", "family": "Özer"}),
        ("Abd al-Karim Haddad", {"family": "Abd al-Karim Haddad"}),
        ("van der Berg, Iryna", {"given": "Iryna", "family": "van der Berg"}),
        ("ليلى", {"family": "ليلى"}),
    ],
)
def test_a_name_is_divided_only_where_it_is_clear(typed: str, given: dict[str, str]) -> None:
    assert replies.person(typed).given == {f"contact_{key}": value for key, value in given.items()}


def test_who_is_like_whom() -> None:
    registry = load(ROOT / "tests" / "registries" / "small")
    assert nearest(registry, "Feuerwehr Musterstadt") is None
    assert nearest(registry, "der die das") is None
    found = nearest(registry, "Brücke Graz")
    assert found is not None
    assert found.id == "bruecke"
    for one in registry.organisations.values():
        others = {other.organisation.id for other in lookalikes(registry, one)} - {one.id}
        assert others == set(), one.id


def test_kinds_are_told_and_understood_in_german(run: Run, answer: Answer, small: Path) -> None:
    answer("Haus der Jugend", "Regeldienst", "-", "-", "-", "-", "y")
    i18n.install("de")
    added = run("add", "organisation")
    assert "  migrant_organisation (Migrantenorganisation), umbrella (Dachverband)," in added.err
    assert load(small).organisations["haus-der-jugend"].kind.value == "regular_service"
