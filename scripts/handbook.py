"""The pages of the handbook that follow from the program: all checks, fields and commands, in both languages.

`make docs` writes them, and with them the outputs in the tutorials (`scripts.transcripts`) and the pictures
(`scripts.pictures`). A page depends on the source and the catalogue only: on no day, and no terminal.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from mo_registry import i18n
from scripts.handbook_words import WORDS
from scripts.markdown import anchor, code, table

ROOT = Path(__file__).resolve().parents[1]
COMMAND = "make docs"
"""How the pages are written anew."""

PAGES = {
    "en": {"checks": "docs/checks.md", "fields": "docs/fields.md", "commands": "docs/commands.md"},
    "de": {
        "checks": "docs/de/pruefungen.md",
        "fields": "docs/de/felder.md",
        "commands": "docs/de/befehle.md",
    },
}
"""Where each page stands, by language."""

UNWANTED = ("FORCE_COLOR", "TTY_COMPATIBLE", "MO_REGISTRY", "MO_REGISTRY_LANGUAGE")
"""Variables that would change a page."""

COLUMNS = 80
"""So wide is the help on the page of commands."""

EXAMPLES = {
    "Text": "`name: BiNeMO e.V.`",
    "Prose": "`notes: >-` …",
    "Id": "`begruessung`",
    "Reference": "`venue: else-zimmermann-saal`",
    "Date": "`2023-09-27`, `2015-11`, `2018`",
    "Day": "`2023-09-27`",
    "Time": "`17:00`",
    "Count": "`60`",
    "Flag": "`true`",
    "Labels": "`{de: Bildung, en: Education}`",
}
EXIT_CODES = ("0", "1", "2", "3", "130")
FAMILIES = ("MO1", "MO2", "MO3", "MO4")
SPOKEN = frozenset(
    ("OrganisationKind", "Status", "EventKind", "EventStatus", "ActionStatus", "MinutesStatus", "Strictness")
)
"""Choices whose values have a name in each language."""


def fresh() -> dict[str, str]:
    """Every page by its path, as it should be now.

    Each language has a process of its own: the texts of commands are settled when the program is loaded.
    """
    pages: dict[str, str] = {}
    for language in PAGES:
        command = [sys.executable, "-m", "scripts.handbook", language]
        environment = {**os.environ, "COLUMNS": str(COLUMNS), "NO_COLOR": "1", "PYTHONUTF8": "1"}
        for name in UNWANTED:
            environment.pop(name, None)
        made = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=True
        )
        pages |= json.loads(made.stdout)
    return pages


def pages(language: str) -> dict[str, str]:
    """The pages of one language, by path. It must be the only language of this process."""
    i18n.install(language)
    words, paths = WORDS[language], PAGES[language]
    made = {"checks": checks(words), "fields": fields(words), "commands": commands(words)}
    return {paths[name]: "\n".join([*head(words, name), *lines]) + "\n" for name, lines in made.items()}


def head(words: dict[str, str], name: str) -> list[str]:
    """How a page begins."""
    return [f"<!-- {words['generated']} -->", "", f"# {words[name]}", "", words[f"{name}_intro"], ""]


# Checks


def checks(words: dict[str, str]) -> Iterator[str]:
    """The page of all checks."""
    from mo_registry import checks, manual
    from mo_registry.findings_text import severity_name
    from mo_registry.i18n import _

    pages = [manual.page(rule) for rule in checks.catalogue()]
    yield from (words["severities"], "", words["silence"])
    for family in FAMILIES:
        members = [page for page in pages if page.rule.code.startswith(family)]
        rows = [
            (f"[{page.rule.code}](#{anchor(page.rule.code)})", severity_name(page.rule.severity), page.title)
            for page in members
        ]
        yield from ("", f"## {words[family]}", "")
        yield from table((_("code"), _("severity"), _("meaning")), rows)
        for page in members:
            yield from ("", f"### {page.rule.code}", "")
            yield f"**{page.title}** · {severity_name(page.rule.severity)}"
            yield from _paragraphs(page.paragraphs)
            yield from _example(_("Fails:"), page.fails)
            yield from _example(_("Passes:"), page.passes)


def _paragraphs(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        yield from ("", text)


def _example(heading: str, files: Any) -> Iterator[str]:
    yield from ("", heading, "", "```yaml")
    for file in files:
        yield from (file.heading, *file.lines)
    yield "```"


# Fields


@dataclass
class Section:
    """A part of an entry with a table of its own."""

    part: Any
    paths: list[str] = field(default_factory=list)
    """Where it stands in a file."""

    @property
    def heading(self) -> str:
        """All the places where it stands."""
        return ", ".join(code(path) for path in self.paths)

    @property
    def top(self) -> str:
        """The key of the file below which it stands."""
        return self.paths[0].split(".")[0]


def fields(words: dict[str, str]) -> Iterator[str]:
    """The page of all fields."""
    from mo_registry.i18n import _
    from mo_registry.schema import MODELS

    yield from (words["paths"], "", f"## {words['values']}", "")
    yield from table((words["value"], _("meaning"), words["example"]), _values(words))
    known: dict[str, Section] = {}
    for name, (model, title) in MODELS.items():
        sections = _sections(model)
        described = {key: section for key, section in sections.items() if key not in known}
        known |= described
        yield from ("", f"## {name}", "", f"{_(title)}.".replace("<", "\\<"))
        for section in described.values():
            if section.paths:
                yield from ("", f"### {section.heading}")
            yield ""
            headings = (words["key"], _("meaning"), words["value"], words["needed"])
            yield from table(headings, _rows(section, known, words))


def _values(words: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for name, example in EXAMPLES.items():
        yield words[name], words[f"{name}_about"], example
    yield words["list_name"], words["list_about"], "`languages: [uk, de]`"


def _sections(model: Any) -> dict[str, Section]:
    """A model and all parts below it, in the order of the model's keys."""
    sections = {model.__name__: Section(model)}
    _collect(model, "", sections)
    order = list(dict.fromkeys(path.split(".")[0] for section in sections.values() for path in section.paths))
    return dict(sorted(sections.items(), key=lambda item: order.index(item[1].top) if item[1].paths else -1))


def _collect(part: Any, path: str, sections: dict[str, Section]) -> None:
    """All parts below this one, each with the places where it stands, from the outside inwards."""
    inner = []
    for name in part.model_fields:
        held = _held(part, name)
        if held.part:
            place = f"{path}{held.key}"
            section = sections.setdefault(held.part.__name__, Section(held.part))
            if not section.paths:
                inner.append((held.part, place))
            section.paths.append(place)
    for nested, place in inner:
        _collect(nested, f"{place}.", sections)


@dataclass(frozen=True)
class Held:
    """What a field holds, as the source says it: only there a text and the id of something differ."""

    key: str
    """Its key in YAML, with a mark where it holds many."""
    many: str
    """``list``, ``block`` (by id), or empty."""
    name: str
    """What one of them is called in the source."""
    kind: Any
    """What that name means."""

    @property
    def part(self) -> Any:
        """The part of an entry that it holds; None where it holds values."""
        from mo_registry.model.part import Part

        return self.kind if isinstance(self.kind, type) and issubclass(self.kind, Part) else None


def _held(part: Any, field: str) -> Held:
    from mo_registry.model.reading import yaml_name

    owner = next(kind for kind in part.__mro__ if field in kind.__annotations__)
    tree: ast.expr = ast.parse(owner.__annotations__[field], mode="eval").body
    if isinstance(tree, ast.BinOp):  # “… | None”: may be left out
        tree = tree.left
    many, key = "", yaml_name(part, field)
    if isinstance(tree, ast.Subscript):
        items = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
        many, tree = ("list", items[0]) if ast.unparse(tree.value) == "tuple" else ("block", items[-1])
    name = ast.unparse(tree)
    if name == "Terms":  # a block by id that has a name of its own in the source
        many, name = "block", "Labels"
    key += {"list": "[]", "block": ".<id>"}.get(many, "")
    return Held(key, many, name, vars(sys.modules[owner.__module__]).get(name))


def _rows(section: Section, sections: dict[str, Section], words: dict[str, str]) -> Iterator[tuple[str, ...]]:
    from mo_registry.i18n import _
    from mo_registry.model.reading import yaml_name

    for name, about in section.part.model_fields.items():
        value = _value(_held(section.part, name), section, sections, words)
        needed = words["yes"] if about.is_required() else _default(about.default, words)
        yield code(yaml_name(section.part, name)), _(about.description), value, needed


def _default(value: Any, words: dict[str, str]) -> str:
    if isinstance(value, bool):
        return words["otherwise"].format(value=code(str(value).lower()))
    if isinstance(value, str | int):
        return words["otherwise"].format(value=code(str(value)))
    return ""


def _value(held: Held, section: Section, sections: dict[str, Section], words: dict[str, str]) -> str:
    """What a field holds, in words."""
    if held.part:
        place = ".".join((*section.paths[:1], held.key))
        link = f"[{code(place)}](#{anchor(sections[held.part.__name__].heading)})"
        return words[f"{held.many}_of_entries" if held.many else "entry"].format(link=link)
    if isinstance(held.kind, type) and issubclass(held.kind, StrEnum):
        item = words["choice"].format(choices=", ".join(_choice(value) for value in held.kind))
    else:
        item = words[held.name]
    return words[held.many].format(item=item) if held.many else item


def _choice(value: StrEnum) -> str:
    from mo_registry.labels import label

    written = code(value.value)
    spoken = label(value.value) if type(value).__name__ in SPOKEN else ""
    return f"{written} ({spoken})" if spoken not in ("", value.value.replace("_", " ")) else written


# Commands


def commands(words: dict[str, str]) -> Iterator[str]:
    """The page of all commands."""
    from mo_registry.i18n import _

    found = list(walk())
    rows = [(f"[{name}](#{anchor(name)})", _summary(command)) for name, command, _context in found[1:]]
    yield from table((words["command"], _("meaning")), rows)
    for name, command, context in found:
        yield from ("", f"## {name}", "", "```text")
        yield from (line.rstrip() for line in command.get_help(context).splitlines())
        yield "```"
    yield from ("", f"## {words['exits']}", "")
    yield from table(
        (words["exit"], _("meaning")), [(number, words[f"exit_{number}"]) for number in EXIT_CODES]
    )


def walk() -> Iterator[tuple[str, Any, Any]]:
    """Every command with its whole name and its context; a group stands before its commands."""
    import typer

    from mo_registry.cli.app import app

    root = typer.main.get_command(app)
    yield from _below(root, typer.Context(root, info_name="mo-registry"))


def _below(command: Any, context: Any) -> Iterator[tuple[str, Any, Any]]:
    import typer

    yield context.command_path, command, context
    for name in command.list_commands(context) if hasattr(command, "list_commands") else ():
        inner = command.get_command(context, name)
        if not inner.hidden:
            yield from _below(inner, typer.Context(inner, info_name=name, parent=context))


def _summary(command: Any) -> str:
    return " ".join((command.help or "").partition("\n\n")[0].split())


def write(pages: dict[str, str]) -> None:
    """Write pages where they belong, and say which of them changed."""
    for path, text in pages.items():
        file = ROOT / path
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            print(f"written: {path}")


def main() -> None:
    """With a language: its pages as JSON. Without: write everything."""
    if language := next(iter(sys.argv[1:]), ""):
        sys.stdout.write(json.dumps(pages(language)))
        return
    from scripts import pictures, transcripts

    write(fresh())
    if os.name == "nt":
        print("the transcripts in the tutorials need a terminal of Linux or macOS; they stay as they are")
    else:
        write(transcripts.fresh())
    pictures.write()


if __name__ == "__main__":
    main()
