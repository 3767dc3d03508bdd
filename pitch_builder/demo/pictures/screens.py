"""Screens and papers of the product, drawn with its own figures."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.calendars import calendar_image
from pitch_builder.demo.pictures.canvas import HIGH, WIDE, Canvas, smooth
from pitch_builder.demo.pictures.logos import mark
from pitch_builder.demo.pictures.registry import drawing


def _window(title: str, active: int) -> Canvas:
    canvas = Canvas(c.LILAC)
    canvas.rect(92, 76, 1756, 960, c.HEATHER, 18, 'fill-opacity="0.5"').rect(
        80, 60, 1760, 960, c.WHITE, 16
    )
    canvas.path("M80,76Q80,60 96,60L300,60L300,1020L96,1020Q80,1020 80,1004Z", c.DARK)
    mark(canvas, 108, 92, 52, c.LILAC, c.LICHEN, c.PLUM)
    canvas.text(174, 128, "Tarnwell", 28, c.PAPER, weight=600)
    for i, name in enumerate(
        ("Today", "Sites", "Fleet", "Products", "Invoices", "Close", "Audit")
    ):
        if i == active:
            canvas.rect(96, 184 + i * 56, 188, 46, c.ACCENT, 8)
        canvas.text(
            120,
            215 + i * 56,
            name,
            25,
            c.WHITE if i == active else c.LILAC,
            weight=600 if i == active else 400,
        )
    canvas.text(340, 132, title, 40, c.INK, weight=600)
    return canvas


def _pill(canvas: Canvas, x: float, y: float, words: str, good: bool) -> None:
    canvas.rect(x, y - 26, 22 + len(words) * 13.2, 38, c.PALE if good else c.MIST, 19)
    canvas.text(x + 12, y, words, 23, c.MOSS if good else c.ACCENT, weight=600)


@drawing(
    "ui-sites", "Screen of Tarnwell Sites with a calendar of half-hours and a list of invoices"
)
def ui_sites() -> Image.Image:
    canvas = _window("Venlo, cold store 4", 1)
    for i, (value, words) in enumerate(
        (
            ("114.4 kWh", "per pallet, last 30 days"),
            ("612 kW", "highest half-hour, 3 July"),
            ("2 of 38", "invoices questioned"),
        )
    ):
        x = 340 + i * 480
        canvas.rect(x, 170, 456, 120, c.PAPER, 10).text(
            x + 24, 226, value, 42, c.ACCENT if i < 2 else c.MOSS, weight=600
        )
        canvas.text(x + 24, 266, words, 24, c.PLUM)
    canvas.text(340, 344, "Electricity by half-hour, twelve months", 27, c.INK, weight=600)
    canvas.text(340, 748, "Invoices", 27, c.INK, weight=600)
    rows = (
        ("Electricity, September", "€41,206.18", "agrees", True),
        ("Electricity, August", "€44,871.02", "agrees", True),
        ("Gas, third quarter", "€3,118.44", "estimate, 29 days", False),
        ("Network, September", "€9,870.00", "agrees", True),
    )
    for i, (name, amount, state, good) in enumerate(rows):
        y = 800 + i * 54
        canvas.line([(340, y + 16), (1796, y + 16)], c.MIST, 2)
        canvas.text(340, y, name, 26, c.INK).text(1150, y, amount, 26, c.INK, anchor="end")
        _pill(canvas, 1240, y, state, good)
    image = canvas.image()
    image.paste(calendar_image(1456, 330), (340, 366))
    return image


@drawing("ui-fleet", "Screen of Tarnwell Fleet with a reconciliation of one night")
def ui_fleet() -> Canvas:
    canvas = _window("Middlesbrough, last night", 2)
    canvas.text(340, 182, "Drawn 3,412 litres, matched 3,371, open 41", 27, c.PLUM)
    canvas.rect(340, 206, 1456, 22, c.MIST, 11).rect(340, 206, 1438, 22, c.LICHEN, 11)
    heads = (
        (340, "Lorry"),
        (560, "Drawn"),
        (760, "Burned"),
        (960, "Idling"),
        (1180, "Trip"),
        (1560, "State"),
    )
    for x, words in heads:
        canvas.text(x, 290, words, 24, c.PLUM)
    canvas.line([(340, 308), (1796, 308)], c.INK, 3)
    rows = (
        ("HF 118", "212 l", "209 l", 34, "Hull, two drops", "closed"),
        ("HF 072", "188 l", "171 l", 88, "Carlisle", "asked"),
        ("HF 245", "240 l", "238 l", 12, "Leeds and York", "closed"),
        ("HF 301", "154 l", "152 l", 21, "Alnwick", "closed"),
        ("HF 019", "197 l", "180 l", 74, "Penrith", "asked"),
        ("HF 166", "221 l", "219 l", 9, "Darlington, return", "closed"),
        ("HF 388", "176 l", "175 l", 17, "Gateshead", "closed"),
        ("HF 204", "203 l", "201 l", 28, "Leeds", "closed"),
        ("HF 057", "169 l", "168 l", 6, "Hull", "closed"),
        ("HF 133", "230 l", "228 l", 15, "York, three drops", "closed"),
    )
    for i, (name, drawn, burned, idle, trip, state) in enumerate(rows):
        y = 356 + i * 64
        canvas.line([(340, y + 22), (1796, y + 22)], c.MIST, 2)
        canvas.text(340, y, name, 27, c.INK, weight=600).text(560, y, drawn, 27, c.INK).text(
            760, y, burned, 27, c.INK
        )
        canvas.rect(960, y - 21, idle * 1.5, 24, c.ACCENT if idle > 60 else c.LILAC, 4).text(
            970 + idle * 1.5, y, f"{idle} min", 24, c.PLUM
        )
        canvas.text(1180, y, trip, 27, c.INK)
        _pill(canvas, 1560, y, state, state == "closed")
    return canvas


@drawing(
    "ui-call-statement", "A one-page statement for a ship's call with hours on cable and on engine"
)
def ui_call_statement() -> Canvas:
    canvas = Canvas(c.MIST)
    canvas.rect(478, 62, 1000, 1000, c.LILAC).rect(460, 40, 1000, 1000, c.WHITE)
    canvas.text(520, 120, "Statement for one call", 44, c.INK, family="Folio Display")
    canvas.text(520, 166, "MV Noordwal, berth 3, Oosthaven, 14 September 2026", 25, c.PLUM)
    canvas.line([(520, 194), (1400, 194)], c.INK, 3)
    canvas.text(520, 250, "31 hours at berth", 27, c.INK, weight=600)
    random = np.random.default_rng(13)
    for hour in range(31):
        cable = 2 <= hour < 29
        tall = 66 + 20 * math.sin(hour / 3) + random.uniform(-7, 7)
        canvas.rect(520 + hour * 28.4, 400 - tall, 23, tall, c.LICHEN if cable else c.PLUM, 2)
    canvas.line([(520, 402), (1400, 402)], c.INK, 2)
    canvas.rect(520, 424, 20, 20, c.LICHEN).text(552, 442, "27 h on the cable", 24, c.INK)
    canvas.rect(800, 424, 20, 20, c.PLUM).text(832, 442, "4 h on the engine", 24, c.INK)
    rows = (
        ("Quay meter 3B, metered", "38,610 kWh"),
        ("Engine hours at declared load", "5,720 kWh"),
        ("Grid factor, published set 2025", "0.268 kg/kWh"),
        ("Gas oil, auxiliary engine", "0.690 kg/kWh"),
    )
    for i, (name, value) in enumerate(rows):
        y = 520 + i * 58
        canvas.line([(520, y + 18), (1400, y + 18)], c.MIST, 2).text(520, y, name, 26, c.INK).text(
            1400, y, value, 26, c.INK, anchor="end"
        )
    canvas.rect(520, 756, 880, 118, c.PALE, 8).text(552, 830, "Avoided", 30, c.MOSS, weight=600)
    canvas.text(1370, 836, "16.3 t CO₂e", 52, c.MOSS, anchor="end", weight=600)
    canvas.text(
        520,
        930,
        "Method reviewed by Bellwether Assurance. Hours on the engine are not",
        22,
        c.PLUM,
    ).text(520, 962, "counted. Each line leads to its document.", 22, c.PLUM)
    mark(canvas, 1348, 952, 52, c.ACCENT, c.GLOW, c.LILAC)
    return canvas


__all__ = ["HIGH", "WIDE", "smooth"]
