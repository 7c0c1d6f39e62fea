"""The words of the messages to people, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from yoake.words import Language

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "ended": "{title}: the run has ended and needs you",
        "lost": "{title}: {service} does not answer",
        "lost_body": "{service} has not answered for {minutes} minutes, and nothing else can do its work: something "
        "stands in for its assets. {reason}",
        "failed": "failed", "blocked": "blocked", "placeholder": "placeholders", "skipped": "skipped",
        "degraded": "degraded", "more": "and {count} more", "next": "Details: yoake status {project}",
        "gate": "{title}: {address} waits for your decision",
        "gates": "{title}: {count} assets wait for your decision",
        "gate_body": "What depends on it waits too; everything else goes on.",
        "gates_body": "What depends on them waits too; everything else goes on.",
        "decide": "Decide in the Prefect UI (Resume), or: yoake review {project}",
        "decide_here": "Decide with: yoake review {project}",
        "night": "The night is over: {titles}",
        "night_trouble": "The night is over and needs you: {titles}",
        "night_line": "{title}: {made} made, {kept} up to date",
        "left": "left for the next night", "review": "waiting for review", "report": "Report: {place}",
        "morning": "Review: {place}", "nothing": "The night is over: there was nothing to make",
    },
    "ja": {
        "ended": "{title}：実行が終わりました。確認してください",
        "lost": "{title}：{service} が答えません",
        "lost_body": "{service} は {minutes} 分間答えず、代わりもありません。"
        "そのアセットは仮アセットになります。{reason}",
        "failed": "失敗", "blocked": "失敗待ち", "placeholder": "仮アセット", "skipped": "なし",
        "degraded": "縮退", "more": "ほか {count} 件", "next": "詳しくは：yoake status {project}",
        "gate": "{title}：{address} が判断を待っています",
        "gates": "{title}：{count} 件のアセットが判断を待っています",
        "gate_body": "これを使うものも待っています。それ以外は進んでいます。",
        "gates_body": "これらを使うものも待っています。それ以外は進んでいます。",
        "decide": "Prefect の画面（Resume）で判断できます。端末なら：yoake review {project}",
        "decide_here": "判断するには：yoake review {project}",
        "night": "夜間生成が終わりました：{titles}",
        "night_trouble": "夜間生成が終わりました。確認してください：{titles}",
        "night_line": "{title}：作成 {made}、最新 {kept}",
        "left": "次の夜へ持ち越し", "review": "確認待ち", "report": "レポート：{place}",
        "morning": "レビュー：{place}", "nothing": "夜間生成が終わりました。作るものはありませんでした",
    },
}  # fmt: skip
TROUBLED = ("failed", "blocked", "placeholder", "skipped")


def harmless(text: str) -> str:
    """Text from a project file, a model or a service, on one line; it calls nobody in a chat (`@all`, `<!here>`)."""
    return " ".join(text.split()).replace("@", "@\u200b").replace("<", "<\u200b")
