"""What the views share: the ledger, its columns, and one way to answer with a page, CSV or JSON of a view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import jinja2
import msgspec
from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from counterclaim import settings
from counterclaim.desk import drawing
from counterclaim.desk.columns import Snapshot
from counterclaim.desk.models import country_name, label
from counterclaim.desk.models_claim import RELATIONS
from counterclaim.desk.models_report import KINDS
from counterclaim.desk.uploads import Uploads
from counterclaim.desk.view import View
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.publishing.incident_words import CONTESTED, GRADES
from counterclaim.publishing.tables import Cell

HERE = Path(__file__).parent
FORMATS = ("html", "json", "csv")


class Room:
    """One desk: `ledger`, the `snapshot` of its incidents, `pages` (the templates), and whether writing needs a token."""

    def __init__(self, ledger: Ledger, *, token: str | None = None) -> None:
        self.ledger = ledger
        self.snapshot = Snapshot(ledger)
        self.uploads = Uploads(ledger)
        self.needs_token = token is not None
        self.pages = environment()

    def render(self, request: Request, template: str, context: Mapping[str, Any]) -> str:
        """Return a page."""
        return self.pages.get_template(template).render(
            {
                "path": request.url.path,
                "query": dict(request.query_params),
                "ledger_name": Path(self.ledger.name).name,
                "needs_token": self.needs_token,
                **context,
            }
        )

    def answer(
        self,
        request: Request,
        template: str,
        view: View,
        context: Mapping[str, Any] | None = None,
        status: int = 200,
    ) -> Response:
        """Return a view as the request wants it: a page, `?format=json`, or `?format=csv` (`&table=` names which)."""
        form = request.query_params.get("format", "html")
        if form == "json":
            return Response(self.json(request, view), status, media_type="application/json")
        if form == "csv":
            tables = view.tables()
            name = request.query_params.get("table", next(iter(tables)))
            if name not in tables:
                raise UsageError(f"table {name}: give one of {', '.join(tables)}")
            return Response("".join(tables[name].csv()), status, media_type="text/csv; charset=utf-8")
        if form != "html":
            raise UsageError(f"format {form}: give one of {', '.join(FORMATS)}")
        body = self.render(request, template, {"view": view, "tables": list(view.tables()), **(context or {})})
        return Response(body, status, media_type="text/html; charset=utf-8", headers={"vary": "HX-Request"})

    def json(self, request: Request, view: View) -> bytes:
        """Return a view as JSON, with what made it."""
        asked = {k: v for k, v in request.query_params.items() if k != "format"}
        meta = {
            "program": version("counterclaim"),
            "schema_version": settings.SCHEMA_VERSION,
            "view": request.url.path,
            "asked": asked,
        }
        return msgspec.json.encode({**msgspec.to_builtins(view), "meta": meta}) + b"\n"


def room_of(request: Request) -> Room:
    """Return the desk that a request came to."""
    return cast(Room, request.app.state.room)


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the templates: everything is escaped, and what is not there is an error."""
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(
        url=url,
        page_url=page_url,
        country_name=country_name,
        facet_label=label,
        relations=RELATIONS,
        kinds=KINDS,
        grades=GRADES,
        contested_words=CONTESTED,
        drawing=drawing,
        version=version("counterclaim"),
    )
    pages.filters.update(web=web_address, number=number, cell=cell, data=data, day=day, short=short)
    return pages


def url(path: str, params: Mapping[str, Any] | Iterable[tuple[str, Any]] = (), **more: Any) -> str:
    """Return the address of a view; a parameter that is None or empty is left out."""
    given = {**dict(params), **more}
    kept = {k: v for k, v in given.items() if v is not None and v != ""}
    return f"{path}?{urlencode(kept)}" if kept else path


def page_url(path: str, query: Mapping[str, str], **more: Any) -> str:
    """Return the address of the same view with some parameters changed, on its first page."""
    kept = {k: v for k, v in query.items() if k not in ("page", "format", "table")}
    return url(path, kept, **more)


def web_address(address: str | None) -> str | None:
    """Return an address that a link may go to: of the web, and nothing that runs."""
    try:
        return address if address and urlsplit(address).scheme.casefold() in ("http", "https") else None
    except ValueError:
        return None


def number(value: int | None) -> str:
    """Return a number with its thousands apart; "?" where nobody knows it."""
    return "?" if value is None else f"{value:,}"


def cell(value: Cell) -> str:
    """Return a value as a cell of a table shows it."""
    return "" if value is None else str(value)


def data(value: Any) -> Markup:
    """Return a value as JSON that may stand inside a page's data block."""
    text = msgspec.json.encode(value).decode()
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)


def day(instant: str | None) -> str:
    """Return an instant to the minute."""
    return (instant or "").replace("T", " ")[:16]


def short(id_: str) -> str:
    """Return the beginning of an id, as it is read."""
    head, _, tail = id_.partition("-")
    return f"{head} {tail[:8]}" if tail else id_[:12]
