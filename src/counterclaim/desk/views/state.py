"""Status: what is in the ledger."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from counterclaim.actions.status import OUTCOMES
from counterclaim.desk.room import room_of
from counterclaim.desk.view import Table, View
from counterclaim.ledger import Run, Status

router = APIRouter()
RUNS = 20


class StatusView(View, frozen=True, kw_only=True):
    """What is in the ledger, and the latest runs."""

    ledger: str
    status: Status
    runs: tuple[Run, ...]

    def tables(self) -> dict[str, Table]:
        """Return the counts, then the runs."""
        s = self.status
        counts = [
            ("reports that count", s.reports_live), ("reports, all versions", s.reports_all),
            ("claims that count", s.claims_live), ("claims, all readings", s.claims_all),
            ("refusals", s.refusals), ("incidents", s.incidents), ("decisions", s.decisions), ("runs", s.runs),
            ("reports removed", s.tombstones),
            *((f"reports: {OUTCOMES.get(k, k)}", n) for k, n in s.reports.items()),
            *((f"inputs: {k}", n) for k, n in s.inputs.items()),
        ]  # fmt: skip
        runs = [(r.n, r.started, r.finished, r.meta.engine, r.meta.program, r.meta.registry) for r in self.runs]
        return {
            "counts": Table(("what", "number"), counts),
            "runs": Table(("run", "started", "finished", "engine", "program", "registry"), runs),
        }


@router.get("/status")
def status(request: Request) -> Response:
    """Show what is in the ledger."""
    room = room_of(request)
    runs = tuple(room.ledger.runs()[-RUNS:][::-1])
    view = StatusView(ledger=room.ledger.name, status=room.ledger.status(), runs=runs)
    return room.answer(request, "status.html", view, {"outcomes": OUTCOMES})
