"""What `make bench` measures, and the limits that are promised.

Every figure is a ratio of two programs, run alternately in one go, so that it says something about the code
and not about the machine. What is compared is the processor time of whole processes, user and system.

    python -m benchmarks.bench           all figures as promised (some minutes)
    python -m benchmarks.bench --quick   the large registry ten times smaller, fewer runs
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import write_registry

HERE = Path(__file__).resolve().parent
MEGABYTE = 1_000_000
TODAY = "2023-09-01"
SEED = 1


@dataclass(frozen=True)
class Cost:
    """What one process has cost: processor time in seconds, and the most memory it held, in bytes."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Figure:
    """A measured value and the limit that is promised for it."""

    name: str
    value: float
    limit: float
    unit: str
    detail: str

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.value <= self.limit


def run(command: Sequence[str], folder: Path, expected: int = 0) -> Cost:
    """Run a program to its end, in silence.

    Where the system does not tell a child's processor time (Windows), elapsed time stands in for it.

    Raises:
        RuntimeError: the program failed, and its cost would mean nothing.
    """
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as talk:
        process = subprocess.Popen(command, cwd=folder, stdout=talk, stderr=talk, stdin=subprocess.DEVNULL)
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            unit = 1 if sys.platform == "darwin" else 1024
            cost = Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)
        else:
            process.wait()
            cost = Cost(time.perf_counter() - begin, 0)
        if process.returncode != expected:
            talk.seek(0)
            said = talk.read().decode("utf-8", "replace")[-2000:]
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    return cost


def alternate(ours: Sequence[str], yardstick: Sequence[str], folder: Path, times: int) -> tuple[Cost, Cost]:
    """Run two programs in turn and return the median cost of each; a first round only warms up."""
    rounds = [(run(ours, folder), run(yardstick, folder)) for _ in range(times + 1)][1:]
    return median([ours for ours, _ in rounds]), median([stick for _, stick in rounds])


def median(costs: Sequence[Cost]) -> Cost:
    """The median time, and the most memory of any run."""
    return Cost(statistics.median(cost.seconds for cost in costs), max(cost.memory for cost in costs))


def validate(folder: Path) -> list[str]:
    """The command line that checks a registry."""
    return [sys.executable, "-m", "mo_registry", "--registry", str(folder), "--today", TODAY, "validate"]


def small(times: int) -> list[Figure]:
    """A registry of a usual size: nobody should wait for a check before a commit."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_registry(folder, organisations=75, events=20, seed=SEED)
        ours, stick = alternate(validate(folder), [sys.executable, str(HERE / "one_line.py")], folder, times)
    return [ratio("validate, 75 + 20 files / one line by Typer", ours, stick, 3.0)]


def large(organisations: int, events: int, times: int, limit: float) -> list[Figure]:
    """A registry far larger than any network: all checks, in less than a plain YAML reader takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_registry(folder, organisations=organisations, events=events, seed=SEED)
        stick_command = [sys.executable, str(HERE / "one_pass.py"), str(folder)]
        ours, stick = alternate(validate(folder), stick_command, folder, times)
    size = f"{organisations:,} + {events:,} files"
    held = f"one pass {stick.memory / MEGABYTE:.0f} MB"
    return [
        ratio(f"validate, {size} / one pass of CSafeLoader", ours, stick, limit),
        Figure(f"validate, {size}, memory", ours.memory / MEGABYTE, 800, "MB", held),
    ]


def harmful() -> list[Figure]:
    """Files that were made, or have become, so that reading them would take for ever or all of the memory."""
    bomb = ["a0: &a0 [lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30))]
    files = {
        "a file of 10 MB": "name: " + "x" * 10_000_000 + "\n",
        "brackets 10,000 deep": "name: " + "[" * 10_000 + "\n",
        "blocks 10,000 deep": "- " * 10_000 + "x\n",
        "a bomb of aliases": "\n".join(bomb) + "\n",
    }
    figures = []
    for name, text in files.items():
        with tempfile.TemporaryDirectory() as directory:
            folder = Path(directory)
            write_registry(folder, organisations=1, events=0, seed=SEED)
            (folder / "data" / "organisations" / "harmful.yaml").write_text(text, encoding="utf-8")
            cost = run(validate(folder), folder, expected=1)
        figures.append(Figure(f"validate, {name}", cost.seconds, 2, "s", "processor time of the process"))
        figures.append(Figure(f"validate, {name}, memory", cost.memory / MEGABYTE, 200, "MB", ""))
    return figures


def change(organisations: int, events: int, times: int) -> list[Figure]:
    """One value set in a large registry: only the files that matter are read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_registry(folder, organisations=organisations, events=events, seed=SEED)
        entry = min((folder / "data" / "organisations").iterdir()).stem
        command = [*validate(folder)[:-1], "set", entry, "status=dormant", "--dry-run"]
        ours, stick = alternate(command, [sys.executable, str(HERE / "one_line.py")], folder, times)
    size = f"{organisations:,} + {events:,} files"
    return [ratio(f"set one value, {size} / one line by Typer", ours, stick, 2.0)]


def memory(organisations: int, events: int, times: int) -> list[Figure]:
    """A large registry in git: read from a commit instead of the disk, and checked for what was changed in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_registry(folder, organisations=organisations, events=events, seed=SEED)
        commit_all(folder)
        listing = [*validate(folder)[:-1], "list", "organisations", "--csv"]
        then, now = alternate([*listing, "--as-of", "HEAD"], listing, folder, times)
        for path in sorted((folder / "data" / "organisations").iterdir())[:3]:
            path.write_text(
                path.read_text(encoding="utf-8") + "notes: Neu.\n", encoding="utf-8", newline="\n"
            )
        since, whole = alternate(
            [*validate(folder), "--changed-since", "HEAD"], validate(folder), folder, times
        )
    size = f"{organisations:,} + {events:,} files"
    return [
        ratio(f"list --as-of, {size} / list", then, now, 1.3),
        ratio(f"validate --changed-since, 3 of {size} / validate", since, whole, 1.05),
    ]


def commit_all(folder: Path) -> None:
    """Put everything into a new repository, as git leaves it there: every file by itself, nothing packed."""
    who = ("-c", "user.name=Bench", "-c", "user.email=bench@ki.example", "-c", "commit.gpgsign=false")
    quiet = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "x")):
        run(["git", *who, *quiet, *arguments], folder)


MEETING = "2023-09-27-netzwerktreffen"


def add_meeting(folder: Path) -> None:
    """An event to come to which every organisation is invited."""
    text = (HERE / "meeting.yaml").read_text(encoding="utf-8")
    (folder / "data" / "events" / f"{MEETING}.yaml").write_text(text, encoding="utf-8", newline="\n")


def measured(module: str, *arguments: str) -> dict[str, float]:
    """What a module of this folder has measured inside a process of its own.

    Raises:
        RuntimeError: it failed.
    """
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def letters(times: int) -> list[Figure]:
    """75 letters: as one file to print, and in a file each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_registry(folder, organisations=300, events=0, seed=SEED)
        add_meeting(folder)
        found = [measured("letters", str(folder), MEETING) for _ in range(times)]
    one, bundle, singles = (
        statistics.median(it[key] for it in found) for key in ("one", "bundle", "singles")
    )
    return [
        Figure("75 letters in one PDF / one letter", bundle / one, 45, "×", f"{bundle:.3f} s / {one:.4f} s"),
        Figure("75 letters in a PDF each / one letter", singles / one, 112.5, "×", f"{singles:.3f} s"),
    ]


def many_letters(number: int) -> list[Figure]:
    """Letters to a thousand: the second half is as fast as the first, and memory stays small."""

    def cost(organisations: int) -> Cost:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_registry(folder, organisations=organisations, events=0, seed=SEED)
            add_meeting(folder)
            return run([*validate(folder)[:-1], "generate", "invitation", MEETING], folder)

    half, whole = cost(number // 2), cost(number)
    detail = f"{whole.seconds:.1f} s / {half.seconds:.1f} s"
    return [
        Figure(f"{number:,} letters / {number // 2:,}", whole.seconds / half.seconds, 2.2, "×", detail),
        Figure(f"{number:,} letters, memory", whole.memory / MEGABYTE, 400, "MB", ""),
    ]


def spreadsheet(organisations: int) -> list[Figure]:
    """A long contact list as a workbook, two contacts an organisation."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_registry(folder, organisations=organisations, events=0, seed=SEED)
        found = measured("spreadsheet", str(folder))
    title = f"workbook of {found['rows']:,.0f} rows / XlsxWriter alone"
    detail = f"{found['ours']:.2f} s / {found['alone']:.2f} s"
    return [Figure(title, found["ours"] / found["alone"], 1.6, "×", detail)]


def ratio(name: str, ours: Cost, stick: Cost, limit: float) -> Figure:
    """The figure that compares two costs."""
    detail = f"{ours.seconds:.3f} s / {stick.seconds:.3f} s"
    return Figure(name, ours.seconds / stick.seconds, limit, "×", detail)


def show(figures: Sequence[Figure]) -> None:
    """Print the table of figures."""
    width = max(len(figure.name) for figure in figures)
    print(f"{'figure':{width}}  {'measured':>10}  {'limit':>10}        detail")
    for figure in figures:
        verdict = "ok  " if figure.kept else "FAIL"
        measured, limit = (f"{value:.2f} {figure.unit}" for value in (figure.value, figure.limit))
        print(f"{figure.name:{width}}  {measured:>10}  {limit:>10}  {verdict}  {figure.detail}")


def main() -> int:
    """Measure everything; 0 when every promise is kept, else 1."""
    parser = argparse.ArgumentParser(description="Measure what is promised.")
    parser.add_argument("--quick", action="store_true", help="a smaller registry and fewer runs")
    quick = parser.parse_args().quick
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    # In a small registry the start of the program weighs more, which the yardstick does not have.
    figures = small(5 if quick else 15)
    figures += harmful()
    figures += change(2_000, 500, 5) if quick else change(20_000, 5_000, 9)
    figures += letters(3 if quick else 7)
    figures += many_letters(200 if quick else 1_000)
    figures += spreadsheet(1_000 if quick else 10_000)
    figures += memory(2_000, 500, 3) if quick else memory(20_000, 5_000, 3)
    figures += large(2_000, 500, 1, limit=1.3) if quick else large(20_000, 5_000, 3, limit=1.0)
    show(figures)
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
