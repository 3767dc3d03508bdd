from __future__ import annotations

import io
from typing import Any

import numpy as np
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as PILImage
from wagtail.images import get_image_model

from cms.brand.contrast import TEXT, channels, luminance
from cms.brand.themes import FOLIO
from cms.slides import pictures
from cms.slides.pdf import Metadata, write_pdf
from cms.slides.pictures import PIXELS_PER_MM
from tests.cms.slides.cast import THEMES, slide
from tests.factories.photographs import photograph

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a new rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]


@pytest.fixture
def image(settings: Any, tmp_path: Any) -> Any:
    """A very light photograph: the hardest ground for light words."""
    settings.MEDIA_ROOT = tmp_path
    rng = np.random.default_rng(1)
    noise = rng.integers(150, 255, (400, 640, 3), dtype=np.uint8)
    body = io.BytesIO()
    PILImage.fromarray(noise).save(body, "JPEG")
    return get_image_model().objects.create(
        title="Light", file=ContentFile(body.getvalue(), name="light.jpg")
    )


def opened(name: str) -> PILImage.Image:
    assert name.startswith("media:")
    with default_storage.open(name.removeprefix("media:")) as file:
        picture = PILImage.open(io.BytesIO(file.read()))
    return picture.convert("RGB") if picture.mode != "RGBA" else picture


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.family)
def test_words_can_be_read_on_any_picture(theme: Any, image: Any) -> None:
    pixels = np.asarray(opened(pictures.full_bleed(image, theme)), dtype=float)
    height, width = pixels.shape[:2]

    def worst(area: np.ndarray) -> float:
        share = area / 255
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        return float(np.percentile(linear @ [0.2126, 0.7152, 0.0722], 99))

    def contrast(text: str, area: np.ndarray) -> float:
        return (luminance(text) + 0.05) / (worst(area) + 0.05)

    assert contrast(theme.colours.on_dark, pixels[:, : int(width * 0.55)]) >= TEXT
    assert contrast(theme.colours.on_dark_muted, pixels[int(height * 0.9) :]) >= TEXT


def test_a_logo_becomes_one_colour(image: Any) -> None:
    drawn = np.asarray(opened(pictures.logo(image, "#50625a")))
    assert drawn.shape[2] == 4
    assert {tuple(pixel) for pixel in drawn[..., :3].reshape(-1, 3)} == {channels("#50625a")}


def test_pictures_are_made_once(image: Any) -> None:
    assert pictures.filled(image, 92, 144) == pictures.filled(image, 92, 144)
    assert image.renditions.count() == 1


def test_pictures_stand_in_the_pdf(image: Any) -> None:
    result = write_pdf(
        [
            slide("picture", image=image.pk),
            slide("title", number=2, variant="full", picture=image.pk),
        ],
        Metadata("Pictures"),
    )
    assert result.page_count == 2
    assert result.pdf.count(b"/DCTDecode") == 2
    assert "media:images/" in result.html[0]


def test_pictures_are_no_larger_than_shown() -> None:
    """As an upload of 12 million pixels is printed at the quality of screens: 152 dpi."""
    upload = photograph(4000, 3000).pk
    slides = [
        slide("picture", number=1, variant="full", image=upload),
        slide("picture", number=2, variant="inset", image=upload),
        slide("quote", number=3, variant="portrait", portrait=upload),
        slide("quote", number=4, variant="dark", portrait=upload),
    ]
    printed = pypdfium2.PdfDocument(write_pdf(slides, Metadata("Sizes")).pdf)
    for page in printed:
        objects = page.get_objects(max_depth=5)
        (shown,) = [found for found in objects if isinstance(found, pypdfium2.PdfImage)]
        left, bottom, right, top = (length / 72 * 25.4 for length in shown.get_bounds())
        columns, rows = shown.get_px_size()
        # What would weigh too much is made a little smaller, see `weighed`.
        least, most = pictures.SMALLER * 0.97 * PIXELS_PER_MM, 1.03 * PIXELS_PER_MM
        assert least < columns / (right - left) < most
        assert least < rows / (top - bottom) < most


def test_a_deleted_picture_leaves_a_drawing(image: Any) -> None:
    pk = image.pk
    image.delete()
    assert write_pdf([slide("picture", image=pk)], Metadata("Gone")).page_count == 1


def test_names_fit_the_storage(image: Any) -> None:
    assert len(pictures.full_bleed(image, FOLIO)) < 100


def test_light_details_of_a_logo_stay_to_be_seen_in_one_colour() -> None:
    drawn = PILImage.new("RGBA", (60, 60), (0, 0, 0, 0))
    drawn.paste((90, 20, 120, 255), (5, 5, 55, 55))
    drawn.paste((205, 230, 100, 255), (25, 25, 35, 35))
    body = io.BytesIO()
    drawn.save(body, "PNG")
    image = get_image_model().objects.create(
        title="Mark", file=ContentFile(body.getvalue(), name="mark.png")
    )
    alpha = np.asarray(opened(pictures.logo(image, "#ffffff")))[..., 3]
    assert alpha[10, 10] > 240
    assert alpha[30, 30] < 20
    assert alpha[0, 0] == 0
