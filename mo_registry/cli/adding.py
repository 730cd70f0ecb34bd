"""``mo-registry add organisation|event``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import Run, current
from mo_registry.i18n import _
from mo_registry.screen import yaml

if TYPE_CHECKING:
    from mo_registry.editing.adding import Draft
    from mo_registry.registry import Folder, Registry

Values = Mapping[str, Any]
Proposal = tuple[str, Values]
"""The id of a new entry, and what is known of it."""

app = Commands(
    help=_(
        "Add an organisation or an event: a new file, tidy, checked before it is written.\n\n"
        "Examples:\n\n"
        "  mo-registry add organisation --name 'Haus der Jugend' --kind regular_service\n\n"
        "  mo-registry add event --series netzwerktreffen --kind network_meeting"
        " --date 2023-12-13"
    )
)


def _option(name: str, meaning: str, metavar: str, complete: Any = None) -> Any:
    return typer.Option(name, help=meaning, metavar=metavar, autocompletion=complete)


Identifier = Annotated[
    str | None, _option("--id", _("Its id and file name; else it is made of the name."), "ID")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Print the file instead of writing it."))]


@app.command(
    help=_(
        "Add an organisation.\n\n"
        "What is not given here can be added to the file later: it says at its end what else there is."
        " Options in the singular may be repeated where an organisation can have several.\n\n"
        "Nothing is written if a check finds an error, or if the organisation seems to be in the registry"
        " already; where it is another one, say so with --not-the-same.\n\n"
        "Examples:\n\n"
        "  mo-registry add organisation --name 'Kulturverein Beispiel e.V.'"
        " --kind migrant_organisation --network netzwerk-mo --language uk"
        " --email info@kulturverein.example\n\n"
        "  mo-registry add organisation --name 'Haus der Jugend'"
        " --kind regular_service --dry-run"
    )
)
def organisation(
    context: typer.Context,
    name: Annotated[str, _option("--name", _("The full name, as it stands on an envelope."), _("NAME"))],
    kind: Annotated[
        str, _option("--kind", _("What kind of body it is."), _("KIND"), completing.organisation_kinds)
    ],
    identifier: Identifier = None,
    also_known_as: Annotated[
        list[str] | None, _option("--also-known-as", _("Another spelling or a former name."), _("NAME"))
    ] = None,
    legal_form: Annotated[str | None, _option("--legal-form", _("As “e.V.”."), _("TEXT"))] = None,
    founded: Annotated[str | None, _option("--founded", _("When; a year will do."), _("DATE"))] = None,
    network: Annotated[
        list[str] | None, _option("--network", _("A network that it belongs to."), "ID", completing.networks)
    ] = None,
    since: Annotated[
        str | None, _option("--since", _("Since when it belongs to these networks."), _("DATE"))
    ] = None,
    member_of: Annotated[
        list[str] | None,
        _option(
            "--member-of", _("An umbrella organisation that it belongs to."), "ID", completing.organisations
        ),
    ] = None,
    language: Annotated[
        list[str] | None,
        _option("--language", _("A language spoken there (as uk)."), _("CODE"), completing.languages),
    ] = None,
    focus_area: Annotated[
        list[str] | None, _option("--focus-area", _("What it works on."), _("TERM"), completing.focus_areas)
    ] = None,
    target_group: Annotated[
        list[str] | None,
        _option("--target-group", _("Whom it works for."), _("TERM"), completing.target_groups),
    ] = None,
    district: Annotated[
        list[str] | None, _option("--district", _("Where it works."), _("TERM"), completing.districts)
    ] = None,
    topic: Annotated[
        list[str] | None, _option("--topic", _("A topic that it wishes for."), _("TERM"), completing.topics)
    ] = None,
    care_of: Annotated[str | None, _option("--care-of", _("Whose letter box it is."), _("NAME"))] = None,
    street: Annotated[str | None, _option("--street", _("Street and number."), _("TEXT"))] = None,
    po_box: Annotated[str | None, _option("--po-box", _("Number of the post office box."), _("TEXT"))] = None,
    postal_code: Annotated[str | None, _option("--postal-code", _("Postal code."), _("CODE"))] = None,
    city: Annotated[str | None, _option("--city", _("Place."), _("TEXT"))] = None,
    phone: Annotated[str | None, _option("--phone", _("Telephone, best as +49 …"), _("NUMBER"))] = None,
    email: Annotated[str | None, _option("--email", _("E-mail address."), _("ADDRESS"))] = None,
    website: Annotated[str | None, _option("--website", _("Web address."), _("ADDRESS"))] = None,
    contact_given: Annotated[
        str | None, _option("--contact-given", _("Given name of the contact."), _("NAME"))
    ] = None,
    contact_family: Annotated[
        str | None, _option("--contact-family", _("Family name of the contact."), _("NAME"))
    ] = None,
    contact_role: Annotated[
        str | None, _option("--contact-role", _("Function, as “Vorsitz”."), _("TEXT"))
    ] = None,
    contact_salutation: Annotated[
        str | None, _option("--contact-salutation", _("ms, mr, neutral, or in words."), _("TEXT"))
    ] = None,
    contact_email: Annotated[
        str | None, _option("--contact-email", _("E-mail address of the contact."), _("ADDRESS"))
    ] = None,
    contact_phone: Annotated[
        str | None, _option("--contact-phone", _("Telephone of the contact."), _("NUMBER"))
    ] = None,
    contact_language: Annotated[
        str | None,
        _option(
            "--contact-language", _("Language of letters to the contact."), _("CODE"), completing.languages
        ),
    ] = None,
    contact_channel: Annotated[
        str | None,
        _option("--contact-channel", _("email, post or phone."), _("WAY"), completing.channels),
    ] = None,
    not_the_same: Annotated[
        list[str] | None,
        _option(
            "--not-the-same", _("It looks like this one and is another."), "ID", completing.organisations
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Add an organisation."""
    given = {key: value for key, value in locals().items() if key not in ("context", "dry_run", "identifier")}

    def propose(registry: Registry) -> Proposal:
        from mo_registry.editing.ids import usable
        from mo_registry.editing.proposals import organisation as values

        return usable(registry, "organisations", identifier, name), values(registry, given)

    _add(current(context), "organisations", propose, dry_run=dry_run)


@app.command(
    help=_(
        "Add an event.\n\n"
        "Title and network follow from the series where one is given; the registry's own organisation invites"
        " if no other is named. The event gets a permanent number for calendars.\n\n"
        "Examples:\n\n"
        "  mo-registry add event --series netzwerktreffen --kind network_meeting"
        " --date 2023-12-13 --start 17:00 --end 19:30 --venue nowgorod-raum\n\n"
        "  mo-registry add event --title 'Werkstatt Förderanträge' --kind workshop"
        " --date 2024-02-06 --dry-run"
    )
)
def event(
    context: typer.Context,
    kind: Annotated[
        str, _option("--kind", _("What kind of event it is."), _("KIND"), completing.event_kinds)
    ],
    date: Annotated[str, _option("--date", _("The day, as 2023-12-13."), _("DATE"))],
    title: Annotated[
        str | None, _option("--title", _("What it is called; else as its series."), _("TEXT"))
    ] = None,
    identifier: Identifier = None,
    topic: Annotated[str | None, _option("--topic", _("What it is about."), _("TEXT"))] = None,
    network: Annotated[
        str | None, _option("--network", _("The network that meets."), "ID", completing.networks)
    ] = None,
    series: Annotated[
        str | None, _option("--series", _("The series that it belongs to."), "ID", completing.series)
    ] = None,
    number: Annotated[str | None, _option("--number", _("Its number in the series."), _("NUMBER"))] = None,
    status: Annotated[
        str, _option("--status", _("planned or confirmed."), _("STATUS"), completing.event_statuses)
    ] = "planned",
    start: Annotated[str | None, _option("--start", _("When it begins, as 17:00."), _("TIME"))] = None,
    end: Annotated[str | None, _option("--end", _("When it ends."), _("TIME"))] = None,
    venue: Annotated[
        str | None, _option("--venue", _("Where it takes place."), "ID", completing.venues)
    ] = None,
    room: Annotated[str | None, _option("--room", _("In which room there."), _("TEXT"))] = None,
    online: Annotated[
        str | None, _option("--online", _("Where to take part from afar."), _("ADDRESS"))
    ] = None,
    organiser: Annotated[
        list[str] | None, _option("--organiser", _("Who invites."), "ID", completing.organisations)
    ] = None,
    partner: Annotated[
        list[str] | None, _option("--partner", _("Who prepares it too."), "ID", completing.organisations)
    ] = None,
    deadline: Annotated[str | None, _option("--deadline", _("The last day to register."), _("DATE"))] = None,
    capacity: Annotated[
        str | None, _option("--capacity", _("How many people there is room for."), _("NUMBER"))
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Add an event."""
    given = {key: value for key, value in locals().items() if key not in ("context", "dry_run", "identifier")}

    def propose(registry: Registry) -> Proposal:
        from mo_registry.editing.ids import usable
        from mo_registry.editing.proposals import event as values

        known = values(registry, given)
        name = f"{known['date']}-{known['series'] or known['title']}"
        return usable(registry, "events", identifier, name), known

    _add(current(context), "events", propose, dry_run=dry_run)


def _add(run: Run, folder: Folder, propose: Callable[[Registry], Proposal], *, dry_run: bool) -> None:
    """Load, propose, check and write as one step: nobody else writes meanwhile."""
    from mo_registry.editing import files
    from mo_registry.editing.adding import draft

    with nullcontext() if dry_run else files.locked(run.root()):
        registry = run.load()
        new = draft(registry, folder, *propose(registry))
        _check(registry, new)
        if dry_run:
            return console.show(yaml(new.text.splitlines()))
        files.create(new.path, new.text)
    console.write(registry.relative(new.path).as_posix())
    console.say(_("Written. See it in full: mo-registry show {id}").format(id=new.path.stem))
    return None


def _check(registry: Registry, new: Draft) -> None:
    """Show what the new entry brings about; leave with 1 if it must not be written so."""
    from mo_registry import findings_text
    from mo_registry.checks import check
    from mo_registry.editing.adding import is_hindrance, news

    found = news(new, check(registry).findings, check(new.registry).findings)
    for finding in found:
        console.talk([*findings_text.lines(registry, finding), []])
    if any(map(is_hindrance, found)):
        console.say(_("Nothing was written."))
        if any(finding.code == "MO312" for finding in found):
            console.say(
                _("If it is another organisation, say so: --not-the-same with the id of the old one.")
            )
        raise typer.Exit(1)
