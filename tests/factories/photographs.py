"""Photographs for tests: what cameras write, with details at every size, and noise."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model

CELLS = (2, 8, 32, 128)  # pixels across, of the details


def photograph(width: int, height: int, seed: int = 1) -> Any:
    """An image of the library: a JPEG in colour of this size. Each seed is another picture.

    Like a landscape it has more of large shapes than of small ones, and it compresses worse
    than most photographs: nothing in it is smooth.
    """
    rng = np.random.default_rng(seed)
    planes = [_plane(width, height, CELLS, rng)]
    # Colour changes more slowly than light does, in the world and in JPEG.
    planes += [_plane(width, height, CELLS[1:], rng) for _colour in range(2)]
    drawn = Image.merge("YCbCr", [Image.fromarray(plane) for plane in planes])
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=92)
    return get_image_model().objects.create(
        title=f"Photograph {seed}", file=ContentFile(written.getvalue(), name=f"photo-{seed}.jpg")
    )


def _plane(
    width: int, height: int, cells: tuple[int, ...], rng: np.random.Generator
) -> np.ndarray[Any, np.dtype[np.uint8]]:
    total = np.zeros((height, width), dtype=np.float32)
    for cell in cells:
        small = rng.random((height // cell + 1, width // cell + 1), dtype=np.float32)
        blown = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
        total += np.asarray(blown) * cell**0.5
    low, high = total.min(), total.max()
    return ((total - low) / (high - low) * 255).astype(np.uint8)
