"""What public pages take from the brand: name, logo, colours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

from cms.brand.services import brand_now
from cms.brand.themes import Theme
from cms.media.addresses import media_url

MEDIA = "media:"
KEY = "site-brand"
KEEP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class PublicBrand:
    """The brand on a page. The logo is an address, or SVG of ours, or neither."""

    name: str
    theme: Theme
    version: int

    @property
    def logo_address(self) -> str:
        return _address(self.theme.logo)

    @property
    def dark_logo_address(self) -> str:
        """The logo in light, for dark mode."""
        return _address(self.theme.logo_on_dark)

    @property
    def logo_svg(self) -> SafeString:
        logo = self.theme.logo
        return mark_safe(logo) if logo.lstrip().startswith("<svg") else mark_safe("")

    @property
    def css_version(self) -> str:
        """Changes whenever a colour or typeface does, so that its stylesheet may be kept."""
        return hashlib.sha256(repr(self.theme).encode()).hexdigest()[:12]


def _address(logo: str) -> str:
    return media_url(logo.removeprefix(MEDIA)) if logo.startswith(MEDIA) else ""


def public_brand(request: Any = None) -> PublicBrand:
    """Return the present brand; kept in the process for a minute, and on the request."""
    known = getattr(request, "_public_brand", None)
    if known is None:
        known = caches["renditions"].get(KEY)
        if known is None:
            now = brand_now()
            known = PublicBrand(name=now.company, theme=now.theme, version=now.version)
            caches["renditions"].set(KEY, known, KEEP_SECONDS)
        if request is not None:
            request._public_brand = known
    return known


def forget(**kwargs: Any) -> None:
    """Read anew, from now on; a signal receiver."""
    caches["renditions"].delete(KEY)


def connect() -> None:
    """Forget whenever the brand gets a new version; called once, when the app is ready."""
    from django.db.models.signals import post_delete, post_save

    from cms.brand.models import BrandVersion

    for name, signal in {"saved": post_save, "deleted": post_delete}.items():
        signal.connect(forget, sender=BrandVersion, dispatch_uid=f"site-brand-{name}")
