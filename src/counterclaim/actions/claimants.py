"""Claimants: how each one's figures compare with those of others, over the incidents where both speak."""

from collections.abc import Iterator

from counterclaim.actions.telling import telling
from counterclaim.knowledge.actors import load_registry
from counterclaim.ledger import Ledger
from counterclaim.publishing.claimants import ClaimantLine
from counterclaim.record import Incident
from counterclaim.weighing.track_record import MEASURES, ClaimantRecord, Comparison, comparisons, records


def claimants(ledger: Ledger, *, min_cases: int = 1) -> tuple[ClaimantLine, ...]:
    """Return the record of each claimant with at least `min_cases` cases, those with most cases first."""
    lines = [claimant_line(r, _name(r)) for r in records(_cases(ledger)) if r.cases >= min_cases]
    return tuple(sorted(lines, key=lambda r: (-r.cases, r.name, r.claimant, r.losses)))


def claimant_line(record: ClaimantRecord, name: str) -> ClaimantLine:
    """Return a record as it is shown, under the name that the claimant goes by."""
    return ClaimantLine(
        claimant=record.claimant,
        name=name,
        losses=record.losses,
        cases=record.cases,
        ratio=record.ratio,
        low=record.low,
        high=record.high,
        from_nought=record.from_nought,
    )


def _name(record: ClaimantRecord) -> str:
    """Return the registry's name of a claimant: there are many armies."""
    try:
        return load_registry().actor(record.claimant).name
    except KeyError:
        return record.name


def _cases(ledger: Ledger) -> Iterator[Comparison]:
    """Yield what each incident adds, those alone read in which more than one speaks."""
    with telling(ledger) as teller:
        for _, told in teller.tell_all(filter(_several, ledger.incidents())):
            yield from comparisons(told.weighed, told.sides)


def _several(incident: Incident) -> bool:
    return any(f.n_claimants > 1 and f.measure in MEASURES for f in incident.figures)
