"""Scalar fields as pictures: contour bands, and the left side darkened for words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pitch_builder.demo.pictures.palette import along, channels

Field = NDArray[np.float64]


def grid(width: int, height: int) -> tuple[Field, Field]:
    """x and y of each pixel's centre; y runs 0 to 1, x by the same scale."""
    y, x = np.mgrid[0:height, 0:width]
    return (x + 0.5) / height, (y + 0.5) / height


def hill(x: Field, y: Field, at: tuple[float, float], size: float, tilt: float = 0) -> Field:
    """A round or slanted bump of height 1."""
    dx, dy = x - at[0], y - at[1]
    return np.exp(-(dx**2 + dy**2 + tilt * dx * dy) / (2 * size**2))


def noise(x: Field, y: Field, seed: int, scale: float, terms: int = 9) -> Field:
    """Smooth, repeatable unevenness of about ±1."""
    random = np.random.default_rng(seed)
    total = np.zeros_like(x)
    for _ in range(terms):
        angle, phase = random.uniform(0, 2 * np.pi, 2)
        speed = scale * random.uniform(0.5, 1.6)
        total += np.sin(speed * (x * np.cos(angle) + y * np.sin(angle)) + phase)
    return total / np.sqrt(terms)


def banded(field: Field, ramp: Sequence[str], bands: int, *, edge: float = 0.0) -> Image.Image:
    """The field from low to high in `bands` flat colours, with soft edges one pixel wide.

    `edge` darkens the foot of each band, so that they look like cut paper.
    """
    low, high = field.min(), field.max()
    level = (field - low) / (high - low) * bands
    colours = np.array(
        [channels(along(ramp, i / (bands - 1))) for i in range(bands)], dtype=np.float64
    )
    base = np.clip(np.floor(level).astype(int), 0, bands - 1)
    down, across = np.gradient(level)
    slope = np.hypot(down, across) + 1e-9
    part = level - base
    blend = np.clip(0.5 - part / slope, 0, 0.5)[..., None]
    lower = np.clip(base - 1, 0, bands - 1)
    pixels = colours[base] * (1 - blend) + colours[lower] * blend
    if edge:
        pixels *= 1 - edge * np.exp(-(1 - part)[..., None] / 0.16)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def quiet_left(image: Image.Image, dark: str, share: float = 0.92) -> Image.Image:
    """`image` fading into `dark` at its left, where words will stand, and a little at the foot."""
    pixels = np.asarray(image.convert("RGB"), dtype=np.float64)
    height, width = pixels.shape[:2]
    across = np.linspace(0, 1, width)
    step = np.clip((0.64 - across) / 0.46, 0, 1)
    left = step * step * (3 - 2 * step)
    down = np.clip((np.linspace(0, 1, height) - 0.8) / 0.2, 0, 1)
    foot = 0.75 * down * down * (3 - 2 * down)
    cover = share * (1 - (1 - left[None, :]) * (1 - foot[:, None]))
    result = pixels * (1 - cover[..., None]) + np.array(channels(dark)) * cover[..., None]
    return Image.fromarray(result.astype(np.uint8))
