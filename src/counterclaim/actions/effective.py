"""The claims of a report as people left them: what the pages show and the fold weighs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from counterclaim.actions.coding import Coding
from counterclaim.actions.judged import as_left, rejected_in
from counterclaim.ledger import Attached, Ledger
from counterclaim.record import Claim, IncidentStub, Report

READ_AT_ONCE = 200  # reports


class Standing(NamedTuple):
    """A report with its claims as people left them; `rejected` are those they took out, as they stood."""

    report: Report
    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    machine: dict[str, Claim]
    stubs: tuple[IncidentStub, ...]


def effective_claims(
    ledger: Ledger, report: str, coder: str | None = None, *, decisions: Iterable[Attached] | None = None
) -> tuple[Claim, ...]:
    """Return the live claims of a report: the machine's with corrections applied, rejected ones gone, added ones there.

    With `coder`, as that person left them in coding sessions that are not over yet; without, as everybody sees them.
    `decisions` are those in effect where they are known already.
    """
    if decisions is None:
        decisions = Coding(ledger.effective_decisions()).in_effect(coder)
    found = standing(ledger, report, decisions)
    return found.claims if found is not None else ()


def standing(ledger: Ledger, report: str, decisions: Iterable[Attached]) -> Standing | None:
    """Return a report that counts as some decisions in force leave it; None where it does not count."""
    return next(standings(ledger, [report], decisions), None)


def standings(ledger: Ledger, reports: Sequence[str], decisions: Iterable[Attached]) -> Iterator[Standing]:
    """Yield the reports that count among some, in their order, as some decisions in force leave them."""
    of_report: dict[str | None, list[Attached]] = defaultdict(list)
    for one in decisions:
        if not one.dormant:
            of_report[one.report].append(one)
    for at in range(0, len(reports), READ_AT_ONCE):
        batch = reports[at : at + READ_AT_ONCE]
        told = {whole.id: (whole, claims, stubs) for whole, claims, stubs in ledger.live_reports(batch)}
        yield from (_standing(*told[id_], of_report.get(id_, ())) for id_ in batch if id_ in told)


def _standing(
    whole: Report, claims: tuple[Claim, ...], stubs: tuple[IncidentStub, ...], mine: Sequence[Attached]
) -> Standing:
    gone = rejected_in(mine)
    left, there = as_left(mine, claims, stubs)
    return Standing(
        report=whole,
        claims=tuple(c for c in left if c.id not in gone),
        rejected=tuple(c for c in left if c.id in gone),
        machine={c.id: c for c in claims},
        stubs=there,
    )


def effective_claim(ledger: Ledger, claim: str, coder: str | None = None) -> tuple[Standing, Claim] | None:
    """Return a claim that counts, or that persons rejected, with its report; one that persons added too.

    An id of an older reading finds the claim that answers to it now where a decision ties the two.
    """
    decisions = Coding(ledger.effective_decisions()).in_effect(coder)
    found = ledger.claim(claim)
    report, id_ = (found[0], claim) if found is not None else (None, claim)
    for one in decisions:
        if one.decision.subject == claim and one.report is not None:
            report, id_ = one.report, one.claim or claim
    if report is None:
        return None
    told = standing(ledger, report, decisions)
    if told is None:
        return None
    match = next((c for c in (*told.claims, *told.rejected) if c.id == id_), None)
    return (told, match) if match is not None else None
