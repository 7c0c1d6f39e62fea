"""The files that the output nodes of the simulated ComfyUI save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.simulators import comfyui_media as media
from tests.simulators.comfyui_files import FileArea
from tests.simulators.comfyui_graph import Graph, Shape, key, shape


def saved(node: str, graph: Graph, files: FileArea) -> dict[str, Any] | None:
    """What an output node of the simulated ComfyUI has saved, as it tells it; none where it saves nothing.

    Raises:
        NodeError: its `filename_prefix` leads out of the folder, or is too long.
    """
    kind, values = graph[node]["class_type"], graph[node]["inputs"]
    flow = shape(graph, node, lambda name: files.size(name) or (512, 512))
    prefix, folder = str(values.get("filename_prefix", "ComfyUI_temp_sim")), "output"
    if kind.startswith("Preview") or values.get("save_output") is False:
        folder = "temp"
    seed = int(key(graph, node, files.digest)[:8], 16)
    save: Callable[..., dict[str, Any]] = files.save
    if kind in ("SaveImage", "PreviewImage"):
        pictures = [
            save(folder, prefix, n, ".png", media.png(flow.width, flow.height, seed + n, flow.alpha, graph))
            for n in range(flow.frames)
        ]
        return {"images": pictures}
    if kind == "SaveImageWebsocket":
        return None
    if kind == "PreviewAny":
        return {"text": [str(graph[v[0]]["inputs"].get("value", "")) for v in values.values()]}
    sounds = {"SaveAudio": ".flac", "SaveAudioMP3": ".mp3", "SaveAudioOpus": ".opus", "PreviewAudio": ".flac"}
    if kind in sounds:
        content = media.sound(sounds[kind], round(flow.seconds, 1), seed % 4)
        return {"audio": [save(folder, prefix, 0, sounds[kind], content)]}
    if kind == "SaveGLB":
        return {"3d": [save(folder, prefix, 0, ".glb", media.mesh())]}
    if kind == "SaveLatent":
        return {"latents": [save(folder, prefix, 0, ".latent", b"\xa0\x01" + bytes(600))]}
    return _clip(kind, values, flow, folder, prefix, files)


def _clip(kind: str, values: dict[str, Any], flow: Shape, folder: str, prefix: str, files: FileArea) -> dict[str, Any]:
    suffixes = {"SaveAnimatedWEBP": ".webp", "SaveAnimatedPNG": ".png", "SaveWEBM": ".webm", "SaveVideo": ".mp4"}
    formats = {"image/gif": ".gif", "image/webp": ".webp", "video/webm": ".webm", "video/ProRes": ".mov"}
    suffix = suffixes.get(kind) or formats.get(str(values.get("format")), ".mp4")
    fps = next((float(v) for k in ("fps", "frame_rate") if isinstance(v := values.get(k), int | float)), 16.0)
    content = media.animation(suffix, flow.width, flow.height, flow.frames, fps)
    if kind != "VHS_VideoCombine":
        return {"images": [files.save(folder, prefix, 0, suffix, content)], "animated": [True]}
    place = files.save(folder, prefix, 0, suffix, content, trailing="")
    still = place["filename"].rpartition(".")[0] + ".png"
    path = "/".join(part for part in ("/opt/ComfyUI", folder, place["subfolder"], place["filename"]) if part)
    return {"gifs": [{**place, "format": values["format"], "frame_rate": fps, "workflow": still, "fullpath": path}]}
