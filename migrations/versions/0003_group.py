"""For the group: who may use its pages, supply alerts, and notices before replies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXTS = ("text_en", "text_es", "text_fr", "text_pt")


def upgrade() -> None:
    """Make what is missing: a server that started first has made some already."""
    op.create_table(
        "admin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("stamp", sa.String(43), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        if_not_exists=True,
    )
    _timed(
        "supply_alert",
        sa.Column("area", sa.String(120), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("created", sa.Date(), nullable=False),
    )
    _timed("notice")


def _timed(table: str, *more: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("starts", "ends")),
        *more,
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Drop them; what the group wrote there is lost, and everybody needs a new password."""
    for table in ("notice", "supply_alert", "admin"):
        op.drop_table(table)
