"""One text of a document: how it is read and filled in, and what is wrong in it.

A template is a file ``<name>.<language>.md``: a header between two lines ``---`` with short texts by name
(``title``, ``subject`` …), and below it the text in Markdown. Both may hold Jinja: ``{{ event.title }}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Template as Compiled
from jinja2 import TemplateError, TemplateSyntaxError
from yaml import MappingNode, Node, ScalarNode

from mo_registry import yamlfile
from mo_registry.documents.blocks import Blocks
from mo_registry.documents.filters import filters
from mo_registry.documents.formats import Formats
from mo_registry.documents.mistakes import Kind, Mistake, Spot, Told, explained, known, spot
from mo_registry.documents.reading import read
from mo_registry.documents.sandbox import Endless, Sandbox
from mo_registry.documents.slots import Slots, TooLong
from mo_registry.documents.template_files import JINJA, parted
from mo_registry.documents.template_syntax import gaps, knows_all, slips
from mo_registry.finding import Finding, Severity
from mo_registry.i18n import _

if TYPE_CHECKING:
    from mo_registry.documents.templates import Templates

HEADER_KEYS = (
    "title", "closing", "enclosures", "copies", "signatures", "columns", "parts", "notice",
    "summary",
)  # fmt: skip
"""What a header may say."""
_SPACE = re.compile("[^\\S\u00a0\u202f]+")  # a no-break space stays one
_HIDDEN = re.compile("\ue000([0-9]+)\ue001")
SLIPS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, MemoryError)
"""What a template can make Python raise, apart from Jinja's own errors."""
Header = dict[str, str | dict[str, str]]


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
        return parted(self.source)[1]

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
        text = JINJA.sub(lambda match: _hide(match[0], jinja), parted(self.source)[0])
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


def _hide(jinja: str, hidden: list[str]) -> str:
    """A stand-in that YAML takes for a word; comments go, and the number of lines stays."""
    hidden.append("" if jinja.startswith("{#") else " ".join(jinja.split("\n")))
    return f"\ue000{len(hidden) - 1}\ue001" + "\n" * jinja.count("\n")
