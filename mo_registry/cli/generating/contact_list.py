"""``mo-registry generate contact-list``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.generating import making
from mo_registry.cli.generating.making import Draft, Language, Open, Output
from mo_registry.cli.run import current
from mo_registry.i18n import _, ngettext

if TYPE_CHECKING:
    from mo_registry.documents.contact_list import ContactList


class Audience(StrEnum):
    """Who a contact list is for."""

    INTERNAL = "internal"
    NETWORK = "network"
    PUBLIC = "public"


Formats = Annotated[
    str,
    typer.Option(
        "--format",
        help=_("pdf, xlsx, csv, html, md, txt, json, vcf: one, or several comma by comma."),
        metavar="A,B",
    ),
]

HELP = _(
    "Write a contact list: who to turn to in every organisation.\n\n"
    "What is shown of a person depends on who the list is for. The internal list shows everything; a list"
    " for the network or the public shows of each person what this person agreed to.\n\n"
    "Examples:\n\n  mo-registry generate contact-list\n\n"
    "  mo-registry generate contact-list --network netzwerk-mo --audience network --format pdf"
)


def contact_list(
    context: typer.Context,
    network: Annotated[
        str | None,
        typer.Option(
            help=_("Members of this network only."), metavar="ID", autocompletion=completing.networks
        ),
    ] = None,
    audience: Annotated[
        Audience, typer.Option(help=_("Who the list is for: internal, network or public."))
    ] = Audience.INTERNAL,
    form: Formats = "pdf,html,md,xlsx",
    language: Language = None,
    output: Output = None,
    draft: Draft = False,
    open_it: Open = False,
) -> None:
    """Write a contact list."""
    run = current(context)
    from mo_registry.documents import contact_list as kind
    from mo_registry.documents.contact_lines import Readers

    formats = making.formats("txt" if draft else form, kind.FORMATS)
    registry = run.load()
    making.refuse_hindered(run, registry)
    making.doubt_templates(registry, kind.TEMPLATE, language)
    if run.as_of and audience is not Audience.INTERNAL:
        console.warn(
            _(
                "The list shows what people had agreed to then; some may not agree any more. Do not hand it out."
            )
        )
    made = kind.make(registry, network, Readers(audience.value), formats, language)
    if draft:
        making.show_all(made.files)
        return
    folder = making.folder(run, output)
    changed = making.write(made.files, folder)
    console.report(list(_told(made, audience)))
    console.report(making.places(made.files, folder, changed))
    making.tell_older(made.files, folder)
    if open_it:
        making.open_here(folder / made.files[0].path)


def _told(made: ContactList, audience: Audience) -> Iterator[str]:
    count = len(made.organisations)
    organisations = ngettext("{count} organisation", "{count} organisations", count).format(count=count)
    contacts = ngettext("{count} contact", "{count} contacts", made.contacts).format(count=made.contacts)
    yield _headings()[audience].format(organisations=organisations, contacts=contacts)
    if made.withheld:
        withheld = ngettext(
            "Of {count} contact something is not shown: there is no consent to it.",
            "Of {count} contacts something is not shown: there is no consent to it.",
            made.withheld,
        )
        yield withheld.format(count=made.withheld)
    if made.expired:
        expired = ngettext(
            "Of these {count} had agreed, but the consent has expired: ask again.",
            "Of these {count} had agreed, but the consents have expired: ask again.",
            made.expired,
        )
        yield expired.format(count=made.expired)
    if made.left_out:
        names = ", ".join(organisation.name for organisation in made.left_out)
        yield _("Left out, because dissolved: {names}").format(names=names)


def _headings() -> dict[Audience, str]:
    return {
        Audience.INTERNAL: _("Contact list for the office: {organisations}, {contacts}"),
        Audience.NETWORK: _("Contact list for the network: {organisations}, {contacts}"),
        Audience.PUBLIC: _("Contact list for the public: {organisations}, {contacts}"),
    }
