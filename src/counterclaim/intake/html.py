"""HTML to article text: guards first, then trafilatura."""

import re
from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.intake.patterns import load_patterns
from counterclaim.record import Report

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*")  # no two of its parts can match the same byte: linear
# What HTML closes by itself does not nest.
_FLAT = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option".split()
)
_COMMENT = re.compile(rb"<!--[^>]*-->\s*")
_OPENING = re.compile(rb"(?i)(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b")
_CHARSET = re.compile(rb"(?i)<meta[^>]{0,300}?charset\s*=\s*[\"']?([a-z0-9_.:-]{2,40})")


LEAST_WORDS = 8  # of the longest paragraph of an article
NOTICE_WORDS = 80  # a page with more words than this is no mere notice


class Article(NamedTuple):
    """The article of a page: its paragraphs joined with newlines, and what the page says of it."""

    text: str
    title: str | None
    byline: str | None
    publisher: str | None
    url: str | None
    published: tuple[date, str] | None


def looks_like_html(head: bytes) -> bool:
    """Tell whether an input begins as an HTML document does."""
    begin = _COMMENT.sub(b"", head[:8192].lstrip(b"\xef\xbb\xbf \t\r\n\x00"))
    return _OPENING.match(begin) is not None


def declared_charset(head: bytes) -> str | None:
    """Return the charset that the page declares, or None."""
    m = _CHARSET.search(head[:8192])
    return m.group(1).decode("ascii") if m else None


def check_depth(data: bytes, name: str) -> None:
    """Refuse a page whose tags are nested too deep, in one linear pass, before any parser sees it.

    Raises InputRejected (nesting).
    """
    depth = 0
    opened: Counter[bytes] = Counter()
    for m in _TAG.finditer(data):
        tag = m.group(2).lower()
        if tag in _FLAT or m.group().endswith(b"/"):
            continue
        if not m.group(1):
            opened[tag] += 1
            depth += 1
            if depth > settings.MAX_HTML_DEPTH:
                raise InputRejected("nesting", f"tags are nested more than {settings.MAX_HTML_DEPTH} deep", name)
        elif opened[tag]:  # a closing tag that nothing opened closes nothing
            opened[tag] -= 1
            depth -= 1


def is_article(report: Report) -> bool:
    """Tell whether a page's report holds an article: a paragraph that is read, and no "page not found" for all."""
    read = [report.text[b.start : b.end] for b in report.blocks if b.role in ("paragraph", "item")]
    words = [len(part.split()) for part in read]
    notice = sum(words) < NOTICE_WORDS and load_patterns().no_article.search(f"{report.title}\n{report.text}")
    return max(words, default=0) >= LEAST_WORDS and not notice


def read_article(markup: str, name: str) -> Article:
    """Return the article of an HTML page. Raises InputRejected (no-article) where it holds none."""
    from lxml.etree import LxmlError  # type: ignore[import-untyped]
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(
            markup,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            deduplicate=False,
            # Left alone, it would take no date past the clock's, and output would depend on the day.
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2199-12-31"},
        )
    except (LxmlError, ValueError, RecursionError, AttributeError, TypeError) as error:
        raise InputRejected("no-article", f"the page could not be read ({type(error).__name__})", name) from error
    text = (found.text or "").strip() if found is not None else ""
    if not text:
        raise InputRejected("no-article", "the page holds no article text", name)
    published = None
    if found.date:
        try:
            published = (date.fromisoformat(found.date[:10]), found.date)
        except ValueError:
            published = None
    return Article(text, found.title, found.author, found.sitename, found.url, published)
