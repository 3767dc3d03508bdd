"""A drawing laid over an image."""

from __future__ import annotations

import io

from PIL import Image

from pitch_builder.demo.pictures.canvas import Canvas


def over(image: Image.Image, canvas: Canvas) -> Image.Image:
    """The canvas, whose ground is none, on top of the image."""
    layer = Image.open(io.BytesIO(canvas.png())).convert("RGBA")
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")
