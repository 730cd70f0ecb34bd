"""Who is expected: names as they are divided, and everybody in one order."""

from __future__ import annotations

from typing import Any

import pytest

from mo_registry.documents.fields import View
from mo_registry.documents.participants import Name, Participants, divided
from mo_registry.model import Event
from mo_registry.model.event import Registration, Speaker
from mo_registry.registry import Registry


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Anna Schmidt", "Schmidt", "Anna"),
        ("Anna Maria  Schmidt", "Schmidt", "Anna Maria"),
        ("Schmidt, Anna", "Schmidt", "Anna"),
        ("Nguyễn, Thị Hoa", "Nguyễn", "Thị Hoa"),
        ("Dr. Vera Kühn", "Kühn", "Dr. Vera"),
        ("Prof. Dr. Vera Kühn", "Kühn", "Prof. Dr. Vera"),
        ("Iryna van der Berg", "van der Berg", "Iryna"),
        ("Karl von und zu Berg", "von und zu Berg", "Karl"),
        ("Karim Abd al-Rahman", "Abd al-Rahman", "Karim"),
        ("Abd al-Karim", "Abd al-Karim", ""),
        ("Ahmed Ben Ali", "Ben Ali", "Ahmed"),
        ("Ben Schmidt", "Schmidt", "Ben"),
        ("ليلى حداد", "حداد", "ليلى"),
        ("Madonna", "Madonna", ""),
        ("Dr. Kühn", "Kühn", "Dr."),
        ("von Berg", "von Berg", ""),
        ("*Stern* #read(1)", "#read(1)", "*Stern*"),
        ("N. N.", "", ""),
        ("NN", "", ""),
        ("…", "", ""),
        (" ", "", ""),
    ],
)
def test_names_are_divided(name: str, family: str, given: str) -> None:
    assert divided(name) == Name(family, given)


def test_nobody_is_lost_by_being_divided() -> None:
    assert divided("Anna Maria van der Berg").whole == "Anna Maria van der Berg"
    assert divided(", Anna").whole == ", Anna"


def expected(registry: Registry, event: Event) -> Participants:
    return Participants(View(registry, "de"), event)


def shown(participants: Any) -> list[tuple[str, str, str]]:
    return [(it.name.whole, it.organisation, it.part) for it in participants]


def with_people(change: Any, event: Event, *registrations: dict[str, Any]) -> Event:
    found = tuple(Registration.model_validate(registration) for registration in registrations)
    return change(event.id, registrations=found)  # type: ignore[no-any-return]


def test_organisations_by_din_5007_1_and_persons_by_din_5007_2(
    registry: Registry, meeting: Event, change: Any
) -> None:
    event = with_people(
        change,
        meeting,
        {"organisation": "verband-der-vereine", "persons": "5",
         "people": ["Ute Müller", "Ali Mutlu", "Jo Mueller", "Dr. Ada Müller", "Eva von Moos"]},
        {"guest_of": "Ärzte am Ort", "persons": "1"},
        {"guest_of": "Arbeit und Leben", "persons": "1"},
        {"organisation": "bruecke", "people": ["ليلى حداد"]},
    )  # fmt: skip
    assert shown(expected(registry, event).registered) == [
        ("ليلى حداد", "جمعية الجسر", ""),  # sorted as “Al-Dschisr”
        ("", "Arbeit und Leben", ""),
        ("", "Ärzte am Ort", ""),
        ("Eva von Moos", "Verband der Vereine Musterstadt e.V.", ""),
        ("Dr. Ada Müller", "Verband der Vereine Musterstadt e.V.", ""),
        ("Jo Mueller", "Verband der Vereine Musterstadt e.V.", ""),
        ("Ute Müller", "Verband der Vereine Musterstadt e.V.", ""),
        ("Ali Mutlu", "Verband der Vereine Musterstadt e.V.", ""),
    ]


def test_a_place_for_each_who_is_expected(registry: Registry, meeting: Event, change: Any) -> None:
    event = with_people(
        change,
        meeting,
        {"organisation": "frauengruppe", "persons": "3", "people": ["Ada Beispiel"]},
        {"organisation": "bruecke-wien", "persons": "1", "people": ["Max Huber", "Eva Huber"]},
        {"organisation": "verband-der-vereine", "persons": "0"},
    )
    assert shown(expected(registry, event).registered) == [
        ("Eva Huber", "Die Brücke Wien", ""),
        ("Max Huber", "Die Brücke Wien", ""),
        ("Ada Beispiel", "Frauengruppe „Süd“", ""),
        ("", "Frauengruppe „Süd“", ""),
        ("", "Frauengruppe „Süd“", ""),
    ]


def test_an_entry_knows_how_the_name_of_its_contact_is_divided(
    registry: Registry, meeting: Event, change: Any
) -> None:
    contact = registry.organisations["verband-der-vereine"].contacts[0]
    change(
        "verband-der-vereine", contacts=(contact.model_copy(update={"given": "Jan", "family": "Özer Can"}),)
    )
    event = with_people(change, meeting, {"organisation": "verband-der-vereine", "people": ["Jan Oezer Can"]})
    (found,) = expected(registry, event).registered
    assert (found.name.family, found.name.given) == ("Özer Can", "Jan")


def test_speakers_and_organisers_come_too(registry: Registry, conference: Event) -> None:
    assert shown(expected(registry, conference).everybody) == [
        ("", "جمعية الجسر", ""),
        ("", "جمعية الجسر", ""),
        ("Duo Beispiel", "", "music"),
        ("Dr. Max Huber", "Die Brücke Wien", "talk"),
        ("Dr. Vera Kühn", "Integrationsstelle Musterstadt", "organiser"),
        ("", "Projekt „Ankommen“", ""),
        ("", "Projekt „Ankommen“", ""),
        ("", "Projekt „Ankommen“", ""),
        ("Mira Koşan", "Verband der Vereine Musterstadt e.V.", "moderator"),
        ("Ada Beispiel", "Volkshochschule Musterstadt", "moderator"),
    ]


def test_whoever_is_registered_and_speaks_is_there_once(
    registry: Registry, conference: Event, change: Any
) -> None:
    event = with_people(
        change,
        conference,
        {"organisation": "bruecke-wien", "persons": "2", "people": ["Dr. Max Huber"]},
        {"organisation": "verband-der-vereine", "people": ["MIRA KOSAN"]},
        {
            "organisation": "frauengruppe",
            "people": ["Duo Beispiel"],
        },  # who has no organisation in the programme
        {"organisation": "integrationsstelle", "people": ["Ada Amt"]},
        {"guest_of": "Anderes Haus", "people": ["Ada Beispiel"]},  # another person of the same name
    )
    assert shown(expected(registry, event).everybody) == [
        ("Ada Beispiel", "Anderes Haus", ""),
        ("Dr. Max Huber", "Die Brücke Wien", "talk"),
        ("", "Die Brücke Wien", ""),
        ("Duo Beispiel", "Frauengruppe „Süd“", "music"),
        ("Ada Amt", "Integrationsstelle Musterstadt", "organiser"),
        ("Mira Koşan", "Verband der Vereine Musterstadt e.V.", "moderator"),
        ("Ada Beispiel", "Volkshochschule Musterstadt", "moderator"),
    ]


def test_who_is_asked_and_not_named_keeps_a_place(registry: Registry, conference: Event, change: Any) -> None:
    item = conference.programme[1].model_copy(
        update={"moderator": None, "speakers": (Speaker(name="N. N.", organisation="bruecke-wien"),)}
    )
    event = change(conference.id, programme=(item,), registrations=(), moderator=None)
    assert shown(expected(registry, event).everybody) == [
        ("", "Die Brücke Wien", "talk"),
        ("Dr. Vera Kühn", "Integrationsstelle Musterstadt", "organiser"),
    ]
