"""Parts that several layouts share: figures and their bars."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from cms.slides.facts import FigureValue, figure_value
from cms.slides.presenters.typesetting import Typesetter, Words
from cms.slides.typography import NBSP, largest_size

NUMBER = re.compile(r"(?P<before>[^\d]*)(?P<number>\d[\d,]*(?:\.(?P<decimals>\d+))?)(?P<after>.*)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure ready to draw. `size` in pt."""

    value: SafeString
    unit: SafeString
    label: Words
    size: float
    signal: bool = False


def figure(
    item: Mapping[str, Any], set_: Typesetter, *, width: float, sizes: Sequence[float]
) -> Figure:
    """A figure of a side panel, at the first size that fits `width` mm."""
    shown = figure_value(item)
    size = largest_size([joined(shown)], width, set_.metrics.figure_width, sizes)
    return Figure(
        set_.inline(shown.text),
        set_.inline(shown.unit),
        set_.text(shown.label, width, 14),
        size,
        bool(item.get("signal")),
    )


def joined(shown: FigureValue) -> str:
    """The figure as wide as it is drawn: the unit at half its size."""
    half = (len(shown.unit) + 1) // 2
    return shown.text + ("n" * half + " " if shown.unit else "")


def like(text: str, number: float, unit: str = "") -> str:
    """`number` written as the figure `text` is: £571k beside £386k, 5.9 % beside 0.7 %."""
    found = NUMBER.search(text)
    before, after, decimals = "", "", 0
    if found:
        before, after = found["before"], found["after"]
        decimals = len(found["decimals"] or "")
    needed = 0 if float(number).is_integer() else len(f"{number:g}".partition(".")[2])
    places = max(decimals, min(needed, 2)) if (decimals or needed) else 0
    written = f"{before}{number:,.{places}f}{after}"
    return f"{written}{NBSP}{unit}" if unit else written
