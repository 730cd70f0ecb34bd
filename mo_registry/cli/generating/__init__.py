"""``mo-registry generate``: one module a document."""

from __future__ import annotations

from mo_registry.cli.generating import (
    answer_form,
    calendar,
    contact_list,
    data_sheets,
    invitation,
    name_badges,
    programme,
    protocol,
    sign_in_sheet,
)
from mo_registry.cli.remembering import RememberingCommands
from mo_registry.i18n import _

app = RememberingCommands(
    help=_(
        "Write letters, lists and minutes from the registry and its templates.\n\n"
        "Files are written below out/ in the registry, which git ignores: they hold personal data. Nothing is"
        " sent. The same registry on the same day gives the same files.\n\n"
        "With --as-of they are made again as they were made then, with the templates of then, into a folder of"
        " their own: out/as-of-….\n\n"
        "Examples:\n\n  mo-registry generate invitation 2023-09-27-netzwerktreffen\n\n"
        "  mo-registry generate contact-list --network netzwerk-mo --audience network\n\n"
        "  mo-registry generate protocol 2023-05-31-netzwerktreffen --format pdf,html\n\n"
        "  mo-registry generate sign-in-sheet 2023-09-27-netzwerktreffen\n\n"
        "  mo-registry generate data-sheets --unverified-for 365\n\n"
        "  mo-registry generate calendar --year 2023"
    )
)

app.command("invitation", help=invitation.HELP)(invitation.invitation)
app.command("answer-form", help=answer_form.HELP)(answer_form.answer_form)
app.command("contact-list", help=contact_list.HELP)(contact_list.contact_list)
app.command("protocol", help=protocol.HELP)(protocol.protocol)
app.command("programme", help=programme.HELP)(programme.programme)
app.command("sign-in-sheet", help=sign_in_sheet.HELP)(sign_in_sheet.sign_in_sheet)
app.command("name-badges", help=name_badges.HELP)(name_badges.name_badges)
app.command("data-sheets", help=data_sheets.HELP)(data_sheets.data_sheets)
app.command("calendar", help=calendar.HELP)(calendar.calendar)
