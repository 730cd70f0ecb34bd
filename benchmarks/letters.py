"""What letters cost, measured inside one process: `python -m benchmarks.letters FOLDER EVENT`.

Prints the processor seconds of each step as JSON. One letter more or less is compiled in a warm process, as in
a run of many; no letter is compiled twice, because Typst remembers what it has laid out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from statistics import median

from mo_registry import clock, registry
from mo_registry.audience import Recipient, invited
from mo_registry.documents.document import Document
from mo_registry.documents.invitation import letter_to
from mo_registry.documents.output import Format, render
from mo_registry.documents.studio import Studio
from mo_registry.model import Event

WARMING = 10
LETTERS = 75
ALONE = 40


def seconds(work: Callable[[], object]) -> float:
    """The processor time that something takes, of all threads."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def one_by_one(studio: Studio, event: Event, recipients: Sequence[Recipient]) -> None:
    """A PDF for each, from the registry to the file's bytes."""
    for recipient in recipients:
        render(letter_to(studio, event, recipient), Format.PDF, PurePath("letter"), studio.press)


def main(folder: Path, identifier: str) -> None:
    """Measure, and print what was measured."""
    clock.set_today("2023-09-01")
    whole = registry.load(folder)
    event = whole.events[identifier]
    recipients = invited(whole, event).recipients
    studio = Studio(whole)

    def printed(letter: Document) -> float:
        return seconds(lambda: studio.press.print(letter))

    def next_letters(count: int) -> list[Document]:
        nonlocal recipients
        taken, recipients = recipients[:count], recipients[count:]
        return [letter_to(studio, event, recipient) for recipient in taken]

    for letter in next_letters(WARMING):
        printed(letter)
    alone = [printed(letter) for letter in next_letters(ALONE)]
    bundled = next_letters(LETTERS)
    bundle = seconds(lambda: studio.press.print_letters("Letters", bundled))
    singles = seconds(lambda: one_by_one(studio, event, recipients[:LETTERS]))
    print(json.dumps({"one": median(alone), "bundle": bundle, "singles": singles}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
