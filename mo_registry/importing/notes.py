"""What is noted while a row is read: repairs, what somebody should look at, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from mo_registry.importing.cells import Cell, Remark


@dataclass(slots=True)
class Notes:
    """The notes on one row, each with its cell."""

    repairs: list[Remark] = field(default_factory=list)
    """What was understood although it is not written as it should be."""
    questions: list[Remark] = field(default_factory=list)
    """What is written all the same, and may be meant differently."""
    doubts: list[Remark] = field(default_factory=list)
    """Why the row is not written."""

    def repaired(self, cell: Cell, message: str) -> None:
        """Note how the cell was understood."""
        self.repairs.append(Remark(cell.address, message))

    def ask(self, cell: Cell, message: str) -> None:
        """Note what somebody should look at."""
        self.questions.append(Remark(cell.address, message))

    def doubt(self, cell: Cell | None, message: str) -> None:
        """Note why the row cannot be written; without a cell, it is about the row as a whole."""
        self.doubts.append(Remark(cell.address if cell else "", message))
