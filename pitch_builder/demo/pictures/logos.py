"""Tarnwell's own mark and the text marks of its customers."""

from __future__ import annotations

import math

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import Canvas, smooth
from pitch_builder.demo.pictures.registry import drawing

INK = "#50475a"


def mark(
    canvas: Canvas, x: float, y: float, size: float, ground: str, water: str, rim: str
) -> None:
    """The tarn: contour rings in a rounded square, the water level at its heart."""
    canvas.rect(x, y, size, size, ground, size * 0.2)
    for k, (share, tone) in enumerate(((0.37, rim), (0.255, ground), (0.15, water))):
        path = []
        for i in range(10):
            angle = i / 10 * math.tau
            r = (
                size
                * share
                * (1 + 0.13 * math.sin(angle * 2 + 0.6) + 0.06 * math.cos(angle * 3 + k))
            )
            path.append(
                (
                    x + size * (0.5 + 0.02 * k) + r * math.cos(angle),
                    y + size * (0.52 - 0.015 * k) + r * 0.92 * math.sin(angle),
                )
            )
        canvas.blob(path, tone)


def _own(ink: str, ground: str, water: str, rim: str) -> Canvas:
    canvas = Canvas("none", 720, 180)
    mark(canvas, 10, 20, 140, ground, water, rim)
    canvas.text(184, 122, "Tarnwell", 108, ink, family="Folio Display")
    return canvas


@drawing("tarnwell-logo", "Tarnwell", "png")
def own_logo() -> Canvas:
    return _own(c.INK, c.ACCENT, c.GLOW, c.LILAC)


@drawing("tarnwell-logo-on-dark", "Tarnwell, on dark", "png")
def own_logo_on_dark() -> Canvas:
    return _own("#f9f8fa", c.LILAC, c.LICHEN, c.PLUM)


@drawing("tarnwell-mark", "The mark of Tarnwell", "png")
def own_mark() -> Canvas:
    canvas = Canvas("none", 512, 512)
    mark(canvas, 0, 0, 512, c.ACCENT, c.GLOW, c.LILAC)
    return canvas


def _sheet() -> Canvas:
    return Canvas("none", 640, 200)


def _words(
    canvas: Canvas,
    words: str,
    x: float,
    size: float,
    *,
    family: str = "Folio Text",
    weight: int = 400,
    spacing: float = 0,
    y: float = 124,
) -> Canvas:
    return canvas.text(
        x, y, words, size, INK, family=family, weight=weight, more=f'letter-spacing="{spacing}"'
    )


@drawing("logo-hollin", "Hollin Freight", "png")
def hollin() -> Canvas:
    canvas = _sheet()
    for k in range(3):
        canvas.polygon(
            [(30 + k * 38, 60), (62 + k * 38, 60), (46 + k * 38, 140), (14 + k * 38, 140)], INK
        )
    return _words(canvas, "HOLLIN", 168, 88, weight=600, spacing=4, y=132)


@drawing("logo-vessenberg", "Vessenberg Koel", "png")
def vessenberg() -> Canvas:
    canvas = _sheet()
    for k in range(6):
        angle = k / 6 * math.tau
        canvas.line([(84, 100), (84 + 58 * math.sin(angle), 100 - 58 * math.cos(angle))], INK, 11)
    return _words(canvas, "vessenberg", 164, 82, family="Vector Display", spacing=-2)


@drawing("logo-aldermoor", "Aldermoor Dairies", "png")
def aldermoor() -> Canvas:
    canvas = _sheet()
    canvas.path("M70,40Q112,96 112,124A42,42 0 0 1 28,124Q28,96 70,40Z", INK)
    return _words(canvas, "Aldermoor", 138, 94, family="Folio Display", y=130)


@drawing("logo-pennock", "Pennock Castings", "png")
def pennock() -> Canvas:
    canvas = _sheet()
    canvas.rect(20, 42, 600, 116, "none", 8, f'stroke="{INK}" stroke-width="9"')
    return _words(canvas, "PENNOCK", 62, 84, family="Vector Display", spacing=11, y=130)


@drawing("logo-skerrivane", "Skerrivane Line", "png")
def skerrivane() -> Canvas:
    canvas = _sheet()
    for k in range(3):
        wave = [(20 + i * 24, 66 + k * 34 + 12 * (-1) ** i) for i in range(6)]
        canvas.line(wave, INK, 11, curve=True)
    return _words(canvas, "Skerrivane", 168, 84, family="Folio Display", y=128)


@drawing("logo-ravenswaard", "Ravenswaard Board", "png")
def ravenswaard() -> Canvas:
    canvas = _sheet()
    for k in range(4):
        canvas.rect(24 + k * 7, 120 - k * 26, 84 - k * 14, 18, INK)
    return _words(canvas, "RAVENSWAARD", 132, 54, weight=600, spacing=2, y=119)


@drawing("logo-marl-street", "Marl Street Bakeries", "png")
def marl_street() -> Canvas:
    canvas = _sheet()
    canvas.circle(84, 100, 58, INK)
    for k in range(3):
        canvas.path(
            smooth([(52 + k * 26, 76), (66 + k * 26, 100), (52 + k * 26, 126)]),
            "none",
            'stroke="#ffffff" stroke-width="8" stroke-linecap="round"',
        )
    return _words(canvas, "Marl Street", 168, 82, family="Folio Display", y=128)


@drawing("logo-kestrel", "Kestrel Parcels", "png")
def kestrel() -> Canvas:
    canvas = _sheet()
    canvas.polygon([(16, 56), (128, 84), (76, 100), (92, 152), (54, 110)], INK)
    return _words(canvas, "kestrel", 156, 106, family="Vector Display", spacing=-3, y=134)


@drawing("logo-oosthaven", "Oosthaven Terminals", "png")
def oosthaven() -> Canvas:
    canvas = _sheet()
    for k, tall in enumerate((40, 78, 116)):
        canvas.rect(26 + k * 36, 158 - tall, 26, tall, INK)
    return _words(canvas, "oosthaven", 152, 84, weight=600, spacing=-1, y=130)


@drawing("logo-dunmoor", "Dunmoor Mouldings", "png")
def dunmoor() -> Canvas:
    canvas = _sheet()
    canvas.path("M24,46L72,46A54,54 0 0 1 72,154L24,154Z", INK).circle(66, 100, 22, "#ffffff")
    return _words(canvas, "Dunmoor", 150, 94, family="Vector Display", y=132)


@drawing("logo-thrale", "Thrale Timber", "png")
def thrale() -> Canvas:
    canvas = _sheet()
    canvas.polygon([(74, 34), (126, 122), (22, 122)], INK).rect(64, 120, 20, 40, INK)
    return _words(canvas, "THRALE", 160, 92, family="Folio Display", spacing=12, y=132)
