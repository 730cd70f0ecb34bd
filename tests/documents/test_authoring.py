"""Templates tried with everything: whatever is wrong is found, all at once, in the right file and line."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from mo_registry.documents.authoring import field_list, meanings, trial
from mo_registry.documents.authoring.inventory import State, fingerprint, inventory
from mo_registry.documents.authoring.kinds import KINDS
from mo_registry.documents.authoring.samples import FULL, samples, variants
from mo_registry.documents.filters import filters
from mo_registry.documents.formats import Formats
from mo_registry.documents.sandbox import Sandbox
from mo_registry.documents.studio import Studio
from mo_registry.documents.template_files import packaged
from mo_registry.documents.templates import Templates
from mo_registry.documents.word.letterhead import FIELDS as LETTERHEAD_FIELDS
from mo_registry.documents.word.starting import letterhead
from mo_registry.finding import RegistryError
from mo_registry.model import Event
from mo_registry.model.settings import Strictness
from mo_registry.registry import Registry

ENDLESS = "the template does more than any document needs, as a loop without an end would"
UNSEEN = {"uid", "former_ids", "status", "audience", "dispatched", "documentation", "notes"}
"""Fields of an event that no template sees; the status is varied by itself."""


def write(registry: Registry, name: str, text: str | bytes) -> Path:
    path = registry.root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def found(registry: Registry, *names: str) -> list[tuple[str, str, int, str]]:
    """Code, file, line and message of everything that is wrong."""
    checked = trial.check(registry, names)
    return [
        (it.code, it.file.relative_to(registry.root).as_posix(), it.position.line, it.message)
        for it in checked.findings
    ]


def invitation(registry: Registry, body: str, header: str = "title: T") -> list[tuple[str, int, str]]:
    write(registry, "invitation.de.md", f"---\n{header}\n---\n{body}")
    return [(code, line, message) for code, _file, line, message in found(registry, "invitation.de")]


# The table of kinds, and what is told of their fields


def test_every_template_of_the_tool_has_its_kind() -> None:
    assert {path.name.split(".")[0] for path in packaged().glob("*.md")} == {kind.template for kind in KINDS}


def test_every_field_has_a_meaning_and_every_meaning_a_field(registry: Registry) -> None:
    studios = [Studio(sample.registry) for sample in samples(registry)]
    told = set()
    for kind in KINDS:
        template = studios[0].templates.find(kind.template, "de")
        things = field_list.things(trial.cases_of(kind, template, studios))
        told |= {field for thing in things for field, _example in thing.fields()}
    assert told == set(meanings.FIELDS)


def test_every_filter_that_is_not_jinjas_own_has_a_meaning() -> None:
    ours = {*filters(Formats("de")), "default", "join", "markdown"}
    assert set(meanings.FILTERS) == ours
    assert ours <= set(Sandbox(lambda _name: None, filters(Formats("de"))).filters)


def test_the_fullest_sample_has_everything_that_a_template_can_see() -> None:
    assert set(Event.model_fields) - UNSEEN == set(FULL)
    told, values = zip(*variants(), strict=True)
    assert len(set(told)) >= len(told) - 1  # of two no day is known
    assert [list(it) for it in values[:2]] == [list(FULL), ["title", "kind", "date"]]


def test_in_every_case_a_template_of_a_kind_has_the_same_fields(registry: Registry) -> None:
    """Else a template would work for some and not for others."""
    studios = [Studio(registry), *(Studio(sample.registry) for sample in samples(registry))]
    for kind in KINDS:
        template = studios[0].templates.find(kind.template, "de")
        cases = list(trial.cases_of(kind, template, studios))
        assert {tuple(case.fields) for case in cases} == {tuple(cases[0].fields)}


# What is wrong


@pytest.mark.parametrize("key", [item.key for item in inventory(Templates(packaged().parent))])
def test_the_templates_of_the_tool_are_right(registry: Registry, key: str) -> None:
    checked = trial.check(registry, [key])
    assert (checked.findings, checked.files) == ([], 1)


def test_every_mistake_is_found_at_once(registry: Registry) -> None:
    header = "titel: x\ntitle: '{{ event.titel }}'\nclosing: [a]"
    body = (
        "{{ recipient.anrede }} {{ evnt.title }}\n{{ event.partners }} {{ event.cancelled }}\n"
        "{% for item in event.programme %}{{ item.ort }}{% for it in item.title %}{% endfor %}{% endfor %}\n"
        "{% if occasion == 'never' %}{% for s in item.speakers %}{% endfor %}{{ event.ende }}{% endif %}{ today }"
    )
    assert invitation(registry, body, header) == [
        ("MO404", 2, "no line of the header is called “titel”"),
        ("MO401", 3, "“event” has no field “titel”"),
        ("MO404", 4, "“closing” should be a text"),
        ("MO401", 6, "“recipient” has no field “anrede”"),
        ("MO401", 6, "there is no field “evnt”"),
        ("MO405", 7, 'this is no single text; go through it with “for”, or put | join(", ") behind it'),
        ("MO405", 7, "this is yes or no and cannot be printed; ask for it with “if”"),
        ("MO401", 8, "“item” has no field “ort”"),
        ("MO401", 9, "there is no field “item”"),
        ("MO401", 9, "“event” has no field “ende”"),
        ("MO409", 9, "“{ today }” is printed as it stands"),
    ]


def test_a_finding_stands_on_the_word_that_it_is_about(registry: Registry) -> None:
    write(registry, "invitation.de.md", "---\ntitle: T\n---\nAm {{ event.datum | day }}.")
    (finding,) = trial.check(registry, ["invitation"]).findings
    position = finding.position
    assert finding.source[position.column - 1 : position.end - 1] == "datum"
    assert finding.help.startswith("Did you mean “date”? There are: cancelled, date, description, ")


def test_what_cannot_be_understood_does_not_hide_the_rest(registry: Registry) -> None:
    body = (
        "{{ a b }}\n{% if x %}{{ event.ende }}\n"
        "{% for it in event.programme %}{{ it.title }}{{ recipient.name }}{{ office.nmae }}"
    )
    assert invitation(registry, body, "title: '{{ event.titel }}'\nclosing: '{{ c d }}'") == [
        ("MO401", 2, "“event” has no field “titel”"),
        ("MO402", 3, "“d” does not belong in “{{ c d }}”"),
        ("MO402", 5, "“b” does not belong in “{{ a b }}”"),
        ("MO402", 6, "what begins with “{% if x %}” has no end"),
        ("MO401", 6, "“event” has no field “ende”"),
        ("MO402", 7, "what begins with “{% for it in event.programme %}” has no end"),
        ("MO401", 7, "“office” has no field “nmae”"),
    ]


def test_what_fails_for_some_entries_only_names_one(registry: Registry) -> None:
    assert invitation(registry, "{{ event.moved_from[0] | day }}{{ 6 // (event.programme | count) }}") == [
        ("MO405", 4, "a number is divided by 0 here (for instance with a made-up event without “programme”)"),
        ("MO405", 4, "the list has no item number 1 here (for instance with 2023-05-10-netzwerktreffen)"),
    ]
    assert invitation(registry, "{% if event.title == 'Fachtag' %}{{ 1 / 0 }}{% endif %}") == []
    title = registry.events["2023-10-13-fachtag"].title
    assert invitation(registry, f"{{% if event.title == '{title}' %}}{{{{ 1 / 0 }}}}{{% endif %}}") == [
        ("MO405", 4, "a number is divided by 0 here (for instance with 2023-10-13-fachtag)")
    ]


def test_a_filter_in_a_branch_that_nothing_comes_to_is_looked_up(registry: Registry) -> None:
    assert invitation(registry, "{% if occasion == 'never' %}\n{{ today | tag }}{% endif %}") == [
        ("MO403", 5, "no filter is called “tag”")
    ]


def test_a_mistake_in_an_included_piece_is_told_of_that_file(registry: Registry) -> None:
    write(registry, "fuss.de.md", "a\n\n{{ office.nmae }}")
    write(registry, "kopf.de.md", "{{ a b }}")
    assert invitation(registry, "{% include 'fuss' %}\n{% include 'kopf' %}{% include 'nichts' %}") == [
        ("MO401", 3, "“office” has no field “nmae”"),
        ("MO402", 1, "“b” does not belong in “{{ a b }}”"),
    ]
    assert [
        (code, file) for code, file, _line, _message in found(registry, "invitation.de", "fuss", "kopf")
    ] == [
        ("MO401", "templates/fuss.de.md"),
        ("MO402", "templates/kopf.de.md"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'invitation' %}",
        "{% set x = 'abcdefgh' %}" + "{% set x = x ~ x %}" * 60 + "{{ x }}",
        "{{ " + "(" * 5_000 + " }}",
    ],
)
def test_what_would_not_end_is_stopped_and_the_next_is_tried(registry: Registry, body: str) -> None:
    write(registry, "protocol.de.md", "---\ntitle: T\n---\n{{ x }}")
    write(registry, "invitation.de.md", f"---\ntitle: T\n---\n{body}")
    told = found(registry, "invitation.de", "protocol.de")
    assert ("MO401", "templates/protocol.de.md", 4, "there is no field “x”") in told
    assert {(code, message) for code, file, _line, message in told if "invitation" in file} == {
        ("MO406", ENDLESS)
    }


def test_a_template_that_takes_too_long_is_left(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "PATIENCE", -1)
    assert invitation(registry, "x") == [("MO406", 1, ENDLESS)]


def test_nothing_outside_is_reached(registry: Registry) -> None:
    (registry.root / "geheim.de.md").write_text("geheim", "utf-8")
    assert invitation(registry, "{% include '../geheim' %}{{ ''.__class__ }}{{ event.title.upper() }}") == [
        ("MO402", 4, "there is no template “../geheim”"),
    ]


def test_files_that_are_no_texts(registry: Registry) -> None:
    write(registry, "invitation.de.md", "---\ntitle: Grüße\n---\n".encode("cp1252"))
    write(registry, "invitation.en.md", "x" * 200_000)
    write(registry, "protocol.de.md", "\ufeff---\r\ntitle: T\r\n---\r\n{{ event.titel }}\r\n")
    write(registry, "protocol.en.md", "---\ntitle:\tT\n---\n")
    names = ("invitation.de", "invitation.en", "protocol.de", "protocol.en")
    assert found(registry, *names) == [
        ("MO407", "templates/invitation.de.md", 1, "templates/invitation.de.md is not in UTF-8"),
        ("MO407", "templates/invitation.en.md", 1, "templates/invitation.en.md is too long for a template"),
        ("MO401", "templates/protocol.de.md", 4, "“event” has no field “titel”"),
        ("MO109", "templates/protocol.en.md", 2, "a tab stands here"),
    ]


def test_a_link_out_of_the_folder_is_refused(registry: Registry) -> None:
    secret = registry.root / "geheim.txt"
    secret.write_text("geheim", "utf-8")
    (registry.root / "templates").mkdir()
    try:
        for name in ("invitation.de.md", "words.de.yaml", "letterhead.docx"):
            (registry.root / "templates" / name).symlink_to(secret)
    except OSError:
        pytest.skip("links cannot be made here")
    told = found(registry, "invitation.de", "words.de", "letterhead")
    assert [(code, message.rpartition("/")[2]) for code, _file, _line, message in told] == [
        ("MO407", "invitation.de.md leads out of the folder of templates"),
        ("MO407", "words.de.yaml leads out of the folder of templates"),
    ]
    (registry.root / "templates" / "words.de.yaml").unlink()
    assert [code for code, *_rest in found(registry, "letterhead")] == ["MO413"]


def test_broken_words_are_told_of_also_where_only_a_template_is_asked_for(registry: Registry) -> None:
    write(registry, "words.de.yaml", "a: b: c\n")
    assert [
        (code, file) for code, file, _line, _message in found(registry, "invitation.de", "protocol.de")
    ] == [("MO108", "templates/words.de.yaml")]


def test_columns(registry: Registry) -> None:
    write(registry, "telephone-list.de.md", "---\ntitle: T\ncolumns:\n  number: Nr.\n  nummer: Nr.\n---\n")
    write(registry, "contact-list.de.md", "---\ntitle: T\n---\n")
    assert found(registry, "telephone-list.de", "contact-list.de") == [
        ("MO404", "templates/contact-list.de.md", 1, "the header names no columns"),
        ("MO404", "templates/telephone-list.de.md", 5, "there is no column “nummer”"),
    ]


def test_words(registry: Registry) -> None:
    write(registry, "words.pl.yaml", 'time: o godzinie\npage: "{page}/{pages}"\ntelefon: T\nname:\n  - a\n')
    told = trial.check(registry, ["words.pl"]).findings
    assert [(it.code, it.position.line, it.message) for it in told[1:]] == [
        ("MO410", 1, "“time” lacks {time}"),
        ("MO411", 3, "no document uses a word “telefon”"),
        ("MO132", 4, "“name” holds something else, but should hold a single text"),
    ]
    assert told[0].message.startswith(
        "these words are German in this language: salutation_ms, salutation_mr, "
    )
    assert "page" not in told[0].message.split(": ")[1].split(", ")


def test_files_that_nothing_uses(registry: Registry) -> None:
    unused = ("Invitation.DE.md", "einladung.de.md", "letterhead.doc", "fonts/x.zip")
    for name in (*unused, "LIESMICH.md", ".gitkeep", "fonts/OFL.txt"):
        write(registry, name, "x")
    items = inventory(Templates(registry.root))
    assert {it.path.name for it in items if it.state is State.UNUSED} == {Path(name).name for name in unused}
    told = trial.check(registry, [Path(name).name for name in unused]).findings
    assert [(it.code, it.message, it.help) for it in told] == [
        ("MO408", f"no document uses “{name}”", advice)
        for name, advice in (
            ("Invitation.DE.md", "it is probably meant to be called invitation.de.md"),
            ("einladung.de.md", "what documents use: mo-registry templates list"),
            ("x.zip", "what documents use: mo-registry templates list"),
            ("letterhead.doc", "what documents use: mo-registry templates list"),
        )
    ]


def test_what_cannot_be_printed(registry: Registry) -> None:
    write(registry, "fonts/a.ttf", "x")
    assert found(registry, "fonts") == [
        ("MO414", "templates/fonts/a.ttf", 1, "a.ttf is no font that can be used")
    ]
    (registry.root / "templates" / "fonts" / "a.ttf").unlink()
    assert invitation(registry, "a\n\nam 📅 {{ event.date | day }}") == [
        ("MO414", 6, "no font has the characters “📅” (U+1F4C5)")
    ]


def test_a_rule_counts_as_the_settings_want(registry: Registry) -> None:
    write(registry, "einladung.de.md", "x")
    settings = registry.settings.model_copy(update={"checks": {"MO408": Strictness.OFF}})
    assert [code for code, *_rest in found(registry, "einladung.de.md")] == ["MO408"]
    registry.settings = settings
    assert found(registry, "einladung.de.md") == []


def test_a_name_that_is_none_is_refused(registry: Registry) -> None:
    with pytest.raises(RegistryError) as caught:
        trial.check(registry, ["invitatoin"])
    assert (caught.value.message, caught.value.hint) == (
        "There is no template “invitatoin”.",
        "did you mean invitation?",
    )


# Letterheads


def test_a_letterhead_to_begin_with_has_every_field_and_can_be_filled_in(registry: Registry) -> None:
    words = Templates(registry.root).words("de")
    content = letterhead(words, "de", "B", registry.today)
    made = docx.Document(io.BytesIO(content))
    section = made.sections[0]
    parts = (
        made.element.body,
        *(it._element for it in (section.header, section.first_page_header, section.footer)),
    )
    text = " ".join("".join(it.text or "" for it in part.iter() if it.tag.endswith("}t")) for part in parts)
    assert [field for field in LETTERHEAD_FIELDS if f"{{{{ {field} }}}}" not in text] == []
    write(registry, "letterhead.docx", content)
    assert found(registry, "letterhead") == []
    assert content == letterhead(words, "de", "B", registry.today)


def test_every_kind_of_mistake_in_a_letterhead_is_told(registry: Registry) -> None:
    made = docx.Document()
    made.add_paragraph("{{ body }}")
    made.add_paragraph("{{ adress }}")
    path = write(registry, "letterhead.docx", b"")
    made.save(str(path))
    assert found(registry, "letterhead") == [
        ("MO413", "templates/letterhead.docx", 1, "there is no field “adress”")
    ]


# The inventory


def test_an_own_copy_knows_when_the_original_has_changed(registry: Registry) -> None:
    original = (packaged() / "protocol.de.md").read_bytes()
    for mark, state in ((fingerprint(original), "replaces"), ("00000000", "outdated")):
        write(registry, "protocol.de.md", f"---\n# mo-registry 1.0 ({mark})\ntitle: x\n---\n")
        (item,) = [it for it in inventory(Templates(registry.root)) if it.key == "protocol.de"]
        assert (item.state.value, item.replaced) == (state, packaged() / "protocol.de.md")
    assert fingerprint(b"a\r\nb\r\n") == fingerprint(b"a\nb\n")
