"""Search over the texts of reports and the words of claims."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from counterclaim.actions.search import search as find
from counterclaim.desk.room import room_of
from counterclaim.desk.view import Table, View
from counterclaim.errors import UsageError
from counterclaim.ledger.rows import fold, folded_words
from counterclaim.publishing.found import FoundPassage
from counterclaim.publishing.text import how_many, what, who_says
from counterclaim.record.base import Record

router = APIRouter()
LIMIT, MOST = 30, 300


class Found(Record, frozen=True, kw_only=True):
    """A report or a claim that has all the words; `pieces` divide the snippet, the words searched for marked."""

    id: str
    kind: str
    title: str
    publisher: str | None
    published: str | None
    report: str
    incident: str | None
    said: str | None
    snippet: str
    pieces: tuple[tuple[str, bool], ...]


class SearchView(View, frozen=True, kw_only=True):
    """What was found."""

    words: str
    limit: int
    more: bool
    found: tuple[Found, ...]

    def tables(self) -> dict[str, Table]:
        """Return what was found."""
        columns = ("kind", "id", "title", "publisher", "published", "report", "incident", "said", "snippet")
        return {"found": Table(columns, [tuple(getattr(f, c) for c in columns) for f in self.found])}


@router.get("/search")
def search(request: Request, q: str = "", limit: int = LIMIT) -> Response:
    """Show what has all of the words."""
    room = room_of(request)
    if not 1 <= limit <= MOST:
        raise UsageError(f"limit {limit}: give a number from 1 to {MOST}")
    words = q.strip()
    hits = find(room.ledger, words, limit=limit + 1) if any(c.isalnum() for c in words) else ()
    wanted = folded_words(words)
    view = SearchView(
        words=words, limit=limit, more=len(hits) > limit, found=tuple(_found(h, wanted) for h in hits[:limit])
    )
    return room.answer(request, "search.html", view, {"most": MOST})


def _found(hit: FoundPassage, wanted: list[str]) -> Found:
    claim = hit.claim
    parts = [] if claim is None else [who_says(claim), what(claim, {}, incident=False)]
    if claim is not None and claim.quantity is not None:
        parts.append(how_many(claim.quantity))
    return Found(
        id=hit.id,
        kind="report" if claim is None else claim.kind,
        title=hit.report.title or "Untitled report",
        publisher=hit.report.publisher,
        published=hit.report.published,
        report=hit.report.id,
        incident=hit.incident,
        said=": ".join(parts[:2]) + "".join(f", {p}" for p in parts[2:]) if parts else None,
        snippet=hit.snippet,
        pieces=_pieces(hit.snippet, set(wanted)),
    )


def _pieces(snippet: str, wanted: set[str]) -> tuple[tuple[str, bool], ...]:
    """Return a snippet word by word, those searched for marked."""
    pieces: list[tuple[str, bool]] = []
    for word in snippet.split(" "):
        marked = not wanted.isdisjoint(folded_words(fold(word)))
        if pieces and not marked and not pieces[-1][1]:
            pieces[-1] = (f"{pieces[-1][0]} {word}", False)
        else:
            pieces.append((word, marked))
    return tuple(pieces)
