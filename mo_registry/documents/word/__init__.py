"""Documents as Word files (.docx) that a person can go on writing: real styles, headings, lists and tables."""

from __future__ import annotations

from mo_registry.documents.word.making import render

__all__ = ["render"]
