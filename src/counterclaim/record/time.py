"""A time: the days that an expression covers, resolved against the date of publication alone."""

from typing import Literal

from counterclaim.record.base import Record

Precision = Literal["day", "range", "week", "month", "year"]


class Time(Record, frozen=True, kw_only=True):
    """`start` and `end` are the first and last day (YYYY-MM-DD), both None where the words cannot be resolved.

    `precision` follows UCDP date_prec 1 to 5. Because `start` and `end` are dates here, the offsets of the
    words in the report are `text_start` and `text_end`.
    """

    start: str | None
    end: str | None
    precision: Precision | None
    text: str
    text_start: int
    text_end: int
