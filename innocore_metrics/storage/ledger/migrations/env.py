"""Alembic runs this; the connection comes from the ledger that is being opened."""

from alembic import context

from innocore_metrics.storage.ledger.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
