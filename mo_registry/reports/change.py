"""One thing that has changed, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mo_registry.finding import Keys
from mo_registry.i18n import _


class Kind(StrEnum):
    """What happened to an entry or to a value in it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


SETTINGS = "settings"
"""The folder, so to say, of changes of the settings; their entry is ``registry``."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that has changed in an entry."""

    kind: Kind
    folder: str
    """``organisations``, ``events`` or ``settings``."""
    entry: str
    """The entry's id, as it is now."""
    subject: str
    """What the entry is called."""
    keys: Keys
    """The way to what has changed; nothing where it is the entry as a whole. Of what is gone, where it was."""
    bare: str
    """What has changed, without personal data."""
    full: str
    """The same with all values."""
    personal: bool
    """Whether data of people are concerned, or what is kept in the confidential part."""

    def what(self, *, values: bool = False) -> str:
        """What has changed, without the subject; with personal data only where these are asked for."""
        return self.full if values else self.bare

    def sentence(self, *, values: bool = False) -> str:
        """What has changed, as a sentence that can stand by itself."""
        return _("{subject}: {what}.").format(subject=self.subject, what=self.what(values=values))

    @property
    def path(self) -> str:
        """The way as it is typed for ``set``: ``contacts[0].email``."""
        parts = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.keys)
        return "".join(parts).removeprefix(".")


@dataclass(frozen=True, slots=True)
class Detail:
    """A value that has changed, as a part of a sentence."""

    kind: Kind
    bare: str
    """Without values."""
    full: str
    personal: bool

    def text(self, *, values: bool) -> str:
        """With the value, unless it is personal and these are not asked for."""
        return self.full if values or not self.personal else self.bare


@dataclass(frozen=True, slots=True)
class Called:
    """What an item of a list is called: without personal data, and in full."""

    bare: str
    full: str

    @classmethod
    def openly(cls, text: str) -> Called:
        """Something whose name is nobody's secret."""
        return cls(text, text)


def together(details: Sequence[Detail], *, values: bool) -> str:
    """Several details in one sentence."""
    return ", ".join(dict.fromkeys(detail.text(values=values) for detail in details))
