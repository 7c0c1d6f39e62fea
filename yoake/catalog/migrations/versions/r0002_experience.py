"""What each kind of work has taken on this hardware: seconds and peak VRAM."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "experience",
        sa.Column("provider", sa.String(64), primary_key=True),
        sa.Column("type", sa.String(16), primary_key=True),
        sa.Column("subject", sa.String(160), primary_key=True),
        sa.Column("model", sa.String(80), primary_key=True),
        sa.Column("resolution", sa.String(16), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("mean_seconds", sa.Float, nullable=False),
        sa.Column("deviation_seconds", sa.Float, nullable=False),
        sa.Column("peak_vram_gb", sa.Float),
        sa.Column("updated_at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    """Drops the table."""
    op.drop_table("experience")
