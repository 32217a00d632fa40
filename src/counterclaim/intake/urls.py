"""Addresses to Reports: what one gives is read as a file of its kind would be, a feed item by item."""

import io
from collections.abc import Iterator
from functools import partial

import httpx
import msgspec

from counterclaim.errors import InputRejected
from counterclaim.intake.addresses import Resolver, resolve
from counterclaim.intake.feeds import feed_reports, looks_like_feed
from counterclaim.intake.fetch import Fetched, fetch
from counterclaim.intake.files import read_stream
from counterclaim.intake.options import DEFAULTS, IntakeOptions
from counterclaim.record import Rejection, Report, make_id

_EXTENSIONS = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "text/csv": ".csv", "application/csv": ".csv", "text/tab-separated-values": ".tsv", "application/json": ".json",
    "application/ld+json": ".json", "application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl",
    "application/x-jsonlines": ".jsonl", "application/pdf": ".pdf", "application/rtf": ".rtf", "text/rtf": ".rtf",
    "application/zip": ".zip", "application/x-zip-compressed": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip


def open_url(
    url: str,
    options: IntakeOptions = DEFAULTS,
    *,
    follow: bool = False,
    allow_private: bool = False,
    resolver: Resolver = resolve,
) -> Iterator[Report | Rejection]:
    """Yield what an http or https address gives, as open_inputs does for a path.

    With `follow` the pages of a feed's items are fetched where it carries their summaries alone. `allow_private` and
    `resolver` are those of fetch. Raises UsageError alone, as open_inputs does.
    """
    try:
        got = fetch(url, allow_private=allow_private, resolver=resolver)
        if looks_like_feed(got.bytes):
            opener = partial(open_url, allow_private=allow_private, resolver=resolver)
            reports = feed_reports(
                got.bytes, got.final_url, options, url=got.final_url, charset=got.charset,
                open_link=opener if follow else None,
            )  # fmt: skip
        else:
            reports = _located(_read(got, options), got)
        for found in reports:
            if isinstance(found, Report) and found.retrieved is None:
                found = msgspec.structs.replace(found, retrieved=got.retrieved)
            yield found
    except InputRejected as refused:
        yield Rejection(code=refused.code, message=refused.message, input=refused.input)


def _read(got: Fetched, options: IntakeOptions) -> Iterator[Report | Rejection]:
    if options.encoding is None and (charset := _told_charset(got)):
        options = msgspec.structs.replace(options, encoding=charset)
    path = httpx.URL(got.final_url).path
    named = path[path.rfind(".") :].lower() if "." in path.rpartition("/")[2] else ""
    extension = _EXTENSIONS.get(got.content_type or "", named if named in _EXTENSIONS.values() else "")
    return read_stream(io.BytesIO(got.bytes), got.final_url, extension, options)


def _told_charset(got: Fetched) -> str | None:
    """Return the charset that the server names, where the bytes are not UTF-8 and agree with it."""
    for charset in ("utf-8", got.charset):
        try:
            got.bytes.decode(charset or "utf-8")
        except (LookupError, ValueError):
            continue
        return None if charset == "utf-8" else charset
    return None


def _located(reports: Iterator[Report | Rejection], got: Fetched) -> Iterator[Report | Rejection]:
    """Yield the reports; where the address gave one alone, with that address.

    What the page itself gives for its address is kept where it is on the same host, for it is the one without the
    reader's trail. One of many reports (a table's, an export's) has no address of its own unless it says so.
    """
    first, second = next(reports, None), next(reports, None)
    if isinstance(first, Report) and second is None:
        same = first.url is not None and _host(first.url) == _host(got.final_url)
        url = first.url if same else got.final_url
        # The id follows from the address, as in make_report.
        made = make_id("r", first.text_id, url, first.publisher, first.published)
        first = msgspec.structs.replace(first, url=url, id=made)
    yield from (found for found in (first, second) if found is not None)
    yield from reports


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host.removeprefix("www.")
    except (httpx.InvalidURL, ValueError):
        return ""
