"""Checks of how somebody is reached: e-mail, telephone, postal address, web address, language, consent.

What matches a plain pattern needs no library; phonenumbers, email-validator and Babel judge the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mo_registry.audience import is_current
from mo_registry.finding import Finding, Keys, Place, Severity, rule
from mo_registry.i18n import _
from mo_registry.labels import PLAIN_GERMAN, PLAIN_VARIANT, day
from mo_registry.model import Contact, Event, Organisation
from mo_registry.model.organisation import Salutation, Status
from mo_registry.model.part import Address
from mo_registry.registry import Registry

_PLAIN_EMAIL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}")
_PLAIN_PHONE = re.compile(r"(?=(?:\D*\d){8,15}\Z)(?:\+49 |0)[1-9]\d{1,4}(?: \d{2,})+(?:-\d{1,5})?")
_PLAIN_WEBSITE = re.compile(r"https?://(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,}(?::\d+)?(?:/[^\s<>\"]*)?")
_GERMAN_POSTAL_CODE = re.compile(r"\d{5}")
_SALUTATIONS = frozenset(salutation.value for salutation in Salutation)
_LANGUAGE = re.compile(
    rf"([a-z]{{2,3}})(?:-[A-Z][a-z]{{3}})?(?:-(?:[A-Z]{{2}}|\d{{3}}))?(?:-{PLAIN_VARIANT})?"
)
_PLAIN = re.compile(r"(?:de[-_ ](?:x-)?)?(?:leicht|einfach|plain|easy|simpl)", re.IGNORECASE)
_COMMON_LANGUAGES = frozenset(
    """
    af am ar arc as az be bg bm bn bo bs ca ckb cs cy da de el en es et eu fa ff fi fil fr ga gl ha
    he hi hr hu hy id ig is it ja ka kg kk km kmr kn ko ku ky lb ln lo lt lv mg mk ml mn mo ms mt my
    nb ne nl nn no om pa pl prs ps pt rmy rn ro rom ru rw sk sl so sq sr sv sw syr ta te tg th ti tk
    tl tr uk ur uz vi wo xh yi yo zh zu
    """.split()  # noqa: SIM905  (a list of them would fill a page)
)


@rule("MO150")
def bad_email(text: str, reason: str) -> tuple[str, str]:
    """An e-mail address is none.

    A mistyped address comes back at best; at worst the invitation never arrives and nobody notices.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email: info(at)verein.example

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email: info@verein.example
    """
    messages = {
        "two": _("“{text}” holds more than one e-mail address"),
        "at": _("“{text}” is not an e-mail address: it needs exactly one @"),
        "blank": _("“{text}” is not an e-mail address: there is a blank in it"),
    }
    advice = {"two": _("keep one here and give the other one to a contact of its own")}
    return (
        messages.get(reason, _("“{text}” is not an e-mail address")).format(text=text),
        advice.get(reason, _("write it like name@verein.example")),
    )


@rule("MO151")
def bad_phone(text: str) -> tuple[str, str]:
    """A telephone number is none.

    A number that is too short, too long or holds letters cannot be dialled.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        phone: 0221 47

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        phone: +49 221 4710 123
    """
    return _("“{text}” is not a telephone number").format(text=text), _("write it like +49 221 4710 123")


@rule("MO152", Severity.WARNING)
def untidy_phone(text: str, tidy: str) -> tuple[str, str]:
    """A telephone number is not written in the usual way.

    DIN 5008 has neither brackets nor slashes in telephone numbers: the area code, a blank, the number, and a
    hyphen before the extension. Where the extension begins cannot be seen from the digits.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        phone: (0221) 4710/123

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        phone: 0221 4710-123
    """
    return _("“{text}” is not in the usual form").format(text=text), _("write {tidy}").format(tidy=tidy)


@rule("MO153")
def bad_postal_code(text: str, proposal: str) -> tuple[str, str]:
    """A German postal code does not have five digits.

    Spreadsheets swallow the leading zero: 1067 was 01067 (Dresden).

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        address:
          street: Musterstraße 1
          postal_code: 1067
          city: Dresden

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        address:
          street: Musterstraße 1
          postal_code: 01067
          city: Dresden
    """
    advice = (
        _("did you mean {word}?").format(word=proposal)
        if proposal
        else _("abroad, add country: to the address")
    )
    return _("“{text}” is not a German postal code: it has five digits").format(text=text), advice


@rule("MO154")
def bad_website(text: str, proposal: str) -> tuple[str, str]:
    """A web address is none.

    Addresses begin with ``https://`` (or ``http://``), so that programs know them for what they are.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        website: www.verein.example

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        website: https://www.verein.example
    """
    advice = (
        _("did you mean {word}?").format(word=proposal)
        if proposal
        else _("write it like https://verein.example")
    )
    return _("“{text}” is not a web address").format(text=text), advice


@rule("MO155")
def bad_language(text: str, proposal: str) -> tuple[str, str]:
    """A language code is none.

    Languages are written with the codes of BCP 47: de, uk (Ukrainian), ar, fa (Persian), ku (Kurdish), ti
    (Tigrinya), vi. German in plain language is de-simple: a contact with language: de-simple gets letters in
    short sentences without foreign words. A letter in a language that nobody can name is not written.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        languages: [ukrainisch]

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        languages: [uk]
    """
    advice = (
        _("did you mean {word}?").format(word=proposal)
        if proposal
        else _("write a code such as de, uk, ar or tr")
    )
    return _("“{text}” is not a language code").format(text=text), advice


@rule("MO156", Severity.WARNING)
def odd_salutation(text: str, proposal: str) -> tuple[str, str]:
    """A salutation would be printed as it stands, and looks like a slip.

    ``ms``, ``mr`` and ``neutral`` make "Sehr geehrte Frau", "Sehr geehrter Herr" and "Guten Tag"; every
    other text is printed word for word as the first line of the letter.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        contacts:
          - family: Aydın
            salutation: Frau

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        contacts:
          - family: Aydın
            salutation: ms
    """
    return (
        _("letters to this person would begin with “{text}” and nothing else").format(text=text),
        _("did you mean {word}?").format(word=proposal)
        if proposal
        else _("write the whole line, as “Liebe Frau Aydın”"),
    )


@rule("MO157")
def no_consent(kind: str) -> tuple[str, str]:
    """Personal data are to be disclosed, but no consent is recorded.

    Names, telephone numbers and e-mail addresses of people are shown to other members or to the public only
    if the person agreed (GDPR Art. 6 (1) a), and the agreement must be provable (Art. 7 (1)): it has a day.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        contacts:
          - family: Aydın
            share:
              network: [name, email]

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        contacts:
          - family: Aydın
            share:
              network: [name, email]
              consent: 2023-03-01
    """
    return (
        _("data of this person are to be shown ({kind}), but no consent is recorded").format(kind=kind),
        _("add the day of the agreement as consent:, or delete the list; until then nothing is shown"),
    )


@rule("MO158", Severity.INFORMATION)
def unreachable() -> tuple[str, str]:
    """Nobody can be written to or called.

    An active organisation without any address, e-mail address or telephone number is left out of every
    invitation. The run that writes them says so each time.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        phone: +49 221 4710 123
    """
    return (
        _("this organisation has no address, e-mail address or telephone number"),
        _("add one of the three; until then it gets no invitation"),
    )


@rule("MO159", Severity.WARNING)
def incomplete_address(key: str) -> tuple[str, str]:
    """A postal address is not enough for a letter.

    A letter needs a street or a post office box, a postal code and a place.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        address:
          street: Musterstraße 1
          city: Bielefeld

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        address:
          street: Musterstraße 1
          postal_code: 33602
          city: Bielefeld
    """
    return _("this address lacks {key}; no letter can be sent there").format(key=key), _(
        "add a line {key}: …"
    ).format(key=key)


@rule("MO190", Severity.INFORMATION)
def expired_consent(until: str) -> tuple[str, str]:
    """A person's consent to the disclosure of data has expired.

    From the day after its last day nothing of the person is shown to other members or to the public any more
    (GDPR Art. 6 (1) a). Ask whether the agreement goes on.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        contacts:
          - family: Aydın
            share:
              network: [name]
              consent: 2015-03-01
              until: 2016-02-29

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        contacts:
          - family: Aydın
            share:
              network: [name]
              consent: 2015-03-01
    """
    return (
        _("this person's consent has expired: it held until {day}").format(day=until),
        _("ask again and write the new day as consent:, or delete the lists; until then nothing is shown"),
    )


def details(registry: Registry) -> Iterator[Finding]:
    """MO150 to MO159 and MO190 on organisations."""
    for organisation in registry.organisations.values():
        yield from _of(registry, organisation)
        for index, contact in enumerate(organisation.contacts):
            yield from _of_contact(registry, organisation, contact, ("contacts", index))
        for number, offer in enumerate(organisation.offers):
            yield from _languages(registry, organisation, offer.languages, ("offers", number, "languages"))
        if organisation.status is not Status.DISSOLVED and not is_reachable(organisation):
            yield unreachable(registry.place(organisation, "name"))


def _of(registry: Registry, organisation: Organisation) -> Iterator[Finding]:
    if organisation.email and not _PLAIN_EMAIL.fullmatch(organisation.email):
        yield from email(registry.place(organisation, "email"), organisation.email)
    if organisation.phone and not _PLAIN_PHONE.fullmatch(organisation.phone):
        yield from phone(registry.place(organisation, "phone"), organisation.phone)
    if organisation.website and not _PLAIN_WEBSITE.fullmatch(organisation.website):
        yield from website(registry.place(organisation, "website"), organisation.website)
    if organisation.address:
        yield from _of_address(registry, organisation, organisation.address, ("address",))
    yield from _languages(registry, organisation, organisation.languages, ("languages",))


def _of_contact(
    registry: Registry, organisation: Organisation, contact: Contact, keys: Keys
) -> Iterator[Finding]:
    def place(key: str) -> Place:
        return registry.place(organisation, *keys, key)

    if contact.email and not _PLAIN_EMAIL.fullmatch(contact.email):
        yield from email(place("email"), contact.email)
    for key in ("phone", "mobile"):
        number = getattr(contact, key)
        if number and not _PLAIN_PHONE.fullmatch(number):
            yield from phone(place(key), number)
    if contact.address:
        yield from _of_address(registry, organisation, contact.address, (*keys, "address"))
    if contact.language and contact.language not in _COMMON_LANGUAGES:
        yield from language(place("language"), contact.language)
    if (
        contact.salutation
        and contact.salutation not in _SALUTATIONS
        and " " not in contact.salutation.strip()
    ):
        yield odd_salutation(place("salutation"), contact.salutation, _salutation(contact.salutation))
    for kind in ("network", "public"):
        if getattr(contact.share, kind) and contact.share.consent is None:
            yield no_consent(registry.place(organisation, *keys, "share", kind, on_key=True), kind)
    share = contact.share
    if share.until and share.disclosing and share.expired(registry.today) and is_current(registry, contact):
        yield expired_consent(registry.place(organisation, *keys, "share", "until"), day(share.until))


def _of_address(registry: Registry, entry: Organisation, address: Address, keys: Keys) -> Iterator[Finding]:
    code = address.postal_code
    if code and not address.is_foreign and not _GERMAN_POSTAL_CODE.fullmatch(code):
        proposal = f"0{code}" if code.isdigit() and len(code) == 4 else ""  # noqa: PLR2004  (a lost zero)
        yield bad_postal_code(registry.place(entry, *keys, "postal_code"), code, proposal)
    if address.lacks:
        yield incomplete_address(registry.place(entry, *keys), address.lacks)


def is_reachable(organisation: Organisation) -> bool:
    """Whether there is any way to write to the organisation or to call it."""
    return bool(
        organisation.email
        or organisation.phone
        or (organisation.address and organisation.address.is_complete)
        or any(
            c.email or c.phone or c.mobile or (c.address and c.address.is_complete)
            for c in organisation.contacts
        )
    )


def event_details(registry: Registry) -> Iterator[Finding]:
    """MO150, MO154 and MO155 on events."""
    for event in registry.events.values():
        yield from _of_event(registry, event)
        for index, registration in enumerate(event.registrations):
            keys = ("registrations", index, "needs", "interpreting")
            yield from _languages(registry, event, registration.needs.interpreting, keys)


def _of_event(registry: Registry, event: Event) -> Iterator[Finding]:
    if event.online and not _PLAIN_WEBSITE.fullmatch(event.online):
        yield from website(registry.place(event, "online"), event.online)
    rule_ = event.registration
    if rule_.website and not _PLAIN_WEBSITE.fullmatch(rule_.website):
        yield from website(registry.place(event, "registration", "website"), rule_.website)
    if rule_.email and not _PLAIN_EMAIL.fullmatch(rule_.email):
        yield from email(registry.place(event, "registration", "email"), rule_.email)


def _languages(
    registry: Registry, entry: Organisation | Event, codes: tuple[str, ...], keys: Keys
) -> Iterator[Finding]:
    for index, code in enumerate(codes):
        if code not in _COMMON_LANGUAGES:
            yield from language(registry.place(entry, *keys, index), code)


def email(place: Place, text: str) -> Iterator[Finding]:
    """Judge an e-mail address that is not a plain one."""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        if text.count("@") > 1 and re.search(r"[,;/\s]", text):
            reason = "two"
        elif text.count("@") != 1:
            reason = "at"
        else:
            reason = "blank" if " " in text.strip() else ""
        yield bad_email(place, text, reason)


def phone(place: Place, text: str) -> Iterator[Finding]:
    """Judge a telephone number that is not written in the plain form."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        yield bad_phone(place, text)
        return
    if re.search(r"[A-Za-z@]", text) or not phonenumbers.is_valid_number(number):
        yield bad_phone(place, text)
    elif not re.fullmatch(r"\+?[\d -]+", text):
        form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        kept = " ".join(re.sub(r"\(0\)|[()/]", " ", text).split())  # an extension behind a hyphen stays one
        tidy = kept if _PLAIN_PHONE.fullmatch(kept) else phonenumbers.format_number(number, form)
        yield untidy_phone(place, text, tidy)


def website(place: Place, text: str) -> Iterator[Finding]:
    """Judge a web address that is not a plain one."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or "." not in parts.hostname
        or " " in text
    ):
        proposal = f"https://{text}" if _PLAIN_WEBSITE.fullmatch(f"https://{text}") else ""
        yield bad_website(place, text, proposal)


def language(place: Place, text: str) -> Iterator[Finding]:
    """Judge a language code that is not one of the common ones."""
    from babel import Locale

    match = _LANGUAGE.fullmatch(text)
    if match and (match[1] in _COMMON_LANGUAGES or match[1] in Locale("en").languages):
        return
    wanted = text.casefold()
    named = (
        code
        for tongue in ("de", "en")
        for code, name in Locale(tongue).languages.items()
        if name.casefold() == wanted or code.casefold() == wanted
    )
    yield bad_language(place, text, PLAIN_GERMAN if _PLAIN.match(text) else next(named, ""))


def _salutation(text: str) -> str:
    known = {
        "frau": "ms",
        "mrs": "ms",
        "ms.": "ms",
        "f": "ms",
        "herr": "mr",
        "mr.": "mr",
        "m": "mr",
        "herrn": "mr",
    }
    return known.get(text.lower(), "neutral" if text.lower() in ("divers", "x", "neutrum") else "")


CHECKS = (details, event_details)
