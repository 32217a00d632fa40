"""CSV for spreadsheets: a row for each claim beside the figure it went into; nothing in it is run as a formula."""

from collections.abc import Iterable, Iterator

from counterclaim.publishing.exports.material import Material, Told
from counterclaim.publishing.incident_documents import (
    FIGURE_COLUMNS,
    INCIDENT_COLUMNS,
    figure_cells,
    incident_cells,
)
from counterclaim.publishing.tables import CLAIM_COLUMNS, Cell, claim_cells, csv_line
from counterclaim.record import Claim, Figure, Incident, Report

_REPORT = ("report_id", "external_id", "title", "publisher", "published", "url", "language")
_STUB = CLAIM_COLUMNS.index("incident")  # the key inside one report: here the incident itself is told
_CLAIM = tuple(name for i, name in enumerate(CLAIM_COLUMNS) if i != _STUB)
_FIGURE = (
    "figure_side", "figure_low", "figure_best", "figure_high", "figure_high_stated", "figure_basis", "figure_contested",
    "figure_provisional", "is_low", "is_best", "is_high",
)  # fmt: skip
COLUMNS = ("incident_id", "incident_type", "stands", *_REPORT, *_CLAIM, *_FIGURE)
FIGURES = (*INCIDENT_COLUMNS, *FIGURE_COLUMNS)


def claim_rows(materials: Iterable[Material], rest: Iterable[tuple[Report, Claim]] = ()) -> Iterator[str]:
    """Yield the header, the claims of each incident with their figures, then the `rest`, which are in no incident."""
    yield csv_line(COLUMNS)
    for material in materials:
        figures = {c: f for f in material.incident.figures for c in (*f.claims, *f.claimed_only)}
        for told in material.told:
            yield csv_line(_cells(told, material.incident, figures.get(told.claim.id)))
    for report, claim in rest:
        none = (None,) * len(_FIGURE)
        yield csv_line((None, None, claim.relation, *_report_cells(report), *_claim_cells(claim), *none))


def figure_rows(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield the header and one row for each figure of each incident; those without figures give none."""
    yield csv_line(FIGURES)
    for incident in incidents:
        head = incident_cells(incident)
        for figure in incident.figures:
            yield csv_line((*head, *figure_cells(incident, figure)))


def _cells(told: Told, incident: Incident, figure: Figure | None) -> tuple[Cell, ...]:
    claim = told.claim
    head = (incident.id, incident.type, told.stands, *_report_cells(told.report), *_claim_cells(claim))
    return (*head, *_figure_cells(claim, figure))


def _report_cells(report: Report) -> tuple[Cell, ...]:
    return (
        report.id, report.external_id, report.title, report.publisher, report.published, report.url, report.language,
    )  # fmt: skip


def _claim_cells(claim: Claim) -> tuple[Cell, ...]:
    return tuple(cell for i, cell in enumerate(claim_cells(claim)) if i != _STUB)


def _figure_cells(claim: Claim, figure: Figure | None) -> tuple[Cell, ...]:
    if figure is None:
        return (None,) * len(_FIGURE)
    contested = figure.contested
    return (
        figure.side,
        figure.low,
        figure.best,
        figure.high,
        figure.high_stated,
        figure.basis,
        ";".join(name for name in contested.__struct_fields__ if getattr(contested, name)),
        figure.provisional,
        figure.low_claim == claim.id,
        figure.best_claim == claim.id,
        figure.high_claim == claim.id,
    )
