"""A report: one published text, frozen, with what is known of its origin."""

from typing import Literal

from counterclaim.record.base import Record
from counterclaim.record.place import Place

BlockRole = Literal["headline", "heading", "paragraph", "item", "byline", "dateline", "credit", "furniture"]


class Warning(Record, frozen=True, kw_only=True):
    """Something that a careful reader should know about how the report was read in."""

    code: str
    message: str


class Block(Record, frozen=True, kw_only=True):
    """A stretch of `Report.text` and what it is. Blocks are in order and do not overlap.

    `headline` (one at most), `heading` (of a section), `paragraph`, `item` (of a list) are read for claims;
    `byline`, `dateline`, `credit` and `furniture` (menus, notices, related links) are marked, never cut.
    """

    start: int
    end: int
    role: BlockRole


class DateCandidate(Record, frozen=True, kw_only=True):
    """A date that may be the day of publication (YYYY-MM-DD) and where it came from."""

    date: str
    origin: Literal["option", "text", "column", "metadata"]
    text: str | None = None


class Report(Record, frozen=True, kw_only=True):
    """One published text. `text` is the article as read: every offset counts code points in it.

    `published` is YYYY-MM-DD or None, never the clock's; `published_candidates` keeps every date seen.
    `credited_to` lists outlets or wires that the text credits, outermost first. `blocks` divides the text.
    """

    id: str
    text_id: str
    bytes_sha256: str
    text: str
    external_id: str | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    credited_to: tuple[str, ...] = ()
    published: str | None = None
    published_candidates: tuple[DateCandidate, ...] = ()
    retrieved: str | None = None
    language: str | None = None
    dateline: Place | None = None
    blocks: tuple[Block, ...] = ()
    warnings: tuple[Warning, ...] = ()
