"""Pictures on public pages: sizes, one `<img>` with a source set, renditions in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.images import get_image_model


@dataclass(frozen=True, slots=True)
class Place:
    """A place for pictures: renditions from small to large, and how wide it is on the page."""

    specs: tuple[str, ...]
    sizes: str


def _wide(*widths: int) -> tuple[str, ...]:
    return tuple(f"fill-{width}x{width * 9 // 16}|format-webp" for width in widths)


PLACES = {
    "card": Place(_wide(480, 800), "(max-width: 640px) 92vw, (max-width: 960px) 46vw, 384px"),
    "large": Place(_wide(800, 1408), "(max-width: 960px) 92vw, 700px"),
    "hero": Place(_wide(800, 1408), "(max-width: 960px) 92vw, 480px"),
    "text": Place(
        ("max-480x960|format-webp", "max-800x1200|format-webp", "max-1408x1600|format-webp"),
        "(max-width: 960px) 92vw, 704px",
    ),
    "face": Place(("fill-112x112|format-webp", "fill-224x224|format-webp"), "56px"),
    "share": Place(("fill-1200x630|format-jpeg",), "1200px"),
}


def img(image: Any, place: str, *, alt: str = "", lazy: bool = True, css: str = "") -> SafeString:
    """Return an `<img>` with source set, width and height; empty where there is no image."""
    if image is None:
        return mark_safe("")
    where = PLACES[place]
    try:
        renditions = list(image.get_renditions(*where.specs).values())
    except (FileNotFoundError, OSError):
        return mark_safe("")  # the file is gone: the text stands without it
    renditions.sort(key=lambda rendition: rendition.width)
    largest = renditions[-1]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}>',
        renditions[0].url,
        ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions),
        where.sizes,
        largest.width,
        largest.height,
        alt,
        mark_safe(' loading="lazy" decoding="async"' if lazy else ' fetchpriority="high"'),
        format_html(' class="{}"', css) if css else "",
    )


def share_address(image: Any) -> str:
    """Return the address of the picture that other sites show beside a link, or nothing."""
    return _address(image, PLACES["share"].specs[0])


def poster_address(image: Any) -> str:
    """Return the address of a film's first picture, or nothing."""
    return _address(image, PLACES["hero"].specs[-1])


def _address(image: Any, spec: str) -> str:
    if image is None:
        return ""
    try:
        return str(image.get_rendition(spec).url)
    except (FileNotFoundError, OSError):
        return ""


def with_renditions(assets: Iterable[Any], places: Iterable[str]) -> list[Any]:
    """Fetch the heroes' renditions for these places at once; `hero_image` must be selected."""
    found = list(assets)
    images: dict[int, Any] = {}
    for asset in found:
        if asset.hero_image_id:
            asset.hero_image = images.setdefault(asset.hero_image_id, asset.hero_image)
    if images:
        specs = {spec for place in places for spec in PLACES[place].specs}
        renditions = get_image_model().get_rendition_model().objects
        prefetch_related_objects(
            list(images.values()),
            Prefetch(
                "renditions",
                queryset=renditions.filter(filter_spec__in=specs),
                to_attr="prefetched_renditions",
            ),
        )
    return found
