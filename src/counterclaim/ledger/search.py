"""Full-text search over the texts of reports and the quotations of claims.

Words are folded (case, accents) here, so that both kinds of database find the same; SQLite keeps them in FTS5,
PostgreSQL in a tsvector. Rows are written in the transaction that writes what they index.
"""

import re
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, text

from counterclaim import settings
from counterclaim.ledger import tables
from counterclaim.ledger.rows import decoder, folded_words
from counterclaim.record import Claim, Report
from counterclaim.record.base import Record

MAX_QUERY_WORDS = 32
MAX_VECTOR_BYTES = 400_000  # PostgreSQL refuses a tsvector over 1 MiB, its positions counted in
MAX_WORD_BYTES = 500

_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_CLAIM = decoder(Claim)
_REPORT = decoder(Report)
_P = tables.passage.c


class Hit(Record, frozen=True, kw_only=True):
    """A report, or one claim of it, that has all the words; of two hits the one with the greater `rank` fits better.

    `snippet` is cut from the text around the first of the words.
    """

    report: str
    claim: str | None
    snippet: str
    rank: float


def index(connection: Connection, report: Report, claims: Iterable[tuple[int, Claim]]) -> None:
    """Make a report and its claims (each with its row's number) findable."""
    passages: list[tuple[int | None, str]] = [(None, report_words(report))]
    passages += [(n, claim_words(claim)) for n, claim in claims]
    if connection.dialect.name != "sqlite":
        rows = [{"report": report.id, "claim": n, "folded": vector_words(words)} for n, words in passages]
        statement = insert(tables.passage).values(words=func.to_tsvector("simple", bindparam("folded")))
        connection.execute(statement, rows)
        return
    first = (connection.execute(select(func.max(_P.n))).scalar() or 0) + 1
    connection.execute(
        insert(tables.passage),
        [{"n": first + i, "report": report.id, "claim": n} for i, (n, _) in enumerate(passages)],
    )
    connection.exec_driver_sql(
        "INSERT INTO passage_words (rowid, words) VALUES (?, ?)",
        [(first + i, words) for i, (_, words) in enumerate(passages)],
    )


def forget(connection: Connection, report: str) -> None:
    """Take a report and its claims out of the index."""
    if connection.dialect.name == "sqlite":
        gone = [(n, words) for n, words in passages_of(connection, [report])]
        if gone:
            # A contentless index wants to be told the words that it is to forget.
            connection.exec_driver_sql(
                "INSERT INTO passage_words (passage_words, rowid, words) VALUES ('delete', ?, ?)", gone
            )
    connection.execute(delete(tables.passage).where(_P.report == report))


def passages_of(connection: Connection, reports: list[str] | None = None) -> Iterable[tuple[int, str]]:
    """Yield number and words of every row of the index (of `reports`), made anew from the records."""
    found = (
        select(_P.n, case((_P.claim.is_(None), tables.report.c.doc)), tables.claim.c.doc)
        .join(tables.report, tables.report.c.id == _P.report)
        .outerjoin(tables.claim, tables.claim.c.n == _P.claim)
        .order_by(_P.n)
    )
    if reports is not None:
        found = found.where(_P.report.in_(reports))
    for n, report, claim in connection.execute(found).yield_per(settings.LEDGER_BATCH):
        yield n, claim_words(_CLAIM.decode(claim)) if claim else report_words(_REPORT.decode(report))


def search(connection: Connection, words: str, limit: int = settings.SEARCH_LIMIT) -> list[Hit]:
    """Return what has all of `words`, best first. Whatever is typed counts as words; no words, no hits."""
    wanted = [w for w in dict.fromkeys(folded_words(words)) if _length(w) <= MAX_WORD_BYTES][:MAX_QUERY_WORDS]
    if not wanted or limit < 1:
        return []
    ranks = _ranks_sqlite if connection.dialect.name == "sqlite" else _ranks_postgresql
    found = ranks(connection, wanted, limit)
    rows = connection.execute(
        select(_P.n, _P.report, tables.report.c.doc, tables.claim.c.id, tables.claim.c.doc)
        .join(tables.report, tables.report.c.id == _P.report)
        .outerjoin(tables.claim, tables.claim.c.n == _P.claim)
        .where(_P.n.in_(found))
    )
    hits = []
    for n, report, report_doc, claim, claim_doc in rows:
        source = _quotation(_CLAIM.decode(claim_doc)) if claim_doc else _REPORT.decode(report_doc).text
        hits.append((n, Hit(report=report, claim=claim, snippet=snippet(source, wanted), rank=found[n])))
    return [hit for _, hit in sorted(hits, key=lambda h: (-h[1].rank, h[0]))]


def report_words(report: Report) -> str:
    """Return the words under which a report is found."""
    text_words = folded_words(report.text)
    title = folded_words(report.title or "")
    return " ".join([*title, *text_words])


def claim_words(claim: Claim) -> str:
    """Return the words under which a claim is found: its quotations."""
    return " ".join(folded_words(_quotation(claim)))


def snippet(source: str, words: list[str]) -> str:
    """Return a piece of a text around the first place where one of the (folded) words stands, on one line."""
    at = _first(source, words)
    start = max(0, at - settings.SNIPPET_CHARS // 3)
    end = min(len(source), start + settings.SNIPPET_CHARS)
    if start and (space := source.find(" ", start, at)) >= 0:
        start = space + 1
    if end < len(source) and (space := source.rfind(" ", at + 1, end)) > 0:
        end = space
    cut = " ".join(source[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(source) else ''}"


def _first(source: str, words: list[str]) -> int:
    wanted = set(words)
    for match in _WORD.finditer(source):
        if not wanted.isdisjoint(folded_words(match.group())):
            return match.start()
    return 0


def _quotation(claim: Claim) -> str:
    return " … ".join(e.quote for e in claim.evidence)


def _ranks_sqlite(connection: Connection, words: list[str], limit: int) -> dict[int, float]:
    query = " ".join(f'"{w}"' for w in words)
    rows = connection.exec_driver_sql(
        "SELECT rowid, rank FROM passage_words WHERE passage_words MATCH ? ORDER BY rank, rowid LIMIT ?",
        (query, limit),
    )
    return {n: -rank for n, rank in rows}


def _ranks_postgresql(connection: Connection, words: list[str], limit: int) -> dict[int, float]:
    rows = connection.execute(
        text(
            "SELECT n, ts_rank(words, query) AS rank FROM passage, plainto_tsquery('simple', :query) AS query "
            "WHERE words @@ query ORDER BY rank DESC, n LIMIT :limit"
        ),
        {"query": " ".join(words), "limit": limit},
    )
    return {n: float(rank) for n, rank in rows}


def vector_words(words: str) -> str:
    """Return the words as PostgreSQL takes them: of a text too long for one vector, each word once, as many as go in."""
    if _length(words) <= MAX_VECTOR_BYTES:
        return words
    kept, size = [], 0
    for word in dict.fromkeys(words.split()):
        size += _length(word) + 8
        if size > MAX_VECTOR_BYTES:
            break
        kept.append(word)
    return " ".join(kept)


def _length(word: str) -> int:
    return len(word.encode("utf-8", "surrogatepass"))
