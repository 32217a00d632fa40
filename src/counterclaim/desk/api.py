"""The REST API under /api/v1: the ledger as JSON, in the shapes of the record; decisions and reports to be written.

The description of it (OpenAPI 3.1) is at /api/v1/openapi.json. Errors are problem+json (RFC 9457). Reading is open to
whoever reaches the server; writing needs the bearer token where the server was started with one.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from itertools import islice
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from counterclaim import settings
from counterclaim.actions.add import add_readings
from counterclaim.actions.claimants import claimants as claimant_lines
from counterclaim.actions.coding import Coding, Task, step_of
from counterclaim.actions.decide import Desk, Order
from counterclaim.actions.effective import effective_claims
from counterclaim.actions.incidents import incidents as find_incidents
from counterclaim.actions.review import Asked, Queue, finish, session_agreement, settle, take
from counterclaim.actions.search import search as find_words
from counterclaim.actions.show import show, the_id
from counterclaim.desk.coder import coder_of
from counterclaim.desk.room import room_of
from counterclaim.errors import CounterclaimError, InputRejected, LedgerBusy, LedgerError, UsageError
from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger, ReportRow, Status
from counterclaim.publishing.claimants import ClaimantLine
from counterclaim.publishing.found import FoundPassage
from counterclaim.publishing.incident_documents import IncidentsMeta
from counterclaim.publishing.pages import ClaimPage, IncidentPage, ReportPage
from counterclaim.record import Claim, Decision, Incident, Reading
from counterclaim.record.base import Record
from counterclaim.scoring.agreement import Agreement

PREFIX = "/api/v1"
PAGE, MOST = 50, 500
PROBLEM = "application/problem+json"
T = TypeVar("T")
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


# Shapes beside those of the record


class Problem(Record, frozen=True, kw_only=True):
    """Why there is no answer (RFC 9457)."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"


class Reports(Record, frozen=True, kw_only=True):
    """Some reports, in the order of adding."""

    reports: tuple[ReportRow, ...]
    offset: int
    more: bool


class ToldClaimRow(Record, frozen=True, kw_only=True):
    """A claim as it stands now, with its report and incident."""

    report: str
    incident: str | None
    claim: Claim


class Claims(Record, frozen=True, kw_only=True):
    """Some claims that count, as people left them."""

    claims: tuple[ToldClaimRow, ...]
    offset: int
    more: bool


class Incidents(Record, frozen=True, kw_only=True):
    """Some incidents, latest first; `meta` says how many pass the filters."""

    incidents: tuple[Incident, ...]
    offset: int
    more: bool
    meta: IncidentsMeta


class Decisions(Record, frozen=True, kw_only=True):
    """Some decisions, newest first; `in_force` names those that nobody took back."""

    decisions: tuple[Decision, ...]
    in_force: tuple[str, ...]
    offset: int
    more: bool


class FoundPassages(Record, frozen=True, kw_only=True):
    """What has all the words, best first."""

    found: tuple[FoundPassage, ...]


class Claimants(Record, frozen=True, kw_only=True):
    """What each claimant's figures looked like against others'."""

    claimants: tuple[ClaimantLine, ...]


class QueueItems(Record, frozen=True, kw_only=True):
    """A stretch of the review queue."""

    items: tuple[ToldClaimRow, ...]
    needs: tuple[str, ...]
    offset: int
    more: bool


class Sessions(Record, frozen=True, kw_only=True):
    """Who took which report in which coding session, and who is done."""

    tasks: tuple[Task, ...]


class Made(Record, frozen=True, kw_only=True):
    """A decision that was written, and how many incidents were weighed anew."""

    decision: Decision
    incidents: int


class NewReport(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report to be read and kept. `published` is YYYY-MM-DD; `relevance` false reads it whatever the gate says."""

    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    external_id: str | None = None
    relevance: bool = True


class AddedReport(Record, frozen=True, kw_only=True):
    """What became of a report."""

    report: str
    state: str
    outcome: str
    claims: int
    refusals: int
    incidents: int


class Coded(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A coder takes reports in a session (none named: those it has), is done with it, or settles a difference in it.

    To settle one names `claim`, and in `chosen` the coder as whom it is to be left.
    """

    step: str
    reports: tuple[str, ...] = ()
    claim: str | None = None
    chosen: str | None = None
    coder: str | None = None


SHAPES: tuple[type[Record], ...] = (
    Problem, Reports, Claims, Incidents, IncidentPage, ClaimPage, ReportPage, Decisions, FoundPassages, Claimants,
    QueueItems, Sessions, Agreement, Status, Made, NewReport, AddedReport, Coded, Order, Reading, ToldClaimRow,
)  # fmt: skip


# Answers


class _Route(APIRoute):
    """A route whose refusals are problem+json."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handler(request)
            except (CounterclaimError, HTTPException, RequestValidationError) as error:
                return problem(*_why(error))

        return handled


def problem(status: int, title: str, detail: str) -> Response:
    """Return a refusal."""
    body = msgspec.json.encode(Problem(status=status, title=title, detail=detail))
    return Response(body, status, media_type=PROBLEM)


def _why(error: Exception) -> tuple[int, str, str]:
    if isinstance(error, HTTPException):
        return error.status_code, "Not found" if error.status_code == 404 else "Refused", str(error.detail)
    if isinstance(error, RequestValidationError):
        told = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
        return 422, "The request does not hold", told
    if isinstance(error, LedgerBusy):
        return 503, "Busy", str(error)
    if isinstance(error, InputRejected):
        return 422, "The report cannot be read in", str(error)
    if isinstance(error, LedgerError):
        return 500, "The ledger cannot be used", str(error)
    return 400, "The request does not hold", str(error)


def _json(value: Record, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def _answer(name: type[Record], status: int = 200) -> dict[int | str, dict[str, Any]]:
    """Return the description of an answer of a shape, and of a refusal."""

    def content(kind: str, shape: str) -> dict[str, Any]:
        return {"content": {kind: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}}

    refused = {"description": "Why not", **content(PROBLEM, "Problem")}
    words = (name.__doc__ or "").split("\n")[0]
    found: dict[int | str, dict[str, Any]] = {
        status: {"description": words, **content("application/json", name.__name__)}
    }
    return {**found, 400: refused, 404: refused, 422: refused, 503: refused}


def _body(shape: type[Record]) -> dict[str, Any]:
    schema = {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}
    return {"requestBody": {"required": True, "content": {"application/json": schema}}}


async def _read(request: Request, shape: type[T]) -> T:
    """Return the body of a request; never more of it in memory than one input may be."""
    kind = request.headers.get("content-type", "").split(";")[0].strip()
    if kind != "application/json":
        raise HTTPException(415, "send application/json")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > settings.MAX_BYTES:
            raise HTTPException(413, f"more than {settings.MAX_BYTES:,} bytes")
    try:
        return msgspec.json.decode(bytes(body), type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HTTPException(422, str(error)) from error


def _stretch(items: Iterable[T], offset: int, limit: int) -> tuple[tuple[T, ...], bool]:
    found = tuple(islice(items, offset, offset + limit + 1))
    return found[:limit], len(found) > limit


def _ledger(request: Request) -> Ledger:
    return room_of(request).ledger


def _found(ledger: Ledger, id_: str, kind: str) -> str:
    try:
        return the_id(ledger, id_, (kind,))
    except UsageError as error:
        raise HTTPException(404, str(error)) from error


router = APIRouter(prefix=PREFIX, route_class=_Route, tags=["ledger"])
Offset = Annotated[int, Query(ge=0, le=10**9, description="How many to leave out at the beginning.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Text = Annotated[str | None, Query(max_length=500)]


# Reading


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """Describe the API."""
    return Response(msgspec.json.encode(description()), media_type="application/json")


@router.get("/status", responses=_answer(Status))
def status(request: Request) -> Response:
    """Count what is in the ledger."""
    return _json(_ledger(request).status())


@router.get("/reports", responses=_answer(Reports))
def reports(
    request: Request, live: bool = True, publisher: Text = None, since: Text = None, until: Text = None,
    offset: Offset = 0, limit: Limit = PAGE,
) -> Response:  # fmt: skip
    """List reports in the order of adding; `since` and `until` are days of publication."""
    rows = (
        r
        for r in _ledger(request).reports()
        if (r.live or not live)
        and (publisher is None or publisher.casefold() in (r.publisher or "").casefold())
        and (since is None or (r.published or "") >= since)
        and (until is None or (r.published is not None and r.published <= until))
    )
    found, more = _stretch(rows, offset, limit)
    return _json(Reports(reports=found, offset=offset, more=more))


@router.get("/reports/{id}", responses=_answer(ReportPage))
def report(request: Request, id: str) -> Response:
    """Give one report as last read: text, claims as people left them, refusals, versions, decisions."""
    page = show(_ledger(request), _found(_ledger(request), id, "report"))
    assert isinstance(page, ReportPage)  # the id is a report's
    return _json(page)


@router.get("/claims", responses=_answer(Claims))
def claims(
    request: Request, report: Text = None, incident: Text = None, kind: Text = None, type: Text = None,
    claimant: Text = None, stance: Text = None, confidence: Text = None, offset: Offset = 0, limit: Limit = PAGE,
) -> Response:  # fmt: skip
    """List claims that count, as people left them, report by report."""
    ledger = _ledger(request)
    wanted = {"kind": kind, "type": type, "stance": stance, "confidence": confidence}
    told = (
        (r, c)
        for r, c in _told(ledger, report, incident)
        if all(value is None or getattr(c, name) == value for name, value in wanted.items())
        and (claimant is None or claimant.casefold() in c.claimant.casefold())
    )
    found, more = _stretch(told, offset, limit)
    placed = ledger.incident_of_claims([c.id for _, c in found])
    rows = tuple(ToldClaimRow(report=r, incident=placed.get(c.id), claim=c) for r, c in found)
    return _json(Claims(claims=rows, offset=offset, more=more))


def _told(ledger: Ledger, report: str | None, incident: str | None) -> Iterator[tuple[str, Claim]]:
    inside: frozenset[str] | None = None
    wanted: Iterable[str]
    if incident is not None:
        whole = ledger.incident(_found(ledger, incident, "incident"))
        if whole is None:
            raise HTTPException(404, f"{incident}: this incident is no more")
        inside, wanted = frozenset(whole.claims), whole.reports
    elif report is not None:
        wanted = [_found(ledger, report, "report")]
    else:
        wanted = ledger.told_ids()
    coding = Coding(ledger.effective_decisions()).in_effect()
    for id_ in wanted:
        for claim in effective_claims(ledger, id_, decisions=coding):
            if inside is None or claim.id in inside:
                yield id_, claim


@router.get("/claims/{id}", responses=_answer(ClaimPage))
def claim(request: Request, id: str) -> Response:
    """Give one claim with its words in the text around them."""
    page = show(_ledger(request), _found(_ledger(request), id, "claim"))
    assert isinstance(page, ClaimPage)  # the id is a claim's
    return _json(page)


@router.get("/incidents", responses=_answer(Incidents))
def incidents(
    request: Request, country: Text = None, since: Text = None, until: Text = None, actor: Text = None,
    place: Text = None, type: Text = None, contested: bool | None = None, grade: Text = None,
    offset: Offset = 0, limit: Limit = PAGE,
) -> Response:  # fmt: skip
    """List incidents by the filters of the command line, latest first."""
    found = find_incidents(
        _ledger(request), country=country, since=since, until=until, actor=actor, place=place, type=type,
        contested=contested, grade=grade, limit=offset + limit + 1,
    )  # fmt: skip
    told, more = _stretch(found.incidents, offset, limit)
    meta = msgspec.structs.replace(found.meta, limit=limit)
    return _json(Incidents(incidents=told, offset=offset, more=more, meta=meta))


@router.get("/incidents/{id}", responses=_answer(IncidentPage))
def incident(request: Request, id: str) -> Response:
    """Give one incident with its claims, origins, trail and decisions."""
    ledger = _ledger(request)
    try:
        page = show(ledger, the_id(ledger, id, ("incident",)))
    except UsageError as error:
        raise HTTPException(404, str(error)) from error
    assert isinstance(page, IncidentPage)  # the id is an incident's
    return _json(page)


@router.get("/search", responses=_answer(FoundPassages))
def search(request: Request, q: Annotated[str, Query(max_length=500)], limit: Limit = PAGE) -> Response:
    """Find the reports and claims that have all of some words."""
    return _json(FoundPassages(found=find_words(_ledger(request), q, limit=limit)))


@router.get("/claimants", responses=_answer(Claimants))
def claimants(request: Request, min_cases: Annotated[int, Query(ge=1)] = 1) -> Response:
    """Compare each claimant's figures with others'."""
    return _json(Claimants(claimants=claimant_lines(_ledger(request), min_cases=min_cases)))


@router.get("/decisions", responses=_answer(Decisions))
def decisions(
    request: Request, subject: Text = None, coder: Text = None, action: Text = None, offset: Offset = 0,
    limit: Limit = PAGE,
) -> Response:  # fmt: skip
    """List decisions, newest first; those of coding sessions that are blind still are left out, but for the coder's own."""
    ledger = _ledger(request)
    coding = Coding(ledger.effective_decisions())
    hidden = coding.hidden(coder_of(request))
    made = (
        d
        for d in reversed(ledger.decisions())
        if d.id not in hidden
        and d.subject not in hidden  # an undo of one
        and step_of(d) is None
        and subject in (None, d.subject)
        and coder in (None, d.coder)
        and action in (None, d.action)
    )
    found, more = _stretch(made, offset, limit)
    standing = {a.decision.id for a in coding.attached}
    in_force = tuple(d.id for d in found if d.id in standing)
    return _json(Decisions(decisions=found, in_force=in_force, offset=offset, more=more))


# Review


@router.get("/review/queue", responses=_answer(QueueItems), tags=["review"])
def queue(
    request: Request, need: Text = None, kind: Text = None, type: Text = None, claimant: Text = None,
    country: Text = None, report: Text = None, incident: Text = None, session: Text = None, decided: bool = False,
    offset: Offset = 0, limit: Limit = PAGE,
) -> Response:  # fmt: skip
    """List what wants a person's eye: detached, contested, low confidence, new."""
    given = {
        "need": need, "kind": kind, "type": type, "claimant": claimant, "country": country, "report": report,
        "incident": incident, "session": session, "decided": decided,
    }  # fmt: skip
    try:
        asked = msgspec.convert(given, Asked)
    except msgspec.ValidationError as error:
        raise HTTPException(422, str(error)) from error
    page = Queue(_ledger(request), coder_of(request)).page(asked, offset=offset, limit=limit)
    rows = tuple(ToldClaimRow(report=i.report.id, incident=i.incident, claim=i.claim) for i in page.items)
    return _json(QueueItems(items=rows, needs=tuple(i.need for i in page.items), offset=offset, more=page.more))


@router.get("/review/sessions", responses=_answer(Sessions), tags=["review"])
def sessions(request: Request) -> Response:
    """List the coding sessions, report by report."""
    return _json(Sessions(tasks=Coding(_ledger(request).effective_decisions()).tasks))


@router.get("/review/sessions/{name}/agreement", responses=_answer(Agreement), tags=["review"])
def session(request: Request, name: str) -> Response:
    """Give the agreement of a session that is over, with what is left to settle."""
    return _json(session_agreement(_ledger(request), name))


@router.post("/review/sessions/{name}", responses=_answer(Sessions), openapi_extra=_body(Coded), tags=["review"])
async def code(request: Request, name: str) -> Response:
    """Take reports in a session (step "take"), be done with it ("done"), or settle a difference in it ("settle")."""
    asked = await _read(request, Coded)
    coder, ledger = asked.coder or coder_of(request) or "", _ledger(request)
    if asked.step == "take":
        tasks = await run_in_threadpool(take, ledger, name, asked.reports, coder)
    elif asked.step == "done":
        tasks = await run_in_threadpool(finish, ledger, name, coder)
    elif asked.step == "settle":
        tasks = await run_in_threadpool(settle, ledger, name, asked.claim or "", asked.chosen or "", coder)
    else:
        raise HTTPException(422, f"step {asked.step}: give take, done or settle")
    return _json(Sessions(tasks=tasks))


# Writing


@router.post(
    "/decisions", status_code=201, responses=_answer(Made, 201), openapi_extra=_body(Order), tags=["writing"]
)
async def decide(request: Request) -> Response:
    """Decide on a claim or an incident; checked, written, and folded in."""
    order = await _read(request, Order)
    coder, ledger = order.coder or coder_of(request) or "", _ledger(request)
    made = await run_in_threadpool(lambda: Desk(ledger, coder).carry_out(order))
    return _json(Made(decision=made.decision, incidents=made.refolded.incidents if made.refolded else 0), 201)


@router.post(
    "/reports",
    status_code=201,
    responses=_answer(AddedReport, 201),
    openapi_extra=_body(NewReport),
    tags=["writing"],
)
async def add(request: Request) -> Response:
    """Read one report into the ledger, as `counterclaim add` does."""
    given = await _read(request, NewReport)
    return _json(await run_in_threadpool(_add, _ledger(request), given), 201)


def _add(ledger: Ledger, given: NewReport) -> AddedReport:
    if not given.text.strip():
        raise InputRejected("empty", "there is no text in it", "the text given")
    if len(given.text) > settings.MAX_TEXT_CHARS:
        raise InputRejected(
            "too-long", f"it has more than {settings.MAX_TEXT_CHARS:,} characters", "the text given"
        )
    whole = report_from_text(
        given.text,
        published=given.published,
        title=given.title,
        url=given.url,
        publisher=given.publisher,
        external_id=given.external_id,
    )
    reading = reader().read(whole, relevance=given.relevance)
    done = add_readings([reading], ledger, settings={"paths": ["api"], "relevance": given.relevance})
    if done.complaints and done.states.get("not_kept"):
        raise UsageError(done.complaints[0])
    return AddedReport(
        report=whole.id,
        state=next(state for state, n in done.states.items() if n),
        outcome=reading.outcome,
        claims=len(reading.claims),
        refusals=len(reading.refusals),
        incidents=done.incidents,
    )


@lru_cache(maxsize=1)
def reader() -> Any:
    """Return the engine that reads what is sent: loaded once, when the first report comes."""
    from counterclaim.reading.engines.rules import RulesEngine

    return RulesEngine()


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
def nothing(request: Request, rest: str) -> Response:
    """Say that there is nothing here, or not so."""
    return problem(404, "Not found", f"{request.method} {PREFIX}/{rest}: there is no such thing; see openapi.json")


# Description


def describe(app: FastAPI) -> None:
    """Make an application's own description that of this API."""
    app.openapi = description  # type: ignore[method-assign]


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the API in OpenAPI 3.1, with the shapes of the record."""
    whole = get_openapi(
        title="Counterclaim",
        version=version("counterclaim"),
        openapi_version="3.1.0",
        description=__doc__,
        routes=router.routes,
    )
    _, shapes = msgspec.json.schema_components(SHAPES, ref_template="#/components/schemas/{name}")
    components = whole.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), **shapes}
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path in whole["paths"].values():
        if "post" in path:
            path["post"]["security"] = [{}, {"token": []}]
    return whole
