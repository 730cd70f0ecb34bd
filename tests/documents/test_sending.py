"""Everything that goes out for an event: what is made for whom, and that it adds up."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from mo_registry.audience import Part
from mo_registry.documents import send_plan, sending
from mo_registry.documents.formats import Formats
from mo_registry.documents.output import Format
from mo_registry.documents.send_plan import Row, SendPlan, State
from mo_registry.documents.sending import Sending, Wishes
from mo_registry.finding import RegistryError
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.event import EventStatus
from mo_registry.model.organisation import Channel
from mo_registry.model.part import Address
from mo_registry.model.settings import Settings
from mo_registry.registry import Registry, load

FOLDER = PurePath("2023-10-13-fachtag")
Send = Callable[..., Sending]


@pytest.fixture
def send(registry: Registry, conference: Event) -> Send:
    def made(event: Event = conference, part: Part | None = None, **wishes: Any) -> Sending:
        return sending.make(registry, event, part, Wishes(**wishes))

    return made


def content(made: Sending, name: str) -> bytes:
    return next(file.content for file in made.files if file.path.name == name)


def names(made: Sending) -> list[str]:
    return [file.path.name for file in made.files]


def pages(made: Sending, name: str) -> list[str]:
    reader = PdfReader(io.BytesIO(content(made, name)))
    return [page.extract_text().replace("\u00a0", " ") for page in reader.pages]


def draft(made: Sending, name: str) -> EmailMessage:
    message = message_from_bytes(content(made, name), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def plan(made: Sending) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(content(made, "send-plan.json"))
    return loaded


# What is made


def test_what_a_run_makes(send: Send) -> None:
    made = send()
    assert names(made) == [
        "invitation-bruecke.pdf",
        "invitation-bruecke-wien.pdf",
        "invitation-ukrainische-gemeinschaft.pdf",
        "invitation-verband-der-vereine.pdf",
        "letters.pdf",
        "mail-de-change.eml",
        "mail-uk-change.eml",
        "2023-10-13-fachtag.ics",
        "send-plan.csv",
        "send-plan.json",
    ]
    assert {file.path.parent for file in made.files} == {FOLDER}
    assert [(bundle.path, bundle.letters) for bundle in made.bundles] == [(FOLDER / "letters.pdf", 2)]
    assert made.bundles[0].pages == len(pages(made, "letters.pdf"))
    assert made.complete


def test_the_plan_as_json(send: Send) -> None:
    assert plan(send()) == {
        "event": "2023-10-13-fachtag",
        "revision": 2,
        "date": "2023-09-01",
        "announced": "2023-10-13",
        "organisations": 6,
        "ready": 4,
        "left_out": 2,
        "to_mend": 0,
        "not_now": 0,
        "rows": [
            row(
                "bruecke", "جمعية الجسر", contact="ليلى حداد", channel="post", to="Gartenstraße 7, 01069 Musterstadt",
                language="ar", files=["letters.pdf", "invitation-bruecke.pdf"],
            ),
            row(
                "bruecke-wien", "Die Brücke Wien", channel="email", to="wien@bruecke.example",
                files=["mail-de-change.eml", "invitation-bruecke-wien.pdf"],
            ),
            left_out("frauengruppe", "Frauengruppe „Süd“", "dormant, and not invited by name"),
            left_out("integrationsstelle", "Integrationsstelle Musterstadt", "excepted in the event"),
            row(
                "ukrainische-gemeinschaft", "Українська громада Мустерштадт e.V.", contact="Олена Ковальчук",
                channel="email", to="olena@hromada.example",
                language="uk", files=["mail-uk-change.eml", "invitation-ukrainische-gemeinschaft.pdf"],
            ),
            row(
                "verband-der-vereine", "Verband der Vereine Musterstadt e.V.", contact="Jan Özer", channel="post",
                to="Postfach 10 10 10, 01001 Musterstadt",
                files=["letters.pdf", "invitation-verband-der-vereine.pdf"],
            ),
        ],
    }  # fmt: skip


def row(organisation: str, name: str, **values: Any) -> dict[str, Any]:
    return {
        "organisation": organisation, "name": name, "state": "ready", "contact": "", "language": "de",
        "occasion": "new_date", "reason": "", **values,
    }  # fmt: skip


def left_out(organisation: str, name: str, reason: str) -> dict[str, Any]:
    return {
        **row(organisation, name), "state": "left_out", "channel": "", "to": "", "language": "", "occasion": "",
        "files": [], "reason": reason,
    }  # fmt: skip


def test_the_plan_as_csv_for_german_excel(send: Send, change: Any) -> None:
    change("bruecke-wien", name="=cmd|'/C calc'!A0; \"x\"")
    raw = content(send(), "send-plan.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 7
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == [
        "id", "organisation", "state", "contact", "channel", "to", "language", "occasion", "revision", "files",
        "reason",
    ]  # fmt: skip
    wien = next(line for line in rows if line[0] == "bruecke-wien")
    assert wien[1:3] == ["'=cmd|'/C calc'!A0; \"x\"", "ready"]
    assert [(line[0], line[2], line[8], line[10]) for line in rows if line[2] == "left out"] == [
        ("frauengruppe", "left out", "", "dormant, and not invited by name"),
        ("integrationsstelle", "left out", "", "excepted in the event"),
    ]


def test_a_plan_is_read_as_it_was_written(send: Send, tmp_path: Path) -> None:
    made, path = send(), tmp_path / "send-plan.json"
    path.write_bytes(content(made, "send-plan.json"))
    assert send_plan.read(path) == made.plan
    assert send_plan.read(tmp_path / "none.json") is None
    path.write_bytes(b'{"event": 1}')
    with pytest.raises(RegistryError, match=r"The send plan .* cannot be read"):
        send_plan.read(path)


def test_who_is_reached_in_one_of_two_ways_is_reached() -> None:
    rows = (
        Row("a", "A", State.TO_MEND), Row("a", "A", State.READY, channel="post"),
        Row("b", "B", State.READY, channel="post"), Row("b", "B", State.READY, channel="email"),
        Row("c", "C", State.NOT_NOW),
    )  # fmt: skip
    made = SendPlan("x", 1, date(2023, 9, 1), rows)
    assert made.states() == {State.READY: 2, State.LEFT_OUT: 0, State.TO_MEND: 0, State.NOT_NOW: 1}
    assert made.channels() == {"post": ["a", "b"], "email": ["b"]}
    assert [it.organisation for it in made.only(["b"]).rows] == ["b", "b"]
    assert made.as_csv(Formats("de"))


def test_formats_and_wishes(send: Send) -> None:
    assert names(send(formats=(Format.MARKDOWN,), mail=False))[:2] == [
        "invitation-bruecke.md", "invitation-bruecke-wien.md",
    ]  # fmt: skip
    bundled = send(singles=False)
    assert names(bundled)[:2] == ["letters.pdf", "mail-de-change.eml"]
    drafts = send(formats=(), mail=True)
    assert names(drafts)[:1] == ["mail-de-change.eml"]
    states = drafts.plan.states()
    assert (states[State.READY], states[State.NOT_NOW], sum(states.values())) == (2, 2, 6)
    assert [left.reason for left in drafts.omissions if left.expected] == [
        "nothing for this channel is made in the formats asked for"
    ] * 2


def test_a_part_has_a_folder_of_its_own_and_an_account_of_all(send: Send) -> None:
    made = send(part=Part(frozenset(["verband-der-vereine"]), again=True))
    assert {file.path.parent for file in made.files} == {FOLDER / "part"}
    assert names(made)[:2] == ["invitation-verband-der-vereine.pdf", "letters.pdf"]
    assert (plan(made)["organisations"], plan(made)["ready"], plan(made)["not_now"]) == (6, 1, 5)


# Post


def test_letters_in_one_file_are_whole_letters_in_the_order_of_the_account(
    send: Send, registry: Registry, change: Any
) -> None:
    (person,) = registry.organisations["bruecke"].contacts
    change("bruecke", contacts=(person.model_copy(update={"language": None}),))
    made = send()
    told = pages(made, "letters.pdf")
    singles = [
        page for name in ("bruecke", "verband-der-vereine") for page in pages(made, f"invitation-{name}.pdf")
    ]
    assert told == singles  # page numbers are those of the letter, not of the file
    assert "Seite 1 von 2" in told[0]
    assert "Seite 2 von 2" in told[-1]


def test_the_file_of_letters_is_accessible_and_has_a_bookmark_for_each(send: Send) -> None:
    reader = PdfReader(io.BytesIO(content(send(), "letters.pdf")))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("de")
    xmp = catalogue["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    first = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [str(entry["/Title"]).strip("\u2068\u2069") for entry in first] == [
        "جمعية الجسر", "Verband der Vereine Musterstadt e.V.",
    ]  # fmt: skip
    headings = [node for node in nodes(catalogue["/StructTreeRoot"]) if node.get("/S") in ("/H1", "/H2")]
    assert [node["/S"] for node in headings] == ["/H1", "/H2"] * 2


def nodes(node: Any) -> list[Any]:
    """All parts of the tree of tags."""
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    kids = node.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    kids = kids if isinstance(kids, list) else [kids]
    return [node, *(found for kid in kids if hasattr(kid, "get_object") for found in nodes(kid))]


def test_many_letters_are_several_files(send: Send, monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    for name in ("bruecke-wien", "ukrainische-gemeinschaft"):
        address = Address(street="Weg 1", postal_code="01067", city="Musterstadt")
        change(name, contacts=(), email=None, phone=None, address=address)
    monkeypatch.setattr(sending, "LETTERS_IN_A_FILE", 3)
    made = send(singles=False, mail=False)
    assert [(bundle.path.name, bundle.letters) for bundle in made.bundles] == [
        ("letters-1.pdf", 3), ("letters-2.pdf", 1),
    ]  # fmt: skip
    assert [it["files"] for it in plan(made)["rows"] if it["state"] == "ready"] == [
        ["letters-1.pdf"], ["letters-1.pdf"], ["letters-1.pdf"], ["letters-2.pdf"],
    ]  # fmt: skip
    assert "Verband der Vereine" in pages(made, "letters-2.pdf")[0]


@pytest.mark.parametrize("singles", [True, False])
def test_a_letter_that_cannot_be_printed_keeps_no_other_back(
    send: Send, change: Any, registry: Registry, singles: bool
) -> None:
    long = Address(
        department="Abteilung",
        care_of="Haddad",
        street="Weg 1",
        postal_code="1010",
        city="Wien",
        country="AT",
    )
    kim = Contact(family="Kim", salutation="mr", channel=Channel.POST)
    change("bruecke", contacts=(Contact(family="ጤና", channel=Channel.POST),))
    change("bruecke-wien", address=long, contacts=(kim,))
    # six lines, of which one is too wide
    wide = long.model_copy(update={"department": "Abteilung für " + "Beteiligung " * 9})
    change("ukrainische-gemeinschaft", address=wide.model_copy(update={"country": None}), contacts=(kim,))
    made = send(singles=singles)
    mended = {left.organisation.id: left.reason for left in made.omissions if not left.by_rule}
    assert list(mended) == ["bruecke", "bruecke-wien", "ukrainische-gemeinschaft"]
    assert mended["bruecke"].startswith("no font has the characters “ጤ” (U+1324), “ና” (U+1293) (")
    for name, lines in (("bruecke-wien", 7), ("ukrainische-gemeinschaft", 8)):
        told = f"the address takes {lines} lines, and the address field of a letter has 6 ("
        assert mended[name].startswith(told)
    assert (plan(made)["ready"], plan(made)["to_mend"], plan(made)["left_out"]) == (1, 3, 2)
    assert "Özer" in "".join(pages(made, "letters.pdf"))
    assert not made.complete


def test_where_no_letter_can_be_printed_there_is_no_file(send: Send, change: Any) -> None:
    for name in ("bruecke", "verband-der-vereine"):
        change(name, contacts=(Contact(family="ጤና", channel=Channel.POST),))
    made = send(singles=False)
    assert made.bundles == ()
    assert names(made)[0] == "mail-de-change.eml"


# E-mail


def test_one_draft_for_each_language_with_all_receivers_hidden(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "invitation.uk.md").write_text(
        "---\ntitle: Запрошення\n---\n{{ recipient.salutation }}\n", encoding="utf-8"
    )
    registry = load(root)
    made = sending.make(registry, registry.events["2023-10-13-fachtag"], wishes=Wishes(singles=False))
    assert [(it.path.name, it.language, it.alone) for it in made.mailings] == [
        ("mail-de-change.eml", "de", False), ("mail-uk-change.eml", "uk", False),
    ]  # fmt: skip
    message = draft(made, "mail-uk-change.eml")
    assert [it.addr_spec for it in message["Bcc"].addresses] == ["olena@hromada.example"]
    assert message["From"].addresses[0].addr_spec == "kuehn@integrationsstelle.example"
    assert message["To"] == message["From"]
    assert str(message["Reply-To"]) == "fachtag@integrationsstelle.example"
    assert message["Content-Language"] == "uk"


def test_what_is_in_a_draft(send: Send) -> None:
    message = draft(send(), "mail-de-change.eml")
    leaves = [part for part in message.walk() if not part.is_multipart()]
    assert [(part.get_content_type(), part.get_filename()) for part in leaves] == [
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", None),
        ("application/pdf", "neuer-termin-vereine-und-aemter-am-freitag-13-oktober.pdf"),
        ("application/ics", "2023-10-13-fachtag.ics"),
    ]
    plain, page, entry, letter, attached = leaves
    text = plain.get_content().replace("\r\n", "\n")
    assert text.startswith("Liebe Engagierte, sehr geehrte Damen und Herren,\n\nwir haben einen neuen Termin")
    assert text.endswith("Mit freundlichen Grüßen\n\nDr. Vera Kühn\nLeitung\n")
    assert "Unser Zeichen" not in text + page.get_content()
    assert entry.get_payload(decode=True) == attached.get_payload(decode=True)
    assert entry.get_param("method") == "PUBLISH"
    assert b"SEQUENCE:2" in attached.get_payload(decode=True)
    printed = PdfReader(io.BytesIO(letter.get_content())).pages[0].extract_text()
    assert "Liebe Engagierte" in printed
    assert "Die Brücke Wien" not in printed.partition("Neuer Termin")[0]


def test_single_drafts_on_request(send: Send) -> None:
    made = send(each=True)
    assert [(it.path.name, [box.address for box in it.receivers], it.alone) for it in made.mailings] == [
        ("mail-to-bruecke-wien.eml", ["wien@bruecke.example"], True),
        ("mail-to-ukrainische-gemeinschaft.eml", ["olena@hromada.example"], True),
    ]
    message = draft(made, "mail-to-ukrainische-gemeinschaft.eml")
    assert [(it.display_name, it.addr_spec) for it in message["To"].addresses] == [
        ("Олена Ковальчук", "olena@hromada.example")
    ]
    assert message["Bcc"] is None
    entry = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert entry.get_param("method") == "REQUEST"
    assert "mailto:olena@hromada.example" in entry.get_content().replace("\r\n ", "")


def test_an_address_that_is_none_leaves_out_one(send: Send, change: Any) -> None:
    change("bruecke-wien", email="wien@bruecke.example, vorstand@bruecke.example")
    made = send()
    (left,) = [omission for omission in made.omissions if not omission.by_rule]
    assert left.reason.startswith(
        "“wien@bruecke.example, vorstand@bruecke.example” is no e-mail address that can be used ("
    )
    assert left.reason.endswith("data/organisations/bruecke-wien.yaml)")
    assert [it.addr_spec for it in draft(made, "mail-uk-change.eml")["Bcc"].addresses] == [
        "olena@hromada.example"
    ]
    assert not any("wien" in name for name in names(made))


def test_two_people_with_one_mailbox_get_one_mail(send: Send, change: Any) -> None:
    change("ukrainische-gemeinschaft", contacts=(), email="olena@hromada.example")
    change("bruecke-wien", email="OLENA@hromada.example".lower())
    made = send(singles=False)
    assert [it.addr_spec for it in draft(made, "mail-de-change.eml")["Bcc"].addresses] == [
        "olena@hromada.example"
    ]
    assert plan(made)["ready"] == 4


# One person, several organisations


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.POST, Channel.PHONE])
def test_one_letter_names_all_organisations_of_a_person(send: Send, change: Any, channel: Channel) -> None:
    person = Contact(
        given="Olga", family="Koşan", salutation="ms", email="olga@p.example", phone="+49 221 4710 399",
        channel=channel, address=Address(street="Weg 1", postal_code="01067", city="Musterstadt"),
    )  # fmt: skip
    for name in ("bruecke", "bruecke-wien", "verband-der-vereine"):
        change(name, contacts=(person,))
    made = send(formats=(Format.PDF, Format.MARKDOWN))
    letter = content(made, "invitation-bruecke.md").decode().replace("\u2068", "").replace("\u2069", "")
    assert "\n\nجمعية الجسر\\\nFrau Olga Koşan\\\nWeg 1\\\n01067 Musterstadt\n\n" in letter
    assert (
        "Diese Einladung gilt für alle Organisationen, für die Sie sprechen: جمعية الجسر, Die Brücke Wien und "
        "Verband der Vereine Musterstadt e.V.\n"
    ) in letter
    assert [name for name in names(made) if name.startswith("invitation-") and name.endswith(".md")] == [
        "invitation-bruecke.md", "invitation-ukrainische-gemeinschaft.md",
    ]  # fmt: skip
    rows = [it for it in plan(made)["rows"] if it["contact"] == "Olga Koşan"]
    assert [it["organisation"] for it in rows] == ["bruecke", "bruecke-wien", "verband-der-vereine"]
    first = {"email": "mail-to-bruecke.eml", "post": "letters.pdf", "phone": "telephone-list.pdf"}[channel]
    assert {it["files"][0] for it in rows} == {first}
    assert (plan(made)["organisations"], plan(made)["ready"]) == (6, 4)
    assert len(made.reached()[channel]) == 3 + (channel is Channel.EMAIL)
    if channel is Channel.EMAIL:  # a mail to all could not name them
        assert "für die Sie sprechen" in draft(made, first).get_body(("plain",)).get_content()  # type: ignore[union-attr]


# Telephone


def test_a_list_of_calls(send: Send, change: Any) -> None:
    change(
        "bruecke",
        contacts=(
            Contact(
                family="حداد", role="Vorsitz", phone="+49 221 4710 320", language="ar", channel=Channel.PHONE
            ),
        ),
    )
    change("bruecke-wien", email=None, address=None, phone="+43 1 12345")
    made = send()
    (told,) = pages(made, "telephone-list.pdf")
    assert told.startswith("Anrufe: Vereine und Ämter am Freitag, 13. Oktober 2023")
    assert "nicht am Freitag, 6. Oktober 2023, sondern am Freitag, 13. Oktober 2023" in told
    for known in ("0221 4710 320", "+43 1 12345", "Die Brücke Wien", "Vorsitz", "Arabisch", "Antwort"):
        assert known in told
    ready = {it["organisation"]: it for it in plan(made)["rows"] if it["channel"] == "phone"}
    assert ready["bruecke-wien"]["to"] == "+43 1 12345"
    assert ready["bruecke"]["files"] == ["telephone-list.pdf", "invitation-bruecke.pdf"]


def test_what_is_said_depends_on_what_is_known(send: Send, change: Any) -> None:
    for name in ("bruecke", "bruecke-wien"):
        change(name, contacts=(), email=None, address=None, phone="+43 1 12345")
    new = change("2023-10-13-fachtag", dispatched=(), moved_from=())
    (told,) = pages(send(new), "telephone-list.pdf")
    assert "Wir laden Sie ein" in told
    assert "geändert" not in told
    mixed = Event.model_validate(
        {
            **new.model_dump(include={"title", "kind"}), "date": "2023-10-13", "start": "13:00", "online": "https://x.example",
            "revision": "2", "audience": {"organisations": ["bruecke", "bruecke-wien"]},
            "dispatched": [{"date": "2023-08-01", "revision": "1", "channel": "phone", "recipients": ["bruecke"]}],
        }
    ).named(new.id)  # fmt: skip
    (told,) = pages(send(mixed), "telephone-list.pdf")
    assert told.index("Wir laden Sie ein") < told.index("Wien") < told.index("hat sich etwas geändert")


def test_a_role_that_no_font_has_leaves_out_one_call(send: Send, change: Any) -> None:
    change(
        "bruecke",
        contacts=(Contact(family="Kim", role="ጤና", phone="+49 221 4710 320", channel=Channel.PHONE),),
    )
    change("bruecke-wien", email=None, address=None, phone="+43 1 12345")
    for singles in (True, False):
        made = send(singles=singles)
        assert [left.organisation.id for left in made.omissions if not left.by_rule] == ["bruecke"]
        assert "+43 1 12345" in pages(made, "telephone-list.pdf")[0]


def test_a_column_that_there_is_not(root: Path) -> None:
    (root / "templates").mkdir()
    shutil.copy(Path(__file__).parents[2] / "templates" / "telephone-list.de.md", root / "templates")
    path = root / "templates" / "telephone-list.de.md"
    path.write_text(path.read_text("utf-8").replace("  phone: Telefon", "  phones: Telefon"), "utf-8")
    registry = load(root)
    organisation = registry.organisations["bruecke-wien"]
    registry.organisations["bruecke-wien"] = organisation.model_copy(
        update={"email": None, "address": None, "phone": "+43 1 12345"}
    ).named("bruecke-wien")
    with pytest.raises(RegistryError) as problem:
        sending.make(registry, registry.events["2023-10-13-fachtag"])
    assert problem.value.message == "The telephone list has no column “phones”."
    assert problem.value.hint == "Did you mean “phone”?"


# Later revisions


def test_a_cancelled_event_is_called_off_with_those_who_hold_an_invitation(send: Send, change: Any) -> None:
    off = change(
        "2023-10-13-fachtag", status=EventStatus.CANCELLED, revision=3, start=None, venue=None, online=None
    )
    change("bruecke-wien", kind=registry_kind("association"))  # no rule invites it any more
    made = send(off)
    assert made.audience.counted() == {"netzwerk": 5, "holds an earlier invitation": 1}
    message = draft(made, "mail-de-cancellation.eml")
    assert message["Subject"] == "Absage: Vereine und Ämter am Freitag, 13. Oktober 2023"
    entry = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert entry.get_param("method") == "CANCEL"
    told = entry.get_content()
    assert "METHOD:CANCEL" in told
    assert "STATUS:CANCELLED" in told
    assert "SEQUENCE:3" in told
    assert "leider müssen wir" in pages(made, "letters.pdf")[-1]
    assert {it["occasion"] for it in plan(made)["rows"] if it["state"] == "ready"} == {"cancellation"}


def registry_kind(name: str) -> Any:
    return Organisation.model_validate({"name": "x", "kind": name}).kind


def test_old_and_new_receivers_get_different_drafts(send: Send, change: Any) -> None:
    event = change("2023-10-13-fachtag", moved_from=())
    sent = tuple(it.model_copy(update={"recipients": ("bruecke-wien",)}) for it in event.dispatched[:1])
    made = send(change("2023-10-13-fachtag", dispatched=sent))
    assert [(it.path.name, [box.address for box in it.receivers]) for it in made.mailings] == [
        ("mail-de-change.eml", ["wien@bruecke.example"]),
        ("mail-uk.eml", ["olena@hromada.example"]),
    ]
    assert draft(made, "mail-de-change.eml")["Subject"].startswith("Geänderte Einladung: Vereine und Ämter")
    assert draft(made, "mail-uk.eml")["Subject"].startswith("Запрошення: Vereine und Ämter – ")


def test_who_holds_this_revision_gets_nothing_more(send: Send, change: Any) -> None:
    made = send(change("2023-10-13-fachtag", revision=1))
    assert names(made) == ["2023-10-13-fachtag.ics", "send-plan.csv", "send-plan.json"]
    assert {left.reason for left in made.omissions if left.expected} == {"holds revision 1 already"}
    assert made.complete
    assert (plan(made)["ready"], plan(made)["not_now"], plan(made)["left_out"]) == (0, 4, 2)


# The same, and sums

PRINT = """
import hashlib, sys
from pathlib import Path
from mo_registry import clock
from mo_registry.documents import calendar, sending
from mo_registry.registry import load

clock.set_today("2023-09-01")
registry = load(Path(sys.argv[1]))
event = registry.events["2023-10-13-fachtag"]
organisation = registry.organisations["verband-der-vereine"]
called = {"email": None, "address": None, "contacts": ()}
registry.organisations[organisation.id] = organisation.model_copy(update=called).named(organisation.id)
files = [
    *sending.make(registry, event).files,
    *sending.make(registry, event, wishes=sending.Wishes(singles=False, each=True)).files,
    calendar.feed(registry).file,
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
    assert {line.split()[0].rpartition(".")[2] for line in outputs[0].splitlines()} == {
        "pdf", "eml", "ics", "csv", "json",
    }  # fmt: skip
    assert "telephone-list.pdf" in outputs[0]


CONTACT = st.fixed_dictionaries(
    {},
    optional={
        "family": st.sampled_from(["Aydın", "Özer"]),
        "email": st.sampled_from(["p@p.example", "q@p.example", "no address"]),
        "phone": st.just("+49 221 4710 123"),
        "address": st.just({"street": "Weg 1", "postal_code": "33602", "city": "Bielefeld"}),
        "channel": st.sampled_from(["email", "post", "phone"]),
        "receives": st.sampled_from([["invitation"], ["news"]]),
    },
)
ORGANISATION = st.fixed_dictionaries(
    {"contacts": st.lists(CONTACT, max_size=3)},
    optional={
        "email": st.just("o@o.example"),
        "address": st.sampled_from(
            [{"street": "Weg 1", "postal_code": "33602", "city": "Bielefeld", "care_of": "ጤና"},
             {"street": "Weg 1", "department": "A", "care_of": "B", "postal_code": "1", "city": "W", "country": "AT"}]
        ),
        "status": st.sampled_from(["active", "dissolved"]),
    },
)  # fmt: skip


@given(
    st.lists(ORGANISATION, max_size=5),
    st.sets(st.integers(0, 4)),
    st.sampled_from(["planned", "cancelled"]),
    st.none() | st.sets(st.integers(0, 4), min_size=1),
    st.builds(
        Wishes,
        formats=st.sampled_from([(), (Format.MARKDOWN,)]),
        mail=st.booleans(),
        singles=st.booleans(),
        each=st.booleans(),
    ),
)
@settings(max_examples=50, deadline=None)
def test_the_plan_adds_up_to_the_audience(
    organisations: list[dict[str, Any]],
    held: set[int],
    status: str,
    only: set[int] | None,
    wishes: Wishes,
) -> None:
    registry = Registry(Path(), None, date(2023, 9, 1), Settings(name="N"), {})
    ids = [f"o{number}" for number in range(len(organisations))]
    for name, data in zip(ids, organisations, strict=True):
        entry = {"name": name, "kind": "association", **data}
        registry.organisations[name] = Organisation.model_validate(entry).named(name)
        registry.files["organisations", name] = (Path(f"{name}.yaml"),)
    recipients = [name for name in ids if int(name[1:]) in held]
    sent = [{"date": "2023-08-01", "revision": "0", "channel": "post", "recipients": recipients}]
    event = Event.model_validate(
        {
            "title": "Treffen", "kind": "other", "date": "2023-09-27", "start": "17:00", "online": "https://x.example",
            "revision": "1", "status": status, "audience": {"organisations": ids}, "dispatched": sent if recipients else [],
        }
    ).named("2023-09-27-treffen")  # fmt: skip
    part = Part(frozenset(f"o{number}" for number in only), again=True) if only else None
    made = sending.make(registry, event, part, wishes)
    told = plan(made)
    states = [told[state.value] for state in State]
    assert sum(states) == told["organisations"] == len(made.audience.organisations) == len(ids)
    assert [*dict.fromkeys(it["organisation"] for it in told["rows"])] == [
        organisation.id for organisation in made.audience.organisations
    ]
    assert sum(len(found) for found in made.reached().values()) == told["ready"]
    # what the plan names is there, and what is there to be sent is in the plan
    planned = {name for it in told["rows"] for name in it["files"]}
    there = set(names(made)) - {"send-plan.csv", "send-plan.json", "2023-09-27-treffen.ics"}
    assert planned == there
    for it in told["rows"]:
        assert bool(it["files"]) == (it["state"] == "ready") == (not it["reason"])
    # an e-mail goes to whom the plan says, and to nobody else
    mailed = {box.address for mailing in made.mailings for box in mailing.receivers}
    drafted = {it["to"] for it in told["rows"] if it["files"][:1] and it["files"][0].endswith(".eml")}
    assert mailed == drafted
