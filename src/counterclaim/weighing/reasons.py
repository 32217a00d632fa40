"""Why two stubs are, or are not, one happening: each part of a pair's points in plain words."""

import datetime as dt
from typing import NamedTuple

import numpy as np

from counterclaim.weighing.columns import NONE
from counterclaim.weighing.link import FEATURES, UNTOLD, Linker


class Why(NamedTuple):
    """What speaks for or against two stubs being one happening; `excluded` where nothing could make them one."""

    points: float
    threshold: float
    linked: bool
    excluded: bool
    reasons: tuple[tuple[str, float], ...]


def why(of: Linker, a: int, b: int) -> Why:
    """Return what speaks for and against two stubs (rows) being one happening, whichever is named first."""
    if of.rank[a] > of.rank[b]:
        a, b = b, a
    features, out = of.features(np.array([a]), np.array([b]))
    row = dict(zip(FEATURES, (round(float(f), 2) for f in features[0]), strict=True))
    points = round(float(features.sum(dtype=np.float64)), 3)
    reasons = [(_SAY[name](of, a, b), row[name]) for name in FEATURES]
    excluded = bool(out[0])
    if of.report[a] == of.report[b]:
        reasons.insert(0, ("one report tells them apart", 0.0))
        excluded = True
    return Why(
        points=points,
        threshold=of.rules.threshold,
        linked=points >= of.rules.threshold and not excluded,
        excluded=excluded,
        reasons=tuple((text, value) for text, value in reasons if text),
    )


def _say_time(of: Linker, a: int, b: int) -> str:
    if not (of.dated[a] and of.dated[b]):
        return "neither tells its days" if of.dated[a] == of.dated[b] else "only one tells its days"
    days = " and ".join(_span(int(of.start[x]), int(of.end[x])) for x in (a, b))
    excluded = of.time_points(np.array([a]), np.array([b]))[1][0]
    if excluded:
        return f"the days exclude each other: {days}"
    if of.assumed[a] or of.assumed[b]:
        return f"the days may be the same, one being only that of publication: {days}"
    return (
        f"the days agree: {days}"
        if max(of.start[a], of.start[b]) <= min(of.end[a], of.end[b])
        else f"neighbouring days: {days}"
    )


def _span(start: int, end: int) -> str:
    first, last = dt.date.fromordinal(start).isoformat(), dt.date.fromordinal(end).isoformat()
    return first if first == last else f"{first} to {last}"


def _say_place(of: Linker, a: int, b: int) -> str:
    spots = [of.table.spot(int(of.table.stubs["spot"][x])) for x in (a, b)]
    names = [s.name for s in spots if s is not None]
    if len(names) < 2:
        return "one tells no place" if names else "neither tells a place"
    told = " and ".join(names)
    one, other = np.array([a]), np.array([b])
    distance = float(of.distance(one, other)[0])
    excluded = bool(of.place_points(one, other)[1][0])
    if distance < UNTOLD:
        far = (
            "too far apart"
            if excluded
            else "within reach"
            if distance <= of.radius[a] + of.radius[b]
            else "rather far"
        )
        return f"{told}: {distance:.0f} km, {far}"
    if excluded:
        return f"{told}: different countries"
    return f"{told}: alike in sound" if of.sound[a] == of.sound[b] != NONE else f"{told}: no distance known"


def _say_type(of: Linker, a: int, b: int) -> str:
    names = [of.table.types[int(of.type[x])] for x in (a, b)]
    if names[0] == names[1]:
        return f"both are {names[0]}"
    apart = of.type_points[of.type[a], of.type[b]] <= of.rules.type.apart
    return f"{names[0]} and {names[1]} {'are not one happening' if apart else 'can be one happening'}"


def _say_actors(of: Linker, a: int, b: int) -> str:
    shared = [of.table.actor_values[int(c)] for c in of.actors[a] if c != 2**32 - 1 and c in of.actors[b]]
    return f"both name {', '.join(sorted(shared))}" if shared else "no actor is named by both"


def _say_figures(of: Linker, a: int, b: int) -> str:
    both = [int(f) for f in of.figures[a] if f and f in of.figures[b]]
    if both:
        return f"both tell the figure {', '.join(str(f & 0xFFFFFF) for f in both)}"
    if of.toll[a] and of.toll[b]:
        return f"the tolls are {of.toll[a]} and {of.toll[b]}"
    return ""


def _say_words(of: Linker, a: int, b: int) -> str:
    count = sum(1 for m in (of.names, of.words) for w in m[a] if w and w in m[b])
    return f"{count} rare words stand in both" if count else "no rare word stands in both"


def _say_text(of: Linker, a: int, b: int) -> str:
    points = of.word_points(np.array([a]), np.array([b]))[1][0]
    return "they tell it in much the same words" if points else ""


_SAY = {
    "time": _say_time, "place": _say_place, "type": _say_type, "actors": _say_actors, "figures": _say_figures,
    "words": _say_words, "text": _say_text,
}  # fmt: skip
