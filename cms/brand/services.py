"""The brand as it is now: what slides, pages and manifests take from it."""

from __future__ import annotations

from dataclasses import dataclass

from cms.brand.themes import FOLIO, Theme


@dataclass(frozen=True, slots=True)
class BrandNow:
    """Company name, theme, and the number of the brand's version for manifests."""

    company: str
    theme: Theme
    version: int


def brand_now() -> BrandNow:
    """Return the present brand."""
    return BrandNow(company="Tandem", theme=FOLIO, version=1)


def theme_version() -> int:
    """Return the number of the brand's present version."""
    return brand_now().version
