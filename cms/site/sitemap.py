"""sitemap.xml: live pages, and of the assets those that everybody may see."""

from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.assets.models import Asset


class SiteMap(Sitemap):
    """Two queries, whatever the number of pages; addresses are those of the request's site."""

    limit = 10_000

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> list[Page]:
        site = Site.find_for_request(self.request)
        if site is None:
            return []
        below = site.root_page.path
        plain = (
            Page.objects.live()
            .public()
            .filter(path__startswith=below, asset=None)
            .order_by("path")
        )
        assets = Asset.objects.public().filter(path__startswith=below).order_by("path")
        return [*plain, *assets.defer("body", "slides")]

    def location(self, item: Page) -> str:
        return str(item.get_url(self.request) or "/")

    def lastmod(self, item: Page) -> Any:
        return item.last_published_at

    def get_domain(self, site: Any = None) -> str:
        return self.request.get_host()


@require_safe
def sitemap_view(request: HttpRequest) -> HttpResponseBase:
    response = sitemap(request, {"pages": SiteMap(request)})
    response.render()
    return response
