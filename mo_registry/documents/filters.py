"""What templates can do with a value: ``{{ event.date | day }}``."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import pass_environment

from mo_registry.documents.formats import Formats, plain_phone
from mo_registry.documents.slots import Linked


def filters(formats: Formats) -> dict[str, Any]:
    """What templates write behind a bar: ``{{ event.date | day }}``."""
    return {
        "date": formats.weekday_date,
        "day": formats.day,
        "short_date": formats.short_date,
        "times": formats.times,
        "zu": formats.invited_to,
        "listed": pass_environment(lambda sandbox, values: sandbox.listed(values, formats.list)),
        "language": formats.language_name,
        "phone": lambda number: phone_link(str(number or ""), formats),
        "mail": lambda address: Linked(str(address or ""), f"mailto:{address}" if address else ""),
        "web": lambda address: Linked(_bare(str(address or "")), str(address or "")),
    }


def phone_link(number: str, formats: Formats) -> Linked:
    """A telephone number that can be called from a screen."""
    digits = re.sub(r"[^0-9+]", "", plain_phone(number, abroad=True))
    return Linked(formats.phone(number), f"tel:{digits}" if digits.startswith("+") else "")


def _bare(address: str) -> str:
    return re.sub(r"^https?://|/$", "", address)
