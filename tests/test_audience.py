"""Who is invited and how each is written to: nobody is dropped silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mo_registry.audience import Audience, Part, invited, part_of, receivers_of
from mo_registry.finding import RegistryError
from mo_registry.model import Event, Organisation
from mo_registry.model.organisation import Mailing
from mo_registry.model.settings import Settings
from mo_registry.registry import Registry

ADDRESS = {"street": "Musterstraße 1", "postal_code": "33602", "city": "Bielefeld"}


def registry(*organisations: tuple[str, dict[str, Any]], networks: dict[str, Any] | None = None) -> Registry:
    from datetime import date

    made = Registry(
        Path(), None, date(2023, 9, 1), Settings.model_validate({"name": "N", "networks": networks or {}}), {}
    )
    for identifier, data in organisations:
        entry = Organisation.model_validate({"name": identifier, "kind": "migrant_organisation", **data})
        made.organisations[identifier] = entry.named(identifier)
    return made


def event(**data: object) -> Event:
    entry: Event = Event.model_validate(
        {"title": "Treffen", "kind": "network_meeting", "date": "2023-09-27", **data}
    ).named("2023-09-27-treffen")
    return entry


def written(audience: Audience) -> list[tuple[str, str, str | None]]:
    return [
        (r.organisation.id, r.channel.value, r.contact.family if r.contact else None)
        for r in audience.recipients
    ]


def reasons(audience: Audience) -> dict[str, str]:
    return {left.organisation.id: left.reason for left in audience.left_out}


def test_members_on_the_day_of_the_event() -> None:
    member = {"email": "a@a.example", "networks": [{"network": "mo", "since": "2019"}]}
    made = registry(
        ("stays", member),
        ("left-before", {**member, "networks": [{"network": "mo", "until": "2023-09-26"}]}),
        ("leaves-that-day", {**member, "networks": [{"network": "mo", "until": "2023-09-27"}]}),
        ("joins-later", {**member, "networks": [{"network": "mo", "since": "2023-10"}]}),
        (
            "returns",
            {**member, "networks": [{"network": "mo", "until": "2020"}, {"network": "mo", "since": "2023"}]},
        ),
        ("elsewhere", {**member, "networks": [{"network": "other"}]}),
    )
    audience = invited(made, event(audience={"networks": ["mo"]}))
    assert [organisation.id for organisation in audience.organisations] == [
        "leaves-that-day",
        "returns",
        "stays",
    ]


def test_left_out_with_a_reason() -> None:
    made = registry(
        ("alt", {"email": "a@a.example", "status": "dissolved"}),
        ("alt-by-date", {"email": "a@a.example", "dissolved": "2020"}),
        ("ausgenommen", {"email": "a@a.example"}),
        ("schlaeft", {"email": "a@a.example", "status": "dormant", "networks": [{"network": "mo"}]}),
        ("schlaeft-gerufen", {"email": "a@a.example", "status": "dormant"}),
        ("stumm", {}),
        ("unvollstaendig", {"address": {"city": "Bielefeld"}}),
    )
    names = ["alt", "alt-by-date", "ausgenommen", "schlaeft-gerufen", "stumm", "unvollstaendig"]
    audience = invited(
        made, event(audience={"networks": ["mo"], "organisations": names, "except": ["ausgenommen"]})
    )
    assert reasons(audience) == {
        "alt": "dissolved",
        "alt-by-date": "dissolved",
        "ausgenommen": "excepted in the event",
        "schlaeft": "dormant, and not invited by name",
        "stumm": "no address, e-mail address or telephone number",
        "unvollstaendig": "no address, e-mail address or telephone number",
    }
    assert written(audience) == [("schlaeft-gerufen", "email", None)]


def test_who_invites_is_not_invited_unless_by_name() -> None:
    member = {"email": "a@a.example", "networks": [{"network": "mo"}]}
    made = registry(("amt", member), ("mitveranstalter", member), ("verein", member))
    made.settings = Settings.model_validate({"name": "N", "organisation": "amt"})
    audience = invited(made, event(audience={"networks": ["mo"]}, organisers=["mitveranstalter"]))
    assert reasons(audience) == {
        "amt": "sends the invitations itself",
        "mitveranstalter": "sends the invitations itself",
    }
    assert written(audience) == [("verein", "email", None)]
    assert audience.counted() == {"mo": 3}
    named = event(
        audience={"networks": ["mo"], "organisations": ["amt", "mitveranstalter"]},
        organisers=["mitveranstalter"],
    )
    assert reasons(invited(made, named)) == {}


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([], [("email", None)]),
        ([{"family": "A", "email": "a@a.example"}], [("email", "A")]),
        ([{"family": "A"}, {"family": "B", "email": "b@a.example"}], [("email", "A")]),
        (
            [
                {"family": "A", "email": "a@a.example", "receives": ["invitation"]},
                {"family": "B", "email": "b@a.example"},
                {"family": "C", "address": ADDRESS, "channel": "post", "receives": ["invitation", "news"]},
            ],
            [("email", "A"), ("post", "C")],
        ),
        ([{"family": "A", "email": "a@a.example", "receives": []}], [("email", None)]),
        ([{"family": "A", "email": "a@a.example", "receives": ["news"]}], [("email", None)]),
        ([{"family": "A", "email": "a@a.example", "until": "2023-08-31"}, {"family": "B"}], [("email", "B")]),
        ([{"family": "A", "channel": "post"}], [("email", "A")]),
        ([{"family": "A", "channel": "phone", "phone": "+49 221 4710 123"}], [("phone", "A")]),
    ],
)
def test_contacts_else_the_organisation_never_nobody(
    contacts: list[dict[str, Any]], expected: list[tuple[str, str | None]]
) -> None:
    made = registry(("verein", {"email": "info@verein.example", "contacts": contacts}))
    audience = invited(made, event(audience={"organisations": ["verein"]}))
    assert written(audience) == [("verein", *rest) for rest in expected]
    assert all(recipient.email or recipient.phone for recipient in audience.recipients)


def test_an_event_without_audience_invites_its_network() -> None:
    organisations = (
        ("amt", {"email": "a@a.example", "kind": "public_authority"}),
        ("verein", {"email": "v@a.example", "networks": [{"network": "mo"}]}),
    )
    members = registry(*organisations, networks={"mo": {"name": "MO"}})
    assert [o.id for o in invited(members, event(network="mo")).organisations] == ["verein"]
    standing = {"mo": {"name": "MO", "audience": {"networks": ["mo"], "kinds": ["public_authority"]}}}
    wider = registry(*organisations, networks=standing)
    assert [o.id for o in invited(wider, event(network="mo")).organisations] == ["amt", "verein"]
    assert reasons(invited(wider, event(network="mo", audience={"except": ["amt"]}))) == {
        "amt": "excepted in the event"
    }
    assert invited(wider, event()).organisations == ()


CONTACTS = st.fixed_dictionaries(
    {},
    optional={
        "family": st.sampled_from(["Aydın", "Özer"]),
        "email": st.just("p@p.example"),
        "phone": st.just("+49 221 4710 123"),
        "address": st.sampled_from([ADDRESS, {"city": "Halle"}]),
        "channel": st.sampled_from(["email", "post", "phone"]),
        "receives": st.sampled_from([[], ["invitation"], ["news"]]),
        "until": st.sampled_from(["2020", "2030"]),
    },
)
ORGANISATIONS = st.fixed_dictionaries(
    {"contacts": st.lists(CONTACTS, max_size=3)},
    optional={
        "email": st.just("o@o.example"),
        "address": st.just(ADDRESS),
        "status": st.sampled_from(["active", "dormant", "dissolved"]),
        "networks": st.just([{"network": "mo"}]),
    },
)


@given(st.lists(ORGANISATIONS, max_size=6), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
@settings(max_examples=60)
def test_every_recipient_is_accounted_for(
    organisations: list[dict[str, Any]], named: set[int], excepted: set[int]
) -> None:
    made = registry(*((f"o{number}", data) for number, data in enumerate(organisations)))
    audience = invited(
        made,
        event(
            audience={
                "networks": ["mo"],
                "organisations": [f"o{n}" for n in named],
                "except": [f"o{n}" for n in excepted],
            }
        ),
    )
    written_to = {it.id for recipient in audience.recipients for it in recipient.organisations}
    left = {left.organisation.id for left in audience.left_out}
    assert written_to | left == {organisation.id for organisation in audience.organisations}
    assert not written_to & left
    for organisation in audience.organisations:
        if not reasons(audience).get(organisation.id, "no address").startswith("no address"):
            continue  # left out by a rule
        reachable = any(receivers_of(made, organisation, Mailing.INVITATION))
        assert reachable == (organisation.id in written_to)


# One person, several organisations


def spokesperson(**contact: Any) -> dict[str, Any]:
    return {"email": "office@o.example", "contacts": [contact]}


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ({"given": "Olga", "family": "Koşan"}, {"given": "Olga", "family": "Koşan"}, 1),
        ({"given": "Olga", "family": "Koşan"}, {"family": "KOSAN"}, 1),
        ({"given": "Olga", "family": "Koşan"}, {"given": "O.", "family": "Kosan"}, 1),
        ({"given": "Olga", "family": "Koşan"}, {"given": "Ali", "family": "Koşan"}, 2),  # a couple
        ({"given": "Olga", "family": "Koşan"}, {"given": "Olga", "family": "Özer"}, 2),
        ({"role": "Vorsitz"}, {"role": "Vorsitz"}, 2),
        ({"family": "Suharto"}, {"family": "Suharto"}, 1),
    ],
)
def test_a_person_is_who_has_the_name_and_the_mailbox(
    one: dict[str, str], other: dict[str, str], letters: int
) -> None:
    made = registry(
        ("a", spokesperson(**one, email="p@p.example")), ("b", spokesperson(**other, email="P@p.example"))
    )
    assert len(invited(made, event(audience={"organisations": ["a", "b"]})).recipients) == letters
    alone = registry(
        ("a", spokesperson(**one, email="p@p.example")), ("b", spokesperson(**other, email="q@p.example"))
    )
    assert len(invited(alone, event(audience={"organisations": ["a", "b"]})).recipients) == 2


def test_who_stands_for_three_organisations_is_one_receiver() -> None:
    person = {"given": "Olga", "family": "Koşan", "email": "p@p.example"}
    made = registry(
        ("a", spokesperson(**person)),
        ("b", {"email": "b@b.example", "member_of": ["c"]}),
        ("c", {"kind": "umbrella", **spokesperson(**person, language="tr")}),
        (
            "d",
            {"contacts": [person, {"family": "Anders", "email": "x@x.example", "receives": ["invitation"]}]},
        ),
        ("e", spokesperson(**person)),
    )
    audience = invited(made, event(audience={"organisations": list("abcde")}))
    assert [
        (recipient.organisation.id, [other.id for other in recipient.others], recipient.language)
        for recipient in audience.recipients
    ] == [("a", ["c", "e"], "tr"), ("b", [], "de"), ("d", [], "de")]
    twice = registry(("a", {"contacts": [{**person, "receives": ["invitation"]}] * 2}))
    (recipient,) = invited(twice, event(audience={"organisations": ["a"]})).recipients
    assert [organisation.id for organisation in recipient.organisations] == ["a"]


# Who holds what


def dispatched(*sent: tuple[int, list[str]]) -> list[dict[str, Any]]:
    return [
        {"date": "2023-08-01", "revision": str(revision), "channel": "email", "recipients": names}
        for revision, names in sent
    ]


def told(audience: Audience) -> dict[str, str]:
    return {
        **{recipient.organisation.id: recipient.occasion.value for recipient in audience.recipients},
        **{left.organisation.id: f"- {left.reason}" for left in audience.left_out},
    }


MEMBERS = ("holds-old", "holds-this", "left", "new")


def members() -> Registry:
    network = {"networks": [{"network": "mo"}]}
    return registry(
        *((name, {"email": f"{name}@o.example", **({} if name == "left" else network)}) for name in MEMBERS)
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # revision 2: who holds 1 is told of the change, though no rule invites them any more
        (
            {"revision": "2"},
            {
                "holds-old": "change",
                "holds-this": "- holds revision 2 already",
                "left": "change",
                "new": "invitation",
            },
        ),
        (
            {"revision": "2", "moved_from": ["2023-09-20"]},
            {
                "holds-old": "new_date",
                "holds-this": "- holds revision 2 already",
                "left": "new_date",
                "new": "invitation",
            },
        ),
        (
            {"revision": "3", "status": "cancelled"},
            {
                "holds-old": "cancellation",
                "holds-this": "cancellation",
                "left": "cancellation",
                "new": "- was not invited, so nothing is called off",
            },
        ),
        # the same revision again: only who holds none
        (
            {"revision": "1"},
            {
                "holds-old": "- holds revision 1 already",
                "holds-this": "- holds revision 1 already",
                "new": "invitation",
            },
        ),
    ],
)
def test_a_later_run_addresses_those_who_hold_an_older_revision(
    values: dict[str, Any], expected: dict[str, str]
) -> None:
    sent = dispatched((1, ["holds-old", "left"]), (2, ["holds-this"]))
    meeting = event(audience={"networks": ["mo"]}, dispatched=sent, **values)
    assert told(invited(members(), meeting)) == expected


def test_where_nothing_was_recorded_all_are_told() -> None:
    moved = event(audience={"networks": ["mo"]}, moved_from=["2023-09-20"], revision="2")
    assert set(told(invited(members(), moved)).values()) == {"new_date"}
    off = event(audience={"networks": ["mo"]}, status="cancelled")
    assert set(told(invited(members(), off)).values()) == {"cancellation"}


def test_who_is_excepted_is_not_told_and_who_sleeps_is() -> None:
    made = members()
    made.organisations["left"] = Organisation.model_validate(
        {"name": "left", "kind": "association", "email": "l@o.example", "status": "dormant"}
    ).named("left")
    meeting = event(
        audience={"networks": ["mo"], "except": ["holds-old"]},
        revision="2",
        dispatched=dispatched((1, ["holds-old", "left"])),
    )
    assert told(invited(made, meeting)) == {
        "holds-old": "- excepted in the event",
        "holds-this": "invitation",
        "left": "change",
        "new": "invitation",
    }


def test_a_part_of_the_audience() -> None:
    meeting = event(audience={"networks": ["mo"]}, revision="1", dispatched=dispatched((1, ["holds-this"])))
    made = members()
    again = invited(made, meeting, part_of(made, meeting, ["holds-this"], None))
    assert told(again) == {
        "holds-old": "- not asked for in this run",
        "holds-this": "invitation",
        "new": "- not asked for in this run",
    }
    assert [left.expected for left in again.left_out] == [True, True]
    assert part_of(made, meeting, [], None) is None
    network = registry(
        ("a", {"email": "a@o.example", "networks": [{"network": "mo"}]}),
        ("b", {"email": "b@o.example"}),
    )
    network.settings_data["networks"] = {"mo": {"name": "MO"}, "other": {"name": "O"}}
    both = event(audience={"organisations": ["a", "b"]})
    assert told(invited(network, both, part_of(network, both, [], "mo"))) == {
        "a": "invitation",
        "b": "- not asked for in this run",
    }
    for names, wanted, message in (
        (["c"], None, "There is no organisation “c”."),
        (["a"], "mo", "--to and --network cannot be used together."),
        ([], "mo2", "There is no network “mo2”."),
        ([], "other", "Nobody who is invited to 2023-09-27-treffen belongs to other."),
    ):
        with pytest.raises(RegistryError) as problem:
            part_of(network, both, names, wanted)
        assert problem.value.message == message
    with pytest.raises(RegistryError) as problem:
        part_of(network, event(audience={"organisations": ["a"]}), ["b"], None)
    assert problem.value.message == "b (b) is not invited to 2023-09-27-treffen."
    assert problem.value.hint == (
        "Add it to the event first: mo-registry set 2023-09-27-treffen audience.organisations+=b"
    )


def test_each_organisation_counts_with_the_first_rule_that_names_it() -> None:
    made = registry(
        ("a", {"email": "a@o.example", "networks": [{"network": "mo"}]}),
        ("b", {"email": "b@o.example", "kind": "foundation"}),
        ("c", {"email": "c@o.example", "kind": "foundation", "networks": [{"network": "mo"}]}),
        ("d", {"email": "d@o.example"}),
        ("e", {"email": "e@o.example"}),
    )
    audience = invited(
        made,
        event(
            audience={"networks": ["mo"], "kinds": ["foundation"], "organisations": ["a", "d"]},
            revision="2",
            dispatched=dispatched((1, ["e"])),
        ),
    )
    assert audience.counted() == {"mo": 2, "foundation": 1, "by name": 1, "holds an earlier invitation": 1}


@given(
    st.lists(ORGANISATIONS, max_size=6),
    st.sets(st.integers(0, 5)),
    st.lists(st.tuples(st.integers(0, 3), st.sets(st.integers(0, 5))), max_size=3),
    st.sampled_from(["planned", "cancelled"]),
    st.none() | st.sets(st.integers(0, 5), min_size=1),
)
@settings(max_examples=80)
def test_every_organisation_is_written_to_or_left_out(
    organisations: list[dict[str, Any]],
    named: set[int],
    sent: list[tuple[int, set[int]]],
    status: str,
    only: set[int] | None,
) -> None:
    made = registry(*((f"o{number}", data) for number, data in enumerate(organisations)))
    meeting = event(
        audience={"networks": ["mo"], "organisations": [f"o{number}" for number in named]},
        revision="2",
        status=status,
        dispatched=dispatched(*((revision, [f"o{number}" for number in names]) for revision, names in sent)),
    )
    part = Part(frozenset(f"o{number}" for number in only)) if only else None
    audience = invited(made, meeting, part)
    reached = [it.id for recipient in audience.recipients for it in recipient.organisations]
    left = [left.organisation.id for left in audience.left_out]
    everybody = [organisation.id for organisation in audience.organisations]
    assert {*reached, *left} == set(everybody)
    assert not {*reached} & {*left}
    assert len(left) == len(set(left))
    assert sum(audience.counted().values()) == len(everybody) == len(set(everybody))
    assert [it for it in everybody if it in set(left)] == left
