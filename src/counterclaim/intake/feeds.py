"""RSS and Atom feeds to Reports: one for every item, of the full text that the feed carries, or of the page it names."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import msgspec

from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.intake.fragments import fragment_text
from counterclaim.intake.options import DEFAULTS, IntakeOptions
from counterclaim.intake.report import Source, make_report
from counterclaim.record import DateCandidate, Rejection, Report, Warning

FULL_WORDS = 80  # from which a feed's summary is taken for the text itself
_FEED = re.compile(rb"<(?:[a-zA-Z]+:)?(?:rss|feed|RDF)\b")
_PROLOG = re.compile(
    rb"\s*+(?:<\?[^>]*+>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?+[^>]*+>\s*+)*+", re.DOTALL
)
HEAD_BYTES = 8192  # in which the root of a feed begins

# The page that an item links to, as reports and rejections.
OpenLink = Callable[[str, IntakeOptions], Iterator[Report | Rejection]]


class FeedItem(NamedTuple):
    """One item. `text` is its full text where the feed carries it (`full`), else its summary; `published` every date
    that it gives, best first, as (day, words).
    """

    id: str | None
    title: str | None
    link: str | None
    author: str | None
    publisher: str | None
    published: tuple[tuple[date, str], ...]
    text: str
    full: bool


def looks_like_feed(head: bytes) -> bool:
    """Tell whether an input begins as an RSS or Atom feed does."""
    return _FEED.match(_prolog(head)[1]) is not None


def _prolog(data: bytes) -> tuple[bytes, bytes]:
    """Return what stands before the root of an XML document, and its beginning from there on."""
    head = data[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    m = _PROLOG.match(head)
    end = m.end() if m else 0
    return head[:end], head[end:]


def feed_items(
    data: bytes, name: str, url: str | None = None, charset: str | None = None
) -> tuple[list[FeedItem | Rejection], tuple[Warning, ...]]:
    """Return the items of a feed, a Rejection for each that cannot be read, and what is wrong with the feed.

    `url` is where it came from, for relative links. Raises InputRejected (no-feed, nesting).
    """
    found, warnings = _parse(data, name, url, charset)
    publisher = _words(found.feed.get("title"))
    items: list[FeedItem | Rejection] = []
    for number, entry in enumerate(found.entries[: settings.MAX_FEED_ITEMS], 1):
        try:
            items.append(_item(entry, publisher, f"{name}:{number}"))
        except InputRejected as refused:
            items.append(Rejection(code=refused.code, message=refused.message, input=refused.input))
    left = len(found.entries) - len(items)
    if left > 0:
        message = f"the feed has {left} items more than the {settings.MAX_FEED_ITEMS} that are read of one"
        items.append(Rejection(code="too-many", message=message, input=name))
    return items, warnings


def feed_reports(
    data: bytes,
    name: str,
    options: IntakeOptions = DEFAULTS,
    *,
    url: str | None = None,
    charset: str | None = None,
    open_link: OpenLink | None = None,
) -> Iterator[Report | Rejection]:
    """Yield a Report or a Rejection for every item of a feed, in its order.

    Where an item carries no full text and `open_link` is given, the page is opened; where that fails, or it is not
    given, the report is of title and summary, and a warning says so. Raises InputRejected as feed_items does.
    """
    items, warnings = feed_items(data, name, url, charset)
    sha256 = hashlib.sha256(data).hexdigest()
    for number, item in enumerate(items, 1):
        if isinstance(item, Rejection):
            yield item
        else:
            yield _report(item, f"{name}:{number}", sha256, options, warnings, open_link)


def _report(
    item: FeedItem,
    name: str,
    sha256: str,
    options: IntakeOptions,
    warnings: tuple[Warning, ...],
    open_link: OpenLink | None,
) -> Report | Rejection:
    if not item.full:
        if open_link is not None and item.link:
            opened = next(iter(open_link(item.link, options)), None)
            if isinstance(opened, Report):
                return _with_item(opened, item, warnings)
            why = f"{opened.code}: {opened.message}" if opened else "it holds nothing"
            warnings += (Warning(code="link-not-read", message=f"the page {item.link[:200]} was not read ({why})"),)
        warnings += (Warning(code="summary-only", message="only the feed's title and summary were read"),)
    body = item.text if item.full else "\n".join(part for part in (item.title, item.text) if part)
    if not body:
        return Rejection(code="empty", message="the item has neither title nor text", input=name)
    if len(body) > settings.MAX_TEXT_CHARS:
        message = f"the text is longer than {settings.MAX_TEXT_CHARS} characters"
        return Rejection(code="too-large", message=message, input=name)
    source = Source(
        bytes_sha256=sha256, external_id=item.id, url=item.link, title=item.title, byline=item.author,
        publisher=item.publisher, metadata=item.published[0] if item.published else None, warnings=warnings,
    )  # fmt: skip
    return _with_dates(make_report(body, source, options), item.published[1:])


def _with_item(report: Report, item: FeedItem, warnings: tuple[Warning, ...]) -> Report:
    """Return the report of a linked page with what the feed says of it; where both speak, the page has its way.

    The page's date decides `published`: the report then is the same one as when its address alone is given.
    """
    report = msgspec.structs.replace(
        report, external_id=report.external_id or item.id, title=report.title or item.title,
        byline=report.byline or item.author, warnings=(*warnings, *report.warnings),
    )  # fmt: skip
    return _with_dates(report, item.published)


def _with_dates(report: Report, dates: tuple[tuple[date, str], ...]) -> Report:
    """Return the report with more dates that may be that of publication, all after those it has."""
    seen = {c.date for c in report.published_candidates}
    more = tuple(
        DateCandidate(date=day.isoformat(), origin="metadata", text=words)
        for day, words in dates
        if day.isoformat() not in seen
    )
    return (
        msgspec.structs.replace(report, published_candidates=(*report.published_candidates, *more))
        if more
        else report
    )


def _parse(data: bytes, name: str, url: str | None, charset: str | None) -> tuple[Any, tuple[Warning, ...]]:
    import feedparser  # type: ignore[import-untyped]

    if not looks_like_feed(data):
        raise InputRejected("no-feed", "neither an RSS nor an Atom feed", name)
    if b"<!ENTITY" in _prolog(data)[0]:
        raise InputRejected("dtd", "the feed declares entities of its own; no honest feed does", name)
    headers = {"content-type": f"application/xml; charset={charset}" if charset else "application/xml"}
    if url:
        headers["content-location"] = url
    try:
        # A stream and never a string: a string may name a file or an address, which would then be opened.
        found = feedparser.parse(io.BytesIO(data), response_headers=headers)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise InputRejected("broken", f"the feed could not be read ({type(error).__name__})", name) from error
    problem = found.get("bozo_exception") if found.get("bozo") else None
    harmless = isinstance(problem, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType)
    warnings: tuple[Warning, ...] = ()
    if problem is not None and not harmless:
        message = (
            f"the feed is no well-formed XML, and items may be missing ({' '.join(str(problem).split())[:120]})"
        )
        warnings = (Warning(code="feed-broken", message=message),)
    if not found.entries:
        if warnings:
            raise InputRejected("broken", warnings[0].message, name)
        raise InputRejected("empty", "the feed has no items", name)
    return found, warnings


def _item(entry: Any, publisher: str | None, name: str) -> FeedItem:
    contents = [
        c for c in entry.get("content", ()) if str(c.get("type", "")).startswith(("text/", "application/xhtml"))
    ]
    texts = [fragment_text(str(c.get("value") or ""), name) for c in contents]
    summary = fragment_text(str(entry.get("summary") or ""), name)
    longest = max(texts, key=len, default="")
    # Some feeds put the teaser in the place of the text.
    carried = len(longest.split()) >= FULL_WORDS or (len(longest) > len(summary) > 0)
    full = carried or len(summary.split()) >= FULL_WORDS
    source = entry.get("source") or {}
    return FeedItem(
        id=_words(entry.get("id")), title=_title(entry, name), link=_link(entry), author=_words(entry.get("author")),
        publisher=_words(source.get("title")) or publisher, published=_dates(entry),
        text=max(longest, summary, key=len), full=full,
    )  # fmt: skip


def _title(entry: Any, name: str) -> str | None:
    return fragment_text(str(entry.get("title") or ""), name).replace("\n", " ") or None


def _link(entry: Any) -> str | None:
    """Return the page of an item; of one without a link its id, where that is an address."""
    for found in (entry.get("link"), entry.get("id")):
        if found and str(found).lower().startswith(("http://", "https://")):
            return str(found)[: settings.MAX_URL_CHARS]
    return None


def _words(value: object) -> str | None:
    return " ".join(str(value).split())[:1000] or None if value else None


def _dates(entry: Any) -> tuple[tuple[date, str], ...]:
    """Return the days that an item gives, by the clock of the outlet, each once."""
    found: dict[date, str] = {}
    for field in ("published", "created", "updated"):
        if field not in entry or not entry[field]:
            continue
        words, parsed = str(entry[field]), f"{field}_parsed"
        if day := _day(words, dict.get(entry, parsed)):
            found.setdefault(day, words[:100])
    return tuple(found.items())


def _day(words: str, parsed: Any) -> date | None:
    # What feedparser has parsed is in UTC, where it may be another day.
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(words.strip()).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    try:
        return date(*parsed[:3]) if parsed else None
    except (ValueError, TypeError):
        return None
