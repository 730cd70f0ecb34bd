"""An event on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import time

from mo_registry.audience import Audience, invited
from mo_registry.i18n import _, ngettext
from mo_registry.labels import day, label, weekday
from mo_registry.model import Event
from mo_registry.model.event import ProgrammeItem, Speaker
from mo_registry.model.part import Party
from mo_registry.overview.facts import (
    Fact,
    Overview,
    action_data,
    action_line,
    address_line,
    few,
    joined,
    language_name,
    name_of,
    open_actions,
    people,
    plain,
)
from mo_registry.registry import Registry


def event_overview(registry: Registry, event: Event) -> Overview:
    """When and where, who is invited, who comes, what happens, what was agreed."""
    audience = invited(registry, event)
    actions = open_actions([event])
    facts: list[Fact] = [
        *_time_and_place(registry, event),
        *_people_behind(registry, event),
        (_("Invited"), _invited(audience)),
        (_("Registration"), _registration(event)),
        (_("Registered"), _parties(registry, event.registrations)),
        (_("Needs"), _needs(event)),
        (_("Sent"), _dispatched(event)),
        (_("Programme"), [_item(registry, item) for item in event.programme]),
        (_("Came"), _came(registry, event)),
        (_("Apologies"), joined((name_of(registry, name) for name in event.apologies), "; ")),
        (_("Minutes"), _minutes(event)),
        (_("Agreed and open"), few(action_line(registry, *pair, named=True) for pair in actions)),
        (_("Documented at"), joined([event.documentation])),
        (_("Former ids"), joined(event.former_ids)),
        (_("Notes"), joined([event.notes and " ".join(event.notes.split())])),
    ]
    data = {
        **plain(event),
        "invited": [organisation.id for organisation in audience.organisations],
        "not_now": {left.organisation.id: left.reason for left in audience.left_out if left.expected},
        "left_out": {left.organisation.id: left.reason for left in audience.left_out if not left.expected},
        "registered_organisations": _organisations(event.registrations),
        "registered_persons": _persons(event.registrations),
        "open_actions": [action_data(*pair) for pair in actions],
    }
    files = registry.files["events", event.id]
    return Overview("event", event.id, event.title, _summary(registry, event), facts, files, data)


def _summary(registry: Registry, event: Event) -> str:
    settings = registry.settings
    network = settings.networks.get(event.network or "")
    series = settings.series.get(event.series or "")
    series_title = series.title if series and series.title != event.title else None
    number = _("no. {number}").format(number=event.number) if event.number else None
    parts = (
        *(label(event.kind), label(event.status), network.name if network else None),
        " ".join(part for part in (series_title, number) if part),
        _("revision {number}").format(number=event.revision) if event.revision else None,
    )
    return " · ".join(part for part in parts if part)


def _time_and_place(registry: Registry, event: Event) -> Iterator[Fact]:
    yield _("Topic"), joined([event.topic])
    yield _("When"), [_when(event)]
    yield _("Moved from"), joined(day(earlier) for earlier in event.moved_from)
    venue = registry.settings.venues.get(event.venue or "")
    where = (venue.name if venue else event.venue, event.room, address_line(venue.address) if venue else None)
    yield _("Where"), joined(where)
    yield _("Online"), joined([event.online])


def _when(event: Event) -> str:
    exact = event.date.exact
    first = f"{weekday(exact.weekday())}, {day(event.date)}" if exact else day(event.date)
    last = f" – {weekday(event.end_date.weekday())}, {day(event.end_date)}" if event.end_date else ""
    hours = "–".join(_clock(moment) for moment in (event.start, event.end) if moment)
    return ", ".join(part for part in (first + last, hours) if part)


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"


def _people_behind(registry: Registry, event: Event) -> Iterator[Fact]:
    yield _("Organised by"), joined((name_of(registry, name) for name in event.organisers), "; ")
    partners = (*(name_of(registry, name) for name in event.partners), *event.partners_without_entry)
    yield _("Together with"), joined(partners, "; ")
    funding = event.funding
    yield _("Funding"), joined((funding.project, funding.reference, funding.funder) if funding else (), " · ")
    yield _("Moderation"), joined([_speaker(registry, event.moderator) if event.moderator else None])
    yield _("Info stands"), joined((name_of(registry, name) for name in event.info_stands), "; ")


def _invited(audience: Audience) -> list[str]:
    """How many organisations, by which ways; how many have it already; who is left out and why."""
    if not audience.organisations:
        return [_("nobody: the event names no audience")]
    missed = [left for left in audience.left_out if not left.expected]
    count = len(audience.organisations) - len(missed)
    total = ngettext("{count} organisation", "{count} organisations", count).format(count=count)
    written = len(audience.recipients)
    to = ngettext("{count} receiver", "{count} receivers", written).format(count=written)
    ways = Counter(recipient.channel for recipient in audience.recipients)
    told = ", ".join(f"{label(channel)} {number}" for channel, number in ways.items())
    waiting = Counter(left.reason for left in audience.left_out if left.expected)
    later = (_("not now: {count}, {reason}").format(count=n, reason=reason) for reason, n in waiting.items())
    out = (f"{left.organisation.name}: {left.reason}" for left in missed)
    left_out = (_("left out: {who}").format(who=who) for who in few(out))
    return [f"{total} · {to}: {told}" if told else total, *later, *left_out]


def _registration(event: Event) -> list[str]:
    rule = event.registration
    until = _("until {day}").format(day=day(rule.deadline)) if rule.deadline else None
    places = ngettext("{count} place", "{count} places", rule.capacity or 0) if rule.capacity else None
    return joined((until, places and places.format(count=rule.capacity), rule.email, rule.website), " · ")


def _organisations(parties: tuple[Party, ...]) -> int:
    return len({party.organisation for party in parties if party.organisation})


def _persons(parties: tuple[Party, ...]) -> int:
    return sum(party.count for party in parties)


def _parties(registry: Registry, parties: tuple[Party, ...]) -> list[str]:
    """How many people of how many organisations, then each of them."""
    if not parties:
        return []
    named = (
        f"{name_of(registry, party.organisation) if party.organisation else party.guest_of} {party.count}"
        for party in parties
    )
    return [_total(_persons(parties), _organisations(parties)), *joined(named, "; ")]


def _total(persons: int | None, organisations: int | None) -> str:
    of = ngettext("{count} organisation", "{count} organisations", organisations or 0)
    parts = (people(persons) if persons else None, of.format(count=organisations) if organisations else None)
    return ", ".join(part for part in parts if part)


def _came(registry: Registry, event: Event) -> list[str]:
    turnout = event.turnout
    if event.attendance or turnout is None:
        return _parties(registry, event.attendance)
    total = _total(turnout.persons, turnout.organisations)
    return joined([_("about {total}").format(total=total) if turnout.approximate and total else total])


def _needs(event: Event) -> list[str]:
    needs = [registration.needs for registration in event.registrations]
    codes = dict.fromkeys(code for need in needs for code in need.interpreting)
    interpreting = _("interpreting: {languages}").format(languages=", ".join(map(language_name, codes)))
    childcare = _("childcare") if any(need.childcare for need in needs) else None
    return joined(
        (interpreting if codes else None, childcare, *(need.accessibility for need in needs)), " · "
    )


def _dispatched(event: Event) -> list[str]:
    return [
        _("{day} {channel} to {count}, revision {revision}").format(
            day=day(dispatch.date),
            channel=label(dispatch.channel),
            count=len(dispatch.recipients),
            revision=dispatch.revision,
        )
        for dispatch in event.dispatched
    ]


def _item(registry: Registry, item: ProgrammeItem) -> str:
    duration = _("{count} min").format(count=item.duration) if item.duration else None
    speakers = [_speaker(registry, speaker) for speaker in item.speakers]
    carriers = [name_of(registry, name) for name in item.organisations]
    title = f"{_clock(item.start)} {item.title}" if item.start else item.title
    return " · ".join(part for part in (title, duration, "; ".join([*speakers, *carriers])) if part)


def _speaker(registry: Registry, speaker: Speaker) -> str:
    place = name_of(registry, speaker.organisation) if speaker.organisation else speaker.guest_of
    asked = _("asked") if speaker.requested else None
    aside = ", ".join(part for part in (speaker.role, place, asked) if part)
    return f"{speaker.name} ({aside})" if aside else speaker.name


def _minutes(event: Event) -> list[str]:
    if event.minutes is None:
        return []
    minutes = event.minutes
    count = sum(len(item.decisions) for item in minutes.items)
    decisions = ngettext("{count} decision", "{count} decisions", count).format(count=count)
    approved = label(minutes.status) + (f" {day(minutes.approved)}" if minutes.approved else "")
    chair = _("chair: {name}").format(name=minutes.chair) if minutes.chair else None
    keeper = _("minutes: {name}").format(name=minutes.keeper) if minutes.keeper else None
    return joined((approved, decisions, chair, keeper), " · ")
