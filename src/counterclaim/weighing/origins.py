"""Origins: which claims come from one source, and how many newsrooms heard it (METHOD.md 1.6).

Evidence independence counts the sources of a figure: an army's statement through two agencies is one. Attestation
independence counts the newsrooms that heard a claimant say it: the same statement through two agencies is two, through
two papers that print one agency it is one. The number of outlets is neither.

Claims come as `OriginClaim`s, whose names are ids of the registry, or words folded alike by whoever makes them.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

Reason = Literal["credit", "newsroom", "report", "reprint", "statement"]

_REASONS: tuple[Reason, ...] = ("credit", "reprint", "report", "statement", "newsroom")  # what is shown first

STATEMENT_HOURS = 48  # within which one source's same figure is one statement


class OriginClaim(NamedTuple):
    """What of a claim tells its origin.

    `publisher` and `credited` are those of its report. `source` is the body that is quoted and `spokesman` who speaks
    for it; both None, the report speaks itself. What no one can be told by ("a security source", "residents") is not
    `named`: its words tell it apart within one newsroom alone. `measure` is the claim's measure or type, `figure` its low
    and high as stated, and `hour` when it was said, else published, in hours since any fixed time.
    """

    key: str
    report: str
    publisher: str | None = None
    credited: tuple[str, ...] = ()
    source: str | None = None
    spokesman: str | None = None
    named: bool = True
    measure: str = ""
    side: str | None = None
    figure: tuple[int | None, int | None] | None = None
    hour: float | None = None

    @property
    def voice(self) -> str | None:
        """Return who speaks, None for the report itself."""
        return self.source if self.source is not None else self.spokesman


class Edge(NamedTuple):
    """Two claims (by key, `a` < `b`) of one origin, and why; `detail` names the newsroom or the source, if any.

    credit and newsroom: one newsroom, with a credit line or without, in its own voice or from one unnamed source;
    report: one report gives a figure, and once says whose; reprint: near-copies give one source, or one figure whose
    source one of them says; statement: one named source, one measure and figure, within 48 hours.
    """

    a: str
    b: str
    reason: Reason
    detail: str | None


class Origins(NamedTuple):
    """`groups` and `newsrooms` number each claim's origin and its newsroom, in the order of the claims given.

    The numbers run from 0 by the smallest key in each, so that the order of the claims changes none of them. `edges`
    are a tree for each group: enough to show why two claims are of one origin.
    """

    groups: list[int]
    newsrooms: list[int]
    edges: tuple[Edge, ...]


class Independence(NamedTuple):
    """How many sources there are for a figure (`evidence`), and how many newsrooms heard it (`attestation`)."""

    evidence: int
    attestation: int


def origin_groups(claims: Sequence[OriginClaim], reprints: Iterable[tuple[str, str]] = ()) -> list[int]:
    """Return the number of each claim's origin group; `reprints` are pairs of keys of reports that are near-copies."""
    return find_origins(claims, reprints).groups


def find_origins(claims: Sequence[OriginClaim], reprints: Iterable[tuple[str, str]] = ()) -> Origins:
    """Return the origin groups and the newsrooms of claims with different keys, and the reasons.

    Copies of one report are copies of each other, whether or not that one has claims here.
    """
    ordered = sorted(claims, key=lambda c: c.key)
    copies = _Sets()
    for a, b in reprints:
        copies.join(a, b)
    rooms = _rooms(ordered)
    groups = _Sets()
    edges = [e for e in sorted(set(_edges(ordered, copies, rooms)), key=_rank) if groups.join(e.a, e.b)]
    newsrooms = _Sets()
    for claim, room in zip(ordered, rooms, strict=True):
        newsrooms.join(("copies", copies.root(claim.report)), ("report", claim.report))
        if room is not None:
            newsrooms.join(("report", claim.report), ("room", room))
    return Origins(
        _numbered(claims, lambda c: groups.root(c.key)),
        _numbered(claims, lambda c: newsrooms.root(("report", c.report))),
        tuple(edges),
    )


def independence(claims: Sequence[OriginClaim], origins: Origins, chosen: Iterable[int]) -> Independence:
    """Return the two counts over the claims at the places `chosen` of those that `origins` was found for.

    A named source is one, however often it speaks: repeating its figure a week later makes it no second.
    """
    places = list(chosen)
    sources = _Sets()
    for i in places:
        for name in _names(claims[i]):
            sources.join(("group", origins.groups[i]), name)
    evidence = {sources.root(("group", origins.groups[i])) for i in places}
    return Independence(len(evidence), len({origins.newsrooms[i] for i in places}))


def _rooms(claims: Sequence[OriginClaim]) -> list[str | None]:
    """Return the newsroom that each claim's report is from: whom it credits, else who publishes it.

    A report that credits several owes what it says to one of them, and makes no two of them one: to the innermost
    that others here come from as well, else to the first by name.
    """
    sure = {c.credited[0] if c.credited else c.publisher for c in claims if len(c.credited) < 2}
    rooms = []
    for claim in claims:
        if len(claim.credited) < 2:
            rooms.append(claim.credited[0] if claim.credited else claim.publisher)
        else:
            known = [name for name in reversed(claim.credited) if name in sure]
            rooms.append(known[0] if known else min(claim.credited))
    return rooms


def _edges(claims: Sequence[OriginClaim], copies: "_Sets", rooms: Sequence[str | None]) -> Iterator[Edge]:
    """Yield what joins two claims; of many alike each is joined to the next, so that they never are many edges."""
    room_of = {c.key: room for c, room in zip(claims, rooms, strict=True)}
    own_words = [c for c in claims if room_of[c.key] is not None and (c.voice is None or not c.named)]
    for members in _alike(own_words, lambda c: (room_of[c.key], c.voice)):
        for a, b in pairwise(members):
            yield _edge(a, b, "credit" if a.credited or b.credited else "newsroom", room_of[a.key])
    for members in _alike(claims, lambda c: (copies.root(c.report), c.voice, c.named)):
        for a, b in pairwise(members):
            yield _edge(a, b, "report" if a.report == b.report else "reprint", a.voice)
    figures = [c for c in claims if c.figure is not None]
    for members in _alike(figures, lambda c: (copies.root(c.report), c.measure, c.side, c.figure)):
        voices = {c.voice for c in members if c.voice is not None}
        if len(voices) == 1:  # of two voices it could be either's
            for a, b in pairwise(members):
                yield _edge(a, b, "report" if a.report == b.report else "reprint", next(iter(voices)))
    named = [c for c in claims if c.named and (c.measure or c.figure)]
    yield from _statements([c for c in named if c.source is not None], lambda c: c.source)
    yield from _statements([c for c in named if c.spokesman is not None], lambda c: c.spokesman)


def _statements(claims: Sequence[OriginClaim], name: Callable[[OriginClaim], str | None]) -> Iterator[Edge]:
    for members in _alike(claims, lambda c: (name(c), c.measure, c.figure)):
        members.sort(key=lambda c: (c.hour is not None, c.hour or 0.0, c.key))
        for a, b in pairwise(members):
            # What has no time may be the same statement, and is taken for it: too few sources is the safe error.
            if a.hour is None or b.hour is None or b.hour - a.hour <= STATEMENT_HOURS:
                yield _edge(a, b, "statement", name(a))


def _alike(claims: Iterable[OriginClaim], key: Callable[[OriginClaim], Hashable]) -> Iterator[list[OriginClaim]]:
    found: defaultdict[Hashable, list[OriginClaim]] = defaultdict(list)
    for claim in claims:
        found[key(claim)].append(claim)
    return (members for members in found.values() if len(members) > 1)


def _edge(one: OriginClaim, other: OriginClaim, reason: Reason, detail: str | None) -> Edge:
    a, b = sorted((one.key, other.key))
    return Edge(a, b, reason, detail)


def _rank(edge: Edge) -> tuple[int, str, str, str]:
    return _REASONS.index(edge.reason), edge.a, edge.b, edge.detail or ""


def _names(claim: OriginClaim) -> list[tuple[str, str]]:
    """Return the names that a claim's source is known by; none where it is not named."""
    if not claim.named:
        return []
    return [("source", name) for name in (claim.source, claim.spokesman) if name is not None]


def _numbered(claims: Sequence[OriginClaim], root: Callable[[OriginClaim], Hashable]) -> list[int]:
    numbers: dict[Hashable, int] = {}
    for claim in sorted(claims, key=lambda c: c.key):
        numbers.setdefault(root(claim), len(numbers))
    return [numbers[root(c)] for c in claims]


class _Sets:
    """Disjoint sets of whatever can be hashed; what was never joined is a set of its own."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def root(self, one: Hashable) -> Hashable:
        """Return what stands for the set of `one`."""
        parent = self._parent
        top = one
        while (above := parent.get(top, top)) != top:
            top = above
        while one != top:
            parent[one], one = top, parent[one]
        return top

    def join(self, one: Hashable, other: Hashable) -> bool:
        """Make one set of two, and tell whether they were two."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return False
        self._parent[b] = a
        return True
