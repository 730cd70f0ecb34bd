"""`mo-registry explain`: the page of every check."""

from __future__ import annotations

import pytest

from mo_registry.checks import catalogue
from mo_registry.finding import Rule, Severity
from mo_registry.manual import page
from tests.conftest import Result, Run

PAGE = """\
MO203 · error
A venue that is referred to does not exist.

Halls and rooms are declared once in data/registry.yaml under venues:, so that
the same hall is not spelled in three ways in three letters.

Fails:
  # data/events/2023-09-27-treffen.yaml
  title: Treffen
  kind: network_meeting
  date: 2023-09-27
  venue: Else Zimmermann Saal

Passes:
  # data/events/2023-09-27-treffen.yaml
  title: Treffen
  kind: network_meeting
  date: 2023-09-27
  venue: else-zimmermann-saal

Where it is right all the same, say so on that line: # allow MO203: because …
What it counts in the whole registry is settled in data/registry.yaml under
checks: error, warning, information or off.
"""


@pytest.mark.parametrize("code", ["MO203", "mo203", " Mo203 "])
def test_a_page(run: Run, code: str) -> None:
    assert run("explain", code) == Result(0, PAGE, "")


def test_a_check_that_always_counts_says_so(run: Run) -> None:
    assert run("explain", "MO104").lines[-1] == "This check always counts: what it finds was not read."


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_every_page_fits_the_screen(run: Run, rule: Rule) -> None:
    shown = run("explain", rule.code)
    assert (shown.code, shown.err) == (0, "")
    assert "Fails:" in shown.lines
    assert "Passes:" in shown.lines
    prose = [line for line in shown.lines if not line.startswith("  ")]
    assert [line for line in prose if len(line) > 80] == []
    assert "``" not in "\n".join(prose)


def test_all_checks_in_a_table(run: Run) -> None:
    shown = run("explain")
    assert shown.lines[0] == "code   severity     meaning"
    assert [tuple(line.split(None, 2)) for line in shown.lines[1:]] == [
        (rule.code, rule.severity.value, rule.title) for rule in catalogue()
    ]


@pytest.mark.parametrize(
    ("code", "advice"), [("MO2033", "did you mean MO203?"), ("xyz", "All codes: mo-registry explain")]
)
def test_an_unknown_code(run: Run, code: str, advice: str) -> None:
    assert run("explain", code) == Result(
        2, "", f"error: No check has the code “{code}”.\n  = help: {advice}\n"
    )


def test_examples_are_taken_apart() -> None:
    text = (
        "A title.\n\nA paragraph\nin two lines.\n\nAnother.\n\nFails:\n"
        "    # data/organisations/a.yaml (windows-1252)\n    name: Ö⟨U+200B⟩\n\n"
        "    # data/organisations/b.yaml -> ../x.yaml\n"
        "    # data/organisations/c.yaml/\n\nPasses:\n    # data/registry.yaml\n    # a comment\n    name: ⟨3 × [⟩\n"
    )
    shown = page(Rule("MO999", Severity.ERROR, text))
    assert (shown.title, shown.paragraphs) == ("A title.", ("A paragraph in two lines.", "Another."))
    assert [(file.path, file.encoding, file.target) for file in shown.fails] == [
        ("data/organisations/a.yaml", "windows-1252", ""),
        ("data/organisations/b.yaml", "", "../x.yaml"),
        ("data/organisations/c.yaml/", "", ""),
    ]
    (passing,) = shown.passes
    assert passing.content == b"# a comment\nname: [[[\n"
