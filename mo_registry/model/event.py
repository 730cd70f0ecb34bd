"""An event: when and where, who is invited, what happens, who came, and what was agreed."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from mo_registry.i18n import N_
from mo_registry.model.organisation import Channel, OrganisationKind
from mo_registry.model.part import Entry, Guest, Part, Party
from mo_registry.model.scalars import Count, Date, Day, Flag, Id, Prose, Reference, Text, Time


class EventKind(StrEnum):
    """What kind of event it is."""

    NETWORK_MEETING = "network_meeting"
    CONFERENCE = "conference"
    WORKING_GROUP = "working_group"
    WORKSHOP = "workshop"
    TALK = "talk"
    OTHER = "other"


class EventStatus(StrEnum):
    """How far it is."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    HELD = "held"


class ItemKind(StrEnum):
    """What kind of programme item it is."""

    OPENING = "opening"
    INFO_STANDS = "info_stands"
    TALK = "talk"
    PANEL = "panel"
    DISCUSSION = "discussion"
    SMALL_GROUPS = "small_groups"
    INFORMATION = "information"
    DECISION = "decision"
    MUSIC = "music"
    FOOD = "food"
    BREAK = "break"
    CLOSING = "closing"


class ActionStatus(StrEnum):
    """How far an action is."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class MinutesStatus(StrEnum):
    """Whether the minutes stand."""

    DRAFT = "draft"
    APPROVED = "approved"


class Funding(Part):
    """What money the event is paid from; printed where funders want to see it."""

    project: Text | None = Field(default=None, description=N_("The project that the event belongs to."))
    reference: Text | None = Field(
        default=None, description=N_("The funder's reference number for it (Förderkennzeichen).")
    )
    funder: Text | None = Field(
        default=None, description=N_("Who funds it, as the funder wants to be named.")
    )


class Audience(Part):
    """Who is invited: members of networks on the event's day, kinds of organisations, and single ones."""

    networks: tuple[Reference, ...] = Field(
        default=(), description=N_("Members of these networks on the day of the event.")
    )
    kinds: tuple[OrganisationKind, ...] = Field(
        default=(), description=N_("All active organisations of these kinds.")
    )
    organisations: tuple[Reference, ...] = Field(
        default=(), description=N_("These organisations (their ids).")
    )
    excluded: tuple[Reference, ...] = Field(
        default=(), alias="except", description=N_("But not these (their ids).")
    )

    @property
    def is_empty(self) -> bool:
        """Whether it names nobody."""
        return not (self.networks or self.kinds or self.organisations)


class RegistrationRule(Part):
    """How people register."""

    deadline: Day | None = Field(default=None, description=N_("The last day to register."))
    capacity: Count | None = Field(default=None, description=N_("How many people there is room for."))
    website: Text | None = Field(default=None, description=N_("Where to register on the web."))
    email: Text | None = Field(
        default=None, description=N_("Where to register by e-mail, if not with the office.")
    )


class Speaker(Guest):
    """Somebody with a part in the programme."""

    name: Text = Field(description=N_("The name, as it is printed."))
    role: Text | None = Field(default=None, description=N_("Function, as it is printed behind the name."))
    requested: Flag = Field(default=False, description=N_("Asked, but not yet confirmed."))


class ProgrammeItem(Part):
    """One item of an agenda or a programme."""

    item: Id = Field(description=N_("An id, so that the minutes find the item when the order changes."))
    title: Text = Field(description=N_("What it is called."))
    kind: ItemKind | None = Field(default=None, description=N_("What kind of item it is."))
    start: Time | None = Field(default=None, description=N_("When it begins, where that matters."))
    duration: Count | None = Field(default=None, description=N_("How long it takes, in minutes."))
    text: Prose | None = Field(default=None, description=N_("A sentence about it, in Markdown."))
    speakers: tuple[Speaker, ...] = Field(
        default=(), description=N_("Who speaks, plays or sits on the panel.")
    )
    moderator: Speaker | None = Field(default=None, description=N_("Who leads through it."))
    organisations: tuple[Reference, ...] = Field(
        default=(), description=N_("Organisations that carry it (their ids).")
    )
    questions: tuple[Text, ...] = Field(default=(), description=N_("Guiding questions."))


class Needs(Part):
    """What participants need to take part."""

    interpreting: tuple[Text, ...] = Field(
        default=(), description=N_("Languages to interpret into (BCP 47).")
    )
    childcare: Flag = Field(default=False, description=N_("Whether children are to be looked after."))
    accessibility: Text | None = Field(default=None, description=N_("Other needs, as “wheelchair”."))


class Registration(Party):
    """An answer to the invitation."""

    received: Day | None = Field(default=None, description=N_("When it came."))
    needs: Needs = Field(default=Needs(), description=N_("What the participants need."))


class Dispatch(Part):
    """What was sent: to whom, in which revision."""

    date: Day = Field(description=N_("When it was sent."))
    revision: Count = Field(description=N_("The event's revision that it told of."))
    announced: Day | None = Field(default=None, description=N_("The day of the event that it told of."))
    cancelled: Flag = Field(default=False, description=N_("Whether it called the event off."))
    channel: Channel = Field(description=N_("email, post or phone."))
    recipients: tuple[Reference, ...] = Field(
        description=N_("Organisations that it was sent to (their ids).")
    )


class Turnout(Part):
    """How many came, where only numbers are known."""

    persons: Count | None = Field(default=None, description=N_("How many people."))
    organisations: Count | None = Field(default=None, description=N_("From how many organisations."))
    approximate: Flag = Field(default=False, description=N_("Whether the numbers are rough."))


class Decision(Part):
    """Something that was decided, and with how many votes."""

    text: Text = Field(description=N_("The decision, in one sentence."))
    in_favour: Count | None = Field(default=None, alias="for", description=N_("Votes for it."))
    against: Count | None = Field(default=None, description=N_("Votes against it."))
    abstained: Count | None = Field(default=None, description=N_("Abstentions."))


class Action(Part):
    """Something that somebody will do. Its id and the event's id name it for ever."""

    id: Id = Field(description=N_("A short id, unique in this event, as “a1”."))
    what: Text = Field(description=N_("What is to be done."))
    who: Reference | None = Field(default=None, description=N_("The organisation that does it (its id)."))
    guest: Text | None = Field(
        default=None, description=N_("Who does it, where that is no organisation of the registry.")
    )
    due: Day | None = Field(default=None, description=N_("By when."))
    status: ActionStatus = Field(default=ActionStatus.OPEN, description=N_("open, done or dropped."))


class MinutesItem(Part):
    """What came of one item of the programme."""

    item: Reference = Field(description=N_("The programme item (its id)."))
    text: Prose | None = Field(default=None, description=N_("The result, briefly, in Markdown."))
    decisions: tuple[Decision, ...] = Field(default=(), description=N_("What was decided."))
    actions: tuple[Action, ...] = Field(default=(), description=N_("Who does what by when."))


class Minutes(Part):
    """The minutes of the event."""

    chair: Text | None = Field(default=None, description=N_("Who led the meeting."))
    keeper: Text | None = Field(default=None, description=N_("Who wrote the minutes."))
    begin: Time | None = Field(default=None, description=N_("When it really began."))
    end: Time | None = Field(default=None, description=N_("When it really ended."))
    status: MinutesStatus = Field(default=MinutesStatus.DRAFT, description=N_("draft or approved."))
    approved: Day | None = Field(default=None, description=N_("When the minutes were approved."))
    items: tuple[MinutesItem, ...] = Field(default=(), description=N_("Item by item."))
    distribution: tuple[Text, ...] = Field(
        default=(), description=N_("Who gets the minutes, besides those present.")
    )


class Event(Entry):
    """A meeting, conference or working group."""

    title: Text = Field(description=N_("What it is called, without the date."), min_length=1)
    kind: EventKind = Field(description=N_("What kind of event it is."))
    topic: Text | None = Field(default=None, description=N_("What it is about, in one line."))
    description: Prose | None = Field(
        default=None, description=N_("Why people should come; printed in the invitation.")
    )
    network: Reference | None = Field(
        default=None, description=N_("The network that meets (its id in registry.yaml).")
    )
    uid: Text | None = Field(
        default=None, description=N_("A permanent, world-wide unique id for calendars; never changed.")
    )
    former_ids: tuple[Id, ...] = Field(
        default=(),
        description=N_("Ids that it had before it was renamed; what names them is still understood."),
    )
    revision: Count = Field(default=0, description=N_("Raised by every change that receivers must know."))
    series: Reference | None = Field(
        default=None, description=N_("The series that it belongs to (its id in registry.yaml).")
    )
    number: Count | None = Field(default=None, description=N_("Its number in the series."))
    status: EventStatus = Field(
        default=EventStatus.PLANNED, description=N_("planned, confirmed, cancelled or held.")
    )
    date: Date = Field(description=N_("The day; for events of old the month or the year."))
    end_date: Day | None = Field(default=None, description=N_("The last day, if it is another."))
    moved_from: tuple[Day, ...] = Field(default=(), description=N_("Earlier days that it was announced for."))
    start: Time | None = Field(default=None, description=N_("When it begins (local time)."))
    end: Time | None = Field(default=None, description=N_("When it ends (local time)."))
    venue: Reference | None = Field(
        default=None, description=N_("Where it takes place (a venue of registry.yaml).")
    )
    room: Text | None = Field(default=None, description=N_("The room, where the venue has several."))
    online: Text | None = Field(default=None, description=N_("Web address, if one can take part from afar."))
    organisers: tuple[Reference, ...] = Field(
        default=(), description=N_("Who invites (ids of organisations).")
    )
    partners: tuple[Reference, ...] = Field(
        default=(), description=N_("Who prepares it together with them (ids).")
    )
    partners_without_entry: tuple[Text, ...] = Field(
        default=(), description=N_("Partners that have no entry.")
    )
    funding: Funding | None = Field(default=None, description=N_("Who pays for it, in which project."))
    audience: Audience = Field(default=Audience(), description=N_("Who is invited."))
    registration: RegistrationRule = Field(default=RegistrationRule(), description=N_("How people register."))
    moderator: Speaker | None = Field(default=None, description=N_("Who leads through the event."))
    programme: tuple[ProgrammeItem, ...] = Field(
        default=(), description=N_("Agenda of a meeting, programme of a conference.")
    )
    info_stands: tuple[Reference, ...] = Field(
        default=(), description=N_("Organisations with an info stand (their ids).")
    )
    registrations: tuple[Registration, ...] = Field(default=(), description=N_("Who has registered."))
    dispatched: tuple[Dispatch, ...] = Field(default=(), description=N_("What was sent, when, to whom."))
    attendance: tuple[Party, ...] = Field(default=(), description=N_("Who came."))
    turnout: Turnout | None = Field(
        default=None, description=N_("How many came, where only numbers are known.")
    )
    apologies: tuple[Reference, ...] = Field(
        default=(), description=N_("Organisations that sent apologies (their ids).")
    )
    minutes: Minutes | None = Field(default=None, description=N_("The minutes."))
    documentation: Text | None = Field(
        default=None, description=N_("Where it is documented: a web address or a file.")
    )
    notes: Prose | None = Field(default=None, description=N_("For the office; printed nowhere."))

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions agreed at the event, in the order of the minutes."""
        items = self.minutes.items if self.minutes else ()
        return tuple(action for item in items for action in item.actions)

    def last_sent(self, before: int | None = None) -> dict[str, Dispatch]:
        """Of each organisation, by its id, what was sent to it last: the highest revision of what it holds.

        Args:
            before: look at lower revisions than this one only.
        """
        seen = (dispatch for dispatch in self.dispatched if before is None or dispatch.revision < before)
        in_order = sorted(seen, key=lambda dispatch: dispatch.revision)
        return {name: dispatch for dispatch in in_order for name in dispatch.recipients}
