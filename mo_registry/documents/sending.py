"""Everything that goes out for an event, by every channel, and the account of it.

By post: letters in one file to be printed, in the order of the account. By e-mail: drafts, one for each
language, with the receivers hidden from one another. By telephone: a list of calls. Beside them a calendar
entry, a single letter for each receiver, and the send plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

from mo_registry.audience import Audience, Occasion, Part, Recipient, invited
from mo_registry.documents import answer_form, calendar, mail, send_plan, telephone_list, text
from mo_registry.documents.document import Document
from mo_registry.documents.formats import Formats
from mo_registry.documents.invitation import (
    TEMPLATE,
    Delivery,
    Omission,
    Track,
    file_stems,
    letter_to,
    letter_to_all,
    papers,
    refuse_unsettled,
    unprintable,
)
from mo_registry.documents.letter import TooManyAddressLines, street_and_place
from mo_registry.documents.mail import Attachment, Draft, Invite, Mailbox, NoAddress
from mo_registry.documents.output import Format, Rendered, file_name
from mo_registry.documents.pdf import MissingGlyph
from mo_registry.documents.send_plan import Row, SendPlan, State
from mo_registry.documents.studio import Studio
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.organisation import Channel
from mo_registry.names import slug
from mo_registry.registry import Registry

LETTERS_IN_A_FILE = 100
"""More letters in one file take more memory (of two pages each, 250 MB) and save no time."""
LETTERS_WITH_FORMS = 80
"""As many where each has another page."""
PART = "part"
"""The folder of a run for a part of the audience, so that it does not replace what was made for all."""

LONGEST_ATTACHMENT = 56
"""Characters of the name of an attachment, without its ending."""

_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a run is to make.

    Attributes:
        formats: what letters are made as.
        mail: whether e-mail drafts are made.
        singles: whether every receiver has a letter in a file of its own.
        each: whether every receiver of an e-mail has a draft of its own.
    """

    formats: tuple[Format, ...] = (Format.PDF,)
    mail: bool = True
    singles: bool = True
    each: bool = False

    @property
    def print(self) -> bool:
        """Whether anything is printed."""
        return Format.PDF in self.formats


@dataclass(frozen=True, slots=True)
class Bundle:
    """Letters in one file."""

    path: PurePath
    letters: int
    pages: int


@dataclass(frozen=True, slots=True)
class Mailing:
    """An e-mail draft and whom it is to."""

    path: PurePath
    language: str
    receivers: tuple[Mailbox, ...]
    alone: bool
    """Whether it is to nobody else."""


@dataclass(frozen=True, slots=True)
class Sending:
    """All that a run has made; every organisation of the audience is in the plan."""

    event: Event
    audience: Audience
    files: tuple[Rendered, ...]
    deliveries: tuple[Delivery, ...]
    omissions: tuple[Omission, ...]
    bundles: tuple[Bundle, ...]
    mailings: tuple[Mailing, ...]
    plan: SendPlan
    folder: PurePath
    """Where the files go, below the folder of outputs."""

    @property
    def complete(self) -> bool:
        """Whether everybody gets something who should."""
        return all(omission.by_rule for omission in self.omissions)

    @property
    def forms_beside(self) -> bool:
        """Whether answer forms lie beside Word letters, in files of their own."""
        return any(file.path.match(f"{answer_form.TEMPLATE}-*.docx") for file in self.files)

    def reached(self) -> dict[Channel, list[tuple[Organisation, str]]]:
        """The organisations by channel, with the language; one that is reached in two ways counts in the first."""
        found: dict[Channel, list[tuple[Organisation, str]]] = {}
        known: set[str] = set()
        for delivery in self.deliveries:
            for organisation in delivery.recipient.organisations:
                if organisation.id not in known:
                    known.add(organisation.id)
                    told = (organisation, delivery.language)
                    found.setdefault(delivery.recipient.channel, []).append(told)
        return found


@dataclass(slots=True)
class _Item:
    """A receiver on the way through the run."""

    recipient: Recipient
    stem: PurePath
    language: str
    mailbox: Mailbox | None = None
    document: Document | None = None
    files: list[PurePath] = field(default_factory=list)
    omitted: list[Omission] = field(default_factory=list)

    def by(self, channel: Channel) -> bool:
        """Whether it is reached in this way, as far as that can be done."""
        return self.recipient.channel is channel and not self.omitted


def make(
    registry: Registry,
    event: Event,
    part: Part | None = None,
    wishes: Wishes | None = None,
    track: Track = iter,
) -> Sending:
    """Everything that is to be sent about an event, ready to be written.

    A receiver whose letter cannot be printed, or whose e-mail address is none, is left out with the reason,
    and all others get theirs.

    Args:
        registry: where the event is.
        event: what is invited to.
        part: only for these.
        wishes: what is made.
        track: goes through the receivers, for a progress bar.

    Raises:
        RegistryError: the event lacks what an invitation must say, or a template has a mistake.
    """
    refuse_unsettled(registry, event)
    run = _Run(Studio(registry), event, invited(registry, event, part), wishes or Wishes(), part is not None)
    run.write_letters(track)
    run.bind_letters()
    run.draft_mails()
    run.list_calls()
    return run.finished()


@dataclass
class _Run:
    """What is made so far."""

    studio: Studio
    event: Event
    audience: Audience
    wishes: Wishes
    partial: bool
    files: list[Rendered] = field(default_factory=list)
    bundles: list[Bundle] = field(default_factory=list)
    mailings: list[Mailing] = field(default_factory=list)

    @cached_property
    def folder(self) -> PurePath:
        return PurePath(self.event.id, PART) if self.partial else PurePath(self.event.id)

    @cached_property
    def items(self) -> list[_Item]:
        recipients = self.audience.recipients
        return [
            _Item(recipient, self.folder / stem.name, self._language(recipient.language))
            for recipient, stem in zip(recipients, file_stems(self.event, recipients), strict=True)
        ]

    def _language(self, wished: str) -> str:
        return self.studio.templates.find(TEMPLATE, wished).language

    def _add(self, name: str, ending: str, content: bytes) -> PurePath:
        file = Rendered(self.folder / file_name(name, ending), content)
        self.files.append(file)
        return file.path

    def _omit(self, item: _Item, problem: Exception) -> None:
        """Leave a receiver out, with whatever was made for it already."""
        item.omitted = unprintable(self.studio, item.recipient, problem)
        self.files = [file for file in self.files if file.path not in item.files]
        item.files = []

    # Letters

    def write_letters(self, track: Track) -> None:
        """A letter for everybody who needs one of their own, and its files."""
        items = {id(item.recipient): item for item in self.items}
        for recipient in track(self.audience.recipients):
            item = items[id(recipient)]
            try:
                self._write_letter(item)
            except (MissingGlyph, TooManyAddressLines, NoAddress) as problem:
                self._omit(item, problem)

    def _write_letter(self, item: _Item) -> None:
        recipient, wishes = item.recipient, self.wishes
        if wishes.mail and recipient.channel is Channel.EMAIL:
            name = recipient.contact.name if recipient.contact else ""
            item.mailbox = Mailbox.of(name or recipient.organisation.name, recipient.email or "")
        if wishes.singles or recipient.channel is Channel.POST or self._has_own_draft(item):
            item.document = letter_to(self.studio, self.event, recipient)
        if wishes.singles and item.document:
            made = papers(self.studio, item.document, wishes.formats, item.stem)
            self.files += made
            item.files = [file.path for file in made]

    def bind_letters(self) -> None:
        """What goes by post as files to be printed, in the order of the account."""
        posted = [item for item in self.items if item.by(Channel.POST)] if self.wishes.print else []
        forms = any(item.document and item.document.enclosed for item in posted)
        size = LETTERS_WITH_FORMS if forms else LETTERS_IN_A_FILE
        parts = [posted[start : start + size] for start in range(0, len(posted), size)]
        for number, part in enumerate(parts, start=1):
            if number > 1:
                self.studio.press.forget()
            self._bind(f"letters-{number}" if len(parts) > 1 else "letters", part)

    def _bind(self, name: str, items: Sequence[_Item]) -> None:
        try:
            content = self._bound(items)
        except (MissingGlyph, TooManyAddressLines):
            # Which letters it is, is looked for only now: where single ones were made, they are known.
            for item in items:
                self._try(item)
            items = [item for item in items if not item.omitted]
            content = self._bound(items)
        if not items:
            return
        path = self._add(name, "pdf", content)
        self.bundles.append(Bundle(path, len(items), max(map(int, _PAGES.findall(content)), default=0)))
        for item in items:
            item.files.insert(0, path)

    def _bound(self, items: Sequence[_Item]) -> bytes:
        letters = [item.document for item in items if item.document]
        if not letters:
            return b""
        # The file is the office's own, whoever gets the first letter.
        own = self.studio.registry.settings.language
        named = next((letter for letter in letters if letter.language == own), letters[0])
        return self.studio.press.print_letters(named.title, letters)

    def _try(self, item: _Item) -> None:
        try:
            if item.document:
                self.studio.press.print(item.document)
        except (MissingGlyph, TooManyAddressLines) as problem:
            self._omit(item, problem)

    # E-mail

    def _has_own_draft(self, item: _Item) -> bool:
        """Whether an e-mail is to nobody else: that is wished, or it names all organisations of the receiver."""
        wished = self.wishes.each or bool(item.recipient.others)
        return wished and self.wishes.mail and item.recipient.channel is Channel.EMAIL

    def draft_mails(self) -> None:
        """A draft for each language and occasion, and those to one receiver alone."""
        groups: dict[tuple[str, Occasion], list[_Item]] = {}
        for item in self.items if self.wishes.mail else ():
            if not item.by(Channel.EMAIL):
                continue
            if self._has_own_draft(item):
                self._draft_one(item)
            else:
                groups.setdefault((item.language, item.recipient.occasion), []).append(item)
        for (language, occasion), items in groups.items():
            self._draft_all(language, occasion, items)

    def _draft_one(self, item: _Item) -> None:
        if item.document and item.mailbox:
            name = item.stem.name.replace(TEMPLATE, "mail-to", 1)
            self._draft(name, item.document, [item], alone=item.mailbox)

    def _draft_all(self, language: str, occasion: Occasion, items: Sequence[_Item]) -> None:
        document = letter_to_all(self.studio, self.event, language, occasion)
        name = (
            f"mail-{language}" if occasion is Occasion.INVITATION else f"mail-{language}-{_WORDS[occasion]}"
        )
        self._draft(name, document, items)

    def _draft(
        self, name: str, document: Document, items: Sequence[_Item], alone: Mailbox | None = None
    ) -> None:
        try:
            attached = tuple(self._attached(document))
        except MissingGlyph as problem:
            for item in items:
                self._omit(item, problem)
            return
        receivers = tuple({item.mailbox.address: item.mailbox for item in items if item.mailbox}.values())
        content = mail.render(self._message(document, attached, receivers, alone))
        path = self._add(name, "eml", content)
        self.mailings.append(Mailing(path, document.language, receivers, alone is not None))
        for item in items:
            item.files.insert(0, path)

    def _attached(self, document: Document) -> Iterator[Attachment]:
        """The letter as it is printed, and what is enclosed in it, each in a file of its own."""
        papers = {f"{_short(slug(document.title)) or TEMPLATE}.pdf": replace(document, enclosed=())}
        papers |= {f"{answer_form.TEMPLATE}.pdf": form for form in document.enclosed}
        for name, paper in papers.items():
            yield Attachment(name, "application/pdf", self.studio.press.print(paper))

    def _message(
        self,
        document: Document,
        attached: tuple[Attachment, ...],
        receivers: tuple[Mailbox, ...],
        alone: Mailbox | None,
    ) -> Draft:
        registry, event = self.studio.registry, self.event
        office = Mailbox.office(registry)
        entry, method = calendar.entry(registry, event, alone)
        body = mail.unaddressed(document)
        return Draft(
            document=body,
            plain=text.render(replace(body, title="")),
            sender=office,
            to=(alone,) if alone else (office,) if office else (),
            hidden=() if alone else receivers,
            answers=_answers(event, office),
            invite=Invite(entry, method),
            attachments=(
                *attached,
                Attachment(f"{_short(event.id) or TEMPLATE}.ics", "application/ics", entry),
            ),
        )

    # Telephone

    def list_calls(self) -> None:
        """Whom to call, on paper."""
        items = [item for item in self.items if item.by(Channel.PHONE)] if self.wishes.print else []
        if not items:
            return
        try:
            content = self.studio.press.print(self._calls(items))
        except MissingGlyph as problem:
            for item in items:
                if set(problem.characters) & set(telephone_list.told(item.recipient)):
                    self._omit(item, problem)
            items = [item for item in items if not item.omitted]
            (made,) = self.studio.made(self._calls(items), [Format.PDF], PurePath(telephone_list.TEMPLATE))
            content = made.content
        path = self._add(telephone_list.TEMPLATE, "pdf", content)
        for item in items:
            item.files.insert(0, path)

    def _calls(self, items: Sequence[_Item]) -> Document:
        return telephone_list.make(self.studio, self.event, [item.recipient for item in items])

    # The account

    def finished(self) -> Sending:
        """Everything, with the calendar entry and the plan."""
        registry, event = self.studio.registry, self.event
        self._add(event.id, "ics", calendar.entry(registry, event)[0])
        omissions = tuple(self._omissions())
        rows = tuple(self._rows(omissions))
        plan = SendPlan(event.id, event.revision, registry.today, rows, announced=event.date.exact)
        self._add(send_plan.NAME, "csv", plan.as_csv(Formats(registry.settings.language)))
        self._add(send_plan.NAME, "json", plan.as_json())
        return Sending(
            event,
            self.audience,
            tuple(self.files),
            tuple(Delivery(item.recipient, item.language, tuple(item.files)) for item in self._delivered()),
            omissions,
            tuple(self.bundles),
            tuple(self.mailings),
            plan,
            self.folder,
        )

    def _delivered(self) -> Iterator[_Item]:
        return (item for item in self.items if item.files and not item.omitted)

    def _omissions(self) -> Iterator[Omission]:
        yield from map(Omission.of, self.audience.left_out)
        for item in self.items:
            yield from item.omitted
            if not item.omitted and not item.files:
                reason = _("nothing for this channel is made in the formats asked for")
                for organisation in item.recipient.organisations:
                    yield Omission(organisation, reason, expected=True)

    def _rows(self, omissions: Sequence[Omission]) -> Iterator[Row]:
        found: dict[str, list[Row]] = {name.id: [] for name in self.audience.organisations}
        for item in self._delivered():
            for organisation in item.recipient.organisations:
                found[organisation.id].append(_ready(organisation, item))
        for omission in omissions:
            found[omission.organisation.id].append(_left_out(omission))
        for rows in found.values():
            yield from rows


_WORDS = {Occasion.CHANGE: "change", Occasion.NEW_DATE: "change", Occasion.CANCELLATION: "cancellation"}
"""What the files of later drafts are called."""


def _short(name: str) -> str:
    """The name of an attachment, cut between words: not all mail programs take a name that goes over a line."""
    return name if len(name) <= LONGEST_ATTACHMENT else name[: LONGEST_ATTACHMENT + 1].rpartition("-")[0]


def _answers(event: Event, office: Mailbox | None) -> Mailbox | None:
    try:
        return Mailbox.of(office.name if office else "", event.registration.email or "")
    except NoAddress:
        return None


def _ready(organisation: Organisation, item: _Item) -> Row:
    recipient = item.recipient
    to = {
        Channel.POST: ", ".join(street_and_place(recipient.address)),
        Channel.EMAIL: recipient.email or "",
        Channel.PHONE: recipient.phone or "",
    }
    return Row(
        organisation.id,
        organisation.name,
        State.READY,
        contact=recipient.name,
        channel=recipient.channel.value,
        to=to[recipient.channel],
        language=item.language,
        occasion=recipient.occasion.value,
        files=tuple(path.name for path in item.files),
    )


def _left_out(omission: Omission) -> Row:
    state = State.LEFT_OUT if omission.by_rule else State.TO_MEND
    return Row(
        omission.organisation.id,
        omission.organisation.name,
        State.NOT_NOW if omission.expected else state,
        reason=omission.reason,
    )
