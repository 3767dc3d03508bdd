"""Finding the page of an address in few queries.

Wagtail walks down the tree with two queries a level, and asks for the restrictions of all
ancestors one after the other. An address names its page whole, so one look is enough.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from cms.assets.rights import may_see_asset

ROOTS = "site-roots"
KEEP_SECONDS = 60
ONE_MORE = {"EBook": ("document",)}


class SitePage:
    """Mixed into every page of the public site, before Page."""

    path: str

    def get_view_restrictions(self) -> Any:
        """Restrictions of this page and of those above it, in one query (there are no aliases)."""
        steps = range(Page.steplen, len(self.path) + 1, Page.steplen)
        return PageViewRestriction.objects.filter(
            page__path__in=[self.path[:step] for step in steps]
        )


def know_roots(request: HttpRequest) -> None:
    """Give the request the sites' root paths, from which every address of a page is made.

    Wagtail keeps them in the default cache, which is a table: a query for each page served.
    """
    cache = caches["renditions"]
    roots = cache.get(ROOTS)
    if roots is None:
        roots = Site.get_site_root_paths()
        cache.set(ROOTS, roots, KEEP_SECONDS)
    request._wagtail_cached_site_root_paths = roots  # type: ignore[attr-defined]


def forget_roots(**kwargs: Any) -> None:
    caches["renditions"].delete(ROOTS)


def route_below(home: Any, request: HttpRequest, components: list[str]) -> RouteResult:
    """Return the live page under `home` at these path components.

    Raises Http404, also for what this reader may not see: no method of asking tells them apart.
    """
    from cms.assets.models import Asset

    url_path = home.url_path + "/".join(components) + "/"
    page = Page.objects.live().filter(url_path=url_path).first()
    if page is None:
        raise Http404
    model = page.specific_class
    if model is None:
        raise Http404
    rows = model._default_manager.all()
    if issubclass(model, Asset):
        rows = rows.select_related(
            "hero_image", "owner", "locale", *ONE_MORE.get(model.__name__, ())
        )
    found = rows.filter(pk=page.pk).first()
    if found is None or (isinstance(found, Asset) and not may_see_asset(_reader(request), found)):
        raise Http404
    return RouteResult(found)


def _reader(request: HttpRequest) -> Any:
    return getattr(request, "user", None)
