"""Which stubs tell of the same happening: candidate pairs and their points. `join` makes groups, `reasons` says why.

A pair's points come from what the two say alone. Candidates share a block: a day (or the next) with a cell of the map, a name,
or, where one of them knows no exact place, an actor, a rare name or a figure. Work and memory go by pieces of fixed size.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from counterclaim.knowledge.linking import LinkingRules, TimeWeights, load_linking
from counterclaim.weighing.columns import NONE
from counterclaim.weighing.table import Table, measure_code

Index = npt.NDArray[np.int64]
Points = npt.NDArray[np.float32]

_PIECE = 1 << 20  # pairs scored at once
# A block of more stubs than _CROWD is not compared whole: each stub only with its nearest _NEIGHBOURS by wording.
_CROWD, _NEIGHBOURS = 4000, 200
_ACTORS, _FIGURES = 6, 8  # how many of each a stub is compared by
_DAY_SHIFT, _DAY_MASK = np.uint64(33), np.uint64(2**25 - 1)
_EARTH_KM = 6371.0
UNTOLD = 60_000.0  # a distance that is not known
FEATURES = ("time", "place", "type", "actors", "figures", "words", "text")


@dataclass(frozen=True)
class Links:
    """Links by columns: rows of two stubs, the smaller stub id first, and their points.

    They come by falling points, ties by ids, so that no order of adding changes them.
    """

    a: Index
    b: Index
    points: Points

    def __len__(self) -> int:
        return len(self.a)


class Days(NamedTuple):
    """The days of stubs, or of one: arrays, or plain numbers and truth values."""

    start: Any
    end: Any
    assumed: Any
    long: Any
    endless: Any
    dated: Any


def days_exclude(a: Days, b: Days, rules: TimeWeights, most: Callable[..., Any], least: Callable[..., Any]) -> Any:
    """Tell of pairs, or of one pair, whether their days exclude each other; `most` and `least` take two of a kind.

    One pair at a time is what joining asks, a hundred thousand times: numpy would need fifty times as long for it.
    """
    start_a, start_b = (x.start + (x.end - x.start) * x.assumed for x in (a, b))
    gap = most(start_a, start_b) - least(a.end, b.end)
    assumed, long, both_long = a.assumed | b.assumed, a.long | b.long, a.long & b.long
    later = (a.assumed & (start_b > a.end + rules.apart)) | (b.assumed & (start_a > b.end + rules.apart))
    later &= (a.assumed & b.assumed) ^ True
    out = (assumed & ((gap > rules.assumed_days) | later)) | ((assumed ^ True) & (gap > rules.apart))
    union = most(a.end, b.end) - least(start_a, start_b) + 1
    far = (both_long & (2 * (1 - gap) < union)) | ((both_long ^ True) & (gap > 0))
    out = (long & far) | ((long ^ True) & out) | ((a.endless | b.endless) & (both_long ^ True))
    return (a.dated & b.dated & out) | (a.dated ^ b.dated)


class Linker:
    """Compares the stubs of one table."""

    def __init__(self, table: Table, rules: LinkingRules | None = None) -> None:
        self.table = table
        self.rules = rules or load_linking()
        by_id = sorted(range(len(table.stub_ids)), key=table.stub_ids.__getitem__)
        self.rank = np.empty(len(by_id), dtype=np.int64)
        self.rank[by_id] = np.arange(len(by_id))
        self._days()
        self._places()
        self._types()
        self.actors = table.actors.padded(_ACTORS, 2**32 - 1)
        self.figures = table.figures.padded(_FIGURES, 0)
        self.names = table.names.padded(self.rules.words.names, 0)
        self.words = table.words.padded(self.rules.words.others, 0)
        self.n_words = (self.names != 0).sum(1) + (self.words != 0).sum(1)
        killed = (self.figures >> 24) == measure_code("killed")
        self.toll = np.where(killed, self.figures & 0xFFFFFF, 0).max(1, initial=0).astype(np.int64)

    def _days(self) -> None:
        stubs, limits = self.table.stubs, self.rules.time
        self.start = stubs["start"].astype(np.int64)
        self.end = stubs["end"].astype(np.int64)
        self.dated = self.start != NONE
        self.assumed = stubs["assumed"].astype(bool)
        self.exact = self.dated & (self.start == self.end) & ~self.assumed
        self.long = self.dated & (self.end - self.start >= limits.long) & ~self.assumed
        self.endless = self.dated & (self.end - self.start > limits.endless)
        self.first_day = np.where(self.dated, self.start, 0)
        self.first_day = np.where(self.endless, (1 << 24) + self.start // 30, self.first_day)
        self.report = stubs["report"].astype(np.int64)

    def _places(self) -> None:
        spots, spot = self.table.spots, self.table.stubs["spot"]
        limits = self.rules.place
        known = spot != NONE

        def of(column: str, missing: float) -> npt.NDArray[Any]:
            values = spots[column]
            return np.where(known, values[spot] if len(values) else missing, missing)

        precision = of("precision", NONE).astype(np.int64)
        self.gazetteer = of("gazetteer", NONE).astype(np.int64)
        self.country = of("country", NONE).astype(np.int64)
        self.sound = np.where(precision == 6, NONE, of("sound", NONE)).astype(np.int64)
        self.lat = of("lat", np.nan).astype(np.float64)
        self.lon = of("lon", np.nan).astype(np.float64)
        self.radians = np.radians(self.lat), np.radians(self.lon)
        self.located = ~np.isnan(self.lat) & (precision != 6)
        self.fine = (precision != NONE) & (precision <= limits.fine)
        radius = np.array([limits.radius[5], *limits.radius])
        self.radius = radius[np.clip(precision, 0, 7)]
        self.namesake = namesake = of("namesake", 0).astype(bool)
        self.radius = np.where(namesake, np.maximum(self.radius, limits.namesake), self.radius)
        self.open = ~(self.fine & self.located)
        placed = (self.sound != NONE) | self.located
        self.weak = (~placed & (~self.dated | self.assumed)) | self.long

    def _types(self) -> None:
        names = self.table.types.values
        self.type = self.table.stubs["type"].astype(np.int64)
        used = np.unique(self.type)
        self.type_points = np.zeros((len(names) + 1, len(names) + 1), dtype=np.float32)
        for a in used:
            for b in used:
                self.type_points[a, b] = self.rules.type_points(names[a], names[b])

    # Candidates

    def keys(self, rows: Index) -> tuple[npt.NDArray[np.uint64], Index, npt.NDArray[np.bool_]]:
        """Return the block keys of stubs, the row of each, and whether it pairs with any other of its block."""
        days, at = self._day_keys(rows)
        parts: list[tuple[int, npt.NDArray[Any], npt.NDArray[np.bool_], bool]] = []
        for shift in range(4):
            lat = np.floor(self.lat[at] + 0.5 * (shift & 1))
            lon = np.floor(self.lon[at] + 0.5 * (shift >> 1))
            parts.append((1 + shift, (lat + 90) * 400 + lon + 180, ~self.open[at], True))
        parts.append((5, self.sound[at], self.sound[at] != NONE, True))
        parts.append((6, self.gazetteer[at], (self.gazetteer[at] != NONE) & (self.sound[at] != NONE), True))
        for tag, matrix, none, width in (
            (7, self.actors, 2**32 - 1, 4),
            (8, self.names, 0, 8),
            (9, self.figures, 0, 3),
        ):
            for column in range(min(width, matrix.shape[1])):
                codes = matrix[at, column]
                parts.append((tag, codes, codes != none, False))
        keys, owners, whole = [], [], []
        for tag, codes, mask, all_pairs in parts:
            code = np.where(mask, codes, 0).astype(np.uint64)[mask]
            keys.append((np.uint64(tag) << np.uint64(58)) | (days[mask].astype(np.uint64) << _DAY_SHIFT) | code)
            owners.append(at[mask])
            whole.append(np.ones(len(code), bool) if all_pairs else self.open[at[mask]])
        return np.concatenate(keys), np.concatenate(owners), np.concatenate(whole)

    def _day_keys(self, rows: Index) -> tuple[Index, Index]:
        """Return a number for each day on which a stub may be met: its days and the next; months for endless ranges."""
        limit = self.rules.time
        short = rows[self.dated[rows] & ~self.endless[rows]]
        spans = self.end[short] - self.start[short] + 1 + limit.apart
        at = np.repeat(short, spans)
        offset = np.arange(len(at)) - np.repeat(np.cumsum(spans) - spans, spans)
        long = rows[self.endless[rows]]
        undated = rows[~self.dated[rows]]
        days = [self.start[at] + offset, (1 << 24) + self.start[long] // 30, (1 << 24) + self.start[long] // 30 + 1]
        return np.concatenate([*days, np.zeros(len(undated), np.int64)]), np.concatenate([at, long, long, undated])

    def candidates(
        self, rows: Index | None = None, new: npt.NDArray[np.bool_] | None = None
    ) -> Iterable[tuple[Index, Index]]:
        """Yield pieces of candidate pairs; with `new` only those of which one stub is new. A pair may come twice."""
        rows = np.arange(len(self.table.stub_ids)) if rows is None else rows
        keys, owner, whole = self.keys(rows)
        signature = np.where(self.names[:, 0] != 0, self.names.min(1, where=self.names != 0, initial=2**32 - 1), 0)
        order = np.lexsort((self.rank[owner], signature[owner], ~whole, keys))
        keys, owner, whole = keys[order], owner[order], whole[order]
        day = ((keys >> _DAY_SHIFT) & _DAY_MASK).astype(np.int64)
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, np.int64)
        sizes = np.diff(np.r_[first, len(keys)])
        left = np.repeat(first + sizes, sizes) - np.arange(len(keys)) - 1
        left = np.where(np.repeat(sizes, sizes) > _CROWD, np.minimum(left, _NEIGHBOURS), left)
        left = np.where(whole, left, 0)
        total = np.cumsum(left)
        begin = 0
        while begin < len(left):
            done = total[begin - 1] if begin else 0
            stop = max(begin + 1, int(np.searchsorted(total, done + _PIECE, side="right")))
            counts = left[begin:stop]
            a = np.repeat(np.arange(begin, stop), counts)
            b = a + 1 + np.arange(len(a)) - np.repeat(np.cumsum(counts) - counts, counts)
            one, other = owner[a], owner[b]
            keep = self.report[one] != self.report[other]
            keep &= day[begin:stop].repeat(counts) == np.maximum(self.first_day[one], self.first_day[other])
            if new is not None:
                keep &= new[one] | new[other]
            one, other = one[keep], other[keep]
            pair = np.sort(np.minimum(one, other) * len(self.rank) + np.maximum(one, other))
            pair = pair[np.r_[True, pair[1:] != pair[:-1]]] if len(pair) else pair
            yield pair // len(self.rank), pair % len(self.rank)
            begin = stop

    # Points

    def days(self, rows: Index) -> "Days":
        """Return the days of stubs."""
        of = (self.start, self.end, self.assumed, self.long, self.endless, self.dated)
        return Days(*(column[rows] for column in of))

    def apart(self, a: Index, b: Index) -> npt.NDArray[np.bool_]:
        """Tell of pairs whether their days exclude each other."""
        found: npt.NDArray[np.bool_] = days_exclude(
            self.days(a), self.days(b), self.rules.time, np.maximum, np.minimum
        )
        return found

    def time_points(self, a: Index, b: Index) -> tuple[Points, npt.NDArray[np.bool_]]:
        """Return the points of the days of pairs, and whether they exclude each other."""
        w = self.rules.time
        assumed = self.assumed[a] | self.assumed[b]
        start_a, start_b = (np.where(self.assumed[x], self.end[x], self.start[x]) for x in (a, b))
        gap = np.maximum(start_a, start_b) - np.minimum(self.end[a], self.end[b])
        lag = np.maximum(gap, 0)
        both_exact = self.exact[a] & self.exact[b]
        points = np.where(gap <= 0, np.where(both_exact, w.same_day, w.overlap), w.next_day)
        points = np.where(assumed, w.assumed + w.lag * lag, points)
        long = self.long[a] | self.long[b]
        points = np.where(long, np.where(self.long[a] & self.long[b], w.long_alike, w.long_within), points)
        dated = self.dated[a] & self.dated[b]
        return np.where(dated, points, 0.0).astype(np.float32), self.apart(a, b)

    def distance(self, a: Index, b: Index) -> npt.NDArray[np.float64]:
        """Return the distance in km of pairs."""
        lat, lon = self.radians
        h = (
            np.sin((lat[a] - lat[b]) / 2) ** 2
            + np.cos(lat[a]) * np.cos(lat[b]) * np.sin((lon[a] - lon[b]) / 2) ** 2
        )
        known = self.located[a] & self.located[b]
        return np.where(known, 2 * _EARTH_KM * np.arcsin(np.sqrt(np.where(known, h, 0.0))), UNTOLD)

    def place_points(self, a: Index, b: Index) -> tuple[Points, npt.NDArray[np.bool_]]:
        """Return the points of the places of pairs, and whether they exclude each other."""
        w = self.rules.place
        fine = self.fine[a] & self.fine[b]
        distance = self.distance(a, b)
        located = distance < UNTOLD
        allowed = self.radius[a] + self.radius[b]
        same_id = (self.gazetteer[a] == self.gazetteer[b]) & (self.gazetteer[a] != NONE) & (self.sound[a] != NONE)
        same_name = (self.sound[a] == self.sound[b]) & (self.sound[a] != NONE) & ~(distance < UNTOLD)
        share = np.clip((allowed - distance) / np.maximum(allowed - w.near_km, 1.0), 0.0, 1.0)
        vague = self.namesake[a] | self.namesake[b]
        near = np.where(fine & ~(vague & (distance > w.near_km)), w.within + (w.near - w.within) * share, w.within)
        points = np.where(distance <= allowed, near, w.beyond)
        known = (self.sound[a] != NONE) & (self.sound[b] != NONE)
        points = np.where(located, points, np.where(known & fine, w.unlike_names, w.one_unknown))
        points = np.where(same_name, np.where(fine, w.same_name, w.same_coarse), points)
        points = np.where(same_id, np.where(fine, w.same, w.same_coarse), points)
        countries = (self.country[a] != self.country[b]) & (self.country[a] != NONE) & (self.country[b] != NONE)
        out = np.where(located, distance > allowed + w.apart_km, countries)
        return points.astype(np.float32), out & ~same_id

    def _shared(self, matrix: npt.NDArray[Any], a: Index, b: Index, none: int) -> npt.NDArray[np.bool_]:
        """Tell for each entry of a's row whether it stands in b's row, too."""
        left, right = matrix[a], matrix[b]
        found = np.zeros(left.shape, dtype=bool)
        for column in range(matrix.shape[1]):
            found |= left == right[:, column : column + 1]
        shared: npt.NDArray[np.bool_] = found & (left != none)
        return shared

    def actor_points(self, a: Index, b: Index) -> Points:
        """Return the points of actors named by both."""
        w = self.rules.actors
        shared = self._shared(self.actors, a, b, 2**32 - 1).sum(1)
        known = (self.actors[a, 1] != 2**32 - 1) & (self.actors[b, 1] != 2**32 - 1)
        points = np.minimum(w.most, w.first + w.more * (shared - 1))
        return np.where(shared > 0, points, np.where(known, w.none, 0.0)).astype(np.float32)

    def figure_points(self, a: Index, b: Index) -> Points:
        """Return the points of figures told by both, and of tolls that are of one order or are not."""
        w = self.rules.figures
        shared = self._shared(self.figures, a, b, 0)
        values = np.where(shared, self.figures[a] & 0xFFFFFF, 0)
        count = (values > 1).sum(1)
        greatest = values.max(1).astype(np.float64)
        telling = np.sqrt(np.minimum(1.0, greatest / 10)) * w.exact
        exact = telling + w.magnitude * np.log10(np.maximum(greatest, 1.0)) + w.more * (count - 1)
        both = (self.figures[a, 0] != 0) & (self.figures[b, 0] != 0)
        points = np.where(count > 0, np.minimum(exact, w.most), np.where(both, w.none, 0.0))
        low, high = np.minimum(self.toll[a], self.toll[b]), np.maximum(self.toll[a], self.toll[b])
        order = np.where(high <= 2 * low, w.same_order, np.where(high >= w.order * low, w.other_order, 0.0))
        return (points + np.where(low > 0, order, 0.0)).astype(np.float32)

    def word_points(self, a: Index, b: Index) -> tuple[Points, Points]:
        """Return the points of rare words told by both, and those of telling it in the same words."""
        w = self.rules.words
        names = self._shared(self.names, a, b, 0).sum(1)
        others = self._shared(self.words, a, b, 0).sum(1)
        least = np.minimum(self.n_words[a], self.n_words[b])
        points = np.minimum(names * w.name, w.most_names) + np.minimum(others * w.other, w.most_others)
        points = np.where((names + others == 0) & (least >= w.same_least), w.none, points)
        share = np.where(least >= w.same_least, (names + others) / np.maximum(least, 1), 0.0)
        text = np.where(share >= w.copy_share, w.copy, np.where(share >= w.same_share, w.same_text, 0.0))
        return points.astype(np.float32), text.astype(np.float32)

    def features(self, a: Index, b: Index) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        """Return the points of pairs, a column for each of `FEATURES`, and whether they exclude each other."""
        time, no_time = self.time_points(a, b)
        place, no_place = self.place_points(a, b)
        types = self.type_points[self.type[a], self.type[b]]
        words, text = self.word_points(a, b)
        columns = (time, place, types, self.actor_points(a, b), self.figure_points(a, b), words, text)
        return np.stack(columns, axis=1), no_time | no_place | (types <= self.rules.type.apart)

    def within_reach(self, new: npt.NDArray[np.bool_]) -> Index:
        """Return the stubs whose days may meet those of the new: all others can be left out of the search."""
        told = new & self.dated
        if not told.any():
            return np.flatnonzero(new | ~self.dated)
        reach = self.rules.time.apart + 1
        near = (self.start <= self.end[told].max() + reach) & (self.end >= self.start[told].min() - reach)
        return np.flatnonzero(new | near | ~self.dated | self.endless)

    def links(self, rows: Index | None = None, new: npt.NDArray[np.bool_] | None = None) -> Links:
        """Return all links among stubs; with `new` only those that have a new stub."""
        if rows is None and new is not None:
            rows = self.within_reach(new)
        found = []
        for a, b in self.candidates(rows, new):
            _, no_place = self.place_points(a, b)
            keep = ~(self.apart(a, b) | no_place)
            a, b = a[keep], b[keep]
            features, out = self.features(a, b)
            points = np.round(features.sum(1, dtype=np.float64), 3).astype(np.float32)
            keep = (points >= np.float32(self.rules.threshold)) & ~out
            found.append((a[keep], b[keep], points[keep]))
        return self.sorted_links(
            np.concatenate([f[0] for f in found]) if found else np.empty(0, np.int64),
            np.concatenate([f[1] for f in found]) if found else np.empty(0, np.int64),
            np.concatenate([f[2] for f in found]) if found else np.empty(0, np.float32),
        )

    def sorted_links(self, a: Index, b: Index, points: Points) -> Links:
        """Return links without repeats, the smaller stub id first, by falling points, ties by ids."""
        swap = self.rank[a] > self.rank[b]
        a, b = np.where(swap, b, a), np.where(swap, a, b)
        _, once = np.unique(self.rank[a] * len(self.rank) + self.rank[b], return_index=True)
        a, b, points = a[once], b[once], points[once]
        order = np.lexsort((self.rank[b], self.rank[a], -points))
        return Links(a[order], b[order], points[order])
