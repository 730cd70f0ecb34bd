"""Who is invited and how each is written to: nobody is dropped silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mo_registry.audience import Audience, invited, receivers_of
from mo_registry.model import Event, Organisation
from mo_registry.model.organisation import Mailing
from mo_registry.model.settings import Settings
from mo_registry.registry import Registry

ADDRESS = {"street": "Musterstraße 1", "postal_code": "33602", "city": "Bielefeld"}


def registry(
    *organisations: tuple[str, dict[str, Any]], networks: dict[str, Any] | None = None
) -> Registry:
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
    written_to = {recipient.organisation.id for recipient in audience.recipients}
    left = {left.organisation.id for left in audience.left_out}
    assert written_to | left == {organisation.id for organisation in audience.organisations}
    assert not written_to & left
    for organisation in audience.organisations:
        if not reasons(audience).get(organisation.id, "no address").startswith("no address"):
            continue  # left out by a rule
        reachable = any(receivers_of(made, organisation, Mailing.INVITATION))
        assert reachable == (organisation.id in written_to)
