"""A view: one value from which a page, its CSV and its JSON are made, so that all three show the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterclaim.publishing.tables import Cell, csv_line
from counterclaim.record.base import Record


class Table(NamedTuple):
    """Rows under headings."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def csv(self) -> Iterator[str]:
        """Yield the lines of the table as CSV (RFC 4180)."""
        yield csv_line(self.columns)
        for row in self.rows:
            yield csv_line(row)


class View(Record, frozen=True, kw_only=True):
    """What a page shows."""

    def tables(self) -> dict[str, Table]:
        """Return what is shown as tables by name; the first is what `?format=csv` gives, others by `&table=`."""
        raise NotImplementedError
