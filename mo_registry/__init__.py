"""A registry of a network of associations: read, check, edit, and turn into documents."""

__version__ = "0.1.0"
