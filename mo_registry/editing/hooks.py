"""git's hook that checks what is about to be committed; nobody's own hook is touched."""

from __future__ import annotations

import contextlib
import shlex
import sys
from pathlib import Path

from mo_registry import files, git
from mo_registry.finding import RegistryError
from mo_registry.i18n import _

NAME = "pre-commit"
MARK = "# mo-registry hooks install"
"""The line by which our own hook is known."""

_SCRIPT = """\
#!/bin/sh
{mark}
# Checks what is about to be committed. All the same: git commit --no-verify
# Away with it: mo-registry hooks uninstall
if command -v mo-registry >/dev/null 2>&1; then
  exec {command}
{fallback}fi
echo "mo-registry was not found, so nothing was checked before this commit." >&2
"""
_FALLBACK = """\
elif [ -x {python} ]; then
  exec {python} -m {command}
"""


def path(root: Path) -> Path:
    """Where git looks for the hook of a registry's repository.

    Raises:
        RegistryError: there is no repository, or no git.
    """
    git.repository(root)
    return git.hooks_folder(root) / NAME


def command(root: Path) -> str:
    """What the hook runs, for the top of the repository, where git starts it."""
    folder = root.relative_to(git.repository(root)).as_posix()
    where = [] if folder == "." else ["--registry", folder]
    return shlex.join(["mo-registry", *where, "--quiet", "validate", "--staged"])


def script(root: Path) -> str:
    """The hook. The program is called by its name, or else by the Python that writes this here and now.

    A hook in the working tree is everybody's, so it names nothing of this machine.
    """
    fallback, line = "", command(root)
    if not _is_in_working_tree(root):
        python = shlex.quote(Path(sys.executable).as_posix())
        fallback = _FALLBACK.format(python=python, command=line.replace("mo-registry", "mo_registry", 1))
    return _SCRIPT.format(mark=MARK, command=line, fallback=fallback)


def install(root: Path) -> bool:
    """Write the hook.

    Returns:
        Whether something has changed.

    Raises:
        RegistryError: there is no repository, or a hook of somebody else's, or other repositories use it too.
    """
    hook, text = path(root), script(root)
    _refuse_shared(root, hook)
    there = _read(hook)
    if there is not None and MARK not in there.splitlines():
        raise RegistryError(
            _("There is a hook already: {path}. It was left as it is.").format(path=hook),
            hint=_("Add this line to it: {line}").format(line=command(root)),
        )
    with files.complaining(hook):
        if there != text:
            files.replace(hook, text.encode())
        hook.chmod(hook.stat().st_mode | 0o111)
    return there != text


def uninstall(root: Path) -> bool:
    """Delete the hook, if it is ours.

    Returns:
        Whether there was one.

    Raises:
        RegistryError: there is no repository, or a hook of somebody else's.
    """
    hook = path(root)
    there = _read(hook)
    if there is None:
        return False
    if MARK not in there.splitlines():
        raise RegistryError(
            _("The hook {path} is not from mo-registry. It was left as it is.").format(path=hook),
            hint=_("If it calls mo-registry, take that line out by hand."),
        )
    with files.complaining(hook):
        hook.unlink()
    return True


def _read(hook: Path) -> str | None:
    with files.complaining(hook), contextlib.suppress(FileNotFoundError):
        return hook.read_bytes().decode("utf-8", "replace")
    return None


def _is_in_working_tree(root: Path) -> bool:
    folder = git.hooks_folder(root).resolve()
    return folder.is_relative_to(git.repository(root)) and not folder.is_relative_to(
        git.own_folder(root).resolve()
    )


def _refuse_shared(root: Path, hook: Path) -> None:
    folder = hook.parent.resolve()
    if not any(folder.is_relative_to(own) for own in (git.repository(root), git.own_folder(root).resolve())):
        raise RegistryError(
            _(
                "git takes the hooks of this repository from {folder} (core.hooksPath), as those of others."
            ).format(folder=folder),
            hint=_("Add this line to the hook pre-commit there, if it is to be: {line}").format(
                line=command(root)
            ),
        )
