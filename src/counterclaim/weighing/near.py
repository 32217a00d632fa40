"""Which stubs of a large ledger new ones can be linked with at all, by day and place alone: few need be read."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from counterclaim.knowledge.linking import LinkingRules
from counterclaim.weighing.link import Linker
from counterclaim.weighing.table import StubFeatures

DAYS, RANGES, UNDATED = 0, 1, 2  # what a stub is held against: see Block.reach
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(StubFeatures)
_KM_A_DEGREE = 111.0


class Block(NamedTuple):
    """Where and when one stub may be met, and its `features` in short. `reach`: with which others, those of days near, other ranges without end, or
    others that know no day. `first` and `last` are ordinals; without a day 0.
    """

    stub: str
    report: str
    reach: int
    first: int
    last: int
    lat: float | None
    lon: float | None
    radius: float
    country: str | None
    features: bytes


def blocks_of(of: Linker, rejected: Collection[str]) -> Iterator[Block]:
    """Yield the blocks of all stubs of a table; `rejected` are claims that do not count."""
    table = of.table
    for row, told in enumerate(table.told(rejected).tolist()):
        dated, located = bool(of.dated[row]), bool(of.located[row])
        country = int(of.country[row])
        yield Block(
            table.stub_ids[row],
            table.report_ids[int(of.report[row])],
            UNDATED if not dated else RANGES if of.endless[row] else DAYS,
            int(of.start[row]) if dated else 0,
            int(of.end[row]) if dated else 0,
            float(of.lat[row]) if located else None,
            float(of.lon[row]) if located else None,
            float(of.radius[row]),
            table.countries[country],
            _ENCODER.encode(table.features(row, told)),
        )


def features_of(block: Block) -> StubFeatures:
    """Return what links a stub with others."""
    return _DECODER.decode(block.features)


class Nearby:
    """Blocks of one reach, sorted by day, of which those near a new one are found."""

    def __init__(self, blocks: Sequence[Block], rules: LinkingRules) -> None:
        self.blocks = sorted(blocks, key=lambda b: (b.first, b.stub))
        self._apart = rules.time.apart
        self._apart_km = rules.place.apart_km
        self._first = np.array([b.first for b in self.blocks], np.int64)
        self._last = np.array([b.last for b in self.blocks], np.int64)
        self._longest = int((self._last - self._first).max(initial=0))
        nan = float("nan")
        self._lat = np.array([nan if b.lat is None else b.lat for b in self.blocks], np.float64)
        self._lon = np.array([nan if b.lon is None else b.lon for b in self.blocks], np.float64)
        self._radius = np.array([b.radius for b in self.blocks], np.float64)
        codes = {c: i for i, c in enumerate(sorted({b.country for b in self.blocks if b.country is not None}))}
        self._codes = codes
        self._country = np.array([-1 if b.country is None else codes[b.country] for b in self.blocks], np.int64)

    def of(self, new: Block) -> list[int]:
        """Return the places of the blocks that the new one's days and place do not exclude, or hardly."""
        apart = self._apart
        begin = int(np.searchsorted(self._first, new.first - apart - self._longest))
        end = int(np.searchsorted(self._first, new.last + apart, side="right"))
        part = slice(begin, end)
        near = self._last[part] >= new.first - apart
        country = self._codes.get(new.country, -2) if new.country is not None else -1
        same = (self._country[part] == country) | (self._country[part] == -1) if country != -1 else near
        if new.lat is not None and new.lon is not None:
            lat, lon = self._lat[part], self._lon[part]
            limit = self._radius[part] + new.radius + self._apart_km + 1.0
            north = np.abs(lat - new.lat) * _KM_A_DEGREE
            east = np.abs((lon - new.lon + 180) % 360 - 180) * _KM_A_DEGREE
            wide = np.cos(
                np.radians(np.minimum(89.0, np.maximum(np.abs(lat), abs(new.lat)) + limit / _KM_A_DEGREE))
            )
            within = (north <= limit) & (east * wide <= limit)
            same = np.where(np.isnan(lat), same, within)
        return [begin + int(i) for i in np.flatnonzero(near & same)]
