"""Every kind of document that has a template: what it is for, what it takes, and which fields it may use.

A new kind of document needs one more row in `KINDS`; a test wants one for every template that comes with the tool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any, NamedTuple

from mo_registry.audience import Occasion, Recipient, receivers_of
from mo_registry.documents import (
    answer_form,
    contact_list,
    data_sheet,
    invitation,
    name_badges,
    programme,
    protocol,
    sign_in_sheet,
    telephone_list,
)
from mo_registry.documents.blocks import Table, text
from mo_registry.documents.contact_lines import Readers
from mo_registry.documents.document import Layout
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.i18n import N_
from mo_registry.model import Event
from mo_registry.model.event import EventStatus
from mo_registry.model.organisation import Mailing


class Case(NamedTuple):
    """Something that a document is made of, by its id, and what its template may use then."""

    entry: str
    fields: dict[str, Any]


Cases = Callable[[Studio, Template], Iterator[Case]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    Attributes:
        template: what its template is called.
        purpose: what it is for, untranslated.
        cases: all that it can be made of in a registry; every field is in each of them.
        layout: how it is printed.
        columns: the columns that its template may name; it has to name one. Empty where it has none.
    """

    template: str
    purpose: str
    cases: Cases
    layout: Layout
    columns: tuple[str, ...] = ()


def _of_events(fields: Callable[[Studio, Template, Event], dict[str, Any]]) -> Cases:
    """Of a document that can be made of every event."""

    def cases(studio: Studio, template: Template) -> Iterator[Case]:
        for event in studio.registry.events.values():
            yield Case(event.id, fields(studio, template, event))

    return cases


def occasions(event: Event) -> Iterator[Occasion]:
    """What a letter about the event can be written for."""
    if event.status is EventStatus.CANCELLED:
        yield Occasion.CANCELLATION
        return
    yield from (Occasion.INVITATION, Occasion.CHANGE)
    if event.moved_from:
        yield Occasion.NEW_DATE


def _invited_to(studio: Studio) -> Iterator[Event]:
    return (event for event in studio.registry.events.values() if not invitation.unsettled(event))


def _invitations(studio: Studio, template: Template) -> Iterator[Case]:
    receivers = list(_receivers(studio))
    turn = cycle(receivers)
    for number, event in enumerate(_invited_to(studio)):
        for occasion in occasions(event):
            for receiver in receivers if number == 0 else (next(turn),):
                to = replace(receiver, occasion=occasion) if receiver else None
                yield Case(event.id, invitation.fields(studio, template, event, to, occasion))


def _receivers(studio: Studio) -> Iterator[Recipient | None]:
    """Everybody, one who has a name and speaks for several, and one who has none."""
    yield None
    registry = studio.registry
    organisations = list(registry.organisations.values())
    found = [
        it
        for organisation in organisations
        for it in receivers_of(registry, organisation, Mailing.INVITATION)
    ]
    named = next((it for it in found if it.name), None)
    if named:
        yield replace(named, others=tuple(it for it in organisations if it != named.organisation)[:1])
    yield from [it for it in found if not it.name][:1]


def _calls(studio: Studio, template: Template) -> Iterator[Case]:
    for event in _invited_to(studio):
        for occasion in occasions(event):
            tables = {occasion: Table((text("Telefon"),), ((text("0221 4710 123"),),))}
            yield Case(event.id, telephone_list.fields(studio, template, event, tables))


def _minutes(studio: Studio, template: Template) -> Iterator[Case]:
    for event in studio.registry.events.values():
        if event.minutes is not None:
            yield Case(event.id, protocol.fields(studio, template, event, event.minutes))


def _contacts(studio: Studio, template: Template) -> Iterator[Case]:
    for network in (None, *studio.registry.settings.networks):
        for readers in Readers:
            yield Case(network or "", contact_list.fields(studio, template, network, readers, ()))


def _sheet(studio: Studio, template: Template, event: Event) -> dict[str, Any]:
    return sign_in_sheet.fields(studio, template, event, event.date)


def _answers(studio: Studio, template: Template) -> Iterator[Case]:
    organisations = tuple(studio.registry.organisations.values())[:2]
    for event in studio.registry.events.values():
        if event.status is not EventStatus.CANCELLED:
            yield Case(event.id, answer_form.fields(studio, template, event))
            yield Case(event.id, answer_form.fields(studio, template, event, organisations))


def _programmes(studio: Studio, template: Template) -> Iterator[Case]:
    for event in studio.registry.events.values():
        if event.programme:
            yield Case(event.id, programme.fields(studio, template, event))


def _data_sheets(studio: Studio, template: Template) -> Iterator[Case]:
    registry = studio.registry
    for organisation in registry.organisations.values():
        receiver = next(receivers_of(registry, organisation, Mailing.INVITATION), None)
        yield Case(
            organisation.id, data_sheet.fields(studio, template, organisation, receiver, registry.today)
        )


KINDS: Sequence[Kind] = (
    Kind(invitation.TEMPLATE, N_("a letter to everybody who is invited"), _invitations, Layout.LETTER),
    Kind(
        telephone_list.TEMPLATE,
        N_("whom to call about an invitation, and what to say"),
        _calls,
        Layout.LIST,
        telephone_list.COLUMNS,
    ),
    Kind(answer_form.TEMPLATE, N_("a form to answer an invitation with"), _answers, Layout.FORM),
    Kind(
        sign_in_sheet.TEMPLATE,
        N_("a list to sign at an event"),
        _of_events(_sheet),
        Layout.SIGN_IN,
        tuple(sign_in_sheet.COLUMNS),
    ),
    Kind(
        name_badges.TEMPLATE,
        N_("badges with the names at an event"),
        _of_events(name_badges.fields),
        Layout.BADGES,
    ),
    Kind(
        programme.TEMPLATE,
        N_("the programme of an event, to be handed out"),
        _programmes,
        Layout.PROGRAMME,
    ),
    Kind(protocol.TEMPLATE, N_("the minutes of an event"), _minutes, Layout.MINUTES),
    Kind(
        contact_list.TEMPLATE,
        N_("who to turn to in every organisation"),
        _contacts,
        Layout.LIST,
        contact_list.COLUMNS,
    ),
    Kind(
        data_sheet.TEMPLATE,
        N_("what is known of an organisation, to be confirmed"),
        _data_sheets,
        Layout.LETTER,
    ),
)
"""All kinds, in the order of a meeting."""


def kind_of(template: str) -> Kind | None:
    """The kind of document that a template of this name makes."""
    return next((kind for kind in KINDS if kind.template == template), None)
