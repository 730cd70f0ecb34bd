"""Invitations: what is said to whom, as one letter for each receiver of an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from mo_registry.audience import LeftOut, Occasion, Recipient, invited
from mo_registry.documents import answer_form
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.fields import View
from mo_registry.documents.letter import TooManyAddressLines, address_lines, salutation
from mo_registry.documents.output import TEXTS, Format, Rendered, render
from mo_registry.documents.pdf import MissingGlyph
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.labels import day
from mo_registry.model import Event, Organisation
from mo_registry.model.event import EventStatus
from mo_registry.model.organisation import Channel
from mo_registry.registry import Registry

TEMPLATE = "invitation"
FORMATS = TEXTS

Track = Callable[[Sequence[Recipient]], Iterable[Recipient]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was made for a receiver."""

    recipient: Recipient
    language: str
    """The language that it is in: German, where there is no template in the receiver's."""
    files: tuple[PurePath, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """A receiver without a letter."""

    organisation: Organisation
    reason: str
    by_rule: bool = True
    """Whether that is as it should be; otherwise something has to be mended first."""
    expected: bool = False
    """Whether nobody expects anything to be sent there now; see `LeftOut`."""
    unreachable: bool = False
    """Whether that is for want of any address."""

    @staticmethod
    def of(left: LeftOut) -> Omission:
        """An organisation that the audience leaves out."""
        return Omission(left.organisation, left.reason, expected=left.expected, unreachable=left.unreachable)


@dataclass(frozen=True, slots=True)
class Invitations:
    """All letters of a run; every organisation of the audience has a letter or stands among the omissions."""

    event: Event
    audience: int
    """How many organisations the event concerns."""
    files: tuple[Rendered, ...]
    deliveries: tuple[Delivery, ...]
    omissions: tuple[Omission, ...]

    @property
    def complete(self) -> bool:
        """Whether everybody who should have a letter has one."""
        return all(omission.by_rule for omission in self.omissions)

    def count(self) -> dict[tuple[Channel, str], int]:
        """How many letters for each channel and language, most first."""
        return dict(
            Counter((made.recipient.channel, made.language) for made in self.deliveries).most_common()
        )


def make(
    registry: Registry, event: Event, formats: Sequence[Format] = (Format.PDF,), track: Track = iter
) -> Invitations:
    """A letter to each receiver, in files of its own, ready to be written; see `sending` for all the rest.

    A letter that cannot be printed (a character that no font has, an address that is too long) is left
    out, and the others are made.

    Args:
        registry: where the event is.
        event: what is invited to.
        formats: what every letter is made as.
        track: goes through the receivers, for a progress bar.

    Raises:
        RegistryError: the event lacks what an invitation must say, or the template has a mistake.
    """
    refuse_unsettled(registry, event)
    audience = invited(registry, event)
    studio = Studio(registry)
    names = dict(zip(map(id, audience.recipients), file_stems(event, audience.recipients), strict=True))
    files: list[Rendered] = []
    deliveries: list[Delivery] = []
    omissions = [Omission.of(left) for left in audience.left_out]
    for recipient in track(audience.recipients):
        try:
            document = letter_to(studio, event, recipient)
            made = papers(studio, document, formats, names[id(recipient)])
        except (MissingGlyph, TooManyAddressLines) as problem:
            omissions += unprintable(studio, recipient, problem)
            continue
        files += made
        deliveries.append(Delivery(recipient, document.language, tuple(file.path for file in made)))
    return Invitations(event, len(audience.organisations), tuple(files), tuple(deliveries), tuple(omissions))


def papers(studio: Studio, document: Document, formats: Iterable[Format], stem: PurePath) -> list[Rendered]:
    """A letter in every format; beside it a form that the office's own letterhead has no page for.

    Raises:
        MissingGlyph, TooManyAddressLines: see `output.render`.
    """
    made = [render(document, form, stem, studio.press) for form in formats]
    if document.letterhead and Format.WORD in formats:
        beside = stem.with_name(stem.name.replace(TEMPLATE, answer_form.TEMPLATE, 1))
        made += [render(form, Format.WORD, beside, studio.press) for form in document.enclosed]
    return made


def letter_to(studio: Studio, event: Event, recipient: Recipient) -> Document:
    """The letter to one receiver.

    Raises:
        TooManyAddressLines: the address has more than six lines.
    """
    template = studio.templates.find(TEMPLATE, recipient.language)
    text = template.render(fields(studio, template, event, recipient))
    address = address_lines(recipient.organisation.name, recipient.address, recipient.contact)
    document = studio.document(Layout.LETTER, template, text)
    said = summary(studio, template, event, recipient, recipient.occasion)
    letter = replace(document, letter=studio.letter(address, template, text), summary=said)
    return with_form(studio, letter, event, recipient.organisations)


def letter_to_all(studio: Studio, event: Event, language: str, occasion: Occasion) -> Document:
    """The same letter without a receiver: everybody is greeted, and nobody's name is in it."""
    template = studio.templates.find(TEMPLATE, language)
    text = template.render(fields(studio, template, event, None, occasion))
    document = studio.document(Layout.LETTER, template, text)
    said = summary(studio, template, event, None, occasion)
    letter = replace(document, letter=studio.letter((), template, text), summary=said)
    return with_form(studio, letter, event)


def with_form(
    studio: Studio, document: Document, event: Event, organisations: Sequence[Organisation] = ()
) -> Document:
    """The letter with an answer form for these organisations, where the settings want one.

    It is in the letter's language, and the letter names it among what is enclosed.
    """
    letter = document.letter
    wanted = studio.registry.settings.documents.answer_form and event.status is not EventStatus.CANCELLED
    if not wanted or letter is None:
        return document
    enclosures = tuple(dict.fromkeys((*letter.enclosures, document.words["answer_form"])))
    form = answer_form.form_for(studio, event, document.language, organisations)
    return replace(document, letter=replace(letter, enclosures=enclosures), enclosed=(form,))


def fields(
    studio: Studio,
    template: Template,
    event: Event,
    recipient: Recipient | None,
    occasion: Occasion = Occasion.INVITATION,
) -> dict[str, Any]:
    """What the template of an invitation may use.

    Args:
        studio: whose registry it is.
        template: in whose language.
        event: what is invited to.
        recipient: whom it is to; None for a letter to everybody.
        occasion: of a letter to everybody, why it is written.
    """
    view = studio.view(template)
    network = view.network(event.network)
    words = studio.templates.words(template.language)
    organisations = recipient.organisations if recipient else ()
    contact = recipient.contact if recipient else None
    names = [organisation.name for organisation in organisations]
    speaks = studio.templates.speaks(template.language)
    greeting = view.greeting(event.network)
    return {
        **studio.common(template),
        "event": view.event(event),
        "network": network,
        "occasion": (recipient.occasion if recipient else occasion).value,
        "open_actions": view.pending_actions(event, organisations),
        "recipient": Fields(
            "recipient",
            organisation=names[0] if names else "",
            organisations=names,
            others=names[1:],
            name=contact.name if contact else "",
            salutation=salutation(contact, words, greeting, speaks=speaks),
        ),
    }


def summary(
    studio: Studio, template: Template, event: Event, recipient: Recipient | None, occasion: Occasion
) -> str:
    """What a letter in another language is, in German, for whoever is shown it; empty for a German one."""
    return studio.summary(template, lambda german: fields(studio, german, event, recipient, occasion))


def unsaid(registry: Registry, event: Event, languages: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """The languages of letters in which a note of the settings has no text, with the keys of these notes."""
    rules = registry.settings.documents
    notes = {"photo_note": rules.photo_note, "privacy_note": rules.privacy_note}
    asked = () if event.status is EventStatus.CANCELLED else sorted(set(languages))
    missing: dict[tuple[str, ...], list[str]] = {}
    for key, labels in notes.items():
        tongues = tuple(it for it in asked if labels and not View(registry, it).own_label(labels))
        missing.setdefault(tongues, []).append(key)
    return {tongues: keys for tongues, keys in missing.items() if tongues}


def refuse_unsettled(registry: Registry, event: Event) -> None:
    """An invitation says when and where; one that cannot is not made. Calling off needs the day only.

    Raises:
        RegistryError: the event does not say it.
    """
    if missing := unsettled(event):
        file = registry.relative(registry.place(event).files[0])
        raise RegistryError(
            _("An invitation to {event} cannot be written yet: the event does not say its {keys}.").format(
                event=event.id, keys=", ".join(missing)
            ),
            hint=_("Add it in {file}.").format(file=file.as_posix()),
        )


def unsettled(event: Event) -> list[str]:
    """What an invitation must say and the event does not."""
    known = {"date": event.date.exact, "start": event.start, "venue": event.venue or event.online}
    needed = ("date",) if event.status is EventStatus.CANCELLED else tuple(known)
    return [key for key in needed if not known[key]]


def belated(registry: Registry, event: Event) -> list[str]:
    """What of the event is over on the day that its letters are dated; each a sentence."""
    today, last = registry.today, event.end_date or event.date.exact
    deadline = event.registration.deadline
    if last and last < today:
        told = _("The event was on {day}; the letters are dated {today}.")
        return [told.format(day=day(last), today=day(today))]
    if deadline and deadline < today and event.status is not EventStatus.CANCELLED:
        told = _("The deadline for answers, {day}, has passed; the letters are dated {today}.")
        return [told.format(day=day(deadline), today=day(today))]
    return []


def file_stems(event: Event, recipients: Sequence[Recipient]) -> list[PurePath]:
    """Where each letter goes, without an ending; a second letter to an organisation is numbered."""
    seen: Counter[str] = Counter()
    stems = []
    for recipient in recipients:
        identifier = recipient.organisation.id
        seen[identifier] += 1
        number = f"-{seen[identifier]}" if seen[identifier] > 1 else ""
        stems.append(PurePath(event.id, f"{TEMPLATE}-{identifier}{number}"))
    return stems


def unprintable(studio: Studio, recipient: Recipient, problem: Exception) -> list[Omission]:
    """That a letter cannot be made, for each organisation that it was for."""
    if isinstance(problem, MissingGlyph):
        reason = studio.explained(problem)
    else:
        file = studio.registry.own(studio.registry.place(recipient.organisation).files[0])
        reason = _("{problem} ({file})").format(problem=problem, file=file.as_posix())
    return [Omission(organisation, reason, by_rule=False) for organisation in recipient.organisations]
