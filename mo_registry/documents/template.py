"""The texts of documents: where they are found, how they are read and filled in, and what is wrong in them.

A template is a file ``<name>.<language>.md``: a header between two lines ``---`` with short texts by name
(``title``, ``subject`` …), and below it the text in Markdown. Both may hold Jinja: ``{{ event.title }}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Template as Compiled
from jinja2 import TemplateError, TemplateSyntaxError, pass_environment
from yaml import MappingNode, Node, ScalarNode

from mo_registry import yamlfile
from mo_registry.documents.blocks import Blocks
from mo_registry.documents.formats import Formats
from mo_registry.documents.mistakes import Kind, Mistake, Spot, Told, explained, known, spot
from mo_registry.documents.reading import read
from mo_registry.documents.sandbox import Endless, Sandbox
from mo_registry.documents.slots import Linked, Slots, TooLong
from mo_registry.documents.template_syntax import gaps, knows_all, slips
from mo_registry.finding import Finding, RegistryError, Severity
from mo_registry.i18n import _

FALLBACK = "de"
MAX_BYTES = 100_000
HEADER_KEYS = (
    "title", "closing", "enclosures", "copies", "signatures", "columns", "parts", "notice",
    "summary",
)  # fmt: skip
"""What a header may say."""

NOT_TEMPLATES = ("readme", "liesmich", ".")
"""What files are called, small, that may lie in a folder of templates without being one."""
_FILE = re.compile(r"[a-z0-9_-]+\.[a-z]{2,3}(?:-[A-Za-z0-9]+)*\.md")
_INCLUDE = re.compile(r"""\{%-?\s*(?:include|import|from|extends)\s+["']([a-z0-9_-]+)["']""")
_SINGLE = re.compile(r"(?<![{\\])\{\s*[a-z_]+(?:\.[a-z_]+)*\s*(?:\|[^{}\n]*)?\}{1,2}")
_NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_HEADER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SPACE = re.compile("[^\\S\u00a0\u202f]+")  # a no-break space stays one
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HIDDEN = re.compile("\ue000([0-9]+)\ue001")
SLIPS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, MemoryError)
"""What a template can make Python raise, apart from Jinja's own errors."""

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
            self._known[key] = self.read(path)
        return self._known[key]

    def read(self, path: Path) -> Template:
        """The template in a file.

        Raises:
            Mistake: it cannot be read.
        """
        return Template(self, path.name.split(".")[0], path.name.split(".")[-2], path, self.text(path))

    def text(self, path: Path) -> str:
        """What stands in a file of a template.

        Raises:
            Mistake: it cannot be read, is too long for a template, or not in UTF-8.
        """
        try:
            refuse_link(path.parent, path)
            return _text(path)
        except RegistryError as error:
            told = Told(error.message.replace(str(path), self.shown(path)).rstrip("."), error.hint or "")
            raise Mistake(path, self.shown(path), 0, Kind.FILE, told, whole=True) from None

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
        texts = {path: _text(path) for path in files if not path.name.lower().startswith(NOT_TEMPLATES)}
        included = {name for text in texts.values() for name in _INCLUDE.findall(text)}
        found = []
        for path, text in texts.items():
            name = path.name.split(".")[0]
            if not (is_called_right(path.name) and name in {*known, *included}):
                found.append(_unused(self.shown(path), known))
            found += [_gap(self.shown(path), line, gap) for line, gap in single_braces(text)]
        return found

    def shown(self, path: Path) -> str:
        """How a message names the file."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def _path(self, pattern: str, language: str) -> Path | None:
        for tongue in dict.fromkeys((language, language.partition("-")[0], FALLBACK)):
            for folder in self.folders:
                path = folder / pattern.format(tongue)
                if path.is_file():
                    return path
        return None

    def included(self, name: str, language: str) -> tuple[str, str, None] | None:
        """The text of a template that another one includes, its lines where they are in the file, and the file."""
        path = self._path(f"{name}.{{}}.md", language) if _NAME.fullmatch(name) else None
        return (_parted(self.text(path))[1], str(path), None) if path else None


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
        with self._explained(fields):
            header = {key: self._head(value, fields, slots) for key, value in heads.items()}
            markdown = "".join(body.root_render_func(body.new_context(fields)))
            formats = self.formats
            return Text(header, read(markdown, slots, formats.direction, formats.words), self.language)

    def line(self, name: str, fields: dict[str, Any]) -> str:
        """A text of the header by itself, filled in; empty where it says nothing.

        Raises:
            RegistryError: as `render` does.
        """
        found = self._header.get(name)
        with self._explained(fields):
            return self._filled(found, fields, self._sandbox.start()) if isinstance(found, Compiled) else ""

    @contextmanager
    def _explained(self, fields: dict[str, Any]) -> Iterator[None]:
        try:
            yield
        except TooLong:
            raise self.mistake(Endless(), fields) from None
        except (TemplateError, *SLIPS) as error:
            raise self.mistake(error, fields) from None

    def _head(
        self, value: Compiled | dict[str, Compiled], fields: dict[str, Any], slots: Slots
    ) -> str | dict[str, str]:
        if isinstance(value, dict):
            return {name: self._filled(part, fields, slots) for name, part in value.items()}
        return self._filled(value, fields, slots)

    def _filled(self, compiled: Compiled, fields: dict[str, Any], slots: Slots) -> str:
        made = "".join(compiled.root_render_func(compiled.new_context(fields)))
        return _SPACE.sub(" ", slots.plain(made)).strip()

    @cached_property
    def _sandbox(self) -> Sandbox:
        return Sandbox(self.load, filters(self.formats))

    def load(self, name: str) -> tuple[str, str, None] | None:
        """What `Sandbox` needs to include another template."""
        return self.templates.included(name, self.language)

    @cached_property
    def _body(self) -> Compiled:
        return self.compiled(self.body, self._sandbox)

    def texts(self) -> Iterator[str]:
        """All that is filled in, the texts of the header one by one, then the body."""
        for text in self.header.texts.values():
            yield from text.values() if isinstance(text, dict) else (text,)
        yield self.body

    def misread(self, text: str) -> list[Mistake]:
        """All that cannot be understood in one of its texts; nothing if it can be filled in."""
        try:
            self._sandbox.compile(text, self.name, str(self.path))
        except (TemplateSyntaxError, RecursionError, MemoryError, SyntaxError) as error:
            return self.misunderstood(text, error)
        if knows_all(self._sandbox.parse(text), self._sandbox):
            return []
        found = (slip for slip in slips(text, self._sandbox) if slip.kind is Kind.FILTER)
        return [self.mistaken(slip.line, slip.kind, slip.told) for slip in found]

    def gaps(self, text: str) -> str:
        """The gaps of one of its texts that can be understood, whatever is wrong with the rest."""
        return gaps(text, self._sandbox)

    @property
    def body(self) -> str:
        """The text below the header, its lines where they are in the file."""
        return _parted(self.source)[1]

    @cached_property
    def _header(self) -> dict[str, Compiled | dict[str, Compiled]]:
        for finding in self.header.findings:
            if finding.severity is Severity.ERROR:
                told = Told(finding.message, finding.help)
                raise self.mistaken(finding.position.line, Kind.HEADER, told)
        for mistake in self.header.mistakes:
            raise mistake
        return {
            key: {name: self.compiled(text, self._sandbox) for name, text in value.items()}
            if isinstance(value, dict)
            else self.compiled(value, self._sandbox)
            for key, value in self.header.texts.items()
        }

    @cached_property
    def header(self) -> Head:
        """The header as it stands in the file, with all that is wrong in it."""
        jinja: list[str] = []
        text = _JINJA.sub(lambda match: _hide(match[0], jinja), _parted(self.source)[0])
        findings = yamlfile.parse(self.path, text).findings
        head = Head(findings=tuple(findings))
        if any(finding.severity is Severity.ERROR for finding in findings):
            return head
        node = yamlfile.compose(text)
        for key, at, value in yamlfile.items(node) if node else ():
            try:
                head.texts[str(key)] = self._value(str(key), at, value, jinja)
            except Mistake as mistake:
                head.mistakes.append(mistake)
        return head

    def _value(self, key: str, at: Node, value: Node, jinja: Sequence[str]) -> str | dict[str, str]:
        if key not in HEADER_KEYS:
            message = _("no line of the header is called “{name}”").format(name=key)
            told = Told(message, known(key, HEADER_KEYS), key)
            raise self.mistaken(at.start_mark.line + 1, Kind.HEADER, told)
        if isinstance(value, MappingNode):
            return {str(name): self._one(str(name), part, jinja) for name, _at, part in yamlfile.items(value)}
        return self._one(key, value, jinja)

    def _one(self, key: str, node: Node, jinja: Sequence[str]) -> str:
        line = node.start_mark.line + (2 if getattr(node, "style", "") in ("|", ">") else 1)
        if not isinstance(node, ScalarNode):
            told = Told(_("“{name}” should be a text").format(name=key), marked=key)
            raise self.mistaken(line, Kind.HEADER, told)
        return "\n" * (line - 1) + _HIDDEN.sub(lambda match: jinja[int(match[1])], node.value)

    def compiled(self, source: str, sandbox: Sandbox) -> Compiled:
        """A text of the template, ready to be filled in.

        Raises:
            Mistake: something in it cannot be understood.
        """
        try:
            code = sandbox.compile(source, self.name, str(self.path))
        except (TemplateSyntaxError, RecursionError, MemoryError, SyntaxError) as error:
            raise self.misunderstood(source, error)[0] from None
        return Compiled.from_code(sandbox, code, sandbox.make_globals(None))

    def misunderstood(self, source: str, error: BaseException) -> list[Mistake]:
        """Everything in a text that cannot be understood, after that was found out; one at least."""
        if isinstance(error, TemplateSyntaxError):
            found = [self.mistaken(slip.line, slip.kind, slip.told) for slip in slips(source, self._sandbox)]
            return found or [self.mistaken(error.lineno, *explained(error, {}))]
        return [self.mistaken(0, *explained(RecursionError(), {}))]

    def mistake(self, error: BaseException, fields: Mapping[str, Any], where: Spot | None = None) -> Mistake:
        """What went wrong while the template was filled in, for somebody who can mend it.

        Args:
            error: what was raised.
            fields: what the template could use.
            where: where that was, if the error does not say it.
        """
        if isinstance(error, Mistake):
            return error
        where = where or spot(error)
        path = Path(where.file) if where.file else self.path
        if isinstance(error, TemplateSyntaxError) and path != self.path:
            return self.templates.read(path).misunderstood(self.templates.read(path).body, error)[0]
        return Mistake(path, self.templates.shown(path), where.line, *explained(error, fields))

    def mistaken(self, line: int, kind: Kind, told: Told) -> Mistake:
        """A mistake in a line of it; 0 is the template as a whole."""
        return Mistake(self.path, self.templates.shown(self.path), line, kind, told)


@dataclass
class Head:
    """The header of a template.

    Attributes:
        texts: what stands in it by name, each on the line that it has in the file.
        findings: what is wrong with it as YAML; the positions are lines only.
        mistakes: what it says that no header can say.
    """

    texts: dict[str, str | dict[str, str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    mistakes: list[Mistake] = field(default_factory=list)


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


def _names(folder: Path) -> set[str]:
    return {path.name.split(".")[0] for path in folder.glob("*.*.md")}


def _unused(file: str, known: Sequence[str]) -> str:
    names = ", ".join(f"{name}.{FALLBACK}.md" for name in known)
    return _(
        "No document uses {file}. Templates are called {names}, or have another language's code."
    ).format(file=file, names=names)


def is_called_right(name: str) -> bool:
    """Whether a file is called as a template is: ``invitation.de.md``."""
    return bool(_FILE.fullmatch(name))


def included_names(folders: Iterable[Path]) -> set[str]:
    """The templates that others in these folders include."""
    paths = (path for folder in folders for path in folder.glob("*.md") if path.is_file())
    return {name for path in paths for name in _INCLUDE.findall(beginning(path))}


def beginning(path: Path) -> str:
    """As much of a file as a template can have, whatever is wrong with it; empty if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode(errors="replace")
    except OSError:
        return ""


def two_braces(gap: str) -> str:
    """A gap with one brace, as it was meant."""
    return f"{{{{ {gap.strip('{} ')} }}}}"


def single_braces(source: str) -> Iterator[tuple[int, str]]:
    """Gaps with one brace instead of two, by their lines."""
    for number, line in enumerate(source.splitlines(), start=1):
        for gap in _SINGLE.findall(_JINJA.sub("", line)):
            yield number, gap


def _gap(file: str, line: int, gap: str) -> str:
    return _("{file}:{line}: “{gap}” is printed as it stands; a gap has two braces: “{right}”.").format(
        file=file, line=line, gap=gap, right=two_braces(gap)
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
