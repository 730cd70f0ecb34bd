"""`mo-registry import organisations`: from the file that an office sends to the entries, and nothing else."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from mo_registry.checks import check
from mo_registry.editing.canonical import canonical
from mo_registry.finding import Severity
from mo_registry.model import Organisation
from mo_registry.registry import load
from tests.conftest import ROOT, Result, Run
from tests.importing.conftest import Sheets, with_results

KIND = ("--kind", "migrant_organisation")

HEADINGS = [
    *("Lfd. Nr.", "Verein", "Ansprechpartner/in", "Straße", "PLZ", "Ort", "Telefon", "E-Mail", "Homepage"),
    *("Sprachen", "Schwerpunkte", "Netzwerk", "Mitglied seit", "Bemerkung"),
]
LIST: list[list[Any]] = [
    ["Vereine in Musterstadt, Stand 2023"],
    [],
    HEADINGS,
    [1, "Kulturverein Morgenröte e. V.", "Anna Muster", "Gasse 3", 1067, "Musterstadt", 2214710555,
     "info@morgen.example; anna@morgen.example", "www.morgen.example", "Türkisch, Kurdisch", "Kultur, Sprache",
     "Netzwerk Musterstadt", 45000, "Erste Zeile\nzweite Zeile"],
    [],
    [2, "Verband der Vereine Musterstadt e. V.", "Jan Özer", None, None, None, "(0221) 4710/330",
     "verband@vereine.example", None, "Deutsch, Englisch", "Beratung", "netzwerk", None, None],
    [3, "INTEGRATIONSSTELLE Musterstadt", "Vera Kühn", "Marktplatz 1", 1067, "Musterstadt", "0221 4710 300",
     None, None, None, None, None, None, None],
    [4, "Kaputt e.V.", None, None, None, None, "12", "info(at)kaputt.example", None, "Plattisch", None, None, None,
     None],
]  # fmt: skip

NEW = """\
name: Kulturverein Morgenröte e.V.
kind: migrant_organisation

networks:
  - network: netzwerk
    since: 2023-03-15

languages: [tr, ku]
focus_areas: [culture, language]

address:
  street: Gasse 3
  postal_code: "01067"
  city: Musterstadt
phone: +49 221 4710555
email: info@morgen.example
website: https://www.morgen.example

contacts:
  - given: Anna
    family: Muster
    email: anna@morgen.example
notes: |-
  Erste Zeile
  zweite Zeile
"""

REPORT = """\
v.xlsx: Excel workbook, sheet “Tabelle1”, headings in row 3, 4 rows

column  heading             is read as
A       Lfd. Nr.            -                    not known; --map says it
B       Verein              name                 guessed
C       Ansprechpartner/in  contacts[0].name     guessed
D       Straße              address.street       guessed
E       PLZ                 address.postal_code  guessed
F       Ort                 address.city         guessed
G       Telefon             phone                guessed
H       E-Mail              email                guessed
I       Homepage            website              guessed
J       Sprachen            languages            guessed
K       Schwerpunkte        focus_areas          guessed
L       Netzwerk            networks             guessed
M       Mitglied seit       networks.since       guessed
N       Bemerkung           notes                guessed

Repaired:
  B4: “Kulturverein Morgenröte e. V.” is written as Kulturverein Morgenröte e.V.
  C4: “Anna Muster” is divided: given name Anna, family name Muster
  E4, E7: the postal code 1067 has lost its zero: 01067
  G4: the telephone number 2214710555 has lost its 0 at the beginning: +49 221 4710555
  H4: the cell holds several; anna@morgen.example goes to Anna Muster
  I4: “www.morgen.example” is written as https://www.morgen.example
  M4: 45000 is Excel's number of a day: 15.03.2023
  B6: “Verband der Vereine Musterstadt e. V.” is written as Verband der Vereine Musterstadt e.V.
  C6: “Jan Özer” is divided: given name Jan, family name Özer
  G6: “(0221) 4710/330” is written as 0221 4710 330
  C7: “Vera Kühn” is divided: given name Vera, family name Kühn

--- /dev/null
+++ data/organisations/kulturverein-morgenroete.yaml
@@ -0,0 +1,25 @@
{new}
--- data/organisations/verband-der-vereine.yaml
+++ data/organisations/verband-der-vereine.yaml
@@ -10 +10 @@
-languages: [de]
+languages: [de, en]
--- /dev/null
+++ data/imports/v.yaml
@@ -0,0 +1,17 @@
+# How “mo-registry import organisations” reads this table.
+columns:
+  Lfd. Nr.: "-"
+  Verein: name
+  Ansprechpartner/in: contacts[0].name
+  Straße: address.street
+  PLZ: address.postal_code
+  Ort: address.city
+  Telefon: phone
+  E-Mail: email
+  Homepage: website
+  Sprachen: languages
+  Schwerpunkte: focus_areas
+  Netzwerk: networks
+  Mitglied seit: networks.since
+  Bemerkung: notes
+kind: migrant_organisation

row  result     organisation              what
4    new        kulturverein-morgenroete  {keys}
6    changed    verband-der-vereine       languages + en
7    unchanged  integrationsstelle
8    doubtful   Kaputt e.V.               {doubt}

4 rows: 1 new, 1 changed, 1 unchanged, 1 doubtful
"""


def state(root: Path) -> dict[str, bytes]:
    """All files of the registry, but for the lock."""
    paths = (path for path in root.rglob("*") if path.is_file() and ".lock" not in path.name)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def written(path: Path) -> Any:
    """A file as another program's reader sees it."""
    return YAML(typ="safe").load(path)


def plan(result: Result) -> Any:
    assert result.code == 0, result.err
    return json.loads(result.out)


def results(result: Result) -> list[tuple[int, str, str | None]]:
    return [(row["row"], row["result"], row["id"]) for row in plan(result)["rows"]]


def reasons(result: Result) -> list[str]:
    return [
        f"{reason['cell']}: {reason['message']}" if reason["cell"] else reason["message"]
        for row in plan(result)["rows"]
        for reason in row["reasons"]
    ]


def csv(path: Path, *lines: str, encoding: str = "cp1252") -> Path:
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def errors(root: Path) -> list[str]:
    return [found.message for found in check(load(root)).findings if found.severity is Severity.ERROR]


# The list of an office ------------------------------------------------------------------------------------------


def test_without_yes_everything_is_shown_and_nothing_is_written(
    registry: Path, run: Run, workbook: Sheets
) -> None:
    before = state(registry)
    result = run("import", "organisations", workbook(LIST), *KIND)
    doubt = "J8: “Plattisch” is not known as languages"
    keys = "name, kind, networks, languages, focus_areas, address, phone, email, website, contacts, notes"
    new = "\n".join(f"+{line}" for line in NEW.splitlines())
    shown = result.out
    start = shown.index(doubt) + len(doubt)
    shown = shown[:start] + shown[shown.index("\n", start) :]  # what languages there are is Babel's to say
    assert shown == REPORT.format(new=new, keys=keys, doubt=doubt)
    assert result.err == "Nothing was written. To write it: the same command with --yes\n"
    assert result.code == 0
    assert state(registry) == before


def test_what_is_written_is_what_was_shown(registry: Path, run: Run, workbook: Sheets) -> None:
    before = state(registry)
    result = run("import", "organisations", workbook(LIST), *KIND, "--yes")
    assert (result.code, result.err) == (0, "3 files written.\n")
    after = state(registry)
    path = registry / "data" / "organisations" / "kulturverein-morgenroete.yaml"
    assert path.read_text(encoding="utf-8") == NEW
    assert canonical(NEW, Organisation) == NEW
    assert written(path)["networks"] == [{"network": "netzwerk", "since": date(2023, 3, 15)}]
    assert written(path)["address"]["postal_code"] == "01067"
    other = "data/organisations/verband-der-vereine.yaml"
    assert after[other] == before[other].replace(b"languages: [de]", b"languages: [de, en]")
    assert {name for name in after if after[name] != before.get(name)} == {
        "data/organisations/kulturverein-morgenroete.yaml",
        "data/organisations/verband-der-vereine.yaml",
        "data/imports/v.yaml",
    }
    found = load(registry)
    assert found.organisations["kulturverein-morgenroete"].contacts[0].name == "Anna Muster"
    assert errors(registry) == []


def test_a_second_run_changes_nothing_and_needs_no_options(
    registry: Path, run: Run, workbook: Sheets
) -> None:
    path = workbook(LIST)
    run("import", "organisations", path, *KIND, "--yes")
    before = state(registry)
    result = run("import", "organisations", path, "--yes")
    assert "4 rows: 0 new, 0 changed, 3 unchanged, 1 doubtful" in result.lines
    assert "What columns hold is kept in data/imports/v.yaml." in result.lines
    assert "B       Verein              name                 as last time" in result.lines
    assert result.err == "Nothing would change: all of that stands there already, or is in doubt.\n"
    assert state(registry) == before


def test_dry_run_never_writes(registry: Path, run: Run, workbook: Sheets) -> None:
    before = state(registry)
    result = run("import", "organisations", workbook(LIST), *KIND, "--yes", "--dry-run")
    assert result.err == "Nothing was written (--dry-run).\n"
    assert state(registry) == before


@pytest.mark.parametrize(("answer", "count"), [("j\n", 3), ("Yes\n", 3), ("n\n", 0), ("\n", 0), ("", 0)])
def test_somebody_at_a_terminal_is_asked(
    registry: Path, run: Run, workbook: Sheets, monkeypatch: pytest.MonkeyPatch, answer: str, count: int
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    before = state(registry)
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    result = run("import", "organisations", workbook(LIST), *KIND)
    assert result.err.startswith("Write 3 files? [y/N] ")
    after = state(registry)
    assert sum(after[name] != before.get(name) for name in after) == count


def test_the_plan_as_json_adds_up(registry: Path, run: Run, workbook: Sheets) -> None:
    found = plan(run("import", "organisations", workbook(LIST), *KIND, "--json"))
    assert found["counts"] == {"rows": 4, "new": 1, "changed": 1, "unchanged": 1, "doubtful": 1}
    assert found["written"] is False
    assert found["files"] == [
        "data/organisations/kulturverein-morgenroete.yaml",
        "data/organisations/verband-der-vereine.yaml",
        "data/imports/v.yaml",
    ]
    assert found["rows"][1] == {
        "row": 6,
        "result": "changed",
        "id": "verband-der-vereine",
        "name": "Verband der Vereine Musterstadt e.V.",
        "changes": [{"key": "languages[1]", "old": None, "new": "en"}],
        "reasons": [],
    }
    assert found["columns"][2] == {
        "column": "C",
        "heading": "Ansprechpartner/in",
        "target": "contacts[0].name",
        "origin": "guessed",
    }
    assert {"cell": "E4", "message": "the postal code 1067 has lost its zero: 01067"} in found["repairs"]


def test_quiet_says_only_what_is_in_doubt(registry: Path, run: Run, workbook: Sheets) -> None:
    result = run("--quiet", "import", "organisations", workbook(LIST), *KIND, "--yes")
    assert result.out == ""
    assert result.err.startswith("Row 8 is not imported: J8: “Plattisch” is not known as languages")
    assert len(result.err.splitlines()) == 1
    assert (registry / "data" / "organisations" / "kulturverein-morgenroete.yaml").exists()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_text_in_every_encoding_gives_the_same_entry(
    registry: Path, run: Run, tmp_path: Path, encoding: str
) -> None:
    path = csv(
        tmp_path / "v.csv", "Verein;Straße;PLZ;Ort;Telefon", 'Größe Ü e.V.;"Gasse „1“;\r\nHof";01069;Halle;2214710555',
        encoding=encoding,
    )  # fmt: skip
    if encoding == "cp1252":
        assert b"\x841\x93" in path.read_bytes()
    run("import", "organisations", path, *KIND, "--yes")
    assert (registry / "data" / "organisations" / "groesse-ue.yaml").read_text(encoding="utf-8") == (
        "name: Größe Ü e.V.\nkind: migrant_organisation\n\naddress:\n  street: Gasse „1“, Hof\n"
        '  postal_code: "01069"\n  city: Halle\nphone: +49 221 4710555\n'
    )


def test_a_formula_takes_its_result(registry: Path, run: Run, workbook: Sheets) -> None:
    path = with_results(
        workbook([["Verein", "E-Mail"], ['="Morgen"&"stern"', "m@x.example"]]), {"A2": "Morgenstern"}
    )
    found = run("import", "organisations", path, *KIND, "--json")
    assert results(found) == [(2, "new", "morgenstern")]
    assert {"cell": "A2", "message": "a formula: its last result was taken"} in plan(found)["repairs"]


def test_ten_hundred_rows(registry: Path, run: Run, workbook: Sheets) -> None:
    rows = [[f"Verein Nummer {number:04} e. V.", 2214711000 + number, 1067] for number in range(1000)]
    path = workbook([["Verein", "Telefon", "PLZ"], *rows])
    found = plan(run("import", "organisations", path, *KIND, "--yes", "--json"))
    assert found["counts"] == {"rows": 1000, "new": 1000, "changed": 0, "unchanged": 0, "doubtful": 0}
    assert found["written"] is True
    assert len(load(registry).organisations) == 7 + 1000
    again = plan(run("import", "organisations", path, "--json"))
    assert again["counts"]["unchanged"] == 1000


# Which entry a row is about -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        ("id;Verein;Ort", "bruecke;Die Brücke;X", "changed"),
        ("Verein;Ort", "Die Bruecke e. V.;X", "changed"),
        ("Verein;Ort", "Українська громада Мустерштадт;X", "changed"),
        ("Verein;Ort", "Ukrainische Gemeinschaft Musterstadt eV;X", "changed"),
        ("Verein;Registernummer;Amtsgericht;Ort", "Neuer Name;VR1234;AG Musterstadt;X", "changed"),
        ("Verein;Registernummer;Ort", "Neuer Name;VR 1234;X", "doubtful"),
        ("Verein;Registernummer;Amtsgericht;Ort", "Neuer Name;VR 1234;Amtsgericht Halle;X", "new"),
        ("Verein;E-Mail;Ort", "Verband der Vereine in Musterstadt;VERBAND@vereine.example;X", "changed"),
        ("Verein;E-Mail;Ort", "Ganz etwas anderes;verband@vereine.example;X", "doubtful"),
        ("id;Verein;E-Mail;Ort", "anders;Ganz etwas anderes;verband@vereine.example;X", "new"),
        ("id;Verein;Ort", "frauengruppe;Die Brücke;X", "doubtful"),
        ("Verein;Ort", ";X", "doubtful"),
    ],
)
def test_rows_find_their_entries(
    registry: Path, run: Run, tmp_path: Path, headings: str, row: str, expected: str
) -> None:
    path = csv(tmp_path / "v.csv", headings, row, encoding="utf-8")
    assert [
        result for _row, result, _id in results(run("import", "organisations", path, *KIND, "--json"))
    ] == [expected]


def test_an_entry_that_cannot_be_read_is_not_made_anew(registry: Path, run: Run, tmp_path: Path) -> None:
    (registry / "data" / "organisations" / "kaputt.yaml").write_text(
        "name: Kaputt\nkind: [", encoding="utf-8"
    )
    path = csv(tmp_path / "v.csv", "Verein;Ort", "Kaputt e.V.;X")
    assert reasons(run("import", "organisations", path, *KIND, "--json")) == [
        "the entry kaputt cannot be read; what is wrong with it: mo-registry validate"
    ]


def test_ids_that_are_taken_get_a_number_and_that_is_told(registry: Path, run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Ort", "Frauengruppe;X")
    found = run("import", "organisations", path, *KIND, "--yes", "--json")
    assert results(found) == [(2, "new", "frauengruppe-2")]
    assert plan(found)["questions"][0] == {
        "cell": "A2",
        "message": "the id frauengruppe is taken by another organisation; this one is called frauengruppe-2",
    }
    assert results(run("import", "organisations", path, "--json")) == [(2, "unchanged", "frauengruppe-2")]


def test_names_in_other_scripts_get_latin_ids(registry: Path, run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Ort", "Дружба e.V.;X", "الأمل;Y", encoding="utf-8")
    found = [(result, identifier) for _row, result, identifier in results(
        run("import", "organisations", path, *KIND, "--yes", "--json"))]  # fmt: skip
    assert found == [("new", "druzhba"), ("new", "lml")]


def test_former_ids_lead_to_their_entries(registry: Path, run: Run, tmp_path: Path) -> None:
    entry(registry, ENTRY + "former_ids: [abend]\n")
    path = csv(tmp_path / "v.csv", "id;Verein;Ort", "abend;;Essen", encoding="utf-8")
    assert results(run("import", "organisations", path, "--json")) == [(2, "changed", "morgen")]
    path = csv(tmp_path / "v.csv", "Verein;Ort", "Abend e.V.;Essen", encoding="utf-8")
    assert reasons(run("import", "organisations", path, *KIND, "--json")) == [
        "The id abend was that of Morgen e.V., which is called morgen now."
    ]


# Rows that are not written ----------------------------------------------------------------------------------------


def test_the_same_row_twice_and_rows_that_differ(registry: Path, run: Run, tmp_path: Path) -> None:
    path = csv(
        tmp_path / "v.csv",
        *("Verein;Ort;E-Mail", "Morgen e.V.;Halle;", "MORGEN e. V.;Halle;", "Stern;Halle;a@x.example"),
        *("Stern e.V.;Halle;b@x.example", "Frauengruppe „Süd“;Halle;", "Frauengruppe „Süd“;Essen;"),
    )
    found = run("import", "organisations", path, *KIND, "--json")
    assert [result for _row, result, _id in results(found)] == ["doubtful"] * 6
    assert reasons(found) == [
        "row 3 is about the same organisation and says something else: name",
        "row 2 is about the same organisation and says something else: name",
        "row 5 is about the same organisation and says something else: name, email",
        "row 4 is about the same organisation and says something else: name, email",
        "row 7 is about the same organisation and says something else: address",
        "row 6 is about the same organisation and says something else: address",
    ]


def test_a_mere_repetition_is_written_once(registry: Path, run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Ort", "Morgen e.V.;Halle", "Morgen e. V.;Halle ")
    found = run("import", "organisations", path, *KIND, "--json")
    assert [result for _row, result, _id in results(found)] == ["new", "doubtful"]
    assert reasons(found) == ["row 2 says the same"]


@pytest.mark.parametrize(
    ("headings", "row", "reason"),
    [
        ("Verein;E-Mail", "Neu;info(at)x.example", ("B2: “info(at)x.example” is not an e-mail address: it needs exactly"
         " one @ (write it like name@verein.example)")),
        ("Verein;PLZ;Straße;Ort", "Neu;336;Gasse 1;X", ("B2: “336” is not a German postal code: it has five digits"
         " (abroad, add country: to the address)")),
        ("Verein;Homepage", "Neu;im Aufbau", ("B2: “im Aufbau” is not a web address (write it like"
         " https://verein.example)")),
        ("Verein;Telefon", "Neu;keins", "B2: “keins” is not a telephone number (write it like +49 221 4710 123)"),
        ("Verein;Schwerpunkte", "Neu;Kultr", "B2: “Kultr” is not known as focus_areas (did you mean Kultur?)"),
        ("Verein;E-Mail", "Neu;a@x.example, b@x.example", ("B2: the cell holds several, and there is nobody for"
         " b@x.example: give it a column of its own")),
        ("Verein;Mitglied seit;Ort", "Neu;2019;X", "B2: since when, but not in which network: say it with --network"),
        ("Verein;Hausnr.;Ort", "Neu;7;X", "B2: a house number without a street"),
        ("id;Verein;Ort", "Gr Öße;Neu;X", ("“Gr Öße” cannot be an id: small letters, digits and hyphens only,"
         " at most 80 of them.")),
        ("Verein;Ort", "!!!;X", "no id can be made of “!!!”; a column id can give one"),
        ("Verein;Ort", "Mus\ufffdter;X", "A2: in “Mus\ufffdter” a letter was lost before"),
        ("Verein;Anschrift;Ort", 'Neu;"Gasse 1, 01067 Halle";Essen', "C2: “Essen” contradicts “Halle” in B2"),
    ],
)  # fmt: skip
def test_doubtful_rows(
    registry: Path, run: Run, tmp_path: Path, headings: str, row: str, reason: str
) -> None:
    path = csv(tmp_path / "v.csv", headings, row, encoding="utf-8")
    before = state(registry)
    found = run("import", "organisations", path, *KIND, "--yes", "--json")
    assert [result for _row, result, _id in results(found)] == ["doubtful"]
    assert reasons(found) == [reason]
    assert {name for name in state(registry) if name not in before} <= {"data/imports/v.yaml"}


def test_a_new_organisation_needs_a_kind(registry: Path, run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Art", "Neu;", "Neuer;Stiftung")
    found = run("import", "organisations", path, "--json")
    assert [result for _row, result, _id in results(found)] == ["doubtful", "new"]
    assert reasons(found) == [
        "what kind of organisation it is stands nowhere: say it for all new ones with --kind"
    ]


def test_two_new_rows_that_look_alike_are_noticed_by_the_checks(
    registry: Path, run: Run, tmp_path: Path
) -> None:
    path = csv(
        tmp_path / "v.csv", "Verein;E-Mail", "Kulturverein Morgen;m@x.example", "Kulturverein Morgens;m@x.example"
    )  # fmt: skip
    found = run("import", "organisations", path, *KIND, "--json")
    assert sorted(result for _row, result, _id in results(found)) == ["doubtful", "new"]
    (reason,) = reasons(found)
    assert "this looks like an organisation that is already here" in reason


def test_a_row_that_is_left_out_for_a_finding_takes_no_other_with_it(
    registry: Path, run: Run, tmp_path: Path
) -> None:
    path = csv(
        tmp_path / "v.csv", "Verein;E-Mail;Homepage", "Morgen;bad;bad", "Stern;s@x.example;", "Die Zeit;z@x.example;"
    )  # fmt: skip
    found = run("import", "organisations", path, *KIND, "--yes", "--json")
    assert [result for _row, result, _id in results(found)] == ["doubtful", "new", "new"]
    assert [reason[:3] for reason in reasons(found)] == ["B2:", "C2:"]


# What an update changes, and what not -------------------------------------------------------------------------------


def entry(registry: Path, text: str, name: str = "morgen") -> Path:
    path = registry / "data" / "organisations" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return path


ENTRY = """\
# Quelle: Anruf vom 1. März
name: "Morgen e.V."   # so im Register
kind: migrant_organisation
founded: 1998-05

languages:
- tr      # Vorstand
- ku
address: {street: 'Musterstraße 1', postal_code: 33602, city: Bielefeld}
phone: +49 221 4710-555
email: alt@morgen.example      # seit der Vorstandswahl
website: http://morgen.example/

contacts:
  - {family: Muster, given: Anna, role: Vorsitz}
  - family: Özer   # Kasse
    email: oezer@morgen.example
    phone: 0221 4710 556
notes: Schlüssel beim Hausmeister
"""


def update(run: Run, tmp_path: Path, headings: str, *rows: str) -> Result:
    path = csv(tmp_path / "v.csv", headings, *rows, encoding="utf-8")
    return run("import", "organisations", path, "--yes", "--json")


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Verein;Telefon", "morgen e. V.;0221/4710555"),
        ("Verein;Gegründet", "Morgen;1998"),
        ("Verein;Sprachen", "Morgen;Kurdisch, Türkisch"),
        ("Verein;Straße;PLZ;Ort", "Morgen;Musterstr. 1;33602;BIELEFELD"),
        ("Verein;Homepage", "Morgen;www.morgen.example"),
        ("Verein;E-Mail", "Morgen;ALT@morgen.example"),
        ("Verein;Ansprechpartner", "Morgen;Anna Muster"),
        ("Verein;Ansprechpartner", "Morgen;Muster, Anna"),
        ("Verein;Bemerkung", "Morgen;Schlüssel beim Hausmeister"),
        ("Verein;Status", "Morgen;aktiv"),
        ("Verein;Telefon;E-Mail;Homepage;Sprachen", "Morgen;;;-;"),
    ],
)
def test_what_is_only_written_otherwise_or_empty_changes_nothing(
    registry: Path, run: Run, tmp_path: Path, headings: str, row: str
) -> None:
    path = entry(registry, ENTRY)
    found = update(run, tmp_path, headings, row)
    assert results(found) == [(2, "unchanged", "morgen")]
    assert path.read_text(encoding="utf-8") == ENTRY


@pytest.mark.parametrize(
    ("headings", "row", "old", "new"),
    [
        ("Verein;Telefon", "Morgen;0221 4710 777", "phone: +49 221 4710-555", "phone: 0221 4710 777"),
        ("Verein;Gegründet", "Morgen;1999", "founded: 1998-05", "founded: 1999"),
        ("Verein;Sprachen", "Morgen;Arabisch", "- ku\n", "- ku\n- ar\n"),
        ("Verein;Straße", "Morgen;Weg 2", "'Musterstraße 1'", "'Weg 2'"),
        (
            "Verein;Ansprechpartner;Funktion",
            "Morgen;Anna Muster;Ehrenvorsitz",
            "role: Vorsitz}",
            "role: Ehrenvorsitz}",
        ),
        (
            "Verein;Ansprechpartner;Handy;E-Mail Ansprechpartner",
            "Morgen;Özer;0171 3920012;oezer@morgen.example",
            "    phone: 0221 4710 556\n",
            "    phone: 0221 4710 556\n    mobile: 0171 3920012\n",
        ),
        (
            "Verein;Ansprechpartner",
            "Morgen;Mira Koşan",
            "    phone: 0221 4710 556\n",
            "    phone: 0221 4710 556\n  - given: Mira\n    family: Koşan\n",
        ),
        (
            "Verein;Status",
            "Morgen;ruht",
            "kind: migrant_organisation\n",
            "kind: migrant_organisation\nstatus: dormant\n",
        ),
    ],
)
def test_an_update_changes_its_own_lines_and_no_other(
    registry: Path, run: Run, tmp_path: Path, headings: str, row: str, old: str, new: str
) -> None:
    path = entry(registry, ENTRY)
    found = update(run, tmp_path, headings, row)
    assert results(found) == [(2, "changed", "morgen")], found.out
    assert ENTRY.count(old) == 1
    assert path.read_text(encoding="utf-8") == ENTRY.replace(old, new)
    assert results(update(run, tmp_path, headings, row)) == [(2, "unchanged", "morgen")]


def test_line_ends_stay(registry: Path, run: Run, tmp_path: Path) -> None:
    path = entry(registry, ENTRY.replace("\n", "\r\n"))
    update(run, tmp_path, "Verein;Telefon", "Morgen;0221 4710 777")
    expected = ENTRY.replace("+49 221 4710-555", "0221 4710 777").replace("\n", "\r\n")
    assert path.read_bytes() == expected.encode()


def test_notes_are_added_to_notes(registry: Path, run: Run, tmp_path: Path) -> None:
    path = entry(registry, ENTRY)
    update(run, tmp_path, "Verein;Bemerkung", "Morgen;Satzung erneuert")
    assert written(path)["notes"].splitlines() == ["Schlüssel beim Hausmeister", "Satzung erneuert"]
    again = update(run, tmp_path, "Verein;Bemerkung", "Morgen;Satzung erneuert")
    assert results(again) == [(2, "unchanged", "morgen")]


def test_a_value_with_a_comment_beside_it_is_not_overwritten(
    registry: Path, run: Run, tmp_path: Path
) -> None:
    path = entry(registry, ENTRY)
    found = update(run, tmp_path, "Verein;E-Mail", "Morgen;neu@morgen.example")
    assert reasons(found) == [
        (
            "email is alt@morgen.example in data/organisations/morgen.yaml, with the comment “seit der Vorstandswahl”;"
            " it is not overwritten by neu@morgen.example"
        )
    ]
    assert path.read_text(encoding="utf-8") == ENTRY


def test_a_successor_on_the_same_mailbox_is_in_doubt(registry: Path, run: Run, tmp_path: Path) -> None:
    entry(registry, ENTRY)
    found = update(
        run, tmp_path, "Verein;Ansprechpartner;E-Mail Ansprechpartner", "Morgen;Mira Koşan;oezer@morgen.example"
    )  # fmt: skip
    assert reasons(found) == [
        "B2: Mira Koşan has the e-mail address of Özer: is it a successor? Change the contact by hand"
    ]


def test_somebody_new_in_a_function_is_added_and_told(registry: Path, run: Run, tmp_path: Path) -> None:
    entry(registry, ENTRY)
    found = update(run, tmp_path, "Verein;Ansprechpartner;Funktion", "Morgen;Mira Koşan;Vorsitz")
    assert results(found) == [(2, "changed", "morgen")]
    assert plan(found)["questions"] == [
        {"cell": "B2", "message": "Mira Koşan is added beside Anna Muster, who has the same function"}
    ]


def test_a_contact_without_a_name_gets_one(registry: Path, run: Run, tmp_path: Path) -> None:
    """The placeholder of a function is the person who has it."""
    before = (registry / "data" / "organisations" / "frauengruppe.yaml").read_text(encoding="utf-8")
    update(run, tmp_path, "Verein;Nachname;Funktion", "Frauengruppe Süd;Golnar;Sprecherin")
    after = (registry / "data" / "organisations" / "frauengruppe.yaml").read_text(encoding="utf-8")
    assert written(registry / "data" / "organisations" / "frauengruppe.yaml")["contacts"] == [
        {"family": "Golnar", "role": "Sprecherin"}
    ]
    assert [line for line in before.splitlines() if line not in after.splitlines()] in (
        [],
        ["  - role: Sprecherin"],
    )


@pytest.mark.parametrize(
    ("row", "networks", "question"),
    [
        ("Українська громада Мустерштадт;netzwerk;2019", None, None),
        ("Українська громада Мустерштадт;netzwerk;01.02.2018", ("2019-01-01", "2018-02-01"), None),
        ("Українська громада Мустерштадт;frauennetz;", None, ("the membership in frauennetz has ended; it is not begun"
         " anew")),
    ],
)  # fmt: skip
def test_memberships(
    registry: Path, run: Run, tmp_path: Path, row: str, networks: tuple[str, str] | None, question: str | None
) -> None:
    path = registry / "data" / "organisations" / "ukrainische-gemeinschaft.yaml"
    before = path.read_text(encoding="utf-8")
    found = update(run, tmp_path, "Verein;Netzwerk;Mitglied seit", row)
    expected = before.replace(f"since: {networks[0]}", f"since: {networks[1]}", 1) if networks else before
    assert path.read_text(encoding="utf-8") == expected
    assert [one["message"] for one in plan(found)["questions"]] == ([question] if question else [])


def test_older_data_do_not_confirm_newer_ones(registry: Path, run: Run, tmp_path: Path) -> None:
    found = update(run, tmp_path, "Verein;Stand", "Integrationsstelle Musterstadt;01.05.2022")
    assert results(found) == [(2, "unchanged", "integrationsstelle")]
    assert plan(found)["questions"] == [
        {"cell": "B2", "message": "2022-05-01 is older than what is known (2023-01-10), which stays"}
    ]


def test_a_column_for_people_without_a_person_is_the_organisations(
    registry: Path, run: Run, tmp_path: Path
) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Handy", "Morgen e.V.;0171 3920012")
    run("import", "organisations", path, *KIND, "--yes")
    assert written(registry / "data" / "organisations" / "morgen.yaml")["phone"] == "0171 3920012"


# What is said about a table -------------------------------------------------------------------------------------------


def test_columns_and_words_that_are_said_are_kept_for_the_next_time(
    registry: Path, run: Run, tmp_path: Path
) -> None:
    path = csv(
        tmp_path / "Liste 2023.csv",
        "Bezeichnung;Ort;Thema;Extra",
        "Morgen;Halle;Tanz;x",
        "Stern;Essen;Kultur;y",
    )
    said = ("--map", "Bezeichnung=name", "--map", "Thema=focus_areas", "--map", "extra=-", "--value", "Tanz=culture",
            "--network", "Frauennetz", *KIND)  # fmt: skip
    assert run("import", "organisations", path, *said, "--yes").code == 0
    kept = registry / "data" / "imports" / "liste-2023.yaml"
    assert written(kept) == {
        "columns": {"Bezeichnung": "name", "Ort": "address.city", "Thema": "focus_areas", "Extra": "-"},
        "values": {"Tanz": "culture"},
        "kind": "migrant_organisation",
        "networks": ["frauennetz"],
    }
    organisation = load(registry).organisations["morgen"]
    assert organisation.focus_areas == ("culture",)
    assert organisation.memberships("frauennetz")
    assert errors(registry) == []
    again = csv(tmp_path / "Liste 2024.csv", "Bezeichnung;Ort;Thema;Extra", "Sonne;Halle;Tanz;x")
    assert results(run("import", "organisations", again, "--json", "--yes")) == [(2, "new", "sonne")]
    assert [file.name for file in (registry / "data" / "imports").iterdir()] == ["liste-2023.yaml"]


def test_comments_in_the_kept_file_stay(registry: Path, run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Ort;Extra", "Morgen;Halle;x")
    folder = registry / "data" / "imports"
    folder.mkdir()
    (folder / "v.yaml").write_text("# von Hand\ncolumns:\n  Extra: '-'   # nie\n", encoding="utf-8")
    run("import", "organisations", path, *KIND, "--yes")
    assert (folder / "v.yaml").read_text(encoding="utf-8") == (
        "# von Hand\ncolumns:\n  Extra: '-'   # nie\n  Verein: name\n  Ort: address.city\nkind: migrant_organisation\n"
    )


def test_a_kept_file_can_lie_elsewhere(registry: Path, run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Ort", "Morgen;Halle")
    run("import", "organisations", path, *KIND, "--map-file", tmp_path / "my.yaml", "--yes")
    assert written(tmp_path / "my.yaml")["columns"] == {"Verein": "name", "Ort": "address.city"}
    assert not (registry / "data" / "imports").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--map", "Verein"), "“Verein” cannot stand behind --map."),
        (("--map", "Verien=name"), "No column is called “Verien”."),
        (("--map", "Verein=nome"), "A column cannot hold “nome”."),
        (("--map", "Verein=-"), "No column holds the names of the organisations."),
        (("--kind", "club"), "“club” cannot stand behind --kind."),
        (("--network", "x"), "“x” cannot stand behind --network."),
        (("--sheet", "x"), "v.csv has no sheets: it is no Excel workbook."),
        (("--header-row", "5"), "Row 5 is empty."),
    ],
)
def test_options_that_make_no_sense(
    registry: Path, run: Run, tmp_path: Path, arguments: Sequence[str], message: str
) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Ort", "Morgen;Halle")
    result = run("import", "organisations", path, *arguments)
    assert result.code == 2
    assert result.err.startswith(f"error: {message}\n")


def test_a_kept_file_that_cannot_be_read_is_named(registry: Path, run: Run, tmp_path: Path) -> None:
    (registry / "data" / "imports").mkdir()
    (registry / "data" / "imports" / "v.yaml").write_text("columns: [", encoding="utf-8")
    result = run("import", "organisations", csv(tmp_path / "v.csv", "Verein;Ort", "Morgen;Halle"))
    assert result.code == 2
    assert "v.yaml cannot be read: " in result.err


def test_exactly_the_written_files_are_committed(registry: Path, run: Run, workbook: Sheets) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=T", "-c", "user.email=t@x.example", *arguments]
        return subprocess.run(command, cwd=registry, check=True, capture_output=True, encoding="utf-8").stdout

    git("init", "--quiet")
    for name, value in (("user.name", "T"), ("user.email", "t@x.example"), ("commit.gpgsign", "false")):
        git("config", name, value)
    git("add", "--all")
    git("commit", "--quiet", "--message", "Anfang")
    (registry / "data" / "registry.yaml").write_bytes(
        (registry / "data" / "registry.yaml").read_bytes() + b"# neu\n"
    )
    result = run("import", "organisations", workbook(LIST), *KIND, "--yes", "--commit")
    assert result.code == 0, result.err
    assert git("show", "--format=%s", "--name-only", "HEAD").split("\n") == [
        *("Import of v.xlsx", "", "data/imports/v.yaml", "data/organisations/kulturverein-morgenroete.yaml"),
        *("data/organisations/verband-der-vereine.yaml", ""),
    ]
    assert git("status", "--short").rstrip() == " M data/registry.yaml"


# Both parts of a registry ---------------------------------------------------------------------------------------------


@pytest.fixture
def two_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    root = Path(shutil.copytree(ROOT / "tests" / "registries" / "two-parts", tmp_path / "two"))
    monkeypatch.chdir(root)
    return root


def test_people_and_notes_go_into_the_private_part(two_parts: Path, run: Run, tmp_path: Path) -> None:
    path = csv(
        tmp_path / "v.csv",
        "Verein;Ansprechpartner;Straße;Ort;E-Mail;Bemerkung",
        "Neuer Verein;Anna Muster;c/o Muster, Gasse 1;Musterstadt;neu@x.example;vertraulich",
        "Nachbarschaftsbüro Lindental;Jan Özer;;;;",
        "Elterninitiative Lindental;Mai Nguyễn;;;eltern2@lindental.example;",
        encoding="utf-8",
    )
    result = run("import", "organisations", path, *KIND, "--yes")
    assert result.code == 0
    assert (two_parts / "data" / "organisations" / "neuer-verein.yaml").read_text(encoding="utf-8") == (
        "name: Neuer Verein\nkind: migrant_organisation\nemail: neu@x.example\n"
    )
    private = two_parts / "private" / "organisations"
    assert (private / "neuer-verein.yaml").read_text(encoding="utf-8") == (
        "address:\n  care_of: Muster\n  street: Gasse 1\n  city: Musterstadt\n"
        "\ncontacts:\n  - given: Anna\n    family: Muster\nnotes: vertraulich\n"
    )
    assert (private / "nachbarschaftsbuero.yaml").read_text(encoding="utf-8") == (
        "contacts:\n  - given: Jan\n    family: Özer\n"
    )
    assert "eltern2@" in (two_parts / "data" / "organisations" / "elterninitiative.yaml").read_text(
        encoding="utf-8"
    )
    assert errors(two_parts) == []
    again = run("import", "organisations", path, "--yes")
    assert "3 rows: 0 new, 0 changed, 3 unchanged, 0 doubtful" in again.lines


def test_without_the_private_folder_no_people_are_imported(small: Path, run: Run, tmp_path: Path) -> None:
    path = csv(tmp_path / "v.csv", "Verein;Ansprechpartner", "Morgen;Anna Muster")
    result = run("import", "organisations", path, *KIND, "--yes")
    assert result.code == 2
    assert result.err.startswith(
        "error: This registry keeps people in a private folder (private), which is not here.\n"
    )
    assert not (small / "data" / "organisations" / "morgen.yaml").exists()
    assert run("import", "organisations", path, *KIND, "--yes", "--map", "Ansprechpartner=-").code == 0


# All or nothing --------------------------------------------------------------------------------------------------------


def test_a_file_that_comes_into_being_meanwhile_is_not_overwritten(
    registry: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mo_registry.editing import transaction

    other = registry / "data" / "organisations" / "stern.yaml"
    write = transaction.write

    def interfering(root: Path, contents: transaction.Contents, *, private: Path | None = None) -> None:
        other.write_text("name: Anderer Stern\nkind: association\n", encoding="utf-8")
        write(root, contents, private=private)

    monkeypatch.setattr(transaction, "write", interfering)
    path = csv(tmp_path / "v.csv", "Verein;Ort", "Morgen;Halle", "Stern;Halle")
    result = run("import", "organisations", path, *KIND, "--yes")
    assert result.code == 2
    assert "stern.yaml already; nothing was written." in result.err
    assert other.read_text(encoding="utf-8").startswith("name: Anderer Stern")
    assert not (registry / "data" / "organisations" / "morgen.yaml").exists()


def test_an_entry_that_is_changed_meanwhile_is_not_overwritten(
    registry: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mo_registry.editing import transaction

    path = entry(registry, ENTRY)
    write = transaction.write

    def interfering(root: Path, contents: transaction.Contents, *, private: Path | None = None) -> None:
        path.write_text(ENTRY.replace("Bielefeld", "Essen"), encoding="utf-8")
        write(root, contents, private=private)

    monkeypatch.setattr(transaction, "write", interfering)
    table = csv(tmp_path / "v.csv", "Verein;Telefon", "Morgen;0221 4710 777", "Neu;0221 4710 778")
    result = run("import", "organisations", table, *KIND, "--yes")
    assert result.code == 2
    assert path.read_text(encoding="utf-8") == ENTRY.replace("Bielefeld", "Essen")
    assert not (registry / "data" / "organisations" / "neu.yaml").exists()
