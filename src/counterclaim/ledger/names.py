"""Ids by their beginnings, as people type them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from counterclaim.ledger import tables

KINDS = ("incident", "report", "claim", "stub")
_FOUND: dict[str, tuple[Any, str]] = {  # where ids stand, and how they are headed
    "incident": (tables.incident_id.c.id, "incident-"),
    "report": (tables.report.c.id, "r-"),
    "claim": (tables.claim.c.id, "c-"),
    "stub": (tables.stub.c.id, "stub-"),
}
_LAST = "~"  # sorts after all that ids are made of


def named(connection: Connection, words: str, kinds: Iterable[str] = KINDS, limit: int = 10) -> list[str]:
    """Return the ids (of incidents, reports, claims, stubs) that begin with some words, their heads left out or not."""
    words = words.strip()
    found: list[str] = []
    for kind in kinds if words else ():
        column, head = _FOUND[kind]
        starts = [words] if words.startswith(head) else [words, head + words]
        columns = (
            [column, tables.stub_block.c.stub] if kind == "stub" else [column]
        )  # those opened are in no reading
        # Each beginning by itself: for two at once SQLite would walk all ids.
        queries = [
            select(c).where(_among(connection, c, s)).distinct().order_by(c) for c in columns for s in starts
        ]
        ids = sorted({i for q in queries for i in connection.scalars(q.limit(limit))})
        if whole := [i for i in ids if i in starts]:
            return whole[:1]
        found += ids[:limit]
    return found[:limit]


def _among(connection: Connection, column: Any, start: str) -> Any:
    if connection.dialect.name == "sqlite":  # LIKE would not use the index there
        return (column >= start) & (column < start + _LAST)
    return column.startswith(start, autoescape=True)
