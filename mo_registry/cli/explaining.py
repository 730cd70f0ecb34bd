"""``mo-registry explain``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mo_registry import console
from mo_registry.cli import completing
from mo_registry.cli.page import WIDEST, Commands
from mo_registry.i18n import _
from mo_registry.screen import HEADING, Line, paragraph, yaml

if TYPE_CHECKING:
    from mo_registry.manual import Example, Page

app = Commands()


@app.command(
    help=_(
        "Explain what a check means, with an example that fails and one that passes.\n\n"
        "Without a code: all checks in a table.\n\n"
        "Examples:\n\n  mo-registry explain MO203\n\n  mo-registry explain"
    )
)
def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            help=_("The code of a check, as it stands in brackets behind “error”."),
            metavar=_("[CODE]"),
            autocompletion=completing.codes,
        ),
    ] = None,
) -> None:
    """Explain a check."""
    from mo_registry import checks, manual

    if code is not None:
        return console.show(_lines(manual.page(manual.find(code))))
    pages = (manual.page(rule) for rule in checks.catalogue())
    rows = [(page.rule.code, _severity(page), page.title) for page in pages]
    return console.table((_("code"), _("severity"), _("meaning")), rows)


def _severity(page: Page) -> str:
    from mo_registry.findings_text import severity_name

    return severity_name(page.rule.severity)


def _lines(page: Page) -> Iterator[Line]:
    from mo_registry.findings_text import COLOURS

    room = console.width(WIDEST)
    yield [(page.rule.code, COLOURS[page.rule.severity]), (f" · {_severity(page)}", "")]
    yield from paragraph(page.title, room, HEADING)
    for text in page.paragraphs:
        yield []
        yield from paragraph(text, room)
    yield from _example(_("Fails:"), page.fails)
    yield from _example(_("Passes:"), page.passes)
    yield []
    yield from paragraph(_remedy(page), room)


def _example(heading: str, example: Example) -> Iterator[Line]:
    yield []
    yield [(heading, HEADING)]
    for file in example:
        yield from yaml((file.heading, *file.lines), margin="  ")


def _remedy(page: Page) -> str:
    from mo_registry.checks.settings import FIXED
    from mo_registry.checks.templates import FAMILY as TEMPLATES

    code = page.rule.code
    if code.startswith(TEMPLATES):
        return _(
            "This is found by mo-registry templates check. What it counts in the whole registry is settled in"
            " data/registry.yaml under checks: error, warning, information or off."
        )
    if code in FIXED:
        return _("This check always counts: what it finds was not read.")
    return _(
        "Where it is right all the same, say so on that line: # allow {code}: because … What it counts in the"
        " whole registry is settled in data/registry.yaml under checks: error, warning, information or off."
    ).format(code=code)
