"""Read: inputs to readings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from counterclaim.intake import IntakeOptions
    from counterclaim.record import Reading


def read_inputs(
    paths: Sequence[str],
    options: IntakeOptions | None = None,
    *,
    relevance: bool = True,
    stdin: BinaryIO | None = None,
) -> Iterator[Reading]:
    """Yield one reading for every input (a file, a row, a line), in input order, as it is ready.

    `paths` are files, folders or "-" for `stdin`. With `relevance` False the gate is not asked. An input that cannot be
    read in yields a reading whose outcome is "rejected" and whose `rejected` says why.
    Raises UsageError where what was asked cannot be done as asked (a column that is not there, an ambiguous date).
    """
    from counterclaim.intake import IntakeOptions, open_inputs
    from counterclaim.reading.engines.rules import RulesEngine, meta
    from counterclaim.record import Reading, Rejection

    engine = RulesEngine()
    for item in open_inputs(paths, options or IntakeOptions(), stdin):
        if isinstance(item, Rejection):
            yield Reading(
                outcome="rejected", report=None, relevant=False, relevance=None, claims=(), incidents=(), refusals=(), meta=meta(), rejected=item
            )
        else:
            yield engine.read(item, relevance=relevance)


def read(path: str | Path, *, published: str | None = None, relevance: bool = True, **options: Any) -> Reading:
    """Return the reading of one file.

    `published` is the day of publication (YYYY-MM-DD), against which alone relative dates resolve; further keywords are
    the fields of IntakeOptions. Raises InputRejected where the file cannot be read in, UsageError where it holds
    more than one report (a table, a folder): use `counterclaim.actions.read.read_inputs` for those.
    """
    from counterclaim.errors import InputRejected, UsageError
    from counterclaim.intake import IntakeOptions

    readings = read_inputs([str(path)], IntakeOptions(published=_day(published), **options), relevance=relevance)
    first = next(readings, None)
    if first is None:
        raise InputRejected("empty", "holds no report", str(path))
    if next(readings, None) is not None:
        raise UsageError(f"{path}: holds more than one report; read them with counterclaim.actions.read.read_inputs")
    if first.rejected is not None:
        raise InputRejected(first.rejected.code, first.rejected.message, first.rejected.input)
    return first


def read_text(text: str, *, published: str | None = None, title: str | None = None, relevance: bool = True) -> Reading:
    """Return the reading of one report given as text; `published` as YYYY-MM-DD.

    Raises InputRejected where there is no text.
    """
    from counterclaim.intake import report_from_text
    from counterclaim.reading.engines.rules import RulesEngine

    return RulesEngine().read(report_from_text(text, published=_day(published), title=title), relevance=relevance)


def _day(published: str | None) -> str | None:
    """Return a date as given, after checking that it is one. Raises UsageError naming the form."""
    import datetime

    from counterclaim.errors import UsageError

    if published is None:
        return None
    try:
        return datetime.date.fromisoformat(str(published)).isoformat()
    except ValueError as error:
        raise UsageError(f"--published {published}: not a date; write it as YYYY-MM-DD, for example 2026-03-14") from error
