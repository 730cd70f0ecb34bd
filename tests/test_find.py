"""`mo-registry find`: whatever somebody remembers, in whatever spelling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Result, Run


def found(result: Result) -> list[tuple[str, str]]:
    return [(hit["kind"], hit["id"]) for hit in json.loads(result.out)]


@pytest.mark.parametrize(
    "text", ["oezer", "Özer", "ozer", "OEZER", "Ozer", "O\u0308zer", "jan oezer", "Özer Jan", "Özre"]
)
def test_a_name_in_any_spelling(run: Run, text: str) -> None:
    assert run("find", text) == Result(
        0,
        "kind    name      where                                 id\n"
        "person  Jan Özer  Verband der Vereine Musterstadt e.V.  verband-der-vereine\n",
        "",
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Kosan", ("person", "verband-der-vereine")),
        ("koşan", ("person", "verband-der-vereine")),
        ("kovalchuk", ("person", "ukrainische-gemeinschaft")),
        ("Ковальчук", ("person", "ukrainische-gemeinschaft")),
        ("haddad", ("person", "bruecke")),
        ("حداد", ("person", "bruecke")),
        ("gromada", ("organisation", "ukrainische-gemeinschaft")),  # as Russian speakers write it
        ("hromada", ("organisation", "ukrainische-gemeinschaft")),
        ("al dschisr", ("organisation", "bruecke")),
        ("Ukrainische Gemeinschaft", ("organisation", "ukrainische-gemeinschaft")),
        ("musterstadt gemeinschaft", ("organisation", "ukrainische-gemeinschaft")),
        ("VR 1234", ("organisation", "ukrainische-gemeinschaft")),
        ("vorsitz", ("person", "bruecke")),
        ("max huber", ("person", "2023-10-13-fachtag")),
        ("ada", ("person", "2023-10-13-fachtag")),
        ("sprachcafe", ("offer", "ukrainische-gemeinschaft")),
        ("ankommen", ("project", "ukrainische-gemeinschaft")),
        ("Altes Rathaus", ("venue", "rathaus")),
        ("haus der verein", ("venue", "vereinshaus")),
        ("frauennetz", ("network", "frauennetz")),
        ("Counselling for women", ("term", "women")),
        ("augenhöhe", ("event", "2023-10-13-fachtag")),
        ("2015-11", ("event", "2015-11-fachtag")),
        ("olena@hromada.example", ("person", "ukrainische-gemeinschaft")),
        ("hromada.example", ("organisation", "ukrainische-gemeinschaft")),
        ("0221 4710 310", ("organisation", "ukrainische-gemeinschaft")),
        ("+49 (0)221/4710-310", ("organisation", "ukrainische-gemeinschaft")),
        ("004922147 10310", ("organisation", "ukrainische-gemeinschaft")),
        ("4710 331", ("person", "verband-der-vereine")),
        ("0171 3920012", ("person", "ukrainische-gemeinschaft")),
        ("Integratoinsstele", ("organisation", "integrationsstelle")),
        ("Rathuas", ("venue", "rathaus")),
    ],
)
def test_what_somebody_remembers(run: Run, text: str, first: tuple[str, str]) -> None:
    result = run("find", text, "--json")
    assert result.code == 0
    assert found(result)[0] == first


def test_the_best_comes_first(run: Run, small: Path) -> None:
    for identifier, name in (
        ("a1", "Der neue Klub"),
        ("a2", "Klubhaus"),
        ("a3", "Klub"),
        ("a4", "Sportklub"),
    ):
        text = f"name: {name}\nkind: association\nemail: {identifier}@b.example\n"
        (small / "data" / "organisations" / f"{identifier}.yaml").write_text(text, "utf-8")
    assert [identifier for _kind, identifier in found(run("find", "klub", "--json"))] == [
        "a3",
        "a2",
        "a1",
        "a4",
    ]


def test_near_misses_are_shown_only_where_nothing_fits(run: Run, small: Path) -> None:
    for identifier, name in (("a1", "Klubraum"), ("a2", "Glubraum")):
        text = f"name: {name}\nkind: association\nemail: {identifier}@b.example\n"
        (small / "data" / "organisations" / f"{identifier}.yaml").write_text(text, "utf-8")
    assert found(run("find", "klubraum", "--json")) == [("organisation", "a1")]
    assert {identifier for _kind, identifier in found(run("find", "klubraun", "--json"))} == {"a1", "a2"}


@pytest.mark.parametrize("text", ["zzzzz", "?", "", "+49"])
def test_nothing_is_found(run: Run, text: str) -> None:
    assert run("find", text) == Result(1, "", f"Nothing was found for “{text}”.\n")
    assert run("--quiet", "find", text, "--json") == Result(1, "[]\n", "")


def test_json_tells_the_same(run: Run) -> None:
    assert json.loads(run("find", "haddad", "--json").out) == [
        {"kind": "person", "name": "ليلى حداد", "where": "جمعية الجسر", "id": "bruecke"}
    ]


def test_too_many_hits_are_counted(run: Run, small: Path) -> None:
    for number in range(40):
        text = f"name: Klub {number}\nkind: association\nemail: k{number}@b.example\n"
        (small / "data" / "organisations" / f"klub-{number}.yaml").write_text(text, "utf-8")
    result = run("find", "klub")
    assert len(result.lines) == 31
    assert result.err == "10 more fit; say more.\n"
    assert len(found(run("find", "klub", "--json"))) == 40


def test_a_broken_entry_is_found_by_its_id(run: Run, small: Path) -> None:
    (small / "data" / "organisations" / "bruecke.yaml").write_text("name: [\n", "utf-8")
    assert found(run("find", "bruecke", "--json"))[0] == ("organisation", "bruecke")
