"""Shell completion: at once, and never in the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Result, Run

PROBE = """
import sys
from mo_registry.__main__ import main
try:
    main()
except SystemExit:
    pass
print("LOADED", *sorted(sys.modules), file=sys.stderr)
"""


def bash(program: Run, line: str, **options: Any) -> Result:
    """What bash asks for when the tabulator key is pressed at the end of the line."""
    words = line.split(" ")
    asked = {"_MO_REGISTRY_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    return program(**asked, **options)


@pytest.mark.parametrize(
    ("line", "proposals"),
    [
        ("mo-registry sh", ["show"]),
        ("mo-registry list ", ["organisations", "events", "actions", "venues", "networks", "terms"]),
        ("mo-registry show br", ["bruecke", "bruecke-wien"]),
        ("mo-registry show 2023", ["2023-05-10-netzwerktreffen", "2023-10-13-fachtag"]),
        ("mo-registry show rat", ["rathaus"]),
        ("mo-registry list organisations --network ", ["netzwerk", "frauennetz"]),
        ("mo-registry list organisations --kind m", ["migrant_organisation"]),
        ("mo-registry list organisations --status d", ["dormant", "dissolved"]),
        ("mo-registry list organisations --focus-area c", ["counselling", "culture"]),
        ("mo-registry list organisations --target-group ", ["families", "refugees"]),
        ("mo-registry list organisations --district s", ["sued"]),
        ("mo-registry list organisations --language u", ["uk"]),
        ("mo-registry list organisations --columns name,e", ["name,email"]),
        ("mo-registry list events --sort st", ["start", "status"]),
        ("mo-registry list events --venue ", ["rathaus", "vereinshaus"]),
        ("mo-registry list terms --vocabulary t", ["target_groups", "topics"]),
        ("mo-registry list actions --columns what,d", ["what,due", "what,days_late", "what,date"]),
        ("mo-registry add event --series ", ["netzwerktreffen", "fachtag"]),
        ("mo-registry add event --status c", ["confirmed", "cancelled"]),
        ("mo-registry add organisation --topic ", ["funding", "health"]),
        ("mo-registry add organisation --contact-channel p", ["post", "phone"]),
        ("mo-registry explain MO20", [f"MO20{digit}" for digit in range(1, 10)]),
        ("mo-registry explain mo203", ["mo203"]),
        ("mo-registry schema ", ["organisation", "event", "settings"]),
        ("mo-registry validate --format ", ["text", "concise", "json", "github", "gitlab", "sarif", "junit"]),
        ("mo-registry changes --format ", ["text", "md", "html", "json"]),
        ("mo-registry list organisations --foc", ["--focus-area"]),
        ("mo-registry templates show tele", ["telephone-list"]),
        ("mo-registry templates check words.e", ["words.en"]),
    ],
)
def test_proposals(program: Run, line: str, proposals: list[str]) -> None:
    assert bash(program, line) == Result(0, "\n".join(proposals) + "\n", "")


def test_ids_of_another_registry(program: Run, tmp_path: Path, small: Path) -> None:
    assert bash(program, f"mo-registry --registry {small} show fr", cwd=tmp_path).lines == [
        "frauengruppe",
        "frauennetz",
    ]
    named = bash(program, "mo-registry show fr", cwd=tmp_path, MO_REGISTRY=str(small))
    assert named.lines == ["frauengruppe", "frauennetz"]


@pytest.mark.parametrize("settings", ["name: [", "- a", "", "networks: x\n", "\0"])
def test_what_is_broken_is_passed_over_in_silence(program: Run, small: Path, settings: str) -> None:
    (small / "data" / "registry.yaml").write_text(settings, "utf-8")
    assert bash(program, "mo-registry list events --network ") == Result(0, "\n", "")
    assert bash(program, "mo-registry show br").lines == ["bruecke", "bruecke-wien"]


def test_without_a_registry_nothing_is_proposed(program: Run, tmp_path: Path) -> None:
    assert bash(program, "mo-registry show ", cwd=tmp_path) == Result(0, "\n", "")


def test_the_registry_is_not_read(small: Path) -> None:
    asked = {"_MO_REGISTRY_COMPLETE": "complete_bash", "COMP_WORDS": "mo-registry show br", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "mo-registry"],
        cwd=small,
        env={"PYTHONPATH": str(ROOT), "PATH": "", **asked},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "bruecke\nbruecke-wien\n"
    loaded = set(done.stderr.split())
    assert "mo_registry.cli.completing" in loaded
    assert {"mo_registry.registry", "mo_registry.model", "rich"} & loaded == set()
