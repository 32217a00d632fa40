"""Review: the pages on which people accept, correct, reject and add claims, merge and split incidents, and code blind.

Every form works without a script. What is sent has to come from a page of this server (Origin), and the coder's name is in
a cookie that no other site's request carries.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any
from urllib.parse import parse_qsl

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from counterclaim.actions.coding import Coding, Task
from counterclaim.actions.decide import Decided, Desk, Order, coder_name
from counterclaim.actions.editing import types_by_kind
from counterclaim.actions.effective import Standing, effective_claim
from counterclaim.actions.review import (
    NEEDS,
    PAGE,
    Asked,
    Item,
    Queue,
    finish,
    gold_sources,
    session_agreement,
    settle,
    take,
)
from counterclaim.actions.show import report_line, the_id
from counterclaim.desk.coder import coder_of, forget, remember
from counterclaim.desk.finding import or_404
from counterclaim.desk.forms import changes_in, fields_of
from counterclaim.desk.models_decided import decision_step
from counterclaim.desk.models_review import (
    ReviewView,
    SessionsView,
    SessionView,
    incident_review,
    line_of,
    paragraphs,
    session_line,
    shown,
    to_settle,
)
from counterclaim.desk.room import room_of, url
from counterclaim.errors import UsageError
from counterclaim.ledger import Filters, Ledger
from counterclaim.publishing.gold import gold_files
from counterclaim.record import Claim, Decision, Incident
from counterclaim.record.claim import Stance

NEAR_DAYS, MOST_NEAR, LOOK_AT = 3, 12, 200
MOST_REPORTS = 500  # offered for a new session
STANCES: tuple[Stance, ...] = ("asserted", "denied", "unverified")
KEYS = (
    ("j", "next claim"), ("k", "previous claim"), ("a", "accept"), ("r", "reject"), ("c", "correct"), ("n", "new claim"), ("o", "comment"),
    ("m", "merge incidents"), ("s", "split the incident"), ("u", "undo your last decision"), ("?", "this help"),
    ("Esc", "leave a field"), ("Ctrl+Enter", "send the form"),
)  # fmt: skip
_FILTERS = ("need", "kind", "type", "claimant", "country", "report", "incident", "session", "decided")

Form = dict[str, list[str]]


def own_page(request: Request) -> None:
    """Refuse what no page of this server sent: a browser always names the page that a form stands on."""
    if request.method == "POST":
        origin = request.headers.get("origin")
        if origin is None and request.headers.get("sec-fetch-site") != "same-origin":
            raise HTTPException(403, "Refused: it does not say which page it comes from. Programs use /api/v1.")
        if origin is not None and origin.casefold() != f"{request.url.scheme}://{request.url.netloc}".casefold():
            raise HTTPException(403, "Refused: another site asked for this.")


router = APIRouter(prefix="/review", include_in_schema=False, dependencies=[Depends(own_page)])


# The queue


@router.get("")
def review(
    request: Request, offset: Annotated[int, Query(ge=0, le=10**9)] = 0, claim: str | None = None
) -> Response:
    """Show a stretch of the queue, and one claim of it beside its text."""
    return _review(request, offset, claim)


def _review(
    request: Request,
    offset: int,
    claim: str | None,
    error: str | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    room, coder = room_of(request), coder_of(request)
    asked = _asked(request)
    queue = Queue(room.ledger, coder)
    page = queue.page(asked, offset=offset, limit=PAGE)
    item = _in_hand(room.ledger, queue, page.items, claim, coder)
    told = queue.standing(item.report.id) if item is not None else _bare(room.ledger, queue, asked)
    lines = tuple(line_of(i) for i in page.items)
    view = ReviewView(
        coder=coder,
        lines=lines,
        offset=offset,
        more=page.more,
        shown=shown(item, told) if item is not None and told is not None else None,
        last=decision_step(last) if (last := queue.last()) is not None else None,
    )
    ids = [line.claim for line in lines]
    at = ids.index(item.claim.id) if item is not None and item.claim.id in ids else None
    here = {k: v for k, v in request.query_params.items() if k in (*_FILTERS, "offset") and v}
    context = {
        "asked": asked,
        "needs": NEEDS,
        "types": types_by_kind(),
        "stances": STANCES,
        "stubs": told.stubs if told is not None else (),
        "paragraphs": list(paragraphs(told, item.claim if item else None)) if told is not None else [],
        "fresh": fields_of(None),
        "bare": report_line(told.report) if told is not None and item is None else None,
        "here": here,
        "back": url("/review", here, claim=item.claim.id if item else None),
        "following": url("/review", here, claim=_next(ids, at)),
        "next_claim": _next(ids, at),
        "previous_claim": ids[at - 1] if at else None,
        "sessions": sorted({t.session for t in queue.coding.tasks}),
        "keys": KEYS,
        "error": error,
        "typed": dict(typed or {}),
        "page_size": PAGE,
    }
    return room.answer(request, "review/queue.html", view, context, 400 if error else 200)


def _asked(request: Request) -> Asked:
    given: dict[str, Any] = {k: v for k, v in request.query_params.items() if k in _FILTERS and v}
    given["decided"] = given.get("decided") in ("1", "on", "true")
    try:
        return msgspec.convert(given, Asked)
    except msgspec.ValidationError as error:
        raise UsageError(f"the queue cannot be asked so: {error}") from error


def _in_hand(
    ledger: Ledger, queue: Queue, items: Sequence[Item], claim: str | None, coder: str | None
) -> Item | None:
    if claim is None:
        return items[0] if items else None
    known = next((i for i in items if i.claim.id == claim), None)
    if known is not None:
        return known
    found = effective_claim(ledger, claim, coder)
    if found is None:
        raise HTTPException(404)
    told, whole = found
    return Item(
        claim=whole,
        report=report_line(told.report),
        need="low" if whole.confidence == "low" else "new",
        incident=ledger.incident_of_claims([whole.id]).get(whole.id),
        rejected=any(c.id == whole.id for c in told.rejected),
        decisions=queue.decisions(whole.id),
    )


def _bare(ledger: Ledger, queue: Queue, asked: Asked) -> Standing | None:
    """Return the report that was asked for and has no claim to show: one may be added to it."""
    return queue.standing(the_id(ledger, asked.report, ("report",))) if asked.report is not None else None


def _next(ids: Sequence[str], at: int | None) -> str | None:
    return ids[at + 1] if at is not None and at + 1 < len(ids) else None


# Deciding


@router.post("/decide")
async def decide(request: Request) -> Response:
    """Carry out what a form asks for, and go on to the next claim."""
    form = await _form(request)
    action, back = _one(form, "action"), _one(form, "back")
    try:
        coder = coder_name(coder_of(request))
        made = await run_in_threadpool(_carry_out, room_of(request).ledger, coder, action, form)
    except UsageError as error:
        return await run_in_threadpool(_again, request, form, back, str(error))
    going = _one(form, "following") if action in ("accept", "reject", "correct") else back
    if action == "undo":
        going = _undone(made.decision, back)
    return RedirectResponse(_local(going or back), 303)


def _undone(undo: Decision, back: str) -> str:
    """Return where to go after an undo: from the queue to the claim that it was about, else where the form stood."""
    taken = undo.before or {}
    path, _, query = back.partition("?")
    if path != "/review" or taken.get("action") not in ("accept", "reject", "correct", "comment"):
        return back
    here = {k: v for k, v in parse_qsl(query) if k != "claim"}
    return url("/review", here, claim=taken["subject"] if str(taken["subject"]).startswith("c-") else None)


def _carry_out(ledger: Ledger, coder: str, action: str, form: Form) -> Decided:
    desk, subject = Desk(ledger, coder), _one(form, "subject") or None
    reason = _one(form, "reason") or None
    fields: dict[str, Any] | None = None
    flat = {k: v[0] for k, v in form.items()}
    if action == "correct":
        found = effective_claim(ledger, subject or "", coder)
        if found is None:
            raise UsageError(f"{subject}: no claim that counts has this id")
        fields = changes_in(flat, found[1])
    elif action == "add":
        fields = changes_in(flat, None)
    others = tuple(dict.fromkeys(o for value in form.get("others", []) for o in value.split()))
    try:
        order = msgspec.convert(
            {"action": action, "subject": subject, "fields": fields, "others": others, "reason": reason}, Order
        )
    except msgspec.ValidationError as error:
        raise UsageError(f"this cannot be decided: {error}") from error
    return desk.carry_out(order)


def _again(request: Request, form: Form, back: str, error: str) -> Response:
    """Show the page that a form stood on once more, with what was wrong and what was typed."""
    typed = {k: v[0] for k, v in form.items()}
    scope = dict(request.scope)
    path, _, query = _local(back).partition("?")
    scope |= {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode()}
    there = Request(scope)
    if path.startswith("/review/incident/"):
        return _incident(there, path.rsplit("/", 1)[-1], error)
    params = there.query_params
    offset = int(params["offset"]) if params.get("offset", "").isdigit() else 0
    return _review(there, offset, params.get("claim"), error, typed)


@router.post("/coder")
async def coder(request: Request) -> Response:
    """Remember, or let go of, who is at the desk."""
    form = await _form(request)
    answer = RedirectResponse(_local(_one(form, "back")), 303)
    name = _one(form, "coder")
    if name.strip():
        remember(answer, coder_name(name))
    else:
        forget(answer)
    return answer


# An incident


@router.get("/incident/{id_}")
def incident(request: Request, id_: str) -> Response:
    """Show an incident to be split, or merged with others."""
    return _incident(request, id_)


def _incident(request: Request, id_: str, error: str | None = None) -> Response:
    room, coder = room_of(request), coder_of(request)
    with or_404():
        found = room.ledger.incident(the_id(room.ledger, id_, ("incident",)))
    if found is None:
        raise HTTPException(404)
    queue = Queue(room.ledger, coder)
    inside = set(found.claims)
    rows = [
        (report_line(told.report), claim)
        for report in found.reports
        if (told := queue.standing(report)) is not None
        for claim in _in_text(told, inside)
    ]
    made = queue.decisions(found.id)
    view = incident_review(found, rows, _near(room.ledger, found), made, queue.last(), coder)
    told_by: dict[str, list[Any]] = defaultdict(list)
    for row in view.rows:
        told_by[row.told].append(row)
    context = {"back": f"/review/incident/{found.id}", "error": error, "told_by": told_by, "keys": KEYS}
    return room.answer(request, "review/incident.html", view, context, 400 if error else 200)


def _in_text(told: Standing, inside: set[str]) -> list[Claim]:
    mine = [c for c in (*told.claims, *told.rejected) if c.id in inside]
    return sorted(mine, key=lambda c: (c.incident or "", c.evidence[0].start if c.evidence else 0, c.id))


def _near(ledger: Ledger, found: Incident) -> list[Incident]:
    """Return incidents of the same country and days, those of one type and place first."""
    start, end = found.time.start, found.time.end or found.time.start
    if start is None or end is None:
        return []
    step = dt.timedelta(days=NEAR_DAYS)
    filters = Filters(
        country=found.place.country if found.place else None,
        since=(dt.date.fromisoformat(start) - step).isoformat(),
        until=(dt.date.fromisoformat(end) + step).isoformat(),
    )
    others = [i for i in islice(ledger.incidents(filters), LOOK_AT) if i.id != found.id]
    name = found.place.name if found.place else None
    others.sort(key=lambda i: ((i.place.name if i.place else None) != name, i.type != found.type, i.id))
    return others[:MOST_NEAR]


# Sessions


@router.get("/sessions")
def sessions(request: Request) -> Response:
    """List the coding sessions."""
    return _sessions(request)


def _sessions(request: Request, error: str | None = None, typed: str = "") -> Response:
    room, coder = room_of(request), coder_of(request)
    of: dict[str, list[Task]] = defaultdict(list)
    for task in Coding(room.ledger.effective_decisions()).tasks:
        of[task.session].append(task)
    rows = islice((r for r in room.ledger.reports() if r.live and r.outcome == "ok"), MOST_REPORTS)
    reports = tuple(map(report_line, room.ledger.reports_of([row.id for row in rows]).values()))
    lines = tuple(session_line(name, tasks, coder) for name, tasks in sorted(of.items()))
    view = SessionsView(coder=coder, sessions=lines, reports=reports)
    context = {"back": "/review/sessions", "error": error, "typed": typed}
    return room.answer(request, "review/sessions.html", view, context, 400 if error else 200)


@router.post("/sessions")
async def code(request: Request) -> Response:
    """Take reports in a session, or be done with it."""
    form = await _form(request)
    ledger, name = room_of(request).ledger, " ".join(_one(form, "session").split())
    claim = _one(form, "claim")
    try:
        await run_in_threadpool(_step, ledger, name, form, claim, coder_name(coder_of(request)))
    except UsageError as error:
        return await run_in_threadpool(_session_again, request, name, str(error))
    there = f"#settle-{claim}" if _one(form, "step") == "settle" else ""
    return RedirectResponse(url("/review/session", name=name) + there, 303)


def _step(ledger: Ledger, name: str, form: Form, claim: str, coder: str) -> None:
    steps: dict[str, Callable[[], Any]] = {
        "take": lambda: take(ledger, name, form.get("reports", []), coder),
        "done": lambda: finish(ledger, name, coder),
        "settle": lambda: settle(ledger, name, claim, _one(form, "as"), coder),
    }
    step = steps.get(_one(form, "step"))
    if step is None:
        raise UsageError(f"step: give one of {', '.join(steps)}")
    step()


def _session_again(request: Request, name: str, error: str) -> Response:
    """Show the session, or where there is none of that name all of them, with what was wrong."""
    there = Request(dict(request.scope) | {"method": "GET", "path": "/review/sessions", "query_string": b""})
    if not Coding(room_of(request).ledger.effective_decisions()).of(name):
        return _sessions(there, error, name)
    return _session(there, name, error)


@router.get("/session")
def session(request: Request, name: str) -> Response:
    """Show a coding session, and once it is over what came of it."""
    return _session(request, name)


def _session(request: Request, name: str, error: str | None = None) -> Response:
    room, coder = room_of(request), coder_of(request)
    coding = Coding(room.ledger.effective_decisions())
    tasks = coding.of(name)
    if not tasks:
        raise HTTPException(404)
    line = session_line(name, tasks, coder)
    found = None if line.blind else session_agreement(room.ledger, name)
    differences = found.differences if found is not None else ()
    settled = {claim: made for t in tasks for claim, made in coding.settled(t).items()}
    machine = room.ledger.claims(c.id for d in differences for c in d.claims.values() if c is not None)
    view = SessionView(
        coder=coder,
        line=line,
        tasks=tasks,
        agreement=found,
        differences=tuple(to_settle(d, found.coders, settled, machine) for d in differences) if found else (),
    )
    context = {"back": url("/review/session", name=name), "error": error}
    return room.answer(request, "review/session.html", view, context, 400 if error else 200)


@router.get("/gold.zip")
def gold(request: Request, session: str | None = None) -> Response:
    """Give the decisions as a gold folder that `counterclaim score` reads, packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in gold_files(gold_sources(room_of(request).ledger, session)):
            archive.writestr(zipfile.ZipInfo(f"gold/{name}", (1980, 1, 1, 0, 0, 0)), content)
    if not archive.namelist():
        raise UsageError("nothing to export: nobody has decided on any claim yet")
    headers = {"content-disposition": 'attachment; filename="counterclaim-gold.zip"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


# Forms


async def _form(request: Request) -> Form:
    """Return the fields of a form; files in it are nothing to us."""
    found: Form = defaultdict(list)
    async with request.form(max_files=0, max_fields=5000, max_part_size=1024 * 1024) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                found[name].append(value)
    return found


def _one(form: Form, name: str) -> str:
    values = form.get(name)
    return values[0] if values else ""


def _local(address: str) -> str:
    """Return an address below /review that a form asks to go to, else the queue's: never another site's."""
    plain = all(" " < c < "\x7f" and c != "\\" for c in address)
    local = address == "/review" or address.startswith(("/review?", "/review/"))
    return address if plain and local else "/review"
