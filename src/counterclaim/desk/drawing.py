"""Where the marks of the drawings stand: numbers in, numbers out; the templates write the SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from counterclaim.desk.models import IncidentLine, Period

LANE = 18  # pixels of one row of marks
BAR = 30  # of a figure's bar


def percent(value: float, scale: float) -> str:
    """Return where a value stands on a scale from nought, as a percentage."""
    return f"{100 * min(max(value / scale, 0), 1) if scale else 0:.2f}%"


class Curve(NamedTuple):
    """A trend in a box of 1000 by 100: the band from low to high, the line of best, the greatest number."""

    band: str
    line: str
    top: int
    dots: list[tuple[float, float]]


def curve(periods: Sequence[Period], top: int | None = None) -> Curve:
    """Return a trend as the points of two polygons; every period is a step as wide as any other."""
    top = top or max((max(p.high, p.best) for p in periods), default=0)
    scale = top or 1
    width = 1000 / max(len(periods), 1)
    upper, lower, line = [], [], []
    for i, p in enumerate(periods):
        left, right = round(i * width, 2), round((i + 1) * width, 2)
        high, low, best = (round(100 - 100 * v / scale, 2) for v in (p.high, p.low, p.best))
        upper += [f"{left},{high}", f"{right},{high}"]
        lower += [f"{left},{low}", f"{right},{low}"]
        line += [f"{left},{best}", f"{right},{best}"]
    return Curve(" ".join(upper + lower[::-1]), " ".join(line), top, [])


class Span(NamedTuple):
    """An incident on the timeline: left end and width in per cent, and the row that it lies in."""

    line: IncidentLine
    left: float
    width: float
    row: int


class Timeline(NamedTuple):
    """Incidents as intervals over the days from `first` to `last`."""

    spans: list[Span]
    rows: int
    first: str
    last: str
    ticks: list[tuple[float, str]]


def timeline(lines: Sequence[IncidentLine]) -> Timeline | None:
    """Return incidents as intervals, packed into as few rows as they need; those without a day are left out."""
    dated = [
        (dt.date.fromisoformat(i.start).toordinal(), dt.date.fromisoformat(i.end or i.start).toordinal(), i)
        for i in lines
        if i.start
    ]
    if not dated:
        return None
    dated.sort(key=lambda d: (d[0], d[1]))
    first, last = dated[0][0], max(d[1] for d in dated)
    pad = max((last - first) // 40, 1)
    first, last = first - pad, last + pad
    days = last - first + 1
    ends: list[float] = []
    spans = []
    for start, end, line in dated:
        left, width = 100 * (start - first) / days, 100 * (end - start + 1) / days
        row = next((i for i, busy in enumerate(ends) if left >= busy), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = max(left + width, left + 1.2)
        spans.append(Span(line, round(left, 3), round(width, 3), row))
    return Timeline(
        spans, len(ends), dt.date.fromordinal(first).isoformat(), dt.date.fromordinal(last).isoformat(),
        _ticks(first, last),
    )  # fmt: skip


def _ticks(first: int, last: int) -> list[tuple[float, str]]:
    days = last - first + 1
    step = next((s for s in (1, 2, 5, 7, 14, 30, 91, 182, 365) if days / s <= 8), days // 6)
    return [
        (round(100 * (at - first) / days, 2), dt.date.fromordinal(at).isoformat())
        for at in range(first, last + 1, step)
    ][:-1] or [(0.0, dt.date.fromordinal(first).isoformat())]
