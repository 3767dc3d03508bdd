"""Slides on screens: the HTML of the PDF in a frame, its pictures under addresses of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cms.brand.themes import Theme, css_variables
from cms.media.addresses import media_url

NAMED = re.compile(r"""(src="|url\(['"]?)media:([^"')]+)""")


def on_screen(
    html: str, url_for: Callable[[str], str] = media_url, *, reader: bool = False
) -> SafeString:
    """`html` with each `media:NAME` turned into an address, by default one of the site's own.

    Inside `media_base(…)` the default makes addresses under that base. Charts and tables take
    the keyboard's focus for a `reader` only, where they scroll sideways on phones; a thumbnail
    often stands in a button.
    """
    if not reader:
        html = html.replace(' tabindex="0"', "")
    return mark_safe(NAMED.sub(lambda found: found[1] + escape(url_for(unescape(found[2]))), html))


def framed(
    html: str,
    theme: Theme,
    *,
    url_for: Callable[[str], str] = media_url,
    css_class: str = "",
    reader: bool = False,
) -> SafeString:
    """A slide's section in the frame that gives it its size and the theme's colours.

    The page links `cms/css/slides-screen.css`. In an ancestor of the class `slide-reader` the
    slide becomes a page on phones; elsewhere it stays a small slide.
    """
    return format_html(
        '<div class="slide-frame{}" style="{}">{}</div>',
        f" {css_class}" if css_class else "",
        mark_safe(css_variables(theme)),
        on_screen(html, url_for, reader=reader),
    )
