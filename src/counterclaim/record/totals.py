"""How many were killed in an incident, over all its sides: what a list, a trend and an order of incidents go by."""

from collections.abc import Iterable
from typing import NamedTuple

from counterclaim.record.incident import Figure

PEOPLE = "people"  # the key of figures about people of whom nobody says whose they are


class Killed(NamedTuple):
    """The killed of an incident: `best` None where no side has one, `high` the greatest stated, None where none is."""

    low: int
    best: int | None
    high: int | None
    open: bool


def killed_in_all(figures: Iterable[Figure]) -> Killed | None:
    """Return the killed over all sides; None where no figure tells any.

    People of whom nobody says whose they are may be the dead of the sides told again, or the total of them: they count only
    as far as they are more than the sides together (METHOD 1.8). Residuals are left out.
    """
    killed = [f for f in figures if (f.measure, f.unit) == ("killed", "people") and not f.residual]
    if not killed:
        return None
    whole, sides = ([f for f in killed if (f.side == PEOPLE) is people] for people in (True, False))
    told = [_added(part) for part in (whole, sides) if part]
    return Killed(
        low=max(t.low for t in told),
        best=max((t.best for t in told if t.best is not None), default=None),
        high=max((t.high for t in told if t.high is not None), default=None),
        open=any(t.open for t in told),
    )


def _added(figures: list[Figure]) -> Killed:
    best = [f.low if f.best is None else f.best for f in figures]
    high = [f.high_stated for f in figures if f.high_stated is not None]
    return Killed(
        low=sum(f.low for f in figures),
        best=sum(best) if any(f.best is not None for f in figures) else None,
        high=sum(high) if high else None,
        open=any(f.open_high for f in figures),
    )
