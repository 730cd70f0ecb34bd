"""Plain text: what is read in lines of 72 columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mo_registry.documents import blocks as b
from mo_registry.documents import invitation, protocol, text
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.output import Format
from mo_registry.documents.reading import read
from mo_registry.model import Event
from mo_registry.registry import Registry
from mo_registry.visible import width


def document(blocks: b.Blocks, **values: Any) -> Document:
    return replace(Document(Layout.MINUTES, "Titel", "de", date(2023, 9, 1), blocks), **values)


def shown(markdown: str) -> str:
    """What stands below the title."""
    return text.render(document(read(markdown))).removeprefix("Titel\n=====\n\n").rstrip("\n")


def test_the_whole_letter(registry: Registry, conference: Event) -> None:
    made = invitation.make(registry, conference, [Format.TEXT])
    (letter,) = (
        file.content.decode() for file in made.files if file.path.stem == "invitation-verband-der-vereine"
    )
    head, rest = letter.split("Sehr geehrter Herr Özer,")
    assert head == HEAD
    assert (
        "\n\nProgramm\n--------\n\n13:00\u00a0Uhr:  Infostände\n13:30\u00a0Uhr:  Was Vereine können: " in rest
    )
    assert rest.endswith("\nWir freuen uns auf Sie!\n\nMit freundlichen Grüßen\n\nDr. Vera Kühn\nLeitung\n")
    assert max(map(width, letter.splitlines())) <= text.COLUMNS


HEAD = """\
Integrationsstelle Musterstadt
Marktplatz 1 · 01067 Musterstadt · https://integrationsstelle.example

Verband der Vereine Musterstadt e.V.
Herrn Jan Özer
Postfach 10 10 10
01001 Musterstadt

Unser Zeichen:  IS-12
Name:           Dr. Vera Kühn
Raum:           Rathaus, Zimmer 12
Telefon:        0221 4710 301
Telefax:        0221 4710 309
E-Mail:         kuehn@integrationsstelle.example
Datum:          01.09.2023

Neuer Termin: Vereine und Ämter am Freitag, 13. Oktober 2023

"""


def test_minutes_with_a_table_and_lines_to_sign_on(registry: Registry, meeting: Event) -> None:
    content = protocol.make(registry, meeting, [Format.TEXT]).files[0].content.decode()
    assert content.startswith(
        "Integrationsstelle Musterstadt\n\nProtokoll Netzwerktreffen am Mittwoch, 10. Mai 2023\n===="
    )
    assert TABLE in content
    assert content.endswith(
        "\n\n\n______________________________\nDr. Vera Kühn\nSitzungsleitung\n"
        "\n\n______________________________\nIryna van der Berg\nProtokoll\n"
        "\nNetzwerktreffen, 10.05.2023 · genehmigt am 01.06.2023\n"
    )


TABLE = """\
Nr.  Was                       Wer                           Bis wann
---  ------------------------  ----------------------------  ----------
a1   Übersicht der Fristen     Integrationsstelle            31.05.2023
     schicken                  Musterstadt

a2   Antrag für das            Українська громада            30.09.2023
     Sprachcafé schreiben      Мустерштадт e.V.
"""


def test_a_mark_and_a_notice() -> None:
    made = document((), mark="Entwurf", notice="Intern", signatures=(Signature("Leitung"),))
    assert text.render(made) == (
        "Titel\n=====\n\nENTWURF\n\n\n______________________________\nLeitung\n\nIntern\n"
    )


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**a** *b* c", "a b c"),
        ("## Eins\n\n### Zwei\n\nx", "Eins\n----\n\nZwei\n\nx"),
        ("- a\n- b\n  - c\n- d", "- a\n- b\n  - c\n- d"),
        ("9. a\n10. b", "9.  a\n10. b"),
        ("1. a\n\n   b\n2. c", "1. a\n\n   b\n\n2. c"),
        ("> a\n>\n> - b", "> a\n>\n> - b"),
        ("a\\\nb", "a\nb"),
        ("---", "-" * 72),
        ("| | |\n|---|---|\n| Wann | morgen |\n| Ort | hier |", "Wann:  morgen\nOrt:   hier"),
        ("| A | B | C |\n|---|--:|:-:|\n| eins | 2 | x |\n| drei | 44 | yyy |",
         "A      B   C\n----  --  ---\neins   2   x\ndrei  44  yyy"),
        ("[hier](https://x.example/a) und <https://x.example>", "hier <https://x.example/a> und https://x.example"),
        ("[x.example/](https://x.example) [a@b.example](mailto:a@b.example)", "x.example/ a@b.example"),
        ("[Wir](mailto:a@b.example) [0221 1](tel:+492211)", "Wir <a@b.example> 0221 1"),
    ],
)  # fmt: skip
def test_what_markdown_becomes(markdown: str, plain: str) -> None:
    assert shown(markdown) == plain


def test_a_table_that_is_too_wide_becomes_lines_with_labels() -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"
    table = f"| Was | Wer und wozu das alles gut ist | Wann |\n|---|---|---|\n| {long} | {long} | heute |\n| a | b | |"
    assert shown(table) == (
        f"Was:   {long}\nWer und wozu das alles gut ist:\n       {long}\nWann:  heute\n\n"
        "Was:  a\nWer und wozu das alles gut ist:\n      b"
    )


def test_addresses_and_numbers_stay_in_a_line() -> None:
    words = "wort " * 13
    blocks = (b.Paragraph((b.Run(words), b.Run("0221 51 81", whole=True), b.Run("."))),)
    assert text.render(document(blocks)).splitlines()[3:] == [words.strip(), "0221 51 81."]
    address = "https://x.example/" + "a" * 80
    assert shown(f"Siehe {address} dort") == f"Siehe\n{address}\ndort"


def test_right_to_left_is_isolated() -> None:
    blocks = (b.Paragraph((b.Run("Bei "), b.Run("جمعية 3", isolate=True), b.Run(" um 5"))),)
    assert text.render(document(blocks)).endswith("\nBei \u2068جمعية 3\u2069 um 5\n")


@given(
    value=st.text(
        alphabet=st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=200
    )
)
def test_text_stays_text(value: str) -> None:
    content = text.render(document((b.Paragraph((b.Run(value, strong=True),)),)))
    assert "".join(content.removeprefix("Titel\n=====\n").split()) == "".join(value.split())
    assert all(width(line) <= text.COLUMNS or " " not in line.strip(" ") for line in content.splitlines())
