"""The catalog's tables (SQLAlchemy Core); docs/catalog.md explains every column."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

run = Table(
    "run",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("project", String(64), nullable=False, index=True),
    Column("number", Integer, nullable=False),  # order of the runs, whatever the clock says
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("status", String(16), nullable=False),  # running, done, failures, interrupted, crashed
    Column("settings", JSON, nullable=False),
    Column("counts", JSON),
    Column("seconds", Float),
    Column("forecast", JSON(none_as_null=True)),
)

asset = Table(
    "asset",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("address", String(160), primary_key=True),
    Column("category", String(16), nullable=False),
    Column("type", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("sha256", String(64)),
    Column("parts", JSON, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("error_code", String(64)),
    Column("run_id", String(36), nullable=False),
    Column("updated_at", String(32), nullable=False),
)

product = Table(
    "product",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("address", String(160), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("suffix", String(8), nullable=False),
    Column("meta", JSON, nullable=False),
    Column("credits", JSON, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("provider", String(64), nullable=False),
    Column("degraded", Boolean, nullable=False, default=False),
    Column("made_at", String(32), nullable=False),
    Column("run_id", String(36), nullable=False),
)

stored_object = Table(
    "object",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("suffix", String(8), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("signature", String(80), nullable=False),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run_id", String(36), nullable=False, index=True),
    Column("project", String(64), nullable=False),
    Column("address", String(160), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("outcome", String(16), nullable=False),  # made, again, placeholder, failed
    Column("error_code", String(64)),
    Column("error_message", Text),
    Column("provider", String(64), nullable=False),
    Column("service", String(64)),
    Column("model", String(80)),
    Column("seed", BigInteger, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("measures", JSON, nullable=False),
    Column("peak_vram_gb", Float),
    Index("attempt_by_asset", "project", "address"),
)

experience = Table(
    "experience",
    metadata,
    Column("provider", String(64), primary_key=True),
    Column("type", String(16), primary_key=True),
    Column("subject", String(160), primary_key=True),  # workflow, template, build step or processor; may be empty
    Column("model", String(80), primary_key=True),
    Column("resolution", String(16), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("mean_seconds", Float, nullable=False),
    Column("deviation_seconds", Float, nullable=False),
    Column("peak_vram_gb", Float),
    Column("updated_at", String(32), nullable=False),
)

service_job = Table(
    "service_job",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("address", String(160), nullable=False),
    Column("service", String(64), nullable=False),
    Column("job_id", String(400), nullable=False),
    Column("variant", String(80), nullable=False),  # seed and size: another one is another job
    Column("state", String(16), nullable=False),  # begun, made, failed
    Column("error_code", String(64)),
    Column("run_id", String(36), nullable=False),
    Column("begun_at", String(32), nullable=False),
    Column("updated_at", String(32), nullable=False),
)

vram_memory = Table(
    "vram_memory",
    metadata,
    Column("place", String(80), primary_key=True),  # size of the GPU (`12 GB`), else the service's name
    Column("provider", String(64), primary_key=True),
    Column("subject", String(160), primary_key=True),  # workflow
    Column("model", String(80), primary_key=True),
    Column("batch_size", Integer, primary_key=True, autoincrement=False),
    Column("resolution", Integer, nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("updated_at", String(32), nullable=False),
)

lost_attempt = Table(
    "lost_attempt",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("address", String(160), nullable=False),
    Column("count", Integer, nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("updated_at", String(32), nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("project", String(64), nullable=False),
    Column("address", String(160), nullable=False),
    Column("kind", String(16), nullable=False),  # approve, reject, redo, pick, lock, unlock
    Column("sha256", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("seed", BigInteger),
    Column("prompt", Text),
    Column("by", String(100), nullable=False),
    Column("source", String(16), nullable=False),  # prefect, gallery, cli
    Column("decided_at", String(32), nullable=False),
    Column("present", String(64), nullable=False, server_default=""),
    Index("decision_by_project", "project", "id"),
)

review = Table(
    "review",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("address", String(160), primary_key=True),
    Column("mode", String(8), nullable=False),  # gate, after
    Column("fingerprint", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("suffix", String(8), nullable=False),
    Column("state", String(16), nullable=False),  # waiting, approved, rejected
    Column("flow_run_id", String(36)),
    Column("run_id", String(36), nullable=False),
    Column("opened_at", String(32), nullable=False),
    Column("closed_at", String(32)),
)

candidate = Table(
    "candidate",
    metadata,
    Column("project", String(64), primary_key=True),
    Column("address", String(160), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("suffix", String(8), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("score", Float, nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("run_id", String(36), nullable=False),
    Column("made_at", String(32), nullable=False),
)
