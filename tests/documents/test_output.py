"""Files are written whole or not at all, and only where something is new."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path, PurePath

import pytest

from mo_registry.documents.output import LONGEST_NAME, Rendered, file_name, write
from mo_registry.finding import RegistryError

FILES = (Rendered(PurePath("treffen", "a.pdf"), b"eins"), Rendered(PurePath("treffen", "b.pdf"), b"zwei"))


def test_files_are_written_and_what_is_as_it_should_be_stays_untouched(tmp_path: Path) -> None:
    assert [(file.path.name, file.changed) for file in write(FILES, tmp_path / "out")] == [
        ("a.pdf", True),
        ("b.pdf", True),
    ]
    path = tmp_path / "out" / "treffen" / "a.pdf"
    assert path.read_bytes() == b"eins"
    os.utime(path, (1, 1))
    again = write([FILES[0], Rendered(FILES[1].path, b"drei")], tmp_path / "out")
    assert [file.changed for file in again] == [False, True]
    assert path.stat().st_mtime == 1
    assert sorted(file.name for file in path.parent.iterdir()) == ["a.pdf", "b.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_document_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    (written, _other) = write(FILES, tmp_path)
    usual = tmp_path / "usual"
    usual.touch()
    assert written.path.stat().st_mode == usual.stat().st_mode


def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FILES, tmp_path)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RegistryError) as problem:
        write([Rendered(FILES[0].path, b"neu")], tmp_path)
    path = tmp_path / "treffen" / "a.pdf"
    assert problem.value.message == f"{path} cannot be written: {os.strerror(errno.ENOSPC)}."
    assert problem.value.hint is not None
    assert path.read_bytes() == b"eins"
    assert sorted(file.name for file in path.parent.iterdir()) == ["a.pdf", "b.pdf"]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "treffen").write_text("im Weg", encoding="utf-8")
    with pytest.raises(RegistryError, match="cannot be written"):
        write(FILES, tmp_path)


def test_a_folder_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_options: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    with pytest.raises(RegistryError) as problem:
        write(FILES, tmp_path)
    path = tmp_path / "treffen" / "a.pdf"
    assert problem.value.message == f"{path} cannot be written: {os.strerror(errno.EACCES)}."


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not below the folder"):
        write([Rendered(PurePath("..", "x"), b"")], tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_long_names_are_cut_and_stay_different() -> None:
    assert file_name("invitation-verein", "pdf") == "invitation-verein.pdf"
    one, two = (file_name("ä" * 200 + end, "pdf") for end in "ab")
    assert one != two
    assert max(len(one.encode()), len(two.encode())) <= LONGEST_NAME + 4
