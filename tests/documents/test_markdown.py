"""Markdown that is written is read as it was meant, and is a pleasure to read."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mo_registry.documents import blocks as b
from mo_registry.documents import markdown
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.letter import Letter
from mo_registry.documents.reading import read

TEXT = (
    st.text("ab1 .,)(*_#-+>|`\\[]<>&;:=~!\"'@/%{}$äßж", min_size=1, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
RUNS = st.lists(
    st.builds(b.Run, TEXT, strong=st.booleans(), emphasis=st.booleans()), min_size=1, max_size=4
).map(b.joined)
LINE = st.builds(b.Paragraph, RUNS)
LISTING = st.builds(
    b.Listing,
    st.lists(LINE.map(lambda line: (line,)), min_size=1, max_size=3).map(tuple),
    st.sampled_from([None, 1, 7]),
)
TABLE = st.tuples(RUNS, RUNS, RUNS, RUNS).map(
    lambda cells: b.Table((cells[0], cells[1]), ((cells[2], cells[3]),), ("left", "right"))
)
BLOCKS = st.lists(
    st.one_of(LINE, st.builds(b.Heading, st.just(2), RUNS), LISTING, TABLE, st.just(b.Rule())), max_size=5
).map(tuple)


def document(blocks: b.Blocks) -> Document:
    return Document(Layout.MINUTES, "Titel", "de", date(2023, 9, 1), blocks)


def text_of(blocks: b.Blocks) -> str:
    return " ".join(_texts(blocks))


def _texts(blocks: b.Blocks) -> list[str]:
    found = []
    for block in blocks:
        match block:
            case b.Heading() | b.Paragraph():
                found.append(b.plain_text(block.runs))
            case b.Listing():
                found += [text for item in block.items for text in _texts(item)]
            case b.Table():
                found += [b.plain_text(cell) for row in (block.header, *block.rows) for cell in row]
    return found


@given(blocks=BLOCKS)
def test_what_is_written_is_read_again(blocks: b.Blocks) -> None:
    written = markdown.render(document(blocks)).removeprefix("# Titel\n")
    again = read(written)
    assert [type(block) for block in again] == [type(block) for block in blocks]
    assert text_of(again) == text_of(blocks)


@given(value=TEXT)
def test_another_reader_sees_a_text_and_no_markup(value: str) -> None:
    """CommonMark with HTML on, as web sites read it: nothing of the text may become a tag."""
    written = markdown.render(document((b.Paragraph((b.Run(value),)),))).removeprefix("# Titel\n\n")
    (paragraph, inline, end) = MarkdownIt("commonmark").enable("table").parse(written)
    assert (paragraph.type, end.type) == ("paragraph_open", "paragraph_close")
    assert {child.type for child in inline.children or []} == {"text"}
    assert "".join(child.content for child in inline.children or []) == value


def test_text_is_escaped_only_where_it_must_be() -> None:
    lines = [
        "31.05. um 17:00",
        "a_b (c) 3 < 4 & 5",
        "Projekt „x“ – ja!",
        "1. Verein",
        "- x",
        "*x* [y]",
        "A & B",
    ]
    blocks = tuple(b.Paragraph(b.text(line)) for line in lines)
    assert markdown.render(document(blocks)).split("\n\n")[1:] == [
        "31.05. um 17:00",
        "a_b (c) 3 < 4 & 5",
        "Projekt „x“ – ja!",
        "1\\. Verein",
        "\\- x",
        "\\*x\\* \\[y]",
        "A & B\n",
    ]


def test_a_whole_document() -> None:
    letter = Letter(
        address=("Verein e.V.", "Weg 1"),
        sender=("Amt", "Platz 2"),
        information=(("Datum", "01.09.2023"),),
        closing="Mit freundlichen Grüßen",
        signature=("A. B.", "Leitung"),
        enclosures=("Antwortbogen",),
    )
    blocks = read(
        "Guten Tag,\n\n**fett** und *kursiv* <a@b.example> [hier](https://x.example)\n\n"
        "- a\n- b\n\n1. c\n\n   d\n2. e\n\n"
        "|  |  |\n|--|--|\n| Wann | morgen |\n\n> Zitat\n\n---\n\n## Ende"
    )
    finished = Document(
        Layout.LETTER, "Einladung #", "de", date(2023, 9, 1), blocks, words={"enclosures": "Anlagen"},
        notice="Vertraulich", mark="Entwurf", signatures=(Signature("Leitung", "A. B."),), letter=letter,
    )  # fmt: skip
    assert markdown.render(finished) == (
        "Amt\\\nPlatz 2\n\nVerein e.V.\\\nWeg 1\n\nDatum: 01.09.2023\n\n# Einladung \\#\n\n**Entwurf**\n\n"
        "Guten Tag,\n\n**fett** und *kursiv* <a@b.example> [hier](https://x.example)\n\n"
        "- a\n- b\n\n1. c\n\n   d\n\n2. e\n\n"
        "|      |        |\n| ---- | ------ |\n| Wann | morgen |\n\n> Zitat\n\n---\n\n## Ende\n\n"
        "Mit freundlichen Grüßen\n\nA. B.\\\nLeitung\n\nAnlagen\n\n- Antwortbogen\n\n"
        "Leitung: A. B. " + "…" * 20 + "\n\n*Vertraulich*\n"
    )
