"""Values in Markdown come out as they are, wherever they stand; prose stays within its bounds."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mo_registry.documents import blocks as b
from mo_registry.documents.reading import read, runs_against
from mo_registry.documents.slots import Linked, Prose, Slots, TooLong

MARKUP = "ab1 .,)(*_#-+>|`\\[]<>&;:=~!\"'@/%{}$^äßŞжع\n\t"
VALUES = st.one_of(st.text(MARKUP, max_size=25), st.text(max_size=25))


def text_of(block: b.Block) -> str:
    match block:
        case b.Heading() | b.Paragraph():
            return b.plain_text(block.runs)
        case b.Listing():
            return " ".join(text_of(inner) for item in block.items for inner in item)
        case b.Table():
            return " ".join(b.plain_text(cell) for row in (block.header, *block.rows) for cell in row)
        case b.Quote():
            return " ".join(map(text_of, block.blocks))
    return ""


def words(text: str) -> str:
    return " ".join(text.split())


NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def expected(value: str) -> str:
    """What comes out of a value: everything but characters that are none."""
    return NO_CHARACTER.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))


PLACES = [
    "X{}Y",
    "# X{}Y",
    "- X{}Y",
    "1. X{}Y",
    "> X{}Y",
    "**X{}Y**",
    "*X{}Y* und _mehr_",
    "| A | B |\n|---|---|\n| X{}Y | z |",
    "| X{}Y | B |\n|---|---|\n| a | b |",
]


@pytest.mark.parametrize("place", PLACES)
@given(value=VALUES)
def test_a_value_comes_out_as_it_is(place: str, value: str) -> None:
    slots = Slots()
    found = read(place.format(slots.keep(value)), slots)
    assert len(found) == 1
    assert words(f"X{expected(value)}Y") in words(text_of(found[0]))


@given(value=VALUES)
def test_a_value_that_stands_alone_is_a_paragraph(value: str) -> None:
    slots = Slots()
    found = read(f"davor\n\n{slots.keep(value)}\n\ndanach", slots)
    assert all(isinstance(block, b.Paragraph) for block in found)
    assert words(" ".join(map(text_of, found))) == words(f"davor {expected(value)} danach")


def test_line_breaks_in_a_value_stay_and_a_heading_has_one_line() -> None:
    slots = Slots()
    mark = slots.keep("a\nb")
    heading, paragraph = read(f"# {mark}\n\n{mark}", slots)
    assert (text_of(heading), text_of(paragraph)) == ("a b", "a\nb")


def test_a_mark_that_a_value_forges_is_no_mark() -> None:
    slots = Slots()
    slots.keep("geheim")
    forged = "\ufdd0000000000000000:0\ufdd1"
    (block,) = read(slots.keep(forged), slots)
    assert "geheim" not in text_of(block)


def test_values_that_quote_each_other_end() -> None:
    slots = Slots()
    mark = slots.keep("ab" * 50)
    for _ in range(40):
        mark = slots.keep(mark + mark)
    with pytest.raises(TooLong):
        read(mark, slots)


def test_prose_cannot_take_over_what_follows() -> None:
    slots = Slots()
    prose = slots.keep(Prose("# Kopf\n\n- Punkt\n\n```\n<b>fett</b> ![Bild](x.png)\n\n| a |\n|---|\n"))
    found = read(f"# Titel\n\n{prose}\n\n## Danach\n\nText", slots)
    kinds = [(type(block).__name__, getattr(block, "level", 0)) for block in found]
    assert kinds == [
        ("Heading", 2), ("Heading", 3), ("Listing", 0), ("Paragraph", 0), ("Table", 0), ("Heading", 3),
        ("Paragraph", 0),
    ]  # fmt: skip
    assert text_of(found[3]) == "``` <b>fett</b> Bild"


def test_prose_within_a_line_is_run_together() -> None:
    slots = Slots()
    prose = slots.keep(Prose("Eins\n\n- zwei\n- **drei**\n\n1. vier"))
    (table,) = read(f"| a |\n|---|\n| {prose} |", slots)
    assert isinstance(table, b.Table)
    assert b.plain_text(table.rows[0][0]) == "Eins\n• zwei\n• drei\n1. vier"
    assert [run.text for run in table.rows[0][0] if run.strong] == ["drei"]


def test_what_surprises_people_is_plain_text() -> None:
    found = read("    eingerückt\n---\n[a]: https://x.example\n\n<script>x</script>\n\n    noch *einmal*")
    assert [(type(block).__name__, text_of(block)) for block in found] == [
        ("Paragraph", "eingerückt"),
        ("Rule", ""),
        ("Paragraph", "[a]: https://x.example"),
        ("Paragraph", "<script>x</script>"),
        ("Paragraph", "noch einmal"),
    ]


def test_links_lead_only_where_links_may() -> None:
    slots = Slots()
    bad, good = slots.keep("javascript:alert(1)"), slots.keep("https://x.example/ä b")
    mail = slots.keep(Linked("a@b.example", "mailto:a@b.example"))
    (block,) = read(
        f"[x]({bad}) [y]({good}) [z](https://{slots.keep('x.example/ä')}) {mail} <c@d.example>", slots
    )
    assert isinstance(block, b.Paragraph)
    assert [(run.text, run.link) for run in block.runs if run.link] == [
        ("z", "https://x.example/ä"),
        ("a@b.example", "mailto:a@b.example"),
        ("c@d.example", "mailto:c@d.example"),
    ]


def test_a_value_against_the_documents_direction_is_isolated() -> None:
    assert runs_against("جمعية", "ltr")
    assert not runs_against("Şenol 12", "ltr")
    assert runs_against("0221 4710 123", "rtl")
    assert runs_against("Şenol", "rtl")
    assert not runs_against("جمعية", "rtl")
    slots = Slots()
    (block,) = read(f"Mit {slots.keep('جمعية')} (3)", slots)
    assert isinstance(block, b.Paragraph)
    assert [run.isolate for run in block.runs] == [False, True, False]


def test_headings_skip_no_level() -> None:
    found = read("### a\n\n# b\n\n#### c\n\n## d")
    assert [block.level for block in found if isinstance(block, b.Heading)] == [2, 2, 3, 3]


def test_facts_that_are_not_known_are_left_out() -> None:
    (table,) = read("|  |  |\n|---|---|\n| Wann | morgen |\n| Wo |  |\n|  |  |")
    assert isinstance(table, b.Table)
    assert table.facts
    assert [b.plain_text(row[0]) for row in table.rows] == ["Wann"]


def test_blocks_are_plain_data() -> None:
    (listing, table) = read("3. a **b**\n4. c\n\n| x | y |\n|:--|--:|\n| 1 | 2 |")
    plain = json.loads(json.dumps([b.to_plain(listing), b.to_plain(table)]))
    assert plain[0] == {
        "kind": "listing",
        "start": 3,
        "items": [
            [{"kind": "paragraph", "runs": [{"text": "a "}, {"text": "b", "strong": True}]}],
            [{"kind": "paragraph", "runs": [{"text": "c"}]}],
        ],
    }
    assert (plain[1]["align"], plain[1]["facts"]) == (["left", "right"], False)
