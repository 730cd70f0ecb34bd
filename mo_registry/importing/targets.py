"""What a column of a table can hold, and the headings under which offices write it."""

from __future__ import annotations

import re
from typing import NamedTuple

from mo_registry.finding import Keys

IGNORED = "-"
"""Stands for a column that is not read."""

_CONTACT = re.compile(r"(?:contacts\[([0-9])\]|contact)\.(\w+)")

_HEADINGS = {
    "id": "id, Kennung, Kürzel, Dateiname",
    "name": (
        "Name, Verein, Vereinsname, Name des Vereins, Organisation, Organisationsname, Name der Organisation,"
        " Migrantenorganisation, MO, MSO, Migrantenselbstorganisation, Einrichtung, Institution, Träger,"
        " Initiative, Gruppe, Verband, Vollständiger Name, Organization, Association, Club, Full name"
    ),
    "kind": "Art, Typ, Organisationsart, Organisationstyp, Art der Organisation, Kategorie, Kind, Type",
    "also_known_as": (
        "Abkürzung, Kurzname, Kurzbezeichnung, Kurzform, Alias, Auch bekannt als, Frühere Namen,"
        " Früherer Name, Andere Schreibweisen, Abbreviation, Also known as, Short name"
    ),
    "sort_name": "Sortiername, Sortierung, Sortieren unter, Sort name",
    "status": "Status, Zustand, Vereinsstatus",
    "legal_form": "Rechtsform, Legal form",
    "register_number": (
        "Registernummer, Register-Nr., Vereinsregister, Vereinsregisternummer, Vereinsregister-Nr., VR, VR-Nr.,"
        " VR Nummer, Register number"
    ),
    "register_court": "Registergericht, Amtsgericht, Register court",
    "founded": "Gegründet, Gründung, Gründungsjahr, Gründungsdatum, Gegründet am, Founded, Year of foundation",
    "networks": "Netzwerk, Netzwerke, Mitglied im Netzwerk, Network, Networks",
    "networks.since": (
        "Mitglied seit, Mitglied seit dem, Im Netzwerk seit, Beitritt, Beitrittsdatum, Eintritt, Eintrittsdatum,"
        " Member since"
    ),
    "member_of": "Dachverband, Dachorganisation, Mitglied von, Umbrella, Member of",
    "languages": "Sprachen, Sprache, Gesprochene Sprachen, Vereinssprachen, Languages, Language",
    "focus_areas": (
        "Schwerpunkte, Schwerpunkt, Arbeitsschwerpunkte, Arbeitsschwerpunkt, Themen, Themenfelder,"
        " Arbeitsfelder, Arbeitsbereiche, Tätigkeitsfelder, Angebote, Focus areas, Focus area"
    ),
    "target_groups": "Zielgruppen, Zielgruppe, Target groups, Target group",
    "districts": "Stadtteil, Stadtteile, Stadtbezirk, Stadtbezirke, Bezirk, Sozialraum, District, Districts",
    "topics_wanted": "Wunschthemen, Gewünschte Themen, Themenwünsche, Topics wanted",
    "address": "Adresse, Anschrift, Postanschrift, Postadresse, Vereinsadresse, Address",
    "address.department": "Abteilung, Department",
    "address.care_of": "c/o, bei, zu Händen, Adresszusatz, Care of",
    "address.street": (
        "Straße, Strasse, Str., Straße und Hausnummer, Straße Hausnummer, Straße Nr., Straße Hausnr.,"
        " Straße/Nr., Strasse + Nr., Street"
    ),
    "address.number": "Hausnummer, Hausnr., Haus-Nr., House number",
    "address.po_box": "Postfach, PO Box",
    "address.postal_code": "PLZ, Postleitzahl, Postal code, Postcode, ZIP, ZIP code",
    "address.city": "Ort, Stadt, Wohnort, City, Town, Place",
    "address.place": "PLZ Ort, PLZ/Ort, PLZ und Ort, Postleitzahl Ort, Postleitzahl und Ort",
    "address.country": "Land, Staat, Country",
    "phone": (
        "Telefon, Tel., Telefonnummer, Telefon-Nr., Tel.-Nr., Telefon Festnetz, Festnetz, Fon, Rufnummer,"
        " Telefon dienstlich, Telefon Büro, Vereinstelefon, Phone, Telephone, Phone number"
    ),
    "email": (
        "E-Mail, Email, Mail, Mailadresse, E-Mail-Adresse, E-Mail Adressen, Emailadressen, E-Mails,"
        " E-Mail Verein, Vereins-E-Mail, E-Mail Organisation, E-mail address"
    ),
    "website": "Homepage, Website, Webseite, Internet, Internetseite, Web, WWW, URL, Internetadresse",
    "verified": (
        "Stand, Stand der Daten, Bestätigt, Bestätigt am, Geprüft, Geprüft am, Aktualisiert am,"
        " Letzte Aktualisierung, Zuletzt aktualisiert, Verified"
    ),
    "notes": "Bemerkung, Bemerkungen, Notiz, Notizen, Anmerkung, Anmerkungen, Hinweis, Hinweise, Kommentar, Notes",
}
_OF_CONTACTS = {
    "name": (
        "Ansprechpartner, Ansprechpartnerin, Ansprechpartner/in, Ansprechperson, Kontakt, Kontaktperson,"
        " Name Ansprechpartner, Name Ansprechpartner/in, Name der Kontaktperson, Vertreter, Vertreterin,"
        " Vertreter/in, Vorsitz, Vorsitzender, Vorsitzende, Vorsitzende/r, Vorstand, Contact, Contact person"
    ),
    "given": "Vorname, Rufname, Vorname Ansprechpartner, Given name, First name, Forename",
    "family": "Nachname, Familienname, Zuname, Nachname Ansprechpartner, Family name, Last name, Surname",
    "title": "Titel, Akademischer Titel, Akad. Titel, Title",
    "salutation": "Anrede, Salutation",
    "role": "Funktion, Position, Rolle, Amt, Aufgabe, Role, Function",
    "email": (
        "E-Mail Ansprechpartner, E-Mail Ansprechpartner/in, E-Mail Kontakt, E-Mail Kontaktperson, E-Mail privat,"
        " E-Mail Vorstand, E-Mail Vorsitz, Contact e-mail"
    ),
    "phone": (
        "Telefon Ansprechpartner, Telefon Ansprechpartner/in, Telefon Kontakt, Telefon Kontaktperson,"
        " Telefon privat, Tel. privat, Telefon Vorstand, Contact phone"
    ),
    "mobile": (
        "Mobil, Handy, Mobiltelefon, Mobilnummer, Mobilfunk, Handynummer, Handy-Nr., Telefon mobil, Mobile,"
        " Mobile phone, Cell phone"
    ),
    "language": "Korrespondenzsprache, Sprache Ansprechpartner, Briefsprache, Language of letters",
    "since": "Im Amt seit, Ansprechpartner seit",
}
PEOPLE = (
    "Ansprechpartner, Ansprechpartnerin, Ansprechperson, Kontakt, Kontaktperson, Vorstand, Vorsitz, Contact"
)
"""A heading above several headings that makes theirs those of a person."""
NOT_READ = "Nr., Lfd. Nr., Lfd.-Nr., Nummer, Pos., No., #, Unterschrift, Fax, Telefax"
"""Headings that have nothing to do with any key."""


class Target(NamedTuple):
    """Where the cells of a column go."""

    key: str
    """The key within its part, as ``email``."""
    within: Keys = ()
    """The part of an organisation that the key is in: nothing, an address, or one of the contacts."""

    def __str__(self) -> str:
        match self.within:
            case ("contacts", index):
                return f"contacts[{index}].{self.key}"
            case (str(part),):
                return f"{part}.{self.key}"
        return self.key


def target(text: str) -> Target | None:
    """The target that somebody writes as ``name``, ``address.city`` or ``contacts[0].email``; None if none is."""
    text = text.strip()
    if match := _CONTACT.fullmatch(text):
        return Target(match[2], ("contacts", int(match[1] or 0))) if match[2] in _OF_CONTACTS else None
    if text not in _HEADINGS:
        return None
    part, _dot, key = text.rpartition(".")
    return Target(key, (part,)) if part else Target(key)


def known() -> list[str]:
    """All targets as people write them, for a proposal."""
    return [*_HEADINGS, *(f"contacts[0].{key}" for key in _OF_CONTACTS)]


def of_contact(key: str, index: int = 0) -> Target | None:
    """The target of a contact that corresponds to a key; None if contacts have no such key."""
    return Target(key, ("contacts", index)) if key in _OF_CONTACTS else None


def headings() -> dict[str, Target | None]:
    """All headings as they are usually written, and what they stand for; None for what is not read."""
    found: dict[str, Target | None] = dict.fromkeys(NOT_READ.split(", "))
    for name, written in _HEADINGS.items():
        found |= dict.fromkeys(_split(written), target(name))
    for key, written in _OF_CONTACTS.items():
        found |= dict.fromkeys(_split(written), of_contact(key))
    return found


def _split(written: str) -> list[str]:
    return [heading.strip() for heading in written.split(",")]
