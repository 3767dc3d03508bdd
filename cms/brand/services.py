"""The brand as it is now and as it was: what slides, pages and manifests take from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Max

from cms.brand.themes import FAMILIES, FOLIO, Theme, from_tokens, to_tokens

if TYPE_CHECKING:
    from wagtail.models import Site

    from cms.brand.models import Brand, BrandVersion


@dataclass(frozen=True, slots=True)
class BrandNow:
    """Company name, theme, and the number of the brand's version for manifests.

    The number is 0 as long as no brand was saved.
    """

    company: str
    theme: Theme
    version: int


def brand_now(site: Site | None = None) -> BrandNow:
    """The present brand of a site, by default of the default site. One query."""
    from cms.brand.models import BrandVersion

    versions = BrandVersion.objects.all()
    versions = versions.filter(site=site) if site else versions.filter(site__is_default_site=True)
    newest = versions.order_by("-number").first()
    if newest is None:
        return BrandNow(company="Tandem", theme=FOLIO, version=0)
    theme = from_tokens(newest.tokens, newest.number)
    return BrandNow(company=theme.company or "Tandem", theme=theme, version=newest.number)


def in_family(theme: Theme, family: str) -> Theme:
    """Return the brand's look in another family: its typefaces and colours, the brand's name,
    logos and pictures. The same theme for an unknown family or its own."""
    base = FAMILIES.get(family)
    if base is None or family == theme.family:
        return theme
    return replace(
        base,
        company=theme.company,
        logo=theme.logo,
        logo_on_dark=theme.logo_on_dark,
        cover_tall=theme.cover_tall,
        cover_wide=theme.cover_wide,
        version=theme.version,
    )


def theme_for(family: str = "") -> Theme:
    """Return the brand's look, in this family where one is named."""
    return in_family(brand_now().theme, family)


def theme_version() -> int:
    """The number of the brand's present version."""
    return brand_now().version


def theme_of_version(number: int) -> Theme:
    """The theme of a version that a manifest names; 0 is the product's own.

    Raises BrandVersion.DoesNotExist.
    """
    from cms.brand.models import BrandVersion

    if number == 0:
        return FOLIO
    version = BrandVersion.objects.get(number=number)
    return from_tokens(version.tokens, version.number)


def record_version(brand: Brand) -> BrandVersion | None:
    """Keep the brand's look as a new version if it differs from the newest one.

    None where nothing was chosen yet: opening the form makes an empty brand.
    """
    from cms.brand.models import BrandVersion, tokens_of

    tokens = tokens_of(brand)
    newest = BrandVersion.objects.filter(site=brand.site).order_by("-number").first()
    if newest is None and tokens == to_tokens(FOLIO):
        return None
    if newest is not None and newest.tokens == tokens:
        return newest
    highest = BrandVersion.objects.aggregate(highest=Max("number"))["highest"] or 0
    return BrandVersion.objects.create(number=highest + 1, site=brand.site, tokens=tokens)
