"""Write a registry of any size for measurements: realistic German entries of 1 to 1.5 KB, without a finding.

The same numbers and the same seed give the same files, on every machine.

    python -m benchmarks.generate FOLDER --organisations 20000 --events 5000 --seed 1
"""

from __future__ import annotations

import argparse
import itertools
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks import words
from mo_registry.names import slug

FIRST_DAY = date(2000, 1, 3)
LAST_DAY = date(2023, 12, 22)
DAY_OF_MEASURING = date(2023, 9, 1)
EVENT_KINDS = (
    ("network_meeting", "Netzwerktreffen"),
    ("working_group", "Arbeitskreis Bildung"),
    ("conference", "Fachtag Zusammenarbeit"),
    ("workshop", "Schulung für Ehrenamtliche"),
    ("talk", "Vortragsabend"),
    ("other", "Sommerfest der Vereine"),
)
ORGANISATIONS_PER_NETWORK = 500
ORGANISATIONS_PER_UMBRELLA = 100
SHARE_DORMANT = 0.05


@dataclass(frozen=True)
class World:
    """What entries may refer to."""

    organisations: tuple[str, ...]
    umbrellas: tuple[str, ...]
    networks: tuple[str, ...]
    venues: tuple[str, ...]


def flow(values: Iterable[str]) -> str:
    """A short list in one line."""
    return "[" + ", ".join(values) + "]"


def some(random: Random, values: Sequence[str] | Mapping[str, str], least: int, most: int) -> str:
    """Some of the values, in one line."""
    count = random.randint(least, min(most, len(values)))
    return flow(sorted(random.sample(list(values), count)))


def names(random: Random, count: int) -> list[str]:
    """So many different names of organisations.

    Raises:
        ValueError: there are not as many combinations of words.
    """
    numbers = itertools.product(words.ORIGINS, words.PURPOSES, words.DISTRICTS.values())
    combinations = [f"{origin} {purpose} {district}" for origin, purpose, district in numbers]
    if count > len(combinations):
        raise ValueError(f"at most {len(combinations)} organisations can be named")
    return random.sample(combinations, count)


def phone(number: int) -> str:
    """A telephone number out of a range reserved for fiction, another one for each number."""
    block, rest = number % len(words.PHONE_RANGES), number // len(words.PHONE_RANGES)
    return f"+49 {words.PHONE_RANGES[block]} {rest % 1000:03}{rest // 1000:02}"


def contact(random: Random, number: int, domain: str) -> list[str]:
    """One contact of an organisation, as lines of its list."""
    given, family = random.choice(words.GIVEN), random.choice(words.FAMILY)
    lines = [
        f"  - given: {given}",
        f"    family: {family}",
        f"    salutation: {random.choice(('ms', 'mr', 'neutral'))}",
        f"    role: {words.ROLES[number % len(words.ROLES)]}",
        f"    email: {slug(given)}.{slug(family)}.{number}@{domain}",
        f"    language: {random.choice(('de', 'de', 'de', 'tr', 'uk', 'ar'))}",
        f"    channel: {random.choice(('email', 'email', 'post'))}",
        f"    since: {random.randint(2010, 2022)}-{random.randint(1, 12):02}-01",
    ]
    if random.random() < 0.5:
        lines += ["    share:", "      network: [name, email]", "      consent: 2023-03-01"]
    return lines


def offer(random: Random) -> list[str]:
    """One offer of an organisation, as lines of its list."""
    return [
        f"  - title: {random.choice(words.OFFERS)}",
        f"    focus_areas: {some(random, words.FOCUS_AREAS, 1, 2)}",
        f"    target_groups: {some(random, words.TARGET_GROUPS, 1, 3)}",
        f"    districts: {some(random, words.DISTRICTS, 1, 2)}",
    ]


def address(random: Random) -> list[str]:
    """A postal address, as lines below `address:`."""
    return [
        f"  street: {random.choice(words.STREETS)} {random.randint(1, 180)}",
        f"  postal_code: {random.choice((33602, 33604, 33607, 33613, 33615, 33647, 33719))}",
        "  city: Bielefeld",
    ]


def organisation(random: Random, number: int, name: str, world: World) -> str:
    """The text of one organisation's file."""
    domain = f"{slug(name)}.example"
    umbrella = world.organisations[number] in world.umbrellas
    lines = [
        f"name: {name} e.V.",
        f"kind: {'umbrella' if umbrella else 'migrant_organisation'}",
        f"also_known_as: [{name.replace(' ', '-')} {number}]",
        f"status: {'dormant' if random.random() < SHARE_DORMANT else 'active'}",
        "legal_form: e.V.",
        f"register_number: VR {1000 + number}",
        "register_court: Amtsgericht Bielefeld",
        f"founded: {random.randint(1965, 2018)}",
        "networks:",
        f"  - network: {random.choice(world.networks)}",
        f"    since: {random.randint(2018, 2022)}-01-01",
    ]
    if not umbrella:
        lines.append(f"member_of: [{random.choice(world.umbrellas)}]")
    lines += [
        f"languages: {some(random, words.LANGUAGES, 2, 4)}  # BCP 47",
        f"focus_areas: {some(random, words.FOCUS_AREAS, 1, 4)}",
        f"target_groups: {some(random, words.TARGET_GROUPS, 1, 4)}",
        f"districts: {some(random, words.DISTRICTS, 1, 3)}",
        f"topics_wanted: {some(random, words.TOPICS, 1, 2)}",
        "address:",
        *address(random),
        f"phone: {phone(number)}",
        f"email: info@{domain}",
        f"website: https://www.{domain}",
        "contacts:",
        *contact(random, 0, domain),
        *contact(random, 1, domain),
        "offers:",
        *offer(random),
        f"verified: 2023-{random.randint(1, 8):02}-{random.randint(1, 28):02}",
    ]
    return "\n".join(lines) + "\n"


def event_days(random: Random, count: int) -> list[tuple[date, str, str]]:
    """So many events: day, kind and title; on one day no two of a kind.

    Raises:
        ValueError: there are not as many days.
    """
    days = (FIRST_DAY + timedelta(number) for number in range((LAST_DAY - FIRST_DAY).days + 1))
    weekdays = [day for day in days if day.weekday() < 5]
    slots = [(day, kind, title) for day in weekdays for kind, title in EVENT_KINDS]
    if count > len(slots):
        raise ValueError(f"at most {len(slots)} events can be told apart")
    return sorted(random.sample(slots, count))


def programme() -> list[str]:
    """The agenda, as lines below `programme:`."""
    lines = []
    for item, title, kind in words.AGENDA:
        lines += [f"  - item: {item}", f'    title: "{title}"', f"    kind: {kind}", "    duration: 20"]
    return lines


def parties(guests: Sequence[str], random: Random) -> list[str]:
    """Organisations that come, with so many people each."""
    return [
        line
        for guest in guests
        for line in (f"  - organisation: {guest}", f"    persons: {random.randint(1, 3)}")
    ]


def minutes(random: Random, day: date, guests: Sequence[str]) -> list[str]:
    """What is written about a meeting afterwards."""
    return [
        "attendance:",
        *parties(guests, random),
        "minutes:",
        "  chair: Leitung des Zentrums",
        "  keeper: Büro des Zentrums",
        "  status: approved",
        "  items:",
        "    - item: berichte",
        f"      text: {random.choice(words.RESULTS)}",
        "    - item: verabredungen",
        f"      text: {random.choice(words.RESULTS)}",
        "      actions:",
        "        - id: a1",
        f"          what: {random.choice(words.ACTIONS)}",
        f"          who: {guests[0]}",
        f"          due: {day + timedelta(60)}",
        "          status: done",
    ]


def event(random: Random, day: date, kind: str, title: str, world: World) -> str:
    """The text of one event's file."""
    held = day < DAY_OF_MEASURING
    network = random.choice(world.networks)
    guests = random.sample(world.organisations, min(4, len(world.organisations)))
    lines = [
        f"title: {title}",
        f"kind: {kind}",
        f"network: {network}",
        f"uid: {uuid.UUID(int=random.getrandbits(128), version=4)}",
        "revision: 1",
        f"status: {'held' if held else 'planned'}",
        f"date: {day}",
        "start: 17:00",
        "end: 19:00",
        f"venue: {random.choice(world.venues)}",
        f"organisers: [{world.organisations[0]}]",
        "audience:",
        f"  networks: [{network}]",
        "registration:",
        f"  deadline: {day - timedelta(7)}",
        "  capacity: 60",
        "programme:",
        *programme(),
        *(minutes(random, day, guests) if held else ["registrations:", *parties(guests, random)]),
    ]
    return "\n".join(lines) + "\n"


def vocabulary(name: str, terms: Mapping[str, str]) -> list[str]:
    """One vocabulary of the settings."""
    return [f"{name}:", *(f"  {term}: {{de: {label}}}" for term, label in terms.items())]


def settings(world: World) -> str:
    """The text of `registry.yaml`."""
    lines = [
        "name: Register zum Messen",
        f"organisation: {world.organisations[0]}",
        "language: de",
        "networks:",
    ]
    for number, network in enumerate(world.networks, start=1):
        lines += [
            f"  {network}:",
            f"    name: Netzwerk {number}",
            f"    coordinator: {world.organisations[0]}",
        ]
    lines.append("venues:")
    for venue, name in zip(world.venues, words.VENUES, strict=True):
        lines += [f"  {venue}:", f"    name: {name}", "    capacity: 80"]
    for name, terms in (
        ("focus_areas", words.FOCUS_AREAS),
        ("target_groups", words.TARGET_GROUPS),
        ("districts", words.DISTRICTS),
        ("topics", words.TOPICS),
    ):
        lines += vocabulary(name, terms)
    return "\n".join(lines) + "\n"


def world_of(chosen: Sequence[str]) -> World:
    """The world in which the organisations with these names live: about one in a hundred is an umbrella."""
    ids = tuple(map(slug, chosen))
    return World(
        organisations=ids,
        umbrellas=ids[: 1 + len(ids) // ORGANISATIONS_PER_UMBRELLA],
        networks=tuple(
            f"netzwerk-{number}" for number in range(1, 3 + len(ids) // ORGANISATIONS_PER_NETWORK)
        ),
        venues=tuple(map(slug, words.VENUES)),
    )


def write_registry(folder: Path, organisations: int, events: int, seed: int) -> None:
    """Write a registry into a folder.

    Args:
        folder: where to; it is created, and files in it are overwritten.
        organisations: how many; at least 1.
        events: how many.
        seed: another number gives other files.
    """
    random = Random(seed)
    chosen = names(random, organisations)
    world = world_of(chosen)
    data = folder / "data"
    for part in ("organisations", "events"):
        (data / part).mkdir(parents=True, exist_ok=True)
    write(data / "registry.yaml", settings(world))
    for number, name in enumerate(chosen):
        write(data / "organisations" / f"{slug(name)}.yaml", organisation(random, number, name, world))
    for day, kind, title in event_days(random, events):
        write(data / "events" / f"{day}-{slug(title)}.yaml", event(random, day, kind, title, world))


def write(file: Path, text: str) -> None:
    """Write one file, the same bytes on every system."""
    file.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write a registry as the command line says."""
    parser = argparse.ArgumentParser(description="Write a registry for measurements.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--organisations", type=int, default=75)
    parser.add_argument("--events", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    write_registry(wanted.folder, wanted.organisations, wanted.events, wanted.seed)


if __name__ == "__main__":
    main()
