"""The language in which the tool speaks: English source, gettext catalogues.

The language is settled once, before the command line is built, because help texts are made at import.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LANGUAGES = ("de", "en")
DOMAIN = "mo_registry"
_WITH_VALUE = ("--language", "--registry", "--private", "--today")
"""The options before the command that are followed by a value."""
LOCALE_DIR = Path(__file__).parent / "locale"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def install(language: str) -> None:
    """Speak this language from now on; an unknown one is English."""
    global _catalogue, _language  # noqa: PLW0603  (as gettext.install: one language a process)
    _catalogue = gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)
    _language = language if language in LANGUAGES else "en"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while, as a document in that language needs it."""
    global _catalogue, _language  # as `install`
    before = _catalogue, _language
    install(language)
    try:
        yield
    finally:
        _catalogue, _language = before


def language() -> str:
    """The language in force, ``de`` or ``en``."""
    return _language


def _(message: str) -> str:
    """The message in the language in force."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that fits the count, in the language in force."""
    return _catalogue.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802  (gettext's established name)
    """Mark a text for the catalogue that is translated later, where it is shown."""
    return message


def settle(arguments: Sequence[str], settings: str | None = None) -> str:
    """Which language this run speaks.

    The first of: ``--language`` among the arguments, ``MO_REGISTRY_LANGUAGE``, the registry's settings,
    the environment's locale, English.
    """
    wanted = (
        option(arguments, "--language"),
        os.environ.get("MO_REGISTRY_LANGUAGE"),
        settings,
        next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None),
        locale.getlocale()[0],
    )
    for candidate in wanted:
        code = (candidate or "").lower().replace("german", "de").replace("english", "en")[:2]
        if code in LANGUAGES:
            return code
    return "en"


def option(arguments: Sequence[str], wanted: str) -> str | None:
    """The value of an option before the command; behind it, the same name may mean something else."""
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if not name.startswith("-"):
            return None
        if name in _WITH_VALUE and not equals:
            value = next(rest, "")
        if name == wanted:
            return value
    return None
