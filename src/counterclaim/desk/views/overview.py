"""The overview: where, when, how many and how sure, over all incidents that pass the filters."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from counterclaim.desk import models, queries
from counterclaim.desk.room import room_of

router = APIRouter()


@router.get("/")
def overview(request: Request) -> Response:
    """Show the overview."""
    room = room_of(request)
    wanted = models.wanted_of(request.query_params)
    columns = room.snapshot.current()
    masks = models.selected(columns, wanted)
    ids = models.shown_ids(columns, masks, wanted)
    with queries.connected(room.ledger) as connection:
        incidents = queries.incidents(connection, ids)
    view = models.overview(columns, wanted, masks, incidents)
    return room.answer(request, "overview.html", view, {"orders": models.ORDERS})
