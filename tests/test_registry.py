"""A whole registry: found, read in two parts, and never silenced by one broken file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mo_registry.checks import check
from mo_registry.finding import RegistryError, Severity
from mo_registry.registry import find_root, load

TWO_PARTS = Path(__file__).parent / "registries" / "two-parts"


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in {"data/registry.yaml": "name: Netzwerk\n", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def findings(root: Path) -> list[tuple[str, str, int, int]]:
    return [
        (f.file.relative_to(root).as_posix(), f.code, f.position.line, f.position.column)
        for f in check(load(root)).findings
    ]


VEREIN = "name: Verein\nkind: migrant_organisation\nphone: +49 221 4710 123\n"


def test_a_registry_is_found_from_below(tmp_path: Path) -> None:
    write(tmp_path / "registry", {"data/organisations/verein.yaml": VEREIN})
    assert find_root(tmp_path / "registry" / "data" / "organisations") == (tmp_path / "registry").resolve()
    with pytest.raises(RegistryError) as error:
        find_root(tmp_path)
    assert str(tmp_path.resolve()) in error.value.message


def test_two_parts_make_one_entry(tmp_path: Path) -> None:
    registry = load(TWO_PARTS)
    assert check(registry).count(Severity.ERROR) == 0
    without = load(TWO_PARTS, private=tmp_path)
    assert not any(organisation.contacts for organisation in without.organisations.values())
    joined = [o for o in registry.organisations.values() if o.contacts and o.id in without.organisations]
    assert joined
    for organisation in joined:
        parts = registry.files["organisations", organisation.id]
        assert [path.parents[1].name for path in parts] == ["data", "private"]
        assert organisation.name == without.organisations[organisation.id].name


def test_every_value_knows_its_file(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "data/registry.yaml": "name: Netzwerk\nprivate: private\n",
            "data/organisations/verein.yaml": "name: Verein\nkind: migrant_organisation\nwebsite: verein\n"
            "address:\n  city: Bielefeld\n  street: Musterstraße 1\n",
            "private/organisations/verein.yaml": "email: nobody\naddress:\n  postal_code: 123\nwebsite: x\n",
        },
    )
    assert findings(root) == [
        ("data/organisations/verein.yaml", "MO154", 3, 10),
        ("private/organisations/verein.yaml", "MO150", 1, 8),
        ("private/organisations/verein.yaml", "MO153", 3, 16),
        ("private/organisations/verein.yaml", "MO170", 4, 1),
    ]


def test_an_entry_may_be_wholly_private_and_half_an_entry_is_none(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "data/registry.yaml": "name: Netzwerk\nprivate: private\n",
            "private/organisations/geheim.yaml": VEREIN,
            "data/organisations/halb.yaml": VEREIN,
            "private/organisations/halb.yaml": "contacts: [\n",
        },
    )
    registry = load(root)
    assert list(registry.organisations) == ["geheim"]
    assert set(registry.declared("organisations")) == {"geheim", "halb"}


def test_a_private_directory_that_is_not_there(tmp_path: Path) -> None:
    root = write(tmp_path, {"data/registry.yaml": "name: Netzwerk\nprivate: ../elsewhere\n"})
    assert findings(root) == []  # everything works without the second part
    with pytest.raises(RegistryError):
        load(root, private=tmp_path / "elsewhere")


def test_a_registry_full_of_broken_files_reports_every_one(tmp_path: Path) -> None:
    broken: dict[str, str | bytes] = {
        "data/organisations/a.yaml": "name: [\n",
        "data/organisations/b.yaml": "",
        "data/organisations/c.yaml": "name: Özer\n".encode("cp1252"),
        "data/organisations/d.yaml": "[" * 10_000,
        "data/organisations/e.yaml": "a: &a [*a]\n",
        "data/organisations/f.yaml": b"name: \x00\n",
        "data/organisations/g.yaml/keep.txt": "x",
        "data/organisations/h.yaml": "name: H\nkind: what\n",
        "data/organisations/Größe 1.yaml": VEREIN,
        "data/organisations/i.yml": VEREIN.replace("Verein", "I").replace("123", "456"),
        "data/events/2023-09-27-treffen.yaml": "title: Treffen\nkind: network_meeting\ndate: 27.09.23\n",
        "data/events/notiz.txt": "x",
    }
    root = write(tmp_path, {**broken, "data/registry.yaml": "name: Netzwerk\nnetworks: x\n"})
    found = findings(root)
    assert {name for name, *_ in found} == {
        "data/registry.yaml",
        *(name.removesuffix("/keep.txt") for name in broken),
    }
    assert {code for _, code, *_ in found} == {
        "MO101", "MO104", "MO106", "MO108", "MO111", "MO113", "MO115", "MO117", "MO118", "MO132", "MO133",
        "MO138",
    }  # fmt: skip


def test_a_broken_entry_may_still_be_referred_to(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "data/registry.yaml": "name: Netzwerk\nnetworks:\n  mo:\n    nam: Netzwerk\n",
            "data/organisations/a.yaml": "name: [\n",
            "data/organisations/b.yaml": VEREIN + "member_of: [a]\nnetworks:\n  - network: mo\n",
        },
    )
    assert {code for _, code, *_ in findings(root)} == {"MO108", "MO130", "MO131"}


def test_a_slip_hides_nothing_else(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "data/organisations/a.yaml": "name: A\nkind: umbrella\nfounded: 1.2.2003\nlanguages: uk\n"
            "contacts:\n  - role: Vorsitz\n    emial: a@b.example\n    share:\n      network: [name]\n"
            "  - email: falsch\n  - Vorsitz\n"
        },
    )
    assert [(code, line) for _, code, line, _ in findings(root)] == [
        ("MO134", 3),
        ("MO132", 4),
        ("MO130", 7),
        ("MO157", 9),
        ("MO150", 10),
        ("MO132", 11),
    ]
    organisation = load(root).organisations["a"]
    assert str(organisation.founded) == "2003-02-01"


def test_comments_silence_with_a_reason_only(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "data/organisations/a.yaml": VEREIN,
            "data/organisations/b.yaml": "name: B\nkind: umbrella\n"
            "phone: +49 221 4710 123  # allow MO314: same house\n",
            "data/organisations/c.yaml": "name: C\nkind: umbrella\nphone: +49 221 4710 123  # allow MO314\n",
            "data/organisations/d.yaml": "name: D  # allow MO312, MO314: an old story\nkind: umbrella\n"
            "email: d@d.example\n",
        },
    )
    checked = check(load(root))
    assert [(f.file.name, f.code) for f in checked.findings] == [
        ("c.yaml", "MO314"),
        ("c.yaml", "MO121"),
        ("d.yaml", "MO122"),
        ("d.yaml", "MO122"),
    ]
    assert [(f.file.name, f.code) for f in checked.silenced] == [("b.yaml", "MO314")]


def test_settings_weigh_checks_anew(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "data/organisations/a.yaml": "name: A\nkind: umbrella\n",
        "data/organisations/b.yaml": "name: B\nkind: umbrella\nwebsite: x\n",
        "data/organisations/c.yaml": "- list\n",
        "data/registry.yaml": "name: Netzwerk\nchecks:\n  MO158: off\n  MO154: information\n"
        "  MO111: off\n  MO313: error\n",
    }
    checked = check(load(write(tmp_path, files)))
    assert [(f.code, f.severity) for f in checked.findings] == [
        ("MO154", Severity.INFORMATION),
        ("MO111", Severity.ERROR),
        ("MO171", Severity.WARNING),
    ]


def test_long_chains_and_circles_of_umbrellas(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"data/organisations/o{n}.yaml": f"name: O{n}\nkind: umbrella\nmember_of: [o{n + 1}]\n"
        for n in range(1500)
    }
    files["data/organisations/o1500.yaml"] = "name: Ende\nkind: umbrella\nmember_of: [o1498]\n"
    files["data/organisations/selbst.yaml"] = "name: Selbst\nkind: umbrella\nmember_of: [selbst]\n"
    circles = [f for f in check(load(write(tmp_path, files))).findings if f.code == "MO207"]
    assert [finding.message.partition(": ")[2] for finding in circles] == [
        "o1498 → o1499 → o1500 → o1498",
        "selbst → selbst",
    ]
