"""The rules and weights by which two tellings are held to be one happening; validated on load."""

from functools import lru_cache
from itertools import combinations

import msgspec

from counterclaim.errors import DataError
from counterclaim.knowledge.data_files import load_data
from counterclaim.knowledge.taxonomies import kinds


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section of the file: numbers by name."""


class TimeWeights(_Part, frozen=True):
    """Days: what excludes, in days, and what counts, in points."""

    assumed_days: int
    apart: int
    long: int
    endless: int
    same_day: float
    overlap: float
    assumed: float
    lag: float
    next_day: float
    long_alike: float
    long_within: float


class PlaceWeights(_Part, frozen=True):
    """Places: what excludes, in km, and what counts, in points. `radius` holds one number for each where_prec."""

    radius: tuple[float, ...]
    namesake: float
    fine: int
    near_km: float
    apart_km: float
    same: float
    same_coarse: float
    near: float
    within: float
    beyond: float
    same_name: float
    unlike_names: float
    one_unknown: float


class ActorWeights(_Part, frozen=True):
    """Actors named by both."""

    first: float
    more: float
    most: float
    none: float


class FigureWeights(_Part, frozen=True):
    """Figures told by both, and tolls of the same or of another order."""

    exact: float
    magnitude: float
    more: float
    most: float
    none: float
    same_order: float
    other_order: float
    order: float


class WordWeights(_Part, frozen=True):
    """Rare words told by both; `names` and `others` are how many of each a stub keeps, `head` the characters of a
    report's beginning that count for what it mostly tells."""

    head: int
    names: int
    others: int
    name: float
    other: float
    most_names: float
    most_others: float
    same_text: float
    same_share: float
    same_least: int
    copy: float
    copy_share: float
    none: float


class TypeWeights(_Part, frozen=True):
    """Event types."""

    same: float
    family: float
    together: float
    apart: float


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    threshold: float
    time: TimeWeights
    place: PlaceWeights
    actors: ActorWeights
    figures: FigureWeights
    words: WordWeights
    type: TypeWeights
    families: dict[str, tuple[str, ...]]
    together: tuple[tuple[str, ...], ...]
    plain: frozenset[str]
    vague: str
    common: str


class LinkingRules(msgspec.Struct, frozen=True):
    """The whole of data/linking.yaml; `vague` and `common` are words in small letters."""

    threshold: float
    time: TimeWeights
    place: PlaceWeights
    actors: ActorWeights
    figures: FigureWeights
    words: WordWeights
    type: TypeWeights
    family_of: dict[str, str]
    together: frozenset[frozenset[str]]
    plain: frozenset[str]
    vague: frozenset[str]
    common: frozenset[str]

    def type_points(self, a: str, b: str) -> float:
        """Return the points of two event types."""
        if a == b:
            return self.type.same
        one, other = self.family_of.get(a), self.family_of.get(b)
        if one is None or other is None:
            return self.type.together
        if one == other:
            return self.type.family
        return self.type.together if frozenset((one, other)) in self.together else self.type.apart


def read_linking(data: _Data) -> LinkingRules:
    """Return the rules of a file's content.

    Raises DataError where a family names no sub-event type, a type has two families, or a row names no family.
    """
    known = set(kinds()["event"])
    family_of: dict[str, str] = {}
    for family, types in data.families.items():
        for type_ in types:
            if type_ not in known:
                raise DataError(f"linking.yaml: {family}: {type_} is no sub-event type")
            if type_ in family_of:
                raise DataError(f"linking.yaml: {type_} stands in {family_of[type_]} and in {family}")
            family_of[type_] = family
    if missing := sorted(known - set(family_of)):
        raise DataError(f"linking.yaml: no family holds {missing[0]}")
    if unknown := sorted({f for row in data.together for f in row} - set(data.families)):
        raise DataError(f"linking.yaml: together names the unknown family {unknown[0]}")
    if len(data.place.radius) != 7:
        raise DataError("linking.yaml: place.radius needs a number for each where_prec 1 to 7")
    return LinkingRules(
        threshold=data.threshold,
        time=data.time,
        place=data.place,
        actors=data.actors,
        figures=data.figures,
        words=data.words,
        type=data.type,
        family_of=family_of,
        together=frozenset(frozenset(pair) for row in data.together for pair in combinations(row, 2)),
        plain=data.plain,
        vague=frozenset(data.vague.split()),
        common=frozenset(data.common.split()),
    )


@lru_cache(maxsize=1)
def load_linking() -> LinkingRules:
    """Return the rules of linking.

    Raises DataError where the file does not validate.
    """
    return read_linking(load_data("linking.yaml", _Data))
