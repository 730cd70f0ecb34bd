"""What a registry consists of: frozen, typed entries, and how they are read from plain data."""

from mo_registry.model.event import Event
from mo_registry.model.organisation import Contact, Organisation
from mo_registry.model.settings import Settings

__all__ = ["Contact", "Event", "Organisation", "Settings"]
