"""Invitations in every language that comes with the tool, and what each of them says in German."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path, PurePath
from typing import Any

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from mo_registry.audience import Occasion, Recipient
from mo_registry.checks import contact_details
from mo_registry.documents import answer_form, invitation, sending, text
from mo_registry.documents import blocks as b
from mo_registry.documents.blocks import Blocks, Listing, Paragraph, Passage, Run
from mo_registry.documents.document import Document
from mo_registry.documents.fields import View
from mo_registry.documents.formats import Formats
from mo_registry.documents.letter import salutation
from mo_registry.documents.output import Format, render
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.sending import Wishes
from mo_registry.documents.slots import Entered
from mo_registry.documents.studio import Studio
from mo_registry.documents.template_files import packaged
from mo_registry.documents.templates import Templates
from mo_registry.finding import Place
from mo_registry.labels import language_name
from mo_registry.matching import named_languages
from mo_registry.model import Contact, Event
from mo_registry.model.event import ItemKind, ProgrammeItem, Speaker
from mo_registry.model.organisation import Channel
from mo_registry.registry import Registry, load

FOREIGN = ("en", "tr", "uk", "ar")
PLAIN = "de-simple"
LANGUAGES = (*FOREIGN, PLAIN)
SMALL = Path(__file__).resolve().parents[1] / "registries" / "small"
MM = 72 / 25.4
HIDDEN = "[\u200b\u2066-\u2069]"
DAY = date(2023, 9, 27)

Letter = Callable[..., Document]


@pytest.fixture
def letter(registry: Registry, conference: Event, change: Any) -> Letter:
    """A letter about the conference to a woman of the Ukrainian organisation, or of another one."""

    def made(
        language: str,
        occasion: Occasion = Occasion.INVITATION,
        organisation: str = "ukrainische-gemeinschaft",
        event: Event = conference,
    ) -> Document:
        to = registry.organisations[organisation]
        contact = to.contacts[0] if to.contacts else None
        recipient = Recipient(to, contact, Channel.POST, language, occasion)
        return invitation.letter_to(Studio(registry), event, recipient)

    return made


def made(document: Document, form: Format) -> bytes:
    return render(document, form, PurePath("x"), Studio(load(SMALL)).press).content


def printed(document: Document, registry: Registry) -> bytes:
    return Studio(registry).press.print(document)


def words(told: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", told))


# What is said


@pytest.mark.parametrize("occasion", Occasion)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_german_is_left(letter: Letter, root: Path, language: str, occasion: Occasion) -> None:
    document = letter(language, occasion)
    assert document.language == language
    told = words(text.render(replace(document, summary="")))
    # “Frau” in the address field is for the German post.
    data = {"Frau", *words(" ".join(path.read_text("utf-8") for path in root.rglob("*.yaml")))}
    own = said_by(language)
    assert told & own - data
    if language != PLAIN:
        assert told & (said_by("de") - own) - data == set()
    if language in ("uk", "ar"):
        assert {word for word in told - data if word.isascii()} == set()


def said_by(language: str) -> set[str]:
    """The words of a language's templates that are no fields."""
    files = (packaged() / f"invitation.{language}.md", packaged() / f"words.{language}.yaml")
    told = re.sub(
        r"\{\{.*?\}\}|\{%.*?%\}|^#.*?$|^\w+:",
        "",
        "\n".join(it.read_text("utf-8") for it in files),
        flags=re.M,
    )
    return words(told)


SUBJECTS = {
    "en": ("Invitation: ", "Changed invitation: ", "New date: ", "Cancelled: "),
    "tr": ("Davet: ", "Değişen davet: ", "Yeni tarih: ", "İptal: "),
    "uk": ("Запрошення: ", "Змінене запрошення: ", "Нова дата: ", "Скасовано: "),
    "ar": ("دعوة: ", "دعوة معدّلة: ", "موعد جديد: ", "إلغاء: "),
    PLAIN: ("Einladung zu ", "Geändert: Einladung zu ", "Neuer Tag: ", "Fällt aus: "),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_says_what_it_is_about(letter: Letter, language: str) -> None:
    titles = [letter(language, occasion).title for occasion in Occasion]
    assert [title.startswith(start) for title, start in zip(titles, SUBJECTS[language], strict=True)] == [
        True
    ] * 4
    assert all("Vereine und Ämter" in title for title in titles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_the_german_letter_says_is_there(letter: Letter, language: str) -> None:
    german, other = (text.render(replace(letter(tongue), summary="")) for tongue in ("de", language))
    values = (
        "Zusammenarbeit auf Augenhöhe", "Rathaus Musterstadt", "Großer Saal", "Marktplatz 1, 01067 Musterstadt",
        "Erdgeschoss, Flur B", "Aufzug, Induktionsschleife", "fachtag.example/raum", "13:30", "Was Vereine können",
        "Dr. Max Huber", "Die Brücke Wien", "Ada Beispiel", "Was hilft?", "Was fehlt?", "جمعية الجسر",
        "Antrag für das Sprachcafé schreiben", "fachtag.example/anmeldung",
        "fachtag@integrationsstelle.example", "0221 4710 301", "Volkshochschule Musterstadt",
    )  # fmt: skip
    flat = [" ".join(it.split()) for it in (german, other)]
    assert [[value for value in values if value not in it] for it in flat] == [[], []]


GREETINGS = {
    "en": ("Dear Ms Kaya,", "Dear Mr Kaya,", "Dear Deniz Kaya,", "Dear Sir or Madam,"),
    "tr": ("Sayın Kaya,", "Sayın Kaya,", "Sayın Deniz Kaya,", "Sayın Hanımefendiler ve Beyefendiler,"),
    "uk": (
        "Шановна пані Kaya!",
        "Шановний пане Kaya!",
        "Добрий день, Deniz Kaya!",
        "Шановні пані та панове!",
    ),
    "ar": (
        "السيدة Kaya المحترمة،",
        "السيد Kaya المحترم،",
        "تحية طيبة إلى Deniz Kaya،",
        "السيدات والسادة الكرام،",
    ),
    PLAIN: ("Guten Tag Frau Kaya,", "Guten Tag Herr Kaya,", "Guten Tag Deniz Kaya,", "Guten Tag,"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_not_told_is_greeted_by_name(root: Path, language: str) -> None:
    known = Templates(root).words(language)
    people = [Contact(given="Deniz", family="Kaya", salutation=told) for told in ("ms", "mr", None)]
    assert tuple(salutation(person, known) for person in (*people, None)) == GREETINGS[language]


def test_a_network_that_does_not_greet_in_a_language_leaves_it_to_the_language(letter: Letter) -> None:
    """The small registry greets in German and English."""
    firsts = {it: text.render(letter(it, organisation="bruecke-wien")) for it in ("de", *LANGUAGES)}
    assert "\n\nLiebe Engagierte, sehr geehrte Damen und Herren,\n\n" in firsts["de"]
    assert "\n\nDear friends, dear Sir or Madam,\n\n" in firsts["en"]
    for language in ("tr", "uk", "ar", PLAIN):
        assert f"\n\n{GREETINGS[language][3]}\n\n" in firsts[language]


def test_a_network_greets_in_plain_german_if_it_says_how(letter: Letter, registry: Registry) -> None:
    registry.settings.networks["netzwerk"].greeting[PLAIN] = "Guten Tag an alle"
    assert "\n\nGuten Tag an alle,\n\n" in text.render(letter(PLAIN, organisation="bruecke-wien"))


@pytest.mark.parametrize(
    ("language", "facts", "prose", "figures", "month"),
    [
        ("de", "Mittwoch, 27.09.2023", "Mittwoch, 27. September 2023", "27.09.2023", "September 2023"),
        (PLAIN, "Mittwoch, 27.09.2023", "Mittwoch, 27. September 2023", "27.09.2023", "September 2023"),
        ("tr", "27 Eylül 2023 Çarşamba", "27 Eylül 2023 Çarşamba", "27.09.2023", "Eylül 2023"),
        ("uk", "середа, 27 вересня 2023 р.", "27 вересня 2023 року (середа)", "27.09.2023", "вересень 2023 р."),
        ("ar", "الأربعاء، 27 أيلول/سبتمبر 2023", "الأربعاء، 27 أيلول/سبتمبر 2023", "27.09.2023", "أيلول/سبتمبر 2023"),
        ("ar-EG", "الأربعاء، 27 سبتمبر 2023", "الأربعاء، 27 سبتمبر 2023", "27.09.2023", "سبتمبر 2023"),
    ],
)  # fmt: skip
def test_days_in_latin_digits(language: str, facts: str, prose: str, figures: str, month: str) -> None:
    formats = Formats(language)
    shown = (formats.weekday_date(DAY), formats.day(DAY), formats.short_date(DAY), formats.day("2023-09"))
    assert tuple(it.replace("\u202f", " ").replace("\u00a0", " ") for it in shown) == (
        facts,
        prose,
        figures,
        month,
    )


def test_every_month_in_arabic_has_both_its_names() -> None:
    for month in range(1, 13):
        assert re.fullmatch(r"\w+، 1 \w+( \w+)?/\w+ 2023", Formats("ar").day(date(2023, month, 1)))


def test_times_in_each_language(root: Path) -> None:
    templates = Templates(root)
    shown = {it: Formats(it, templates.words(it)).times("17:00", "19:30") for it in ("de", *LANGUAGES)}
    assert {language: told.replace("\u00a0", " ") for language, told in shown.items()} == {
        "de": "17:00–19:30 Uhr", PLAIN: "17:00–19:30 Uhr", "en": "17:00–19:30", "tr": "saat 17:00–19:30",
        "uk": "17:00–19:30", "ar": "17:00–19:30",
    }  # fmt: skip


def test_plain_german_has_short_sentences(letter: Letter) -> None:
    body = (packaged() / f"invitation.{PLAIN}.md").read_text("utf-8").partition("\n---\n")[2]
    told = re.sub(r"\{\{.*?\}\}", "Wort", re.sub(r"\{%.*?%\}", "", body))
    sentences = [words_in for it in re.split(r"[.?!:|\\]|\n\n|\n- ", told) if (words_in := it.split())]
    assert max(map(len, sentences)) <= 12
    assert "17:00 Uhr" not in told
    assert "13:00\u00a0Uhr bis 17:30\u00a0Uhr" in text.render(letter(PLAIN))


# What it says in German

SUMMARIES = {
    Occasion.INVITATION: (
        "Auf Deutsch: Einladung zu „Vereine und Ämter“ am Freitag, 13. Oktober 2023, 13:00–17:30\u00a0Uhr,"
        " Rathaus Musterstadt; Antwort bis Montag, 2. Oktober 2023."
    ),
    Occasion.CHANGE: (
        "Auf Deutsch: Geänderte Einladung zu „Vereine und Ämter“ am Freitag, 13. Oktober 2023, 13:00–17:30\u00a0Uhr,"
        " Rathaus Musterstadt; Antwort bis Montag, 2. Oktober 2023. Das frühere Schreiben gilt nicht mehr."
    ),
    Occasion.NEW_DATE: (
        "Auf Deutsch: Neuer Termin statt Freitag, 6. Oktober 2023, Einladung zu „Vereine und Ämter“ am Freitag,"
        " 13. Oktober 2023, 13:00–17:30\u00a0Uhr, Rathaus Musterstadt; Antwort bis Montag, 2. Oktober 2023."
    ),
    Occasion.CANCELLATION: "Auf Deutsch: Absage, „Vereine und Ämter“ am Freitag, 13. Oktober 2023 findet nicht statt.",
}


@pytest.mark.parametrize("occasion", Occasion)
def test_a_letter_in_another_language_says_in_german_what_it_is(letter: Letter, occasion: Occasion) -> None:
    told = {language: letter(language, occasion).summary for language in ("de", *LANGUAGES)}
    assert told == {"de": "", PLAIN: "", **dict.fromkeys(FOREIGN, SUMMARIES[occasion])}


def test_what_is_not_settled_is_not_in_it(letter: Letter, change: Any, conference: Event) -> None:
    bare = change(
        conference.id, venue=None, registration=conference.registration.model_copy(update={"deadline": None})
    )
    assert letter("tr", event=bare).summary == (
        "Auf Deutsch: Einladung zu „Vereine und Ämter“ am Freitag, 13. Oktober 2023, 13:00–17:30\u00a0Uhr,"
        " https://fachtag.example/raum."
    )


def test_an_office_can_do_without(root: Path) -> None:
    settings = root / "data" / "registry.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("documents:\n", "documents:\n  german_summary: false\n"), "utf-8"
    )
    registry = load(root)
    event = registry.events["2023-10-13-fachtag"]
    assert not registry.findings
    assert invitation.letter_to_all(Studio(registry), event, "tr", Occasion.INVITATION).summary == ""


class Page(HTMLParser):
    """What stands in elements that say their language, and all attributes."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.told: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "wbr", "hr"):
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag, attributes in self.open:
            if "lang" in attributes or tag == "bdi":
                self.told.append((tag, attributes, data))

    def within(self, tag: str, **attributes: str) -> str:
        parts = (it for name, known, it in self.told if name == tag and attributes.items() <= known.items())
        return " ".join("".join(parts).split())


@pytest.mark.parametrize("language", FOREIGN)
def test_in_html_german_is_marked(letter: Letter, language: str) -> None:
    page = Page(made(letter(language), Format.HTML).decode())
    root = {"lang": language, "dir": "rtl"} if language == "ar" else {"lang": language}
    assert page.told[0][1] == root
    assert page.within("p", lang="de", dir="ltr") == " ".join(SUMMARIES[Occasion.INVITATION].split())
    notes = " Es wird fotografiert. Ihre Angaben dienen nur der Vorbereitung."
    assert page.within("div", lang="de", dir="ltr") == (
        "Zwei Tage für alle, die in Vereinen und Ämtern mit Zugewanderten arbeiten."
        + ("" if language == "en" else notes)
    )
    titles = "bdi" if language == "ar" else "span"
    assert "Was Vereine können" in page.within(titles, lang="de")
    assert "Huber" not in page.within(titles, lang="de")


NOTES = ("Es wird fotografiert.", "Ihre Angaben dienen nur der *Vorbereitung*.")


def test_a_note_in_another_language_is_a_paragraph_of_its_own(letter: Letter, registry: Registry) -> None:
    """Side by side in an Arabic paragraph two German sentences would run into each other."""
    rules = registry.settings.documents
    rules.photo_note.clear()
    rules.privacy_note.clear()
    rules.photo_note["de"], rules.privacy_note["de"] = NOTES
    document = letter("ar")
    passages = [it for it in document.blocks if isinstance(it, Passage)]
    assert passages[-2:] == [Passage((Paragraph((Run(note),)),), "de", "ltr") for note in NOTES]
    lines = re.sub(HIDDEN, "", text.render(document)).split("\n\n")
    at = lines.index(NOTES[0])
    assert lines[at : at + 3] == [*NOTES, "قد تطرأ تغييرات لاحقاً."]
    (english,) = (it for it in letter("de").blocks if NOTES[0] in b.plain_text(getattr(it, "runs", ())))
    assert b.plain_text(english.runs).startswith(" ".join(NOTES))  # type: ignore[union-attr]


def test_the_full_stop_of_a_signature_stays_behind_the_name(letter: Letter, registry: Registry) -> None:
    document = letter("ar")
    assert document.letter
    document = replace(document, letter=replace(document.letter, signature=("Karin K.", "Leitung")))
    with pdfplumber.open(io.BytesIO(printed(document, registry))) as pdf:
        lines = [line for page in pdf.pages for line in page.extract_text_lines() if "Karin" in line["text"]]
    (signed,) = ("".join(it["text"] for it in sorted(line["chars"], key=_left)) for line in lines)
    assert signed.replace(" ", "") == "KarinK."
    assert "<bdi>Karin K.</bdi>" in made(document, Format.HTML).decode()


def _left(character: dict[str, Any]) -> float:
    return float(character["x0"])


def test_a_german_page_marks_nothing(letter: Letter) -> None:
    for language in ("de", PLAIN):
        page = made(letter(language), Format.HTML).decode()
        assert f'<html lang="{language}">' in page
        assert page.count(" lang=") == 1


@pytest.mark.parametrize("language", FOREIGN)
def test_in_word_german_is_marked(letter: Letter, language: str) -> None:
    document = docx.Document(io.BytesIO(made(letter(language), Format.WORD)))
    told = {it.text: it for it in document.paragraphs}
    for line in (
        SUMMARIES[Occasion.INVITATION],
        "Zwei Tage für alle, die in Vereinen und Ämtern mit Zugewanderten arbeiten.",
    ):
        assert told[line]._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is None
        tongues = {run._r.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:val")) for run in told[line].runs}
        assert tongues == {"de-DE"}
        assert not any(run.font.rtl for run in told[line].runs)
    assert document.core_properties.language == language
    assert document.paragraphs[-1].text == SUMMARIES[Occasion.INVITATION]


@pytest.mark.parametrize("language", FOREIGN)
def test_in_pdf_german_is_marked(letter: Letter, registry: Registry, language: str) -> None:
    reader = PdfReader(io.BytesIO(printed(letter(language), registry)))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"] == f"{language}-DE"
    assert "<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data().decode()
    assert {it for it in tongues_of(catalogue["/StructTreeRoot"]) if it} == {"de-DE"}
    last = " ".join(re.sub(HIDDEN, "", reader.pages[-1].extract_text()).split())
    assert (
        "Auf Deutsch: Einladung zu „Vereine und Ämter“ am Freitag, 13. Oktober 2023, 13:00–17:30 Uhr," in last
    )


def tongues_of(node: Any) -> Iterator[str]:
    node = node.get_object()
    if isinstance(node, list):
        for kid in node:
            if hasattr(kid, "get_object"):
                yield from tongues_of(kid)
    elif isinstance(node, dict):
        yield str(node.get("/Lang", ""))
        if "/K" in node:
            yield from tongues_of(node["/K"])


@pytest.mark.parametrize("language", FOREIGN)
def test_in_the_mail_too(registry: Registry, conference: Event, change: Any, language: str) -> None:
    kim = Contact(family="Kim", email="kim@bruecke.example", language=language, channel=Channel.EMAIL)
    change("bruecke-wien", contacts=(kim,))
    done = sending.make(
        registry, change(conference.id, dispatched=(), moved_from=()), wishes=Wishes(singles=False)
    )
    name = f"mail-{language}.eml"
    file = next(it.content for it in done.files if it.path.name == name)
    message: Any = message_from_bytes(file, policy=policy.default)
    assert message["Content-Language"] == language
    plain, page = (
        next(part for part in message.walk() if part.get_content_type() == kind).get_content()
        for kind in ("text/plain", "text/html")
    )
    told = " ".join(SUMMARIES[Occasion.INVITATION].split())
    assert " ".join(plain.split()).endswith(told)
    assert Page(page).within("p", lang="de", dir="ltr") == told


def test_text_of_another_language_joins_and_counts_as_text(registry: Registry) -> None:
    view = View(registry, "tr")
    title = view.entered("Treffen")
    assert isinstance(title, Entered)
    assert (title, title.language) == ("Treffen", "de")
    assert type(View(registry, "de-simple").entered("Treffen")) is str
    template = Templates(registry.root).find("invitation", "tr")
    made_of = replace(
        template,
        source='---\ntitle: x\n---\n{{ "x " + event.title }} {{ event.title | upper }}|{{ event.title }}',
    )
    (paragraph,) = made_of.render({"event": Fields("event", title=title)}).blocks
    assert [(run.text, run.language) for run in paragraph.runs] == [  # type: ignore[union-attr]
        ("x Treffen TREFFEN|", ""), ("Treffen", "de"),
    ]  # fmt: skip


def test_in_the_letterhead_of_the_office_it_is_the_last_line(letter: Letter, tmp_path: Path) -> None:
    sheet = docx.Document()
    for line in ("{{ subject }}", "{{ body }}", "{{ closing }}", "{{ signature }}"):
        sheet.add_paragraph(line)
    sheet.save(str(tmp_path / "letterhead.docx"))
    for language in ("de", "tr", "ar"):
        own = replace(letter(language), letterhead=tmp_path / "letterhead.docx")
        last = docx.Document(io.BytesIO(made(own, Format.WORD))).paragraphs[-1]
        if language == "de":
            assert last.text == "Dr. Vera Kühn\nLeitung"
            continue
        assert last.text == SUMMARIES[Occasion.INVITATION]
        assert {run._r.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:val")) for run in last.runs} == {
            "de-DE"
        }
        assert last._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is None


# From right to left


def test_an_arabic_letter_keeps_the_form_of_the_norm(letter: Letter, registry: Registry) -> None:
    """Address field and information block where the window is; the text flush right; figures in their order."""
    content = printed(letter("ar", organisation="bruecke-wien"), registry)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        first, last = pdf.pages[0], pdf.pages[-1]
        lines = {it["text"]: it for it in first.extract_text_lines()}
        address = next(it for told, it in lines.items() if told.startswith("Mustergasse 3"))
        assert address["x0"] == pytest.approx(25 * MM, abs=1)
        # Everything of the information block is in its 75 mm, its labels at the right edge.
        block = [it for it in first.chars if it["x0"] >= 125 * MM and it["size"] == pytest.approx(9, abs=0.1)]
        assert max(it["x1"] for it in block) == pytest.approx(200 * MM, abs=1)
        body = [it for it in first.chars if it["top"] > 115 * MM and it["text"].strip() and it["size"] > 9]
        assert max(it["x1"] for it in body) == pytest.approx(190 * MM, abs=2)
        told = " ".join(page.extract_text() for page in (first, last))
        lines |= {it["text"]: it for it in last.extract_text_lines()}
    for value in ("0221 4710 301", "01.09.2023", "fachtag@integrationsstelle.example", "30.09.2023", "13:30"):
        assert value in told
    for start in ("Zwei Tage", "Auf Deutsch"):
        german = next(it for told, it in lines.items() if told.startswith(start))
        assert german["x0"] == pytest.approx(25 * MM, abs=1)


def test_an_arabic_letter_in_word(letter: Letter) -> None:
    document = docx.Document(io.BytesIO(made(letter("ar"), Format.WORD)))

    def backwards(start: str) -> bool:
        paragraph = next(it for it in document.paragraphs if re.sub(HIDDEN, "", it.text).startswith(start))
        return paragraph._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None

    assert [backwards(it) for it in ("Українська", "Musterstraße 1", "السيدة", "وتفضلوا", "نرجو")] == [
        False, False, True, True, True,
    ]  # fmt: skip
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    runs = [run for it in document.paragraphs for run in it.runs if re.search("[\u0600-\u06ff]", run.text)]
    assert runs
    assert all(run.font.rtl for run in runs)
    told = "\n".join(it.text for it in document.paragraphs)
    assert "\u20660221 4710 301\u2069" in told
    assert "\u2066fachtag@integrationsstelle.example\u2069" in told


def test_arabic_says_from_when_till_when_in_words(letter: Letter) -> None:
    told = text.render(letter("ar"))
    assert "من الساعة \u206813:00\u2069 حتى" in told
    assert re.search(r"حتى\s+الساعة \u206817:30\u2069", told)
    assert not re.search("[٠-٩۰-۹]", told)


# All formats, the same bytes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_occasion_comes_out_in_every_format_and_twice_the_same(
    registry: Registry, conference: Event, language: str
) -> None:
    for occasion in Occasion:
        documents = [
            invitation.letter_to_all(Studio(registry), conference, language, occasion) for _again in range(2)
        ]
        assert documents[0] == documents[1]
        presses = [Studio(registry).press for _again in range(2)]
        for form in invitation.FORMATS:
            first, second = (
                render(document, form, PurePath("x"), press).content
                for document, press in zip(documents, presses, strict=True)
            )
            assert first == second
            if form in (Format.TEXT, Format.MARKDOWN, Format.HTML):
                told = first.decode()
                assert [it for it in ("None", "{{", "{%", "[]") if it in told] == []


def test_a_meeting_has_an_agenda(letter: Letter, meeting: Event) -> None:
    told = {language: text.render(letter(language, event=meeting)) for language in LANGUAGES}
    headings = {
        "en": "Agenda", "tr": "Gündem", "uk": "Порядок денний", "ar": "جدول الأعمال", PLAIN: "Das haben wir vor",
    }  # fmt: skip
    for language, heading in headings.items():
        agenda = told[language].partition(f"\n{heading}\n")[2]
        items = re.findall(rf"^(?:Punkt )?(\d): +{HIDDEN}?(\w+)", agenda, flags=re.MULTILINE)
        assert items == [("1", "Begrüßung"), ("2", "Förderung"), ("3", "Fachtag"), ("4", "Verschiedenes")]


@pytest.mark.parametrize("language", ["de", *LANGUAGES])
def test_a_break_has_no_number_and_a_colon_is_not_followed_by_another(
    letter: Letter, meeting: Event, change: Any, language: str
) -> None:
    karin = (Speaker(name="Karin K."),)
    items = (
        ProgrammeItem(item="a", title="Plan: was kommt", speakers=karin),
        ProgrammeItem(item="pause", title="Kaffeepause", kind=ItemKind.BREAK),
        ProgrammeItem(item="b", title="Ausblick", speakers=karin),
    )
    told = re.sub(HIDDEN, "", text.render(letter(language, event=change(meeting.id, programme=items))))
    rows = [line for line in told.splitlines() if "Karin K." in line or "Kaffeepause" in line]
    number = {"de": "TOP ", PLAIN: "Punkt "}.get(language, "")
    indent = " " * len(f"{number}1:  ")
    assert rows == [
        f"{number}1:  Plan: was kommt – Karin K.", f"{indent}Kaffeepause", f"{number}2:  Ausblick: Karin K.",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["de", *LANGUAGES])
def test_the_answer_form_asks_the_same_in_every_language(
    registry: Registry, conference: Event, language: str
) -> None:
    studio = Studio(registry)
    german, form = (answer_form.form_for(studio, conference, it) for it in ("de", language))
    assert (form.language, len(form.signatures)) == (language, 2)
    assert kinds(form.blocks) == kinds(german.blocks)
    assert len(PdfReader(io.BytesIO(studio.press.print(form))).pages) == 1
    own = (packaged() / f"answer-form.{language}.md").read_text("utf-8")
    assert len(re.findall(r"\[ \]|_{4,}", own)) == len(
        re.findall(r"\[ \]|_{4,}", (packaged() / "answer-form.de.md").read_text("utf-8"))
    )


def kinds(blocks: Blocks) -> list[tuple[type, int]]:
    found = [it.blocks[0] if isinstance(it, Passage) else it for it in blocks]
    return [(type(it), len(it.items) if isinstance(it, Listing) else 0) for it in found]


# German in plain language


def test_plain_german_is_asked_for_like_a_language(
    registry: Registry, conference: Event, change: Any
) -> None:
    kim = Contact(family="Kim", email="kim@bruecke.example", language=PLAIN, channel=Channel.EMAIL)
    change("bruecke-wien", contacts=(kim,))
    done = sending.make(registry, change(conference.id, dispatched=(), moved_from=()))
    row = next(it for it in done.plan.rows if it.organisation == "bruecke-wien")
    assert (row.language, row.files[0]) == (PLAIN, "mail-de-simple.eml")
    assert not list(contact_details.language(Place("x"), PLAIN))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", ["einfache Sprache", "Leichte Sprache", "de-leicht", "de_simple", "plain language"]
)
def test_what_was_meant_by_it(registry: Registry, written: str) -> None:
    place = registry.place(registry.organisations["bruecke-wien"], "languages", 0)
    (found,) = contact_details.language(place, written)
    assert (found.code, found.help) == ("MO155", "did you mean de-simple?")


def test_what_it_is_called() -> None:
    names = {tongue: language_name(PLAIN, tongue) for tongue in ("de", "en", "tr", "uk", "ar", "fr")}
    assert names == {
        "de": "Deutsch (einfache Sprache)", "en": "German (plain language)", "tr": "Almanca (sade dil)",
        "uk": "німецька (проста мова)", "ar": "الألمانية (لغة مبسطة)", "fr": "allemand (plain language)",
    }  # fmt: skip
    assert [language_name(tag, "de") for tag in ("uk", "de-AT", "xx-simple", "no-such")] == [
        "Ukrainisch", "Österreichisches Deutsch", "xx-simple", "Norwegisch",
    ]  # fmt: skip
    assert named_languages("Deutsch (einfache Sprache)") == (PLAIN,)
