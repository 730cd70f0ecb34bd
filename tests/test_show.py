"""`mo-registry show`: everything about one thing, on one screen, also when its file is broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Result, Run

ORGANISATION = """\
Українська громада Мустерштадт e.V.  ukrainische-gemeinschaft
migrant organisation · active · e.V. · Amtsgericht Musterstadt VR 1234 · founded 1998

Also known as    Ukrainische Gemeinschaft Musterstadt e.V.
Invitations go   by e-mail to Олена Ковальчук: olena@hromada.example
                   (Ukrainian)
Contacts         Олена Ковальчук · Vorsitz · olena@hromada.example · +49 171
                   3920012
                 Iryna van der Berg · Kasse · c/o Bäckerei Berg, Lindenweg 4,
                   01069 Musterstadt
Address          Musterstraße 1, Hinterhaus, 01067 Musterstadt
Telephone        +49 221 4710 310
E-mail           info@hromada.example
Web address      https://hromada.example
Networks         Netzwerk Musterstadt, since 01.01.2019
                 Frauennetz, 2020 to 31.12.2022
Member of        Verband der Vereine Musterstadt e.V.
Languages        Ukrainian, Russian, German
Focus areas      Language, Culture
Target groups    Refugees, Families
Districts        North
Topics wanted    Funding, Health
Offers           Sprachcafé · Language · Refugees · North · 03.2022 to 2025
Projects         Ankommen · 01.04.2022 to 31.03.2024 · Land, Förderlinie 2
Meetings         10.05.2023 Netzwerktreffen (2023-05-10-netzwerktreffen): 2
                   people
Agreed and open  Antrag für das Sprachcafé schreiben · until 30.09.2023 ·
                   2023-05-10-netzwerktreffen a2
Confirmed        01.03.2023 (184 days ago)
Notes            Schlüssel zum Saal liegt beim Hausmeister. Nächster Vorstand:
                   2025.
Referred to in   2023-10-13-fachtag: info_stands, programme, dispatched
                 2023-05-10-netzwerktreffen: registrations, attendance,
                   dispatched, minutes
File             data/organisations/ukrainische-gemeinschaft.yaml
"""

EVENT = """\
Vereine und Ämter  2023-10-13-fachtag
conference · confirmed · Netzwerk Musterstadt · Fachtag · revision 2

Topic          Zusammenarbeit auf Augenhöhe
When           Friday, 13.10.2023 – Saturday, 14.10.2023, 13:00–17:30
Moved from     06.10.2023
Where          Rathaus Musterstadt, Großer Saal, Marktplatz 1, 01067
                 Musterstadt
Online         https://fachtag.example/raum
Organised by   Integrationsstelle Musterstadt
Together with  Verband der Vereine Musterstadt e.V.; Volkshochschule
                 Musterstadt
Funding        Gemeinsam stark · 04-IV/17 · Land Musterland
Moderation     Ada Beispiel (Moderation, Volkshochschule Musterstadt)
Info stands    \u2068جمعية الجسر\u2069; Українська громада Мустерштадт e.V.
Invited        4 organisations · 4 receivers: by post 2, by e-mail 2
               left out: Frauengruppe „Süd“: dormant, and not invited by name
               left out: Integrationsstelle Musterstadt: excepted in the event
Registration   until 02.10.2023 · 35 places ·
                 fachtag@integrationsstelle.example ·
                 https://fachtag.example/anmeldung
Registered     5 people, 1 organisation
               \u2068جمعية الجسر\u2069 2; Projekt „Ankommen“ 3
Needs          interpreting: Arabic · childcare · Platz für einen Rollstuhl
Sent           21.08.2023 by e-mail to 2, revision 1
               21.08.2023 by post to 2, revision 1
Programme      13:00 Infostände · 30 min
               13:30 Was Vereine können · 45 min · Dr. Max Huber
                 (Stiftungsrat, Die Brücke Wien, asked)
               Kleingruppen · 60 min · Українська громада Мустерштадт e.V.;
                 \u2068جمعية الجسر\u2069
               Musik · Duo Beispiel
File           data/events/2023-10-13-fachtag.yaml
"""

VENUE = """\
Rathaus Musterstadt  rathaus
venue

Also known as  Altes Rathaus; Rathaus Marktplatz
House of       Integrationsstelle Musterstadt
Address        Marktplatz 1, 01067 Musterstadt
Directions     Erdgeschoss, Flur B
Places         40
Accessibility  Aufzug, Induktionsschleife
Events         13.10.2023 Vereine und Ämter (2023-10-13-fachtag)
               10.05.2023 Netzwerktreffen (2023-05-10-netzwerktreffen)
File           data/registry.yaml
"""

NETWORK = """\
Frauennetz  frauennetz
network

Members today  1 organisation
               Frauengruppe „Süd“
Referred to in  ukrainische-gemeinschaft: networks
File           data/registry.yaml
"""

TERM = """\
Counselling  counselling
focus area

focus area      Beratung (de)
                Counselling (en)
Referred to in  integrationsstelle: focus_areas
                verband-der-vereine: focus_areas
File            data/registry.yaml
"""


@pytest.mark.parametrize(
    ("identifier", "screen"),
    [
        ("ukrainische-gemeinschaft", ORGANISATION),
        ("2023-10-13-fachtag", EVENT),
        ("rathaus", VENUE),
        ("counselling", TERM),
    ],
)
def test_one_screen(run: Run, identifier: str, screen: str) -> None:
    assert run("show", identifier) == Result(0, screen, "")


def test_a_network(run: Run) -> None:
    shown = run("show", "frauennetz")
    assert shown.code == 0
    assert [" ".join(line.split()) for line in shown.lines] == [
        " ".join(line.split()) for line in NETWORK.splitlines()
    ]


def test_minutes_and_attendance_are_counted(run: Run) -> None:
    shown = run("show", "2023-05-10-netzwerktreffen").out
    assert "Came             7 people, 3 organisations\n" in shown
    assert "Apologies        Verband der Vereine Musterstadt e.V.\n" in shown
    assert "Minutes          approved 01.06.2023 · 1 decision · chair: Dr. Vera Kühn" in shown


def test_a_rough_turnout(run: Run) -> None:
    shown = run("show", "2015-11-fachtag").out
    assert "When           11.2015\n" in shown
    assert "Came           about 80 people, 30 organisations\n" in shown


def test_what_is_overdue_says_so(run: Run) -> None:
    shown = run("show", "ukrainische-gemeinschaft", today="2023-10-01").out
    assert "Antrag für das Sprachcafé schreiben · overdue since" in shown


def test_who_cannot_be_reached(run: Run) -> None:
    shown = run("show", "frauengruppe")
    assert "Invitations go  to nobody: there is no address, e-mail address or telephone" in shown.out
    assert "information[MO158]" in shown.out
    assert shown.code == 0


def test_a_broken_entry_is_shown_with_what_is_wrong(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "bruecke.yaml").write_text('name: "Die Brücke\n', "utf-8")
    shown = run("show", "bruecke")
    assert (shown.code, shown.err) == (0, "")
    assert shown.lines[:10] == [
        "bruecke  bruecke",
        "This entry cannot be used as it is.",
        "",
        "File  data/organisations/bruecke.yaml",
        "",
        "error[MO108]: a quote is opened here and never closed",
        " --> data/organisations/bruecke.yaml:1:7",
        "  |",
        '1 | name: "Die Brücke',
        "  |       ^",
    ]
    assert shown.lines[10].startswith("  = help: ")
    assert len(shown.lines) == 11


def test_settings_show_only_their_own_findings(run: Run, small: Path) -> None:
    path = small / "data" / "registry.yaml"
    path.write_text(
        path.read_text("utf-8").replace("coordinator: integrationsstelle", "coordinator: nobody"), "utf-8"
    )
    assert "MO201" in run("show", "netzwerk").out
    assert "MO201" not in run("show", "rathaus").out


def test_the_path_of_a_file_will_do(run: Run) -> None:
    assert run("show", "data/organisations/ukrainische-gemeinschaft.yaml").out == ORGANISATION


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("ukrainische-gemeinschft", "did you mean ukrainische-gemeinschaft?"),
        ("2023-10-13-fachtg", "did you mean 2023-10-13-fachtag?"),
        ("Haus der Vereine", "did you mean vereinshaus?"),
        ("xyzzy", "look for it with mo-registry find xyzzy"),
    ],
)
def test_an_unknown_id(run: Run, typed: str, advice: str) -> None:
    complaint = f"error: Nothing in this registry has the id “{typed}”.\n  = help: {advice}\n"
    assert run("show", typed) == Result(2, "", complaint)


def test_json_holds_the_entry_and_what_follows_from_it(run: Run) -> None:
    data = json.loads(run("show", "ukrainische-gemeinschaft", "--json").out)
    assert data["type"] == "organisation"
    assert data["founded"] == "1998"
    assert data["networks"] == [
        {"network": "netzwerk", "since": "2019-01-01"},
        {"network": "frauennetz", "since": "2020", "until": "2022-12-31"},
    ]
    assert data["contacts"][0]["receives"] == ["invitation", "protocol"]
    assert data["invitations_to"] == [
        {"contact": "Олена Ковальчук", "channel": "email", "to": "olena@hromada.example", "language": "uk"}
    ]
    assert data["meetings"] == [
        {
            "event": "2023-05-10-netzwerktreffen",
            "date": "2023-05-10",
            "present": 2,
            "registered": 2,
            "apologies": False,
        }
    ]
    assert data["open_actions"] == [
        {
            "event": "2023-05-10-netzwerktreffen",
            "id": "a2",
            "what": "Antrag für das Sprachcafé schreiben",
            "who": "ukrainische-gemeinschaft",
            "due": "2023-09-30",
            "status": "open",
        }
    ]
    assert data["referred_to"]["2023-10-13-fachtag"] == [
        "info_stands",
        "programme.organisations",
        "dispatched.recipients",
    ]
    assert data["files"] == ["data/organisations/ukrainische-gemeinschaft.yaml"]
    assert data["findings"] == []


def test_json_of_an_event_accounts_for_everybody(run: Run) -> None:
    data = json.loads(run("show", "2023-10-13-fachtag", "--json").out)
    assert data["audience"]["except"] == ["integrationsstelle"]
    assert set(data["left_out"]) == {"frauengruppe", "integrationsstelle"}
    assert set(data["left_out"]) < set(data["invited"])
    assert (data["registered_organisations"], data["registered_persons"]) == (1, 5)
    assert (data["start"], data["end"], data["end_date"]) == ("13:00", "17:30", "2023-10-14")


def test_a_second_part_of_an_entry_is_told(run: Run) -> None:
    registry = Path(__file__).parent / "registries" / "two-parts"
    shown = run("--registry", registry, "--private", registry / "private", "show", "frauengruppe").out
    assert "private/organisations/frauengruppe.yaml" in shown


def test_many_lines_of_a_kind_are_cut_short(run: Run, small: Path) -> None:
    for month in range(1, 13):
        text = f"title: Treffen\nkind: workshop\ndate: 2022-{month:02}-01\nvenue: rathaus\n"
        (small / "data" / "events" / f"2022-{month:02}-01-treffen.yaml").write_text(text, "utf-8")
    shown = run("show", "rathaus").out
    assert "and 6 more\n" in shown
    assert shown.count("Treffen") == 6


def test_everybody_who_is_named_is_counted_everywhere(run: Run, small: Path) -> None:
    event = small / "data" / "events" / "2023-05-10-netzwerktreffen.yaml"
    text = event.read_text("utf-8")
    minutes = run("generate", "protocol", event.stem, "--format", "md").lines[0]
    counts = ("list", "events", "--columns", "id,registered_persons,present_persons", "--json")
    before, listed = run("show", event.stem).lines, run(*counts).out
    event.write_text(
        text.replace("    persons: 2\n    people: [Олена", "    persons: 1\n    people: [Олена"), "utf-8"
    )
    assert event.read_text("utf-8") != text
    assert run(*counts).out == listed
    assert [line for line in before if line not in run("show", event.stem).lines] == []
    assert run("generate", "protocol", event.stem, "--format", "md").lines[0] == minutes
