"""`standee`: a 3D model (GLB) of a picture as a cardboard figure, for workflows that make meshes.

The container is that of glTF 2.0 (Khronos), section 4: a header, then a JSON and a binary chunk, aligned to 4 bytes.
"""

from __future__ import annotations

import io
import json
import struct
from typing import Any

from yoake.processors.pictures import open_picture
from yoake.providers.base import Product, Request
from yoake.providers.sketch.enlarge import the_picture

MEDIA_TYPE = "model/gltf-binary"
_METRES = 1.6
"""Height of the figure."""
_FLOAT, _SHORT = 5126, 5123
_VERTICES, _INDICES = 34962, 34963


def standee(request: Request) -> Product:
    """Two sides of a board as high as a person, with the picture on them and its transparency cut out.

    Raises:
        InvalidRequestError: `process.no-input`, `process.unreadable`.
    """
    source = the_picture(request)
    image = open_picture(request, source).image
    png = io.BytesIO()
    image.save(png, format="PNG", compress_level=7)
    half = _METRES * image.width / image.height / 2
    corners = struct.pack("<12f", -half, 0, 0, half, 0, 0, half, _METRES, 0, -half, _METRES, 0)
    texture = struct.pack("<8f", 0, 1, 1, 1, 1, 0, 0, 0)
    triangles = struct.pack("<6H", 0, 1, 2, 0, 2, 3)
    path = request.folder / "standee.glb"
    path.write_bytes(_glb([corners, texture, triangles, png.getvalue()], half))
    kept = {key: source.meta[key] for key in ("character", "place", "outfit", "expression") if key in source.meta}
    return Product(path, MEDIA_TYPE, kept)


def _glb(parts: list[bytes], half: float) -> bytes:
    body, views = b"", []
    for part, target in zip(parts, (_VERTICES, _VERTICES, _INDICES, None), strict=True):
        view: dict[str, Any] = {"buffer": 0, "byteOffset": len(body), "byteLength": len(part)}
        views.append(view if target is None else {**view, "target": target})
        body += part + bytes(-len(part) % 4)
    document = {
        "asset": {"version": "2.0", "generator": "Yoake"},
        "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "indices": 2, "material": 0}]}],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}, "metallicFactor": 0.0},
                       "alphaMode": "MASK", "doubleSided": True}],
        "textures": [{"source": 0}], "images": [{"bufferView": 3, "mimeType": "image/png"}],
        "accessors": [
            {"bufferView": 0, "componentType": _FLOAT, "count": 4, "type": "VEC3",
             "min": [-half, 0.0, 0.0], "max": [half, _METRES, 0.0]},
            {"bufferView": 1, "componentType": _FLOAT, "count": 4, "type": "VEC2"},
            {"bufferView": 2, "componentType": _SHORT, "count": 6, "type": "SCALAR"},
        ],
        "bufferViews": views, "buffers": [{"byteLength": len(body)}],
    }  # fmt: skip
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    length = 12 + 8 + len(text) + 8 + len(body)
    header = struct.pack("<4sII", b"glTF", 2, length) + struct.pack("<I4s", len(text), b"JSON")
    return header + text + struct.pack("<I4s", len(body), b"BIN\0") + body
