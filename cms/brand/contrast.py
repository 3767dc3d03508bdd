"""Contrast of two colours, and colours mixed from others. Pure.

The formula is that of WCAG 2.2, "relative luminance" and "contrast ratio"
(https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}\Z")
TEXT = 4.5
GRAPHIC = 3.0

# What stands on what on a slide: foreground, ground, least contrast.
SLIDE_PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (text, ground, TEXT)
        for text in ("ink", "muted", "accent", "signal_text")
        for ground in ("paper", "tint")
    ),
    ("on_dark", "dark", TEXT),
    ("on_dark_muted", "dark", TEXT),
    ("signal_on_dark", "dark", TEXT),
    ("cover_ink", "cover_ground", TEXT),
    ("cover_muted", "cover_ground", TEXT),
    ("signal", "paper", GRAPHIC),
    ("signal", "dark", GRAPHIC),
)

# The same for public pages, light and dark.
WEB_PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (text, ground, TEXT)
        for text in ("ink", "ink_2", "accent")
        for ground in ("bg", "surface", "tint")
    ),
    ("accent_hover", "bg", TEXT),
    ("on_accent", "accent", TEXT),
    ("ink", "accent_soft", TEXT),
    ("control", "bg", GRAPHIC),
    ("focus", "bg", GRAPHIC),
    ("signal", "surface", GRAPHIC),
    *((state, f"{state}_soft", TEXT) for state in ("ok", "warn", "bad")),
)


@dataclass(frozen=True, slots=True)
class TooFaint:
    """One pair of colours below its limit; `ratio` and `limit` as in 4.5:1."""

    foreground: str
    ground: str
    ratio: float
    limit: float


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of `#rrggbb`; ValueError for anything else."""
    if not HEX.match(colour):
        raise ValueError(f"Not a colour of the form #rrggbb: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21, the same in both directions."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def until_readable(colour: str, grounds: Iterable[str], toward: str, limit: float = TEXT) -> str:
    """`colour` moved toward another just far enough to reach `limit` on every ground."""
    grounds = tuple(grounds)
    for step in range(51):
        candidate = mix(colour, toward, step / 50)
        if all(ratio(candidate, ground) >= limit for ground in grounds):
            return candidate
    return toward


def too_faint(
    tokens: Mapping[str, str], pairs: Iterable[tuple[str, str, float]]
) -> tuple[TooFaint, ...]:
    """The pairs below their limit."""
    return tuple(
        TooFaint(foreground, ground, found, limit)
        for foreground, ground, limit in pairs
        if (found := ratio(tokens[foreground], tokens[ground])) < limit
    )
