"""Regret over time as a chart, by the project's own chart code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.brand.themes import FOLIO
from cms.charts.data import ChartData, ChartStyle, Row
from cms.charts.drawing import draw
from cms.recommendations.simulation import Course
from cms.slides.metrics import theme_metrics

WIDTH, HEIGHT = 860.0, 420.0
POINT = 96 / 72
PX_A_MM = 96 / 25.4


def regret_chart(courses: Sequence[Course]) -> ChartData:
    """Return the chart's data; the last course is the one to see."""
    subject = courses[-1].name
    return ChartData(
        kind="line",
        title=_("Regret over time"),
        measure=_("Readers lost against the best lists, added up over the lists shown"),
        rows=tuple(
            Row(f"{at:,}", value, f"{value:,.0f}", course.name, course.name == subject)
            for course in courses
            for at, value in zip((0, *course.after), (0.0, *course.curve), strict=True)
        ),
        zero=True,
    )


def regret_plot(courses: Sequence[Course]) -> SafeString:
    """Draw the chart as an SVG that can be read on light and on dark ground alike."""
    metrics: Any = theme_metrics(FOLIO)
    style = ChartStyle(
        font=f"{FOLIO.typefaces.text}, sans-serif",
        ink="#6b7280",
        muted="#6b7280",
        line="#9ca3af55",
        accent="#1a8f6a",
        bar="#9ca3af",
        signal="#d9480f",
        signal_text="#d9480f",
    )

    def measure(text: str, size: float) -> float:
        return float(metrics.strong_width(text, size / POINT)) * PX_A_MM

    return draw(regret_chart(courses), style, WIDTH, HEIGHT, measure)
