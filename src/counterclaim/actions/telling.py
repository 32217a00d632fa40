"""What an incident is told by: its claims as people left them, their sides and their origins, as the fold has them."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from counterclaim.actions.judged import Judged
from counterclaim.knowledge.actors import load_registry
from counterclaim.ledger import Ledger
from counterclaim.ledger.folding import FoldSession
from counterclaim.record import Claim, Incident, IncidentTime, Report
from counterclaim.record.claim import Relation
from counterclaim.weighing.origin_names import OriginNames
from counterclaim.weighing.origins import Edge
from counterclaim.weighing.sides import Sides, sides_of
from counterclaim.weighing.table import TableBuilder
from counterclaim.weighing.weighed import WeighedClaim


class Telling(NamedTuple):
    """The claims of an incident in its order: with report, as they are weighed, and the number of their origin."""

    claims: tuple[Claim, ...]
    reports: tuple[Report, ...]
    weighed: tuple[WeighedClaim, ...]
    origins: tuple[int, ...]
    edges: tuple[Edge, ...]
    sides: Sides

    def stands(self, claim: Claim) -> Relation:
        """Return what a claimant is to whom it speaks of: on the incident's day, where the figures ask for it."""
        found = self.sides.standing.get(claim.id)
        if found is None or (found == "own" and claim.relation == "ally"):
            return claim.relation
        return found

    def side_name(self, claim: Claim) -> str | None:
        """Return the name of the side whose losses a claim counts; None where it counts none."""
        key = self.sides.of.get(claim.id)
        return next((side.name for side in self.sides.sides if side.key == key), key)


class Teller:
    """Tells incidents of one ledger, as it stood at the first look."""

    def __init__(self, session: FoldSession) -> None:
        self._session = session
        self._judged = Judged(session.attached(), session)
        self._registry = load_registry()

    def tell(self, incident: Incident) -> Telling:
        """Return what an incident is told by."""
        builder, wanted = TableBuilder(), set(incident.claims)
        told: dict[str, tuple[Claim, Report]] = {}
        for report, claims, stubs in self._session.told(incident.reports):
            now, there = self._judged.left(report.id, claims, stubs)
            builder.add(report, now, there)
            told.update({c.id: (c, report) for c in now if c.id in wanted})
        table = builder.table()
        ids = [c for c in incident.claims if c in told]
        rows = [row for row in map(table.claim_row, ids) if row is not None]
        names = OriginNames(table, self._registry, self._session.copies.components(incident.reports))
        origins = names.origins(rows)
        weighed = table.weighed(rows, [str(n) for n in origins.groups])
        return Telling(
            tuple(told[c][0] for c in ids),
            tuple(told[c][1] for c in ids),
            tuple(weighed),
            tuple(origins.groups),
            origins.edges,
            sides_of(weighed, self._registry, last_day(incident.time)),
        )


@contextmanager
def telling(ledger: Ledger) -> Iterator[Teller]:
    """Give who tells the incidents of a ledger."""
    with ledger.fold_view() as session:
        yield Teller(session)


def last_day(time: IncidentTime) -> datetime.date | None:
    """Return the day as of which an incident's alliances are asked for."""
    return datetime.date.fromisoformat(time.end) if time.end else None
