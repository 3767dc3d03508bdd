"""What a chart shows, as plain data. No ORM."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One value: `text` is how it is written, with its unit."""

    label: str
    value: float
    text: str
    series: str = ""
    signal: bool = False


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """Literal colours and the font; widths come from the font's own metrics."""

    font: str
    ink: str
    muted: str
    line: str
    accent: str
    bar: str
    signal: str
    signal_text: str
    radius: float = 0.0  # px


@dataclass(frozen=True, slots=True)
class ChartData:
    """A bar or line chart. `rows` in the order to draw; for lines, by series and then in time."""

    kind: str
    title: str
    measure: str
    rows: tuple[Row, ...]
    unit: str = ""
    zero: bool = field(default=False)

    @property
    def series(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.series for row in self.rows))

    @property
    def subject(self) -> str:
        """The line to see: the first with a row marked, else the first."""
        marked = [row.series for row in self.rows if row.signal]
        return marked[0] if marked else self.series[0]

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.label for row in self.rows))

    def in_words(self) -> str:
        """All values in one sentence, for those who do not see the chart."""
        named = len(self.series) > 1
        parts = [
            f"{row.series}, {row.label}: {row.text}" if named else f"{row.label}: {row.text}"
            for row in self.rows
        ]
        return f"{self.measure}. " + "; ".join(parts) + "."


def ticks(low: float, high: float, most: int = 4) -> tuple[float, ...]:
    """At most `most` round numbers that enclose `low` and `high` as closely as such numbers can.

    The first is at or below `low`, the last at or above `high`.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("A chart needs finite numbers.")
    if high <= low:
        spread = abs(high) * 0.1 or 1.0
        low, high = low - spread, high + spread
    exponent = math.floor(math.log10((high - low) / max(most - 1, 1)))
    for power in range(exponent, exponent + 3):
        for factor in (1.0, 2.0, 2.5, 5.0):
            step = factor * 10.0**power
            first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
            if last - first + 1 <= most:
                return tuple(round(number * step, 12) for number in range(first, last + 1))
    raise AssertionError("unreachable: three powers of ten always suffice")


def spread(positions: list[float], gap: float, low: float, high: float) -> list[float]:
    """Labels' places, at least `gap` apart in the order of `positions`, between `low` and `high`.

    Where there is not room for all, they are spaced evenly.
    """
    order = sorted(range(len(positions)), key=positions.__getitem__)
    if (len(order) - 1) * gap > high - low:
        gap = (high - low) / max(len(order) - 1, 1)
    placed: list[float] = []
    for index in order:
        floor = placed[-1] + gap if placed else low
        placed.append(max(positions[index], floor))
    ceiling = high
    for rank in reversed(range(len(placed))):
        placed[rank] = min(placed[rank], ceiling)
        ceiling = placed[rank] - gap
    result = [0.0] * len(positions)
    for index, place in zip(order, placed, strict=True):
        result[index] = place
    return result
