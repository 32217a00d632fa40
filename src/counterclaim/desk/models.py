"""What the overview shows, as one value: the page, the CSV and the JSON are made of it and of nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, get_args

import msgspec
import numpy as np

from counterclaim.desk.columns import NONE, Columns, Ints, Mask, Order
from counterclaim.desk.view import Table, View
from counterclaim.errors import UsageError
from counterclaim.publishing.incident_words import CONTESTED
from counterclaim.record import Incident
from counterclaim.record.base import Record

PAGE = 50  # incidents on one page of the list
FACET = 40  # values of a facet, the rest counted
SPOTS = 1_000  # places on the map, those with most killed first
SERIES = 6  # places whose trend is drawn by itself
WEEKS = 156  # of a trend; a longer span is drawn by months or years
FACETS = {
    "country": "Country", "actor": "Actor", "type": "Type", "grade": "Grade", "contested": "Contested",
    "claimant": "Claimant", "outlet": "Outlet",
}  # fmt: skip
ORDERS: dict[str, str] = {"latest": "latest first", "earliest": "earliest first", "killed": "most killed first"}
GRADE_LABELS = {"none": "not graded"}
CONTESTED_LABELS = {"yes": "contested", "no": "not contested"}


class Wanted(Record, frozen=True, kw_only=True):
    """What was asked for: the state of the overview, as its URL has it."""

    country: str | None = None
    actor: str | None = None
    type: str | None = None
    grade: str | None = None
    contested: str | None = None
    claimant: str | None = None
    outlet: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    order: str = "latest"
    page: int = 1

    def given(self) -> dict[str, str]:
        """Return what differs from the plain overview, as parameters of a URL."""
        plain = Wanted()
        return {
            name: str(value)
            for name in self.__struct_fields__
            if (value := getattr(self, name)) != getattr(plain, name)
        }


def wanted_of(params: Mapping[str, str]) -> Wanted:
    """Return what the parameters of a URL ask for. Raises UsageError where one cannot be understood."""
    given = {k: v.strip() for k, v in params.items() if k in Wanted.__struct_fields__ and v.strip()}
    for name in ("since", "until"):
        if name in given:
            try:
                given[name] = dt.date.fromisoformat(given[name]).isoformat()
            except ValueError:
                raise UsageError(f"{name} {given[name]}: no day; write it as YYYY-MM-DD") from None
    if given.get("since", "") > given.get("until", "9"):
        raise UsageError(f"since {given['since']} is after until {given['until']}")
    if given.get("order", "latest") not in get_args(Order):
        raise UsageError(f"order {given['order']}: give one of {', '.join(get_args(Order))}")
    if given.get("contested", "yes") not in ("yes", "no"):
        raise UsageError("contested: give yes or no")
    page: Any = given.pop("page", "1")
    if not (page.isascii() and page.isdigit() and 0 < int(page) < 10**7):
        raise UsageError(f"page {page}: give a number from 1")
    return Wanted(**given, page=int(page))


class Range(Record, frozen=True, kw_only=True):
    """Low, best and high of people killed, all sides together; `open_high`: nothing bounds one of them from above."""

    low: int
    best: int | None
    high: int | None
    open_high: bool


class IncidentLine(Record, frozen=True, kw_only=True):
    """An incident in one line."""

    id: str
    type: str
    start: str | None
    end: str | None
    date_prec: int | None
    place: str | None
    admin1: str | None
    country: str | None
    where_prec: int | None
    sides: tuple[str, ...]
    killed: Range | None
    contested: tuple[str, ...]
    grade: str | None
    n_claims: int
    n_reports: int


class Value(Record, frozen=True, kw_only=True):
    """One value of a facet with the number of incidents that it would leave."""

    key: str
    label: str
    count: int
    chosen: bool


class Facet(Record, frozen=True, kw_only=True):
    """One facet: its values, those with most incidents first; `more` counts those left out."""

    name: str
    label: str
    values: tuple[Value, ...]
    more: int


class Spot(Record, frozen=True, kw_only=True):
    """A place on the map: how many incidents, the people killed in them, and how finely the place is known."""

    name: str
    lat: float
    lon: float
    country: str | None
    where_prec: int
    incidents: int
    contested: int
    low: int
    best: int
    high: int
    only: str | None  # the incident, where it is one


class Period(Record, frozen=True, kw_only=True):
    """A week (or month, or year) of the trend: by the day on which an incident begins."""

    start: str
    incidents: int
    low: int
    best: int
    high: int


class Series(Record, frozen=True, kw_only=True):
    """The trend of one place, or of all."""

    name: str
    periods: tuple[Period, ...]


class Counts(Record, frozen=True, kw_only=True):
    """What the incidents that pass amount to. `without_best`: incidents whose killed only an adversary counts."""

    incidents: int
    of: int
    contested: int
    claims: int
    low: int
    best: int
    high: int
    without_best: int
    without_day: int
    without_place: int


class Overview(View, frozen=True, kw_only=True):
    """The overview."""

    wanted: Wanted
    counts: Counts
    facets: tuple[Facet, ...]
    step: str
    trend: Series
    trend_places: tuple[Series, ...]
    spots: tuple[Spot, ...]
    spots_left_out: int
    pages: int
    incidents: tuple[IncidentLine, ...]

    def tables(self) -> dict[str, Table]:
        """Return the incidents shown, then trend, map and facets."""
        trends = [self.trend, *self.trend_places]
        return {
            "incidents": lines_table(self.incidents),
            "trend": Table(
                ("place", f"{self.step}_start", "incidents", "killed_low", "killed_best", "killed_high"),
                [(s.name, p.start, p.incidents, p.low, p.best, p.high) for s in trends for p in s.periods],
            ),
            "map": Table(tuple(Spot.__struct_fields__), [msgspec.structs.astuple(s) for s in self.spots]),
            "facets": Table(
                ("facet", "key", "label", "incidents", "chosen"),
                [(f.name, v.key, v.label, v.count, v.chosen) for f in self.facets for v in f.values],
            ),
        }


def selected(columns: Columns, wanted: Wanted) -> dict[str, Mask]:
    """Return the masks of what is asked for."""
    named = {k: v for k in (*FACETS, "place") if (v := getattr(wanted, k)) is not None}
    return columns.masks(named, wanted.since, wanted.until)


def shown_ids(columns: Columns, masks: Mapping[str, Mask], wanted: Wanted) -> list[str]:
    """Return the ids of the incidents on the page asked for."""
    ordered = columns.ordered(columns.all_but(masks), order_of(wanted))
    at = (wanted.page - 1) * PAGE
    return [columns.ids[i] for i in ordered[at : at + PAGE].tolist()]


def order_of(wanted: Wanted) -> Order:
    """Return the order asked for."""
    return next(o for o in get_args(Order) if o == wanted.order)


def overview(
    columns: Columns, wanted: Wanted, masks: Mapping[str, Mask], incidents: Sequence[Incident]
) -> Overview:
    """Return the overview; `incidents` are those of `shown_ids`."""
    filters = tuple((k, v) for k, v in wanted.given().items() if k not in ("order", "page"))
    whole = columns.once(filters, lambda: _summed(columns, wanted, masks))
    return msgspec.structs.replace(
        whole,
        wanted=wanted,
        pages=max(-(-whole.counts.incidents // PAGE), 1),
        incidents=tuple(incident_line(i) for i in incidents),
    )


def _summed(columns: Columns, wanted: Wanted, masks: Mapping[str, Mask]) -> Overview:
    """Return the overview but for its list, whose order and page change nothing in the rest."""
    mask = columns.all_but(masks)
    rows = np.flatnonzero(mask)
    step = _step(columns, rows)
    spots, left_out = _spots(columns, rows)
    return Overview(
        wanted=wanted,
        counts=_counts(columns, rows),
        facets=tuple(_facet(columns, masks, wanted, name) for name in FACETS),
        step=step,
        trend=Series(name="all", periods=_periods(columns, rows, step, _span(columns, rows))),
        trend_places=_trend_places(columns, mask, rows, step),
        spots=spots,
        spots_left_out=left_out,
        pages=1,
        incidents=(),
    )


def incident_line(incident: Incident) -> IncidentLine:
    """Return an incident in one line."""
    killed = [f for f in incident.figures if f.measure == "killed" and not f.residual]
    best = [f.best for f in killed if f.best is not None]
    high = [f.high_stated for f in killed if f.high_stated is not None]
    place, time = incident.place, incident.time
    return IncidentLine(
        id=incident.id,
        type=incident.type,
        start=time.start,
        end=time.end,
        date_prec=time.date_prec,
        place=place.name if place else None,
        admin1=place.admin1 if place else None,
        country=place.country if place else None,
        where_prec=place.precision if place else None,
        sides=tuple(side.name for side in incident.sides),
        killed=Range(
            low=sum(f.low for f in killed),
            best=sum(best) if best else None,
            high=sum(high) if high else None,
            open_high=any(f.open_high for f in killed),
        )
        if killed
        else None,
        contested=tuple(way for way in CONTESTED if getattr(incident.contested, way)),
        grade=incident.grade,
        n_claims=len(incident.claims),
        n_reports=len(incident.reports),
    )


def lines_table(lines: Iterable[IncidentLine]) -> Table:
    """Return incidents in lines as a table."""
    return Table(
        (
            "incident_id", "type", "date_start", "date_end", "date_prec", "place", "admin1", "country", "where_prec",
            "sides", "killed_low", "killed_best", "killed_high_stated", "open_high", "contested", "grade", "n_claims",
            "n_reports",
        ),
        [
            (
                i.id, i.type, i.start, i.end, i.date_prec, i.place, i.admin1, i.country, i.where_prec,
                "; ".join(i.sides), i.killed.low if i.killed else None, i.killed.best if i.killed else None,
                i.killed.high if i.killed else None, i.killed.open_high if i.killed else None,
                "; ".join(i.contested), i.grade, i.n_claims, i.n_reports,
            )
            for i in lines
        ],
    )  # fmt: skip


@lru_cache(maxsize=1024)
def country_name(iso3: str) -> str:
    """Return a country's common name, its code where there is none."""
    import pycountry

    found = pycountry.countries.get(alpha_3=iso3)
    return str(getattr(found, "common_name", None) or found.name) if found else iso3


def _counts(columns: Columns, rows: Ints) -> Counts:
    low, best, high = columns.low[rows], columns.best[rows], columns.high[rows]
    return Counts(
        incidents=len(rows),
        of=len(columns),
        contested=int(columns.contested[rows].sum()),
        claims=int(columns.claims[rows].sum()),
        low=_sum(low),
        best=_sum(best),
        high=_sum(np.maximum(high, best)),
        without_best=int(((best == NONE) & (high != NONE)).sum()),
        without_day=int((columns.first[rows] == NONE).sum()),
        without_place=int(np.isnan(columns.lat[rows]).sum()),
    )


def _sum(values: Ints) -> int:
    return int(values[values != NONE].sum())


def _facet(columns: Columns, masks: Mapping[str, Mask], wanted: Wanted, name: str) -> Facet:
    tags = columns.tags[name]
    counts = tags.counts(columns.all_but(masks, name))
    chosen = getattr(wanted, name)
    found = np.flatnonzero(counts)
    best = found[np.lexsort((found, -counts[found]))][:FACET].tolist()
    values = [
        Value(key=key, label=label(name, key), count=int(counts[i]), chosen=key == chosen)
        for i in best
        if (key := tags.names[i]) is not None
    ]
    if chosen is not None and not any(v.chosen for v in values):
        count = int(columns.all_but(masks).sum())
        values.insert(0, Value(key=chosen, label=label(name, chosen), count=count, chosen=True))
    return Facet(name=name, label=FACETS[name], values=tuple(values), more=max(len(found) - FACET, 0))


def label(name: str, key: str) -> str:
    """Return a value of a facet as it is read."""
    if name == "country":
        return country_name(key)
    return GRADE_LABELS.get(key, key) if name == "grade" else CONTESTED_LABELS.get(key, key)


def _spots(columns: Columns, rows: Ints) -> tuple[tuple[Spot, ...], int]:
    """Return the places of some incidents: what lies on one point, known as finely, is one."""
    rows = rows[columns.spot[rows] != NONE]
    if not len(rows):
        return (), 0
    group = columns.spot[rows]
    size = np.bincount(group, minlength=len(columns.spot_rows))
    first = columns.spot_rows

    def summed(values: Ints) -> Ints:
        return np.bincount(group, weights=np.maximum(values, 0), minlength=len(first)).astype(np.int64)

    low, best = summed(columns.low[rows]), summed(columns.best[rows])
    high = summed(np.maximum(columns.high[rows], columns.best[rows]))
    contested = summed(columns.contested[rows].astype(np.int64))
    there = np.flatnonzero(size)
    largest = there[np.lexsort((first[there], -size[there], -high[there], -best[there]))]
    one = first.copy()
    one[group] = rows
    spots = []
    for g in largest[:SPOTS].tolist():
        row = int(one[g])
        spots.append(
            Spot(
                name=columns.places[row] or "",
                lat=float(columns.lat[row]),
                lon=float(columns.lon[row]),
                country=columns.countries[row],
                where_prec=int(columns.prec[row]) if columns.prec[row] != NONE else 6,
                incidents=int(size[g]),
                contested=int(contested[g]),
                low=int(low[g]),
                best=int(best[g]),
                high=int(high[g]),
                only=columns.ids[row] if size[g] == 1 else None,
            )
        )
    return tuple(spots), max(len(there) - SPOTS, 0)


def _span(columns: Columns, rows: Ints) -> tuple[int, int] | None:
    days = columns.first[rows]
    days = days[days != NONE]
    return (int(days.min()), int(days.max())) if len(days) else None


def _step(columns: Columns, rows: Ints) -> str:
    span = _span(columns, rows)
    weeks = (span[1] - span[0]) // 7 if span else 0
    return "week" if weeks <= WEEKS else "month" if weeks <= WEEKS * 4 else "year"


def _periods(columns: Columns, rows: Ints, step: str, span: tuple[int, int] | None) -> tuple[Period, ...]:
    """Return every period of a span, empty ones too."""
    if span is None:
        return ()
    rows = rows[columns.first[rows] != NONE]
    starts = _starts(span, step)
    place = np.searchsorted(np.array(starts), columns.first[rows], side="right") - 1

    def summed(values: Ints) -> list[int]:
        counts = np.bincount(place, weights=np.maximum(values, 0), minlength=len(starts))
        return [int(c) for c in counts.tolist()]

    ones = np.ones(len(rows), dtype=np.int64)
    high = np.maximum(columns.high[rows], columns.best[rows])
    sums = zip(
        starts, summed(ones), summed(columns.low[rows]), summed(columns.best[rows]), summed(high), strict=True
    )
    return tuple(
        Period(start=dt.date.fromordinal(start).isoformat(), incidents=n, low=low, best=best, high=high_)
        for start, n, low, best, high_ in sums
    )


def _starts(span: tuple[int, int], step: str) -> list[int]:
    first, last = dt.date.fromordinal(span[0]), dt.date.fromordinal(span[1])
    if step == "week":
        begin = span[0] - first.weekday()
        return list(range(begin, span[1] + 1, 7))
    months = 12 if step == "year" else 1
    at = first.year * 12 + (0 if step == "year" else first.month - 1)
    end = last.year * 12 + last.month - 1
    return [dt.date(m // 12, m % 12 + 1, 1).toordinal() for m in range(at, end + 1, months)]


def _trend_places(columns: Columns, mask: Mask, rows: Ints, step: str) -> tuple[Series, ...]:
    """Return the trends of the places where most incidents were, over the same periods."""
    span = _span(columns, rows)
    tags = columns.tags["place"]
    counts = tags.counts(mask)
    best = np.flatnonzero(counts)
    best = best[np.lexsort((best, -counts[best]))][:SERIES].tolist()
    if len(best) < 2:
        return ()
    inside = mask[tags.rows]
    return tuple(
        Series(name=tags.names[i], periods=_periods(columns, tags.rows[inside & (tags.codes == i)], step, span))
        for i in best
    )
