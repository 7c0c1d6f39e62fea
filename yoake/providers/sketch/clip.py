"""`clip`: a few seconds of film over a still: the camera glides, petals or snow drift, light breathes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random
from typing import Literal, cast, get_args

import cv2
import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from yoake.errors import InvalidRequestError
from yoake.providers.base import Product, Request
from yoake.providers.sketch.event import people_on
from yoake.providers.sketch.place.draw import Place, place_image
from yoake.providers.sketch.place.kind import describe, season_in
from yoake.providers.sketch.place.light import outdoors
from yoake.providers.sketch.place.picture import TIMES
from yoake.texts.models import TimeOfDay

WIDTH, HEIGHT = 1280, 720
Motion = Literal["zoom_in", "zoom_out", "pan_left", "pan_right", "rise", "still"]
MOTIONS: tuple[Motion, ...] = get_args(Motion)
_Frame = NDArray[np.uint8]
_MARGIN = 1.16
"""How much bigger than the frame the still is, so that the camera has room to move."""


def _number(request: Request, key: str, default: float, low: float, high: float) -> float:
    value = request.params.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InvalidRequestError(
            "video.parameter",
            f"{request.address}: {key} is {str(value)[:40]!r}; {low:g} to {high:g} is possible.",
            next_step=f"Set {key} to a number in that range.",
        )
    return float(value)


def _motion(request: Request) -> Motion:
    value = request.params.get("motion")
    if value is None or value == "auto":
        return Random(f"{request.seed}/motion").choice(MOTIONS[:5])
    if value not in MOTIONS:
        raise InvalidRequestError(
            "video.parameter",
            f"{request.address}: the motion {str(value)[:40]!r} is unknown.",
            next_step=f"Use one of {', '.join(MOTIONS)}, or auto.",
        )
    return cast(Motion, value)


def _camera(motion: Motion, t: float) -> tuple[float, float, float]:
    """Zoom (1 is the whole still) and centre (shares of what is free, -1..1) at `t` of 0..1."""
    ease = t * t * (3 - 2 * t)
    return {
        "zoom_in": (1.0 + 0.13 * ease, 0.0, -0.25 * ease),
        "zoom_out": (1.13 - 0.13 * ease, 0.0, -0.25 + 0.25 * ease),
        "pan_left": (1.04, 0.9 - 1.8 * ease, 0.0),
        "pan_right": (1.04, -0.9 + 1.8 * ease, 0.0),
        "rise": (1.04, 0.0, 0.9 - 1.8 * ease),
        "still": (1.02, 0.0, 0.0),
    }[motion]


def _opaque(picture: Image.Image) -> Image.Image:
    """A picture as RGB; where it is transparent there is dusk."""
    if picture.mode == "RGB":
        return picture.copy()
    backdrop = Image.new("RGBA", picture.size, (44, 38, 66, 255))
    return Image.alpha_composite(backdrop, picture.convert("RGBA")).convert("RGB")


def _still(picture: Image.Image) -> _Frame:
    """An RGB picture as BGR pixels that fill the frame with the camera's margin."""
    width, height = round(WIDTH * _MARGIN), round(HEIGHT * _MARGIN)
    scale = max(width / picture.width, height / picture.height)
    size = (max(width, round(picture.width * scale)), max(height, round(picture.height * scale)))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    left, top = (picture.width - width) // 2, (picture.height - height) // 3
    pixels = np.asarray(picture.crop((left, top, left + width, top + height)))
    return np.ascontiguousarray(pixels[:, :, ::-1])


def _stills(request: Request) -> tuple[list[_Frame], str]:
    """The pictures of the clip, with the people upstream in them, and what drifts over them."""
    words = " ".join(str(v) for v in (request.prompt, request.params.get("description")) if v)
    pictures = request.inputs_of("image/")
    people = [p for p in pictures if "look" in p.meta or "character" in p.meta]
    wanted = request.params.get("characters")
    if isinstance(wanted, list | tuple) and wanted:
        people = [p for p in people if p.meta.get("character") in wanted]
    people = list({str(p.meta.get("character", p.spec)): p for p in people}.values())[:3]
    scenery = [p for p in pictures if "look" not in p.meta and "character" not in p.meta]
    named = request.params.get("place")
    scenery = ([p for p in scenery if named and p.meta.get("place") == named] or scenery)[:4]
    time: TimeOfDay = "evening"
    if scenery:
        meta = scenery[0].meta
        backdrops = []
        for source in scenery:
            with Image.open(source.path) as picture:
                backdrops.append(_opaque(picture))
        said = meta.get("time_of_day")
        time = said if said in TIMES else "day"
        season = "winter" if meta.get("weather") == "snow" else str(meta.get("season") or "")
    else:
        kind, asked = describe(request, str(named) if named else None)
        place = Place(kind, request.seed, time, "clear", asked)
        backdrops, season = [place_image(place)], place.actual_season
    if people:
        front = backdrops[0].resize((1280, 720), Image.Resampling.LANCZOS).convert("RGBA")
        people_on(front, people, outdoors(time, "clear"), seed=request.seed, expression="happy", outfit=None)
        backdrops[0] = front.convert("RGB")
    return [_still(b) for b in backdrops], _drift(season, words, dark=time == "night")


def _drift(season: str, words: str, *, dark: bool) -> str:
    """`petals`, `leaves`, `snow` or `lights`."""
    season = season_in(words) or season
    if season == "summer" or (dark and season not in ("spring", "winter")):
        return "lights"
    return {"spring": "petals", "autumn": "leaves", "winter": "snow"}.get(season, "lights")


_TONES = {
    # BGR
    "petals": [(222, 205, 255), (205, 178, 250), (240, 232, 255)],
    "leaves": [(60, 140, 240), (48, 96, 226), (96, 200, 255)],
    "snow": [(255, 255, 255), (250, 240, 232)],
    "lights": [(170, 230, 255), (200, 245, 255), (150, 210, 250)],
}


class _Particles:
    """Things that drift through the clip; their paths are closed formulas, so any frame can be drawn alone."""

    def __init__(self, kind: str, seed: int) -> None:
        r = Random(f"{seed}/particles")
        self.kind = kind
        self.items = [
            (r.random(), r.random(), r.random(), r.uniform(0.4, 1.0), r.choice(_TONES[kind]), r.uniform(0, math.tau))
            for _ in range({"petals": 34, "leaves": 24, "snow": 80, "lights": 34}[kind])
        ]

    def draw(self, frame: _Frame, seconds: float) -> None:
        """Paints them as they are at `seconds`."""
        sheet = np.zeros_like(frame) if self.kind == "lights" else None
        for x, y, size, speed, tone, phase in self.items:
            sway = math.sin(seconds * 1.4 * speed + phase)
            if self.kind == "lights":
                px = (x + 0.02 * sway) % 1 * WIDTH
                py = (1.1 - (y + seconds * 0.035 * speed) % 1.2) * HEIGHT
                shine = 0.55 + 0.45 * math.sin(seconds * 2.6 * speed + phase * 3)
                assert sheet is not None
                cv2.circle(
                    sheet,
                    (round(px * 8), round(py * 8)),
                    round((3 + 9 * size**3) * 8),
                    [k * shine for k in tone],
                    -1,
                    cv2.LINE_AA,
                    3,
                )
                continue
            fall = {"petals": 0.10, "leaves": 0.12, "snow": 0.15}[self.kind] * (0.5 + size)
            px = ((x + seconds * 0.05 * speed + 0.025 * sway) % 1.1 - 0.05) * WIDTH
            py = ((y + seconds * fall) % 1.1 - 0.05) * HEIGHT
            s = 2.0 + 6.0 * size**2
            if self.kind == "snow":
                cv2.circle(frame, (round(px * 8), round(py * 8)), round(s * 4.2), tone, -1, cv2.LINE_AA, 3)
            else:
                turn = math.degrees(phase + seconds * 1.6 * speed)
                flat = 0.35 + 0.3 * abs(math.sin(seconds * 2 * speed + phase))
                cv2.ellipse(
                    frame,
                    (round(px * 8), round(py * 8)),
                    (round(s * 8), round(s * flat * 8)),
                    turn,
                    0,
                    360,
                    tone,
                    -1,
                    cv2.LINE_AA,
                    3,
                )
        if sheet is not None:
            small = cv2.resize(sheet, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
            glow = cv2.resize(cv2.blur(small, (9, 9)), (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
            cv2.add(frame, glow, dst=frame)


def _view(still: _Frame, motion: Motion, t: float) -> _Frame:
    zoom, dx, dy = _camera(motion, t)
    high, wide = still.shape[:2]
    w, h = WIDTH * _MARGIN / zoom, HEIGHT * _MARGIN / zoom
    cx, cy = wide / 2 + dx * (wide - w) / 2, high / 2 + dy * (high - h) / 2
    scale = WIDTH / w
    matrix = np.array([[scale, 0, WIDTH / 2 - cx * scale], [0, scale, HEIGHT / 2 - cy * scale]])
    return cast(
        _Frame, cv2.warpAffine(still, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )


def frames(stills: list[_Frame], motion: Motion, drift: str, seed: int, seconds: float, fps: int) -> Iterator[_Frame]:
    """Every frame of the clip (BGR, 720 x 1280 x 3); several stills melt into each other."""
    count = max(1, round(seconds * fps))
    particles = _Particles(drift, seed)
    for index in range(count):
        t = index / max(1, count - 1)
        place = t * len(stills)
        at = min(int(place), len(stills) - 1)
        frame = _view(stills[at], motion, t)
        rest = place - at
        if at + 1 < len(stills) and rest > 0.75:
            share = (rest - 0.75) * 4
            frame = cast(_Frame, cv2.addWeighted(frame, 1 - share, _view(stills[at + 1], motion, t), share, 0))
        particles.draw(frame, index / fps)
        breath = 1.0 + 0.035 * math.sin(t * math.tau)
        fade = min(1.0, (index + 1) / 5)
        yield cast(_Frame, cv2.convertScaleAbs(frame, alpha=breath * fade))


def clip(request: Request) -> Product:
    """Makes a short film (H.264, 1280 x 720, `params.fps` frames a second) over the upstream pictures.

    Without any upstream picture a place is drawn for it from the prompt's words.

    Raises:
        InvalidRequestError: `video.parameter`, where duration or motion is out of range.
    """
    seconds, motion = _number(request, "duration_seconds", 3.2, 0.5, 30), _motion(request)
    fps = round(_number(request, "fps", 24, 6, 60))
    stills, drift = _stills(request)
    path = request.folder / "clip.mp4"
    writer = imageio_ffmpeg.write_frames(
        str(path), (WIDTH, HEIGHT), pix_fmt_in="bgr24", fps=fps, codec="libx264", pix_fmt_out="yuv420p",
        macro_block_size=4, ffmpeg_log_level="error",
        output_params=["-preset", "veryfast", "-crf", "24", "-threads", "1", "-fflags", "+bitexact",
                       "-flags:v", "+bitexact",
                       "-map_metadata", "-1", "-movflags", "+faststart"],
    )  # fmt: skip
    writer.send(None)
    count = 0
    for frame in frames(stills, motion, drift, request.seed, seconds, fps):
        writer.send(np.ascontiguousarray(frame))
        count += 1
    writer.close()
    meta = {"width": WIDTH, "height": HEIGHT, "fps": fps, "duration_seconds": round(count / fps, 3), "motion": motion}
    return Product(path, "video/mp4", meta)
