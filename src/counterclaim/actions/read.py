"""Read: inputs to readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

if TYPE_CHECKING:
    from counterclaim.intake import IntakeOptions
    from counterclaim.record import Meta, Reading, Rejection, Report


class Engine(Protocol):
    """Whatever turns a report into a reading."""

    def read(self, report: Report, *, relevance: bool = True) -> Reading:
        """Return the reading of one report; `relevance` False reads it whatever the gate says."""
        ...


def read_inputs(
    paths: Sequence[str],
    options: IntakeOptions | None = None,
    *,
    relevance: bool = True,
    stdin: BinaryIO | None = None,
    engine: Engine | None = None,
    follow: bool = False,
) -> Iterator[Reading]:
    """Yield one reading for every input (a file, a row, a line), in input order, as it is ready.

    `paths` are files, folders, addresses, feeds or "-" for `stdin`; with `follow` the pages of a feed's items are
    fetched where it carries their summaries alone. With `relevance` False the gate is not asked. An input that
    cannot be read in yields a reading whose outcome is "rejected" and whose `rejected` says why; one that the
    engine fails on is "quarantined", its last warning says how, and the rest goes on.
    Raises UsageError where what was asked cannot be done as asked (a column that is not there, a bad date).
    """
    from counterclaim.intake import IntakeOptions, open_inputs
    from counterclaim.reading.engines.rules import RulesEngine, meta
    from counterclaim.record import Rejection

    engine = engine or RulesEngine()
    for item in open_inputs(paths, options or IntakeOptions(), stdin, follow=follow):
        if isinstance(item, Rejection):
            yield _rejected(item, meta())
            continue
        try:
            yield engine.read(item, relevance=relevance)
        except Exception as error:  # whatever it is: no input may stop a batch
            yield _quarantined(item, error, meta())


def complaint_of(reading: Reading) -> str | None:
    """Return what to say of an input that could not be read in, or that the engine failed on; None of any other."""
    from counterclaim.publishing.text import shown

    if reading.rejected is not None:
        gone = reading.rejected
        return f"{shown(gone.input)}: {shown(gone.message)} ({shown(gone.code)})"
    if reading.outcome == "quarantined" and reading.report is not None:
        name = reading.report.external_id or reading.report.title or reading.report.id
        return f"{shown(name)}: set aside; {shown(reading.report.warnings[-1].message)}"
    return None


def read(path: str | Path, *, relevance: bool = True, **options: Any) -> Reading:
    """Return the reading of one file.

    `options` are the fields of IntakeOptions; `published` among them is the day of publication (YYYY-MM-DD),
    against which alone relative dates resolve. Raises InputRejected where the file cannot be read in, UsageError
    where it holds more than one report (a table, a folder).
    """
    from counterclaim.errors import InputRejected, UsageError
    from counterclaim.intake import IntakeOptions, open_inputs
    from counterclaim.reading.engines.rules import RulesEngine
    from counterclaim.record import Rejection

    items = open_inputs([str(path)], IntakeOptions(**options))
    item = next(items, None)
    if item is None:
        raise InputRejected("empty", "it holds no report", str(path))
    if isinstance(item, Rejection):
        raise InputRejected(item.code, item.message, item.input)
    if next(items, None) is not None:
        raise UsageError(f"{path}: it holds more than one report; `counterclaim read` reads them all")
    return RulesEngine().read(item, relevance=relevance)


def read_text(
    text: str, *, published: str | None = None, title: str | None = None, relevance: bool = True
) -> Reading:
    """Return the reading of one report given as text; `published` is YYYY-MM-DD.

    Raises InputRejected where there is no text, UsageError where `published` is no date.
    """
    from counterclaim.errors import InputRejected
    from counterclaim.intake import report_from_text
    from counterclaim.reading.engines.rules import RulesEngine

    if not text.strip():
        raise InputRejected("empty", "there is no text in it", "the text given")
    return RulesEngine().read(report_from_text(text, published=published, title=title), relevance=relevance)


def _rejected(rejection: Rejection, meta: Meta) -> Reading:
    from counterclaim.record import Reading

    return Reading(
        outcome="rejected",
        report=None,
        relevant=False,
        relevance=None,
        claims=(),
        incidents=(),
        refusals=(),
        meta=meta,
        rejected=rejection,
    )


def _quarantined(report: Report, error: Exception, meta: Meta) -> Reading:
    import msgspec

    from counterclaim.record import Reading, Warning

    failed = Warning(code="engine-failed", message=f"the engine failed on it: {type(error).__name__}: {error}")
    return Reading(
        outcome="quarantined",
        report=msgspec.structs.replace(report, warnings=(*report.warnings, failed)),
        relevant=False,
        relevance=None,
        claims=(),
        incidents=(),
        refusals=(),
        meta=meta,
    )
