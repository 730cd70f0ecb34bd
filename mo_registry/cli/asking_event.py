"""Five questions about a new event, with proposals from the last one of its kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mo_registry.checks import check
from mo_registry.cli import replies
from mo_registry.cli.asking import Problem, explained, listed
from mo_registry.cli.interview import Given, Interview
from mo_registry.editing import adding, ids, recurring, similar
from mo_registry.editing.proposals import Values
from mo_registry.editing.proposals import event as values
from mo_registry.finding import Finding, RegistryError
from mo_registry.i18n import _
from mo_registry.labels import day, label, weekday
from mo_registry.matching import identifiers, meant, proposal
from mo_registry.model import Event
from mo_registry.model.event import EventKind
from mo_registry.model.scalars import partial_date
from mo_registry.names import nearest
from mo_registry.registry import Registry

_A_SLIP = 85
"""From this similarity on (0 to 100) a title was probably meant to be a series."""


def draft(
    registry: Registry,
    given: Given,
    identifier: str | None,
    like: Event | None,
    without: Iterable[str] = (),
) -> adding.Draft:
    """A new event as options say it, and for the rest as an earlier one.

    Args:
        registry: what it is to be added to.
        given: the options.
        identifier: the id that is asked for, if any.
        like: the earlier event, if any.
        without: keys that are not taken from it.

    Raises:
        RegistryError: an option means nothing, the title is missing, or the id cannot be used.
    """
    known = _together(registry, given, like, without)
    if not known["title"]:
        raise RegistryError(_("An event needs a title."), hint=_("Add --title “…”, or --series with its id."))
    name = _name(known, like if not given["title"] and not given["series"] else None)
    return adding.draft(registry, "events", ids.usable(registry, "events", identifier, name), known)


def _together(registry: Registry, given: Given, like: Event | None, without: Iterable[str]) -> Values:
    known = values(registry, given)
    if like is None:
        return known
    said = {key: value for key, value in known.items() if key != "organisers" or given["organiser"]}
    common = recurring.values(registry, like, known["date"])
    return recurring.together({key: value for key, value in common.items() if key not in without}, said)


def _name(known: Values, like: Event | None) -> str:
    """What the id is made of: the date, and what follows it in the earlier event's, or series, or title."""
    rest = (recurring.slug_of(like) if like else None) or known.get("series") or known["title"]
    return f"{known['date']}-{rest}"


@dataclass(slots=True)
class EventInterview(Interview):
    """Title or series, kind, day, time and venue."""

    like: Event | None = None
    """The earlier event that it is to be like."""
    without: set[str] = field(default_factory=set)
    """Keys that are not taken from it."""

    def hold(self) -> None:
        """Ask what is not given yet.

        Raises:
            RegistryError: nothing may be asked, and a proposal will not do.
        """
        self.talk.begin()
        if self.like is None:
            self._ask_title()
            self._ask_like()
        self._ask_kind()
        self._ask_day()
        self._ask_times()
        self._ask_venue()
        name = _name(_together(self.registry, self.given, self.like, ()), self.like)
        self.settle_identifier("events", name)

    def findings(self, update: Given) -> list[Finding]:
        """All that checks say about the event alone."""
        wanted = {"title": "?", "kind": EventKind.OTHER.value, "date": partial_date("2000-01-01")}
        known = values(self.registry, {**self.given, **update})
        full = {**known, **{key: value for key, value in wanted.items() if not known[key]}}
        trial = adding.draft(adding.alone(self.registry), "events", f"{full['date']}-x", full)
        return check(trial.registry).findings

    def _ask_title(self) -> None:
        if not self.wants("title", "series"):
            return
        declared = self.registry.declared("series")
        newest_first = sorted(self.registry.events.values(), key=lambda event: event.date.last, reverse=True)
        usual = similar.commonest(event.series for event in newest_first if event.series in declared) or ""
        hint = listed(declared)
        answer = self.talk.answer(
            _("Series or title"), self._speaks_against_title, usual, hint=hint, needed=True
        )
        series = self._series(answer)
        self.given |= {"series": series} if series else {"title": answer}

    def _series(self, typed: str) -> str | None:
        try:
            return identifiers("--series", [typed], self.registry.declared("series"))[0]
        except RegistryError:
            return None

    def _speaks_against_title(self, typed: str) -> Iterable[Problem]:
        if self._series(typed):
            return
        declared = self.registry.declared("series")
        if nearest(typed, [*declared, *declared.values()], cutoff=_A_SLIP):
            message = _("No series is called “{text}”.").format(text=typed)
            yield Problem(
                message, proposal(typed, declared), is_doubt=True, instead=meant(typed, declared) or ""
            )
        yield from self.problems({"title": typed}, typed)

    def _ask_like(self) -> None:
        """Look for the last event of this series or title, and ask whether to take over what comes again."""
        series = self._series(self.given["series"]) if self.given["series"] else None
        found = recurring.latest(self.registry, series, self.given["title"])
        if found is None:
            return
        self.talk.tell(_("The last one was on {day}: {id}.").format(day=day(found.date), id=found.id))
        if self.talk.agrees(_("  Take over its time, venue, audience and programme?")):
            self.like = found

    def _ask_kind(self) -> None:
        if self.wants("kind") and self.like is None:
            usual = similar.commonest(event.kind.value for event in self.registry.events.values())
            kinds = {kind.value: label(kind.value) for kind in EventKind}
            self.choose(_("Kind"), "kind", kinds, usual or "", hint=explained(kinds), needed=True)

    def _ask_day(self) -> None:
        if self.wants("date"):
            hint = _("As 2023-12-13 or 13.12.2023; a month will do where no more is known.")
            self.ask(_("Day"), "date", hint=hint, needed=True)
        exact = values(self.registry, self.given)["date"].exact
        if exact and not self.talk.agreed:
            self.talk.tell(weekday(exact.weekday()))

    def _ask_times(self) -> None:
        if not self.wants("start", "end"):
            return
        usual = ""
        if self.like and self.like.start:
            usual = "–".join(f"{one:%H:%M}" for one in (self.like.start, self.like.end) if one)

        def speaks_against(typed: str) -> Iterable[Problem]:
            return self.problems({**replies.times(typed)}, typed)

        hint = "" if usual else _("From when until when: 17:00–19:30")
        answer = self.talk.answer(_("Time"), speaks_against, usual, hint=hint)
        self.given |= replies.times(answer)
        self.without |= {key for key in ("start", "end") if not self.given[key]}

    def _ask_venue(self) -> None:
        declared = self.registry.declared("venues")
        if declared and self.wants("venue", "online"):
            usual = (self.like.venue if self.like else None) or ""
            self.choose(_("Venue"), "venue", declared, usual)
            if self.given["venue"] != usual:
                self.without |= {"venue", "room"}
