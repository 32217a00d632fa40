"""A quantity: a closed or half-open interval of whole numbers, with its words."""

from typing import Literal

from counterclaim.record.base import Span

Unit = Literal["people", "household", "vehicle", "weapon", "aircraft", "animal", "building", "formation", "other"]


class Quantity(Span, frozen=True, kw_only=True):
    """`low` or `high` is None where the words leave that end open ("at least 10": 10 and None)."""

    low: int | None
    high: int | None
    approx: bool = False
    unit: Unit = "people"
