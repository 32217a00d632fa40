"""Ids by their beginnings, as people type them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

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
        begins = _begins(connection, column, starts)
        ids = list(connection.scalars(select(column).where(begins).distinct().order_by(column).limit(limit)))
        if kind == "stub":  # those that people opened are in no reading
            opened = select(tables.stub_block.c.stub).where(_begins(connection, tables.stub_block.c.stub, starts))
            ids = sorted({*ids, *connection.scalars(opened.order_by(tables.stub_block.c.stub).limit(limit))})[
                :limit
            ]
        if whole := [i for i in ids if i in starts]:
            return whole[:1]
        found += ids
    return found[:limit]


def _begins(connection: Connection, column: Any, starts: Iterable[str]) -> ColumnElement[bool]:
    if connection.dialect.name == "sqlite":  # LIKE would not use the index there
        return or_(*((column >= s) & (column < s + _LAST) for s in starts))
    return or_(*(column.startswith(s, autoescape=True) for s in starts))
