"""Upload: paste or drop reports and see them read."""

import datetime as dt

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from counterclaim import settings
from counterclaim.desk import queries
from counterclaim.desk.room import Room, room_of
from counterclaim.desk.view import Table, View
from counterclaim.errors import UsageError
from counterclaim.intake import IntakeOptions
from counterclaim.record.base import Record

router = APIRouter()
MOST_FILES = 500


class Kept(Record, frozen=True, kw_only=True):
    """What became of one input."""

    name: str | None
    outcome: str
    state: str
    report: str | None
    title: str | None
    claims: int
    message: str | None


class JobView(View, frozen=True, kw_only=True):
    """How far a batch is, and what became of each input."""

    id: str
    running: bool
    done: int
    files: int
    claims: int
    incidents: int
    notes: tuple[str, ...]
    failed: str | None
    inputs: tuple[Kept, ...]

    def tables(self) -> dict[str, Table]:
        """Return what became of each input."""
        columns = ("name", "outcome", "state", "report", "title", "claims", "message")
        return {"inputs": Table(columns, [tuple(getattr(k, c) for c in columns) for k in self.inputs])}


class UploadView(View, frozen=True, kw_only=True):
    """The empty form."""

    most_bytes: int
    most_files: int

    def tables(self) -> dict[str, Table]:
        """Return the limits."""
        return {"limits": Table(("most_bytes", "most_files"), [(self.most_bytes, self.most_files)])}


@router.get("/upload")
def upload(request: Request) -> Response:
    """Show the form."""
    view = UploadView(most_bytes=settings.MAX_BYTES, most_files=MOST_FILES)
    return room_of(request).answer(request, "upload.html", view)


@router.post("/upload")
async def take(request: Request) -> Response:
    """Take reports in and begin to read them."""
    room = room_of(request)
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > settings.MAX_BYTES + 1_000_000:
        raise UsageError(f"at most {settings.MAX_BYTES // 2**20} MiB at once; `counterclaim add` takes more")
    async with request.form(max_files=MOST_FILES, max_part_size=settings.MAX_BYTES) as form:
        options, relevance = _options(form), form.get("relevance") != "off"
        files = await _files(form)
    if not files:
        raise UsageError("paste a report or choose a file first")
    job = room.uploads.start(files, options, relevance=relevance)
    where = f"/upload/{job.id}"
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"job": where}, 202)
    return RedirectResponse(where, 303)


@router.get("/upload/{job}")
def progress(request: Request, job: str) -> Response:
    """Show how far a batch is."""
    room = room_of(request)
    return room.answer(request, "upload_job.html", _job_view(room, job))


def _job_view(room: Room, id_: str) -> JobView:
    job = room.uploads.get(id_)
    if job is None:
        raise HTTPException(404, "No such upload since this server was started.")
    inputs: tuple[Kept, ...] = ()
    if job.summary is not None:
        with queries.connected(room.ledger) as connection:
            inputs = tuple(Kept(**row) for row in queries.inputs_of(connection, job.summary.run))
    return JobView(
        id=job.id,
        running=job.running,
        done=job.done,
        files=job.files,
        claims=job.summary.claims if job.summary else 0,
        incidents=job.summary.incidents if job.summary else 0,
        notes=tuple(job.notes),
        failed=job.failed,
        inputs=inputs,
    )


def _options(form: FormData) -> IntakeOptions:
    published = str(form.get("published") or "").strip() or None
    if published is not None:
        try:
            published = dt.date.fromisoformat(published).isoformat()
        except ValueError:
            raise UsageError(f"published {published}: no day; write it as YYYY-MM-DD") from None
    return IntakeOptions(published=published)


async def _files(form: FormData) -> list[tuple[str, bytes]]:
    files = []
    text = str(form.get("text") or "")
    if text.strip():
        files.append(("pasted.txt", text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")))
    for value in form.getlist("files"):
        if isinstance(value, UploadFile) and value.filename:
            files.append((value.filename, await value.read()))
    return files
