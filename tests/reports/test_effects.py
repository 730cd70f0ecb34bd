"""What changes mean for letters and lists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mo_registry import clock, i18n
from mo_registry.registry import Registry, load
from mo_registry.reports.effects import Effect, effects
from tests.conftest import SMALL, TODAY

CONFERENCE = "events/2023-10-13-fachtag.yaml"
UKRAINIAN = "organisations/ukrainische-gemeinschaft.yaml"
HROMADA = "Українська громада Мустерштадт e.V."


@pytest.fixture(autouse=True)
def _in_english_on_the_day() -> Iterator[None]:
    i18n.install("en")
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


@pytest.fixture
def before() -> Registry:
    return load(SMALL)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "registry"))


def edit(root: Path, file: str, *pairs: tuple[str, str]) -> None:
    path = root / "data" / file
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def told(found: list[Effect], kind: str = "invitation") -> dict[str, tuple[str, ...]]:
    return {effect.id: effect.sentences for effect in found if effect.kind == kind}


def test_nothing_changed_nothing_is_different(before: Registry, root: Path) -> None:
    assert effects(before, load(root)) == []


def test_who_gets_the_invitation(before: Registry, root: Path) -> None:
    edit(
        root,
        CONFERENCE,
        ("  kinds: [foundation]\n", ""),
        ("[verband-der-vereine]\n  except", "[frauengruppe]\n  except"),
    )
    edit(root, UKRAINIAN, ("    channel: email", "    channel: post"))
    edit(
        root,
        "organisations/verband-der-vereine.yaml",
        ("kind: umbrella", "kind: umbrella\nstatus: dissolved"),
    )
    edit(root, "organisations/bruecke.yaml", ("language: ar", "language: de"))
    [effect] = [it for it in effects(before, load(root)) if it.kind == "invitation"]
    assert effect.about == "Invitation to Vereine und Ämter on 13.10.2023"
    assert effect.sentences == (
        "should also go to Frauengruppe „Süd“, but no address is known",
        "no longer goes to Die Brücke Wien, Verband der Vereine Musterstadt e.V. (dissolved)",
        f"goes another way: {HROMADA} (by post, before by e-mail)",
        "goes in another language: جمعية الجسر (German, before Arabic)",
    )
    assert effect.organisations == {
        "removed": ("bruecke-wien", "verband-der-vereine"),
        "changed": ("bruecke", "ukrainische-gemeinschaft"),
    }


def test_somebody_else_and_somewhere_else(before: Registry, root: Path) -> None:
    edit(root, UKRAINIAN, ("olena@", "vorsitz@"))
    edit(
        root,
        "organisations/bruecke.yaml",
        ("role: Vorsitz", "role: Kasse"),
        ("given: ليلى\n    family: حداد\n", "given: Samir\n    family: Haddad\n"),
    )
    edit(
        root,
        "organisations/frauengruppe.yaml",
        ("status: dormant", "status: active\nemail: sued@frauen.example"),
    )
    assert told(effects(before, load(root))) == {
        "2023-10-13-fachtag": (
            "also goes to Frauengruppe „Süd“",
            "goes to another person or function: جمعية الجسر",
            f"goes to another address: {HROMADA}",
        )
    }


def test_a_new_date_is_told_to_those_who_hold_the_old_one(before: Registry, root: Path) -> None:
    edit(root, CONFERENCE, ("\ndate: 2023-10-13", "\ndate: 2023-10-20"), ("\nend_date: 2023-10-14", ""))
    notice = "4 organisations hold an earlier revision and get a notice"
    assert told(effects(before, load(root))) == {
        "2023-10-13-fachtag": ("says something else: day, last day", notice)
    }


def test_a_revision_that_was_not_raised(before: Registry, root: Path) -> None:
    dispatch = "  - date: 2023-08-28\n    revision: 2\n    channel: email\n    recipients: [bruecke-wien]\n"
    with (root / "data" / CONFERENCE).open("a", encoding="utf-8") as file:
        file.write(dispatch)
    sent = load(root)
    assert told(effects(before, sent)) == {}  # a dispatch changes no letter
    edit(root, CONFERENCE, ("start: 13:00\nend: 17:30", "start: 14:00\nend: 17:30"))
    assert told(effects(sent, load(root)))["2023-10-13-fachtag"] == (
        "says something else: start",
        "1 organisation holds revision 2 and will not hear of it unless the revision is raised: mo-registry set 2023-10-13-fachtag revision=3",
        "3 organisations hold an earlier revision and get a notice",
    )
    edit(root, CONFERENCE, ("revision: 2\nseries", "revision: 3\nseries"))
    assert told(effects(sent, load(root)))["2023-10-13-fachtag"] == (
        "says something else: start",
        "4 organisations hold an earlier revision and get a notice",
    )


def test_an_event_is_called_off_removed_new(before: Registry, root: Path) -> None:
    edit(root, CONFERENCE, ("status: confirmed", "status: cancelled"))
    assert told(effects(before, load(root)))["2023-10-13-fachtag"][0] == "calls the event off"
    (root / "data" / CONFERENCE).unlink()
    without = load(root)
    assert told(effects(before, without))["2023-10-13-fachtag"] == (
        "there is no such event any more",
        "4 organisations hold an invitation and should hear of it",
    )
    assert told(effects(without, before))["2023-10-13-fachtag"] == (
        "it is new; 4 organisations are to be invited",
    )


def test_what_is_over_has_no_effect(before: Registry, root: Path) -> None:
    edit(root, "events/2023-05-10-netzwerktreffen.yaml", ("start: 17:00", "start: 16:00"))
    assert effects(before, load(root)) == []


def test_a_venue_that_is_described_otherwise(before: Registry, root: Path) -> None:
    edit(root, "registry.yaml", ("directions: Erdgeschoss, Flur B", "directions: Eingang Nord"))
    assert told(effects(before, load(root)))["2023-10-13-fachtag"][0] == (
        "says something else: what is known of the venue"
    )


def test_lists(before: Registry, root: Path) -> None:
    edit(root, UKRAINIAN, ("mobile: +49 171 3920012", "mobile: +49 171 3920099"))
    edit(
        root, "organisations/bruecke.yaml", ("focus_areas: [culture]", "focus_areas: [language]")
    )  # in no column
    edit(root, "organisations/verband-der-vereine.yaml", ("networks:\n  - network: netzwerk\n", ""))
    (root / "data/organisations/frauengruppe.yaml").unlink()
    (root / "data/organisations/neu.yaml").write_text("name: Neu\nkind: association\n", "utf-8")
    found = effects(before, load(root))
    assert told(found, "contact-list") == {
        "internal": ("new: Neu", "gone: Frauengruppe „Süd“", f"changed: {HROMADA}"),
        "network netzwerk": (
            "gone: Frauengruppe „Süd“, Verband der Vereine Musterstadt e.V.",
            f"changed: {HROMADA}",
        ),
        "network frauennetz": ("gone: Frauengruppe „Süd“",),
        "public": ("new: Neu", "gone: Frauengruppe „Süd“"),  # the number is not for the public
    }
    assert [effect.about for effect in found if effect.kind == "contact-list"] == [
        "Contact list, internal",
        "Contact list, network “Netzwerk Musterstadt”",
        "Contact list, network “Frauennetz”",
        "Contact list, public",
    ]


def test_a_term_that_is_called_otherwise(before: Registry, root: Path) -> None:
    """Where the list has a column for it."""
    (root / "templates").mkdir()
    (root / "templates" / "contact-list.de.md").write_text(
        "---\ntitle: X\ncolumns:\n  organisation: Name\n  districts: Orte\n---\n", "utf-8"
    )
    edit(root, "registry.yaml", ("    de: Nord\n", "    de: Nordstadt\n"))
    found = told(effects(before, load(root)), "contact-list")
    assert found["public"] == (f"changed: {HROMADA}",)


def test_a_rename_changes_no_list(before: Registry, root: Path) -> None:
    data = root / "data"
    (data / "organisations/frauengruppe.yaml").rename(data / "organisations/frauen.yaml")
    assert effects(before, load(root)) == []


def test_what_cannot_be_read_is_not_gone(before: Registry, root: Path) -> None:
    (root / "data" / UKRAINIAN).write_text("name: [\n", "utf-8")
    (root / "data" / CONFERENCE).write_text("title: [\n", "utf-8")
    assert effects(before, load(root)) == []
    (root / "data" / CONFERENCE).write_text((SMALL / "data" / CONFERENCE).read_text("utf-8"), "utf-8")
    assert effects(before, load(root)) == []


def test_many_names_are_counted(before: Registry, root: Path) -> None:
    for number in range(10, 22):
        (root / f"data/organisations/neu-{number}.yaml").write_text(
            f"name: Verein {number}\nkind: association\n", "utf-8"
        )
    names = ", ".join(f"Verein {number}" for number in range(10, 20))
    [effect, _public] = effects(before, load(root))
    assert effect.sentences == (f"new: {names} and 2 more",)
    assert len(effect.organisations["added"]) == 12


def test_templates(before: Registry, root: Path) -> None:
    folder = root / "templates"
    (folder / "fonts").mkdir(parents=True)
    for name in ("invitation.de.md", "words.de.yaml", "fonts/Some.ttf", "gruss.de.md", "unbenutzt.de.md"):
        (folder / name).write_bytes(b"x")
    (folder / "protocol.en.md").write_text('{% include "gruss" %}', "utf-8")
    now = load(root)
    assert told(effects(load(SMALL), now), "template") == {
        "fonts/Some.ttf": ("new; concerns all documents as PDF",),
        "gruss.de.md": ("new; concerns minutes",),
        "invitation.de.md": ("new; concerns invitations",),
        "protocol.en.md": ("new; concerns minutes",),
        "unbenutzt.de.md": ("new; concerns no document that is known",),
        "words.de.yaml": ("new; concerns all documents",),
    }


def test_a_template_with_a_mistake_hides_nothing_else(before: Registry, root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "contact-list.de.md").write_text("---\ntitle: {{ oops }}\n---\n", "utf-8")
    edit(root, CONFERENCE, ("start: 13:00\nend: 17:30", "start: 14:00\nend: 17:30"))
    edit(root, UKRAINIAN, ("website: https://hromada.example", "website: https://anders.example"))
    found = effects(before, load(root))
    assert [effect.kind for effect in found] == ["invitation", "contact-list", "template"]
    assert found[1].sentences[0].startswith("cannot be told: ")
