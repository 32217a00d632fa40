"""The desk's server: `create_app` gives the FastAPI application that `counterclaim serve` runs."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from counterclaim.desk import api, review
from counterclaim.desk.room import Room, room_of
from counterclaim.desk.security import Guard
from counterclaim.desk.views import incident, overview, people, report, search, state, upload
from counterclaim.errors import CounterclaimError, LedgerBusy, UsageError
from counterclaim.knowledge.actors import load_registry
from counterclaim.ledger import Ledger

HERE = Path(__file__).parent


def create_app(
    ledger: Ledger, *, token: str | None = None, allowed_hosts: Iterable[str] = (), coder: str | None = None
) -> FastAPI:
    """Return the application that shows a ledger.

    `token`: what every request that writes has to bear; None: writing is open to whoever reaches the server.
    `allowed_hosts`: names beside 127.0.0.1 and localhost under which it may be asked for.
    `coder`: who reviews, where the browser has not said.
    """

    @asynccontextmanager
    async def begin(app: FastAPI) -> AsyncIterator[None]:
        """Make the columns while the browser opens."""
        asyncio.get_running_loop().run_in_executor(None, ready, app.state.room)
        yield

    app = FastAPI(
        lifespan=begin, title="Counterclaim", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    app.state.room = Room(ledger, token=token)
    app.state.coder = coder
    for views in (overview, incident, report, people, search, upload, state):
        app.include_router(views.router, include_in_schema=False)
    app.include_router(review.router, include_in_schema=False)
    app.include_router(api.router)
    api.describe(app)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_exception_handler(CounterclaimError, _refused)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _refused)
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=4)
    app.add_middleware(Guard, allowed_hosts=tuple(allowed_hosts), token=token)
    return app


def ready(room: Room) -> None:
    """Load what every page needs, and keep the collector of garbage from looking through it: it stops a page for long."""
    load_registry()
    room.snapshot.current()
    gc.freeze()


async def _refused(request: Request, error: Exception) -> Response:
    """Say in words why there is nothing to show."""
    status, words = _why(error)
    if request.query_params.get("format") in ("json", "csv") or request.url.path.startswith("/api/"):
        return JSONResponse({"error": words}, status)
    page = room_of(request).render(request, "refused.html", {"status": status, "words": words})
    return Response(page, status, media_type="text/html; charset=utf-8")


def _why(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return error.status_code, "There is no such page." if error.status_code == 404 else str(error.detail)
    if isinstance(error, RequestValidationError):
        return 400, "; ".join(f"{e['loc'][-1]}: {e['msg']}" for e in error.errors())
    if isinstance(error, LedgerBusy):
        return 503, str(error)
    return (400 if isinstance(error, UsageError) else 500), str(error)
