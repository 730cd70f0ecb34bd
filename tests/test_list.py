"""`mo-registry list`: filters, columns, order, and forms for other programs."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from rich.cells import cell_len

from mo_registry import console
from mo_registry.model import Organisation
from mo_registry.model.settings import Settings
from tests.conftest import ROOT, SMALL, Result, Run

ALL = [
    "bruecke",
    "bruecke-wien",
    "frauengruppe",
    "integrationsstelle",
    "kulturverein-alt",
    "ukrainische-gemeinschaft",
    "verband-der-vereine",
]


def ids(result: Result) -> list[str]:
    assert result.code == 0, result.err
    return [row["id"] for row in json.loads(result.out)]


def test_organisations(run: Run) -> None:
    assert run("list", "organisations").out == (
        "name                                  kind                   id\n"
        "\u2068جمعية الجسر\u2069                           migrant organisation   bruecke\n"
        "Die Brücke Wien                       foundation             bruecke-wien\n"
        "Frauengruppe „Süd“                    association            frauengruppe\n"
        "Integrationsstelle Musterstadt        public authority       integrationsstelle\n"
        "Kulturverein Alt-Musterstadt e.V.     migrant organisation   kulturverein-alt\n"
        "Українська громада Мустерштадт e.V.   migrant organisation   ukrainische-gemeinschaft\n"
        "Verband der Vereine Musterstadt e.V.  umbrella organisation  verband-der-vereine\n"
    )


def test_events(run: Run) -> None:
    assert run("list", "events").out == (
        "date        title                       status     id\n"
        "11.2015     Vielfalt in der Verwaltung  held       2015-11-fachtag\n"
        "10.05.2023  Netzwerktreffen             held       2023-05-10-netzwerktreffen\n"
        "13.10.2023  Vereine und Ämter           confirmed  2023-10-13-fachtag\n"
    )


def test_venues(run: Run) -> None:
    assert run("list", "venues").out == (
        "name                 city         places  events  id\n"
        "Haus der Vereine                          0       vereinshaus\n"
        "Rathaus Musterstadt  Musterstadt  40      2       rathaus\n"
    )


def test_networks_have_the_members_of_the_day(run: Run) -> None:
    assert run("list", "networks").out == (
        "name                  members  next event  id\n"
        "Netzwerk Musterstadt  5        13.10.2023  netzwerk\n"
        "Frauennetz            1                    frauennetz\n"
    )
    assert run("list", "networks", today="2022-01-01").out.splitlines()[2].split()[1] == "2"


def test_terms(run: Run) -> None:
    assert run("list", "terms", "--vocabulary", "focus_areas", "--sort", "-organisations").out == (
        "vocabulary  label                  organisations  id\n"
        "focus area  Culture                3              culture\n"
        "focus area  Counselling            2              counselling\n"
        "focus area  Language               1              language\n"
        "focus area  Counselling for women  1              women\n"
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--network", "netzwerk"], [i for i in ALL if i not in ("bruecke-wien", "kulturverein-alt")]),
        (["--network", "frauennetz"], ["frauengruppe"]),
        (["--network", "netzwerk", "--network", "frauennetz", "--status", "dormant"], ["frauengruppe"]),
        (["--kind", "umbrella", "--kind", "foundation"], ["bruecke-wien", "verband-der-vereine"]),
        (["--kind", "Public authority"], ["integrationsstelle"]),
        (["--status", "dissolved"], ["kulturverein-alt"]),
        (["--language", "uk"], ["ukrainische-gemeinschaft"]),
        (["--language", "u"], None),
        (["--language", "Arabisch"], ["bruecke"]),
        (["--language", "arabic", "--language", "UK"], ["bruecke", "ukrainische-gemeinschaft"]),
        (["--focus-area", "women"], ["frauengruppe"]),
        (["--focus-area", "beratung fuer frauen"], None),
        (["--target-group", "refugees"], ["ukrainische-gemeinschaft"]),
        (["--district", "Süd"], ["bruecke", "frauengruppe"]),
        (
            ["--district", "Süd", "--district", "nord"],
            ["bruecke", "frauengruppe", "ukrainische-gemeinschaft"],
        ),
        (["--member-of", "verband-der-vereine"], ["bruecke", "ukrainische-gemeinschaft"]),
        (["--district", "nord", "--status", "dormant"], []),
    ],
)
def test_filters(run: Run, filters: list[str], expected: list[str] | None) -> None:
    result = run("list", "organisations", *filters, "--json")
    if expected is None:
        assert result.code == 2
    else:
        assert ids(result) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--year", "2023"], ["2023-05-10-netzwerktreffen", "2023-10-13-fachtag"]),
        (["--from", "2023-06"], ["2023-10-13-fachtag"]),
        (["--from", "14.10.2023"], ["2023-10-13-fachtag"]),  # its second day
        (["--from", "15.10.2023"], []),
        (["--until", "2015-11-02"], ["2015-11-fachtag"]),  # that month, on a day that nobody knows
        (["--until", "2015-10-31"], []),
        (["--kind", "conference", "--status", "held"], ["2015-11-fachtag"]),
        (["--network", "Netzwerk Musterstadt", "--venue", "rathaus", "--until", "2023-09"], ["2023-05-10-netzwerktreffen"]),
    ],
)  # fmt: skip
def test_event_filters(run: Run, filters: list[str], expected: list[str]) -> None:
    assert ids(run("list", "events", *filters, "--json")) == expected


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["organisations", "--network", "netzwrk"], "error: “netzwrk” cannot stand behind --network.\n  = help: did you mean netzwerk?\n"),
        (["organisations", "--kind", "fondation"], "error: “fondation” cannot stand behind --kind.\n  = help: did you mean foundation?\n"),
        (["organisations", "--district", "Nrod"], "error: “Nrod” cannot stand behind --district.\n  = help: did you mean nord?\n"),
        (["organisations", "--language", "Ukrainsch"], "error: “Ukrainsch” cannot stand behind --language.\n  = help: did you mean uk (Ukrainian)?\n"),
        (["organisations", "--language", "Xyzzy"], "error: “Xyzzy” cannot stand behind --language.\n  = help: write a language's name or its code, as uk for Ukrainian; here are: ar (Arabic), de (German), en (English), ru (Russian), uk (Ukrainian)\n"),
        (["organisations", "--columns", "name,nmae"], "error: “nmae” cannot stand behind --columns.\n  = help: did you mean name?\n"),
        (["organisations", "--sort", "-citty"], "error: “citty” cannot stand behind --sort.\n  = help: did you mean city?\n"),
        (["events", "--from", "03/04/23"], "error: “03/04/23” cannot stand behind --from.\n  = help: write it as year-month-day, for instance 2023-09-27\n"),
        (["terms", "--vocabulary", "focus"], "error: “focus” cannot stand behind --vocabulary.\n  = help: did you mean focus_areas?\n"),
        (["events", "--json", "--csv"], "error: --json and --csv exclude each other.\n  = help: Choose one of the two.\n"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_told_with_a_proposal(run: Run, arguments: list[str], complaint: str) -> None:
    assert run("list", *arguments) == Result(2, "", complaint)


def test_nothing_fits(run: Run) -> None:
    filters = ("list", "organisations", "--language", "vi")
    assert run(*filters) == Result(0, "", "There is nothing that fits.\n")
    assert run(*filters, "--json") == Result(0, "[]\n", "There is nothing that fits.\n")
    assert run("--quiet", *filters) == Result(0, "", "")


def test_columns_in_the_order_in_which_they_are_named(run: Run) -> None:
    result = run("list", "organisations", "--language", "uk", "--columns", "email, Contact,phone,networks")
    assert result.out == (
        "e-mail                 contact          telephone        networks\n"
        "olena@hromada.example  Олена Ковальчук  +49 171 3920012  Netzwerk Musterstadt\n"
    )


@pytest.mark.parametrize("column", ["verified", "confirmed", "bestätigt", "Bestaetigt"])
def test_columns_have_the_names_that_people_expect(run: Run, column: str) -> None:
    rows = run("list", "organisations", "--network", "netzwerk", "--language", "ar", "--sort", f"-{column}")
    assert rows.code == 0
    shown = run("list", "organisations", "--language", "uk", "--columns", f"id,{column}")
    assert shown.out == "id                        confirmed\nukrainische-gemeinschaft  01.03.2023\n"
    assert json.loads(
        run("list", "organisations", "--language", "uk", "--columns", column, "--json").out
    ) == [{"verified": "2023-03-01"}]


def test_columns_are_known_by_their_headings(run: Run) -> None:
    assert run("list", "organisations", "--language", "uk", "--columns", "Postal code,Web address").out == (
        "postal code  web address\n01067        https://hromada.example\n"
    )


def test_a_mail_merge_has_every_part_of_an_address(run: Run) -> None:
    parts = ["department", "care_of", "street", "po_box", "postal_code", "city", "country", "mobile"]
    result = run("list", "organisations", "--columns", ",".join(["id", *parts]), "--csv")
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(result.out, newline=""))}
    assert rows == {
        "id": parts,
        "bruecke": ["", "Haddad", "Gartenstraße 7", "", "01069", "Musterstadt", "", ""],
        "bruecke-wien": ["", "", "Mustergasse 3", "", "1010", "Wien", "Österreich", ""],
        "frauengruppe": [""] * 8,
        "integrationsstelle": ["Stabsstelle Integration", "", "Marktplatz 1", "", "01067", "Musterstadt", "", ""],
        "kulturverein-alt": [""] * 8,
        "ukrainische-gemeinschaft": ["", "", "Musterstraße 1, Hinterhaus", "", "01067", "Musterstadt", "", "+49 171 3920012"],
        "verband-der-vereine": ["", "", "", "10 10 10", "01001", "Musterstadt", "", ""],
    }  # fmt: skip
    everything = csv.reader(
        io.StringIO(run("list", "organisations", "--columns", "all", "--csv").out, newline="")
    )
    assert set(parts) <= set(next(everything))


def test_columns_can_be_listed_and_taken_all(run: Run) -> None:
    listed = run("list", "venues", "--columns", "help")
    names = [line.split()[0] for line in listed.lines[1:]]
    assert listed.lines[0].split() == ["column", "heading"]
    everything = json.loads(run("list", "venues", "--columns", "all", "--json").out)
    assert list(everything[0]) == names
    assert everything[1] == {
        "name": "Rathaus Musterstadt",
        "id": "rathaus",
        "also_known_as": ["Altes Rathaus", "Rathaus Marktplatz"],
        "organisation": "integrationsstelle",
        "street": "Marktplatz 1",
        "postal_code": "01067",
        "city": "Musterstadt",
        "capacity": 40,
        "accessibility": "Aufzug, Induktionsschleife",
        "directions": "Erdgeschoss, Flur B",
        "events": 2,
    }


@pytest.mark.parametrize("what", ["organisations", "events", "venues", "networks", "terms"])
def test_every_column_can_be_asked_for_and_sorted_by(run: Run, what: str) -> None:
    rows = json.loads(run("list", what, "--json").out)
    for name in rows[0]:
        shown = run("list", what, "--columns", name, "--sort", f"-{name}")
        assert (shown.code, shown.err) == (0, ""), name
        assert len(shown.lines) == len(rows) + 1


def test_json_is_typed(run: Run) -> None:
    (event,) = json.loads(run("list", "events", "--from", "2023-10", "--json").out)
    assert event == {
        "date": "2023-10-13",
        "start": "13:00",
        "end": "17:30",
        "end_date": "2023-10-14",
        "title": "Vereine und Ämter",
        "id": "2023-10-13-fachtag",
        "topic": "Zusammenarbeit auf Augenhöhe",
        "kind": "conference",
        "status": "confirmed",
        "network": "netzwerk",
        "series": "fachtag",
        "number": None,
        "venue": "rathaus",
        "organisers": ["integrationsstelle"],
        "partners": ["verband-der-vereine"],
        "deadline": "2023-10-02",
        "registered": 5,
        "present": None,
        "organisations_present": None,
        "open_actions": 0,
        "revision": 2,
        "file": ["data/events/2023-10-13-fachtag.yaml"],
    }


def test_csv_is_read_by_others(program: Run) -> None:
    result = program("list", "organisations", "--csv", "--columns", "id,name,postal_code,phone,languages")
    rows = list(csv.reader(io.StringIO(result.out, newline=""), strict=True))
    assert rows[0] == ["id", "name", "postal_code", "phone", "languages"]
    assert rows[1] == ["bruecke", "جمعية الجسر", "01069", "+49 221 4710 320", "ar; de"]
    assert len(rows) == 8


def test_csv_has_the_line_ends_of_its_standard(program: Run) -> None:
    raw = subprocess.run(
        [sys.executable, "-m", "mo_registry", "--registry", str(SMALL), "list", "networks", "--csv", "--columns", "id,name"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout  # fmt: skip
    assert raw == b"id,name\r\nnetzwerk,Netzwerk Musterstadt\r\nfrauennetz,Frauennetz\r\n"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@sum(A1)", "'@sum(A1)"),
        ("-2+3", "'-2+3"),
        ("+A1", "'+A1"),
        (" =cmd", "' =cmd"),
        ("＝1", "'＝1"),
        ('Verein "A", B', 'Verein "A", B'),
        ("01067", "01067"),
    ],
)
def test_no_cell_becomes_a_formula(run: Run, small: Path, name: str, cell: str) -> None:
    quoted = name.replace("'", "''")
    text = f"name: '{quoted}'\nkind: foundation\nphone: +49 221 4710 999\nemail: a@b.example\n"
    (small / "data" / "organisations" / "aaa.yaml").write_text(text, "utf-8")
    out = run("list", "organisations", "--csv", "--columns", "id,name,phone").out
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(out, newline=""))}
    assert rows["aaa"] == [cell.strip(), "+49 221 4710 999"]


def test_sorting_is_german_and_what_is_empty_comes_last(run: Run, small: Path) -> None:
    for identifier, name in (
        ("z1", "Äpfel"),
        ("z2", "Apfel e.V."),
        ("z3", "Zebra"),
        ("z4", "Öl"),
        ("z5", "Ol"),
    ):
        text = f"name: {name}\nkind: foundation\nemail: {identifier}@b.example\n"
        (small / "data" / "organisations" / f"{identifier}.yaml").write_text(text, "utf-8")
    kinds = ("--kind", "foundation", "--json")
    assert ids(run("list", "organisations", *kinds)) == ["z1", "z2", "bruecke-wien", "z5", "z4", "z3"]
    by_city = ids(run("list", "organisations", *kinds, "--sort", "-city,-name"))
    assert by_city == ["bruecke-wien", "z3", "z4", "z5", "z2", "z1"]


def test_brackets_and_control_characters_are_shown_as_they_are(run: Run, small: Path) -> None:
    text = 'name: "[red]Verein[/red] :smile: \\x1b[31m"\nkind: foundation\nemail: a@b.example\n'
    (small / "data" / "organisations" / "aaa.yaml").write_text(text, "utf-8")
    text = "name: '[red]Verein[/red] :smile:'\nkind: foundation\nemail: a@b.example\n"
    (small / "data" / "organisations" / "aab.yaml").write_text(text, "utf-8")
    out = run("list", "organisations", "--kind", "foundation").out
    assert "[red]Verein[/red] :smile:  " in out
    assert "\x1b" not in out


TABLE = (
    ("name", "contact", "id"),
    ("جمعية الجسر", "ليلى حداد", "bruecke"),
    ("日本人会ビーレフェルト支部の皆さん", "山田", "nihonjinkai"),
    ("Migrant*innenorganisationen in Umbruchzeiten und was daraus wird", "Ж", "2023-12-01-migrantenorganisationen"),
)  # fmt: skip


@pytest.mark.parametrize("columns", [40, 60, 80, 160])
def test_tables_fit_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setattr(console, "terminal_width", lambda: columns)
    screen = io.StringIO()
    from rich.console import Console

    Console(file=screen, width=columns, markup=False).print(console._table(TABLE[0], TABLE[1:]))
    lines = screen.getvalue().splitlines()
    assert max(cell_len(line.rstrip()) for line in lines) <= columns
    told, wanted = "".join(lines), "".join(cell for row in TABLE for cell in row)
    assert Counter(told.replace(" ", "")) == Counter(wanted.replace(" ", ""))  # nothing is cut off
    (row,) = (line for line in lines if "bruecke" in line)
    assert cell_len(row[: row.index("bruecke")]) == cell_len(lines[0][: lines[0].index("id")])


def test_ids_of_usual_length_are_not_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ("Kommunales Integrationszentrum Kreis Steinfurt und Umgebung " * 2, "2023-09-27-netzwerktreffen")
    ] * 2
    assert console._room([("name", "id"), *rows], 80) == [52, 26]
    assert console._room([("name", "id"), *rows], 30) == [14, 14]


def test_a_pipe_gets_everything_on_one_line(run: Run, small: Path) -> None:
    name = "Förderverein " * 20
    text = f"name: {name}\nkind: foundation\nemail: a@b.example\n"
    (small / "data" / "organisations" / "aaa.yaml").write_text(text, "utf-8")
    assert any(line.startswith(name.strip()) for line in run("list", "organisations").lines)


def test_a_broken_entry_does_not_hide_the_others(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "bruecke.yaml").write_text("name: [\n", "utf-8")
    assert ids(run("list", "organisations", "--json")) == [i for i in ALL if i != "bruecke"]


def test_every_vocabulary_of_the_settings_is_listed() -> None:
    from mo_registry.lists.settings import VOCABULARIES

    terms = {
        name
        for name, field in Settings.model_fields.items()
        if field.annotation == Settings.model_fields["topics"].annotation
    }
    assert terms == set(VOCABULARIES)  # fmt: skip


def test_every_plain_key_of_an_organisation_is_a_column() -> None:
    from mo_registry.lists.organisations import LISTING

    columns = {column.name for column in LISTING.columns}
    left_out = {
        *("sort_name", "register_court", "dissolved", "succeeded_by", "part_of", "projects", "not_the_same"),
        *("notes", "address", "contacts", "former_ids"),
    }
    assert set(Organisation.model_fields) - columns == left_out
