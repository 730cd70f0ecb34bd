"""What is in a commit: its files and what stands in them."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mo_registry.finding import RegistryError
from mo_registry.git import program
from mo_registry.i18n import _

LINK, REPOSITORY = "120000", "160000"
"""What a `File` may be instead of a file."""
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class File:
    """A file of a commit.

    Attributes:
        path: from the top of the repository, with slashes.
        mode: what it is, in git's numbers.
        blob: the name of its content.
    """

    path: str
    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a file.

    Attributes:
        size: of the whole, in bytes.
        start: the first bytes; all of them, unless more were not wanted.
    """

    size: int
    start: bytes


def tree(directory: Path, name: str, folder: str) -> list[File]:
    """All files of a commit below a folder.

    Args:
        directory: somewhere in the repository.
        name: of the commit.
        folder: from the top of the repository; empty for all.

    Raises:
        RegistryError: git refuses, or is not there.
    """
    paths = [folder] if folder else []
    listed = program.run(directory, "ls-tree", "-r", "-z", "--full-tree", name, "--", *paths)
    return [_file(entry) for entry in listed.split(b"\0") if entry]


def contents(directory: Path, names: Sequence[str], limit: int) -> Iterator[Content]:
    """What stands in these files, in their order, from one process.

    Args:
        directory: somewhere in the repository.
        names: of blobs.
        limit: so many bytes are kept of one file at most.

    Raises:
        RegistryError: git is not there, or does not have one of them.
    """
    if not names:
        return
    with tempfile.TemporaryFile() as wanted, tempfile.TemporaryFile() as talk:
        wanted.write("".join(f"{name}\n" for name in names).encode())
        wanted.seek(0)
        command = program.command(directory, "cat-file", "--batch", "--buffer")
        try:
            process = subprocess.Popen(command, stdin=wanted, stdout=subprocess.PIPE, stderr=talk)
        except FileNotFoundError:
            raise program.not_found() from None
        with process:
            assert process.stdout is not None
            for name in names:
                yield _content(process.stdout, name, limit)


def content(directory: Path, name: str, path: Path) -> bytes | None:
    """A file as it is in a commit; None where it is not in it.

    Args:
        directory: somewhere in the repository, and above the file.
        name: of the commit; empty for what is staged.
        path: the file, as it is or would be on the disk.

    Raises:
        RegistryError: git is not there.
    """
    done = program.call(directory, "cat-file", "blob", f"{name}:./{path.relative_to(directory).as_posix()}")
    return None if done.returncode else done.stdout


def _content(stream: IO[bytes], name: str, limit: int) -> Content:
    head = stream.readline().split()
    if len(head) != 3:  # noqa: PLR2004  (name, kind, size; otherwise a complaint, or nothing at all)
        raise RegistryError(
            _("git does not have the content {name} of a file.").format(name=name[:12]),
            hint=_("The repository is damaged, or a part of it was not fetched: git fsck, git fetch"),
        )
    size = int(head[2])
    start = stream.read(min(size, limit))
    left = size - len(start) + 1
    while left and (chunk := stream.read(min(left, _CHUNK))):
        left -= len(chunk)
    return Content(size, start)


def _file(entry: bytes) -> File:
    head, _tab, path = entry.partition(b"\t")
    mode, _kind, blob = head.decode().split()
    return File(path.decode("utf-8", "surrogateescape"), mode, blob)
