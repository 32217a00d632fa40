"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = TSVECTOR().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Make every table of schema 1."""
    op.create_table(
        "incident",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("day_lo", sa.Text(), nullable=True),
        sa.Column("day_hi", sa.Text(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("contested", sa.Boolean(), nullable=False),
        sa.Column("killed_low", sa.BigInteger(), nullable=True),
        sa.Column("killed_best", sa.BigInteger(), nullable=True),
        sa.Column("killed_high", sa.BigInteger(), nullable=True),
        sa.Column("n_claims", sa.Integer(), nullable=False),
        sa.Column("n_reports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_incident")),
        sa.UniqueConstraint("id", name=op.f("uq_incident_id")),
    )
    op.create_index("ix_incident_contested_day", "incident", ["contested", "day_lo"], unique=False)
    op.create_index("ix_incident_country_day", "incident", ["country", "day_lo"], unique=False)
    op.create_index("ix_incident_day", "incident", ["day_lo"], unique=False)
    op.create_index(op.f("ix_incident_days"), "incident", ["days"], unique=False)
    op.create_index("ix_incident_grade_day", "incident", ["grade", "day_lo"], unique=False)
    op.create_index("ix_incident_killed", "incident", ["killed_best", "killed_high"], unique=False)
    op.create_index("ix_incident_type_day", "incident", ["type", "day_lo"], unique=False)
    op.create_table(
        "incident_id",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("stub", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_incident_id")),
        sa.UniqueConstraint("id", "event", "other", name=op.f("uq_incident_id_id_event_other")),
    )
    op.create_index(op.f("ix_incident_id_id"), "incident_id", ["id"], unique=False)
    op.create_index(op.f("ix_incident_id_other"), "incident_id", ["other"], unique=False)
    op.create_index(op.f("ix_incident_id_stub"), "incident_id", ["stub"], unique=False)
    op.create_table(
        "incident_held",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("stub", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "stub", name=op.f("pk_incident_held")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_held_stub"), "incident_held", ["stub"], unique=False)
    op.create_table(
        "shingle_common",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_shingle_common")),
    )
    op.create_table(
        "stub_block",
        sa.Column("stub", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("radius", sa.Float(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("features", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stub", name=op.f("pk_stub_block")),
    )
    op.create_index("ix_stub_block_first", "stub_block", ["reach", "first"], unique=False)
    op.create_index(op.f("ix_stub_block_report"), "stub_block", ["report"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "near_copy",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_near_copy")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_near_copy_b"), "near_copy", ["b"], unique=False)
    op.create_table(
        "origin",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", "kind", name=op.f("pk_origin")),
    )
    op.create_index(op.f("ix_origin_b"), "origin", ["b"], unique=False)
    op.create_table(
        "run",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("meta", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("finished", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_run")),
    )
    op.create_table(
        "stub_link",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_stub_link")),
    )
    op.create_index(op.f("ix_stub_link_b"), "stub_link", ["b"], unique=False)
    op.create_table(
        "incident_actor",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("day_lo", sa.Text(), nullable=True),
        sa.Column("killed_best", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.n"], name=op.f("fk_incident_actor_incident")),
        sa.PrimaryKeyConstraint("key", "incident", name=op.f("pk_incident_actor")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_incident_actor_day", "incident_actor", ["key", "day_lo"], unique=False)
    op.create_index(op.f("ix_incident_actor_incident"), "incident_actor", ["incident"], unique=False)
    op.create_index("ix_incident_actor_killed", "incident_actor", ["key", "killed_best"], unique=False)
    op.create_table(
        "incident_claim",
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.n"], name=op.f("fk_incident_claim_incident")),
        sa.PrimaryKeyConstraint("claim", "incident", name=op.f("pk_incident_claim")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_claim_incident"), "incident_claim", ["incident"], unique=False)
    op.create_table(
        "incident_doc",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["n"], ["incident.n"], name=op.f("fk_incident_doc_n")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_incident_doc")),
    )
    op.create_table(
        "incident_place",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("day_lo", sa.Text(), nullable=True),
        sa.Column("killed_best", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.n"], name=op.f("fk_incident_place_incident")),
        sa.PrimaryKeyConstraint("key", "incident", name=op.f("pk_incident_place")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_incident_place_day", "incident_place", ["key", "day_lo"], unique=False)
    op.create_index(op.f("ix_incident_place_incident"), "incident_place", ["incident"], unique=False)
    op.create_index("ix_incident_place_killed", "incident_place", ["key", "killed_best"], unique=False)
    op.create_table(
        "incident_stub",
        sa.Column("stub", sa.Text(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.n"], name=op.f("fk_incident_stub_incident")),
        sa.PrimaryKeyConstraint("stub", "incident", name=op.f("pk_incident_stub")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_stub_incident"), "incident_stub", ["incident"], unique=False)
    op.create_table(
        "report",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["previous"], ["report.id"], name=op.f("fk_report_previous")),
        sa.ForeignKeyConstraint(["run"], ["run.n"], name=op.f("fk_report_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_report")),
        sa.UniqueConstraint("id", name=op.f("uq_report_id")),
    )
    op.create_index(op.f("ix_report_previous"), "report", ["previous"], unique=False)
    op.create_index(op.f("ix_report_published"), "report", ["published"], unique=False)
    op.create_index(op.f("ix_report_run"), "report", ["run"], unique=False)
    op.create_index(op.f("ix_report_source"), "report", ["source"], unique=False)
    op.create_index(op.f("ix_report_text_id"), "report", ["text_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_decision_report")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_decision")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_id")),
    )
    op.create_index(op.f("ix_decision_report"), "decision", ["report"], unique=False)
    op.create_index(op.f("ix_decision_subject"), "decision", ["subject"], unique=False)
    op.create_table(
        "reading",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("meta", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("relevance", sa.Float(), nullable=True),
        sa.Column("report_doc", sa.Text(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_reading_report")),
        sa.ForeignKeyConstraint(["run"], ["run.n"], name=op.f("fk_reading_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_reading")),
        sa.UniqueConstraint("report", "versions", "outcome", name=op.f("uq_reading_report_versions_outcome")),
    )
    op.create_index("ix_reading_live", "reading", ["live", "outcome", "report"], unique=False)
    op.create_index(op.f("ix_reading_report"), "reading", ["report"], unique=False)
    op.create_index(op.f("ix_reading_run"), "reading", ["run"], unique=False)
    op.create_table(
        "signature",
        sa.Column("report", NUMBER, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("credited", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.n"], name=op.f("fk_signature_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_signature")),
    )
    op.create_table(
        "unfolded",
        sa.Column("report", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_unfolded_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_unfolded")),
    )
    op.create_table(
        "tombstone",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_tombstone_report")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_tombstone")),
    )
    op.create_index(op.f("ix_tombstone_report"), "tombstone", ["report"], unique=False)
    op.create_table(
        "claim",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reading", NUMBER, nullable=False),
        sa.Column("stub", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("claimant", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["reading.n"], name=op.f("fk_claim_reading")),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_claim_report")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_id"), "claim", ["id"], unique=False)
    op.create_index(op.f("ix_claim_reading"), "claim", ["reading"], unique=False)
    op.create_index(op.f("ix_claim_report"), "claim", ["report"], unique=False)
    op.create_table(
        "decision_claim",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("decision", NUMBER, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decision.n"], name=op.f("fk_decision_claim_decision")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_decision_claim")),
    )
    op.create_index(op.f("ix_decision_claim_decision"), "decision_claim", ["decision"], unique=False)
    op.create_table(
        "input",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reading", NUMBER, nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["reading"], ["reading.n"], name=op.f("fk_input_reading")),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_input_report")),
        sa.ForeignKeyConstraint(["run"], ["run.n"], name=op.f("fk_input_run")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_input")),
    )
    op.create_index(op.f("ix_input_report"), "input", ["report"], unique=False)
    op.create_index(op.f("ix_input_run"), "input", ["run"], unique=False)
    op.create_table(
        "refusal",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reading", NUMBER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["reading.n"], name=op.f("fk_refusal_reading")),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_refusal_report")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_refusal")),
    )
    op.create_index(op.f("ix_refusal_reading"), "refusal", ["reading"], unique=False)
    op.create_index(op.f("ix_refusal_report"), "refusal", ["report"], unique=False)
    op.create_table(
        "signature_band",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["signature.report"], name=op.f("fk_signature_band_report")),
        sa.PrimaryKeyConstraint("key", "report", name=op.f("pk_signature_band")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "signature_shingle",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["signature.report"], name=op.f("fk_signature_shingle_report")),
        sa.PrimaryKeyConstraint("key", "report", name=op.f("pk_signature_shingle")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stub",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("reading", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["reading.n"], name=op.f("fk_stub_reading")),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_stub_report")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_stub")),
    )
    op.create_index(op.f("ix_stub_id"), "stub", ["id"], unique=False)
    op.create_index(op.f("ix_stub_reading"), "stub", ["reading"], unique=False)
    op.create_index(op.f("ix_stub_report"), "stub", ["report"], unique=False)
    op.create_table(
        "passage",
        sa.Column("n", NUMBER, autoincrement=True, nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("claim", NUMBER, nullable=True),
        sa.Column("words", WORDS, nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["claim.n"], name=op.f("fk_passage_claim")),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name=op.f("fk_passage_report")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_report"), "passage", ["report"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')"
        )
    else:
        op.create_index("ix_passage_words", "passage", ["words"], unique=False, postgresql_using="gin")
