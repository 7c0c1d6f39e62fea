"""Jobs that services were given, sizes that ran out of VRAM, attempts that never ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "service_job",
        sa.Column("project", sa.String(64), primary_key=True),
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("address", sa.String(160), nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("job_id", sa.String(400), nullable=False),
        sa.Column("variant", sa.String(80), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("error_code", sa.String(64)),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "vram_memory",
        sa.Column("place", sa.String(80), primary_key=True),
        sa.Column("provider", sa.String(64), primary_key=True),
        sa.Column("subject", sa.String(160), primary_key=True),
        sa.Column("model", sa.String(80), primary_key=True),
        sa.Column("batch_size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("resolution", sa.Integer, nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "lost_attempt",
        sa.Column("project", sa.String(64), primary_key=True),
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("address", sa.String(160), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    """Drops the tables."""
    op.drop_table("lost_attempt")
    op.drop_table("vram_memory")
    op.drop_table("service_job")
