"""What the hour and the weather do to colours: each colour is tinted, no sheet of colour is laid over a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from yoake.providers.sketch.place import colour as col
from yoake.texts.models import TimeOfDay, Weather


@dataclass(frozen=True, slots=True)
class Light:
    """One illumination.

    Attributes:
        gain: factors for red, green, blue.
        veil: colour that shadows are mixed with, by `veil_share`; lit tones take half as much of it, so that
            light and shadow part into warm and cool.
        saturation: 1 keeps colours, 0 makes them grey.
        sky: colours of the sky: zenith, middle, horizon.
        cloud: a cloud's lit side and its underside.
        beam: colour of the light that falls through windows and leaves.
        beams: how strong those are, 0..1.
        lamps: how much lamps and lit windows shine, 0..1.
        sun: x, y and radius of the sun or moon in the picture; none where clouds hide it.
    """

    time: TimeOfDay
    weather: Weather
    gain: tuple[float, float, float]
    veil: str
    veil_share: float
    saturation: float
    sky: tuple[str, str, str]
    cloud: tuple[str, str]
    beam: str
    beams: float
    lamps: float
    sun: tuple[float, float, float] | None

    def tint(self, colour: str) -> str:
        """`colour` as it looks in this light."""
        r, g, b = col.parse(colour)
        grey = 0.3 * r + 0.59 * g + 0.11 * b
        s = self.saturation
        lit = (
            (grey + (r - grey) * s) * self.gain[0],
            (grey + (g - grey) * s) * self.gain[1],
            (grey + (b - grey) * s) * self.gain[2],
        )
        return col.mix(col.text(lit), self.veil, self.veil_share * (1.25 - 0.75 * min(grey, 255) / 255))

    @property
    def dark(self) -> bool:
        """Whether stars would be seen and windows are lit."""
        return self.time == "night"


_SKIES: dict[TimeOfDay, list[tuple[str, str, str]]] = {
    "morning": [
        ("#5fa6e3", "#b5dcf3", "#fff0cf"),
        ("#7d9fe0", "#cfd0ee", "#ffe3cf"),
        ("#56b0dc", "#aee3e8", "#fdf6d8"),
    ],
    "day": [("#1f74d1", "#6cb8f2", "#d8f0fc"), ("#2a86d8", "#7cc8f2", "#e4f6f8"), ("#2b6fca", "#7aacf0", "#dceaff")],
    "evening": [
        ("#41478f", "#ee8264", "#ffd98c"),
        ("#54408f", "#e8708a", "#ffc592"),
        ("#33508f", "#e39a78", "#ffe3a0"),
    ],
    "night": [("#050a26", "#14265e", "#3c5796"), ("#0a0828", "#25205f", "#5a4c96"), ("#04111f", "#0d3350", "#2f6a86")],
}

_CLEAR: dict[TimeOfDay, Light] = {
    "morning": Light(
        "morning", "clear", (1.02, 0.97, 0.91), "#ffe6c4", 0.10, 0.95, _SKIES["morning"][0], ("#fffaf0", "#d5d3e6"),
        "#fff0b8", 0.9, 0.0, (240, 265, 34),
    ),
    "day": Light(
        "day", "clear", (1.0, 1.0, 1.0), "#ffffff", 0.0, 1.05, _SKIES["day"][0], ("#ffffff", "#b9d0e8"),
        "#fffbe0", 0.6, 0.0, (1010, 70, 30),
    ),
    "evening": Light(
        "evening", "clear", (1.0, 0.80, 0.68), "#5a3a8c", 0.24, 1.0, _SKIES["evening"][0], ("#ffd2a0", "#a8587f"),
        "#ffb45e", 1.0, 0.55, (905, 318, 46),
    ),
    "night": Light(
        "night", "clear", (0.43, 0.50, 0.77), "#131f5e", 0.25, 0.9, _SKIES["night"][0], ("#5a6aa8", "#1d2c62"),
        "#a9c4ff", 0.45, 1.0, (1000, 112, 36),
    ),
}  # fmt: skip

NEUTRAL = Light(
    "day", "clear", (1.0, 1.0, 1.0), "#ffffff", 0.0, 1.0, _SKIES["day"][0], ("#ffffff", "#b9d0e8"),
    "#fff6d8", 0.6, 1.0, None,
)  # fmt: skip
"""Colours come out as they are written."""

# weather: (grey of the sky by time is mixed in by share, saturation factor, gain factor, share of beams)
_WEATHER: dict[Weather, tuple[float, float, float, float]] = {
    "clear": (0.0, 1.0, 1.0, 1.0),
    "cloudy": (0.55, 0.80, 0.94, 0.35),
    "rain": (0.75, 0.68, 0.82, 0.12),
    "snow": (0.62, 0.74, 0.97, 0.25),
}
_GREY: dict[TimeOfDay, tuple[str, str, str]] = {
    "morning": ("#97a3b3", "#b9c2cb", "#d9d8d2"),
    "day": ("#8796a8", "#aebac6", "#d0d8dd"),
    "evening": ("#5f5a78", "#937a88", "#c29c94"),
    "night": ("#10152c", "#1f2a48", "#38466a"),
}


def outdoors(time: TimeOfDay, weather: Weather, sky: int = 0) -> Light:
    """Light under the open sky; `sky` picks one of the hour's skies."""
    clear = _CLEAR[time]
    grey, saturation, gain, beams = _WEATHER[weather]
    skies = _SKIES[time]
    zenith, middle, horizon = skies[sky % len(skies)]
    greys = _GREY[time]
    lit, under = clear.cloud
    return replace(
        clear,
        weather=weather,
        gain=(clear.gain[0] * gain, clear.gain[1] * gain, clear.gain[2] * gain),
        saturation=clear.saturation * saturation,
        sky=(col.mix(zenith, greys[0], grey), col.mix(middle, greys[1], grey), col.mix(horizon, greys[2], grey)),
        cloud=(col.mix(lit, greys[2], grey), col.mix(under, greys[0], grey)),
        beams=clear.beams * beams,
        lamps=max(clear.lamps, 0.55 if weather == "rain" else 0.0),
        sun=clear.sun if weather == "clear" or (weather == "snow" and time == "night") else None,
    )


def indoors(outside: Light, *, lamps: bool = True) -> Light:
    """Light inside a house under `outside`: in the evening and at night lamps are on, unless `lamps` is false."""
    if outside.time == "night":
        if not lamps:
            return replace(outside, gain=(0.33, 0.41, 0.68), veil="#131f5e", veil_share=0.22)
        return replace(outside, gain=(0.86, 0.71, 0.58), veil="#2b1c44", veil_share=0.14, saturation=1.0)
    if outside.time == "evening":
        return replace(outside, gain=(0.99, 0.81, 0.67), veil="#523a80", veil_share=0.22)
    if outside.time == "morning":
        return replace(outside, gain=(1.0, 0.96, 0.90), veil="#ffe9cc", veil_share=0.10)
    return outside
