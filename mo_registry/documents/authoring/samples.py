"""Made-up entries for trying templates: events with everything, with nothing, and everything between.

Everything in them is invented. A field that a template can see is in `FULL`, so that each is there once and missing
once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mo_registry.i18n import _
from mo_registry.labels import label
from mo_registry.model import Event, Organisation, Settings
from mo_registry.model.event import EventKind, EventStatus
from mo_registry.registry import Registry

_OFFICE, _FIRST, _SECOND = "beispielamt", "beispielverein", "beispielkreis"
_NETWORK = "beispielnetzwerk"
_ADDRESS = {"street": "Musterstraße 1", "postal_code": "01067", "city": "Musterstadt"}

_TERMS = {"beispiele": {"de": "Beispiele", "en": "Examples"}}

ORGANISATIONS: Mapping[str, Mapping[str, Any]] = {
    _OFFICE: {
        "name": "Amt für Beispiele",
        "kind": "public_authority",
        "address": _ADDRESS,
        "phone": "+49 221 4710 123",
        "email": "amt@beispiel.example",
        "website": "https://amt.example/",
    },
    _FIRST: {
        "name": "Beispielverein e.V.",
        "kind": "migrant_organisation",
        "also_known_as": ["Verein der Beispiele"],
        "legal_form": "e.V.",
        "register_number": "VR 1234",
        "register_court": "Musterstadt",
        "founded": "1998",
        "networks": [{"network": _NETWORK, "since": "2019"}],
        "member_of": [_SECOND],
        "languages": ["uk", "de"],
        "focus_areas": ["beispiele"],
        "target_groups": ["beispiele"],
        "districts": ["beispiele"],
        "topics_wanted": ["beispiele"],
        "address": {**_ADDRESS, "care_of": "Muster"},
        "phone": "+49 221 4710 126",
        "email": "post@verein.example",
        "website": "https://verein.example/",
        "contacts": [
            {
                "given": "Bei", "family": "Spiel", "title": "Dr.", "salutation": "ms", "role": "Vorsitz",
                "email": "spiel@verein.example", "phone": "+49 221 4710 127", "mobile": "+49 221 4710 128",
                "address": _ADDRESS, "language": "de", "channel": "email", "since": "2022-05-01",
                "share": {"network": ["name", "email"], "public": ["name"], "consent": "2023-03-01"},
            },
            {"role": "Kasse"},
        ],
        "offers": [
            {
                "title": "Sprachcafé", "description": "Mit *Kuchen*.", "focus_areas": ["beispiele"],
                "target_groups": ["beispiele"], "districts": ["beispiele"], "languages": ["uk"],
                "since": "2020", "until": "2024-12",
            },
            {"title": "Beratung"},
        ],
        "projects": [
            {
                "title": "Beispiele stärken", "since": "2022", "until": "2024", "funding": "Stiftung Muster",
                "partners": [_SECOND], "focus_areas": ["beispiele"],
            },
            {"title": "Nachbarschaft"},
        ],
        "verified": "2023-03-01",
    },
    _SECOND: {"name": "Gesprächskreis Muster", "kind": "association", "networks": [{"network": _NETWORK}]},
}  # fmt: skip
SETTINGS: Mapping[str, Any] = {
    "name": "Netzwerk der Beispiele",
    "organisation": _OFFICE,
    "networks": {_NETWORK: {"name": "Beispielnetzwerk", "greeting": {"de": "Liebe Beispiele", "en": "Dear all"}}},
    "venues": {
        "beispielsaal": {
            "name": "Beispielsaal",
            "address": _ADDRESS,
            "directions": "Eingang am Hof",
            "accessibility": "ohne Stufen",
        }
    },
    "focus_areas": _TERMS,
    "target_groups": _TERMS,
    "districts": _TERMS,
    "topics": _TERMS,
    "documents": {
        "signatory": {
            "name": "B. Spiel", "function": "Koordination", "room": "1.01", "phone": "+49 221 4710 124",
            "fax": "+49 221 4710 125", "email": "b.spiel@beispiel.example", "reference": "Bsp 1",
        },
        "photo_note": {"de": "Es werden Fotos gemacht.", "en": "Photos will be taken."},
        "privacy_note": {"de": "Mehr zum Datenschutz: amt.example", "en": "On data protection: amt.example"},
    },
}  # fmt: skip
_SPEAKERS = [
    {"name": "Dr. Bei Spiel", "organisation": _FIRST, "role": "Vorsitz"},
    {"name": "M. Muster", "guest_of": "Projekt Muster", "requested": "true"},
    {"name": "E. Xempel"},
]
FULL: Mapping[str, Any] = {
    "title": "Netzwerktreffen der Beispiele",
    "kind": "network_meeting",
    "topic": "Was Beispiele zeigen",
    "description": "Ein Absatz.\n\n- ein Punkt\n- **noch einer**",
    "network": _NETWORK,
    "series": "beispielreihe",
    "number": "17",
    "revision": "2",
    "date": "2023-09-27",
    "end_date": "2023-09-28",
    "moved_from": ["2023-09-13"],
    "start": "17:00",
    "end": "19:30",
    "venue": "beispielsaal",
    "room": "Raum 2",
    "online": "https://treffen.example/raum",
    "organisers": [_OFFICE],
    "partners": [_FIRST],
    "partners_without_entry": ["Projekt Muster"],
    "registration": {
        "deadline": "2023-09-20",
        "capacity": "60",
        "website": "https://amt.example/anmelden",
        "email": "anmelden@beispiel.example",
    },
    "moderator": {"name": "M. Muster", "organisation": _SECOND, "role": "Moderation"},
    "programme": [
        {
            "item": "vortrag", "title": "Vortrag", "kind": "talk", "start": "17:10", "duration": "30",
            "text": "Mit *Beispielen*.", "speakers": _SPEAKERS, "moderator": {"name": "M. Muster"},
            "organisations": [_FIRST], "questions": ["Was fehlt?", "Was ist zu viel?"],
        },
        {"item": "verschiedenes", "title": "Verschiedenes"},
    ],
    "info_stands": [_FIRST, _SECOND],
    "registrations": [
        {"organisation": _FIRST, "persons": "3", "people": ["Bei Spiel"]},
        {"guest_of": "Projekt Muster"},
    ],
    "attendance": [
        {"organisation": _FIRST, "persons": "2", "people": ["Bei Spiel"]},
        {"guest_of": "Projekt Neu"},
    ],
    "turnout": {"persons": "40", "organisations": "30", "approximate": "true"},
    "apologies": [_SECOND],
    "funding": {"project": "Beispiele stärken", "reference": "BSP-1", "funder": "Stiftung Muster"},
    "minutes": {
        "chair": "B. Spiel", "keeper": "M. Muster", "begin": "17:05", "end": "19:20", "status": "approved",
        "approved": "2023-10-11", "distribution": ["Presse", "Rat"],
        "items": [
            {
                "item": "vortrag", "text": "Das *Ergebnis*.\n\n1. eins\n2. zwei",
                "decisions": [
                    {"text": "Es geht weiter.", "for": "12", "against": "0", "abstained": "0"},
                    {"text": "Später mehr.", "for": "7", "against": "3", "abstained": "1"},
                    {"text": "Ohne Zählung."},
                ],
                "actions": [
                    {"id": "a1", "what": "Liste senden", "who": _FIRST, "due": "2023-10-15"},
                    {"id": "a2", "what": "Saal fragen", "guest": "Projekt Muster", "status": "done"},
                    {"id": "a3", "what": "Beispiel suchen", "who": _SECOND, "status": "dropped"},
                ],
            },
            {"item": "anderes", "text": "Nicht auf der Tagesordnung."},
        ],
    },
}  # fmt: skip
"""An event with everything that a template can see."""
NEEDED = ("title", "kind", "date")
_BARE_MINUTES = {"items": [{"item": "vortrag"}]}
_EARLIER = {
    **{key: FULL[key] for key in (*NEEDED, "network", "series")},
    "date": "2023-05-31",
    "minutes": {
        "items": [
            {
                "item": "x",
                "actions": [
                    {"id": "a1", "what": "Rückmeldung geben", "who": _FIRST, "due": "2023-06-30"},
                    {"id": "a2", "what": "Raum suchen", "guest": "Projekt Muster"},
                ],
            }
        ]
    },
}
_LATER = {key: FULL[key] for key in (*NEEDED, "network", "series", "start", "end", "venue")} | {
    "date": "2023-12-13"
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up registry, and what is special about each of its events, in words."""

    registry: Registry
    events: Mapping[str, str]


def samples(registry: Registry) -> Iterator[Sample]:
    """Two made-up registries in place of this one: one that says everything about itself, and one that does not.

    Args:
        registry: whose templates and day they have.
    """
    labels, made = {}, {}
    for number, (told, values) in enumerate(variants()):
        name = f"sample-{number}"
        labels[name], made[name] = told, _event(name, values)
    around = {"earlier": _event("earlier", _EARLIER), "later": _event("later", _LATER)}
    labels |= dict.fromkeys(around, _("a made-up event without a programme"))
    organisations = {
        name: Organisation.model_validate(dict(values)).named(name) for name, values in ORGANISATIONS.items()
    }
    full = Settings.model_validate(dict(SETTINGS))
    yield Sample(_in_place_of(registry, full, organisations, {**made, **around}), dict(labels))
    few = dict(list(made.items())[:2])
    bare = Settings(name=SETTINGS["name"])
    yield Sample(_in_place_of(registry, bare, {}, few), {name: labels[name] for name in few})


def variants() -> Iterator[tuple[str, dict[str, Any]]]:
    """Events as they stand in files, each with what is special about it; the fullest and the barest first."""
    bare = {key: FULL[key] for key in NEEDED}
    optional = [key for key in FULL if key not in NEEDED]
    yield _("a made-up event with everything"), dict(FULL)
    yield _("a made-up event with nothing but a title and a date"), bare
    for key in optional:
        told = _("a made-up event without “{key}”").format(key=key)
        yield told, {name: value for name, value in FULL.items() if name != key}
    for key in optional:
        yield _("a made-up event with nothing but “{key}”").format(key=key), {**bare, key: FULL[key]}
    for key, values in (("kind", EventKind), ("status", EventStatus)):
        for value in values:
            told = _("a made-up event: {kind}").format(kind=label(value.value))
            yield told, {**FULL, key: value.value}
    for day in ("2015-11", "2018"):
        yield _("a made-up event of which no day is known"), {**bare, "date": day, "minutes": _BARE_MINUTES}
    yield _("a made-up event with empty minutes"), {**bare, "minutes": {}}


def _event(name: str, values: Mapping[str, Any]) -> Event:
    return Event.model_validate(dict(values)).named(name)  # type: ignore[no-any-return]


def _in_place_of(
    registry: Registry, settings: Settings, organisations: dict[str, Organisation], events: dict[str, Event]
) -> Registry:
    return replace(
        registry,
        private=None,
        settings=settings,
        settings_data={},
        organisations=organisations,
        events=events,
        files={},
        findings=[],
        allowing=[],
    )
