"""Run by alembic: migrates the connection that `matcher.store.upgrade` hands over, in the transaction it is in."""

from __future__ import annotations

from alembic import context

from matcher.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
