"""Invitations: what they say, to whom, and that everybody is accounted for."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path, PurePath
from typing import Any

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from mo_registry.audience import invited
from mo_registry.documents import contact_list, invitation, markdown, protocol
from mo_registry.documents.fields import View
from mo_registry.documents.output import Format
from mo_registry.documents.studio import Studio
from mo_registry.documents.template_files import packaged
from mo_registry.finding import RegistryError
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.event import EventStatus, Minutes, RegistrationRule
from mo_registry.model.organisation import Channel, Mailing
from mo_registry.model.part import Address
from mo_registry.model.scalars import PartialDate
from mo_registry.registry import Registry, load

ALL = (Format.PDF, Format.HTML, Format.MARKDOWN)


def markdown_to(made: invitation.Invitations, organisation: str) -> str:
    """The letter to an organisation as Markdown."""
    wanted = f"invitation-{organisation}.md"
    return next(file.content.decode() for file in made.files if file.path.name == wanted)


def test_the_whole_letter(registry: Registry, conference: Event) -> None:
    made = invitation.make(registry, conference, [Format.MARKDOWN])
    assert markdown_to(made, "verband-der-vereine") == LETTER


LETTER = """\
Integrationsstelle Musterstadt\\
Marktplatz 1 · 01067 Musterstadt · https://integrationsstelle.example

Verband der Vereine Musterstadt e.V.\\
Herrn Jan Özer\\
Postfach 10 10 10\\
01001 Musterstadt

Unser Zeichen: IS-12\\
Name: Dr. Vera Kühn\\
Raum: Rathaus, Zimmer 12\\
Telefon: 0221 4710 301\\
Telefax: 0221 4710 309\\
E-Mail: kuehn@integrationsstelle.example\\
Datum: 01.09.2023

# Neuer Termin: Vereine und Ämter am Freitag, 13. Oktober 2023

Sehr geehrter Herr Özer,

wir haben einen neuen Termin gefunden: Statt am Freitag, 6. Oktober 2023 findet die Veranstaltung „Vereine \
und Ämter“ am Freitag, 13. Oktober 2023 statt. Wir laden Sie herzlich ein.

Zwei Tage für *alle*, die in Vereinen und Ämtern mit Zugewanderten arbeiten.

|                  |                                                                   |
| ---------------- | ----------------------------------------------------------------- |
| Wann             | Freitag, 13.10.2023 bis Samstag, 14.10.2023, 13:00–17:30\u00a0Uhr      |
| Wo               | Rathaus Musterstadt, Großer Saal, Marktplatz 1, 01067 Musterstadt |
| Zugang           | Erdgeschoss, Flur B                                               |
| Barrierefreiheit | Aufzug, Induktionsschleife                                        |
| Online           | [fachtag.example/raum](https://fachtag.example/raum)              |

## Programm

|           |                                                                               |
| --------- | ----------------------------------------------------------------------------- |
| 13:00\u00a0Uhr | Infostände                                                                    |
| 13:30\u00a0Uhr | Was Vereine können: Dr. Max Huber (Stiftungsrat, Die Brücke Wien) – angefragt |
| 14:15\u00a0Uhr | Kleingruppen                                                                  |
| 15:15\u00a0Uhr | Musik: Duo Beispiel                                                           |

Durch die Veranstaltung führt Ada Beispiel (Volkshochschule Musterstadt).

Fragen zu „Kleingruppen“:

- Was hilft?
- Was fehlt?

Mit Infoständen dabei: \u2068جمعية الجسر\u2069 und Українська громада Мустерштадт e.V.

## Was wir verabredet haben und was noch offen ist

- Українська громада Мустерштадт e.V.: Antrag für das Sprachcafé schreiben (bis\u00a030.09.2023)

## Bitte antworten Sie bis Montag, 2. Oktober 2023

Sagen Sie uns bitte, ob jemand aus Ihrer Organisation kommt, mit wie vielen Personen und wer: auf \
[fachtag.example/anmeldung](https://fachtag.example/anmeldung), per E-Mail an \
<fachtag@integrationsstelle.example> oder telefonisch unter 0221 4710 301. Brauchen Sie Sprachmittlung (in \
welcher Sprache?), Kinderbetreuung oder andere Unterstützung, um dabei zu sein? Schreiben Sie es einfach \
dazu, wir kümmern uns darum.

Es wird fotografiert. Ihre Angaben dienen nur der Vorbereitung. Änderungen vorbehalten.

Diese Einladung sprechen wir gemeinsam aus mit: Verband der Vereine Musterstadt e.V. und Volkshochschule \
Musterstadt.

Wir freuen uns auf Sie!

Mit freundlichen Grüßen

Dr. Vera Kühn\\
Leitung
"""


class Words(HTMLParser):
    def __init__(self, content: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(content)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def plain(form: Format, content: bytes) -> str:
    """The text that a reader of the format sees, without white space."""
    if form is Format.PDF:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif form is Format.HTML:
        text = "".join(Words(content.decode()).found)
    else:
        text = "".join(Words(MarkdownIt("commonmark").enable("table").render(content.decode())).found)
    return re.sub(r"[\s\u200b\u2066-\u2069]", "", text)


@pytest.mark.parametrize(
    "name",
    [
        "*Sternchen* _unten_ e.V.",
        "# Raute",
        "1. Verein",
        "- Strich",
        "> Zitat + Plus",
        "<script>alert(1)</script>",
        "{{ event.title }} {% for %}",
        "=cmd|'/C calc'!A0",
        '#read("geheim") @x',
        "a|b \\ c & d &amp;",
        "[x](https://y.example) https://z.example a@b.example",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikverein" * 2,
        "Şenol Ümit Iğdır",
        "جمعية الجسر 3",
    ],
)
def test_a_name_comes_out_as_it_is_in_every_format(
    registry: Registry, conference: Event, change: Any, name: str
) -> None:
    change("bruecke-wien", name=name)
    made = invitation.make(registry, conference, ALL)
    wanted = re.sub(r"\s", "", name)
    mine = [file for file in made.files if "bruecke-wien" in file.path.name]
    assert [file.path.suffix for file in mine] == [".pdf", ".html", ".md"]
    for form, file in zip(ALL, mine, strict=True):
        if "جمعية" in name and form is Format.PDF:
            continue  # a reader of PDFs gives Arabic script in the order of its shapes
        assert wanted in plain(form, file.content), form


def test_everybody_is_accounted_for(registry: Registry, conference: Event) -> None:
    made = invitation.make(registry, conference)
    delivered = [delivery.recipient.organisation.id for delivery in made.deliveries]
    omitted = [(left.organisation.id, left.reason, left.by_rule) for left in made.omissions]
    assert delivered == ["bruecke", "bruecke-wien", "ukrainische-gemeinschaft", "verband-der-vereine"]
    assert omitted == [
        ("frauengruppe", "dormant, and not invited by name", True),
        ("integrationsstelle", "excepted in the event", True),
    ]
    assert made.audience == len(delivered) + len(omitted)
    assert made.complete
    assert made.count() == {
        (Channel.POST, "de"): 1, (Channel.POST, "ar"): 1, (Channel.EMAIL, "de"): 1, (Channel.EMAIL, "uk"): 1,
    }  # fmt: skip
    assert [file.path for file in made.files] == [
        PurePath("2023-10-13-fachtag", f"invitation-{identifier}.pdf") for identifier in delivered
    ]


def test_a_character_that_no_font_has_leaves_out_one(
    registry: Registry, conference: Event, change: Any
) -> None:
    change("bruecke-wien", contacts=(Contact(family="ጤና"),))
    made = invitation.make(registry, conference)
    (left,) = [omission for omission in made.omissions if not omission.by_rule]
    assert left.organisation.id == "bruecke-wien"
    file = registry.relative(registry.place(left.organisation).files[0]).as_posix()
    assert left.reason == (
        f"no font has the characters “ጤ” (U+1324), “ና” (U+1293) ({file}); "
        "put a font that has them into templates/fonts"
    )
    assert len(made.deliveries) == 3
    assert len(made.deliveries) + len(made.omissions) == made.audience
    assert not made.complete


def test_an_address_of_seven_lines_leaves_out_one_and_names_the_file(
    registry: Registry, conference: Event, change: Any
) -> None:
    address = Address(
        department="Abteilung",
        care_of="Haddad",
        street="Weg 1",
        postal_code="1010",
        city="Wien",
        country="AT",
    )
    change("bruecke-wien", address=address, contacts=(Contact(family="Kim", salutation="mr"),))
    made = invitation.make(registry, conference)
    (left,) = [omission for omission in made.omissions if not omission.by_rule]
    assert left.reason.startswith("the address takes 7 lines, and the address field of a letter has 6 (")
    assert left.reason.endswith("data/organisations/bruecke-wien.yaml)")
    assert not made.complete


def test_two_people_of_one_organisation_have_letters_of_their_own(
    registry: Registry, conference: Event, change: Any
) -> None:
    people = tuple(
        Contact(given="Kim", family=name, salutation="mr", receives=(Mailing.INVITATION,))
        for name in ("Eins", "Zwei")
    )
    change("bruecke-wien", contacts=people)
    made = invitation.make(registry, conference, [Format.MARKDOWN])
    names = [file.path.name for file in made.files if "wien" in file.path.name]
    assert names == ["invitation-bruecke-wien.md", "invitation-bruecke-wien-2.md"]
    assert "Sehr geehrter Herr Eins," in markdown_to(made, "bruecke-wien")
    assert "Sehr geehrter Herr Zwei," in markdown_to(made, "bruecke-wien-2")


def test_letters_in_the_language_of_who_gets_them(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "invitation.uk.md").write_text(
        "---\ntitle: Запрошення\n---\n{{ recipient.salutation }}\n\n{{ event.date | day }}\n",
        encoding="utf-8",
    )
    registry = load(root)
    made = invitation.make(registry, registry.events["2023-10-13-fachtag"], [Format.MARKDOWN, Format.PDF])
    assert {delivery.recipient.organisation.id: delivery.language for delivery in made.deliveries} == {
        "bruecke": "ar",
        "bruecke-wien": "de",
        "ukrainische-gemeinschaft": "uk",
        "verband-der-vereine": "de",
    }
    letter = markdown_to(made, "ukrainische-gemeinschaft")
    assert "# Запрошення\n" in letter
    assert "13 жовтня 2023 року (пʼятниця)" in letter


def test_a_letter_in_arabic_script(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "invitation.ar.md").write_text(
        "---\ntitle: دعوة\n---\n{{ recipient.salutation }}\n\nهاتف {{ office.phone | phone }}\n",
        encoding="utf-8",
    )
    registry = load(root)
    made = invitation.make(registry, registry.events["2023-10-13-fachtag"], ALL)
    page = next(file.content.decode() for file in made.files if file.path.name == "invitation-bruecke.html")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<a href="tel:+492214710301"><bdi>0221 4710 301</bdi></a>' in page
    assert "السيدة ليلى حداد المحترمة،" in page
    pdf = next(file.content for file in made.files if file.path.name == "invitation-bruecke.pdf")
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"].startswith("ar")  # type: ignore[index]


def test_what_is_open_from_earlier_meetings_and_by_whom(registry: Registry, change: Any) -> None:
    for name in ("bruecke", "ukrainische-gemeinschaft"):
        change(name, contacts=(), email=f"post@{name}.example")
    later = change(
        "2023-05-10-netzwerktreffen",
        date=PartialDate(2023, 9, 27),
        minutes=None,
        status=EventStatus.PLANNED,
        dispatched=(),
    )
    actions = [
        {"id": "a1", "what": "Tische zählen", "who": "bruecke", "due": "2023-09-20"},
        {"id": "a2", "what": "Erledigtes", "who": "bruecke", "status": "done"},
        {"id": "a3", "what": "Fragen", "guest": "Projekt"},
    ]
    minutes = Minutes.model_validate({"items": [{"item": "staende", "actions": actions}]})
    change("2023-10-13-fachtag", date=PartialDate(2023, 3, 1), minutes=minutes)
    made = invitation.make(registry, later, [Format.MARKDOWN])
    mine = "جمعية الجسر\u2069: Tische zählen (bis\u00a020.09.2023) – **das haben Sie übernommen**"
    assert mine in markdown_to(made, "bruecke")
    other = markdown_to(made, "ukrainische-gemeinschaft")
    assert "جمعية الجسر\u2069: Tische zählen (bis\u00a020.09.2023)\n- Projekt: Fragen\n" in other
    assert "Erledigtes" not in other


def test_a_programme_shows_times_only_where_all_are_known(
    registry: Registry, conference: Event, change: Any
) -> None:
    letter = markdown_to(invitation.make(registry, conference, [Format.MARKDOWN]), "bruecke-wien")
    assert "| 15:15\u00a0Uhr | Musik: Duo Beispiel " in letter
    items = [item.model_copy(update={"start": None}) for item in conference.programme]
    untimed = change(
        conference.id, programme=(*items[:1], items[1].model_copy(update={"duration": None}), *items[2:])
    )
    letter = markdown_to(invitation.make(registry, untimed, [Format.MARKDOWN]), "bruecke-wien")
    assert "- Kleingruppen\n- Musik: Duo Beispiel\n" in letter


def test_a_cancelled_event_is_called_off(registry: Registry, conference: Event, change: Any) -> None:
    cancelled = change(conference.id, status=EventStatus.CANCELLED)
    letter = markdown_to(invitation.make(registry, cancelled, [Format.MARKDOWN]), "bruecke-wien")
    assert "# Absage: Vereine und Ämter am Freitag, 13. Oktober 2023\n" in letter
    assert (
        "leider müssen wir die Veranstaltung „Vereine und Ämter“ am Freitag, 13. Oktober 2023 absagen."
        in letter
    )
    assert "Programm" not in letter


def test_an_event_that_is_not_settled_cannot_be_invited_to(registry: Registry, change: Any) -> None:
    event = change("2023-10-13-fachtag", date=PartialDate(2023, 10), start=None, venue=None, online=None)
    with pytest.raises(RegistryError) as problem:
        invitation.make(registry, event)
    assert problem.value.message == (
        "An invitation to 2023-10-13-fachtag cannot be written yet: "
        "the event does not say its date, start, venue."
    )
    assert problem.value.hint is not None
    assert problem.value.hint.endswith("data/events/2023-10-13-fachtag.yaml.")


def test_an_event_with_nothing_but_what_is_needed(registry: Registry) -> None:
    known = {
        "title": "Offener Abend",
        "kind": "other",
        "date": "2023-10-04",
        "start": "18:00",
        "online": "https://x.example",
        "audience": {"organisations": ["bruecke-wien"]},
    }
    bare = Event.model_validate(known).named("2023-10-04-abend")
    registry.events[bare.id] = bare
    registry.files["events", bare.id] = (registry.root / "x.yaml",)
    letter = markdown_to(invitation.make(registry, bare, [Format.MARKDOWN]), "bruecke-wien")
    assert "wir laden Sie herzlich ein zu „Offener Abend“.\n" in letter
    assert "Tagesordnung" not in letter
    assert "| Wo " not in letter
    assert "## Bitte antworten Sie\n" in letter
    assert "None" not in letter


def test_an_audience_of_nobody(registry: Registry, conference: Event, change: Any) -> None:
    event = change(
        conference.id, audience=Event.model_fields["audience"].default, network=None, dispatched=()
    )
    made = invitation.make(registry, event)
    assert (made.audience, made.files, made.deliveries, made.omissions) == (0, (), (), ())
    assert made.complete


def test_a_mistake_in_a_template_stops_the_run(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "invitation.de.md").write_text(
        "---\ntitle: x\n---\n\n{{ event.titel }}\n", encoding="utf-8"
    )
    registry = load(root)
    with pytest.raises(RegistryError) as problem:
        invitation.make(registry, registry.events["2023-10-13-fachtag"])
    assert problem.value.message == "templates/invitation.de.md:5: “event” has no field “titel”."


PRINT = """
import hashlib, sys
from pathlib import Path
from mo_registry import clock
from mo_registry.documents import contact_list, invitation, protocol
from mo_registry.registry import load

clock.set_today("2023-09-01")
registry = load(Path(sys.argv[1]))
files = [
    *invitation.make(registry, registry.events["2023-10-13-fachtag"], invitation.FORMATS).files,
    *contact_list.make(registry, "netzwerk", formats=contact_list.FORMATS).files,
    *protocol.make(registry, registry.events["2023-05-10-netzwerktreffen"], protocol.FORMATS).files,
]
for file in files:
    print(file.path.as_posix(), hashlib.sha256(file.content).hexdigest())
"""


def test_the_same_bytes_in_another_folder_zone_and_locale(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "ein anderer Ort" / "ä"
    shutil.copytree(root, other)
    outputs = [
        subprocess.run(
            [sys.executable, "-c", PRINT, str(folder)],
            cwd=folder,
            env={
                **os.environ,
                "TZ": zone,
                "LC_ALL": locale,
                "PYTHONHASHSEED": seed,
                "SOURCE_DATE_EPOCH": seed,
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for folder, zone, locale, seed in (
            (root, "UTC", "C.UTF-8", "1"),
            (other, "Pacific/Kiritimati", "C", "99"),
        )
    ]
    assert outputs[0] == outputs[1]
    suffixes = sorted(line.split()[0].rpartition(".")[2] for line in outputs[0].splitlines())
    assert suffixes == sorted([*invitation.FORMATS * 4, *contact_list.FORMATS, *protocol.FORMATS])
    assert hashlib.sha256(b"").hexdigest() not in outputs[0]


def test_the_name_of_an_organisation_is_not_lost_to_its_id(registry: Registry, conference: Event) -> None:
    """Organisers, partners and stands are names in a letter, not ids."""
    letter = markdown_to(invitation.make(registry, conference, [Format.MARKDOWN]), "bruecke-wien")
    ids = [identifier for identifier in registry.organisations if f" {identifier} " in letter]
    assert ids == []
    assert isinstance(registry.organisations["bruecke"], Organisation)


def test_only_who_is_late_is_told_so(registry: Registry, conference: Event, change: Any) -> None:
    meeting = registry.events["2023-05-10-netzwerktreffen"]
    actions = [
        {"id": "a1", "what": "Überfälliges", "who": "bruecke-wien", "due": "2023-08-31"},
        {"id": "a2", "what": "Heutiges", "who": "bruecke", "due": "2023-09-01"},
        {"id": "a3", "what": "Offenes", "guest": "Projekt"},
    ]
    minutes = Minutes.model_validate({"items": [{"item": "schluss", "actions": actions}]})
    change(meeting.id, minutes=minutes)
    view = View(registry, "de")
    mine, theirs = ((registry.organisations[name],) for name in ("bruecke-wien", "bruecke"))
    assert [it["what"] for it in view.pending_actions(conference, mine)] == [
        "Überfälliges",
        "Heutiges",
        "Offenes",
    ]
    assert [it["what"] for it in view.pending_actions(conference, theirs)] == ["Heutiges", "Offenes"]
    assert [it["what"] for it in view.pending_actions(conference, ())] == ["Heutiges", "Offenes"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, []),
        ({"date": PartialDate(2023, 8, 31), "end_date": date(2023, 9, 1)}, []),
        (
            {"date": PartialDate(2023, 8, 31), "end_date": None},
            ["The event was on 31.08.2023; the letters are dated 01.09.2023."],
        ),
        (
            {"registration": RegistrationRule.model_validate({"deadline": "2023-08-13"})},
            ["The deadline for answers, 13.08.2023, has passed; the letters are dated 01.09.2023."],
        ),
        ({"registration": RegistrationRule.model_validate({"deadline": "2023-09-01"})}, []),
        (
            {
                "registration": RegistrationRule.model_validate({"deadline": "2023-08-13"}),
                "status": EventStatus.CANCELLED,
            },
            [],
        ),
    ],
)
def test_what_is_over_is_told(
    registry: Registry, conference: Event, change: Any, values: dict[str, Any], told: list[str]
) -> None:
    assert invitation.belated(registry, change(conference.id, **values)) == told


def test_a_template_without_words_greets_in_one_language(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "templates").mkdir()
    german = tmp_path / "german"  # a tool that speaks no Ukrainian
    german.mkdir()
    for path in packaged().glob("*.de.*"):
        shutil.copy(path, german)
    template = root / "templates" / "invitation.uk.md"
    template.write_text("---\ntitle: Запрошення\n---\n{{ recipient.salutation }}\n", encoding="utf-8")
    settings = root / "data" / "registry.yaml"
    made = load(root)
    event = made.events["2023-10-13-fachtag"]
    assert "\n\nШановна пані Ковальчук!\n" in letter_of(made, event, "ukrainische-gemeinschaft")
    monkeypatch.setattr("mo_registry.documents.templates.packaged", lambda: german)
    made = load(root)
    assert "\n\nGuten Tag Олена Ковальчук,\n" in letter_of(made, event, "ukrainische-gemeinschaft")
    text = settings.read_text(encoding="utf-8")
    assert text.count("      de: Liebe Engagierte") == 1
    greeting = "      uk: Шановні пані та панове\n      de: Liebe Engagierte"
    settings.write_text(text.replace("      de: Liebe Engagierte", greeting), encoding="utf-8")
    made = load(root)
    assert "\n\nШановні пані та панове,\n" in letter_of(made, event, "ukrainische-gemeinschaft")
    (root / "templates" / "words.uk.yaml").write_text(
        "salutation_ms: Шановна пані {name},\n", encoding="utf-8"
    )
    made = load(root)
    assert "\n\nШановна пані Ковальчук,\n" in letter_of(made, event, "ukrainische-gemeinschaft")


def letter_of(registry: Registry, event: Event, organisation: str) -> str:
    recipient = next(it for it in invited(registry, event).recipients if it.organisation.id == organisation)
    return markdown.render(invitation.letter_to(Studio(registry), event, recipient))
