"""One text and its metadata put together into a Report. No I/O."""

import hashlib
import unicodedata
from datetime import date

import msgspec

from counterclaim.errors import UsageError
from counterclaim.intake.dates import PrintedDate, nearest_year
from counterclaim.intake.decode import clean
from counterclaim.intake.language import detect_language
from counterclaim.intake.layout import Layout, lay_out
from counterclaim.intake.options import DEFAULTS, IntakeOptions
from counterclaim.record import DateCandidate, Report, Warning, make_id
from counterclaim.record.base import Record

# Of two readings the one this near to another date of the report is right, where the other one is farther.
CLOSE_DAYS = 7


class Source(Record, frozen=True, kw_only=True):
    """What came in beside the text. `column` and `metadata` are (date, words) where the source gives a date.

    `fold` says whether newlines are to be folded: a file's are, a table's cell stays verbatim.
    """

    bytes_sha256: str | None = None
    external_id: str | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    column: tuple[date, str] | None = None
    metadata: tuple[date, str] | None = None
    fold: bool = True
    warnings: tuple[Warning, ...] = ()


def report_from_text(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    external_id: str | None = None,
    options: IntakeOptions = DEFAULTS,
) -> Report:
    """Return the report of a text that is already in memory.

    `published` (YYYY-MM-DD) counts like the option of that name. Raises UsageError where it is no date.
    """
    if published is not None:
        options = msgspec.structs.replace(options, published=published)
    return make_report(text, Source(title=title, url=url, publisher=publisher, external_id=external_id), options)


def make_report(text: str, source: Source, options: IntakeOptions = DEFAULTS) -> Report:
    """Return the report of `text` and what came with it.

    Raises UsageError where options.published is no date.
    """
    came_in = source.bytes_sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    text, cleaned = clean(text, source.fold)
    title = clean(source.title, True)[0].strip() if source.title else None
    layout = lay_out(text, title or None)
    candidates, dated = _candidates(text, layout, source, options)
    published = candidates[0].date if candidates else None
    text_id = text_hash(text)
    return Report(
        id=make_id("r", text_id, source.url or source.external_id, source.publisher, published),
        text_id=text_id,
        bytes_sha256=came_in,
        text=text,
        external_id=source.external_id,
        url=source.url,
        title=title or layout.headline,
        byline=source.byline or layout.byline,
        publisher=source.publisher,
        credited_to=tuple(n for n in layout.credits if n.casefold() != (source.publisher or "").casefold()),
        published=published,
        published_candidates=candidates,
        language=options.language or detect_language(text),
        dateline=layout.dateline,
        blocks=layout.blocks,
        warnings=(*source.warnings, *cleaned, *dated),
    )


def text_hash(text: str) -> str:
    """Return the sha256 of a text after NFC and newline folding: what makes two texts verbatim the same."""
    folded = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


def _candidates(
    text: str, layout: Layout, source: Source, options: IntakeOptions
) -> tuple[tuple[DateCandidate, ...], tuple[Warning, ...]]:
    """Return every date that may be that of publication, best first, and the warnings that they give."""
    found: list[DateCandidate] = []
    warnings: list[Warning] = []
    if options.published is not None:
        found.append(DateCandidate(date=option_date(options.published).isoformat(), origin="option"))
    others = [date.fromisoformat(c.date) for c in found] + [d[0] for d in (source.column, source.metadata) if d]
    for printed in layout.dates:
        words = text[printed.start : printed.end]
        chosen = _choose(printed, others, options)
        if chosen is None:
            meanings = " or ".join(d.isoformat() for d in printed.readings)
            message = f'the date "{words}" in the text means {meanings}'
            warnings.append(Warning(code="ambiguous-date", message=message))
        else:
            found.append(DateCandidate(date=chosen.isoformat(), origin="text", text=words))
    known = [date.fromisoformat(c.date) for c in found if c.origin == "text"] + others
    if layout.day and known and (day := nearest_year(*layout.day, known[0])):
        found.append(DateCandidate(date=day.isoformat(), origin="text", text=None))
    for origin, given in (("column", source.column), ("metadata", source.metadata)):
        if given:
            found.append(DateCandidate(date=given[0].isoformat(), origin=origin, text=given[1]))  # type: ignore[arg-type]
    dates = sorted({c.date for c in found})
    if len(dates) > 1:
        warnings.append(
            Warning(code="published-disagree", message=f"dates of publication disagree: {', '.join(dates)}")
        )
    return tuple(found), tuple(warnings)


def _choose(printed: PrintedDate, others: list[date], options: IntakeOptions) -> date | None:
    """Return the one day that a printed date means, or None.

    Agreement with another date of the report decides, then --date-order.
    """
    if len(printed.readings) == 1:
        return printed.readings[0]
    for other in others:
        if other in printed.readings:
            return other
    for other in others:
        close = [d for d in printed.readings if abs((d - other).days) <= CLOSE_DAYS]
        if len(close) == 1:
            return close[0]
    # Where a table has a date column, --date-order speaks of that column, not of what the outlet prints.
    if others or options.date_order not in ("dmy", "mdy"):
        return None
    return printed.readings[0 if options.date_order == "dmy" else 1]


def option_date(value: str) -> date:
    """Return the date of --published. Raises UsageError where it is none."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"--published {value}: give a date as YYYY-MM-DD") from error
