"""Questions to the person at the keyboard: with a proposal, and each answer checked while it can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mo_registry import console
from mo_registry.finding import Finding, RegistryError, Severity
from mo_registry.i18n import N_, _
from mo_registry.screen import ASIDE, wrapped
from mo_registry.visible import visible, width

NOTHING = "-"
"""What somebody types to leave a proposal out."""
_LABEL = 24
"""So many columns of a line belong to the question."""
_WIDEST = 100


class Problem(NamedTuple):
    """What speaks against an answer."""

    message: str
    help: str = ""
    is_doubt: bool = False
    """Whether the answer is possible all the same."""
    instead: str = ""
    """The answer that was probably meant."""

    @staticmethod
    def of(finding: Finding) -> Problem:
        """A finding of the checks."""
        return Problem(finding.message, finding.help, finding.severity is not Severity.ERROR)


Check = Callable[[str], Iterable[Problem]]


class Choice(NamedTuple):
    """One of several answers, and the words that mean it."""

    name: str
    label: str
    """As it stands in the question, untranslated."""
    words: tuple[str, ...]


YES = Choice("yes", N_("y"), ("y", "yes", "j", "ja"))
NO = Choice("no", N_("n"), ("n", "no", "nein"))
EDIT = Choice("edit", N_("edit"), ("e", "edit", "b", "bearbeiten"))
OPEN = Choice("open", N_("open again"), ("o", "open", "open again", "ö", "öffnen", "wieder öffnen"))
KEEP = Choice(
    "keep", N_("keep as draft"), ("k", "keep", "keep as draft", "e", "entwurf", "als entwurf behalten")
)
DISCARD = Choice("discard", N_("discard"), ("d", "discard", "v", "verwerfen"))


@dataclass(frozen=True, slots=True)
class Conversation:
    """A row of questions."""

    agreed: bool = False
    """Whether every proposal is taken, and nothing is asked (``--yes``)."""

    def begin(self) -> None:
        """Say how answers are given."""
        if not self.agreed:
            self.tell(_("Enter takes what is in brackets, - leaves it out; Ctrl-C stops and writes nothing."))

    def tell(self, text: str, style: str = ASIDE) -> None:
        """Say something between two questions."""
        room = console.width(_WIDEST)
        console.talk([(f"  {line}", style)] for line in wrapped(visible(text), room - 2))

    def answer(
        self, label: str, check: Check, proposal: str = "", *, hint: str = "", needed: bool = False
    ) -> str:
        """Ask until an answer passes the check; empty for none.

        Args:
            label: what is asked for.
            check: what speaks against an answer; an answer with mere doubts passes when it is given again.
            proposal: what Enter takes.
            hint: how to answer, in a line before the question.
            needed: whether there must be an answer.

        Raises:
            RegistryError: nothing may be asked, and the proposal will not do.
            KeyboardInterrupt: the person has enough.
        """
        if hint and not self.agreed:
            self.tell(hint)
        doubted, taken = None, proposal
        while True:
            typed = taken if self.agreed else console.ask(_question(label, taken)) or taken
            answer = "" if typed == NOTHING else typed
            problems = (
                list(check(answer)) if answer or not needed else [Problem(_("Here an answer is needed."))]
            )
            if not problems or (answer == doubted and all(problem.is_doubt for problem in problems)):
                return answer
            if self.agreed and not all(problem.is_doubt for problem in problems):
                raise RegistryError(problems[0].message, hint=problems[0].help or None)
            self._complain(problems)
            doubted = answer if all(problem.is_doubt for problem in problems) else None
            taken = problems[0].instead or doubted or proposal

    def _complain(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.tell(problem.message, "yellow" if problem.is_doubt else "red")
            if problem.help:
                self.tell(f"= {problem.help}")

    def agrees(self, question: str, *, proposal: bool = True) -> bool:
        """Ask for yes or no; Enter takes the proposal."""
        return self.choice(question, (YES, NO) if proposal else (NO, YES)) is YES

    def choice(self, question: str, choices: tuple[Choice, ...]) -> Choice:
        """Ask for one of several; Enter takes the first."""
        if self.agreed:
            return choices[0]
        while True:
            typed = console.ask(f"{question} {_bracketed(choices)} › ").casefold()
            found = [one for one in choices if typed in (*one.words, _(one.label).casefold())]
            if found or not typed:
                return found[0] if found else choices[0]
            self.tell(_("Please answer with one of these: {words}").format(words=_labels(choices)))


def _question(label: str, proposal: str) -> str:
    told = f"{label} [{proposal}]" if proposal else label
    return f"{told}{' ' * max(_LABEL - width(told), 0)} › "


def _bracketed(choices: tuple[Choice, ...]) -> str:
    """The answers; the one that Enter takes begins with a capital, wherever it stands."""
    order = (YES, NO) if {*choices} == {YES, NO} else choices
    labels = {one: _(one.label) for one in order}
    first = choices[0]
    labels[first] = labels[first][0].upper() + labels[first][1:]
    return f"[{'/'.join(labels.values())}]"


def _labels(choices: tuple[Choice, ...]) -> str:
    return ", ".join(_(one.label) for one in choices)


def explained(known: Mapping[str, str]) -> str:
    """The words that can be answered, each with what it is called, where that is something else."""
    plain = {word: word.replace("_", " ") for word in known}
    return ", ".join(word if plain[word] == name else f"{word} ({name})" for word, name in known.items())


def listed(known: Mapping[str, str] | Iterable[str], most: int = 15) -> str:
    """The words that can be answered, if they are few enough to be read."""
    words = [*known]
    return ", ".join(words) if len(words) <= most else ""
