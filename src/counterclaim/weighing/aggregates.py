"""Totals that hold single incidents: what is left of them when these are taken out, bound by bound (METHOD 1.8)."""

from collections.abc import Iterable, Sequence

import msgspec

from counterclaim.record.incident import Figure


class Aggregate(msgspec.Struct, frozen=True, kw_only=True):
    """A total and the figures that it holds: `contains` are ids of incidents, `residual` what none of them tells."""

    total: Figure
    contains: tuple[str, ...]
    residual: Figure


def aggregate(total: Figure, singles: Iterable[tuple[str, Figure]]) -> Aggregate:
    """Return a total with the incidents in it, given as (incident id, figure) of the same measure, side and unit."""
    inside = sorted(((id_, f) for id_, f in singles if _alike(total, f)), key=lambda pair: pair[0])
    return Aggregate(
        total=total,
        contains=tuple(dict.fromkeys(id_ for id_, _ in inside)),
        residual=residual(total, [f for _, f in inside]),
    )


def residual(total: Figure, singles: Sequence[Figure]) -> Figure:
    """Return what a total leaves when single figures are taken out of each of its bounds, never below nought.

    The difference of bounds may cross (a total without doubt, less a figure in doubt): the least then becomes the low
    and the greatest the high, so that low <= best <= high always. An end that is open stays open; a single figure
    without an upper end takes out what is stated of it.
    """
    if not singles:
        return msgspec.structs.replace(total, residual=True)
    low = max(0, total.low - sum(f.low for f in singles))
    best = None if total.best is None else max(0, total.best - sum(_best(f) for f in singles))
    high = None if total.high is None else max(0, total.high - sum(_top(f) for f in singles))
    stated = None if total.high_stated is None else max(0, total.high_stated - sum(_top(f) for f in singles))
    known = [n for n in (low, best, high) if n is not None]
    low = min(known if high is not None else [n for n in (low, best) if n is not None])
    if high is not None:
        high = max(known)
    if best is not None:
        best = max(best, low)
    return msgspec.structs.replace(
        total,
        low=low,
        best=best,
        high=high,
        high_stated=None if stated is None else max(n for n in (stated, low, best, high) if n is not None),
        residual=True,
    )


def spread_evenly(total: int, places: int) -> tuple[int, ...] | None:
    """Return UCDP's parts of a total over places, as even as whole numbers can be, the greater ones first.

    None where there are fewer deaths than places: the total then belongs to the smallest unit that holds them all.
    """
    if places < 1 or total < places:
        return None
    each, odd = divmod(total, places)
    return (each + 1,) * odd + (each,) * (places - odd)


def spread_over_days(total: int, days: int) -> tuple[int, ...]:
    """Return ACLED's parts of a total over days or places: equal parts, the first taking what is left over."""
    each, odd = divmod(total, max(days, 1))
    return (each + odd,) + (each,) * (max(days, 1) - 1)


def _alike(one: Figure, other: Figure) -> bool:
    return (one.measure, one.side, one.unit) == (other.measure, other.side, other.unit)


def _best(figure: Figure) -> int:
    return figure.low if figure.best is None else figure.best


def _top(figure: Figure) -> int:
    top = figure.high_stated if figure.high is None else figure.high
    return figure.low if top is None else top
