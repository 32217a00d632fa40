"""An incident: its figures with every claim on them, who says what, and where they have it from."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from counterclaim.actions.coding import Coding
from counterclaim.actions.show import show, the_id
from counterclaim.desk.finding import or_404
from counterclaim.desk.models_decided import judged
from counterclaim.desk.models_incident import incident_view
from counterclaim.desk.room import room_of
from counterclaim.publishing.pages import IncidentPage

router = APIRouter()


@router.get("/incident/{id_}")
def incident(request: Request, id_: str) -> Response:
    """Show an incident."""
    room = room_of(request)
    with or_404():
        page = show(room.ledger, the_id(room.ledger, id_, ("incident",)))
    assert isinstance(page, IncidentPage)  # the id is an incident's
    told = [t.claim for t in page.claims]
    machine = {id_: claim for id_, (_, claim) in room.ledger.claims(c.id for c in told).items()}
    said = judged(Coding(room.ledger.effective_decisions()).in_effect(), told, machine)
    return room.answer(request, "incident.html", incident_view(page, said))
