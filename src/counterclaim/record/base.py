"""The base of every record: an immutable, keyword-only struct."""

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """An immutable value; equal by its fields; JSON through msgspec alone."""


class Span(Record, frozen=True, kw_only=True):
    """A stretch of a report's text: `text` stands at [start, end), in Unicode code points."""

    text: str
    start: int
    end: int
