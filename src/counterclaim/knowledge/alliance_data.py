"""The ties between actors as alliances.yaml holds them, and UCDP's list of who has fought whom; validated on load."""

import csv
import datetime
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from counterclaim.errors import DataError
from counterclaim.knowledge.actors import ActorType, Registry
from counterclaim.knowledge.data_files import load_data
from counterclaim.record.claim import Role

ANY_GOVERNMENT = "gov-*"
_FILE, _DYADS = "alliances.yaml", "ucdp_dyads.csv"
_Basis = Literal["source", "dataset", "editorial"]


class Tie(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every actor of `a` with every actor of `b`, from a day until a day, both inclusive and open where None.

    `basis` says what the tie rests on, `date_basis` what its days rest on; `date_source` is where they stand if
    not in `source`.
    """

    conflict: str
    kind: Literal["ally", "adversary"]
    a: tuple[str, ...]
    b: tuple[str, ...]
    from_: datetime.date | None = msgspec.field(name="from")
    until: datetime.date | None
    source: str | None
    basis: _Basis
    date_basis: _Basis | None = None
    date_source: str | None = None

    def holds(self, on: datetime.date) -> bool:
        """Tell whether the tie holds on a day."""
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)

    def overlaps(self, other: "Tie") -> bool:
        """Tell whether both ties hold on some day."""
        begin = max(self.from_ or datetime.date.min, other.from_ or datetime.date.min)
        return begin <= min(self.until or datetime.date.max, other.until or datetime.date.max)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield every actor of one side with every actor of the other."""
        return ((one, other) for one in self.a for other in self.b)

    def flaw(self) -> str | None:
        """Return what is wrong with the entry by itself."""
        if not self.a or not self.b:
            return "a side without actors"
        if self.from_ and self.until and self.until < self.from_:
            return "ends before it begins"
        if both := set(self.a) & set(self.b):
            return f"{min(both)} on both sides"
        if (self.source is None) != (self.basis == "editorial"):
            return f"source {self.source} does not go with basis {self.basis}"
        return self._flaw_of_days()

    def _flaw_of_days(self) -> str | None:
        if self.from_ is None and self.until is None:
            return None if self.date_basis is None else "date_basis without days"
        if self.date_basis is None:
            return "days without date_basis"
        if self.date_basis == "editorial":
            return None if self.date_source is None else "date_source does not go with date_basis editorial"
        return "date_basis without source" if self.source is None and self.date_source is None else None


class _Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: str
    rebels_against_home: bool
    third_party: frozenset[Role]
    third_party_types: frozenset[ActorType]
    outright: frozenset[Role]
    ties: tuple[Tie, ...]


class Alliances:
    """The entries of an alliances file, by pair of actors."""

    def __init__(self, content: _Content) -> None:
        self.rebels_against_home = content.rebels_against_home
        self.third_party = content.third_party
        self.third_party_types = content.third_party_types
        self.outright = content.outright
        self.ties = content.ties
        self._by_pair: dict[tuple[str, str], list[Tie]] = {}
        for n, tie in enumerate(self.ties, 1):
            if flaw := tie.flaw():
                raise DataError(f"{_FILE}: tie {n} ({tie.conflict}): {flaw}")
            for one, other in tie.pairs():
                if any(tie.kind != earlier.kind and tie.overlaps(earlier) for earlier in self.of(one, other)):
                    raise DataError(
                        f"{_FILE}: tie {n} ({tie.conflict}): {one}, {other}: ally and adversary at once"
                    )
                self._by_pair.setdefault((one, other), []).append(tie)
                self._by_pair.setdefault((other, one), []).append(tie)

    def of(self, one: str, other: str) -> tuple[Tie, ...]:
        """Return the entries about two actors, whichever day they hold."""
        return tuple(self._by_pair.get((one, other), ()))

    def check(self, registry: Registry) -> None:
        """Raise DataError where an entry names an actor that the registry lacks."""
        for n, tie in enumerate(self.ties, 1):
            for actor_id in (*tie.a, *tie.b):
                if actor_id != ANY_GOVERNMENT and not _has(registry, actor_id):
                    raise DataError(f"{_FILE}: tie {n} ({tie.conflict}): {actor_id} is no actor of the registry")


def _has(registry: Registry, actor_id: str) -> bool:
    try:
        registry.actor(actor_id)
    except KeyError:
        return False
    return True


@lru_cache(maxsize=1)
def load_alliances() -> Alliances:
    """Return the alliances that ship with the program; DataError naming the entry where they do not validate."""
    return Alliances(load_data(_FILE, _Content))


def read_alliances(raw: object) -> Alliances:
    """Return the alliances of a file's content; DataError naming the entry where it does not validate."""
    try:
        return Alliances(msgspec.convert(raw, _Content))
    except msgspec.ValidationError as error:
        raise DataError(f"{_FILE}: {error}") from error


@lru_cache(maxsize=1)
def load_dyads() -> tuple[tuple[int, int], ...]:
    """Return the pairs of UCDP's numbers of actors that have fought each other."""
    path = files("counterclaim.knowledge") / "data" / _DYADS
    rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    if next(rows, None) != ["a", "b", "dyad", "type"]:
        raise DataError(f"{_DYADS}: the first line must be a,b,dyad,type")
    try:
        return tuple((int(a), int(b)) for a, b, _, _ in rows)
    except ValueError as error:
        raise DataError(f"{_DYADS}: {error}") from error
