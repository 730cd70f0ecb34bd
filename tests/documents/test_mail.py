"""E-mail drafts as the parser of the standard library reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mo_registry.documents import mail
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.letter import Letter
from mo_registry.documents.mail import Attachment, Draft, Invite, Mailbox, NoAddress
from mo_registry.documents.reading import read

OFFICE = Mailbox("Amt für Vielfalt", "amt@stadt.example")
INVITE = Invite(b"BEGIN:VCALENDAR\r\nSUMMARY:\xc3\x84\r\nEND:VCALENDAR\r\n", "REQUEST")
DOCUMENT = Document(
    Layout.LETTER,
    "Einladung: Über Brücken",
    "de",
    date(2023, 9, 1),
    read("Guten Tag,\n\nwir laden ein <b>."),
    letter=Letter(
        ("Verein", "Weg 1"), sender=("Amt",), return_line="Amt", information=(("Tel", "1"),), closing="Grüße"
    ),
)
DRAFT = Draft(
    mail.unaddressed(DOCUMENT),
    "Guten Tag,\n\nÜber Brücken.\n",
    sender=OFFICE,
    to=(OFFICE,),
    hidden=(Mailbox("Verein e.V.", "a@a.example"), Mailbox("جمعية الجسر", "b@b.example")),
    answers=Mailbox("", "antwort@stadt.example"),
    invite=INVITE,
    attachments=(Attachment("einladung.pdf", "application/pdf", b"%PDF-1.7 \x00\xff"),),
)


def parsed(draft: Draft) -> EmailMessage:
    message = message_from_bytes(mail.render(draft), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[]] * len(list(message.walk()))
    return message


def mailboxes(message: Message, name: str) -> list[tuple[str, str]]:
    """The mailboxes of a header as RFC 2047 has them."""
    # The newer reader of the library puts blanks between the words of a long name, against RFC 2047, 6.2.
    plain = message_from_bytes(bytes(message), policy=policy.compat32)
    pairs = getaddresses([plain[name]])
    return [(str(make_header(decode_header(shown))), address) for shown, address in pairs]


def test_the_head() -> None:
    message = parsed(DRAFT)
    assert [name for name, _value in message.items()] == [
        "X-Unsent", "From", "To", "Bcc", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language",
        "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "Einladung: Über Brücken"
    assert [(it.display_name, it.addr_spec) for it in message["Bcc"].addresses] == [
        ("Verein e.V.", "a@a.example"), ("جمعية الجسر", "b@b.example"),
    ]  # fmt: skip
    assert [it.addr_spec for it in message["To"].addresses] == ["amt@stadt.example"]
    assert str(message["Reply-To"]) == "antwort@stadt.example"
    assert message["Date"].datetime.date() == date(2023, 9, 1)
    assert message["Message-ID"].endswith("@stadt.example>")


def test_the_parts() -> None:
    message = parsed(DRAFT)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/pdf",
    ]  # fmt: skip
    plain, page, entry, attached = (part for part in message.walk() if not part.is_multipart())
    assert plain.get_content() == "Guten Tag,\r\n\r\nÜber Brücken.\r\n"
    assert "wir laden ein &lt;b&gt;." in page.get_content()
    assert "Weg 1" not in page.get_content()
    assert entry.get_param("method") == "REQUEST"
    assert entry.get_payload(decode=True) == INVITE.content
    assert (attached.get_filename(), attached.get_content()) == ("einladung.pdf", b"%PDF-1.7 \x00\xff")


def test_the_file_is_ascii_with_lines_that_every_program_takes() -> None:
    content = mail.render(replace(DRAFT, plain="Wort " * 500 + "\n", to=(Mailbox("ä" * 200, "a@b.example"),)))
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 78


def test_the_same_draft_is_the_same_file_and_another_one_has_another_id() -> None:
    assert mail.render(DRAFT) == mail.render(replace(DRAFT))
    ids = {
        parsed(draft)["Message-ID"]
        for draft in (
            DRAFT,
            replace(DRAFT, plain="x\n"),
            replace(DRAFT, hidden=DRAFT.hidden[:1]),
            replace(DRAFT, document=replace(DRAFT.document, title="x")),
        )
    }
    assert len(ids) == 4


def test_without_an_office_or_receivers() -> None:
    message = parsed(Draft(DRAFT.document, "x\n", hidden=DRAFT.hidden))
    assert message["From"] is None
    assert str(message["To"]) == "undisclosed-recipients:;"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    assert parsed(replace(DRAFT, answers=OFFICE))["Reply-To"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Treffen\r\nBcc: fremd@fremd.example",
        "Treffen\nX-Evil: 1",
        "Treffen\r\n\r\nText",
        "Treffen\x0b\x0c\x85\u2028Bcc: fremd@fremd.example",
        "=?utf-8?q?=0D=0ABcc:_fremd@fremd.example?=",
        "Treffen\x00",
    ],
)
def test_nothing_begins_a_header_of_its_own(text: str) -> None:
    message = parsed(
        replace(
            DRAFT,
            document=replace(DRAFT.document, title=text),
            hidden=(Mailbox.of(text, "a@a.example"),),
            sender=Mailbox.of(text, "amt@stadt.example"),
        )
    )
    assert len(message.items()) == 11
    assert [it.addr_spec for it in message["Bcc"].addresses] == ["a@a.example"]
    assert [it.addr_spec for it in message["From"].addresses] == ["amt@stadt.example"]
    assert " ".join(str(message["Subject"]).split()) == " ".join(
        text.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").replace("\x0c", "\ufffd").split()
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "verein",
        "a@b",
        "a b@c.example",
        "a@c.example\r\nBcc: x@y.example",
        "a@c.example, b@c.example",
        "ä@ö.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NoAddress) as problem:
        Mailbox.of("Verein", address)
    assert str(problem.value) == f"“{address}” is no e-mail address that can be used"


def test_a_domain_with_umlauts_is_written_as_the_network_does() -> None:
    assert Mailbox.of("Büro", "info@büro-köln.example").address == "info@xn--bro-kln-e1a3c.example"


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cn"]), max_size=120)


@settings(max_examples=150)
@given(st.lists(NAMES, min_size=1, max_size=12), NAMES)
def test_names_and_subjects_come_out_as_they_are(names: list[str], subject: str) -> None:
    hidden = tuple(Mailbox.of(name, f"v{number}@a.example") for number, name in enumerate(names))
    title = " ".join(subject.split())
    content = mail.render(Draft(replace(DRAFT.document, title=title), "x\n", OFFICE, (OFFICE,), hidden))
    head = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, head)) <= 78
    assert all(line.strip() for line in head)
    message = message_from_bytes(content, policy=policy.default)
    assert mailboxes(message, "Bcc") == [(box.name, box.address) for box in hidden]
    assert str(make_header(decode_header(message_from_bytes(content)["Subject"]))) == title


def test_the_line_to_paste() -> None:
    boxes = (Mailbox("A", "a@a.example"), Mailbox("B", "b@a.example"), Mailbox("C", "a@a.example"))
    assert mail.pasted(boxes) == "a@a.example; b@a.example"
