"""All incidents as columns in memory, so that any filter and every count over it takes milliseconds.

The ledger stays the truth: the columns are made from it, and made anew when the fold has written. Of a fold that
changed little, only the incidents that changed are read again.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from counterclaim.desk import queries
from counterclaim.desk.queries import Brief, Row
from counterclaim.ledger import Ledger
from counterclaim.ledger.rows import name_key

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Order = Literal["latest", "earliest", "killed"]
T = TypeVar("T")
NONE = -1
REMEMBERED = 200  # results
READ_WHOLE = 3_000  # incidents: of fewer, all are read again, which is quick and asks no questions
ONE = ("country", "type", "grade", "contested", "place")
MANY = ("actor", "claimant", "outlet")


class Tags:
    """Which incidents bear which names: one each (`ONE`), or many (`MANY`). Names are numbered."""

    def __init__(self, pairs: Iterable[tuple[int, str]], length: int) -> None:
        numbers: dict[str, int] = {}
        found = [(row, numbers.setdefault(name, len(numbers))) for row, name in pairs]
        table = np.array(found, dtype=np.int64).reshape(-1, 2)
        self.length = length
        self.names = list(numbers)
        self.rows: Ints = table[:, 0]
        self.codes: Ints = table[:, 1]
        self._numbers = numbers

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

    def __init__(
        self,
        rows: Sequence[Row],
        briefs: Mapping[int, Brief],
        heard: Mapping[int, Sequence[str]],
        outlets: Mapping[str, str],
    ) -> None:
        size = len(rows)
        self.rows, self.briefs, self.heard = rows, briefs, heard
        self.ids = [r.id for r in rows]
        self.low = _ints(r.low for r in rows)
        self.best = _ints(r.best for r in rows)
        self.high = _ints(r.high for r in rows)
        self.first = _ints(_ordinal(r.day_lo) for r in rows)
        self.last = _ints(_ordinal(r.day_hi) for r in rows)
        self.lat = np.array([np.nan if r.lat is None else r.lat for r in rows], dtype=np.float64)
        self.lon = np.array([np.nan if r.lon is None else r.lon for r in rows], dtype=np.float64)
        self.contested = np.array([r.contested for r in rows], dtype=np.bool_)
        self.claims = _ints(r.n_claims for r in rows)
        places = [briefs[r.n].place for r in rows]
        self.prec = _ints((p.precision or 6) if p else None for p in places)
        self.tags = {
            "country": Tags(((i, r.country) for i, r in enumerate(rows) if r.country), size),
            "type": Tags(((i, r.type) for i, r in enumerate(rows)), size),
            "grade": Tags(((i, r.grade or "none") for i, r in enumerate(rows)), size),
            "contested": Tags(((i, "yes" if r.contested else "no") for i, r in enumerate(rows)), size),
            "place": Tags(((i, p.name) for i, p in enumerate(places) if p), size),
            "actor": Tags(((i, s.name) for i, r in enumerate(rows) for s in _distinct(briefs[r.n])), size),
            "claimant": Tags(((i, name) for i, r in enumerate(rows) for name in heard.get(r.n, ())), size),
            "outlet": Tags(
                (
                    (i, name)
                    for i, r in enumerate(rows)
                    for name in sorted({outlets[o] for o in briefs[r.n].reports if o in outlets})
                ),
                size,
            ),
        }
        self.keys: dict[str, list[int]] = defaultdict(list)  # of any name an actor goes by in an incident
        for i, r in enumerate(rows):
            for side in briefs[r.n].sides:
                for key in {name_key(n) for n in (side.key, side.name, *side.actors)}:
                    self.keys[key].append(i)
        self.spot, self.spot_rows = self._spots()
        self._made: dict[Hashable, Any] = {}
        # An unknown day or number comes last in every order.
        ids = np.argsort(np.argsort(np.array(self.ids, dtype=np.str_))) if size else np.zeros(0, dtype=np.int64)
        unknown = self.first == NONE
        self._orders: dict[Order, Ints] = {
            "latest": np.lexsort((-ids, -self.first, unknown)),
            "earliest": np.lexsort((ids, self.first, unknown)),
            "killed": np.lexsort((-ids, -self.high, -self.best)),
        }

    def _spots(self) -> tuple[Ints, Ints]:
        """Return the number of each incident's point on the map, NONE where it has none, and an incident of each."""
        known = np.flatnonzero(~np.isnan(self.lat))
        spot = np.full(len(self.rows), NONE, dtype=np.int64)
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
        return len(self.rows)

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
            mask[self.keys.get(name_key(value), [])] = True
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
        self._watch = queries.Watch(ledger)
        self._mark: tuple[int, ...] | None = None
        self._columns: Columns | None = None

    def current(self) -> Columns:
        """Return the columns, brought up to date where the ledger has moved on."""
        with queries.connected(self._ledger) as connection:
            mark = (*queries.fold_mark(connection), self._watch.changed())
            if self._columns is not None and mark == self._mark:
                return self._columns
            with self._lock:
                if self._columns is None or mark != self._mark:
                    self._columns, self._mark = self._made(connection), mark
                return self._columns

    def _made(self, connection: Any) -> Columns:
        rows = queries.rows(connection)
        old = self._columns
        briefs: dict[int, Brief] = {}
        heard: dict[int, Sequence[str]] = {}
        fresh: list[int] | None = None
        if old is not None and len(rows) > READ_WHOLE:
            known = {r.n: r for r in old.rows}
            same = [r.n for r in rows if known.get(r.n) == r]
            fresh = [r.n for r in rows if known.get(r.n) != r]
            if len(fresh) > len(rows) // 2:
                fresh = None
            else:
                briefs = {n: old.briefs[n] for n in same}
                heard = {n: old.heard.get(n, ()) for n in same}
        briefs.update(queries.briefs(connection, fresh))
        names: dict[int, list[str]] = defaultdict(list)
        for n, name in queries.claimants(connection, fresh):
            names[n].append(name)
        heard.update(names)
        return Columns(rows, briefs, heard, queries.outlets(connection))


def _distinct(brief: Brief) -> Iterable[Any]:
    return {side.name: side for side in brief.sides}.values()


def _ints(values: Iterable[int | None]) -> Ints:
    return np.array([NONE if v is None else v for v in values], dtype=np.int64)


def _ordinal(day: str | None) -> int | None:
    return dt.date.fromisoformat(day).toordinal() if day else None
