"""A year of half-hours as a picture, and the load of a week."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas, smooth
from pitch_builder.demo.pictures.fields import quiet_left
from pitch_builder.demo.pictures.overlay import over
from pitch_builder.demo.pictures.palette import along, channels
from pitch_builder.demo.pictures.registry import drawing

CALENDAR = [c.NIGHT, c.DARK, c.DUSK, c.PLUM, c.ACCENT, c.HEATHER, c.LILAC, c.PALE, c.GLOW]


def _year() -> NDArray[np.float64]:
    """48 half-hours by 365 days of a cold store: summer, weekends, the first shift's doors."""
    random = np.random.default_rng(31)
    days, hours = np.arange(365)[None, :], np.arange(48)[:, None] / 2
    season = 0.5 - 0.5 * np.cos((days - 28) / 365 * 2 * np.pi)
    load = 0.18 + 0.3 * season + 0.1 * season * np.exp(-((hours - 15) ** 2) / 22)
    working = (days % 7 < 5) | ((days % 7 == 5) & (hours < 14))
    shift = ((hours >= 4.5) & (hours < 21)) * working
    load = load + 0.17 * shift
    doors = np.exp(-((hours - 5.4) ** 2) / 0.7) * working
    load = load + 0.52 * doors * np.where((days > 60) & (days < 318), 1, 0.55)
    load = load + 0.3 * ((days > 196) & (days < 238) & (hours >= 21.5))
    load = np.where((days > 352) & (days < 361), 0.2, load)
    return load + random.normal(0, 0.035, (48, 365))


def calendar_image(width: int, height: int) -> Image.Image:
    level = np.clip(_year(), 0, 1.05) / 1.05
    level[20:38, 121:123] = -1
    rows = [
        [channels(along(CALENDAR, v)) if v >= 0 else channels(c.PAPER) for v in row]
        for row in level
    ]
    image = Image.fromarray(np.array(rows, dtype=np.uint8))
    return image.resize((width, height), Image.Resampling.NEAREST)


@drawing("heat-calendar", "A calendar of half-hours over a year, bright where the load is high")
def heat_calendar() -> Image.Image:
    return calendar_image(WIDE, HIGH)


@drawing("heat-calendar-dark", "The calendar of half-hours, darkened at its left for words")
def heat_calendar_dark() -> Image.Image:
    return quiet_left(calendar_image(WIDE, HIGH), c.NIGHT, 0.94)


@drawing("calendar-shapes", "The calendar of a site's load with six shapes marked by name")
def calendar_shapes() -> Image.Image:
    frame = Canvas(c.PAPER)
    frame.text(
        120, 100, "Six of the seven shapes in one year of a cold store", 44, c.INK, weight=600
    )
    image = frame.image()
    image.paste(calendar_image(1680, 740), (120, 150))
    marks = Canvas("none")
    for i, month in enumerate("JFMAMJJASOND"):
        marks.text(190 + i * 140, 936, month, 30, c.PLUM, anchor="middle")
    for x, y, words, to in (
        (300, 1010, "floor", (300, 840)),
        (560, 1010, "fence", (560, 480)),
        (840, 1010, "missing tooth", (675, 700)),
        (1110, 1010, "comet", (1115, 865)),
        (1380, 1010, "shadow", (1380, 236)),
        (1640, 1010, "seam", (1600, 480)),
    ):
        marks.line([(x, y - 34), to], c.WHITE, 7).line([(x, y - 34), to], c.DARK, 3)
        marks.circle(*to, 13, c.WHITE).circle(*to, 8, c.MOSS)
        marks.text(x, y, words, 36, c.INK, weight=600, anchor="middle")
    return over(image, marks)


@drawing("load-band", "Load of a site over a week inside an allowed band, above it on Sunday")
def load_band() -> Image.Image:
    canvas = Canvas(c.DARK)
    random = np.random.default_rng(6)
    for x in range(40, WIDE, 48):
        for y in range(40, HIGH, 48):
            canvas.circle(x, y, 2, c.DUSK)
    curve, low, high = [], [], []
    for i in range(169):
        day, hour = divmod(i, 24)
        work = math.exp(-(((hour - 13) / 6.2) ** 4)) if day < 5 else 0.05
        value = 760 - 420 * work + random.normal(0, 7)
        x = 40 + i * 11
        if day == 6:
            value = 668 + random.normal(0, 3)
        curve.append((x, value))
        low.append((x, 826 - 400 * work))
        high.append((x, 706 - 440 * work))
    canvas.path(smooth(high) + "L" + smooth(low[::-1])[1:] + "Z", c.PLUM, 'fill-opacity="0.75"')
    canvas.line(curve[:148], c.LILAC, 7, curve=True)
    canvas.line(curve[144:], c.GLOW, 10, curve=True)
    end = curve[-8]
    canvas.glow("end", *end, 170, c.GLOW, 0.55).circle(*end, 20, c.GLOW)
    canvas.ring(*end, 40, c.GLOW, 4)
    return quiet_left(canvas.image(), c.DARK, 0.8)
