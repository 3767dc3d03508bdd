"""The colours of the demo's drawings: heather, warm paper, and one lichen green."""

from __future__ import annotations

from collections.abc import Sequence

NIGHT = "#1d0f24"
DARK = "#2b1733"
DUSK = "#432452"
PLUM = "#5c2d6b"
ACCENT = "#7a2f84"
HEATHER = "#a06aa9"
LILAC = "#ccb0d0"
MIST = "#e4d5e6"
PAPER = "#f7f3f1"
WHITE = "#fffdfa"
STONE = "#d9cdc6"
CLAY = "#b49c93"
INK = "#221728"
MOSS = "#466e10"
LICHEN = "#7fb425"
GLOW = "#c6e35c"
PALE = "#e9f2c4"

# From the depth of the tarn to its lit rim: for fields and maps.
RAMP = (
    NIGHT,
    DARK,
    "#3a1f47",
    DUSK,
    PLUM,
    ACCENT,
    "#8f4f99",
    HEATHER,
    "#b78dbf",
    LILAC,
    MIST,
    "#f0e6ee",
    PALE,
    "#d5e88f",
    GLOW,
)


def channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def along(ramp: Sequence[str], place: float) -> str:
    """The colour at `place` (0 to 1, clipped) of a ramp."""
    place = min(max(place, 0.0), 1.0) * (len(ramp) - 1)
    index = min(int(place), len(ramp) - 2)
    return mix(ramp[index], ramp[index + 1], place - index)
