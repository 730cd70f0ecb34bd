"""Questions about a new entry; the answers become options as if they had been typed on the command line."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mo_registry.cli.asking import Conversation, Problem, listed
from mo_registry.editing import ids
from mo_registry.finding import Finding, RegistryError, Severity
from mo_registry.i18n import _
from mo_registry.matching import meant
from mo_registry.names import latin
from mo_registry.registry import Folder, Registry

Given = dict[str, Any]
"""Options by name: texts, lists of texts, None."""


@dataclass(slots=True)
class Interview(ABC):
    """What both kinds of entries have in common: an answer is checked as it would be in the file."""

    registry: Registry
    given: Given
    talk: Conversation
    identifier: str | None = None

    def wants(self, *names: str) -> bool:
        """Whether none of these options was given, so that the question is to be asked."""
        return not any(self.given[name] for name in names)

    def ask(self, label: str, name: str, proposal: str = "", *, hint: str = "", needed: bool = False) -> None:
        """Ask for one option."""

        def speaks_against(typed: str) -> list[Problem]:
            return self.problems({name: typed}, typed)

        self.given[name] = self.talk.answer(label, speaks_against, proposal, hint=hint, needed=needed)

    def choose(
        self,
        label: str,
        name: str,
        known: Mapping[str, str],
        proposal: str = "",
        *,
        hint: str = "",
        needed: bool = False,
    ) -> None:
        """Ask for one id or label out of those that are known."""

        def speaks_against(typed: str) -> list[Problem]:
            return self.problems({name: typed}, typed, known)

        answer = self.talk.answer(label, speaks_against, proposal, hint=hint or listed(known), needed=needed)
        self.given[name] = answer

    def problems(self, update: Given, typed: str, known: Mapping[str, str] | None = None) -> list[Problem]:
        """What the checks of files say about an answer, besides what they said before it.

        Args:
            update: the options that the answer stands for.
            typed: the answer, or the part of it that is judged.
            known: the ids that it can be, each with its label.
        """
        before = {(one.code, one.message) for one in self.findings({})}
        try:
            found = self.findings(update)
        except RegistryError as error:
            message = _("“{text}” is not known here.") if known else _("“{text}” cannot be understood.")
            instead = meant(typed, known or {}) or ""
            return [Problem(message.format(text=typed), error.hint or "", instead=instead)]
        news = [one for one in found if (one.code, one.message) not in before]
        return [Problem.of(one) for one in news if one.severity is not Severity.INFORMATION]

    @abstractmethod
    def findings(self, update: Given) -> list[Finding]:
        """All that checks say about the entry alone, with these options besides those that are given."""

    def settle_identifier(self, folder: Folder, name: str) -> None:
        """Take the id that the name makes; ask where none can be made, it is taken, or it is transliterated.

        Raises:
            RegistryError: there is something to ask, and nothing may be asked.
        """
        try:
            made = ids.usable(self.registry, folder, self.identifier, name)
        except RegistryError as error:
            if self.talk.agreed:
                raise
            self.talk.tell(error.message, "yellow")
            made = None
        if made and (self.identifier or latin(name) == name or self.talk.agreed):
            self.identifier = made
            return
        hint = _("Its id is the name of its file: small letters, digits and hyphens.")
        free = made or self._free(folder, ids.proposed(self.identifier or name))

        def speaks_against(typed: str) -> Iterable[Problem]:
            return self._unusable(folder, typed, name)

        self.identifier = self.talk.answer(_("Id"), speaks_against, free, hint=hint, needed=True)

    def _free(self, folder: Folder, wanted: str) -> str:
        """The id with the first number behind it that is not taken; nothing if there is no id."""
        number, free = 1, wanted
        while free and (folder, free) in self.registry.files:
            number += 1
            free = f"{wanted}-{number}"
        return free

    def _unusable(self, folder: Folder, typed: str, name: str) -> Iterable[Problem]:
        try:
            ids.usable(self.registry, folder, typed, name)
        except RegistryError as error:
            yield Problem(error.message)
