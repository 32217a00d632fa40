"""The ledger: what was read, kept append-only, and the incidents that the fold makes of it."""

from counterclaim.ledger.migrations import upgrade
from counterclaim.ledger.search import Hit
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.values import (
    Added,
    Attached,
    Filters,
    Order,
    Origin,
    Problem,
    Removed,
    ReportRow,
    Run,
    Status,
    StubLink,
)

__all__ = [
    "Added",
    "Attached",
    "Filters",
    "Hit",
    "Ledger",
    "Order",
    "Origin",
    "Problem",
    "Removed",
    "ReportRow",
    "Run",
    "Status",
    "StubLink",
    "upgrade",
]
