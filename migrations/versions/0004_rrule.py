"""Sites: openings that hours cannot say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, unless a server that started first has made the table with it."""
    columns = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("site")}
    if "rrule" not in columns:
        op.add_column("site", sa.Column("rrule", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop it; the files in content/places bring it back."""
    op.drop_column("site", "rrule")
