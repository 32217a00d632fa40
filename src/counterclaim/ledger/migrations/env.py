"""How Alembic runs our revisions: on the connection of `upgrade`, inside its transaction."""

from alembic import context

from counterclaim.ledger.migrations import REVISION_TABLE
from counterclaim.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=REVISION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
