"""What templates of the public site and of rooms ask for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from cms.assets.rights import is_team
from cms.facts.blocks import plain_text
from cms.site.asset_page import AssetPage
from cms.site.asset_page import asset_page as gather
from cms.site.brand import PublicBrand, public_brand
from cms.site.links import current_links
from cms.site.navigation import Navigation, navigation
from cms.site.pictures import img, poster_address, share_address
from cms.site.tables import BodyTable, read_table

register = template.Library()


def _request(context: Any) -> HttpRequest | None:
    found: HttpRequest | None = context.get("request")
    return found


@register.simple_tag(takes_context=True)
def brand(context: Any) -> PublicBrand:
    return public_brand(_request(context))


@register.simple_tag(takes_context=True)
def site_navigation(context: Any) -> Navigation:
    return navigation(_request(context))


@register.simple_tag(takes_context=True)
def for_team(context: Any) -> bool:
    """Whether a colleague reads; visitors without a session cost no query."""
    return is_team(getattr(_request(context), "user", None))


@register.simple_tag(takes_context=True)
def asset_page(context: Any, asset: Any) -> AssetPage:
    return gather(asset, public_brand(_request(context)).theme)


@register.simple_tag(takes_context=True)
def page_address(context: Any, page: Any) -> str:
    """The address of a page on this site."""
    return str(page.get_url(_request(context)) or "")


@register.simple_tag
def link_to(page: Any) -> str:
    """The address of a page for this reader: in a room, the room's; empty where there is none."""
    return current_links().link_to(page) or ""


@register.simple_tag
def picture(image: Any, place: str, alt: str = "", lazy: bool = True, css: str = "") -> SafeString:
    return img(image, place, alt=alt, lazy=lazy, css=css)


@register.simple_tag
def share_picture(image: Any) -> str:
    return share_address(image)


@register.filter
def live(text: str) -> SafeString:
    """A text with its facts at the value of now, without markup."""
    if "<" in str(text):
        return conditional_escape(strip_tags(plain_text(str(text))))
    return conditional_escape(text)


@register.simple_tag
def body_table(table: Any) -> BodyTable:
    return read_table(table)


@register.simple_tag
def poster(image: Any) -> str:
    """The address of a film's first picture."""
    return poster_address(image)


@register.filter
def starts_with(text: str, beginning: str) -> bool:
    return bool(beginning) and beginning != "/" and text.startswith(beginning)


@register.filter
def host_of(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


@register.filter
def item(mapping: Any, key: Any) -> Any:
    return mapping.get(key, "") if mapping else ""


ICONS = {
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "download": '<path d="M12 4v11m-4.5-4L12 15.5 16.5 11M5 20h14"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>',
    "no": '<circle cx="12" cy="12" r="8"/><path d="m6.5 6.5 11 11"/>',
    "left": '<path d="M20 12H4.5m6-6.5L4 12l6.5 6.5"/>',
    "right": '<path d="M4 12h15.5m-6-6.5L20 12l-6.5 6.5"/>',
    "out": '<path d="M14 5h5v5M19 5l-8 8M17 14v5H5V7h5"/>',
    "mail": '<path d="M4 6h16v12H4zM4 7l8 6 8-6"/>',
    "phone": '<path d="M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A15.5 '
    '15.5 0 0 1 4.5 6a2 2 0 0 1 2-2z"/>',
    "calendar": '<path d="M5 6.5h14V20H5zM5 10.5h14M9 4v4m6-4v4"/>',
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "play": '<path d="M8 5.5v13l10.5-6.5z" fill="currentColor"/>',
    "alert": '<path d="M12 4 2.5 20h19zM12 10v4.5m0 2.5v.5"/>',
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of 20 px beside words; never alone, so it is hidden from screen readers."""
    return mark_safe(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
    )
