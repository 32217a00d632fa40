"""Readings as CSV: one row for each claim, for spreadsheets and data frames."""

import csv
import io
from collections.abc import Iterable, Iterator

from counterclaim.record import Claim, Reading

REPORT_COLUMNS = ("report_id", "external_id", "title", "publisher", "published", "url", "outcome")
CLAIM_COLUMNS = (
    "claim_id", "kind", "type", "quantity_low", "quantity_high", "quantity_approx", "quantity_text", "unit",
    "claimant", "attribution", "role", "agent", "target", "target_status", "place", "country",
    "date_start", "date_end", "date_precision", "stance", "scope", "incident", "relation", "part_of",
    "supersedes", "confidence", "quote", "quote_start", "quote_end",
)  # fmt: skip
REJECTED_COLUMNS = ("rejected_code", "rejected_message")
COLUMNS = REPORT_COLUMNS + CLAIM_COLUMNS + REJECTED_COLUMNS

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | bool | None


def csv_rows(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the header and then the rows, each ended by CRLF (RFC 4180).

    Every reading gives at least one row: without claims its claim columns are empty, and a rejected input has
    only its outcome and the two rejected columns, the message headed by the input's name.

    A cell that starts with = + - @ TAB or CR would be run as a formula by a spreadsheet: it is prefixed with
    an apostrophe. A reader that needs the exact words takes them from the JSON, or drops that apostrophe.

    `attribution` joins the chain of sources with " < ", outermost first; `supersedes`, and the offsets of a
    claim read from several stretches, are joined with ";", their quotations with " … ". `quantity_approx` is
    true or false. Nothing known is an empty cell.
    """
    yield csv_line(COLUMNS)
    for reading in readings:
        head = _report_cells(reading)
        tail = _rejected_cells(reading)
        if not reading.claims:
            yield csv_line((*head, *(None for _ in CLAIM_COLUMNS), *tail))
        for claim in reading.claims:
            yield csv_line((*head, *claim_cells(claim), *tail))


def _report_cells(reading: Reading) -> tuple[Cell, ...]:
    report = reading.report
    if report is None:
        return (None, None, None, None, None, None, reading.outcome)
    return (
        report.id,
        report.external_id,
        report.title,
        report.publisher,
        report.published,
        report.url,
        reading.outcome,
    )


def claim_cells(claim: Claim) -> tuple[Cell, ...]:
    """Return a claim in the order of CLAIM_COLUMNS."""
    quantity, target, place, time = claim.quantity, claim.target, claim.place, claim.time
    return (
        claim.id,
        claim.kind,
        claim.type,
        quantity.low if quantity else None,
        quantity.high if quantity else None,
        quantity.approx if quantity else None,
        quantity.text if quantity else None,
        quantity.unit if quantity else None,
        claim.claimant,
        " < ".join(link.party.name for link in claim.attribution),
        claim.attribution[-1].role if claim.attribution else None,
        claim.agent.name if claim.agent else None,
        target.name if target else None,
        target.status if target else None,
        place.name if place else None,
        place.country if place else None,
        time.start if time else None,
        time.end if time else None,
        time.precision if time else None,
        claim.stance,
        claim.scope,
        claim.incident,
        claim.relation,
        claim.part_of,
        ";".join(claim.supersedes),
        claim.confidence,
        " … ".join(evidence.quote for evidence in claim.evidence),
        ";".join(str(evidence.start) for evidence in claim.evidence),
        ";".join(str(evidence.end) for evidence in claim.evidence),
    )


def _rejected_cells(reading: Reading) -> tuple[Cell, ...]:
    if reading.rejected is None:
        return (None, None)
    return (reading.rejected.code, f"{reading.rejected.input}: {reading.rejected.message}")


def csv_line(cells: Iterable[Cell]) -> str:
    """Return one row, ended by CRLF, with nothing in it that a spreadsheet would run."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)  # a minus before a number is no formula
    text = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
