"""Files as many hands write them: a tree of data, rendered in a mixture of styles."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from mo_registry.yamlfile import Data, Mapping

WORDS = (
    "no", "on", "01067", "33602", "1.10", "1.5", "17:00", "17.00 Uhr", "2023-03-01", "27.09.2023", "~", "null", "",
    "true", "True", "1e3", "0x1F", "+49 221 4710 120", "+492214710120", "a: b", "key:", "- x", "-x", "#x", "x #y",
    "it's", 'say "x"', "back\\slash", "{a}", "[x", "a, b", "Musterstraße 1, Hinterhaus", "*star", "&amp", "!bang",
    "%x", "@x", "`x", "| pipe", "> fold", "? q", ": c", "---", "...", "=", "<<", "key: [a, b]", "uk", "netzwerk-mo",
    "migrant_organisation", "Özer", unicodedata.normalize("NFD", "Özer Şenol"), "منظمة", "ကျေးဇူး", "🙂 team",
    " leading", "trailing ", "zwei\nZeilen", "Absatz\n\nund noch einer\n", "- Punkt\n- # Punkt\n\n", "\nvorn leer",
    " eingerückt\nund nicht", "ende leer\n\n\n", "wort " * 30 + "ende", "einlangeswortohneleerzeichen" * 5,
    "https://verein.example/a?b=c#d", "x\u00a0y", "e.V.", "100 %", "'", '"', "a\n  b\nc", "Zeile mit Blank \nzwei",
)  # fmt: skip
KEYS = (
    "name", "kind", "status", "address", "street", "postal_code", "city", "phone", "email", "contacts", "networks",
    "languages", "role", "since", "notes", "offers", "title", "no", "de", "01", "netzwerk-mo", "true",
)  # fmt: skip
TEXTS = st.sampled_from(WORDS)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ID_LISTS = st.lists(
    st.sampled_from(("uk", "ru", "no", "ar", "netzwerk-mo", "ki-bielefeld")), min_size=1, max_size=4
)


def blocks(values: st.SearchStrategy[Data], least: int = 1) -> st.SearchStrategy[Mapping]:
    return st.dictionaries(st.sampled_from(KEYS), values, min_size=least, max_size=4)


def _within(inner: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    return st.one_of(st.lists(inner, max_size=3), blocks(inner, 0), blocks(inner))


VALUES: st.SearchStrategy[Data] = st.recursive(st.one_of(TEXTS, TEXTS, ID_LISTS), _within, max_leaves=6)
TREES: st.SearchStrategy[Mapping] = blocks(VALUES)


class Styled(NamedTuple):
    """A file's text, and what it says."""

    text: str
    data: Mapping


@st.composite
def files(draw: st.DrawFn) -> Styled:
    data = draw(TREES)
    return Styled(Hand(draw(st.randoms(use_true_random=False))).file(data), data)


_PLAIN = re.compile(r"[^\W_][\w .+/-]*(?<! )")
_INSIDE = re.compile(r"[\w-]+")
_NOT_PLAIN = ("", "~", "null", "---", "...")


@dataclass
class Hand:
    """A person who writes files, with habits and moods."""

    random: Random
    count: int = 0
    step: int = field(init=False)
    dash: int = field(init=False)
    inner: int = field(init=False)
    newline: str = field(init=False)

    def __post_init__(self) -> None:
        self.step = self.random.choice((2, 2, 2, 3, 4))
        self.dash = self.random.choice((0, 2, 2, self.step))
        self.inner = self.random.choice((2, 2, 2, 4))
        self.newline = self.random.choice(("\n", "\n", "\r\n"))

    def file(self, data: Mapping) -> str:
        lines = ["---"] if self.seldom() else []
        lines += [self.comment(), ""] if self.seldom() else []
        if self.seldom() and all(_short(value) for value in data.values()):
            lines.append(self.bracketed(data))
        else:
            lines += self.block(data, 0)
        if self.seldom():
            lines += ["", self.comment()]
        text = "\n".join(lines) + self.random.choice(("\n", "\n", "\n", ""))
        return text.replace("\n", self.newline)

    def seldom(self) -> bool:
        return self.random.random() < 0.15

    def comment(self) -> str:
        self.count += 1
        return f"# c{self.count}: it's [a {{comment"

    def behind(self) -> str:
        return " " * self.random.choice((1, 2, 2, 9)) + self.comment() if self.seldom() else ""

    def between(self, indent: int, ends_in_text: bool = False) -> list[str]:
        """Comments and empty lines, in their own column, deeper, or not so deep."""
        lines = []
        while self.seldom():
            column = (
                indent if ends_in_text else self.random.choice((indent, indent, indent + 1, indent + 4, 0))
            )
            lines.append(self.random.choice(("", " " * column + self.comment())))
        return lines

    def block(self, data: Mapping, indent: int) -> list[str]:
        lines: list[str] = []
        for key, value in data.items():
            lines += self.between(indent, bool(lines) and self.ends_in_text) if lines or indent == 0 else []
            lines += self.entry(key, value, indent)
            if self.seldom() and self.seldom():
                lines.append(
                    " " * indent + f"empty{self.count}:" + self.random.choice(("", " ~")) + self.behind()
                )
                self.count += 1
                self.ends_in_text = False
        return lines

    ends_in_text: bool = False

    def entry(self, key: str, value: Data, indent: int) -> list[str]:
        name = " " * indent + self.random.choice((key, key, key, f"'{key}'", f'"{key}"')) + ":"
        if isinstance(value, str):
            first, *rest = self.scalar(value, indent, name)
            return [first, *rest]
        self.ends_in_text = False
        if not value or (self.random.random() < 0.3 and _short(value)):
            return [f"{name} {self.bracketed(value)}{self.behind()}"]
        if self.seldom() and self.random.random() < 0.5:
            lines = self.spread(value, indent)
            return [f"{name} {lines[0]}", *lines[1:]]
        head = name + self.behind()
        if isinstance(value, list):
            return [head, *self.listed(value, indent + self.dash)]
        before = self.between(indent + self.step)
        return [head, *before, *self.block(value, indent + self.step)]

    def listed(self, items: list[Data], indent: int) -> list[str]:
        lines: list[str] = []
        for item in items:
            lines += self.between(indent, bool(lines) and self.ends_in_text)
            hyphen = " " * indent + "-" + " " * (self.inner - 1)
            if isinstance(item, str):
                lines += self.scalar(item, indent, hyphen.rstrip(), self.inner)
            elif not item or (self.seldom() and _short(item)):
                self.ends_in_text = False
                lines.append(hyphen + self.bracketed(item) + self.behind())
            else:
                inner = indent + self.inner
                self.ends_in_text = False
                below = self.block(item, inner) if isinstance(item, dict) else self.listed(item, inner)
                while below and not below[0].strip(" ").partition("#")[0]:
                    below.pop(0)
                if self.seldom():
                    lines += [hyphen.rstrip() + self.behind(), *below]
                else:
                    lines += [hyphen + below[0][inner:], *below[1:]]
        return lines

    def scalar(self, text: str, indent: int, before: str, gap: int = 2) -> list[str]:
        """A text behind its key or hyphen."""
        self.ends_in_text = False
        inside = " " * (indent + self.step)
        blank = " " * (gap - 1)
        styles = ["double"]
        if "\n" not in text:
            styles += ["single"]
            if _PLAIN.fullmatch(text) and text not in _NOT_PLAIN:
                styles += ["plain"] * 5 + ["below"]
            if re.fullmatch(r"\w+( \w+)+", text):
                styles += ["wrapped", "wrapped-quotes", ">"]
        if text.strip() and text[0] not in " \n" and not any(line.endswith(" ") for line in text.split("\n")):
            styles += ["|"] * 3
        match self.random.choice(styles):
            case "plain":
                return [f"{before}{blank}{text}{self.behind()}"]
            case "single":
                quoted = text.replace("'", "''")
                return [f"{before}{blank}'{quoted}'{self.behind()}"]
            case "below":
                return [before + self.behind(), *self.between(len(inside)), inside + text + self.behind()]
            case "wrapped":
                return self.wrapped(f"{before}{blank}", text, inside)
            case "wrapped-quotes":
                return self.wrapped(f"{before}{blank}", f'"{text}"', inside)
            case "|":
                self.ends_in_text = True
                chomp = {0: "-", 1: ""}.get(len(text) - len(text.rstrip("\n")), "+")
                lines = text.removesuffix("\n").split("\n")
                return [
                    f"{before}{blank}|{chomp}{self.behind()}",
                    *(inside + line if line else "" for line in lines),
                ]
            case ">":
                self.ends_in_text = True
                words = text.split(" ")
                lines = [" ".join(words[at : at + 7]) for at in range(0, len(words), 7)]
                return [f"{before}{blank}>-{self.behind()}", *(inside + line for line in lines)]
        return [f"{before}{blank}{_doubled(text)}{self.behind()}"]

    def wrapped(self, before: str, text: str, inside: str) -> list[str]:
        words = text.split(" ")
        lines = [" ".join(words[at : at + 5]) for at in range(0, len(words), 5)]
        return [before + lines[0], *(inside + line for line in lines[1:-1]), *self._last(lines, inside)]

    def _last(self, lines: list[str], inside: str) -> list[str]:
        return [inside + lines[-1] + self.behind()] if len(lines) > 1 else []

    def bracketed(self, value: Data) -> str:
        if isinstance(value, str):
            if _INSIDE.fullmatch(value) and value not in _NOT_PLAIN and self.random.random() < 0.8:
                return value
            return _doubled(value)
        blank = self.random.choice(("", "", " "))
        comma = self.random.choice(("", "", ",")) if value else ""
        if isinstance(value, list):
            return f"[{blank}{', '.join(map(self.bracketed, value))}{comma}{blank}]"
        return f"{{{blank}{', '.join(f'{key}: {self.bracketed(one)}' for key, one in value.items())}{comma}{blank}}}"

    def spread(self, value: Data, indent: int) -> list[str]:
        """Between brackets, one entry a line."""
        inside = " " * (indent + self.step)
        entries = (
            [self.bracketed(one) for one in value]
            if isinstance(value, list)
            else [f"{key}: {self.bracketed(one)}" for key, one in value.items()]
            if isinstance(value, dict)
            else []
        )
        opening, closing = "[]" if isinstance(value, list) else "{}"
        last = len(entries) - 1
        comma = self.random.choice(("", ","))
        lines = [
            f"{inside}{one}{',' if at < last else comma}{self.behind()}" for at, one in enumerate(entries)
        ]
        return [opening + self.behind(), *lines, inside + closing + self.behind()]


def _short(value: Data) -> bool:
    return len(str(value)) < 80 and "\\n" not in str(value)


def _doubled(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
