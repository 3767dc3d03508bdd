"""Pictures made fit for slides, as Wagtail image operations.

`tone-…` makes a picture a duotone of the theme's ramp, so that any upload fits the theme;
`scrim-…` bakes a quiet zone for light text into it; `mono-…` draws a logo in one colour. As
filters of renditions they are made once, kept in the storage, and dropped with their image.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image as PILImage
from wagtail.images.image_operations import FilterOperation
from willow.image import Image as WillowImage
from willow.plugins.pillow import PillowImage

from cms.brand.contrast import channels
from cms.brand.themes import Theme

MEDIA = "media:"
PIXELS_PER_MM = 6  # 1920 pixels over a slide's 320 mm


def _pillow(willow: Any) -> PILImage.Image:
    return willow.get_pillow_image() if not isinstance(willow, PillowImage) else willow.image


def _colours(spec: str) -> list[tuple[int, int, int]]:
    return [channels(f"#{part}") for part in spec.split("-")]


class ToneOperation(FilterOperation):
    """`tone-DARK-MIDDLE-PALE`: luminance mapped onto three colours, dark to pale."""

    def construct(self, *colours: str) -> None:
        self.stops = _colours("-".join(colours))

    def run(self, willow: WillowImage, image: Any, env: dict[str, Any]) -> WillowImage:
        grey = np.asarray(_pillow(willow).convert("RGB").convert("L"), dtype=np.float32)
        low, high = np.percentile(grey, (1, 99))
        level = np.clip((grey - low) / max(float(high - low), 1.0), 0, 1)
        at = np.linspace(0, 1, len(self.stops))
        planes = [np.interp(level, at, [stop[i] for stop in self.stops]) for i in range(3)]
        toned = np.stack(planes, axis=-1).round().astype(np.uint8)
        return PillowImage(PILImage.fromarray(toned, "RGB"))


class ScrimOperation(FilterOperation):
    """`scrim-DARK`: 88 % of the colour up to 16 % of the width, none from 62 %; and the foot."""

    def construct(self, colour: str) -> None:
        self.colour = channels(f"#{colour}")

    def run(self, willow: WillowImage, image: Any, env: dict[str, Any]) -> WillowImage:
        pixels = np.asarray(_pillow(willow).convert("RGB"), dtype=np.float32)
        height, width = pixels.shape[:2]
        side = 0.88 * (1 - _smooth((np.arange(width) / width - 0.16) / 0.46))
        foot = 0.88 * _smooth((np.arange(height) / height - 0.72) / 0.28)
        cover = np.maximum(side[None, :], foot[:, None])[..., None]
        # Under the text no pixel may be lighter than the words can bear.
        quiet = pixels * (1 - cover) + np.array(self.colour, dtype=np.float32) * cover
        return PillowImage(PILImage.fromarray(quiet.round().astype(np.uint8), "RGB"))


class MonoOperation(FilterOperation):
    """`mono-COLOUR`: the shape of a logo in one colour, light grounds made transparent."""

    def construct(self, colour: str) -> None:
        self.colour = channels(f"#{colour}")

    def run(self, willow: WillowImage, image: Any, env: dict[str, Any]) -> WillowImage:
        rgba = np.asarray(_pillow(willow).convert("RGBA"), dtype=np.float32)
        alpha = rgba[..., 3] / 255
        if float(alpha.min()) > 0.98:  # no transparency: the light ground is the gap
            alpha = 1 - np.asarray(_pillow(willow).convert("L"), dtype=np.float32) / 255
            alpha = np.clip(alpha / max(float(alpha.max()), 0.01), 0, 1)
        drawn = np.empty(rgba.shape, dtype=np.uint8)
        drawn[..., :3] = self.colour
        drawn[..., 3] = (alpha * 255).round()
        return PillowImage(PILImage.fromarray(drawn, "RGBA"))


def _smooth(values: np.ndarray) -> np.ndarray:
    bounded = np.clip(values, 0, 1)
    return bounded * bounded * (3 - 2 * bounded)


def operations() -> list[tuple[str, type[FilterOperation]]]:
    """For Wagtail's hook `register_image_operations`."""
    return [("tone", ToneOperation), ("scrim", ScrimOperation), ("mono", MonoOperation)]


def _hex(*colours: str) -> str:
    return "-".join(colour.lstrip("#") for colour in colours)


def source(image: Any, spec: str) -> str:
    """`media:NAME` of a rendition, which the PDF opens through the storage and pages resolve."""
    return f"{MEDIA}{image.get_rendition(spec).file.name}"


def filled(image: Any, width: float, height: float) -> str:
    """A picture cut to a frame of `width` by `height` mm, at the size shown."""
    pixels = f"{round(width * PIXELS_PER_MM)}x{round(height * PIXELS_PER_MM)}"
    return source(image, f"fill-{pixels}|format-jpeg|jpegquality-86")


def full_bleed(image: Any, theme: Theme) -> str:
    """A duotone over the whole slide with a quiet zone for text at the left and the foot."""
    colours = theme.colours
    tone = _hex(colours.dark, colours.accent, colours.soft)
    return source(
        image,
        f"fill-1920x1080|tone-{tone}|scrim-{_hex(colours.dark)}|format-jpeg|jpegquality-86",
    )


def toned(image: Any, theme: Theme, width: float, height: float) -> str:
    """A duotone cut to a frame."""
    colours = theme.colours
    pixels = f"{round(width * PIXELS_PER_MM)}x{round(height * PIXELS_PER_MM)}"
    tone = _hex(colours.dark, colours.accent, colours.soft)
    return source(image, f"fill-{pixels}|tone-{tone}|format-jpeg|jpegquality-86")


def logo(image: Any, colour: str) -> str:
    """A logo in one tone, at most 50 by 14 mm."""
    return source(image, f"max-600x170|mono-{_hex(colour)}|format-png")
