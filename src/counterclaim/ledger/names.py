"""Ids by their beginnings, as people type them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, or_, select

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
        if connection.dialect.name == "sqlite":  # LIKE would not use the index there
            among = or_(*((column >= s) & (column < s + _LAST) for s in starts))
        else:
            among = or_(*(column.startswith(s, autoescape=True) for s in starts))
        ids = connection.scalars(select(column).where(among).distinct().order_by(column).limit(limit)).all()
        if whole := [i for i in ids if i in starts]:
            return whole[:1]
        found += ids
    return found[:limit]
