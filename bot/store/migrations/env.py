"""Alembic's entry: runs one step on the connection, and in the transaction, that bot/store/migrating.py hands over."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"], render_as_batch=True, half_made=attributes.get("half_made", False)
)
context.run_migrations()
