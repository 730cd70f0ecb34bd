"""Sign-in sheets: who has registered, room for those who have not, and signatures, as funders ask for them.

What a proof of use needs and nothing else: no addresses, no telephone numbers. Whether somebody may be photographed
is asked on another sheet: a list that goes round shows everybody's answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from mo_registry.documents.blocks import Form, Run, Runs, text
from mo_registry.documents.document import Document, Layout, Signature
from mo_registry.documents.fields import last_day
from mo_registry.documents.output import Format, Rendered
from mo_registry.documents.participants import Participant, Participants
from mo_registry.documents.reading import runs_against
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import Template
from mo_registry.finding import RegistryError
from mo_registry.i18n import _
from mo_registry.model import Event
from mo_registry.model.scalars import PartialDate
from mo_registry.names import nearest
from mo_registry.registry import Registry

TEMPLATE = "sign-in-sheet"
COLUMNS = {"number": 6, "family": 21, "given": 19, "name": 34, "organisation": 29, "signature": 27}
"""The columns that the template may name, each with its share of the width."""
MOST_DAYS = 31
"""A longer event is rather a period: it gets one sheet for all of it."""


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """The sheets of an event, one for each day, and how many lines of them are printed."""

    event: Event
    files: tuple[Rendered, ...]
    participants: tuple[Participant, ...]

    @property
    def named(self) -> int:
        """Of how many the name is printed."""
        return sum(bool(it.name.family) for it in self.participants)


def make(
    registry: Registry, event: Event, blank: int | None = None, language: str | None = None
) -> SignInSheet:
    """The sign-in sheet, ready to be written; of an event of several days one for each.

    Args:
        registry: where the event is.
        event: who comes to it.
        blank: so many lines for those who have not registered, else as many as fill the page.
        language: the language of the sheet, else that of the registry.

    Raises:
        RegistryError: the template has a mistake, or a character is in no font.
    """
    studio = Studio(registry)
    template = studio.templates.find(TEMPLATE, language or registry.settings.language)
    participants = Participants(studio.view(template), event).registered
    days = list(_days(event))
    files = [
        made
        for day in days
        for made in studio.made(
            _document(studio, template, event, day, participants, blank),
            (Format.PDF,),
            PurePath(event.id, TEMPLATE if len(days) == 1 else f"{TEMPLATE}-{day}"),
            paper=True,
        )
    ]
    return SignInSheet(event, tuple(files), tuple(participants))


def _days(event: Event) -> Iterator[PartialDate | date]:
    """The days of the event, or its date as far as it is known."""
    first, last = event.date.exact, last_day(event)
    count = (last - first).days if first and last else 0
    if first is None or not 0 < count < MOST_DAYS:
        yield event.date
        return
    yield from (first + timedelta(days=number) for number in range(count + 1))


def _document(
    studio: Studio,
    template: Template,
    event: Event,
    day: PartialDate | date,
    participants: Sequence[Participant],
    blank: int | None,
) -> Document:
    known = fields(studio, template, event, day)
    columns = template.render(known).named("columns")
    _refuse_columns(columns)
    form = _form(columns, participants, template.formats.direction, blank)
    text = template.render({**known, "table": form})
    signatory = studio.view(template).office()["signatory"]
    names = {"responsible": signatory}
    roles = text.named("signatures").items()
    return replace(
        studio.document(Layout.SIGN_IN, template, text),
        signatures=tuple(Signature(role, names.get(key, "")) for key, role in roles),
    )


def fields(studio: Studio, template: Template, event: Event, day: PartialDate | date) -> dict[str, Any]:
    """What the template of a sign-in sheet may use."""
    view = studio.view(template)
    return {
        **studio.common(template),
        "event": view.event(event),
        "network": view.network(event.network),
        "day": day,
        "table": "",
    }


def _form(
    columns: Mapping[str, str], participants: Sequence[Participant], direction: str, blank: int | None
) -> Form:
    return Form(
        header=tuple(text(heading) for heading in columns.values()),
        rows=tuple(
            tuple(_cell(name, it, number, direction) for name in columns)
            for number, it in enumerate(participants, start=1)
        ),
        align=tuple("right" if name == "number" else "" for name in columns),
        shares=tuple(COLUMNS[name] for name in columns),
        blank=blank,
    )


def _cell(name: str, participant: Participant, number: int, direction: str) -> Runs:
    shown = {
        "number": str(number),
        "family": participant.name.family,
        "given": participant.name.given,
        "name": participant.name.whole,
        "organisation": participant.organisation,
    }.get(name, "")
    return (Run(shown, isolate=runs_against(shown, direction)),) if shown else ()


def _refuse_columns(columns: Mapping[str, str]) -> None:
    for name in columns:
        if name not in COLUMNS:
            similar = nearest(name, COLUMNS)
            raise RegistryError(
                _("The sign-in sheet has no column “{name}”.").format(name=name),
                hint=_("Did you mean “{name}”?").format(name=similar[0])
                if similar
                else _("There are: {words}.").format(words=", ".join(COLUMNS)),
            )
    if not columns:
        raise RegistryError(
            _("The template of the sign-in sheet names no columns."),
            hint=_("Its header needs a block “columns”, for instance “signature: Unterschrift” below it."),
        )
