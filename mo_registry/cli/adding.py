"""``mo-registry add organisation|event``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import Commands
from mo_registry.cli.run import current
from mo_registry.cli.writing import Commit, DryRun, Message
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

if TYPE_CHECKING:
    from mo_registry.editing.adding import Draft
    from mo_registry.registry import Registry

_ABOUT_THE_COMMAND = frozenset(
    ("context", "identifier", "like", "from_file", "yes", "dry_run", "commit", "message")
)
_PLANNED = "planned"

app = Commands(
    help=_(
        "Add an organisation or an event: a new file, tidy, checked before it is written.\n\n"
        "In a terminal it asks for what is missing.\n\n"
        "Examples:\n\n"
        "  mo-registry add organisation\n\n"
        "  mo-registry add organisation --name 'Haus der Jugend' --kind regular_service\n\n"
        "  mo-registry add event --like 2023-09-27-netzwerktreffen --date 2023-12-13"
    )
)


def _option(name: str, meaning: str, metavar: str, complete: Any = None) -> Any:
    return typer.Option(name, help=meaning, metavar=metavar, autocompletion=complete)


FromFile = Annotated[
    str | None,
    _option("--from-file", _("Take the entry from this YAML file, or from the input (-)."), _("FILE")),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=_("Take all proposals, and ask nothing."))]
Identifier = Annotated[
    str | None, _option("--id", _("Its id and file name; else it is made of the name."), "ID")
]


@app.command(
    help=_(
        "Add an organisation.\n\n"
        "Without --name or --kind it asks five questions, with proposals from the most similar entry, checks"
        " each answer, shows the file and writes it if you agree. What is not given can be added to the file"
        " later: it says at its end what else there is. Options in the singular may be repeated where an"
        " organisation can have several.\n\n"
        "Nothing is written if a check finds an error, or if the organisation seems to be in the registry"
        " already; where it is another one, say so with --not-the-same. Where there is a private folder,"
        " contacts go there.\n\n"
        "Examples:\n\n"
        "  mo-registry add organisation\n\n"
        "  mo-registry add organisation --name 'Kulturverein Beispiel e.V.'"
        " --kind migrant_organisation --network netzwerk-mo --language uk"
        " --email info@kulturverein.example\n\n"
        "  mo-registry add organisation --name 'Haus der Jugend'"
        " --kind regular_service --dry-run"
    )
)
def organisation(
    context: typer.Context,
    name: Annotated[
        str | None, _option("--name", _("The full name, as it stands on an envelope."), _("NAME"))
    ] = None,
    kind: Annotated[
        str | None,
        _option("--kind", _("What kind of body it is."), _("KIND"), completing.organisation_kinds),
    ] = None,
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
    contact_title: Annotated[
        str | None, _option("--contact-title", _("Academic title of the contact, as “Dr.”."), _("TEXT"))
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
            "--not-the-same",
            _("It looks like this one and is another; the reason is kept as a comment."),
            _("ID=REASON"),
            completing.organisations,
        ),
    ] = None,
    from_file: FromFile = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    commit: Commit = False,
    message: Message = None,
) -> None:
    """Add an organisation."""
    given = _given(locals())
    from mo_registry.cli import creating
    from mo_registry.cli.asking import Conversation
    from mo_registry.cli.asking_organisation import OrganisationInterview, draft

    wish = creating.Wish(context, current(context), "organisations", dry_run, commit, message)
    if from_file:
        _refuse_options(given)
        return creating.out_of_a_file(wish, from_file, identifier)
    missing = next((key for key in ("name", "kind") if not given[key]), None)
    if missing and not (yes and missing == "kind") and (yes or not console.can_ask()):
        raise wish.missing(missing)
    if not (missing or yes):
        return creating.at_once(wish, lambda registry: draft(registry, given, identifier))
    registry = wish.run.load()
    interview = OrganisationInterview(registry, given, Conversation(agreed=yes), identifier)
    interview.hold()
    if yes:
        return creating.at_once(wish, lambda fresh: draft(fresh, given, interview.identifier))
    return creating.by_agreement(wish, registry, draft(registry, given, interview.identifier))


@app.command(
    help=_(
        "Add an event.\n\n"
        "Without --date or --kind it asks five questions, with proposals from the last event of the series."
        " --like takes over what comes again: title, network, number, time, venue, audience, programme without"
        " speakers, and the deadline as many days before. Title and network follow from the series where one is"
        " given; the registry's own organisation invites if no other is named. The event gets a permanent"
        " number for calendars.\n\n"
        "Examples:\n\n"
        "  mo-registry add event --like 2023-09-27-netzwerktreffen --date 2023-12-13\n\n"
        "  mo-registry add event --series netzwerktreffen --kind network_meeting"
        " --date 2023-12-13 --start 17:00 --end 19:30 --venue nowgorod-raum\n\n"
        "  mo-registry add event --title 'Werkstatt Förderanträge' --kind workshop"
        " --date 2024-02-06 --dry-run"
    )
)
def event(
    context: typer.Context,
    kind: Annotated[
        str | None, _option("--kind", _("What kind of event it is."), _("KIND"), completing.event_kinds)
    ] = None,
    date: Annotated[str | None, _option("--date", _("The day, as 2023-12-13."), _("DATE"))] = None,
    like: Annotated[
        str | None,
        _option(
            "--like", _("An earlier event from which it takes what comes again."), "ID", completing.events
        ),
    ] = None,
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
    ] = _PLANNED,
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
    from_file: FromFile = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    commit: Commit = False,
    message: Message = None,
) -> None:
    """Add an event."""
    given = _given(locals())
    from mo_registry.cli import creating
    from mo_registry.cli.asking import Conversation
    from mo_registry.cli.asking_event import EventInterview, draft
    from mo_registry.editing.recurring import pattern

    wish = creating.Wish(context, current(context), "events", dry_run, commit, message)
    if from_file:
        _refuse_options({**given, "like": like, "status": status if status != _PLANNED else None})
        return creating.out_of_a_file(wish, from_file, identifier)
    missing = _missing_of_event(given, like)
    by_questions = yes or (missing and console.can_ask())
    if missing in ("date", "kind") and not (yes and missing == "kind") and (yes or not by_questions):
        raise wish.missing(missing)
    if not by_questions:
        return creating.at_once(
            wish, lambda fresh: draft(fresh, given, identifier, pattern(fresh, like) if like else None)
        )
    registry = wish.run.load()
    model = pattern(registry, like) if like else None
    interview = EventInterview(registry, given, Conversation(agreed=yes), identifier, model)
    interview.hold()

    def make(fresh: Registry) -> Draft:
        return draft(fresh, given, interview.identifier, interview.like, interview.without)

    return creating.at_once(wish, make) if yes else creating.by_agreement(wish, registry, make(registry))


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that say something about the entry."""
    return {key: value for key, value in options.items() if key not in _ABOUT_THE_COMMAND}


def _refuse_options(given: Mapping[str, Any]) -> None:
    if stray := [key for key, value in given.items() if value]:
        raise RegistryError(
            _("--from-file takes the whole entry out of a file; {name} cannot stand beside it.").format(
                name=f"--{stray[0].replace('_', '-')}"
            ),
            hint=_("Write it into the file, or change it afterwards: mo-registry set ID key=value"),
        )


def _missing_of_event(given: Mapping[str, Any], like: str | None) -> str | None:
    """The first option without which there is no event."""
    if not given["date"]:
        return "date"
    if not (given["kind"] or like):
        return "kind"
    return None if given["title"] or given["series"] or like else "title"
