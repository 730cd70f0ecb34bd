"""Invitations: one letter for each receiver of an event, and an account of all whom it concerns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from mo_registry.audience import Recipient, invited
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.letter import TooManyAddressLines, address_lines, salutation
from mo_registry.documents.output import Format, Rendered, render
from mo_registry.documents.pdf import MissingGlyph
from mo_registry.documents.sandbox import Fields
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event, Organisation
from mo_registry.model.organisation import Channel
from mo_registry.registry import Registry

TEMPLATE = "invitation"
FORMATS = (Format.PDF, Format.HTML, Format.MARKDOWN)

Track = Callable[[Sequence[Recipient]], Iterable[Recipient]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter that was made."""

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
    """The invitations to an event, ready to be written.

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
    _refuse_unsettled(registry, event)
    audience = invited(registry, event)
    studio = Studio(registry)
    names = _file_names(event, audience.recipients)
    files: list[Rendered] = []
    deliveries: list[Delivery] = []
    omissions = [Omission(left.organisation, left.reason) for left in audience.left_out]
    for recipient in track(audience.recipients):
        try:
            document = letter_to(studio, event, recipient)
            made = [render(document, form, names[recipient], studio.press) for form in formats]
        except (MissingGlyph, TooManyAddressLines) as problem:
            omissions.append(_unprintable(studio, recipient, problem))
            continue
        files += made
        deliveries.append(Delivery(recipient, document.language, tuple(file.path for file in made)))
    return Invitations(event, len(audience.organisations), tuple(files), tuple(deliveries), tuple(omissions))


def letter_to(studio: Studio, event: Event, recipient: Recipient) -> Document:
    """The invitation to one receiver.

    Raises:
        TooManyAddressLines: the address has more than six lines.
    """
    template = studio.templates.find(TEMPLATE, recipient.language)
    text = template.render(fields(studio, template, event, recipient))
    address = address_lines(recipient.organisation.name, recipient.address, recipient.contact)
    document = studio.document(Layout.LETTER, template, text)
    return replace(document, letter=studio.letter(address, template, text))


def fields(studio: Studio, template: Template, event: Event, recipient: Recipient) -> dict[str, Any]:
    """What the template of an invitation may use."""
    view = studio.view(template)
    network = view.network(event.network)
    words = studio.templates.words(template.language)
    return {
        **studio.common(template),
        "event": view.event(event),
        "network": network,
        "open_actions": view.open_actions(event, recipient.organisation),
        "recipient": Fields(
            "recipient",
            organisation=recipient.organisation.name,
            name=recipient.contact.name if recipient.contact else "",
            salutation=salutation(recipient.contact, words, network["greeting"]),
        ),
    }


def _refuse_unsettled(registry: Registry, event: Event) -> None:
    """An invitation says when and where; one that cannot is not made."""
    missing = [
        key
        for key, known in (
            ("date", event.date.exact),
            ("start", event.start),
            ("venue", event.venue or event.online),
        )
        if not known
    ]
    if missing:
        file = registry.relative(registry.place(event).files[0])
        raise RegistryError(
            _("An invitation to {event} cannot be written yet: the event does not say its {keys}.").format(
                event=event.id, keys=", ".join(missing)
            ),
            hint=_("Add it in {file}.").format(file=file.as_posix()),
        )


def _file_names(event: Event, recipients: Sequence[Recipient]) -> dict[Recipient, PurePath]:
    """Where each letter goes; a second letter to an organisation is numbered."""
    seen: Counter[str] = Counter()
    names = {}
    for recipient in recipients:
        identifier = recipient.organisation.id
        seen[identifier] += 1
        number = f"-{seen[identifier]}" if seen[identifier] > 1 else ""
        names[recipient] = PurePath(event.id, f"{TEMPLATE}-{identifier}{number}")
    return names


def _unprintable(studio: Studio, recipient: Recipient, problem: Exception) -> Omission:
    if isinstance(problem, MissingGlyph):
        return Omission(recipient.organisation, studio.explained(problem), by_rule=False)
    file = studio.registry.relative(studio.registry.place(recipient.organisation).files[0])
    reason = _("{problem} ({file})").format(problem=problem, file=file.as_posix())
    return Omission(recipient.organisation, reason, by_rule=False)
