"""Exports of news archives split into their articles, each a report of its own."""

import hashlib
from collections.abc import Iterator
from datetime import date

from counterclaim import settings
from counterclaim.intake.article import Article, Export
from counterclaim.intake.dates import column_readings
from counterclaim.intake.factiva import html_text, split_factiva
from counterclaim.intake.nexis import split_nexis
from counterclaim.intake.options import IntakeOptions
from counterclaim.intake.report import Source, make_report
from counterclaim.record import Rejection, Report, Warning


def split_export(text: str) -> Export | None:
    """Return the articles of an export of Nexis or Factiva, or None where `text` is no export."""
    return split_nexis(text) or split_factiva(text)


def split_html_export(markup: str) -> Export | None:
    """Return the articles of an export saved as a web page, or None where the page is no export."""
    text = html_text(markup)
    return split_factiva(text) if text else None


def export_reports(
    export: Export, name: str, options: IntakeOptions, warnings: tuple[Warning, ...] = ()
) -> Iterator[Report | Rejection]:
    """Yield one Report or one Rejection for each article of an export.

    Where it is not sure that the export was split where its archive had put it together, each report says so.
    """
    doubts = (*warnings, *_doubts(export))
    if not export.articles:
        yield Rejection(code="empty", message=f"an export of {export.archive} without articles", input=name)
    for number, article in enumerate(export.articles, 1):
        where = f"{name}:{number}"
        if article.bare:
            yield Rejection(code="empty", message="the article has no text (a picture alone?)", input=where)
        elif len(article.text) > settings.MAX_TEXT_CHARS:
            message = f"the text is longer than {settings.MAX_TEXT_CHARS} characters"
            yield Rejection(code="too-large", message=message, input=where)
        else:
            yield _report(article, options, doubts)


def _doubts(export: Export) -> tuple[Warning, ...]:
    words = list(export.doubts)
    if export.announced is not None and export.announced != len(export.articles):
        words.append(f"it announces {export.announced} documents and {len(export.articles)} were found")
    return tuple(Warning(code="export-split", message=f"the export of {export.archive}: {w}") for w in words)


def _report(article: Article, options: IntakeOptions, warnings: tuple[Warning, ...]) -> Report:
    published, unread = _date(article, options)
    if article.cut:
        unread = (*unread, Warning(code="truncated", message="the export breaks off inside this article"))
    source = Source(
        bytes_sha256=hashlib.sha256(article.raw.encode("utf-8", "surrogatepass")).hexdigest(),
        external_id=article.external_id, title=article.title, byline=article.byline, publisher=article.publisher,
        metadata=published, warnings=(*warnings, *unread),
    )  # fmt: skip
    return make_report(article.text, source, options)


def _date(article: Article, options: IntakeOptions) -> tuple[tuple[date, str] | None, tuple[Warning, ...]]:
    if article.published is None:
        return None, ()
    readings = column_readings(article.published, options.date_order)
    if len(readings) != 1:
        message = f"the date {article.published[:40]!r} of the export cannot be read"
        return None, (Warning(code="unread-date", message=message),)
    if article.loaded:
        message = "the export gives no date of publication: the day on which the archive took the article in stands for it"
        return (readings[0], article.published), (Warning(code="load-date", message=message),)
    return (readings[0], article.published), ()
