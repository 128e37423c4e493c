"""Where Alembic finds the database and the models. Only the operator's command runs this; the server never imports it."""

from __future__ import annotations

from alembic import context

# Imported for their tables.
from bot.adapters.admin.account_rows import AdminRow
from bot.adapters.alerts_store import AlertRow
from bot.adapters.database import Base, engine_for
from bot.adapters.settings import from_environment
from bot.adapters.site_rows import SiteRow

assert {row.metadata for row in (AdminRow, AlertRow, SiteRow)} == {Base.metadata}  # noqa: S101 - one set of tables


def run() -> None:
    """Run the steps in one transaction: a step that fails changes nothing."""
    url = context.config.get_main_option("sqlalchemy.url") or from_environment().database_url
    engine = engine_for(url)
    with engine.begin() as connection:
        # SQLite cannot alter a column: batch mode makes the table anew and moves the rows.
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
        context.run_migrations()
    engine.dispose()


run()
