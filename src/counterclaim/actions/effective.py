"""The claims of a report as people left them: what the pages show and the fold weighs."""

from collections.abc import Iterable
from typing import NamedTuple

from counterclaim.actions.coding import Coding
from counterclaim.actions.judged import as_left, rejected_in
from counterclaim.ledger import Attached, Ledger
from counterclaim.record import Claim, IncidentStub, Report


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
    told = next(iter(ledger.live_reports([report])), None)
    if told is None:
        return None
    whole, claims, stubs = told
    mine = [a for a in decisions if a.report == report and not a.dormant]
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
