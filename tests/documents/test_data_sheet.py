"""Data sheets: everything that is held on an organisation, to whom, and that everybody is accounted for."""

from __future__ import annotations

import io
import re
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path, PurePath
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from mo_registry.documents import data_sheet
from mo_registry.documents.data_sheet import DataSheets, Wishes
from mo_registry.documents.fields import View
from mo_registry.documents.formats import Formats
from mo_registry.documents.output import Format
from mo_registry.documents.particulars import particulars
from mo_registry.finding import RegistryError
from mo_registry.model import Contact, Organisation
from mo_registry.model.organisation import Channel
from mo_registry.model.part import Address
from mo_registry.registry import Registry
from tests.conftest import Result, Run


def delivered(made: DataSheets) -> list[str]:
    return [delivery.recipient.organisation.id for delivery in made.deliveries]


def left(made: DataSheets) -> dict[str, str]:
    return {it.organisation.id: it.reason for it in made.omissions}


def sheet(registry: Registry, organisation: str, form: Format = Format.MARKDOWN) -> bytes:
    made = data_sheet.make(registry, Wishes((organisation,)), [form])
    (file,) = made.files
    assert file.path == PurePath("data-sheets", f"{organisation}.{form}")
    return file.content


def pages(raw: bytes) -> list[str]:
    return [page.extract_text().replace("\u00a0", " ") for page in PdfReader(io.BytesIO(raw)).pages]


def speak(identifier: str, language: str, registry: Registry, change: Any) -> None:
    """Let the first contact of an organisation want letters in a language."""
    first, *others = registry.organisations[identifier].contacts
    change(identifier, contacts=(first.model_copy(update={"language": language}), *others))


# What it says


def rows(written: str) -> dict[str, str]:
    """What is held, by what it is about; of what comes twice, the last."""
    cells = [line.strip("| ").split(" | ") for line in written.splitlines() if line.startswith("| ")]
    return {row[0].strip(): row[1].strip() for row in cells if len(row) == 3}


def test_everything_that_is_held(registry: Registry, change: Any) -> None:
    speak("ukrainische-gemeinschaft", "de", registry, change)
    written = sheet(registry, "ukrainische-gemeinschaft").decode()
    head, organisation, contacts, offers, rights = written.split("\n## ")
    assert "\n# Bitte prüfen Sie Ihre Angaben: Українська громада Мустерштадт e.V.\n" in head
    assert "Sehr geehrte Frau Ковальчук,\n" in head
    assert "Zuletzt haben Sie uns die Angaben am 01.03.2023 bestätigt." in head
    assert (
        "**Bitte antworten Sie bis Freitag, 29. September 2023**: mit diesem Schreiben per Post, per Fax an 0221 4710 309"
        in head
    )
    assert head.count("- [ ] ") == 3
    assert rows(organisation) == {
        "Angabe": "So steht es bei uns",
        "-" * 29: rows(organisation)["-" * 29],
        "Name": "Українська громада Мустерштадт e.V.",
        "Auch bekannt als": "Ukrainische Gemeinschaft Musterstadt e.V.",
        "Art": "Migrantenorganisation",
        "Rechtsform": "e.V.",
        "Vereinsregister": "Amtsgericht Musterstadt, VR 1234",
        "Gegründet": "1998",
        "Anschrift": "Musterstraße 1, Hinterhaus · 01067 Musterstadt",
        "Telefon": "0221 4710 310",
        "E-Mail": "<info@hromada.example>",
        "Im Internet": "[hromada.example](https://hromada.example)",
        "Netzwerke": "Netzwerk Musterstadt seit 01.01.2019, Frauennetz seit 2020 bis 31.12.2022",
        "Mitglied in": "Verband der Vereine Musterstadt e.V.",
        "Sprachen": "Ukrainisch, Russisch, Deutsch",
        "Schwerpunkte": "Sprache, Kultur",
        "Für wen": "Geflüchtete, Familien",
        "Wo": "Nord",
        "Themen, die Sie sich wünschen": "Förderung, Gesundheit",
    }
    first, second = contacts.split("\n### ")[1:]
    assert first.startswith("Олена Ковальчук\n")
    assert {name: rows(first)[name] for name in ("Anrede", "Mobil", "Bekommt", "Dazu die Zustimmung")} == {
        "Anrede": "Frau",
        "Mobil": "0171 3920012",
        "Bekommt": "Einladungen, Protokolle",
        "Dazu die Zustimmung": "vom 01.03.2023 (Bogen vom 01.03.2023), gilt bis 01.03.2033",
    }
    assert rows(first)["Andere im Netzwerk dürfen sehen"] == "Name, Funktion, E-Mail, Telefon"
    assert rows(first)["Alle dürfen sehen"] == "Name"
    assert rows(second)["Eigene Anschrift"] == "c/o Bäckerei Berg · Lindenweg 4 · 01069 Musterstadt"
    assert rows(second)["Funktion"] == "Kasse seit 2018 bis 31.12.2024"
    assert rows(second)["Alle dürfen sehen"] == "nichts"
    assert "| Sprachcafé | Deutsch üben bei *Tee* und Kuchen." in offers
    assert "| Ankommen | Läuft seit 01.04.2022 bis 31.03.2024. Gefördert von: Land, Förderlinie 2." in offers
    assert "(Artikel 15 DSGVO)" in rights
    assert "Schlüssel" not in written  # the office's own notes


def test_every_value_of_the_organisation_is_on_its_sheet(registry: Registry) -> None:
    """A field that comes into the model one day is not forgotten here."""
    organisation = registry.organisations["bruecke"]
    told = set(particulars(View(registry, "de"), Formats("de"), organisation))
    # What the office keeps for itself, and what no active organisation has.
    own = {"notes", "sort_name", "former_ids", "not_the_same", "status", "dissolved", "succeeded_by"}
    assert set(Organisation.model_fields) - told - own == {"register_number", "register_court"}
    assert "register" in told


def test_what_is_not_known_is_asked_for(registry: Registry, change: Any) -> None:
    change("bruecke", contacts=(), phone="+49 221 4710 1", verified=None)
    written = sheet(registry, "bruecke").decode()
    assert rows(written)["Gegründet"] == ""
    assert "Bei uns steht noch niemand. An wen dürfen wir uns wenden" in written
    assert "Bisher haben Sie uns die Angaben noch nicht bestätigt." in written


def test_it_is_a_letter_in_every_format(registry: Registry) -> None:
    told = pages(sheet(registry, "verband-der-vereine", Format.PDF))
    assert "Herrn Jan Özer\nPostfach 10 10 10\n01001 Musterstadt" in told[0]
    assert f"Seite {len(told)} von {len(told)}" in told[-1]
    assert "Name und Unterschrift für die Organisation" in told[-1]
    word = docx.Document(io.BytesIO(sheet(registry, "verband-der-vereine", Format.WORD)))
    assert [row.cells[0].text for row in word.tables[0].rows][:3] == ["Angabe", "Name", "Art"]
    page = sheet(registry, "verband-der-vereine", Format.HTML).decode()
    assert '<input type="text" size="30" aria-label="So ist es richtig: Telefon" class="rest">' in page


def test_the_language_is_that_of_the_contact(registry: Registry, change: Any) -> None:
    change(
        "bruecke-wien", contacts=(Contact(family="Kim", salutation="mr", language="en", email="k@x.example"),)
    )
    written = sheet(registry, "bruecke-wien").decode()
    assert "Dear Mr Kim,\n" in written
    assert "**Please answer by Friday, 29 September 2023**" in written


GERMAN = (
    "Auf Deutsch: Wir bitten die Organisation „Українська громада Мустерштадт e.V.“, ihre Angaben in unserem"
    " Verzeichnis „Netzwerk Musterstadt“ zu prüfen und bis Freitag, 29. September 2023 zu antworten.\n"
)
LANGUAGES = ("de", "en", "de-simple", "tr", "uk", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_complete_in_every_language(registry: Registry, change: Any, language: str) -> None:
    speak("ukrainische-gemeinschaft", "de", registry, change)
    german = tables(sheet(registry, "ukrainische-gemeinschaft").decode())
    speak("ukrainische-gemeinschaft", language, registry, change)
    written = sheet(registry, "ukrainische-gemeinschaft").decode()
    own = tables(written)
    assert [len(rows) for rows in own] == [len(rows) for rows in german]
    same = {"Українська громада Мустерштадт e.V.", "0171 3920012", "<olena@hromada.example>", "1998"}
    told = {re.sub(HIDDEN, "", row[1]) for rows in own for row in rows}
    assert same <= told
    assert written.count("- [ ] ") == 3
    assert "\n\n" + GERMAN in written if language[:2] != "de" else "Auf Deutsch" not in written
    shown = re.sub(HIDDEN, "", "".join(pages(sheet(registry, "ukrainische-gemeinschaft", Format.PDF))))
    assert ("Auf Deutsch:" in shown) == (language[:2] != "de")
    # No word of the German sheet is left but those that were entered, and the summary.
    if language in ("tr", "uk", "ar"):
        left = {"Angabe", "So steht es bei uns", "So ist es richtig", "Anschrift", "nichts", "keine Angabe"}
        assert not {cell for rows in own for row in rows for cell in row} & left


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consent_that_has_run_out_shows_nothing(registry: Registry, change: Any, language: str) -> None:
    first, *_others = registry.organisations["ukrainische-gemeinschaft"].contacts
    share = first.share.model_copy(update={"until": date(2023, 8, 31)})
    only = first.model_copy(update={"language": language, "share": share, "channel": None})
    change("ukrainische-gemeinschaft", contacts=(only,))
    nothing, expired, unknown = EXPIRED[language]
    written = re.sub(HIDDEN, "", sheet(registry, "ukrainische-gemeinschaft").decode())
    values = [row[1] for row in tables(written)[1]]
    assert values[-4:-1] == [nothing if it else MAILED[language] for it in (0, 1, 1)]
    assert re.sub(r".*\)[,،] ", "", values[-1]) == expired
    assert values[-5] == unknown


HIDDEN = "[\u200b\u2066-\u2069]"
EXPIRED = {
    "de": ("nichts", "abgelaufen am 31.08.2023", "keine Angabe"),
    "en": ("nothing", "expired on 31 Aug 2023", "not stated"),
    "de-simple": ("nichts", "nicht mehr gültig, zu Ende am 31.08.2023", "wissen wir nicht"),
    "tr": ("hiçbir şey", "süresi doldu: 31.08.2023", "bilinmiyor"),
    "uk": ("нічого", "термін дії закінчився 31.08.2023", "не вказано"),
    "ar": ("لا شيء", "انتهت صلاحيتها في 31.08.2023", "غير معروف"),
}
MAILED = {
    "de": "Einladungen, Protokolle",
    "en": "invitations, minutes",
    "de-simple": "Einladungen, Berichte von Treffen",
    "tr": "davetler, tutanaklar",
    "uk": "запрошення, протоколи",
    "ar": "الدعوات، المحاضر",
}


def tables(written: str) -> list[list[list[str]]]:
    """The rows of every table, without its head."""
    found = re.findall(r"(?:^\|.*\n)+", written, flags=re.M)
    return [
        [[cell.strip() for cell in line.strip("| \n").split(" | ")] for line in table.splitlines()[2:]]
        for table in found
    ]


@pytest.mark.parametrize("name", ["# *x* {{ y }} e.V.", "[ ] ____ Verein", "<script>alert(1)</script>"])
def test_a_name_stays_a_name(registry: Registry, change: Any, name: str) -> None:
    change("bruecke-wien", name=name)
    (told, *_others) = pages(sheet(registry, "bruecke-wien", Format.PDF))
    assert told.count(name) == 3  # address, subject, table


# To whom


def test_everybody_is_accounted_for(registry: Registry) -> None:
    made = data_sheet.make(registry)
    assert delivered(made) == ["bruecke", "bruecke-wien", "ukrainische-gemeinschaft", "verband-der-vereine"]
    assert left(made) == {
        "frauengruppe": "dormant, and not asked for by name",
        "integrationsstelle": "keeps the registry itself",
        "kulturverein-alt": "dissolved",
    }
    assert len(made.organisations) == len(made.deliveries) + len(made.omissions)
    assert [file.path.as_posix() for file in made.files] == [
        f"data-sheets/{name}.pdf" for name in delivered(made)
    ]
    assert (made.complete, made.answer_by) == (True, date(2023, 9, 29))
    assert {channel: len(found) for channel, found in made.reached().items()} == {
        Channel.POST: 2,
        Channel.EMAIL: 2,
    }


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        (183, ["bruecke", "bruecke-wien", "ukrainische-gemeinschaft"]),
        (184, ["bruecke", "bruecke-wien"]),
        (0, ["bruecke", "bruecke-wien", "ukrainische-gemeinschaft"]),
    ],
)
def test_only_who_has_not_confirmed_for_so_long(
    registry: Registry, change: Any, days: int, asked: list[str]
) -> None:
    change("bruecke-wien", verified=None)
    change("verband-der-vereine", verified=date(2023, 9, 1))
    made = data_sheet.make(registry, Wishes(unverified_for=days), [Format.MARKDOWN])
    assert delivered(made) == asked
    assert left(made)["verband-der-vereine"] == f"confirmed within the last {days} days"
    assert len(made.organisations) == len(made.deliveries) + len(made.omissions) == 7


def test_by_name_those_are_asked_who_are_not_otherwise(registry: Registry) -> None:
    made = data_sheet.make(
        registry, Wishes(("integrationsstelle", "kulturverein-alt", "frauengruppe")), [Format.MARKDOWN]
    )
    assert "integrationsstelle" in delivered(made)
    assert left(made)["kulturverein-alt"] == "dissolved"
    assert not any(it.expected for it in made.omissions)


def test_members_of_a_network(registry: Registry) -> None:
    made = data_sheet.make(registry, Wishes(network="frauennetz"), [Format.MARKDOWN])
    # A member until the end of last year is none.
    assert "ukrainische-gemeinschaft" not in {it.id for it in made.organisations}


def test_who_cannot_be_reached_is_told(registry: Registry, change: Any) -> None:
    change("bruecke-wien", contacts=(), address=None, email=None, phone=None)
    made = data_sheet.make(registry, Wishes(("bruecke-wien",)))
    (omission,) = made.omissions
    assert (omission.reason, omission.unreachable) == ("no address, e-mail address or telephone number", True)
    assert made.complete


def test_what_cannot_be_printed_keeps_no_other_back(registry: Registry, change: Any) -> None:
    change("bruecke-wien", contacts=(Contact(family="ጤና"),))
    long = Address(department="A", care_of="B", street="Weg 1", postal_code="1", city="Wien", country="AT")
    change("verband-der-vereine", address=long, contacts=(Contact(family="Kim", channel=Channel.POST),))
    made = data_sheet.make(registry, Wishes(bundle=True))
    assert delivered(made) == ["bruecke", "ukrainische-gemeinschaft"]
    assert [it.organisation.id for it in made.omissions if not it.by_rule] == [
        "bruecke-wien",
        "verband-der-vereine",
    ]
    assert not made.complete
    assert made.bundles == (PurePath("data-sheets.pdf"),)


def test_what_goes_by_post_in_one_file(
    registry: Registry, change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In one file with Arabic a program cannot tell the brackets of German text from their mirror images.
    speak("bruecke", "de", registry, change)
    made = data_sheet.make(registry, Wishes(bundle=True))
    by_path = {file.path.as_posix(): file.content for file in made.files}
    bound = pages(by_path["data-sheets.pdf"])
    singles = [
        page
        for name in ("bruecke", "verband-der-vereine")
        for page in pages(by_path[f"data-sheets/{name}.pdf"])
    ]
    assert [page for page in bound if page] == singles
    assert bound[3] == ""  # the first letter has three pages; the next one begins on a sheet of its own
    assert "Verband der Vereine Musterstadt e.V." in "".join(bound)
    monkeypatch.setattr(data_sheet, "LETTERS_WITH_FORMS", 1)
    made = data_sheet.make(registry, Wishes(bundle=True))
    assert made.bundles == (PurePath("data-sheets-1.pdf"), PurePath("data-sheets-2.pdf"))
    assert data_sheet.make(registry, Wishes(bundle=True), [Format.HTML]).bundles == ()


def test_the_same_bytes(registry: Registry) -> None:
    one, other = (
        data_sheet.make(registry, Wishes(bundle=True), data_sheet.FORMATS).files for _again in range(2)
    )
    assert one == other


def test_what_is_asked_for_wrongly(registry: Registry) -> None:
    for wishes, told in (
        (Wishes(("brucke",)), "There is no organisation “brucke”."),
        (Wishes(network="netzwrk"), "There is no network “netzwrk”."),
        (Wishes(("bruecke",), "netzwerk"), "--to and --network cannot be used together."),
    ):
        with pytest.raises(RegistryError) as problem:
            data_sheet.make(registry, wishes)
        assert problem.value.message == told


# The command


def test_the_account(run: Run, small: Path) -> None:
    result = run("generate", "data-sheets", "--bundle", "--unverified-for", "184")
    assert (result.code, result.err) == (0, "")
    assert result.out == ACCOUNT
    assert (small / "out" / "data-sheets" / "bruecke.pdf").is_file()
    again = run("generate", "data-sheets", "--bundle", "--unverified-for", "184")
    assert "files, all as they were before: " in again.out


ACCOUNT = """\
Data sheets, to be answered by Friday, 29.09.2023

  by post    2  Arabic 1 · German 1  out/data-sheets.pdf
  by e-mail  1  German 1
  not now    1  dormant, and not asked for by name
  not now    1  keeps the registry itself
  not now    1  dissolved
  not now    1  confirmed within the last 184 days
  together   7  every one accounted for

4 files: out/data-sheets/, out/
Nothing has been sent. When an answer comes: mo-registry set bruecke verified=DATE
"""


def test_a_draft_for_each_who_is_written_to_by_e_mail(run: Run, small: Path) -> None:
    result = run("generate", "data-sheets", "--format", "pdf,eml")
    assert result.lines[3] == (
        "  by e-mail  2  German 1 · Ukrainian 1  mail-to-bruecke-wien.eml, mail-to-ukrainische-gemeinschaft.eml"
    )
    folder = small / "out" / "data-sheets"
    assert sorted(it.name for it in folder.glob("*.eml")) == [
        "mail-to-bruecke-wien.eml",
        "mail-to-ukrainische-gemeinschaft.eml",
    ]
    mail = message_from_bytes(
        (folder / "mail-to-ukrainische-gemeinschaft.eml").read_bytes(), policy=policy.default
    )
    assert mail["To"] == "Олена Ковальчук <olena@hromada.example>"
    assert mail["Subject"] == "Будь ласка, перевірте свої дані: Українська громада Мустерштадт e.V."
    plain = mail.get_body(("plain",))
    assert plain is not None
    body = plain.get_content().replace("\r\n", "\n")
    assert body.startswith("Шановна пані Ковальчук!\n\nУ нашому реєстрі «Netzwerk Musterstadt» є дані")
    assert "\n\nDr. Vera Kühn\nLeitung\n\n" in body
    assert "[ ]" not in body
    (paper,) = mail.iter_attachments()
    assert paper.get_filename() == "data-sheet.pdf"
    assert paper.get_content() == (folder / "ukrainische-gemeinschaft.pdf").read_bytes()


def test_drafts_alone_are_made_beside_the_sheets(run: Run, small: Path) -> None:
    run("generate", "data-sheets", "--format", "eml", "--to", "bruecke-wien")
    names = sorted(it.name for it in (small / "out" / "data-sheets").iterdir())
    assert names == ["bruecke-wien.pdf", "mail-to-bruecke-wien.eml"]


def test_an_address_that_is_none_is_left_out(registry: Registry, change: Any) -> None:
    change("bruecke-wien", contacts=(Contact(family="Kim", email="kim(at)x", channel=Channel.EMAIL),))
    made = data_sheet.make(registry, Wishes(("bruecke-wien",), mail=True))
    assert left(made) == {
        "bruecke-wien": "“kim(at)x” is no e-mail address that can be used (data/organisations/bruecke-wien.yaml)"
    }
    assert made.files == ()


def test_old_sheets_are_pointed_out(run: Run, small: Path) -> None:
    run("generate", "data-sheets", "--format", "md")
    (small / "out" / "data-sheets" / "gone.md").write_text("Liebe …", "utf-8")
    assert run("generate", "data-sheets", "--format", "md").err == (
        "In the same folder lie letters that this run has not made: gone.md. Do not send them.\n"
    )
    assert run("generate", "data-sheets", "--format", "md", "--to", "bruecke").err == ""


def test_the_last_day_to_answer(run: Run, small: Path) -> None:
    result = run("generate", "data-sheets", "--to", "bruecke", "--format", "md", "--answer-by", "15.9.2023")
    assert result.lines[0] == "Data sheets, to be answered by Friday, 15.09.2023"
    assert run("generate", "data-sheets", "--answer-by", "2023-08-31") == Result(
        2,
        "",
        "error: Nobody can answer by 31.08.2023: the letters are dated 01.09.2023.\n"
        "  = help: Name a later day behind --answer-by, or none for four weeks from today.\n",
    )


def test_a_bundle_is_printed(run: Run) -> None:
    assert run("generate", "data-sheets", "--bundle", "--format", "html") == Result(
        2,
        "",
        "error: --bundle is for letters that are printed.\n  = help: Add pdf to the formats: --format pdf,docx\n",
    )


def test_it_ends_with_1_where_something_is_to_be_mended(run: Run, small: Path) -> None:
    file = small / "data" / "organisations" / "bruecke-wien.yaml"
    file.write_text(file.read_text("utf-8").replace("name: Die Brücke Wien", "name: Die Brücke ጤና"), "utf-8")
    result = run("generate", "data-sheets", "--to", "bruecke-wien")
    assert result.code == 1
    assert "  left out  1  Die Brücke ጤና: no font has the characters" in result.out
