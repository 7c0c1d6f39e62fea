"""Which content an asset had when something was decided about it or one of its candidates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the column; of earlier decisions it is not known."""
    op.add_column("decision", sa.Column("present", sa.String(64), nullable=False, server_default=""))


def downgrade() -> None:
    """Drops the column."""
    op.drop_column("decision", "present")
