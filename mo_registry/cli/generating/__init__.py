"""``mo-registry generate``: one module a document."""

from __future__ import annotations

from mo_registry.cli.generating import calendar, contact_list, invitation, protocol
from mo_registry.cli.page import Commands
from mo_registry.i18n import _

app = Commands(
    help=_(
        "Write letters, lists and minutes from the registry and its templates.\n\n"
        "Files are written below out/ in the registry, which git ignores: they hold personal data. Nothing is"
        " sent. The same registry on the same day gives the same files.\n\n"
        "Examples:\n\n  mo-registry generate invitation 2023-09-27-netzwerktreffen\n\n"
        "  mo-registry generate contact-list --network netzwerk-mo --audience network\n\n"
        "  mo-registry generate protocol 2023-05-31-netzwerktreffen --format pdf,html\n\n"
        "  mo-registry generate calendar --year 2023"
    )
)

app.command("invitation", help=invitation.HELP)(invitation.invitation)
app.command("contact-list", help=contact_list.HELP)(contact_list.contact_list)
app.command("protocol", help=protocol.HELP)(protocol.protocol)
app.command("calendar", help=calendar.HELP)(calendar.calendar)
