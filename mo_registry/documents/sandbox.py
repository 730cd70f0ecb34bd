"""Jinja for people who are no programmers, and against those who mean harm.

Templates come with pull requests. What runs here sees nothing but the fields that it is given, writes no
value as markup, and ends: every loop, call and text is counted against a budget, so that neither a slip
nor an attack runs for ever or fills the memory, on any operating system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from datetime import date, time
from functools import wraps
from typing import Any, TypeVar

from jinja2 import StrictUndefined, TemplateRuntimeError, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from mo_registry.documents import blocks
from mo_registry.documents.slots import Entered, Linked, Markdown, Prose, Slots
from mo_registry.i18n import _

S = TypeVar("S", bound=Sized)

MAX_STEPS = 300_000
"""Turns of loops and calls of macros in one document, long bodies counting more."""
MAX_TEXT = 500_000
"""Characters of one value that a template puts together."""
MAX_NUMBER = 10**15
MAX_LITERAL_DEPTH = 3
_STEP = 200  # characters of a loop's body that count as one step more

_FILTERS = (
    "capitalize", "count", "first", "groupby", "int", "last", "length", "list", "lower", "map", "max",
    "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "sort", "string", "trim",
    "unique", "upper",
)  # fmt: skip
_DATE_FIELDS = frozenset(("year", "month", "day", "hour", "minute"))
_OPERATORS = frozenset(("+", "-", "*", "/", "//", "%", "**"))


Load = Callable[[str], tuple[str, str, None] | None]


class Endless(TemplateRuntimeError):
    """A template does more than a document can need."""


class NotPrintable(TemplateRuntimeError):
    """A template prints what is no text."""


class Refused(SecurityError):
    """A template does what is not possible here; the message says so in the language in force."""


class NotPossible(TemplateSyntaxError):
    """The same, seen before anything was filled in."""


class AbsentItem(TemplateRuntimeError):
    """A template asks for an item of a list by its number, and the list is shorter."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number
        """Counted from 0."""


class AbsentField(TemplateRuntimeError):
    """A template asks for a field that does not exist."""

    def __init__(self, name: object, owner: object) -> None:
        super().__init__(str(name))
        self.name = str(name)
        self.owner = owner
        """What was asked for the field; None for a name that stands alone."""


class Fields(dict[str, Any]):
    """What a template sees of a thing: its fields by name, and what the thing is called in templates."""

    def __init__(self, called: str, /, **fields: Any) -> None:
        super().__init__(fields)
        self.called = called


class Absent(StrictUndefined):
    """A field that does not exist: whatever is done with it, the template's author is told."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: Any = None, *_: object) -> None:
        def explain(message: str) -> TemplateRuntimeError:
            if isinstance(name, int):
                return AbsentItem(name)
            if name is None:
                return TemplateRuntimeError(message)
            return AbsentField(name, None if obj is missing else obj)

        super().__init__(hint, obj, name, explain)  # type: ignore[arg-type]


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates can do nothing but turn given fields into Markdown.

    Args:
        load: gives the source of a template that another one includes, and its file.
        filters: further filters by name.
    """

    intercepted_binops = _OPERATORS

    def __init__(self, load: Load, filters: Mapping[str, Callable[..., Any]]) -> None:
        from jinja2 import FunctionLoader

        super().__init__(
            loader=FunctionLoader(load),
            undefined=Absent,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,
        )
        allowed = {name: self._counting(self.filters[name]) for name in _FILTERS}
        own = {
            "default": _default,
            "join": self._join,
            "markdown": _markdown,
            "replace": self._replace,
            "sum": _sum,
        }
        hidden = {" each": self._each, " glued": self._glued, " shallow": _shallow}
        self.filters = {**allowed, **own, **filters, **hidden}
        self.globals = {"range": self.globals["range"], "namespace": Namespace}
        self.slots = Slots()
        self.steps = 0

    def _counting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter of Jinja's that spends steps for what goes in and for what comes out."""
        at = 1 if hasattr(function, "jinja_pass_arg") else 0  # before it stands what Jinja passes on

        @wraps(function)
        def counted(*args: Any, **options: Any) -> Any:
            self.spend(sum(map(_size, args[at : at + 1])))
            result = function(*args, **options)
            self.spend(_size(result))
            return result

        return counted

    def start(self) -> Slots:
        """Begin a new document: no values kept, the whole budget ahead."""
        self.slots, self.steps = Slots(), 0
        return self.slots

    def spend(self, steps: int) -> None:
        """Count steps.

        Raises:
            Endless: the budget is used up.
        """
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Endless

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field, and nothing else: methods and Python's own attributes are not there."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext | Namespace | Undefined):
            return super().getattr(obj, attribute)
        if isinstance(obj, date | time) and attribute in _DATE_FIELDS and hasattr(obj, attribute):
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``thing["field"]`` and ``list[0]``."""
        if isinstance(obj, str | Sequence) and isinstance(argument, int | slice):
            return super().getitem(obj, argument)
        return self.getattr(obj, str(argument))

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro; what it makes is Markdown already."""
        self.spend(1)
        result = super().call(context, obj, *args, **kwargs)
        if isinstance(obj, Macro | BlockReference) and isinstance(result, str):
            # The line breaks around a macro's text are the template's own; in a table they would end the row.
            return Markdown(self._bounded(result).strip("\n"))
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic with numbers; ``+`` also joins texts and lists."""
        texts = isinstance(left, str) and isinstance(right, str)
        if operator == "+" and (texts or (type(left) is type(right) and isinstance(left, list | tuple))):
            return self._bounded(left + right)
        if not all(isinstance(side, int | float) for side in (left, right)) or operator == "**":
            raise Refused(_("“{operator}” is for numbers only").format(operator=operator))
        result = super().call_binop(context, operator, left, right)
        if abs(result) > MAX_NUMBER:
            raise Endless
        return result

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse, and put the counting into the template."""
        tree = super()._parse(source, name, filename)
        _Counting(tree).visit()
        return tree

    def _each(self, values: Any, cost: int) -> _Counted:
        if isinstance(values, Absent):
            iter(values)  # says which field it is
        if isinstance(values, Mapping) or not isinstance(values, Iterable):
            raise NotPrintable(_("only a list can be gone through with “for”"))
        return _Counted(self, values, cost)

    def _glued(self, values: Sequence[Any]) -> str:
        return self._bounded("".join(_written(value) for value in values))

    def _join(self, values: Any, between: str = "", attribute: str | None = None) -> Markdown:
        found = [self.getitem(value, attribute) if attribute else value for value in self._each(values, 0)]
        return self._joined(found, _written(between))

    def listed(self, values: Any, pattern: Callable[[Iterable[str]], str]) -> Markdown:
        """Things in a row, joined as `pattern` does it, each a value of its own with its own direction."""
        shown = (_written(value) for value in self._each(values, 0))
        return Markdown(self._bounded(pattern([self.slots.keep(value) for value in shown if value])))

    def _joined(self, values: Iterable[Any], between: str) -> Markdown:
        kept = self.slots.keep(between) if between.strip(", ") else between
        shown = (_written(value) for value in values)
        return Markdown(self._bounded(kept.join(self.slots.keep(value) for value in shown if value)))

    def _replace(self, text: str, old: str, new: str) -> str:
        if len(text) + text.count(old) * len(new) > MAX_TEXT:
            raise Endless
        return text.replace(old, new)

    def _bounded(self, made: S) -> S:
        self.spend(len(made) // _STEP)
        if len(made) > MAX_TEXT:
            raise Endless
        return made


def _size(value: Any) -> int:
    """About how many steps it takes to go through a value."""
    if isinstance(value, str):
        return len(value) // _STEP
    return len(value) if isinstance(value, list | tuple | range) else 0


class _Counted:
    """A list whose every turn in a loop costs steps."""

    def __init__(self, sandbox: Sandbox, values: Iterable[Any], cost: int) -> None:
        self.values: Sequence[Any] = values if isinstance(values, Sequence) else self._taken(sandbox, values)
        self.sandbox = sandbox
        self.cost = 1 + cost // _STEP

    @staticmethod
    def _taken(sandbox: Sandbox, values: Iterable[Any]) -> list[Any]:
        taken = []
        for value in values:
            sandbox.spend(1)
            taken.append(value)
        return taken

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Any]:
        for value in self.values:
            self.sandbox.spend(self.cost)
            yield value


class _Counting:
    """Rewrites a template's tree so that what could grow without end passes through the sandbox."""

    def __init__(self, tree: nodes.Template) -> None:
        self.tree = tree

    def visit(self) -> None:
        for loop in list(self.tree.find_all(nodes.For)):
            if loop.recursive:
                raise NotPossible(_("a recursive loop is not possible here"), loop.lineno)
            loop.iter = _through(" each", _expression(loop.iter), nodes.Const(_weight(loop)))
        self._replace(self.tree)

    def _replace(self, node: nodes.Node) -> None:
        for name, value in list(node.iter_fields()):
            if isinstance(value, list):
                setattr(node, name, [self._replaced(item) for item in value])
            else:
                setattr(node, name, self._replaced(value))

    def _replaced(self, value: Any) -> Any:
        if not isinstance(value, nodes.Node):
            return value
        self._replace(value)
        if isinstance(value, nodes.Concat):
            parts = nodes.List(value.nodes, lineno=value.lineno)
            return _through(" glued", parts)
        if (
            isinstance(value, nodes.List | nodes.Dict | nodes.Tuple)
            and getattr(value, "ctx", "load") == "load"
        ):
            return _through(" shallow", value)
        return value


def _through(name: str, value: nodes.Expr, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, list(arguments), [], None, None, lineno=value.lineno)


def _expression(node: nodes.Node) -> nodes.Expr:
    assert isinstance(node, nodes.Expr)
    return node


def _weight(loop: nodes.For) -> int:
    """About how many characters one turn of the loop writes; an included file counts as a long one."""
    included = sum(1 for _include in loop.find_all((nodes.Include, nodes.Import, nodes.FromImport)))
    return sum(len(data.data) for data in loop.find_all(nodes.TemplateData)) + 100 * _STEP * included


@pass_context
def finalize(context: Context, value: Any) -> str:
    """What ``{{ value }}`` writes: a mark for the value, never the value itself."""
    sandbox = context.environment
    assert isinstance(sandbox, Sandbox)
    if isinstance(value, Markdown):
        sandbox.spend(len(value) // _STEP)
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # {{ loop.index }}. begins an item of a numbered list
    if isinstance(value, Prose | Linked | Entered | blocks.Block):
        return sandbox.slots.keep(value)
    written = _written(value)
    return sandbox.slots.keep(written) if written else ""


def _written(value: Any) -> str:
    """A value as text.

    Raises:
        NotPrintable: it is a list, a thing with fields, or a yes or no.
    """
    if value is None:
        return ""
    if isinstance(value, str | int | float | date | time) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Linked | Prose):
        return value.text
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, tuple) and type(value) is not tuple:
        return str(value)  # a date of which no more than the month is known
    if isinstance(value, bool):
        raise NotPrintable(_("this is yes or no and cannot be printed; ask for it with “if”"))
    raise NotPrintable(_('this is no single text; go through it with “for”, or put | join(", ") behind it'))


def _shallow(value: Any) -> Any:
    if _depth(value) > MAX_LITERAL_DEPTH:
        raise Endless
    return value


def _depth(value: Any, depth: int = 0) -> int:
    if isinstance(value, Fields) or not isinstance(value, list | tuple | dict) or depth > MAX_LITERAL_DEPTH:
        return depth
    inner = value.values() if isinstance(value, dict) else value
    return max((_depth(item, depth + 1) for item in inner), default=depth + 1)


def _default(value: Any, text: Any = "") -> Any:
    """The value, or the text where there is none; a field that does not exist is still an error."""
    return value or text


def _sum(values: Iterable[Any], attribute: str | None = None) -> float:
    found = (value[attribute] if attribute else value for value in values)
    return sum(number for number in found if isinstance(number, int | float))


def _markdown(value: Any) -> Prose:
    language = value.language if isinstance(value, Entered) else ""
    return Prose(_written(value), language) if value else Prose("")
