"""`mo-registry edit`: one's own editor, checked before it is written, and nothing typed is ever lost."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mo_registry.editing import editor as editors
from mo_registry.editing import kept, transaction
from mo_registry.finding import RegistryError
from tests.conftest import ROOT, Answer, Editor, Result, Run
from tests.terminal import CTRL_C, talk

ON_TERMINALS = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind"
)
ENTRY = "data/organisations/verband-der-vereine.yaml"
ID = "verband-der-vereine"
DRAFT = f"out/drafts/{ID}.yaml"
CHANGE = "text = text.replace('verband@vereine.example', 'neu@vereine.example')"
SPOIL = "text = text.replace('verband@vereine.example', 'neu.vereine.example')"
MEND = "text = text.replace('neu.vereine.example', 'neu@vereine.example')"
OPENING = f"Opening {ENTRY}.\n"
DIFFERENCE = f"""\
--- {ENTRY}
+++ {ENTRY}
@@ -18 +18 @@
-email: verband@vereine.example
+email: neu@vereine.example
"""
FOUND = f"""\
error[MO150]: “neu.vereine.example” is not an e-mail address: it needs exactly one @
  --> {ENTRY}:18:8
   |
18 | email: neu.vereine.example
   |        ^^^^^^^^^^^^^^^^^^^
   = help: write it like name@verein.example

"""
KEPT = f"What you typed is kept in {DRAFT}; to go on with it: mo-registry edit {ID}\n"
REFUSED = "Nothing was written, because of what is said above.\n"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary files of this test's own, so that what is left there can be seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.delenv("EDITOR", raising=False)
    return folder


@pytest.fixture
def content(small: Path) -> bytes:
    """What the entry says at first."""
    return (small / ENTRY).read_bytes()


def files_of(root: Path) -> set[str]:
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and ".lock" not in path.name
    }


def test_one_value_is_changed(run: Run, editor: Editor, small: Path, content: bytes, temporary: Path) -> None:
    editor(CHANGE)
    assert run("edit", ID) == Result(0, DIFFERENCE, f"{OPENING}Written: {ENTRY}\n")
    assert (small / ENTRY).read_bytes() == content.replace(b"verband@", b"neu@")
    assert list(temporary.iterdir()) == []
    assert not (small / "out").exists()


def test_the_copy_has_the_name_of_the_entry_and_is_its_owners_alone(
    run: Run, editor: Editor, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    editor(
        f"pathlib.Path({str(seen)!r}).write_text(path.name + ' ' + oct(path.parent.stat().st_mode & 0o077))"
    )
    run("edit", ID)
    assert seen.read_text() == f"{ID}.yaml " + ("0o0" if os.name != "nt" else seen.read_text().split()[-1])


def test_an_unchanged_text_changes_nothing(run: Run, editor: Editor, small: Path, temporary: Path) -> None:
    before = (small / ENTRY).stat().st_mtime_ns, (small / ENTRY).stat().st_ino
    editor("")
    assert run("edit", ID) == Result(
        0, "", f"{OPENING}Nothing was changed in the editor, and nothing was written.\n"
    )
    assert ((small / ENTRY).stat().st_mtime_ns, (small / ENTRY).stat().st_ino) == before
    assert list(temporary.iterdir()) == []


def test_an_editor_that_fails_changes_nothing(
    run: Run, editor: Editor, small: Path, content: bytes, temporary: Path
) -> None:
    editor(f"{CHANGE}\nsys.exit(3)")
    assert run("edit", ID) == Result(
        2, "", f"{OPENING}error: The editor ended with an error (exit code 3); nothing was changed.\n"
    )
    assert (small / ENTRY).read_bytes() == content
    assert list(temporary.iterdir()) == []


def test_an_editor_that_fails_after_saving_loses_nothing(
    run: Run, editor: Editor, small: Path, content: bytes
) -> None:
    editor(f"{CHANGE}\npath.write_text(text)\nsys.exit(3)")
    ended = run("edit", ID)
    assert (ended.code, ended.err) == (
        2, f"{OPENING}error: The editor ended with an error (exit code 3); nothing was changed.\n  = help: {KEPT}",
    )  # fmt: skip
    assert (small / ENTRY).read_bytes() == content
    assert (small / DRAFT).read_bytes() == content.replace(b"verband@", b"neu@")


@pytest.mark.parametrize("how", ["newline", "crlf", "bom", "spaces"])
def test_the_bytes_are_those_of_the_editor(run: Run, editor: Editor, small: Path, how: str) -> None:
    code = {
        "newline": "text = text.rstrip()",
        "crlf": r"text = text.replace('\n', '\r\n')",
        "bom": r"text = '\ufeff' + text",
        "spaces": r"text += '\n\n#   x   \n'",
    }[how]
    editor(f"{code}\npathlib.Path('saved').write_bytes(text.encode())")
    assert run("edit", ID).code == 0
    assert (small / ENTRY).read_bytes() == (small / "saved").read_bytes()


def test_a_file_with_crlf_stays_one(run: Run, editor: Editor, small: Path, content: bytes) -> None:
    (small / ENTRY).write_bytes(content.replace(b"\n", b"\r\n").rstrip())
    editor(CHANGE)
    assert run("edit", ID).code == 0
    assert (small / ENTRY).read_bytes() == content.replace(b"\n", b"\r\n").rstrip().replace(
        b"verband@", b"neu@"
    )


def test_without_a_person_errors_make_a_draft(
    run: Run, editor: Editor, small: Path, content: bytes, temporary: Path
) -> None:
    editor(SPOIL)
    assert run("edit", ID) == Result(1, "", f"{OPENING}{FOUND}{REFUSED}{KEPT}")
    assert (small / ENTRY).read_bytes() == content
    assert (small / DRAFT).read_bytes() == content.replace(b"verband@", b"neu.")
    assert list(temporary.iterdir()) == []


def test_the_next_time_the_draft_is_opened(run: Run, editor: Editor, small: Path, content: bytes) -> None:
    editor(SPOIL)
    run("edit", ID)
    editor(MEND)
    assert run("edit", ID) == Result(
        0, DIFFERENCE, f"{OPENING}A draft of it waits in {DRAFT}.\nWritten: {ENTRY}\n"
    )
    assert (small / ENTRY).read_bytes() == content.replace(b"verband@", b"neu@")
    assert files_of(small / "out") == {"drafts/.gitignore"}


def test_a_draft_can_be_discarded_the_next_time(
    run: Run, editor: Editor, answer: Answer, small: Path, content: bytes
) -> None:
    editor(SPOIL)
    run("edit", ID)
    editor(CHANGE)
    answer("discard")
    assert run("edit", ID) == Result(
        0, DIFFERENCE,
        f"{OPENING}A draft of it waits in {DRAFT}.\nOpen the draft? [Y/discard] › discard\nWritten: {ENTRY}\n",
    )  # fmt: skip
    assert files_of(small / "out") == {"drafts/.gitignore"}


def test_a_draft_that_is_only_looked_at_is_not_written_unasked(
    run: Run, editor: Editor, answer: Answer, small: Path, content: bytes, temporary: Path
) -> None:
    editor(CHANGE)
    run("edit", ID, "--dry-run")
    editor("")
    looked = run("edit", ID)
    assert (looked.code, looked.err.splitlines()[-1]) == (1, "Nothing was written; the draft is still there.")
    answer("y", "n")
    assert run("edit", ID).code == 1
    assert (small / ENTRY).read_bytes() == content
    assert list(temporary.iterdir()) == []
    answer("y", "y")
    assert run("edit", ID).code == 0
    assert (small / ENTRY).read_bytes() == content.replace(b"verband@", b"neu@")


def test_open_again(run: Run, editor: Editor, answer: Answer, small: Path) -> None:
    editor(f"{SPOIL} if 'verband@' in text else {MEND.removeprefix('text = ')}")
    answer("what?", "o")
    assert run("edit", ID) == Result(
        0, DIFFERENCE,
        f"{OPENING}{FOUND}What now? [Open again/keep as draft/discard] › what?\n"
        "  Please answer with one of these: open again, keep as draft, discard\n"
        f"What now? [Open again/keep as draft/discard] › o\nWritten: {ENTRY}\n",
    )  # fmt: skip


def test_discard(
    run: Run, editor: Editor, answer: Answer, small: Path, content: bytes, temporary: Path
) -> None:
    editor(SPOIL)
    answer("d")
    ended = run("edit", ID)
    assert (ended.code, ended.err.splitlines()[-1]) == (1, "Discarded; nothing was changed.")
    assert (small / ENTRY).read_bytes() == content
    assert not (small / "out").exists()
    assert list(temporary.iterdir()) == []


def test_stopping_at_the_question_keeps_what_was_typed(
    run: Run, editor: Editor, answer: Answer, small: Path
) -> None:
    editor(SPOIL)
    answer()
    ended = run("edit", ID)
    assert ended.code == 130
    assert ended.err.endswith(f"{KEPT}Stopped; nothing was left half done.\n")
    assert b"neu.vereine.example" in (small / DRAFT).read_bytes()


def test_a_dry_run_shows_the_difference_and_keeps_what_was_typed(
    run: Run, editor: Editor, small: Path, content: bytes
) -> None:
    editor(CHANGE)
    assert run("edit", ID, "--dry-run") == Result(
        0, DIFFERENCE, f"{OPENING}Nothing was written (--dry-run).\n{KEPT}"
    )
    assert (small / ENTRY).read_bytes() == content


# What comes in between -------------------------------------------------------------------------------------


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(place), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


PULL = f"entry = pathlib.Path({ENTRY!r})\nentry.write_bytes(entry.read_bytes().replace(b'VR 77', b'VR 78'))\n"


def test_a_change_of_somebody_else_meanwhile(
    run: Run, editor: Editor, small: Path, content: bytes, temporary: Path
) -> None:
    """As when git pull runs while the editor is open: neither of the two changes is lost."""
    editor(PULL + CHANGE)
    ended = run("edit", ID)
    assert ended.code == 2
    assert ended.err.endswith(
        f" was changed by somebody else meanwhile; nothing was written.\n  = help: {KEPT}"
    ), ended.err
    assert (small / ENTRY).read_bytes() == content.replace(b"VR 77", b"VR 78")
    assert (small / DRAFT).read_bytes() == content.replace(b"verband@", b"neu@")
    assert list(temporary.iterdir()) == []
    editor("text += '# gelesen\\n'")
    again = run("edit", ID)
    assert again.code == 0, again.err
    assert f"{ENTRY} was changed since; both changes are put together.\n" in again.err
    both = content.replace(b"VR 77", b"VR 78").replace(b"verband@", b"neu@")
    assert (small / ENTRY).read_bytes() == both + b"# gelesen\n"


def test_both_have_changed_the_same_line(run: Run, editor: Editor, small: Path, content: bytes) -> None:
    editor(PULL.replace("VR 77", "verband@").replace("VR 78", "anders@") + CHANGE)
    assert run("edit", ID).code == 2
    editor("text += '# gelesen\\n'")
    ended = run("edit", ID)
    assert ended.code == 1
    assert "Where both changed the same lines, keep one of them, between <<<<<<< and >>>>>>>.\n" in ended.err
    assert "error[MO" in ended.err
    draft = (small / DRAFT).read_text("utf-8")
    assert (
        "<<<<<<< the file as it is now\nemail: anders@vereine.example\n=======\n"
        "email: neu@vereine.example\n>>>>>>> your draft\n"
    ) in draft
    editor("import re\ntext = re.sub(r'<<<<<<<.*\\n.*\\n=======\\n(.*\\n)>>>>>>>.*\\n', r'\\1', text)")
    assert run("edit", ID).code == 0
    assert (small / ENTRY).read_bytes() == content.replace(b"verband@", b"neu@") + b"# gelesen\n"


def test_both_changes_without_git(
    run: Run, editor: Editor, small: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(PULL + CHANGE)
    assert run("edit", ID).code == 2
    editor("text += '# gelesen\\n'")
    monkeypatch.setenv("PATH", str(small))
    told = run("edit", ID, "--dry-run").err
    assert (
        f"{ENTRY} was changed since; these lines are not in your draft:\n"
        "@@ -4 +4 @@\n-register_number: VR 77\n+register_number: VR 78\n"
    ) in told


@pytest.mark.parametrize("also_the_draft", [False, True])
def test_a_full_disk(
    run: Run, editor: Editor, small: Path, content: bytes, temporary: Path, monkeypatch: pytest.MonkeyPatch, also_the_draft: bool
) -> None:  # fmt: skip
    def full(*_arguments: object, **_named: object) -> None:
        raise RegistryError("The disk is full.")

    def no_space(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(transaction, "write", full)
    if also_the_draft:
        monkeypatch.setattr(kept, "replace", no_space)
    editor(CHANGE)
    ended = run("edit", ID)
    assert ended.code == 2
    assert (small / ENTRY).read_bytes() == content
    if also_the_draft:
        (left,) = temporary.glob(f"*/{ID}.yaml")
        assert f"The draft cannot be kept in {small / DRAFT}: No space left on device\n" in ended.err
        assert ended.err.endswith(f"error: The disk is full.\n  = help: What you typed is in {left}.\n")
    else:
        left = small / DRAFT
        assert ended.err.endswith(f"error: The disk is full.\n  = help: {KEPT}")
    assert left.read_bytes() == content.replace(b"verband@", b"neu@")


def test_a_bug_of_ours_loses_nothing(
    run: Run, editor: Editor, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mo_registry.editing import change

    def crash(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(change, "new_findings", crash)
    editor(CHANGE)
    ended = run("edit", ID)
    assert ended.code == 3
    assert KEPT in ended.err
    assert b"neu@vereine.example" in (small / DRAFT).read_bytes()


# What is edited ---------------------------------------------------------------------------------------------


def test_ids_that_do_not_exist(run: Run, editor: Editor) -> None:
    editor("")
    assert run("edit", "verband-der-verein") == Result(
        2, "", "error: There is no organisation or event “verband-der-verein”.\n"
        "  = help: did you mean verband-der-vereine?\n",
    )  # fmt: skip


def test_an_entry_that_was_renamed_is_found(run: Run, editor: Editor, small: Path, content: bytes) -> None:
    (small / ENTRY).write_bytes(content + b"former_ids: [verband]\n")
    editor(CHANGE)
    assert run("edit", "verband").err.startswith("“verband” is called “verband-der-vereine” now.\n")


def test_the_settings_can_be_edited_too(run: Run, editor: Editor, small: Path) -> None:
    editor("text = text.replace('Zimmer 12', 'Zimmer 13')")
    ended = run("edit", "registry")
    assert (ended.code, ended.err) == (0, "Opening data/registry.yaml.\nWritten: data/registry.yaml\n")
    assert "Zimmer 13" in (small / "data" / "registry.yaml").read_text("utf-8")


def test_what_an_edit_breaks_elsewhere_is_found(run: Run, editor: Editor, small: Path) -> None:
    editor("text = text.replace('  rathaus:', '  ratshaus:')")
    ended = run("edit", "registry")
    assert ended.code == 1
    assert "error[MO203]: no venue is called “rathaus”" in ended.err


def test_a_broken_file_can_be_mended_step_by_step(
    run: Run, editor: Editor, small: Path, content: bytes
) -> None:
    """What was wrong before keeps nobody from mending something else, and is not passed over in silence."""
    (small / ENTRY).write_bytes(content + b"emial: x\nfonded: 1990\n")
    editor("text = text.replace('emial: x\\n', '')")
    ended = run("edit", ID)
    assert ended.code == 0
    assert "error[MO130]: no key is called “fonded” here" in ended.err
    assert b"emial" not in (small / ENTRY).read_bytes()


def test_a_text_that_is_not_utf8(run: Run, editor: Editor, small: Path, content: bytes) -> None:
    editor("path.write_bytes(text.replace('verband@', 'ö').encode('latin-1', 'replace'))\nsys.exit(0)")
    ended = run("edit", ID)
    assert ended.code == 1
    assert (
        f"error[MO104]: this file is not UTF-8; it looks like Windows-1252\n  --> {ENTRY}:18:8\n" in ended.err
    ), ended.err
    assert (small / ENTRY).read_bytes() == content
    assert (small / DRAFT).read_bytes().count("ö".encode("latin-1")) == 1


@pytest.fixture
def two_parts(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(ROOT / "tests" / "registries" / "two-parts", tmp_path / "two"))
    monkeypatch.chdir(root)
    return root


def test_of_two_parts_the_public_one_is_opened(run: Run, editor: Editor, two_parts: Path) -> None:
    editor("text += '# öffentlich\\n'")
    ended = run("edit", "kulturverein-morgenstern")
    assert (ended.code, ended.err) == (0, (
        "Opening data/organisations/kulturverein-morgenstern.yaml.\n"
        "The confidential part is private/organisations/kulturverein-morgenstern.yaml; to open it:"
        " mo-registry edit kulturverein-morgenstern --private-part\n"
        "Written: data/organisations/kulturverein-morgenstern.yaml\n"
    ))  # fmt: skip
    assert (
        (two_parts / "data/organisations/kulturverein-morgenstern.yaml")
        .read_text("utf-8")
        .endswith("# öffentlich\n")
    )


def test_the_confidential_part(run: Run, editor: Editor, two_parts: Path) -> None:
    editor("text += 'emial: x\\n'")
    ended = run("edit", "kulturverein-morgenstern", "--private-part")
    assert ended.err.startswith(
        "Opening the confidential part, private/organisations/kulturverein-morgenstern.yaml.\n"
        "The public part is data/organisations/kulturverein-morgenstern.yaml.\n"
    )
    assert ended.err.endswith(
        "What you typed is kept in out/drafts/kulturverein-morgenstern.private.yaml; to go on with it:"
        " mo-registry edit kulturverein-morgenstern --private-part\n"
    )
    editor("text = text.replace('emial', 'notes')")
    assert run("edit", "kulturverein-morgenstern", "--private-part").code == 0
    text = (two_parts / "private/organisations/kulturverein-morgenstern.yaml").read_text("utf-8")
    assert text.endswith("notes: x\n")


def test_an_entry_that_is_confidential_as_a_whole(run: Run, editor: Editor, two_parts: Path) -> None:
    editor("text += '# geheim\\n'")
    assert run("edit", "frauengruppe").err.startswith(
        "Opening the confidential part, private/organisations/frauengruppe.yaml.\n"
    )


def test_a_new_confidential_part(run: Run, editor: Editor, two_parts: Path) -> None:
    path = two_parts / "private" / "organisations" / "nachbarschaftsbuero.yaml"
    editor("")
    assert "Nothing was changed" in run("edit", "nachbarschaftsbuero", "--private-part").err
    assert not path.exists()
    editor("text += 'notes: Schlüssel beim Hausmeister\\n'")
    assert run("edit", "nachbarschaftsbuero", "--private-part").code == 0
    assert path.read_text("utf-8") == (
        "# The confidential part of nachbarschaftsbuero: people, addresses, notes.\n"
        "notes: Schlüssel beim Hausmeister\n"
    )


def test_a_registry_without_a_private_folder(run: Run, editor: Editor) -> None:
    editor("")
    assert run("edit", ID, "--private-part") == Result(
        2, "", f"error: This registry has no private folder, so {ID} has one part only.\n"
        "  = help: Name the folder in data/registry.yaml (private: …), or here with --private DIR.\n",
    )  # fmt: skip


def test_exactly_this_file_is_committed(run: Run, editor: Editor, small: Path) -> None:
    git(small, "init", "--quiet")
    git(small, "config", "user.name", "Vera")
    git(small, "config", "user.email", "vera@verein.example")
    git(small, "add", "--all")
    git(small, "commit", "--quiet", "--message", "Begin")
    (small / "data" / "registry.yaml").write_text("name: x\n", "utf-8")
    editor(CHANGE)
    ended = run("edit", ID, "--commit")
    assert re.search(rf"\nWritten: {ENTRY}\nCommitted as [0-9a-f]+: {ID}: edited\n$", ended.err)
    assert git(small, "show", "--format=%s", "--name-status", "HEAD") == f"{ID}: edited\n\nM\t{ENTRY}\n"
    editor(SPOIL.replace("verband@", "neu@"))
    run("edit", ID)
    assert git(small, "status", "--short") == " M data/registry.yaml\n"


# Which editor ------------------------------------------------------------------------------------------------


def test_visual_comes_before_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "ed")
    assert editors.command() == ["ed"]
    monkeypatch.setenv("VISUAL", "code --wait 'a b'")
    assert editors.command() == (
        ["code", "--wait", "a b"] if os.name != "nt" else ["code", "--wait", "'a", "b'"]
    )
    monkeypatch.setenv("VISUAL", " ")
    assert editors.command() == ["ed"]


@pytest.mark.skipif(os.name == "nt", reason="paths of Windows are divided in another way")
def test_a_variable_that_is_no_command(run: Run, monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    monkeypatch.setenv("VISUAL", "vim 'x")
    assert run("edit", ID).err == (
        f"{OPENING}error: The variable VISUAL is no command: vim 'x\n  = help: A quotation mark in it is not closed.\n"
    )
    monkeypatch.setenv("VISUAL", "no-such-editor -w")
    assert run("edit", ID) == Result(
        2, "", f"{OPENING}error: The editor “no-such-editor” was not found.\n"
        "  = help: Say which one to use, for instance: export EDITOR=nano (Windows: set EDITOR=notepad)\n",
    )  # fmt: skip
    assert list(temporary.iterdir()) == []


def test_what_the_system_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "vi" else None)
    monkeypatch.setattr(os, "name", "posix")
    assert editors.command() == ["vi"]
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(RegistryError, match="No editor was found"):
        editors.command()
    monkeypatch.setattr(os, "name", "nt")
    assert editors.command() == ["notepad"]


# On a terminal ----------------------------------------------------------------------------------------------


@ON_TERMINALS
@pytest.mark.skipif(not shutil.which("vi"), reason="there is no vi here")
def test_a_real_editor_on_a_terminal(small: Path, content: bytes) -> None:
    """The editor has the terminal; a question comes after it, and Ctrl-C in it ends nothing."""
    command = f"{shutil.which('vi')} -u NONE -n -es -c '%s/verband@/neu./' -c wq"
    seen = talk(["edit", ID], ["k"], small, EDITOR=command, TERM="dumb")
    assert seen.code == 1
    assert seen.screen.endswith(f"{FOUND}What now? [Open again/keep as draft/discard] › k\n{REFUSED}{KEPT}")
    assert (small / DRAFT).read_bytes() == content.replace(b"verband@", b"neu.")


@ON_TERMINALS
def test_interrupting_in_the_editor_is_the_editors_business(
    small: Path, tmp_path: Path, content: bytes
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "try:\n    input('waiting \u203a ')\nexcept KeyboardInterrupt:\n    pass\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text('utf-8').replace('verband@', 'neu@'), 'utf-8')\n",
        "utf-8",
    )
    seen = talk(["edit", ID], [CTRL_C], small, EDITOR=f"{sys.executable} {script}")
    assert (seen.code, seen.screen.splitlines()[-1]) == (0, f"Written: {ENTRY}")
    assert (small / ENTRY).read_bytes() == content.replace(b"verband@", b"neu@")
