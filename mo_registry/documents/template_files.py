"""Files in folders of templates: where they lie, what they are called, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mo_registry import yamlfile
from mo_registry.finding import RegistryError, Severity
from mo_registry.i18n import _

FALLBACK = "de"
MAX_BYTES = 100_000
NOT_TEMPLATES = ("readme", "liesmich", ".")
"""What files are called, small, that may lie in a folder of templates without being one."""
_FILE = re.compile(r"[a-z0-9_-]+\.[a-z]{2,3}(?:-[A-Za-z0-9]+)*\.md")
INCLUDE = re.compile(r"""\{%-?\s*(?:include|import|from|extends)\s+["']([a-z0-9_-]+)["']""")
"""Where a template includes another one."""
_SINGLE = re.compile(r"(?<![{\\])\{\s*[a-z_]+(?:\.[a-z_]+)*\s*(?:\|[^{}\n]*)?\}{1,2}")
_HEADER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
"""Everything that is for Jinja."""


def packaged() -> Path:
    """The folder of the templates that come with the tool, in an installation or in a clone."""
    installed = Path(__file__).parents[1] / "templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"


def names_in(folder: Path) -> set[str]:
    """What the templates of a folder are called, whatever their language."""
    return {path.name.split(".")[0] for path in folder.glob("*.*.md")}


def is_called_right(name: str) -> bool:
    """Whether a file is called as a template is: ``invitation.de.md``."""
    return bool(_FILE.fullmatch(name))


def included_names(folders: Iterable[Path]) -> set[str]:
    """The templates that others in these folders include."""
    paths = (path for folder in folders for path in folder.glob("*.md") if path.is_file())
    return {name for path in paths for name in INCLUDE.findall(beginning(path))}


def beginning(path: Path) -> str:
    """As much of a file as a template can have, whatever is wrong with it; empty if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode(errors="replace")
    except OSError:
        return ""


def text_of(path: Path) -> str:
    """What stands in a file of a template.

    Raises:
        RegistryError: it cannot be read, is too long for a template, or not in UTF-8.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RegistryError(
                _("{file} is too long for a template.").format(file=path),
                hint=_("A template has at most {count} bytes.").format(count=MAX_BYTES),
            )
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RegistryError(
            _("{file} is not in UTF-8.").format(file=path), hint=_("Save it in the encoding UTF-8.")
        ) from None
    except OSError as error:
        raise RegistryError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror)
        ) from None


def words_of(path: Path) -> dict[str, str]:
    """The fixed words in a file; none where there is no file.

    Raises:
        RegistryError: there is an error in it.
    """
    if not path.is_file():
        return {}
    found = yamlfile.read(path, path.parent)
    for finding in found.findings:
        if finding.severity is Severity.ERROR:
            place = f"{path}:{finding.position.line}"
            raise RegistryError(f"{place}: {finding.message}", hint=finding.help or None)
    return {key: value for key, value in found.data.items() if isinstance(value, str)}


def refuse_link(folder: Path, path: Path) -> None:
    """A link in a folder of templates must not show what lies outside it.

    Raises:
        RegistryError: this one does.
    """
    if not path.resolve().is_relative_to(folder.resolve()):
        raise RegistryError(
            _("{file} leads out of the folder of templates.").format(file=path),
            hint=_("Put the file itself there instead of a link."),
        )


def parted(source: str) -> tuple[str, str]:
    """Header and body of a template, each with its lines where they are in the file."""
    match = _HEADER.match(source)
    if not match:
        return "", source
    header = "\n" + match[1]
    return header, "\n" * (header.count("\n") + 1) + source[match.end() :]


def two_braces(gap: str) -> str:
    """A gap with one brace, as it was meant."""
    return f"{{{{ {gap.strip('{} ')} }}}}"


def single_braces(source: str) -> Iterator[tuple[int, str]]:
    """Gaps with one brace instead of two, by their lines."""
    for number, line in enumerate(source.splitlines(), start=1):
        for gap in _SINGLE.findall(JINJA.sub("", line)):
            yield number, gap
