"""Claims by columns: reports go in one at a time, arrays come out, and the objects are dropped.

Codes are places in small vocabularies. They depend on the order of adding; nothing that is made of them does, for codes are
only ever compared for equality. What is hashed or sorted by (stub ids, words) depends on content alone.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple, get_args

import msgspec
import numpy as np
import numpy.typing as npt

from counterclaim.knowledge.linking import LinkingRules, load_linking
from counterclaim.knowledge.name_keys import consonants, exact, sound
from counterclaim.record import Claim, IncidentStub, Place, Report, Time, make_id
from counterclaim.record.claim import Role, Status
from counterclaim.record.incident import Measure
from counterclaim.weighing.columns import NONE, Columns, GrowingLists, Ints, Lists, Rows, Vocabulary
from counterclaim.weighing.heard import source_of
from counterclaim.weighing.weighed import VAGUE, WeighedClaim, outlet_of, weighed
from counterclaim.weighing.wording import Wording, is_party

_CLAIM_COLUMNS = (
    "report", "stub", "kind", "type", "low", "high", "approx", "unit", "term", "start", "end", "time_precision", "spot",
    "voice", "aim", "means", "stance", "background", "relation", "part_of", "verified", "discredited", "length",
)  # fmt: skip
_ORIGIN_COLUMNS = tuple(_CLAIM_COLUMNS.index(n) for n in ("report", "type", "low", "high", "voice", "aim"))
_MOST = 2**31 - 1
_PRECISIONS = ("day", "range", "week", "month", "year")
_MEASURES: dict[str, int] = {measure: code for code, measure in enumerate(get_args(Measure), 1)}


def measure_code(type_: str) -> int:
    """Return the number of a measure, from 1; 0 where a type of claim is none."""
    return _MEASURES.get(type_, 0)


class Voice(NamedTuple):
    """Who says it, as weighing takes it: kept once for all claims that one speaker makes under one name.

    `source`, `spokesman` and `named` are those of an OriginClaim.
    """

    speaker: str
    claimant_id: str | None
    claimant_name: str
    role: Role | None
    source: str | None = None
    spokesman: str | None = None
    named: bool = True


class Aim(NamedTuple):
    """Whom or what a claim counts, and who did it: kept once for all claims that name them so."""

    target_kind: str | None
    target_id: str | None
    target_name: str | None
    target_status: Status | None
    target_owner: str | None
    joined: str | None
    agent_id: str | None


class Spot(NamedTuple):
    """A place as it is kept: once for all claims at it."""

    name: str
    gazetteer_id: str | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    precision: int | None


class StubFeatures(msgspec.Struct, frozen=True, array_like=True):
    """What links a stub with others, so that it need not be read again: the columns of one stub, by value.

    `told`: it has a claim that nobody rejected.
    """

    type: str
    spot: Spot | None
    start: int
    end: int
    time_precision: int
    assumed: bool
    told: bool
    actors: tuple[str, ...]
    names: tuple[int, ...]
    words: tuple[int, ...]
    figures: tuple[int, ...]


class Table:
    """What the weighing works on. `claims`, `stubs`, `reports` and `spots` are columns by name.

    claims: report, stub, kind, type, low, high, approx, unit, term, start, end, time_precision, spot, voice, aim, means,
    stance, background, relation, part_of (a claim's row), verified, discredited, length (of the evidence), and the
    list `supersedes` of rows. stubs: report, type, spot, start, end, time_precision, assumed (the days are only those before
    publication), and the lists actors, names, words, figures, rows (its claims). reports: published, language, publisher,
    outlet, credited.
    """

    origin_columns = _ORIGIN_COLUMNS

    def __init__(self, builder: "TableBuilder") -> None:
        self.claim_ids = builder.claim_ids
        self.report_ids = builder.report_ids
        self.stub_ids = builder.stub_ids
        self.stub_keys = builder.stub_keys
        self.claim_matrix = builder.claim_rows.matrix()
        self.claims: dict[str, Ints] = {n: self.claim_matrix[:, i] for i, n in enumerate(_CLAIM_COLUMNS)}
        self.stubs = builder.stub_columns.arrays()
        self.reports = builder.report_columns.arrays()
        self.spots = builder.spot_columns.arrays()
        self.supersedes = builder.supersedes.done()
        self.actors = builder.actors.done()
        self.names = builder.names.done()
        self.words = builder.words.done()
        self.figures = builder.figures.done()
        self.kinds = builder.kinds
        self.types = builder.types
        self.units = builder.units
        self.means = builder.means
        self.relations = builder.relations
        self.terms = builder.terms
        self.stances = builder.stances
        self.outlets = builder.outlets
        self.spot_values = builder.spot_values
        self.countries = builder.countries
        self.voices = builder.voices
        self.aims = builder.aims
        self.publishers = builder.publishers
        self.credits = builder.credits
        self.languages = builder.languages
        self.actor_values = builder.actor_values
        self._outlets = [self.outlets[c] for c in self.reports["outlet"].tolist()]
        self._published = [None if d == NONE else d for d in self.reports["published"].tolist()]
        self.rows = _rows_of(self.claims["stub"], len(self.stub_ids))
        self._claim_rows: dict[str, int] | None = None
        self._stub_rows: dict[str, int] | None = None

    def claim_row(self, claim_id: str) -> int | None:
        """Return the row of a claim, None where the table has none of that id."""
        if self._claim_rows is None:
            self._claim_rows = {c: i for i, c in enumerate(self.claim_ids)}
        return self._claim_rows.get(claim_id)

    def stub_row(self, stub_id: str) -> int | None:
        """Return the row of a stub, None where the table has none of that id."""
        if self._stub_rows is None:
            self._stub_rows = {s: i for i, s in enumerate(self.stub_ids)}
        return self._stub_rows.get(stub_id)

    def weighed(self, rows: Sequence[int], origins: Sequence[str]) -> list[WeighedClaim]:
        """Return the claims of some rows as the weighing takes them; `origins` names the origin group of each."""
        made = []
        columns = self.claim_matrix[np.asarray(rows, dtype=np.int64)].tolist()
        for row, origin, told in zip(rows, origins, columns, strict=True):
            (
                report, _, kind, type_, low, high, approx, unit, term, _, _, _, _, voice, aim, _, stance, background,
                relation, part_of, verified, discredited, _,
            ) = told  # fmt: skip
            speaker, claimant_id, claimant_name, role, *_ = self.voices.values[voice]
            target_kind, target_id, target_name, target_status, owner, joined, agent_id = self.aims.values[aim]
            later = self.supersedes[row]
            made.append(
                WeighedClaim(
                    id=self.claim_ids[row],
                    report=self.report_ids[report],
                    kind=self.kinds.values[kind],
                    measure=self.types.values[type_],
                    origin=origin,
                    speaker=speaker,
                    claimant_id=claimant_id,
                    claimant_name=claimant_name,
                    role=role,
                    outlet=self._outlets[report],
                    unit=self.units.values[unit],
                    low=None if low == NONE else low,
                    high=None if high == NONE else high,
                    approx=approx != 0,
                    term=self.terms.values[term],
                    stance=self.stances.values[stance],
                    scope="background" if background else "incident",
                    relation=self.relations.values[relation],
                    target_kind=target_kind,
                    target_id=target_id,
                    target_name=target_name,
                    target_status=target_status,
                    target_owner=owner,
                    joined=joined,
                    agent_id=agent_id,
                    day=self._published[report],
                    supersedes=tuple(self.claim_ids[r] for r in later) if len(later) else (),
                    part_of=None if part_of == NONE else self.claim_ids[part_of],
                    verified=verified != 0,
                    discredited=discredited != 0,
                )
            )
        return made

    def features(self, row: int, told: bool) -> StubFeatures:
        """Return what links a stub with others; `told`: it has a claim that nobody rejected."""
        stubs = self.stubs
        return StubFeatures(
            type=self.types[int(stubs["type"][row])],
            spot=self.spot(int(stubs["spot"][row])),
            start=int(stubs["start"][row]),
            end=int(stubs["end"][row]),
            time_precision=int(stubs["time_precision"][row]),
            assumed=bool(stubs["assumed"][row]),
            told=told,
            actors=tuple(self.actor_values[code] for code in self.actors[row].tolist()),
            names=tuple(self.names[row].tolist()),
            words=tuple(self.words[row].tolist()),
            figures=tuple(self.figures[row].tolist()),
        )

    def told(self, rejected: Collection[str]) -> npt.NDArray[np.bool_]:
        """Tell of each stub whether it has a claim that is not rejected."""
        counts = np.diff(self.rows.starts)
        for claim in rejected:
            row = self.claim_row(claim)
            if row is not None and self.claims["stub"][row] != NONE:
                counts[self.claims["stub"][row]] -= 1
        known: npt.NDArray[np.bool_] = (counts > 0) | self.stubs["told"].astype(bool)
        return known

    def spot(self, code: int) -> Spot | None:
        """Return the place of a code."""
        found: Spot | None = self.spot_values[code]
        return found


def _voice(claim: Claim, told: WeighedClaim) -> Voice:
    named = not told.speaker.startswith(VAGUE)
    source, spokesman = source_of(claim.attribution[-1], named) if claim.attribution else (None, None)
    return Voice(
        told.speaker,
        told.claimant_id,
        told.claimant_name,
        told.role,
        source=source,
        spokesman=spokesman,
        named=named,
    )


def _rows_of(stub: Ints, stubs: int) -> Lists:
    """Return for each stub the rows of its claims."""
    order = np.argsort(stub, kind="stable")
    starts = np.searchsorted(stub[order], np.arange(stubs + 1))
    return Lists(order.astype(np.int64), starts.astype(np.int64))


class TableBuilder:
    """Takes reports one at a time with their claims and stubs; a report that is in already is left out."""

    def __init__(self, rules: LinkingRules | None = None) -> None:
        self.rules = rules or load_linking()
        self.claim_ids: list[str] = []
        self.report_ids: list[str] = []
        self.stub_ids: list[str] = []
        self.stub_keys: list[str] = []
        self.claim_rows = Rows(*_CLAIM_COLUMNS)
        self.stub_columns = Columns("report", "type", "spot", "start", "end", "time_precision", "assumed", "told")
        self.report_columns = Columns("published", "language", "publisher", "outlet", "credited")
        self.spot_columns = Columns(
            "gazetteer", "country", "precision", "name", "sound", "namesake", floats=("lat", "lon")
        )
        self.supersedes, self.actors, self.names = GrowingLists(), GrowingLists(), GrowingLists()
        self.words, self.figures = GrowingLists(), GrowingLists()
        self.kinds, self.types, self.units = Vocabulary(), Vocabulary(), Vocabulary()
        self.means, self.relations, self.terms = Vocabulary(), Vocabulary(), Vocabulary()
        self.spot_values, self.voices, self.aims = Vocabulary(), Vocabulary(), Vocabulary()
        self.stances, self.outlets = Vocabulary(), Vocabulary()
        self.publishers, self.languages, self.countries = Vocabulary(), Vocabulary(), Vocabulary()
        self.credits = Vocabulary()
        self.actor_values = Vocabulary()
        self._gazetteer, self._place_names, self._place_sounds = Vocabulary(), Vocabulary(), Vocabulary()
        self._wording = Wording(self.rules)
        self._reports: set[str] = set()
        self._days: dict[str, int] = {}

    def add(self, report: Report, claims: Sequence[Claim], stubs: Sequence[IncidentStub]) -> bool:
        """Add one report; False where it was in already."""
        if report.id in self._reports:
            return False
        self._reports.add(report.id)
        at = len(self.report_ids)
        self.report_ids.append(report.id)
        published = self._day(report.published)
        for name, value in (
            ("published", published),
            ("language", self.languages.code(report.language)),
            ("publisher", self.publishers.code(report.publisher)),
            ("outlet", self.outlets.code(outlet_of(report))),
            ("credited", self.credits.code(report.credited_to)),
        ):
            self.report_columns.data[name].append(value)
        stub_rows = {stub.key: len(self.stub_ids) + i for i, stub in enumerate(stubs)}
        first = len(self.claim_ids)
        rows = {claim.id: first + i for i, claim in enumerate(claims)}
        for claim in claims:
            self._claim(claim, report, at, stub_rows, rows)
        main = max((c.incident for c in claims if c.incident), key=[c.incident for c in claims].count, default=None)
        for stub in stubs:
            mine = [c for c in claims if c.incident == stub.key]
            self._stub(stub, mine, report, at, published, main=stub.key == main)
        return True

    def add_stubs(self, report: str, stubs: Sequence[tuple[str, StubFeatures]]) -> bool:
        """Add the stubs (id and features) of a report without its claims, to be linked and not weighed."""
        if report in self._reports:
            return False
        self._reports.add(report)
        at = len(self.report_ids)
        self.report_ids.append(report)
        for column in self.report_columns.data.values():
            column.append(NONE)
        put = self.stub_columns.data
        for id, told in stubs:
            for name, value in (
                ("report", at),
                ("type", self.types.code(told.type)),
                ("spot", NONE if told.spot is None else self._spot_code(told.spot)),
                ("start", told.start),
                ("end", told.end),
                ("time_precision", told.time_precision),
                ("assumed", told.assumed),
                ("told", told.told),
            ):
                put[name].append(value)
            self.stub_ids.append(id)
            self.stub_keys.append("")
            self.actors.add([self.actor_values.code(key) for key in told.actors])
            self.names.add(told.names)
            self.words.add(told.words)
            self.figures.add(told.figures)
        return True

    def table(self) -> Table:
        """Return the columns of all that was added."""
        return Table(self)

    def _claim(self, claim: Claim, report: Report, at: int, stubs: dict[str, int], rows: dict[str, int]) -> None:
        told = weighed(claim, report, "")
        start, end, precision = self._days_of(claim.time)
        aim = Aim(
            told.target_kind, told.target_id, told.target_name, told.target_status, told.target_owner, told.joined,
            told.agent_id,
        )  # fmt: skip
        self.claim_rows.flat.extend((
            at,
            stubs.get(claim.incident, NONE) if claim.incident is not None else NONE,
            self.kinds.code(claim.kind),
            self.types.code(claim.type),
            NONE if told.low is None else min(told.low, _MOST),
            NONE if told.high is None else min(told.high, _MOST),
            told.approx,
            self.units.code(told.unit),
            self.terms.code(told.term),
            start,
            end,
            precision,
            self._spot(claim.place),
            self.voices.code(_voice(claim, told)),
            self.aims.code(aim),
            NONE if claim.means is None else self.means.code(claim.means.type),
            self.stances.code(claim.stance),
            claim.scope == "background",
            self.relations.code(claim.relation),
            NONE if claim.part_of is None else rows.get(claim.part_of, NONE),
            told.verified,
            told.discredited,
            sum(e.end - e.start for e in claim.evidence),
        ))  # fmt: skip
        self.supersedes.add([rows[s] for s in claim.supersedes if s in rows] if claim.supersedes else ())
        self.claim_ids.append(claim.id)

    def _stub(
        self, stub: IncidentStub, claims: list[Claim], report: Report, at: int, published: int, *, main: bool
    ) -> None:
        put = self.stub_columns.data
        start, end, precision = self._days_of(stub.time)
        if start == NONE:
            start, end, precision = self._days_told(claims)
        assumed = start == NONE and published != NONE
        if assumed:
            start, end = published - self.rules.time.assumed_days, published
        place = stub.place or next((c.place for c in claims if c.place is not None), None)
        for name, value in (
            ("report", at),
            ("type", self.types.code(stub.type)),
            ("spot", self._spot(place)),
            ("start", start),
            ("end", end),
            ("time_precision", precision),
            ("assumed", assumed),
            ("told", False),
        ):
            put[name].append(value)
        self.stub_ids.append(make_id("stub", report.id, stub.key))
        self.stub_keys.append(stub.key)
        self.actors.add(self._actors_of(stub, claims))
        names, words = self._wording.of(claims, report, main=main)
        self.names.add(names)
        self.words.add(words)
        self.figures.add(self._figures_of(claims))

    def _days_told(self, claims: list[Claim]) -> tuple[int, int, int]:
        """Return the days most often told by a stub's events, where the stub itself has none."""
        told = [d for d in (self._days_of(c.time) for c in claims if c.kind == "event") if d[0] != NONE]
        return max(sorted(set(told)), key=told.count, default=(NONE, NONE, NONE))

    def _actors_of(self, stub: IncidentStub, claims: list[Claim]) -> list[int]:
        keys: dict[str, int] = {}
        parties = [p for c in claims for p in (c.agent, c.target) if p is not None and is_party(p)]
        for party in parties:
            key = party.id or exact(party.name)
            if party.id is not None or key not in self.rules.vague:
                keys[key] = keys.get(key, 0) + 1
        named = {exact(p.name): p.id for p in parties if p.id}
        for name in (n for side in stub.sides for n in side):
            key = named.get(exact(name)) or exact(name)
            if key not in self.rules.vague:
                keys.setdefault(key, 1)
        ranked = sorted(keys, key=lambda k: (-keys[k], k))
        return [self.actor_values.code(k) for k in ranked]

    def _figures_of(self, claims: list[Claim]) -> list[int]:
        """Return the counted losses as numbers: the place of the measure, then the count told."""
        found = set()
        for claim in claims:
            told = claim.quantity
            if told is None or claim.type not in _MEASURES or claim.stance == "denied":
                continue
            value = told.low if told.low is not None else told.high
            if value is not None and 0 < value < 2**24:
                found.add(measure_code(claim.type) << 24 | value)
        return sorted(found, key=lambda f: (-(f & 0xFFFFFF), f))

    def _day(self, text: str | None) -> int:
        if text is None:
            return NONE
        day = self._days.get(text)
        if day is None:
            day = self._days[text] = dt.date.fromisoformat(text).toordinal()
        return day

    def _days_of(self, time: Time | None) -> tuple[int, int, int]:
        if time is None:
            return NONE, NONE, NONE
        start, end = self._day(time.start), self._day(time.end)
        if start == NONE:
            start = end
        elif end == NONE:
            end = start
        return (
            min(start, end),
            max(start, end),
            NONE if time.precision is None else _PRECISIONS.index(time.precision),
        )

    def _spot(self, place: Place | None) -> int:
        if place is None:
            return NONE
        return self._spot_code(
            Spot(place.name, place.gazetteer_id, place.lat, place.lon, place.country, place.admin1, place.precision)
        )

    def _spot_code(self, spot: Spot) -> int:
        before = len(self.spot_values)
        code = self.spot_values.code(spot)
        if code == before:
            key = exact(spot.name)
            put = self.spot_columns.data
            put["gazetteer"].append(self._gazetteer.code(spot.gazetteer_id))
            put["country"].append(self.countries.code(spot.country))
            put["precision"].append(NONE if spot.precision is None else spot.precision)
            put["name"].append(self._place_names.code(key or None))
            put["sound"].append(self._place_sounds.code(consonants(sound(key)) or None))
            put["namesake"].append(_bears_name_of_province(spot, key))
            put["lat"].append(float("nan") if spot.lat is None else spot.lat)
            put["lon"].append(float("nan") if spot.lon is None else spot.lon)
        return code


def _bears_name_of_province(place: Spot, key: str) -> bool:
    """Tell whether a place is called like the province it lies in, so that either may be meant ("Idlib")."""
    return place.admin1 is not None and sound(exact(place.admin1)) == sound(key)
