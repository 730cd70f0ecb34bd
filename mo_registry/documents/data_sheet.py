"""Data sheets: what the registry holds on an organisation, sent to it to be confirmed or corrected.

A letter to whoever gets the organisation's post, in that person's language, with room beside everything that it
tells. It says why the data are kept and what rights people have (GDPR Art. 13 to 17, in plain words).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import takewhile
from pathlib import PurePath
from typing import Any

from mo_registry.audience import LeftOut, Recipient, network_named, organisation_named, receivers_of
from mo_registry.documents import mail, text
from mo_registry.documents.blocks import Heading, Listing, ticked
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.invitation import Delivery, Omission, Track, unprintable
from mo_registry.documents.letter import TooManyAddressLines, address_lines, salutation
from mo_registry.documents.mail import Attachment, Draft, Mailbox, NoAddress
from mo_registry.documents.output import Format, Rendered, file_name, render
from mo_registry.documents.particulars import particulars
from mo_registry.documents.pdf import MissingGlyph
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.sending import LETTERS_WITH_FORMS
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Organisation
from mo_registry.model.organisation import Channel, Mailing, Status
from mo_registry.model.scalars import PartialDate
from mo_registry.names import organisation_order
from mo_registry.registry import Registry

TEMPLATE = "data-sheet"
FOLDER = "data-sheets"
DEFAULT = (Format.PDF,)
FORMATS = (Format.PDF, Format.WORD, Format.HTML, Format.MARKDOWN)
TIME_TO_ANSWER = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a run is to make.

    Attributes:
        organisations: ids of those that are asked; without any, all that are active.
        network: only members of this network.
        unverified_for: only those that have not confirmed their data for so many days, or never.
        answer_by: the last day to answer; None for four weeks from the day of the letters.
        bundle: whether those that go by post are also one file to be printed.
        mail: whether those that go by e-mail are also drafts, each with its sheet attached.
    """

    organisations: tuple[str, ...] = ()
    network: str | None = None
    unverified_for: int | None = None
    answer_by: date | None = None
    bundle: bool = False
    mail: bool = False


@dataclass(frozen=True, slots=True)
class DataSheets:
    """All sheets of a run; every organisation that was looked at has one or stands among the omissions."""

    files: tuple[Rendered, ...]
    organisations: tuple[Organisation, ...]
    deliveries: tuple[Delivery, ...]
    omissions: tuple[Omission, ...]
    bundles: tuple[PurePath, ...]
    answer_by: date

    @property
    def complete(self) -> bool:
        """Whether everybody who should have a sheet has one."""
        return all(omission.by_rule for omission in self.omissions)

    def reached(self) -> dict[Channel, list[Delivery]]:
        """What was made, by the way in which it is sent."""
        found: dict[Channel, list[Delivery]] = {}
        for delivery in self.deliveries:
            found.setdefault(delivery.recipient.channel, []).append(delivery)
        return found


def make(
    registry: Registry,
    wishes: Wishes | None = None,
    formats: Sequence[Format] = DEFAULT,
    track: Track = iter,
) -> DataSheets:
    """Data sheets, ready to be written; same registry, wishes and day: same files.

    A sheet that cannot be printed (a character that no font has, an address that is too long) is left out, and
    the others are made.

    Args:
        registry: whose organisations are asked.
        wishes: which of them, and by when they answer.
        formats: what every sheet is made as.
        track: goes through the receivers, for a progress bar.

    Raises:
        RegistryError: there is no such organisation or network, or the template has a mistake.
    """
    run = _Run(Studio(registry), wishes or Wishes(), tuple(formats))
    organisations = tuple(_looked_at(registry, run.wishes))
    for recipient in track(list(run.recipients(organisations))):
        run.write(recipient)
    if run.wishes.bundle and Format.PDF in formats:
        run.bind()
    return DataSheets(
        tuple(run.files),
        organisations,
        tuple(run.deliveries),
        tuple(run.omissions),
        tuple(run.bundles),
        run.answer_by,
    )


def fields(
    studio: Studio,
    template: Template,
    organisation: Organisation,
    recipient: Recipient | None,
    answer_by: date,
) -> dict[str, Any]:
    """What the template of a data sheet may use."""
    words = studio.templates.words(template.language)
    contact = recipient.contact if recipient else None
    speaks = studio.templates.speaks(template.language)
    return {
        **studio.common(template),
        "answer_by": answer_by,
        "registry": studio.registry.settings.name,
        "organisation": particulars(studio.view(template), template.formats, organisation),
        "recipient": Fields(
            "recipient",
            name=contact.name if contact else "",
            salutation=salutation(contact, words, speaks=speaks),
        ),
    }


@dataclass
class _Run:
    """What is made so far."""

    studio: Studio
    wishes: Wishes
    formats: tuple[Format, ...]
    files: list[Rendered] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    bundles: list[PurePath] = field(default_factory=list)
    posted: list[Document] = field(default_factory=list)

    @property
    def answer_by(self) -> date:
        return self.wishes.answer_by or self.studio.registry.today + TIME_TO_ANSWER

    def recipients(self, organisations: Iterable[Organisation]) -> Iterator[Recipient]:
        """Who gets a sheet; whoever does not is put among the omissions."""
        for organisation in organisations:
            left = _left_out(self.studio.registry, self.wishes, organisation)
            if left is None:
                found = receivers_of(self.studio.registry, organisation, Mailing.INVITATION)
                recipient = next(found, None)
                if recipient:
                    yield recipient
                    continue
                reason = _("no address, e-mail address or telephone number")
                left = LeftOut(organisation, reason, unreachable=True)
            self.omissions.append(Omission.of(left))

    def write(self, recipient: Recipient) -> None:
        """Make a sheet in every format."""
        stem = PurePath(FOLDER, recipient.organisation.id)
        try:
            document = self._sheet(recipient)
            made = [render(document, form, stem, self.studio.press) for form in self.formats]
            if self.wishes.mail and recipient.channel is Channel.EMAIL:
                made.append(self._draft(recipient, document))
        except (MissingGlyph, TooManyAddressLines, NoAddress) as problem:
            self.omissions += unprintable(self.studio, recipient, problem)
            return
        self.files += made
        self.deliveries.append(Delivery(recipient, document.language, tuple(file.path for file in made)))
        if recipient.channel is Channel.POST:
            self.posted.append(document)

    def _draft(self, recipient: Recipient, document: Document) -> Rendered:
        """An e-mail with what stands above the tables; the sheet itself is attached.

        Raises:
            MissingGlyph: a character in it is in no font.
            NoAddress: the e-mail address is none.
        """
        name = recipient.contact.name if recipient.contact else ""
        to = Mailbox.of(name or recipient.organisation.name, recipient.email or "")
        said = takewhile(lambda block: not isinstance(block, Heading), document.blocks)
        body = replace(
            mail.unaddressed(document),
            blocks=tuple(
                block for block in said if not isinstance(block, Listing) or not ticked(block.items[0])
            ),
            signatures=(),
        )
        paper = Attachment(f"{TEMPLATE}.pdf", "application/pdf", self.studio.press.print(document))
        office = Mailbox.office(self.studio.registry)
        plain = text.render(replace(body, title=""))
        draft = Draft(document=body, plain=plain, sender=office, to=(to,), attachments=(paper,))
        path = PurePath(FOLDER, file_name(f"mail-to-{recipient.organisation.id}", "eml"))
        return Rendered(path, mail.render(draft))

    def _sheet(self, recipient: Recipient) -> Document:
        template = self.studio.templates.find(TEMPLATE, recipient.language)

        def known(used: Template) -> dict[str, Any]:
            return fields(self.studio, used, recipient.organisation, recipient, self.answer_by)

        made = template.render(known(template))
        address = address_lines(recipient.organisation.name, recipient.address, recipient.contact)
        return replace(
            self.studio.document(Layout.LETTER, template, made),
            letter=self.studio.letter(address, template, made),
            signatures=tuple(Signature(role) for role in made.named("signatures").values()),
            summary=self.studio.summary(template, known),
        )

    def bind(self) -> None:
        """What goes by post as files to be printed in one go."""
        size = LETTERS_WITH_FORMS
        parts = [self.posted[start : start + size] for start in range(0, len(self.posted), size)]
        for number, part in enumerate(parts, start=1):
            if number > 1:
                self.studio.press.forget()
            name = f"{FOLDER}-{number}" if len(parts) > 1 else FOLDER
            # The file is the office's own, whoever gets the first letter.
            own = self.studio.registry.settings.language
            named = next((letter for letter in part if letter.language == own), part[0])
            content = self.studio.press.print_letters(named.title, part)
            self.files.append(Rendered(PurePath(file_name(name, "pdf")), content))
            self.bundles.append(self.files[-1].path)


def _looked_at(registry: Registry, wishes: Wishes) -> list[Organisation]:
    """The organisations that the wishes name, in the order of DIN 5007-1."""
    if wishes.organisations and wishes.network:
        raise RegistryError(
            _("--to and --network cannot be used together."),
            hint=_("Name the organisations with --to, or a whole network with --network."),
        )
    found = [organisation_named(registry, name) for name in dict.fromkeys(wishes.organisations)]
    if not found:
        found = list(registry.organisations.values())
    if wishes.network:
        asked, today = network_named(registry, wishes.network), registry.today
        day = PartialDate(today.year, today.month, today.day)
        found = [it for it in found if it.belongs_to(asked, day)]
    return sorted(found, key=lambda it: (organisation_order(it.order_name), it.id))


def _left_out(registry: Registry, wishes: Wishes, it: Organisation) -> LeftOut | None:
    """Why an organisation is not asked; None if it is."""
    named = it.id in wishes.organisations
    if it.status is Status.DISSOLVED:
        return LeftOut(it, _("dissolved"), expected=not named)
    if it.status is Status.DORMANT and not named:
        return LeftOut(it, _("dormant, and not asked for by name"), expected=True)
    if it.id == registry.settings.organisation and not named:
        return LeftOut(it, _("keeps the registry itself"), expected=True)
    days = wishes.unverified_for
    if days is not None and it.verified and it.verified >= registry.today - timedelta(days):
        reason = _("confirmed within the last {days} days").format(days=days)
        return LeftOut(it, reason, expected=True)
    return None
