"""The account of an invitation: every organisation of the audience, and where what was made for it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from mo_registry.i18n import _, ngettext
from mo_registry.visible import isolated, width

if TYPE_CHECKING:
    from mo_registry.documents.invitation import Omission
    from mo_registry.documents.output import Rendered
    from mo_registry.documents.sending import Sending
    from mo_registry.model import Event
    from mo_registry.model.organisation import Channel
    from mo_registry.registry import Registry

MADE = ("invitation-*", "letters*.pdf", "mail-*.eml", "telephone-list.pdf")
"""What lies in an event's folder to be sent."""
_MANY = 2
_TOLD = 5
"""So many names are told one by one."""


class Line(NamedTuple):
    """A line of the account: what, how many organisations, what of them, and where."""

    name: str
    number: int
    text: str
    place: str = ""


def lines(registry: Registry, made: Sending, folder: Path) -> list[str]:
    """The account, headed by the event; the numbers above its end add up to the number at its end.

    The lines are fit for a screen: what could not be seen in them is made visible.

    Args:
        registry: where the event is.
        made: what was made.
        folder: of outputs, as it is to be shown.
    """
    table = list(_table(registry, made, folder))
    heading = _heading(made.event)
    if made.folder.name != made.event.id:
        heading += _(" · a part of the audience")
    return [isolated(heading), "", *aligned(table), ""]


def _table(registry: Registry, made: Sending, folder: Path) -> Iterator[Line]:
    audience = made.audience
    yield Line(_("audience"), len(audience.organisations), _counted(audience.counted()))
    places = _Places(made, folder)
    reached = made.reached()
    for channel, organisations in reached.items():
        names = [organisation.name for organisation, _language in organisations]
        told = names if _by_name(channel) and len(names) <= _MANY else None
        text = " · ".join(told) if told else languages_of(language for _name, language in organisations)
        yield Line(channel_name(channel), len(organisations), text, places.of(channel))
    served = {organisation.id for found in reached.values() for organisation, _language in found}
    missed = [omission for omission in made.omissions if omission.organisation.id not in served]
    yield from left_out(registry, missed)
    for omission in made.omissions:
        if omission.organisation.id in served:
            text = _("{name}, one of two: {reason}").format(
                name=omission.organisation.name, reason=omission.reason
            )
            yield Line(_("left out"), 0, text)
    total = len(served) + len({omission.organisation.id for omission in missed})
    adds_up = total == len(audience.organisations) == sum(made.plan.states().values())
    verdict = _("every one accounted for") if adds_up else _("does not add up")
    yield Line(_("together"), total, verdict, places.shown("send-plan.csv"))


def left_out(registry: Registry, omissions: Sequence[Omission]) -> Iterator[Line]:
    """Those who get nothing: counted where nobody expects it now, else one by one."""
    expected = Counter(omission.reason for omission in omissions if omission.expected)
    for reason, count in expected.items():
        yield Line(_("not now"), count, reason)
    seen = set()
    for omission in omissions:
        if omission.expected:
            continue
        text = f"{omission.organisation.name}: {omission.reason}"
        if omission.unreachable:
            file = registry.relative(registry.place(omission.organisation).files[0])
            text += f" ({file.as_posix()})"
        yield Line(_("left out"), 0 if omission.organisation.id in seen else 1, text)
        seen.add(omission.organisation.id)


class _Places:
    """Where things lie; the folder is told in full once, and then as “…”."""

    def __init__(self, made: Sending, folder: Path) -> None:
        self.made = made
        self.folder = (folder / made.folder).as_posix()

    def shown(self, *names: str) -> str:
        """Files of the folder."""
        told = " · ".join(names)
        shown, self.folder = f"{self.folder}/{told}", "…"
        return shown

    def of(self, channel: Channel) -> str:
        """What was made for a channel; nothing where there are single letters only."""
        from mo_registry.model.organisation import Channel

        if channel is Channel.POST and self.made.bundles:
            letters = sum(bundle.letters for bundle in self.made.bundles)
            pages = sum(bundle.pages for bundle in self.made.bundles)
            shown = self.shown(*(bundle.path.name for bundle in self.made.bundles))
            return f"{shown} ({_letters(letters)}, {_pages(pages)})"
        if channel is Channel.EMAIL and self.made.mailings:
            names = [mailing.path.name for mailing in self.made.mailings]
            rest = [_("{count} more").format(count=len(names) - _TOLD)] if len(names) > _TOLD else []
            return self.shown(*names[:_TOLD], *rest)
        lists = [file.path.name for file in self.made.files if file.path.stem == "telephone-list"]
        return self.shown(*lists) if channel is Channel.PHONE and lists else ""


def place(folder: Path) -> Path:
    """A folder as it is shown: from where one is, if it lies below."""
    folder, here = folder.resolve(), Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def pasting(made: Sending) -> Iterator[str]:
    """For each e-mail to many the line that is pasted into the field for hidden receivers."""
    from mo_registry.documents.mail import pasted

    for mailing in made.mailings:
        if not mailing.alone:
            yield _("{file}, to paste into Bcc: {addresses}").format(
                file=mailing.path.name, addresses=pasted(mailing.receivers)
            )


def strangers(
    made: Sequence[Rendered], folder: Path, event_folder: PurePath, patterns: Sequence[str] = MADE
) -> list[str]:
    """What an earlier run has left in the event's folder, perhaps for whoever is not invited any more."""
    names = {file.path.name for file in made}
    suffixes = {file.path.suffix for file in made}
    found = (path.name for pattern in patterns for path in (folder / event_folder).glob(pattern))
    return sorted({name for name in found if name not in names and PurePath(name).suffix in suffixes})


def named(names: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    if len(names) <= _TOLD:
        return ", ".join(names)
    more = _("{count} more").format(count=len(names) - _TOLD)
    return ", ".join((*names[:_TOLD], more))


def channels(counts: dict[str, list[str]]) -> str:
    """How many organisations by which channel: ``by post 3 · by e-mail 5``."""
    from mo_registry.labels import label

    return _counted({label(channel): len(names) for channel, names in counts.items()})


def language_name(tag: str) -> str:
    """The name of a language in the language of the screen."""
    from mo_registry.documents.formats import Formats
    from mo_registry.i18n import language

    return Formats(language()).language_name(tag)


def _heading(event: Event) -> str:
    from mo_registry.labels import day, weekday

    exact = event.date.exact
    when = f"{weekday(exact.weekday())}, {day(event.date)}" if exact else day(event.date)
    times = "–".join(moment.strftime("%H:%M") for moment in (event.start, event.end) if moment)
    cancelled = event.status.value == "cancelled"
    heading = (
        _("Cancellation: {title}, {when} · revision {revision}")
        if cancelled
        else _("Invitation: {title}, {when} · revision {revision}")
    )
    return heading.format(
        title=event.title, when=f"{when}, {times}" if times else when, revision=event.revision
    )


def _counted(counts: dict[str, int]) -> str:
    return " · ".join(f"{name} {count}" for name, count in counts.items())


def languages_of(languages: Iterable[str]) -> str:
    """How many in which language, the most first: ``German 5 · English 1``."""
    return _counted({language_name(tag): count for tag, count in Counter(languages).most_common()})


def channel_name(channel: Channel) -> str:
    """A channel in words: ``by post``."""
    from mo_registry.labels import label

    return label(channel.value)


def _by_name(channel: Channel) -> bool:
    return channel.value == "phone"


def _letters(count: int) -> str:
    return ngettext("{count} letter", "{count} letters", count).format(count=count)


def _pages(count: int) -> str:
    return ngettext("{count} page", "{count} pages", count).format(count=count)


def aligned(table: Iterable[Line]) -> list[str]:
    """The lines of an account in columns, fit for a screen."""
    rows = [
        (isolated(row.name), str(row.number or ""), isolated(row.text), isolated(row.place)) for row in table
    ]
    names, numbers = max(width(row[0]) for row in rows), max(len(row[1]) for row in rows)
    texts = max((width(row[2]) for row in rows if row[3]), default=0)
    return [
        f"  {name}{' ' * (names - width(name))}  {number:>{numbers}}  {text}"
        + (f"{' ' * (texts - width(text))}  {place}" if place else "")
        for name, number, text, place in rows
    ]
