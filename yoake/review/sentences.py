"""What a person is told of their decision, in their language."""

from __future__ import annotations

from collections.abc import Mapping

from yoake.review.decision import Decision
from yoake.review.rules import NOTE_LENGTH, PROMPT_LENGTH, Ruling, Situation
from yoake.words import Language

KINDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "approve": "approved", "reject": "rejected", "redo": "sent back", "pick": "picked", "lock": "locked",
        "unlock": "unlocked",
    },
    "ja": {
        "approve": "承認", "reject": "却下", "redo": "作り直しの指示", "pick": "候補の選択", "lock": "ロック",
        "unlock": "ロック解除",
    },
}  # fmt: skip
SENTENCES: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "approve": "{address} is approved.",
        "reject": "{address} is rejected and will be made anew{note}.",
        "redo": "{address} will be made anew{how}.",
        "pick": "Candidate {candidate} of {address} is picked; what depends on it is made from it.",
        "lock": "{address} is locked: it stays as it is until it is unlocked.",
        "unlocked": "{address} is unlocked.",
        "not-locked": "{address} is not locked; nothing has changed.",
        "unlocked-already": "{address} was unlocked already ({before}); nothing has changed.",
        "approved-already": "{address} was {before} already; nothing has changed.",
        "locked-already": "{address} was locked already ({before}); nothing has changed.",
        "picked-already": "Candidate {candidate} of {address} was picked already ({before}); nothing has changed.",
        "asked-already": "{address} was {before} already, in the same words; nothing has changed.",
        "approve-instead": "{address} is approved; this takes the place of the earlier decision ({before}).",
        "reject-instead": "{address} is rejected{note}; this takes the place of the earlier decision ({before}).",
        "redo-instead": "{address} will be made anew{how}; this takes the place of the earlier decision ({before}).",
        "pick-instead": "Candidate {candidate} of {address} is picked; this takes the place of the earlier decision "
        "({before}).",
        "lock-instead": "{address} is locked; this takes the place of the earlier decision ({before}).",
        "unknown": "There is no asset {address} in the catalog yet. Run the project first; `yoake review` lists what "
        "there is.",
        "no-file": "{address} has no file that could be decided on (it is {status}). Run the project again first.",
        "placeholder": "{address} is a placeholder: there is nothing to approve, pick or lock. Ask for it anew instead "
        "(redo).",
        "superseded": "{address} was made anew since you looked at it: your decision is about something that is not "
        "used any more. Look at the new one.",
        "other-candidate": "What you looked at is candidate {candidate} of {address}, and another one is the asset by "
        "now ({before}). Pick this one, or look at the other.",
        "no-candidate": "{address} has no such candidate. There are: {candidates}.",
        "no-candidates": "{address} has no candidates: its task asks for none (`candidates: N`).",
        "locked": "{address} is locked ({before}). Unlock it first.",
        "too-long": "A note has at most {note_length} characters, a prompt {prompt_length}.",
        "bad-seed": "A seed is a whole number from 0 to 4294967295.",
    },
    "ja": {
        "approve": "{address} を承認しました。",
        "reject": "{address} を却下しました。作り直します{note}。",
        "redo": "{address} を作り直します{how}。",
        "pick": "{address} の候補 {candidate} を選びました。これに依存するものを作り直します。",
        "lock": "{address} をロックしました。解除するまで作り直しません。",
        "unlocked": "{address} のロックを解除しました。",
        "not-locked": "{address} はロックされていません。何も変わりません。",
        "unlocked-already": "{address} のロックはすでに解除されています（{before}）。何も変わりません。",
        "approved-already": "{address} はすでに判断済みです（{before}）。何も変わりません。",
        "locked-already": "{address} はすでにロックされています（{before}）。何も変わりません。",
        "picked-already": "{address} の候補 {candidate} はすでに選ばれています（{before}）。何も変わりません。",
        "asked-already": "{address} には同じ内容の指示がすでにあります（{before}）。何も変わりません。",
        "approve-instead": "{address} を承認しました。前の判断（{before}）に代わります。",
        "reject-instead": "{address} を却下しました{note}。前の判断（{before}）に代わります。",
        "redo-instead": "{address} を作り直します{how}。前の判断（{before}）に代わります。",
        "pick-instead": "{address} の候補 {candidate} を選びました。前の判断（{before}）に代わります。",
        "lock-instead": "{address} をロックしました。前の判断（{before}）に代わります。",
        "unknown": "カタログに {address} というアセットはまだありません。先に実行してください。"
        "一覧は `yoake review` で見られます。",
        "no-file": "{address} には判断の対象になるファイルがありません（状態：{status}）。"
        "先にもう一度実行してください。",
        "placeholder": "{address} は仮アセットです。承認、選択、ロックはできません。"
        "作り直し（redo）を指示してください。",
        "superseded": "{address} は、ご覧になった後に作り直されました。判断の対象はもう使われていません。"
        "新しいものを見てください。",
        "other-candidate": "ご覧になったのは {address} の候補 {candidate} ですが、今は別の候補が使われています"
        "（{before}）。この候補を選ぶ（pick）か、今のものを見てください。",
        "no-candidate": "{address} にその候補はありません。あるのは：{candidates}。",
        "no-candidates": "{address} に候補はありません（タスクに `candidates: N` がありません）。",
        "locked": "{address} はロックされています（{before}）。先に解除してください。",
        "too-long": "メモは {note_length} 文字、プロンプトは {prompt_length} 文字までです。",
        "bad-seed": "シードは 0 から 4294967295 の整数です。",
    },
}


def sentence(ruling: Ruling, decision: Decision, now: Situation, language: Language) -> str:
    """What became of a decision, in a sentence."""
    ja = language == "ja"
    how = []
    if decision.seed is not None:
        how.append(f"シード {decision.seed}" if ja else f"with seed {decision.seed}")
    if decision.prompt:
        how.append("新しいプロンプト" if ja else "with the new prompt")
    if decision.note:
        how.append("メモをプロンプトに追加" if ja else "with your note in its prompt")
    told = ("（" + "、".join(how) + "）" if ja else " " + ", ".join(how)) if how else ""
    number = next((n for n, sha in now.candidates.items() if sha == decision.sha256), "?")
    return SENTENCES[language][ruling.key].format(
        address=now.address,
        status=now.status,
        candidate=number,
        candidates=", ".join(map(str, sorted(now.candidates))),
        before=_before(ruling.before, language),
        note=told,
        how=told,
        note_length=NOTE_LENGTH,
        prompt_length=PROMPT_LENGTH,
    )


def _before(decision: Decision | None, language: Language) -> str:
    if decision is None:
        return ""
    kind, when = KINDS[language][decision.kind], decision.decided_at[:16].replace("T", " ")
    if language == "ja":
        return f"{decision.by}、{when}、{kind}"
    return f"{kind} by {decision.by} at {when} UTC"
