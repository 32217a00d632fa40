"""The trend: those killed by week, and how a week is printed."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from counterclaim.publishing.brief.model import Week
from counterclaim.publishing.brief.words import day
from counterclaim.record import Incident
from counterclaim.record.totals import killed_in_all

TREND_COLUMNS = ("Week from", "Incidents", "Killed: low", "best", "high", "Claims")
_UNDATED = "~"
_CITED = 12  # claims that a week cites; the incidents cite the others


class Weeks:
    """Counts those killed by week, an incident at a time, so that none need be kept."""

    def __init__(self) -> None:
        self._weeks: dict[str, _Sum] = defaultdict(_Sum)

    def counting(self, incidents: Iterable[Incident]) -> Iterator[Incident]:
        """Yield incidents as they come, and count them."""
        for incident in incidents:
            start = incident.time.start
            self._weeks[monday(start) if start else _UNDATED].add(incident)
            yield incident

    def weeks(self, citable: Collection[str] | None = None) -> tuple[Week, ...]:
        """Return the weeks, first to last, those without a date at the end; they cite `citable` claims alone."""
        return tuple(
            Week(
                monday=None if key == _UNDATED else key,
                incidents=told.incidents,
                low=told.low,
                best=told.best,
                high=told.high,
                above=told.above,
                claims=tuple(c for c in told.claims if citable is None or c in citable),
            )
            for key, told in sorted(self._weeks.items())
        )


class _Sum:
    """The sums of one week."""

    def __init__(self) -> None:
        self.incidents = self.low = self.best = self.high = 0
        self.above = False
        self.claims: list[str] = []

    def add(self, incident: Incident) -> None:
        self.incidents += 1
        if (killed := killed_in_all(incident.figures)) is not None:
            best = killed.low if killed.best is None else killed.best
            self.low += killed.low
            self.best += best
            self.high += max(killed.high or 0, best)
            self.above |= killed.open
        for figure in incident.figures:
            if figure.measure != "killed" or figure.unit != "people":
                continue
            for claim in (figure.best_claim, figure.low_claim, figure.high_claim):
                if claim is not None and claim not in self.claims and len(self.claims) < _CITED:
                    self.claims.append(claim)
        if not self.claims:
            self.claims += incident.claims[:1]


def monday(iso: str) -> str:
    """Return the Monday of a day's week."""
    date = datetime.date.fromisoformat(iso)
    return (date - datetime.timedelta(days=date.weekday())).isoformat()


def week_cells(week: Week) -> list[str]:
    """Return a week as the cells of a table, its claims left out."""
    dated = day(week.monday) if week.monday else "no date"
    high = f"{week.high:,}{' or more' if week.above else ''}"
    return [dated, f"{week.incidents:,}", f"{week.low:,}", f"{week.best:,}", high]
