"""A small project in a catalog and a store, filled through their own ways in; no engine, no Prefect."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.store.inventory import row_of
from yoake.store.local import LocalStore
from yoake.store.paths import Layout


class Filled:
    """One project; add runs and assets to it."""

    def __init__(self, folder: Path, project: str = "p") -> None:
        self.project = project
        self.layout = Layout(folder / "out")
        self.layout.data.mkdir(parents=True)
        (self.layout.data / "catalog.sqlite").write_bytes(_empty_catalog())
        self.store = LocalStore(self.layout)
        self.catalog = Catalog(catalog_url("sqlite", self.layout.data))
        self.folder = folder

    def run(self, run_id: str, status: str = "done", **settings: Any) -> None:
        """A run; `running` leaves it as a run that was killed leaves it."""
        self.catalog.begin_run(run_id, self.project, {"project_file": "games/p.yaml", **settings})
        if status != "running":
            self.catalog.finish_run(run_id, status, {"made": 1}, 12.5)

    def asset(
        self,
        address: str,
        category: str,
        content: bytes | None = None,
        suffix: str = ".png",
        *,
        kind: str = "image_gen",
        status: str = "made",
        run_id: str = "r1",
        meta: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
        credits: list[dict[str, str]] | None = None,
        said: str = "",
        code: str | None = None,
        seconds: float = 1.0,
        started: str = "2026-11-22T21:00:00.000+00:00",
        media_type: str = "image/png",
    ) -> None:
        """An asset as a run leaves it behind: state, product, stored file and attempt."""
        fingerprint = hashlib.sha256(f"{address} {content!r}".encode()).hexdigest()
        stored = None
        if content is not None:
            source = self.folder / f"source{suffix}"
            source.write_bytes(content)
            stored = self.store.put(source, suffix)
            self.catalog.record_objects([row_of(stored)])
        attempt = {
            "run_id": run_id, "project": self.project, "address": address, "fingerprint": fingerprint, "number": 1,
            "started_at": started, "seconds": seconds, "outcome": status if status != "blocked" else "failed",
            "error_code": code, "error_message": said or None, "provider": "sketch", "service": None, "model": None,
            "seed": 1, "settings": {"params": dict(params or {})}, "measures": {}, "peak_vram_gb": None,
        }  # fmt: skip
        if stored is not None and status == "made":
            product = {
                "fingerprint": fingerprint, "project": self.project, "address": address, "sha256": stored.sha256,
                "size": stored.size, "media_type": media_type, "suffix": suffix, "meta": dict(meta or {}),
                "credits": credits or [], "seconds": seconds, "provider": "sketch", "degraded": False,
                "made_at": started, "run_id": run_id,
            }  # fmt: skip
            self.catalog.record_made(product, row_of(stored), attempt)
        elif status != "blocked":
            self.catalog.record_attempt(attempt)
        self.catalog.record_assets(
            [
                {
                    "project": self.project, "address": address, "category": category, "type": kind, "status": status,
                    "fingerprint": fingerprint, "sha256": stored.sha256 if stored else None, "parts": {},
                    "reason": said, "error_code": code, "run_id": run_id, "updated_at": started,
                }
            ]
        )  # fmt: skip

    def text(self, address: str, document: Mapping[str, Any], *, kind: str = "llm_gen", **more: Any) -> None:
        """A text result."""
        category = "build" if kind == "integrate" else "scenario"
        content = json.dumps(document, ensure_ascii=False).encode()
        self.asset(address, category, content, ".json", kind=kind, media_type="application/json", **more)


@functools.cache
def _empty_catalog() -> bytes:
    """A catalog just after its migrations, which take longer than any test here."""
    with tempfile.TemporaryDirectory() as folder:
        Catalog(catalog_url("sqlite", Path(folder))).close()
        return (Path(folder) / "catalog.sqlite").read_bytes()


def picture(colour: str = "#d8668f", size: tuple[int, int] = (48, 64)) -> bytes:
    """A PNG: a coloured figure on a transparent ground."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste(colour, (size[0] // 4, size[1] // 8, size[0] * 3 // 4, size[1]))
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    return encoded.getvalue()


def play_report(endings: list[str], **fields: Any) -> bytes:
    """The zip that a play-through leaves: its report and a screenshot of every route."""
    plays = [
        {"choices": [i], "ending": ending, "lines": 20, "seconds": 3.0, "screenshots": [f"shot_{i}.png"]}
        for i, ending in enumerate(endings)
    ]
    encoded = io.BytesIO()
    with zipfile.ZipFile(encoded, "w") as archive:
        archive.writestr("report.json", json.dumps({"target": "web", "step": "play", "plays": plays, **fields}))
        for i in range(len(endings)):
            archive.writestr(f"shot_{i}.png", picture("#4f9d8c", (64, 36)))
    return encoded.getvalue()


def character(identifier: str, name: str) -> dict[str, Any]:
    """A person of a character setting."""
    return {
        "id": identifier, "name": name, "role": "hero", "gender": "female", "personality": "kind",
        "speech_style": "plain", "name_colour": "#aa3355",
        "appearance": {
            "hair_style": "bob", "hair_colour": "#112233", "eye_colour": "#445566", "main_colour": "#778899",
            "accent_colour": "#aabbcc",
        },
    }  # fmt: skip


def scenario(title: str, line: str = "Hello there, you two.", ending: str = "A good end") -> dict[str, Any]:
    """A story of one scene."""
    return {
        "title": title,
        "logline": f"About {title}",
        "endings": [{"id": "good", "title": ending, "kind": "good"}],
        "chapters": [
            {
                "id": "c1",
                "title": "One",
                "scenes": [
                    {
                        "id": "s1", "title": "Morning", "summary": "They meet.", "place": "school", "ending": "good",
                        "lines": [{"id": "l1", "speaker": "mina", "text": line}, {"id": "l2", "text": "Silence."}],
                    }
                ],
            }
        ],
    }  # fmt: skip
