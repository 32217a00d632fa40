"""Reprints: texts to signatures, signatures to pairs of near-copies, whole, cut or half-buried in another story.

Candidates come from two indexes: bands of a MinHash (alike as wholes) and a sample of the shingles (a part in common);
each is then held against the share of words that the two have in common. What one outlet prints in very many reports
(a notice, the same closing paragraph) carries no weight. Whether two texts are a pair depends on the two and on what is
that common, and the common only grows: so one report at a time gives what all at once give.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from counterclaim.chunks import chunks
from counterclaim.record import Report
from counterclaim.weighing.shingles import I64, U32, U64, Shingles, mix, seeded, shingle

Kind = Literal["verbatim", "near", "contained"]

VERSION = 1
BANDS, ROWS = 32, 3
SAMPLE = 8  # one shingle in so many is looked up
KEPT = 16_384  # shingles held of one text; beyond it those of the smallest hash
NEAR = 0.5  # Jaccard from which two texts are one story
WHOLE = 0.8  # Jaccard from which they are, even if all of it were common
CONTAINED = 0.4  # share of the shorter that stands in the longer, word for word
LEAST_VERBATIM = 4  # shingles: the same eight words may come from two who know nothing of each other
LEAST_NEAR = 8  # shingles: a shorter text is like too many others
SAME_OUTLET = 0.6  # the same within one outlet, whose stories share their background
LEAST_CONTAINED = 25  # shingles in common, common ones left out: more than a long quotation
COMMON = 12  # reports of one outlet that may print a passage before it is the outlet's furniture
COMMON_ALL = 100  # the same of all outlets together
CROWD = 24  # of a larger bucket not every pair is looked at, only each with the first and with the next
BATCH = 256

_TOP = 0xFFFFFFFF
_SAMPLED = np.uint32(_TOP // SAMPLE)
_HEAD = struct.Struct("<BxxxIII")  # version, words, shingles, the greatest hash that was kept
_READ = ("headline", "heading", "paragraph", "item")
NO_BANDS: I64 = np.zeros(0, np.int64)
NO_SHINGLES: U32 = np.zeros(0, np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What is kept of a text to find its copies: `data` to compare, `bands` and `sampled` to look up.

    Two texts of the same words have the same `data`. `bands` are signed 64-bit keys and `sampled` 32-bit shingles, for a
    table with an index. `publisher` and `credited` are names or ids of media, in one spelling; `published` YYYY-MM-DD.
    """

    key: str
    data: bytes
    bands: I64
    sampled: U32
    publisher: str | None = None
    credited: tuple[str, ...] = ()
    published: str | None = None

    @property
    def shingles(self) -> U32:
        """Return the hashes of the shingles that were kept, distinct and rising."""
        return np.frombuffer(self.data, "<u4", offset=_HEAD.size)

    @property
    def size(self) -> int:
        """Return how many shingles the text has."""
        return int(_HEAD.unpack_from(self.data)[2])


class Pair(NamedTuple):
    """Two near-copies, `a` < `b`. `share` is that of the shorter's words in the longer, `jaccard` that of all words.

    `original` is the key of the one copied from where that is plain, and `plain_by` says by what; else both are None.
    """

    a: str
    b: str
    kind: Kind
    share: float
    jaccard: float
    original: str | None
    plain_by: Literal["credit", "date"] | None


class Change(NamedTuple):
    """What one more report brings: the pairs it is in, and the earlier pairs (by keys) that no longer are any.

    `common` are its sampled shingles that carry no weight any more, those that others had carried before included.
    """

    added: tuple[Pair, ...]
    dropped: tuple[tuple[str, str], ...]
    common: tuple[int, ...] = ()


class Lookup(Protocol):
    """What the incremental form asks of whoever keeps the signatures: reports already there, never the new one."""

    def banded(self, bands: Sequence[int], limit: int) -> Iterable[tuple[int, str]]:
        """Return (band, key) for the reports with a band: of each band the `limit` smallest keys."""
        ...

    def carriers(self, sampled: Sequence[int], limit: int) -> Iterable[tuple[int, str]]:
        """Return (shingle, key) for the reports with a sampled shingle: of each shingle the `limit` smallest keys."""
        ...

    def counts(self, sampled: Sequence[int]) -> Iterable[tuple[int, str | None, int]]:
        """Return (shingle, publisher, how many reports of that publisher have it)."""
        ...

    def paired(self, sampled: Sequence[int]) -> Iterable[tuple[str, str]]:
        """Return the keys of the pairs of which both have one of the sampled shingles."""
        ...

    def signatures(self, keys: Sequence[str]) -> Iterable[Signature]:
        """Return the signatures of the keys."""
        ...


def words_of(report: Report) -> str:
    """Return the text that is compared: the blocks that are read, without dateline, byline, credits and furniture."""
    parts = [report.text[b.start : b.end] for b in report.blocks if b.role in _READ]
    return "\n".join(parts) if parts else report.text


def sampled_of(data: bytes) -> U32:
    """Return the sampled shingles of a signature's data."""
    kept: U32 = np.frombuffer(data, "<u4", offset=_HEAD.size)
    return kept[: int(np.searchsorted(kept, _SAMPLED, side="right"))]


def signature(report: Report) -> Signature:
    """Return the signature of one report; of many at once `signatures` is faster."""
    return next(signatures([report]))


def signatures(reports: Iterable[Report]) -> Iterator[Signature]:
    """Yield the signature of each report, in order; the texts of a batch alone are held."""
    for batch in chunks(reports, BATCH):
        found = shingle([words_of(report) for report in batch])
        bands = _bands(found)
        for i, report in enumerate(batch):
            whole = found.of(i)
            kept = whole if len(whole) <= KEPT else whole[:KEPT]
            greatest = _TOP if len(whole) <= KEPT else int(kept[-1])
            head = _HEAD.pack(VERSION, int(found.words[i]), len(whole), greatest)
            yield Signature(
                key=report.id, data=head + kept.astype("<u4").tobytes(), bands=bands[i] if len(whole) else NO_BANDS,
                sampled=kept[: int(np.searchsorted(kept, _SAMPLED, side="right"))], publisher=report.publisher,
                credited=report.credited_to, published=report.published,
            )  # fmt: skip


def pairs(signatures: Sequence[Signature]) -> list[Pair]:
    """Return the near-copies among the signatures, sorted by key. Of texts of the same words by one outlet each is paired
    with the one of the smallest key, and only that one with others; time and memory grow near-linearly.
    """
    ordered = sorted(signatures, key=lambda s: s.key)
    firsts: dict[tuple[bytes, str | None], Signature] = {}
    found = []
    for one in ordered:
        first = firsts.setdefault((one.data, one.publisher), one)  # judge asks whose texts they are
        if first is not one and (pair := judge(first, one, NO_SHINGLES)):
            found.append(pair)
    common = common_shingles(ordered)
    heads = list(firsts.values())
    for i, j in _candidates(heads, common):
        if pair := judge(heads[i], heads[j], common):
            found.append(pair)
    return sorted(found)


def pairs_of(new: Signature, lookup: Lookup) -> Change:
    """Return what a report changes that is not yet among those of `lookup`, as `pairs` over all would have it.

    Where a bucket is crowded the two may look at different pairs of the same copies; what they join is the same.
    """
    sampled = new.sampled.tolist()
    common, crossing = _common_with(new, lookup.counts(sampled))
    near = {key for _, key in lookup.banded(new.bands.tolist(), CROWD)}
    told = [value for value in sampled if value not in common]
    shared = Counter(key for _, key in lookup.carriers(told, CROWD))
    others = {other.key: other for other in lookup.signatures(sorted(near | shared.keys()))}
    alike = (key for key, other in others.items() if (other.data, other.publisher) == (new.data, new.publisher))
    same = min(alike, default=None)
    added = []
    for key in [same] if same is not None else sorted(others):
        other = others[key]
        if key in near or key == same or shared[key] >= _needed(len(sampled), len(other.sampled)):
            pair = judge(new, other, _array(common))
            added += [pair] if pair else []
    dropped = tuple(_no_longer(crossing, lookup)) if crossing else ()
    return Change(tuple(added), dropped, tuple(sorted(common.intersection(sampled))))


def judge(one: Signature, other: Signature, common: U32) -> Pair | None:
    """Return what two texts have in common where they are near-copies, else None.

    `common` holds, rising, the sampled shingles that carry no weight; the share of them among the sampled shingles
    that both have is taken off what both have.
    """
    a, b = (one, other) if one.key <= other.key else (other, one)
    original, plain_by = _original(a, b)
    if a.data == b.data:
        if a.size < LEAST_VERBATIM:
            return None
        return Pair(a.key, b.key, "verbatim", 1.0, 1.0, original, plain_by)
    left, right = _comparable(a, b)
    least = min(len(left), len(right))
    if not least:
        return None
    both = left[_standing(left, right)]
    weight = 1.0
    probe = both[: int(np.searchsorted(both, _SAMPLED, side="right"))]
    if len(common) and len(probe):
        weight -= float(np.count_nonzero(_standing(probe, common))) / len(probe)
    union = len(left) + len(right) - len(both)
    share, jaccard = len(both) / least, len(both) / union
    scale = max(a.size / len(left), b.size / len(right))
    least_size = min(a.size, b.size)
    if least_size >= LEAST_NEAR and (jaccard >= WHOLE or jaccard * weight >= NEAR):
        return Pair(a.key, b.key, "near", share, jaccard, original, plain_by)
    enough = SAME_OUTLET if a.publisher and a.publisher == b.publisher else CONTAINED
    if share * weight >= enough and len(both) * weight * scale >= LEAST_CONTAINED:
        return Pair(a.key, b.key, "contained", share, jaccard, original, plain_by)
    return None


def common_shingles(signatures: Iterable[Signature]) -> U32:
    """Return the sampled shingles, rising, that so many reports have that they tell no story from another."""
    publishers: dict[str | None, int] = {None: 0}
    sampled, owners = [], []
    for one in signatures:
        sampled.append(one.sampled)
        owners.append(np.full(len(one.sampled), publishers.setdefault(one.publisher, len(publishers)), np.uint64))
    if not sampled:
        return NO_SHINGLES
    values = np.concatenate(sampled).astype(np.uint64)
    keys, counts = np.unique((values << np.uint64(32)) | np.concatenate(owners), return_counts=True)
    of_one = keys[(counts > COMMON) & (keys & np.uint64(_TOP) != 0)] >> np.uint64(32)
    of_all, totals = np.unique(values, return_counts=True)
    return np.union1d(of_one, of_all[totals > COMMON_ALL]).astype(np.uint32)


def _common_with(new: Signature, counts: Iterable[tuple[int, str | None, int]]) -> tuple[set[int], list[int]]:
    """Return which of the new report's sampled shingles are common with it counted in, and which were not before."""
    totals: Counter[int] = Counter()
    own: Counter[int] = Counter()
    before: set[int] = set()
    for value, publisher, count in counts:
        totals[value] += count
        if publisher is not None and count > COMMON:
            before.add(value)
        if publisher is not None and publisher == new.publisher:
            own[value] = count
    before |= {value for value, total in totals.items() if total > COMMON_ALL}
    now = {v for v in new.sampled.tolist() if totals[v] >= COMMON_ALL or own[v] >= COMMON}
    return before | now, sorted(now - before)


def _no_longer(crossing: Sequence[int], lookup: Lookup) -> Iterator[tuple[str, str]]:
    """Yield the pairs that were, now that the shingles of `crossing` carry no weight."""
    held = sorted(set(lookup.paired(crossing)))
    texts = {s.key: s for s in lookup.signatures(sorted({key for pair in held for key in pair}))}
    for a, b in held:
        shared = np.intersect1d(texts[a].sampled, texts[b].sampled, assume_unique=True).tolist()
        common = set(crossing)
        totals: Counter[int] = Counter()
        for value, publisher, count in lookup.counts(shared):
            totals[value] += count
            if (publisher is not None and count > COMMON) or totals[value] > COMMON_ALL:
                common.add(value)
        if judge(texts[a], texts[b], _array(common)) is None:
            yield a, b


def _array(values: Iterable[int]) -> U32:
    return np.array(sorted(values), np.uint32)


def _needed(one: int, other: int) -> int:
    """Return how many sampled shingles two texts must have in common to be looked at: half of what a pair would have."""
    return max(1, int(CONTAINED / 2 * min(one, other)))


def _standing(values: U32, others: U32) -> NDArray[np.bool_]:
    """Tell of each value whether it stands among the others, which rise."""
    at = np.searchsorted(others, values)
    at[at == len(others)] = len(others) - 1
    same: NDArray[np.bool_] = others[at] == values
    return same


def _comparable(a: Signature, b: Signature) -> tuple[U32, U32]:
    """Return the shingles of both, of long texts only those up to the hash that both were kept to."""
    most = min(_HEAD.unpack_from(a.data)[3], _HEAD.unpack_from(b.data)[3])
    left, right = a.shingles, b.shingles
    if most == _TOP:
        return left, right
    return tuple(s[: int(np.searchsorted(s, np.uint32(most), side="right"))] for s in (left, right))  # type: ignore[return-value]


def _original(a: Signature, b: Signature) -> tuple[str | None, Literal["credit", "date"] | None]:
    """Return which of two copies is the original, and by what that is plain.

    Where either credits somebody else both may come from there, and the earlier date shows nothing.
    """
    credits_a, credits_b = _credits(b, a), _credits(a, b)
    if credits_a != credits_b:
        return (a.key if credits_a else b.key), "credit"
    if a.credited or b.credited or not a.published or not b.published or a.published == b.published:
        return None, None
    return (a.key if a.published < b.published else b.key), "date"


def _credits(copy: Signature, source: Signature) -> bool:
    own = (source.publisher or "").casefold()
    return bool(own) and own in (name.casefold() for name in copy.credited)


@lru_cache(maxsize=1)
def _factors() -> tuple[U32, U32, U64, U64]:
    count = BANDS * ROWS
    return (
        (seeded(count, 2) & np.uint64(_TOP)).astype(np.uint32) | np.uint32(1),
        (seeded(count, 3) >> np.uint64(32)).astype(np.uint32),
        seeded(ROWS, 4),
        seeded(BANDS, 5),
    )


def _bands(found: Shingles) -> I64:
    """Return the keys of the bands of each text's MinHash, a row a text; those of an empty text mean nothing."""
    factors, masks, rows, salts = _factors()
    bands = np.zeros((len(found.starts) - 1, BANDS), np.int64)
    full = np.flatnonzero(np.diff(found.starts))
    if not len(full):
        return bands
    least = np.empty((BANDS * ROWS, len(full)), np.uint32)
    for i in range(BANDS * ROWS):
        np.minimum.reduceat((found.hashes ^ masks[i]) * factors[i], found.starts[full], out=least[i])
    grouped = least.T.reshape(len(full), BANDS, ROWS).astype(np.uint64)
    bands[full] = mix((grouped * rows).sum(axis=2, dtype=np.uint64) + salts).view(np.int64)
    return bands


def _candidates(heads: Sequence[Signature], common: U32) -> Iterator[tuple[int, int]]:
    """Yield the places of the texts to compare: those with a band in common, and those with enough sampled shingles."""
    if len(heads) < 2:
        return
    banded, _ = _meeting([s.bands for s in heads])
    told = [s.sampled if not len(common) else s.sampled[~_standing(s.sampled, common)] for s in heads]
    meeting, counts = _meeting(told)
    sizes = np.array([len(s.sampled) for s in heads])
    i, j = (meeting >> np.uint64(32)).astype(np.int64), (meeting & np.uint64(_TOP)).astype(np.int64)
    needed = np.maximum(1, (CONTAINED / 2 * np.minimum(sizes[i], sizes[j])).astype(np.int64))
    for code in np.union1d(banded, meeting[counts >= needed]).tolist():
        yield code >> 32, code & 0xFFFFFFFF


def _meeting(keys: Sequence[NDArray[Any]]) -> tuple[U64, I64]:
    """Return the pairs of texts (i << 32 | j) that have a key in common, and how many keys each pair has."""
    values = np.concatenate(keys)
    owners = np.repeat(np.arange(len(keys), dtype=np.uint64), [len(k) for k in keys])
    order = np.argsort(values, kind="stable")  # within a bucket the texts stay in the order of their keys
    values, owners = values[order], owners[order]
    begins = np.flatnonzero(np.concatenate((np.ones(min(1, len(values)), bool), values[1:] != values[:-1])))
    lengths = np.diff(np.append(begins, len(values)))
    place = np.arange(len(values)) - np.repeat(begins, lengths)
    size = np.repeat(lengths, lengths)
    crowded = size > CROWD
    found = []
    for step in range(1, CROWD):
        meets = np.flatnonzero((place >= step) & (~crowded | (step == 1)))
        if len(meets):
            found.append((owners[meets - step] << np.uint64(32)) | owners[meets])
    far = np.flatnonzero(crowded & (place > 1))
    found.append((owners[far - place[far]] << np.uint64(32)) | owners[far])
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    return codes, counts
