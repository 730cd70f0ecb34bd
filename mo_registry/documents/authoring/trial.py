"""Every template tried with everything that it could be filled in with, and all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Template as Compiled
from jinja2 import TemplateError

from mo_registry import checks, clock
from mo_registry.checks import Checked
from mo_registry.checks import templates as rules
from mo_registry.documents.authoring.fixed_words import word_findings
from mo_registry.documents.authoring.inventory import Item, What, find, inventory
from mo_registry.documents.authoring.kinds import Case, Kind, kind_of
from mo_registry.documents.authoring.lenient import Lenient, Note
from mo_registry.documents.authoring.printing import letterhead_mistakes, printing_mistakes, unusable_fonts
from mo_registry.documents.authoring.samples import samples
from mo_registry.documents.filters import filters
from mo_registry.documents.mistakes import Kind as Fault
from mo_registry.documents.mistakes import Mistake, Told, column_of, endless, known, spot
from mo_registry.documents.sandbox import AbsentField
from mo_registry.documents.studio import Studio
from mo_registry.documents.template import SLIPS, Template
from mo_registry.documents.template_files import FALLBACK, beginning, single_braces, two_braces
from mo_registry.finding import Finding, Place, Position, RegistryError, Severity, Words
from mo_registry.i18n import _
from mo_registry.registry import Registry

PATIENCE = 10
"""So many seconds a template may take with all entries together."""
Track = Callable[[Sequence[str]], Iterable[str]]

_RULES: Mapping[Fault, Words[[str, str]]] = {
    Fault.FIELD: rules.absent_field,
    Fault.SYNTAX: rules.not_understood,
    Fault.FILTER: rules.unknown_filter,
    Fault.HEADER: rules.wrong_header,
    Fault.VALUE: rules.impossible,
    Fault.ENDLESS: rules.endless,
    Fault.FILE: rules.unusable_file,
    Fault.LETTERHEAD: rules.broken_letterhead,
    Fault.FONT: rules.unprintable,
}


def check(registry: Registry, names: Collection[str] = (), track: Track = iter) -> Checked:
    """Everything that is wrong with the templates that a registry uses.

    Args:
        registry: its own templates and those of the tool are tried with its entries, and with made-up ones.
        names: only these, as `inventory.find` understands them; all where none is named.
        track: goes through their names, for a progress bar.

    Raises:
        RegistryError: there is no template of a name.
    """
    studio = Studio(registry)
    items = inventory(studio.templates)
    checker = _Checker(studio, [item for item in items if item.what is What.WORDS])
    wanted = list(dict.fromkeys(it for name in names for it in find(items, name))) if names else items
    by_name = {str(item.path): item for item in wanted}
    found = [finding for path in track(list(by_name)) for finding in checker.findings(by_name[path])]
    weighed = (checks.weighed_by(registry, finding) for finding in found)
    distinct = {(it.code, it.place, it.message): it for it in weighed if it}
    return Checked(sorted(distinct.values(), key=lambda finding: finding.order), [], len(wanted))


def cases_of(kind: Kind, template: Template, studios: Iterable[Studio]) -> Iterator[Case]:
    """All that a template can be filled in with."""
    for studio in studios:
        yield from kind.cases(studio, template)


@dataclass
class _Checker:
    """Checks files one after the other.

    Args:
        studio: of the registry.
        words: the files of fixed words.
    """

    studio: Studio
    words: Sequence[Item]
    labels: dict[str, str] = field(default_factory=dict)
    """Made-up entries in words, by their ids."""
    studios: list[Studio] = field(default_factory=list)

    def __post_init__(self) -> None:
        made_up = list(samples(self.studio.registry))
        for sample in made_up:
            self.labels.update(sample.events)
        self.studios = [*(Studio(sample.registry) for sample in made_up), self.studio]

    def findings(self, item: Item) -> Iterator[Finding]:
        """Everything that is wrong with one file."""
        if item.what is What.UNUSED:
            yield rules.unused(_place(item.path, 1), item.path.name, _right_name(item))
        elif item.what is What.WORDS:
            yield from word_findings(item)
        elif item.what is What.LETTERHEAD and not self._is_speechless(FALLBACK):
            yield from map(_finding, letterhead_mistakes(self.studios, item.path))
        elif item.what is What.FONT:
            yield from map(_finding, unusable_fonts(item.path))
        elif item.what is not What.LETTERHEAD:
            yield from self._of_text(item)

    def _of_text(self, item: Item) -> Iterator[Finding]:
        try:
            template = self.studio.templates.read(item.path)
        except Mistake as mistake:
            yield _finding(mistake)
            return
        for line, gap in single_braces(template.source):
            yield _placed(rules.single_brace(_place(item.path, line), gap, two_braces(gap)), gap)
        kind = kind_of(item.name)
        if self._is_speechless(template.language):
            yield from (it for words in self.words for it in word_findings(words))
        elif kind and item.what is What.TEMPLATE:
            yield from (_lined(finding) for finding in template.header.findings)
            yield from map(_finding, self._mistakes(template, kind))

    def _is_speechless(self, language: str) -> bool:
        """Whether the fixed words of a language cannot be read: then nothing can be said in it."""
        try:
            self.studio.templates.words(language)
        except RegistryError:
            return True
        return False

    def _mistakes(self, template: Template, kind: Kind) -> Iterator[Mistake]:
        found = [*template.header.mistakes, *_column_mistakes(template, kind)]
        sound, scraps = [], []
        for text in template.texts():
            misread = template.misread(text)
            found += misread
            if not misread:
                sound.append(text)
            elif all(mistake.kind is not Fault.ENDLESS for mistake in misread):
                scraps.append(template.gaps(text))
        trial = _Trial(template, sound, scraps, self.labels)
        found += trial.mistakes(cases_of(kind, template, self.studios))
        yield from found
        broken = any(finding.severity is Severity.ERROR for finding in template.header.findings)
        if not (found or broken):
            yield from printing_mistakes(self.studios[0], template, kind)


@dataclass
class _Trial:
    """Fills a template in again and again.

    Args:
        template: which one.
        texts: those of its texts that can be understood.
        scraps: the gaps of the others, out of their loops and branches.
        labels: what made-up entries are called.
    """

    template: Template
    texts: Sequence[str]
    scraps: Sequence[str]
    labels: Mapping[str, str]
    entries: dict[str, None] = field(default_factory=dict)
    """What was tried; the first has everything."""
    found: dict[tuple[Path, int, str], tuple[Mistake, list[str]]] = field(default_factory=dict)

    def mistakes(self, cases: Iterable[Case]) -> Iterator[Mistake]:
        """All mistakes that show in any of the cases."""
        usual, everywhere = self._pieces(Lenient, self.texts), self._pieces(_everywhere, self.texts)
        scraps = self._pieces(Lenient, self.scraps)
        ends = clock.limit(PATIENCE)
        for case in cases:
            self.entries.setdefault(case.entry)
            stopped = self._fill(usual, case)
            if len(self.entries) == 1:
                self._fill(everywhere, case, _is_absent_anyhow)
                self._fill(scraps, case, _is_absent_in_a_thing)
            if stopped or ends():
                if not stopped:
                    self._add(self.template.mistaken(0, Fault.ENDLESS, endless()), case)
                break
        yield from (self._told(mistake, entries) for mistake, entries in self.found.values())

    def _pieces(self, make: Callable[..., Lenient], texts: Sequence[str]) -> tuple[Lenient, list[Compiled]]:
        sandbox = make(self.template.load, filters(self.template.formats))
        return sandbox, [self.template.compiled(text, sandbox) for text in texts]

    def _fill(
        self,
        pieces: tuple[Lenient, list[Compiled]],
        case: Case,
        counts: Callable[[Exception], bool] = lambda _error: True,
    ) -> bool:
        """Fill all texts in and keep the mistakes that count; tell whether there is no sense in going on."""
        sandbox, compiled = pieces
        stopped = False
        for text in compiled:
            for note in _notes(sandbox, text, case.fields):
                if not counts(note.error):
                    continue
                mistake = self.template.mistake(note.error, case.fields, note.spot)
                self._add(mistake, case)
                stopped = stopped or mistake.kind is Fault.ENDLESS
        return stopped

    def _add(self, mistake: Mistake, case: Case) -> None:
        key = (mistake.path, mistake.line, mistake.said)
        _first, entries = self.found.setdefault(key, (mistake, []))
        if not entries or entries[-1] != case.entry:
            entries.append(case.entry)

    def _told(self, mistake: Mistake, entries: Sequence[str]) -> Mistake:
        """A mistake that shows with some entries only names one of them, a real one if it can."""
        if mistake.kind is not Fault.VALUE or len(entries) >= len(self.entries):
            return mistake
        entry = next((it for it in entries if it not in self.labels), entries[0])
        example = _("for instance with {entry}").format(entry=self.labels.get(entry, entry))
        told = Told(f"{mistake.said} ({example})", mistake.advice, mistake.marked)
        return Mistake(mistake.path, mistake.path.name, mistake.line, mistake.kind, told)


def _everywhere(*arguments: Any) -> Lenient:
    return Lenient(*arguments, everywhere=True)


def _notes(sandbox: Lenient, text: Compiled, fields: Mapping[str, Any]) -> list[Note]:
    sandbox.start()
    sandbox.notes = []
    try:
        for _piece in text.root_render_func(text.new_context(dict(fields))):
            pass
    except (TemplateError, Mistake, *SLIPS) as error:
        return [*sandbox.notes, Note(error, spot(error))]
    return sandbox.notes


def _is_absent_anyhow(error: Exception) -> bool:
    """Whether a field does not exist, whatever the entry."""
    return isinstance(error, AbsentField) and (error.owner is None or isinstance(error.owner, Mapping))


def _is_absent_in_a_thing(error: Exception) -> bool:
    """The same, where loops are not gone through and their names are not known."""
    return isinstance(error, AbsentField) and isinstance(error.owner, Mapping)


def _column_mistakes(template: Template, kind: Kind) -> Iterator[Mistake]:
    columns = template.header.texts.get("columns", {})
    if not kind.columns or not isinstance(columns, dict) or template.header.findings:
        return
    for name, text in columns.items():
        if name not in kind.columns:
            line = len(text) - len(text.lstrip("\n")) + 1
            told = Told(_("there is no column “{name}”").format(name=name), known(name, kind.columns), name)
            yield template.mistaken(line, Fault.HEADER, told)
    if not columns:
        message = _("the header names no columns")
        yield template.mistaken(1, Fault.HEADER, Told(message, known("", kind.columns)))


def _right_name(item: Item) -> str:
    """How a file should be called that nothing uses."""
    parts = item.path.name.lower().split(".")
    if item.path.suffix.lower() in (".md", ".markdown", ".txt") and kind_of(parts[0]):
        language = parts[1] if len(parts) > 2 else "de"  # noqa: PLR2004  (name, language, ending)
        return _("it is probably meant to be called {name}").format(name=f"{parts[0]}.{language}.md")
    return _("what documents use: mo-registry templates list")


def _place(path: Path, line: int) -> Place:
    return Place((path,), position=Position(max(line, 1), 1, 1))


def _finding(mistake: Mistake) -> Finding:
    finding = _RULES[mistake.kind](_place(mistake.path, mistake.line), mistake.said, mistake.advice)
    return _placed(finding, mistake.marked) if mistake.line else finding


def _lined(finding: Finding) -> Finding:
    """A finding of the header, whose columns may count what stands in for gaps."""
    return _placed(finding, "")


def _placed(finding: Finding, marked: str) -> Finding:
    """The finding with the line that it is about."""
    line = finding.position.line
    lines = beginning(finding.file).removeprefix("\ufeff").splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    return finding.at(finding.file, Position(line, *column_of(marked, source)), source)
