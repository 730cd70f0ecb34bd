"""Rules about templates. They are found by `mo-registry templates check`, which fills every template in.

What is wrong is worded where it is found; here stands what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mo_registry.finding import Finding, Severity, rule
from mo_registry.i18n import _
from mo_registry.registry import Registry

FAMILY = "MO4"
"""How the codes of these rules begin."""
CHECKS: tuple[Callable[[Registry], Iterator[Finding]], ...] = ()
"""Data are right or wrong whatever the templates say, so `mo-registry validate` leaves them alone."""


@rule("MO401")
def absent_field(message: str, advice: str) -> tuple[str, str]:
    """A template asks for a field that does not exist.

    No letter could be written with it. Which fields there are, ``mo-registry templates show invitation
    --fields`` says.

    Fails:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Am {{ event.datum | day }} treffen wir uns.

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Am {{ event.date | day }} treffen wir uns.
    """
    return message, advice


@rule("MO402")
def not_understood(message: str, advice: str) -> tuple[str, str]:
    """A gap or a tag of a template cannot be understood.

    A gap begins with ``{{`` and ends with ``}}``, a tag begins with ``{%`` and ends with ``%}``. What is
    begun with ``if`` or ``for`` ends with ``endif`` or ``endfor``.

    Fails:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        {% if event.topic %}Thema: {{ event.topic }}

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        {% if event.topic %}Thema: {{ event.topic }}{% endif %}
    """
    return message, advice


@rule("MO403")
def unknown_filter(message: str, advice: str) -> tuple[str, str]:
    """A template writes a field in a way that does not exist.

    Behind the bar stands how a field is written: ``day``, ``times``, ``listed`` and others, always by
    these names.

    Fails:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Am {{ event.date | tag }} treffen wir uns.

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Am {{ event.date | day }} treffen wir uns.
    """
    return message, advice


@rule("MO404")
def wrong_header(message: str, advice: str) -> tuple[str, str]:
    """The header of a template says something that it cannot say.

    The short texts between the two lines of hyphens have fixed names; so have the columns of a list.

    Fails:
        # templates/invitation.de.md
        ---
        titel: Einladung
        ---
        Wir treffen uns.

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Wir treffen uns.
    """
    return message, advice


@rule("MO405")
def impossible(message: str, advice: str) -> tuple[str, str]:
    """A template does something with a value that cannot be done.

    A list is no text: it is gone through with ``for`` or joined with ``listed``. And a field can be
    empty in some entries: then a letter to some would be written, and to others not.

    Fails:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Mit {{ event.partners }}.

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Mit {{ event.partners | listed }}.
    """
    return message, advice


@rule("MO406")
def endless(message: str, advice: str) -> tuple[str, str]:
    """A template does more than any document needs.

    It would run for ever or fill the memory, and is stopped.

    Fails:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        {% for number in range(99999) %}{% for other in range(99999) %}.{% endfor %}{% endfor %}

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        {% for number in range(3) %}Zeile {{ number }} {% endfor %}
    """
    return message, advice


@rule("MO407")
def unusable_file(message: str, advice: str) -> tuple[str, str]:
    """A file of templates cannot be read.

    It is not in UTF-8, too long for a template, or leads out of its folder.

    Fails:
        # templates/invitation.de.md (windows-1252)
        ---
        title: Grüße
        ---
        Wir treffen uns.

    Passes:
        # templates/invitation.de.md
        ---
        title: Grüße
        ---
        Wir treffen uns.
    """
    return message, advice


@rule("MO408", Severity.WARNING)
def unused(name: str, advice: str) -> tuple[str, str]:
    """No document uses a file in the folder of templates.

    Somebody has probably changed it and expects that to be seen. A template is called like the document,
    then a full stop, the code of the language in small letters, and ``.md``.

    Fails:
        # templates/Einladung.DE.md
        ---
        title: Einladung
        ---
        Wir treffen uns.

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Wir treffen uns.
    """
    return _("no document uses “{name}”").format(name=name), advice


@rule("MO409", Severity.WARNING)
def single_brace(gap: str, right: str) -> tuple[str, str]:
    """A gap has one brace instead of two.

    It is printed as it stands.

    Fails:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Am {event.date} treffen wir uns.

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Am {{ event.date | day }} treffen wir uns.
    """
    return _("“{gap}” is printed as it stands").format(gap=gap), _("a gap has two braces: {right}").format(
        right=right
    )


@rule("MO410")
def lost_gap(key: str, gap: str) -> tuple[str, str]:
    """A fixed word has lost the place where something is put in.

    Without ``{time}`` no letter would say when the meeting begins.

    Fails:
        # templates/words.tr.yaml
        time: Saat

    Passes:
        # templates/words.tr.yaml
        time: "Saat {time}"
    """
    return (
        _("“{key}” lacks {gap}").format(key=key, gap=gap),
        _("write {gap} where it is to stand").format(gap=gap),
    )


@rule("MO411", Severity.WARNING)
def unknown_word(key: str, advice: str) -> tuple[str, str]:
    """A file of fixed words has a word that no document uses.

    Fails:
        # templates/words.tr.yaml
        telefon: Telefon

    Passes:
        # templates/words.tr.yaml
        phone: Telefon
    """
    return _("no document uses a word “{key}”").format(key=key), advice


@rule("MO412", Severity.INFORMATION)
def german_words(keys: str) -> tuple[str, str]:
    """A file of fixed words lacks some; there, documents are German.

    Fails:
        # templates/words.pl.yaml
        page: "Strona {page}/{pages}"

    Passes:
        # templates/words.de.yaml
        page: "Blatt {page} von {pages}"
    """
    return _("these words are German in this language: {keys}").format(keys=keys), _("add them here")


@rule("MO413")
def broken_letterhead(message: str, advice: str) -> tuple[str, str]:
    """The office's own letterhead cannot be filled in.

    ``templates/letterhead.docx`` is a Word file with fields; ``mo-registry templates copy letterhead``
    makes one to begin with.

    Fails:
        # templates/letterhead.docx
        Briefkopf

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Wir treffen uns.
    """
    return message, advice


@rule("MO414")
def unprintable(message: str, advice: str) -> tuple[str, str]:
    """A template cannot be printed with the fonts that there are.

    A character in it is in no font, or a file in ``templates/fonts/`` is no font.

    Fails:
        # templates/invitation.de.md
        ---
        title: Einladung 📅
        ---
        Wir treffen uns.

    Passes:
        # templates/invitation.de.md
        ---
        title: Einladung
        ---
        Wir treffen uns.
    """
    return message, advice
