"""Templates: what they may do, what they are told when they are wrong, and that they end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mo_registry.documents.blocks import Block, Paragraph, plain_text
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.template import HEADER_KEYS, Text
from mo_registry.documents.template_files import FALLBACK, packaged
from mo_registry.documents.templates import Templates
from mo_registry.finding import RegistryError

HEADER = "title: Titel"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A registry without anything but templates."""
    (tmp_path / "templates").mkdir()
    return tmp_path


def event() -> dict[str, Any]:
    return {
        "event": Fields(
            "event", title="Treffen *eins*", date=date(2023, 9, 27), items=[1, 2, 3], people=[], note=None
        ),
        "names": ["Şenol", "Ümit"],
    }


def render(folder: Path, body: str, header: str = HEADER, language: str = "de") -> Text:
    path = folder / "templates" / "brief.de.md"
    path.write_text(f"---\n{header}\n---\n{body}", encoding="utf-8")
    return Templates(folder).find("brief", language).render(event())


def shown(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return plain_text(block.runs)


def problem(folder: Path, body: str, header: str = HEADER) -> tuple[str, str | None]:
    with pytest.raises(RegistryError) as caught:
        render(folder, body, header)
    return caught.value.message, caught.value.hint


def test_a_field_that_does_not_exist_is_named_with_its_line_and_those_that_do(folder: Path) -> None:
    assert problem(folder, "Guten Tag,\n\nkommen Sie zu {{ event.titel }}!") == (
        "templates/brief.de.md:6: “event” has no field “titel”.",
        "Did you mean “title”? There are: date, items, note, people, title.",
    )
    assert problem(folder, "{{ evnt.title }}") == (
        "templates/brief.de.md:4: there is no field “evnt”.",
        "Did you mean “event”? There are: event, names.",
    )
    assert problem(folder, "{% if event.ort %}x{% endif %}")[0] == (
        "templates/brief.de.md:4: “event” has no field “ort”."
    )
    assert problem(folder, "{{ event.ort | default('hier') }}")[0] == (
        "templates/brief.de.md:4: “event” has no field “ort”."
    )


def test_mistakes_in_the_header_have_their_line(folder: Path) -> None:
    assert problem(folder, "x", "title: x\ntitel: y") == (
        "templates/brief.de.md:3: no line of the header is called “titel”.",
        f"Did you mean “title”? There are: {', '.join(sorted(HEADER_KEYS))}.",
    )
    assert problem(folder, "x", "title: |\n  a\n  {{ event.ende }}")[0] == (
        "templates/brief.de.md:4: “event” has no field “ende”."
    )
    assert problem(folder, "x", "title: a: b")[0].startswith("templates/brief.de.md:2: a second colon")
    assert problem(folder, "x", "title: [a]")[0] == "templates/brief.de.md:2: “title” should be a text."


def test_mistakes_of_jinja_have_their_line(folder: Path) -> None:
    assert problem(folder, "a\n{{ event.date | datum }}")[0] == (
        "templates/brief.de.md:5: no filter is called “datum”."
    )
    message, hint = problem(folder, "a\n{{ event.date | shortdate }}")
    assert message == "templates/brief.de.md:5: no filter is called “shortdate”."
    assert hint is not None
    assert hint.startswith("Did you mean “short_date”? There are: capitalize, count, date, day, ")
    assert problem(folder, "a\n\n{% for x in names %}\nb") == (
        "templates/brief.de.md:6: what begins with “{% for x in names %}” has no end.",
        "“{% endfor %}” is missing behind it",
    )
    assert problem(folder, "{{ 1 / 0 }}")[0] == "templates/brief.de.md:4: a number is divided by 0 here."
    assert problem(folder, "{% include 'fuss' %}")[0] == (
        "templates/brief.de.md:4: there is no template “fuss”."
    )
    assert problem(folder, "{{ names }}")[0] == (
        "templates/brief.de.md:4: this is no single text; go through it with “for”, "
        'or put | join(", ") behind it.'
    )
    assert problem(folder, "{{ true }}")[0] == (
        "templates/brief.de.md:4: this is yes or no and cannot be printed; ask for it with “if”."
    )


ENDLESS = "the template does more than any document needs, as a loop without an end would."


@pytest.mark.parametrize(
    "body",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% for a in range(99999999) %}x{% endfor %}",
        "{% for a in range(99999) %}" + "y" * 50_000 + "{% endfor %}",
        "{% for a in range(99999) %}{% include 'gross' %}{% endfor %}",
        "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
        "{% macro m(x) %}{{ x }}{{ x }}{% endmacro %}{{ " + "m(" * 60 + "'abcd'" + ")" * 60 + " }}",
        "{% include 'brief' %}",
        "{% set x = 'abcdefgh' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
        "{% set x = 'abcdefgh' %}" + "{% set x = x + x %}" * 60 + "{{ x }}",
        "{% set x = names %}" + "{% set x = x + x %}" * 60 + "{{ x | length }}",
        "{% set x %}abcd{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60 + "{{ x }}",
        "{% set x = [1] %}{% set y = [1] %}"
        + "{% set x = [x, x] %}{% set y = [y, y] %}" * 60
        + "{{ 1 if x == y }}",
        (
            "{% set n = namespace(x='abcd') %}"
            "{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}"
        ),
        "{% set x = 'a' | replace('a', 'aaaaaaaaaaaaaaaaaaaa') %}" * 2
        + "{% set x = x | replace('a', 'aaaaaaaaaaaaaaaaaaaa') %}" * 30,
        "{% set x = 999999999 %}" + "{% set x = x * x %}" * 60,
        "{{ " + "(" * 5_000 + " }}",
        "{{ range(99999) | sort | length }}" * 2_000,
        "{% set x = '12345678' %}" + "{% set x = x ~ x %}" * 12 + "{{ x | upper | lower | length }}" * 2_000,
    ],
)
def test_a_template_ends(folder: Path, body: str) -> None:
    (folder / "templates" / "gross.de.md").write_text("x" * 90_000, encoding="utf-8")
    message, hint = problem(folder, body)
    assert message.startswith("templates/brief.de.md")
    assert message.endswith(ENDLESS)
    assert hint == "look at what “for”, “range” and macros go through"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ 'a' * 9999999999 }}", "“*” is for numbers only."),
        ("{{ 9 ** 9 ** 9 }}", "“**” is for numbers only."),
        ("{{ 'a' | center(9999999999) }}", "no filter is called “center”."),
        ("{{ lipsum(n=9999999) }}", "there is no field “lipsum”."),
        ("{{ ''.__class__.__mro__ }}", "a plain text or list has no field “__class__”."),
        ("{{ names.append(1) }}", "a plain text or list has no field “append”."),
        ("{{ event.keys() }}", "“event” has no field “keys”."),
        ("{{ event['__class__'] }}", "“event” has no field “__class__”."),
        ("{{ self.__init__ }}", "a plain text or list has no field “__init__”."),
        ("{% include '../geheim' %}", "there is no template “../geheim”."),
        (
            "{% for x in names recursive %}{{ loop(names) }}{% endfor %}",
            "a recursive loop is not possible here.",
        ),
    ],
)
def test_a_template_gets_at_nothing_but_its_fields(folder: Path, body: str, message: str) -> None:
    (folder / "geheim.de.md").write_text("geheim", encoding="utf-8")
    assert problem(folder, body)[0] == f"templates/brief.de.md:4: {message}"


def test_values_are_text_and_templates_are_markdown(folder: Path) -> None:
    text = render(folder, "Zum **{{ event.title }}** am {{ event.date | day }}.{{ event.note }}")
    (block,) = text.blocks
    assert isinstance(block, Paragraph)
    assert [(run.text, run.strong) for run in block.runs] == [
        ("Zum ", False),
        ("Treffen *eins*", True),
        (" am Mittwoch, 27. September 2023.", False),
    ]


def test_macros_blocks_and_joined_texts(folder: Path) -> None:
    body = (
        "{% macro fett(x) %}**{{ x }}**{% endmacro %}"
        "{% set gruss %}Liebe *{{ names | listed }}*{% endset %}"
        "{{ fett('*a*') }} {{ 'x' ~ '*y*' }} {{ names | join(', ') | upper }} {{ names[0] }}\n\n"
        "{{ gruss | markdown }}\n\n{{ gruss }}"
    )
    blocks = render(folder, body).blocks
    assert [shown(block) for block in blocks] == [
        "*a* x*y* Şenol, Ümit Şenol",
        "Liebe Şenol und Ümit",
        "Liebe *Şenol und Ümit*",
    ]


def test_the_header_is_lines_of_plain_text(folder: Path) -> None:
    text = render(
        folder, "x", "title: '{{ event.title }}: {{ 1 + 1 }}'\ncolumns:\n  a: A {{ names[1] }}\n  b: 'B'\n"
    )
    assert text.line("title") == "Treffen *eins*: 2"
    assert text.named("columns") == {"a": "A Ümit", "b": "B"}
    assert text.line("closing") == ""
    assert text.named("signatures") == {}


def test_a_full_stop_is_not_doubled(folder: Path) -> None:
    fields = {"a": "Verein e.V.", "b": "Haus"}
    path = folder / "templates" / "brief.de.md"
    path.write_text("---\ntitle: x\n---\nMit {{ a }}. Im {{ b }}. {{ a }}...", encoding="utf-8")
    (block,) = Templates(folder).find("brief", "de").render(fields).blocks
    assert shown(block) == "Mit Verein e.V. Im Haus. Verein e.V...."


def test_a_language_without_a_template_gets_german(folder: Path) -> None:
    (folder / "templates" / "brief.tr.md").write_text("---\ntitle: Davet\n---\n", encoding="utf-8")
    render(folder, "x")
    templates = Templates(folder)
    assert [templates.find("brief", language).language for language in ("tr", "tr-TR", "uk", "de")] == [
        "tr", "tr", "de", "de",
    ]  # fmt: skip


def test_the_registrys_own_template_goes_before_that_of_the_tool(folder: Path) -> None:
    templates = Templates(folder)
    assert templates.find("invitation", "de").path == packaged() / "invitation.de.md"
    own = folder / "templates" / "invitation.de.md"
    own.write_text("---\ntitle: x\n---\n", encoding="utf-8")
    assert Templates(folder).find("invitation", "de").path == own


def test_words_of_a_language_are_completed_by_german_ones(folder: Path) -> None:
    (folder / "templates" / "words.tr.yaml").write_text("page: Sayfa {page}\n", encoding="utf-8")
    words = Templates(folder).words("tr")
    assert (words["page"], words["phone"]) == ("Sayfa {page}", "Telefon")
    (folder / "templates" / "words.de.yaml").write_text("phone: Ruf\n", encoding="utf-8")
    assert Templates(folder).words(FALLBACK)["phone"] == "Ruf"


def test_what_is_no_template(folder: Path) -> None:
    with pytest.raises(RegistryError) as missing:
        Templates(folder).find("brief", "tr")
    assert missing.value.message == "There is no template “brief.de.md”."
    path = folder / "templates" / "brief.de.md"
    path.write_bytes("---\ntitle: Grüße\n---\n".encode("latin-1"))
    with pytest.raises(RegistryError, match="is not in UTF-8"):
        Templates(folder).find("brief", "de")
    path.write_text("x" * 200_000, encoding="utf-8")
    with pytest.raises(RegistryError, match="too long for a template"):
        Templates(folder).find("brief", "de")


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    secret = folder / "geheim.txt"
    secret.write_text("---\ntitle: geheim\n---\ngeheim", encoding="utf-8")
    try:
        (folder / "templates" / "brief.de.md").symlink_to(secret)
    except OSError:
        pytest.skip("links cannot be made here")
    with pytest.raises(RegistryError, match="leads out of the folder of templates"):
        Templates(folder).find("brief", "de")


def test_files_that_no_document_uses_are_pointed_out(folder: Path) -> None:
    for name in (
        "einladung.de.md", "Invitation.DE.md", "invitation.uk.md", "fuss.de.md", "LIESMICH.md", "words.uk.yaml",
    ):  # fmt: skip
        (folder / "templates" / name).write_text("Text", encoding="utf-8")
    (folder / "templates" / "protocol.de.md").write_text('{% include "fuss" %}', encoding="utf-8")
    names = ", ".join(sorted(path.name for path in packaged().glob("*.de.md")))
    assert "invitation.de.md" in names
    assert Templates(folder).doubts() == [
        f"No document uses templates/{name}. Templates are called {names}, or have another language's code."
        for name in ("Invitation.DE.md", "einladung.de.md")
    ]


def test_a_gap_with_one_brace_is_pointed_out(folder: Path) -> None:
    (folder / "templates" / "invitation.de.md").write_text(
        "---\ntitle: { event.title }\n---\n{{ recipient.salutation }}\n\n{ recipient.salutation }, am "
        "{event.date | day}} {% if event.online %}{today}{% endif %}\n{ 1 } {} {siehe oben} \\{x}\n",
        encoding="utf-8",
    )

    def told(line: int, gap: str, right: str) -> str:
        file = "templates/invitation.de.md"
        return f"{file}:{line}: “{gap}” is printed as it stands; a gap has two braces: “{right}”."

    assert Templates(folder).doubts() == [
        told(2, "{ event.title }", "{{ event.title }}"),
        told(6, "{ recipient.salutation }", "{{ recipient.salutation }}"),
        told(6, "{event.date | day}}", "{{ event.date | day }}"),
        told(6, "{today}", "{{ today }}"),
    ]


def test_the_templates_that_come_with_the_tool_raise_no_doubts() -> None:
    assert Templates(packaged().parent).doubts() == []
