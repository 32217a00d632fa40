"""Which place of the gazetteer a name stands for: decided by the country that the report speaks of, never by the name alone.

A name is taken where its own words, the places they put it in, or the countries of the report leave one place; without
any of these only where one place is by far the best known of its name. Where two fit, none is taken.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import asin, cos, radians, sin, sqrt

import msgspec

from counterclaim.knowledge.gazetteer import Gazetteer, GazetteerPlace
from counterclaim.knowledge.gazetteer_index import Kind
from counterclaim.knowledge.place_words import fold, load_places

_EARTH_KM = 6371.0
_LEAST_SHARE = 0.12  # of a report's mentions: a country named less often is no context
_SOUND_SHARE = 0.25  # ... and this much for a name of other spelling to be looked for in it
_OUTSHINES = 20  # times the people: "Moscow" in a report on the United States is not the one in Idaho
_TOWN_KM = 30  # a quarter lies this near to its town
_SAME_KM = 25  # candidates nearer to each other than this are one place in two rows
_INSIDE_KM = 80  # a place "in X" or "near X" lies this near to X
_NEAR_KM, _NEARER = (
    120,
    3,
)  # how near to the report's other places a namesake must lie, and how many times nearer than the next
_LIKE_STEP = 4  # per cent of likeness that sets one spelling above another
_FAMOUS_VOTE, _ONLY_VOTE = 1.0, 0.5  # a place known everywhere; a name that one country alone has
_SUPPORT = 1.0  # what must speak for a country beside the name itself
_PREFERENCES: dict[str, tuple[Kind, ...]] = {
    "division1": ("admin1", "area", "admin2", "place"),
    "division2": ("admin2", "admin1", "area", "place"),
    "place": ("place", "area", "sea", "admin1", "admin2"),
    "area": ("area", "sea", "admin1", "place", "admin2"),
}
_PRECISION: dict[Kind, int] = {"place": 1, "admin2": 3, "admin1": 4, "area": 5, "sea": 7, "country": 6}


class Named(msgspec.Struct, frozen=True):
    """A place as its words name it: the bare name, its type ("district"), its country and the places it lies in."""

    name: str
    type: str | None = None
    country: str | None = None
    containers: tuple[str, ...] = ()


class Located(msgspec.Struct, frozen=True):
    """What a name was resolved to; `place` None where only country or division are known. `reason` says why, in words."""

    place: GazetteerPlace | None
    country: str | None
    admin1: str | None
    precision: int | None
    reason: str


class Geocoder:
    """Resolves the names of one report. `countries` are the votes of its countries, of its parties and its dateline."""

    def __init__(self, gazetteer: Gazetteer, names: Iterable[Named], countries: Counter[str]) -> None:
        self.gazetteer = gazetteer
        self.rules = gazetteer.rules
        self._words = load_places()
        names = list(dict.fromkeys(names))
        self._votes: Counter[str] = Counter()
        for code, number in countries.items():
            self._votes[code] += number
        self._spoke: dict[str, tuple[str, float]] = {}  # which country each name spoke for, and how loudly
        for named in names:
            self._vote(named)
        total = self._votes.total()
        self.context = tuple(c for c, n in self._votes.most_common() if n >= _LEAST_SHARE * total)
        self._sound_context = {c for c in self.context if self._votes[c] >= _SOUND_SHARE * total}
        self._known: dict[Named, Located | None] = {}
        self._anchors: list[GazetteerPlace] = []
        for named in names:  # what is plain first: it tells two places of one name apart
            located = self.locate(named)
            if located is not None and located.place is not None and located.place.kind == "place":
                self._anchors.append(located.place)
        self._known = {
            n: found for n, found in self._known.items() if found is not None and found.place is not None
        }

    def _vote(self, named: Named) -> None:
        """Let a name speak for the country that alone, or far before all others, has a place of it."""
        if named.country is not None:
            self._votes[named.country] += 1
            return
        found = [p for p in self.gazetteer.named(named.name) if p.kind in {"place", "admin1"} and p.country]
        if named.name in self._spoke:
            return
        best = self._famous(found)
        if best is not None and best.country is not None:
            self._speak(named.name, best.country, _FAMOUS_VOTE)
        elif len({p.country for p in found}) == 1 and found[0].country is not None:
            self._speak(named.name, found[0].country, _ONLY_VOTE)

    def _speak(self, name: str, country: str, weight: float) -> None:
        self._spoke[name] = country, weight
        self._votes[country] += weight  # type: ignore[assignment]

    def _supported(self, named: Named, country: str) -> bool:
        """Tell whether something other than the name itself speaks for the country: no name is its own reason."""
        spoke, weight = self._spoke.get(named.name, ("", 0.0))
        return self._votes[country] - (weight if spoke == country else 0) >= _SUPPORT

    def locate(self, named: Named) -> Located | None:
        """Return what a name stands for, or None where nothing is known of it."""
        if named not in self._known:
            self._known[named] = self._locate(named)
        return self._known[named]

    def _locate(self, named: Named) -> Located | None:
        if (code := self._words.country(named.name)) is not None and named.type is None:
            return Located(None, code, None, _PRECISION["country"], "a country's name")
        if fold(named.name).split(" ")[0] in self._words.demonyms:
            return None  # "the Turkish border", "the Armenian quarter"
        inside = self._container(named)
        country = named.country or (inside.country if inside is not None else None)
        if country is not None:
            return self._in_country(named, country, inside)
        doubtful = False
        famous = self._famous(self.gazetteer.named(named.name)) if named.type is None else None
        for read in (self._spelt, self._sounding):
            for code in self.context:
                if not self._supported(named, code):
                    continue
                found = read(named, code)
                if famous is not None and famous.country != code:
                    found = [
                        p for p in found if p.population * _OUTSHINES > famous.population or p.kind == "admin1"
                    ]
                if (place := self._pick(named, found, inside)) is not None:
                    return self._located(place, named, f"the report speaks of {code}")
                doubtful |= bool(found)
        if doubtful:
            return None  # several places of the report's own countries: none is taken
        if famous is not None:
            return self._located(famous, named, "by far the best known of its name")
        return None

    def _in_country(self, named: Named, country: str, inside: Located | None) -> Located:
        why = (
            "the words put it there"
            if named.country
            else f"it lies in {inside.place.name if inside and inside.place else country}"
        )
        place = self._pick(named, self._candidates(named, country), inside)
        if place is not None:
            return self._located(place, named, why)
        return Located(None, country, inside.admin1 if inside is not None else None, None, why)

    def _container(self, named: Named) -> Located | None:
        """Return the smallest place that the words put this one in and that is known."""
        for number, name in enumerate(named.containers):
            if name == named.name:
                continue
            outer = Named(name, None, named.country, named.containers[number + 1 :])
            located = self.locate(outer)
            if located is not None and (located.place is not None or located.country is not None):
                return located
        return None

    def _candidates(self, named: Named, country: str) -> list[GazetteerPlace]:
        """Return the places of a country that a name may stand for: of this spelling, else of these sounds."""
        return self._spelt(named, country) or self._sounding(named, country)

    def _spelt(self, named: Named, country: str) -> list[GazetteerPlace]:
        for spelling in [f"{named.name} {named.type}", named.name] if named.type else [named.name]:
            if found := [p for p in self.gazetteer.named(spelling) if p.country in {country, None}]:
                return found
        return []

    def _sounding(self, named: Named, country: str) -> list[GazetteerPlace]:
        if country not in self._sound_context and country != named.country:
            return []
        return list(self.gazetteer.alike(named.name, country))

    def _pick(self, named: Named, found: Sequence[GazetteerPlace], inside: Located | None) -> GazetteerPlace | None:
        """Return the one candidate that fits type, container and the report's other places; None where two do."""
        if inside is not None:
            found = [p for p in found if _within(p, inside)]
        if (
            named.type in self._words.data.parts_of_towns
        ):  # of the many quarters of one name, that of the report's town
            towns = [inside.place] if inside is not None and inside.place is not None else self._anchors
            found = [p for p in found if any(distance_km(p, t) <= _TOWN_KM for t in towns)]
        preference = _PREFERENCES[self._wanted(named)]
        for kind in preference:
            group = [p for p in found if p.kind == kind]
            if group:
                return self._one(group)
        return None

    def _one(self, group: list[GazetteerPlace]) -> GazetteerPlace | None:
        likest = max(p.likeness for p in group)
        group = [p for p in group if p.likeness > likest - _LIKE_STEP]
        group.sort(key=lambda p: (-p.population, p.gid))
        first = group[0]
        if all(distance_km(first, p) <= _SAME_KM for p in group[1:]):
            return first
        if first.population >= self.rules.same_name_ratio * max(1, group[1].population) and first.population:
            return first
        if self._anchors:
            near = sorted((min(distance_km(p, a) for a in self._anchors), p.gid, p) for p in group)
            if near[0][0] <= _NEAR_KM and near[1][0] >= _NEARER * max(near[0][0], 1):
                return near[0][2]
        return None

    def _wanted(self, named: Named) -> str:
        kind = self._words.types.get(named.type or "")
        if kind is None or kind.precision <= 2:
            return "place"
        return {3: "division2", 4: "division1"}.get(kind.precision, "area")

    def _famous(self, found: Iterable[GazetteerPlace]) -> GazetteerPlace | None:
        """Return the place that a reader anywhere would take the name for, or None."""
        ranked = sorted((p for p in found if p.kind in {"place", "area", "sea"}), key=lambda p: -p.population)
        if not ranked:
            return None
        first = ranked[0]
        if first.kind in {"area", "sea"} and len(ranked) == 1:
            return first
        others = [p.population for p in ranked[1:] if p.country != first.country]
        enough = first.population >= self.rules.famous_population
        return first if enough and first.population >= self.rules.famous_ratio * max([1, *others]) else None

    def _located(self, place: GazetteerPlace, named: Named, reason: str) -> Located:
        unit = self.gazetteer.division(place.country, place.admin1) if place.country and place.admin1 else None
        kind = self._words.types.get(named.type or "")
        precision = _PRECISION[place.kind]
        if kind is not None and place.kind == "place" and kind.precision in {3, 4}:
            precision = kind.precision
        return Located(place, place.country, unit.name if unit is not None else None, precision, reason)


def _within(place: GazetteerPlace, outer: Located) -> bool:
    if outer.place is None:
        return True
    if outer.place.kind == "admin1":
        return place.admin1 == outer.place.admin1
    return distance_km(place, outer.place) <= _INSIDE_KM


def distance_km(a: GazetteerPlace, b: GazetteerPlace) -> float:
    """Return the great-circle distance of two places in kilometres; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return float("inf")
    lat1, lon1, lat2, lon2 = map(radians, (a.lat, a.lon, b.lat, b.lon))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(h)))
