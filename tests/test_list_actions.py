"""`mo-registry list actions`: what was agreed at all events, and what is overdue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Result, Run

MEETING = "2023-05-10-netzwerktreffen"


def test_what_is_open(run: Run) -> None:
    assert run("list", "actions") == Result(
        0,
        "until when  days late  what                                 who                                  "
        "event                       id\n"
        "30.09.2023             Antrag für das Sprachcafé schreiben  Українська громада Мустерштадт e.V.  "
        "2023-05-10-netzwerktreffen  a2\n",
        "",
    )


def test_everything(run: Run) -> None:
    assert run(
        "list", "actions", "--all", "--columns", "due,days_late,who,status,id", today="2023-10-05"
    ) == Result(
        0,
        "until when  days late  who                                  status   id\n"
        "30.09.2023  5          Українська громада Мустерштадт e.V.  open     a2\n"
        "31.05.2023             Integrationsstelle Musterstadt       done     a1\n"
        "30.06.2023             Projekt „Ankommen“                   dropped  a3\n",
        "",
    )
    assert "status" in run("list", "actions", "--all").lines[0]


def test_the_most_urgent_first(run: Run, small: Path) -> None:
    """Of all events; what has no day comes last."""
    file = small / "data" / "events" / "2023-10-13-fachtag.yaml"
    with file.open("a", encoding="utf-8") as end:
        end.write(
            "minutes:\n  items:\n    - item: musik\n      actions:\n"
            "        - id: a1\n          what: Danken\n          who: bruecke\n"
            "        - id: a2\n          what: Zahlen\n          who: bruecke\n          due: 2023-08-30\n"
        )
    assert run("list", "actions", "--columns", "due,days_late,what").lines[1:] == [
        "30.08.2023  2          Zahlen",
        "30.09.2023             Antrag für das Sprachcafé schreiben",
        "                       Danken",
    ]
    assert run("list", "actions", "--columns", "what", "--sort", "-due").lines[1:] == [
        "Antrag für das Sprachcafé schreiben",
        "Zahlen",
        "Danken",
    ]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--organisation", "ukrainische-gemeinschaft"], ["a2"]),
        (["--organisation", "bruecke"], []),
        (["--organisation", "integrationsstelle", "--all"], ["a1"]),
        (["--network", "netzwerk"], ["a2"]),
        (["--network", "frauennetz", "--all"], []),
    ],
)
def test_filters(run: Run, options: list[str], found: list[str]) -> None:
    result = run("list", "actions", *options, "--json")
    assert [row["id"] for row in json.loads(result.out)] == found
    assert result.err == ("" if found else "There is nothing that fits.\n")


def test_for_programs(run: Run) -> None:
    row = {
        "due": "2023-09-30",
        "days_late": None,
        "what": "Antrag für das Sprachcafé schreiben",
        "who": "ukrainische-gemeinschaft",
        "status": "open",
        "event": MEETING,
        "date": "2023-05-10",
        "network": "netzwerk",
        "id": "a2",
    }
    assert json.loads(run("list", "actions", "--json").out) == [row]
    assert run("list", "actions", "--csv").lines == [
        ",".join(row),
        f"2023-09-30,,Antrag für das Sprachcafé schreiben,ukrainische-gemeinschaft,open,{MEETING},2023-05-10,netzwerk,a2",
    ]


def test_an_organisation_that_does_not_exist(run: Run) -> None:
    result = run("list", "actions", "--organisation", "brueke")
    assert (result.code, result.out) == (2, "")
    assert "“brueke” cannot stand behind --organisation." in result.err
    assert "did you mean bruecke?" in result.err
