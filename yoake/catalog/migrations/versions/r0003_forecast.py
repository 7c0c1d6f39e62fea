"""What each run was expected to take, beside what it took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the column."""
    op.add_column("run", sa.Column("forecast", sa.JSON))


def downgrade() -> None:
    """Drops the column."""
    op.drop_column("run", "forecast")
