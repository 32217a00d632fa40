"""Search: the reports and claims of a ledger that have all of some words."""

from counterclaim.actions.show import report_line
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.publishing.found import FoundPassage


def search(ledger: Ledger, words: str, *, limit: int) -> tuple[FoundPassage, ...]:
    """Return the reports and claims that have all of `words`, best first, at most `limit`.

    Raises UsageError where there is no word to search for.
    """
    if not any(c.isalnum() for c in words):
        raise UsageError("give a word to search for")
    if limit < 1:
        raise UsageError(f"--limit {limit}: give a number from 1")
    hits = ledger.search(words, limit)
    claims = ledger.claims(h.claim for h in hits if h.claim is not None)
    incidents = ledger.incident_of_claims(claims)
    reports = {id_: ledger.report(id_) for id_ in {h.report for h in hits}}
    return tuple(
        FoundPassage(
            id=hit.claim or hit.report,
            claim=claims[hit.claim][1] if hit.claim in claims else None,
            incident=incidents.get(hit.claim) if hit.claim is not None else None,
            report=report_line(report),
            snippet=hit.snippet,
        )
        for hit in hits
        if (report := reports[hit.report]) is not None
    )
