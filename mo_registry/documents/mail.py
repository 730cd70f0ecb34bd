"""E-mail drafts (.eml): a message that opens in a mail program, ready to be looked at and sent.

A header is put together here, word by word: the way of Python's own library to fold long lines of names with
commas and quotation marks differs with its version, and loses some. Everything is ASCII in the file, nothing
in it comes from a clock or from chance, and no text of the registry can begin a header of its own.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from textwrap import wrap

from mo_registry.documents import html
from mo_registry.documents.document import Document
from mo_registry.documents.letter import Letter
from mo_registry.documents.slots import clean
from mo_registry.i18n import _
from mo_registry.registry import Registry

LONGEST_LINE = 78
"""Characters of a line of a header (RFC 5322, 2.1.1); an address may be longer and is never broken."""
NEW_LINE = "\r\n "
"""How a header goes on in the next line; what reads it takes this for a blank."""
_PIECE = 39
"""Bytes of an encoded word: with what stands around it, and the longest name of a header before it, a line."""
_NOON = time(12)

_PLAIN = re.compile(r"(?!.*=\?)[ -~]+")
_BODY = policy.SMTP.clone(cte_type="7bit")


class NoAddress(Exception):
    """An e-mail address that mail programs do not take."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return _("“{text}” is no e-mail address that can be used").format(text=self.text)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An e-mail address with the name of whose it is."""

    name: str
    address: str

    @staticmethod
    def of(name: str, address: str) -> Mailbox:
        """A mailbox whose address is good, its domain as the network writes it (RFC 5891).

        Raises:
            NoAddress: it is none.
        """
        from email_validator import EmailNotValidError, validate_email

        try:
            found = validate_email(address, check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise NoAddress(address) from None
        if not found.ascii_email:
            raise NoAddress(address)
        # The library's own judgement counts too: this is what other programs take the file apart with.
        return Mailbox(_one_line(name), Address(addr_spec=found.ascii_email).addr_spec)

    @staticmethod
    def office(registry: Registry) -> Mailbox | None:
        """The office's; None where it has no good one."""
        settings = registry.settings
        organisation = registry.organisations.get(settings.organisation or "")
        address = settings.documents.signatory.email or (organisation and organisation.email)
        try:
            return Mailbox.of(organisation.name if organisation else settings.name, address or "")
        except NoAddress:
            return None

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a message; its name is ASCII."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Invite:
    """A calendar entry in a message: what a mail program offers to put into the calendar."""

    content: bytes
    method: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that nobody has sent yet.

    Attributes:
        document: what it says; of a letter, without what stands around the text on paper.
        plain: the same for programs that show text only.
        sender: None where the office has no address; the mail program puts its own in.
        hidden: receivers who do not learn of each other.
        answers: where answers go, if not to the sender.
    """

    document: Document
    plain: str
    sender: Mailbox | None = None
    to: tuple[Mailbox, ...] = ()
    hidden: tuple[Mailbox, ...] = ()
    answers: Mailbox | None = None
    invite: Invite | None = None
    attachments: tuple[Attachment, ...] = ()


def unaddressed(document: Document) -> Document:
    """The letter as a message: its text with greeting and signature; a message has its own head and attachments."""
    around = document.letter or Letter()
    kept = replace(around, address=(), sender=(), return_line="", information=())
    return replace(document, letter=kept, enclosed=())


def render(draft: Draft) -> bytes:
    """The message as a file: lines end with CRLF, and all of it is ASCII."""
    message = _parted(_body(draft)).as_bytes()
    return "".join(f"{line}\r\n" for line in _headers(draft, message)).encode("ascii") + message


def pasted(mailboxes: Iterable[Mailbox]) -> str:
    """Addresses as one line, to be pasted into the address field of a mail program."""
    return "; ".join(dict.fromkeys(mailbox.address for mailbox in mailboxes))


def _headers(draft: Draft, message: bytes) -> Iterator[str]:
    domain = draft.sender.domain if draft.sender else "invalid"
    everybody = (*draft.to, *draft.hidden)
    mark = sha256("\n".join((draft.document.title, *map(repr, everybody))).encode() + message).hexdigest()
    yield "X-Unsent: 1"  # opens as a draft in Outlook
    if draft.sender:
        yield _mailboxes("From", [draft.sender])
    yield _mailboxes("To", draft.to) if draft.to else "To: undisclosed-recipients:;"
    if draft.hidden:
        yield _mailboxes("Bcc", draft.hidden)
    if draft.answers and draft.answers != draft.sender:
        yield f"Reply-To: <{draft.answers.address}>"
    yield _text("Subject", draft.document.title)
    yield f"Date: {format_datetime(_moment(draft.document.date))}"
    yield f"Message-ID: <{mark[:32]}@{domain}>"
    yield f"Content-Language: {draft.document.language}"


def _moment(day: date) -> datetime:
    return datetime.combine(day, _NOON, UTC)


def _body(draft: Draft) -> EmailMessage:
    body = EmailMessage(_BODY)
    body.set_content(draft.plain, cte="quoted-printable")
    body.add_alternative(html.render(draft.document), subtype="html", cte="quoted-printable")
    if draft.invite:
        body.add_alternative(
            draft.invite.content.decode(),
            subtype="calendar",
            cte="base64",
            params={"method": draft.invite.method},
        )
    for it in draft.attachments:
        kind, _slash, subtype = it.kind.partition("/")
        body.add_attachment(it.content, maintype=kind, subtype=subtype, filename=it.name)
    return body


def _parted(body: EmailMessage) -> EmailMessage:
    """The message with boundaries that follow from what it says."""
    said = "".join(str(part.get_payload()) for part in body.walk() if not part.is_multipart())
    mark = sha256(said.encode()).hexdigest()[:24]
    # Neither base64 nor quoted-printable can hold “=_” (RFC 2045, 6.7).
    for number, part in enumerate(part for part in body.walk() if part.is_multipart()):
        part.set_boundary(f"=_{mark}_{number}")
    return body


def _mailboxes(name: str, mailboxes: Sequence[Mailbox]) -> str:
    return f"{name}: " + f",{NEW_LINE}".join(map(_mailbox, mailboxes))


def _mailbox(mailbox: Mailbox) -> str:
    if not mailbox.name:
        return f"<{mailbox.address}>"
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", mailbox.name) + '"'
    name = quoted if _PLAIN.fullmatch(quoted) and len(quoted) < LONGEST_LINE else _encoded(mailbox.name)
    return f"{name}{' ' if len(name) < LONGEST_LINE // 2 else NEW_LINE}<{mailbox.address}>"


def _text(name: str, text: str) -> str:
    line = f"{name}: {_one_line(text)}"
    if not _PLAIN.fullmatch(line) or max(map(len, line.split())) > LONGEST_LINE:
        return f"{name}: {_encoded(text)}"
    return NEW_LINE.join(wrap(line, LONGEST_LINE, break_long_words=False, break_on_hyphens=False))


def _encoded(text: str) -> str:
    """Words as a header writes them (RFC 2047), in pieces of so many bytes, a line each."""
    pieces: list[str] = [""]
    for character in _one_line(text):
        if len((pieces[-1] + character).encode()) > _PIECE:
            pieces.append("")
        pieces[-1] += character
    return NEW_LINE.join(f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=" for piece in pieces)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
