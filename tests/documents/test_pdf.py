"""PDFs as somebody else's reader sees them: measured, readable, and the same twice."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader

from mo_registry.documents import blocks as b
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.letter import Letter, TooManyAddressLines
from mo_registry.documents.pdf import MissingGlyph, Press, font_folders
from mo_registry.documents.reading import read
from mo_registry.documents.slots import Linked, Slots
from mo_registry.finding import RegistryError

MM = 25.4 / 72
ADDRESS = ("Verein e.V.", "Frau Dr. Olga Meier", "c/o Haddad", "Weg 1", "01067 Musterstadt", "ÖSTERREICH")
INFORMATION = (
    ("Unser Zeichen", "KI"),
    ("Telefon", "0221 4710 1"),
    ("E-Mail", "amt@stadt.example"),
    ("Datum", "1.9."),
)
BODY = "Guten Tag,\n\nwir laden Sie herzlich ein.\n\nBitte antworten Sie."


@pytest.fixture(scope="module")
def press() -> Press:
    return Press()


def letter(**values: Any) -> Letter:
    standard = Letter(
        address=ADDRESS,
        sender=("Amt für Vielfalt", "Platz 2"),
        return_line="Amt für Vielfalt · Platz 2 · 01067 Musterstadt",
        information=INFORMATION,
        closing="Mit freundlichen Grüßen",
        signature=("Unterzeichnerin", "Leitung"),
    )
    return replace(standard, **values)


def document(body: str = BODY, **values: Any) -> Document:
    standard = Document(
        Layout.LETTER, "Einladung zum Treffen", "de", date(2023, 9, 1), read(body),
        words={"page": "Seite {page} von {pages}", "enclosures": "Anlagen", "copies": "Verteiler"},
        letter=letter(),
    )  # fmt: skip
    return replace(standard, **values)


def pages(content: bytes) -> Iterator[pdfplumber.page.Page]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        yield from pdf.pages


def places(page: pdfplumber.page.Page) -> dict[str, tuple[float, float]]:
    """The first place of every word, in mm from the top left: left edge, middle of the line."""
    found: dict[str, tuple[float, float]] = {}
    for word in page.extract_words():
        found.setdefault(word["text"], (word["x0"] * MM, (word["top"] + word["bottom"]) / 2 * MM))
    return found


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def resources(page: Any) -> Any:
    return page["/Resources"]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


@pytest.mark.parametrize(("form", "up"), [("B", 0.0), ("A", 18.0)])
def test_a_letter_measures_what_din_5008_asks(press: Press, form: str, up: float) -> None:
    (page,) = pages(press.print(document(letter=letter(form=form))))
    at = places(page)
    assert (page.width * MM, page.height * MM) == pytest.approx((210, 297), abs=0.1)
    # The address: at x 25, its first line at y 62.7, six lines within the 27.3 mm of the zone.
    lines = [at[word] for word in ("Verein", "Frau", "c/o", "Weg")]
    assert [x for x, _y in lines] == pytest.approx([25] * 4, abs=0.5)
    assert lines[0][1] == pytest.approx(62.7 + 1.8 - up, abs=0.6)
    pitches = [below[1] - above[1] for above, below in itertools.pairwise(lines)]
    assert pitches == pytest.approx([4.233] * 3, abs=0.1)
    assert max(word["bottom"] * MM for word in page.extract_words() if word["text"] == "ÖSTERREICH") < 90 - up
    # The return line between 45 and 50, small; the information block at 125/50; the subject at 98.5.
    small = [
        word
        for word in page.extract_words(extra_attrs=["size"])
        if word["text"] == "Amt" and word["size"] < 8.1
    ]
    assert len(small) == 1
    assert small[0]["x0"] * MM == pytest.approx(25, abs=0.3)
    assert 45 - up < small[0]["top"] * MM < small[0]["bottom"] * MM < 50.3 - up
    assert at["Unser"] == pytest.approx((125, 51.6 - up), abs=0.8)
    assert at["Einladung"] == pytest.approx((25, 98.5 + 1.8 - up), abs=0.6)
    # Subject to salutation three lines, one blank line between paragraphs.
    assert at["Guten"][1] - at["Einladung"][1] == pytest.approx(12.7, abs=0.2)
    assert at["wir"][1] - at["Guten"][1] == pytest.approx(8.47, abs=0.2)
    assert at["Unterzeichnerin"][1] - at["Mit"][1] == pytest.approx(4 * 4.233, abs=0.3)


@pytest.mark.parametrize(("form", "folds"), [("B", (105, 210)), ("A", (87, 192))])
def test_fold_marks(press: Press, form: str, folds: tuple[float, float]) -> None:
    (page,) = pages(press.print(document(letter=letter(form=form))))
    marks = sorted(
        (line["top"] * MM, line["x0"] * MM, line["x1"] * MM) for line in page.lines if line["x1"] * MM < 20
    )
    assert [y for y, _x, _end in marks] == pytest.approx(sorted((folds[0], 148.5, folds[1])), abs=0.1)
    assert all(x >= 7.9 and end < 20 for _y, x, end in marks)


def test_a_broken_word_leaves_no_hidden_characters_elsewhere(press: Press) -> None:
    """Whoever copies an address out of the PDF copies the address, whatever was broken before it."""
    long = "anmeldung" * 20
    text = text_of(press.print(document(f"{long} an anmeldung@netzwerk.example")))
    assert "\u200b" not in text
    assert long in text.replace("\n", "")
    assert " an anmeldung@netzwerk.example" in text
    # Letters that are joined stay joined where they are broken.
    text = text_of(press.print(document("\u062c\u0645\u0639\u064a\u0629" * 40)))
    assert "\u200b" in text


def test_a_label_that_fits_is_not_taken_apart(press: Press) -> None:
    """Its type is smaller than that of the text."""
    printed = press.print(document(letter=letter(information=(("للاستفسارات", "KI-MO"), ("Oda", "1")))))
    assert "\u200b" not in text_of(printed)


def test_nothing_is_outside_the_margins(press: Press) -> None:
    (page,) = pages(press.print(document(" ".join(["Wortungetüm" * 30, "kurz"] * 3))))
    words = page.extract_words()
    body = [word for word in words if word["top"] * MM > 95]
    assert min(word["x0"] for word in body) * MM == pytest.approx(25, abs=0.5)
    assert max(word["x1"] for word in body) * MM <= 190.1
    assert all(word["x0"] * MM >= 8 and word["x1"] * MM <= 202 for word in words)
    assert squeezed("Wortungetüm" * 30) in squeezed(page.extract_text())


def test_several_pages_are_numbered_and_have_one_address(press: Press) -> None:
    first, *others = pages(press.print(document("\n\n".join(["Ein Absatz mit Text."] * 40))))
    assert len(others) == 1
    assert "Seite 1 von 2" in first.extract_text()
    assert "Seite 2 von 2" in others[0].extract_text()
    assert "Olga" in first.extract_text()
    assert "Olga" not in others[0].extract_text()
    assert [line for line in others[0].lines if line["x1"] * MM < 20] == []
    (single,) = pages(press.print(document()))
    assert "Seite" not in single.extract_text()


def test_addresses_are_not_broken_over_lines(press: Press) -> None:
    for length in range(40, 60):
        slots = Slots()
        mark = slots.keep(
            Linked("netzwerk@amt-fuer-vielfalt.example", "mailto:netzwerk@amt-fuer-vielfalt.example")
        )
        body = read(f"{'x ' * length} {mark} und mehr", slots)
        (page,) = pages(press.print(document(blocks=body)))
        assert "netzwerk@amt-fuer-vielfalt.example" in page.extract_text()
    long = (("E-Mail", "netzwerk-migrantenorganisationen@amt.example"),)
    (page,) = pages(press.print(document(letter=letter(information=long))))
    word = next(word for word in page.extract_words() if word["text"] == long[0][1])
    assert word["x1"] * MM < 200.5


def test_it_is_accessible_and_fit_for_archives(press: Press) -> None:
    content = press.print(document("## Kopf\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n- x"))
    reader = PdfReader(io.BytesIO(content))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"].startswith("de")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Einladung zum Treffen"
    xmp = catalogue["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    fonts = [font.get_object() for page in reader.pages for font in resources(page)["/Font"].values()]
    files = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert files
    assert all("/FontFile2" in file or "/FontFile3" in file for file in files)


def test_a_character_that_no_font_has_is_named(press: Press) -> None:
    with pytest.raises(MissingGlyph) as problem:
        press.print(document("Für ጤና und 😀"))
    assert problem.value.characters == "ጤና😀"
    assert str(problem.value) == "no font has the characters “ጤ” (U+1324), “ና” (U+1293), “😀” (U+1F600)"
    assert press.print(document("Für Şenol, Київ, Việt, جمعية, Ελλάδα"))


def test_a_font_of_the_registry_is_used_and_a_broken_one_is_named(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "LIESMICH.txt").write_text("Schriften", encoding="utf-8")
    assert Press(fonts).print(document())
    noto = next(path for folder in font_folders() for path in folder.glob("NotoSans*.ttf"))
    renamed = noto.read_bytes().replace("Noto".encode("utf-16-be"), "Haus".encode("utf-16-be"))
    (fonts / "haus.ttf").write_bytes(renamed)
    own = Press(fonts)
    assert own.print(document())
    assert "Haus Sans" in own._families
    (fonts / "kaputt.ttf").write_bytes(b"no font")
    with pytest.raises(RegistryError, match=r"kaputt\.ttf is no font that can be used\."):
        Press(fonts).print(document())


def test_long_address_lines_count_as_they_are_printed(press: Press) -> None:
    long = "Förderverein der Deutschen aus Russland in Sachsen-Anhalt e.V."
    assert press.print(document(letter=letter(address=(long, "Weg 1", "01067 Ort"))))
    with pytest.raises(TooManyAddressLines) as problem:
        press.print(document(letter=letter(address=(long, *ADDRESS[1:]))))
    assert problem.value.needed == 7


def test_what_is_not_there_leaves_no_trace(press: Press) -> None:
    bare = Letter(address=("Verein e.V.",))
    (page,) = pages(press.print(document(letter=bare)))
    assert page.extract_text().splitlines()[:2] == ["Verein e.V.", "Einladung zum Treffen"]


def test_enclosures_copies_and_a_long_information_block(press: Press) -> None:
    many = tuple((f"Zeile {number}", "Wert") for number in range(14))
    content = press.print(document(letter=letter(information=many, enclosures=("Bogen",), copies=("Rat",))))
    (page,) = pages(content)
    at = places(page)
    last = max(word["bottom"] * MM for word in page.extract_words() if word["text"] == "Wert")
    assert at["Einladung"][1] > last
    assert [word in at for word in ("Anlagen", "Bogen", "Verteiler", "Rat")] == [True] * 4


NASTY = [
    "*fett* _unten_ `code` ~~weg~~ $x$",
    "# Überschrift",
    "1. Verein",
    "- Verein",
    "<script>alert(1)</script> &amp; <b>",
    "{{ event.title }} {% raw %}",
    '#read("geheim") #let x = 1 @label <label>',
    "// Kommentar /* x */ \\u{41} \\",
    "[x](https://y.example) | a | b |",
    "=cmd|'/C calc'!A0",
]


@pytest.mark.parametrize("layout", [layout for layout in Layout if layout is not Layout.BADGES])
def test_text_stays_text(press: Press, layout: Layout) -> None:
    slots = Slots()
    cells = "".join(f"| {slots.keep(name)} | x |\n" for name in NASTY)
    lines = "".join(f"- {slots.keep(name)}\n" for name in NASTY)
    body = read(f"## Kopf\n\n{lines}\n\n| A | B |\n|---|---|\n{cells}", slots)
    content = press.print(
        document(blocks=body, title=" ".join(NASTY[:3]), layout=layout, notice=NASTY[6], mark=NASTY[0][:6])
    )
    found = squeezed(text_of(content))
    for name in NASTY:
        assert found.count(squeezed(name)) >= 2, name


def test_right_to_left(press: Press) -> None:
    """Numbers keep their order; a name in Arabic script does not carry off what follows it."""
    slots = Slots()
    mark, phone = slots.keep("جمعية الجسر"), slots.keep("0221 4710 123")
    (page,) = pages(press.print(document(blocks=read(f"Mit {mark} (3) heute", slots))))
    at = places(page)
    assert at["Mit"][0] < at["(3)"][0] < at["heute"][0]
    blocks = read(f"هاتف {phone} فقط", slots, "rtl")
    (page,) = pages(press.print(document(blocks=blocks, direction="rtl", language="ar")))
    line = [word for word in page.extract_words() if word["top"] * MM > 105]
    digits = [word["text"] for word in sorted(line, key=lambda word: word["x0"]) if word["text"].isdigit()]
    assert digits == ["0221", "4710", "123"]
    assert max(word["x1"] for word in line) * MM == pytest.approx(190, abs=0.7)
    assert places(page)["0221"][0] < 200
    assert places(page)["Telefon"][0] > places(page)["0221"][0]


def test_a_list_repeats_its_header_and_counts_its_pages(press: Press) -> None:
    rows = "".join(
        f"| {number} | Verein Nummer {number} e.V. | verein{number}@stadt.example |\n" for number in range(99)
    )
    table = read(f"| Nr. | Name der Organisation | E-Mail |\n|---|---|---|\n{rows}")
    found = list(
        pages(press.print(document(blocks=table, layout=Layout.LIST, letter=None, notice="Vertraulich")))
    )
    assert len(found) > 2
    for number, page in enumerate(found, start=1):
        text = page.extract_text()
        assert "Name der Organisation" in text
        assert f"Seite {number} von {len(found)}" in text
        assert "Vertraulich" in text
        assert page.width > page.height
        assert all(word["x0"] * MM > 14.5 and word["x1"] * MM < 282.5 for word in page.extract_words())


def test_columns_give_room_where_it_is_needed(press: Press) -> None:
    table = read(
        "| Nr. | Funktion | Telefon | Angebote |\n|---|---|---|---|\n"
        f"| 1 | Geschäftsführung | [0221 4710 123](tel:+492214710123) | {'Beratung und Begleitung, ' * 20} |"
    )
    (page,) = pages(press.print(document(blocks=table, layout=Layout.LIST, letter=None)))
    assert "1 Geschäftsführung 0221 4710 123 Beratung und" in page.extract_text()


def test_facts_have_the_whole_line(press: Press) -> None:
    table = read("| | |\n|---|---|\n| Wo | Donaudampfschifffahrtsgesellschaft, Musterstadt |")
    (page,) = pages(press.print(document(blocks=table)))
    assert "Wo Donaudampfschifffahrtsgesellschaft, Musterstadt" in page.extract_text()


def test_the_greeting_is_never_alone_on_a_page(press: Press) -> None:
    for paragraphs in range(18, 26):
        body = "\n\n".join(["Ein Absatz."] * paragraphs)
        *_others, page = pages(press.print(document(f"{body}\n\nDer letzte.")))
        text = page.extract_text()
        assert "Der letzte." in text
        assert "Mit freundlichen Grüßen" in text
        assert "Unterzeichnerin" in text


def test_two_lines_of_text_go_with_the_greeting_and_no_heading_stands_alone(press: Press) -> None:
    for paragraphs in range(14, 26):
        body = "\n\n".join(["Ein Absatz."] * paragraphs)
        content = press.print(document(f"{body}\n\n## Kopf\n\nBitte antworten Sie.\n\nWir freuen uns!"))
        first, *others = pages(content)
        lines = [line for line in first.extract_text().splitlines() if not line.startswith("Seite ")]
        assert lines[-1] != "Kopf", paragraphs
        for page in others:
            _head, *text = page.extract_text().splitlines()
            assert text.index("Mit freundlichen Grüßen") >= 2, paragraphs


def test_following_pages_say_which_letter_they_belong_to(press: Press) -> None:
    body = "\n\n".join(["Ein Absatz mit Text."] * 40)
    first, second = pages(press.print(document(body, letter=letter(day="01.09.2023"))))
    assert second.extract_text().splitlines()[0] == "Einladung zum Treffen 01.09.2023"
    assert "01.09.2023" not in first.extract_text()


def test_long_labels_stay_in_the_information_block(press: Press) -> None:
    lines = (("Адреса електронної пошти для відповіді", "amt@stadt.example"), ("Дата", "01.09.2023"))
    (page,) = pages(press.print(document(letter=letter(information=lines))))
    found = [word for word in page.extract_words() if 49 < word["top"] * MM < 90 and word["x0"] * MM > 120]
    assert found[0]["text"] == "Адреса"
    assert max(word["x1"] for word in found) * MM <= 200
    label = [word["x1"] * MM for word in found if word["text"] in ("Адреса", "електронної", "пошти", "для")]
    assert len(label) == 4
    assert max(label) <= 155.5


def test_minutes_have_a_mark_and_lines_to_sign_on(press: Press) -> None:
    content = press.print(
        document(
            layout=Layout.MINUTES, letter=None, mark="Entwurf",
            signatures=(Signature("Leitung", "A. Beispiel"), Signature("Protokoll")),
        )
    )  # fmt: skip
    (page,) = pages(content)
    assert {word["text"] for word in page.extract_words()} >= {"Leitung", "A.", "Beispiel", "Protokoll"}
    lines = [line for line in page.lines if line["x1"] - line["x0"] > 150]
    assert len({round(line["top"]) for line in lines}) == 1
    assert len(lines) == 2
    large = [char["text"] for char in page.chars if char["size"] > 50]
    assert sorted(large) == sorted("ENTWURF")
    (without,) = pages(press.print(document(layout=Layout.MINUTES, letter=None)))
    assert [char for char in without.chars if char["size"] > 50] == []


def test_the_same_document_is_the_same_file(press: Press) -> None:
    one, two = document(), document()
    first = press.print(one)
    assert press.print(replace(two, title="Dazwischen")) != first
    assert press.print(two) == first == Press().print(two)
    assert press.print(replace(two, date=date(2023, 9, 2))) != first


def test_blocks_of_every_kind(press: Press) -> None:
    body = (
        "## a\n\n### b\n\n> Zitat\n\n---\n\n1. x\n\n   y\n2. z\n   - tief\n\n*k* **f** [l](https://x.example)"
    )
    (page,) = pages(press.print(document(body)))
    assert re.findall(r"\d\. \w", page.extract_text()) == ["1. x", "2. z"]
    assert [link["uri"] for link in page.hyperlinks] == ["https://x.example"]
    assert isinstance(read(body)[2], b.Quote)
