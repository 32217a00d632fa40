"""All incidents as columns in memory, so that any filter and every count over it takes milliseconds.

The ledger stays the truth: the columns are made from it, and when the fold has written, only the incidents that it wrote
are read again: columns are cut and lengthened, never changed, for whoever reads the old ones reads on.
"""

from __future__ import annotations

import datetime as dt
import gc
import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from counterclaim.desk import queries
from counterclaim.desk.queries import Brief, Entry
from counterclaim.ledger import Ledger
from counterclaim.ledger.rows import name_key

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Order = Literal["latest", "earliest", "killed"]
T = TypeVar("T")
N = TypeVar("N", bound=np.generic)
NONE = -1
REMEMBERED = 200  # results
ONE = ("country", "type", "grade", "contested", "place")
MANY = ("actor", "claimant", "outlet")


class Tags:
    """Which incidents bear which names: one each (`ONE`), or many (`MANY`). Names are numbered."""

    def __init__(
        self, bearers: Sequence[Collection[str]], before: Tags | None = None, kept: Mask | None = None
    ) -> None:
        """Take the names of each incident, after those `kept` of the tags `before`."""
        self._numbers: dict[str, int] = dict(before._numbers) if before is not None else {}
        number, start = self._numbers.setdefault, int(kept.sum()) if kept is not None else 0
        codes = [number(name, len(self._numbers)) for names in bearers for name in names]
        counts = [len(names) for names in bearers]
        self.codes: Ints = np.array(codes, dtype=np.int64)
        self.rows: Ints = np.repeat(np.arange(start, start + len(bearers), dtype=np.int64), counts)
        if before is not None and kept is not None:
            still = kept[before.rows]
            self.rows = np.concatenate([(np.cumsum(kept) - 1)[before.rows[still]], self.rows])
            self.codes = np.concatenate([before.codes[still], self.codes])
        self.length = start + len(bearers)
        self.names = list(self._numbers)

    def bearing(self, name: str) -> Mask:
        """Return which incidents bear a name."""
        mask = np.zeros(self.length, dtype=np.bool_)
        number = self._numbers.get(name)
        if number is not None:
            mask[self.rows[self.codes == number]] = True
        return mask

    def counts(self, mask: Mask) -> Ints:
        """Return how many incidents of the mask bear each name."""
        return np.bincount(self.codes[mask[self.rows]], minlength=len(self.names)).astype(np.int64)


class Columns:
    """The incidents of one state of the ledger."""

    def __init__(self, entries: Sequence[Entry], before: Columns | None = None, kept: Mask | None = None) -> None:
        """Take incidents, after those `kept` of the columns `before`."""
        rows, places = [e.row for e in entries], [e.brief.place for e in entries]

        def column(name: str, values: npt.NDArray[N]) -> npt.NDArray[N]:
            return np.concatenate([getattr(before, name)[kept], values]) if before is not None else values

        def listed(name: str, values: list[Any]) -> list[Any]:
            if before is None or kept is None:
                return values
            return [v for v, stays in zip(getattr(before, name), kept.tolist(), strict=True) if stays] + values

        self.numbers = column("numbers", _ints(r.n for r in rows))
        self.ids: list[str] = listed("ids", [r.id for r in rows])
        self.places: list[str | None] = listed("places", [p.name if p else None for p in places])
        self.countries: list[str | None] = listed("countries", [r.country for r in rows])
        self.low = column("low", _ints(r.low for r in rows))
        self.best = column("best", _ints(r.best for r in rows))
        self.high = column("high", _ints(r.high for r in rows))
        self.first = column("first", _ints(_ordinal(r.day_lo) for r in rows))
        self.last = column("last", _ints(_ordinal(r.day_hi) for r in rows))
        self.lat = column("lat", _floats(r.lat for r in rows))
        self.lon = column("lon", _floats(r.lon for r in rows))
        self.contested = column("contested", np.array([r.contested for r in rows], dtype=np.bool_))
        self.claims = column("claims", _ints(r.n_claims for r in rows))
        self.prec = column("prec", _ints((p.precision or 6) if p else None for p in places))
        bearers: dict[str, list[Collection[str]]] = {
            "country": [(r.country,) if r.country else () for r in rows],
            "type": [(r.type,) for r in rows],
            "grade": [(r.grade or "none",) for r in rows],
            "contested": [("yes" if r.contested else "no",) for r in rows],
            "place": [(p.name,) if p else () for p in places],
            "actor": [dict.fromkeys(s.name for s in e.brief.sides) for e in entries],
            "claimant": [e.claimants for e in entries],
            "outlet": [e.outlets for e in entries],
            "goes by": [_keys(e.brief) for e in entries],  # any name that an actor has in an incident
        }
        self.tags: dict[str, Tags] = {
            name: Tags(names, before.tags[name] if before else None, kept) for name, names in bearers.items()
        }
        self.spot, self.spot_rows = self._spots()
        self._made: dict[Hashable, Any] = {}
        # An unknown day or number comes last in every order.
        ids = (
            np.argsort(np.argsort(np.array(self.ids, dtype=np.str_))) if len(self) else np.zeros(0, dtype=np.int64)
        )
        unknown = self.first == NONE
        self._orders: dict[Order, Ints] = {
            "latest": np.lexsort((-ids, -self.first, unknown)),
            "earliest": np.lexsort((ids, self.first, unknown)),
            "killed": np.lexsort((-ids, -self.high, -self.best)),
        }

    def _spots(self) -> tuple[Ints, Ints]:
        """Return the number of each incident's point on the map, NONE where it has none, and an incident of each."""
        known = np.flatnonzero(~np.isnan(self.lat))
        spot = np.full(len(self), NONE, dtype=np.int64)
        if not len(known):
            return spot, known
        points = np.stack([self.lat[known], self.lon[known], self.prec[known].astype(np.float64)], axis=1)
        _, first, group = np.unique(points, axis=0, return_index=True, return_inverse=True)
        spot[known] = group.reshape(-1)
        return spot, known[first]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` made of these columns for a key, made at most once while it is remembered."""
        if key not in self._made:
            if len(self._made) >= REMEMBERED:
                self._made.clear()
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def __len__(self) -> int:
        return len(self.ids)

    def ordered(self, mask: Mask, order: Order) -> Ints:
        """Return the incidents of a mask, in order."""
        all_ = self._orders[order]
        return all_[mask[all_]]

    def masks(self, wanted: Mapping[str, str], since: str | None, until: str | None) -> dict[str, Mask]:
        """Return for each filter given which incidents pass it; the span of an incident has to touch the days."""
        masks = {name: self._mask(name, value) for name, value in wanted.items()}
        if since is not None or until is not None:
            known = self.first != NONE
            if since is not None:
                known &= self.last >= dt.date.fromisoformat(since).toordinal()
            if until is not None:
                known &= self.first <= dt.date.fromisoformat(until).toordinal()
            masks["days"] = known
        return masks

    def _mask(self, name: str, value: str) -> Mask:
        mask = self.tags[name].bearing(value)
        if name == "actor" and not mask.any():
            return self.tags["goes by"].bearing(name_key(value))
        return mask

    def all_but(self, masks: Mapping[str, Mask], *without: str) -> Mask:
        """Return which incidents pass all filters but those named."""
        mask = np.ones(len(self), dtype=np.bool_)
        for name, one in masks.items():
            if name not in without:
                mask &= one
        return mask


class Snapshot:
    """The columns of a ledger as it is now."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._mark: tuple[int, int] | None = None
        self._columns: Columns | None = None

    def current(self) -> Columns:
        """Return the columns, brought up to date where the ledger has moved on."""
        with queries.connected(self._ledger) as connection:
            mark = queries.fold_mark(connection)
            if self._columns is not None and mark == self._mark:
                return self._columns
            with self._lock:
                if self._columns is None or mark != self._mark:
                    with _uncollected():
                        self._columns, self._mark = self._made(connection), mark
                return self._columns

    def _made(self, connection: Connection) -> Columns:
        old, now = self._columns, np.array(queries.numbers(connection), dtype=np.int64)
        if old is not None:
            kept = np.isin(old.numbers, now)
            fresh = now[~np.isin(now, old.numbers)]
            if len(fresh) < len(now) // 2:
                return Columns(queries.entries(connection, fresh.tolist()), old, kept)
        return Columns(queries.entries(connection, None))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of garbage away: a million values are made, none is garbage, and it would take a third of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _keys(brief: Brief) -> Collection[str]:
    return dict.fromkeys(name_key(n) for side in brief.sides for n in (side.key, side.name, *side.actors))


def _floats(values: Iterable[float | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def _ints(values: Iterable[int | None]) -> Ints:
    return np.array([NONE if v is None else v for v in values], dtype=np.int64)


def _ordinal(day: str | None) -> int | None:
    return dt.date.fromisoformat(day).toordinal() if day else None
