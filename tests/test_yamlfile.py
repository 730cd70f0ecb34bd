"""One file: the dialect, its findings at their places, and agreement with another reader of YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mo_registry.finding import Position
from mo_registry.yamlfile import Tree, compose, parse, read

HERE = Path("x.yaml")


def codes(text: str) -> list[str]:
    return [finding.code for finding in parse(HERE, text).findings]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("17:00", "17:00"),
        ("08:30", "08:30"),
        ("01067", "01067"),
        ("1.10", "1.10"),
        ("2023-02-30", "2023-02-30"),
        ("=1+1", "=1+1"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("Migrant*innen & Co! <<", "Migrant*innen & Co! <<"),
        ("'~'", "~"),
        ("''", ""),
        ("|\n  zwei\n  Zeilen\n", "zwei\nZeilen\n"),
    ],
)
def test_scalars_stay_text(text: str, value: str) -> None:
    file = parse(HERE, f"key: {text}\n")
    assert file.findings == ()
    assert file.data == {"key": value}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_left_out_and_reported(nothing: str) -> None:
    file = parse(HERE, f"a: {nothing}\nb: 1\n")
    assert file.data == {"b": "1"}
    assert [(f.code, f.position) for f in file.findings] == [("MO119", Position(1, 1, 2))]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "MO111", 1, 1),
        ("# only a comment\n", "MO111", 1, 1),
        ("- a\n", "MO111", 1, 1),
        ("Verein\n", "MO111", 1, 1),
        ("a: 1\nb: 2\na: 3\n", "MO112", 3, 1),
        ("a:\n\tb: 1\n", "MO109", 2, 1),
        ("a: &x 1\n", "MO113", 1, 4),
        ("a: 1\nb: *x\n", "MO113", 2, 4),
        ("a:\n  <<: b\n", "MO113", 2, 3),
        ("a: !!python/object:os.system x\n", "MO114", 1, 4),
        ("a: !foo x\n", "MO114", 1, 4),
        ("a: ! x\n", "MO114", 1, 4),
        ("a: 1\n---\nb: 1\n", "MO110", 3, 1),
        ("? [a]\n: 1\n", "MO116", 1, 3),
        ("a: b: c\n", "MO108", 1, 5),
        ("a: 'x\nb: 1\n", "MO108", 1, 4),
        ("a: [x\nb: 1\n", "MO108", 2, 2),
        ("kind: [", "MO108", 2, 1),
        ("a: @x\n", "MO108", 1, 4),
        ("a:\n  b: 1\n c: 1\n", "MO108", 3, 2),
        ("name: a\x00b\n", "MO106", 1, 8),
        ("name: a\u202eb\n", "MO106", 1, 8),
        ("name: a\u200bb\n", "MO106", 1, 8),
        ("name: a\u200cb\n", "MO106", 1, 8),
        ("name: a\u0085b\n", "MO106", 1, 8),
        ("name: a\rb\n", "MO106", 1, 8),
        ("\ufeffname: a\n", "MO105", 1, 1),
        ("name: a\n<<<<<<< HEAD\nemail: b\n", "MO107", 2, 1),
        ("[" * 10_000, "MO115", 1, 51),
        ("- " * 10_000 + "a", "MO115", 1, 101),
        ("a:\n" + "".join(" " * n + "b:\n" for n in range(1, 80)), "MO115", 51, 51),
    ],
)
def test_every_rule_of_the_dialect_has_its_place(text: str, code: str, line: int, column: int) -> None:
    finding = parse(HERE, text).findings[0]
    assert (finding.code, finding.position.line, finding.position.column) == (code, line, column)


@pytest.mark.parametrize(
    "text", ["name: کتاب\u200cخانه\n", "name: \u200d👩\u200d👧\n"[0:6] + "👩\u200d👧\n", "a: 1\r\nb: 2\r\n"]
)
def test_what_only_looks_suspicious_is_read(text: str) -> None:
    assert codes(text) == []


def test_a_second_document_does_not_hide_the_first() -> None:
    assert parse(HERE, "a: 1\n---\nb: 2\n").data == {"a": "1"}


def test_a_billion_laughs_stay_small() -> None:
    lines = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    file = parse(HERE, "\n".join(lines) + "\n")
    assert file.data == {}
    assert {finding.code for finding in file.findings} == {"MO113"}


def test_what_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "big.yaml").write_text("a: " + "x" * 10_000_000, "utf-8")
    (tmp_path / "latin.yaml").write_bytes("name: Özer\nort: Köln\n".encode("cp1252"))
    (tmp_path / "utf16.yaml").write_bytes("name: Özer\n".encode("utf-16"))
    found = {name: read(tmp_path / f"{name}.yaml") for name in ("folder", "gone", "big", "latin", "utf16")}
    assert {name: file.findings[0].code for name, file in found.items()} == {
        "folder": "MO101",
        "gone": "MO101",
        "big": "MO103",
        "latin": "MO104",
        "utf16": "MO104",
    }
    assert found["latin"].findings[0].position == Position(1, 7, 8)
    assert "Windows-1252" in found["latin"].findings[0].message


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege on Windows")
def test_links_out_of_the_registry_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("name: secret\n", "utf-8")
    inside = tmp_path / "registry"
    inside.mkdir()
    (inside / "real.yaml").write_text("name: a\n", "utf-8")
    (inside / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    (inside / "in.yaml").symlink_to(inside / "real.yaml")
    (inside / "lost.yaml").symlink_to(inside / "nowhere.yaml")
    assert [f.code for f in read(inside / "out.yaml", inside).findings] == ["MO102"]
    assert read(inside / "in.yaml", inside).data == {"name": "a"}
    assert [f.code for f in read(inside / "lost.yaml", inside).findings] == ["MO101"]


def test_places() -> None:
    tree = Tree(
        "# Verein\nname: Özer\ncontacts:\n  - role: Vorsitz\n    email:\n    phone: |\n      1\n      2\n"
        "empty:\nlist:\n-\n- x\n"
    )
    assert tree.locate(("name",)) == (Position(2, 7, 11), 1)
    assert tree.locate(("name",), on_key=True) == (Position(2, 1, 5), 1)
    assert tree.locate(("contacts", 0, "role")) == (Position(4, 11, 18), 3)
    assert tree.locate(("contacts", 0, "phone"))[0].line == 6
    assert tree.locate(("contacts", 0)) == (Position(4, 5, 9), 2)
    assert tree.locate(("contacts",)) == (Position(3, 1, 9), 1)
    assert tree.locate(("contacts", 0, "family")) == (Position(4, 5, 9), 2)
    assert tree.locate(("list", 0)) == (Position(12, 3, 4), 2)  # as the data count: what is empty is left out
    assert tree.locate(()) == (Position(2, 1, 5), 0)
    assert tree.source(Position(4, 1, 1)) == "  - role: Vorsitz"


SCALARS = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"),
    max_size=12,
)
KEYS = st.from_regex(r"[a-z_]{1,6}", fullmatch=True)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=5,
)


def same(ours: yaml.Node, theirs: Any) -> None:
    assert type(ours).__name__ == type(theirs).__name__
    if isinstance(ours, yaml.ScalarNode):
        assert ours.value == theirs.value
    elif isinstance(ours, yaml.SequenceNode):
        assert len(ours.value) == len(theirs.value)
        for one, other in zip(ours.value, theirs.value, strict=True):
            same(one, other)
    else:
        for (key, value), (their_key, their_value) in zip(ours.value, theirs.value, strict=True):
            same(key, their_key)
            same(value, their_value)


@given(tree=TREES, flow=st.sampled_from([None, True, False]), width=st.sampled_from([20, 80]))
def test_the_fast_reader_and_ruamel_see_the_same_nodes(
    tree: dict[str, Any], flow: bool | None, width: int
) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, width=width, sort_keys=False)
    ours, theirs = compose(text), YAML(typ="rt", pure=True).compose(text)
    assert ours is not None
    same(ours, theirs)


@given(tree=TREES)
def test_data_come_back_as_they_were_written(tree: dict[str, Any]) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_style='"', sort_keys=False)
    file = parse(HERE, text)
    assert file.findings == ()
    assert file.data == tree


@given(text=st.text(max_size=200))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    file = parse(HERE, text)
    assert isinstance(file.data, dict)
    assert file.data or file.findings or text.strip().startswith("{")
