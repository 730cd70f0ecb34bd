"""The texts of documents: where they are found, how they are read and filled in, and what is wrong in them.

A template is a file ``<name>.<language>.md``: a header between two lines ``---`` with short texts by name
(``title``, ``subject`` …), and below it the text in Markdown. Both may hold Jinja: ``{{ event.title }}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Template as Compiled
from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, pass_environment
from yaml import MappingNode, Node, ScalarNode

from mo_registry import yamlfile
from mo_registry.documents.blocks import Blocks
from mo_registry.documents.formats import Formats
from mo_registry.documents.reading import read
from mo_registry.documents.sandbox import AbsentField, Endless, Fields, Sandbox
from mo_registry.documents.slots import Linked, Slots, TooLong
from mo_registry.finding import RegistryError, Severity
from mo_registry.i18n import _
from mo_registry.names import nearest

FALLBACK = "de"
MAX_BYTES = 100_000
HEADER_KEYS = (
    "title", "closing", "enclosures", "copies", "signatures", "columns", "notice",
)  # fmt: skip
"""What a header may say."""

_NOT_TEMPLATES = ("readme", "liesmich", ".")
_FILE = re.compile(r"[a-z0-9_-]+\.[a-z]{2,3}(?:-[A-Za-z0-9]+)*\.md")
_INCLUDE = re.compile(r"""\{%-?\s*(?:include|import|from|extends)\s+["']([a-z0-9_-]+)["']""")
_SINGLE = re.compile(r"(?<![{\\])\{\s*[a-z_]+(?:\.[a-z_]+)*\s*(?:\|[^{}\n]*)?\}{1,2}")
_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_HEADER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HIDDEN = re.compile("\ue000([0-9]+)\ue001")
# What a template can make Python raise, apart from Jinja's own errors.
_SLIPS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, MemoryError)

Header = dict[str, str | dict[str, str]]


def packaged() -> Path:
    """The folder of the templates that come with the tool, in an installation or in a clone."""
    installed = Path(__file__).parents[1] / "templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"


@dataclass(frozen=True)
class Text:
    """A template filled in.

    Attributes:
        header: the header's texts, each in one line; ``columns`` and its like are texts by name.
        blocks: what stands below it.
        language: the language that it is really in: German, where there is no template in the one wanted.
    """

    header: Header
    blocks: Blocks
    language: str

    def line(self, name: str) -> str:
        """A text of the header; empty where it says nothing."""
        value = self.header.get(name, "")
        return value if isinstance(value, str) else ""

    def named(self, name: str) -> dict[str, str]:
        """A block of texts in the header, in order; empty where there is none."""
        value = self.header.get(name, {})
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True)
class Templates:
    """All templates that a registry can use: its own first, then those that come with the tool.

    Args:
        root: the registry's folder, whose ``templates/`` holds its own.
    """

    root: Path
    _known: dict[tuple[str, str], Template] = field(default_factory=dict, compare=False, repr=False)
    _words: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Where templates are looked for, first to last."""
        own = self.root / "templates"
        return (own, packaged()) if own.resolve() != packaged().resolve() else (packaged(),)

    def find(self, name: str, language: str) -> Template:
        """The template in this language, or in German where there is none.

        Raises:
            RegistryError: there is none at all, or it cannot be read.
        """
        key = (name, language)
        if key not in self._known:
            path = self._path(f"{name}.{{}}.md", language)
            if path is None:
                raise RegistryError(
                    _("There is no template “{name}”.").format(name=f"{name}.{FALLBACK}.md"),
                    hint=_("Templates are looked for in {folders}.").format(
                        folders=", ".join(str(folder) for folder in self.folders)
                    ),
                )
            self._known[key] = Template(self, name, path.name.split(".")[-2], path, _text(path))
        return self._known[key]

    def words(self, language: str) -> dict[str, str]:
        """The fixed words of a language, as ``Seite``; a word that it lacks is German."""
        if language not in self._words:
            found: dict[str, str] = {}
            for tongue in dict.fromkeys((FALLBACK, language.partition("-")[0], language)):
                for folder in reversed(self.folders):
                    found.update(_words(folder / f"words.{tongue}.yaml"))
            self._words[language] = found
        return self._words[language]

    def speaks(self, language: str) -> bool:
        """Whether there is a file with the fixed words of this language."""
        tongues = dict.fromkeys((language, language.partition("-")[0]))
        return any((folder / f"words.{it}.yaml").is_file() for it in tongues for folder in self.folders)

    def doubts(self) -> list[str]:
        """What in the registry's own folder does probably not do what was meant; each a sentence."""
        own, known = self.root / "templates", sorted(_names(packaged()))
        files = sorted(own.glob("*.[mM][dD]")) if own.is_dir() else []
        texts = {path: _text(path) for path in files if not path.name.lower().startswith(_NOT_TEMPLATES)}
        included = {name for text in texts.values() for name in _INCLUDE.findall(text)}
        found = []
        for path, text in texts.items():
            name = path.name.split(".")[0]
            if not (_FILE.fullmatch(path.name) and name in {*known, *included}):
                found.append(_unused(self.shown(path), known))
            found += [_gap(self.shown(path), line, gap) for line, gap in _single_braces(text)]
        return found

    def shown(self, path: Path) -> str:
        """How a message names the file."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def _path(self, pattern: str, language: str) -> Path | None:
        for tongue in dict.fromkeys((language, language.partition("-")[0], FALLBACK)):
            for folder in self.folders:
                path = folder / pattern.format(tongue)
                if path.is_file():
                    refuse_link(folder, path)
                    return path
        return None

    def included(self, name: str, language: str) -> str | None:
        """The text of a template that another one includes, its lines where they are in the file."""
        path = self._path(f"{name}.{{}}.md", language) if _NAME.fullmatch(name) else None
        return _parted(_text(path))[1] if path else None


@dataclass(frozen=True)
class Template:
    """One template file."""

    templates: Templates
    name: str
    language: str
    path: Path
    source: str

    @cached_property
    def formats(self) -> Formats:
        """How the template's language writes dates and their like."""
        return Formats(self.language, self.templates.words(self.language))

    def render(self, fields: dict[str, Any]) -> Text:
        """The template, filled in.

        Args:
            fields: what it may use, by name.

        Raises:
            RegistryError: the template has a mistake; the message says in which line.
        """
        slots = self._sandbox.start()
        heads, body = self._header, self._body
        try:
            header = {key: self._head(value, fields, slots) for key, value in heads.items()}
            markdown = "".join(body.root_render_func(body.new_context(fields)))
            return Text(header, read(markdown, slots, self.formats.direction), self.language)
        except TooLong:
            raise self._problem(Endless(), 0, fields) from None
        except (TemplateError, *_SLIPS) as error:
            raise self._problem(error, _line(error), fields) from None

    def _head(
        self, value: Compiled | dict[str, Compiled], fields: dict[str, Any], slots: Slots
    ) -> str | dict[str, str]:
        if isinstance(value, dict):
            return {name: self._filled(part, fields, slots) for name, part in value.items()}
        return self._filled(value, fields, slots)

    def _filled(self, compiled: Compiled, fields: dict[str, Any], slots: Slots) -> str:
        made = "".join(compiled.root_render_func(compiled.new_context(fields)))
        return " ".join(slots.plain(made).replace("\u2028", " ").split())

    @cached_property
    def _sandbox(self) -> Sandbox:
        return Sandbox(lambda name: self.templates.included(name, self.language), filters(self.formats))

    @cached_property
    def _body(self) -> Compiled:
        return self._compiled(_parted(self.source)[1])

    @cached_property
    def _header(self) -> dict[str, Compiled | dict[str, Compiled]]:
        header = _parted(self.source)[0]
        jinja: list[str] = []
        text = _JINJA.sub(lambda match: _hide(match[0], jinja), header)
        read_header = yamlfile.parse(self.path, text)
        for finding in read_header.findings:
            if finding.severity is Severity.ERROR:
                raise self._error(finding.position.line, finding.message, finding.help)
        node = yamlfile.compose(text)
        children = yamlfile.items(node) if node else ()
        return {str(key): self._value(str(key), at, value, jinja) for key, at, value in children}

    def _value(self, key: str, at: Node, value: Node, jinja: Sequence[str]) -> Compiled | dict[str, Compiled]:
        line = at.start_mark.line + 1
        if key not in HEADER_KEYS:
            message = _("no line of the header is called “{name}”").format(name=key)
            raise self._error(line, message, _known(key, HEADER_KEYS))
        if isinstance(value, MappingNode):
            return {str(name): self._one(str(name), part, jinja) for name, _at, part in yamlfile.items(value)}
        return self._one(key, value, jinja)

    def _one(self, key: str, node: Node, jinja: Sequence[str]) -> Compiled:
        line = node.start_mark.line + (2 if getattr(node, "style", "") in ("|", ">") else 1)
        if not isinstance(node, ScalarNode):
            raise self._error(line, _("“{name}” should be a text").format(name=key), "")
        source = _HIDDEN.sub(lambda match: jinja[int(match[1])], node.value)
        return self._compiled("\n" * (line - 1) + source)

    def _compiled(self, source: str) -> Compiled:
        sandbox = self._sandbox
        try:
            code = sandbox.compile(source, self.name, str(self.path))
        except TemplateSyntaxError as error:
            raise self._problem(error, error.lineno, {}) from None
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise self._problem(error, 0, {}) from None
        return Compiled.from_code(sandbox, code, sandbox.make_globals(None))

    def _problem(self, error: BaseException, line: int, fields: Mapping[str, Any]) -> RegistryError:
        """What went wrong, for somebody who can mend the template."""
        if isinstance(error, AbsentField):
            return self._error(line, *_absent(error, fields))
        if isinstance(error, Endless | RecursionError | MemoryError | OverflowError):
            return self._error(
                line,
                _("the template does more than any document needs, as a loop without an end would"),
                _("look at what “for”, “range” and macros go through"),
            )
        message = str(error)
        if isinstance(error, TemplateNotFound):
            return self._error(line, _("there is no template “{name}”").format(name=message), "")
        if match := re.match(r"No (filter|test) named '([^']*)'", message):
            known = sorted(name for name in self._sandbox.filters if not name.startswith(" "))
            message = _("no filter is called “{name}”").format(name=match[2])
            return self._error(line, message, _known(match[2], known))
        return self._error(line, message[:1].lower() + message[1:].rstrip("."), "")

    def _error(self, line: int, message: str, advice: str) -> RegistryError:
        place = f"{self.templates.shown(self.path)}:{line}" if line else self.templates.shown(self.path)
        return RegistryError(f"{place}: {message}.", hint=advice or None)


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
    from mo_registry.documents.formats import plain_phone

    digits = re.sub(r"[^0-9+]", "", plain_phone(number, abroad=True))
    return Linked(formats.phone(number), f"tel:{digits}" if digits.startswith("+") else "")


def _bare(address: str) -> str:
    return re.sub(r"^https?://|/$", "", address)


def _parted(source: str) -> tuple[str, str]:
    """Header and body, each with its lines where they are in the file."""
    match = _HEADER.match(source)
    if not match:
        return "", source
    header = "\n" + match[1]
    return header, "\n" * (header.count("\n") + 1) + source[match.end() :]


def _hide(jinja: str, hidden: list[str]) -> str:
    """A stand-in that YAML takes for a word; comments go, and the number of lines stays."""
    hidden.append("" if jinja.startswith("{#") else " ".join(jinja.split("\n")))
    return f"\ue000{len(hidden) - 1}\ue001" + "\n" * jinja.count("\n")


def _line(error: BaseException) -> int:
    """The line of the innermost template that the error comes from."""
    found, trace = 0, error.__traceback__
    while trace is not None:
        found = _template_line(trace) or found
        trace = trace.tb_next
    return found


def _template_line(trace: TracebackType) -> int:
    template = trace.tb_frame.f_globals.get("__jinja_template__")
    return template.get_corresponding_lineno(trace.tb_lineno) if isinstance(template, Compiled) else 0


def _absent(error: AbsentField, fields: Mapping[str, Any]) -> tuple[str, str]:
    owner = error.owner
    if owner is None:
        return _("there is no field “{name}”").format(name=error.name), _known(error.name, fields)
    if isinstance(owner, Mapping):
        called = owner.called if isinstance(owner, Fields) else _("this")
        message = _("“{thing}” has no field “{name}”").format(thing=called, name=error.name)
        return message, _known(error.name, owner)
    return _("a plain text or list has no field “{name}”").format(name=error.name), ""


def _known(name: str, known: Iterable[str]) -> str:
    words = ", ".join(sorted(known))
    if similar := nearest(name, list(known)):
        return _("Did you mean “{name}”? There are: {words}.").format(name=similar[0], words=words)
    return _("There are: {words}.").format(words=words)


def _names(folder: Path) -> set[str]:
    return {path.name.split(".")[0] for path in folder.glob("*.*.md")}


def _unused(file: str, known: Sequence[str]) -> str:
    names = ", ".join(f"{name}.{FALLBACK}.md" for name in known)
    return _(
        "No document uses {file}. Templates are called {names}, or have another language's code."
    ).format(file=file, names=names)


def _single_braces(source: str) -> Iterator[tuple[int, str]]:
    """Gaps with one brace instead of two, by their lines."""
    for number, line in enumerate(source.splitlines(), start=1):
        for gap in _SINGLE.findall(_JINJA.sub("", line)):
            yield number, gap


def _gap(file: str, line: int, gap: str) -> str:
    return _("{file}:{line}: “{gap}” is printed as it stands; a gap has two braces: “{right}”.").format(
        file=file, line=line, gap=gap, right=f"{{{{ {gap.strip('{} ')} }}}}"
    )


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RegistryError(
                _("{file} is too long for a template.").format(file=path),
                hint=_("A template has at most {count} bytes.").format(count=MAX_BYTES),
            )
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RegistryError(
            _("{file} is not in UTF-8.").format(file=path), hint=_("Save it in the encoding UTF-8.")
        ) from None
    except OSError as error:
        raise RegistryError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror)
        ) from None


def _words(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found = yamlfile.read(path, path.parent)
    for finding in found.findings:
        if finding.severity is Severity.ERROR:
            place = f"{path}:{finding.position.line}"
            raise RegistryError(f"{place}: {finding.message}", hint=finding.help or None)
    return {key: value for key, value in found.data.items() if isinstance(value, str)}


def refuse_link(folder: Path, path: Path) -> None:
    """A link in a folder of templates must not show what lies outside it.

    Raises:
        RegistryError: this one does.
    """
    if not path.resolve().is_relative_to(folder.resolve()):
        raise RegistryError(
            _("{file} leads out of the folder of templates.").format(file=path),
            hint=_("Put the file itself there instead of a link."),
        )
