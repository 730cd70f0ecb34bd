"""Contact lists: complete for the office, and for others what each person has agreed to."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import pytest

from mo_registry.documents import contact_list
from mo_registry.documents.contact_lines import Line, Readers, disclosed, entries
from mo_registry.documents.output import Format
from mo_registry.finding import RegistryError
from mo_registry.model import Contact
from mo_registry.model.organisation import SharedField
from mo_registry.model.part import Address
from mo_registry.registry import Registry, load

Rows = list[dict[str, str]]


def listed(registry: Registry, readers: Readers, network: str | None = "netzwerk") -> Rows:
    """The list's rows by the headings of their columns."""
    made = contact_list.make(registry, network, readers, [Format.MARKDOWN])
    lines = [line for line in made.files[0].content.decode().splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def column(rows: Rows, name: str) -> list[str]:
    return [row[name].replace("\u2068", "").replace("\u2069", "") for row in rows]


def test_the_office_sees_everything_in_the_order_of_din_5007(registry: Registry) -> None:
    rows = listed(registry, Readers.INTERNAL)
    assert list(rows[0]) == [
        "Nr.", "Organisation", "Ansprechperson", "Funktion", "Telefon", "E-Mail", "Anschrift", "Sprachen",
        "Angebote", "Bestätigt am",
    ]  # fmt: skip
    assert column(rows, "Nr.") == ["1", "2", "3", "4", "", "5", ""]
    assert column(rows, "Ansprechperson") == [
        "ليلى حداد", "", "Dr. Vera Kühn", "Олена Ковальчук", "Iryna van der Berg", "Jan Özer", "Mira Koşan",
    ]  # fmt: skip
    assert column(rows, "Anschrift") == [
        "c/o Haddad · Gartenstraße 7 · 01069 Musterstadt",
        "",
        "Marktplatz 1 · 01067 Musterstadt",
        "Musterstraße 1, Hinterhaus · 01067 Musterstadt",
        "c/o Bäckerei Berg · Lindenweg 4 · 01069 Musterstadt",
        "Postfach 10 10 10 · 01001 Musterstadt",
        "",
    ]
    assert column(rows, "Sprachen")[3] == "Ukrainisch, Russisch, Deutsch"
    assert column(rows, "Telefon")[3] == "0221 4710 310 (allg.) · 0171 3920012 (mobil)"
    assert column(rows, "E-Mail")[3] == "<info@hromada.example> · <olena@hromada.example>"


def test_members_see_what_each_person_has_agreed_to(registry: Registry) -> None:
    rows = listed(registry, Readers.NETWORK)
    assert column(rows, "Ansprechperson") == ["ليلى حداد", "", "", "Олена Ковальчук", ""]
    assert column(rows, "Telefon") == [
        "0221 4710 320", "", "0221 4710 300", "0221 4710 310 (allg.) · 0171 3920012 (mobil)", "0221 4710 330",
    ]  # fmt: skip
    assert column(rows, "E-Mail")[2:] == [
        "<post@integrationsstelle.example>", "<info@hromada.example> · <olena@hromada.example>",
        "<verband@vereine.example>",
    ]  # fmt: skip
    assert column(rows, "Anschrift")[0] == "c/o Haddad · Gartenstraße 7 · 01069 Musterstadt"


def test_the_public_sees_less_and_nobodys_home(registry: Registry) -> None:
    rows = listed(registry, Readers.PUBLIC)
    assert column(rows, "Ansprechperson") == ["", "", "", "Олена Ковальчук", ""]
    assert column(rows, "Telefon")[3] == "0221 4710 310"  # the organisation's, not hers
    assert column(rows, "E-Mail")[3] == "<info@hromada.example>"
    assert column(rows, "Anschrift")[0] == ""
    assert "Funktion" not in rows[0]


def test_what_is_withheld_is_counted(registry: Registry) -> None:
    counts = {}
    for readers in Readers:
        made = contact_list.make(registry, "netzwerk", readers, [Format.MARKDOWN])
        counts[readers] = (len(made.organisations), made.contacts, made.withheld)
    # Seven contacts; of the sixth and the five others nothing or not all is for the public.
    assert counts == {
        Readers.INTERNAL: (5, 7, 0),
        Readers.NETWORK: (5, 2, 5),
        Readers.PUBLIC: (5, 1, 7),
    }


@pytest.mark.parametrize(
    ("share", "seen"),
    [
        ({"network": ["name"], "consent": "2023-09-01"}, {"name"}),
        ({"network": ["name"], "consent": "2023-09-02"}, set()),
        ({"network": ["name"], "consent": "2023-01-01", "until": "2023-09-01"}, {"name"}),
        ({"network": ["name"], "consent": "2023-01-01", "until": "2023-08-31"}, set()),
        ({"network": ["name"]}, set()),
        ({"public": ["name"], "consent": "2023-01-01"}, set()),
        ({}, set()),
    ],
)
def test_an_agreement_holds_from_its_day_to_its_last(share: dict[str, Any], seen: set[str]) -> None:
    contact = Contact.model_validate({"family": "Kim", "share": share})
    assert disclosed(contact, Readers.NETWORK, date(2023, 9, 1)) == seen
    assert disclosed(contact, Readers.INTERNAL, date(2023, 9, 1)) == set(SharedField)


def test_only_members_of_the_day_and_nobody_dissolved(registry: Registry) -> None:
    assert column(listed(registry, Readers.INTERNAL, "frauennetz"), "Organisation") == ["Frauengruppe „Süd“"]
    everybody = contact_list.make(registry, None, Readers.PUBLIC, [Format.MARKDOWN])
    assert [organisation.id for organisation in everybody.organisations] == [
        "bruecke", "bruecke-wien", "frauengruppe", "integrationsstelle", "ukrainische-gemeinschaft",
        "verband-der-vereine",
    ]  # fmt: skip
    assert everybody.files[0].path == PurePath("contact-lists", "contact-list-public.md")


def test_somebody_who_has_left_is_not_listed(registry: Registry, change: Any) -> None:
    people = [{"family": "Gegangen", "until": "2023-08-31"}, {"family": "Geblieben", "until": "2023-09"}]
    change("bruecke-wien", contacts=tuple(Contact.model_validate(person) for person in people))
    rows = listed(registry, Readers.INTERNAL, None)
    assert "Gegangen" not in column(rows, "Ansprechperson")
    assert "Geblieben" in column(rows, "Ansprechperson")


def test_formats_file_names_and_language(registry: Registry) -> None:
    made = contact_list.make(registry, "netzwerk", Readers.NETWORK, language="en")
    assert [file.path.name for file in made.files] == [
        "contact-list-netzwerk-network.pdf", "contact-list-netzwerk-network.html",
        "contact-list-netzwerk-network.md", "contact-list-netzwerk-network.xlsx",
    ]  # fmt: skip
    text = made.files[2].content.decode()
    assert text.startswith(
        "# Contact list Netzwerk Musterstadt\n\nAs of Friday, 1 September 2023 · 5 organisations"
    )
    assert "For members of the network only, please do not pass on." in text
    assert "Ukrainian, Russian, German" in text


def test_columns_come_from_the_template(root: Path) -> None:
    (root / "templates").mkdir()
    path = root / "templates" / "contact-list.de.md"
    path.write_text(
        "---\ntitle: Liste\ncolumns:\n  organisation: Wer\n  kind: Was\n  focus_areas: Wofür\n"
        "  website: Netz\n---\n{{ table }}",
        encoding="utf-8",
    )
    rows = listed(load(root), Readers.INTERNAL)
    assert rows[2] == {
        "Wer": "Integrationsstelle Musterstadt",
        "Was": "Amt",
        "Wofür": "Beratung",
        "Netz": "[integrationsstelle.example](https://integrationsstelle.example)",
    }


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            "columns:\n  telefon: Telefon",
            "The template of the contact list names a column “telefon”, which does not exist.",
        ),
        ("closing: x", "The template of the contact list names no columns."),
    ],
)
def test_columns_that_do_not_exist(root: Path, columns: str, message: str) -> None:
    (root / "templates").mkdir()
    path = root / "templates" / "contact-list.de.md"
    path.write_text(f"---\ntitle: Liste\n{columns}\n---\n{{{{ table }}}}", encoding="utf-8")
    with pytest.raises(RegistryError) as problem:
        contact_list.make(load(root))
    assert problem.value.message == message


def test_a_network_that_does_not_exist(registry: Registry) -> None:
    with pytest.raises(RegistryError) as problem:
        contact_list.make(registry, "netzwrk")
    assert (problem.value.message, problem.value.hint) == (
        "No network is called “netzwrk”.",
        "Did you mean netzwerk?",
    )


def test_a_character_that_no_font_has_is_named_with_its_file(registry: Registry, change: Any) -> None:
    change("bruecke-wien", name="ጤና Wien")
    file = registry.relative(registry.place(registry.organisations["bruecke-wien"]).files[0]).as_posix()
    with pytest.raises(RegistryError) as problem:
        contact_list.make(registry)
    assert problem.value.message == (
        "“Kontaktliste Netzwerk Musterstadt” cannot be printed: no font has the characters “ጤ” (U+1324), "
        f"“ና” (U+1293) ({file}); put a font that has them into templates/fonts."
    )
    assert problem.value.hint == "Until then it can be made in other formats: --format html,md"
    made = contact_list.make(registry, None, Readers.INTERNAL, [Format.HTML])
    assert "ጤና Wien" in made.files[0].content.decode()


def test_a_registry_without_organisations(registry: Registry) -> None:
    registry.organisations.clear()
    made = contact_list.make(registry, None)
    assert (made.organisations, made.contacts, made.withheld) == ((), 0, 0)
    assert "0 Organisationen" in made.files[2].content.decode()


def test_no_number_hides_another(registry: Registry, change: Any) -> None:
    people = [
        {"family": "Eins", "phone": "0221 1", "mobile": "0171 1", "email": "eins@x.example"},
        {"family": "Zwei", "phone": "0221 9", "email": "post@x.example"},
    ]
    contacts = tuple(Contact.model_validate(person) for person in people)
    change("bruecke-wien", contacts=contacts, phone="0221 9", email="post@x.example")
    lines = [line for line in in_order(registry) if line.organisation.id == "bruecke-wien"]
    assert [line.phones for line in lines] == [
        {"general": "0221 9", "direct": "0221 1", "mobile": "0171 1"},
        {"direct": "0221 9"},
    ]
    assert [line.emails for line in lines] == [
        {"general": "post@x.example", "direct": "eins@x.example"},
        {"direct": "post@x.example"},
    ]
    made = contact_list.make(registry, None, Readers.INTERNAL, [Format.CSV, Format.JSON, Format.VCARD])
    table, data, cards = (file.content.decode("utf-8-sig") for file in made.files)
    assert "0221 9 (allg.), 0221 1 (direkt), 0171 1 (mobil)" in table
    (first, _second) = (row for row in json.loads(data)["rows"] if row["id"] == "bruecke-wien")
    assert list(first["phone"]) == ["general", "direct", "mobile"]
    card = next(card for card in cards.split("END:VCARD") if "N:Eins;" in card)
    assert [line for line in card.splitlines() if line.startswith(("TEL", "EMAIL"))] == [
        "TEL;VALUE=uri:tel:+492219", "TEL;VALUE=uri:tel:+492211", "TEL;VALUE=uri:tel:+491711",
        "EMAIL:post@x.example", "EMAIL:eins@x.example",
    ]  # fmt: skip


def in_order(registry: Registry) -> list[Line]:
    return [line for entry in entries(registry, None, Readers.INTERNAL) for line in entry.lines()]


def test_what_is_never_published(registry: Registry, change: Any) -> None:
    """When the office last asked, and whose letter box it is, also where its owner shares the address."""
    share = {"network": ["name", "address"], "public": ["name", "address"], "consent": "2023-01-01"}
    home = Address(care_of="Haddad", street="Gartenstraße 7", city="Musterstadt")
    change("bruecke", contacts=(Contact.model_validate({"family": "Haddad", "share": share}),), address=home)
    public, members = listed(registry, Readers.PUBLIC), listed(registry, Readers.NETWORK)
    assert "Bestätigt am" not in public[0]
    assert "Bestätigt am" in members[0]
    assert column(public, "Anschrift")[0] == ""
    assert column(members, "Anschrift")[0] == "c/o Haddad · Gartenstraße 7 · Musterstadt"


def test_who_is_left_out_is_told(registry: Registry) -> None:
    made = contact_list.make(registry, None, Readers.INTERNAL, [Format.MARKDOWN])
    assert [organisation.id for organisation in made.left_out] == ["kulturverein-alt"]
    assert "· 6 Organisationen (ohne 1 aufgelöste) ·" in made.files[0].content.decode()
