"""What has changed between two states of a registry: every difference has a sentence, and nothing else has one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from mo_registry import clock, i18n
from mo_registry.model import Event, Organisation, Settings
from mo_registry.model.event import Funding
from mo_registry.model.job import Job
from mo_registry.model.part import Part
from mo_registry.model.scalars import PartialDate
from mo_registry.registry import Registry, load
from mo_registry.reports.change import Change, Kind
from mo_registry.reports.changes import changes, entry_changes, renames, unread
from mo_registry.reports.effects import effects
from mo_registry.reports.wording import FIELDS
from tests.conftest import SMALL, TODAY

Way = tuple[str | int, ...]

clock.set_today(TODAY)
REGISTRY = load(SMALL)
clock.set_today(None)
CANDIDATES: tuple[Any, ...] = ("2031-05-06", "11:11", "7", "true", "sample", [], {})


@pytest.fixture(autouse=True)
def _in_english_on_the_day() -> Iterator[None]:
    i18n.install("en")
    clock.set_today(TODAY)
    yield
    clock.set_today(None)


# Every change of every field ---------------------------------------------------------------------------------


def sample(annotation: Any) -> Any:
    """Some value of a field's type."""
    if get_origin(annotation) in (Union, UnionType):
        return sample(next(part for part in get_args(annotation) if part is not type(None)))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return list(annotation)[-1]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        required = {
            field.alias or name: sample_text(field.annotation, field.metadata)
            for name, field in annotation.model_fields.items()
            if field.is_required()
        }
        optional = {"city": "X"} if "city" in annotation.model_fields else {}
        return annotation.model_validate({**required, **optional})
    return TypeAdapter(annotation).validate_python(sample_text(annotation, []))


def sample_text(annotation: Any, metadata: list[Any]) -> Any:
    """The plain data of some value of a field's type."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return list(annotation)[-1].value
    whole: Any = Annotated[(annotation, *metadata)] if metadata else annotation
    for candidate in CANDIDATES:
        try:
            TypeAdapter(whole).validate_python(candidate)
        except ValidationError:
            continue
        return candidate
    raise AssertionError(f"nothing fits {annotation}")


def others(value: Any, annotation: Any, metadata: list[Any]) -> Iterator[tuple[Way, Any]]:
    """Values of a field that are other than this one, each with the way to what is other."""
    if isinstance(value, BaseModel):
        for way, other in part_variants(value):
            yield way, other
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (key,), {name: it for name, it in value.items() if name != key}
            for way, other in others(item, type(item), []):
                yield (key, *way), {**value, key: other}
        yield ("new",), {**value, "new": next(iter(value.values()), "x")}
    elif isinstance(value, tuple) and not isinstance(value, PartialDate):
        for at, item in enumerate(value):
            yield (at,), value[:at] + value[at + 1 :]
            for way, other in others(item, type(item), []):
                yield (at, *way), (*value[:at], other, *value[at + 1 :])
        if len(value) > 1:
            yield ("reversed",), value[::-1]
        if value:
            yield ("twice",), (*value, value[0])
    else:
        yield (), scalar_variant(value, annotation, metadata)


def scalar_variant(value: Any, annotation: Any, metadata: list[Any]) -> Any:
    match value:
        case None:
            inner = next((it for it in get_args(annotation) if it is not type(None)), annotation)
            return sample(Annotated[(inner, *metadata)] if metadata else inner)
        case StrEnum():
            members = list(type(value))
            return members[(members.index(value) + 1) % len(members)]
        case bool():
            return not value
        case int():
            return value + 1
        case PartialDate():
            return PartialDate(value.year + 1)
        case str():
            return f"{value}-other"
    return value.replace(**({"year": value.year + 1} if hasattr(value, "year") else {"hour": 5}))


def part_variants(part: BaseModel) -> Iterator[tuple[Way, Any]]:
    """The part with one thing other in it, each with the way to that thing."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        for way, other in others(value, field.annotation, field.metadata):
            if other != value:
                yield (name, *way), copied(part, **{name: other})
        if value is not None and field.default is None:
            yield (name,), copied(part, **{name: None})
        if value == () and (items := list(get_args(field.annotation))):
            yield (name, "new"), copied(part, **{name: (sample(items[0]),)})


def copied(part: BaseModel, **values: Any) -> BaseModel:
    copy = part.model_copy(update=values)
    if isinstance(part, Organisation | Event):
        copy.named(part.id)  # type: ignore[attr-defined]
    return copy


def filled() -> dict[str, Any]:
    """The small registry's parts, and in them what nothing of it has."""
    meeting = REGISTRY.events["2023-05-10-netzwerktreffen"]
    jobs = {"lists": sample(Job)}
    return {
        "registry": copied(REGISTRY.settings, jobs=jobs),
        **REGISTRY.organisations,
        **REGISTRY.events,
        meeting.id: copied(meeting, funding=Funding(project="Ankommen")),
    }


PARTS = filled()
VARIANTS = [
    (identifier, way, variant) for identifier, part in PARTS.items() for way, variant in part_variants(part)
]


def with_part(identifier: str, part: Any) -> Registry:
    """The registry with another state of an entry or of the settings."""
    if isinstance(part, Settings):
        return replace(REGISTRY, settings=part)
    if isinstance(part, Organisation):
        return replace(REGISTRY, organisations={**REGISTRY.organisations, identifier: part})
    return replace(REGISTRY, events={**REGISTRY.events, identifier: part})


def between(identifier: str, old: Any, new: Any) -> list[Change]:
    if isinstance(new, Settings):
        return changes(with_part(identifier, old), with_part(identifier, new))
    return entry_changes(old, new, REGISTRY)


def test_the_variants_reach_every_field() -> None:
    reached = {name for _identifier, way, _variant in VARIANTS for name in way if isinstance(name, str)}
    missing = {
        name
        for model in models(Settings) | models(Organisation) | models(Event)
        for name in model.model_fields
        if name not in reached
    }
    assert missing == set()


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model and all parts in it."""
    found = {model}
    for field in model.model_fields.values():
        found |= {inner for part in parts_in(field.annotation) for inner in models(part)}
    return found


def parts_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in get_args(annotation):
        yield from parts_in(inner)


def test_every_difference_has_a_sentence_and_its_mirror() -> None:
    """And both tell where it is: the way begins with the field."""
    silent = []
    for identifier, way, variant in VARIANTS:
        part = PARTS[identifier]
        there, back = between(identifier, part, variant), between(identifier, variant, part)
        told = {change.keys[0] for change in (*there, *back)}
        if not there or not back or told != {way[0]}:
            silent.append((identifier, way, there, back))
        mirror = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
        kinds = sorted(mirror.get(change.kind, change.kind) for change in back)
        if kinds != sorted(change.kind for change in there):
            silent.append((identifier, way, there, back))
    assert silent == []


def test_every_sentence_is_whole() -> None:
    for identifier, _way, variant in VARIANTS:
        for change in between(identifier, PARTS[identifier], variant):
            for text in (change.what(), change.what(values=True)):
                assert text.strip() == text
                assert text
                assert "{" not in text
                assert "  " not in text
                assert "\n" not in text
                assert change.personal or text == change.what()


def test_no_difference_no_sentence() -> None:
    assert changes(REGISTRY, load(SMALL)) == []


def test_every_field_has_a_name() -> None:
    """A new field of the model wants a line in `FIELDS`."""
    names = {
        name
        for model in models(Settings) | models(Organisation) | models(Event)
        for name in model.model_fields
    }
    assert sorted(names - set(FIELDS)) == []


# Words -------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the small registry, to be changed."""
    return Path(shutil.copytree(SMALL, tmp_path / "registry"))


def edit(root: Path, file: str, *pairs: tuple[str, str]) -> None:
    path = root / "data" / file
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def sentences(root: Path, *, values: bool = False) -> list[str]:
    return [change.sentence(values=values) for change in changes(REGISTRY, load(root))]


UKRAINIAN = "organisations/ukrainische-gemeinschaft.yaml"
CONFERENCE = "events/2023-10-13-fachtag.yaml"
MEETING = "events/2023-05-10-netzwerktreffen.yaml"
HROMADA = "Українська громада Мустерштадт e.V."


def test_contacts(root: Path) -> None:
    edit(root, UKRAINIAN, ("olena@hromada", "vorsitz@hromada"), ("+49 171 3920012", "+49 171 3920099"))
    edit(root, "organisations/bruecke.yaml", ("contacts:\n", "contacts:\n  - role: Kasse\n"))
    edit(root, "organisations/frauengruppe.yaml", ("  - role: Sprecherin\n", "  - given: Ada\n"))
    assert sentences(root) == [
        "جمعية الجسر: new contact Kasse.",
        "Frauengruppe „Süd“: new contact.",
        "Frauengruppe „Süd“: contact Sprecherin removed.",
        f"{HROMADA}: contact Vorsitz: e-mail changed, mobile telephone changed.",
    ]
    assert sentences(root, values=True)[1:] == [
        "Frauengruppe „Süd“: new contact Ada.",
        "Frauengruppe „Süd“: contact Sprecherin removed.",
        f"{HROMADA}: contact Олена Ковальчук (Vorsitz): e-mail “vorsitz@hromada.example” (before: “olena@hromada.example”), mobile telephone “+49 171 3920099” (before: “+49 171 3920012”).",
    ]


def test_a_successor_is_somebody_else_and_a_married_name_is_not(root: Path) -> None:
    edit(root, UKRAINIAN, ("given: Олена\n    family: Ковальчук", "given: Taras\n    family: Bondar"))
    assert sentences(root, values=True) == [
        f"{HROMADA}: new contact Taras Bondar (Vorsitz).",
        f"{HROMADA}: contact Олена Ковальчук (Vorsitz) removed.",
    ]
    edit(root, UKRAINIAN, ("given: Taras\n    family: Bondar", "given: Олена\n    family: Бондар"))
    assert sentences(root, values=True) == [
        f"{HROMADA}: contact Олена Бондар (Vorsitz): family name “Бондар” (before: “Ковальчук”)."
    ]


def test_networks(root: Path) -> None:
    edit(root, UKRAINIAN, ("since: 2019-01-01", "since: 2019-01-01\n    until: 2023-10-31"))
    edit(
        root,
        "organisations/bruecke-wien.yaml",
        ("kind: foundation", "kind: foundation\nnetworks:\n  - network: netzwerk\n    since: 2023-09"),
    )
    edit(root, "organisations/frauengruppe.yaml", ("  - network: frauennetz\n", ""))
    assert sentences(root) == [
        "Die Brücke Wien: belongs to the network “Netzwerk Musterstadt” since 09.2023.",
        "Frauengruppe „Süd“: does not belong to the network “Frauennetz” any more.",
        f"{HROMADA}: leaves the network “Netzwerk Musterstadt” on 31.10.2023.",
    ]


def test_organisations(root: Path) -> None:
    edit(
        root, UKRAINIAN, ("name: Українська громада Мустерштадт e.V.", "name: Hromada e.V."),
        ("languages: [uk, ru, de]", "languages: [uk, tr, de]"), ("focus_areas: [language, culture]", "focus_areas: [culture, language]"),
        ("verified: 2023-03-01", "verified: 2023-08-30"), ("street: Musterstraße 1, Hinterhaus", "street: Musterstraße 2"),
        ("website: https://hromada.example\n", ""), ("funding: Land", "funding: Bund"),
    )  # fmt: skip
    edit(root, "organisations/frauengruppe.yaml", ("status: dormant", "status: active"))
    edit(
        root,
        "organisations/bruecke-wien.yaml",
        ("kind: foundation", "kind: foundation\nstatus: dissolved"),
        ("email: wien@bruecke.example\n", ""),
        ("  street: Mustergasse 3\n", ""),
    )
    (root / "data/organisations/bruecke-wien.yaml").write_text(
        "name: Die Brücke Wien\nkind: foundation\nstatus: dissolved\nformer_ids: [stiftung-bruecke]\n"
        "languages: [de]\nfocus_areas: [culture]\nnot_the_same: [bruecke]\n"
    )
    (root / "data/organisations/kulturverein-alt.yaml").unlink()
    (root / "data/organisations/neu.yaml").write_text(
        "name: Neu e.V.\nkind: association\nnetworks:\n  - network: frauennetz\n"
    )
    assert sentences(root) == [
        "Die Brücke Wien: archived as dissolved; nobody can be written to any more.",
        "Die Brücke Wien: address removed.",
        "Die Brücke Wien: e-mail removed.",
        "Frauengruppe „Süd“: is active again, before dormant.",
        "Kulturverein Alt-Musterstadt e.V.: entry removed (migrant organisation, Netzwerk Musterstadt).",
        "Neu e.V.: new entry (association, Frauennetz).",
        "Hromada e.V.: is called “Hromada e.V.” now, before “Українська громада Мустерштадт e.V.”.",
        "Hromada e.V.: languages changed (new: Turkish; gone: Russian).",
        "Hromada e.V.: focus areas in another order.",
        "Hromada e.V.: address: street changed.",
        "Hromada e.V.: web address “https://hromada.example” removed.",
        "Hromada e.V.: project “Ankommen”: funding “Bund, Förderlinie 2” (before: “Land, Förderlinie 2”).",
        "Hromada e.V.: has confirmed its data on 30.08.2023.",
    ]


def test_events(root: Path) -> None:
    edit(
        root, CONFERENCE, ("\ndate: 2023-10-13", "\ndate: 2023-10-20"), ("moved_from: [2023-10-06]", "moved_from: [2023-10-06, 2023-10-13]"),
        ("end_date: 2023-10-14\n", ""), ("revision: 2", "revision: 3"), ("venue: rathaus", "venue: vereinshaus"),
        ("deadline: 2023-10-02\n  capacity: 35", "deadline: 2023-10-09\n  capacity: 30"),
        ("    duration: 45", "    duration: 50"), ("      - Was fehlt?\n", ""), ("        name: Dr. Max Huber\n", "        name: Max Huber\n"),
        ("\ndispatched:", "  - organisation: bruecke-wien\n    persons: 4\n  - guest_of: Chor\n\ndispatched:"),
    )  # fmt: skip
    edit(
        root, MEETING, ("status: open", "status: done"), ("due: 2023-06-30", "due: 2023-07-01"), ("keeper: Iryna van der Berg", "keeper: X"),
        ("Zwei Tage, einer", "Drei Tage, einer"), ("status: approved\n  approved: 2023-06-01", "status: draft"),
        ("          who: integrationsstelle\n", "          who: bruecke\n"), ("        - id: a3\n", "        - id: a4\n          what: Saal buchen\n        - id: a3\n"),
    )  # fmt: skip
    assert sentences(root) == [
        "Vereine und Ämter on 20.10.2023: revision 3 (before: 2).",
        "Vereine und Ämter on 20.10.2023: moved from 13.10.2023 to 20.10.2023.",
        "Vereine und Ämter on 20.10.2023: last day 14.10.2023 removed.",
        "Vereine und Ämter on 20.10.2023: venue Haus der Vereine (before: Rathaus Musterstadt).",
        "Vereine und Ämter on 20.10.2023: way to register: deadline 09.10.2023 (before: 02.10.2023), places 30 (before: 35).",
        "Vereine und Ämter on 20.10.2023: programme item “Was Vereine können”: duration in minutes 50 (before: 45), speaker Die Brücke Wien: name changed.",
        "Vereine und Ämter on 20.10.2023: programme item “Kleingruppen”: guiding questions changed (gone: “Was fehlt?”).",
        "Vereine und Ämter on 20.10.2023: 2 new registrations (5 people): Die Brücke Wien, Chor.",
        "Netzwerktreffen on 10.05.2023: the minutes are a draft again.",
        "Netzwerktreffen on 10.05.2023: minutes: keeper of the minutes changed, approved on 01.06.2023 removed.",
        "Netzwerktreffen on 10.05.2023: agreement a1: who does it جمعية الجسر (before: Integrationsstelle Musterstadt).",
        "Netzwerktreffen on 10.05.2023: agreement a2: done.",
        "Netzwerktreffen on 10.05.2023: agreement a3: due 01.07.2023 (before: 30.06.2023).",
        "Netzwerktreffen on 10.05.2023: new agreement a4.",
        "Netzwerktreffen on 10.05.2023: item of the minutes “fachtag”: text changed.",
    ]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("cancelled", "cancelled"),
        ("held", "was held"),
        ("planned", "planned, not confirmed any more"),
    ],
)
def test_how_far_an_event_is(root: Path, status: str, told: str) -> None:
    edit(root, CONFERENCE, ("status: confirmed", f"status: {status}"))
    assert sentences(root) == [f"Vereine und Ämter on 13.10.2023: {told}."]


def test_a_cancelled_event_takes_place_after_all(root: Path) -> None:
    edit(root, CONFERENCE, ("status: confirmed", "status: cancelled"))
    assert [change.what() for change in changes(load(root), REGISTRY)] == [
        "takes place after all (confirmed)"
    ]


def test_minutes_that_are_new(root: Path) -> None:
    text = (root / "data" / MEETING).read_text("utf-8")
    (root / "data" / MEETING).write_text(
        text[: text.index("minutes:")] + "notes: Der Beamer war defekt.\n", "utf-8"
    )
    assert sentences(root) == [
        "Netzwerktreffen on 10.05.2023: minutes removed (approved, 1 decision, 3 agreements)."
    ]
    assert [change.what() for change in changes(load(root), REGISTRY)] == [
        "minutes written (approved, 1 decision, 3 agreements)"
    ]


def test_settings(root: Path) -> None:
    edit(
        root, "registry.yaml", ("capacity: 40", "capacity: 45"), ("  women:\n    de: Beratung für Frauen\n    en: Counselling for women\n", "  music:\n    de: Musik\n"),
        ("    de: Kultur\n", "    de: Kultur und Kunst\n"), ("  frauennetz:\n    name: Frauennetz\n", "  frauennetz:\n    name: Frauennetz\n  jugend:\n    name: Jugendnetz\n"),
        ("+49 221 4710 301", "+49 221 4710 302"), ("form: A", "form: B"), ("  MO134: information\n", "  MO134: warning\n"),
    )  # fmt: skip
    assert sentences(root) == [
        "Settings: new network “Jugendnetz”.",
        "Settings: venue “Rathaus Musterstadt”: places 45 (before: 40).",
        "Settings: focus area “Culture”: de “Kultur und Kunst” (before: “Kultur”).",
        "Settings: focus area “Counselling for women” removed.",
        "Settings: new focus area “Musik”.",
        "Settings: look of documents: form of letters B (before: A), signatory: telephone changed.",
        "Settings: check MO134 warning (before: information).",
    ]


# Renames -----------------------------------------------------------------------------------------------------


def test_a_rename_is_told_once(root: Path) -> None:
    """And what names the entry by its new id has not changed."""
    data = root / "data"
    (data / "organisations/bruecke.yaml").rename(data / "organisations/al-dschisr.yaml")
    edit(root, "organisations/al-dschisr.yaml", ("sort_name", "former_ids: [bruecke]\nsort_name"))
    for file in (
        "organisations/kulturverein-alt.yaml",
        CONFERENCE,
        MEETING,
        "organisations/bruecke-wien.yaml",
    ):
        text = (data / file).read_text("utf-8")
        (data / file).write_text(re.sub(r"(?<!-)\bbruecke\b(?![-.])", "al-dschisr", text), "utf-8")
    after = load(root)
    assert renames(REGISTRY, after) == {"bruecke": "al-dschisr"}
    [change] = changes(REGISTRY, after)
    assert (change.kind, change.entry, change.path) == (Kind.RENAMED, "al-dschisr", "")
    assert change.sentence() == "جمعية الجسر: its id is al-dschisr now, before bruecke."
    assert [back.what() for back in changes(after, REGISTRY)] == ["its id is bruecke now, before al-dschisr"]


def test_a_file_that_was_renamed_by_hand(root: Path) -> None:
    data = root / "data"
    (data / "organisations/frauengruppe.yaml").rename(data / "organisations/frauen.yaml")
    (data / CONFERENCE).rename(data / "events/2023-10-13-tagung.yaml")
    (data / "events/2015-11-fachtag.yaml").rename(data / "events/2015-11-tagung.yaml")
    assert renames(REGISTRY, load(root)) == {
        "frauengruppe": "frauen",
        "2023-10-13-fachtag": "2023-10-13-tagung",
        "2015-11-fachtag": "2015-11-tagung",
    }


# What cannot be read, and what nobody else may see -------------------------------------------------------------


def test_a_broken_file_is_no_removal(root: Path) -> None:
    (root / "data" / UKRAINIAN).write_text("name: [\n", "utf-8")
    edit(root, "organisations/bruecke-wien.yaml", ("languages: [de]", "languages: [de, fr]"))
    after = load(root)
    told = ["Die Brücke Wien: languages changed (new: French)."]
    assert [change.sentence() for change in changes(REGISTRY, after)] == told
    [file] = unread(REGISTRY, after)
    assert (file.path, file.earlier) == (root / "data" / UKRAINIAN, False)
    assert [it.earlier for it in unread(after, REGISTRY)] == [True]


def test_settings_that_cannot_be_read(root: Path) -> None:
    """Then nothing is said of what they declare; entries are compared all the same."""
    (root / "data/registry.yaml").write_text("name: [\n", "utf-8")
    edit(root, "organisations/bruecke-wien.yaml", ("languages: [de]", "languages: [de, fr]"))
    assert sentences(root) == ["Die Brücke Wien: languages changed (new: French)."]
    assert effects(REGISTRY, load(root)) == []


def test_no_sentence_repeats_what_is_known_of_people(root: Path) -> None:
    """Whatever is put into a field in which people stand: it comes out with --values only."""
    secret = "GEHEIM"
    for identifier, way, variant in VARIANTS:
        if not PERSONAL.search(".".join(map(str, way))):
            continue
        part = PARTS[identifier]
        if way[-1] in ("organisation", "guest_of") or (way[0], way[-1]) == ("contacts", "role"):
            continue  # what people are called where their names are not told
        for change in [
            *between(identifier, part, told_secret(variant, part)),
            *between(identifier, told_secret(variant, part), part),
        ]:
            assert secret not in change.what(), (identifier, way)
            assert "@" not in change.what(), (identifier, way)


PERSONAL = re.compile(
    r"^(contacts|phone|email|address|notes|moderator|attendance|registrations|online)\b|^minutes\.(chair|keeper)|speakers|decisions|signatory"
)


def told_secret(variant: Any, part: Any) -> Any:
    """The variant with a secret in place of every text that is other than before."""
    if isinstance(variant, BaseModel) and isinstance(part, BaseModel) and type(variant) is type(part):
        values = {
            name: told_secret(getattr(variant, name), getattr(part, name)) for name in type(part).model_fields
        }
        return copied(variant, **values)
    if isinstance(variant, tuple) and isinstance(part, tuple) and len(variant) == len(part):
        return tuple(told_secret(*pair) for pair in zip(variant, part, strict=True))
    return "GEHEIM" if type(variant) is str and variant.endswith("-other") else variant


def test_what_stands_in_the_confidential_part(root: Path) -> None:
    """It is told of without values; and not at all where one of the two states has no such part."""
    (root / "private" / "organisations").mkdir(parents=True)
    private = root / "private" / "organisations" / "frauengruppe.yaml"
    private.write_text("website: https://geheim.example\n", "utf-8")
    with_part = load(root)
    assert changes(REGISTRY, with_part) == []
    assert changes(with_part, REGISTRY) == []
    private.write_text("website: https://anders.example\n", "utf-8")
    [change] = changes(with_part, load(root))
    assert change.sentence() == "Frauengruppe „Süd“: web address changed."
    assert (
        change.what(values=True) == "web address “https://anders.example” (before: “https://geheim.example”)"
    )
    assert change.personal


def test_one_entry_by_itself() -> None:
    """As the history of an entry tells it: new, changed, gone."""
    new = REGISTRY.organisations["frauengruppe"]
    changed = copied(new, languages=("de",))
    assert [it.sentence() for it in entry_changes(None, new, REGISTRY)] == [
        "Frauengruppe „Süd“: new entry (association, Netzwerk Musterstadt, Frauennetz)."
    ]
    assert [it.what() for it in entry_changes(new, changed, REGISTRY)] == ["languages changed (new: German)"]  # type: ignore[arg-type]
    assert [it.kind for it in entry_changes(new, None, REGISTRY)] == [Kind.REMOVED]
    assert entry_changes(None, None, REGISTRY) == []
