"""Measures of a body and where its joints are in each pose.

Figure units: x = 0 is the middle of the body, y = 0 the crown of the skull, y points down, and a head is
about 255 units high.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.pen import Point

Pose = Literal["standing", "waving", "hand_on_hip", "hands_together", "cheering"]
POSES: tuple[Pose, ...] = get_args(Pose)

HandShape = Literal["relaxed", "open", "fist", "hip", "clasped"]

_HEAD = {"child": (252, 252), "teen": (264, 264), "adult": (254, 256), "elder": (252, 254)}
"""Height of the head from crown to chin, women then men."""
_HEADS = {"child": (3.95, 3.95), "teen": (5.25, 5.5), "adult": (5.6, 5.85), "elder": (5.25, 5.5)}
"""Body height in heads, women then men."""
_BUILD = {  # width of the bones, thickness of the limbs, waist, height
    "slim": (0.96, 0.90, 0.95, 1.01),
    "average": (1.0, 1.0, 1.0, 1.0),
    "athletic": (1.06, 1.10, 1.02, 1.02),
    "sturdy": (1.10, 1.20, 1.24, 0.99),
    "petite": (0.93, 0.92, 0.95, 0.94),
}


@dataclass(frozen=True)
class Arm:
    """One arm of a pose; `side` is -1 on the viewer's left and 1 on the right."""

    side: int
    shoulder: Point
    elbow: Point
    wrist: Point
    hand: HandShape
    aim: Point
    """Direction in which the hand points."""

    @property
    def joints(self) -> tuple[Point, Point, Point]:
        """Shoulder, elbow and wrist."""
        return self.shoulder, self.elbow, self.wrist

    @property
    def raised(self) -> bool:
        """Whether the hand is above the elbow."""
        return self.wrist[1] < self.elbow[1]


@dataclass(frozen=True)
class Frame:
    """Heights (y) and half widths (or radii) of a body, in figure units."""

    head: float
    total: float
    neck_y: float
    shoulder_y: float
    bust_y: float
    waist_y: float
    hip_y: float
    crotch_y: float
    knee_y: float
    ankle_y: float
    neck_w: float
    shoulder_w: float
    chest_w: float
    waist_w: float
    hip_w: float
    arm_r: float
    wrist_r: float
    thigh_r: float
    calf_r: float
    ankle_r: float

    @property
    def reach(self) -> float:
        """Body height below the chin."""
        return self.total - self.head

    def down(self, share: float) -> float:
        """The y at a share (0..1) of the way from the chin to the soles."""
        return self.head + share * self.reach


def frame_of(look: Look) -> Frame:
    """The measures of a person."""
    at = 0 if look.female else 1
    head = _HEAD[look.age_group][at]
    bone, limb, waist, tall = _BUILD[look.build]
    total = head * _HEADS[look.age_group][at] * look.height * tall
    reach = total - head
    if look.age_group == "child":
        widths = {"shoulder": 0.385, "chest": 0.30, "waist": 0.28, "hip": 0.32}
        arm, thigh = 0.075, 0.125
    elif look.female:
        widths = {"shoulder": 0.49, "chest": 0.36, "waist": 0.265, "hip": 0.395}
        arm, thigh = 0.083, 0.172
    else:
        widths = {"shoulder": 0.62 if look.age_group != "teen" else 0.575, "chest": 0.43, "waist": 0.345, "hip": 0.365}
        arm, thigh = 0.108, 0.172
    if look.age_group == "elder":
        widths["waist"] *= 1.12
    return Frame(
        head=head,
        total=total,
        neck_y=head + 0.042 * reach,
        shoulder_y=head + 0.082 * reach,
        bust_y=head + 0.18 * reach,
        waist_y=head + 0.305 * reach,
        hip_y=head + 0.42 * reach,
        crotch_y=head + 0.475 * reach,
        knee_y=head + 0.715 * reach,
        ankle_y=head + 0.945 * reach,
        neck_w=head * (0.135 if look.female or look.age_group == "child" else 0.175) * (0.5 + bone / 2),
        shoulder_w=head * widths["shoulder"] * bone,
        chest_w=head * widths["chest"] * bone,
        waist_w=head * widths["waist"] * bone * waist,
        hip_w=head * widths["hip"] * bone * (0.5 + waist / 2),
        arm_r=head * arm * limb,
        wrist_r=head * arm * limb * 0.68,
        thigh_r=head * thigh * limb,
        calf_r=head * thigh * limb * 0.6,
        ankle_r=head * thigh * limb * 0.38,
    )


def arms_of(frame: Frame, pose: Pose) -> tuple[Arm, Arm]:
    """Both arms in a pose: the viewer's left one, then the right one."""
    return _arm(frame, pose, -1), _arm(frame, pose, 1)


def _arm(frame: Frame, pose: Pose, side: int) -> Arm:
    reach = frame.reach
    shoulder = (side * (frame.shoulder_w - frame.arm_r * 1.05), frame.shoulder_y + frame.arm_r * 0.25)
    out = frame.shoulder_w
    hanging = Arm(
        side,
        shoulder,
        (side * (out + 0.012 * reach), frame.down(0.325)),
        (side * (out + 0.022 * reach), frame.down(0.48)),
        "relaxed",
        (side * 0.02, 1.0),
    )
    if pose == "hands_together":
        return Arm(
            side,
            shoulder,
            (side * (out + 0.03 * reach), frame.down(0.315)),
            (side * 0.05 * reach, frame.down(0.445)),
            "clasped",
            (-side * 0.55, 0.8),
        )
    if side < 0:
        return hanging
    if pose == "waving":
        return Arm(
            side,
            shoulder,
            (out + 0.045 * reach, frame.down(0.29)),
            (out + 0.075 * reach, frame.down(0.115)),
            "open",
            (0.16, -1.0),
        )
    if pose == "cheering":
        return Arm(
            side,
            shoulder,
            (out + 0.06 * reach, frame.down(0.285)),
            (out + 0.07 * reach, frame.down(0.105)),
            "fist",
            (-0.08, -1.0),
        )
    if pose == "hand_on_hip":
        return Arm(
            side,
            shoulder,
            (out + 0.085 * reach, frame.down(0.29)),
            (frame.waist_w + 0.035 * reach, frame.down(0.372)),
            "hip",
            (-0.6, 0.8),
        )
    return hanging
