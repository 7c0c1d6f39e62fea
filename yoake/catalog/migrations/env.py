"""Alembic's entry: runs the migrations over the connection that `yoake.catalog.schema.upgrade` hands in."""

from __future__ import annotations

from alembic import context

from yoake.catalog.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
