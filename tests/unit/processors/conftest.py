"""Requests for processors, with upstream files made on the spot."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image, ImageDraw

from yoake.errors import InvalidRequestError
from yoake.processors import process
from yoake.providers.base import Input, Product, Request


class Desk:
    """Makes upstream assets and runs processors on them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.runs = 0

    def input(self, address: str, path: Path, media_type: str, **meta: object) -> Input:
        return Input(address.partition("/")[0], address, path, media_type, meta)

    def picture(self, address="a", size=(40, 60), box=(10, 20, 29, 49), form="png", **meta):
        """A red rectangle, 20 x 30 usually, on transparent ground (white in a JPEG)."""
        picture = Image.new("RGBA", size, (0, 0, 0, 0))
        ImageDraw.Draw(picture).rectangle(box, fill=(200, 40, 80, 255))
        path = self.root / f"{address.replace('/', '-')}.{form}"
        (picture if form != "jpeg" else picture.convert("RGB")).save(path)
        return self.input(address, path, f"image/{form}", **{"character": "hero", **meta})

    def sound(self, address="s", seconds=1.0, level=0.1, silence=0.0, rate=22_050, channels=1, **meta):
        """A tone with silence before and after it."""
        time = np.arange(int(seconds * rate)) / rate
        gap = np.zeros(int(silence * rate))
        wave = np.concatenate([gap, level * np.sin(2 * np.pi * 440 * time), gap])
        path = self.root / f"{address}.wav"
        soundfile.write(path, np.stack([wave] * channels, axis=1), rate, subtype="PCM_16")
        return self.input(address, path, "audio/wav", **meta)

    def document(self, address, value, **meta):
        return self.file(address, json.dumps(value).encode(), "application/json", **meta)

    def file(self, address, data: bytes, media_type, **meta):
        path = self.root / address.replace("/", "-")
        path.write_bytes(data)
        return self.input(address, path, media_type, **meta)

    def run(self, processor, *inputs: Input, address="processed", **params) -> Product:
        self.runs += 1
        folder = self.root / f"out{self.runs}"
        folder.mkdir()
        return process(
            Request(
                project="p", title="t", language="ja", address=address, type="data_process", category="ui",
                workflow=None, template=None, prompt=None, params={"processor": processor, **params},
                item=None, seed=1, inputs=inputs, folder=folder,
            )
        )  # fmt: skip

    def refused(self, processor, *inputs: Input, **params) -> InvalidRequestError:
        with pytest.raises(InvalidRequestError) as caught:
            self.run(processor, *inputs, **params)
        return caught.value


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)
