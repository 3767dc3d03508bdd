"""The brand's stylesheet for public pages: its typefaces, and colours for light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.templatetags.static import static

from cms.brand import web
from cms.brand.contrast import GRAPHIC, mix, until_readable
from cms.brand.themes import Theme
from cms.site.brand import public_brand

WHITE, BLACK = "#ffffff", "#000000"


def light_tokens(theme: Theme) -> dict[str, str]:
    """Colours by token name, for a light page."""
    colours = theme.colours
    tokens = web.light(theme)
    button = until_readable(mix(tokens["accent"], WHITE, 0.55), (colours.dark,), WHITE, 7)
    return tokens | {
        "panel": colours.dark,
        "on_panel": until_readable(colours.on_dark, (colours.dark,), WHITE, 7),
        "on_panel_2": until_readable(colours.on_dark_muted, (colours.dark,), WHITE, 5),
        "panel_signal": until_readable(colours.signal_on_dark, (colours.dark,), WHITE),
        "panel_accent": button,
        "on_panel_accent": until_readable(colours.dark, (button,), BLACK),
        "bar_muted": until_readable(
            mix(colours.ink, WHITE, 0.5), (tokens["surface"],), colours.ink, GRAPHIC
        ),
    }


def dark_tokens(theme: Theme) -> dict[str, str]:
    """The same tokens for a dark page."""
    tokens = web.dark(theme)
    panel = tokens["accent_soft"]
    button = until_readable(tokens["accent"], (panel,), WHITE, 6)
    return tokens | {
        "panel": panel,
        "on_panel": until_readable(tokens["ink"], (panel,), WHITE, 7),
        "on_panel_2": until_readable(mix(tokens["ink"], panel, 0.2), (panel,), WHITE, 5),
        "panel_signal": until_readable(tokens["signal"], (panel,), WHITE),
        "panel_accent": button,
        "on_panel_accent": until_readable(tokens["bg"], (button,), BLACK),
        "bar_muted": until_readable(
            mix(tokens["bg"], WHITE, 0.45), (tokens["surface"],), WHITE, GRAPHIC
        ),
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
    lines = (f"--{name.replace('_', '-')}:{value}" for name, value in tokens.items())
    return f"{selector}{{{';'.join(lines)}}}"


def brand_css(request: Any = None) -> str:
    """The stylesheet of the present brand."""
    return theme_css(public_brand(request).theme)
