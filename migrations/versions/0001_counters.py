"""Counters: one-way tables, never crossed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = ("count_topic", "count_channel", "count_language", "count_area", "count_day", "count_delivery")


def upgrade() -> None:
    """Make what is missing: a server that started first has made some already."""
    for table in _TABLES:
        op.create_table(
            table,
            sa.Column("period", sa.String(10), nullable=False),
            sa.Column("value", sa.String(40), nullable=False),
            sa.Column("count", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("period", "value"),
            if_not_exists=True,
        )


def downgrade() -> None:
    """Drop them; the counts are lost."""
    for table in _TABLES:
        op.drop_table(table)
