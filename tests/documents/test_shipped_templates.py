"""The templates that come with the tool fit everything that there is, in every language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mo_registry import yamlfile
from mo_registry.audience import invited
from mo_registry.documents import (
    contact_list,
    invitation,
    markdown,
    name_badges,
    programme,
    protocol,
    sign_in_sheet,
    telephone_list,
)
from mo_registry.documents.document import Layout
from mo_registry.documents.output import Format
from mo_registry.documents.studio import Studio
from mo_registry.documents.template_files import packaged
from mo_registry.model.event import EventStatus, Minutes
from mo_registry.registry import Registry

LANGUAGES = ("de", "en")
INVITATIONS = (*LANGUAGES, "de-simple", "tr", "uk", "ar")
KINDS = (invitation.TEMPLATE, contact_list.TEMPLATE, protocol.TEMPLATE, telephone_list.TEMPLATE)
HANDOUTS = (sign_in_sheet.TEMPLATE, name_badges.TEMPLATE, programme.TEMPLATE)


def header(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8").split("---\n")[1]
    return dict(yamlfile.parse(path, text.replace("{", "(").replace("}", ")")).data.items())


@pytest.mark.parametrize("name", [*KINDS, *HANDOUTS])
def test_every_kind_is_there_in_every_language_and_says_the_same_things(name: str) -> None:
    languages = INVITATIONS if name == invitation.TEMPLATE else LANGUAGES
    headers = [header(packaged() / f"{name}.{language}.md") for language in languages]
    # What a letter in another language is, only the German one says.
    assert len({tuple(key for key in found if key != "summary") for found in headers}) == 1
    assert len({tuple(found.get("columns", {})) for found in headers}) == 1


def test_words_are_complete_in_every_language() -> None:
    words = [yamlfile.read(packaged() / f"words.{language}.yaml").data for language in INVITATIONS]
    assert [list(found) for found in words] == [list(words[0])] * len(words)


@pytest.mark.parametrize("language", INVITATIONS)
@pytest.mark.parametrize("status", EventStatus)
def test_every_event_can_be_invited_to(
    registry: Registry, change: Any, language: str, status: EventStatus
) -> None:
    studio = Studio(registry)
    for event in list(registry.events.values()):
        changed = change(event.id, status=status)
        for recipient in invited(registry, changed).recipients:
            template = studio.templates.find(invitation.TEMPLATE, language)
            text = template.render(invitation.fields(studio, template, changed, recipient))
            written = markdown.render(studio.document(Layout.LETTER, template, text))
            assert text.line("title")
            assert len(written) > 300
            assert [word for word in ("None", "True", "False", "{{", "[]") if word in written] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_can_have_minutes(registry: Registry, change: Any, language: str) -> None:
    for event in list(registry.events.values()):
        changed = change(event.id, minutes=event.minutes or Minutes())
        made = protocol.make(registry, changed, [Format.MARKDOWN, Format.PDF], language)
        assert "None" not in made.files[0].content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", EventStatus)
def test_every_event_can_lie_on_the_table(
    registry: Registry, change: Any, language: str, status: EventStatus
) -> None:
    for event in list(registry.events.values()):
        changed = change(event.id, status=status)
        assert sign_in_sheet.make(registry, changed, 1, language).files
        assert name_badges.make(registry, changed, 1, language).files
        if event.programme:
            made = programme.make(registry, changed, [Format.MARKDOWN, Format.PDF], language)
            written = made.files[0].content.decode()
            assert [word for word in ("None", "True", "False", "{{", "[]") if word in written] == []
