"""The list of all drawings by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from pitch_builder.demo.pictures.canvas import Canvas

Drawing = Callable[[], Canvas | Image.Image]


@dataclass(frozen=True, slots=True)
class Entry:
    """`file_type` is jpg for pictures, png where edges or transparency matter."""

    name: str
    draw: Drawing
    title: str
    file_type: str


ENTRIES: dict[str, Entry] = {}


def drawing(name: str, title: str, file_type: str = "jpg") -> Callable[[Drawing], Drawing]:
    """Registers a function that draws the picture `name`; ValueError if the name is taken."""

    def register(draw: Drawing) -> Drawing:
        if name in ENTRIES:
            raise ValueError(f"There is already a drawing named {name!r}")
        ENTRIES[name] = Entry(name, draw, title, file_type)
        return draw

    return register
