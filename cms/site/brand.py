"""What public pages take from the brand: name, logo, colours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cms.brand.services import brand_now
from cms.brand.themes import Theme
from cms.media.addresses import media_url

MEDIA = "media:"


@dataclass(frozen=True, slots=True)
class PublicBrand:
    """The brand on a page. The logo is an address, or SVG of ours, or neither."""

    name: str
    theme: Theme
    version: int

    @property
    def logo_address(self) -> str:
        logo = self.theme.logo
        return media_url(logo.removeprefix(MEDIA)) if logo.startswith(MEDIA) else ""

    @property
    def logo_svg(self) -> SafeString:
        logo = self.theme.logo
        return mark_safe(logo) if logo.lstrip().startswith("<svg") else mark_safe("")

    @property
    def css_version(self) -> str:
        """Changes whenever a colour or typeface does, so that its stylesheet may be kept."""
        return hashlib.sha256(repr(self.theme).encode()).hexdigest()[:12]


def public_brand(request: Any = None) -> PublicBrand:
    """Return the present brand; kept on the request, so that a page asks once."""
    known = getattr(request, "_public_brand", None)
    if known is None:
        now = brand_now()
        known = PublicBrand(name=now.company, theme=now.theme, version=now.version)
        if request is not None:
            request._public_brand = known
    return known
