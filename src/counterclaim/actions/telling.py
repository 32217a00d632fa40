"""What an incident is told by: its claims as people left them, their sides and their origins, as the fold has them."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from counterclaim.actions.judged import Judged
from counterclaim.chunks import chunks
from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.ledger import Ledger
from counterclaim.ledger.folding import FoldSession
from counterclaim.record import Claim, Incident, IncidentTime, Report
from counterclaim.record.claim import Relation
from counterclaim.weighing.heard import Newsrooms
from counterclaim.weighing.origin_names import OriginNames
from counterclaim.weighing.origins import Edge
from counterclaim.weighing.sides import Sides, sides_of
from counterclaim.weighing.table import TableBuilder
from counterclaim.weighing.weighed import WeighedClaim

TOLD_AT_ONCE = 200  # incidents whose reports are read together


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
        self._newsrooms = _newsrooms(self._registry)

    def tell(self, incident: Incident) -> Telling:
        """Return what an incident is told by."""
        return next(self._tell([incident]))

    def tell_all(self, incidents: Iterable[Incident]) -> Iterator[tuple[Incident, Telling]]:
        """Yield incidents, each with what it is told by; the ledger is asked once for many."""
        for batch in chunks(incidents, TOLD_AT_ONCE):
            yield from zip(batch, self._tell(batch), strict=True)

    def _tell(self, incidents: Sequence[Incident]) -> Iterator[Telling]:
        builder, wanted = TableBuilder(), {c for incident in incidents for c in incident.claims}
        reports = {r for incident in incidents for r in incident.reports}
        told: dict[str, tuple[Claim, Report]] = {}
        for report, claims, stubs in self._session.told(reports):
            now = self._judged.left(report.id, claims, stubs).claims
            builder.add(report, now, ())  # stubs are there to be linked
            told.update({c.id: (c, report) for c in now if c.id in wanted})
        table = builder.table()
        names = OriginNames(table, self._registry, self._session.copies.components(reports), self._newsrooms)
        for incident in incidents:
            ids = [c for c in incident.claims if c in told]
            rows = [row for row in map(table.claim_row, ids) if row is not None]
            origins = names.origins(rows)
            weighed = table.weighed(rows, [str(n) for n in origins.groups])
            yield Telling(
                tuple(told[c][0] for c in ids),
                tuple(told[c][1] for c in ids),
                tuple(weighed),
                tuple(origins.groups),
                origins.edges,
                sides_of(weighed, self._registry, last_day(incident.time)),
            )


@lru_cache(maxsize=2)
def _newsrooms(registry: Registry) -> Newsrooms:
    return Newsrooms(registry)


@contextmanager
def telling(ledger: Ledger) -> Iterator[Teller]:
    """Give who tells the incidents of a ledger."""
    with ledger.fold_view() as session:
        yield Teller(session)


def last_day(time: IncidentTime) -> datetime.date | None:
    """Return the day as of which an incident's alliances are asked for."""
    return datetime.date.fromisoformat(time.end) if time.end else None
