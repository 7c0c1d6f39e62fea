"""Skin: torso, arms, hands, legs, and the paints that the clothes share."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property

from yoake.providers.sketch.character.frame import Arm, Frame, Pose, arms_of, frame_of
from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.palette import SKIN_TONES, cloth_line, deepen, lift, mix, skin_line, skin_shade
from yoake.providers.sketch.character.pen import (
    Ink,
    Point,
    Tube,
    brush,
    fill,
    form,
    lerp,
    mirrored,
    route,
    spline,
    stroke,
    strokes,
    tube,
)


@dataclass(frozen=True)
class Figure:
    """A person in a pose, ready to be drawn and dressed."""

    look: Look
    pose: Pose
    ink: Ink

    @cached_property
    def frame(self) -> Frame:
        """The measures of the body."""
        return frame_of(self.look)

    @cached_property
    def arms(self) -> tuple[Arm, Arm]:
        """Both arms in the pose."""
        return arms_of(self.frame, self.pose)

    @cached_property
    def skin(self) -> str:
        """Base colour of the skin."""
        return SKIN_TONES[self.look.skin_tone]

    @cached_property
    def skin_paint(self) -> str:
        """Paint of the skin below the head."""
        warm = mix(self.skin, "#e0756a", 0.2)
        return self.ink.linear(((0, self.skin), (1, warm)), (-90, self.frame.neck_y), (130, self.frame.hip_y))

    def cloth(self, colour: str, top: float | None = None, bottom: float | None = None) -> str:
        """Paint of cloth: lit at the upper left, deep at the lower right; the same for body and sleeves."""
        frame = self.frame
        start, end = top if top is not None else frame.neck_y, bottom if bottom is not None else frame.knee_y
        stops = ((0, lift(colour, 0.16)), (0.5, colour), (1, deepen(colour, 0.22)))
        return self.ink.linear(stops, (-frame.shoulder_w * 0.6, start), (frame.shoulder_w * 0.7, end))

    def torso_outline(self, ease: float = 0.0, *, bottom: float | None = None, collar: float = 0.0) -> str:
        """Outline of the upper body from the neck down to `bottom` (the hips by default).

        Args:
            ease: how much wider than the body.
            bottom: y of the lower edge.
            collar: how far the neck hole is above (negative) or below the pit of the neck.
        """
        return spline_outline(torso_points(self.frame, ease, bottom or self.frame.hip_y, collar))


def torso_points(f: Frame, ease: float, bottom: float, collar: float = 0.0) -> list[Point]:
    """The viewer's right half of the torso's outline, from the neck to the middle of the lower edge."""
    points = [
        (f.neck_w + 2, f.neck_y - f.head * 0.045 + collar),
        (f.neck_w + (f.shoulder_w - f.neck_w) * 0.45, f.neck_y + f.head * 0.008 + collar * 0.3),
        (f.shoulder_w - f.arm_r * 1.25 + ease * 0.3, f.shoulder_y - f.arm_r * 0.72 - ease * 0.5),
        (f.shoulder_w - f.arm_r * 1.3 + ease * 0.4, f.shoulder_y + f.arm_r * 0.6),
        (f.chest_w + ease * 0.6, f.shoulder_y + (f.bust_y - f.shoulder_y) * 0.65),
        (f.chest_w * 1.01 + ease, f.bust_y),
        (f.waist_w + ease, f.waist_y),
        (f.hip_w + ease, f.hip_y),
    ]
    kept = [p for p in points if p[1] < bottom - 0.1 * f.head]
    width = f.hip_w + ease
    for above, below in itertools.pairwise(points):
        if above[1] <= bottom <= below[1]:
            width = lerp(above, below, (bottom - above[1]) / max(below[1] - above[1], 1))[0]
    return [*kept, (width, bottom)]


def spline_outline(half: list[Point]) -> str:
    """A closed shape from its right half: smooth sides, straight across the top and the bottom."""
    return spline(half) + spline(mirrored(half), join=True) + "Z"


def arm_tube(arm: Arm, frame: Frame, *, ease: float = 0.0, end: float = 1.0, flare: float = 0.0) -> Tube:
    """An arm or its sleeve, from the shoulder to a share `end` of the arm (0.5 is the elbow, 1 the wrist).

    Args:
        arm: the arm.
        frame: the measures.
        ease: how much wider than the arm.
        end: where the sleeve ends; a raised arm is drawn to the elbow, and `forearm` over it.
        flare: extra half width at the end.
    """
    if arm.raised and end > 0.5:
        end, flare = 0.5, 0.0
    shoulder, elbow, wrist = arm.joints
    inner = (shoulder[0] * 0.76, shoulder[1] - frame.arm_r * 0.3)
    top, mid, low = frame.arm_r * 1.05 + ease, frame.arm_r * 0.92 + ease, frame.wrist_r + ease
    if end <= 0.5:
        share = end / 0.5
        return tube(
            (inner, shoulder, lerp(shoulder, elbow, share * 0.5), lerp(shoulder, elbow, share)),
            (top * 0.8, top, frame.arm_r + ease + flare * 0.4, mid + flare),
        )
    share = (end - 0.5) / 0.5
    low = mid + (low - mid) * share + flare
    upper = lerp(shoulder, elbow, 0.5)
    return tube(
        (inner, shoulder, upper, elbow, lerp(elbow, wrist, share)),
        (top * 0.8, top, frame.arm_r + ease, mid, low),
    )


def forearm(arm: Arm, frame: Frame, *, ease: float = 0.0, end: float = 1.0, flare: float = 0.0) -> Tube:
    """The lower half of a raised arm, with a round elbow (`Tube.rounded`)."""
    mid, low = frame.arm_r * 0.94 + ease, frame.wrist_r + ease
    share = max((end - 0.5) / 0.5, 0.25)
    stop = lerp(arm.elbow, arm.wrist, share)
    return tube((arm.elbow, lerp(arm.elbow, stop, 0.5), stop), (mid, (mid * 1.02 + low) / 2,
        mid + (low - mid) * share + flare))  # fmt: skip


def arm_line(arm: Arm, limb: Tube, *, end: bool = True) -> str:
    """The outline of a sleeve or arm, without the part that lies on the torso."""
    armpit = next(i for i, p in enumerate(limb.centre) if i > 4 and p[1] > arm.shoulder[1] + 12)
    outer, inner = 3, armpit + 1
    outer, inner = (outer, inner) if arm.side > 0 else (inner, outer)
    return limb.open_line(outer, inner, end=end)


def bare_arm(fig: Figure, arm: Arm, *, covered: float = 0.0) -> str:
    """Skin of an arm, without its hand; a sleeve hides the first share `covered` (0.5 is the elbow)."""
    f = fig.frame
    line = skin_line(fig.skin)
    out = ""
    if covered < 0.5 or not arm.raised:
        limb = arm_tube(arm, f) if covered == 0 else _arm_below(arm, f, max(covered - 0.2, 0.05))
        rim = arm_line(arm, limb, end=False) if covered == 0 else limb.open_line(end=False)
        out += fill(limb.outline, fig.skin_paint) + limb_shade(limb, skin_shade(fig.skin), 0.45)
        out += stroke(rim, line, 2.8)
    if arm.raised:
        lower = forearm(arm, f)
        out += fill(lower.rounded, fig.skin_paint) + stroke(lower.rounded_line, line, 2.8)
        out += fill(lower.side(0.6), skin_shade(fig.skin), 0.4)
    return out


def _arm_below(arm: Arm, f: Frame, share: float) -> Tube:
    """The arm from a share of its length down to the wrist, or to the elbow of a raised arm."""
    shoulder, elbow, wrist = arm.joints
    if share >= 0.5:
        start = lerp(elbow, wrist, (share - 0.5) / 0.5)
        return tube((start, lerp(start, wrist, 0.5), wrist), (f.arm_r * 0.85, f.arm_r * 0.76, f.wrist_r))
    start = lerp(shoulder, elbow, share / 0.5)
    if arm.raised:
        return tube((start, elbow), (f.arm_r, f.arm_r * 0.94))
    return tube((start, elbow, wrist), (f.arm_r, f.arm_r * 0.92, f.wrist_r))


def neck(fig: Figure) -> str:
    """The neck, under the head and over the torso, with the head's shadow and the collar bones."""
    f = fig.frame
    w = f.neck_w
    half = [(w, f.head * 0.86), (w * 0.98, f.neck_y - f.head * 0.1), (w * 1.25, f.neck_y - f.head * 0.02)]
    outline = spline_outline([*half, (w * 0.9, f.neck_y + f.head * 0.1)])
    line = skin_line(fig.skin)
    shadow = spline([(-w, f.head * 0.86), (-w * 0.97, f.head * 1.0), (0, f.head * 1.09), (w * 0.97, f.head * 1.06)])
    shadow += route("L", (w, f.head * 0.86), "Z")
    sides = "".join(stroke(spline([(s * x, y) for x, y in half]), line, 2.8) for s in (-1, 1))
    return fill(outline, fig.skin_paint) + fill(shadow, skin_shade(fig.skin), 0.85) + sides


def bare_torso(fig: Figure) -> str:
    """Skin of the upper body, for clothes that leave the shoulders or the chest free."""
    f = fig.frame
    line = skin_line(fig.skin)
    bones = [
        [(s * f.head * 0.045, f.neck_y + f.head * 0.055), (s * f.head * 0.16, f.neck_y + f.head * 0.02),
         (s * f.head * 0.3, f.neck_y + f.head * 0.03)] for s in (-1, 1)
    ]  # fmt: skip
    return form(fig.torso_outline(), fig.skin_paint, line, 2.8) + strokes(bones, line, 3.0, 0.7)


def leg_tubes(f: Frame, ease: float = 0.0, end: float = 1.0, flare: float = 0.0) -> tuple[Tube, Tube]:
    """Both legs (or stockings, trouser legs), down to a share `end` of the way from hip to ankle."""
    legs = []
    for side in (-1, 1):
        x = side * max(f.hip_w - f.thigh_r * 1.02, f.thigh_r * 0.98)
        hip, knee = (x, f.hip_y + f.head * 0.08), (side * abs(x) * 1.0, f.knee_y)
        ankle = (side * (abs(x) * 1.04), f.ankle_y)
        calf = (side * abs(x) * 1.05, f.knee_y + (f.ankle_y - f.knee_y) * 0.3)
        joints, radii = [hip, lerp(hip, knee, 0.55), knee, calf, ankle], [
            f.thigh_r, f.thigh_r * 0.9, f.calf_r * 1.0, f.calf_r * 1.04, f.ankle_r,
        ]  # fmt: skip
        limit = hip[1] + (f.ankle_y - hip[1]) * end
        kept = [(j, r) for j, r in zip(joints, radii, strict=True) if j[1] < limit - 6]
        below = next((i for i, j in enumerate(joints) if j[1] >= limit - 6), len(joints) - 1)
        share = (limit - joints[below - 1][1]) / (joints[below][1] - joints[below - 1][1])
        last = radii[below - 1] + (radii[below] - radii[below - 1]) * share
        kept.append((lerp(joints[below - 1], joints[below], share), last + flare))
        legs.append(tube([j for j, _ in kept], [r + ease for _, r in kept]))
    return legs[0], legs[1]


def bare_legs(fig: Figure) -> str:
    """Skin of both legs."""
    line, shade = skin_line(fig.skin), skin_shade(fig.skin)
    f = fig.frame
    out = ""
    for leg in leg_tubes(f):
        x = leg.centre[len(leg.centre) // 2][0]
        out += form(leg.outline, fig.skin_paint, line, 2.8)
        out += fill(leg.side(0.5, of_right=False), shade, 0.45)
        out += fill(brush(((x - 10, f.knee_y + 6), (x, f.knee_y + 12), (x + 10, f.knee_y + 4)), 3), line, 0.5)
    return out


def limb_shade(limb: Tube, colour: str, opacity: float = 0.5) -> str:
    """The shadow on the right of a sleeve or trouser leg."""
    return fill(limb.side(0.6, of_right=False), colour, opacity)


def covered_arm(fig: Figure, arm: Arm, limb: Tube, colour: str, paint: str, shade: str) -> str:
    """A sleeve over a body of the same cloth: filled, shaded, with a line that begins at the shoulder."""
    line = stroke(arm_line(arm, limb), cloth_line(colour), 3.2)
    return fill(limb.outline, paint) + limb_shade(limb, shade) + line
