"""What fixed values, days and times are called on the screen, in the language in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mo_registry.i18n import N_, _

if TYPE_CHECKING:
    from babel import Locale

_LABELS = {
    # organisations
    "migrant_organisation": N_("migrant organisation"),
    "umbrella": N_("umbrella organisation"),
    "regular_service": N_("regular service"),
    "welfare_association": N_("welfare association"),
    "public_authority": N_("public authority"),
    "advisory_council": N_("advisory council"),
    "foundation": N_("foundation"),
    "association": N_("association"),
    "company": N_("company"),
    "active": N_("active"),
    "dormant": N_("dormant"),
    "dissolved": N_("dissolved"),
    # contacts
    "email": N_("by e-mail"),
    "post": N_("by post"),
    "phone": N_("by telephone"),
    # events
    "network_meeting": N_("network meeting"),
    "conference": N_("conference"),
    "working_group": N_("working group"),
    "workshop": N_("workshop"),
    "talk": N_("talk"),
    "other": N_("other event"),
    "planned": N_("planned"),
    "confirmed": N_("confirmed"),
    "cancelled": N_("cancelled"),
    "held": N_("held"),
    "draft": N_("draft"),
    "approved": N_("approved"),
    "open": N_("open"),
    "done": N_("done"),
    "dropped": N_("dropped"),
    # jobs
    "daily": N_("daily"),
    "weekly": N_("weekly"),
    "monthly": N_("monthly"),
    "quarterly": N_("quarterly"),
    "yearly": N_("yearly"),
    # vocabularies
    "focus_areas": N_("focus area"),
    "target_groups": N_("target group"),
    "districts": N_("district"),
    "topics": N_("topic"),
}

PLAIN_VARIANT = "simple"
"""What the code of a language has behind it where it is plain: registered with IANA for BCP 47."""
PLAIN_GERMAN = f"de-{PLAIN_VARIANT}"
_PLAIN = {
    "de": "einfache Sprache",
    "en": "plain language",
    "tr": "sade dil",
    "uk": "проста мова",
    "ar": "لغة مبسطة",
}
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def label(value: str) -> str:
    """What a fixed value of the files is called; the value itself where it has no name."""
    return _(_LABELS[value]) if value in _LABELS else value


def day(value: object) -> str:
    """A day, a month or a year in figures: ``27.09.2023``, ``11.2015``, ``2018``.

    Args:
        value: a `datetime.date`, a `PartialDate`, or either as its ISO text; None is an empty text.
    """
    return ".".join(reversed(str(value).split("-"))) if value else ""


def weekday(number: int) -> str:
    """The name of a day of the week; Monday is 0."""
    return _(_WEEKDAYS[number])


def language_name(tag: str, tongue: str | Locale) -> str:
    """The name of a language in another one: ``uk`` is ``Ukrainisch``, ``de-simple`` ``Deutsch (einfache Sprache)``.

    Args:
        tag: its code (BCP 47); what nobody knows is given back.
        tongue: the language of the name.
    """
    from babel import Locale

    locale = tongue if isinstance(tongue, Locale) else Locale(tongue)
    names = locale.languages
    main, _hyphen, variant = tag.partition("-")
    name = str(names.get(tag.replace("-", "_")) or names.get(main) or tag)
    plain = _PLAIN.get(locale.language, _PLAIN["en"])
    return f"{name} ({plain})" if variant == PLAIN_VARIANT and main in names else name


def span(since: object, until: object) -> str:
    """From when until when something holds, as far as that is known."""
    if since and until:
        return _("{since} to {until}").format(since=day(since), until=day(until))
    if since:
        return _("since {day}").format(day=day(since))
    return _("until {day}").format(day=day(until)) if until else ""
