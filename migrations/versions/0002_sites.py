"""Sites: places, their services, where each came from, and the version that servers watch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXTS = """match name org address city state precision phone url hours hours_text eligibility bring languages access cost
what_to_expect area closed_reason source source_url confidence notes""".split()


def upgrade() -> None:
    """Make what is missing: a server that started first has made some already."""
    op.create_table(
        "site",
        sa.Column("id", sa.String(200), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        sa.Column("zip", sa.String(10), nullable=False),
        sa.Column("tz", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("by_appointment", sa.Boolean(), nullable=False),
        sa.Column("publish", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("closed_from", "closed_until", "verified_on")),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("ix_site_match", "site", ["match"], if_not_exists=True)
    op.create_table(
        "site_service",
        _site_id(),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "service"),
        if_not_exists=True,
    )
    op.create_index("ix_site_service_service", "site_service", ["service", "site_id"], if_not_exists=True)
    _origins()


def _origins() -> None:
    op.create_table(
        "site_origin",
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        _site_id(),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key"),
        if_not_exists=True,
    )
    op.create_index("ix_site_origin_site_id", "site_origin", ["site_id"], if_not_exists=True)
    op.create_table(
        "site_report",
        _site_id(),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.PrimaryKeyConstraint("site_id"),
        if_not_exists=True,
    )
    op.create_table(
        "site_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )


def _site_id() -> sa.Column[str]:
    return sa.Column("site_id", sa.String(200), sa.ForeignKey("site.id", ondelete="CASCADE"), nullable=False)


def downgrade() -> None:
    """Drop them; the files in content/places fill them again."""
    for table in ("site_version", "site_report", "site_origin", "site_service", "site"):
        op.drop_table(table)
