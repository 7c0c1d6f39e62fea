"""Checks of pictures."""

from __future__ import annotations

import warnings

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from yoake.quality.report import Notes
from yoake.quality.subject import Subject

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
_VISIBLE = 8
_OPAQUE = 247
_GROUND = 128.0

Pixels = npt.NDArray[np.uint8]


def inspect(subject: Subject, limits: dict[str, float], notes: Notes) -> None:
    """Decodes, size, transparency, neither blank nor blurred nor noise."""
    pixels = _decode(subject, limits, notes)
    if pixels is None:
        return
    alpha = pixels[..., 3]
    _transparency(subject, alpha, limits, notes)
    _substance(pixels, alpha, limits, notes)


def _decode(subject: Subject, limits: dict[str, float], notes: Notes) -> Pixels | None:
    """The picture as RGBA, shape (height, width, 4); none where it cannot be had."""
    wanted = _FORMATS.get(subject.media_type)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(subject.path, formats=list(_FORMATS.values())) as picture:
                found, (width, height) = picture.format, picture.size
                notes.measure("width", width)
                notes.measure("height", height)
                if not _fits(width, height, limits, notes):
                    return None
                picture.verify()
            with Image.open(subject.path, formats=list(_FORMATS.values())) as picture:
                pixels = np.asarray(picture.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        notes.find("image.unreadable", f"The picture cannot be decoded: {_reason(error, subject)}.")
        return None
    if found != wanted:
        notes.find("image.format", f"The file is {found}, and was said to be {subject.media_type}.")
    return pixels


def _reason(error: Exception, subject: Subject) -> str:
    return str(error).replace(str(subject.path), "the file")[:160].strip(" .") or type(error).__name__


def _fits(width: int, height: int, limits: dict[str, float], notes: Notes) -> bool:
    if width * height > limits["max_pixels"] or max(width, height) > limits["max_side"]:
        notes.find(
            "image.too-large",
            f"The picture has {width} x {height} pixels; sides up to {limits['max_side']:.0f} "
            f"and {limits['max_pixels']:.0f} pixels in all are allowed.",
        )
        return False
    if min(width, height) < limits["min_side"]:
        notes.find(
            "image.too-small",
            f"The picture has {width} x {height} pixels; its sides must have at least {limits['min_side']:.0f}.",
        )
    return True


def _transparency(subject: Subject, alpha: Pixels, limits: dict[str, float], notes: Notes) -> None:
    visible = cv2.threshold(alpha, _VISIBLE, 1, cv2.THRESH_BINARY)[1]
    area = int(cv2.countNonZero(visible))
    coverage = notes.measure("alpha_coverage", area / alpha.size)
    if subject.alpha is None:
        return
    opaque = notes.measure(
        "opaque", cv2.countNonZero(cv2.threshold(alpha, _OPAQUE, 1, cv2.THRESH_BINARY)[1]) / alpha.size
    )
    if not subject.alpha:
        if opaque < limits["min_opaque"]:
            notes.find(
                "image.transparent",
                f"{1 - opaque:.1%} of the picture is transparent; at most {1 - limits['min_opaque']:.1%} may be.",
            )
        return
    if opaque == 1.0:
        notes.find("image.no-alpha", "The background was to be transparent, and is not.")
        return
    if not limits["min_alpha_coverage"] <= coverage <= limits["max_alpha_coverage"]:
        notes.find(
            "image.alpha-coverage",
            f"The figure covers {coverage:.1%} of the picture; {limits['min_alpha_coverage']:.1%} to "
            f"{limits['max_alpha_coverage']:.1%} is right.",
        )
    corner = max(1, min(alpha.shape) // 64)
    clear = notes.measure(
        "clear_corners",
        sum(not visible[:corner, side].any() for side in (slice(None, corner), slice(-corner, None))),
    )
    if clear < limits["min_clear_corners"]:
        notes.find(
            "image.corners", f"Only {clear:.0f} of the two upper corners are clear: the background is not cut out."
        )
    if area and limits["min_main_part"] > 0:
        parts = cv2.connectedComponentsWithStats(visible, connectivity=8, ltype=cv2.CV_32S)[2]
        main = notes.measure("main_part", int(parts[1:, cv2.CC_STAT_AREA].max()) / area)
        if main < limits["min_main_part"]:
            notes.find(
                "image.parts",
                f"The largest part holds {main:.1%} of what is visible; "
                f"at least {limits['min_main_part']:.1%} must hang together.",
            )


def _substance(pixels: Pixels, alpha: Pixels, limits: dict[str, float], notes: Notes) -> None:
    """Measured inside the figure's outline, so that a wide clear margin does not count as blankness."""
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2GRAY)
    if int(alpha.min()) < 255:
        left, top, width, height = cv2.boundingRect(alpha)
        if not width or not height:
            notes.find("image.blank", "Every pixel is transparent.")
            return
        box = (slice(top, top + height), slice(left, left + width))
        share = alpha[box].astype(np.float32) / 255
        grey = (grey[box] * share + _GROUND * (1 - share)).astype(np.uint8)
    spread = notes.measure("std", float(cv2.meanStdDev(grey)[1][0, 0]))
    sharpness = notes.measure("sharpness", float(cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_32F))[1][0, 0]) ** 2)
    if spread < limits["min_std"]:
        notes.find(
            "image.blank", f"The picture is blank: its grey levels spread by {spread:.1f}, not {limits['min_std']:g}."
        )
    elif sharpness < limits["min_sharpness"]:
        notes.find(
            "image.blurred",
            f"The picture is blurred: its sharpness is {sharpness:.1f}, not {limits['min_sharpness']:g}.",
        )
    elif limits["max_sharpness"] and sharpness > limits["max_sharpness"]:
        notes.find(
            "image.noise", f"The picture is noise: its sharpness is {sharpness:.0f}, over {limits['max_sharpness']:g}."
        )
