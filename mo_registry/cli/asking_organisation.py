"""Five questions about a new organisation, with proposals from the most similar one and from vocabularies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import typer

from mo_registry.checks import check
from mo_registry.cli import replies
from mo_registry.cli.asking import Problem, explained, listed
from mo_registry.cli.interview import Given, Interview
from mo_registry.editing import adding, ids, similar
from mo_registry.editing.proposals import not_the_same
from mo_registry.editing.proposals import organisation as values
from mo_registry.finding import Finding, RegistryError
from mo_registry.i18n import _
from mo_registry.labels import label
from mo_registry.model import Organisation
from mo_registry.model.organisation import OrganisationKind
from mo_registry.registry import Registry

_WAYS = ("email", "phone", "website", "street", "po_box", "postal_code", "city")


def draft(registry: Registry, given: Given, identifier: str | None) -> adding.Draft:
    """A new organisation as options say it.

    Raises:
        RegistryError: an option means nothing, or the id cannot be used.
    """
    usable = ids.usable(registry, "organisations", identifier, given["name"])
    reasons = not_the_same(registry, given["not_the_same"] or [])
    return adding.draft(registry, "organisations", usable, values(registry, given), reasons)


@dataclass(slots=True)
class OrganisationInterview(Interview):
    """Name, kind, networks, how it is reached, and a contact."""

    model: Organisation | None = None
    """The most similar organisation, if proposals are taken from it."""
    compared: set[str] = field(default_factory=set)
    """Organisations of which it was settled that they are others."""

    def hold(self) -> None:
        """Ask what is not given yet.

        Raises:
            typer.Exit: it is in the registry already.
            RegistryError: nothing may be asked, and a proposal will not do.
        """
        self.talk.begin()
        if self.wants("name"):
            self.ask(_("Name"), "name", needed=True)
        known = self._tell_apart()
        self.settle_identifier("organisations", self.given["name"])
        self._find_model(new=not known)
        self._ask_kind()
        self._ask_networks()
        self._ask_reach()
        self._ask_contact()

    def findings(self, update: Given) -> list[Finding]:
        """All that checks say about the organisation alone."""
        return check(self._trial(adding.alone(self.registry), update).registry).findings

    def _trial(self, registry: Registry, update: Given) -> adding.Draft:
        """The entry as far as it is known, with something in place of what it cannot be without."""
        wanted = {"name": "?", "kind": OrganisationKind.ASSOCIATION.value}
        known = values(self.registry, {**self.given, **update})
        full = {**known, **{key: value for key, value in wanted.items() if not known[key]}}
        return adding.draft(registry, "organisations", self.identifier or "-", full)

    # Is it here already? ---------------------------------------------------------------------------------

    def _tell_apart(self) -> bool:
        """Ask about each organisation that may be this one; whether there is any."""
        trial = self._trial(self.registry, {})
        new = trial.registry.organisations.get(trial.identifier)
        found = list(similar.lookalikes(self.registry, new)) if new else []
        for one in found:
            if one.organisation.id not in self.compared:
                self.compared.add(one.organisation.id)
                self._tell_one_apart(one)
        return bool(found)

    def _tell_one_apart(self, one: similar.Lookalike) -> None:
        other = one.organisation
        looks = _("This looks like {name} in {file}: {reasons}.").format(
            name=other.name,
            file=self.registry.relative(self.registry.files["organisations", other.id][0]).as_posix(),
            reasons=", ".join(one.reasons),
        )
        self.talk.tell(looks, "yellow")
        if self.talk.agreed:
            if one.likely:
                advice = _("If it is another one, say so: --not-the-same {id}=REASON").format(id=other.id)
                raise RegistryError(_("Nothing was written."), hint=advice)
            return
        if self.talk.agrees(_("  Is it the same?"), proposal=one.likely):
            self.talk.tell(_("Nothing was written. To change it: mo-registry edit {id}").format(id=other.id))
            raise typer.Exit(1)
        self._remember(other.id)

    def _remember(self, other: str) -> None:
        """Ask why it is another one, so that nobody has to ask again."""
        others = list(self.given["not_the_same"] or [])

        def speaks_against(reason: str) -> list[Problem]:
            return self.problems({"not_the_same": [*others, f"{other}={reason}"]}, reason)

        hint = _("The reason is kept in the file as a comment, so that nobody asks again.")
        reason = self.talk.answer(_("  Why is it another?"), speaks_against, hint=hint, needed=True)
        self.given["not_the_same"] = [*others, f"{other}={reason}"]

    # Proposals -------------------------------------------------------------------------------------------

    def _find_model(self, *, new: bool) -> None:
        """Look for the most similar organisation, and ask whether to take over what it does."""
        found = similar.nearest(self.registry, self.given["name"])
        if found is None or not self.wants("focus_area", "district"):
            if new and not self.talk.agreed:
                self.talk.tell(_("Looks new."))
            return
        told = _("Looks new; the most similar entry is {name} ({terms}).")
        if not new:
            told = _("The most similar entry is {name} ({terms}).")
        terms = ", ".join(_labels(self.registry, found))
        self.talk.tell(told.format(name=found.name, terms=terms))
        if self.talk.agrees(_("  Take over its focus areas and districts?")):
            self.model = found
            self.given["focus_area"] = [*found.focus_areas]
            self.given["district"] = [*found.districts]

    def _ask_kind(self) -> None:
        if self.wants("kind"):
            usual = self.model.kind.value if self.model else similar.usual_kind(self.registry)
            kinds = {kind.value: label(kind.value) for kind in OrganisationKind}
            self.choose(_("Kind"), "kind", kinds, usual or "", hint=explained(kinds), needed=True)

    def _ask_networks(self) -> None:
        declared = self.registry.declared("networks")
        if not (declared and self.wants("network")):
            return
        if self.model:
            usual = similar.current_networks(self.registry, self.model)
        else:
            usual = similar.usual_networks(self.registry, values(self.registry, self.given)["kind"])

        def speaks_against(typed: str) -> Iterable[Problem]:
            for word in replies.names(typed):
                for problem in self.problems({"network": [word]}, word, declared):
                    meant = typed.replace(word, problem.instead) if problem.instead else ""
                    yield problem._replace(instead=meant)

        answer = self.talk.answer(_("Networks"), speaks_against, ", ".join(usual), hint=listed(declared))
        self.given["network"] = replies.names(answer)

    # How it is reached -------------------------------------------------------------------------------------

    def _ask_reach(self) -> None:
        if not self.wants(*_WAYS):
            return

        def speaks_against(typed: str) -> Iterable[Problem]:
            reply = replies.reach(typed)
            yield from reply.problems or self.problems({**reply.given}, typed)

        hint = _(
            "E-mail, telephone, address, in one line: info@verein.example, 0521 123456, Weg 1, 33602 Bielefeld"
        )
        self._take(replies.reach(self.talk.answer(_("How to reach it"), speaks_against, hint=hint)))
        self._tell_apart()

    def _ask_contact(self) -> None:
        if not self.wants(*(name for name in self.given if name.startswith("contact_"))):
            return
        hint = _("Who speaks for it: a function, as “Vorsitz”, and the name if it may be kept.")
        self.ask(_("Contact: function"), "contact_role", hint=hint)

        def speaks_against(typed: str) -> Iterable[Problem]:
            return self.problems({**replies.person(typed).given}, typed)

        self._take(replies.person(self.talk.answer(_("Contact: name"), speaks_against)))

    def _take(self, reply: replies.Reply) -> None:
        self.given |= reply.given
        for remark in reply.remarks:
            self.talk.tell(remark)


def _labels(registry: Registry, organisation: Organisation) -> Iterable[str]:
    """What an organisation works on, and where, as vocabularies call it."""
    for kind, terms in (("focus_areas", organisation.focus_areas), ("districts", organisation.districts)):
        known = registry.declared(kind)
        yield from (known.get(term, term) for term in terms)
