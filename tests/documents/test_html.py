"""HTML as somebody else's parser sees it: the text as it is, and a structure that can be read aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from mo_registry.documents import blocks as b
from mo_registry.documents import html
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.letter import Letter
from mo_registry.documents.reading import read

VOID = {"meta", "br", "hr", "wbr"}


class Page(HTMLParser):
    """Every tag with its attributes, and the text of the body."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "body" in self.open:
            self.text += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def document(blocks: b.Blocks, **values: object) -> Document:
    base = Document(Layout.MINUTES, "Titel <1> & 2", "de", date(2023, 9, 1), blocks)
    return replace(base, **values)  # type: ignore[arg-type]


@given(value=st.text(max_size=40).filter(lambda text: "\r" not in text and "\x00" not in text))
def test_text_stays_text(value: str) -> None:
    page = Page(html.render(document((b.Paragraph((b.Run(value, strong=True),)),))))
    assert "".join(page.text.split()) == "".join(f"Titel <1> & 2{value}".split())
    assert [tag for tag, _attributes in page.tags if tag in ("script", "img")] == []
    assert page.open == []


def test_structure_for_those_who_listen() -> None:
    blocks = read(
        "## Eins\n\n- a\n- b\n\n3. c\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n\n"
        "| | |\n|---|---|\n| Wann | morgen |\n\n> x\n\n---"
    )
    content = html.render(
        document(blocks, mark="Entwurf", notice="Intern", signatures=(Signature("Leitung", "A. B."),))
    )
    page = Page(content)
    assert content.startswith('<!DOCTYPE html>\n<html lang="de">\n')
    assert page.attributes("html") == [{"lang": "de"}]
    assert page.attributes("meta")[0] == {"charset": "utf-8"}
    assert [tag for tag, _ in page.tags if tag[0] == "h" and tag[1:].isdigit()] == ["h1", "h2"]
    assert page.attributes("th") == [
        {"scope": "col"}, {"scope": "col", "class": "right"}, {"scope": "row"},
    ]  # fmt: skip
    assert page.attributes("ol") == [{"start": "3"}]
    assert [tag for tag, _ in page.tags].count("main") == 1
    assert [word in page.text for word in ("Entwurf", "Intern", "A. B.")] == [True] * 3
    assert "src=" not in content
    assert "http" not in content


def test_a_letter_and_directions() -> None:
    letter = Letter(
        address=("جمعية", "Weg 1"), sender=("Amt", "Platz 2"), information=(("Telefon", "0221 1"),),
        closing="Grüße", signature=("A. B.",), enclosures=("Bogen",),
    )  # fmt: skip
    run = b.Run("جمعية", isolate=True)
    page = Page(
        html.render(
            document(
                (b.Paragraph((run, b.Run("a@b.example", link="mailto:a@b.example"))),),
                layout=Layout.LETTER, letter=letter, words={"enclosures": "Anlagen"},
                direction="rtl", language="ar",
            )
        )
    )  # fmt: skip
    assert page.attributes("html") == [{"lang": "ar", "dir": "rtl"}]
    assert page.attributes("a") == [{"href": "mailto:a@b.example"}]
    assert len(page.attributes("bdi")) == 7
    assert [tag for tag, _ in page.tags if tag in ("address", "dl", "dt", "dd")] == [
        "address",
        "dl",
        "dt",
        "dd",
    ]
    assert page.open == []
