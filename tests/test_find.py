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


@pytest.mark.parametrize("text", ["kowaltschuk", "Kovaltchouk", "Olena Kowaltschuk", "hadad", "Laila Haddad"])
def test_names_in_other_scripts_are_found_by_their_sound(run: Run, small: Path, text: str) -> None:
    entry = small / "data" / "organisations" / "bruecke.yaml"
    entry.write_text(entry.read_text("utf-8").replace("    sort_name: Haddad\n", ""), "utf-8")
    identifier = "bruecke" if text.endswith("ad") or "Haddad" in text else "ukrainische-gemeinschaft"
    assert found(run("find", text, "--json")) == [
        ("person", identifier),
        ("person", "2023-05-10-netzwerktreffen"),
    ]


def test_what_is_spelled_alike_comes_before_what_sounds_alike(run: Run, small: Path) -> None:
    for identifier, name in (("a1", "Юлія"), ("a2", "Julia"), ("a3", "Haus Julia"), ("a4", "Yulia")):
        text = f"name: {name}\nkind: association\nemail: {identifier}@b.example\n"
        (small / "data" / "organisations" / f"{identifier}.yaml").write_text(text, "utf-8")
    assert [identifier for _kind, identifier in found(run("find", "julia", "--json"))] == ["a2", "a3", "a1"]


@pytest.mark.parametrize("text", ["arabisch", "Arabic", "ARABISCH"])
def test_a_language_stands_for_those_who_speak_it(run: Run, small: Path, text: str) -> None:
    assert found(run("find", text, "--json")) == [("organisation", "bruecke")]
    entry = "name: Arabische Bühne\nkind: association\nemail: a@b.example\nlanguages: [ar-EG]\n"
    (small / "data" / "organisations" / "a1.yaml").write_text(entry, "utf-8")
    hits = [identifier for _kind, identifier in found(run("find", text, "--json"))]
    assert sorted(hits) == ["a1", "bruecke"]


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("Antrag schreiben", "Antrag für das Sprachcafé schreiben", "Netzwerktreffen"),
        ("zwei töpfe", "Förderung von Vereinen", "Netzwerktreffen"),
        ("dauert zwei Tage", "Fachtag im Herbst", "Netzwerktreffen"),
        ("Kleingruppen", "Kleingruppen", "Vereine und Ämter"),
    ],
)
def test_what_was_told_and_agreed(run: Run, text: str, name: str, where: str) -> None:
    identifier = "2023-10-13-fachtag" if where == "Vereine und Ämter" else "2023-05-10-netzwerktreffen"
    assert json.loads(run("find", text, "--json").out) == [
        {"kind": "event", "name": name, "where": where, "id": identifier}
    ]


def test_names_come_before_what_was_told(run: Run) -> None:
    hits = json.loads(run("find", "fachtag", "--json").out)
    assert [hit["name"] for hit in hits][-1] == "Fachtag im Herbst"
    assert len(hits) == 4


def test_short_words_of_a_text_are_found_where_they_begin(run: Run) -> None:
    assert "Antrag für das Sprachcafé schreiben" not in run("find", "ag").out
    assert "Antrag für das Sprachcafé schreiben" in run("find", "das").out


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
        {"kind": "person", "name": "ليلى حداد", "where": "جمعية الجسر", "id": "bruecke"},
        {
            "kind": "person",
            "name": "ليلى حداد",
            "where": "Netzwerktreffen",
            "id": "2023-05-10-netzwerktreffen",
        },
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
