"""The rules of a single file: the small YAML dialect in which a registry is written.

Each function words the findings of one rule; its docstring is the rule's manual.
"""

from __future__ import annotations

from mo_registry.finding import Severity, rule
from mo_registry.i18n import _

MAX_BYTES = 1_000_000
MAX_DEPTH = 50


@rule("MO101")
def unreadable(reason: str) -> tuple[str, str]:
    """The file cannot be read.

    A file that cannot be opened is an entry that would silently be missing from every letter and list.
    The reason is the operating system's: no permission, a folder where a file should be, or a file that
    vanished while the registry was being read.

    Fails:
        # data/organisations/verein.yaml/

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("this file cannot be read: {reason}").format(reason=reason),
        _("make it a readable file, or remove it"),
    )


@rule("MO102")
def outside_link() -> tuple[str, str]:
    """The file is a link to a place outside the registry.

    A link that leads out of the registry means something else on every machine, and could bring any file
    of the reader's computer into a letter. Such links are not followed.

    Fails:
        # data/organisations/verein.yaml -> ../../../outside.yaml

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("this is a link to a file outside the registry"),
        _("replace the link by the file itself"),
    )


@rule("MO103")
def too_large(size: int) -> tuple[str, str]:
    """The file is far larger than an entry can be.

    One file is one organisation or one event; a megabyte of it is a mistake (a picture, a table, an
    export) or an attack, and is not read.

    Fails:
        # data/organisations/verein.yaml
        name: ⟨1100000 × a⟩

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("this file has {size} kB; an entry has at most {limit} kB").format(
            size=size // 1000, limit=MAX_BYTES // 1000
        ),
        _("check what is in it: one file describes one organisation or one event"),
    )


@rule("MO104")
def not_utf8(encoding: str) -> tuple[str, str]:
    """The file is not UTF-8.

    In another encoding "Özer" arrives as "├ûzer". Old Windows editors still write Windows-1252; every
    editor can save as UTF-8.

    Fails:
        # data/organisations/verein.yaml (windows-1252)
        name: Türkischer Elternverein
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: Türkischer Elternverein
        kind: migrant_organisation
    """
    return (
        _("this file is not UTF-8; it looks like {encoding}").format(encoding=encoding),
        _("open it in your editor and save it with the encoding UTF-8"),
    )


@rule("MO105", Severity.WARNING)
def byte_order_mark() -> tuple[str, str]:
    """The file begins with a byte order mark.

    The invisible first character (some Windows programs write it) is read over here, but other programs
    take it for part of the first key.

    Fails:
        # data/organisations/verein.yaml
        ⟨U+FEFF⟩name: Verein e.V.
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("this file begins with an invisible byte order mark"),
        _("save it as “UTF-8”, not as “UTF-8 with BOM”"),
    )


@rule("MO106")
def invisible_character(name: str) -> tuple[str, str]:
    """An invisible character stands in the text.

    Control characters, zero-width characters and marks that turn the direction of writing make a text
    look different from what it is: "verein⟨U+200B⟩.de" is another address than "verein.de". They come
    with text copied from web pages and PDF files. The joiners that Persian, Kurdish or Arabic words need
    between two letters are allowed.

    Fails:
        # data/organisations/verein.yaml
        name: Verein⟨U+200B⟩ e.V.
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: کتاب⟨U+200C⟩خانه
        kind: migrant_organisation
    """
    return (
        _("an invisible character stands here: {name}").format(name=name),
        _("delete the text around it and type it anew"),
    )


@rule("MO107")
def merge_conflict() -> tuple[str, str]:
    """Git's conflict marks are still in the file.

    Two people changed the same lines, and git left both versions between ``<<<<<<<`` and ``>>>>>>>``.
    Which one is right is for a person to say.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        <<<<<<< HEAD
        email: a@verein.example
        =======
        email: b@verein.example
        >>>>>>> branch

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email: b@verein.example
    """
    return (
        _("git left a merge conflict here: two versions of these lines"),
        _("keep the right version and delete the lines with <<<<<<<, ======= and >>>>>>>"),
    )


@rule("MO108")
def broken(what: str, remedy: str) -> tuple[str, str]:
    """The file cannot be understood as YAML.

    The usual causes: a text with a colon and a blank in it that needs quotes, a quote that is opened and
    not closed, lines of one list or block that are not indented alike.

    Fails:
        # data/organisations/verein.yaml
        name: Verein: der neue
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: "Verein: der neue"
        kind: migrant_organisation
    """
    return what, remedy


@rule("MO109")
def tab() -> tuple[str, str]:
    """A tab stands in the file.

    Tabs look like blanks, and YAML does not allow them for indentation.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        contacts:
        ⟨U+0009⟩- role: Vorsitz

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        contacts:
          - role: Vorsitz
    """
    return _("a tab stands here"), _("replace it by blanks")


@rule("MO110")
def several_documents() -> tuple[str, str]:
    """The file holds more than one entry.

    One file is one entry, so that every entry has a name, a history and an author of its own.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        ---
        name: Another
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("a second document begins here; what follows is not read"),
        _("move it to a file of its own"),
    )


@rule("MO111")
def not_a_mapping(found: str) -> tuple[str, str]:
    """The file is no list of keys and values.

    An entry says ``key: value`` line by line. An empty file, a single text or a list says nothing that
    could be used.

    Fails:
        # data/organisations/verein.yaml
        - Verein e.V.

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("this file holds {found}, not an entry").format(found=found),
        _("write key: value on each line, beginning with name: or title:"),
    )


@rule("MO112")
def duplicate_key(key: str, first: int) -> tuple[str, str]:
    """A key stands twice.

    Other programs silently keep the last value, so that the first one is lost without a word.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email: a@verein.example
        email: b@verein.example

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email: a@verein.example
    """
    return (
        _("“{key}” stands here for the second time; the first is in line {first}").format(
            key=key, first=first
        ),
        _("keep one of the two"),
    )


@rule("MO113")
def anchor(mark: str) -> tuple[str, str]:
    """An anchor, alias or merge key is used.

    YAML can name a value (``&name``) and repeat it elsewhere (``*name``, ``<<``). A registry does
    without: what stands in an entry should be readable there, and a change should change one thing.

    Fails:
        # data/organisations/verein.yaml
        name: &n Verein e.V.
        kind: migrant_organisation
        also_known_as:
          - *n

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        also_known_as:
          - "*n"
    """
    return (
        _("“{mark}” is read as a YAML anchor or alias, which a registry does not use").format(mark=mark),
        _("write the value itself; if the text really begins with this character, put it into quotes"),
    )


@rule("MO114")
def tag(name: str) -> tuple[str, str]:
    """A YAML tag is used.

    A word that begins with ``!`` would tell the reader to make something other than text of a value. The
    registry decides by itself what a date and what a number is.

    Fails:
        # data/organisations/verein.yaml
        name: !!python/object Verein
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: "!Verein"
        kind: migrant_organisation
    """
    return (
        _("“{name}” is read as a YAML tag, which a registry does not use").format(name=name),
        _("delete it; if the text really begins with an exclamation mark, put it into quotes"),
    )


@rule("MO115")
def too_deep() -> tuple[str, str]:
    """Values are nested too deeply.

    No entry needs more than a handful of levels; a file with more than fifty is broken or made to do harm.

    Fails:
        # data/organisations/verein.yaml
        name: ⟨60 × [⟩⟨60 × ]⟩

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("values are nested more than {depth} levels deep here").format(depth=MAX_DEPTH),
        _("check the brackets and the indentation"),
    )


@rule("MO116")
def key_not_text() -> tuple[str, str]:
    """A key is not a word.

    Keys are plain words. A list or a mapping in place of a key is legal YAML, and always a slip.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        [email, phone]: info@verein.example

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email: info@verein.example
    """
    return _("a key must be a single word"), _("write it as word: value")


@rule("MO117")
def file_name(name: str, proposal: str, taken: bool = False) -> tuple[str, str]:
    """The file's name is not usable as an id.

    The file's name is the entry's id, by which other files refer to it. It is made of small letters, digits
    and hyphens, so that it is the same on Windows, macOS and Linux, and ends in ``.yaml``.

    Fails:
        # data/organisations/Türkischer Elternverein.yaml
        name: Türkischer Elternverein
        kind: migrant_organisation

    Passes:
        # data/organisations/tuerkischer-elternverein.yaml
        name: Türkischer Elternverein
        kind: migrant_organisation
    """
    advice = _("rename the file to {proposal}")
    if taken:
        advice = _(
            "delete it if it is a copy of {proposal}; else give it a name of its own, as word-word.yaml"
        )
    return (
        _("“{name}” cannot be the name of an entry's file").format(name=name),
        advice.format(proposal=proposal),
    )


@rule("MO118", Severity.WARNING)
def stray(name: str) -> tuple[str, str]:
    """A file lies where only entries are expected.

    Whatever lies in ``organisations/`` or ``events/`` and is no entry is read by nobody. That may be meant
    (a note, a picture), or it may be an entry that its author believes to be in the registry.

    Fails:
        # data/organisations/verein.docx
        A letter.

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("“{name}” is no entry and is not read").format(name=name),
        _(
            "delete it or move it elsewhere; the file of an entry lies in organisations/ or events/ and ends in .yaml"
        ),
    )


@rule("MO120", Severity.WARNING)
def swallowed(text: str) -> tuple[str, str]:
    """A part of a text is taken for a comment.

    Behind a blank, ``#`` begins a comment, and what follows is not read. A real comment has a blank behind
    the ``#``; where there is none, a text with a hash sign was probably meant.

    Fails:
        # data/organisations/verein.yaml
        name: Verein #Vielfalt e.V.
        kind: migrant_organisation

    Passes:
        # data/organisations/verein.yaml
        name: "Verein #Vielfalt e.V."
        kind: migrant_organisation
    """
    return (
        _("“{text}” is taken for a comment and is not read").format(text=text),
        _("put the whole text into quotes; if it is a comment, put a blank behind the #"),
    )


@rule("MO119", Severity.WARNING)
def empty_value(key: str) -> tuple[str, str]:
    """A key has no value.

    ``email:``, ``email: ~`` and ``email: null`` say nothing; they are read as if the line were not there.

    Fails:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
        email:

    Passes:
        # data/organisations/verein.yaml
        name: Verein e.V.
        kind: migrant_organisation
    """
    return (
        _("“{key}” has no value").format(key=key),
        _("write one, or delete the line"),
    )
