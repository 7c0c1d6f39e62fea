"""Cuts out what stands on a plain ground: finds the ground from the picture's rim, and what hangs together in front.

GrabCut (Rother, Kolmogorov, Blake: "GrabCut", SIGGRAPH 2004) settles what is near the ground's colour but not of it.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

_Plane = npt.NDArray[np.float32]
_Mask = npt.NDArray[np.uint8]
_WORKING_SIDE = 640
"""GrabCut works on a small copy: its time grows with the pixels, and edges are refined in full size afterwards."""
_ROUNDS = 3
_SMALLEST_PART = 0.002
"""Share of the picture below which something that hangs free is dirt."""
_FIRM = 5
"""Pixels inside the edge that surely belong to the figure."""


def cut_out(image: Image.Image, tolerance: float = 12.0) -> Image.Image:
    """The picture (RGBA) with its plain ground made transparent; unchanged where no plain ground is found.

    Args:
        tolerance: how far a colour may be from the ground's and still be ground, in CIE Lab units.
    """
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 0:
        return image
    colours = np.asarray(image.convert("RGB"))
    lab: _Plane = np.asarray(cv2.cvtColor(colours.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), dtype=np.float32)
    ground = _ground(lab)
    distance = np.linalg.norm(lab - ground, axis=2).astype(np.float32)
    outside = _from_rim(distance < tolerance)
    if not 0.05 <= outside.mean() <= 0.98:
        return image.convert("RGBA")
    figure = _settled(colours, outside, distance, tolerance)
    figure = _large_parts(figure)
    alpha = cv2.GaussianBlur(figure.astype(np.float32), (0, 0), 0.8)
    ground_rgb = cv2.cvtColor(ground, cv2.COLOR_LAB2RGB) * 255
    share = alpha[..., None]
    # the rim's pixels are mixed with the ground: what remains is the figure's own colour
    own = np.where(share > 0.05, (colours - (1 - share) * ground_rgb) / np.maximum(share, 0.05), colours)
    pixels = np.dstack([np.clip(own, 0, 255), alpha * 255]).round().astype(np.uint8)
    pixels[pixels[..., 3] == 0] = 0
    return Image.fromarray(pixels, "RGBA")


def _ground(lab: _Plane) -> _Plane:
    """The ground's colour at every pixel: a plane fitted to the rim, without the pixels that do not fit it."""
    height, width = lab.shape[:2]
    rim = max(2, min(height, width) // 50)
    near = np.zeros((height, width), dtype=bool)
    # not the lower rim: a figure may be cut off there
    near[:rim], near[:, :rim], near[:, -rim:] = True, True, True
    ys, xs = np.nonzero(near)
    samples = lab[ys, xs].astype(np.float64)
    places = np.column_stack([np.ones(len(ys)), xs / width, ys / height])
    fits = np.linalg.norm(samples - np.median(samples, axis=0), axis=1) < 25
    for _ in range(3):
        if fits.sum() < 16:
            break
        plane, *_ = np.linalg.lstsq(places[fits], samples[fits], rcond=None)
        fits = np.linalg.norm(samples - places @ plane, axis=1) < 10
    else:
        rows, columns = np.mgrid[0:height, 0:width]
        all_ = np.stack([np.ones_like(rows), columns / width, rows / height], axis=-1)
        return np.asarray(all_ @ plane, dtype=np.float32)
    return np.broadcast_to(np.median(samples, axis=0), lab.shape).astype(np.float32)


def _from_rim(alike: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The part of what is alike that hangs together with the upper, left or right rim."""
    _, labels = cv2.connectedComponents(alike.astype(np.uint8), connectivity=4)
    touching = set(np.unique(np.concatenate([labels[0], labels[:, 0], labels[:, -1]]))) - {0}
    return np.asarray(np.isin(labels, list(touching)))


def _settled(colours: _Mask, outside: npt.NDArray[np.bool_], distance: _Plane, tolerance: float) -> _Mask:
    """1 where the figure is."""
    height, width = outside.shape
    scale = min(1.0, _WORKING_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(colours, size, interpolation=cv2.INTER_AREA)
    out = cv2.resize(outside.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    far = cv2.resize(distance, size, interpolation=cv2.INTER_AREA)
    marks = np.full(out.shape, cv2.GC_PR_FGD, dtype=np.uint8)
    marks[(far < tolerance) & (out == 0)] = cv2.GC_PR_BGD  # between an arm and the body, or white clothes on white
    marks[out == 1] = cv2.GC_PR_BGD
    marks[cv2.erode(out, np.ones((3, 3), np.uint8)) == 1] = cv2.GC_BGD
    firm = cv2.erode(((out == 0) & (far > 2.5 * tolerance)).astype(np.uint8), np.ones((_FIRM, _FIRM), np.uint8))
    marks[firm == 1] = cv2.GC_FGD
    if not firm.any():
        return (~outside).astype(np.uint8)
    cv2.setRNGSeed(0)  # its clusters start from random ones: the same bytes every time
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(cv2.cvtColor(small, cv2.COLOR_RGB2BGR), marks, None, *models, _ROUNDS, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    kept = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    grown = cv2.dilate(kept, np.ones((3, 3), np.uint8))
    full = cv2.resize(grown, (width, height), interpolation=cv2.INTER_LINEAR)
    return ((full > 0) & ~outside).astype(np.uint8)


def _large_parts(figure: _Mask) -> _Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(figure, connectivity=8, ltype=cv2.CV_32S)
    areas = stats[1:, cv2.CC_STAT_AREA]
    if count <= 1:
        return figure
    large = 1 + np.flatnonzero(areas >= max(figure.size * _SMALLEST_PART, int(areas.max()) * 0.01))
    return np.isin(labels, large).astype(np.uint8)
