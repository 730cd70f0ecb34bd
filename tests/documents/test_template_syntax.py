"""Gaps and tags that cannot be understood: every one is found, on its line, and a sentence says what to do."""

from __future__ import annotations

import pytest

from mo_registry.documents.filters import filters
from mo_registry.documents.formats import Formats
from mo_registry.documents.sandbox import Sandbox
from mo_registry.documents.template_syntax import slips

GAP = "A gap holds a field, as “{{ event.title }}”; behind a bar how it is written, as “{{ event.date | day }}”."
FOR = "It is written “{% for item in event.programme %}”."


def found(source: str) -> list[tuple[int, str, str]]:
    sandbox = Sandbox(lambda _name: None, filters(Formats("de", {})))
    return [(slip.line, slip.told.message, slip.told.advice) for slip in slips(source, sandbox)]


@pytest.mark.parametrize(
    ("source", "message", "advice"),
    [
        ("{{ a", "“{{ a” is not closed", "“}}” has to stand at its end"),
        ("{{ a }", "“{{ a }” is not closed", "“}}” has to stand at its end"),
        ("{{ a %}", "“{{ a” is not closed", "“}}” has to stand at its end"),
        ("{# a", "“{# a” is not closed", "“#}” has to stand at its end"),
        (
            "{{{ a }}}",
            "“{{{ a }}}” has too many braces",
            "A gap has two braces on each side, as “{{ event.title }}”.",
        ),
        ("{{ }}", "there is nothing in “{{ }}”", GAP),
        ("{{ a b }}", "“b” does not belong in “{{ a b }}”", GAP),
        ("{{ a | }}", "something is missing in “{{ a | }}”", GAP),
        ("{{ a. }}", "something is missing in “{{ a. }}”", GAP),
        ("{{ (a }}", "a “)” is missing in “{{ (a }}”", ""),
        ("{{ a) }}", "“)” does not belong in “{{ a) }}”", GAP),
        ("{{ 'a }}", "a text in “{{ 'a }}” begins with ' and does not end", "write the same sign at its end"),
        ("{{ a! }}", "“!” does not belong in “{{ a! }}”", GAP),
        ("{{ a is defined is none }}", "“{{ a is defined is none }}” cannot be understood", GAP),
        (
            "{{ a | default(„x“) }}",
            "“„” is no quotation mark that a template understands",
            'In gaps and tags texts stand between straight quotation marks: "…"',
        ),
        ("{% %}", "there is nothing in “{% %}”", ""),
        (
            "{% if a = 1 %}{% endif %}",
            "one “=” compares nothing",
            "To compare, write “==”, with a blank on both sides.",
        ),
        ("{% for a b %}{% endfor %}", "“{% for a b %}” does not say what it goes through", FOR),
        ("{% if a %}", "what begins with “{% if a %}” has no end", "“{% endif %}” is missing behind it"),
        ("{% endfor %}", "“endfor” closes nothing: there is no “for” before it", ""),
        ("{% else %}", "“else” stands outside of any “if”", ""),
        ("{% if a %}{% end if %}", "no tag is called “end”", "Did you mean “endif”?"),
        ("{% if a %}{% elseif b %}{% endif %}", "no tag is called “elseif”", "Did you mean “elif”?"),
        (
            "{% continue %}",
            "no tag is called “continue”",
            "There are: if, elif, else, endif, for, endfor, set, macro, endmacro, include.",
        ),
        ("{% for a in b recursive %}{% endfor %}", "a recursive loop is not possible here", ""),
    ],
)
def test_what_cannot_be_understood_is_said_in_a_sentence(source: str, message: str, advice: str) -> None:
    assert found(f"x\n{source}") == [(2, message, advice)]


def test_all_of_it_is_found_at_once_from_top_to_bottom() -> None:
    source = "{% if a %}\n{% for b in c %}\n{{ d e }}\n{% endif %}\n{{ f\n{{ g | shout }}\n{{ h is round }}\n{% endfor %}"
    assert [(line, message) for line, message, _advice in found(source)] == [
        (2, "what begins with “{% for b in c %}” has no end"),
        (3, "“e” does not belong in “{{ d e }}”"),
        (5, "“{{ f” is not closed"),
        (6, "no filter is called “shout”"),
        (7, "nothing can be asked with “is round”"),
        (8, "“endfor” closes nothing: there is no “for” before it"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{{ a }} }} } {x} {% if a %}{% elif b %}{% else %}{% endif %}",
        "{{ a\n | upper }}{# {{ #}{%- if a -%} x {%- endif -%}",
        "{% set a = 1 %}{% set b %}x{% endset %}{% macro m(a, b=2) %}{% endmacro %}{{ m(1) }}",
        "{% raw %}{{ a {% if %}{% endraw %}{{ a }}",
        "{% for a in b %}{% else %}{% endfor %}{{ 'a' if b else 'c' }}{% include 'x' %}",
    ],
)
def test_what_can_be_understood_is_left_alone(source: str) -> None:
    assert found(source) == []
