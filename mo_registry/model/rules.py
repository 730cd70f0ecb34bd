"""The rules of single fields: what a key may be called and what its value may look like.

Each function words the findings of one rule; its docstring is the rule's manual.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mo_registry.finding import Severity, rule
from mo_registry.i18n import _
from mo_registry.names import nearest, plain

_GERMAN_KEYS = {
    "adresse": ("address",), "anschrift": ("address",), "strasse": ("street",), "plz": ("postal_code",),
    "postleitzahl": ("postal_code",), "ort": ("city", "venue"), "stadt": ("city",), "land": ("country",),
    "postfach": ("po_box",), "telefon": ("phone",), "tel": ("phone",), "handy": ("mobile",), "mobil": ("mobile",),
    "mail": ("email",), "website": ("website",), "webseite": ("website",), "homepage": ("website",),
    "internet": ("website",), "titel": ("title",), "art": ("kind",), "typ": ("kind",), "datum": ("date",),
    "beginn": ("start", "begin"), "anfang": ("start", "begin"), "ende": ("end",), "saal": ("venue",),
    "veranstaltungsort": ("venue",), "raum": ("room",), "sprache": ("languages", "language"),
    "sprachen": ("languages",), "netzwerk": ("networks", "network"), "netzwerke": ("networks",),
    "ansprechpartner": ("contacts",), "ansprechpartnerin": ("contacts",), "kontakt": ("contacts",),
    "kontakte": ("contacts",), "vorname": ("given",), "nachname": ("family",), "anrede": ("salutation",),
    "funktion": ("role", "function"), "rolle": ("role",), "notiz": ("notes",), "bemerkung": ("notes",),
    "tagesordnung": ("programme",), "programm": ("programme",), "protokoll": ("minutes",),
    "anmeldung": ("registration",), "anmeldeschluss": ("deadline",), "frist": ("deadline",),
    "thema": ("topic",), "stadtteil": ("districts",), "zielgruppen": ("target_groups",), "angebote": ("offers",),
    "schwerpunkte": ("focus_areas",), "gegrundet": ("founded",), "rechtsform": ("legal_form",),
}  # fmt: skip
"""What people write who think of the German word."""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The most similar known word as a question; all of them where none is similar and they are few."""
    if similar := nearest(word, known):
        return _("did you mean {word}?").format(word=similar[0])
    if 0 < len(known) <= 15:  # noqa: PLR2004  (more than that nobody reads in a terminal)
        return _("it can be: {words}").format(words=", ".join(known))
    return ""


def from_german(word: str, known: Collection[str]) -> str:
    """The known word that somebody means who thinks of the German one; empty where there is none."""
    return next((it for it in _GERMAN_KEYS.get(plain(word).replace("-", ""), ()) if it in known), "")


@rule("MO130")
def unknown_key(key: str, known: Sequence[str]) -> tuple[str, str]:
    """A key is not known.

    A mistyped key would be silently ignored, and with it the e-mail address or the date that it holds.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        emial: info@verein.example

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email: info@verein.example
    """
    meant = from_german(key, known)
    advice = _("did you mean {word}?").format(word=meant) if meant else did_you_mean(key, known)
    advice = advice or _("what can stand here: {words}").format(words=", ".join(known))
    return _("no key is called “{key}” here").format(key=key), advice


@rule("MO131")
def missing(key: str) -> tuple[str, str]:
    """A key is missing that is always needed.

    An organisation needs a name and a kind, an event a title, a kind and a date, a membership its network.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return _("“{key}” is missing here").format(key=key), _("add a line {key}: …").format(key=key)


@rule("MO132")
def wrong_shape(key: str, found: str, wanted: str, example: str) -> tuple[str, str]:
    """A value has the wrong shape.

    Some keys hold one text, some a list, some a block of further keys.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        languages: uk

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        languages: [uk]
    """
    return (
        _("“{key}” holds {found}, but should hold {wanted}").format(key=key, found=found, wanted=wanted),
        _("write it like this: {example}").format(example=example),
    )


@rule("MO133")
def not_a_date(text: str, reason: str) -> tuple[str, str]:
    """A date cannot be read.

    Dates are written year-month-day. Forms that can mean one day only (27.09.2023) are understood; what
    can mean several (03/04/23) or none at all (30 February) is an error.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        verified: 2023-02-30

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        verified: 2023-02-28
    """
    message = {
        "missing": _("the calendar has no day “{text}”"),
        "ambiguous": _("“{text}” can mean more than one day"),
        "partial": _("“{text}” is no whole day; here the day must be known"),
        "weekday": _("in “{text}” the day of the week does not match the date"),
    }.get(reason, _("“{text}” is not a date"))
    return message.format(text=text), _("write it as year-month-day, for instance 2023-09-27")


@rule("MO134", Severity.WARNING)
def untidy(text: str, tidy: str) -> tuple[str, str]:
    """A date, a time or a yes is understood, but not written in the tidy form.

    People write 27.09.2023, 17.00 Uhr and ja; other programs that read the registry expect 2023-09-27,
    17:00 and true.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        verified: 27.09.2023

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        verified: 2023-09-27
    """
    return (
        _("“{text}” is understood as {tidy}").format(text=text, tidy=tidy),
        _("write {tidy}").format(tidy=tidy),
    )


@rule("MO135")
def not_a_time(text: str) -> tuple[str, str]:
    """A time of day cannot be read.

    Times are written with two digits, a colon and two digits, in local time. Midnight at the end of an
    event is 00:00 of the next day, with that day as ``end_date``.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        start: 5 pm

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        start: 17:00
    """
    return _("“{text}” is not a time of day").format(text=text), _(
        "write it as hours:minutes, for instance 17:00"
    )


@rule("MO136")
def not_a_number(text: str) -> tuple[str, str]:
    """A number cannot be read.

    Counts, durations (in minutes) and votes are whole numbers without a unit.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        registration:
          capacity: ca. 60

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        registration:
          capacity: 60
    """
    return _("“{text}” is not a whole number").format(text=text), _("write digits only, for instance 60")


@rule("MO137")
def not_yes_or_no(text: str) -> tuple[str, str]:
    """A yes or no cannot be read.

    Such keys are ``true`` or ``false``.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        turnout:
          persons: 100
          approximate: ungefähr

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        turnout:
          persons: 100
          approximate: true
    """
    return _("“{text}” is neither yes nor no").format(text=text), _("write true or false")


@rule("MO138")
def unknown_choice(text: str, known: Sequence[str]) -> tuple[str, str]:
    """A value is none of those that the key can have.

    Keys such as ``kind`` and ``status`` have a fixed set of values.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organization

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return _("“{text}” is none of the possible values").format(text=text), did_you_mean(text, known)


@rule("MO139")
def not_one_line(reason: str) -> tuple[str, str]:
    """A text is empty, too long, or has several lines where it must have one.

    A name, a subject or an address line stands in one line of a letter.

    Fails:
        # data/organisations/verein.yaml
        name: |
          Verein
          e.V.
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    message = {
        "lines": _("this text has more than one line"),
        "long": _("this text is far too long for its place"),
    }.get(reason, _("this text is empty"))
    return message, _("write a short text in one line")


@rule("MO140")
def not_an_id(text: str, proposal: str) -> tuple[str, str]:
    """A text is not usable as an id.

    Ids are made of small letters, digits and hyphens, so that they can stand in file names, commands and
    web addresses.

    Fails:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        programme:
          - item: Begrüßung
            title: Begrüßung

    Passes:
        # data/events/2023-09-27-treffen.yaml
        title: Treffen
        kind: network_meeting
        date: 2023-09-27
        programme:
          - item: begruessung
            title: Begrüßung
    """
    return (
        _("“{text}” cannot be an id: small letters, digits and hyphens only").format(text=text),
        _("write {proposal}").format(proposal=proposal) if proposal else "",
    )
