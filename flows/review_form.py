"""The forms that a person fills in on a paused `review` flow run in the Prefect UI.

Prefect makes the form from the schema of a pydantic model and checks what comes back against it. Titles are in the
project's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from prefect.input import RunInput
from pydantic import BaseModel, ConfigDict, Field, create_model

from yoake.review.decision import Decision, DecisionKind
from yoake.review.rules import NAME_LENGTH, NOTE_LENGTH, PROMPT_LENGTH
from yoake.words import Language

NOTHING = "0" * 64
"""The content of a candidate that was not shown: no content there is, so that the rules refuse it in words."""
LISTED = 500
"""Decisions that one form takes."""
KINDS: tuple[DecisionKind, ...] = ("approve", "reject", "redo", "pick", "lock")
TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "decision": "Decision",
        "decision_help": "approve: it may be used. reject: made anew, with your note. redo: made anew with your seed "
        "or prompt. pick: take the candidate named below. lock: approve it and never remake it.",
        "note": "Note", "note_help": "why; for reject and redo it is given to the prompt as well",
        "seed": "Seed", "seed_help": "for redo: a whole number from 0 to 4294967295; empty: the next one",
        "prompt": "Prompt", "prompt_help": "for redo: the prompt to use instead; empty: as it is",
        "candidate": "Candidate", "candidate_help": "for pick: its number",
        "by": "Your name", "by_help": "is kept with the decision",
        "asset": "Asset", "asset_help": "its address, as it stands above",
        "decisions": "Decisions", "decisions_help": "one for each asset that you decide about by itself",
        "rest": "Approve the rest", "rest_help": "everything above that you name no decision for",
    },
    "ja": {
        "decision": "判断",
        "decision_help": "approve：承認する。reject：メモを付けて作り直す。redo：シードかプロンプトを変えて作り直す。"
        "pick：下の番号の候補を採用する。lock：承認し、以後作り直さない。",
        "note": "メモ", "note_help": "理由。reject と redo ではプロンプトにも渡されます",
        "seed": "シード", "seed_help": "redo のとき：0 から 4294967295 の整数。空欄なら次のシード",
        "prompt": "プロンプト", "prompt_help": "redo のとき：代わりに使うプロンプト。空欄なら元のまま",
        "candidate": "候補", "candidate_help": "pick のとき：候補の番号",
        "by": "お名前", "by_help": "判断とともに記録されます",
        "asset": "アセット", "asset_help": "上に書かれているアドレス",
        "decisions": "判断の一覧", "decisions_help": "個別に判断するアセットごとに一つ",
        "rest": "残りをすべて承認", "rest_help": "一覧にない、上のすべてのアセットを承認します",
    },
}  # fmt: skip


class Shown(BaseModel):
    """What a person had in front of them when they decided: kept with the paused run.

    A decision is about this content, whatever has been made since.
    """

    assets: dict[str, str] = Field(default_factory=dict, description="address -> content (SHA-256)")
    candidates: dict[str, dict[int, str]] = Field(
        default_factory=dict, description="address -> number of a candidate -> its content (SHA-256)"
    )


class GateForm(RunInput):
    """The answer about one asset."""

    decision: DecisionKind
    note: str = ""
    seed: int | None = None
    prompt: str = ""
    candidate: int | None = None
    by: str


class NamedDecision(BaseModel):
    """The answer about one asset among several."""

    model_config = ConfigDict(extra="forbid")
    asset: str
    decision: DecisionKind
    note: str = ""
    seed: int | None = None
    prompt: str = ""
    candidate: int | None = None


class MorningForm(RunInput):
    """The answers about everything that waits for a look in the morning."""

    decisions: list[NamedDecision] = Field(default_factory=list)
    rest: bool = False
    by: str


def gate_form(language: Language, candidates: Sequence[int], description: str) -> type[RunInput]:
    """The form for one asset.

    Args:
        candidates: the numbers among which one may be picked; none where the asset has no candidates.
        description: markdown that the UI shows above the form.
    """
    fields = _answer(TEXTS[language], candidates) | _name(TEXTS[language])
    form = create_model("GateForm", __base__=RunInput, **fields)  # not GateForm: its field would stay
    form._description = description
    return form


def morning_form(language: Language, addresses: Sequence[str], description: str) -> type[RunInput]:
    """The form for several assets.

    Args:
        addresses: the assets that wait.
        description: markdown that the UI shows above the form.
    """
    texts = TEXTS[language]
    asset = (Literal[tuple(addresses)], _field(texts, "asset"))
    named = create_model("NamedDecision", __base__=NamedDecision, asset=asset, **_answer(texts, None))
    fields: dict[str, Any] = {
        "decisions": (list[named], _field(texts, "decisions", default_factory=list, max_length=LISTED)),  # type: ignore[valid-type]
        "rest": (bool, _field(texts, "rest", default=False)),
    }
    form = create_model("MorningForm", __base__=RunInput, **fields, **_name(texts))
    form._description = description
    return form


def decision_of(answer: GateForm | NamedDecision, address: str, by: str, shown: Shown) -> Decision:
    """The decision that an answer stands for, about the content that its author saw.

    Returns:
        For `pick`, `sha256` is that of the candidate; `NOTHING` where no candidate of this number was shown.
    """
    sha256 = shown.assets.get(address, "")
    if answer.decision == "pick":
        sha256 = shown.candidates.get(address, {}).get(answer.candidate or 0, NOTHING)
    return Decision(
        address=address,
        kind=answer.decision,
        sha256=sha256,
        by=by.strip(),
        source="prefect",
        note=answer.note.strip(),
        seed=answer.seed,
        prompt=answer.prompt.strip() or None,
    )


def _answer(texts: Mapping[str, str], candidates: Sequence[int] | None) -> dict[str, Any]:
    """The fields of a decision; candidates that are not known beforehand are any number."""
    kinds = tuple(k for k in KINDS if k != "pick" or candidates is None or candidates)
    fields: dict[str, Any] = {
        "decision": (Literal[kinds], _field(texts, "decision")),
        "note": (str, _field(texts, "note", default="", max_length=NOTE_LENGTH)),
        "prompt": (str, _field(texts, "prompt", default="", max_length=PROMPT_LENGTH)),
        "seed": (int, _optional(texts, "seed", ge=0, lt=2**32)),
    }
    if candidates is None:
        fields["candidate"] = (int, _optional(texts, "candidate", ge=1))
    elif candidates:
        fields["candidate"] = (Literal[tuple(candidates)], _optional(texts, "candidate"))
    return fields


def _name(texts: Mapping[str, str]) -> dict[str, Any]:
    return {"by": (str, _field(texts, "by", min_length=1, max_length=NAME_LENGTH))}


def _optional(texts: Mapping[str, str], name: str, **more: Any) -> Any:
    """A field that may be left empty: the form shows `int | None` as two tabs, and leaves out what has no default."""

    def bare(schema: dict[str, Any]) -> None:
        schema.pop("default", None)

    return _field(texts, name, default=None, json_schema_extra=bare, **more)


def _field(texts: Mapping[str, str], name: str, **more: Any) -> Any:
    return Field(title=texts[name], description=texts[f"{name}_help"], **more)
