"""An order: everything needed to make one asset, anywhere; and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from yoake.definition.models import OnFailure
from yoake.game.assemble_input import MadeAsset
from yoake.graph.candidates import candidate_name
from yoake.library.manifest import Template, Workflow
from yoake.providers.base import Credit, Request

OutcomeKind = Literal["made", "placeholder", "skipped"]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a run's files and records are, for a worker that has not opened them yet. Hashable."""

    root: str
    store: str | None
    catalog_url: str
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fallback:
    """Who makes an asset where its own provider could not."""

    provider: str
    model: str | None
    served: bool


@dataclass(frozen=True, slots=True)
class Order:
    """One asset to make. Picklable: it may travel to another process or machine.

    The request's `folder` and its inputs' paths are those of the machine that made the order; a worker elsewhere
    resolves inputs by their hashes.
    """

    run_id: str
    site: Site
    project: str
    request: Request
    fingerprint: str
    provider: str
    model: str | None
    on_failure: OnFailure
    timeout_seconds: float
    thresholds: Mapping[str, float] = field(default_factory=dict)
    schema: str | None = None
    """Name of the text schema that the result must follow."""
    alpha: bool | None = None
    """Whether a picture must, must not, or may have a transparent background."""
    inherited: tuple[Credit, ...] = ()
    """For processing: who must be named for the inputs, and so for what is made of them."""
    made_assets: tuple[MadeAsset, ...] = ()
    """For integration: all finished assets."""
    served: bool = False
    """Whether an external service makes it; which one, the grant says."""
    workflow: Workflow | None = None
    template: Template | None = None
    refused: str = ""
    """Why nothing here could ever make it."""
    fallback: Fallback | None = None
    """Who makes it where `provider` could not."""
    anew: bool = False
    """Whether a person has asked for it again (`--redo`)."""
    before: Mapping[str, Any] | None = None
    """The record of what is there already, made with less than is asked for: it stays unless something better comes."""
    lost: int = 0
    """How many attempts at it in a row took their process with them, before this run."""
    candidate: int = 0
    """Which candidate of the request's asset it is, from 1; 0 for the asset itself. Who makes it need not know."""

    @property
    def address(self) -> str:
        """The asset's or the candidate's address."""
        asset = self.request.address
        return candidate_name(asset, self.candidate) if self.candidate else asset


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order: a record's fields, and how it came about."""

    kind: OutcomeKind
    record: dict[str, Any] | None
    note: str = ""
    """Why it is a placeholder or was skipped; empty for one that is as ordered."""
    error_code: str | None = None
    service: str = ""
    """Which service made it."""
    peak_vram_gb: float | None = None
    """The most VRAM that its model was seen to use, in GB."""
    seed: int | None = None
    """The seed that it was made with in the end; none for what was not made."""
    measures: Mapping[str, float] = field(default_factory=dict)
    """What its check measured."""

    def to_json(self) -> dict[str, Any]:
        """As a JSON object, for Prefect's result storage."""
        return {
            "kind": self.kind,
            "record": self.record,
            "note": self.note,
            "error_code": self.error_code,
            "service": self.service,
            "peak_vram_gb": self.peak_vram_gb,
            "seed": self.seed,
            "measures": dict(self.measures),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Outcome:
        """The inverse of `to_json`."""
        return cls(**data)
