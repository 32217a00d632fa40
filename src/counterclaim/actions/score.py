"""Score: read the texts of a gold folder and compare what was read with what was coded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from counterclaim.record import Reading, Report
    from counterclaim.scoring import Figures, Result


class Engine(Protocol):
    """Whatever turns a report into a reading."""

    def read(self, report: Report, /) -> Reading:
        """Return the reading of one report."""
        ...


def score(
    folder: Path,
    *,
    split: str | None = None,
    language: str | None = None,
    engine: Engine | None = None,
    advance: Callable[[], None] = lambda: None,
    note: Callable[[str], None] = lambda line: None,
) -> tuple[Figures, list[Result]]:
    """Return the figures of a gold folder and the result of each report; without an engine the rules read.

    `advance` is called after each report, `note` with a line on each gold file that has no text.
    Raises GoldError where the gold breaks its format, UsageError where no report is left to score.
    """
    from counterclaim.errors import UsageError
    from counterclaim.intake import report_from_text
    from counterclaim.scoring import figures, load_gold, match

    gold_set = load_gold(folder)
    for name in gold_set.without_text:
        note(f"{folder / name}.yaml: not scored, for there is no {name}.txt beside it")
    chosen = gold_set.select(split=split, language=language)
    if not chosen:
        wanted = " and ".join(f"{k} {v}" for k, v in (("split", split), ("language", language)) if v is not None)
        raise UsageError(f"{folder}: no report with {wanted}; ask for another or for all")
    if engine is None:
        from counterclaim.reading.engines.rules import RulesEngine

        engine = RulesEngine()
    results = []
    for gold in chosen:
        results.append(match(gold, engine.read(report_from_text(gold.text, published=gold.published))))
        advance()
    return figures(results), results
