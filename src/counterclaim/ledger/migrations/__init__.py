"""Upgrading a ledger made by an older Counterclaim: one revision in `versions` for every change of tables."""

from pathlib import Path

from counterclaim.errors import LedgerError

REVISION_TABLE = "schema_revision"
VERSIONS = Path(__file__).parent / "versions"


def revision_of(schema: int) -> str:
    """Return the name of the revision that makes a schema."""
    return f"{schema:04d}"


def upgrade(target: str | Path, *, versions: Path = VERSIONS, to: int | None = None) -> tuple[int, int]:
    """Bring a ledger to the newest schema (or `to`), in one transaction; return the schemas before and after.

    Raises LedgerError where there is no ledger, or a newer Counterclaim made it.
    """
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import update

    from counterclaim.ledger import tables
    from counterclaim.ledger.database import connect, schema_of

    goal = tables.SCHEMA if to is None else to
    database = connect(target, create=False)
    try:
        before = schema_of(database)
        if before is None:
            raise LedgerError(f"{database.name}: there is no ledger in it; `counterclaim add` makes one")
        if before > goal:
            raise LedgerError(
                f"{database.name}: a newer Counterclaim made this ledger (schema {before}, this one knows {goal}); "
                "update the program"
            )
        if before < goal:
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
            config.set_main_option("path_separator", "newline")
            config.set_main_option("version_locations", str(versions).replace("%", "%%"))
            with database.write() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, revision_of(goal))
                connection.execute(
                    update(tables.meta).where(tables.meta.c.key == "schema").values(value=str(goal)),
                )
        return before, goal
    finally:
        database.close()
