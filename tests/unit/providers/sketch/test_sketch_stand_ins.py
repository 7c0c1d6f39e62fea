"""What the embedded provider makes of workflows that start from one picture: an enlargement and a cardboard figure."""

import json
import struct

import pytest
from PIL import Image

import workflows
from tests.samples.workflow_requests import Upstream, request_for
from yoake.errors import InvalidRequestError
from yoake.library.load import load_library
from yoake.providers.sketch import make
from yoake.quality.check import Subject, check

LIBRARY = load_library(workflows.FOLDER)


def test_a_picture_is_enlarged_and_stays_what_it_was(tmp_path):
    upstream = Upstream(tmp_path)
    inputs = [upstream.person("a", character="hero"), upstream.place("b", place="roof")]
    request = request_for(LIBRARY.workflows["upscale"], tmp_path, inputs, place="roof")
    product = make(request)
    assert Image.open(product.path).size == (640, 360)
    assert product.meta == {"place": "roof", "width": 640, "height": 360}


def test_a_figure_of_cardboard_is_a_valid_container(tmp_path):
    request = request_for(LIBRARY.workflows["hunyuan3d"], tmp_path, [Upstream(tmp_path).person("a", character="hero")])
    product = make(request)
    data = product.path.read_bytes()
    magic, version, length, text_length, kind = struct.unpack_from("<4sIII4s", data)
    assert (magic, version, length, kind) == (b"glTF", 2, len(data), b"JSON")
    document = json.loads(data[20 : 20 + text_length])
    body_length, body_kind = struct.unpack_from("<I4s", data, 20 + text_length)
    assert (body_kind, body_length) == (b"BIN\0", document["buffers"][0]["byteLength"])
    assert all(v["byteOffset"] + v["byteLength"] <= body_length for v in document["bufferViews"])
    assert (product.media_type, product.meta) == ("model/gltf-binary", {"character": "hero"})
    report = check(
        Subject(path=product.path, media_type=product.media_type, asset_type="image_gen", category="character",
                alpha=None, meta={}, thresholds={}, language="ja", schema=None)
    )  # fmt: skip
    assert report.passed


@pytest.mark.parametrize("name", ["upscale", "hunyuan3d"])
def test_without_a_picture_it_is_told(name, tmp_path):
    with pytest.raises(InvalidRequestError) as caught:
        make(request_for(LIBRARY.workflows[name], tmp_path))
    assert caught.value.code == "process.no-input"
