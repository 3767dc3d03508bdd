"""The two short films: frames drawn here, encoded once, shipped as files.

The files in content/files were made with

    python -m pitch_builder.demo.pictures.films FOLDER
    ffmpeg -framerate 20 -i FOLDER/night-in-the-yard-%03d.png -c:v libvpx-vp9 -b:v 0 -crf 40 \
        -pix_fmt yuv420p night-in-the-yard.webm

and likewise for closing-a-month (ffmpeg 9, libvpx-vp9).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import Canvas
from pitch_builder.demo.pictures.curves import closing_frame
from pitch_builder.demo.pictures.yards import yard

FILMS = Path(__file__).parents[1] / "content" / "files"
FRAMES, SCALE = 120, 0.5
LITRES = 214


@dataclass(frozen=True, slots=True)
class Film:
    """A film as shipped; `captions` is WebVTT text."""

    name: str
    data: bytes
    captions: str

    @property
    def file_name(self) -> str:
        return f"{self.name}.webm"

    @property
    def captions_name(self) -> str:
        return f"{self.name}.vtt"


def film(name: str) -> Film:
    """Read a shipped film; FileNotFoundError for an unknown name."""
    return Film(
        name,
        (FILMS / f"{name}.webm").read_bytes(),
        (FILMS / f"{name}.vtt").read_text(encoding="utf-8"),
    )


def night_frame(time: float) -> Canvas:
    canvas = yard(time)
    hour = (22 + 8 * time) % 24
    clock = f"{int(hour):02d}:{int(hour % 1 * 6) * 10:02d}"
    canvas.text(120, 210, clock, 120, c.PAPER, family="Folio Display")
    canvas.text(120, 290, "one depot, one night", 38, c.LILAC)
    canvas.text(120, 860, f"{LITRES * time**0.9:.0f} l", 120, c.GLOW, family="Folio Display")
    canvas.text(120, 930, "burned in the yard", 38, c.LILAC)
    return canvas


def month_frame(time: float) -> Canvas:
    canvas = closing_frame(min(time * 1.12, 1.0))
    day = min(int(time * 4.2) + 1, 4)
    canvas.rect(0, 0, 1920, 150, c.DARK)
    canvas.text(250, 110, f"Working day {day}", 64, c.PAPER, family="Folio Display")
    return canvas


FRAME: dict[str, Callable[[float], Canvas]] = {
    "night-in-the-yard": night_frame,
    "closing-a-month": month_frame,
}


def draw_frames(folder: Path) -> None:
    for name, frame in FRAME.items():
        for number in range(FRAMES):
            data = frame(number / (FRAMES - 1)).png(scale=SCALE)
            (folder / f"{name}-{number:03d}.png").write_bytes(data)


if __name__ == "__main__":
    draw_frames(Path(sys.argv[1]))
