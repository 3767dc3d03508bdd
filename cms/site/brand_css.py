"""The brand as CSS custom properties for public pages, light and dark. Pure but for its source.

Text colours are moved until they can be read on every ground, whatever the brand chose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.templatetags.static import static

from cms.brand.contrast import GRAPHIC, mix, until_readable
from cms.brand.themes import Theme
from cms.site.brand import public_brand

WHITE, BLACK = "#ffffff", "#000000"


def light_tokens(theme: Theme) -> Mapping[str, str]:
    """Colours by token name, for a light page."""
    colours = theme.colours
    page = mix(WHITE, colours.tint, 0.75)
    grounds = (page, WHITE, mix(WHITE, colours.ink, 0.08))
    accent = until_readable(colours.accent, grounds, colours.ink)
    return {
        "bg": page,
        "surface": WHITE,
        "tint": grounds[2],
        "ink": until_readable(colours.ink, grounds, BLACK, 10),
        "ink-2": until_readable(mix(colours.ink, WHITE, 0.3), grounds, colours.ink, 5),
        "line": mix(WHITE, colours.ink, 0.17),
        "control": until_readable(mix(WHITE, colours.ink, 0.5), grounds, colours.ink, GRAPHIC),
        "accent": accent,
        "accent-hover": mix(accent, colours.ink, 0.35),
        "on-accent": until_readable(WHITE, (accent,), BLACK),
        "accent-soft": mix(accent, WHITE, 0.86),
        "signal": until_readable(colours.signal, (WHITE,), BLACK),
        "panel": colours.dark,
        "on-panel": until_readable(colours.on_dark, (colours.dark,), WHITE, 7),
        "on-panel-2": until_readable(colours.on_dark_muted, (colours.dark,), WHITE),
        "panel-signal": until_readable(colours.signal_on_dark, (colours.dark,), WHITE),
        "panel-accent": until_readable(mix(accent, WHITE, 0.55), (colours.dark,), WHITE, 7),
        "on-panel-accent": until_readable(
            colours.dark, (mix(accent, WHITE, 0.55),), BLACK, 4.5
        ),
        "bar": until_readable(mix(colours.accent, WHITE, 0.1), (WHITE,), BLACK, GRAPHIC),
        "bar-muted": until_readable(mix(colours.ink, WHITE, 0.5), (WHITE,), BLACK, GRAPHIC),
    }


def dark_tokens(theme: Theme) -> Mapping[str, str]:
    """The same tokens for a dark page."""
    colours = theme.colours
    page = mix(colours.dark, "#060708", 0.72)
    surface = mix(page, WHITE, 0.05)
    tint = mix(page, WHITE, 0.1)
    grounds = (page, surface, tint)
    accent = until_readable(mix(colours.accent, WHITE, 0.35), grounds, WHITE, 6)
    soft = mix(accent, page, 0.74)
    ink = mix(WHITE, colours.tint, 0.5)
    return {
        "bg": page,
        "surface": surface,
        "tint": tint,
        "ink": until_readable(ink, (*grounds, soft), WHITE, 7),
        "ink-2": until_readable(mix(ink, page, 0.3), grounds, WHITE, 5.5),
        "line": mix(page, WHITE, 0.17),
        "control": until_readable(mix(page, WHITE, 0.4), grounds, WHITE, GRAPHIC),
        "accent": accent,
        "accent-hover": mix(accent, WHITE, 0.45),
        "on-accent": until_readable(page, (accent,), BLACK),
        "accent-soft": soft,
        "signal": until_readable(colours.signal_on_dark, grounds, WHITE),
        "panel": soft,
        "on-panel": until_readable(ink, (soft,), WHITE, 7),
        "on-panel-2": until_readable(mix(ink, soft, 0.2), (soft,), WHITE),
        "panel-signal": until_readable(colours.signal_on_dark, (soft,), WHITE),
        "panel-accent": until_readable(accent, (soft,), WHITE, 6),
        "on-panel-accent": page,
        "bar": accent,
        "bar-muted": until_readable(mix(page, WHITE, 0.45), (surface,), WHITE, GRAPHIC),
    }


def typeface_rules(theme: Theme) -> str:
    faces = theme.typefaces
    return "\n".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:normal;"
        f"font-display:swap;src:url('{static(f'cms/fonts/{name}.woff2')}') format('woff2')}}"
        for family, name, weight in faces.files
    )


def theme_css(theme: Theme) -> str:
    """The whole stylesheet of a theme."""
    faces = theme.typefaces
    strong = max(weight for _name, weight in faces.text_files)
    heading = max(weight for _name, weight in faces.display_files)
    type_tokens = {
        "font-display": f"'{faces.display}', Georgia, serif",
        "font-text": f"'{faces.text}', system-ui, sans-serif",
        "weight-display": str(heading),
        "weight-strong": str(strong),
        "tracking-display": f"{faces.display_tracking}em",
        "tracking-figure": f"{faces.figure_tracking}em",
    }
    return "\n".join(
        [
            typeface_rules(theme),
            _rule(":root", {**light_tokens(theme), **type_tokens}),
            f"@media(prefers-color-scheme:dark){{{_rule(':root', dark_tokens(theme))}}}",
            "",
        ]
    )


def _rule(selector: str, tokens: Mapping[str, str]) -> str:
    return selector + "{" + ";".join(f"--{name}:{value}" for name, value in tokens.items()) + "}"


def brand_css(request: Any = None) -> str:
    """The stylesheet of the present brand."""
    return theme_css(public_brand(request).theme)
