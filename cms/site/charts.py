"""Charts of an asset's slides on its web page: drawn wide and narrow, coloured by the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

from cms.brand.themes import Theme
from cms.charts.data import ChartData, ChartStyle, Row
from cms.charts.drawing import draw
from cms.slides.metrics import theme_metrics
from cms.slides.presenters.data import chart_data

# Stand-ins that no brand uses; the finished drawing takes the page's own colours in their place,
# so that it follows light and dark.
COLOURS = {
    "ink": ("#010203", "var(--ink)"),
    "muted": ("#010204", "var(--ink-2)"),
    "line": ("#010205", "var(--line)"),
    "accent": ("#010206", "var(--accent)"),
    "bar": ("#010207", "var(--bar-muted)"),
    "signal": ("#010208", "var(--signal)"),
    "signal_text": ("#010209", "var(--signal)"),
}
WIDE, NARROW = 820, 390  # px; shown somewhat smaller, so that labels have the size of small text
KEEP_SECONDS = 3600
POINT = 96 / 72


@dataclass(frozen=True, slots=True)
class WebChart:
    """`rows` are the values in words, for the table below the drawing."""

    title: str
    measure: str
    source: str
    wide: SafeString
    narrow: SafeString
    rows: tuple[Row, ...]
    has_series: bool


def web_chart(value: Mapping[str, Any], theme: Theme) -> WebChart | None:
    """Draw a chart slide for the web; None where no value of it may be shown."""
    data = chart_data(value)
    if not data.rows:
        return None
    return WebChart(
        title=data.title,
        measure=data.measure,
        source=str(value.get("source") or ""),
        wide=_drawn(data, theme, WIDE),
        narrow=_drawn(data, theme, NARROW),
        rows=data.rows,
        has_series=len(data.series) > 1,
    )


def _drawn(data: ChartData, theme: Theme, width: int) -> SafeString:
    """The drawing, kept in the process: the engine's own cache would cost a query each."""
    faces = theme.typefaces
    key = f"web-chart:{sha256(repr((data, width, faces)).encode()).hexdigest()}"
    cache = caches["renditions"]
    svg = cache.get(key)
    if svg is None:
        svg = _draw(data, theme, width)
        cache.set(key, svg, KEEP_SECONDS)
    return mark_safe(svg)


def _draw(data: ChartData, theme: Theme, width: int) -> str:
    metrics = theme_metrics(theme)
    style = ChartStyle(
        font=theme.typefaces.text,
        **{name: stand_in for name, (stand_in, _colour) in COLOURS.items()},
        radius=2,
    )
    height = 44 * len(data.rows) + 20 if data.kind != "line" else width * 0.55
    svg = str(draw(data, style, width, height, lambda text, size: _px(metrics, text, size)))
    for stand_in, colour in COLOURS.values():
        svg = svg.replace(stand_in, colour)
    return svg


def _px(metrics: Any, text: str, size: float) -> float:
    return float(metrics.strong_width(text, size / POINT)) * (96 / 25.4)
