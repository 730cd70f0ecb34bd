"""The German catalogue: complete, fresh, and true to the places where values are filled in."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from scripts import catalogue

FIELD = re.compile(r"\{\w*\}")
EXAMPLE = re.compile(r"^(?:    .*|Fails:|Passes:)$", re.MULTILINE)
RENEW = "run `make catalogue`, and translate what it names"

COMMITTED = catalogue.read()
MESSAGES = [message for message in COMMITTED if message.id]


def forms(text: object) -> list[str]:
    """A text as a list: one for a plain message, two for a message with a plural."""
    return [str(form) for form in text] if isinstance(text, tuple | list) else [str(text)]


def ids(messages: object) -> set[str]:
    assert isinstance(messages, Catalog)
    return {str(message.id) for message in messages if message.id}


def excerpt(message: Message) -> str:
    return forms(message.id)[0].partition("\n")[0]


def test_every_text_of_the_program_is_in_the_catalogue_and_no_other() -> None:
    template = catalogue.collect()
    assert ids(template) - ids(COMMITTED) == set(), RENEW
    assert ids(COMMITTED) - ids(template) == set(), RENEW


def test_every_text_is_translated_and_none_is_doubtful() -> None:
    assert [excerpt(message) for message in catalogue.missing(COMMITTED)] == [], RENEW


def test_no_obsolete_text_is_kept() -> None:
    assert sorted(excerpt(message) for message in COMMITTED.obsolete.values()) == [], RENEW


def test_translations_fill_in_the_same_values() -> None:
    wrong = [
        (excerpt(message), form)
        for message in MESSAGES
        for form in forms(message.string)
        if form and set(FIELD.findall(form)) != set(FIELD.findall(forms(message.id)[-1]))
    ]
    assert wrong == []


def test_pages_keep_their_examples() -> None:
    """The examples are what runs as a test: a translator does not touch them."""
    wrong = [
        excerpt(message)
        for message in MESSAGES
        if message.string
        and "\nFails:\n" in forms(message.id)[0]
        and EXAMPLE.findall(forms(message.string)[0]) != EXAMPLE.findall(forms(message.id)[0])
    ]
    assert wrong == []


def test_translations_begin_and_end_as_their_texts_do() -> None:
    """A lost line break or blank at an end glues two texts together on the screen."""
    wrong = [
        (excerpt(message), form)
        for message in MESSAGES
        for source, form in zip(forms(message.id), forms(message.string), strict=True)
        if form and edges(source) != edges(form)
    ]
    assert wrong == []


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_the_text_form_is_as_make_catalogue_writes_it() -> None:
    merged = catalogue.merge(catalogue.read(), catalogue.collect())
    assert catalogue.po_bytes(merged) == catalogue.PO_FILE.read_bytes(), RENEW


def test_the_compiled_form_is_that_of_the_text_form_byte_for_byte() -> None:
    merged = catalogue.merge(catalogue.read(), catalogue.collect())
    assert catalogue.mo_bytes(merged) == catalogue.MO_FILE.read_bytes(), RENEW


def test_gettext_reads_what_is_committed() -> None:
    with catalogue.MO_FILE.open("rb") as stream:
        german = gettext.GNUTranslations(stream)
    spoken = {text: german.gettext(text) for text in (forms(message.id)[0] for message in MESSAGES)}
    plain = {forms(m.id)[0]: m.string for m in MESSAGES if isinstance(m.id, str)}
    assert {text: spoken[text] for text in plain} == plain


@pytest.fixture
def two_texts(tmp_path: Path) -> Catalog:
    """A catalogue with one translation of a text that is about to change, and one of a text that goes."""
    file = tmp_path / "old.po"
    file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "no venue is called “{name}” here"\nmsgstr "kein Ort heißt hier „{name}“"\n\n'
        'msgid "entirely gone"\nmsgstr "ganz weg"\n',
        encoding="utf-8",
    )
    return catalogue.read(file)


def test_a_changed_text_keeps_its_translation_as_doubtful(two_texts: Catalog) -> None:
    template = catalogue.Catalogue(fuzzy=False)
    template.add("no venue is called “{name}”")
    merged = catalogue.merge(two_texts, template)
    kept = merged["no venue is called “{name}”"]
    assert (kept.string, kept.fuzzy) == ("kein Ort heißt hier „{name}“", True)
    assert ids(merged) == {"no venue is called “{name}”"}
    assert [message.id for message in catalogue.missing(merged)] == [kept.id]
