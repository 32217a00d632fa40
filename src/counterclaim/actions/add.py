"""Add: inputs to readings in the ledger, and the incidents that they touch folded again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from counterclaim.actions.read import Engine, complaint_of, read_inputs
from counterclaim.actions.result import Result, counted

if TYPE_CHECKING:
    from counterclaim.intake import IntakeOptions
    from counterclaim.ledger import Added, Ledger
    from counterclaim.record import Reading

_SAID = {
    "new": "new",
    "same": "there already, and the same",
    "new_version": "a new version of one that was there",
    "reread": "read again by another version of the program",
    "not_kept": "not kept",
}


class AddSummary(Result, frozen=True, kw_only=True):
    """What became of the inputs: how many by outcome, and by what the ledger did with them; they add up.

    `detached` are the decisions that no claim of a new reading answers to. `incidents` were weighed anew, `gone` are no
    more. `complaints` name the inputs that were not kept or set aside; with any, `exit_code` is 1.
    """

    ledger: str
    run: int
    inputs: int
    outcomes: dict[str, int]
    states: dict[str, int]
    claims: int
    refusals: int
    detached: tuple[str, ...]
    complaints: tuple[str, ...]
    incidents: int
    gone: int

    @property
    def exit_code(self) -> int:
        """0 where all was kept, 1 where some inputs were not."""
        return 1 if self.complaints else 0

    def text(self) -> str:
        """Return it as plain lines."""
        lines = [f"{self.ledger}: {counted(self.inputs, 'input')}, {counted(self.claims, 'claim')} added"]
        lines += [f"  {number:,} {_SAID[state]}" for state, number in self.states.items() if number]
        unread = self.outcomes.get("not_relevant", 0)
        if unread:
            lines.append(f"  {unread:,} not about armed conflict (--relevance off reads them all the same)")
        if self.outcomes.get("unread_language"):
            lines.append(f"  {self.outcomes['unread_language']:,} in a language that is not read")
        if self.outcomes.get("quarantined"):
            lines.append(f"  {self.outcomes['quarantined']:,} set aside: the engine failed on them")
        gone = f", {counted(self.gone, 'one', 'ones')} no more" if self.gone else ""
        lines.append(f"{counted(self.incidents, 'incident')} weighed anew{gone}")
        if self.detached:
            lines.append(f"decisions that no claim answers to now: {', '.join(self.detached)}")
        return "\n".join(lines) + "\n"


class _Tally:
    """Counts what becomes of each input as it comes."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.claims = self.refusals = 0
        self.detached: list[str] = []
        self.complaints: list[str] = []

    def take(self, reading: Reading, added: Added) -> str | None:
        """Count one input; return the complaint about it, if there is any."""
        self.outcomes[reading.outcome] += 1
        self.states[added.state] += 1
        self.detached += added.detached
        if added.state not in ("same", "not_kept"):
            self.claims += added.claims
            self.refusals += len(reading.refusals)
        complaint = complaint_of(reading)
        if complaint is None and added.state == "not_kept":
            complaint = f"{_name(reading) or added.report}: {added.message} ({added.code})"
        if complaint is not None:
            self.complaints.append(complaint)
        return complaint


def add(
    paths: Sequence[str],
    options: IntakeOptions | None,
    ledger: Ledger,
    *,
    relevance: bool = True,
    stdin: BinaryIO | None = None,
    follow: bool = False,
    advance: Callable[[], None] = lambda: None,
    note: Callable[[str], None] = lambda line: None,
    engine: Engine | None = None,
) -> AddSummary:
    """Read inputs into a ledger, each report with its claims at once, then fold again what they touch.

    `paths`, `options`, `relevance`, `stdin` and `follow` are those of read_inputs. `note` is given each complaint as it
    comes, `advance` called for each input done. What was kept stays where the rest fails: the next fold takes it in.
    Raises UsageError where what was asked cannot be done as asked, LedgerBusy where another process writes too long.
    """
    readings = read_inputs(paths, options, relevance=relevance, stdin=stdin, engine=engine, follow=follow)
    return add_readings(
        readings,
        ledger,
        settings={
            "paths": list(paths),
            "options": msgspec.to_builtins(options) if options is not None else {},
            "relevance": relevance,
            "follow": follow,
        },
        advance=advance,
        note=note,
    )


def add_readings(
    readings: Iterable[Reading],
    ledger: Ledger,
    *,
    settings: dict[str, Any] | None = None,
    advance: Callable[[], None] = lambda: None,
    note: Callable[[str], None] = lambda line: None,
) -> AddSummary:
    """Keep readings made already, as one run, and fold again what they touch. See add."""
    from counterclaim.actions.folding import refold
    from counterclaim.reading.engines.rules import meta

    tally, run = _Tally(), ledger.start_run(meta(), settings or {})
    for reading in readings:
        complaint = tally.take(reading, ledger.add(reading, run, name=_name(reading)))
        if complaint is not None:
            note(complaint)
        advance()
    done = refold(ledger)
    ledger.finish_run(run)
    return AddSummary(
        ledger=ledger.name,
        run=run,
        inputs=tally.outcomes.total(),
        outcomes=dict(sorted(tally.outcomes.items())),
        states={state: tally.states[state] for state in _SAID},
        claims=tally.claims,
        refusals=tally.refusals,
        detached=tuple(tally.detached),
        complaints=tuple(tally.complaints),
        incidents=done.incidents,
        gone=done.gone,
    )


def _name(reading: Reading) -> str | None:
    """Return how a person knows an input."""
    if reading.rejected is not None:
        return reading.rejected.input
    report = reading.report
    return (report.external_id or report.url or report.title) if report is not None else None
