"""A report: its text with the words of every claim marked. A claim is shown in its report."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from counterclaim.actions.coding import Coding
from counterclaim.actions.effective import standing
from counterclaim.actions.show import show, the_id
from counterclaim.desk.finding import or_404
from counterclaim.desk.models_decided import judged
from counterclaim.desk.models_report import paragraphs, report_view
from counterclaim.desk.room import room_of
from counterclaim.publishing.pages import ClaimPage, ReportPage

router = APIRouter()


@router.get("/report/{id_}")
def report(request: Request, id_: str) -> Response:
    """Show a report."""
    room = room_of(request)
    with or_404():
        page = show(room.ledger, the_id(room.ledger, id_, ("report",)))
    assert isinstance(page, ReportPage)  # the id is a report's
    decisions = Coding(room.ledger.effective_decisions()).in_effect()
    now = standing(room.ledger, page.reading.report.id, decisions) if page.reading.report else None
    if now is None:
        view = report_view(page, page.reading.claims)
    else:
        said = judged(decisions, (*now.claims, *now.rejected), now.machine)
        view = report_view(page, now.claims, now.rejected, said)
    return room.answer(request, "report.html", view, {"paragraphs": paragraphs(view)})


@router.get("/claim/{id_}")
def claim(request: Request, id_: str) -> Response:
    """Go to a claim in its report."""
    room = room_of(request)
    with or_404():
        page = show(room.ledger, the_id(room.ledger, id_, ("claim",)))
    assert isinstance(page, ClaimPage)  # the id is a claim's
    return RedirectResponse(f"/report/{page.report.id}#claim-{page.claim.id}", 303)
