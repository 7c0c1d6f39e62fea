"""Decisions of people, what waits for them, and the candidates they choose from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("project", sa.String(64), nullable=False),
        sa.Column("address", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("seed", sa.BigInteger),
        sa.Column("prompt", sa.Text),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("decided_at", sa.String(32), nullable=False),
    )
    op.create_index("decision_by_project", "decision", ["project", "id"])
    op.create_table(
        "review",
        sa.Column("project", sa.String(64), primary_key=True),
        sa.Column("address", sa.String(160), primary_key=True),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("suffix", sa.String(8), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("flow_run_id", sa.String(36)),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("closed_at", sa.String(32)),
    )
    op.create_table(
        "candidate",
        sa.Column("project", sa.String(64), primary_key=True),
        sa.Column("address", sa.String(160), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("suffix", sa.String(8), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("chosen", sa.Boolean, nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    """Drops the tables."""
    op.drop_table("candidate")
    op.drop_table("review")
    op.drop_index("decision_by_project", "decision")
    op.drop_table("decision")
