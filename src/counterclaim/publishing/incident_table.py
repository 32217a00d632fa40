"""Incidents as a table for eyes: what, when, where and between whom; then low, best and high of each side's losses."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from counterclaim.publishing.console import Page, text
from counterclaim.publishing.incident_documents import IncidentsMeta
from counterclaim.publishing.incident_words import (
    counted,
    days,
    low_best_high,
    marks,
    short,
    side_name,
    sides_line,
    spot,
)
from counterclaim.publishing.text import shown
from counterclaim.record import Figure, Incident

if TYPE_CHECKING:
    from rich.text import Text

HEADINGS = ("date, id", "what, where; sides; killed", "low", "best", "high", "said by", "origins", "marks")
_LEAST = (12, 20, 6, 6, 7, 7, 7, 15)
_NUMBERS = range(2, 7)


def incident_table(incidents: Iterable[Incident], *, width: int | None, color: bool) -> Iterator[str]:
    """Yield the table piece by piece: its head, then each incident; nothing where there are none.

    `width` is the number of columns, None the terminal's own; below 80 the table keeps a width of 80.
    """
    page = Page(width=width, color=color)
    least = sum(_LEAST) + len(_LEAST) - 1
    left = max(page.width - least, 0)
    page.console.width = max(page.width, least)
    widths = list(_LEAST)
    widths[1] += left * 2 // 3
    widths[7] += left - left * 2 // 3
    first = True
    for incident in incidents:
        if first:
            page.row([text(h, "bold") for h in HEADINGS], widths, _NUMBERS)
            first = False
        page.line()
        for row in _rows(incident):
            page.row(row, widths, _NUMBERS)
        yield page.done()


def table_end(meta: IncidentsMeta) -> str:
    """Return the line beneath the table: how many there are."""
    if not meta.total:
        return "No incident passes these filters.\n" if meta.filters else "No incidents yet.\n"
    shown_here = meta.total if meta.limit is None else min(meta.limit, meta.total)
    rest = f" of {meta.total:,}" if shown_here < meta.total else ""
    return f"\n{shown_here:,}{rest} {'incident' if meta.total == 1 else 'incidents'}\n"


def headline_figures(incident: Incident) -> tuple[Figure, ...]:
    """Return the figures that a table shows: those of the killed, else all of them."""
    killed = tuple(f for f in incident.figures if f.measure == "killed")
    return killed or tuple(f for f in incident.figures if f.unit == "people")


def _rows(incident: Incident) -> Iterator[list["Text"]]:
    what = f"{shown(incident.type)} · {spot(incident.place)}"
    yield _row(days(incident.time), what, "bold", last=f"graded {incident.grade}" if incident.grade else "")
    yield _row(short(incident.id), sides_line(incident), "dim")
    for figure in headline_figures(incident):
        name = side_name(incident, figure.side)
        label = name if figure.measure == "killed" else f"{counted(figure)}: {name}"
        numbers = (*low_best_high(figure), f"{figure.n_claimants:,}", f"{figure.n_origin_groups:,}")
        yield _row("", f"  {label}", "", numbers, marks(figure))


def _row(
    head: str, what: str, style: str, numbers: tuple[str, ...] = ("",) * len(_NUMBERS), last: str = ""
) -> list["Text"]:
    return [
        text(head, style),
        text(what, style),
        *(text(n, "bold" if place == 1 else "") for place, n in enumerate(numbers)),
        text(last, "yellow" if "contested" in last else "dim"),
    ]
