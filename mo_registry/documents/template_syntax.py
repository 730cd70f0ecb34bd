"""Gaps and tags of a template that cannot be understood: all of them, each with its place.

Jinja stops at the first one, speaks English, and is often in the wrong line. So every ``{{ … }}`` and ``{% … %}`` is
tried by itself, and what belongs together is matched here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from mo_registry.documents.mistakes import Kind, Told, known
from mo_registry.documents.sandbox import NotPossible, Sandbox
from mo_registry.i18n import _
from mo_registry.names import nearest

_PAIRS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENING = re.compile(r"\{\{|\{%|\{#")
_STRING = r"""'[^'\n{}]*'|"[^"\n{}]*\""""
_INSIDE = re.compile(rf"(?:{_STRING}|(?!\{{[{{%#]|[%}}]\}}).)*", re.DOTALL)
_TAG = re.compile(r"\{%[-+]?\s*(\w*)")
_RAW_END = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")

_BLOCKS = ("if", "for", "macro", "call", "filter", "set", "with", "block", "raw", "autoescape")
_BETWEEN = {"else": ("if", "for"), "elif": ("if",)}
_SINGLE = ("include", "import", "from", "extends")
_TAGS = ("if", "elif", "else", "endif", "for", "endfor", "set", "macro", "endmacro", "include")
"""What most templates need."""
_MEANT = {
    "elseif": "elif", "elsif": "elif", "end": "endif", "wenn": "if", "falls": "if", "sonst": "else",
    "ende": "endif", "endwenn": "endif", "für": "for", "fur": "for", "fuer": "for", "foreach": "for",
    "each": "for", "unless": "if", "case": "if", "let": "set", "assign": "set",
}  # fmt: skip
"""What people write who know another language."""
_TRIED = {
    "elif": "{{% if x %}}{tag}{{% endif %}}",
    "else": "{{% if x %}}{tag}{{% endif %}}",
    "block": "",
    "raw": "",
    "extends": "",
}
_QUOTES = "„“”‚‘’«»‹›`´″′"
_EXPECTED_BRACKET = re.compile(r"(?<!un)expected '([)\]}])'")
_UNEXPECTED = re.compile(r"(?:unexpected|got) '(.*?)'\.?$")
_CHARACTER = re.compile(r"unexpected char (.+) at (\d+)")
_LONGEST = 60
_SHORTEST = 2  # shorter pieces can stand in many places of a line


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that cannot be understood."""

    line: int
    kind: Kind
    told: Told


@dataclass(frozen=True, slots=True)
class _Piece:
    """A gap, a tag or a comment as it stands in the text."""

    text: str
    line: int
    closed: bool

    @property
    def tag(self) -> str:
        match = _TAG.match(self.text)
        return match[1] if match else ""

    @property
    def meant(self) -> str:
        """The tag, or what is probably meant by one that is not known."""
        if not self.text.startswith("{%") or _is_known(self.tag):
            return self.tag
        if match := re.match(r"\{%[-+]?\s*end\s+(\w+)", self.text):
            return f"end{match[1]}"
        return _MEANT.get(self.tag.lower()) or next(iter(nearest(self.tag, _TAGS)), "")

    @property
    def shown(self) -> str:
        """The piece in a message: in one line, not too long."""
        shown = " ".join(self.text.split())
        return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"

    @property
    def marked(self) -> str:
        return self.text.partition("\n")[0].rstrip()

    def slip(self, message: str, advice: str = "", marked: str = "", kind: Kind = Kind.SYNTAX) -> Slip:
        line = self.line
        if marked and marked not in self.marked and marked in self.text:
            line += self.text[: self.text.index(marked)].count("\n")
        told = Told(message, advice, marked if len(marked) > _SHORTEST else self.marked)
        return Slip(line, kind, told)


def slips(source: str, sandbox: Sandbox) -> list[Slip]:
    """All gaps and tags that cannot be understood, from top to bottom.

    Args:
        source: the text, its lines where they are in the file.
        sandbox: what would fill it in.
    """
    pieces = list(_pieces(source))
    found = [slip for piece in pieces for slip in _own(piece, sandbox)]
    return sorted([*found, *_unmatched(pieces)], key=lambda slip: slip.line)


def gaps(source: str, sandbox: Sandbox) -> str:
    """What is left of a text that cannot be understood: the gaps that can, on their lines."""
    lines: dict[int, str] = {}
    for piece in _pieces(source):
        if piece.closed and piece.text.startswith("{{") and not list(_own(piece, sandbox)):
            lines[piece.line] = lines.get(piece.line, "") + " ".join(piece.text.split("\n"))
    return "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))


def knows_all(tree: nodes.Template, sandbox: Sandbox) -> bool:
    """Whether every filter and every test is there; Jinja looks for one in a branch only when it comes there."""
    return all(it.name in sandbox.filters for it in tree.find_all(nodes.Filter)) and all(
        it.name in sandbox.tests for it in tree.find_all(nodes.Test)
    )


def _pieces(source: str) -> Iterator[_Piece]:
    at = 0
    while opening := _OPENING.search(source, at):
        line = source.count("\n", 0, opening.start()) + 1
        closing = _PAIRS[opening[0]]
        if opening[0] == "{#":
            end = source.find(closing, opening.end())
            at = end + 2 if end >= 0 else len(source)
            yield _Piece(source[opening.start() : at], line, end >= 0)
            continue
        inside = _INSIDE.match(source, opening.end())
        end = inside.end() if inside else opening.end()
        while source.startswith("}}", end) and closing == "}}" and source.startswith("}}}", end):
            end += 1
        closed = source.startswith(closing, end)
        at = end + 2 if closed else max(end, opening.end())
        piece = _Piece(source[opening.start() : at], line, closed)
        yield piece if closed else _first_line(piece)
        if piece.tag == "raw" and closed:
            ending = _RAW_END.search(source, at)
            at = ending.start() if ending else at


def _first_line(piece: _Piece) -> _Piece:
    return _Piece(piece.text.partition("\n")[0].rstrip(), piece.line, closed=False)


def _own(piece: _Piece, sandbox: Sandbox) -> Iterator[Slip]:
    """What is wrong with a piece by itself."""
    opening = piece.text[:2]
    if not piece.closed:
        message = _("“{gap}” is not closed").format(gap=piece.shown)
        yield piece.slip(message, _("“{end}” has to stand at its end").format(end=_PAIRS[opening]))
    elif opening == "{{" and piece.text.startswith("{{{"):
        yield piece.slip(_("“{gap}” has too many braces").format(gap=piece.shown), _two_braces())
    elif opening == "{%" and not _is_known(piece.tag):
        yield _unknown_tag(piece)
    elif opening != "{#":
        yield from _tried(piece, sandbox)


def _is_known(tag: str) -> bool:
    return tag in (*_BLOCKS, *_BETWEEN, *_SINGLE) or tag.removeprefix("end") in _BLOCKS


def _unknown_tag(piece: _Piece) -> Slip:
    if not piece.tag:
        return piece.slip(_("there is nothing in “{gap}”").format(gap=piece.shown))
    advice = (
        _("Did you mean “{name}”?").format(name=piece.meant)
        if piece.meant
        else _("There are: {words}.").format(words=", ".join(_TAGS))
    )
    return piece.slip(_("no tag is called “{name}”").format(name=piece.tag), advice, piece.tag)


def _tried(piece: _Piece, sandbox: Sandbox) -> Iterator[Slip]:
    """Compile the piece by itself, with the end that it needs."""
    tag = piece.tag
    if tag.startswith("end"):
        return
    pattern = _TRIED.get(tag, "{tag}{end}")
    end = f"{{% end{tag} %}}" if tag in _BLOCKS and not _is_short_set(piece) else ""
    try:
        tree = sandbox.parse(pattern.format(tag=piece.text, end=end))
    except NotPossible as error:
        yield piece.slip(error.message or "")
    except TemplateSyntaxError as error:
        yield _expression(piece, error.message or "")
    except (RecursionError, MemoryError):
        return  # it is said when the template is filled in
    else:
        yield from _unknown_names(piece, tree, sandbox)


def _is_short_set(piece: _Piece) -> bool:
    return piece.tag == "set" and "=" in piece.text


def _unknown_names(piece: _Piece, tree: nodes.Template, sandbox: Sandbox) -> Iterator[Slip]:
    for filtered in tree.find_all(nodes.Filter):
        if filtered.name not in sandbox.filters:
            there = [name for name in sandbox.filters if not name.startswith(" ")]
            message = _("no filter is called “{name}”").format(name=filtered.name)
            yield piece.slip(message, known(filtered.name, there), filtered.name, Kind.FILTER)
    for test in tree.find_all(nodes.Test):
        if test.name not in sandbox.tests:
            there = [name for name in sandbox.tests if name.isalpha()]
            message = _("nothing can be asked with “is {name}”").format(name=test.name)
            yield piece.slip(message, known(test.name, there), test.name, Kind.FILTER)


def _expression(piece: _Piece, message: str) -> Slip:
    """What Jinja says about a single piece, in a sentence that helps."""
    if match := _CHARACTER.match(message):
        return _stray_character(piece, match[1][1:-1])
    if match := _EXPECTED_BRACKET.search(message):
        return piece.slip(_("a “{sign}” is missing in “{gap}”").format(sign=match[1], gap=piece.shown))
    content = piece.text.strip("{}%-+ \n")
    if not content or content == piece.tag:
        return piece.slip(_("there is nothing in “{gap}”").format(gap=piece.shown), _gap_example())
    unexpected = _UNEXPECTED.search(message)
    word = unexpected[1] if unexpected else ""
    if message.startswith("expected token 'in'") or (piece.tag == "for" and " in " not in piece.text):
        return piece.slip(
            _("“{gap}” does not say what it goes through").format(gap=piece.shown),
            _("It is written “{right}”.").format(right="{% for item in event.programme %}"),
        )
    if word == "=":
        return piece.slip(
            _("one “=” compares nothing"), _("To compare, write “==”, with a blank on both sides."), "="
        )
    if word.startswith("end of") or message == "expected name or number":
        return piece.slip(_("something is missing in “{gap}”").format(gap=piece.shown), _gap_example())
    if word and word in piece.text:
        return piece.slip(
            _("“{word}” does not belong in “{gap}”").format(word=word, gap=piece.shown), _gap_example(), word
        )
    return piece.slip(_("“{gap}” cannot be understood").format(gap=piece.shown), _gap_example())


def _stray_character(piece: _Piece, character: str) -> Slip:
    if character in "'\"":
        message = _("a text in “{gap}” begins with {sign} and does not end").format(
            gap=piece.shown, sign=character
        )
        return piece.slip(message, _("write the same sign at its end"), character)
    if character in _QUOTES:
        message = _("“{sign}” is no quotation mark that a template understands").format(sign=character)
        advice = _("In gaps and tags texts stand between straight quotation marks: {right}").format(
            right='"…"'
        )
        return piece.slip(message, advice, character)
    return piece.slip(
        _("“{word}” does not belong in “{gap}”").format(word=character, gap=piece.shown),
        _gap_example(),
        character,
    )


def _gap_example() -> str:
    return _("A gap holds a field, as “{gap}”; behind a bar how it is written, as “{other}”.").format(
        gap="{{ event.title }}", other="{{ event.date | day }}"
    )


def _two_braces() -> str:
    return _("A gap has two braces on each side, as “{gap}”.").format(gap="{{ event.title }}")


def _unmatched(pieces: list[_Piece]) -> Iterator[Slip]:
    """Tags that are not closed, and ends that close nothing."""
    open_tags: list[_Piece] = []
    for piece in pieces:
        tag = piece.meant if piece.text.startswith("{%") else ""
        if tag in _BLOCKS and not _is_short_set(piece):
            open_tags.append(piece)
        elif tag in _BETWEEN and (not open_tags or open_tags[-1].meant not in _BETWEEN[tag]):
            yield from _stray_between(piece, tag, open_tags)
        elif tag.startswith("end") and tag[3:] in _BLOCKS:
            yield from _ended(piece, tag[3:], open_tags)
    yield from (_not_closed(piece) for piece in open_tags)


def _stray_between(piece: _Piece, tag: str, open_tags: list[_Piece]) -> Iterator[Slip]:
    if any(it.meant in _BETWEEN[tag] for it in open_tags):
        while open_tags[-1].meant not in _BETWEEN[tag]:
            yield _not_closed(open_tags.pop())
    else:
        yield piece.slip(_("“{tag}” stands outside of any “if”").format(tag=tag), marked=tag)


def _ended(piece: _Piece, tag: str, open_tags: list[_Piece]) -> Iterator[Slip]:
    if not any(it.meant == tag for it in open_tags):
        message = _("“{end}” closes nothing: there is no “{tag}” before it").format(end=f"end{tag}", tag=tag)
        yield piece.slip(message, marked=f"end{tag}")
        return
    while open_tags[-1].meant != tag:
        yield _not_closed(open_tags.pop())
    open_tags.pop()


def _not_closed(piece: _Piece) -> Slip:
    end = f"{{% end{piece.meant} %}}"
    return piece.slip(
        _("what begins with “{gap}” has no end").format(gap=piece.shown),
        _("“{end}” is missing behind it").format(end=end),
    )
