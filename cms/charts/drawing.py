"""Chart data to SVG, by vl-convert; kept in Django's cache by content."""

from __future__ import annotations

import json
import re
import threading
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.charts.data import ChartData, ChartStyle
from cms.charts.spec import Width, build

FONTS = Path(__file__).resolve().parents[1] / "slides" / "fonts"
VERSION = 5  # raise when the drawing changes
KEEP = 60 * 60 * 24 * 30
NOISE = re.compile(r' (?:role|aria-[a-z]+|class|xmlns:xlink|version)="[^"]*"')
GROUND = re.compile(r'<rect [^>]*fill="transparent"[^>]*/>')
ROOT = re.compile(r"<svg [^>]*>")

_converter = threading.Lock()


@lru_cache(maxsize=1)
def _engine() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def draw(
    data: ChartData, style: ChartStyle, width: float, height: float, measure: Width
) -> SafeString:
    """An inline SVG, `width` px wide, with title and description; the same on page and paper."""
    spec = build(data, style, width, height, measure)
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    key = "chart:" + sha256(f"{VERSION}{data.title}{data.in_words()}{text}".encode()).hexdigest()
    svg = cache.get(key)
    if svg is None:
        with _converter:
            svg = _finish(_engine().vegalite_to_svg(spec), data)
        cache.set(key, svg, KEEP)
    return mark_safe(svg)


def _finish(svg: str, data: ChartData) -> str:
    """Take out what only a live chart needs, and put in what readers need."""
    opening = ROOT.match(svg)
    if opening is None:
        raise ValueError("The converter gave no SVG.")
    sizes = dict(re.findall(r'(width|height|viewBox)="([^"]*)"', opening[0]))
    body = GROUND.sub("", NOISE.sub("", svg[opening.end() :]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{sizes["viewBox"]}" '
        f'width="{sizes["width"]}" height="{sizes["height"]}" preserveAspectRatio="xMinYMin meet">'
        f"<title>{escape(f'{data.title}. {data.in_words()}')}</title>{body}"
    )
