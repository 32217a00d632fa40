"""The tables of a ledger, the same on SQLite and PostgreSQL.

Append-only: run, input, report, reading, claim, stub, refusal, tombstone, decision, decision_claim, incident_id.
Of these only marks ever change: run.finished, report.live, reading.current and reading.live, which say what counts
now and follow from the other rows; and `unfolded`, which says what the fold has not seen yet. Everything from
`signature` on is a cache that the fold writes anew, but for `incident_held`, by which ids come back.
`doc` columns hold the record as JSON.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.schema import DDL

SCHEMA = 1  # the newest revision in migrations/versions, as a number

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_BIG = BigInteger().with_variant(Integer, "sqlite")


def _number() -> "Column[int]":
    """Return the key of an append-only table: rows are numbered in the order in which they came."""
    return Column("n", _BIG, primary_key=True, autoincrement=True)


def _to(target: str, name: str, *, null: bool = False, index: bool = True) -> "Column[int]":
    return Column(name, _BIG, ForeignKey(target), nullable=null, index=index)


def _report(name: str = "report", *, null: bool = False, index: bool = True) -> "Column[str]":
    return Column(name, Text, ForeignKey("report.id"), nullable=null, index=index)


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

run = Table(
    "run",
    metadata,
    _number(),
    Column("engine", Text, nullable=False),
    Column("meta", Text, nullable=False),  # Meta
    Column("settings", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
)

report = Table(
    "report",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("text_id", Text, nullable=False, index=True),
    Column("source", Text, index=True),  # what two versions of one report share: see rows.source_key
    Column("url", Text),
    Column("external_id", Text),
    Column("publisher", Text),
    Column("published", Text, index=True),
    Column("language", Text),
    Column("title", Text),
    Column("doc", Text, nullable=False),  # Report
    _report("previous", null=True),  # the version before this one
    _to("run.n", "run"),
    Column("live", Boolean, nullable=False),  # the newest version that is not removed
)

reading = Table(
    "reading",
    metadata,
    _number(),
    _report(),
    _to("run.n", "run"),
    Column("versions", Text, nullable=False),  # hash of `meta`
    Column("meta", Text, nullable=False),  # Meta
    Column("outcome", Text, nullable=False),
    Column("relevant", Boolean, nullable=False),
    Column("relevance", Float),
    Column("report_doc", Text),  # Report, where this reading saw it otherwise than the first one did
    Column("current", Boolean, nullable=False),  # the reading of its report that counts
    Column("live", Boolean, nullable=False),  # current, and so is its report
    UniqueConstraint("report", "versions", "outcome"),
    Index("ix_reading_live", "live", "outcome", "report"),
)

claim = Table(
    "claim",
    metadata,
    _number(),
    Column("id", Text, nullable=False, index=True),
    _report(),
    _to("reading.n", "reading"),
    Column("stub", Text),  # the key of a stub of the same reading
    Column("kind", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("claimant", Text, nullable=False),
    Column("doc", Text, nullable=False),  # Claim
)

stub = Table(
    "stub",
    metadata,
    _number(),
    Column("id", Text, nullable=False, index=True),
    _report(),
    _to("reading.n", "reading"),
    Column("key", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("doc", Text, nullable=False),  # IncidentStub
)

refusal = Table(
    "refusal",
    metadata,
    _number(),
    _report(),
    _to("reading.n", "reading"),
    Column("code", Text, nullable=False),
    Column("doc", Text, nullable=False),  # Refusal
)

input_ = Table(
    "input",
    metadata,
    _number(),
    _to("run.n", "run"),
    Column("name", Text),
    Column("outcome", Text, nullable=False),  # of the reading
    Column("state", Text, nullable=False),  # what the ledger did with it
    _report(null=True),
    _to("reading.n", "reading", null=True, index=False),  # the one this input made, or null
    Column("code", Text),
    Column("message", Text),
)

tombstone = Table(
    "tombstone",
    metadata,
    _number(),
    _report(),
    Column("at", Text, nullable=False),
    Column("reason", Text),
)

decision = Table(
    "decision",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("coder", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    _report(null=True),  # of a claim
    Column("doc", Text, nullable=False),  # Decision
)

# The claims that the incidents named in a merge or split held when it was made: ids of incidents may change hands.
decision_claim = Table(
    "decision_claim",
    metadata,
    _number(),
    _to("decision.n", "decision"),
    Column("part", Integer, nullable=False),
    Column("claim", Text, nullable=False),
)

incident_id = Table(
    "incident_id",
    metadata,
    _number(),
    Column("id", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column(
        "event", Text, nullable=False
    ),  # minted; merged: `id` took over `other`; split: `id` came out of `other`
    Column("other", Text, index=True),
    Column("stub", Text, index=True),  # of minted: the stub from which it was
    UniqueConstraint("id", "event", "other"),
)

# The stubs that an incident held last whose id no incident has now.
incident_held = Table(
    "incident_held",
    metadata,
    Column("id", Text, primary_key=True),
    Column("stub", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# Reports that came, went or were judged since the last fold.
unfolded = Table("unfolded", metadata, _report(index=False), PrimaryKeyConstraint("report"))

# Signatures are of texts, and texts never change: those of reports that no longer count stay, so that what is common to
# many texts only grows. `report` is a report's number.
signature = Table(
    "signature",
    metadata,
    Column("report", _BIG, ForeignKey("report.n"), primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    Column("publisher", Text),  # in one spelling
    Column("credited", Text, nullable=False),
)


def _index_of_texts(name: str, key: "Column[int]") -> Table:
    return Table(
        name,
        metadata,
        key,
        Column("report", _BIG, ForeignKey("signature.report"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


signature_band = _index_of_texts("signature_band", Column("key", BigInteger, primary_key=True, autoincrement=False))
# The sampled shingles, but for those that are so common that they tell no story from another.
signature_shingle = _index_of_texts(
    "signature_shingle", Column("key", BigInteger, primary_key=True, autoincrement=False)
)
shingle_common = Table("shingle_common", metadata, Column("key", BigInteger, primary_key=True, autoincrement=False))

# Pairs of reports that are near-copies, the smaller id first.
near_copy = Table(
    "near_copy",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True, index=True),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Why claims of one incident are of one origin.
origin = Table(
    "origin",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True, index=True),
    Column("kind", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
)

stub_link = Table(
    "stub_link",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True, index=True),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
)

# Where and when each stub that counts may be met by others, as the fold takes it: days are ordinals. `reach` says which
# others it is held against: 0 those of days near, 1 other ranges without end, 2 others that know no day.
stub_block = Table(
    "stub_block",
    metadata,
    Column("stub", Text, primary_key=True),
    Column("report", Text, nullable=False, index=True),
    Column("reach", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius", Float, nullable=False),
    Column("country", Text),
    Column("features", LargeBinary, nullable=False),  # StubFeatures, in msgpack
    Index("ix_stub_block_first", "reach", "first"),
)

# The rows that filters and orders look at are kept small, apart from the documents, so that all of them fit in memory.
incident = Table(
    "incident",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),  # of this writing alone: see folds.last_number
    Column("id", Text, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("day_lo", Text),
    Column("day_hi", Text),
    Column("days", Integer, index=True),  # from day_lo to day_hi
    Column("grade", Text),
    Column("contested", Boolean, nullable=False),
    Column("killed_low", BigInteger),
    Column("killed_best", BigInteger),
    Column("killed_high", BigInteger),
    Column("n_claims", Integer, nullable=False),
    Column("n_reports", Integer, nullable=False),
    # Each filter is an equality and `day_lo` the usual order: a page is read off the index without sorting.
    Index("ix_incident_day", "day_lo"),
    Index("ix_incident_country_day", "country", "day_lo"),
    Index("ix_incident_type_day", "type", "day_lo"),
    Index("ix_incident_grade_day", "grade", "day_lo"),
    Index("ix_incident_contested_day", "contested", "day_lo"),
    Index("ix_incident_killed", "killed_best", "killed_high"),
)

incident_doc = Table(
    "incident_doc",
    metadata,
    Column("n", Integer, ForeignKey("incident.n"), primary_key=True, autoincrement=False),
    Column("doc", Text, nullable=False),  # Incident
)


def _part(name: str, key: str, *more: "Column[Any] | Index") -> Table:
    """Return a table of what an incident is made of, or found by."""
    return Table(
        name,
        metadata,
        Column(key, Text, primary_key=True),
        Column("incident", Integer, ForeignKey("incident.n"), primary_key=True, index=True),
        *more,
        sqlite_with_rowid=False,
    )


incident_stub = _part("incident_stub", "stub")
incident_claim = _part("incident_claim", "claim")


def _names(name: str) -> Table:
    """Return a table of names under which incidents are found; what they are ordered by stands beside the names."""
    return _part(
        name,
        "key",
        Column("day_lo", Text),
        Column("killed_best", BigInteger),
        Index(f"ix_{name}_day", "key", "day_lo"),
        Index(f"ix_{name}_killed", "key", "killed_best"),
    )


incident_actor = _names("incident_actor")
incident_place = _names("incident_place")

# What `search` finds: one row for a live report and for each of its claims. On SQLite the words stand in the
# contentless index `passage_words` under the same number, on PostgreSQL in the column.
passage = Table(
    "passage",
    metadata,
    _number(),
    _report(),
    _to("claim.n", "claim", null=True, index=False),
    Column("words", TSVECTOR().with_variant(Text, "sqlite")),
    Index("ix_passage_words", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
)

WORDS_DDL = (
    "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')"
)
event.listen(passage, "after_create", DDL(WORDS_DDL).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
