"""Requests for processors, with upstream files made on the spot."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image, ImageDraw

from yoake.processors import process
from yoake.providers.base import Input, Product, Request


class Desk:
    """Makes upstream assets and runs processors on them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.runs = 0

    def picture(self, name="a", size=(40, 60), box=(10, 20, 29, 49), form="png"):
        picture = Image.new("RGBA", size, (0, 0, 0, 0))
        ImageDraw.Draw(picture).rectangle(box, fill=(200, 40, 80, 255))
        path = self.root / f"{name}.{form}"
        picture.save(path)
        return Input(name, name, path, f"image/{form}", {"character": "hero"})

    def sound(self, name="s", seconds=1.0, level=0.1, silence=0.0, rate=22_050):
        time = np.arange(int(seconds * rate)) / rate
        gap = np.zeros(int(silence * rate))
        wave = np.concatenate([gap, level * np.sin(2 * np.pi * 440 * time), gap])
        path = self.root / f"{name}.wav"
        soundfile.write(path, wave, rate, subtype="PCM_16")
        return Input(name, name, path, "audio/wav")

    def document(self, name, value):
        path = self.root / f"{name}.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return Input(name, name, path, "application/json")

    def file(self, name, data: bytes, media_type):
        path = self.root / name
        path.write_bytes(data)
        return Input(name, name, path, media_type)

    def run(self, processor, *inputs: Input, **params) -> Product:
        self.runs += 1
        folder = self.root / f"out{self.runs}"
        folder.mkdir()
        return process(
            Request(
                project="p",
                title="t",
                language="ja",
                address="processed",
                type="data_process",
                category="ui",
                workflow=None,
                template=None,
                prompt=None,
                params={"processor": processor, **params},
                item=None,
                seed=1,
                inputs=inputs,
                folder=folder,
            )
        )


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)
