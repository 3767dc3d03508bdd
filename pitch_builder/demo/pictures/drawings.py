"""All pictures of the demo by name, and their bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from pitch_builder.demo.pictures import (  # noqa: F401  (each registers its drawings)
    calendars,
    curves,
    depots,
    logos,
    networks,
    nights,
    papers,
    portraits,
    screens,
    ships,
    things,
    waters,
    works,
    yards,
)
from pitch_builder.demo.pictures.canvas import Canvas
from pitch_builder.demo.pictures.registry import ENTRIES

QUALITY = 86


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture. `title` is its name in the image library, and says what it shows."""

    name: str
    title: str
    file_name: str
    data: bytes
    width: int
    height: int


def names() -> tuple[str, ...]:
    return tuple(sorted(ENTRIES))


def picture(name: str) -> Picture:
    """Draw the picture `name`; the same bytes each time. KeyError for an unknown name."""
    entry = ENTRIES[name]
    drawn = entry.draw()
    if entry.file_type == "png" and isinstance(drawn, Canvas):
        data, size = drawn.png(), (drawn.width, drawn.height)
    else:
        image = drawn.image() if isinstance(drawn, Canvas) else drawn
        buffer = io.BytesIO()
        image.convert("RGB").save(buffer, "JPEG", quality=QUALITY, optimize=True)
        data, size = buffer.getvalue(), image.size
    return Picture(name, entry.title, f"{name}.{entry.file_type}", data, *size)


def svg(name: str) -> str:
    """The drawing as SVG text; TypeError where it is made of pixels."""
    drawn = ENTRIES[name].draw()
    if isinstance(drawn, Image.Image):
        raise TypeError(f"{name} is made of pixels")
    return drawn.svg()
