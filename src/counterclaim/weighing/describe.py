"""One incident: what happened, when and where, as those who tell it say; its claims are handed on to be weighed."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from counterclaim.knowledge.actors import Registry
from counterclaim.knowledge.taxonomies import acled
from counterclaim.record import Contested, Figure, Incident, IncidentPlace, IncidentTime, MediaItem, Side
from counterclaim.record.incident import Grade
from counterclaim.record.time import Precision
from counterclaim.weighing.columns import NONE
from counterclaim.weighing.link import Linker
from counterclaim.weighing.table import Spot, Table
from counterclaim.weighing.weighed import WeighedClaim

_PRECISIONS: tuple[Precision, ...] = ("day", "range", "week", "month", "year")
_NOT_CONTESTED = Contested(responsibility=False, count=False, occurrence=False, status=False)


class Weight(msgspec.Struct, frozen=True, kw_only=True):
    """What an incident's claims together say."""

    sides: tuple[Side, ...] = ()
    figures: tuple[Figure, ...] = ()
    grade: Grade | None = None
    contested: Contested = _NOT_CONTESTED


# The names of the origin groups of an incident's claims (rows of the table), in the order of the claims.
OriginsOf = Callable[[Sequence[int]], Sequence[str]]
# How an incident's claims are weighed, given its day: `weigh.weigh`, or whatever stands in for it in a test.
Weigh = Callable[[Sequence[WeighedClaim], dt.date | None, Registry], Weight]


class Describer:
    """Tells of one group of stubs what happened, when and where, and has its claims weighed."""

    def __init__(
        self,
        table: Table,
        linker: Linker,
        weigh: Weigh,
        registry: Registry,
        origins: OriginsOf | None = None,
        rejected: Collection[str] = (),
    ) -> None:
        self.table = table
        self.linker = linker
        self.weigh = weigh
        self.registry = registry
        self.rejected = frozenset(rejected)
        self.origins = origins or named_origins(table, table.claims["report"].astype(np.int64))

    def incident(
        self, stubs: Sequence[int], id: str, merged_from: tuple[str, ...] = (), split_from: str | None = None
    ) -> Incident:
        """Return the incident of some stubs (rows)."""
        table = self.table
        rows = [r for s in stubs for r in table.rows[s].tolist()]
        if self.rejected:
            rows = [r for r in rows if table.claim_ids[r] not in self.rejected]
        rows.sort(key=table.claim_ids.__getitem__)
        origin = dict(zip(rows, self.origins(rows), strict=True))
        voices = {s: {origin[r] for r in table.rows[s].tolist() if r in origin} for s in stubs}
        time = self._time(stubs, voices)
        on = dt.date.fromisoformat(time.start) if time.start and time.start == time.end else None
        if on is None and time.end:
            on = dt.date.fromisoformat(time.end)
        claims = table.weighed(rows, list(origin.values()))
        weight = self.weigh(claims, on, self.registry)
        return Incident(
            id=id,
            type=self._type(stubs, origin, voices),
            time=time,
            place=self._place(stubs, voices),
            sides=weight.sides,
            figures=weight.figures,
            grade=weight.grade,
            media=self._media(rows, claims),
            claims=tuple(c.id for c in claims),
            reports=tuple(sorted({c.report for c in claims})),
            n_origin_groups=len({c.origin for c in claims}),
            contested=weight.contested,
            merged_from=merged_from,
            split_from=split_from,
        )

    def _type(self, stubs: Sequence[int], origin: Mapping[int, str], voices: Mapping[int, set[str]]) -> str:
        """Return the type that most origin groups tell; of as many the more specific, then ACLED's higher."""
        table = self.table
        event, asserted = table.kinds.find("event"), table.stances.find("asserted")
        c = table.claims
        rows = list(origin)
        events = [r for r, kind, stance in zip(rows, c["kind"][rows].tolist(), c["stance"][rows].tolist(), strict=True)
                  if kind == event and stance == asserted]  # fmt: skip
        told = set(zip(c["type"][events].tolist(), (origin[r] for r in events), strict=True))
        told |= {(int(table.stubs["type"][s]), voice) for s in stubs for voice in voices[s]}
        counts = Counter(table.types[code] for code, _ in told)
        best: str = min(counts, key=lambda t: (-counts[t], *self._plainness(t), t))
        return best

    def _plainness(self, type_: str) -> tuple[bool, int]:
        sub = acled(type_)
        return type_ in self.linker.rules.plain, sub.rank if sub is not None else 99

    def _time(self, stubs: Sequence[int], voices: Mapping[int, set[str]]) -> IncidentTime:
        """Return the days told by most origin groups: a shorter range is borne out by all longer ones about it."""
        columns = self.table.stubs
        told: dict[tuple[int, int], set[str]] = defaultdict(set)
        said: dict[tuple[int, int], set[int]] = defaultdict(set)
        for s in stubs:
            if columns["start"][s] != NONE and not columns["assumed"][s]:
                days = int(columns["start"][s]), int(columns["end"][s])
                told[days] |= voices[s]
                said[days].add(int(columns["time_precision"][s]))
        if not told:
            return IncidentTime(start=None, end=None, precision=None, date_prec=None)
        for days in list(told):
            for other, who in list(told.items()):
                if other[0] <= days[0] and days[1] <= other[1]:
                    told[days] = told[days] | who
        start, end = min(told, key=lambda d: (-len(told[d]), d[1] - d[0], d))
        code = min((p for p in said[(start, end)] if p != NONE), default=NONE)
        precision = _PRECISIONS[code] if code != NONE else "day" if start == end else "range"
        return IncidentTime(
            start=dt.date.fromordinal(start).isoformat(),
            end=dt.date.fromordinal(end).isoformat(),
            precision=precision,
            date_prec=_PRECISIONS.index(precision) + 1,
        )

    def _place(self, stubs: Sequence[int], voices: Mapping[int, set[str]]) -> IncidentPlace | None:
        """Return the finest place told by most origin groups; one spelling of it, the most told."""
        table, of = self.table, self.linker
        told: dict[tuple[int, int], set[str]] = defaultdict(set)
        spots: dict[tuple[int, int], list[tuple[Spot, int]]] = defaultdict(list)
        for s in stubs:
            spot = table.spot(int(table.stubs["spot"][s]))
            if spot is None:
                continue
            key = (
                int(of.gazetteer[s]),
                NONE if of.gazetteer[s] != NONE else int(table.spots["name"][table.stubs["spot"][s]]),
            )
            told[key] |= voices[s]
            spots[key].append((spot, len(voices[s])))
        if not told:
            return None

        def rank(key: tuple[int, int]) -> tuple[Any, ...]:
            best = min(spots[key], key=lambda x: _coarseness(x[0]))[0]
            fine = _coarseness(best)[0] <= of.rules.place.fine
            return not fine, -len(told[key]), *_coarseness(best)

        chosen = min(told, key=rank)
        names = Counter[str]()
        for spot, weight in spots[chosen]:
            names[spot.name] += weight
        name = min(names, key=lambda n: (-names[n], n))
        best = min((s for s, _ in spots[chosen]), key=lambda s: (*_coarseness(s), s.name != name))
        return IncidentPlace(
            name=name,
            gazetteer_id=best.gazetteer_id,
            lat=best.lat,
            lon=best.lon,
            country=best.country,
            admin1=best.admin1,
            precision=best.precision,
        )

    def _media(self, rows: Sequence[int], claims: Sequence[WeighedClaim]) -> tuple[MediaItem, ...]:
        items = []
        for claim in claims:
            if claim.kind == "media":
                day = None if claim.day is None else dt.date.fromordinal(claim.day).isoformat()
                state: Any = claim.measure
                items.append(
                    MediaItem(
                        claim=claim.id, name=claim.target_name or "", state=state, by=claim.claimant_name, day=day
                    )
                )
        return tuple(sorted(items, key=lambda m: (m.day or "", m.claim), reverse=True))


def _coarseness(spot: Spot) -> tuple[int, bool, str, str]:
    return spot.precision or 6, spot.lat is None, spot.name, spot.gazetteer_id or ""


def named_origins(table: Table, groups: npt.NDArray[np.int64]) -> OriginsOf:
    """Return the names of origin groups given for each claim of a table: the smallest id of a group's reports."""
    names: dict[int, str] = {}
    pairs = np.unique(np.stack([groups, table.claims["report"].astype(np.int64)], axis=1), axis=0)
    for group, report in pairs.tolist():
        name = table.report_ids[report]
        if group not in names or name < names[group]:
            names[group] = name
    return lambda rows: [names[g] for g in groups[list(rows)].tolist()]
