"""The brand's colours on public pages, light and dark. Pure.

States (current, outdated, withdrawn) and grounds are the product's own; the accent and the signal
are the brand's, moved until they can be read.
"""

from __future__ import annotations

from cms.brand.contrast import GRAPHIC, WEB_PAIRS, TooFaint, mix, too_faint, until_readable
from cms.brand.themes import Theme

STATES_LIGHT = {
    "ok": "#1a6638",
    "ok_soft": "#e0f2e6",
    "warn": "#7d4c00",
    "warn_soft": "#fdf0d5",
    "bad": "#a3201b",
    "bad_soft": "#fbe5e2",
    "focus": "#1447c0",
}
STATES_DARK = {
    "ok": "#84d8a6",
    "ok_soft": "#123a27",
    "warn": "#f3c267",
    "warn_soft": "#3d2d0c",
    "bad": "#ff9d94",
    "bad_soft": "#471c1a",
    "focus": "#9cc4ff",
}


def light(theme: Theme) -> dict[str, str]:
    colours = theme.colours
    bg = mix(colours.paper, colours.tint, 0.7)
    tint = mix(colours.tint, colours.ink, 0.04)
    grounds = (bg, colours.paper, tint)
    accent = until_readable(colours.accent, grounds, colours.ink, 5.0)
    return {
        "bg": bg,
        "surface": colours.paper,
        "tint": tint,
        "ink": colours.ink,
        "ink_2": until_readable(colours.muted, grounds, colours.ink, 5.5),
        "line": mix(colours.paper, colours.ink, 0.17),
        "control": until_readable(mix(colours.ink, bg, 0.5), (bg,), colours.ink, GRAPHIC + 0.4),
        "accent": accent,
        "accent_hover": mix(accent, colours.ink, 0.35),
        "on_accent": "#ffffff",
        "accent_soft": mix(colours.soft, colours.paper, 0.4),
        "signal": until_readable(colours.signal_text, (colours.paper,), colours.ink, 5.0),
        **STATES_LIGHT,
    }


def dark(theme: Theme) -> dict[str, str]:
    colours = theme.colours
    bg = mix(colours.dark, "#000000", 0.52)
    surface = mix(bg, "#ffffff", 0.06)
    tint = mix(bg, "#ffffff", 0.1)
    grounds = (bg, surface, tint)
    ink = mix("#ffffff", bg, 0.08)
    accent = until_readable(mix(colours.accent, "#ffffff", 0.45), grounds, "#ffffff", 7.0)
    return {
        "bg": bg,
        "surface": surface,
        "tint": tint,
        "ink": ink,
        "ink_2": until_readable(mix(ink, bg, 0.3), grounds, ink, 6.0),
        "line": mix(bg, "#ffffff", 0.2),
        "control": until_readable(mix(ink, bg, 0.5), (bg,), ink, GRAPHIC + 1.4),
        "accent": accent,
        "accent_hover": mix(accent, "#ffffff", 0.45),
        "on_accent": mix(bg, "#000000", 0.3),
        "accent_soft": mix(bg, colours.accent, 0.45),
        "signal": until_readable(colours.signal_on_dark, (surface,), "#ffffff", 6.0),
        **STATES_DARK,
    }


def unreadable_light(theme: Theme) -> tuple[TooFaint, ...]:
    """The pairs of the light set below their limit."""
    return too_faint(light(theme), WEB_PAIRS)


def unreadable_dark(theme: Theme) -> tuple[TooFaint, ...]:
    """The pairs of the dark set below their limit."""
    return too_faint(dark(theme), WEB_PAIRS)


def public_css(theme: Theme) -> str:
    """Custom properties for public pages: a `:root` rule for light and one for dark."""

    def properties(tokens: dict[str, str]) -> str:
        return ";".join(f"--{name.replace('_', '-')}:{value}" for name, value in tokens.items())

    return (
        f":root{{color-scheme:light dark;{properties(light(theme))}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{properties(dark(theme))}}}}}"
    )
