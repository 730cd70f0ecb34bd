"""What a long contact list costs as a workbook: `python -m benchmarks.spreadsheet FOLDER`.

The same rows are written by us, with widths, formats and printing set up, and by XlsxWriter alone. Prints the
processor seconds of both as JSON, the median of some rounds in turn.
"""

from __future__ import annotations

import gc
import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from unittest.mock import patch

from mo_registry import clock, registry
from mo_registry.documents import contact_list, contact_records, sheet
from mo_registry.documents.output import Format

ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """The processor time that something takes; what other rounds have left behind is tidied up first."""
    gc.collect()
    begin = time.process_time()
    work()
    return time.process_time() - begin


def listed(folder: Path) -> sheet.Sheet:
    """The contact list of the registry, as it is when it is about to become a workbook."""
    whole = registry.load(folder)
    with patch.object(contact_records, "workbook", return_value=b"") as workbook:
        contact_list.make(whole, formats=[Format.EXCEL])
    (made,) = workbook.call_args.args
    assert isinstance(made, sheet.Sheet)
    return made


def bare(rows: Sequence[Sequence[sheet.Value]]) -> None:
    """The rows and nothing else."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with Workbook(io.BytesIO(), {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value)
                elif isinstance(value, str):
                    page.write_string(number, column, value)
                elif value is not None:
                    page.write_number(number, column, value)


def main(folder: Path) -> None:
    """Measure, and print what was measured."""
    clock.set_today("2023-09-01")
    long = listed(folder)
    costs = [(seconds(lambda: sheet.workbook(long)), seconds(lambda: bare(long.rows))) for _ in range(ROUNDS)]
    ours, alone = (median(column) for column in zip(*costs, strict=True))
    print(json.dumps({"rows": len(long.rows), "ours": ours, "alone": alone}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
