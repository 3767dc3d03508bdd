"""Pictures made fit for slides, as Wagtail image operations.

`tone-COLOURS` makes a picture a duotone of the theme's ramp, so that any upload fits the theme;
`bleed-COLOURS` also bakes a quiet zone for light text into it; `weigh-KB` bounds what a file
weighs; `mono-COLOUR` draws a logo in one colour. As filters of renditions they are made once,
kept in the storage, and dropped with their image. Their names are short: a rendition's file
carries them, within 100 characters.
"""

from __future__ import annotations

import io
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
QUALITY = 86
QUALITIES = (QUALITY, 80, 74, 68, 62, 56)
SMALLER = 5 / 6
BAND = 256  # rows
# What a picture over the whole slide may weigh, and one of no size: thirty of them, with text
# and fonts, make a PDF of less than 5 MB.
HEAVIEST, LIGHTEST = 150, 40  # KB
# The lightest that a ground may be, as relative luminance, for text on dark at 4.5:1.
TITLE_GROUND = 0.15
FOOTER_GROUND = 0.075


def _pillow(willow: Any) -> PILImage.Image:
    return willow.image if isinstance(willow, PillowImage) else willow.get_pillow_image()


def _colours(spec: str) -> list[tuple[int, int, int]]:
    return [channels(f"#{spec[at : at + 6]}") for at in range(0, len(spec), 6)]


class ToneOperation(FilterOperation):
    """`tone-DARKMIDDLEPALE`: luminance mapped onto three colours, dark to pale, as JPEG;
    `tone-DARKMIDDLEPALE-KB` of at most so many kilobytes.

    Worked on in bands of rows: a picture for print has eight million pixels.
    """

    def construct(self, colours: str, kilobytes: str = "") -> None:
        self.stops = _colours(colours)
        self.most = int(kilobytes or 0)

    def run(self, willow: WillowImage, image: Any, env: dict[str, Any]) -> WillowImage:
        env.update({"output-format": "jpeg", "jpeg-quality": QUALITY})
        grey = np.asarray(_pillow(willow).convert("RGB").convert("L"))
        tones = self._tones(grey)
        drawn = np.empty((*grey.shape, 3), dtype=np.uint8)
        for top in range(0, grey.shape[0], BAND):
            rows = grey[top : top + BAND]
            drawn[top : top + BAND] = self.shaded(tones[rows], top, grey.shape).round()
        picture = PILImage.fromarray(drawn)
        return PillowImage(weighed(picture, self.most, env) if self.most else picture)

    def _tones(self, grey: np.ndarray) -> np.ndarray:
        """The colour of each of the 256 greys."""
        low, high = np.percentile(grey, (1, 99))
        level = np.clip((np.arange(256) - low) / max(float(high - low), 1.0), 0, 1)
        at = np.linspace(0, 1, len(self.stops))
        planes = [np.interp(level, at, [stop[plane] for stop in self.stops]) for plane in range(3)]
        return np.stack(planes, axis=-1).astype(np.float32)

    def shaded(self, pixels: np.ndarray, top: int, shape: tuple[int, ...]) -> np.ndarray:
        """The rows of the picture from `top`, of a picture of that height and width."""
        return pixels


class BleedOperation(ToneOperation):
    """`bleed-DARKMIDDLEPALE[-KB]`: a duotone with a quiet zone of the dark colour under the words:
    88 % of it up to 16 % of the width, none from 62 %; and the same at the foot."""

    def shaded(self, pixels: np.ndarray, top: int, shape: tuple[int, ...]) -> np.ndarray:
        across = np.arange(shape[1], dtype=np.float32) / shape[1]
        down = np.arange(top, top + len(pixels), dtype=np.float32) / shape[0]
        side = 0.88 * (1 - _smooth((across - 0.16) / 0.46))
        foot = 0.88 * _smooth((down - 0.72) / 0.22)
        cover = np.maximum(side[None, :], foot[:, None])[..., None]
        dark = np.array(self.stops[0], dtype=np.float32)
        quiet = pixels * (1 - cover) + dark * cover
        # Where words stand nothing may be too light, however light the picture is.
        left = 1 - _smooth((across - 0.57) / 0.12)
        below = _smooth((down - 0.8) / 0.05)
        return _bounded(
            _bounded(quiet, dark, TITLE_GROUND, left[None, :]), dark, FOOTER_GROUND, below[:, None]
        )


class WeighOperation(FilterOperation):
    """`weigh-KB`: a JPEG of at most so many kilobytes."""

    def construct(self, kilobytes: str) -> None:
        self.most = int(kilobytes)

    def run(self, willow: WillowImage, image: Any, env: dict[str, Any]) -> WillowImage:
        env["output-format"] = "jpeg"
        return PillowImage(weighed(_pillow(willow).convert("RGB"), self.most, env))


def weighed(picture: PILImage.Image, kilobytes: int, env: dict[str, Any]) -> PILImage.Image:
    """Choose the best quality at which a JPEG weighs no more, and write it into `env`.

    Below the least of QUALITIES a smaller picture looks better than a coarser one.
    """
    smaller = (round(picture.width * SMALLER), round(picture.height * SMALLER))
    for size in (picture.size, smaller):
        if size != picture.size:
            picture = picture.resize(size, PILImage.Resampling.LANCZOS)
        for quality in QUALITIES:
            env["jpeg-quality"] = quality
            if _weight(picture, quality) <= kilobytes * 1024:
                return picture
    return picture


def _weight(picture: PILImage.Image, quality: int) -> int:
    """How many bytes Wagtail will write."""
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality, progressive=True, optimize=True)
    return written.tell()


class MonoOperation(FilterOperation):
    """`mono-COLOUR`: the shape of a logo in one colour, light grounds made transparent, as PNG."""

    def construct(self, colour: str) -> None:
        self.colour = channels(f"#{colour}")

    def run(self, willow: WillowImage, image: Any, env: dict[str, Any]) -> WillowImage:
        env["output-format"] = "png"
        rgba = np.asarray(_pillow(willow).convert("RGBA"), dtype=np.float32)
        alpha = rgba[..., 3] / 255
        if float(alpha.min()) > 0.98:  # no transparency: the light ground is the gap
            alpha = 1 - np.asarray(_pillow(willow).convert("L"), dtype=np.float32) / 255
            alpha = np.clip(alpha / max(float(alpha.max()), 0.01), 0, 1)
        else:
            alpha = alpha * _ink(_luminance(rgba[..., :3]), alpha)
        drawn = np.empty(rgba.shape, dtype=np.uint8)
        drawn[..., :3] = self.colour
        drawn[..., 3] = (alpha * 255).round()
        return PillowImage(PILImage.fromarray(drawn))


def _ink(light: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Return how much of a logo's shape is drawn, 0 to 1: light details in it become gaps.

    A mark in light on a dark badge would else be a blank badge. A logo without such contrast is
    drawn whole.
    """
    solid = light[alpha > 0.5]
    if not solid.size:
        return np.ones_like(light)
    dark, pale = np.percentile(solid, (2, 99))
    if pale - dark < 0.25:
        return np.ones_like(light)
    return 1 - _smooth((light - dark) / (pale - dark) / 0.6 - 0.33)


def _linear(share: np.ndarray) -> np.ndarray:
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


FINE = 16  # steps in one of the 256 levels
LINEAR = _linear(np.arange(255 * FINE + 1) / (255 * FINE)).astype(np.float32)
WEIGHTS = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)


def _luminance(pixels: np.ndarray) -> np.ndarray:
    return LINEAR[np.rint(pixels * FINE).astype(np.int16)] @ WEIGHTS


def _bounded(pixels: np.ndarray, dark: np.ndarray, limit: float, where: np.ndarray) -> np.ndarray:
    """Move pixels lighter than `limit` toward `dark`, as far as `where` (0 to 1) says."""
    light, base = _luminance(pixels), float(_luminance(dark[None, :])[0])
    room = max(limit - base, 0.0) / np.maximum(light - base, 1e-6)
    share = 1 - where * (1 - np.clip(room, 0, 1))
    return dark + (pixels - dark) * share[..., None]


def _smooth(values: np.ndarray) -> np.ndarray:
    bounded = np.clip(values, 0, 1)
    return bounded * bounded * (3 - 2 * bounded)


def operations() -> list[tuple[str, type[FilterOperation]]]:
    """For Wagtail's hook `register_image_operations`."""
    return [
        ("tone", ToneOperation),
        ("bleed", BleedOperation),
        ("weigh", WeighOperation),
        ("mono", MonoOperation),
    ]


def _hex(*colours: str) -> str:
    return "".join(colour.lstrip("#") for colour in colours)


def _ramp(theme: Theme) -> str:
    return _hex(theme.colours.dark, theme.colours.accent, theme.colours.soft)


def _pixels(width: float, height: float) -> str:
    return f"{round(width * PIXELS_PER_MM)}x{round(height * PIXELS_PER_MM)}"


def source(image: Any, spec: str) -> str:
    """`media:NAME` of a rendition, which the PDF opens through the storage and pages resolve."""
    return f"{MEDIA}{image.get_rendition(spec).file.name}"


def _most(width: float, height: float) -> int:
    """How many kilobytes a picture of a frame may weigh, on screens."""
    share = width * height / (320 * 180)
    return round(LIGHTEST + (HEAVIEST - LIGHTEST) * share)


def filled(image: Any, width: float, height: float) -> str:
    """A picture cut to a frame of `width` by `height` mm, at the size shown."""
    return source(image, f"fill-{_pixels(width, height)}|weigh-{_most(width, height)}")


def full_bleed(image: Any, theme: Theme) -> str:
    """A duotone over the whole slide with a quiet zone for text at the left and the foot."""
    return source(image, f"fill-{_pixels(320, 180)}|bleed-{_ramp(theme)}-{_most(320, 180)}")


def toned(image: Any, theme: Theme, width: float, height: float) -> str:
    """A duotone cut to a frame."""
    size, most = _pixels(width, height), _most(width, height)
    return source(image, f"fill-{size}|tone-{_ramp(theme)}-{most}")


def logo(image: Any, colour: str) -> str:
    """A logo in one tone, at most 50 by 14 mm."""
    return source(image, f"max-600x170|mono-{_hex(colour)}")
