"""CSV tables and JSON records: one report a row, one rejection where a row cannot be one."""

import csv
import hashlib
import io
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from counterclaim import settings
from counterclaim.errors import InputRejected, UsageError
from counterclaim.intake.dates import column_readings
from counterclaim.intake.options import IntakeOptions
from counterclaim.intake.report import Source, make_report
from counterclaim.record import Rejection, Report, Warning

_TEXT = ("text", "content", "body", "article_content", "article_text", "article")
_TITLE = ("title", "headline", "article_title")
_DATE = ("date", "published", "published_at", "publication_date")
_SOURCE = ("source", "publisher", "outlet")
_URL = ("url", "link")
_ID = ("id",)

# The csv module keeps one limit for the whole process; its default would refuse long articles.
csv.field_size_limit(settings.MAX_BYTES)


class Columns(NamedTuple):
    """Which column holds what; None where the table has no such column."""

    text: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    id: str | None


def map_columns(names: list[str], options: IntakeOptions, where: str) -> Columns:
    """Return the columns to read. Raises UsageError, naming those that there are, where one is missing."""
    folded = {n.strip().casefold(): n for n in reversed(names)}

    def pick(option: str, wanted: str | None, defaults: tuple[str, ...]) -> str | None:
        if wanted is None:
            return next((folded[d] for d in defaults if d in folded), None)
        if wanted in names:
            return wanted
        raise UsageError(f"{where}: --{option} {wanted}: no such column; there are: {', '.join(names)}")

    text = pick("text-column", options.text_column, _TEXT)
    if text is None:
        there = ", ".join(names)
        raise UsageError(f"{where}: say which column holds the text with --text-column; there are: {there}")
    return Columns(
        text,
        pick("title-column", options.title_column, _TITLE),
        pick("date-column", options.date_column, _DATE),
        pick("source-column", options.source_column, _SOURCE),
        pick("url-column", None, _URL),
        pick("id-column", options.id_column, _ID),
    )


class _Lines:
    """The lines of a text stream; one that is too long comes as an empty line and is noted."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        self.too_long = False

    def __iter__(self) -> Iterator[str]:
        limit = settings.MAX_BYTES
        while line := self._stream.readline(limit):
            if len(line) < limit or line.endswith(("\n", "\r")):
                yield line
                continue
            while (rest := self._stream.readline(1 << 20)) and not rest.endswith(("\n", "\r")):
                pass
            self.too_long = True
            yield "\n"


def read_csv(
    stream: io.TextIOBase, name: str, options: IntakeOptions, tabs: bool, warnings: tuple[Warning, ...] = ()
) -> Iterator[Report | Rejection]:
    """Yield one Report or one Rejection for each row of a table that has a header line.

    `stream` must have been opened with newline="". Raises UsageError for a column that does not exist and for a
    date that can be read two ways.
    """
    lines = _Lines(stream)
    reader, header = _open_table(lines, name, tabs)
    columns = map_columns(header, options, name)
    rows = 0
    while True:
        line = reader.line_num + 1
        where = f"{name}:{line}"
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            rows += 1
            until = f", to line {reader.line_num}" if reader.line_num > line else ""
            yield Rejection(code="bad-line", message=f"the row is no CSV{until}: {error}", input=where)
            continue
        if lines.too_long:
            lines.too_long = False
            yield _too_long(where)
        elif len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            message = f"the row has {len(row)} cells and the header {len(header)}: quotation marks are missing"
            yield Rejection(code="bad-line", message=message, input=where)
        elif row:
            record = dict(zip(header, row, strict=False))
            yield read_record(record, columns, where, options, json.dumps(row), warnings)
        else:
            continue
        rows += 1
    if not rows:
        yield Rejection(code="empty", message="the table has no rows", input=name)


def check_dates(stream: io.TextIOBase, name: str, options: IntakeOptions, tabs: bool) -> None:
    """Go through the dates of a whole table. Raises UsageError where one can be read two ways."""
    reader, header = _open_table(_Lines(stream), name, tabs)
    column = map_columns(header, options, name).date
    at = header.index(column) if column else len(header)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        if at < len(row) and row[at].strip():
            _column_date(row[at].strip(), column, f"{name}:{line}", options)


def _open_table(lines: Iterable[str], name: str, tabs: bool) -> tuple[Any, list[str]]:
    """Return the rows of a table and its header. Raises InputRejected where it has none."""
    first, rest = _peeked(iter(lines))
    reader = csv.reader(rest, delimiter="\t" if tabs else _delimiter(first), strict=True)
    return reader, _header(reader, name)


def _too_long(where: str) -> Rejection:
    return Rejection(
        code="too-large", message=f"a line is longer than {settings.MAX_BYTES} characters", input=where
    )


def _peeked(lines: Iterator[str]) -> tuple[str, Iterator[str]]:
    first = next(lines, "")
    return first, itertools.chain([first], lines)


def _header(reader: Any, name: str) -> list[str]:
    try:
        row = next((row for row in reader if any(cell.strip() for cell in row)), None)
    except csv.Error as error:
        raise InputRejected("bad-line", f"the header is no CSV: {error}", name) from error
    if row is None:
        raise InputRejected("empty", "the table is empty", name)
    return [row[0].removeprefix("\ufeff"), *row[1:]]


def _delimiter(header: str) -> str:
    """Return what parts the cells: a comma, or the semicolon of spreadsheets where the comma is decimal."""
    return ";" if header.count(";") > header.count(",") else ","


def read_record(
    record: Mapping[str, Any],
    columns: Columns,
    where: str,
    options: IntakeOptions,
    raw: str,
    warnings: tuple[Warning, ...] = (),
) -> Report | Rejection:
    """Return the Report of one row or record, or its Rejection. `raw` is what came in, for the hash."""
    text = record.get(columns.text)
    if text is not None and not isinstance(text, str):
        return Rejection(code="bad-line", message=f"the field {columns.text} is no text", input=where)
    if not text or not text.strip(" \t\r\n\x00\ufeff\u200b"):
        return Rejection(code="empty", message=f"the field {columns.text} is empty", input=where)
    if len(text) > settings.MAX_TEXT_CHARS:
        return Rejection(
            code="too-large", message=f"the text is longer than {settings.MAX_TEXT_CHARS} characters", input=where
        )
    column, unread = _column_date(_cell(record, columns.date), columns.date, where, options)
    source = Source(
        bytes_sha256=hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(),
        external_id=_cell(record, columns.id),
        url=_cell(record, columns.url),
        title=_cell(record, columns.title),
        publisher=_cell(record, columns.source),
        column=column,
        fold=False,
        warnings=(*warnings, *unread),
    )
    return make_report(text, source, options)


def _cell(record: Mapping[str, Any], column: str | None) -> str | None:
    value = record.get(column) if column else None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def _column_date(
    value: str | None, column: str | None, where: str, options: IntakeOptions
) -> tuple[tuple[date, str] | None, tuple[Warning, ...]]:
    if value is None:
        return None, ()
    readings = column_readings(value, options.date_order)
    if len(readings) > 1:
        raise UsageError(
            f"{where}: the date {value} in column {column} can be read two ways; give --date-order dmy, mdy or ymd"
        )
    if not readings:
        return None, (Warning(code="unread-date", message=f"the date {value[:40]!r} cannot be read"),)
    return (readings[0], value), ()


def read_json_record(
    raw: str, where: str, options: IntakeOptions, warnings: tuple[Warning, ...] = ()
) -> Report | Rejection:
    """Return the Report of one JSON object, or its Rejection (bad-line, empty, too-large)."""
    try:
        record = _strict_json(raw)
        if not isinstance(record, dict):
            raise InputRejected("bad-line", "not a JSON object", where)
    except InputRejected as refused:
        return Rejection(code=refused.code, message=refused.message, input=where)
    except (ValueError, RecursionError) as error:
        message = "JSON nested too deep" if isinstance(error, RecursionError) else f"no JSON object: {error}"
        return Rejection(code="bad-line", message=message[:200], input=where)
    columns, missing = _keys(record, options)
    if columns is None:
        message = f"no field {missing[0]}; there are: {', '.join(record)}" if missing else "no field holds the text"
        return Rejection(code="bad-line", message=message[:400], input=where)
    gone = tuple(Warning(code="missing-field", message=f"the record has no field {key}") for key in missing)
    warnings = (*warnings, *gone)
    return read_record(record, columns, where, options, raw, warnings)


def _keys(record: Mapping[str, Any], options: IntakeOptions) -> tuple[Columns | None, tuple[str, ...]]:
    """Return which keys to read, None where none holds the text, and the named keys that the record lacks.

    Records may differ in their keys: one that lacks a key is no reason to stop, as a missing column is.
    """
    wanted = (getattr(options, field) for field in _NAMED)
    missing = tuple(key for key in wanted if key is not None and key not in record)
    if options.text_column in missing:
        return None, (str(options.text_column),)
    lenient = {f: v for f in _NAMED if (v := getattr(options, f)) in record}
    try:
        return map_columns(list(record), IntakeOptions(**lenient), ""), missing
    except UsageError:
        return None, ()


_NAMED = ("text_column", "title_column", "date_column", "source_column", "id_column")


def _strict_json(raw: str) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(found)
        if len(record) < len(found):
            raise ValueError("a key stands twice")
        return record

    def constant(name: str) -> None:
        raise ValueError(f"{name} is no JSON")

    return json.loads(raw, object_pairs_hook=pairs, parse_constant=constant)


def read_jsonl(
    stream: io.TextIOBase, name: str, options: IntakeOptions, warnings: tuple[Warning, ...] = ()
) -> Iterator[Report | Rejection]:
    """Yield one Report or one Rejection for each line that is not blank."""
    lines = _Lines(stream)
    any_line = False
    for number, line in enumerate(lines, 1):
        where = f"{name}:{number}"
        if lines.too_long:
            lines.too_long = False
            yield _too_long(where)
        elif line.strip(" \t\r\n\x00\ufeff"):
            yield read_json_record(line.strip("\ufeff\r\n"), where, options, warnings)
        else:
            continue
        any_line = True
    if not any_line:
        yield Rejection(code="empty", message="the file is empty", input=name)
