"""Yards, stores and sites, drawn as blocks."""

from __future__ import annotations

from PIL import Image

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import WIDE, Canvas
from pitch_builder.demo.pictures.fields import quiet_left
from pitch_builder.demo.pictures.isometric import (
    Space,
    box,
    floor,
    left_panel,
    lorry,
    right_panel,
    van,
)
from pitch_builder.demo.pictures.registry import drawing


@drawing("lorries-at-dawn", "Lorries in a row at a depot before sunrise, one cab lit")
def lorries_at_dawn() -> Image.Image:
    canvas = Canvas(c.DARK)
    sky = canvas.shade(
        "sky",
        [(0, c.NIGHT, 1), (0.6, c.PLUM, 1), (1, c.HEATHER, 1)],
        'x1="0" y1="0" x2="0" y2="1"',
    )
    canvas.rect(0, 0, WIDE, 560, sky)
    canvas.glow("sun", 1330, 560, 640, c.PALE, 0.75)
    hills = [(0, 520), (300, 470), (620, 505), (900, 440), (1240, 500), (1560, 430), (1920, 490)]
    canvas.path("M" + "L".join(f"{x},{y}" for x, y in hills) + "L1920,620L0,620Z", c.DUSK)
    canvas.rect(0, 556, WIDE, 524, "#35203f")
    for i in range(7):
        x, scale = 700 + i * 182, 1.0
        front, top = 830, 352 + i * 3
        body = c.mix(c.LILAC, c.DUSK, 0.1 + 0.1 * (i % 3))
        lit = i == 2
        canvas.rect(x, top, 166, 396, body, 6)
        canvas.rect(x + 8, top + 8, 150, 60, c.mix(body, c.DUSK, 0.3), 4)
        cab = c.LICHEN if lit else c.ACCENT
        canvas.rect(x + 6, 530, 154, 262 * scale, cab, 12)
        canvas.rect(x + 18, 548, 130, 92, c.GLOW if lit else c.NIGHT, 8)
        if lit:
            canvas.circle(x + 58, 610, 22, c.DARK).rect(x + 30, 628, 58, 16, c.DARK, 6)
        for k in range(4):
            canvas.rect(x + 40, 664 + k * 20, 86, 9, c.mix(cab, c.DARK, 0.45), 4)
        for k in (0, 1):
            canvas.rect(x + 16 + k * 108, 752, 28, 20, c.PALE if lit else c.MIST, 5)
        canvas.rect(x + 6, 790, 154, 26, c.NIGHT, 5)
        canvas.rect(x + 60, 796, 46, 15, c.WHITE, 2)
        for k in (0, 1):
            canvas.rect(x + 14 + k * 112, 812, 28, 30, c.NIGHT, 5)
        canvas.rect(x - 4, front + 12, 174, 9, c.mix("#35203f", c.NIGHT, 0.6), 4)
        if lit:
            beam = canvas.shade(
                "beam", [(0, c.GLOW, 0.55), (1, c.GLOW, 0)], 'x1="0" y1="0" x2="0" y2="1"'
            )
            canvas.polygon([(x + 10, 772), (x + 156, 772), (x + 330, 1070), (x - 160, 1070)], beam)
    for i in range(8):
        canvas.polygon(
            [
                (690 + i * 182, 850),
                (700 + i * 182, 850),
                (700 + (i - 3.5) * 60 + i * 182, 1080),
                (684 + (i - 3.5) * 60 + i * 182, 1080),
            ],
            "#4d3459",
        )
    return quiet_left(canvas.image(), c.DARK)


@drawing("cold-store", "A cold store drawn in blocks, with one bright open door")
def cold_store() -> Canvas:
    canvas = Canvas(c.MIST)
    space = Space(940, 500, 78)
    floor(canvas, space, -4.5, -4.5, 13.4, 13.6, c.mix(c.MIST, c.WHITE, 0.55))
    box(canvas, space, -3, -3, 0, 8, 6, 3.2, c.HEATHER, top=c.WHITE)
    for i in range(4):
        box(canvas, space, -2.3 + i * 1.9, -2.2, 3.2, 1.1, 1.1, 0.55, c.LILAC, top=c.MIST)
        px, py = space.at(-1.75 + i * 1.9, -1.65, 3.78)
        canvas.add(f'<ellipse cx="{px:.0f}" cy="{py:.0f}" rx="27" ry="15" fill="{c.PLUM}"/>')
    for i in range(5):
        open_door = i == 3
        left_panel(
            canvas, space, -2.7 + i * 1.55, 3, 0.25, 1.1, 1.55, c.GLOW if open_door else c.DUSK
        )
        if not open_door:
            for k in range(1, 5):
                left_panel(
                    canvas, space, -2.7 + i * 1.55, 3, 0.25 + k * 0.3, 1.1, 0.035, c.HEATHER
                )
    left_panel(canvas, space, -3, 3, 2.35, 8, 0.14, c.ACCENT)
    right_panel(canvas, space, 5, -3, 2.35, 6, 0.14, c.DARK)
    for i in range(5):
        right_panel(canvas, space, 5, -2.4 + i * 1.15, 0.9, 0.7, 0.7, c.mix(c.PLUM, c.DARK, 0.5))
    spill = [space.at(1.95, 3.02), space.at(3.05, 3.02), space.at(3.6, 6.6), space.at(1.3, 6.6)]
    canvas.polygon(spill, c.PALE)
    for i in (0, 1, 4):
        lorry(canvas, space, -2.65 + i * 1.55, 3.15, c.WHITE, c.ACCENT)
    for i in range(3):
        box(
            canvas,
            space,
            2.1,
            4 + i * 0.95,
            0,
            0.62,
            0.62,
            0.5 + 0.1 * (i % 2),
            c.CLAY,
            top=c.STONE,
        )
    return canvas


@drawing("charging-depot", "Vans at charge points in a depot drawn from above")
def charging_depot() -> Canvas:
    canvas = Canvas(c.DARK)
    space = Space(930, 130, 96)
    floor(canvas, space, -6, -6, 22, 22, "#371d43")
    for row in range(3):
        y = 0.4 + row * 3.7
        floor(canvas, space, -3.4, y - 0.3, 12.6, 2.5, c.DUSK)
        for bay in range(8):
            x = -3.2 + bay * 1.55
            floor(canvas, space, x - 0.23, y - 0.2, 0.05, 2.3, c.HEATHER)
            box(canvas, space, x + 0.3, y - 0.5, 0, 0.26, 0.2, 0.85, c.STONE)
            empty = (row, bay) in {(0, 5), (1, 2), (2, 4), (2, 0)}
            charging = (row * 3 + bay * 2) % 5 == 0 and not empty
            left_panel(
                canvas, space, x + 0.35, y - 0.3, 0.5, 0.16, 0.22, c.GLOW if charging else c.PLUM
            )
            if not empty:
                if charging:
                    floor(canvas, space, x - 0.1, y - 0.1, 1.12, 1.95, c.LICHEN, z=0.01)
                van(
                    canvas,
                    space,
                    x,
                    y,
                    c.WHITE if charging else c.mix(c.LILAC, c.HEATHER, 0.25),
                    lit=charging,
                )
    return canvas


@drawing("site-isometric", "A works drawn in blocks with its meters marked by dots")
def site_isometric() -> Canvas:
    canvas = Canvas(c.PAPER)
    space = Space(920, 560, 78)
    floor(canvas, space, -5.5, -5, 13.5, 12.5, c.mix(c.MIST, c.PAPER, 0.25))
    floor(canvas, space, -5.5, 3.7, 13.5, 1.1, c.mix(c.STONE, c.WHITE, 0.2))
    blocks = [
        (-4.6, -4.2, 3.2, 3.2, 2.2, c.HEATHER),
        (-0.6, -4.2, 4, 2.6, 1.5, c.LILAC),
        (4.2, -4.2, 2.6, 3.4, 2.8, c.ACCENT),
        (-4.6, -0.2, 2.4, 3, 1.2, c.STONE),
        (-1.4, -0.6, 4.4, 3.4, 1.9, c.PLUM),
        (4.2, 0.6, 2.4, 2.2, 1.1, c.LILAC),
        (-3.4, 5.4, 4.2, 1.5, 0.9, c.MIST),
    ]
    for x, y, w, d, h, tone in blocks:
        box(canvas, space, x, y, 0, w, d, h, tone)
        for i in range(int(w / 0.8)):
            left_panel(
                canvas,
                space,
                x + 0.25 + i * 0.8,
                y + d,
                h * 0.45,
                0.45,
                0.36,
                c.mix(tone, c.DARK, 0.4),
            )
    for i in range(3):
        px, py = space.at(5 + i * 0.6, -3.2, 2.8)
        canvas.rect(px - 9, py - 120, 18, 120, c.DUSK).rect(px - 9, py - 120, 18, 12, c.LICHEN)
    spots = [
        (-3, -1, 2.4),
        (1.4, -1.6, 1.7),
        (5.5, -0.8, 3.0),
        (0.8, 2.8, 2.1),
        (5.4, 2.8, 1.3),
        (-3.4, 2.8, 1.4),
    ]
    hub = space.at(7.4, 4.2, 0)
    for i, (x, y, z) in enumerate(spots):
        px, py = space.at(x, y, z)
        tone = c.LICHEN if i == 3 else c.DARK
        canvas.line([(px, py), (px, py - 96)], tone, 4)
        canvas.circle(px, py - 106, 24, c.WHITE).ring(px, py - 106, 24, tone, 7)
        canvas.arc(px, py - 106, 12, 0, 0.35 + 0.08 * i, tone, 7)
    canvas.circle(*hub, 15, c.DARK)
    lorry(canvas, Space(*space.at(2.4, 2.9), 52), 0, 0, c.WHITE, c.LICHEN)
    return canvas
